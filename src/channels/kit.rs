//! What the tests of both channels share: a recording inbox, a fake platform on loopback, and everything
//! that becomes of a body in one value.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use futures_util::future::BoxFuture;
use reqwest::{Client, Url};
use serde_json::{Value, json};

use super::webhook::Cut;
use crate::domain::Millis;
use crate::domain::ids::MessageId;
use crate::domain::inbound::{Address, AddressKind, Arrived, ChannelKind, Inbound};
use crate::domain::outbound::{Attachment, Choice, Outgoing};
use crate::domain::redacted::Redacted;
use crate::runtime::ports::{CannotStore, Ingest};

pub(super) const RECEIVED: Millis = 1_800_000_000_000;

fn open<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The client of the house, past any proxy of the machine.
pub(super) fn client() -> Client {
    super::http::builder().no_proxy().build().expect("constant settings make a client")
}

/// Remembers what was committed; `broken` refuses as many calls.
#[derive(Default)]
pub(super) struct Inbox {
    pub(super) broken: Mutex<u32>,
    stored: Mutex<Vec<Arrived>>,
    /// Told after each commit.
    pub(super) news: tokio::sync::Notify,
}

impl Inbox {
    pub(super) fn ids(&self) -> Vec<String> {
        open(&self.stored).iter().map(|arrived| arrived.provider_id.clone()).collect()
    }

    pub(super) fn broken_for(times: u32) -> Arc<Inbox> {
        let inbox = Inbox::default();
        *open(&inbox.broken) = times;
        Arc::new(inbox)
    }
}

impl Ingest for Inbox {
    fn ingest<'a>(
        &'a self,
        _channel: ChannelKind,
        arrivals: Vec<Arrived>,
    ) -> BoxFuture<'a, Result<(), CannotStore>> {
        Box::pin(async move {
            let mut broken = open(&self.broken);
            if *broken > 0 {
                *broken -= 1;
                return Err(CannotStore);
            }
            open(&self.stored).extend(arrivals);
            self.news.notify_one();
            Ok(())
        })
    }
}

/// Serves a router on a free port of the loopback interface.
pub(super) async fn serve(router: Router) -> Url {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound port");
    tokio::spawn(async move { axum::serve(listener, router).await });
    Url::parse(&format!("http://{address}")).expect("an address")
}

/// One request as the fake platform saw it.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) token: Option<String>,
    pub(super) body: String,
}

impl Seen {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }
}

pub(super) struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

pub(super) fn answer(status: u16, body: &Value) -> Answer {
    bytes(status, body.to_string().into_bytes())
}

pub(super) fn bytes(status: u16, body: impl Into<Vec<u8>>) -> Answer {
    let status = StatusCode::from_u16(status).expect("a status");
    Answer { status, headers: HeaderMap::new(), body: body.into() }
}

impl Answer {
    pub(super) fn header(mut self, name: &'static str, value: &str) -> Answer {
        self.headers.insert(name, value.parse().expect("a header value"));
        self
    }
}

/// Answers with what it was given, in order, and remembers the questions. With nothing left it does not
/// answer at all, like a long poll without news.
#[derive(Clone, Default)]
pub(super) struct Platform {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Platform {
    pub(super) fn then(self, answer: Answer) -> Platform {
        open(&self.answers).push_back(answer);
        self
    }

    pub(super) fn seen(&self) -> Vec<Seen> {
        open(&self.seen).clone()
    }

    pub(super) fn paths(&self) -> Vec<String> {
        self.seen().iter().map(|seen| format!("{} {}", seen.method, seen.path)).collect()
    }

    pub(super) async fn start(&self) -> Url {
        let platform = self.clone();
        let handler = move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| async move {
            let token = headers.get("authorization").and_then(|v| v.to_str().ok()).map(str::to_owned);
            let body = String::from_utf8_lossy(&body).into_owned();
            let path = uri.to_string();
            open(&platform.seen).push(Seen { method, path, token, body });
            let next = open(&platform.answers).pop_front();
            match next {
                Some(answer) => (answer.status, answer.headers, answer.body),
                None => std::future::pending().await,
            }
        };
        serve(Router::new().fallback(handler)).await
    }
}

/// Everything that becomes of a cut, for a snapshot.
pub(super) fn picture(cut: &Cut, inbound: &Inbound) -> Value {
    json!({
        "arrived": {
            "provider_id": cut.arrived.provider_id,
            "class": cut.arrived.class,
            "addresses": cut.arrived.addresses,
            "profile_name": cut.arrived.profile_name,
            "at": cut.arrived.at,
        },
        "skip": cut.skip,
        "inbound": inbound,
    })
}

/// What `sapa decode --clear` would print.
pub(super) fn decoded(channel: ChannelKind, body: &Value) -> Vec<Value> {
    let events = super::decode(channel, body.to_string().as_bytes()).expect("JSON");
    events.iter().map(|event| event.to_json(true)).collect()
}

pub(super) fn message_id() -> MessageId {
    MessageId::parse("msg_01J00000000000000000009901").expect("an id")
}

pub(super) fn address(kind: AddressKind, value: &str) -> Address {
    Address { kind, value: Redacted::new(value.to_owned()) }
}

pub(super) fn choices(labels: &[&str]) -> Vec<Choice> {
    let one = |(i, label): (usize, &&str)| Choice {
        id: format!("c{i}"),
        label: (*label).to_owned(),
        description: None,
    };
    labels.iter().enumerate().map(one).collect()
}

pub(super) fn with_choices(text: &str, labels: &[&str]) -> Outgoing {
    Outgoing { choices: choices(labels), ..Outgoing::text(text) }
}

pub(super) fn with_file(text: &str, mime: &str, name: &str) -> Outgoing {
    let attachment = Attachment {
        blob_key: "k".to_owned(),
        mime: mime.to_owned(),
        file_name: Redacted::new(name.to_owned()),
    };
    Outgoing { attachment: Some(attachment), ..Outgoing::text(text) }
}

/// How many cases a property is tried with: few, and a million with `SAPA_TEST_LONG`.
#[expect(clippy::disallowed_methods, reason = "a setting of the tests, not of the program")]
pub(super) fn cases() -> proptest::test_runner::Config {
    let long = std::env::var("SAPA_TEST_LONG").is_ok_and(|long| long == "1");
    proptest::test_runner::Config::with_cases(if long { 1_000_000 } else { 256 })
}

/// Every body that the readers are shown is a seed of the fuzzer: `SAPA_TEST_CORPUS=1` writes those that are new.
#[expect(clippy::disallowed_methods, reason = "a setting of the tests, not of the program")]
pub(super) fn seed(channel: ChannelKind, name: &str, body: &Value) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzz/corpus");
    let file = std::path::Path::new(folder).join(channel.as_str()).join(format!("{name}.json"));
    if std::env::var_os("SAPA_TEST_CORPUS").is_some() {
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder is made");
        std::fs::write(&file, body.to_string()).expect("a seed is written");
    }
    assert!(file.exists(), "{name} is no seed yet: run once with SAPA_TEST_CORPUS=1");
}

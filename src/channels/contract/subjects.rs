//! The channels under the contract.

use std::path::Path;
use std::sync::{Arc, Mutex};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};

use super::sight::{self, Sight};
use super::{Refused, SECRET_WORDS, Subject};
use crate::channels::kit::{Answer, Platform, address, answer, bytes, client};
use crate::channels::{local, telegram, whatsapp};
use crate::domain::inbound::{Address, AddressKind, Body, ChannelKind, MediaKind};
use crate::domain::redacted::Redacted;
use crate::runtime::ports::Channel;

/// Every body that the fuzzer begins with.
fn bodies(channel: ChannelKind) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(channel.as_str());
    let files = std::fs::read_dir(folder).expect("a corpus");
    let read = |path: &Path| serde_json::from_slice(&std::fs::read(path).expect("a body")).expect("JSON");
    let mut paths: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

pub(super) struct WhatsApp;

impl Subject for WhatsApp {
    fn open<'a>(&'a self, platform: &'a Platform) -> BoxFuture<'a, Arc<dyn Channel>> {
        async {
            let at = platform.start().await.join("/v25.0").expect("a path");
            Arc::new(whatsapp::WhatsApp::new(whatsapp::tests::settings(at), client())) as Arc<dyn Channel>
        }
        .boxed()
    }

    fn fragments(&self) -> Vec<String> {
        let bodies = bodies(ChannelKind::Whatsapp);
        let cuts = bodies.iter().flat_map(|body| whatsapp::split(body, None, 0));
        cuts.map(|cut| cut.arrived.fragment.expose().clone()).collect()
    }

    fn person(&self) -> Vec<Address> {
        vec![address(AddressKind::WaPhone, "+6281200009901"), address(AddressKind::WaBsuid, "ID.9900009901")]
    }

    fn takes(&self) -> Answer {
        answer(200, &json!({"messages": [{"id": "wamid.B1"}]}))
    }

    fn refusals(&self) -> Vec<(Refused, Answer)> {
        let error = |status: u16, code: i64| {
            let error = json!({"code": code, "message": format!("(#{code}) {SECRET_WORDS} +6281200009901"),
                "error_data": {"details": SECRET_WORDS}, "fbtrace_id": "A"});
            answer(status, &json!({"error": error}))
        };
        vec![
            (Refused::Passing, error(500, 131_000)),
            (Refused::Passing, bytes(502, SECRET_WORDS)),
            (Refused::TooFast, error(400, 131_056)),
            (Refused::TooFast, error(429, 130_429)),
            (Refused::Gone, error(400, 131_026)),
            (Refused::NotUs, error(401, 190)),
            (Refused::Wrong, error(400, 131_009)),
        ]
    }

    fn sight(&self, platform: &Platform) -> Sight {
        platform.seen().last().map(|seen| sight::of_whatsapp(&seen.json())).unwrap_or_default()
    }
}

pub(super) struct Telegram;

impl Subject for Telegram {
    fn open<'a>(&'a self, platform: &'a Platform) -> BoxFuture<'a, Arc<dyn Channel>> {
        async {
            let settings = telegram::tests::settings(platform.start().await);
            Arc::new(telegram::Telegram::new(settings, client())) as Arc<dyn Channel>
        }
        .boxed()
    }

    fn fragments(&self) -> Vec<String> {
        let bodies = bodies(ChannelKind::Telegram);
        let cuts = bodies.iter().flat_map(|body| telegram::split_any(body, 0));
        cuts.map(|cut| cut.arrived.fragment.expose().clone()).collect()
    }

    fn person(&self) -> Vec<Address> {
        vec![address(AddressKind::TgUser, "9900009901")]
    }

    fn takes(&self) -> Answer {
        answer(200, &json!({"ok": true, "result": {"message_id": 77}}))
    }

    fn refusals(&self) -> Vec<(Refused, Answer)> {
        let error = |code: u16, words: &str| {
            let description = format!("{words}: {SECRET_WORDS}");
            answer(code, &json!({"ok": false, "error_code": code, "description": description}))
        };
        vec![
            (Refused::Passing, error(500, "Internal Server Error")),
            (Refused::Passing, bytes(502, SECRET_WORDS)),
            (Refused::TooFast, error(429, "Too Many Requests: retry after 3")),
            (Refused::Gone, error(403, "Forbidden: bot was blocked by the user")),
            (Refused::NotUs, error(401, "Unauthorized")),
            (Refused::Wrong, error(400, "Bad Request: can't parse entities")),
        ]
    }

    fn sight(&self, platform: &Platform) -> Sight {
        platform.seen().last().map(|seen| sight::of_telegram(&seen.json())).unwrap_or_default()
    }
}

/// The channel without a platform.
pub(super) struct Local {
    kind: ChannelKind,
    last: Mutex<Option<Arc<local::Local>>>,
}

impl Local {
    pub(super) fn new(kind: ChannelKind) -> Local {
        Local { kind, last: Mutex::default() }
    }
}

impl Subject for Local {
    fn open<'a>(&'a self, _platform: &'a Platform) -> BoxFuture<'a, Arc<dyn Channel>> {
        async {
            let door = Arc::new(local::Local::new(self.kind));
            *self.last.lock().expect("no panic") = Some(door.clone());
            door as Arc<dyn Channel>
        }
        .boxed()
    }

    fn fragments(&self) -> Vec<String> {
        let door = local::Local::new(self.kind);
        let name = || Some(Redacted::from("Ni Luh Contoh Kenari".to_owned()));
        let text = |text: &str| Redacted::from(text.to_owned());
        let bodies = vec![
            Body::Text { text: text(SECRET_WORDS) },
            Body::Tap { payload: "g|menu".into(), title: text("Menu"), callback_id: None },
            door.file(MediaKind::Photo, "image/jpeg", vec![1]),
            door.file(MediaKind::Document, "application/pdf", vec![1]),
            Body::Location { latitude: -8.1, longitude: 115.1, name: name() },
            Body::Contact { phone: Some(text("+6281200009901")), own: true, name: name() },
            Body::Form { answers: text("{}"), label: None },
            Body::Reaction { emoji: Some("👍".into()) },
            Body::Edited { original: "1".into(), text: Some(text(SECRET_WORDS)), media: None },
            Body::Unsupported { kind: "poll".into(), caption: None },
            Body::Blocked { blocked: true },
            Body::AddressChange { old: self.person(), new: Vec::new() },
            Body::Ignored { why: "a group".into() },
        ];
        let arrivals = bodies.into_iter().map(|body| door.arrival("9901", 1, body, None));
        arrivals.map(|arrived| arrived.fragment.expose().clone()).collect()
    }

    fn person(&self) -> Vec<Address> {
        let kind = match self.kind {
            ChannelKind::Whatsapp => AddressKind::WaPhone,
            ChannelKind::Telegram => AddressKind::TgUser,
        };
        vec![address(kind, "+6281200009901")]
    }

    fn takes(&self) -> Answer {
        answer(200, &Value::Null)
    }

    /// Nobody is there to refuse.
    fn refusals(&self) -> Vec<(Refused, Answer)> {
        Vec::new()
    }

    fn sight(&self, _platform: &Platform) -> Sight {
        let door = self.last.lock().expect("no panic").clone().expect("a door was opened");
        let shown = door.take().pop().expect("a bubble was sent").message;
        let buttons = shown.choices.iter().map(|c| (c.id.clone(), c.label.clone())).collect();
        Sight { text: shown.text.expose().clone(), buttons }
    }
}

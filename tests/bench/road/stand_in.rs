//! The citizens' phones and the platform, as lean as can be: they share a core with nothing but each other.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{IntoResponse, Response};
use sapa::simulator::Sample;
use serde::Deserialize;
use tokio::sync::mpsc;

use crate::citizens::{PHOTO, TO_A_PHOTO, phone, signature, webhook};
use crate::conversation::STEPS;
use crate::figures::Figures;
use crate::process::Program;

/// Citizens who talk at once.
const CITIZENS: usize = 32;
const A_REPLY: Duration = Duration::from_secs(60);

type Phones = Arc<HashMap<String, mpsc::UnboundedSender<Instant>>>;

/// What of a call to the Graph API matters here.
#[derive(Deserialize)]
struct Call {
    to: Option<String>,
    status: Option<String>,
}

pub struct StandIn {
    pub api_url: String,
    http: reqwest::Client,
    citizens: Mutex<Vec<Citizen>>,
}

struct Citizen {
    number: usize,
    step: usize,
    sent: u64,
    bell: mpsc::UnboundedReceiver<Instant>,
}

impl StandIn {
    pub async fn start() -> StandIn {
        let mut phones = HashMap::new();
        let mut citizens = Vec::new();
        for number in 0..CITIZENS {
            let (ring, bell) = mpsc::unbounded_channel();
            phones.insert(phone(number), ring);
            citizens.push(Citizen { number, step: 0, sent: 0, bell });
        }
        let phones: Phones = Arc::new(phones);
        let router = Router::new().fallback(call).with_state(phones);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        let http = sapa::channels::http_client();
        StandIn { api_url: format!("http://{address}"), http, citizens: Mutex::new(citizens) }
    }

    /// Everybody talks for so long, as fast as they are answered or at so many messages a second together.
    pub async fn talk(&self, program: &Program, during: Duration, rate: Option<f64>) -> Figures {
        self.say(program, during, rate, &STEPS).await
    }

    /// Everybody sends photos for so long, each in a conversation of its own; only the photos are measured.
    pub async fn send_photos(&self, program: &Program, during: Duration) -> Figures {
        self.begin_anew();
        let figures = self.say(program, during, None, &TO_A_PHOTO).await;
        self.begin_anew();
        figures
    }

    fn begin_anew(&self) {
        for citizen in self.citizens.lock().expect("nobody panicked").iter_mut() {
            citizen.step = 0;
        }
    }

    async fn say(
        &self,
        program: &Program,
        during: Duration,
        rate: Option<f64>,
        said: &'static [&'static str],
    ) -> Figures {
        let started = Instant::now();
        let until = started + during;
        let citizens = std::mem::take(&mut *self.citizens.lock().expect("nobody panicked"));
        let talks: Vec<_> = citizens
            .into_iter()
            .map(|citizen| {
                let interval = rate.map(|rate| Duration::from_secs_f64(CITIZENS as f64 / rate));
                let (http, url) = (self.http.clone(), program.webhook.clone());
                tokio::spawn(converse(citizen, said, http, url, until, interval))
            })
            .collect();
        let mut figures = Figures::default();
        let mut citizens = Vec::new();
        for talk in talks {
            let (citizen, waits) = talk.await.expect("a citizen is answered");
            citizens.push(citizen);
            for (acknowledged, replied) in waits {
                figures.acknowledge_waits.push(acknowledged);
                figures.reply_waits.push(replied);
            }
        }
        *self.citizens.lock().expect("nobody panicked") = citizens;
        figures.replies = figures.reply_waits.len();
        figures.took = started.elapsed();
        figures
    }
}

async fn converse(
    mut citizen: Citizen,
    said: &'static [&'static str],
    http: reqwest::Client,
    url: String,
    until: Instant,
    interval: Option<Duration>,
) -> (Citizen, Vec<(Duration, Duration)>) {
    let mut waits = Vec::new();
    let of_photos = said.contains(&PHOTO);
    let mut next = Instant::now() + interval.unwrap_or_default() * citizen.number as u32 / CITIZENS as u32;
    loop {
        if let Some(interval) = interval {
            tokio::time::sleep_until(next.into()).await;
            next = (next + interval).max(Instant::now());
        }
        if Instant::now() >= until {
            return (citizen, waits);
        }
        while citizen.bell.try_recv().is_ok() {}
        let at = sapa::runtime::house::Clock::System.now() / 1000;
        citizen.sent += 1;
        let body = webhook(citizen.number, said[citizen.step], citizen.sent, at.unsigned_abs());
        let signed = signature(&body);
        let sent = Instant::now();
        let request =
            http.post(&url).header("content-type", "application/json").header("x-hub-signature-256", signed);
        let answer = async {
            let status = request.body(body).send().await.expect("the webhook answers").status();
            (status, sent.elapsed())
        };
        let reply = tokio::time::timeout(A_REPLY, citizen.bell.recv());
        let ((status, acknowledged), replied) = tokio::join!(answer, reply);
        assert!(status.is_success(), "the webhook answered {status}");
        let replied = replied.expect("a reply within a minute").expect("the stand-in lives");
        if !of_photos || said[citizen.step] == PHOTO {
            waits.push((acknowledged, replied - sent));
        }
        citizen.step = (citizen.step + 1) % said.len();
    }
}

async fn call(
    State(phones): State<Phones>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let heard = Instant::now();
    if method == Method::GET {
        return file(&uri, &headers);
    }
    let json = [("content-type", "application/json")];
    let Ok(call) = serde_json::from_slice::<Call>(&body) else { return (json, "{}").into_response() };
    if call.status.is_some() {
        return (json, r#"{"success":true}"#).into_response();
    }
    let to = call.to.unwrap_or_default();
    let to = to.trim_start_matches('+');
    if let Some(ring) = phones.get(to) {
        let _the_run_is_over = ring.send(heard);
    }
    let id = sapa::vault::random_token();
    (json, format!(r#"{{"messaging_product":"whatsapp","messages":[{{"id":"wamid.{id}"}}]}}"#))
        .into_response()
}

/// The link of a photo, and the photo.
fn file(uri: &Uri, headers: &HeaderMap) -> Response {
    if uri.path().starts_with("/file/") {
        let photo = Sample::find("letter").expect("a sample of this name").data();
        return ([("content-type", "image/jpeg")], photo).into_response();
    }
    let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
    let link = format!(r#"{{"url":"http://{host}/file{}","mime_type":"image/jpeg"}}"#, uri.path());
    ([("content-type", "application/json")], link).into_response()
}

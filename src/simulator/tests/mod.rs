//! The stand-ins are asked over HTTP, as Sapa asks them.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::disallowed_methods, reason = "who asks the stand-ins is not the program")]

mod faults;
mod page;
mod telegram;
mod whatsapp;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::get;
use bytes::Bytes;
use serde_json::Value;
use tokio::sync::mpsc;

use super::{Phone, Platform, PlatformConfig, TelegramPerson, WhatsAppPerson};

const SOON: Duration = Duration::from_secs(10);

/// A webhook that keeps what comes, and answers by a list of statuses, then 200.
struct Hook {
    url: String,
    events: mpsc::UnboundedReceiver<(HeaderMap, Bytes)>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

#[derive(Clone)]
struct HookState {
    events: mpsc::UnboundedSender<(HeaderMap, Bytes)>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

impl Hook {
    async fn start() -> Self {
        let (events, received) = mpsc::unbounded_channel();
        let answers: Arc<Mutex<VecDeque<u16>>> = Arc::default();
        let state = HookState { events, answers: answers.clone() };
        let app = axum::Router::new().route("/hook", get(challenge).post(receive)).with_state(state);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, events: received, answers }
    }

    fn answer_next_with(&self, statuses: &[u16]) {
        self.answers.lock().unwrap().extend(statuses);
    }

    async fn next_raw(&mut self) -> (HeaderMap, Bytes) {
        tokio::time::timeout(SOON, self.events.recv()).await.expect("an event arrives").unwrap()
    }

    async fn next(&mut self) -> Value {
        serde_json::from_slice(&self.next_raw().await.1).unwrap()
    }

    /// The next WhatsApp message, past all statuses.
    async fn next_message(&mut self) -> Value {
        loop {
            let mut value = self.next_value().await;
            if value.get("messages").is_some() {
                return value["messages"][0].take();
            }
        }
    }

    /// The next WhatsApp status, past all messages.
    async fn next_status(&mut self) -> Value {
        loop {
            let mut value = self.next_value().await;
            if value.get("statuses").is_some() {
                return value["statuses"][0].take();
            }
        }
    }

    async fn next_value(&mut self) -> Value {
        self.next().await["entry"][0]["changes"][0]["value"].take()
    }
}

async fn challenge(Query(query): Query<std::collections::HashMap<String, String>>) -> String {
    query["hub.challenge"].clone()
}

async fn receive(State(state): State<HookState>, headers: HeaderMap, body: Bytes) -> impl IntoResponse {
    let answer = state.answers.lock().unwrap().pop_front().unwrap_or(200);
    let _ = state.events.send((headers, body));
    StatusCode::from_u16(answer).unwrap()
}

async fn platform() -> Platform {
    Platform::start(PlatformConfig::quick()).await.unwrap()
}

fn ayu(platform: &Platform) -> Phone {
    platform.whatsapp_phone(WhatsAppPerson::new("Ni Luh Contoh Ayu", "+6281200009901"))
}

fn made(platform: &Platform) -> Phone {
    platform.telegram_phone(TelegramPerson::new("Made Contoh"))
}

/// Posts to WhatsApp's `messages` and answers status and body.
async fn whatsapp_send(platform: &Platform, body: Value) -> (u16, Value) {
    let url = format!("{}/{}/messages", platform.whatsapp_api_url(), platform.whatsapp().phone_number_id);
    let request = reqwest::Client::new().post(url).bearer_auth(&platform.whatsapp().access_token).json(&body);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

/// Calls a Telegram method with a JSON body.
async fn telegram_call(platform: &Platform, method: &str, body: Value) -> (u16, Value) {
    let url = format!("{}/bot{}/{method}", platform.telegram_api_url(), platform.telegram().token);
    let answer = reqwest::Client::new().post(url).json(&body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

/// A small picture.
fn picture(width: u32, height: u32) -> Bytes {
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(width, height).write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
    out.into_inner().into()
}

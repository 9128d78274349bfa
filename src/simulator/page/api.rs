//! `/simulator/api`: what the page reads and does.

use std::collections::HashMap;
use std::convert::Infallible;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;

use super::citizens;
use crate::simulator::people::Person;
use crate::simulator::phone::{Phone, PhoneError};
use crate::simulator::platform::Platform;
use crate::simulator::samples::{SAMPLES, Sample};
use crate::simulator::{Channel, Tapped};

/// A document on WhatsApp may have 100 MB; the page is for pictures and papers.
const UPLOAD: usize = 32 << 20;
/// How many bubbles the page gets at most.
const BUBBLES: usize = 300;

#[derive(Clone)]
struct Desk {
    platform: Platform,
    link_console: String,
}

pub(super) fn router(platform: Platform, link_console: String) -> Router {
    Router::new()
        .route("/state", get(state))
        .route("/events", get(events))
        .route("/phones", post(add_phone))
        .route("/phones/{id}", get(read_phone).post(act))
        .route("/phones/{id}/file", post(send_file).layer(DefaultBodyLimit::max(UPLOAD)))
        .route("/phones/{id}/media/{seq}", get(media))
        .route("/samples/{name}", get(sample))
        .layer(middleware::from_fn(own_page_only))
        .with_state(Desk { platform, link_console })
}

/// A page elsewhere cannot send this header without asking first, and is never told yes.
async fn own_page_only(request: Request, next: Next) -> Response {
    let writes = !request.method().is_safe();
    if writes && !request.headers().contains_key("x-simulator") {
        return StatusCode::FORBIDDEN.into_response();
    }
    next.run(request).await
}

async fn state(State(desk): State<Desk>) -> Json<Value> {
    let phones: Vec<Value> = desk.platform.phones().iter().map(card).collect();
    let samples: Vec<Value> = SAMPLES
        .iter()
        .map(|sample| {
            json!({
                "name": sample.name, "id": sample.label_id, "en": sample.label_en, "mime": sample.mime,
                "filename": sample.filename, "size": sample.bytes.len(),
            })
        })
        .collect();
    Json(json!({
        "phones": phones, "samples": samples, "mails": desk.platform.mails(), "console": desk.link_console,
        "office": desk.platform.0.config.whatsapp.business_name,
        "bot": desk.platform.0.config.telegram.name, "username": desk.platform.telegram().username,
    }))
}

fn card(phone: &Phone) -> Value {
    let person = phone.person();
    let number = match &person {
        Person::WhatsApp(person) => person.phone.clone(),
        Person::Telegram(_) => None,
    };
    json!({"id": phone.id(), "channel": phone.channel(), "name": person.name(), "number": number})
}

async fn read_phone(State(desk): State<Desk>, Path(id): Path<String>) -> Response {
    let Some(phone) = desk.platform.phone(&id) else { return StatusCode::NOT_FOUND.into_response() };
    let mut screen = phone.screen();
    let surplus = screen.messages.len().saturating_sub(BUBBLES);
    screen.messages.drain(..surplus);
    let mut body = card(&phone);
    body["screen"] = json!(screen);
    body["now_ms"] = json!(desk.platform.clock().now_ms());
    Json(body).into_response()
}

#[derive(Deserialize)]
struct NewPhone {
    channel: String,
}

async fn add_phone(State(desk): State<Desk>, Json(wanted): Json<NewPhone>) -> Json<Value> {
    let channel = match wanted.channel.as_str() {
        "telegram" => Channel::Telegram,
        _ => Channel::WhatsApp,
    };
    Json(card(&citizens::another(&desk.platform, channel)))
}

/// What a citizen does.
#[derive(Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
enum Deed {
    Start,
    Open,
    Close,
    Block,
    Unblock,
    Contact,
    Location,
    Text { text: String },
    Tap { message: String, button: String },
    Key { button: String },
    Row { message: String, row: String },
    Sample { name: String, as_document: bool },
}

async fn act(State(desk): State<Desk>, Path(id): Path<String>, Json(deed): Json<Deed>) -> Response {
    let Some(phone) = desk.platform.phone(&id) else { return StatusCode::NOT_FOUND.into_response() };
    match perform(&phone, deed) {
        Ok(answer) => Json(answer).into_response(),
        Err(error) => (StatusCode::CONFLICT, Json(json!({"error": error.to_string()}))).into_response(),
    }
}

fn perform(phone: &Phone, deed: Deed) -> Result<Value, PhoneError> {
    let sent = |wire_id: String| json!({"sent": wire_id});
    let tapped = |tapped: Tapped| match tapped {
        Tapped::Message(wire_id) => json!({"sent": wire_id}),
        Tapped::Callback(query) => json!({"callback": query}),
        Tapped::Link(url) => json!({"link": url}),
    };
    Ok(match deed {
        Deed::Start => sent(phone.start()),
        Deed::Open => {
            phone.open();
            json!({})
        }
        Deed::Close => {
            phone.close();
            json!({})
        }
        Deed::Block => {
            phone.block();
            json!({})
        }
        Deed::Unblock => {
            phone.unblock();
            json!({})
        }
        Deed::Contact => sent(phone.share_own_contact()),
        Deed::Location => sent(phone.send_location(-8.1152, 115.0886)),
        Deed::Text { text } => sent(phone.send_text(&text)),
        Deed::Tap { message, button } => tapped(phone.tap_on(&message, &button)?),
        Deed::Key { button } => tapped(phone.press_key(&button)?),
        Deed::Row { message, row } => sent(phone.tap_list_row_on(&message, &row)?),
        Deed::Sample { name, as_document } => {
            let sample = Sample::find(&name).ok_or(PhoneError::NoSuchMessage)?;
            sent(match as_document || !sample.mime.starts_with("image/") {
                true => phone.send_document(sample.data(), sample.mime, sample.filename),
                false => phone.send_photo(sample.data(), sample.mime, ""),
            })
        }
    })
}

/// A file from the visitor's disk: `?as=photo` or `?as=document&name=…`; its type is the body's.
async fn send_file(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(phone) = desk.platform.phone(&id) else { return StatusCode::NOT_FOUND.into_response() };
    let mime = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let mime = mime.filter(|mime| !mime.is_empty()).unwrap_or("application/octet-stream");
    let name = query.get("name").map_or("file", String::as_str);
    let as_photo = query.get("as").is_some_and(|wanted| wanted == "photo") && mime.starts_with("image/");
    let wire_id = match as_photo {
        true => phone.send_photo(body, mime, ""),
        false => phone.send_document(body, mime, name),
    };
    Json(json!({"sent": wire_id})).into_response()
}

async fn media(State(desk): State<Desk>, Path((id, seq)): Path<(String, u64)>) -> Response {
    let screen = desk.platform.phone(&id).map(|phone| phone.screen());
    let shown = screen.and_then(|screen| screen.messages.into_iter().find(|shown| shown.seq == seq));
    let Some(media) = shown.and_then(|shown| shown.media) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // Anything else is offered for saving, and never run in this origin.
    let safe = ["image/jpeg", "image/png", "image/webp", "application/pdf"].contains(&media.mime.as_str());
    let mime = if safe { media.mime.as_str() } else { "application/octet-stream" };
    let headers = [
        (header::CONTENT_TYPE, mime.to_owned()),
        (header::CACHE_CONTROL, "private, max-age=3600".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "sandbox".to_owned()),
    ];
    (headers, media.bytes).into_response()
}

async fn sample(Path(name): Path<String>) -> Response {
    match Sample::find(&name) {
        Some(sample) => ([(header::CONTENT_TYPE, sample.mime)], sample.bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// One event per change, with the phone's id; `*` when some were missed.
async fn events(State(desk): State<Desk>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let receiver = desk.platform.0.changes.subscribe();
    let stop = desk.platform.0.stop.clone();
    let stream = stream::unfold((receiver, stop), |(mut receiver, stop)| async move {
        let id = match stop.run_until_cancelled(receiver.recv()).await? {
            Ok(id) => id,
            Err(RecvError::Lagged(_)) => "*".to_owned(),
            Err(RecvError::Closed) => return None,
        };
        Some((Ok(Event::default().data(id)), (receiver, stop)))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

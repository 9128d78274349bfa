//! `POST /{phone}/messages`: what the office sends.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::Request as HttpRequest;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::check::{self, Address, MediaSource, Message, Wanted};
use super::errors::GraphError;
use super::{authorised, known_number, media, statuses, template};
use crate::simulator::config::{Rates, WindowRefusal};
use crate::simulator::handset::Handset;
use crate::simulator::lanes::lock;
use crate::simulator::platform::Platform;
use crate::simulator::rates::Bucket;
use crate::simulator::screen::{Act, Button, Direction, Media, Shown, State};
use crate::simulator::server::{Asked, BODY_LIMIT, Call};
use crate::simulator::{Channel, ids};

/// A free-form message may leave for so long after the citizen's last one.
const WINDOW_MS: i64 = 24 * 3600 * 1000;
/// "typing shows until a reply or 25 s" (Meta, typing indicators).
const TYPING_MS: i64 = 25_000;

pub(super) async fn messages(call: Call, phone: &str, request: HttpRequest) -> Response {
    let platform = call.platform.clone();
    let allowed = authorised(&platform, request.headers()).and_then(|()| known_number(&platform, phone));
    let bytes = axum::body::to_bytes(request.into_body(), BODY_LIMIT).await.unwrap_or_default();
    let body: Option<Value> = serde_json::from_slice(&bytes).ok();
    let wanted = allowed.and_then(|()| match &body {
        Some(body) => check::read(body),
        None => Err(GraphError::param("The body is not JSON.")),
    });
    let to = match &wanted {
        Ok(Wanted::Message(message)) => find(&platform, &message.to),
        Ok(Wanted::Reaction { to, .. }) => find(&platform, to),
        Ok(Wanted::Read { message_id, .. }) => holder(&platform, message_id),
        Err(_) => None,
    };
    let method = if matches!(wanted, Ok(Wanted::Read { .. })) { "read" } else { "messages" };
    let asked = Asked {
        channel: Channel::WhatsApp,
        method: method.to_owned(),
        body: body.unwrap_or_default(),
        phone: to.as_ref().map(|handset| handset.id.clone()),
    };
    let act = move |later: Option<u32>| async move {
        let answer = match wanted {
            Ok(Wanted::Message(message)) => accept(&platform, *message, to, later).await,
            Ok(Wanted::Reaction { to: address, message_id, emoji }) => {
                let wamid = ids::wamid("");
                if let Some(handset) = to {
                    handset.edit(|screen| {
                        if let Some(shown) = screen.by_wire_id_mut(&message_id) {
                            shown.reaction = (!emoji.is_empty()).then_some(emoji);
                        }
                    });
                }
                Ok(accepted(&address, &wamid))
            }
            Ok(Wanted::Read { message_id, typing }) => mark(&platform, to, &message_id, typing),
            Err(error) => Err(error),
        };
        match answer {
            Ok(body) => Json(body).into_response(),
            Err(error) => error.into_response(),
        }
    };
    call.serve(asked, act).await
}

fn find(platform: &Platform, to: &Address) -> Option<Arc<Handset>> {
    match to {
        Address::Phone { digits, .. } => platform.handset(&format!("phone:{digits}")),
        Address::Bsuid(bsuid) => platform.handset(&format!("bsuid:{bsuid}")),
        Address::Misplaced(_) => None,
    }
}

/// The phone that sent the message with this id.
fn holder(platform: &Platform, wamid: &str) -> Option<Arc<Handset>> {
    let handset = platform.handset(&format!("id:{}", ids::phone_of(wamid)?))?;
    handset.look(|screen| screen.by_wire_id(wamid).is_some()).then_some(handset)
}

async fn accept(
    platform: &Platform,
    message: Message,
    handset: Option<Arc<Handset>>,
    planned: Option<u32>,
) -> Result<Value, GraphError> {
    let Message { to, mut shown, media: source, template } = message;
    let mut failure = planned;
    if let Some(source) = source {
        match fetch(platform, source, &shown).await? {
            Some(media) => {
                shown.media = Some(Media { filename: shown.header.take().or(media.filename), ..media })
            }
            None => failure = failure.or(Some(131_053)),
        }
    }
    let free_form = template.is_none();
    if let Some(filled) = template {
        let rendered = template::render(platform, &filled)?;
        shown.text = rendered.text;
        shown.template = Some(rendered.name);
        let reply = |(label, id): (String, String)| vec![Button { label, id, act: Act::Reply }];
        shown.buttons = rendered.quick_replies.into_iter().map(reply).collect();
    }
    if let Address::Phone { digits, .. } = &to
        && *digits == platform.whatsapp().business_number
    {
        return Err(GraphError::coded(131_021));
    }
    let wamid = ids::wamid(handset.as_ref().map_or("", |handset| &handset.id));
    if matches!(to, Address::Misplaced(_)) {
        return Ok(accepted(&to, &wamid));
    }
    slow_down(platform, &to)?;
    let now = platform.now_ms();
    match &handset {
        None => failure = failure.or(Some(131_026)),
        Some(handset) => {
            let (blocked, last) = handset.look(|screen| (screen.blocked, screen.last_sent_ms));
            if blocked {
                failure = failure.or(Some(131_026));
            }
            if free_form && last.is_none_or(|last| now - last > WINDOW_MS) {
                if platform.0.config.whatsapp.window == WindowRefusal::AtOnce {
                    return Err(GraphError::coded(131_047));
                }
                failure = failure.or(Some(131_047));
            }
        }
    }
    let opaque = shown.opaque.clone();
    if let (Some(handset), None) = (&handset, failure) {
        handset.add(Shown { wire_id: wamid.clone(), direction: Direction::Received, at_ms: now, ..shown });
    }
    let early = platform.0.faults.take_early_statuses();
    let trail = statuses::Trail { handset, to: to.clone(), wamid: wamid.clone(), opaque, failure };
    match early {
        true => trail.walk_at_once(platform).await,
        false => trail.walk_later(platform),
    }
    Ok(accepted_as(&to, &wamid, free_form))
}

/// The file of a message; `None` when a link leads nowhere, which Meta reports later (131053).
async fn fetch(platform: &Platform, source: MediaSource, shown: &Shown) -> Result<Option<Media>, GraphError> {
    match source {
        MediaSource::Id(id) => match media::find(platform, &id) {
            Some(media) => Ok(Some(media)),
            None => {
                let kind = format!("{:?}", shown.kind).to_lowercase();
                let text = "is not a valid whatsapp business account media attachment ID";
                Err(GraphError::param(&format!("Param {kind}['id'] {text}")))
            }
        },
        MediaSource::Link(link) => {
            let answer = platform.0.http.get(link).timeout(Duration::from_secs(10)).send().await;
            let Ok(answer) = answer.and_then(reqwest::Response::error_for_status) else { return Ok(None) };
            let mime = answer.headers().get("content-type").and_then(|value| value.to_str().ok());
            let mime = mime.unwrap_or("application/octet-stream").to_owned();
            let Ok(bytes) = answer.bytes().await else { return Ok(None) };
            Ok(Some(Media { mime, filename: None, width: None, height: None, size: bytes.len(), bytes }))
        }
    }
}

fn mark(
    platform: &Platform,
    handset: Option<Arc<Handset>>,
    message_id: &str,
    typing: bool,
) -> Result<Value, GraphError> {
    let handset = handset.ok_or_else(|| GraphError::value("Message id is not known"))?;
    let until = platform.now_ms() + TYPING_MS;
    handset.edit(|screen| {
        // Reading a message reads those before it.
        let upto = screen.by_wire_id(message_id).map_or(0, |shown| shown.seq);
        let own = screen.messages.iter_mut().filter(|shown| !shown.received() && shown.seq <= upto);
        own.for_each(|shown| shown.state = State::Read);
        if typing {
            screen.typing_until_ms = until;
        }
    });
    Ok(json!({"success": true}))
}

fn accepted(to: &Address, wamid: &str) -> Value {
    let contact = match to {
        Address::Phone { input, digits } => json!({"input": input, "wa_id": digits}),
        Address::Bsuid(bsuid) => json!({"input": bsuid, "user_id": bsuid}),
        Address::Misplaced(text) => json!({"input": text, "wa_id": text}),
    };
    json!({"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": wamid}]})
}

fn accepted_as(to: &Address, wamid: &str, free_form: bool) -> Value {
    let mut body = accepted(to, wamid);
    if !free_form {
        body["messages"][0]["message_status"] = json!("accepted");
    }
    body
}

/// Token buckets: one for the number, one per recipient.
#[derive(Default)]
pub(super) struct RateBook {
    number: Bucket,
    pairs: HashMap<String, Bucket>,
}

/// 80 a second per number; one per 6 s and person, with a burst of 45 (Meta, about-the-platform#rate-limits).
fn slow_down(platform: &Platform, to: &Address) -> Result<(), GraphError> {
    if platform.0.config.rates == Rates::Unlimited {
        return Ok(());
    }
    let now = platform.now_ms();
    let key = match to {
        Address::Phone { digits, .. } => digits,
        Address::Bsuid(bsuid) | Address::Misplaced(bsuid) => bsuid,
    };
    let mut rates = lock(&platform.0.whatsapp.rates);
    if !rates.number.take(now, 80.0, 80.0) {
        return Err(GraphError::coded(130_429));
    }
    match rates.pairs.entry(key.clone()).or_default().take(now, 45.0, 1.0 / 6.0) {
        true => Ok(()),
        false => Err(GraphError::coded(131_056)),
    }
}

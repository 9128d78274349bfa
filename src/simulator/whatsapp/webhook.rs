//! Meta's webhook: the handshake, the envelope, the signature, and delivery with retries.

use std::time::Duration;

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::simulator::clock::millis;
use crate::simulator::config::Dialect;
use crate::simulator::handset::Handset;
use crate::simulator::lanes::{Lane, lock};
use crate::simulator::platform::{HandshakeError, Platform};
use crate::simulator::screen::State;
use crate::simulator::{Channel, ids};

/// Where events go, and those that wait for an address or for the one after them.
#[derive(Default)]
pub(super) struct Hook {
    url: Option<String>,
    backlog: Vec<(String, Event)>,
    held: Option<(String, Event)>,
    unfinished: usize,
}

/// One webhook body on its way.
#[derive(Clone)]
pub(super) struct Event {
    body: Bytes,
    /// The bubble to tick when the webhook has answered.
    shown: Option<(std::sync::Arc<Handset>, u64)>,
    since_ms: i64,
}

/// "for up to 7 days" (Meta, webhooks/overview).
const GIVE_UP: Duration = Duration::from_secs(7 * 24 * 3600);

pub(in crate::simulator) async fn set_webhook(platform: &Platform, url: &str) -> Result<(), HandshakeError> {
    if platform.0.config.whatsapp.dialect == Dialect::Dialog360 {
        // The address is set by a call of the account's owner, without a handshake.
        begin(platform, url);
        return Ok(());
    }
    let challenge = ids::digits(10);
    let query = [
        ("hub.mode", "subscribe"),
        ("hub.challenge", &challenge),
        ("hub.verify_token", &platform.whatsapp().verify_token),
    ];
    let answer =
        platform.0.http.get(url).query(&query).send().await.map_err(|_| HandshakeError::Unreachable)?;
    if answer.status().as_u16() != 200 {
        return Err(HandshakeError::Status(answer.status().as_u16()));
    }
    if answer.text().await.map_err(|_| HandshakeError::Unreachable)? != challenge {
        return Err(HandshakeError::Challenge);
    }
    begin(platform, url);
    Ok(())
}

/// Delivers there from now on, and what happened before.
fn begin(platform: &Platform, url: &str) {
    let waiting = {
        let mut hook = lock(&platform.0.whatsapp.hook);
        hook.url = Some(url.to_owned());
        std::mem::take(&mut hook.backlog)
    };
    for (lane, event) in waiting {
        enqueue(platform, lane, event);
    }
}

pub(in crate::simulator) fn undelivered(platform: &Platform) -> usize {
    let hook = lock(&platform.0.whatsapp.hook);
    hook.unfinished + hook.backlog.len() + usize::from(hook.held.is_some())
}

/// `value` in Meta's envelope.
pub(super) fn envelope(platform: &Platform, mut value: Value) -> Value {
    let access = platform.whatsapp();
    value["messaging_product"] = json!("whatsapp");
    value["metadata"] =
        json!({"display_phone_number": access.business_number, "phone_number_id": access.phone_number_id});
    json!({
        "object": "whatsapp_business_account",
        "entry": [{"id": access.business_account_id, "changes": [{"field": "messages", "value": value}]}],
    })
}

/// Sends a body that belongs to one phone: in its order, as long as nothing goes wrong.
pub(super) fn deliver(
    platform: &Platform,
    handset: &std::sync::Arc<Handset>,
    body: &Value,
    seq: Option<u64>,
) {
    let shown = seq.map(|seq| (handset.clone(), seq));
    send(platform, handset.id.clone(), event(platform, body, shown));
}

pub(in crate::simulator) fn deliver_body(platform: &Platform, body: &Value) {
    send(platform, "raw".to_owned(), event(platform, body, None));
}

/// Posts a body and waits for the first answer; for statuses that overtake the call they belong to.
pub(super) async fn deliver_now(platform: &Platform, body: &Value) {
    let event = event(platform, body, None);
    let url = lock(&platform.0.whatsapp.hook).url.clone();
    let done = match url {
        Some(url) => post(platform, &url, &event).await,
        None => false,
    };
    if !done {
        send(platform, "early".to_owned(), event);
    }
}

fn event(platform: &Platform, body: &Value, shown: Option<(std::sync::Arc<Handset>, u64)>) -> Event {
    Event { body: escaped(&body.to_string()).into(), shown, since_ms: platform.now_ms() }
}

/// As PHP writes JSON, and `@` too: hashing anything but the raw bytes then fails, as it does with Meta.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        match character {
            // Outside of strings JSON has none of these.
            '/' => out.push_str("\\/"),
            '@' => out.push_str("\\u0040"),
            ' '..='~' | '\n' | '\t' | '\r' => out.push(character),
            other => {
                let mut units = [0; 2];
                for unit in other.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out
}

fn send(platform: &Platform, lane: String, event: Event) {
    let faults = &platform.0.faults;
    let copies = 1 + usize::from(faults.take_duplicate(Channel::WhatsApp));
    let mut hook = lock(&platform.0.whatsapp.hook);
    if hook.held.is_none() && faults.take_reorder() {
        hook.held = Some((lane, event));
        drop(hook);
        return release_later(platform);
    }
    let overtaken = hook.held.take();
    let batch = std::iter::repeat_n((lane, event), copies).chain(overtaken);
    if hook.url.is_none() {
        hook.backlog.extend(batch);
        return;
    }
    drop(hook);
    for (lane, event) in batch {
        enqueue(platform, lane, event);
    }
}

/// A held event goes out alone if nothing follows it.
fn release_later(platform: &Platform) {
    let later = platform.clone();
    platform.spawn(async move {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let held = lock(&later.0.whatsapp.hook).held.take();
        if let Some((lane, event)) = held {
            enqueue(&later, lane, event);
        }
    });
}

fn enqueue(platform: &Platform, lane: String, event: Event) {
    lock(&platform.0.whatsapp.hook).unfinished += 1;
    if platform.0.whatsapp.lanes.push(&lane, event) == Lane::Started {
        let drainer = platform.clone();
        platform.spawn(async move { drain(drainer, lane).await });
    }
}

/// First tries, in order. What fails is tried again on its own, and holds nothing up: Meta doesn't promise order.
async fn drain(platform: Platform, lane: String) {
    while let Some(event) = platform.0.whatsapp.lanes.next(&lane) {
        if !attempt(&platform, &event).await {
            let retrier = platform.clone();
            platform.spawn(async move { retry(retrier, event).await });
        }
    }
}

async fn retry(platform: Platform, event: Event) {
    let pauses = &platform.0.config.whatsapp.retry;
    let last = pauses.last().copied().unwrap_or(Duration::from_secs(60));
    for pause in pauses.iter().copied().chain(std::iter::repeat(last)) {
        tokio::time::sleep(pause).await;
        if attempt(&platform, &event).await {
            return;
        }
        if platform.now_ms() - event.since_ms > millis(GIVE_UP) {
            lock(&platform.0.whatsapp.hook).unfinished -= 1;
            return platform.0.log.count(|counters| counters.webhooks_expired += 1);
        }
    }
}

/// One try; true when the event is done.
async fn attempt(platform: &Platform, event: &Event) -> bool {
    let Some(url) = lock(&platform.0.whatsapp.hook).url.clone() else { return false };
    let done = post(platform, &url, event).await;
    if done {
        lock(&platform.0.whatsapp.hook).unfinished -= 1;
        if let Some((handset, seq)) = &event.shown {
            handset.edit(|screen| {
                let mut newest = screen.messages.iter_mut().rev();
                if let Some(shown) = newest.find(|shown| shown.seq == *seq)
                    && shown.state == State::Sent
                {
                    shown.state = State::Delivered;
                }
            });
        }
    }
    done
}

async fn post(platform: &Platform, url: &str, event: &Event) -> bool {
    platform.0.log.count(|counters| counters.webhooks_sent += 1);
    let request = platform.0.http.post(url).header("content-type", "application/json");
    let secret = &platform.whatsapp().app_secret;
    let request = match platform.0.config.whatsapp.dialect {
        Dialect::Meta => request.header("x-hub-signature-256", signature(secret, &event.body)),
        Dialect::Dialog360 => request.header("x-webhook-secret", secret),
    };
    let request = request.header("user-agent", "facebookexternalua").body(event.body.clone());
    // "anything but 200" is a failure.
    let good = request.send().await.is_ok_and(|answer| answer.status().as_u16() == 200);
    if good {
        platform.0.log.count(|counters| counters.webhooks_acknowledged += 1);
    }
    good
}

fn signature(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(body);
    format!("sha256={}", ids::lower_hex(&mac.finalize().into_bytes()))
}

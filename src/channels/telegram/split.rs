//! Updates into arrivals. An update is one event; what matters here is whose it is, and whether it is
//! for us.

use serde_json::{Value, json};

use super::content;
use crate::channels::json::{integer, list, millis, scalar, text};
use crate::channels::webhook::Cut;
use crate::domain::Millis;
use crate::domain::inbound::{Address, AddressKind, ArrivalClass, Arrived};
use crate::domain::redacted::Redacted;

/// The version of the fragment's own envelope.
const FRAGMENT: u32 = 1;

/// Update kinds of Bot API 10.3 that have nothing to do with a private chat with a citizen.
const NOT_OURS: &[&str] = &[
    "business_connection",
    "business_message",
    "channel_post",
    "chat_boost",
    "chat_join_request",
    "chat_member",
    "chosen_inline_result",
    "deleted_business_messages",
    "edited_business_message",
    "edited_channel_post",
    "guest_message",
    "inline_query",
    "managed_bot",
    "message_reaction_count",
    "poll",
    "poll_answer",
    "pre_checkout_query",
    "purchased_paid_media",
    "removed_chat_boost",
    "shipping_query",
    "subscription",
];

const KNOWN: [&str; 5] =
    ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"];

/// One update, as a webhook brings it. Nothing comes of a body that is no update.
pub(super) fn split(update: &Value, received: Millis) -> Vec<Cut> {
    one(update, received).into_iter().collect()
}

/// One update, a list of them, or an answer of getUpdates: whatever an operator has at hand.
pub(in crate::channels) fn split_any(body: &Value, received: Millis) -> Vec<Cut> {
    each(body).filter_map(|update| one(update, received)).collect()
}

/// The updates of a body.
pub(super) fn each(body: &Value) -> impl Iterator<Item = &Value> {
    let updates = match body {
        Value::Array(updates) => updates,
        body if body.get("update_id").is_none() => list(body, "result"),
        update => std::slice::from_ref(update),
    };
    updates.iter()
}

/// An update, from what an operator may have at hand of one. Anything else stays what it is.
pub(in crate::channels) fn enveloped(part: &Value) -> Value {
    let has = |key: &str| part.get(key).is_some();
    let about_update = KNOWN.iter().chain(NOT_OURS).any(|key| part.get(key).is_some_and(Value::is_object));
    if has("update_id") || has("result") {
        part.clone()
    } else if about_update {
        let mut update = part.clone();
        update["update_id"] = json!("");
        update
    } else if has("message_id") && has("chat") {
        json!({"update_id": "", "message": part})
    } else {
        part.clone()
    }
}

/// The kind of an update and its payload. What we know wins over a novelty that lies beside it.
pub(super) fn payload(update: &Value) -> Option<(&str, &Value)> {
    let known = KNOWN.iter().find_map(|key| Some((*key, update.get(key)?)));
    let objects = || update.as_object()?.iter().find(|(_, value)| value.is_object());
    known
        .filter(|(_, value)| value.is_object())
        .or_else(|| objects().map(|(key, value)| (key.as_str(), value)))
}

fn one(update: &Value, received: Millis) -> Option<Cut> {
    let Some(provider_id) = update.get("update_id").and_then(id) else {
        tracing::warn!("webhook body is not a Telegram update");
        return None;
    };
    let (kind, part) = payload(update).unwrap_or(("", &Value::Null));
    let chat = chat(kind, part);
    // A reaction names its person as `user`, all others as `from`.
    let from = part.get("from").or_else(|| part.get("user")).unwrap_or(&Value::Null);
    let addresses: Vec<Address> = scalar(from, "id")
        .or_else(|| scalar(chat, "id"))
        .filter(|id| id.bytes().all(|b| b.is_ascii_digit()))
        .map(|id| Address { kind: AddressKind::TgUser, value: Redacted::new(id) })
        .into_iter()
        .collect();
    let skip = if NOT_OURS.contains(&kind) {
        Some("an update that is not for us")
    } else if !private(chat) {
        Some("not a private chat")
    } else if from.get("is_bot").and_then(Value::as_bool) == Some(true) {
        Some("a bot")
    } else {
        None
    };
    let at = moment(kind, part).unwrap_or(received);
    let file = kind == "message" && content::has_file(part);
    let class = if file { ArrivalClass::Media } else { ArrivalClass::Message };
    let fragment = json!({"v": FRAGMENT, "at": at, "update": update});
    let arrived = Arrived {
        provider_id,
        class,
        addresses,
        profile_name: name(from).map(Redacted::new),
        at,
        fragment: Redacted::new(fragment.to_string()),
    };
    Some(Cut { arrived, skip })
}

/// Where it happened. A pressed button's chat is that of the message it hangs on; without one it hangs on
/// an inline result somewhere else.
pub(super) fn chat<'a>(kind: &str, part: &'a Value) -> &'a Value {
    let holder = if kind == "callback_query" { part.get("message") } else { Some(part) };
    holder.and_then(|holder| holder.get("chat")).unwrap_or(&Value::Null)
}

/// Groups and channels have negative ids (Bot API 10.1): an id tells where the type is missing.
pub(super) fn private(chat: &Value) -> bool {
    match text(chat, "type") {
        Some(kind) => kind == "private",
        None => integer(chat, "id").is_some_and(|id| id > 0),
    }
}

/// A pressed button has no time of its own: its message's is that of the question.
fn moment(kind: &str, part: &Value) -> Option<Millis> {
    if kind == "callback_query" {
        return None;
    }
    millis(part, "edit_date").or_else(|| millis(part, "date"))
}

/// Empty only where `enveloped` has put it.
fn id(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}

fn name(from: &Value) -> Option<String> {
    let parts = [text(from, "first_name"), text(from, "last_name")];
    let full: Vec<&str> = parts.into_iter().flatten().collect();
    let full = full.join(" ");
    if full.is_empty() { text(from, "username").map(str::to_owned) } else { Some(full) }
}

//! Updates into arrivals. An update is one event; what matters here is whose it is, and whether it is
//! for us.

use serde_json::{Value, json};

use super::content;
use crate::channels::json::{list, millis, scalar, text};
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

/// One update, as a webhook brings it. Nothing comes of a body that is no update.
pub(super) fn split(update: &Value, received: Millis) -> Vec<Cut> {
    one(update, received).into_iter().collect()
}

/// One update, a list of them, or an answer of getUpdates: whatever an operator has at hand.
pub(in crate::channels) fn split_any(body: &Value, received: Millis) -> Vec<Cut> {
    match body {
        Value::Array(updates) => updates.iter().filter_map(|update| one(update, received)).collect(),
        body if body.get("update_id").is_none() => {
            list(body, "result").iter().filter_map(|update| one(update, received)).collect()
        }
        update => split(update, received),
    }
}

/// The kind of an update and its payload. What we know wins over a novelty that lies beside it.
pub(super) fn payload(update: &Value) -> Option<(&str, &Value)> {
    const KNOWN: [&str; 5] =
        ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"];
    let known = KNOWN.iter().find_map(|key| Some((*key, update.get(key)?)));
    let objects = || update.as_object()?.iter().find(|(_, value)| value.is_object());
    known
        .filter(|(_, value)| value.is_object())
        .or_else(|| objects().map(|(key, value)| (key.as_str(), value)))
}

fn one(update: &Value, received: Millis) -> Option<Cut> {
    let Some(provider_id) = scalar(update, "update_id") else {
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
    } else if addresses.is_empty() {
        Some("nobody to answer")
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

pub(super) fn private(chat: &Value) -> bool {
    text(chat, "type") == Some("private")
}

/// A pressed button has no time of its own: its message's is that of the question.
fn moment(kind: &str, part: &Value) -> Option<Millis> {
    if kind == "callback_query" {
        return None;
    }
    millis(part, "edit_date").or_else(|| millis(part, "date"))
}

fn name(from: &Value) -> Option<String> {
    let parts = [text(from, "first_name"), text(from, "last_name")];
    let full: Vec<&str> = parts.into_iter().flatten().collect();
    let full = full.join(" ");
    if full.is_empty() { text(from, "username").map(str::to_owned) } else { Some(full) }
}

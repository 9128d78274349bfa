//! A stored update into our own words. Total: what cannot be read is `Unsupported`.

use serde_json::Value;

use super::content;
use super::split::{chat, payload, private};
use crate::channels::decode::Kind;
use crate::channels::json::{self, list, millis, scalar, text};
use crate::domain::inbound::{Body, Inbound};
use crate::domain::redacted::Redacted;

pub(super) fn read(fragment: &str) -> Inbound {
    read_kind(fragment).0
}

pub(in crate::channels) fn read_kind(fragment: &str) -> (Inbound, Kind) {
    let parts = json::parse(fragment.as_bytes()).unwrap_or(Value::Null);
    let update = parts.get("update").unwrap_or(&Value::Null);
    let (kind, part) = payload(update).unwrap_or(("unreadable", &Value::Null));
    let (mut body, name) = match kind {
        "message" => content::content(part),
        "edited_message" => edited(part),
        "callback_query" => tap(part),
        "my_chat_member" => membership(part),
        "message_reaction" => reaction(part),
        // Not for us; an operator who looks is shown what it was all the same.
        "business_message" | "channel_post" | "guest_message" => content::content(part),
        "edited_business_message" | "edited_channel_post" => edited(part),
        other => (Body::Unsupported { kind: other.to_owned(), caption: None }, Kind::Unsupported),
    };
    if part.is_object() && !private(chat(kind, part)) {
        body = Body::Ignored { why: "not a private chat".to_owned() };
    }
    let inbound = Inbound {
        provider_id: scalar(update, "update_id").unwrap_or_default(),
        at: millis(&parts, "at").unwrap_or(0),
        body,
        album: scalar(part, "media_group_id"),
        reply_to: answered(kind, part),
        // An update has a number of its own; what can be quoted is the message in it.
        wire_id: if kind == "message" { scalar(part, "message_id") } else { None },
        referral: None,
    };
    (inbound, name)
}

fn answered(kind: &str, part: &Value) -> Option<String> {
    match kind {
        "callback_query" => scalar(part.get("message")?, "message_id"),
        "message_reaction" => scalar(part, "message_id"),
        _ => scalar(part.get("reply_to_message")?, "message_id"),
    }
}

/// A moving live location comes as an endless row of edits: nobody changed their mind.
fn edited(part: &Value) -> (Body, Kind) {
    let (body, kind) = content::content(part);
    let (text, media) = match body {
        Body::Text { text } => (Some(text), None),
        Body::Media { media, caption } => (caption, Some(media)),
        Body::Location { .. } => return (Body::Ignored { why: "live location".to_owned() }, kind),
        _ => (None, None),
    };
    (Body::Edited { original: scalar(part, "message_id").unwrap_or_default(), text, media }, kind)
}

/// The label of the pressed button is found in the keyboard that comes along, when it does.
fn tap(part: &Value) -> (Body, Kind) {
    let Some(data) = text(part, "data") else {
        let kind = if part.get("game_short_name").is_some() { "game" } else { "callback_query" };
        return (Body::Unsupported { kind: kind.to_owned(), caption: None }, Kind::Unsupported);
    };
    let keyboard = part.get("message").and_then(|message| message.get("reply_markup"));
    let rows = keyboard.map_or(&[][..], |keyboard| list(keyboard, "inline_keyboard"));
    let mut buttons = rows.iter().filter_map(Value::as_array).flatten();
    let pressed = buttons.find(|button| text(button, "callback_data") == Some(data));
    let title = pressed.and_then(|button| text(button, "text")).unwrap_or(data);
    let body = Body::Tap {
        payload: data.to_owned(),
        title: Redacted::new(title.to_owned()),
        callback_id: scalar(part, "id"),
    };
    (body, Kind::Button)
}

/// In a private chat this comes only when the person blocks or unblocks the bot (Bot API 10.1).
fn membership(part: &Value) -> (Body, Kind) {
    let status = part.get("new_chat_member").and_then(|member| text(member, "status")).unwrap_or("");
    let body = match status {
        "kicked" | "left" | "banned" => Body::Blocked { blocked: true },
        "member" | "administrator" | "creator" | "restricted" => Body::Blocked { blocked: false },
        other => Body::Unsupported { kind: format!("my_chat_member {other}"), caption: None },
    };
    (body, Kind::System)
}

fn reaction(part: &Value) -> (Body, Kind) {
    let emoji = list(part, "new_reaction").iter().find_map(|one| text(one, "emoji")).map(str::to_owned);
    (Body::Reaction { emoji }, Kind::Reaction)
}

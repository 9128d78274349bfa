//! A stored fragment into our own words. Total: what cannot be read is `Unsupported`.

use serde_json::Value;

use super::{account, content, error};
use crate::channels::decode::Kind;
use crate::channels::json::{self, integer, list, millis, scalar, text};
use crate::domain::inbound::{Body, Delivery, DeliveryStatus, Inbound};
use crate::domain::redacted::Redacted;

pub(super) fn read(fragment: &str) -> Inbound {
    read_kind(fragment).0
}

pub(in crate::channels) fn read_kind(fragment: &str) -> (Inbound, Kind) {
    let parts = json::parse(fragment.as_bytes()).unwrap_or(Value::Null);
    let mut reply_to = None;
    let (body, kind) = if let Some(message) = parts.get("message") {
        reply_to = answered(message);
        match scalar(message, "group_id") {
            Some(_) => (Body::Ignored { why: "group".to_owned() }, content::content(message).1),
            None => content::content(message),
        }
    } else if let Some(status) = parts.get("status") {
        (read_status(status), Kind::Other)
    } else if let Some(field) = parts.get("field").and_then(Value::as_str) {
        let value = parts.get("value").unwrap_or(&Value::Null);
        let (event, about) = (account::event(value), account::about(value));
        let summary = account::summary(value);
        (Body::Account { field: field.to_owned(), event, about, summary }, Kind::Other)
    } else {
        (Body::Unsupported { kind: "unreadable".to_owned(), caption: None }, Kind::Unsupported)
    };
    let inbound = Inbound {
        provider_id: text(&parts, "id").unwrap_or("").to_owned(),
        at: millis(&parts, "at").unwrap_or(0),
        body,
        // WhatsApp marks no albums: several photos are several messages.
        album: None,
        reply_to,
        wire_id: None,
        referral: parts.get("message").and_then(|message| headline(message.get("referral")?)),
    };
    (inbound, kind)
}

/// Of a click-to-WhatsApp advertisement or post (Meta, webhooks/reference/messages).
fn headline(referral: &Value) -> Option<Redacted<String>> {
    let told = ["headline", "body", "source_type"].iter().find_map(|key| text(referral, key))?;
    Some(Redacted::new(told.to_owned()))
}

fn answered(message: &Value) -> Option<String> {
    let quoted = message.get("context").and_then(|context| text(context, "id"));
    let reacted = || message.get("reaction").and_then(|reaction| text(reaction, "message_id"));
    quoted.or_else(reacted).map(str::to_owned)
}

/// A person who is looking at the chat causes `read` without `delivered`; `played` is a voice note that
/// was listened to (Meta, webhooks/reference/messages/status, 2026-05-21).
fn read_status(status: &Value) -> Body {
    let state = match text(status, "status").unwrap_or("") {
        "accepted" | "held_for_quality_assessment" => Delivery::Accepted,
        "sent" => Delivery::Sent,
        "delivered" => Delivery::Delivered,
        "read" | "played" => Delivery::Read,
        "failed" => Delivery::Failed,
        other => return Body::Ignored { why: format!("status {other}") },
    };
    // Of several, the one that tells what to do.
    let codes: Vec<i64> = list(status, "errors").iter().filter_map(|error| integer(error, "code")).collect();
    let code = codes.iter().find(|code| error::is_known(**code)).or(codes.first()).copied();
    Body::Status(DeliveryStatus {
        wire_id: text(status, "id").unwrap_or("").to_owned(),
        message_id: text(status, "biz_opaque_callback_data").map(str::to_owned),
        state,
        error: code.map(error::name),
    })
}

//! A webhook body into events, each with the parts of the envelope that its reader needs.
//!
//! One POST holds `entry[] x changes[] x (messages[] | statuses[] | errors[])` of several people: every
//! level is walked.

use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::address::Found;
use super::content;
use crate::channels::json::{list, millis, scalar, text};
use crate::channels::webhook::Cut;
use crate::domain::Millis;
use crate::domain::inbound::{Address, ArrivalClass, Arrived};
use crate::domain::redacted::Redacted;

/// What a body says that it is about.
const BUSINESS: &str = "whatsapp_business_account";

/// The version of the fragment's own envelope.
const FRAGMENT: u32 = 1;

/// Fields that a shared app may be subscribed to and that are not for us: what the office typed in the
/// app, contact books, calls, groups, marketing wishes.
const NOT_OURS: &[&str] = &[
    "calls",
    "group_lifecycle_update",
    "group_participants_update",
    "group_settings_update",
    "group_status_update",
    "history",
    "message_echoes",
    // The chat is another program's (Meta, conversation routing): what is said there is answered there.
    "messaging_handovers",
    "smb_app_state_sync",
    "smb_message_echoes",
    "standby",
    "user_preferences",
];

/// A body as Meta sends it, from what an operator may have at hand of one: an entry, a change, a value, a
/// message. Anything else stays what it is.
pub(in crate::channels) fn enveloped(part: &Value) -> Value {
    let has = |key: &str| part.get(key).is_some_and(|inner| !inner.is_null());
    let value = |value: Value| json!({"field": "messages", "value": value});
    let change = |change: Value| json!({"changes": [change]});
    let entry = |entry: Value| json!({"object": BUSINESS, "entry": [entry]});
    if has("object") {
        part.clone()
    } else if list(part, "entry").iter().any(|entry| entry.get("changes").is_some()) {
        json!({"object": BUSINESS, "entry": part["entry"]})
    } else if has("changes") {
        entry(part.clone())
    } else if has("field") && has("value") {
        entry(change(part.clone()))
    } else if has("messages") || has("statuses") {
        entry(change(value(part.clone())))
    } else if has("id") && has("type") && (has("from") || has("from_user_id")) {
        entry(change(value(json!({"messages": [part]}))))
    } else if has("id") && has("status") && (has("recipient_id") || has("recipient_user_id")) {
        entry(change(value(json!({"statuses": [part]}))))
    } else {
        part.clone()
    }
}

/// `ours` is our phone number id; `None` takes every number.
pub(in crate::channels) fn split(body: &Value, ours: Option<&str>, received: Millis) -> Vec<Cut> {
    if text(body, "object") != Some(BUSINESS) {
        tracing::warn!("webhook body is not about a WhatsApp business account");
        return Vec::new();
    }
    let mut cuts = Vec::new();
    for entry in list(body, "entry") {
        let news = News { time: entry.get("time"), at: millis(entry, "time").unwrap_or(received) };
        for change in list(entry, "changes") {
            let field = text(change, "field").unwrap_or("");
            let value = change.get("value").unwrap_or(&Value::Null);
            if NOT_OURS.contains(&field) {
                cuts.push(news.cut(field, value, Some("a field that is not for us")));
            } else if field == "messages"
                || field.is_empty() && value.is_object()
                || ["messages", "statuses"].iter().any(|key| value.get(*key).is_some_and(Value::is_array))
            {
                messages(value, ours, &news, &mut cuts);
            } else {
                cuts.push(news.cut(field, value, None));
            }
        }
    }
    cuts
}

fn messages(value: &Value, ours: Option<&str>, news: &News<'_>, cuts: &mut Vec<Cut>) {
    let metadata = value.get("metadata").unwrap_or(&Value::Null);
    let number = scalar(metadata, "phone_number_id");
    let foreign = match (ours, number.as_deref()) {
        (Some(ours), Some(theirs)) if ours != theirs => Some("another number of the account"),
        _ => None,
    };
    for message in list(value, "messages") {
        cuts.push(one_message(value, metadata, message, news.at, foreign));
    }
    for status in list(value, "statuses") {
        cuts.push(one_status(metadata, status, news.at, foreign));
    }
    // Of the number, not of the messages beside them: those have errors of their own.
    cuts.extend(list(value, "errors").iter().map(|error| news.cut("messages", error, foreign)));
}

fn one_message(
    value: &Value,
    metadata: &Value,
    message: &Value,
    fallback: Millis,
    foreign: Option<&'static str>,
) -> Cut {
    let contact = contact_of(value, message).unwrap_or(&Value::Null);
    let addresses = match content::is_system(message) {
        true => content::old_addresses(message),
        false => sender(message, contact),
    };
    let group = scalar(message, "group_id").is_some();
    let skip = foreign.or(group.then_some("a group"));
    let id = text(message, "id").map_or_else(|| hashed("message", message), str::to_owned);
    let at = millis(message, "timestamp").unwrap_or(fallback);
    let class = if content::has_file(message) { ArrivalClass::Media } else { ArrivalClass::Message };
    let name = contact.get("profile").and_then(|p| text(p, "name").or_else(|| text(p, "username")));
    let parts = Parts::Message { metadata, contact, message };
    cut(id, class, addresses, name, at, parts, skip)
}

/// The address-book entry of this message's sender. With one person in the envelope it is theirs even when
/// neither number nor id is repeated.
fn contact_of<'a>(value: &'a Value, message: &Value) -> Option<&'a Value> {
    let same = |contact: &Value, of_contact: &str, of_message: &str| {
        let given = scalar(contact, of_contact);
        given.is_some() && given == scalar(message, of_message)
    };
    let contacts = list(value, "contacts");
    let by_id = contacts.iter().find(|contact| {
        same(contact, "user_id", "from_user_id")
            || same(contact, "wa_id", "from")
            || same(contact, "user_id", "from")
    });
    match (by_id, contacts) {
        (Some(contact), _) => Some(contact),
        (None, [contact]) if list(value, "messages").len() == 1 => Some(contact),
        (None, _) => None,
    }
}

fn sender(message: &Value, contact: &Value) -> Vec<Address> {
    Found::default()
        .user_id(message, "from_user_id")
        .user_id(contact, "user_id")
        .parent_id(message, "from_parent_user_id")
        .parent_id(contact, "parent_user_id")
        .phone(message, "from")
        .phone(contact, "wa_id")
        .done()
}

fn one_status(metadata: &Value, status: &Value, fallback: Millis, foreign: Option<&'static str>) -> Cut {
    let id = match (text(status, "id"), text(status, "status")) {
        (Some(id), Some(state)) => format!("{id}:{state}"),
        _ => hashed("status", status),
    };
    let addresses = Found::default()
        .user_id(status, "recipient_user_id")
        .parent_id(status, "recipient_parent_user_id")
        // Meta's pages spell it in three ways (business-scoped-user-ids, 2026-06-29).
        .parent_id(status, "parent_recipient_user_id")
        .parent_id(status, "parent_user_id")
        .phone(status, "recipient_id")
        .done();
    let group = text(status, "recipient_type") == Some("group");
    let skip = foreign.or(group.then_some("a group"));
    let at = millis(status, "timestamp").unwrap_or(fallback);
    let parts = Parts::Status { metadata, status };
    cut(id, ArrivalClass::Status, addresses, None, at, parts, skip)
}

/// What is stored of a body: one event, and what its reader needs of the envelope.
#[derive(Serialize)]
struct Fragment<'a> {
    #[serde(flatten)]
    parts: Parts<'a>,
    v: u32,
    id: &'a str,
    at: Millis,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Parts<'a> {
    Message { metadata: &'a Value, contact: &'a Value, message: &'a Value },
    Status { metadata: &'a Value, status: &'a Value },
    News { field: &'a str, value: &'a Value },
}

/// What an entry says about its moment.
struct News<'a> {
    time: Option<&'a Value>,
    at: Millis,
}

impl News<'_> {
    /// News about the account has no id of its own: the same news, delivered again, is known by its hash.
    fn cut(&self, field: &str, value: &Value, skip: Option<&'static str>) -> Cut {
        let id = hashed("account", &json!([field, value, self.time]));
        let parts = Parts::News { field, value };
        cut(id, ArrivalClass::Account, Vec::new(), None, self.at, parts, skip)
    }
}

fn cut(
    provider_id: String,
    class: ArrivalClass,
    addresses: Vec<Address>,
    name: Option<&str>,
    at: Millis,
    parts: Parts<'_>,
    skip: Option<&'static str>,
) -> Cut {
    let profile_name = name.map(|name| Redacted::new(name.to_owned()));
    let fragment = Fragment { parts, v: FRAGMENT, id: &provider_id, at };
    let fragment =
        Redacted::new(serde_json::to_string(&fragment).expect("values of JSON are written as JSON"));
    Cut { arrived: Arrived { provider_id, class, addresses, profile_name, at, fragment }, skip }
}

fn hashed(what: &str, value: &Value) -> String {
    let digest = Sha256::digest(value.to_string().as_bytes());
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("{what}:{hex}")
}

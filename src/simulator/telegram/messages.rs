//! A bubble as Telegram's JSON.

use serde_json::{Value, json};

use crate::simulator::handset::Handset;
use crate::simulator::platform::Platform;
use crate::simulator::screen::{Kind, Shown};

/// The bot as `from` of its messages.
pub(super) fn bot(platform: &Platform) -> Value {
    json!({
        "id": platform.telegram().bot_id, "is_bot": true, "first_name": platform.0.config.telegram.name,
        "username": platform.telegram().username,
    })
}

/// The citizen as `from`.
pub(super) fn user(handset: &Handset) -> Value {
    let Some(person) = handset.telegram() else { return Value::Null };
    let mut user = json!({
        "id": person.user_id, "is_bot": false, "first_name": person.first_name,
        "language_code": person.language_code,
    });
    if let Some(last_name) = person.last_name {
        user["last_name"] = json!(last_name);
    }
    if let Some(username) = person.username {
        user["username"] = json!(username);
    }
    user
}

pub(super) fn chat(handset: &Handset) -> Value {
    let mut chat = user(handset);
    if let Value::Object(fields) = &mut chat {
        fields.remove("is_bot");
        fields.remove("language_code");
        fields.insert("type".to_owned(), json!("private"));
    }
    chat
}

/// A whole message, with what it quotes one level deep.
pub(super) fn whole(platform: &Platform, handset: &Handset, shown: &Shown) -> Value {
    let mut message = flat(platform, handset, shown);
    let quoted = shown.reply_to.as_ref().and_then(|id| handset.look(|screen| screen.by_wire_id(id).cloned()));
    if let Some(quoted) = quoted {
        message["reply_to_message"] = flat(platform, handset, &quoted);
    }
    message
}

fn flat(platform: &Platform, handset: &Handset, shown: &Shown) -> Value {
    let mut message = json!({
        "message_id": shown.wire_id.parse::<i64>().unwrap_or_default(),
        "from": if shown.received() { bot(platform) } else { user(handset) },
        "chat": chat(handset),
        "date": shown.at_ms / 1000,
    });
    if let Some(edited_ms) = shown.edited_ms {
        message["edit_date"] = json!(edited_ms / 1000);
    }
    let (text, entities) = match shown.kind {
        Kind::Text => ("text", "entities"),
        _ => ("caption", "caption_entities"),
    };
    let worded = !matches!(shown.kind, Kind::Contact | Kind::Location | Kind::Sticker);
    if worded && !shown.text.is_empty() {
        message[text] = json!(shown.text);
        if !shown.entities.is_empty() {
            message[entities] = json!(shown.entities);
        }
    }
    if let Value::Object(fields) = &mut message {
        fields.extend(shown.wire.clone());
    }
    message
}

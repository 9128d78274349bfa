//! What a citizen sends, as Meta's webhook tells it.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{media, template, webhook};
use crate::simulator::handset::{Draft, Handset};
use crate::simulator::ids;
use crate::simulator::people::{Person, WhatsAppPerson};
use crate::simulator::platform::Platform;
use crate::simulator::screen::{Button, Direction, Kind, ListRow, Shown, State};

pub(in crate::simulator) fn send(platform: &Platform, handset: &Arc<Handset>, draft: Draft) -> String {
    let (kind, content) = content(platform, &draft);
    let shown = Shown {
        kind: draft.kind,
        text: draft.text,
        media: draft.media,
        latitude: draft.place.map(|(latitude, _)| latitude),
        longitude: draft.place.map(|(_, longitude)| longitude),
        reply_to: draft.quoted,
        ..Shown::default()
    };
    deliver(platform, handset, shown, kind, content)
}

fn content(platform: &Platform, draft: &Draft) -> (&'static str, Value) {
    let mut file = draft.media.as_ref().map(|file| media::keep_inbound(platform, file)).unwrap_or_default();
    if !draft.text.is_empty() && draft.media.is_some() {
        file["caption"] = json!(draft.text);
    }
    match draft.kind {
        Kind::Photo => ("image", file),
        Kind::Document => {
            file["filename"] = json!(draft.media.as_ref().and_then(|file| file.filename.clone()));
            ("document", file)
        }
        Kind::Video => ("video", file),
        Kind::Audio => ("audio", file),
        Kind::Voice => {
            file["voice"] = json!(true);
            ("audio", file)
        }
        Kind::Sticker => {
            file["animated"] = json!(false);
            ("sticker", file)
        }
        Kind::Location => {
            let (latitude, longitude) = draft.place.unwrap_or_default();
            ("location", json!({"latitude": latitude, "longitude": longitude}))
        }
        Kind::Contact => ("contacts", json!([card(draft)])),
        Kind::Text | Kind::Reaction | Kind::Other => ("text", json!({"body": draft.text})),
    }
}

/// A contact shared by the button has `origin: contact_request` and neither name nor vCard.
fn card(draft: &Draft) -> Value {
    let Some(card) = &draft.card else { return json!({}) };
    let phone = json!([{"phone": format!("+{}", card.phone), "wa_id": card.phone, "type": "CELL"}]);
    if card.own {
        return json!({"origin": "contact_request", "phones": phone});
    }
    let vcard =
        format!("BEGIN:VCARD\nVERSION:3.0\nFN:{}\nTEL;type=CELL:+{}\nEND:VCARD", card.name, card.phone);
    let name = json!({"formatted_name": card.name, "first_name": card.name});
    json!({"origin": "other", "name": name, "phones": phone, "vcard": vcard})
}

/// A tapped button: of a template a `button`, of anything else a `button_reply`.
pub(in crate::simulator) fn press(
    platform: &Platform,
    handset: &Arc<Handset>,
    message: &str,
    button: &Button,
) -> String {
    let from_template =
        handset.look(|screen| screen.by_wire_id(message).is_some_and(|shown| shown.template.is_some()));
    let shown = tapped(&button.label, message);
    match from_template {
        true => deliver(platform, handset, shown, "button", template::quick_reply(&button.id, &button.label)),
        false => {
            let reply =
                json!({"type": "button_reply", "button_reply": {"id": button.id, "title": button.label}});
            deliver(platform, handset, shown, "interactive", reply)
        }
    }
}

pub(in crate::simulator) fn choose_row(
    platform: &Platform,
    handset: &Arc<Handset>,
    message: &str,
    row: &ListRow,
) -> String {
    let mut chosen = json!({"id": row.id, "title": row.title});
    if let Some(description) = &row.description {
        chosen["description"] = json!(description);
    }
    let reply = json!({"type": "list_reply", "list_reply": chosen});
    let text = match &row.description {
        Some(description) => format!("{}\n{description}", row.title),
        None => row.title.clone(),
    };
    deliver(platform, handset, tapped(&text, message), "interactive", reply)
}

fn tapped(text: &str, message: &str) -> Shown {
    Shown { text: text.to_owned(), reply_to: Some(message.to_owned()), ..Shown::default() }
}

pub(in crate::simulator) fn react(platform: &Platform, handset: &Arc<Handset>, message: &str, emoji: &str) {
    let content = json!({"message_id": message, "emoji": emoji});
    let now = platform.now_ms();
    let item = item(platform, handset, &ids::wamid(&handset.id), now, "reaction", content, None);
    post(platform, handset, item, None);
}

/// What a Cloud API number hears of polls, edits, deletions and other things that it isn't told.
pub(in crate::simulator) fn unsupported(platform: &Platform, handset: &Arc<Handset>, what: &str) {
    let now = platform.now_ms();
    let mut item =
        item(platform, handset, &ids::wamid(&handset.id), now, "unsupported", json!({"type": what}), None);
    item["errors"] = json!([{
        "code": 131_051, "title": "Message type unknown", "message": "Message type unknown",
        "error_data": {"details": "Message type is currently not supported."},
    }]);
    post(platform, handset, item, None);
}

/// The number changes: a new user id, and a `system` message without contacts.
pub(in crate::simulator) fn change_number(platform: &Platform, handset: &Arc<Handset>, phone: &str) {
    let Some(old) = handset.whatsapp() else { return };
    let new = WhatsAppPerson { username: old.username.clone(), ..WhatsAppPerson::new(&old.name, phone) };
    handset.set_person(Person::WhatsApp(new.clone()));
    platform.readdress(handset);
    let (from, to) = (old.phone.unwrap_or_default(), new.phone.unwrap_or_default());
    let message = json!({
        "from": from, "from_user_id": old.bsuid, "id": ids::wamid(&handset.id),
        "timestamp": (platform.now_ms() / 1000).to_string(), "type": "system",
        "system": {
            "type": "user_changed_number", "body": format!("{} changed from {from} to {to}", new.name),
            "wa_id": to, "previous_user_id": old.bsuid, "user_id": new.bsuid,
        },
    });
    let body = webhook::envelope(platform, json!({"messages": [message]}));
    webhook::deliver(platform, handset, &body, None);
}

pub(in crate::simulator) fn send_raw(platform: &Platform, handset: &Arc<Handset>, raw: Value) {
    let now = platform.now_ms();
    let mut message = base(handset, &ids::wamid(&handset.id), now);
    if let Value::Object(given) = raw {
        message.extend(given);
    }
    handset.edit(|screen| {
        screen.last_sent_ms = Some(now);
        screen.started = true;
    });
    post(platform, handset, Value::Object(message), None);
}

fn deliver(platform: &Platform, handset: &Arc<Handset>, shown: Shown, kind: &str, content: Value) -> String {
    let wamid = ids::wamid(&handset.id);
    let now = platform.now_ms();
    let item = item(platform, handset, &wamid, now, kind, content, shown.reply_to.as_deref());
    let seq = handset.add(Shown {
        wire_id: wamid.clone(),
        direction: Direction::Sent,
        at_ms: now,
        state: State::Sent,
        ..shown
    });
    post(platform, handset, item, Some(seq));
    wamid
}

fn post(platform: &Platform, handset: &Arc<Handset>, item: Value, seq: Option<u64>) {
    let mut value = json!({"messages": [item]});
    if let Some(person) = handset.whatsapp() {
        let mut contact = json!({"profile": {"name": person.name}, "user_id": person.bsuid});
        if let Some(username) = person.username {
            contact["profile"]["username"] = json!(username);
        }
        if let Some(phone) = person.phone {
            contact["wa_id"] = json!(phone);
        }
        value["contacts"] = json!([contact]);
    }
    webhook::deliver(platform, handset, &webhook::envelope(platform, value), seq);
}

/// What every message carries. A phone that the platform hides is left out, never empty.
fn base(handset: &Handset, wamid: &str, now_ms: i64) -> Map<String, Value> {
    let mut message = Map::new();
    if let Some(person) = handset.whatsapp() {
        message.insert("from_user_id".to_owned(), json!(person.bsuid));
        if let Some(phone) = person.phone {
            message.insert("from".to_owned(), json!(phone));
        }
    }
    message.insert("id".to_owned(), json!(wamid));
    message.insert("timestamp".to_owned(), json!((now_ms / 1000).to_string()));
    message
}

fn item(
    platform: &Platform,
    handset: &Handset,
    wamid: &str,
    now_ms: i64,
    kind: &str,
    content: Value,
    quoted: Option<&str>,
) -> Value {
    let mut message = base(handset, wamid, now_ms);
    message.insert("type".to_owned(), json!(kind));
    message.insert(kind.to_owned(), content);
    if let Some(quoted) = quoted {
        let from = handset.look(|screen| screen.by_wire_id(quoted).is_some_and(Shown::received));
        let from = match (from, handset.whatsapp().and_then(|person| person.phone)) {
            (false, Some(phone)) => phone,
            _ => platform.whatsapp().business_number.clone(),
        };
        message.insert("context".to_owned(), json!({"from": from, "id": quoted}));
    }
    Value::Object(message)
}

//! What a citizen does, as updates.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::updates::{self, CALLBACK_LIFE, DAY, Update};
use super::{entities, files, messages, methods};
use crate::simulator::handset::{Card, Draft, Handset};
use crate::simulator::ids;
use crate::simulator::lanes::lock;
use crate::simulator::platform::Platform;
use crate::simulator::screen::{Button, Direction, Kind, Shown, State};

pub(in crate::simulator) fn send(platform: &Platform, handset: &Arc<Handset>, draft: Draft) -> String {
    // Writing to a blocked bot needs a tap on RESTART first.
    let was_blocked = handset.edit(|screen| std::mem::take(&mut screen.blocked));
    if was_blocked {
        membership_changed(platform, handset);
    }
    let number = platform.0.telegram.next_message();
    let mut wire = match &draft.media {
        Some(media) => files::keep(platform, draft.kind, media),
        None => Map::new(),
    };
    if let Some(album) = &draft.album {
        wire.insert("media_group_id".to_owned(), json!(album));
    }
    if let Some((latitude, longitude)) = draft.place {
        wire.insert("location".to_owned(), json!({"latitude": latitude, "longitude": longitude}));
    }
    if let Some(card) = &draft.card {
        wire.insert("contact".to_owned(), contact(handset, card));
    }
    let shown = Shown {
        wire_id: number.to_string(),
        direction: Direction::Sent,
        at_ms: platform.now_ms(),
        kind: draft.kind,
        entities: entities::found_in(&draft.text),
        text: draft.text,
        media: draft.media,
        latitude: draft.place.map(|(latitude, _)| latitude),
        longitude: draft.place.map(|(_, longitude)| longitude),
        reply_to: draft.quoted,
        state: State::Sent,
        wire,
        ..Shown::default()
    };
    let message = messages::whole(platform, handset, &shown);
    let seq = handset.add(shown);
    updates::push(
        platform,
        Update {
            kind: "message",
            content: message,
            lane: lane("chat", handset),
            life: DAY,
            shown: Some((handset.clone(), seq)),
        },
    );
    number.to_string()
}

/// A phone number comes with or without `+`; without is the rule on Android.
fn contact(handset: &Handset, card: &Card) -> Value {
    let mut contact = json!({"phone_number": card.phone, "first_name": card.name});
    if let (true, Some(person)) = (card.own, handset.telegram()) {
        contact["user_id"] = json!(person.user_id);
    }
    contact
}

fn lane(queue: &str, handset: &Handset) -> String {
    format!("{queue} {}", handset.id)
}

pub(in crate::simulator) fn edited(platform: &Platform, handset: &Arc<Handset>, wire_id: &str) {
    let Some(shown) = handset.look(|screen| screen.by_wire_id(wire_id).cloned()) else { return };
    let content = messages::whole(platform, handset, &shown);
    let lane = lane("chat", handset);
    updates::push(platform, Update { kind: "edited_message", content, lane, life: DAY, shown: None });
}

/// A tap on an inline button. The bubble is told of as it is now.
pub(in crate::simulator) fn press(
    platform: &Platform,
    handset: &Arc<Handset>,
    message: &str,
    button: &Button,
) -> String {
    let query = ids::digits(18);
    let shown = handset.edit(|screen| {
        screen.waiting.push(button.id.clone());
        screen.by_wire_id(message).cloned()
    });
    let callback =
        methods::Callback { handset: handset.clone(), button: button.id.clone(), at_ms: platform.now_ms() };
    lock(&platform.0.telegram.callbacks).insert(query.clone(), callback);
    let mut content = json!({
        "id": query, "from": messages::user(handset), "chat_instance": ids::digits(18), "data": button.id,
    });
    if let Some(shown) = shown {
        content["message"] = messages::whole(platform, handset, &shown);
    }
    updates::push(
        platform,
        Update {
            kind: "callback_query",
            content,
            lane: lane("callback", handset),
            life: CALLBACK_LIFE,
            shown: None,
        },
    );
    query
}

/// `my_chat_member`, after the citizen blocked or unblocked the bot.
pub(in crate::simulator) fn membership_changed(platform: &Platform, handset: &Arc<Handset>) {
    let blocked = handset.look(|screen| screen.blocked);
    let member = json!({"user": messages::bot(platform), "status": "member"});
    let banned = json!({"user": messages::bot(platform), "status": "kicked", "until_date": 0});
    let (old, new) = if blocked { (member, banned) } else { (banned, member) };
    let content = json!({
        "chat": messages::chat(handset), "from": messages::user(handset), "date": platform.now_ms() / 1000,
        "old_chat_member": old, "new_chat_member": new,
    });
    let lane = lane("member", handset);
    updates::push(platform, Update { kind: "my_chat_member", content, lane, life: DAY, shown: None });
}

/// Told only to a bot that asked for `message_reaction`.
pub(in crate::simulator) fn react(platform: &Platform, handset: &Arc<Handset>, wire_id: &str, emoji: &str) {
    let new = match emoji {
        "" => json!([]),
        emoji => json!([{"type": "emoji", "emoji": emoji}]),
    };
    let content = json!({
        "chat": messages::chat(handset), "message_id": wire_id.parse::<i64>().unwrap_or_default(),
        "user": messages::user(handset), "date": platform.now_ms() / 1000, "old_reaction": [], "new_reaction": new,
    });
    let lane = lane("chat", handset);
    updates::push(platform, Update { kind: "message_reaction", content, lane, life: DAY, shown: None });
}

/// An update as it is. In a message, what is missing of `message_id`, `from`, `chat` and `date` is filled in.
pub(in crate::simulator) fn send_raw(platform: &Platform, handset: &Arc<Handset>, mut raw: Value) {
    let now = platform.now_ms();
    handset.edit(|screen| screen.started = true);
    for kind in ["message", "edited_message"] {
        let Some(Value::Object(message)) = raw.get_mut(kind) else { continue };
        let number = platform.0.telegram.next_message();
        let common = [
            ("message_id", json!(number)),
            ("from", messages::user(handset)),
            ("chat", messages::chat(handset)),
            ("date", json!(now / 1000)),
        ];
        for (key, value) in common {
            message.entry(key).or_insert(value);
        }
    }
    let queue = if raw.get("callback_query").is_some() { "callback" } else { "chat" };
    let kinds = ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"];
    let kind = kinds.into_iter().find(|kind| raw.get(kind).is_some());
    let (kind, content) = match kind {
        Some(kind) if raw.as_object().is_some_and(|fields| fields.len() == 1) => (kind, raw[kind].take()),
        // A kind that this stand-in doesn't know: the fields are the update.
        _ => ("", raw),
    };
    let lane = lane(queue, handset);
    updates::push(platform, Update { kind, content, lane, life: DAY, shown: None });
}

/// Whether a message may hold a keyboard and a text at once: for the callers in this room.
pub(super) fn has_caption(kind: Kind) -> bool {
    matches!(kind, Kind::Photo | Kind::Document | Kind::Video | Kind::Audio | Kind::Voice)
}

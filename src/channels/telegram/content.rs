//! What a message says, by the keys it carries. Unknown keys beside known content change nothing.

mod rich;

use serde_json::Value;

use crate::channels::decode::Kind;
use crate::channels::json::{decimal, integer, list, scalar, size, text};
use crate::domain::inbound::{Body, MediaKind, MediaRef};
use crate::domain::redacted::Redacted;

/// In the order in which they win. `photo` lies beside `live_photo` for compatibility; `document` beside
/// `animation` (Bot API 10.1).
const FILES: &[(&str, MediaKind, Kind)] = &[
    ("photo", MediaKind::Photo, Kind::Image),
    ("animation", MediaKind::Video, Kind::Video),
    ("document", MediaKind::Document, Kind::Document),
    ("video", MediaKind::Video, Kind::Video),
    ("video_note", MediaKind::Video, Kind::Video),
    ("voice", MediaKind::Audio, Kind::Audio),
    ("audio", MediaKind::Audio, Kind::Audio),
    ("sticker", MediaKind::Sticker, Kind::Sticker),
];

/// About the message, not its content (Bot API 10.3).
const ABOUT: &[&str] = &[
    "message_id",
    "message_thread_id",
    "direct_messages_topic",
    "from",
    "sender_chat",
    "sender_boost_count",
    "sender_business_bot",
    "sender_tag",
    "date",
    "guest_query_id",
    "guest_bot_caller_user",
    "guest_bot_caller_chat",
    "business_connection_id",
    "chat",
    "forward_origin",
    "forward_from",
    "forward_from_chat",
    "forward_from_message_id",
    "forward_signature",
    "forward_sender_name",
    "forward_date",
    "is_topic_message",
    "is_automatic_forward",
    "reply_to_message",
    "external_reply",
    "quote",
    "reply_to_story",
    "reply_to_checklist_task_id",
    "reply_to_poll_option_id",
    "via_bot",
    "edit_date",
    "has_protected_content",
    "is_from_offline",
    "is_paid_post",
    "media_group_id",
    "author_signature",
    "paid_star_count",
    "entities",
    "link_preview_options",
    "suggested_post_info",
    "effect_id",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
    "reply_markup",
    "receiver_user",
    "ephemeral_message_id",
];

/// The platform's own remarks in a chat: nobody said them, nobody waits for an answer.
const REMARKS: &[&str] = &[
    "pinned_message",
    "message_auto_delete_timer_changed",
    "write_access_allowed",
    "connected_website",
    "chat_background_set",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "new_chat_members",
    "left_chat_member",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "proximity_alert_triggered",
    "boost_added",
    "chat_owner_changed",
    "chat_owner_left",
    "checklist_tasks_added",
    "checklist_tasks_done",
    "community_chat_added",
    "community_chat_removed",
    "direct_message_price_changed",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "giveaway_completed",
    "giveaway_created",
    "managed_bot_created",
    "paid_message_price_changed",
    "poll_option_added",
    "poll_option_deleted",
    "suggested_post_approval_failed",
    "suggested_post_approved",
    "suggested_post_declined",
    "suggested_post_paid",
    "suggested_post_refunded",
    "video_chat_ended",
    "video_chat_participants_invited",
    "video_chat_scheduled",
    "video_chat_started",
];

pub(super) fn content(message: &Value) -> (Body, Kind) {
    if let Some(text) = text(message, "text") {
        return (Body::Text { text: redacted(text) }, Kind::Text);
    }
    if let Some(found) = any_file(message) {
        return found;
    }
    if let Some(found) = wrapped_file(message) {
        return found;
    }
    if let Some(found) = message.get("rich_message").and_then(rich::content) {
        return found;
    }
    if let Some(contact) = message.get("contact").filter(|contact| contact.is_object()) {
        return (shared_contact(contact, message), Kind::Contact);
    }
    if let Some(found) = message.get("web_app_data").and_then(mini_app) {
        return found;
    }
    if let Some(location) = location(message) {
        return (location, Kind::Location);
    }
    if let Some(caption) = text(message, "caption") {
        return (Body::Text { text: redacted(caption) }, Kind::Text);
    }
    unknown(message)
}

pub(super) fn has_file(message: &Value) -> bool {
    matches!(content(message).0, Body::Media { .. })
}

/// A file that lies in one part, with the words beside it.
fn any_file(part: &Value) -> Option<(Body, Kind)> {
    FILES.iter().find_map(|(key, kind, name)| file(part, key, *kind, *name))
}

/// A file inside of something else: a live photo without the plain one beside it, media that were paid for (Bot API
/// 10.1). A still picture is better than a film: it is what a question asks for.
fn wrapped_file(message: &Value) -> Option<(Body, Kind)> {
    let live = |part: &Value| {
        let live = part.get("live_photo")?;
        any_file(live).or_else(|| file(part, "live_photo", MediaKind::Video, Kind::Video))
    };
    let paid = message.get("paid_media").map_or(&[][..], |paid| list(paid, "paid_media"));
    let found = live(message).or_else(|| paid.iter().find_map(|part| any_file(part).or_else(|| live(part))));
    let (Body::Media { media, .. }, kind) = found? else { return None };
    Some((Body::Media { media, caption: text(message, "caption").map(redacted) }, kind))
}

fn file(message: &Value, key: &str, kind: MediaKind, name: Kind) -> Option<(Body, Kind)> {
    let part = match message.get(key)? {
        Value::Array(_) => largest(list(message, key))?,
        part => part,
    };
    let media = MediaRef {
        kind,
        provider_media_id: text(part, "file_id")?.to_owned(),
        same_file_key: text(part, "file_unique_id").map(str::to_owned),
        // Telegram re-encodes photos, always to JPEG, and names no type.
        mime: match kind {
            MediaKind::Photo => Some("image/jpeg".to_owned()),
            _ => text(part, "mime_type").map(str::to_owned),
        },
        size: size(part, "file_size"),
        file_name: text(part, "file_name").map(redacted),
    };
    let caption = text(message, "caption").map(redacted);
    Some((Body::Media { media, caption }, name))
}

/// The last of equals: Telegram lists the sizes from small to large.
fn largest(sizes: &[Value]) -> Option<&Value> {
    let area = |size: &&Value| {
        let side = |key: &str| integer(size, key).unwrap_or(0).clamp(0, i64::from(u32::MAX >> 1));
        side("width") * side("height")
    };
    sizes.iter().filter(|size| text(size, "file_id").is_some()).max_by_key(area)
}

/// A contact may be somebody else's: it is the sender's own only when it carries the sender's id.
fn shared_contact(contact: &Value, message: &Value) -> Body {
    let sender = message.get("from").and_then(|from| integer(from, "id"));
    let own = sender.is_some() && integer(contact, "user_id") == sender;
    let phone = scalar(contact, "phone_number").map(|written| {
        let digits: String = written.chars().filter(char::is_ascii_digit).collect();
        // Telegram's own numbers come with or without the plus; a card from an address book as it was
        // written there.
        if own || written.starts_with('+') { format!("+{digits}") } else { written }
    });
    let parts = [text(contact, "first_name"), text(contact, "last_name")];
    let full = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = Some(full).filter(|full| !full.is_empty()).map(Redacted::new);
    Body::Contact { phone: phone.map(Redacted::new), own, name }
}

/// What a mini app sent. Documented as a text; its makers are strangers, so anything else is kept as it stands.
fn mini_app(form: &Value) -> Option<(Body, Kind)> {
    let answers = match form.get("data")? {
        Value::String(said) if said.is_empty() => return None,
        Value::String(said) => said.clone(),
        Value::Null => return None,
        other => other.to_string(),
    };
    let label = text(form, "button_text").map(redacted);
    Some((Body::Form { answers: Redacted::new(answers), label }, Kind::Other))
}

/// A venue carries its location too, mostly. Without its point, a place is what it is called.
fn location(message: &Value) -> Option<Body> {
    let venue = message.get("venue");
    let part = message.get("location").or_else(|| venue?.get("location"));
    let name: Vec<&str> = venue
        .map(|venue| [text(venue, "title"), text(venue, "address")])
        .into_iter()
        .flatten()
        .flatten()
        .collect();
    let name = if name.is_empty() { None } else { Some(Redacted::new(name.join(", "))) };
    let point = |key: &str| part.and_then(|part| decimal(part, key));
    match (point("latitude"), point("longitude")) {
        (Some(latitude), Some(longitude)) => Some(Body::Location { latitude, longitude, name }),
        _ => name.map(|text| Body::Text { text }),
    }
}

fn unknown(message: &Value) -> (Body, Kind) {
    let keys = || message.as_object().into_iter().flat_map(|map| map.keys()).map(String::as_str);
    let content = keys().find(|key| !ABOUT.contains(key) && !REMARKS.contains(key));
    let remark = keys().find(|key| REMARKS.contains(key));
    match (content, remark) {
        (Some(key), _) => (Body::Unsupported { kind: key.to_owned(), caption: None }, Kind::Unsupported),
        (None, Some(key)) => (Body::Ignored { why: key.to_owned() }, Kind::System),
        (None, None) => (Body::Unsupported { kind: "empty".to_owned(), caption: None }, Kind::Unsupported),
    }
}

fn redacted(text: &str) -> Redacted<String> {
    Redacted::new(text.to_owned())
}

//! What an event means to the conversation.

use crate::domain::ids::MediaId;
use crate::domain::inbound::{Body, MEDIA_FAILED, MEDIA_TOO_LARGE, MediaKind};
use crate::domain::text;
use crate::engine::{Event, MediaSeen, Seen};
use crate::runtime::house::Minter;

/// Longest text that is looked at and kept. WhatsApp and Telegram both send 4,096 at most; a bigger one is
/// not from them or not meant for us.
pub(in crate::runtime) const TEXT_MAX: usize = 4_096;

/// What an event means to the conversation. None: nothing.
pub(super) fn event(body: &Body, items: Vec<MediaSeen>, album: Option<String>) -> Option<Event> {
    match body {
        Body::Text { text } => {
            let text = text::clean_to(text.expose(), TEXT_MAX);
            if text.trim().is_empty() { Some(Event::Odd("other")) } else { Some(Event::Text(text)) }
        }
        Body::Tap { payload, title, .. } => {
            Some(Event::Tap { payload: payload.clone(), title: text::clean_to(title.expose(), 256) })
        }
        Body::Media { media, .. } if media.kind == MediaKind::Sticker => Some(Event::Odd("sticker")),
        Body::Media { .. } => Some(Event::Media { items, album }),
        Body::Location { latitude, longitude, name: _ } => {
            Some(Event::Location { latitude: *latitude, longitude: *longitude })
        }
        Body::Contact { phone: Some(phone), own, .. } => {
            Some(Event::Contact { phone: phone.clone(), own: *own })
        }
        Body::Contact { phone: None, .. } => Some(Event::Odd("contact")),
        Body::Edited { .. } => Some(Event::Edited),
        Body::Unsupported { .. } if !items.is_empty() => Some(Event::Media { items, album }),
        Body::Form { .. } | Body::Unsupported { .. } => Some(Event::Odd("other")),
        Body::Reaction { .. }
        | Body::Status(_)
        | Body::Blocked { .. }
        | Body::AddressChange { .. }
        | Body::Account { .. }
        | Body::Ignored { .. } => None,
    }
}

/// A file that did not reach the platform itself: the citizen is told what to do instead.
pub(super) fn not_taken(body: &Body, mint: &Minter) -> Option<MediaSeen> {
    let Body::Unsupported { kind, .. } = body else { return None };
    let advice = match kind.as_str() {
        MEDIA_TOO_LARGE => "photo-advice-too-large",
        MEDIA_FAILED => "photo-advice-gone",
        _ => return None,
    };
    Some(MediaSeen { id: mint.id(), kind: MediaKind::Photo, seen: Seen::Gone { advice: advice.into() } })
}

/// A file kind that no question takes: seen, not fetched.
pub(in crate::runtime) fn unfetched(id: MediaId, kind: MediaKind) -> MediaSeen {
    MediaSeen { id, kind, seen: Seen::Gone { advice: format!("fault-files-{}", kind.as_str()) } }
}

//! What the engine hears of what a citizen sends beside text.

use super::Stage;
use crate::domain::ids::{Id as _, MediaId, id_bits};
use crate::domain::inbound::MediaKind;
use crate::domain::redacted::Redacted;
use crate::engine::{Event, MediaSeen, Seen};
use crate::runtime::library::transcript::{Sent, Verdict};

impl Stage<'_> {
    fn file(&mut self, kind: MediaKind, seen: Seen) -> MediaSeen {
        self.serial += 1;
        MediaSeen { id: MediaId::from_bits(id_bits(self.now, self.serial)), kind, seen }
    }

    pub(super) fn sent(&mut self, sent: &Sent) -> Option<Event> {
        let gone = |advice: &str| Seen::Gone { advice: advice.to_owned() };
        let (kind, seen) = match sent {
            Sent::Contact(Some(phone)) => {
                return Some(Event::Contact { phone: Redacted::from(phone.clone()), own: false });
            }
            Sent::OwnNumber(phone) => {
                return Some(Event::Contact { phone: Redacted::from(phone.clone()), own: true });
            }
            Sent::Contact(None) => return Some(Event::Odd("contact")),
            Sent::Sticker => return Some(Event::Odd("sticker")),
            Sent::Poll => return Some(Event::Odd("other")),
            Sent::Reaction => return None,
            Sent::Location => return Some(Event::Location { latitude: -8.1, longitude: 115.1 }),
            Sent::Edit => return Some(Event::Edited),
            Sent::Album(count) => {
                let items = (0..*count).map(|_| self.file(MediaKind::Photo, Seen::Good)).collect();
                return Some(Event::Media { items, album: Some("album-1".into()) });
            }
            Sent::Pdf => (MediaKind::Document, Seen::Good),
            Sent::Video => (MediaKind::Video, gone("fault-files-video")),
            Sent::Voice => (MediaKind::Audio, gone("fault-files-audio")),
            Sent::Photo(Verdict::Gone("photo-advice-active-pdf")) => {
                (MediaKind::Document, gone("photo-advice-active-pdf"))
            }
            Sent::Photo(Verdict::Good) => (MediaKind::Photo, Seen::Good),
            Sent::Photo(Verdict::Slow) => (MediaKind::Photo, Seen::Waiting),
            Sent::Photo(Verdict::Gone(advice)) => (MediaKind::Photo, gone(advice)),
            Sent::Photo(Verdict::Poor(verdict)) => {
                let advice = format!("photo-advice-{}", verdict.replace('_', "-"));
                (MediaKind::Photo, Seen::Poor { verdict: (*verdict).to_owned(), advice, usable: true })
            }
        };
        let item = self.file(kind, seen);
        if item.seen == Seen::Waiting {
            self.slow = Some(item.clone());
        }
        Some(Event::Media { items: vec![item], album: None })
    }
}

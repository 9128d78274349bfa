//! What a phone is inside: its person, its screen, and who is told when either changes.

use std::sync::Mutex;

use bytes::Bytes;
use tokio::sync::{broadcast, watch};

use super::lanes::lock;
use super::people::{Person, TelegramPerson, WhatsAppPerson};
use super::screen::{Kind, Media, Screen, Shown};
use super::{Channel, images};

pub(super) struct Handset {
    pub(super) id: String,
    channel: Channel,
    person: Mutex<Person>,
    screen: Mutex<Screen>,
    limit: usize,
    version: watch::Sender<u64>,
    changes: broadcast::Sender<String>,
}

impl Handset {
    pub(super) fn new(
        number: usize,
        person: Person,
        limit: usize,
        changes: broadcast::Sender<String>,
    ) -> Self {
        let channel = person.channel();
        let prefix = match channel {
            Channel::WhatsApp => "wa",
            Channel::Telegram => "tg",
        };
        Self {
            id: format!("{prefix}-{number}"),
            channel,
            person: Mutex::new(person),
            screen: Mutex::default(),
            limit,
            version: watch::Sender::new(0),
            changes,
        }
    }

    pub(super) fn channel(&self) -> Channel {
        self.channel
    }

    pub(super) fn person(&self) -> Person {
        lock(&self.person).clone()
    }

    pub(super) fn set_person(&self, person: Person) {
        *lock(&self.person) = person;
    }

    pub(super) fn whatsapp(&self) -> Option<WhatsAppPerson> {
        match self.person() {
            Person::WhatsApp(person) => Some(person),
            Person::Telegram(_) => None,
        }
    }

    pub(super) fn telegram(&self) -> Option<TelegramPerson> {
        match self.person() {
            Person::Telegram(person) => Some(person),
            Person::WhatsApp(_) => None,
        }
    }

    /// Under which names the platforms look this phone up.
    pub(super) fn addresses(&self) -> Vec<String> {
        let mut addresses = vec![format!("id:{}", self.id)];
        match self.person() {
            Person::WhatsApp(person) => {
                addresses.extend(person.phone.map(|phone| format!("phone:{phone}")));
                addresses.push(format!("bsuid:{}", person.bsuid));
            }
            Person::Telegram(person) => addresses.push(format!("chat:{}", person.user_id)),
        }
        addresses
    }

    pub(super) fn look<T>(&self, read: impl FnOnce(&Screen) -> T) -> T {
        read(&lock(&self.screen))
    }

    pub(super) fn edit<T>(&self, write: impl FnOnce(&mut Screen) -> T) -> T {
        let out = write(&mut lock(&self.screen));
        self.touch();
        out
    }

    pub(super) fn add(&self, shown: Shown) -> u64 {
        let limit = self.limit;
        self.edit(|screen| screen.add(shown, limit))
    }

    pub(super) fn watch(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// Tells everybody who watches that something changed.
    pub(super) fn touch(&self) {
        self.version.send_modify(|version| *version += 1);
        if self.changes.receiver_count() > 0 {
            let _ = self.changes.send(self.id.clone());
        }
    }
}

/// A message before a platform has taken it.
pub(super) struct Draft {
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) media: Option<Media>,
    pub(super) album: Option<String>,
    pub(super) place: Option<(f64, f64)>,
    pub(super) card: Option<Card>,
    pub(super) quoted: Option<String>,
}

/// A contact card.
pub(super) struct Card {
    pub(super) name: String,
    pub(super) phone: String,
    /// Shared by the button that asks for the citizen's own number.
    pub(super) own: bool,
}

impl Draft {
    pub(super) fn of(kind: Kind) -> Self {
        Self { kind, text: String::new(), media: None, album: None, place: None, card: None, quoted: None }
    }
}

pub(super) fn media(bytes: Bytes, mime: &str, filename: Option<&str>) -> Media {
    let size = mime.starts_with("image/").then(|| images::dimensions(&bytes)).flatten();
    Media {
        mime: mime.to_owned(),
        filename: filename.map(str::to_owned),
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
        size: bytes.len(),
        bytes,
    }
}

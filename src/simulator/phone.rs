//! One citizen's telephone.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use super::handset::{Card, Draft, Handset, media};
use super::people::Person;
use super::platform::Platform;
use super::screen::{Act, Button, Kind, Screen, Shown};
use super::{Channel, ids, telegram, whatsapp};

/// Why the citizen cannot do that.
#[derive(Debug, thiserror::Error)]
pub enum PhoneError {
    #[error("no message on this phone offers {wanted:?}; the last ones offer {offered:?}")]
    NotOffered { wanted: String, offered: Vec<String> },
    #[error("no such message on this phone")]
    NoSuchMessage,
    #[error("that cannot be done on this platform")]
    OtherPlatform,
}

/// Waiting ended without success; the text is what was seen last.
#[derive(Debug, thiserror::Error)]
#[error("timed out; the last thing seen was {0}")]
pub struct TimedOut(pub String);

/// What a tap did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tapped {
    /// A message with this wire id left the phone.
    Message(String),
    /// A Telegram callback with this query id left the phone.
    Callback(String),
    /// The phone's browser opened this address.
    Link(String),
}

/// A citizen's telephone; clones are the same one. Nothing here waits: what is sent is delivered by the platform.
#[derive(Clone)]
pub struct Phone {
    platform: Platform,
    handset: Arc<Handset>,
}

impl Phone {
    pub(super) fn new(platform: Platform, handset: Arc<Handset>) -> Self {
        Self { platform, handset }
    }

    /// `wa-1`, `tg-2`, …
    pub fn id(&self) -> &str {
        &self.handset.id
    }

    pub fn channel(&self) -> Channel {
        self.handset.channel()
    }

    pub fn person(&self) -> Person {
        self.handset.person()
    }

    /// Everything that this phone shows now.
    pub fn screen(&self) -> Screen {
        self.handset.look(Clone::clone)
    }

    /// Waits until the screen satisfies the predicate, and answers that screen.
    pub async fn wait_for(
        &self,
        predicate: impl Fn(&Screen) -> bool,
        timeout: Duration,
    ) -> Result<Screen, TimedOut> {
        self.wait_and_read(|screen| predicate(screen).then(|| screen.clone()), timeout).await
    }

    /// Waits for a message of the office whose text contains `part`, after the citizen's last message.
    pub async fn wait_for_text(&self, part: &str, timeout: Duration) -> Result<Shown, TimedOut> {
        let read = |screen: &Screen| {
            let found = screen.replies().into_iter().rev().find(|shown| shown.text.contains(part));
            found.cloned()
        };
        self.wait_and_read(read, timeout).await
    }

    /// Waits for the office's first message that is newer than the place `after` (0: any).
    pub async fn next_message(&self, after: u64, timeout: Duration) -> Result<Shown, TimedOut> {
        let read = |screen: &Screen| {
            screen.messages.iter().find(|shown| shown.received() && shown.seq > after).cloned()
        };
        self.wait_and_read(read, timeout).await
    }

    /// The place of the newest bubble, for [`Phone::next_message`].
    pub fn place(&self) -> u64 {
        self.handset.look(|screen| screen.next_seq)
    }

    async fn wait_and_read<T>(
        &self,
        read: impl Fn(&Screen) -> Option<T>,
        timeout: Duration,
    ) -> Result<T, TimedOut> {
        let mut version = self.handset.watch();
        let search = async {
            loop {
                version.borrow_and_update();
                if let Some(found) = self.handset.look(&read) {
                    return found;
                }
                // The sender lives as long as the handset, which we hold.
                let _ = version.changed().await;
            }
        };
        let seen = || self.handset.look(|screen| format!("{:#?}", screen.last()));
        tokio::time::timeout(timeout, search).await.map_err(|_| TimedOut(seen()))
    }

    /// Brings the chat to the screen: what has arrived is read, and what arrives is read at once.
    pub fn open(&self) {
        self.handset.edit(|screen| screen.open = true);
        if self.channel() == Channel::WhatsApp {
            whatsapp::read_all(&self.platform, &self.handset);
        }
    }

    pub fn close(&self) {
        self.handset.edit(|screen| screen.open = false);
    }

    /// Presses START on Telegram; on WhatsApp, which has no such button, says hello.
    pub fn start(&self) -> String {
        match self.channel() {
            Channel::Telegram => self.send_text("/start"),
            Channel::WhatsApp => self.send_text("Halo"),
        }
    }

    /// Sends a text and answers its wire id, like everything below that sends.
    pub fn send_text(&self, text: &str) -> String {
        self.send(Draft { text: text.to_owned(), ..Draft::of(Kind::Text) })
    }

    /// A text that quotes the message with this wire id.
    pub fn reply_text(&self, quoted: &str, text: &str) -> String {
        self.send(Draft { text: text.to_owned(), quoted: Some(quoted.to_owned()), ..Draft::of(Kind::Text) })
    }

    /// Taps a button by its id, callback data or label: the newest message that offers it.
    pub fn tap(&self, wanted: &str) -> Result<Tapped, PhoneError> {
        let found = self.handset.look(|screen| {
            let keyboard = screen.keyboard.iter().flatten().flatten().find(|key| key.label == wanted);
            let mut newest = screen.messages.iter().rev().filter(|shown| shown.received());
            let on_message =
                newest.find_map(|shown| Some((shown.wire_id.clone(), shown.button(wanted)?.clone())));
            on_message.or_else(|| keyboard.map(|key| (String::new(), key.clone())))
        });
        let (message, button) = found.ok_or_else(|| self.not_offered(wanted))?;
        self.press(&message, &button)
    }

    /// Taps a button of one message, which may be old.
    pub fn tap_on(&self, wire_id: &str, wanted: &str) -> Result<Tapped, PhoneError> {
        let button = self.handset.look(|screen| {
            let shown = screen.by_wire_id(wire_id).ok_or(PhoneError::NoSuchMessage)?;
            Ok::<_, PhoneError>(shown.button(wanted).cloned())
        })?;
        self.press(wire_id, &button.ok_or_else(|| self.not_offered(wanted))?)
    }

    /// Chooses a row of a WhatsApp list by its id or title: the newest message that offers it.
    pub fn tap_list_row(&self, wanted: &str) -> Result<String, PhoneError> {
        let found = self.handset.look(|screen| {
            let mut newest = screen.messages.iter().rev().filter(|shown| shown.received());
            newest.find_map(|shown| Some((shown.wire_id.clone(), shown.row(wanted)?.clone())))
        });
        let (message, row) = found.ok_or_else(|| self.not_offered(wanted))?;
        Ok(whatsapp::choose_row(&self.platform, &self.handset, &message, &row))
    }

    /// Chooses a row of one message's list, which may be old.
    pub fn tap_list_row_on(&self, wire_id: &str, wanted: &str) -> Result<String, PhoneError> {
        let row = self.handset.look(|screen| {
            let shown = screen.by_wire_id(wire_id).ok_or(PhoneError::NoSuchMessage)?;
            Ok::<_, PhoneError>(shown.row(wanted).cloned())
        })?;
        let row = row.ok_or_else(|| self.not_offered(wanted))?;
        Ok(whatsapp::choose_row(&self.platform, &self.handset, wire_id, &row))
    }

    /// Presses a key of Telegram's reply keyboard.
    pub fn press_key(&self, label: &str) -> Result<Tapped, PhoneError> {
        let key = self.handset.look(|screen| {
            let keys = screen.keyboard.iter().flatten().flatten();
            keys.into_iter().find(|key| key.label == label).cloned()
        });
        self.press("", &key.ok_or_else(|| self.not_offered(label))?)
    }

    /// A photo, as the camera or the gallery sends it; `mime` is `image/jpeg` or `image/png`.
    pub fn send_photo(&self, bytes: impl Into<Bytes>, mime: &str, caption: &str) -> String {
        self.send(Draft {
            text: caption.to_owned(),
            media: Some(media(bytes.into(), mime, None)),
            ..Draft::of(Kind::Photo)
        })
    }

    pub fn send_document(&self, bytes: impl Into<Bytes>, mime: &str, filename: &str) -> String {
        self.send(Draft {
            media: Some(media(bytes.into(), mime, Some(filename))),
            ..Draft::of(Kind::Document)
        })
    }

    /// Several photos at once: one album on Telegram, a burst on WhatsApp. The caption is on the first.
    pub fn send_album(&self, photos: Vec<Bytes>, caption: &str) -> Vec<String> {
        let album = Some(ids::digits(17));
        let texts = std::iter::once(caption).chain(std::iter::repeat(""));
        let draft = |(bytes, text): (Bytes, &str)| Draft {
            text: text.to_owned(),
            media: Some(media(bytes, "image/jpeg", None)),
            album: album.clone(),
            ..Draft::of(Kind::Photo)
        };
        photos.into_iter().zip(texts).map(|pair| self.send(draft(pair))).collect()
    }

    pub fn send_video(&self, bytes: impl Into<Bytes>) -> String {
        self.send(Draft { media: Some(media(bytes.into(), "video/mp4", None)), ..Draft::of(Kind::Video) })
    }

    pub fn send_voice(&self, bytes: impl Into<Bytes>) -> String {
        let voice = media(bytes.into(), "audio/ogg; codecs=opus", None);
        self.send(Draft { media: Some(voice), ..Draft::of(Kind::Voice) })
    }

    pub fn send_sticker(&self, bytes: impl Into<Bytes>) -> String {
        self.send(Draft { media: Some(media(bytes.into(), "image/webp", None)), ..Draft::of(Kind::Sticker) })
    }

    pub fn send_location(&self, latitude: f64, longitude: f64) -> String {
        self.send(Draft { place: Some((latitude, longitude)), ..Draft::of(Kind::Location) })
    }

    /// Somebody else's contact card.
    pub fn send_contact(&self, name: &str, phone: &str) -> String {
        let card = Card { name: name.to_owned(), phone: phone.to_owned(), own: false };
        self.send(Draft { text: name.to_owned(), card: Some(card), ..Draft::of(Kind::Contact) })
    }

    /// The citizen's own number, as after a tap on the button that asks for it.
    pub fn share_own_contact(&self) -> String {
        let (name, phone) = match self.person() {
            Person::WhatsApp(person) => {
                (person.name, person.phone.unwrap_or_else(|| "6281200009999".to_owned()))
            }
            Person::Telegram(person) => (person.first_name, person.phone),
        };
        let card = Card { name: name.clone(), phone, own: true };
        self.send(Draft { text: name, card: Some(card), ..Draft::of(Kind::Contact) })
    }

    /// An emoji on a message; an empty one takes it back.
    pub fn react(&self, wire_id: &str, emoji: &str) -> Result<(), PhoneError> {
        self.handset
            .look(|screen| screen.by_wire_id(wire_id).map(|_| ()))
            .ok_or(PhoneError::NoSuchMessage)?;
        match self.channel() {
            Channel::WhatsApp => whatsapp::react(&self.platform, &self.handset, wire_id, emoji),
            Channel::Telegram => telegram::react(&self.platform, &self.handset, wire_id, emoji),
        }
        Ok(())
    }

    /// Changes a text that was sent. WhatsApp tells a number without the app only that something is unsupported.
    pub fn edit_text(&self, wire_id: &str, text: &str) -> Result<(), PhoneError> {
        let now = self.platform.now_ms();
        self.handset.edit(|screen| {
            let shown = screen.by_wire_id_mut(wire_id).ok_or(PhoneError::NoSuchMessage)?;
            text.clone_into(&mut shown.text);
            shown.edited_ms = Some(now);
            Ok::<_, PhoneError>(())
        })?;
        match self.channel() {
            Channel::WhatsApp => whatsapp::unsupported(&self.platform, &self.handset, "edit"),
            Channel::Telegram => telegram::edited(&self.platform, &self.handset, wire_id),
        }
        Ok(())
    }

    /// The citizen's number changes; WhatsApp gives a new user id and sends a `system` message.
    pub fn change_number(&self, phone: &str) -> Result<(), PhoneError> {
        match self.channel() {
            Channel::WhatsApp => whatsapp::change_number(&self.platform, &self.handset, phone),
            Channel::Telegram => return Err(PhoneError::OtherPlatform),
        }
        Ok(())
    }

    /// WhatsApp: `raw` is a `messages[]` item; what is missing of `from`, `from_user_id`, `id` and `timestamp` is
    /// filled in. Telegram: an update without its `update_id`. Nothing appears on the phone's screen.
    pub fn send_raw(&self, raw: Value) {
        match self.channel() {
            Channel::WhatsApp => whatsapp::send_raw(&self.platform, &self.handset, raw),
            Channel::Telegram => telegram::send_raw(&self.platform, &self.handset, raw),
        }
    }

    /// The citizen blocks the office. Telegram tells the bot and answers 403 from then on; WhatsApp lets messages
    /// fail with 131026.
    pub fn block(&self) {
        self.set_blocked(true);
    }

    pub fn unblock(&self) {
        self.set_blocked(false);
    }

    fn set_blocked(&self, blocked: bool) {
        let before = self.handset.edit(|screen| std::mem::replace(&mut screen.blocked, blocked));
        if before != blocked && self.channel() == Channel::Telegram {
            telegram::membership_changed(&self.platform, &self.handset);
        }
    }

    fn press(&self, message: &str, button: &Button) -> Result<Tapped, PhoneError> {
        match (&button.act, self.channel()) {
            (Act::Link(url), _) => Ok(Tapped::Link(url.clone())),
            (Act::Copy(text), _) => Ok(Tapped::Link(text.clone())),
            (Act::AskContact, _) => Ok(Tapped::Message(self.share_own_contact())),
            (Act::AskLocation, _) => Ok(Tapped::Message(self.send_location(-8.112, 115.088))),
            (Act::Reply, Channel::WhatsApp) => {
                Ok(Tapped::Message(whatsapp::press(&self.platform, &self.handset, message, button)))
            }
            (Act::Callback, Channel::Telegram) => {
                Ok(Tapped::Callback(telegram::press(&self.platform, &self.handset, message, button)))
            }
            (Act::Reply, Channel::Telegram) => {
                let sent = self.send_text(&button.label);
                self.handset.edit(|screen| {
                    if screen.keyboard_once {
                        screen.keyboard = None;
                    }
                });
                Ok(Tapped::Message(sent))
            }
            (Act::Callback, Channel::WhatsApp) => Err(PhoneError::OtherPlatform),
        }
    }

    fn not_offered(&self, wanted: &str) -> PhoneError {
        let offered = self.handset.look(|screen| {
            let newest = screen.messages.iter().rev().filter(|shown| shown.received()).take(3);
            newest.flat_map(Shown::choices).map(str::to_owned).collect()
        });
        PhoneError::NotOffered { wanted: wanted.to_owned(), offered }
    }

    fn send(&self, draft: Draft) -> String {
        match self.channel() {
            Channel::WhatsApp => whatsapp::send(&self.platform, &self.handset, draft),
            Channel::Telegram => telegram::send(&self.platform, &self.handset, draft),
        }
    }
}

//! Staff and the chat: takeover, answers, giving back. Owner and message change in one transaction, so bot
//! and officer can never both speak.

use super::house::House;
use super::inbox::Internal;
use super::outbox::window;
use super::ports::FileError;
use super::templates;
use crate::domain::Millis;
use crate::domain::chat::{Author, Chat, Owner};
use crate::domain::ids::{ArrivalId, MediaId, MessageId, PersonId, RowId};
use crate::domain::inbound::ChannelKind;
use crate::domain::outbound::Outgoing;
use crate::domain::staff::Staff;
use crate::domain::template::Occasion;
use crate::domain::text;
use crate::pubsub::Wake;
use crate::store::{AuditEntry, Priority, StoreError, Work};

const HOUR: Millis = 60 * 60 * 1000;

/// An officer's answer that comes later than this quotes what it answers.
const QUOTED_AFTER: Millis = 10 * 60 * 1000;

/// The kind of bubble that tells of an answer that waits.
const NOTICE: &str = "notice";

#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// Another officer holds the chat: their name.
    #[error("held by another officer")]
    HeldBy(String),
    /// You do not hold this chat.
    #[error("not yours")]
    NotYours,
    #[error("not allowed")]
    NotAllowed,
    #[error("no such chat")]
    Missing,
    /// The person blocked us or cannot be reached.
    #[error("unreachable")]
    Unreachable,
    #[error("empty")]
    Empty,
    /// Longest that the channel can carry, in characters.
    #[error("too long")]
    TooLong { max: usize },
    /// The file was deleted, or never came.
    #[error("the file is not here")]
    FileGone,
    #[error("the store failed")]
    Store(StoreError),
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing => DeskError::Missing,
            other => DeskError::Store(other),
        }
    }
}

/// What staff do with a chat. Clone freely.
#[derive(Clone)]
pub struct Desk {
    house: House,
}

impl Desk {
    #[must_use]
    pub fn new(house: House) -> Desk {
        Desk { house }
    }

    /// Takes the chat over from bot or queue and tells the citizen, once.
    ///
    /// # Errors
    /// [`DeskError::HeldBy`] when another officer was faster.
    pub async fn take(&self, who: &Staff, person: &PersonId) -> Result<(), DeskError> {
        if !who.may_chat() {
            return Err(DeskError::NotAllowed);
        }
        let now = self.house.clock.now();
        let mut work = self.house.store.begin().await?;
        let (chat, channel) = work.find_chat(person).await?.ok_or(DeskError::Missing)?;
        match &chat.owner {
            Owner::Staff(id) if *id == who.id => return Ok(()),
            Owner::Staff(id) => {
                drop(work);
                let names = self.house.store.staff_names().await?;
                return Err(DeskError::HeldBy(names.get(id.as_str()).cloned().unwrap_or_default()));
            }
            Owner::Bot | Owner::Queue => {}
        }
        self.change(&mut work, &chat, &Owner::Staff(who.id.clone()), now).await?;
        self.say(&mut work, person, channel, "sys-officer-joined", now).await?;
        self.note(&mut work, who, "chat.take", person.as_str()).await?;
        work.commit().await?;
        self.wake(person);
        Ok(())
    }

    async fn change(&self, work: &mut Work, chat: &Chat, to: &Owner, now: Millis) -> Result<(), DeskError> {
        match work.set_owner(chat, to, None, now).await {
            Err(StoreError::Conflict) => Err(DeskError::HeldBy(String::new())),
            other => Ok(other?),
        }
    }

    /// Gives the chat back to the bot, which goes on at its question.
    ///
    /// # Errors
    /// [`DeskError::NotYours`] unless this officer holds it (an administrator may for another).
    pub async fn give_back(&self, who: &Staff, person: &PersonId) -> Result<(), DeskError> {
        let now = self.house.clock.now();
        let mut work = self.house.store.begin().await?;
        let (chat, _) = work.find_chat(person).await?.ok_or(DeskError::Missing)?;
        let administrator = who.has(crate::domain::staff::Role::Administrator);
        match &chat.owner {
            Owner::Staff(id) if *id == who.id || administrator => {}
            Owner::Queue if who.may_chat() => {}
            Owner::Bot => return Ok(()),
            Owner::Staff(_) | Owner::Queue => return Err(DeskError::NotYours),
        }
        self.change(&mut work, &chat, &Owner::Bot, now).await?;
        work.set_waiting(person, None).await?;
        let key = format!("handback:{person}:{}", chat.version);
        Internal::HandedBack.place(&mut work, &self.house, person, &key).await?;
        self.note(&mut work, who, "chat.give_back", person.as_str()).await?;
        work.commit().await?;
        self.wake(person);
        self.house.bus.wake(Wake::Inbox(person.clone()));
        Ok(())
    }

    /// Writes to the citizen. Outside the platform's reply window the answer waits until the citizen writes; a
    /// template tells them that it is there, once.
    ///
    /// # Errors
    /// See [`DeskError`]; nothing is sent then.
    pub async fn reply(&self, who: &Staff, person: &PersonId, text: &str) -> Result<MessageId, DeskError> {
        let text = text::clean(text);
        let text = text.trim();
        if text.is_empty() {
            return Err(DeskError::Empty);
        }
        let now = self.house.clock.now();
        let mut work = self.house.store.begin().await?;
        let (chat, channel) = work.find_chat(person).await?.ok_or(DeskError::Missing)?;
        if chat.owner != Owner::Staff(who.id.clone()) {
            return Err(DeskError::NotYours);
        }
        let door = self.house.channel(channel).ok_or(DeskError::Unreachable)?;
        let max = door.abilities().text_max;
        if text::utf16_len(text) > max {
            return Err(DeskError::TooLong { max });
        }
        if window::is_unreachable(&self.house, &mut work, person, channel).await?
            && window::elsewhere(&self.house, &mut work, person, channel).await?.is_none()
        {
            return Err(DeskError::Unreachable);
        }
        if !window::is_open(&self.house, &mut work, person, channel).await? {
            self.announce(&mut work, person, channel, chat.last_in_at.unwrap_or(0), now).await?;
        }
        let id: MessageId = self.house.mint.id();
        let author = Author::Staff(who.id.clone());
        // After a while nobody knows any more what is being answered.
        let late = chat.last_in_at.is_some_and(|at| now - at > QUOTED_AFTER);
        let reply_to = if late { work.last_wire_from(person, channel).await? } else { None };
        let answer = Outgoing { reply_to, ..Outgoing::text(text) };
        work.send(&id, person, channel, &author, "text", &answer, Priority::Reply, now).await?;
        work.set_waiting(person, None).await?;
        self.note(&mut work, who, "chat.reply", person.as_str()).await?;
        work.commit().await?;
        self.wake(person);
        Ok(id)
    }

    async fn announce(
        &self,
        work: &mut Work,
        person: &PersonId,
        channel: ChannelKind,
        last_in: Millis,
        now: Millis,
    ) -> Result<(), StoreError> {
        let library = &self.house.library;
        let lang = work.person(person).await?.lang;
        let office = [("office", library.office.name.clone())];
        let Some(filled) = templates::fill(library, Occasion::OfficerAnswered, &lang, &office, None) else {
            return Ok(());
        };
        if work.said_since(person, NOTICE, last_in).await? {
            return Ok(());
        }
        let words = library.templates.get(&Occasion::OfficerAnswered).and_then(|t| t.words(&filled));
        let Some((text, choices)) = words else { return Ok(()) };
        let notice = Outgoing { choices, outside: Some(filled), ..Outgoing::text(text) };
        let id: MessageId = self.house.mint.id();
        work.send(&id, person, channel, &Author::Office, NOTICE, &notice, Priority::Reply, now).await
    }

    /// Tries a failed message again, as it was.
    ///
    /// # Errors
    /// [`DeskError::Missing`] when it did not fail.
    pub async fn retry(&self, who: &Staff, message: &MessageId) -> Result<(), DeskError> {
        if !who.may_chat() {
            return Err(DeskError::NotAllowed);
        }
        let now = self.house.clock.now();
        let mut work = self.house.store.begin().await?;
        let (person, channel) = match work.resend(message, now).await {
            Err(StoreError::Conflict) => return Err(DeskError::Missing),
            other => other?,
        };
        work.set_unreachable(&person, channel, None).await?;
        self.note(&mut work, who, "message.retry", person.as_str()).await?;
        work.commit().await?;
        self.wake(&person);
        Ok(())
    }

    /// Gives an event that was set aside its tries anew; its alarm is over.
    ///
    /// # Errors
    /// [`DeskError::Missing`] when it is not aside.
    pub async fn serve_again(&self, who: &Staff, arrival: &ArrivalId) -> Result<(), DeskError> {
        if !who.has(crate::domain::staff::Role::Administrator) {
            return Err(DeskError::NotAllowed);
        }
        let now = self.house.clock.now();
        let mut work = self.house.store.begin().await?;
        if !work.retry_arrival(arrival, now).await? {
            return Err(DeskError::Missing);
        }
        for kind in ["arrival_set_aside", "internal_unreadable", "channel_off"] {
            work.clear_alarm(kind, arrival.as_str(), now).await?;
        }
        self.note(&mut work, who, "arrival.retry", arrival.as_str()).await?;
        work.commit().await?;
        Ok(())
    }

    /// Milliseconds until the reply window closes; none where the channel has none; 0 when it is closed.
    #[must_use]
    pub fn window_left(&self, channel: &str, last_in_at: Option<Millis>) -> Option<Millis> {
        let door = self.house.channel(ChannelKind::parse(channel)?)?;
        let hours = door.abilities().window_hours?;
        let ends = last_in_at.unwrap_or(0) + Millis::from(hours) * HOUR;
        Some((ends - self.house.clock.now()).max(0))
    }

    /// The bytes of a stored file as (MIME type, bytes). The look is on record before they are shown.
    ///
    /// # Errors
    /// [`DeskError::FileGone`] when it was deleted or never came.
    pub async fn open_file(&self, who: &Staff, media: &MediaId) -> Result<(String, Vec<u8>), DeskError> {
        let row = self.house.store.media(media).await?;
        let key = row.blob_key.ok_or(DeskError::FileGone)?;
        let mut work = self.house.store.begin().await?;
        self.note(&mut work, who, "file.view", media.as_str()).await?;
        work.commit().await?;
        match self.house.files.get(&key).await {
            Ok(bytes) => Ok((row.mime.unwrap_or_else(|| "application/octet-stream".into()), bytes)),
            Err(FileError::Missing | FileError::Damaged) => Err(DeskError::FileGone),
            Err(FileError::Unavailable(_)) => {
                Err(DeskError::Store(StoreError::Unavailable("the file store is".into())))
            }
        }
    }

    async fn say(
        &self,
        work: &mut Work,
        person: &PersonId,
        channel: ChannelKind,
        key: &str,
        now: Millis,
    ) -> Result<(), StoreError> {
        say(&self.house, work, person, channel, key, now).await
    }

    async fn note(
        &self,
        work: &mut Work,
        who: &Staff,
        action: &str,
        subject: &str,
    ) -> Result<(), StoreError> {
        let id: RowId = self.house.mint.id();
        let entry = AuditEntry {
            at: self.house.clock.now(),
            actor: who.id.as_str().to_owned(),
            action: action.to_owned(),
            subject: subject.to_owned(),
            detail: String::new(),
        };
        work.audit(&id, &entry).await
    }

    fn wake(&self, person: &PersonId) {
        self.house.bus.wake(Wake::Outbox(person.clone()));
        self.house.bus.wake(Wake::Chat(person.clone()));
    }
}

async fn say(
    house: &House,
    work: &mut Work,
    person: &PersonId,
    channel: ChannelKind,
    key: &str,
    now: Millis,
) -> Result<(), StoreError> {
    let lang = work.person(person).await?.lang;
    let office = house.library.office.name.clone();
    let minutes = i64::from(house.library.office.answer_minutes);
    let text = house.library.texts.get(&lang, key, &[("office", office.into()), ("minutes", minutes.into())]);
    let id: MessageId = house.mint.id();
    work.send(&id, person, channel, &Author::Bot, "text", &Outgoing::text(text), Priority::Reply, now).await
}

/// A takeover that nobody answers goes back to the queue, and the citizen is told.
pub(super) async fn return_stale(house: &House) -> Result<usize, StoreError> {
    let now = house.clock.now();
    let patience = Millis::from(house.library.office.takeover_minutes) * 60_000;
    let mut work = house.store.begin().await?;
    let stale = work.stale_takeovers(now - patience).await?;
    let mut returned = Vec::new();
    for person in stale {
        let Some((chat, channel)) = work.find_chat(&person).await? else { continue };
        // Given back, or returned by another process, while its row was waited for.
        if !matches!(chat.owner, Owner::Staff(_)) {
            continue;
        }
        work.set_owner(&chat, &Owner::Queue, Some("timeout"), now).await?;
        say(house, &mut work, &person, channel, "sys-officer-timeout", now).await?;
        returned.push(person);
    }
    work.commit().await?;
    for person in &returned {
        house.bus.wake(Wake::Outbox(person.clone()));
        house.bus.wake(Wake::Chat(person.clone()));
    }
    Ok(returned.len())
}

//! Bubbles, in and out, and the one way out: every message to a citizen is an outbox row (see `outbox`), written in
//! the transaction that changes the state.

use std::sync::Arc;

use super::bulk::Cell;
use super::db::{all, exec, read_all};
use super::windows::Kept;
use super::{OutboxRow, Priority, Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::chat::Author;
use crate::domain::ids::{ArrivalId, Id, MediaId, MessageId, PersonId, id_bits};
use crate::domain::inbound::{ChannelKind, Delivery};
use crate::domain::outbound::{Outgoing, Spent};
use crate::telemetry::STORY;

/// A bubble of the citizen's. No Debug: it would print the text.
pub struct IncomingBubble<'a> {
    pub id: &'a MessageId,
    pub person: &'a PersonId,
    pub channel: ChannelKind,
    pub kind: &'a str,
    pub text: &'a str,
    pub media: Option<&'a MediaId>,
    pub arrival: &'a ArrivalId,
    pub wire_id: &'a str,
    pub at: Millis,
}

/// Whether a bubble is more than its text and choices: then the transcript keeps it whole, to send it again.
fn says_more(message: &Outgoing) -> bool {
    // Each field by its name: a new one has to be kept somewhere, too.
    let Outgoing {
        v: _,
        text: _,
        choices,
        choices_label,
        turning,
        ask_contact,
        ask_location,
        link,
        outside,
        attachment,
        reply_to,
    } = message;
    outside.is_some()
        || attachment.is_some()
        || link.is_some()
        || *ask_contact
        || *ask_location
        || turning.is_some()
        || reply_to.is_some()
        || (choices.is_empty() && !choices_label.is_empty())
}

/// A bubble as its row has it.
pub(super) struct RawBubble {
    /// The platform's id, once it is out.
    pub wire_id: Option<String>,
    /// All of it, where it is more than text and choices.
    pub payload: Option<String>,
    pub text: String,
    pub choices: Option<String>,
}

/// Which last bubble somebody cares for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Any,
    /// One that shows a part of its choices.
    InParts,
}

/// A bubble with buttons, once it is out.
fn spent(wire_id: Option<String>, message: Outgoing) -> Option<Spent> {
    let wire_id = wire_id.filter(|_| !message.choices.is_empty())?;
    Some(Spent { wire_id, message, chosen: None })
}

impl Work {
    pub async fn add_incoming(&mut self, bubble: &IncomingBubble<'_>) -> Result<(), StoreError> {
        let sealed = self.vault.seal_str("messages.text_sealed", bubble.text);
        self.tx.later.messages.push([
            Cell::of(bubble.id.as_str()),
            Cell::of(bubble.person.as_str()),
            bubble.channel.as_str().into(),
            Author::Citizen.kind().into(),
            Cell::Null,
            Cell::of(bubble.kind),
            sealed.into(),
            Cell::Null,
            bubble.media.map(|id| Cell::of(id.as_str())).into(),
            Cell::of(bubble.arrival.as_str()),
            Cell::of(bubble.wire_id),
            "read".into(),
            bubble.at.into(),
            bubble.at.into(),
            Cell::Null,
        ]);
        Ok(())
    }

    /// Writes a bubble into transcript and outbox.
    ///
    /// # Errors
    /// When the database does not answer.
    #[expect(clippy::too_many_arguments, reason = "one row, every column named at the call")]
    pub async fn send(
        &mut self,
        id: &MessageId,
        person: &PersonId,
        channel: ChannelKind,
        author: &Author,
        kind: &str,
        message: &Outgoing,
        priority: Priority,
        now: Millis,
    ) -> Result<(), StoreError> {
        if priority != Priority::Reminder {
            // One that was put off, to the morning perhaps, must not keep this waiting behind it.
            self.end_reminders(person, now, now + 1).await?;
        }
        let text = self.vault.seal_str("messages.text_sealed", message.text.expose());
        let kept = Kept::all_of(message);
        let choices = if kept.is_empty() {
            None
        } else {
            let json = serde_json::to_string(&kept).map_err(|_| StoreError::Damaged("choices"))?;
            Some(self.vault.seal_str("messages.choices_sealed", &json))
        };
        let staff = match author {
            Author::Staff(id) => Some(id.as_str()),
            Author::Citizen | Author::Bot | Author::Office => None,
        };
        let payload = serde_json::to_string(message).map_err(|_| StoreError::Damaged("message"))?;
        let whole = says_more(message).then(|| self.vault.seal_str("messages.payload_sealed", &payload));
        let payload = self.vault.seal_str("outbox.payload_sealed", &payload);
        self.tx.later.messages.push([
            Cell::of(id.as_str()),
            Cell::of(person.as_str()),
            channel.as_str().into(),
            author.kind().into(),
            staff.map(Cell::of).into(),
            Cell::of(kind),
            text.into(),
            choices.into(),
            Cell::Null,
            self.cause.as_ref().map(|id| Cell::of(id.as_str())).into(),
            Cell::Null,
            "queued".into(),
            now.into(),
            now.into(),
            whole.into(),
        ]);
        // The first bubble of a person with nothing under way may be claimed as it is written.
        let first = self.ahead.get_mut(person).is_some_and(|ahead| std::mem::take(&mut ahead.outbox_empty));
        let lease = self.birth_lease.filter(|_| first);
        #[cfg(any(debug_assertions, feature = "planted-faults"))]
        if self.seams.has(super::Planted::DroppedOutboxRow) && self.ahead.contains_key(person) && !first {
            return Ok(());
        }
        let times = i64::from(lease.is_some());
        self.tx.later.outbox.push([
            Cell::of(id.as_str()),
            Cell::of(id.as_str()),
            Cell::of(person.as_str()),
            channel.as_str().into(),
            payload.into(),
            (priority as i64).into(),
            times.into(),
            now.into(),
            lease.unwrap_or(0).into(),
            times.into(),
            now.into(),
            self.cause.as_ref().map(|id| Cell::of(id.as_str())).into(),
            lease.map_or(0, |_| self.replica).into(),
        ]);
        self.queued.push((id.clone(), self.cause.clone()));
        if let Some(lease_until) = lease {
            self.born.push(OutboxRow {
                id: id.clone(),
                person: person.clone(),
                channel,
                message: Arc::new(message.clone()),
                attempts: times,
                fence: times,
                lease_until,
                created_at: now,
                cause: self.cause.as_ref().map(|c| c.as_str().to_owned()),
                priority,
                reminds: priority == Priority::Reminder,
            });
        }
        self.tx.later.chat(person.as_str(), |note| note.last_at = note.last_at.max(now));
        Ok(())
    }

    /// From here on, bubbles are claimed as they are written, where the person has none under way; see
    /// [`Work::born`].
    pub fn claim_at_birth(&mut self, lease_until: Option<Millis>) {
        self.birth_lease = lease_until;
    }

    /// The bubbles that were written and claimed in one go: to be sent after the commit, and not without it.
    #[must_use]
    pub fn born(&mut self) -> Vec<OutboxRow> {
        std::mem::take(&mut self.born)
    }

    /// Puts a message that failed back into the outbox, as it was. Gives whose it is and by what it goes.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it did not fail.
    pub async fn resend(
        &mut self,
        id: &MessageId,
        now: Millis,
    ) -> Result<(PersonId, ChannelKind), StoreError> {
        let rows: Vec<(String, String, RawBubble)> = all!(
            &mut self.tx,
            "UPDATE messages SET status = 'queued', status_at = $2, fault = NULL WHERE id = $1 AND status = 'failed'
             RETURNING person_id, channel, wire_id, payload_sealed, text_sealed, choices_sealed",
            [id.as_str(), now],
            |row| (
                row.try_get(0)?,
                row.try_get(1)?,
                RawBubble {
                    wire_id: row.try_get(2)?,
                    payload: row.try_get(3)?,
                    text: row.try_get(4)?,
                    choices: row.try_get(5)?,
                }
            )
        );
        let Some((person, channel, raw)) = rows.into_iter().next() else { return Err(StoreError::Conflict) };
        let payload = self.seal_payload(&self.bubble(&raw)?)?;
        exec!(
            &mut self.tx,
            "INSERT INTO outbox (id, message_id, person_id, channel, payload_sealed, priority, attempts, next_at, lease_until, fence, created_at)
             VALUES ($1, $1, $2, $3, $4, 0, 0, $5, 0, 0, $5)",
            id.as_str(),
            person.as_str(),
            channel.as_str(),
            payload,
            now
        )?;
        Ok((
            PersonId::parse(&person).map_err(|_| StoreError::Damaged("person id"))?,
            ChannelKind::parse(&channel).ok_or(StoreError::Damaged("channel"))?,
        ))
    }

    /// The bubble of this person's that the platform knows by this id. The newest are looked at first: statuses come
    /// soon, if at all.
    pub async fn bubble_on_wire(
        &mut self,
        person: &PersonId,
        channel: ChannelKind,
        wire_id: &str,
    ) -> Result<Option<MessageId>, StoreError> {
        let sql = "SELECT id FROM messages WHERE person_id = $1 AND channel = $2 AND wire_id = $3
             ORDER BY created_at DESC, id DESC LIMIT 1";
        let found: Vec<String> =
            all!(&mut self.tx, sql, [person.as_str(), channel.as_str(), wire_id], |row| row.try_get(0)?);
        let parsed = found.first().map(|id| MessageId::parse(id)).transpose();
        parsed.map_err(|_| StoreError::Damaged("message id"))
    }

    /// A status from the platform about one of our bubbles; parked while it is not known about which.
    pub async fn note_status(
        &mut self,
        channel: ChannelKind,
        wire_id: &str,
        message: Option<&MessageId>,
        state: Delivery,
        fault: Option<&str>,
        at: Millis,
    ) -> Result<Option<PersonId>, StoreError> {
        let sql = "SELECT id, person_id, arrival_id, status, wire_id, setbacks FROM messages
             WHERE id = $1 AND channel = $2";
        let id = message.map_or("", |id| id.as_str());
        type Known = (String, String, Option<String>, String, Option<String>, i64);
        let found: Vec<Known> = all!(&mut self.tx, sql, [id, channel.as_str()], |row| (
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
            row.try_get(4)?,
            row.try_get(5)?
        ));
        let Some((id, person, cause, status, known_wire_id, setbacks)) = found.into_iter().next() else {
            exec!(
                &mut self.tx,
                "INSERT INTO early_statuses (channel, wire_id, status, fault, at) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (channel, wire_id, status) DO NOTHING",
                channel.as_str(),
                wire_id,
                state.as_str(),
                fault,
                at
            )?;
            return Ok(None);
        };
        let id = MessageId::parse(&id).map_err(|_| StoreError::Damaged("message id"))?;
        let current = Delivery::parse(&status).ok_or(StoreError::Damaged("delivery"))?;
        // Given back and sent anew: what comes late about the first try says nothing about the second.
        let same = known_wire_id.as_deref() == Some(wire_id);
        let earlier_try = setbacks > 0 && if current == Delivery::Queued { same } else { !same };
        if !earlier_try {
            self.move_status(&id, current, state, fault, at).await?;
        }
        tracing::debug!(target: STORY, arrival = cause, bubble = %id, status = state.as_str(), "heard of");
        Ok(PersonId::parse(&person).ok())
    }

    pub(super) async fn apply_status(
        &mut self,
        id: &MessageId,
        next: Delivery,
        fault: Option<&str>,
        at: Millis,
    ) -> Result<(), StoreError> {
        let now: Vec<String> =
            all!(&mut self.tx, "SELECT status FROM messages WHERE id = $1", [id.as_str()], |row| row
                .try_get(0)?);
        let current = now.first().and_then(|s| Delivery::parse(s)).ok_or(StoreError::Missing)?;
        self.move_status(id, current, next, fault, at).await
    }

    async fn move_status(
        &mut self,
        id: &MessageId,
        current: Delivery,
        next: Delivery,
        fault: Option<&str>,
        at: Millis,
    ) -> Result<(), StoreError> {
        if !current.moves_to(next) {
            return Ok(());
        }
        if current == Delivery::Failed {
            // It arrived after all: nobody needs to look after it.
            self.clear_alarm("message_failed", id.as_str(), at).await?;
        }
        exec!(
            &mut self.tx,
            "UPDATE messages SET status = $2, status_at = $3, fault = $4 WHERE id = $1",
            id.as_str(),
            next.as_str(),
            at,
            fault
        )?;
        Ok(())
    }

    /// Lets raw arrivals that were served, from before `raw`, go, and bubbles from before `history` that are not
    /// on their way any more. Ids begin with their time, so the primary keys find them. True: there may be more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forget_words(
        &mut self,
        raw: Millis,
        history: Millis,
        most: i64,
    ) -> Result<bool, StoreError> {
        let first_kept = ArrivalId::from_bits(id_bits(raw, 0));
        let arrivals = exec!(
            &mut self.tx,
            "DELETE FROM arrivals WHERE id IN (SELECT id FROM arrivals WHERE id < $1 AND state = 'served' ORDER BY id LIMIT $2 + 0)",
            first_kept.as_str(),
            most
        )?;
        let first_kept = MessageId::from_bits(id_bits(history, 0));
        let bubbles = exec!(
            &mut self.tx,
            "DELETE FROM messages WHERE id IN (SELECT m.id FROM messages m WHERE m.id < $1
               AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id = m.id)
               AND NOT EXISTS (SELECT 1 FROM held_messages h WHERE h.id = m.id) ORDER BY m.id LIMIT $2 + 0)",
            first_kept.as_str(),
            most
        )?;
        Ok(i64::try_from(arrivals.max(bubbles)).is_ok_and(|gone| gone >= most))
    }

    /// The last bubble of the bot's that still shows buttons, once it is out; `wanted`: whether it is worth reading.
    pub async fn last_choices(
        &mut self,
        person: &PersonId,
        wanted: Shown,
    ) -> Result<Option<Spent>, StoreError> {
        let ahead = self.ahead.get_mut(person).and_then(|ahead| ahead.last_choices.take());
        let sql = "SELECT id, wire_id, payload_sealed, text_sealed, choices_sealed FROM messages
             WHERE person_id = $1 AND author <> 'citizen' ORDER BY created_at DESC, id DESC LIMIT 1";
        let last = match ahead {
            Some(last) => last,
            None => self.bubbles(sql, person.as_str(), "").await?.into_iter().next(),
        };
        // A part of something longer is kept whole.
        let Some(last) = last.filter(|last| wanted == Shown::Any || last.payload.is_some()) else {
            return Ok(None);
        };
        let message = self.bubble(&last)?;
        Ok(spent(last.wire_id, message))
    }

    /// A bubble of ours to this person.
    pub async fn bubble_of(
        &mut self,
        id: &MessageId,
        person: &PersonId,
    ) -> Result<Option<Outgoing>, StoreError> {
        let sql = "SELECT id, wire_id, payload_sealed, text_sealed, choices_sealed FROM messages
             WHERE person_id = $1 AND author <> 'citizen' AND id = $2";
        let found = self.bubbles(sql, person.as_str(), id.as_str()).await?.into_iter().next();
        found.map(|raw| self.bubble(&raw)).transpose()
    }

    async fn bubbles(&mut self, sql: &str, person: &str, id: &str) -> Result<Vec<RawBubble>, StoreError> {
        Ok(if id.is_empty() {
            all!(&mut self.tx, sql, [person], |row| RawBubble {
                wire_id: row.try_get(1)?,
                payload: row.try_get(2)?,
                text: row.try_get(3)?,
                choices: row.try_get(4)?,
            })
        } else {
            all!(&mut self.tx, sql, [person, id], |row| RawBubble {
                wire_id: row.try_get(1)?,
                payload: row.try_get(2)?,
                text: row.try_get(3)?,
                choices: row.try_get(4)?,
            })
        })
    }
}

impl Store {
    /// When the citizen last wrote.
    pub async fn last_in_at(&self, person: &PersonId) -> Result<Option<Millis>, StoreError> {
        let rows: Vec<Option<i64>> = read_all!(
            &self.db,
            "SELECT last_in_at FROM chats WHERE person_id = $1",
            [person.as_str()],
            |row| row.try_get(0)?
        );
        Ok(rows.into_iter().next().flatten())
    }
}

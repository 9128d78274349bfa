//! Reply windows, what waits for them to open, and how our templates stand.

use super::db::{all, exec, read_all};
use super::messages::RawBubble;
use super::{OutboxRow, Priority, Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::ids::{ArrivalId, MessageId, PersonId};
use crate::domain::inbound::ChannelKind;
use crate::domain::outbound::{Choice, Outgoing};
use crate::domain::template::Standing;

/// The name under which the whole number stands.
const EVERYTHING: &str = "*";

/// How a template stands, and until when nothing unasked may leave at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateRow {
    pub standing: Standing,
    pub stopped_until: Millis,
}

/// One template as the console and the doctor list it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateLine {
    pub channel: ChannelKind,
    pub name: String,
    pub language: String,
    pub standing: Standing,
    pub detail: String,
    pub at: Millis,
}

/// A message that the platform took and then gave back.
#[derive(Debug, Clone)]
pub struct GivenBack {
    pub id: MessageId,
    pub person: PersonId,
    pub channel: ChannelKind,
    /// How often before.
    pub setbacks: i64,
    /// It left as a template.
    pub as_template: bool,
    /// Still in the outbox: its send call has not returned.
    pub under_way: bool,
    pub message: Outgoing,
    /// A word of [`crate::domain::inbound::Delivery`].
    pub status: String,
    pub wire_id: Option<String>,
    pub priority: Priority,
    /// What it answers.
    pub cause: Option<ArrivalId>,
}

impl Work {
    /// The citizen wrote to this number of ours.
    pub async fn open_window(
        &mut self,
        person: &PersonId,
        channel: ChannelKind,
        line: &str,
        at: Millis,
    ) -> Result<(), StoreError> {
        let key = (person.as_str().to_owned(), channel.as_str(), line.to_owned());
        let newest = self.tx.later.windows.entry(key).or_insert(at);
        *newest = at.max(*newest);
        Ok(())
    }

    /// The platform says that the window is shut, whatever we thought.
    pub async fn shut_window(
        &mut self,
        person: &PersonId,
        channel: ChannelKind,
        line: &str,
    ) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "DELETE FROM reply_windows WHERE person_id = $1 AND channel = $2 AND line = $3",
            person.as_str(),
            channel.as_str(),
            line
        )?;
        Ok(())
    }

    /// Takes a bubble out of the outbox until the citizen writes; the transcript shows it as waiting.
    pub async fn hold_message(&mut self, row: &OutboxRow, now: Millis) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "INSERT INTO held_messages (id, person_id, channel, payload_sealed, priority, held_at, arrival_id)
             SELECT id, person_id, channel, payload_sealed, priority, $3, arrival_id FROM outbox WHERE id = $1 AND fence = $2",
            row.id.as_str(),
            row.fence,
            now
        )?;
        self.drop_outbox(row).await
    }

    /// The citizen wrote on this channel: what was held for that moment goes, oldest first. Gives how many.
    pub async fn release_held(
        &mut self,
        person: &PersonId,
        channel: ChannelKind,
        now: Millis,
    ) -> Result<u64, StoreError> {
        if self.ahead.get(person).is_some_and(|ahead| ahead.none_held) {
            return Ok(0);
        }
        // A reminder that waited for the citizen to write reminds of nothing now.
        let overtaken: Vec<String> = all!(
            &mut self.tx,
            "DELETE FROM held_messages WHERE person_id = $1 AND channel = $2 AND priority = $3 RETURNING id",
            [person.as_str(), channel.as_str(), Priority::Reminder as i64],
            |row| row.try_get(0)?
        );
        self.are_overtaken(&overtaken, now).await?;
        let rows = exec!(
            &mut self.tx,
            "INSERT INTO outbox (id, message_id, person_id, channel, payload_sealed, priority, attempts, next_at, lease_until, fence, created_at, arrival_id)
             SELECT id, id, person_id, channel, payload_sealed, priority, 0, $3, 0, 0, $3, arrival_id FROM held_messages
             WHERE person_id = $1 AND channel = $2",
            person.as_str(),
            channel.as_str(),
            now
        )?;
        if rows == 0 && !overtaken.is_empty() {
            self.clear_alarm("window_closed", person.as_str(), now).await?;
        }
        if rows > 0 {
            if let Some(ahead) = self.ahead.get_mut(person) {
                ahead.outbox_empty = false;
            }
            exec!(
                &mut self.tx,
                "DELETE FROM held_messages WHERE person_id = $1 AND channel = $2",
                person.as_str(),
                channel.as_str()
            )?;
            self.clear_alarm("window_closed", person.as_str(), now).await?;
        }
        Ok(rows)
    }

    /// Everything that waits on a channel is tried once more: what still may not leave is held again.
    pub async fn release_all_held(&mut self, channel: ChannelKind, now: Millis) -> Result<u64, StoreError> {
        let rows = exec!(
            &mut self.tx,
            "INSERT INTO outbox (id, message_id, person_id, channel, payload_sealed, priority, attempts, next_at, lease_until, fence, created_at, arrival_id)
             SELECT id, id, person_id, channel, payload_sealed, priority, 0, $2, 0, 0, $2, arrival_id FROM held_messages WHERE channel = $1",
            channel.as_str(),
            now
        )?;
        exec!(&mut self.tx, "DELETE FROM held_messages WHERE channel = $1", channel.as_str())?;
        Ok(rows)
    }

    /// Whether the office said something of this kind to the person since then.
    pub async fn said_since(
        &mut self,
        person: &PersonId,
        kind: &str,
        since: Millis,
    ) -> Result<bool, StoreError> {
        let rows: Vec<String> = all!(
            &mut self.tx,
            "SELECT id FROM messages WHERE person_id = $1 AND created_at >= $3 AND kind = $2 AND status <> 'failed' LIMIT 1",
            [person.as_str(), kind, since],
            |row| row.try_get(0)?
        );
        Ok(!rows.is_empty())
    }

    /// How a template stood when it was last told about.
    pub async fn template_standing(
        &mut self,
        channel: ChannelKind,
        name: &str,
        language: &str,
    ) -> Result<Option<Standing>, StoreError> {
        let rows: Vec<String> = all!(
            &mut self.tx,
            "SELECT standing FROM templates WHERE channel = $1 AND name = $2 AND language = $3",
            [channel.as_str(), name, language],
            |row| row.try_get(0)?
        );
        let read = |text: &String| Standing::parse(text).ok_or(StoreError::Damaged("template"));
        rows.first().map(read).transpose()
    }

    /// Gives up what nobody came for since before `before`. Gives how many.
    pub async fn forget_held(&mut self, before: Millis, now: Millis) -> Result<u64, StoreError> {
        exec!(
            &mut self.tx,
            "UPDATE messages SET status = 'failed', fault = 'window: the citizen did not write again', status_at = $2
             WHERE status = 'queued' AND id IN (SELECT id FROM held_messages WHERE held_at < $1)",
            before,
            now
        )?;
        exec!(&mut self.tx, "DELETE FROM held_messages WHERE held_at < $1", before)
    }

    /// Sends a bubble of the outbox by another channel: its answers to the citizen's messages name nothing there.
    pub async fn reroute(&mut self, row: &OutboxRow, to: ChannelKind, now: Millis) -> Result<(), StoreError> {
        let message = Outgoing { reply_to: None, ..(*row.message).clone() };
        let payload = self.seal_payload(&message)?;
        let rows = exec!(
            &mut self.tx,
            "UPDATE outbox SET channel = $3, payload_sealed = $4, attempts = 0, next_at = $5, lease_until = 0 WHERE id = $1 AND fence = $2",
            row.id.as_str(),
            row.fence,
            to.as_str(),
            payload,
            now
        )?;
        if rows == 0 {
            return Err(StoreError::Conflict);
        }
        let sql = "UPDATE messages SET channel = $2 WHERE id = $1";
        exec!(&mut self.tx, sql, row.id.as_str(), to.as_str())?;
        if row.message.reply_to.is_some() {
            let whole = serde_json::to_string(&message).map_err(|_| StoreError::Damaged("message"))?;
            let whole = self.vault.seal_str("messages.payload_sealed", &whole);
            let sql = "UPDATE messages SET payload_sealed = $2 WHERE id = $1";
            exec!(&mut self.tx, sql, row.id.as_str(), whole)?;
        }
        Ok(())
    }

    /// Remembers that a template went out in the bubble's place.
    pub async fn note_sent_as(&mut self, id: &MessageId, template: &str) -> Result<(), StoreError> {
        exec!(&mut self.tx, "UPDATE messages SET sent_as = $2 WHERE id = $1", id.as_str(), template)?;
        Ok(())
    }

    /// Counts that the platform gave a message back. Gives how often by now.
    pub async fn count_setback(&mut self, id: &MessageId) -> Result<i64, StoreError> {
        let rows: Vec<i64> = all!(
            &mut self.tx,
            "UPDATE messages SET setbacks = setbacks + 1 WHERE id = $1 RETURNING setbacks",
            [id.as_str()],
            |row| row.try_get(0)?
        );
        Ok(rows.first().copied().unwrap_or(0))
    }

    /// The message that a status is about, with what is needed to send it again.
    pub async fn given_back(
        &mut self,
        channel: ChannelKind,
        id: &MessageId,
    ) -> Result<Option<GivenBack>, StoreError> {
        type Row = (
            String,
            String,
            String,
            i64,
            Option<String>,
            Option<String>,
            String,
            Option<String>,
            String,
            Option<String>,
            Option<String>,
            String,
            Option<String>,
        );
        let sql = "SELECT m.id, m.person_id, m.channel, m.setbacks, m.sent_as, m.payload_sealed, m.text_sealed, m.choices_sealed,
             m.status, m.wire_id, o.id, m.kind, m.arrival_id FROM messages m LEFT JOIN outbox o ON o.id = m.id
             WHERE m.id = $1 AND m.channel = $2";
        let rows: Vec<Row> = all!(&mut self.tx, sql, [id.as_str(), channel.as_str()], |row| (
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
            row.try_get(4)?,
            row.try_get(5)?,
            row.try_get(6)?,
            row.try_get(7)?,
            row.try_get(8)?,
            row.try_get(9)?,
            row.try_get(10)?,
            row.try_get(11)?,
            row.try_get(12)?
        ));
        let Some(row) = rows.into_iter().next() else { return Ok(None) };
        let (
            id,
            person,
            channel,
            setbacks,
            sent_as,
            payload,
            text,
            choices,
            status,
            wire_id,
            outbox,
            kind,
            cause,
        ) = row;
        let raw = RawBubble { wire_id, payload, text, choices };
        Ok(Some(GivenBack {
            id: MessageId::parse(&id).map_err(|_| StoreError::Damaged("message id"))?,
            person: PersonId::parse(&person).map_err(|_| StoreError::Damaged("person id"))?,
            channel: ChannelKind::parse(&channel).ok_or(StoreError::Damaged("channel"))?,
            setbacks,
            as_template: sent_as.is_some(),
            under_way: outbox.is_some(),
            message: self.bubble(&raw)?,
            status,
            wire_id: raw.wire_id,
            priority: Priority::of_kind(&kind),
            cause: cause.as_deref().and_then(|cause| ArrivalId::parse(cause).ok()),
        }))
    }

    /// Puts a message back that the platform had taken: it is queued again.
    pub async fn bring_back(
        &mut self,
        back: &GivenBack,
        next_at: Millis,
        now: Millis,
    ) -> Result<(), StoreError> {
        let payload = self.seal_payload(&back.message)?;
        exec!(
            &mut self.tx,
            "UPDATE messages SET status = 'queued', status_at = $2, fault = NULL, sent_as = NULL WHERE id = $1",
            back.id.as_str(),
            now
        )?;
        exec!(
            &mut self.tx,
            "INSERT INTO outbox (id, message_id, person_id, channel, payload_sealed, priority, attempts, next_at, lease_until, fence, created_at, arrival_id)
             VALUES ($1, $1, $2, $3, $4, $7, 0, $5, 0, 0, $6, $8)",
            back.id.as_str(),
            back.person.as_str(),
            back.channel.as_str(),
            payload,
            next_at,
            now,
            back.priority as i64,
            back.cause.as_ref().map(ArrivalId::as_str)
        )?;
        Ok(())
    }

    /// The same, to wait until the citizen writes.
    pub async fn bring_back_held(&mut self, back: &GivenBack, now: Millis) -> Result<(), StoreError> {
        let payload = self.seal_payload(&back.message)?;
        exec!(
            &mut self.tx,
            "UPDATE messages SET status = 'queued', status_at = $2, fault = NULL, sent_as = NULL WHERE id = $1",
            back.id.as_str(),
            now
        )?;
        exec!(
            &mut self.tx,
            "INSERT INTO held_messages (id, person_id, channel, payload_sealed, priority, held_at, arrival_id)
             VALUES ($1, $2, $3, $4, $6, $5, $7)",
            back.id.as_str(),
            back.person.as_str(),
            back.channel.as_str(),
            payload,
            now,
            back.priority as i64,
            back.cause.as_ref().map(ArrivalId::as_str)
        )?;
        Ok(())
    }

    pub(super) fn seal_payload(&self, message: &Outgoing) -> Result<String, StoreError> {
        let payload = serde_json::to_string(message).map_err(|_| StoreError::Damaged("message"))?;
        Ok(self.vault.seal_str("outbox.payload_sealed", &payload))
    }

    /// A bubble from its row of the transcript.
    pub(super) fn bubble(&self, raw: &RawBubble) -> Result<Outgoing, StoreError> {
        let damaged = |_| StoreError::Damaged("message");
        if let Some(payload) = &raw.payload {
            let json = self.vault.open_str("messages.payload_sealed", payload).map_err(damaged)?;
            return serde_json::from_str(&json).map_err(|_| StoreError::Damaged("message"));
        }
        let text = self.vault.open_str("messages.text_sealed", &raw.text).map_err(damaged)?;
        let mut message = Outgoing::text(text);
        if let Some(choices) = &raw.choices {
            let json = self.vault.open_str("messages.choices_sealed", choices).map_err(damaged)?;
            let kept: Vec<Kept> = serde_json::from_str(&json).map_err(|_| StoreError::Damaged("choices"))?;
            message.choices_label = kept.first().and_then(Kept::opener).unwrap_or_default().to_owned();
            message.choices = kept.into_iter().filter_map(Kept::choice).collect();
        }
        Ok(message)
    }

    /// What a platform told about a template of ours.
    pub async fn note_template(&mut self, line: &TemplateLine) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "INSERT INTO templates (channel, name, language, standing, detail, at, until_at) VALUES ($1, $2, $3, $4, $5, $6, 0)
             ON CONFLICT (channel, name, language) DO UPDATE SET standing = excluded.standing, detail = excluded.detail, at = excluded.at",
            line.channel.as_str(),
            line.name.as_str(),
            line.language.as_str(),
            line.standing.as_str(),
            line.detail.as_str(),
            line.at
        )?;
        Ok(())
    }

    /// Nothing unasked leaves this channel before `until`.
    pub async fn stop_unasked(
        &mut self,
        channel: ChannelKind,
        until: Millis,
        why: &str,
        now: Millis,
    ) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "INSERT INTO templates (channel, name, language, standing, detail, at, until_at) VALUES ($1, $2, '', 'paused', $3, $4, $5)
             ON CONFLICT (channel, name, language) DO UPDATE SET detail = excluded.detail, at = excluded.at, until_at = excluded.until_at",
            channel.as_str(),
            EVERYTHING,
            why,
            now,
            until
        )?;
        Ok(())
    }
}

impl Store {
    /// How a template stands. One that nobody told about is unknown.
    pub async fn template(
        &self,
        channel: ChannelKind,
        name: &str,
        language: &str,
    ) -> Result<TemplateRow, StoreError> {
        let rows: Vec<(String, String, i64)> = read_all!(
            &self.db,
            "SELECT name, standing, until_at FROM templates WHERE channel = $1 AND ((name = $2 AND language = $3) OR name = $4)",
            [channel.as_str(), name, language, EVERYTHING],
            |row| (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)
        );
        let mut found = TemplateRow { standing: Standing::Unknown, stopped_until: 0 };
        for (row, standing, until) in rows {
            if row == EVERYTHING {
                found.stopped_until = until;
            } else {
                found.standing = Standing::parse(&standing).ok_or(StoreError::Damaged("template"))?;
            }
        }
        Ok(found)
    }

    /// All that is known of our templates.
    pub async fn templates(&self) -> Result<Vec<TemplateLine>, StoreError> {
        let rows: Vec<(String, String, String, String, String, i64)> = read_all!(
            &self.db,
            "SELECT channel, name, language, standing, detail, at FROM templates WHERE name <> $1 ORDER BY channel, name, language",
            [EVERYTHING],
            |row| (
                row.try_get(0)?,
                row.try_get(1)?,
                row.try_get(2)?,
                row.try_get(3)?,
                row.try_get(4)?,
                row.try_get(5)?
            )
        );
        rows.into_iter()
            .map(|(channel, name, language, standing, detail, at)| {
                Ok(TemplateLine {
                    channel: ChannelKind::parse(&channel).ok_or(StoreError::Damaged("channel"))?,
                    name,
                    language,
                    standing: Standing::parse(&standing).ok_or(StoreError::Damaged("template"))?,
                    detail,
                    at,
                })
            })
            .collect()
    }
}

/// A choice as the transcript keeps it. Bubbles of an older version keep labels only, and cannot be sent again
/// with their buttons.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub(super) enum Kept {
    Whole {
        id: String,
        label: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        /// With the first: what the button says that opens the list.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opener: Option<String>,
    },
    Label(String),
}

impl Kept {
    pub(super) fn all_of(message: &Outgoing) -> Vec<Kept> {
        let mut opener = Some(message.choices_label.clone()).filter(|label| !label.is_empty());
        let kept = |choice: &Choice| Kept::Whole {
            id: choice.id.clone(),
            label: choice.label.clone(),
            description: choice.description.clone(),
            opener: opener.take(),
        };
        message.choices.iter().map(kept).collect()
    }

    fn choice(self) -> Option<Choice> {
        match self {
            Kept::Whole { id, label, description, .. } => Some(Choice { id, label, description }),
            Kept::Label(_) => None,
        }
    }

    fn opener(&self) -> Option<&str> {
        match self {
            Kept::Whole { opener, .. } => opener.as_deref(),
            Kept::Label(_) => None,
        }
    }

    pub(super) fn label(self) -> String {
        match self {
            Kept::Whole { label, .. } | Kept::Label(label) => label,
        }
    }
}

//! Chats: one per person, with one owner.

use super::db::{all, exec, read_all};
use super::{Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::chat::{Chat, Owner};
use crate::domain::ids::PersonId;
use crate::domain::inbound::ChannelKind;

const COLUMNS: &str =
    "channel, owner, owner_staff, owner_since, waiting_since, last_in_at, version, owner_reason";

pub(super) type Raw = (String, String, Option<String>, i64, Option<i64>, Option<i64>, i64, Option<String>);

macro_rules! raw {
    ($row:ident) => {
        (
            $row.try_get(0)?,
            $row.try_get(1)?,
            $row.try_get(2)?,
            $row.try_get(3)?,
            $row.try_get(4)?,
            $row.try_get(5)?,
            $row.try_get(6)?,
            $row.try_get(7)?,
        )
    };
}

pub(super) fn chat(person: &PersonId, raw: Raw) -> Result<(Chat, ChannelKind), StoreError> {
    let (channel, owner, staff, owner_since, waiting_since, last_in_at, version, _reason) = raw;
    let channel = ChannelKind::parse(&channel).ok_or(StoreError::Damaged("channel"))?;
    let owner = Owner::from_columns(&owner, staff.as_deref()).ok_or(StoreError::Damaged("owner"))?;
    let chat = Chat { person: person.clone(), owner, owner_since, waiting_since, last_in_at, version };
    Ok((chat, channel))
}

impl Work {
    /// The chat of a person and the channel they last wrote on; made when missing. On PostgreSQL the row is
    /// locked until the end of the transaction.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn chat(
        &mut self,
        person: &PersonId,
        channel: ChannelKind,
        now: Millis,
    ) -> Result<(Chat, ChannelKind), StoreError> {
        if let Some(chat) = self.ahead.get_mut(person).and_then(|ahead| ahead.chat.take()) {
            return Ok(chat);
        }
        exec!(
            &mut self.tx,
            "INSERT INTO chats (person_id, channel, owner, owner_since, last_message_at, version)
             VALUES ($1, $2, 'bot', $3, $3, 0) ON CONFLICT (person_id) DO NOTHING",
            person.as_str(),
            channel.as_str(),
            now
        )?;
        self.find_chat(person).await?.ok_or(StoreError::Missing)
    }

    /// The same without making one.
    pub async fn find_chat(&mut self, person: &PersonId) -> Result<Option<(Chat, ChannelKind)>, StoreError> {
        if let Some(chat) = self.ahead.get_mut(person).and_then(|ahead| ahead.chat.take()) {
            return Ok(Some(chat));
        }
        let lock = if self.skip_locked.is_empty() { "" } else { " FOR UPDATE" };
        let sql = format!("SELECT {COLUMNS} FROM chats WHERE person_id = $1{lock}");
        let rows: Vec<Raw> = all!(&mut self.tx, &sql, [person.as_str()], |row| raw!(row));
        rows.into_iter().next().map(|raw| chat(person, raw)).transpose()
    }

    /// Gives the chat another owner, if nobody changed it since it was read.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody did.
    pub async fn set_owner(
        &mut self,
        chat: &Chat,
        owner: &Owner,
        reason: Option<&str>,
        now: Millis,
    ) -> Result<(), StoreError> {
        let rows = exec!(
            &mut self.tx,
            "UPDATE chats SET owner = $3, owner_staff = $4, owner_since = $5, owner_reason = $6, version = version + 1
             WHERE person_id = $1 AND version = $2",
            chat.person.as_str(),
            chat.version,
            owner.kind(),
            owner.staff().map(crate::domain::ids::StaffId::as_str),
            now,
            reason
        )?;
        if rows == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// The citizen wrote. `waits`: a person should answer; the first unanswered message keeps the place.
    pub async fn note_incoming(
        &mut self,
        person: &PersonId,
        channel: ChannelKind,
        at: Millis,
        waits: bool,
    ) -> Result<(), StoreError> {
        self.tx.later.chat(person.as_str(), |note| {
            note.channel = Some(channel.as_str());
            note.in_at = note.in_at.max(Some(at));
            note.last_at = note.last_at.max(at);
            note.waits |= waits;
        });
        Ok(())
    }

    pub async fn set_waiting(&mut self, person: &PersonId, since: Option<Millis>) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "UPDATE chats SET waiting_since = $2 WHERE person_id = $1",
            person.as_str(),
            since
        )?;
        Ok(())
    }

    /// How many others have waited longer in the queue.
    pub async fn queue_ahead(&mut self, since: Millis, person: &PersonId) -> Result<i64, StoreError> {
        let rows: Vec<i64> = all!(
            &mut self.tx,
            "SELECT COUNT(*) FROM chats WHERE owner = 'queue' AND waiting_since IS NOT NULL AND waiting_since <= $1 AND person_id <> $2",
            [since, person.as_str()],
            |row| row.try_get(0)?
        );
        Ok(rows.first().copied().unwrap_or(0))
    }

    /// Chats that an officer holds in which a citizen has waited since before `before`.
    pub async fn stale_takeovers(&mut self, before: Millis) -> Result<Vec<PersonId>, StoreError> {
        let rows: Vec<String> = all!(
            &mut self.tx,
            "SELECT person_id FROM chats WHERE owner = 'staff' AND waiting_since IS NOT NULL AND waiting_since < $1
               AND owner_since < $1 ORDER BY waiting_since LIMIT 50",
            [before],
            |row| row.try_get(0)?
        );
        rows.iter().map(|id| PersonId::parse(id).map_err(|_| StoreError::Damaged("person id"))).collect()
    }
}

impl Store {
    /// Whether the bot is the one who answers: it is in a chat that nobody has begun yet.
    pub async fn is_with_bot(&self, person: &PersonId) -> Result<bool, StoreError> {
        let sql = "SELECT owner FROM chats WHERE person_id = $1";
        let owners: Vec<String> = read_all!(&self.db, sql, [person.as_str()], |row| row.try_get(0)?);
        Ok(owners.first().is_none_or(|owner| owner == "bot"))
    }

    /// (waiting for a person, held by staff) and since when the longest waits.
    pub async fn desk_depth(&self) -> Result<(i64, i64, Option<Millis>), StoreError> {
        let rows: Vec<(String, i64, Option<i64>)> = read_all!(
            &self.db,
            "SELECT owner, COUNT(*), MIN(waiting_since) FROM chats WHERE owner IN ('queue', 'staff') GROUP BY owner",
            [],
            |row| (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)
        );
        let of = |kind: &str| rows.iter().find(|r| r.0 == kind);
        let oldest = rows.iter().filter_map(|r| r.2).min();
        Ok((of("queue").map_or(0, |r| r.1), of("staff").map_or(0, |r| r.1), oldest))
    }
}

//! Writes that wait. A turn writes a handful of rows that nobody reads before the transaction ends; they
//! are gathered here and go to the database table by table, for all the turns of a transaction
//! together. Any other statement brings them in first, so no reader ever misses one.

use std::collections::BTreeMap;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde::Serialize;

use super::StoreError;
use super::bulk::{Cell, Insert};
use super::db::{Tx, exec};
use crate::domain::Millis;

/// Rows as one JSON argument; see [`super::db::Db::each`].
#[derive(Default)]
pub(super) struct Rows(String);

impl Rows {
    /// A tuple of texts, numbers and options of them.
    pub(super) fn push(&mut self, row: &impl Serialize) -> Result<(), StoreError> {
        let row = serde_json::to_string(row).map_err(|_| StoreError::Damaged("row"))?;
        self.0.push(if self.0.is_empty() { '[' } else { ',' });
        self.0.push_str(&row);
        Ok(())
    }

    pub(super) fn of<T: Serialize>(rows: impl IntoIterator<Item = T>) -> Result<Rows, StoreError> {
        let mut all = Rows::default();
        for row in rows {
            all.push(&row)?;
        }
        Ok(all)
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rows so far, if there are any; then it is empty again.
    pub(super) fn take(&mut self) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        let mut rows = std::mem::take(&mut self.0);
        rows.push(']');
        Some(rows)
    }

    /// The rows, none too.
    pub(super) fn done(mut self) -> String {
        self.take().unwrap_or_else(|| "[]".to_owned())
    }
}

/// What a turn notes about a chat.
#[derive(Default)]
pub(super) struct ChatNote {
    pub channel: Option<&'static str>,
    pub in_at: Option<Millis>,
    pub last_at: Millis,
    /// The citizen waits for a person.
    pub waits: bool,
}

/// One session to be kept.
pub(super) struct SessionNote {
    pub sealed: String,
    pub service: Option<String>,
    pub definition: Option<String>,
    pub question: Option<String>,
    pub at: Millis,
}

/// What waits, table by table. Where a row may be written twice, the last one counts.
#[derive(Default)]
pub(super) struct Deferred {
    pub chats: BTreeMap<String, ChatNote>,
    pub seen: Rows,
    pub messages: Vec<[Cell; 15]>,
    pub outbox: Vec<[Cell; 13]>,
    pub sessions: BTreeMap<String, SessionNote>,
    /// By person and kind; none: no timer.
    pub timers: BTreeMap<(String, &'static str), Option<(String, Millis)>>,
    /// By person, channel and number of ours.
    pub windows: BTreeMap<(String, &'static str, String), Millis>,
    pub consents: Rows,
    pub served: Rows,
    /// Whose mails leave no more.
    pub recalled: Rows,
}

impl Deferred {
    fn is_empty(&self) -> bool {
        let Deferred { chats, seen, messages, outbox, sessions, timers, windows, consents, served, recalled } =
            self;
        let none = chats.is_empty() && sessions.is_empty() && timers.is_empty() && windows.is_empty();
        none && messages.is_empty()
            && outbox.is_empty()
            && [seen, consents, served, recalled].into_iter().all(Rows::is_empty)
    }

    pub(super) fn chat(&mut self, person: &str, note: impl FnOnce(&mut ChatNote)) {
        if let Some(known) = self.chats.get_mut(person) {
            return note(known);
        }
        note(self.chats.entry(person.to_owned()).or_default());
    }
}

/// A transaction with the writes that wait for its end.
pub(super) struct Buffered {
    tx: Tx,
    each: &'static str,
    pub later: Deferred,
}

impl Buffered {
    pub(super) fn new(tx: Tx, each: &'static str) -> Buffered {
        Buffered { tx, each, later: Deferred::default() }
    }

    /// See [`super::db::Db::each`].
    pub(super) fn each(&self) -> &'static str {
        self.each
    }

    /// The transaction, with everything written that waited. Every statement asks for it, and mostly nothing waits: what
    /// it takes otherwise is in a box, or each would carry it.
    pub(super) async fn ready(&mut self) -> Result<&mut Tx, StoreError> {
        if !self.later.is_empty() {
            self.write().await?;
        }
        Ok(&mut self.tx)
    }

    fn write(&mut self) -> BoxFuture<'_, Result<(), StoreError>> {
        self.write_all().boxed()
    }

    async fn write_all(&mut self) -> Result<(), StoreError> {
        self.write_chats().await?;
        self.write_messages().await?;
        self.write_sessions().await?;
        self.write_timers().await?;
        self.write_windows().await?;
        self.write_rest().await
    }

    pub(super) async fn rollback(self) -> Result<(), StoreError> {
        self.tx.rollback().await
    }

    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        self.ready().await?;
        self.tx.commit().await
    }

    async fn write_chats(&mut self) -> Result<(), StoreError> {
        if self.later.chats.is_empty() {
            return Ok(());
        }
        let notes = std::mem::take(&mut self.later.chats);
        let waiting = notes.iter().filter(|(_, n)| n.waits).map(|(person, n)| (person, n.in_at));
        let waiting = Rows::of(waiting)?.take();
        let notes = notes.into_iter().map(|(person, n)| (person, n.channel, n.in_at, n.last_at));
        let sql = format!(
            "WITH v (person_id, channel, in_at, last_at) AS (SELECT e.value ->> 0, e.value ->> 1,
               CAST(e.value ->> 2 AS BIGINT), CAST(e.value ->> 3 AS BIGINT) FROM {})
             UPDATE chats SET channel = COALESCE(v.channel, chats.channel),
               last_in_at = CASE WHEN v.in_at IS NULL OR chats.last_in_at >= v.in_at THEN chats.last_in_at ELSE v.in_at END,
               last_message_at = CASE WHEN chats.last_message_at < v.last_at THEN v.last_at ELSE chats.last_message_at END
             FROM v WHERE chats.person_id = v.person_id",
            self.each
        );
        exec!(&mut self.tx, &sql, Rows::of(notes)?.done())?;
        // Few wait; written with the others, the index of those who do would be written anew with every message.
        if let Some(waiting) = waiting {
            let sql = format!(
                "WITH v (person_id, in_at) AS (SELECT e.value ->> 0, CAST(e.value ->> 1 AS BIGINT) FROM {})
                 UPDATE chats SET waiting_since = v.in_at FROM v
                 WHERE chats.person_id = v.person_id AND chats.waiting_since IS NULL",
                self.each
            );
            exec!(&mut self.tx, &sql, waiting)?;
        }
        Ok(())
    }

    async fn write_messages(&mut self) -> Result<(), StoreError> {
        let (messages, outbox) =
            (std::mem::take(&mut self.later.messages), std::mem::take(&mut self.later.outbox));
        let of_messages = Insert {
            into: "INSERT INTO messages (id, person_id, channel, author, author_staff, kind, text_sealed, choices_sealed,
                 media_id, arrival_id, wire_id, status, status_at, created_at, payload_sealed)",
            numbers: &[12, 13],
            then: "",
        };
        of_messages.rows(&mut self.tx, &messages, self.each).await?;
        let of_outbox = Insert {
            into: "INSERT INTO outbox (id, message_id, person_id, channel, payload_sealed, priority, attempts, next_at,
                 lease_until, fence, created_at, arrival_id, holder)",
            numbers: &[5, 6, 7, 8, 9, 10, 12],
            then: "",
        };
        of_outbox.rows(&mut self.tx, &outbox, self.each).await
    }

    async fn write_sessions(&mut self) -> Result<(), StoreError> {
        let sessions = std::mem::take(&mut self.later.sessions);
        let rows = sessions.into_iter().map(|(person, s)| {
            [
                person.into(),
                s.sealed.into(),
                s.service.into(),
                s.definition.into(),
                s.question.into(),
                s.at.into(),
            ]
        });
        let rows: Vec<[Cell; 6]> = rows.collect();
        let of_sessions = Insert {
            into: "INSERT INTO sessions (person_id, state_sealed, service, definition_hash, question, updated_at)",
            numbers: &[5],
            then: "ON CONFLICT (person_id) DO UPDATE SET state_sealed = excluded.state_sealed, service = excluded.service,
                 definition_hash = excluded.definition_hash, question = excluded.question, updated_at = excluded.updated_at",
        };
        of_sessions.rows(&mut self.tx, &rows, self.each).await
    }

    async fn write_timers(&mut self) -> Result<(), StoreError> {
        let (mut set, mut cleared) = (Rows::default(), Rows::default());
        for ((person, kind), timer) in std::mem::take(&mut self.later.timers) {
            match timer {
                Some((id, due_at)) => set.push(&(id, person, kind, due_at))?,
                None => cleared.push(&(person, kind))?,
            }
        }
        if let Some(rows) = set.take() {
            let sql = format!(
                "INSERT INTO timers (id, person_id, kind, due_at)
                 SELECT e.value ->> 0, e.value ->> 1, e.value ->> 2, CAST(e.value ->> 3 AS BIGINT) FROM {} WHERE 1 = 1
                 ON CONFLICT (person_id, kind) DO UPDATE SET id = excluded.id, due_at = excluded.due_at",
                self.each
            );
            exec!(&mut self.tx, &sql, rows)?;
        }
        if let Some(rows) = cleared.take() {
            let sql = format!(
                "DELETE FROM timers WHERE (person_id, kind) IN (SELECT e.value ->> 0, e.value ->> 1 FROM {})",
                self.each
            );
            exec!(&mut self.tx, &sql, rows)?;
        }
        Ok(())
    }

    async fn write_windows(&mut self) -> Result<(), StoreError> {
        if self.later.windows.is_empty() {
            return Ok(());
        }
        let windows = std::mem::take(&mut self.later.windows);
        let rows = windows.iter().map(|((person, channel, line), at)| (person, channel, line, at));
        let sql = format!(
            "INSERT INTO reply_windows (person_id, channel, line, last_in_at)
             SELECT e.value ->> 0, e.value ->> 1, e.value ->> 2, CAST(e.value ->> 3 AS BIGINT) FROM {} WHERE 1 = 1
             ON CONFLICT (person_id, channel, line) DO UPDATE SET last_in_at = excluded.last_in_at
             WHERE reply_windows.last_in_at < excluded.last_in_at",
            self.each
        );
        exec!(&mut self.tx, &sql, Rows::of(rows)?.done())?;
        Ok(())
    }

    async fn write_rest(&mut self) -> Result<(), StoreError> {
        if let Some(rows) = self.later.consents.take() {
            let sql = format!(
                "INSERT INTO consents (id, person_id, text_id, text_hash, lang, channel, given, at)
                 SELECT e.value ->> 0, e.value ->> 1, e.value ->> 2, e.value ->> 3, e.value ->> 4, e.value ->> 5,
                   CAST(e.value ->> 6 AS BIGINT) = 1, CAST(e.value ->> 7 AS BIGINT) FROM {}",
                self.each
            );
            exec!(&mut self.tx, &sql, rows)?;
        }
        if let Some(rows) = self.later.seen.take() {
            let sql = format!(
                "WITH v (kind, value_index, at) AS (SELECT e.value ->> 0, e.value ->> 1, CAST(e.value ->> 2 AS BIGINT) FROM {})
                 UPDATE addresses SET last_seen_at = v.at FROM v
                 WHERE addresses.kind = v.kind AND addresses.value_index = v.value_index AND addresses.last_seen_at < v.at",
                self.each
            );
            exec!(&mut self.tx, &sql, rows)?;
        }
        if let Some(rows) = self.later.recalled.take() {
            let sql = format!(
                "WITH v (person_id, at) AS (SELECT e.value ->> 0, CAST(e.value ->> 1 AS BIGINT) FROM {})
                 UPDATE mails SET state = 'replaced', letter_sealed = NULL, settled_at = v.at FROM v
                 WHERE mails.person_id = v.person_id AND mails.state = 'queued'",
                self.each
            );
            exec!(&mut self.tx, &sql, rows)?;
        }
        if let Some(rows) = self.later.served.take() {
            let sql = format!(
                "WITH v (id, at) AS (SELECT e.value ->> 0, CAST(e.value ->> 1 AS BIGINT) FROM {})
                 UPDATE arrivals SET state = 'served', served_at = v.at FROM v WHERE arrivals.id = v.id",
                self.each
            );
            exec!(&mut self.tx, &sql, rows)?;
        }
        Ok(())
    }
}

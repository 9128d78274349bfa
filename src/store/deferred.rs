//! Writes that wait. A turn writes a handful of rows that nobody reads before the transaction ends; they
//! are gathered here and go to the database table by table, for all the turns of a transaction
//! together. Any other statement brings them in first, so no reader ever misses one.

use std::collections::BTreeMap;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde::Serialize;

use super::StoreError;
use super::bulk::{Cell, Change, Insert};
use super::db::Tx;
use super::lanes::BODY;
use crate::domain::Millis;
use crate::domain::redacted::Redacted;
use crate::vault::Vault;

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
    /// Kind and index of an address, and when.
    pub seen: Vec<[Cell<'static>; 3]>,
    pub messages: Vec<[Cell<'static>; 15]>,
    pub outbox: Vec<[Cell<'static>; 13]>,
    pub sessions: BTreeMap<String, SessionNote>,
    /// By person and kind; none: no timer.
    pub timers: BTreeMap<(String, &'static str), Option<(String, Millis)>>,
    /// By person, channel and number of ours.
    pub windows: BTreeMap<(String, &'static str, String), Millis>,
    pub consents: Vec<[Cell<'static>; 8]>,
    /// An arrival, and when.
    pub served: Vec<[Cell<'static>; 2]>,
    /// Arrivals that were stored as served, and have not been yet, with what they brought: of what is served the row keeps
    /// none of it. No other statement has to know, but those that ask what waits: see [`Buffered::own_up`].
    pub at_once: BTreeMap<String, Redacted<String>>,
    /// Whose mails leave no more, and when.
    pub recalled: Vec<[Cell<'static>; 2]>,
}

impl Deferred {
    fn is_empty(&self) -> bool {
        let Deferred { chats, seen, messages, outbox, sessions, timers, windows, .. } = self;
        let Deferred { consents, served, recalled, at_once: _, .. } = self;
        let none = chats.is_empty() && sessions.is_empty() && timers.is_empty() && windows.is_empty();
        let none = none && seen.is_empty() && messages.is_empty() && outbox.is_empty();
        none && consents.is_empty() && served.is_empty() && recalled.is_empty()
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
    vault: Vault,
    pub later: Deferred,
}

impl Buffered {
    pub(super) fn new(tx: Tx, each: &'static str, vault: Vault) -> Buffered {
        Buffered { tx, each, vault, later: Deferred::default() }
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

    /// From here on, what was stored as served at once and has not been yet waits.
    pub(super) async fn own_up(&mut self) -> Result<(), StoreError> {
        let unserved = std::mem::take(&mut self.later.at_once).into_iter();
        let rows: Vec<_> =
            unserved.map(|(id, body)| [id.into(), self.vault.seal_str(BODY, body.expose()).into()]).collect();
        let wait = Change {
            columns: ["id", "body"],
            numbers: &[],
            one: "UPDATE arrivals SET state = 'waiting', served_at = NULL, body_sealed = $2 WHERE id = $1",
            all: "UPDATE arrivals SET state = 'waiting', served_at = NULL, body_sealed = v.body FROM v WHERE arrivals.id = v.id",
        };
        wait.rows(&mut self.tx, &rows).await
    }

    pub(super) async fn rollback(self) -> Result<(), StoreError> {
        self.tx.rollback().await
    }

    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        self.own_up().await?;
        self.ready().await?;
        self.tx.commit().await
    }

    async fn write_chats(&mut self) -> Result<(), StoreError> {
        let notes = std::mem::take(&mut self.later.chats);
        let waits = notes.iter().filter(|(_, n)| n.waits);
        let waiting: Vec<_> = waits.map(|(person, n)| [Cell::of(person), n.in_at.into()]).collect();
        let notes = notes.into_iter();
        let notes: Vec<_> = notes
            .map(|(person, n)| [person.into(), n.channel.into(), n.in_at.into(), n.last_at.into()])
            .collect();
        let noted = Change {
            columns: ["person_id", "channel", "in_at", "last_at"],
            numbers: &["in_at", "last_at"],
            one: "UPDATE chats SET channel = COALESCE($2, channel),
                 last_in_at = CASE WHEN $3 IS NULL OR last_in_at >= $3 THEN last_in_at ELSE $3 END,
                 last_message_at = CASE WHEN last_message_at < $4 THEN $4 ELSE last_message_at END
               WHERE person_id = $1",
            all: "UPDATE chats SET channel = COALESCE(v.channel, chats.channel),
                 last_in_at = CASE WHEN v.in_at IS NULL OR chats.last_in_at >= v.in_at THEN chats.last_in_at ELSE v.in_at END,
                 last_message_at = CASE WHEN chats.last_message_at < v.last_at THEN v.last_at ELSE chats.last_message_at END
               FROM v WHERE chats.person_id = v.person_id",
        };
        noted.rows(&mut self.tx, &notes).await?;
        // Few wait; written with the others, the index of those who do would be written anew with every message.
        let wait = Change {
            columns: ["person_id", "in_at"],
            numbers: &["in_at"],
            one: "UPDATE chats SET waiting_since = $2 WHERE person_id = $1 AND waiting_since IS NULL",
            all: "UPDATE chats SET waiting_since = v.in_at FROM v
               WHERE chats.person_id = v.person_id AND chats.waiting_since IS NULL",
        };
        wait.rows(&mut self.tx, &waiting).await
    }

    async fn write_messages(&mut self) -> Result<(), StoreError> {
        let (messages, outbox) =
            (std::mem::take(&mut self.later.messages), std::mem::take(&mut self.later.outbox));
        let of_messages = Insert {
            into: "messages",
            columns: [
                "id",
                "person_id",
                "channel",
                "author",
                "author_staff",
                "kind",
                "text_sealed",
                "choices_sealed",
                "media_id",
                "arrival_id",
                "wire_id",
                "status",
                "status_at",
                "created_at",
                "payload_sealed",
            ],
            numbers: &["status_at", "created_at"],
            then: "",
        };
        of_messages.rows(&mut self.tx, &messages).await?;
        let of_outbox = Insert {
            into: "outbox",
            columns: [
                "id",
                "message_id",
                "person_id",
                "channel",
                "payload_sealed",
                "priority",
                "attempts",
                "next_at",
                "lease_until",
                "fence",
                "created_at",
                "arrival_id",
                "holder",
            ],
            numbers: &["priority", "attempts", "next_at", "lease_until", "fence", "created_at", "holder"],
            then: "",
        };
        of_outbox.rows(&mut self.tx, &outbox).await
    }

    async fn write_sessions(&mut self) -> Result<(), StoreError> {
        let sessions = std::mem::take(&mut self.later.sessions).into_iter();
        let rows: Vec<_> = sessions
            .map(|(person, s)| {
                [
                    person.into(),
                    s.sealed.into(),
                    s.service.into(),
                    s.definition.into(),
                    s.question.into(),
                    s.at.into(),
                ]
            })
            .collect();
        let of_sessions = Insert {
            into: "sessions",
            columns: ["person_id", "state_sealed", "service", "definition_hash", "question", "updated_at"],
            numbers: &["updated_at"],
            then: "ON CONFLICT (person_id) DO UPDATE SET state_sealed = excluded.state_sealed, service = excluded.service,
                 definition_hash = excluded.definition_hash, question = excluded.question, updated_at = excluded.updated_at",
        };
        of_sessions.rows(&mut self.tx, &rows).await
    }

    async fn write_timers(&mut self) -> Result<(), StoreError> {
        let (mut set, mut cleared) = (Vec::new(), Vec::new());
        for ((person, kind), timer) in std::mem::take(&mut self.later.timers) {
            match timer {
                Some((id, due_at)) => set.push([id.into(), person.into(), kind.into(), due_at.into()]),
                None => cleared.push([person.into(), kind.into()]),
            }
        }
        let of_timers = Insert {
            into: "timers",
            columns: ["id", "person_id", "kind", "due_at"],
            numbers: &["due_at"],
            then: "ON CONFLICT (person_id, kind) DO UPDATE SET id = excluded.id, due_at = excluded.due_at",
        };
        of_timers.rows(&mut self.tx, &set).await?;
        let clear = Change {
            columns: ["person_id", "kind"],
            numbers: &[],
            one: "DELETE FROM timers WHERE person_id = $1 AND kind = $2",
            all: "DELETE FROM timers USING v WHERE timers.person_id = v.person_id AND timers.kind = v.kind",
        };
        clear.rows(&mut self.tx, &cleared).await
    }

    async fn write_windows(&mut self) -> Result<(), StoreError> {
        let windows = std::mem::take(&mut self.later.windows).into_iter();
        let rows: Vec<_> = windows
            .map(|((person, channel, line), at)| [person.into(), channel.into(), line.into(), at.into()])
            .collect();
        let of_windows = Insert {
            into: "reply_windows",
            columns: ["person_id", "channel", "line", "last_in_at"],
            numbers: &["last_in_at"],
            then: "ON CONFLICT (person_id, channel, line) DO UPDATE SET last_in_at = excluded.last_in_at
               WHERE reply_windows.last_in_at < excluded.last_in_at",
        };
        of_windows.rows(&mut self.tx, &rows).await
    }

    async fn write_rest(&mut self) -> Result<(), StoreError> {
        let agree = Change {
            columns: ["id", "person_id", "text_id", "text_hash", "lang", "channel", "given", "at"],
            numbers: &["given", "at"],
            one: "INSERT INTO consents (id, person_id, text_id, text_hash, lang, channel, given, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7 = 1, $8)",
            all: "INSERT INTO consents (id, person_id, text_id, text_hash, lang, channel, given, at)
               SELECT id, person_id, text_id, text_hash, lang, channel, given = 1, at FROM v",
        };
        agree.rows(&mut self.tx, &std::mem::take(&mut self.later.consents)).await?;
        let see = Change {
            columns: ["kind", "value_index", "at"],
            numbers: &["at"],
            one: "UPDATE addresses SET last_seen_at = $3 WHERE kind = $1 AND value_index = $2 AND last_seen_at < $3",
            all: "UPDATE addresses SET last_seen_at = v.at FROM v
               WHERE addresses.kind = v.kind AND addresses.value_index = v.value_index AND addresses.last_seen_at < v.at",
        };
        see.rows(&mut self.tx, &std::mem::take(&mut self.later.seen)).await?;
        let recall = Change {
            columns: ["person_id", "at"],
            numbers: &["at"],
            one: "UPDATE mails SET state = 'replaced', letter_sealed = NULL, settled_at = $2
               WHERE person_id = $1 AND state = 'queued'",
            all: "UPDATE mails SET state = 'replaced', letter_sealed = NULL, settled_at = v.at FROM v
               WHERE mails.person_id = v.person_id AND mails.state = 'queued'",
        };
        recall.rows(&mut self.tx, &std::mem::take(&mut self.later.recalled)).await?;
        let serve = Change {
            columns: ["id", "at"],
            numbers: &["at"],
            one: "UPDATE arrivals SET state = 'served', served_at = $2, body_sealed = '' WHERE id = $1",
            all: "UPDATE arrivals SET state = 'served', served_at = v.at, body_sealed = '' FROM v WHERE arrivals.id = v.id",
        };
        serve.rows(&mut self.tx, &std::mem::take(&mut self.later.served)).await
    }
}

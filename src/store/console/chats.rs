//! The inbox and the transcript.

use crate::domain::Millis;
use crate::domain::chat::Owner;
use crate::domain::ids::{MediaId, MessageId, PersonId, StaffId};
use crate::domain::inbound::{Address, AddressKind};
use crate::domain::redacted::Redacted;
use crate::store::Store;
use crate::store::db::{StoreError, read_all};
use crate::store::windows::Kept;

/// Which chats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InboxTab {
    /// In the queue, or held by me with something unanswered; oldest first, the queue before mine.
    Waiting,
    /// Held by me.
    Mine,
    /// With the bot, newest first.
    Bot,
    /// Newest first.
    All,
}

/// Where a page of the newest-first tabs goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxCursor {
    pub last_message_at: Millis,
    pub person: String,
}

/// How many chats stand in each tab.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    pub waiting: i64,
    pub mine: i64,
    pub bot: i64,
}

/// One chat as a line of the inbox and the head of its page.
#[derive(Debug, Clone)]
pub struct ChatRow {
    pub person: PersonId,
    pub name: Option<Redacted<String>>,
    /// The best address on the chat's channel.
    pub address: Option<Address>,
    pub channel: String,
    pub owner: Owner,
    pub owner_since: Millis,
    pub waiting_since: Option<Millis>,
    pub last_in_at: Option<Millis>,
    pub last_message_at: Millis,
    pub last: Option<LastLine>,
    /// Something we sent since the citizen last wrote did not arrive.
    pub failed: bool,
    pub opted_out: bool,
    pub unreachable: bool,
}

/// The newest bubble.
#[derive(Debug, Clone)]
pub struct LastLine {
    pub author: String,
    pub kind: String,
    pub text: Option<Redacted<String>>,
}

/// One bubble.
#[derive(Debug, Clone)]
pub struct TranscriptLine {
    pub id: MessageId,
    /// citizen | bot | office | staff
    pub author: String,
    pub author_staff: Option<String>,
    pub kind: String,
    pub text: Option<Redacted<String>>,
    pub choices: Vec<String>,
    pub media: Option<MediaId>,
    /// received | stored | failed
    pub media_state: Option<String>,
    pub media_mime: Option<String>,
    /// A word of [`crate::domain::inbound::Delivery`].
    pub status: String,
    pub fault: Option<String>,
    pub created_at: Millis,
    /// The template that was sent in its place.
    pub sent_as: Option<String>,
    /// It waits until the citizen writes.
    pub held: bool,
}

/// The address that staff see: a phone number before other kinds, a current one before an old one.
const BEST_ADDRESS: &str = "FROM addresses a WHERE a.person_id = c.person_id AND a.channel = c.channel \
     ORDER BY CASE WHEN a.superseded_at IS NULL THEN 0 ELSE 1 END, \
     CASE a.kind WHEN 'wa_phone' THEN 0 ELSE 1 END, a.last_seen_at DESC, a.kind, a.value_index LIMIT 1";

const WAITING: &str =
    "(c.owner = 'queue' OR (c.owner = 'staff' AND c.owner_staff = $1 AND c.waiting_since IS NOT NULL))";

struct Row {
    person: String,
    name: Option<String>,
    address_kind: Option<String>,
    address: Option<String>,
    channel: String,
    owner: String,
    owner_staff: Option<String>,
    owner_since: i64,
    waiting_since: Option<i64>,
    last_in_at: Option<i64>,
    last_message_at: i64,
    last_author: Option<String>,
    last_kind: Option<String>,
    last_text: Option<String>,
    failed: i64,
    opted_out_at: Option<i64>,
    unreachable: i64,
}

fn select(condition: &str, order: &str) -> String {
    format!(
        "SELECT c.person_id, p.name_sealed, (SELECT a.kind {BEST_ADDRESS}), \
         (SELECT a.value_sealed {BEST_ADDRESS}), c.channel, c.owner, c.owner_staff, c.owner_since, \
         c.waiting_since, c.last_in_at, c.last_message_at, m.author, m.kind, m.text_sealed, \
         CAST(CASE WHEN EXISTS (SELECT 1 FROM messages f WHERE f.person_id = c.person_id \
           AND f.status = 'failed' AND f.created_at >= COALESCE(c.last_in_at, 0)) THEN 1 ELSE 0 END AS BIGINT), \
         p.opted_out_at, \
         CAST(CASE WHEN EXISTS (SELECT 1 FROM addresses a WHERE a.person_id = c.person_id \
           AND a.channel = c.channel AND a.superseded_at IS NULL) AND NOT EXISTS (SELECT 1 FROM addresses a \
           WHERE a.person_id = c.person_id AND a.channel = c.channel AND a.superseded_at IS NULL \
           AND a.unreachable_at IS NULL) THEN 1 ELSE 0 END AS BIGINT) \
         FROM chats c JOIN persons p ON p.id = c.person_id \
         LEFT JOIN messages m ON m.id = (SELECT l.id FROM messages l WHERE l.person_id = c.person_id \
           ORDER BY l.created_at DESC, l.id DESC LIMIT 1) \
         WHERE {condition} ORDER BY {order}"
    )
}

macro_rules! chat_row {
    ($row:ident) => {
        Row {
            person: $row.try_get(0)?,
            name: $row.try_get(1)?,
            address_kind: $row.try_get(2)?,
            address: $row.try_get(3)?,
            channel: $row.try_get(4)?,
            owner: $row.try_get(5)?,
            owner_staff: $row.try_get(6)?,
            owner_since: $row.try_get(7)?,
            waiting_since: $row.try_get(8)?,
            last_in_at: $row.try_get(9)?,
            last_message_at: $row.try_get(10)?,
            last_author: $row.try_get(11)?,
            last_kind: $row.try_get(12)?,
            last_text: $row.try_get(13)?,
            failed: $row.try_get(14)?,
            opted_out_at: $row.try_get(15)?,
            unreachable: $row.try_get(16)?,
        }
    };
}

impl Store {
    /// The chats of a tab. `before` goes on with the newest-first tabs; the others are short by nature
    /// and stop at `limit`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn inbox(
        &self,
        tab: InboxTab,
        me: &StaffId,
        before: Option<&InboxCursor>,
        limit: i64,
    ) -> Result<Vec<ChatRow>, StoreError> {
        let (at, person) = before.map_or((Millis::MAX, ""), |c| (c.last_message_at, c.person.as_str()));
        let page = "(c.last_message_at < $2 OR (c.last_message_at = $2 AND c.person_id < $3))";
        // $1 is used in every tab so that both databases know its type.
        let (condition, order) = match tab {
            InboxTab::Waiting => (
                format!("{WAITING} AND {page}"),
                "CASE c.owner WHEN 'queue' THEN 0 ELSE 1 END, COALESCE(c.waiting_since, c.owner_since), c.person_id",
            ),
            InboxTab::Mine => (
                format!("c.owner = 'staff' AND c.owner_staff = $1 AND {page}"),
                "CASE WHEN c.waiting_since IS NULL THEN 1 ELSE 0 END, c.waiting_since, c.last_message_at DESC, \
                 c.person_id",
            ),
            InboxTab::Bot => (
                format!("c.owner = 'bot' AND $1 <> '' AND {page}"),
                "c.last_message_at DESC, c.person_id DESC",
            ),
            InboxTab::All => (format!("$1 <> '' AND {page}"), "c.last_message_at DESC, c.person_id DESC"),
        };
        let sql = format!("{} LIMIT $4 + 0", select(&condition, order));
        let rows: Vec<Row> =
            read_all!(&self.db, &sql, [me.as_str(), at, person, limit], |row| chat_row!(row));
        rows.into_iter().map(|row| self.chat_row(row)).collect()
    }

    /// # Errors
    /// When the database does not answer.
    pub async fn inbox_counts(&self, me: &StaffId) -> Result<Waiting, StoreError> {
        let sql = format!(
            "SELECT (SELECT COUNT(*) FROM chats c WHERE {WAITING}), \
             (SELECT COUNT(*) FROM chats c WHERE c.owner = 'staff' AND c.owner_staff = $1), \
             (SELECT COUNT(*) FROM chats c WHERE c.owner = 'bot')"
        );
        let rows: Vec<Waiting> = read_all!(&self.db, &sql, [me.as_str()], |row| Waiting {
            waiting: row.try_get(0)?,
            mine: row.try_get(1)?,
            bot: row.try_get(2)?,
        });
        Ok(rows.into_iter().next().unwrap_or_default())
    }

    /// One chat.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn chat_row_of(&self, person: &PersonId) -> Result<Option<ChatRow>, StoreError> {
        let sql = select("c.person_id = $1", "c.person_id");
        let rows: Vec<Row> = read_all!(&self.db, &sql, [person.as_str()], |row| chat_row!(row));
        rows.into_iter().next().map(|row| self.chat_row(row)).transpose()
    }

    fn chat_row(&self, row: Row) -> Result<ChatRow, StoreError> {
        let kind = row.address_kind.as_deref().and_then(AddressKind::parse);
        let value = self.show("addresses.value_sealed", row.address.as_deref());
        Ok(ChatRow {
            person: PersonId::parse(&row.person).map_err(|_| StoreError::Damaged("person id"))?,
            name: self
                .show("persons.name_sealed", row.name.as_deref())
                .filter(|name| !name.expose().trim().is_empty()),
            address: kind.zip(value).map(|(kind, value)| Address { kind, value }),
            channel: row.channel,
            owner: Owner::from_columns(&row.owner, row.owner_staff.as_deref())
                .ok_or(StoreError::Damaged("chat owner"))?,
            owner_since: row.owner_since,
            waiting_since: row.waiting_since,
            last_in_at: row.last_in_at,
            last_message_at: row.last_message_at,
            last: row.last_author.zip(row.last_kind).map(|(author, kind)| LastLine {
                author,
                kind,
                text: self.show("messages.text_sealed", row.last_text.as_deref()),
            }),
            failed: row.failed != 0,
            opted_out: row.opted_out_at.is_some(),
            unreachable: row.unreachable != 0,
        })
    }

    /// The newest `limit` bubbles before a bubble (or before now), oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn transcript(
        &self,
        person: &PersonId,
        before: Option<(Millis, &MessageId)>,
        limit: i64,
    ) -> Result<Vec<TranscriptLine>, StoreError> {
        let (at, id) = before.map_or((Millis::MAX, ""), |(at, id)| (at, id.as_str()));
        let sql = "SELECT m.id, m.author, m.author_staff, m.kind, m.text_sealed, m.choices_sealed, m.media_id, \
             d.state, d.mime, m.status, m.fault, m.created_at, m.sent_as, h.id \
             FROM messages m LEFT JOIN media d ON d.id = m.media_id LEFT JOIN held_messages h ON h.id = m.id \
             WHERE m.person_id = $1 AND (m.created_at < $2 OR (m.created_at = $2 AND m.id < $3)) \
             ORDER BY m.created_at DESC, m.id DESC LIMIT $4 + 0";
        type Sealed = (String, Option<String>, Option<String>);
        let rows: Vec<(TranscriptLine, Sealed)> =
            read_all!(&self.db, sql, [person.as_str(), at, id, limit], |row| {
                let id: String = row.try_get(0)?;
                let line = TranscriptLine {
                    id: MessageId::parse(&id).map_err(|_| StoreError::Damaged("message id"))?,
                    author: row.try_get(1)?,
                    author_staff: row.try_get(2)?,
                    kind: row.try_get(3)?,
                    text: None,
                    choices: Vec::new(),
                    media: None,
                    media_state: row.try_get(7)?,
                    media_mime: row.try_get(8)?,
                    status: row.try_get(9)?,
                    fault: row.try_get(10)?,
                    created_at: row.try_get(11)?,
                    sent_as: row.try_get(12)?,
                    held: row.try_get::<Option<String>, _>(13)?.is_some(),
                };
                (line, (row.try_get(4)?, row.try_get(5)?, row.try_get(6)?))
            });
        let mut lines: Vec<TranscriptLine> = rows
            .into_iter()
            .map(|(line, (text, choices, media))| TranscriptLine {
                text: self.show("messages.text_sealed", Some(&text)),
                choices: self
                    .show("messages.choices_sealed", choices.as_deref())
                    .and_then(|json| serde_json::from_str::<Vec<Kept>>(json.expose()).ok())
                    .map(|kept| kept.into_iter().map(Kept::label).collect())
                    .unwrap_or_default(),
                media: media.and_then(|id| MediaId::parse(&id).ok()),
                ..line
            })
            .collect();
        lines.reverse();
        Ok(lines)
    }
}

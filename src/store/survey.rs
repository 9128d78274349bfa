//! The whole at a glance, for a simulation that checks after every step what must always hold. Reads without
//! opening anything that is sealed.

use super::db::{exec, read_all};
use super::{Store, StoreError};
use crate::domain::Millis;

/// How one person stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulse {
    pub person: String,
    /// `bot`, `queue` or `staff`.
    pub owner: String,
    /// Of the chat: changes with every owner.
    pub version: i64,
    pub waiting_since: Option<Millis>,
    /// The request that is open.
    pub service: Option<String>,
    pub opted_out: bool,
    pub timers: i64,
    /// Arrivals not yet served.
    pub waiting: i64,
}

/// One line of the transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub id: String,
    pub person: String,
    /// `citizen`, `bot`, `office` or `staff`.
    pub author: String,
    /// Of the arrival that it is, or that it answers.
    pub provider_id: Option<String>,
    pub media: Option<String>,
    /// Still to be sent.
    pub queued: bool,
}

/// One event, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrivalLine {
    pub provider_id: String,
    pub class: String,
    pub state: String,
    pub attempts: i64,
    pub fault: Option<String>,
    /// Lines of the transcript that it is.
    pub lines: i64,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLine {
    pub id: String,
    pub provider_id: Option<String>,
    pub state: String,
    pub blob_key: Option<String>,
    pub filed: bool,
}

/// One filed request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseSurvey {
    pub id: String,
    pub ticket: String,
    pub person: String,
    pub status: String,
    /// How often it was handed over.
    pub submits: i64,
    /// Open requests for the same number and service, this one included.
    pub alike: i64,
}

/// Work that will be due: what kind, and when.
pub type Due = (String, Millis);

impl Store {
    /// Every person with a chat.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn survey_pulse(&self) -> Result<Vec<Pulse>, StoreError> {
        Ok(read_all!(
            &self.db,
            "SELECT c.person_id, c.owner, c.version, c.waiting_since, s.service, p.opted_out_at,
               (SELECT COUNT(*) FROM timers t WHERE t.person_id = c.person_id),
               (SELECT COUNT(*) FROM arrivals a WHERE a.person_id = c.person_id AND a.state = 'waiting')
             FROM chats c JOIN persons p ON p.id = c.person_id LEFT JOIN sessions s ON s.person_id = c.person_id
             ORDER BY c.person_id",
            [],
            |row| Pulse {
                person: row.try_get(0)?,
                owner: row.try_get(1)?,
                version: row.try_get(2)?,
                waiting_since: row.try_get(3)?,
                service: row.try_get(4)?,
                opted_out: row.try_get::<Option<i64>, _>(5)?.is_some(),
                timers: row.try_get(6)?,
                waiting: row.try_get(7)?,
            }
        ))
    }

    /// The lines of the transcript behind `after`, an id.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn survey_lines(&self, after: &str) -> Result<Vec<Line>, StoreError> {
        Ok(read_all!(
            &self.db,
            "SELECT m.id, m.person_id, m.author, a.provider_id, m.media_id,
               (SELECT COUNT(*) FROM outbox o WHERE o.message_id = m.id)
             FROM messages m LEFT JOIN arrivals a ON a.id = m.arrival_id WHERE m.id > $1 ORDER BY m.id",
            [after],
            |row| Line {
                id: row.try_get(0)?,
                person: row.try_get(1)?,
                author: row.try_get(2)?,
                provider_id: row.try_get(3)?,
                media: row.try_get(4)?,
                queued: row.try_get::<i64, _>(5)? > 0,
            }
        ))
    }

    /// # Errors
    /// When the database does not answer.
    pub async fn survey_arrivals(&self) -> Result<Vec<ArrivalLine>, StoreError> {
        Ok(read_all!(
            &self.db,
            "SELECT a.provider_id, a.class, a.state, a.attempts, a.fault,
               (SELECT COUNT(*) FROM messages m WHERE m.person_id = a.person_id AND m.arrival_id = a.id AND m.author = 'citizen')
             FROM arrivals a ORDER BY a.id",
            [],
            |row| ArrivalLine {
                provider_id: row.try_get(0)?,
                class: row.try_get(1)?,
                state: row.try_get(2)?,
                attempts: row.try_get(3)?,
                fault: row.try_get(4)?,
                lines: row.try_get(5)?,
            }
        ))
    }

    /// # Errors
    /// When the database does not answer.
    pub async fn survey_files(&self) -> Result<Vec<FileLine>, StoreError> {
        Ok(read_all!(
            &self.db,
            "SELECT m.id, a.provider_id, m.state, m.blob_key,
               (SELECT COUNT(*) FROM dossier_files f WHERE f.media_id = m.id)
             FROM media m LEFT JOIN arrivals a ON a.id = m.arrival_id ORDER BY m.id",
            [],
            |row| FileLine {
                id: row.try_get(0)?,
                provider_id: row.try_get(1)?,
                state: row.try_get(2)?,
                blob_key: row.try_get(3)?,
                filed: row.try_get::<i64, _>(4)? > 0,
            }
        ))
    }

    /// # Errors
    /// When the database does not answer.
    pub async fn survey_cases(&self) -> Result<Vec<CaseSurvey>, StoreError> {
        Ok(read_all!(
            &self.db,
            "SELECT d.id, d.ticket, d.person_id, d.status,
               (SELECT COUNT(*) FROM dossier_events e WHERE e.dossier_id = d.id AND e.act = 'submit'),
               (SELECT COUNT(*) FROM dossiers o WHERE o.nik_index = d.nik_index AND o.service = d.service
                  AND o.status NOT IN ('collected', 'cancelled', 'emailed'))
             FROM dossiers d ORDER BY d.id",
            [],
            |row| CaseSurvey {
                id: row.try_get(0)?,
                ticket: row.try_get(1)?,
                person: row.try_get(2)?,
                status: row.try_get(3)?,
                submits: row.try_get(4)?,
                alike: row.try_get(5)?,
            }
        ))
    }

    /// The bubbles that stand in the outbox.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn survey_outbox(&self) -> Result<Vec<String>, StoreError> {
        Ok(read_all!(&self.db, "SELECT id FROM outbox ORDER BY id", [], |row| row.try_get(0)?))
    }

    /// Whether a bubble that stands in the outbox waited elsewhere before: for the citizen to write.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn survey_was_held(&self, bubble: &str) -> Result<bool, StoreError> {
        let later: Vec<i64> = read_all!(
            &self.db,
            "SELECT COUNT(*) FROM outbox o JOIN messages m ON m.id = o.message_id WHERE o.id = $1 AND o.created_at > m.created_at",
            [bubble],
            |row| row.try_get(0)?
        );
        Ok(later.first().is_some_and(|n| *n > 0))
    }

    /// When work of each kind is due next: `lane`, `bubble`, `file`, `timer`, and `chat` for one that an officer
    /// holds (`patience`: how long they may let a citizen wait). What waits for the citizen is not due.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn survey_due(&self, patience: Millis) -> Result<Vec<Due>, StoreError> {
        let rows: Vec<(String, Option<Millis>)> = read_all!(
            &self.db,
            "SELECT 'lane', MIN(CASE WHEN due_at > lease_until THEN due_at ELSE lease_until + 1 END) FROM lanes WHERE due_at IS NOT NULL
             UNION ALL SELECT 'bubble', MIN(CASE WHEN o.next_at > o.lease_until THEN o.next_at ELSE o.lease_until + 1 END) FROM outbox o
               WHERE NOT EXISTS (SELECT 1 FROM outbox p WHERE p.person_id = o.person_id AND p.id < o.id)
             UNION ALL SELECT 'file', MIN(CASE WHEN next_at > claimed_until THEN next_at ELSE claimed_until + 1 END) FROM media WHERE state = 'received'
             UNION ALL SELECT 'timer', MIN(due_at) FROM timers
             UNION ALL SELECT 'chat', MIN(CASE WHEN waiting_since > owner_since THEN waiting_since ELSE owner_since END + $1 + 1) FROM chats
               WHERE owner = 'staff' AND waiting_since IS NOT NULL",
            [patience],
            |row| (row.try_get(0)?, row.try_get(1)?)
        );
        Ok(rows.into_iter().filter_map(|(kind, at)| at.map(|at| (kind, at))).collect())
    }

    /// Every text that is kept unsealed and was not made by ourselves alone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn survey_plain_texts(&self) -> Result<Vec<String>, StoreError> {
        let texts: Vec<Option<String>> = read_all!(
            &self.db,
            "SELECT fault FROM arrivals UNION ALL SELECT fault FROM messages UNION ALL SELECT last_fault FROM outbox
             UNION ALL SELECT fault FROM media UNION ALL SELECT detail FROM alarms UNION ALL SELECT subject FROM alarms
             UNION ALL SELECT detail FROM audit UNION ALL SELECT subject FROM audit",
            [],
            |row| row.try_get(0)?
        );
        Ok(texts.into_iter().flatten().collect())
    }

    /// Empties a database in memory; any other is left as it is.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it is not in memory.
    pub async fn wipe_memory(&self) -> Result<(), StoreError> {
        if !self.db.in_memory {
            return Err(StoreError::Conflict);
        }
        // Tables only refer to older ones, so the younger go first. A pragma would put foreign keys off until the commit,
        // and make every prepared statement be prepared again.
        let tables: Vec<String> = read_all!(
            &self.db,
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'schema_migrations' ORDER BY rowid DESC",
            [],
            |row| row.try_get(0)?
        );
        let mut tx = self.db.begin().await?;
        for table in tables {
            exec!(&mut tx, &format!("DELETE FROM {table}"))?;
        }
        tx.commit().await
    }
}

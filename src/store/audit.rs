//! Who did or looked at what. Rows are only ever added here; no personal data goes into `detail`.

use super::db::{StoreError, exec, read_all};
use super::{Store, Work};
use crate::domain::Millis;
use crate::domain::ids::RowId;

/// One line of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    pub at: Millis,
    /// A staff id, or a word such as `cli`.
    pub actor: String,
    /// e.g. `case.reveal`.
    pub action: String,
    /// The id of what it was done to.
    pub subject: String,
    /// Codes and ids, never a value of a citizen.
    pub detail: String,
}

impl Work {
    /// # Errors
    /// When the database does not answer.
    pub async fn audit(&mut self, id: &RowId, entry: &AuditEntry) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "INSERT INTO audit (id, at, actor, action, subject, detail) VALUES ($1, $2, $3, $4, $5, $6)",
            id.as_str(),
            entry.at,
            entry.actor.as_str(),
            entry.action.as_str(),
            entry.subject.as_str(),
            entry.detail.as_str()
        )?;
        Ok(())
    }
}

impl Store {
    /// What was recorded about a subject, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn audit_of(&self, subject: &str) -> Result<Vec<AuditEntry>, StoreError> {
        let sql = "SELECT at, actor, action, subject, detail FROM audit WHERE subject = $1 ORDER BY id";
        Ok(read_all!(&self.db, sql, [subject], |row| AuditEntry {
            at: row.try_get(0)?,
            actor: row.try_get(1)?,
            action: row.try_get(2)?,
            subject: row.try_get(3)?,
            detail: row.try_get(4)?,
        }))
    }
}

//! What an operator must know, as rows that the console shows. One open alarm per kind and subject.

use super::db::{all, exec, read_all};
use super::{Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::ids::RowId;

/// An open alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    pub kind: String,
    pub subject: String,
    pub detail: String,
    pub at: Millis,
}

impl Work {
    /// Raises an alarm unless the same one is open. `detail` holds no personal data.
    pub async fn raise_alarm(
        &mut self,
        id: &RowId,
        kind: &str,
        subject: &str,
        detail: &str,
        now: Millis,
    ) -> Result<(), StoreError> {
        let open: Vec<String> = all!(
            &mut self.tx,
            "SELECT id FROM alarms WHERE kind = $1 AND subject = $2 AND cleared_at IS NULL",
            [kind, subject],
            |row| row.try_get(0)?
        );
        if open.is_empty() {
            exec!(
                &mut self.tx,
                "INSERT INTO alarms (id, kind, subject, detail, at) VALUES ($1, $2, $3, $4, $5)",
                id.as_str(),
                kind,
                subject,
                detail,
                now
            )?;
        }
        Ok(())
    }

    pub async fn clear_alarm(&mut self, kind: &str, subject: &str, now: Millis) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "UPDATE alarms SET cleared_at = $3 WHERE kind = $1 AND subject = $2 AND cleared_at IS NULL",
            kind,
            subject,
            now
        )?;
        Ok(())
    }
}

impl Store {
    pub async fn open_alarms(&self) -> Result<Vec<Alarm>, StoreError> {
        Ok(read_all!(
            &self.db,
            "SELECT kind, subject, detail, at FROM alarms WHERE cleared_at IS NULL ORDER BY at DESC LIMIT 50",
            [],
            |row| Alarm {
                kind: row.try_get(0)?,
                subject: row.try_get(1)?,
                detail: row.try_get(2)?,
                at: row.try_get(3)?
            }
        ))
    }
}

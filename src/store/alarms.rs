//! What an operator must know, as rows that the console shows. One open alarm per kind and subject.

use super::db::{all, exec, read_all};
use super::{Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::ids::{RowId, StaffId};

/// An open alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    pub id: RowId,
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

    /// Someone looked after it. Gives its kind and subject; none when it was not open any more.
    pub async fn clear_alarm_by(
        &mut self,
        id: &RowId,
        by: &StaffId,
        now: Millis,
    ) -> Result<Option<(String, String)>, StoreError> {
        let rows: Vec<(String, String)> = all!(
            &mut self.tx,
            "UPDATE alarms SET cleared_at = $2, cleared_by = $3 WHERE id = $1 AND cleared_at IS NULL RETURNING kind, subject",
            [id.as_str(), now, by.as_str()],
            |row| (row.try_get(0)?, row.try_get(1)?)
        );
        Ok(rows.into_iter().next())
    }
}

impl Store {
    /// The newest first.
    pub async fn open_alarms(&self) -> Result<Vec<Alarm>, StoreError> {
        let rows: Vec<(String, String, String, String, i64)> = read_all!(
            &self.db,
            "SELECT id, kind, subject, detail, at FROM alarms WHERE cleared_at IS NULL ORDER BY at DESC, id DESC LIMIT 200",
            [],
            |row| (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?)
        );
        rows.into_iter()
            .map(|(id, kind, subject, detail, at)| {
                let id = RowId::parse(&id).map_err(|_| StoreError::Damaged("alarm id"))?;
                Ok(Alarm { id, kind, subject, detail, at })
            })
            .collect()
    }

    pub async fn alarm_count(&self) -> Result<i64, StoreError> {
        let rows: Vec<i64> =
            read_all!(&self.db, "SELECT COUNT(*) FROM alarms WHERE cleared_at IS NULL", [], |row| row
                .try_get(0)?);
        Ok(rows.first().copied().unwrap_or(0))
    }
}

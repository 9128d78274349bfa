//! Rows written by a clock that ran ahead, and the newest ids that it left.

use super::db::{exec, read_all};
use super::lanes::AWAKE;
use super::{Store, StoreError, Work};
use crate::domain::Millis;

impl Work {
    /// Makes due what waits longer than `horizon`, though nothing of ours ever does: lanes, bubbles and files of a
    /// clock that was ahead. What waits for a citizen to write was made in the past and stays. Gives how many.
    pub async fn pull_back(&mut self, now: Millis, horizon: Millis) -> Result<u64, StoreError> {
        let far = now + horizon;
        let mut rows =
            exec!(&mut self.tx, "UPDATE lanes SET due_at = $1, lease_until = 0 WHERE due_at > $2", now, far)?;
        let sql = format!("UPDATE lanes SET lease_until = 0 WHERE {AWAKE} AND lease_until > $1");
        rows += exec!(&mut self.tx, &sql, far)?;
        rows += exec!(
            &mut self.tx,
            "UPDATE outbox SET next_at = $1, created_at = $1 WHERE next_at > $2 AND created_at > $2",
            now,
            far
        )?;
        rows += exec!(&mut self.tx, "UPDATE outbox SET lease_until = 0 WHERE lease_until > $1", far)?;
        rows += exec!(
            &mut self.tx,
            "UPDATE media SET next_at = $1, claimed_until = 0 WHERE state = 'received' AND (next_at > $2 OR claimed_until > $2)",
            now,
            far
        )?;
        rows += exec!(
            &mut self.tx,
            "UPDATE mails SET next_at = $1, claimed_until = 0 WHERE state = 'queued' AND (next_at > $2 OR claimed_until > $2)",
            now,
            far
        )?;
        rows += exec!(&mut self.tx, "UPDATE model_questions SET due_at = $1 WHERE due_at > $2", now, far)?;
        Ok(rows)
    }
}

impl Store {
    /// The newest ids of what is served or sent in their order. New ids must come after them, whatever the clock says: their
    /// order is the order of arrival.
    pub async fn newest_ids(&self) -> Result<Vec<String>, StoreError> {
        let mut newest = Vec::new();
        for sql in
            ["SELECT MAX(id) FROM arrivals", "SELECT MAX(id) FROM outbox", "SELECT MAX(id) FROM messages"]
        {
            let found: Vec<Option<String>> = read_all!(&self.db, sql, [], |row| row.try_get(0)?);
            newest.extend(found.into_iter().flatten());
        }
        Ok(newest)
    }
}

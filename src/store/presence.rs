//! Is another process at work on this database? One that dies leaves leases behind, and citizens would wait
//! until they end; the next process may end them at once, but only if it is alone.

use sqlx::{Connection as _, PgConnection};

use super::db::{Pools, exec};
use super::{Store, StoreError, Work};
use crate::domain::Millis;

/// Held in common by all processes at work on a database (PostgreSQL advisory lock; any constant of ours).
const AT_WORK: i64 = 0x5A9A_0002;

/// Shows other processes that this one is at work; hold it as long as it is.
#[derive(Debug)]
pub struct Presence {
    alone: bool,
    /// PostgreSQL drops the lock with the connection, thus with the process.
    _lock: Option<PgConnection>,
}

impl Presence {
    /// Whether no other process was at work when this one began.
    #[must_use]
    pub fn alone(&self) -> bool {
        self.alone
    }
}

impl Store {
    /// Takes up work on this database. A SQLite file belongs to one process.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_up_work(&self) -> Result<Presence, StoreError> {
        let Pools::Pg(pool) = &self.db.pools else { return Ok(Presence { alone: true, _lock: None }) };
        let mut lock = PgConnection::connect_with(&pool.connect_options()).await?;
        let alone: bool =
            sqlx::query_scalar("SELECT pg_try_advisory_lock($1)").bind(AT_WORK).fetch_one(&mut lock).await?;
        sqlx::query("SELECT pg_advisory_lock_shared($1)").bind(AT_WORK).execute(&mut lock).await?;
        if alone {
            sqlx::query("SELECT pg_advisory_unlock($1)").bind(AT_WORK).execute(&mut lock).await?;
        }
        Ok(Presence { alone, _lock: Some(lock) })
    }
}

impl Work {
    /// Ends the leases of a process that is no more: lanes at once, bubbles that were being sent at
    /// `bubbles_at` at the latest.
    pub async fn end_leases(&mut self, now: Millis, bubbles_at: Millis) -> Result<(), StoreError> {
        exec!(&mut self.tx, "UPDATE lanes SET lease_until = 0 WHERE lease_until >= $1", now)?;
        exec!(&mut self.tx, "UPDATE outbox SET lease_until = $1 WHERE lease_until > $1", bubbles_at)?;
        Ok(())
    }
}

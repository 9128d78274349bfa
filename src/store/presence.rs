//! Who is at work on this database. A process that dies leaves leases behind, and citizens would wait until
//! they end: the others end them as soon as they are sure that it is no more, and never those of a living one.
//!
//! PostgreSQL: every process holds an advisory lock with its own number, on a connection of its own, and renews its
//! row in `replicas` at every beat. It is dead when its lock is free and its row has not changed for
//! [`LOOKS`] looks: a process whose connections were cut takes its lock again and renews its row before that. (A
//! machine that lost its power keeps the lock until the keep-alives of TCP notice, about half a minute; its
//! leases end by themselves at about that time.) A SQLite file belongs to one process: a second that came would end the
//! leases of the first, so it holds the lock of a file beside it, which ends with it however it ends.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use sqlx::{Connection as _, PgConnection};

use super::db::{Pools, all, exec};
use super::lanes::AWAKE;
use super::{Store, StoreError, Work};
use crate::domain::Millis;

/// The first half of the lock of a process, its number being the second (any constant of ours).
const AT_WORK: i32 = 0x5A9A_0002;

/// Successive looks after which a process without its lock and without a beat is dead.
const LOOKS: u32 = 4;
/// Looks without a beat after which a process does not count as alive, although its lock is held: its
/// machine may be gone.
const SILENT: u32 = 20;
/// A lock that does not come within this is tried for again at the next beat.
const PATIENCE: Duration = Duration::from_secs(5);

/// Shows the others that this process is at work.
#[derive(Debug)]
pub struct Presence {
    store: Store,
    number: i64,
    started_at: Millis,
    lock: Option<PgConnection>,
    /// What processes before this one left was looked at; on SQLite that is all there is to do.
    swept: bool,
    /// Locked as long as this process is at work on a SQLite file.
    file: Option<File>,
    others: BTreeMap<i64, Seen>,
}

/// What was seen of another process so far.
#[derive(Debug)]
struct Seen {
    seen_at: Millis,
    /// Looks since its row changed.
    silent: u32,
    /// Successive looks at which its lock was free.
    unlocked: u32,
}

/// What a look around showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beat {
    /// Processes at work, this one among them.
    pub alive: u32,
    /// Processes that were found dead, whose leases are ended now.
    pub dead: u32,
    /// At the first look: processes that seem to have died before this one came.
    pub left: u32,
}

impl Store {
    /// Takes up work on this database; beat from now on.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_up_work(&self, now: Millis) -> Result<Presence, StoreError> {
        let mut work = self.begin().await?;
        let number = work.next_serial("replicas").await?;
        work.commit().await?;
        self.replica.store(number, std::sync::atomic::Ordering::Relaxed);
        let store = self.clone();
        Ok(Presence {
            store,
            number,
            started_at: now,
            lock: None,
            swept: false,
            file: None,
            others: BTreeMap::new(),
        })
    }

    /// Ends the leases of a process that is no more, for whoever knows that it is.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_over_from(&self, dead: i64, bubbles_at: Millis) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        work.end_leases_of(dead, bubbles_at).await?;
        work.commit().await
    }
}

impl Presence {
    /// This process among all that ever were at work on this database.
    #[must_use]
    pub fn number(&self) -> i64 {
        self.number
    }

    /// Shows that this process lives, looks for those that do not, and ends their leases: lanes at once, bubbles
    /// that were being sent at `bubbles_at`. Call it at least twice a second.
    ///
    /// # Errors
    /// When the database does not answer; the next beat tries everything again. [`StoreError::InUse`] when another
    /// process is at work on the SQLite file.
    pub async fn beat(&mut self, now: Millis, bubbles_at: Millis) -> Result<Beat, StoreError> {
        let store = self.store.clone();
        let Pools::Pg(pool) = &store.db.pools else {
            if !self.swept {
                if self.file.is_none() {
                    self.file = store.db.file.as_deref().map(lock_beside).transpose()?;
                }
                let mut work = store.begin().await?;
                let left = u32::try_from(work.replicas().await?.len()).unwrap_or(u32::MAX);
                work.end_leases(bubbles_at).await?;
                work.show_replica(self.number, self.started_at, now).await?;
                work.commit().await?;
                self.swept = true;
                return Ok(Beat { alive: 1, dead: 0, left });
            }
            return Ok(Beat { alive: 1, dead: 0, left: 0 });
        };
        // First the row, which needs no more than the pool: it tells a process with cut connections from a dead one.
        let mut work = store.begin().await?;
        work.show_replica(self.number, self.started_at, now).await?;
        work.commit().await?;
        let held = tokio::time::timeout(PATIENCE, self.hold(&pool.connect_options())).await;
        held.map_err(|_| StoreError::Database("no lock in time".into()))??;
        self.look(bubbles_at).await
    }

    /// Holds the lock, on a new connection when the old one was cut.
    async fn hold(&mut self, options: &sqlx::postgres::PgConnectOptions) -> Result<(), StoreError> {
        if let Some(lock) = &mut self.lock {
            if lock.ping().await.is_ok() {
                return Ok(());
            }
            self.lock = None;
        }
        // The server notices a machine that is gone after about half a minute, not after two hours.
        let options = options.clone().application_name("sapa presence").options([
            ("tcp_keepalives_idle", "10"),
            ("tcp_keepalives_interval", "5"),
            ("tcp_keepalives_count", "4"),
        ]);
        let mut lock = PgConnection::connect_with(&options).await?;
        sqlx::query("SELECT pg_advisory_lock($1, $2)")
            .bind(AT_WORK)
            .bind(second_half(self.number))
            .execute(&mut lock)
            .await?;
        self.lock = Some(lock);
        Ok(())
    }

    async fn look(&mut self, bubbles_at: Millis) -> Result<Beat, StoreError> {
        let mut work = self.store.begin().await?;
        let rows = work.replicas().await?;
        self.others.retain(|number, _| rows.iter().any(|(known, _)| known == number));
        let mut beat = Beat { alive: 1, dead: 0, left: 0 };
        let first = !std::mem::replace(&mut self.swept, true);
        for (number, seen_at) in rows.into_iter().filter(|(number, _)| *number != self.number) {
            let seen = self.others.entry(number).or_insert(Seen { seen_at, silent: 0, unlocked: 0 });
            if seen.seen_at == seen_at {
                seen.silent += 1;
            } else {
                *seen = Seen { seen_at, silent: 0, unlocked: 0 };
            }
            // Ours until the end of this transaction: it cannot come back meanwhile.
            let free = work.try_lock_of(number).await?;
            beat.left += u32::from(free && first);
            seen.unlocked = if free { seen.unlocked + 1 } else { 0 };
            if seen.unlocked >= LOOKS && seen.silent >= LOOKS {
                work.end_leases_of(number, bubbles_at).await?;
                self.others.remove(&number);
                beat.dead += 1;
            } else if seen.silent < SILENT {
                beat.alive += 1;
            }
        }
        work.commit().await?;
        Ok(beat)
    }

    /// Ends the leases of this process: lanes at once, bubbles that were being sent at `bubbles_at`. For the
    /// moment when the database answers again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn regain(&self, bubbles_at: Millis) -> Result<(), StoreError> {
        let mut work = self.store.begin().await?;
        work.end_work_of(self.number, bubbles_at).await?;
        work.commit().await
    }

    /// Gives back what is still held, so that others go on at once.
    ///
    /// # Errors
    /// When the database does not answer; then the others find this process dead.
    pub async fn leave(self, bubbles_at: Millis) -> Result<(), StoreError> {
        let mut work = self.store.begin().await?;
        work.end_leases_of(self.number, bubbles_at).await?;
        work.commit().await?;
        if let Some(lock) = self.lock {
            lock.close().await?;
        }
        Ok(())
    }
}

/// The locked file beside a database. Not the database's own: SQLite loses its locks when anyone closes that file.
fn lock_beside(database: &Path) -> Result<File, StoreError> {
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    let failed =
        |error: &dyn std::fmt::Display| StoreError::Unavailable(format!("no lock beside it: {error}"));
    let file = File::options().create(true).write(true).truncate(false).open(path).map_err(|e| failed(&e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(database.display().to_string())),
        Err(TryLockError::Error(error)) => Err(failed(&error)),
    }
}

/// Numbers are counted from one, at every start of a process.
fn second_half(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

impl Work {
    async fn show_replica(&mut self, number: i64, started: Millis, now: Millis) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "INSERT INTO replicas (number, version, started_at, seen_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (number) DO UPDATE SET seen_at =
               CASE WHEN excluded.seen_at > replicas.seen_at THEN excluded.seen_at ELSE replicas.seen_at + 1 END",
            number,
            env!("CARGO_PKG_VERSION"),
            started,
            now
        )?;
        Ok(())
    }

    async fn replicas(&mut self) -> Result<Vec<(i64, Millis)>, StoreError> {
        let sql = "SELECT number, seen_at FROM replicas ORDER BY number";
        Ok(all!(&mut self.tx, sql, [], |row| (row.try_get(0)?, row.try_get(1)?)))
    }

    /// Whether nobody holds the lock of that process; it is held until the end of this transaction then.
    async fn try_lock_of(&mut self, number: i64) -> Result<bool, StoreError> {
        let sql = "SELECT pg_try_advisory_xact_lock($1, $2)";
        let free: Vec<bool> =
            all!(&mut self.tx, sql, [AT_WORK, second_half(number)], |row| row.try_get(0)?);
        Ok(free.first().copied().unwrap_or(false))
    }

    async fn end_leases_of(&mut self, holder: i64, bubbles_at: Millis) -> Result<(), StoreError> {
        self.end_work_of(holder, bubbles_at).await?;
        // A file may be fetched twice then: the second finds it settled. An e-mail may be sent twice, with the same code.
        exec!(
            &mut self.tx,
            "UPDATE media SET claimed_until = 0 WHERE state = 'received' AND claimed_until > 0"
        )?;
        exec!(
            &mut self.tx,
            "UPDATE mails SET claimed_until = 0 WHERE state = 'queued' AND claimed_until > 0"
        )?;
        // Asked again by whoever comes first; the answer to whoever asked before is not taken.
        exec!(&mut self.tx, "UPDATE model_questions SET due_at = created_at WHERE due_at > created_at")?;
        exec!(&mut self.tx, "UPDATE duties SET lease_until = 0 WHERE holder = $1", holder)?;
        exec!(&mut self.tx, "DELETE FROM replicas WHERE number = $1", holder)?;
        Ok(())
    }

    async fn end_work_of(&mut self, holder: i64, bubbles_at: Millis) -> Result<(), StoreError> {
        let sql =
            format!("UPDATE lanes SET lease_until = 0 WHERE holder = $1 AND {AWAKE} AND lease_until > 0");
        exec!(&mut self.tx, &sql, holder)?;
        exec!(
            &mut self.tx,
            "UPDATE outbox SET lease_until = $2 WHERE holder = $1 AND lease_until > $2",
            holder,
            bubbles_at
        )?;
        Ok(())
    }

    /// Ends every lease there is: what a process left that had the database for itself.
    pub async fn end_leases(&mut self, bubbles_at: Millis) -> Result<(), StoreError> {
        let sql = format!("UPDATE lanes SET lease_until = 0 WHERE {AWAKE} AND lease_until > 0");
        exec!(&mut self.tx, &sql)?;
        exec!(&mut self.tx, "UPDATE outbox SET lease_until = $1 WHERE lease_until > $1", bubbles_at)?;
        // A file may be fetched twice then: the second finds it settled. An e-mail may be sent twice, with the same code.
        exec!(
            &mut self.tx,
            "UPDATE media SET claimed_until = 0 WHERE state = 'received' AND claimed_until > 0"
        )?;
        exec!(
            &mut self.tx,
            "UPDATE mails SET claimed_until = 0 WHERE state = 'queued' AND claimed_until > 0"
        )?;
        // Asked again by whoever comes first; the answer to whoever asked before is not taken.
        exec!(&mut self.tx, "UPDATE model_questions SET due_at = created_at WHERE due_at > created_at")?;
        exec!(&mut self.tx, "UPDATE duties SET lease_until = 0")?;
        exec!(&mut self.tx, "DELETE FROM replicas")?;
        Ok(())
    }
}

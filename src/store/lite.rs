//! The connections to one SQLite database, lent out one by one. A pool of the driver's asks a connection whether it lives
//! each time that it comes back, which is one more way to its thread and back after every read and every transaction;
//! a file does not hang up.

use std::sync::{Arc, Mutex, PoisonError};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::db::{StoreError, WAIT};

/// SQLite takes the write lock at once: a transaction that reads first and writes later would fail with
/// SQLITE_BUSY_SNAPSHOT as soon as two run side by side.
const BEGIN_WRITE: &str = "BEGIN IMMEDIATE";

/// So many connections at most, made as they are needed.
#[derive(Clone)]
pub(super) struct Connections(Arc<Shared>);

struct Shared {
    options: SqliteConnectOptions,
    idle: Mutex<Vec<SqliteConnection>>,
    free: Arc<Semaphore>,
    most: u32,
}

impl Connections {
    /// Opens the first of them.
    pub(super) async fn open(options: SqliteConnectOptions, most: u32) -> Result<Connections, sqlx::Error> {
        let first = options.connect().await?;
        let free = Arc::new(Semaphore::new(usize::try_from(most).unwrap_or(1)));
        Ok(Connections(Arc::new(Shared { options, idle: Mutex::new(vec![first]), free, most })))
    }

    /// One of them, for which nobody waits longer than [`WAIT`].
    pub(super) async fn lend(&self) -> Result<Lent, sqlx::Error> {
        let permit = tokio::time::timeout(WAIT, self.0.free.clone().acquire_owned()).await;
        let permit = permit.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(|_| sqlx::Error::PoolClosed)?;
        let idle = self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.0.options.connect().await?,
        };
        Ok(Lent { connection: Some(connection), home: self.0.clone(), _permit: permit })
    }

    /// A transaction that will write.
    pub(super) async fn begin(&self) -> Result<LiteTx, StoreError> {
        // Open from here on: whoever lets go of it half begun has it undone.
        let mut tx = LiteTx { lent: Some(self.lend().await?) };
        tx.run(BEGIN_WRITE).await?;
        Ok(tx)
    }

    /// Waits for those that are lent, and closes all.
    pub(super) async fn close(&self) {
        if let Ok(_all) = self.0.free.acquire_many(self.0.most).await {
            self.0.free.close();
        }
        let idle = std::mem::take(&mut *self.0.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for connection in idle {
            if let Err(error) = connection.close().await {
                tracing::debug!(%error, "a connection to SQLite did not close well");
            }
        }
    }
}

/// A connection that goes back when it is let go of. What was asked of it and is not answered yet is answered first.
pub(super) struct Lent {
    /// None: it went back, or its thread died.
    connection: Option<SqliteConnection>,
    home: Arc<Shared>,
    _permit: OwnedSemaphorePermit,
}

impl Lent {
    /// A connection whose thread died is not lent again.
    pub(super) fn look_at(&mut self, error: &sqlx::Error) {
        if matches!(error, sqlx::Error::WorkerCrashed) {
            self.discard();
        }
    }

    /// Closes it instead of giving it back: a transaction in it ends with it.
    fn discard(&mut self) {
        self.connection = None;
    }

    pub(super) fn get(&mut self) -> Result<&mut SqliteConnection, sqlx::Error> {
        self.connection.as_mut().ok_or(sqlx::Error::WorkerCrashed)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.home.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}

/// A transaction. Let go of without an end it is undone.
pub struct LiteTx {
    /// None: it ended.
    lent: Option<Lent>,
}

impl LiteTx {
    pub(super) fn get(&mut self) -> Result<&mut SqliteConnection, sqlx::Error> {
        self.lent.as_mut().ok_or(sqlx::Error::WorkerCrashed)?.get()
    }

    async fn run(&mut self, statement: &'static str) -> Result<(), sqlx::Error> {
        let done = sqlx::query(statement).execute(self.get()?).await;
        if let (Err(error), Some(lent)) = (&done, &mut self.lent) {
            lent.look_at(error);
        }
        done.map(drop)
    }

    pub(super) async fn commit(mut self) -> Result<(), sqlx::Error> {
        self.run("COMMIT").await?;
        self.lent = None;
        Ok(())
    }

    /// Where the database undid it by itself, as it does when its disk is full, there is nothing left to undo.
    pub(super) async fn rollback(mut self) {
        undo(self.lent.take()).await;
    }
}

async fn undo(lent: Option<Lent>) {
    let Some(mut lent) = lent else { return };
    let Ok(connection) = lent.get() else { return };
    if let Err(error) = sqlx::query("ROLLBACK").execute(connection).await {
        // The database undid it by itself, or could not: then the next transaction could not begin in this connection.
        tracing::debug!(%error, "a transaction could not be undone; its connection is closed");
        lent.discard();
    }
}

impl Drop for LiteTx {
    fn drop(&mut self) {
        let Some(mut lent) = self.lent.take() else { return };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(undo(Some(lent)))),
            // Nobody is left to do it: the connection is closed, and its transaction with it.
            Err(_) => lent.discard(),
        }
    }
}

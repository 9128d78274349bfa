//! SQLite: the connections to one database, lent out one by one, and what is asked of them. A statement runs on the
//! thread that asks: a thread of its own for each connection, to which every statement has to travel and back, cost more
//! than most statements do. What may take long goes to a thread that may wait: a commit to a disk, a read, a lock that
//! another program holds.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use rusqlite::config::DbConfig;
use rusqlite::types::{FromSql, ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ToSql};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::bulk::Cell;
use super::db::{StoreError, WAIT};

/// SQLite takes the write lock at once: a transaction that reads first and writes later would fail with
/// SQLITE_BUSY_SNAPSHOT as soon as two run side by side.
const BEGIN_WRITE: &str = "BEGIN IMMEDIATE";
/// Statements that a connection keeps prepared.
const PREPARED: usize = 256;

/// After so many commits the journal is brought into the database.
const CHECKPOINT: u32 = 64;

/// How a database is opened.
pub(super) struct Options {
    pub place: Place,
    /// As SQL has them: `PRAGMA name = value`.
    pub pragmas: &'static [(&'static str, &'static str)],
    pub read_only: bool,
}

/// Where a database is.
#[derive(Clone)]
pub(super) enum Place {
    File(PathBuf),
    /// In memory under this name, for as long as a connection to it is open.
    Memory(String),
}

impl Options {
    fn connect(&self) -> Result<Connection, rusqlite::Error> {
        // One thread at a time has a connection.
        let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
        flags |= match self.read_only {
            true => OpenFlags::SQLITE_OPEN_READ_ONLY,
            false => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        };
        let connection = match &self.place {
            Place::File(path) => Connection::open_with_flags(path, flags)?,
            Place::Memory(name) => Connection::open_with_flags_and_vfs(name, flags, "memdb")?,
        };
        connection.busy_timeout(WAIT)?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        // A plan is made for any argument. Otherwise SQLite looks at some of them, and makes the whole statement anew at
        // each use.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        for (name, value) in self.pragmas {
            // Some of them answer with a row.
            connection.query_row(&format!("PRAGMA {name} = {value}"), [], |_| Ok(())).or_else(|error| {
                if error == rusqlite::Error::QueryReturnedNoRows { Ok(()) } else { Err(error) }
            })?;
        }
        Ok(connection)
    }
}

/// Does what may take long where it keeps nobody waiting. Where there is one thread for everything, as in a simulation,
/// it is done at once.
async fn at_leisure<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, StoreError> {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::CurrentThread) | Err(_) => Ok(work()),
        Ok(_) => tokio::task::spawn_blocking(work)
            .await
            .map_err(|_| StoreError::Unavailable("the program is stopping".into())),
    }
}

/// So many connections at most, made as they are needed.
#[derive(Clone)]
pub(super) struct Connections(Arc<Shared>);

struct Shared {
    options: Options,
    idle: Mutex<Vec<Connection>>,
    free: Arc<Semaphore>,
    most: u32,
    /// Commits since the last checkpoint.
    commits: AtomicU32,
    /// What checkpoints are made with, once there was one; locked while one is made.
    checkpointer: Mutex<Option<Connection>>,
}

impl Connections {
    /// Opens the first of them.
    pub(super) fn open(options: Options, most: u32) -> Result<Connections, StoreError> {
        let first = options.connect()?;
        let free = Arc::new(Semaphore::new(usize::try_from(most).unwrap_or(1)));
        let idle = Mutex::new(vec![first]);
        let (commits, checkpointer) = (AtomicU32::new(0), Mutex::default());
        Ok(Connections(Arc::new(Shared { options, idle, free, most, commits, checkpointer })))
    }

    /// One of them, for which nobody waits longer than [`WAIT`].
    pub(super) async fn lend(&self) -> Result<Lent, StoreError> {
        let gone = |why: &str| StoreError::Unavailable(why.to_owned());
        let permit = tokio::time::timeout(WAIT, self.0.free.clone().acquire_owned()).await;
        let permit = permit.map_err(|_| gone("no connection became free"))?;
        let permit = permit.map_err(|_| gone("it is closed"))?;
        let idle = self.0.idle().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => {
                let home = self.0.clone();
                at_leisure(move || home.options.connect()).await??
            }
        };
        Ok(Lent { connection: Mutex::new(Some(connection)), home: self.0.clone(), _permit: permit })
    }

    /// All that a question finds. In a box, as [`super::postgres`] has them.
    pub(super) fn ask(&self, question: Question) -> BoxFuture<'_, Result<Vec<ReadRow>, StoreError>> {
        async move { self.lend().await?.read(question).await }.boxed()
    }

    /// A transaction that will write.
    pub(super) async fn begin(&self) -> Result<LiteTx, StoreError> {
        let lent = self.lend().await?.begun().await?;
        Ok(LiteTx { lent: Some(lent), waits_for_a_disk: matches!(self.0.options.place, Place::File(_)) })
    }

    /// Waits for those that are lent, and closes all.
    pub(super) async fn close(&self) {
        if let Ok(_all) = self.0.free.acquire_many(self.0.most).await {
            self.0.free.close();
        }
        let idle = std::mem::take(&mut *self.0.idle());
        let home = self.0.clone();
        let closed = at_leisure(move || {
            let checkpointer = home.checkpointer.lock().unwrap_or_else(PoisonError::into_inner).take();
            for connection in idle.into_iter().chain(checkpointer) {
                if let Err((_, error)) = connection.close() {
                    tracing::debug!(%error, "a connection to SQLite did not close well");
                }
            }
        });
        if let Err(error) = closed.await {
            tracing::debug!(%error, "connections to SQLite end with the program");
        }
    }
}

impl Shared {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a commit. From time to time the journal is brought into the database, beside those who go on writing:
    /// who commits would wait for all of it and for two more flushes of the disk, and everybody behind them too.
    fn committed(self: &Arc<Shared>) {
        if self.commits.fetch_add(1, Ordering::Relaxed) + 1 < CHECKPOINT {
            return;
        }
        self.commits.store(0, Ordering::Relaxed);
        if let Ok(runtime) = Handle::try_current() {
            let home = self.clone();
            runtime.spawn_blocking(move || {
                if let Err(error) = home.checkpoint() {
                    // The next one brings in what this one left; SQLite makes them by itself when there is too much.
                    tracing::debug!(%error, "a checkpoint of SQLite failed");
                }
            });
        }
    }

    fn checkpoint(&self) -> Result<(), rusqlite::Error> {
        // One is under way.
        let Ok(mut kept) = self.checkpointer.try_lock() else { return Ok(()) };
        // Nobody would close what is opened from now on.
        if self.free.is_closed() {
            return Ok(());
        }
        let connection = match kept.take() {
            Some(connection) => connection,
            None => self.options.connect()?,
        };
        // Never waits for readers or the writer, nor they for it. What is written meanwhile comes with the next one.
        let made = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        *kept = Some(connection);
        made
    }
}

/// A connection that goes back when it is let go of.
pub(super) struct Lent {
    /// Never locked: it makes a connection something that tasks may share, which none does. None: it went back.
    connection: Mutex<Option<Connection>>,
    home: Arc<Shared>,
    _permit: OwnedSemaphorePermit,
}

impl Lent {
    fn get(&mut self) -> Result<&mut Connection, StoreError> {
        let connection = self.connection.get_mut().unwrap_or_else(PoisonError::into_inner);
        connection.as_mut().ok_or_else(|| StoreError::Unavailable("its connection is closed".into()))
    }

    /// In a transaction. Another program that looks at the file may hold its lock for a moment.
    async fn begun(mut self) -> Result<Lent, StoreError> {
        let connection = self.get()?;
        connection.busy_timeout(Duration::ZERO)?;
        let begun = run(connection, BEGIN_WRITE);
        connection.busy_timeout(WAIT)?;
        match begun {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                let waited = at_leisure(move || {
                    run(self.get()?, BEGIN_WRITE)?;
                    Ok(self)
                });
                waited.await?
            }
            Err(error) => Err(error.into()),
            Ok(()) => Ok(self),
        }
    }

    async fn read(mut self, question: Question) -> Result<Vec<ReadRow>, StoreError> {
        let read = at_leisure(move || {
            let arguments: Vec<&dyn ToSql> = question.arguments.iter().map(|a| a as &dyn ToSql).collect();
            let mut statement = prepared(self.get()?, &question.sql, &arguments)?;
            let columns = statement.column_count();
            let mut rows = statement.raw_query();
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(ReadRow((0..columns).map(|n| row.get(n)).collect::<Result<_, _>>()?));
            }
            Ok(all)
        });
        read.await?
    }

    /// Closes it instead of giving it back: a transaction in it ends with it.
    fn discard(&mut self) {
        self.connection.get_mut().unwrap_or_else(PoisonError::into_inner).take();
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let connection = self.connection.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(connection) = connection.take() {
            self.home.idle().push(connection);
        }
    }
}

fn run(connection: &Connection, statement: &str) -> Result<(), rusqlite::Error> {
    connection.prepare_cached(statement)?.raw_execute().map(drop)
}

/// What can be asked on another thread.
pub(super) struct Question {
    sql: String,
    arguments: Vec<Value>,
}

impl Question {
    pub(super) fn of(sql: &str, arguments: &[&dyn ToSql]) -> Result<Question, StoreError> {
        let owned = |argument: &&dyn ToSql| {
            Ok(match argument.to_sql()? {
                ToSqlOutput::Owned(value) => value,
                ToSqlOutput::Borrowed(value) => {
                    value.try_into().map_err(|_| StoreError::Damaged("argument"))?
                }
                _ => return Err(StoreError::Damaged("argument")),
            })
        };
        let arguments = arguments.iter().map(owned).collect::<Result<_, _>>()?;
        Ok(Question { sql: sql.to_owned(), arguments })
    }
}

/// A statement with its arguments. `$2` is the second of them wherever it stands; to SQLite it is a name like any other.
fn prepared<'c>(
    connection: &'c Connection,
    sql: &str,
    arguments: &[&dyn ToSql],
) -> Result<CachedStatement<'c>, rusqlite::Error> {
    let mut statement = connection.prepare_cached(sql)?;
    for place in 1..=statement.parameter_count() {
        let argument = argument_at(&statement, place).and_then(|number| arguments.get(number));
        let Some(argument) = argument else {
            return Err(rusqlite::Error::InvalidParameterCount(arguments.len(), place));
        };
        statement.raw_bind_parameter(place, argument)?;
    }
    Ok(statement)
}

/// Which argument, from 0, goes where SQLite counts a parameter.
fn argument_at(statement: &CachedStatement<'_>, place: usize) -> Option<usize> {
    statement.parameter_name(place)?.get(1..)?.parse::<usize>().ok()?.checked_sub(1)
}

/// A transaction. Let go of without an end it is undone.
pub struct LiteTx {
    /// None: it ended.
    lent: Option<Lent>,
    waits_for_a_disk: bool,
}

impl LiteTx {
    fn get(&mut self) -> Result<&mut Connection, StoreError> {
        let lent =
            self.lent.as_mut().ok_or_else(|| StoreError::Unavailable("its transaction ended".into()))?;
        lent.get()
    }

    /// How many rows it changed.
    pub(super) fn execute(&mut self, sql: &str, arguments: &[&dyn ToSql]) -> Result<u64, StoreError> {
        let changed = prepared(self.get()?, sql, arguments)?.raw_execute()?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    /// The same for row after row. Gives for each whether it changed something.
    pub(super) fn execute_each<const N: usize>(
        &mut self,
        sql: &str,
        rows: &[[Cell<'_>; N]],
    ) -> Result<Vec<bool>, StoreError> {
        let mut statement = self.get()?.prepare_cached(sql)?;
        let places = (1..=statement.parameter_count()).map(|place| {
            let missing = || rusqlite::Error::InvalidParameterCount(N, place);
            Ok((place, argument_at(&statement, place).filter(|at| *at < N).ok_or_else(missing)?))
        });
        let places = places.collect::<Result<Vec<(usize, usize)>, rusqlite::Error>>()?;
        let mut changed = Vec::with_capacity(rows.len());
        for row in rows {
            for (place, at) in &places {
                statement.raw_bind_parameter(*place, &row[*at])?;
            }
            changed.push(statement.raw_execute()? > 0);
        }
        Ok(changed)
    }

    /// To be asked for its rows.
    pub(super) fn prepared(
        &mut self,
        sql: &str,
        arguments: &[&dyn ToSql],
    ) -> Result<CachedStatement<'_>, StoreError> {
        Ok(prepared(self.get()?, sql, arguments)?)
    }

    pub(super) async fn commit(self) -> Result<(), StoreError> {
        match self.waits_for_a_disk {
            true => at_leisure(|| self.end()).await?,
            false => self.end(),
        }
    }

    fn end(mut self) -> Result<(), StoreError> {
        run(self.get()?, "COMMIT")?;
        if let Some(lent) = self.lent.take().filter(|_| self.waits_for_a_disk) {
            lent.home.committed();
        }
        Ok(())
    }
}

impl Drop for LiteTx {
    /// Where the database undid it by itself, as it does when its disk is full, there is nothing left to undo.
    fn drop(&mut self) {
        let Some(lent) = &mut self.lent else { return };
        let Ok(connection) = lent.get() else { return };
        if connection.is_autocommit() {
            return;
        }
        if let Err(error) = run(connection, "ROLLBACK") {
            // The next transaction could not begin in it.
            tracing::debug!(%error, "a transaction could not be undone; its connection is closed");
            lent.discard();
        }
    }
}

/// A column by its number from 0: what sqlx calls the index of a row, so that one text reads the rows of both.
pub(super) trait Column {
    fn number(self) -> usize;
}

impl Column for usize {
    fn number(self) -> usize {
        self
    }
}

/// A row while the database stands at it.
pub(super) struct LiteRow<'a, 'b>(pub &'a rusqlite::Row<'b>);

impl LiteRow<'_, '_> {
    pub(super) fn try_get<T: FromSql, C: Column>(&self, column: C) -> Result<T, rusqlite::Error> {
        self.0.get(column.number())
    }
}

/// A row that was read.
pub(super) struct ReadRow(Vec<Value>);

impl ReadRow {
    pub(super) fn try_get<T: FromSql, C: Column>(&self, column: C) -> Result<T, rusqlite::Error> {
        let column = column.number();
        let value = self.0.get(column).ok_or(rusqlite::Error::InvalidColumnIndex(column))?;
        let told =
            |error| rusqlite::Error::FromSqlConversionFailure(column, value.data_type(), Box::new(error));
        T::column_result(ValueRef::from(value)).map_err(told)
    }
}

#[cfg(test)]
mod tests;

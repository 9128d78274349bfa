//! The two databases behind one face. SQL text is shared; the dialects differ only in the constants
//! [`Db::skip_locked`] and [`Db::each`], and in how a transaction begins.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::ffi;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection as _, PgPool};

use super::lite::{Connections, LiteTx, Options, Place};
use super::seam::Seams;

/// How long anyone waits for a connection to PostgreSQL. A platform whose delivery cannot be stored is told before
/// it gives up waiting, and delivers again.
const PG_WAIT: Duration = Duration::from_secs(4);
/// A connection to PostgreSQL that was idle for longer is asked whether it lives before it is used.
const ASKED_AFTER: Duration = Duration::from_secs(1);
/// How long a reader or writer waits for a lock or a free connection.
pub(super) const WAIT: Duration = Duration::from_secs(10);
/// Connections that read a SQLite file side by side.
const READERS: u32 = 4;

/// Why the store could not do it. Carries no values of rows.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// What was asked is at fault: the same again fails again.
    #[error("the database refused it: {0}")]
    Database(String),
    /// The database is in trouble, whatever it is asked: full, gone, locked, shutting down.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The file belongs to a process that lives.
    #[error(
        "another Sapa is at work on {0}; a SQLite file belongs to one process: stop the other, or use PostgreSQL"
    )]
    InUse(String),
    /// A row that should read does not: damaged, or sealed with a key that is not here.
    #[error("a stored {0} does not read")]
    Damaged(&'static str),
    /// The row changed since it was read.
    #[error("someone else was faster")]
    Conflict,
    #[error("not found")]
    Missing,
    /// The database was made with another key file: nothing in it could be read.
    #[error(
        "its contents are sealed with other keys; give this process the key file that the database was made with"
    )]
    WrongKeys,
}

/// SQLITE_FULL, and the codes of a write, a sync or an index of the log that found no room; PostgreSQL's disk_full.
const DISK_FULL: [&str; 6] = ["13", "778", "1034", "4618", "4874", "53100"];
/// SQLite's busy, locked, I/O error, cannot open; PostgreSQL's classes for lost connections, rolled back and
/// exhausted, and for a server that is stopped or starts.
const TROUBLE: [&str; 9] = ["5", "6", "10", "14", "08", "40", "53", "57", "58"];

/// SQLite's own number is its class and, in the higher bytes, what it was exactly.
const CLASS: i32 = 0xff;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::QueryReturnedNoRows => StoreError::Missing,
            // Messages of constraint violations may quote values: keep the code.
            rusqlite::Error::SqliteFailure(failure, _) => {
                let kind = match failure.extended_code {
                    ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => "unique violation",
                    ffi::SQLITE_CONSTRAINT_FOREIGNKEY => "foreign key violation",
                    ffi::SQLITE_CONSTRAINT_NOTNULL => "not null violation",
                    ffi::SQLITE_CONSTRAINT_CHECK => "check violation",
                    _ => "error",
                };
                let class = (failure.extended_code & CLASS).to_string();
                StoreError::of(&failure.extended_code.to_string(), &class, kind)
            }
            other => StoreError::Database(other.to_string()),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => StoreError::Missing,
            // Here it is the DETAIL that quotes values.
            sqlx::Error::Database(db) => {
                let kind = match db.kind() {
                    sqlx::error::ErrorKind::UniqueViolation => "unique violation",
                    sqlx::error::ErrorKind::ForeignKeyViolation => "foreign key violation",
                    sqlx::error::ErrorKind::NotNullViolation => "not null violation",
                    sqlx::error::ErrorKind::CheckViolation => "check violation",
                    _ => "error",
                };
                let code = db.code().unwrap_or_default();
                StoreError::of(&code, code.get(..2).unwrap_or_default(), kind)
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => StoreError::Unavailable(error.to_string()),
            other => StoreError::Database(other.to_string()),
        }
    }
}

impl StoreError {
    fn of(code: &str, class: &str, kind: &str) -> StoreError {
        let told = format!("{code} {kind}");
        if DISK_FULL.contains(&code) {
            StoreError::Unavailable("the disk is full; make room".into())
        } else if TROUBLE.contains(&class) {
            StoreError::Unavailable(told)
        } else {
            StoreError::Database(told)
        }
    }
}

/// How a file is kept.
const FILE: &[(&str, &str)] = &[
    ("journal_mode", "wal"),
    // FULL: the 200 to a platform is a promise that a power cut must not break.
    ("synchronous", "full"),
    ("foreign_keys", "on"),
    // 64 MiB of journal: checkpoints are made beside the writer (see `lite`); this is for when they do not keep up.
    ("wal_autocheckpoint", "16000"),
    // What a statement would take back if it failed: in memory, not in a file made and removed each time.
    ("temp_store", "memory"),
    // The pages that the busiest rows are in, 8 MiB of them; SQLite's own measure is 2 MB.
    ("cache_size", "-8192"),
];
/// Nothing of what is in memory is ever flushed.
const MEMORY_ONLY: &[(&str, &str)] =
    &[("journal_mode", "memory"), ("synchronous", "off"), ("foreign_keys", "on")];

/// The address of a database in memory: empty at first, gone with its last [`Db`]; for simulations.
const MEMORY: &str = "sqlite::memory:";

/// A database.
#[derive(Clone)]
pub struct Db {
    pub(super) pools: Pools,
    pub(super) seams: Seams,
    pub(super) in_memory: bool,
    /// Of SQLite, where it is on a disk.
    pub(super) file: Option<PathBuf>,
}

/// SQLite: one writer connection and a few readers; PostgreSQL: a pool.
#[derive(Clone)]
pub(super) enum Pools {
    Lite { writer: Connections, readers: Connections },
    Pg(PgPool),
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.pools {
            Pools::Lite { .. } => "Db(sqlite)",
            Pools::Pg(_) => "Db(postgres)",
        })
    }
}

impl From<Pools> for Db {
    fn from(pools: Pools) -> Db {
        Db { pools, seams: Seams::default(), in_memory: false, file: None }
    }
}

/// One transaction on either database.
pub enum Tx {
    Lite(LiteTx),
    Pg(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Db {
    /// Opens `sqlite://path` (made when missing), `sqlite::memory:` or `postgres://…`.
    ///
    /// # Errors
    /// When the address does not parse or the database does not answer.
    pub async fn open(url: &str) -> Result<Db, StoreError> {
        if url == MEMORY {
            return Db::open_memory();
        }
        if let Some(path) = url.strip_prefix("sqlite://") {
            let path = PathBuf::from(path);
            if let Some(dir) = path.parent() {
                std::fs::create_dir_all(dir).map_err(|e| {
                    StoreError::Database(format!("failed to make the folder {}: {e}", dir.display()))
                })?;
            }
            let options = |read_only| Options { place: Place::File(path.clone()), pragmas: FILE, read_only };
            let writer = Connections::open(options(false), 1)?;
            let readers = Connections::open(options(true), READERS)?;
            return Ok(Db { file: Some(path), ..Pools::Lite { writer, readers }.into() });
        }
        let options = PgConnectOptions::from_str(url)?;
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(PG_WAIT)
            // Whether a connection still lives is asked when it was idle; one that breaks between two transactions of
            // a busy moment fails the next, which is done again.
            .test_before_acquire(false)
            .before_acquire(|connection, meta| {
                Box::pin(async move {
                    if meta.idle_for > ASKED_AFTER {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .after_connect(|connection, _| {
                Box::pin(async move {
                    // A statement is planned a few times and then the plan is kept; one made while a table was
                    // small would go on reading all of it as it grows, row by row or into a hash to join it. There
                    // is an index for every question. What is read all the same seems to cost so much then that it
                    // would be compiled before each run.
                    let plainly = "SET enable_seqscan = off; SET enable_hashjoin = off;
                        SET enable_mergejoin = off; SET jit = off";
                    sqlx::raw_sql(plainly).execute(connection).await?;
                    Ok(())
                })
            })
            .connect_with(options)
            .await?;
        Ok(Pools::Pg(pool).into())
    }

    /// A writer and a reader of the same pages, as with a file.
    fn open_memory() -> Result<Db, StoreError> {
        static OPENED: AtomicU64 = AtomicU64::new(0);
        let name = format!("/sapa-{}", OPENED.fetch_add(1, Ordering::Relaxed));
        let options =
            || Options { place: Place::Memory(name.clone()), pragmas: MEMORY_ONLY, read_only: false };
        // The database lives as long as a connection does.
        let writer = Connections::open(options(), 1)?;
        let readers = Connections::open(options(), 1)?;
        Ok(Db { in_memory: true, ..Pools::Lite { writer, readers }.into() })
    }

    /// Appended to the inner select of a claim, so that workers pass over each other's rows. SQLite has one
    /// writer and needs nothing.
    pub(super) fn skip_locked(&self) -> &'static str {
        match self.pools {
            Pools::Lite { .. } => "",
            Pools::Pg(_) => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// A table `e` of the rows in the first argument, a JSON array of arrays: `e.value ->> 0` is a row's first
    /// column, as text. So one statement serves any number of rows, and stays one prepared statement.
    pub(super) fn each(&self) -> &'static str {
        match self.pools {
            // jsonb: a row stays read, and is not made text again to be read anew for each of its columns.
            Pools::Lite { .. } => "jsonb_each($1) AS e",
            Pools::Pg(_) => "jsonb_array_elements(CAST($1 AS JSONB)) AS e (value)",
        }
    }

    /// Begins a transaction that will write.
    pub(super) async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match &self.pools {
            Pools::Lite { writer, .. } => Tx::Lite(writer.begin().await?),
            Pools::Pg(pool) => Tx::Pg(pool.begin().await?),
        })
    }

    pub(super) async fn close(&self) {
        match &self.pools {
            Pools::Lite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Pg(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// What a statement runs on. [`super::deferred::Buffered`] brings its waiting rows in first.
    pub(super) async fn ready(&mut self) -> Result<&mut Tx, StoreError> {
        Ok(self)
    }

    pub(super) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Tx::Lite(tx) => tx.commit().await?,
            Tx::Pg(tx) => tx.commit().await?,
        }
        Ok(())
    }

    pub(super) async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Tx::Lite(tx) => drop(tx),
            Tx::Pg(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}

/// Runs one statement in a [`Tx`] (or on a [`Db`] for reading) on whichever database it is. The mapping
/// closure body is expanded for both row types, so keep it to `row.try_get(..)` of TEXT, BIGINT, BOOLEAN.
///
/// A bound limit is written `LIMIT $2 + 0`: SQLite looks at the value of a bare one when it plans, and so makes the whole
/// statement anew at each use (sqlite3ExprIsInteger and expmask in the source of SQLite 3.51.3, 2026-11-28).
///
/// - `exec!(tx, sql, args…)` gives the number of rows changed;
/// - `all!(from, sql, [args…], |row| …)` and `one!(from, sql, [args…], |row| …)` give `Vec` and `Option`.
macro_rules! exec {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {{
        let sql: &str = $sql;
        match ($tx).ready().await {
            Err(error) => Err(error),
            Ok($crate::store::db::Tx::Lite(tx)) => tx.execute(sql, rusqlite::params![$($arg),*]),
            Ok($crate::store::db::Tx::Pg(tx)) => {
                let arguments = $crate::store::postgres::Arguments::default()$(.with($arg))*;
                $crate::store::postgres::execute(tx, sql, arguments).await
            }
        }
    }};
}

macro_rules! all {
    ($tx:expr, $sql:expr, [$($arg:expr),* $(,)?], |$row:ident| $map:expr) => {{
        use sqlx::Row as _;
        let sql: &str = $sql;
        match ($tx).ready().await? {
            $crate::store::db::Tx::Lite(tx) => {
                let mut statement = tx.prepared(sql, rusqlite::params![$($arg),*])?;
                let mut rows = statement.raw_query();
                let mut out = Vec::new();
                while let Some(row) = rows.next().map_err($crate::store::db::StoreError::from)? {
                    let $row = $crate::store::lite::LiteRow(row);
                    out.push($map);
                }
                out
            }
            $crate::store::db::Tx::Pg(tx) => {
                let arguments = $crate::store::postgres::Arguments::default()$(.with($arg))*;
                let rows = $crate::store::postgres::fetch(tx, sql, arguments).await?;
                let mut out = Vec::with_capacity(rows.len());
                for $row in &rows { out.push($map); }
                out
            }
        }
    }};
}

macro_rules! read_all {
    ($db:expr, $sql:expr, [$($arg:expr),* $(,)?], |$row:ident| $map:expr) => {{
        use sqlx::Row as _;
        let sql: &str = $sql;
        let _busy = $db.seams.busy();
        match &$db.pools {
            $crate::store::db::Pools::Lite { readers, .. } => {
                let question = $crate::store::lite::Question::of(sql, rusqlite::params![$($arg),*])?;
                let rows = readers.ask(question).await?;
                let mut out = Vec::with_capacity(rows.len());
                for $row in &rows { out.push($map); }
                out
            }
            $crate::store::db::Pools::Pg(pool) => {
                let arguments = $crate::store::postgres::Arguments::default()$(.with($arg))*;
                let rows = $crate::store::postgres::read(pool, sql, arguments).await?;
                let mut out = Vec::with_capacity(rows.len());
                for $row in &rows { out.push($map); }
                out
            }
        }
    }};
}

pub(crate) use {all, exec, read_all};

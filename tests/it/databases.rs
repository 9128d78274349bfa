//! Databases for tests: an SQLite file always, PostgreSQL where `SAPA_TEST_POSTGRES_URL` names a server. Every test
//! has a database of its own and takes it away again.

use std::future::Future;
use std::io::Write as _;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::FutureExt as _;
use sapa::domain::Millis;
use sapa::store::{Store, StoreError};
use sapa::vault::Vault;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

/// The moment at which tests begin: Monday, 2026-11-23, 09:00 in Buleleng.
pub(crate) const NOW: Millis = 1_795_395_600_000;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// A folder that goes when it is dropped.
pub(crate) struct TempFolder(PathBuf);

impl TempFolder {
    pub(crate) fn new() -> TempFolder {
        let path = std::env::temp_dir().join(format!("sapa-{}", fresh_name()));
        std::fs::create_dir_all(&path).expect("a temporary folder is made");
        TempFolder(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        let _gone_already = std::fs::remove_dir_all(&self.0);
    }
}

/// A name that no other test, and no other run at this moment, has.
fn fresh_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("it_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// One empty database. Opens as often as a test wants processes.
pub(crate) struct TestDb {
    pub(crate) kind: Kind,
    url: String,
    folder: TempFolder,
}

impl TestDb {
    pub(crate) fn sqlite() -> TestDb {
        let folder = TempFolder::new();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        TestDb { kind: Kind::Sqlite, url, folder }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Where the test may put files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The keys of every test: the same after a restart.
    pub(crate) fn vault() -> Vault {
        Vault::from_seed(99)
    }

    pub(crate) async fn store(&self) -> Store {
        self.open_with(TestDb::vault()).await.expect("the test database opens")
    }

    /// The same with other keys.
    pub(crate) async fn open_with(&self, vault: Vault) -> Result<Store, StoreError> {
        Store::open(&self.url, vault, NOW).await
    }

    /// The first column of every row, as the database holds it, for looking behind the store's back.
    pub(crate) async fn column(&self, sql: &str) -> Vec<Option<String>> {
        match self.kind {
            Kind::Sqlite => {
                let path = self.url.strip_prefix("sqlite://").expect("the address of a file");
                let db = rusqlite::Connection::open(path).expect("the test database opens");
                let mut statement = db.prepare(sql).expect("the query is right");
                let rows = statement.query_map([], |row| row.get(0)).expect("the query is asked");
                rows.collect::<Result<_, _>>().expect("the rows are read")
            }
            Kind::Postgres => {
                let sql = AssertSqlSafe(sql.to_owned());
                let mut db = PgConnection::connect(&self.url).await.expect("the test database opens");
                let rows = sqlx::query(sql).fetch_all(&mut db).await.expect("the query is right");
                db.close().await.expect("the test database closes");
                rows.iter().map(|row| row.get(0)).collect()
            }
        }
    }

    /// One value; none where it is NULL.
    pub(crate) async fn value(&self, sql: &str) -> Option<String> {
        self.column(sql).await.into_iter().next().expect("the row is there")
    }

    pub(crate) async fn count(&self, table: &str) -> i64 {
        let sql = format!("SELECT CAST(COUNT(*) AS TEXT) FROM {table}");
        self.value(&sql).await.and_then(|n| n.parse().ok()).expect("a count is a number")
    }

    /// Returns when another transaction waits for a row that one of ours has locked. SQLite lets one writer in at a
    /// time, before its transaction begins, so there is no row to wait for.
    pub(crate) async fn until_somebody_waits_for_a_row(&self) {
        if self.kind == Kind::Sqlite {
            return;
        }
        let sql = "SELECT CAST(COUNT(*) AS TEXT) FROM pg_stat_activity \
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
        let waits = async { while self.value(sql).await.as_deref() == Some("0") {} };
        tokio::time::timeout(std::time::Duration::from_secs(30), waits)
            .await
            .expect("somebody waits for a row");
    }
}

/// The PostgreSQL server for tests, when there is one.
#[expect(clippy::disallowed_methods, reason = "what tests/run tells the tests")]
fn server() -> Option<String> {
    static TOLD: Once = Once::new();
    if let Ok(url) = std::env::var("SAPA_TEST_POSTGRES_URL") {
        return Some(url);
    }
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "SAPA_TEST_POSTGRES_URL is not set; tests/run starts a PostgreSQL and sets it"
    );
    TOLD.call_once(|| {
        // Not through print: this line must show although the tests pass.
        let _closed = writeln!(
            std::io::stderr(),
            "LEFT OUT: tests on PostgreSQL (SAPA_TEST_POSTGRES_URL is not set; tests/run sets it)"
        );
    });
    None
}

async fn administer(server: &str, sql: String) {
    let mut db = PgConnection::connect(server).await.expect("the PostgreSQL for tests answers");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut db).await.expect("a database is made or dropped");
    db.close().await.expect("the connection closes");
}

/// A test under way. Boxed and not `Send`: proving either of futures this deep costs the compiler minutes.
pub(crate) type Running = Pin<Box<dyn Future<Output = ()>>>;

/// Runs a test on a fresh database of this kind, and takes the database away whatever happens.
pub(crate) async fn run(kind: Kind, test: impl FnOnce(TestDb) -> Running) {
    match kind {
        Kind::Sqlite => test(TestDb::sqlite()).await,
        Kind::Postgres => {
            let Some(server) = server() else { return };
            let name = fresh_name();
            administer(&server, format!("CREATE DATABASE {name}")).await;
            let (base, _) = server.rsplit_once('/').expect("the address ends in a database");
            let db = TestDb { kind, url: format!("{base}/{name}"), folder: TempFolder::new() };
            let outcome = AssertUnwindSafe(test(db)).catch_unwind().await;
            administer(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
            if let Err(failed) = outcome {
                std::panic::resume_unwind(failed);
            }
        }
    }
}

/// Declares tests, each of which runs once on SQLite and once on PostgreSQL.
macro_rules! on_both_databases {
    ($($(#[$doc:meta])* async fn $name:ident($db:ident) $body:block)*) => {
        $($(#[$doc])* async fn $name($db: $crate::databases::TestDb) $body)*
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                $crate::databases::run($crate::databases::Kind::Sqlite, |db| Box::pin(super::$name(db))).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                $crate::databases::run($crate::databases::Kind::Postgres, |db| Box::pin(super::$name(db))).await;
            })*
        }
    };
}
pub(crate) use on_both_databases;

//! The databases that a test runs on.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use sapa::simulator::PlatformConfig;
use sqlx::{Connection, PgConnection};

use super::program::Program;

#[derive(Clone)]
pub(crate) enum Database {
    /// The program's own default, in its data folder.
    Sqlite,
    /// Made for one test, dropped at its end.
    Postgres { admin: String, name: String },
}

static MADE: AtomicU32 = AtomicU32::new(0);

impl Database {
    pub(crate) async fn postgres(admin: String) -> Self {
        let name = format!("sapa_binary_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        run(&admin, &format!("CREATE DATABASE {name}")).await;
        Self::Postgres { admin, name }
    }

    /// `None`: the program's default.
    pub(crate) fn url(&self) -> Option<String> {
        match self {
            Self::Sqlite => None,
            Self::Postgres { admin, name } => {
                let (base, query) = admin.split_once('?').map_or((admin.as_str(), ""), |(a, b)| (a, b));
                let server = base.rsplit_once('/').filter(|(s, _)| s.contains("://") && !s.ends_with('/'));
                let server = server.map_or(base, |(server, _)| server);
                let query = if query.is_empty() { String::new() } else { format!("?{query}") };
                Some(format!("{server}/{name}{query}"))
            }
        }
    }

    pub(super) fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite)
    }

    /// Whether the server lets anyone in; who is in is thrown out.
    pub(super) async fn set_open(&self, open: bool) {
        let Self::Postgres { admin, name } = self else { panic!("only a server has a door") };
        run(admin, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {open}")).await;
        if !open {
            let out =
                format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
            run(admin, &out).await;
        }
    }

    /// One number, read beside the running program.
    pub(crate) async fn number(&self, data: &Path, sql: &str) -> i64 {
        match self.url() {
            None => {
                let connection = rusqlite::Connection::open(data.join("sapa.db")).unwrap();
                connection.query_row(sql, [], |row| row.get(0)).unwrap()
            }
            Some(url) => {
                let mut connection = PgConnection::connect(&url).await.unwrap();
                let sql = sqlx::AssertSqlSafe(sql.to_owned());
                sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
            }
        }
    }

    /// How often each table was read from its first row to its last, by sessions that are over; PostgreSQL counts it.
    pub(super) async fn read_whole(&self) -> BTreeMap<String, i64> {
        let Some(url) = self.url() else { panic!("only PostgreSQL counts this") };
        let mut connection = PgConnection::connect(&url).await.unwrap();
        let sql = "SELECT CAST(relname AS TEXT), COALESCE(seq_scan, 0) FROM pg_stat_user_tables";
        let counts: Vec<(String, i64)> = sqlx::query_as(sql).fetch_all(&mut connection).await.unwrap();
        counts.into_iter().collect()
    }

    pub(crate) async fn drop(self) {
        if let Self::Postgres { admin, name } = self {
            run(&admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
    }
}

async fn run(admin: &str, sql: &str) {
    let mut connection = PgConnection::connect(admin).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Runs a test on SQLite and, when there is a server, on PostgreSQL.
pub(super) async fn on_each_database(test: impl AsyncFn(&mut Program)) {
    on_each_database_with(PlatformConfig::quick, test).await;
}

/// The same with other platforms.
pub(super) async fn on_each_database_with(
    platform: impl Fn() -> PlatformConfig,
    test: impl AsyncFn(&mut Program),
) {
    let mut databases = vec![Database::Sqlite];
    if let Some(admin) = std::env::var("SAPA_TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty()) {
        databases.push(Database::postgres(admin).await);
    }
    let runs = databases.into_iter().map(async |database| {
        let mut program = Program::prepared(database.clone(), "webhook", platform()).await;
        program.launch().await;
        test(&mut program).await;
        drop(program);
        database.drop().await;
    });
    futures_util::future::join_all(runs).await;
}

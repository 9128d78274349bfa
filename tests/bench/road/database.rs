//! The databases of the bench: made for one run, and grown when asked to.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sapa::domain::ids::{ArrivalId, Id, MessageId, PersonId, id_bits};
use sapa::runtime::house::Clock;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::process::is_pinned;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// The name of a grown database that is kept.
const KEPT: &str = "sapa_road_grown";

pub struct Database {
    pub url: String,
    pub folder: PathBuf,
    name: String,
    server: Option<String>,
    /// It stays where it is, for the next run.
    kept: bool,
}

impl Database {
    /// An empty one of a fresh name. A big one needs room; `TMPDIR` says where.
    pub async fn fresh(kind: &str) -> Database {
        let name =
            format!("sapa_road_{}", sapa::vault::random_token().to_lowercase().replace(['-', '_'], ""));
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        let database = Database::of(kind, name, folder, false);
        database.make().await;
        database
    }

    /// The one that is kept in this folder, if it was made before; else it is made, empty. True: it is new.
    pub async fn kept(kind: &str, folder: &Path) -> (Database, bool) {
        let folder = folder.join(kind);
        let database = Database::of(kind, KEPT.to_owned(), folder, true);
        if database.folder.join("grown").exists() {
            return (database, false);
        }
        // What is left of a growth that did not end.
        let _nothing_was_there = std::fs::remove_dir_all(&database.folder);
        std::fs::create_dir_all(&database.folder).expect("a folder is made");
        database.drop_on_server().await;
        database.make().await;
        (database, true)
    }

    #[expect(clippy::disallowed_methods, reason = "what the bench is told by whoever starts it")]
    fn of(kind: &str, name: String, folder: PathBuf, kept: bool) -> Database {
        if kind == "SQLite" {
            let url = format!("sqlite://{}", folder.join("road.db").display());
            return Database { url, folder, name, server: None, kept };
        }
        let server = std::env::var("SAPA_TEST_POSTGRES_URL").expect("a server is named");
        let (front, _) = server.rsplit_once('/').expect("the address names a database");
        Database { url: format!("{front}/{name}"), folder, name, server: Some(server), kept }
    }

    async fn make(&self) {
        let Some(server) = &self.server else { return };
        let mut connection = PgConnection::connect(server).await.expect("the server answers");
        let sql = format!("CREATE DATABASE {}", self.name);
        sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.expect("a database is made");
    }

    async fn drop_on_server(&self) {
        let Some(server) = &self.server else { return };
        let mut connection = PgConnection::connect(server).await.expect("the server answers");
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.expect("it is dropped");
    }

    /// The processes that serve our connections to PostgreSQL, on the program's core.
    pub async fn pin(&self) {
        let Some(server) = &self.server else { return };
        if !is_pinned() {
            return;
        }
        let mut connection = PgConnection::connect(server).await.expect("the server answers");
        let sql = "SELECT pid FROM pg_stat_activity WHERE datname = $1";
        let pids: Vec<i32> =
            sqlx::query_scalar(sql).bind(&self.name).fetch_all(&mut connection).await.expect("it tells");
        for pid in pids {
            let moved = Command::new("taskset")
                .args(["-cp", "0", &pid.to_string()])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            if !moved.is_ok_and(|status| status.success()) {
                println!("  (a process of PostgreSQL could not be pinned)");
            }
        }
    }

    pub async fn remove(self) {
        if self.kept {
            return;
        }
        self.drop_on_server().await;
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("failed to remove {}: {error}", self.folder.display());
        }
    }

    /// So many people, each with ten messages of the last three weeks, of which five were arrivals.
    pub async fn grow(&self, people: u64) {
        let past = Clock::System.now() - 20 * DAY;
        // The time and a zero of randomness; what follows is a number.
        let front = |id: &str| id[..id.len() - 16].to_owned();
        let person = front(PersonId::from_bits(id_bits(past, 0)).as_str());
        let message = front(MessageId::from_bits(id_bits(past, 0)).as_str());
        let arrival = front(ArrivalId::from_bits(id_bits(past, 0)).as_str());
        let seal = "k1:".to_owned() + &"c2VhbGVk".repeat(20);
        let (series, pad): (fn(u64) -> String, &str) = match self.server {
            None => (
                |to| {
                    format!(
                        "(WITH RECURSIVE s (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM s WHERE n < {to}) SELECT n FROM s)"
                    )
                },
                "printf('%016d', ",
            ),
            Some(_) => (|to| format!("(SELECT n FROM generate_series(1, {to}) AS s (n))"), "to_char("),
        };
        let end = if self.server.is_some() { ", 'FM0000000000000000')" } else { ")" };
        let id = |front: &str, of: &str| format!("'{front}' || {pad}{of}{end}");
        let (who, whose) = (id(&person, "n"), id(&person, "1 + n % "));
        let whose = whose.replace("1 + n % ", &format!("(1 + n % {people})"));
        let all = series(people);
        let statements = vec![
            format!("INSERT INTO persons (id, created_at, lang, name_sealed) SELECT {who}, {past}, 'id', '{seal}' FROM {all} AS t"),
            format!("INSERT INTO addresses (kind, value_index, value_sealed, person_id, channel, created_at, last_seen_at)
                     SELECT 'wa_phone', {}, '{seal}', {who}, 'whatsapp', {past}, {past} FROM {all} AS t", id("", "n")),
            format!("INSERT INTO chats (person_id, channel, owner, owner_since, last_in_at, last_message_at, version)
                     SELECT {who}, 'whatsapp', 'bot', {past}, {past} + n, {past} + n, 0 FROM {all} AS t"),
            format!("INSERT INTO lanes (person_id, due_at, lease_until, fence) SELECT {who}, NULL, 0, 3 FROM {all} AS t"),
            format!("INSERT INTO sessions (person_id, state_sealed, updated_at) SELECT {who}, '{seal}', {past} FROM {all} AS t"),
            format!("INSERT INTO arrivals (id, channel, provider_id, person_id, class, occurred_at, received_at, body_sealed, state, attempts, served_at)
                     SELECT {}, 'whatsapp', 'wamid.OLD' || n, {whose}, 'message', {past} + n, {past} + n, '{seal}', 'served', 0, {past} + n
                     FROM {} AS t", id(&arrival, "n"), series(people * 5)),
            format!("INSERT INTO messages (id, person_id, channel, author, kind, text_sealed, wire_id, status, status_at, created_at)
                     SELECT {}, {whose}, 'whatsapp', CASE WHEN n % 2 = 0 THEN 'bot' ELSE 'citizen' END, 'text', '{seal}', 'wamid.OUT' || n, 'read',
                       {past} + n, {past} + n FROM {} AS t", id(&message, "n"), series(people * 10)),
        ];
        match &self.server {
            None => {
                let path = self.url.strip_prefix("sqlite://").expect("an SQLite address");
                let db = rusqlite::Connection::open(path).expect("it opens");
                let fast =
                    ["journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -400000"];
                let fast = fast.map(|pragma| format!("PRAGMA {pragma}"));
                let sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL";
                let mut asked = db.prepare(sql).expect("it tells");
                let indexes = asked.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("it tells");
                let indexes: Vec<(String, String)> = indexes.collect::<Result<_, _>>().expect("it tells");
                drop(asked);
                for sql in fast.into_iter().chain(without(indexes, statements)) {
                    db.execute_batch(&sql).expect("it grows");
                }
            }
            Some(_) => {
                let mut db = PgConnection::connect(&self.url).await.expect("it opens");
                // No foreign keys are looked at: every row has its person.
                let fast = [
                    "session_replication_role = replica",
                    "synchronous_commit = off",
                    "maintenance_work_mem = '512MB'",
                ];
                let fast = fast.map(|setting| format!("SET {setting}"));
                let sql =
                    "SELECT CAST(indexname AS TEXT), indexdef FROM pg_indexes WHERE schemaname = 'public'
                           AND indexname NOT IN (SELECT conname FROM pg_constraint)";
                let indexes: Vec<(String, String)> =
                    sqlx::query_as(sql).fetch_all(&mut db).await.expect("it tells");
                let after = ["VACUUM ANALYZE".to_owned(), "CHECKPOINT".to_owned()];
                for sql in fast.into_iter().chain(without(indexes, statements)).chain(after) {
                    sqlx::query(AssertSqlSafe(sql)).execute(&mut db).await.expect("it grows");
                }
            }
        }
        if self.kept {
            std::fs::write(self.folder.join("grown"), people.to_string()).expect("a note is left");
        }
    }
}

/// The statements, with the indexes made after them and not row by row.
fn without(indexes: Vec<(String, String)>, statements: Vec<String>) -> impl Iterator<Item = String> {
    let (names, made): (Vec<_>, Vec<_>) = indexes.into_iter().unzip();
    let dropped = names.into_iter().map(|name| format!("DROP INDEX {name}"));
    dropped.chain(statements).chain(made)
}

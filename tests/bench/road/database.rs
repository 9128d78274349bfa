//! The databases of the bench: made for one run, and grown when asked to.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use sapa::domain::ids::{ArrivalId, Id, MessageId, PersonId, id_bits};
use sapa::runtime::house::Clock;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::process::can_pin;

const DAY: i64 = 24 * 60 * 60 * 1000;

pub struct Database {
    pub url: String,
    pub folder: PathBuf,
    name: String,
    server: Option<String>,
}

impl Database {
    /// `--grown` needs room; `TMPDIR` says where.
    #[expect(clippy::disallowed_methods, reason = "what the bench is told by whoever starts it")]
    pub async fn fresh(kind: &str, grown: bool) -> Database {
        let name =
            format!("sapa_road_{}", sapa::vault::random_token().to_lowercase().replace(['-', '_'], ""));
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        if grown {
            println!("  filling {name} ...");
        }
        if kind == "SQLite" {
            let url = format!("sqlite://{}", folder.join("road.db").display());
            return Database { url, folder, name, server: None };
        }
        let server = std::env::var("SAPA_TEST_POSTGRES_URL").expect("a server is named");
        let mut connection = PgConnection::connect(&server).await.expect("the server answers");
        let sql = format!("CREATE DATABASE {name}");
        sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.expect("a database is made");
        let (front, _) = server.rsplit_once('/').expect("the address names a database");
        Database { url: format!("{front}/{name}"), folder, name, server: Some(server) }
    }

    /// The processes that serve our connections to PostgreSQL, on the program's core.
    pub async fn pin(&self) {
        let Some(server) = &self.server else { return };
        if !can_pin() {
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
        if let Some(server) = &self.server {
            let mut connection = PgConnection::connect(server).await.expect("the server answers");
            let sql = format!("DROP DATABASE {} WITH (FORCE)", self.name);
            sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.expect("it is dropped");
        }
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
        let statements = [
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
                let mut db = SqliteConnection::connect(path).await.expect("it opens");
                for sql in ["PRAGMA synchronous = OFF", "PRAGMA cache_size = -400000"]
                    .map(str::to_owned)
                    .into_iter()
                    .chain(statements)
                {
                    sqlx::query(AssertSqlSafe(sql)).execute(&mut db).await.expect("it grows");
                }
                sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut db).await.expect("it is written");
            }
            Some(_) => {
                let mut db = PgConnection::connect(&self.url).await.expect("it opens");
                for sql in statements.into_iter().chain(["VACUUM ANALYZE".to_owned()]) {
                    sqlx::query(AssertSqlSafe(sql)).execute(&mut db).await.expect("it grows");
                }
            }
        }
    }
}

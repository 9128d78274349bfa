//! Brings the schema up to date: numbered, embedded, each in one transaction, recorded in
//! `schema_migrations`.
//!
//! The rule for replicas that are replaced one by one: expand, then contract. A migration only adds (tables,
//! columns that may stay empty or have a default, indexes), so that the version before it goes on serving.
//! What is not used any more is taken away by a later release, in a migration that also raises
//! `schema_needs` in the table `installation`. A program starts on a database that is newer than itself as long
//! as it knows the migration that `schema_needs` names, and refuses a database that needs more.

use std::time::Duration;

use super::db::{Db, StoreError, Tx, all, exec};

/// In order, each with its number. Never edit one that was released.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "0001_foundation", include_str!("../../migrations/0001_foundation.sql")),
    (INSTALLATION, "0003_replicas", include_str!("../../migrations/0003_replicas.sql")),
    (4, "0004_faults", include_str!("../../migrations/0004_faults.sql")),
    (5, "0005_people", include_str!("../../migrations/0005_people.sql")),
    (6, "0006_reply_windows", include_str!("../../migrations/0006_reply_windows.sql")),
    (7, "0007_appointments", include_str!("../../migrations/0007_appointments.sql")),
    (8, "0008_pages", include_str!("../../migrations/0008_pages.sql")),
    (9, "0009_releases", include_str!("../../migrations/0009_releases.sql")),
    (10, "0010_smaller_indexes", include_str!("../../migrations/0010_smaller_indexes.sql")),
    (11, "0011_lanes", include_str!("../../migrations/0011_lanes.sql")),
    (12, "0012_mails", include_str!("../../migrations/0012_mails.sql")),
    (13, "0013_model_questions", include_str!("../../migrations/0013_model_questions.sql")),
    (14, "0014_no_wire_index", include_str!("../../migrations/0014_no_wire_index.sql")),
    (15, "0015_room_in_pages", include_str!("../../migrations/0015_room_in_pages.sql")),
];

/// The one that makes the table `installation`.
const INSTALLATION: i64 = 3;

/// Serialises replicas that start together (PostgreSQL advisory lock; any constant of ours).
const ADVISORY_LOCK: i64 = 0x5A9A_0001;

/// PostgreSQL's lock_not_available.
const LOCKED: &str = "55P03";
const TRIES: u32 = 20;
/// Between two tries, for those who waited behind the first.
const PAUSE: Duration = Duration::from_millis(500);

/// Applies what is missing. Returns how many were applied.
///
/// # Errors
/// When a statement fails, or the database needs a newer program.
pub(super) async fn run(db: &Db, now: i64) -> Result<usize, StoreError> {
    for _ in 1..TRIES {
        match try_run(db, now).await {
            Err(StoreError::Database(told)) if told.starts_with(LOCKED) => {
                tracing::warn!("a table is in use; the schema is brought up to date in a moment");
                tokio::time::sleep(PAUSE).await;
            }
            other => return other,
        }
    }
    try_run(db, now).await
}

async fn try_run(db: &Db, now: i64) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    if let Tx::Pg(_) = &tx {
        exec!(&mut tx, "SELECT pg_advisory_xact_lock($1)", ADVISORY_LOCK)?;
        // Whoever waits for a whole table makes everybody behind it wait, the citizens of the replicas that serve.
        exec!(&mut tx, "SET LOCAL lock_timeout = '2s'")?;
    }
    exec!(
        &mut tx,
        "CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)"
    )?;
    let done: Vec<i64> =
        all!(&mut tx, "SELECT number FROM schema_migrations ORDER BY number", [], |row| row.try_get(0)?);
    if done.contains(&INSTALLATION) {
        let needs: Vec<String> =
            all!(&mut tx, "SELECT value FROM installation WHERE name = 'schema_needs'", [], |row| row
                .try_get(0)?);
        let known = |needed: &String| MIGRATIONS.iter().any(|(number, ..)| needed == &number.to_string());
        if let Some(needed) = needs.first().filter(|needed| !known(needed)) {
            return Err(StoreError::Database(format!(
                "its schema needs a newer version of Sapa (one that knows migration {needed}); start that version"
            )));
        }
    }
    let newer = done.iter().filter(|number| MIGRATIONS.iter().all(|(known, ..)| known != *number)).count();
    if newer > 0 {
        tracing::warn!(
            newer,
            "a newer version of Sapa has been at work on this database; this one can still serve"
        );
    }
    let mut applied = 0;
    for (number, name, sql) in MIGRATIONS {
        if done.contains(number) {
            continue;
        }
        for statement in statements(sql, matches!(tx, Tx::Pg(_))) {
            exec!(&mut tx, &statement)?;
        }
        exec!(
            &mut tx,
            "INSERT INTO schema_migrations (number, name, applied_at) VALUES ($1, $2, $3)",
            *number,
            *name,
            now
        )?;
        applied += 1;
    }
    tx.commit().await?;
    Ok(applied)
}
/// Stands before what only PostgreSQL is told, to the end of the file.
const POSTGRES: &str = "-- [PostgreSQL]\n";

/// Splits a file at the semicolons that end a line, without its comment lines.
fn statements(sql: &str, postgres: bool) -> Vec<String> {
    let sql = if postgres { sql } else { sql.split(POSTGRES).next().unwrap_or(sql) };
    let plain: String =
        sql.lines().filter(|l| !l.trim_start().starts_with("--")).fold(String::new(), |mut all, line| {
            all.push_str(line);
            all.push('\n');
            all
        });
    plain.split(";\n").map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::store::testing::test_stores;

    async fn change(db: &Db, sql: &str) {
        let mut tx = db.begin().await.unwrap();
        exec!(&mut tx, sql).unwrap();
        tx.commit().await.unwrap();
    }

    #[test]
    fn every_migration_is_applied() {
        let known: Vec<String> = MIGRATIONS.iter().map(|(_, name, _)| format!("{name}.sql")).collect();
        let mut there: Vec<String> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations"))
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        there.sort();
        assert_eq!(known, there);
    }

    #[tokio::test]
    async fn a_newer_schema_is_served_as_long_as_it_only_added() {
        for (store, _guard) in test_stores().await {
            change(
                &store.db,
                "INSERT INTO schema_migrations (number, name, applied_at) VALUES (9999, 'x', 0)",
            )
            .await;
            assert_eq!(run(&store.db, 0).await.unwrap(), 0);
            change(&store.db, "UPDATE installation SET value = '9999' WHERE name = 'schema_needs'").await;
            let refused = run(&store.db, 0).await.unwrap_err().to_string();
            assert!(refused.contains("newer version") && refused.contains("9999"), "{refused}");
        }
    }

    #[test]
    fn what_takes_something_away_says_which_programs_may_still_serve() {
        for (_, name, sql) in MIGRATIONS {
            let sql = sql.to_uppercase();
            let takes = ["DROP TABLE", "DROP COLUMN", " RENAME "].iter().any(|word| sql.contains(word));
            assert!(!takes || sql.contains("SCHEMA_NEEDS"), "{name}");
        }
    }

    /// The version before goes on writing rows without what a migration adds.
    #[test]
    fn what_stood_before_takes_the_rows_of_the_version_before() {
        let faults = |sql: &str| -> Vec<String> {
            let statements: Vec<String> = statements(sql, true).iter().map(|s| s.to_uppercase()).collect();
            let is_new =
                |table: &str| statements.iter().any(|s| s.starts_with(&format!("CREATE TABLE {table} ")));
            let narrows = |statement: &&String| {
                let words: Vec<&str> = statement.split_whitespace().collect();
                let has = |word: &str| words.contains(&word);
                match words.as_slice() {
                    ["ALTER", "TABLE", table, ..] if !is_new(table) => {
                        (has("NOT") && !has("DEFAULT"))
                            || has("TYPE")
                            || has("UNIQUE")
                            || words.iter().any(|word| *word == "CHECK" || word.starts_with("CHECK("))
                    }
                    ["CREATE", "UNIQUE", "INDEX", _, "ON", table, ..] => !is_new(table),
                    _ => false,
                }
            };
            statements.iter().filter(narrows).cloned().collect()
        };
        for (_, name, sql) in MIGRATIONS {
            assert_eq!(faults(sql), Vec::<String>::new(), "{name}");
        }
        for narrow in [
            "ALTER TABLE media ADD COLUMN a BIGINT NOT NULL;",
            "ALTER TABLE media ALTER COLUMN state TYPE BIGINT;",
            "ALTER TABLE media ADD CONSTRAINT a CHECK (looks > 0);",
            "CREATE UNIQUE INDEX a ON media (sha256);",
        ] {
            assert_eq!(faults(narrow).len(), 1, "{narrow}");
        }
        assert!(faults("CREATE TABLE a (b TEXT);\nCREATE UNIQUE INDEX c ON a (b);\n").is_empty());
    }

    #[test]
    fn what_only_postgresql_is_told_is_no_text_for_sqlite() {
        let sql =
            "CREATE TABLE a (b TEXT);\n-- Why.\n-- [PostgreSQL]\nALTER TABLE a SET (fillfactor = 75);\n";
        assert_eq!(statements(sql, false), ["CREATE TABLE a (b TEXT)"]);
        assert_eq!(statements(sql, true)[1..], ["ALTER TABLE a SET (fillfactor = 75)"]);
    }

    #[test]
    fn migrations_stand_in_order_and_carry_their_number() {
        for (number, name, _) in MIGRATIONS {
            assert!(name.starts_with(&format!("{number:04}_")), "{name}");
        }
        assert!(MIGRATIONS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}

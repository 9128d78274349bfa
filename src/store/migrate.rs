//! Brings the schema up to date: numbered, embedded, each in one transaction, recorded in
//! `schema_migrations`.
//!
//! The rule for replicas that are replaced one by one: expand, then contract. A migration only adds (tables,
//! columns that may stay empty or have a default, indexes), so that the version before it goes on serving.
//! What is not used any more is taken away by a later release, in a migration that also raises
//! `schema_needs` in the table `installation`. A program starts on a database that is newer than itself as long
//! as it knows the migration that `schema_needs` names, and refuses a database that needs more.

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
];

/// The one that makes the table `installation`.
const INSTALLATION: i64 = 3;

/// Serialises replicas that start together (PostgreSQL advisory lock; any constant of ours).
const ADVISORY_LOCK: i64 = 0x5A9A_0001;

/// Applies what is missing. Returns how many were applied.
///
/// # Errors
/// When a statement fails, or the database needs a newer program.
pub(super) async fn run(db: &Db, now: i64) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    if let Tx::Pg(_) = &tx {
        exec!(&mut tx, "SELECT pg_advisory_xact_lock($1)", ADVISORY_LOCK)?;
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
        for statement in statements(sql) {
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
/// Splits a file at the semicolons that end a line, without its comment lines.
fn statements(sql: &str) -> Vec<String> {
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

    #[test]
    fn migrations_stand_in_order_and_carry_their_number() {
        for (number, name, _) in MIGRATIONS {
            assert!(name.starts_with(&format!("{number:04}_")), "{name}");
        }
        assert!(MIGRATIONS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}

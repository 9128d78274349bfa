//! Brings the schema up to date: numbered, embedded, each in one transaction, recorded in
//! `schema_migrations`. A newer database than this program knows is refused.

use super::db::{Db, StoreError, Tx, all, exec};

/// In order, each with its number. Never edit one that was released.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "0001_foundation", include_str!("../../migrations/0001_foundation.sql")),
    (4, "0004_faults", include_str!("../../migrations/0004_faults.sql")),
    (6, "0006_reply_windows", include_str!("../../migrations/0006_reply_windows.sql")),
];

/// Serialises replicas that start together (PostgreSQL advisory lock; any constant of ours).
const ADVISORY_LOCK: i64 = 0x5A9A_0001;

/// Applies what is missing. Returns how many were applied.
///
/// # Errors
/// When a statement fails, or the database was made by a newer program.
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
    let known = MIGRATIONS.last().map_or(0, |(number, ..)| *number);
    if done.last().is_some_and(|last| *last > known) {
        return Err(StoreError::Database(
            "the database was made by a newer version of Sapa; start that version".into(),
        ));
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

//! Which definition of a service is the released one, and which conversations are in progress on which.

use super::db::{all, exec, read_all};
use super::{Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::ids::RowId;

/// From now on conversations of a service move to this definition.
#[derive(Debug)]
pub struct NewRelease<'a> {
    pub id: &'a RowId,
    pub office: &'a str,
    pub service: &'a str,
    pub definition: &'a str,
    /// `start`, `reload` or `cli`.
    pub actor: &'a str,
    pub at: Millis,
}

/// A conversation in progress. No Debug: it would print the JSON.
pub struct LiveSession {
    pub person: String,
    pub service: String,
    pub definition: String,
    /// Its JSON.
    pub session: String,
    /// When the citizen last wrote, or something else last happened to it.
    pub since: Millis,
}

impl Work {
    /// # Errors
    /// When the database does not answer.
    pub async fn add_release(&mut self, new: &NewRelease<'_>) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "INSERT INTO releases (id, office, service, definition, actor, at) VALUES ($1, $2, $3, $4, $5, $6)",
            new.id.as_str(),
            new.office,
            new.service,
            new.definition,
            new.actor,
            new.at
        )?;
        Ok(())
    }

    /// The hashes that were released for a service, the newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn releases(&mut self, office: &str, service: &str) -> Result<Vec<String>, StoreError> {
        Ok(all!(
            &mut self.tx,
            "SELECT definition FROM releases WHERE office = $1 AND service = $2 ORDER BY id DESC LIMIT 100",
            [office, service],
            |row| row.try_get(0)?
        ))
    }
}

impl Store {
    /// Conversations that are in progress, in the order of their persons, after one of them.
    ///
    /// # Errors
    /// When the database does not answer, or a session was sealed with another key.
    pub async fn live_sessions(&self, after: &str, most: i64) -> Result<Vec<LiveSession>, StoreError> {
        let sql = "SELECT person_id, service, definition_hash, state_sealed, updated_at FROM sessions
                   WHERE service IS NOT NULL AND definition_hash IS NOT NULL AND person_id > $1
                   ORDER BY person_id LIMIT $2 + 0";
        let rows: Vec<(String, String, String, String, i64)> = read_all!(
            &self.db,
            sql,
            [after, most],
            |row| (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?)
        );
        rows.into_iter()
            .map(|(person, service, definition, sealed, since)| {
                let session = self.vault.open_str("sessions.state_sealed", &sealed);
                let session = session.map_err(|_| StoreError::Damaged("session"))?;
                Ok(LiveSession { person, service, definition, session, since })
            })
            .collect()
    }

    /// Office, service and content of a kept definition.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn kept_definition(&self, hash: &str) -> Result<Option<(String, String)>, StoreError> {
        let sql = "SELECT office, source FROM definitions WHERE hash = $1";
        let rows: Vec<(String, String)> =
            read_all!(&self.db, sql, [hash], |row| (row.try_get(0)?, row.try_get(1)?));
        Ok(rows.into_iter().next())
    }
}

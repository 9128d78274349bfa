//! What all processes on one database have in common: a name, and the keys. A canary row opens with the right key
//! file only: a process with other keys would read nothing that was stored, and what it stores nobody else would
//! read; so it must not start.

use super::db::{all, exec};
use super::{StoreError, Work};
use crate::vault::random_token;

const CONTEXT: &str = "installation.keys";
const WORD: &str = "sapa";

impl Work {
    /// The name of this installation, drawn by the first process ever.
    pub(super) async fn installation(&mut self) -> Result<String, StoreError> {
        exec!(
            &mut self.tx,
            "INSERT INTO installation (name, value) VALUES ('id', $1) ON CONFLICT (name) DO NOTHING",
            random_token()
        )?;
        let sql = "SELECT value FROM installation WHERE name = 'id'";
        let rows: Vec<String> = all!(&mut self.tx, sql, [], |row| row.try_get(0)?);
        rows.into_iter().next().ok_or(StoreError::Missing)
    }

    /// Checks the keys against the canary, which the first process ever leaves. It is sealed anew with the newest
    /// key, so that a process whose key file lacks that key is found out too.
    ///
    /// # Errors
    /// [`StoreError::WrongKeys`] when the database belongs to another key file.
    pub(super) async fn check_keys(&mut self) -> Result<(), StoreError> {
        let index = self.vault.index(CONTEXT, WORD);
        let value = format!("{index} {}", self.vault.seal_str(CONTEXT, WORD));
        exec!(
            &mut self.tx,
            "INSERT INTO installation (name, value) VALUES ('keys', $1) ON CONFLICT (name) DO NOTHING",
            value.as_str()
        )?;
        let sql = "SELECT value FROM installation WHERE name = 'keys'";
        let rows: Vec<String> = all!(&mut self.tx, sql, [], |row| row.try_get(0)?);
        let opens = rows.first().and_then(|row| row.split_once(' ')).is_some_and(|(stored, sealed)| {
            stored == index && self.vault.open_str(CONTEXT, sealed).is_ok_and(|word| word == WORD)
        });
        if !opens {
            return Err(StoreError::WrongKeys);
        }
        exec!(&mut self.tx, "UPDATE installation SET value = $1 WHERE name = 'keys'", value)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::store::testing::test_stores;
    use crate::vault::Vault;

    #[tokio::test]
    async fn a_database_opens_with_its_own_keys_only() {
        for (mut store, _guard) in test_stores().await {
            let mut work = store.begin().await.unwrap();
            work.check_keys().await.unwrap();
            work.commit().await.unwrap();
            store.vault = Vault::from_seed(4_711);
            let mut work = store.begin().await.unwrap();
            assert!(matches!(work.check_keys().await, Err(StoreError::WrongKeys)));
        }
    }
}

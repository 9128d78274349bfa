//! Staff, their passwords (hashes only) and their console sessions.

use std::collections::BTreeMap;

use super::db::{StoreError, all, exec, read_all};
use super::{Store, Work};
use crate::domain::Millis;
use crate::domain::ids::StaffId;
use crate::domain::staff::{Role, Staff};

/// A member of staff with what signing in needs.
#[derive(Debug, Clone)]
pub struct Account {
    pub staff: Staff,
    /// PHC string.
    pub password_hash: Hash,
    pub created_at: Millis,
    /// Since the last success.
    pub failed_logins: i64,
    /// Refused until then, whatever is typed.
    pub locked_until: Millis,
}

/// A password hash; prints nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Hash(pub String);

impl std::fmt::Debug for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hash")
    }
}

/// A signed-in browser. Prints nothing: the form token is a secret.
pub struct StaffSession {
    pub staff: Staff,
    /// To come back with every form.
    pub csrf: String,
    pub seen_at: Millis,
    pub expires_at: Millis,
}

/// The context of the blind index of session tokens: a stolen database opens no session.
const TOKEN: &str = "staff_sessions.token_index";

const ACCOUNT: &str = "SELECT id, login, name, password_hash, must_change, roles, lang, created_at, disabled_at, \
     failed_logins, locked_until FROM staff";

struct Row {
    id: String,
    login: String,
    name: String,
    password_hash: String,
    must_change: bool,
    roles: String,
    lang: String,
    created_at: i64,
    disabled_at: Option<i64>,
    failed_logins: i64,
    locked_until: i64,
}

macro_rules! account_row {
    ($row:ident) => {
        Row {
            id: $row.try_get(0)?,
            login: $row.try_get(1)?,
            name: $row.try_get(2)?,
            password_hash: $row.try_get(3)?,
            must_change: $row.try_get(4)?,
            roles: $row.try_get(5)?,
            lang: $row.try_get(6)?,
            created_at: $row.try_get(7)?,
            disabled_at: $row.try_get(8)?,
            failed_logins: $row.try_get(9)?,
            locked_until: $row.try_get(10)?,
        }
    };
}

impl Row {
    fn account(self) -> Result<Account, StoreError> {
        Ok(Account {
            staff: Staff {
                id: StaffId::parse(&self.id).map_err(|_| StoreError::Damaged("staff id"))?,
                login: self.login,
                name: self.name,
                roles: read_roles(&self.roles),
                lang: self.lang,
                disabled: self.disabled_at.is_some(),
                must_change_password: self.must_change,
            },
            password_hash: Hash(self.password_hash),
            created_at: self.created_at,
            failed_logins: self.failed_logins,
            locked_until: self.locked_until,
        })
    }
}

/// Roles stand as words between spaces. A word of a newer version is passed over: it grants nothing here.
fn read_roles(text: &str) -> Vec<Role> {
    text.split(' ').filter_map(Role::parse).collect()
}

fn write_roles(roles: &[Role]) -> String {
    let words: Vec<&str> = Role::ALL.into_iter().filter(|r| roles.contains(r)).map(Role::as_str).collect();
    words.join(" ")
}

impl Store {
    /// Everyone, disabled ones last, by login.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn staff_accounts(&self) -> Result<Vec<Account>, StoreError> {
        let sql = format!("{ACCOUNT} ORDER BY CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END, login");
        let rows: Vec<Row> = read_all!(&self.db, &sql, [], |row| account_row!(row));
        rows.into_iter().map(Row::account).collect()
    }

    /// # Errors
    /// When the database does not answer.
    pub async fn staff_account(&self, id: &StaffId) -> Result<Option<Account>, StoreError> {
        let sql = format!("{ACCOUNT} WHERE id = $1");
        let rows: Vec<Row> = read_all!(&self.db, &sql, [id.as_str()], |row| account_row!(row));
        rows.into_iter().next().map(Row::account).transpose()
    }

    /// By login, in lower case.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn staff_by_login(&self, login: &str) -> Result<Option<Account>, StoreError> {
        let sql = format!("{ACCOUNT} WHERE login = $1");
        let rows: Vec<Row> = read_all!(&self.db, &sql, [login], |row| account_row!(row));
        rows.into_iter().next().map(Row::account).transpose()
    }

    /// The names behind the ids, disabled staff too: history keeps its authors.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn staff_names(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let rows: Vec<(String, String)> =
            read_all!(&self.db, "SELECT id, name FROM staff", [], |row| (row.try_get(0)?, row.try_get(1)?));
        Ok(rows.into_iter().collect())
    }

    /// The session of a token, unless it ended, sat idle since before `idle_since`, or its owner was
    /// disabled.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn staff_session(
        &self,
        token: &str,
        now: Millis,
        idle_since: Millis,
    ) -> Result<Option<StaffSession>, StoreError> {
        let index = self.vault.index(TOKEN, token);
        let sql = "SELECT staff_id, csrf, seen_at, expires_at FROM staff_sessions \
             WHERE token_index = $1 AND expires_at > $2 AND seen_at > $3";
        let rows: Vec<(String, String, i64, i64)> = read_all!(
            &self.db,
            sql,
            [index.as_str(), now, idle_since],
            |row| (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?)
        );
        let Some((staff, csrf, seen_at, expires_at)) = rows.into_iter().next() else { return Ok(None) };
        let id = StaffId::parse(&staff).map_err(|_| StoreError::Damaged("staff id"))?;
        let account = self.staff_account(&id).await?;
        Ok(account.filter(|a| !a.staff.disabled).map(|account| StaffSession {
            staff: account.staff,
            csrf,
            seen_at,
            expires_at,
        }))
    }
}

impl Work {
    /// Everyone, read inside the transaction that will change one of them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn staff_accounts(&mut self) -> Result<Vec<Account>, StoreError> {
        let sql = format!("{ACCOUNT} ORDER BY login");
        let rows: Vec<Row> = all!(&mut self.tx, &sql, [], |row| account_row!(row));
        rows.into_iter().map(Row::account).collect()
    }

    /// A new account with a one-time password.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the login is taken.
    pub async fn add_staff(
        &mut self,
        staff: &Staff,
        password_hash: &Hash,
        now: Millis,
    ) -> Result<(), StoreError> {
        let added = exec!(
            &mut self.tx,
            "INSERT INTO staff (id, login, name, password_hash, must_change, roles, lang, created_at, disabled_at, \
             failed_logins, locked_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, 0, 0) \
             ON CONFLICT (login) DO NOTHING",
            staff.id.as_str(),
            staff.login.as_str(),
            staff.name.as_str(),
            password_hash.0.as_str(),
            staff.must_change_password,
            write_roles(&staff.roles),
            staff.lang.as_str(),
            now
        )?;
        if added == 0 { Err(StoreError::Conflict) } else { Ok(()) }
    }

    /// Replaces the password, forgets failed attempts and ends every session.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn set_staff_password(
        &mut self,
        id: &StaffId,
        password_hash: &Hash,
        one_time: OneTime,
    ) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "UPDATE staff SET password_hash = $2, must_change = $3, failed_logins = 0, locked_until = 0 WHERE id = $1",
            id.as_str(),
            password_hash.0.as_str(),
            one_time == OneTime::Yes
        )?;
        self.end_staff_sessions(id).await
    }

    /// # Errors
    /// When the database does not answer.
    pub async fn set_staff_roles(&mut self, id: &StaffId, roles: &[Role]) -> Result<(), StoreError> {
        exec!(&mut self.tx, "UPDATE staff SET roles = $2 WHERE id = $1", id.as_str(), write_roles(roles))?;
        Ok(())
    }

    /// # Errors
    /// When the database does not answer.
    pub async fn set_staff_lang(&mut self, id: &StaffId, lang: &str) -> Result<(), StoreError> {
        exec!(&mut self.tx, "UPDATE staff SET lang = $2 WHERE id = $1", id.as_str(), lang)?;
        Ok(())
    }

    /// Shuts an account out from that moment, ending its sessions, or lets it in again (none).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn set_staff_disabled(&mut self, id: &StaffId, at: Option<Millis>) -> Result<(), StoreError> {
        exec!(&mut self.tx, "UPDATE staff SET disabled_at = $2 WHERE id = $1", id.as_str(), at)?;
        self.end_staff_sessions(id).await
    }

    /// Counts an attempt to sign in, before the password is looked at, so that attempts side by side are
    /// all counted. Gives the number of attempts since the last success, this one included, and until when
    /// the account is locked: roll back when that is in the future.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_login(&mut self, id: &StaffId) -> Result<(i64, Millis), StoreError> {
        exec!(&mut self.tx, "UPDATE staff SET failed_logins = failed_logins + 1 WHERE id = $1", id.as_str())?;
        let sql = "SELECT failed_logins, locked_until FROM staff WHERE id = $1";
        let counts: Vec<(i64, Millis)> =
            all!(&mut self.tx, sql, [id.as_str()], |row| (row.try_get(0)?, row.try_get(1)?));
        counts.into_iter().next().ok_or(StoreError::Missing)
    }

    /// # Errors
    /// When the database does not answer.
    pub async fn lock_staff(&mut self, id: &StaffId, until: Millis) -> Result<(), StoreError> {
        exec!(&mut self.tx, "UPDATE staff SET locked_until = $2 WHERE id = $1", id.as_str(), until)?;
        Ok(())
    }

    /// Forgets failed attempts, after a success.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forgive_staff(&mut self, id: &StaffId) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "UPDATE staff SET failed_logins = 0, locked_until = 0 WHERE id = $1",
            id.as_str()
        )?;
        Ok(())
    }

    /// Opens a session; expired ones are swept out on the way.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open_staff_session(
        &mut self,
        token: &str,
        id: &StaffId,
        csrf: &str,
        now: Millis,
        expires_at: Millis,
    ) -> Result<(), StoreError> {
        let index = self.vault.index(TOKEN, token);
        exec!(&mut self.tx, "DELETE FROM staff_sessions WHERE expires_at <= $1", now)?;
        exec!(
            &mut self.tx,
            "INSERT INTO staff_sessions (token_index, staff_id, csrf, created_at, seen_at, expires_at) \
             VALUES ($1, $2, $3, $4, $4, $5)",
            index.as_str(),
            id.as_str(),
            csrf,
            now,
            expires_at
        )?;
        Ok(())
    }

    /// # Errors
    /// When the database does not answer.
    pub async fn touch_staff_session(&mut self, token: &str, now: Millis) -> Result<(), StoreError> {
        let index = self.vault.index(TOKEN, token);
        exec!(
            &mut self.tx,
            "UPDATE staff_sessions SET seen_at = $2 WHERE token_index = $1",
            index.as_str(),
            now
        )?;
        Ok(())
    }

    /// # Errors
    /// When the database does not answer.
    pub async fn end_staff_session(&mut self, token: &str) -> Result<(), StoreError> {
        let index = self.vault.index(TOKEN, token);
        exec!(&mut self.tx, "DELETE FROM staff_sessions WHERE token_index = $1", index.as_str())?;
        Ok(())
    }

    /// # Errors
    /// When the database does not answer.
    pub async fn end_staff_sessions(&mut self, id: &StaffId) -> Result<(), StoreError> {
        exec!(&mut self.tx, "DELETE FROM staff_sessions WHERE staff_id = $1", id.as_str())?;
        Ok(())
    }
}

/// Whether a password is only good for signing in once, to set another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OneTime {
    Yes,
    No,
}

#[cfg(test)]
mod tests;

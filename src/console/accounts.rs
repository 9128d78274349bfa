//! Accounts of staff without the pages: for the first start, and for `sapa staff` on the day when nobody can sign
//! in.

use super::password;
use super::staff::{is_last, is_login};
use crate::domain::Millis;
use crate::domain::ids::StaffId;
use crate::domain::staff::{Role, Staff};
use crate::i18n::FALLBACK;
use crate::runtime::house::Minter;
use crate::store::{Account, AuditEntry, OneTime, Store, StoreError, Work};

/// The login that the first start makes.
const FIRST: &str = "admin";

/// Why an account was not changed; the message is for the terminal.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    #[error("a login has 3 to 32 small letters, digits, dots, dashes or underscores")]
    Login,
    #[error("the name is empty or longer than 80 letters")]
    Name,
    #[error(
        "give at least one role: verifier, siak_operator, certifier, head, producer, counter, agent, administrator"
    )]
    Roles,
    #[error("the login is taken")]
    Taken,
    #[error("there is no such login; `sapa staff list` shows all")]
    Missing,
    #[error("this is the last administrator; make another one first")]
    Last,
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for StaffError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => StaffError::Taken,
            StoreError::Missing => StaffError::Missing,
            other => StaffError::Store(other),
        }
    }
}

/// The moment and new ids, from the program.
pub struct Means<'a> {
    pub now: Millis,
    pub mint: &'a Minter,
}

impl Means<'_> {
    async fn record(&self, work: &mut Work, action: &str, staff: &StaffId) -> Result<(), StoreError> {
        let entry = AuditEntry {
            at: self.now,
            actor: "cli".to_owned(),
            action: action.to_owned(),
            subject: staff.to_string(),
            detail: String::new(),
        };
        work.audit(&self.mint.id(), &entry).await
    }
}

/// Makes an account. Gives its one-time password, to be shown once.
///
/// # Errors
/// [`StaffError`], for the terminal.
pub async fn add(
    store: &Store,
    means: &Means<'_>,
    login: &str,
    name: &str,
    roles: &[Role],
) -> Result<String, StaffError> {
    let (login, name) = (login.trim().to_lowercase(), name.trim());
    if !is_login(&login) {
        return Err(StaffError::Login);
    }
    if name.is_empty() || name.chars().count() > 80 {
        return Err(StaffError::Name);
    }
    if roles.is_empty() {
        return Err(StaffError::Roles);
    }
    let one_time = password::one_time();
    let staff = Staff {
        id: means.mint.id(),
        login,
        name: name.to_owned(),
        roles: roles.to_vec(),
        lang: FALLBACK.to_owned(),
        disabled: false,
        must_change_password: true,
    };
    let hash = password::hash(&one_time);
    let mut work = store.begin().await?;
    work.add_staff(&staff, &hash, means.now).await?;
    means.record(&mut work, "staff.add", &staff.id).await?;
    work.commit().await?;
    Ok(one_time)
}

/// One line per account: login, state, roles, name.
///
/// # Errors
/// When the database does not answer.
pub async fn list(store: &Store) -> Result<String, StaffError> {
    let lines = store.staff_accounts().await?.into_iter().map(|account| {
        let staff = account.staff;
        let state = match (staff.disabled, staff.must_change_password) {
            (true, _) => "disabled",
            (false, true) => "one-time",
            (false, false) => "active",
        };
        let roles: Vec<&str> = staff.roles.iter().map(|r| r.as_str()).collect();
        format!("{:<20} {state:<9} {:<40} {}\n", staff.login, roles.join(","), staff.name)
    });
    Ok(lines.collect())
}

/// Shuts an account out at once.
///
/// # Errors
/// [`StaffError`], for the terminal.
pub async fn disable(store: &Store, means: &Means<'_>, login: &str) -> Result<(), StaffError> {
    let mut work = store.begin().await?;
    let all = work.staff_accounts().await?;
    let account = find(&all, login)?;
    if is_last(&all, account) {
        return Err(StaffError::Last);
    }
    work.set_staff_disabled(&account.staff.id, Some(means.now)).await?;
    means.record(&mut work, "staff.disable", &account.staff.id).await?;
    work.commit().await?;
    Ok(())
}

/// Gives an account a new one-time password and lets it in again if it was disabled or locked.
///
/// # Errors
/// [`StaffError`], for the terminal.
pub async fn reset(store: &Store, means: &Means<'_>, login: &str) -> Result<String, StaffError> {
    let one_time = password::one_time();
    let hash = password::hash(&one_time);
    let mut work = store.begin().await?;
    let all = work.staff_accounts().await?;
    let account = find(&all, login)?;
    work.set_staff_password(&account.staff.id, &hash, OneTime::Yes).await?;
    work.set_staff_disabled(&account.staff.id, None).await?;
    means.record(&mut work, "staff.reset", &account.staff.id).await?;
    work.commit().await?;
    Ok(one_time)
}

fn find<'a>(all: &'a [Account], login: &str) -> Result<&'a Account, StaffError> {
    let login = login.trim().to_lowercase();
    all.iter().find(|a| a.staff.login == login).ok_or(StaffError::Missing)
}

/// At the first start, when there are no staff: `admin` with every role, so that one person can live the
/// whole story. Gives login and one-time password, to be printed once.
///
/// Later starts give none, also when that password was never used: a start is no proof of who is at the
/// terminal, and a printed password stays in logs. `sapa staff reset admin` makes a new one.
///
/// # Errors
/// When the database does not answer.
pub async fn ensure_first_administrator(
    store: &Store,
    means: &Means<'_>,
) -> Result<Option<(String, String)>, StaffError> {
    if !store.staff_accounts().await?.is_empty() {
        return Ok(None);
    }
    match add(store, means, FIRST, "Administrator", &Role::ALL).await {
        Ok(one_time) => Ok(Some((FIRST.to_owned(), one_time))),
        // Another replica that started at the same moment was faster, and prints it.
        Err(StaffError::Taken) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::runtime::house::Clock;
    use crate::store::testing::test_store;

    fn mint() -> Minter {
        Minter::new(Clock::manual(1_000))
    }

    #[tokio::test]
    async fn the_first_start_makes_one_administrator_and_later_starts_none() {
        let (store, _guard) = test_store().await;
        let mint = mint();
        let means = Means { now: 1_000, mint: &mint };
        let (login, password) = ensure_first_administrator(&store, &means).await.unwrap().unwrap();
        assert_eq!((login.as_str(), password.len()), ("admin", 24));
        let account = store.staff_by_login("admin").await.unwrap().unwrap();
        assert!(account.staff.must_change_password && Role::ALL.iter().all(|r| account.staff.has(*r)));
        assert!(ensure_first_administrator(&store, &means).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn the_last_administrator_cannot_be_disabled_and_a_reset_lets_in_again() {
        let (store, _guard) = test_store().await;
        let mint = mint();
        let means = Means { now: 1_000, mint: &mint };
        add(&store, &means, "ketut", "Ketut", &[Role::Administrator]).await.unwrap();
        assert!(matches!(disable(&store, &means, "ketut").await, Err(StaffError::Last)));
        add(&store, &means, "made", "Made", &[Role::Administrator, Role::Agent]).await.unwrap();
        assert!(matches!(add(&store, &means, "Made", "Made", &[Role::Agent]).await, Err(StaffError::Taken)));
        disable(&store, &means, "ketut").await.unwrap();
        let listed = list(&store).await.unwrap();
        assert!(listed.contains("made") && listed.contains("disabled"), "{listed}");
        reset(&store, &means, "ketut").await.unwrap();
        assert!(!store.staff_by_login("ketut").await.unwrap().unwrap().staff.disabled);
        assert!(matches!(reset(&store, &means, "siapa").await, Err(StaffError::Missing)));
        assert_eq!(
            store
                .audit_of(store.staff_by_login("ketut").await.unwrap().unwrap().staff.id.as_str())
                .await
                .unwrap()
                .len(),
            3
        );
    }
}

//! Accounts of staff, for administrators.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use minijinja::{Value, context};

use super::fault::Fault;
use super::flash::Flash;
use super::password;
use super::session::{Fields, Posted, Who};
use super::state::{Shared, Site};
use crate::domain::ids::StaffId;
use crate::domain::staff::{Role, Staff};
use crate::store::{Account, OneTime, StoreError, Work};

/// Small letters, digits, dot, dash and underscore, 3 to 32 of them.
#[must_use]
pub(super) fn is_login(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
    (3..=32).contains(&text.len()) && text.bytes().all(fits)
}

pub(super) async fn page(State(site): State<Site>, who: Who) -> Result<Response, Fault> {
    site.staff_page(&who, context! {}).await
}

/// A page that showed a one-time password was loaded again: it is not shown twice.
pub(super) async fn to_staff(Path(_): Path<String>) -> Redirect {
    Redirect::to("/console/staff")
}

pub(super) async fn add(State(site): State<Site>, posted: Posted) -> Result<Response, Fault> {
    let Posted { who, form } = posted;
    who.may_manage()?;
    let login = form.get("login").trim().to_lowercase();
    let name = form.get("name").trim();
    let roles = read_roles(&form);
    let fault = if !is_login(&login) {
        Some("console-staff-login-fault")
    } else if name.is_empty() || name.chars().count() > 80 {
        Some("console-staff-name-fault")
    } else if roles.is_empty() {
        Some("console-staff-roles-fault")
    } else {
        None
    };
    let again = |fault: &str| {
        let words: Vec<&str> = roles.iter().map(|r| r.as_str()).collect();
        context! { fault, typed => context! { login => login.as_str(), name, roles => words } }
    };
    if let Some(fault) = fault {
        return site.staff_fault(&who, again(fault)).await;
    }
    let password = password::one_time();
    let hash = site.passwords.hash(password.clone()).await.ok_or(Fault::Inside)?;
    let staff = Staff {
        id: site.means.mint.id(),
        login: login.clone(),
        name: name.to_owned(),
        roles: roles.clone(),
        lang: who.staff.lang.clone(),
        disabled: false,
        must_change_password: true,
    };
    let mut work = site.store().begin().await?;
    match work.add_staff(&staff, &hash, site.now()).await {
        Ok(()) => {}
        Err(StoreError::Conflict) => {
            drop(work);
            return site.staff_fault(&who, again("console-staff-login-taken")).await;
        }
        Err(error) => return Err(error.into()),
    }
    site.record(&mut work, who.staff.id.as_str(), "staff.add", staff.id.as_str(), &words(&roles)).await?;
    work.commit().await?;
    site.staff_page(&who, context! { fresh => context! { login, password } }).await
}

pub(super) async fn disable(
    State(site): State<Site>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (mut work, account) = site.manage(&posted.who, &id).await?;
    if account.staff.id == posted.who.staff.id {
        return Ok(site.redirect("/console/staff", &Flash::bad("console-staff-not-yourself")));
    }
    if is_last(&work.staff_accounts().await?, &account) {
        return Ok(site.redirect("/console/staff", &Flash::bad("console-staff-last")));
    }
    work.set_staff_disabled(&account.staff.id, Some(site.now())).await?;
    site.finish(work, &posted.who, &account, "staff.disable", "", "console-staff-disabled").await
}

pub(super) async fn enable(
    State(site): State<Site>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (mut work, account) = site.manage(&posted.who, &id).await?;
    work.set_staff_disabled(&account.staff.id, None).await?;
    site.finish(work, &posted.who, &account, "staff.enable", "", "console-staff-enabled").await
}

pub(super) async fn roles(
    State(site): State<Site>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (mut work, account) = site.manage(&posted.who, &id).await?;
    let roles = read_roles(&posted.form);
    if roles.is_empty() {
        return Ok(site.redirect("/console/staff", &Flash::bad("console-staff-roles-fault")));
    }
    if !roles.contains(&Role::Administrator) && is_last(&work.staff_accounts().await?, &account) {
        return Ok(site.redirect("/console/staff", &Flash::bad("console-staff-last")));
    }
    work.set_staff_roles(&account.staff.id, &roles).await?;
    site.finish(work, &posted.who, &account, "staff.roles", &words(&roles), "console-staff-roles-set").await
}

/// A new one-time password, shown on the page that answers and nowhere else.
pub(super) async fn reset(
    State(site): State<Site>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    let who = posted.who;
    who.may_manage()?;
    // Hashed before the transaction begins: SQLite has one writer.
    let password = password::one_time();
    let hash = site.passwords.hash(password.clone()).await.ok_or(Fault::Inside)?;
    let (mut work, account) = site.manage(&who, &id).await?;
    let staff = &account.staff;
    if staff.id == who.staff.id {
        return Ok(site.redirect("/console/staff", &Flash::bad("console-staff-not-yourself")));
    }
    work.set_staff_password(&staff.id, &hash, OneTime::Yes).await?;
    site.record(&mut work, who.staff.id.as_str(), "staff.reset", staff.id.as_str(), "").await?;
    work.commit().await?;
    site.staff_page(&who, context! { fresh => context! { login => staff.login.as_str(), password } }).await
}

fn read_roles(form: &Fields) -> Vec<Role> {
    form.all("roles").into_iter().filter_map(Role::parse).collect()
}

fn words(roles: &[Role]) -> String {
    roles.iter().map(|r| r.as_str()).collect::<Vec<_>>().join(" ")
}

/// Nobody else could let anyone in again.
#[must_use]
pub(super) fn is_last(all: &[Account], account: &Account) -> bool {
    !all.iter().any(|other| {
        other.staff.id != account.staff.id && !other.staff.disabled && other.staff.has(Role::Administrator)
    }) && account.staff.has(Role::Administrator)
}

impl Shared {
    /// Begins a change of one account by an administrator.
    async fn manage(&self, who: &Who, id: &str) -> Result<(Work, Account), Fault> {
        who.may_manage()?;
        let id = StaffId::parse(id).map_err(|_| Fault::NotFound)?;
        let mut work = self.store().begin().await?;
        let account = work.staff_accounts().await?.into_iter().find(|a| a.staff.id == id);
        Ok((work, account.ok_or(Fault::NotFound)?))
    }

    async fn finish(
        &self,
        mut work: Work,
        who: &Who,
        account: &Account,
        action: &str,
        detail: &str,
        done: &str,
    ) -> Result<Response, Fault> {
        self.record(&mut work, who.staff.id.as_str(), action, account.staff.id.as_str(), detail).await?;
        work.commit().await?;
        Ok(self.redirect("/console/staff", &Flash::good(done).with("login", account.staff.login.as_str())))
    }

    async fn staff_fault(&self, who: &Who, content: Value) -> Result<Response, Fault> {
        let mut page = self.staff_page(who, content).await?;
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        Ok(page)
    }

    async fn staff_page(&self, who: &Who, content: Value) -> Result<Response, Fault> {
        who.may_manage()?;
        let now = self.now();
        let accounts: Vec<Value> = self
            .store()
            .staff_accounts()
            .await?
            .into_iter()
            .map(|a| {
                let roles: Vec<&str> = a.staff.roles.iter().map(|r| r.as_str()).collect();
                context! {
                    id => a.staff.id.as_str(),
                    login => a.staff.login,
                    name => a.staff.name,
                    roles,
                    me => a.staff.id == who.staff.id,
                    disabled => a.staff.disabled,
                    must_change => a.staff.must_change_password,
                    locked => a.locked_until > now,
                    created_at => a.created_at,
                }
            })
            .collect();
        let all_roles: Vec<&str> = Role::ALL.into_iter().map(Role::as_str).collect();
        let base = context! { accounts, all_roles };
        self.page(who, "staff", "staff.html", context! { ..base, ..content }).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_short_and_plain() {
        for good in ["ketut", "made.sari", "loket-2"] {
            assert!(is_login(good), "{good}");
        }
        for bad in ["", "ab", "Ketut", "ke tut", "kétut", &"a".repeat(33)] {
            assert!(!is_login(bad), "{bad}");
        }
    }
}

//! Signing in and out, the password, the language.

use std::collections::HashMap;
use std::sync::Mutex;

use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use minijinja::context;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::fault::Fault;
use super::flash::{self, Flash};
use super::password;
use super::render::view;
use super::session::{COOKIE, Fields, Lang, Posted, Who, cookie, language, same};
use super::state::{Shared, Site};
use crate::domain::Millis;
use crate::domain::ids::StaffId;
use crate::store::{Account, OneTime, StoreError};
use crate::vault::random_token;

/// Ties the form to the browser before there is a session.
const FORM_COOKIE: &str = "sapa_login";
/// Mistakes that cost nothing.
const FREE_TRIES: i64 = 4;
/// The first pause; it doubles with every further mistake.
const FIRST_PAUSE: Millis = 30_000;
/// The longest: an attacker who knows a login can keep its owner out, but not for long after giving up,
/// and an administrator's reset ends it.
const LONGEST_PAUSE: Millis = 15 * 60_000;

/// The actor of a failed try: whoever it was, it need not have been the login's owner.
const NOBODY: &str = "unknown";

/// How long to refuse everything after so many tries without a success.
fn pause(tries: i64) -> Millis {
    // Negative below the first that costs; 16 doublings are beyond the longest.
    let beyond = u32::try_from((tries - FREE_TRIES - 1).min(16)).ok();
    beyond.map_or(0, |n| FIRST_PAUSE.saturating_mul(1 << n).min(LONGEST_PAUSE))
}

/// Tries under logins that do not exist, so that they are slowed like real ones and do not stand out.
/// In memory, by hash, bounded: what is typed there may be somebody's password.
#[derive(Default)]
pub(super) struct Strangers {
    tries: Mutex<HashMap<[u8; 32], (i64, Millis)>>,
}

const STRANGERS_KEPT: usize = 10_000;

impl Strangers {
    /// Counts a try; until when it is refused unseen.
    fn count(&self, login: &str, now: Millis) -> Result<(), Millis> {
        let mut tries = self.tries.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if tries.len() >= STRANGERS_KEPT {
            tries.retain(|_, (_, until)| *until > now);
            if tries.len() >= STRANGERS_KEPT {
                tries.clear();
            }
        }
        let entry = tries.entry(Sha256::digest(login.as_bytes()).into()).or_insert((0, 0));
        if entry.1 > now {
            return Err(entry.1);
        }
        entry.0 += 1;
        entry.1 = match pause(entry.0) {
            0 => 0,
            pause => now + pause,
        };
        Ok(())
    }
}

#[derive(Deserialize)]
pub(super) struct Asked {
    lang: Option<String>,
}

pub(super) async fn page(
    State(site): State<Site>,
    Query(asked): Query<Asked>,
    Lang(lang): Lang,
    request: Request,
) -> Result<Response, Fault> {
    let chosen = asked.lang.as_deref().map(language);
    let lang = chosen.map_or(lang, str::to_owned);
    let flash = cookie(request.headers(), flash::COOKIE).and_then(Flash::decode);
    let mut response = site.login_page(&lang, StatusCode::OK, "", flash.as_ref());
    if flash.is_some() {
        site.set_cookie(&mut response, flash::COOKIE, "", Some(0));
    }
    if chosen.is_some() {
        site.set_language(&mut response, &lang);
    }
    Ok(response)
}

/// How a try ended.
enum Try {
    In(String, Account),
    Wrong,
    /// Refused unseen until then.
    Locked(Millis),
}

pub(super) async fn sign_in(
    State(site): State<Site>,
    Lang(lang): Lang,
    request: Request,
) -> Result<Response, Fault> {
    let tied = cookie(request.headers(), FORM_COOKIE).unwrap_or_default().to_owned();
    let form = Fields::read(request).await?;
    if !same(form.get("csrf"), &tied) {
        // Old page or cookies refused: a fresh form, with a word why.
        let flash = Flash::bad("console-login-again");
        return Ok(site.login_page(&lang, StatusCode::FORBIDDEN, form.get("login"), Some(&flash)));
    }
    let login = form.get("login").trim().to_lowercase();
    match site.attempt(&login, form.get("password")).await? {
        Try::In(token, account) => {
            let mut response = Redirect::to("/console/").into_response();
            site.set_cookie(&mut response, COOKIE, &token, None);
            site.set_cookie(&mut response, FORM_COOKIE, "", Some(0));
            site.set_language(&mut response, &account.staff.lang);
            Ok(response)
        }
        Try::Wrong => {
            let flash = Flash::bad("console-login-wrong");
            Ok(site.login_page(&lang, StatusCode::UNAUTHORIZED, &login, Some(&flash)))
        }
        Try::Locked(until) => {
            let seconds = (until - site.now() + 999) / 1000;
            let flash = Flash::bad("console-login-locked").with("seconds", seconds.max(1).to_string());
            Ok(site.login_page(&lang, StatusCode::TOO_MANY_REQUESTS, &login, Some(&flash)))
        }
    }
}

impl Shared {
    fn login_page(&self, lang: &str, status: StatusCode, login: &str, flash: Option<&Flash>) -> Response {
        let token = random_token();
        let flash = flash.map(|f| context! { tone => view(f.tone), text => f.sentence(self.texts(), lang) });
        let content = context! { csrf => token.as_str(), login, flash };
        let mut page = self.pages.bare("login.html", lang, self.now(), content);
        if page.status() == StatusCode::OK {
            *page.status_mut() = status;
        }
        self.set_cookie(&mut page, FORM_COOKIE, &token, None);
        page
    }

    async fn attempt(&self, login: &str, password: &str) -> Result<Try, Fault> {
        let now = self.now();
        if login.chars().count() > 64 || password.chars().count() > password::MAX_CHARS {
            return Ok(Try::Wrong);
        }
        let account = self.store().staff_by_login(login).await?;
        // The try is counted before the password is looked at, so that many at once are all counted.
        let counted = match &account {
            Some(account) => self.count_try(&account.staff.id).await?,
            None => self.strangers.count(login, now),
        };
        if let Err(until) = counted {
            return Ok(Try::Locked(until));
        }
        let hash = account.as_ref().map(|a| a.password_hash.clone());
        let right = self.passwords.verify(password.to_owned(), hash).await;
        let Some(account) = account else { return Ok(Try::Wrong) };
        let staff = &account.staff.id;
        let mut work = self.store().begin().await?;
        if !right || account.staff.disabled {
            self.record(&mut work, NOBODY, "staff.login-failed", staff.as_str(), "").await?;
            work.commit().await?;
            return Ok(Try::Wrong);
        }
        work.forgive_staff(staff).await?;
        let token = self.open_session(&mut work, staff).await?;
        self.record(&mut work, staff.as_str(), "staff.login", staff.as_str(), "").await?;
        work.commit().await?;
        Ok(Try::In(token, account))
    }

    /// Counts a try under a real login; until when it is refused unseen.
    async fn count_try(&self, staff: &StaffId) -> Result<Result<(), Millis>, StoreError> {
        let now = self.now();
        let mut work = self.store().begin().await?;
        let (tries, locked_until) = work.count_login(staff).await?;
        if locked_until > now {
            return Ok(Err(locked_until));
        }
        if pause(tries) > 0 {
            work.lock_staff(staff, now + pause(tries)).await?;
        }
        work.commit().await?;
        Ok(Ok(()))
    }
}

pub(super) async fn sign_out(State(site): State<Site>, posted: Posted) -> Result<Response, Fault> {
    let staff = &posted.who.staff.id;
    let mut work = site.store().begin().await?;
    work.end_staff_session(&posted.who.token).await?;
    site.record(&mut work, staff.as_str(), "staff.logout", staff.as_str(), "").await?;
    work.commit().await?;
    let mut response = site.redirect("/console/login", &Flash::good("console-logged-out"));
    site.set_cookie(&mut response, COOKIE, "", Some(0));
    Ok(response)
}

pub(super) async fn password_page(State(site): State<Site>, who: Who) -> Result<Response, Fault> {
    site.page(&who, "password", "password.html", context! { min => password::MIN_CHARS }).await
}

pub(super) async fn change_password(State(site): State<Site>, posted: Posted) -> Result<Response, Fault> {
    let Posted { who, form } = posted;
    let staff = &who.staff;
    let (old, new) = (form.get("old"), form.get("new"));
    let account = site.store().staff_account(&staff.id).await?.ok_or(Fault::SignIn)?;
    // An unlocked computer must not become a place to guess at leisure: tries count here too.
    let fault = if site.count_try(&staff.id).await?.is_err() {
        Some("console-password-locked")
    } else if !site.passwords.verify(old.to_owned(), Some(account.password_hash)).await {
        Some("console-password-old-wrong")
    } else {
        password::fault(new, form.get("again"), old, &staff.login)
    };
    if let Some(fault) = fault {
        let content = context! { min => password::MIN_CHARS, fault };
        let mut page = site.page(&who, "password", "password.html", content).await?;
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(page);
    }
    let hash = site.passwords.hash(new.to_owned()).await.ok_or(Fault::Inside)?;
    let mut work = site.store().begin().await?;
    // Every other browser is signed out with the old password.
    work.set_staff_password(&staff.id, &hash, OneTime::No).await?;
    let token = site.open_session(&mut work, &staff.id).await?;
    site.record(&mut work, staff.id.as_str(), "staff.password", staff.id.as_str(), "").await?;
    work.commit().await?;
    let mut response = site.redirect("/console/", &Flash::good("console-password-changed"));
    site.set_cookie(&mut response, COOKIE, &token, None);
    Ok(response)
}

pub(super) async fn switch_language(State(site): State<Site>, posted: Posted) -> Result<Response, Fault> {
    let lang = language(posted.form.get("lang"));
    let mut work = site.store().begin().await?;
    work.set_staff_lang(&posted.who.staff.id, lang).await?;
    work.commit().await?;
    let mut response = Redirect::to(own_page(posted.form.get("back"))).into_response();
    site.set_language(&mut response, lang);
    Ok(response)
}

/// Where to go back to: a page of the console, or its first.
fn own_page(back: &str) -> &str {
    let plain = back.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if back.starts_with("/console/") && plain { back } else { "/console/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_grows_after_the_free_tries_and_stops_growing() {
        let check = |tries, seconds: i64| assert_eq!(pause(tries), seconds * 1000, "{tries}");
        check(1, 0);
        check(4, 0);
        check(5, 30);
        check(6, 60);
        check(7, 120);
        check(10, 900);
        check(i64::MAX, 900);
    }

    #[test]
    fn a_stranger_is_refused_like_a_real_login() {
        let strangers = Strangers::default();
        for _ in 0..5 {
            assert_eq!(strangers.count("siapa", 1000), Ok(()));
        }
        assert_eq!(strangers.count("siapa", 1001), Err(31_000));
        assert_eq!(strangers.count("lain", 1001), Ok(()));
        assert_eq!(strangers.count("siapa", 31_000), Ok(()));
        assert_eq!(strangers.count("siapa", 31_001), Err(91_000));
    }

    #[test]
    fn the_way_back_stays_inside_the_console() {
        for bad in
            ["", "https://lain.example/", "//lain.example", "/console/../x\n", "/simulator", "/console/\\x"]
        {
            assert_eq!(own_page(bad), "/console/", "{bad}");
        }
        assert_eq!(own_page("/console/cases?status=ready"), "/console/cases?status=ready");
    }
}

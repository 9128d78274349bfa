//! Who is asking: the session cookie, and forms that carry the session's token.

use std::convert::Infallible;

use axum::Form;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use subtle::ConstantTimeEq as _;

use super::fault::Fault;
use super::flash::{self, Flash};
use super::state::{Shared, Site};
use crate::domain::Millis;
use crate::domain::ids::StaffId;
use crate::domain::staff::{Role, Staff};
use crate::store::{StoreError, Work};
use crate::vault::random_token;

/// Without a click for this long, sign in again: one working day on an unlocked computer.
const IDLE: Millis = 8 * 3_600_000;
/// Whatever happens, sign in again after this.
const WHOLE: Millis = 12 * 3_600_000;
/// A click moves the idle end at most this often: reading must not become writing.
const TOUCH_EVERY: Millis = 60_000;

pub(super) const COOKIE: &str = "sapa_console";
const LANG_COOKIE: &str = "sapa_lang";

/// Someone signed in.
pub(super) struct Who {
    pub staff: Staff,
    pub csrf: String,
    pub token: String,
    /// To be shown once.
    pub flash: Option<Flash>,
    /// The page's own script asks, not a hand: keeps no session alive and shows no flash.
    pub live: bool,
    /// The address that was asked for, to come back to.
    pub path: String,
}

impl Who {
    pub(super) fn may_chat(&self) -> Result<(), Fault> {
        if self.staff.may_chat() { Ok(()) } else { Err(Fault::Forbidden) }
    }

    pub(super) fn may_see_cases(&self) -> Result<(), Fault> {
        if may_see_cases(&self.staff) { Ok(()) } else { Err(Fault::Forbidden) }
    }

    pub(super) fn may_manage(&self) -> Result<(), Fault> {
        if self.staff.has(Role::Administrator) { Ok(()) } else { Err(Fault::Forbidden) }
    }
}

/// Everyone but those who only manage staff: an administrator moves no case and needs none.
pub(super) fn may_see_cases(staff: &Staff) -> bool {
    staff.roles.iter().any(|role| *role != Role::Administrator)
}

impl FromRequestParts<Site> for Who {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Who, Fault> {
        let token = cookie(&parts.headers, COOKIE).ok_or(Fault::SignIn)?;
        let now = site.now();
        let session = site.store().staff_session(token, now, now - IDLE).await?.ok_or(Fault::SignIn)?;
        let path = parts.uri.path();
        if session.staff.must_change_password
            && !matches!(path, "/console/password" | "/console/logout" | "/console/lang")
        {
            return Err(Fault::ChangePassword);
        }
        let live = parts.headers.contains_key("x-sapa-live");
        if !live && path != "/console/events" && now - session.seen_at > TOUCH_EVERY {
            let mut work = site.store().begin().await?;
            work.touch_staff_session(token, now).await?;
            work.commit().await?;
        }
        let whole_path = parts.uri.path_and_query().map_or(path, |p| p.as_str());
        Ok(Who {
            csrf: session.csrf,
            token: token.to_owned(),
            flash: cookie(&parts.headers, flash::COOKIE).and_then(Flash::decode),
            live,
            path: if parts.method == Method::GET { whole_path.to_owned() } else { "/console/".to_owned() },
            staff: session.staff,
        })
    }
}

/// What a form carries.
#[derive(Clone, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of a name, or nothing as "".
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }

    /// Every value of a name.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect()
    }

    pub(super) async fn read(request: Request) -> Result<Fields, Fault> {
        match Form::<Vec<(String, String)>>::from_request(request, &()).await {
            Ok(Form(fields)) => Ok(Fields(fields)),
            Err(_) => Err(Fault::BadForm),
        }
    }
}

/// A form that someone signed in sent from one of our pages: its token was checked.
pub(super) struct Posted {
    pub who: Who,
    pub form: Fields,
}

impl FromRequest<Site> for Posted {
    type Rejection = Fault;

    async fn from_request(request: Request, site: &Site) -> Result<Posted, Fault> {
        let (mut parts, body) = request.into_parts();
        let who = Who::from_request_parts(&mut parts, site).await?;
        let form = Fields::read(Request::from_parts(parts, body)).await?;
        if same(form.get("csrf"), &who.csrf) { Ok(Posted { who, form }) } else { Err(Fault::Stale) }
    }
}

/// The language of pages that know nobody: what the browser last chose here, else Indonesian.
pub(super) struct Lang(pub String);

impl FromRequestParts<Site> for Lang {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Lang, Infallible> {
        Ok(Lang(cookie_lang(&parts.headers)))
    }
}

pub(super) fn cookie_lang(headers: &HeaderMap) -> String {
    language(cookie(headers, LANG_COOKIE).unwrap_or_default()).to_owned()
}

/// One of ours.
pub(super) fn language(wanted: &str) -> &'static str {
    if wanted == "en" { "en" } else { crate::i18n::FALLBACK }
}

pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, value)| value)
}

/// Compares secrets in the same time wherever they differ; an empty one is never right.
pub(super) fn same(a: &str, b: &str) -> bool {
    !a.is_empty() && bool::from(a.as_bytes().ct_eq(b.as_bytes()))
}

impl Shared {
    /// Opens a session inside the transaction and gives the token for its cookie.
    pub(super) async fn open_session(&self, work: &mut Work, staff: &StaffId) -> Result<String, StoreError> {
        let (token, csrf, now) = (random_token(), random_token(), self.now());
        work.open_staff_session(&token, staff, &csrf, now, now + WHOLE).await?;
        Ok(token)
    }

    /// A cookie for the console's pages alone, out of reach of scripts; until the browser closes, or for
    /// so many seconds.
    pub(super) fn set_cookie(&self, response: &mut Response, name: &str, value: &str, seconds: Option<u32>) {
        let age = seconds.map(|s| format!("; Max-Age={s}")).unwrap_or_default();
        let secure = if self.means.secure_cookies { "; Secure" } else { "" };
        let text = format!("{name}={value}; Path=/console; HttpOnly; SameSite=Strict{age}{secure}");
        let value = HeaderValue::try_from(text).expect("names and base64 are valid in a header");
        response.headers_mut().append(header::SET_COOKIE, value);
    }

    pub(super) fn set_language(&self, response: &mut Response, lang: &str) {
        self.set_cookie(response, LANG_COOKIE, language(lang), Some(365 * 86_400));
    }

    /// To another page, with a sentence to be shown there.
    pub(super) fn redirect(&self, to: &str, flash: &Flash) -> Response {
        let mut response = Redirect::to(to).into_response();
        self.set_cookie(&mut response, flash::COOKIE, &flash.encode(), Some(60));
        response
    }
}

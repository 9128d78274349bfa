//! What goes wrong becomes a page that says nothing about the inside. Every answer of the console passes
//! [`guard`], which also sets the security headers.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use futures_util::FutureExt as _;
use minijinja::context;

use super::session::cookie_lang;
use super::state::Site;
use crate::store::StoreError;

/// Why a handler gives up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    NotFound,
    /// These roles may not.
    Forbidden,
    /// The form's token is missing or old: the page was left open too long, or another site sent it.
    Stale,
    BadForm,
    /// Ours.
    Inside,
    SignIn,
    ChangePassword,
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Fault {
        match error {
            StoreError::Missing => Fault::NotFound,
            StoreError::Database(_)
            | StoreError::Unavailable(_)
            | StoreError::Damaged(_)
            | StoreError::Conflict
            | StoreError::InUse(_)
            | StoreError::WrongKeys => {
                tracing::error!(%error, "a console page failed");
                Fault::Inside
            }
        }
    }
}

impl Fault {
    fn status(self) -> StatusCode {
        match self {
            Fault::NotFound => StatusCode::NOT_FOUND,
            Fault::Forbidden | Fault::Stale => StatusCode::FORBIDDEN,
            Fault::BadForm => StatusCode::BAD_REQUEST,
            Fault::Inside => StatusCode::INTERNAL_SERVER_ERROR,
            Fault::SignIn | Fault::ChangePassword => StatusCode::SEE_OTHER,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Fault::NotFound => "not-found",
            Fault::Forbidden => "forbidden",
            Fault::Stale => "stale",
            Fault::BadForm => "bad-form",
            Fault::Inside | Fault::SignIn | Fault::ChangePassword => "inside",
        }
    }

    /// What the extractors and the router refuse by themselves.
    fn of(status: StatusCode) -> Option<Fault> {
        match status {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Some(Fault::NotFound),
            s if s.is_server_error() => Some(Fault::Inside),
            _ => None,
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        match self {
            Fault::SignIn => Redirect::to("/console/login").into_response(),
            Fault::ChangePassword => Redirect::to("/console/password").into_response(),
            fault => {
                let mut response = fault.status().into_response();
                response.extensions_mut().insert(fault);
                response
            }
        }
    }
}

pub(super) async fn not_found() -> Fault {
    Fault::NotFound
}

/// Scripts, styles and pictures of our own only; nobody may frame us.
const CONTENT_POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(header::HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    // Pages hold citizens' data: nothing stays on a shared computer's disk.
    (header::CACHE_CONTROL, "no-store"),
];

/// Refuses forms of other sites, catches panics, draws the error pages, sets the headers.
pub(super) async fn guard(State(site): State<Site>, request: Request, next: Next) -> Response {
    let lang = cookie_lang(request.headers());
    let mut response = if foreign(&request) {
        Fault::Stale.into_response()
    } else {
        match std::panic::AssertUnwindSafe(next.run(request)).catch_unwind().await {
            Ok(response) => response,
            Err(_) => Fault::Inside.into_response(),
        }
    };
    let fault = response.extensions().get::<Fault>().copied().or_else(|| Fault::of(response.status()));
    if let Some(fault) = fault {
        let page = site.pages.bare("error.html", &lang, site.now(), context! { fault => fault.word() });
        response = (fault.status(), page).into_response();
    }
    for (name, value) in HEADERS {
        // A handler that set its own knows better: files are sandboxed, assets are kept.
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Browsers tell where a request comes from (Sec-Fetch-Site, all current ones since 2023); a form of
/// another site is refused before its token is looked at.
fn foreign(request: &Request) -> bool {
    request.method() == Method::POST
        && request.headers().get("sec-fetch-site").is_some_and(|from| from != "same-origin" && from != "none")
}

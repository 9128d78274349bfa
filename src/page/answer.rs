//! The page, and the answers that are typed or tapped on it.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::Shared;
use super::render::{Again, Closed, Said};
use crate::domain::redacted::Redacted;
use crate::runtime::pages::{Answered, Shut};

#[derive(Deserialize)]
pub(super) struct Filled {
    #[serde(default)]
    act: String,
    #[serde(default)]
    number: Redacted<String>,
}

pub(super) async fn page(State(site): State<Shared>, Path(token): Path<String>) -> Response {
    show(&site, &token, &Again::default()).await
}

/// A form's address opened by hand.
pub(super) async fn to_page(Path(path): Path<String>) -> Response {
    Redirect::to(&format!("/f/{}", address(&path))).into_response()
}

pub(super) async fn take(
    State(site): State<Shared>,
    Path(token): Path<String>,
    Form(filled): Form<Filled>,
) -> Response {
    let answered = match filled.act.as_str() {
        "past" => site.pages.pass_by(&token).await,
        "files" => site.pages.send_files(&token).await,
        _ => site.pages.answer(&token, filled.number.expose()).await,
    };
    match answered {
        // Not another address: what was taken is shown once, masked, and is in no address or cache.
        Ok(Answered::Taken { masked }) => {
            let lang = site.pages.language(&token).await;
            site.render.closed(&lang, Closed::Done, masked.as_deref())
        }
        Ok(Answered::Again { fault, suggestion }) => {
            let again = match suggestion {
                Some(number) => Again { said: Said::Suggestion(fault), number: Some(number) },
                None => Again { said: Said::Fault(fault), number: Some(filled.number) },
            };
            show(&site, &token, &again).await
        }
        Err(shut) => closed(&site, &token, &shut).await,
    }
}

/// The question as it stands, or why there is none.
pub(super) async fn show(site: &Shared, token: &str, again: &Again) -> Response {
    match site.pages.view(token).await {
        Ok(view) => site.render.question(token, &view, again),
        Err(shut) => closed(site, token, &shut).await,
    }
}

pub(super) async fn closed(site: &Shared, token: &str, shut: &Shut) -> Response {
    let lang = site.pages.language(token).await;
    site.render.closed(&lang, Closed::of(shut), None)
}

/// A token as part of an address: what is none of its letters cannot lead elsewhere.
pub(super) fn address(token: &str) -> String {
    token.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

//! Files: in pieces from the page's script, whole from its form.

use axum::body::Bytes;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::{Form, Json};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Shared;
use super::answer::{address, closed, show};
use super::render::{Again, Closed, Said};
use crate::runtime::pages::{Progress, SIZE_MAX, UploadFault};

#[derive(Deserialize)]
pub(super) struct At {
    at: i64,
    size: i64,
}

#[derive(Serialize)]
struct Here {
    received: i64,
    whole: bool,
}

/// `PUT /f/<token>/files/<name>?at=<byte>&size=<bytes>`: 200 with how much is here, 409 with the same when another
/// piece is due.
pub(super) async fn piece(
    State(site): State<Shared>,
    Path((token, name)): Path<(String, String)>,
    Query(At { at, size }): Query<At>,
    body: Bytes,
) -> Response {
    match site.pages.piece(&token, &name, size, at, body.to_vec()).await {
        Ok(progress) => told(StatusCode::OK, progress),
        Err(fault) => refused(&fault),
    }
}

/// `GET /f/<token>/files/<name>`: how much is here.
pub(super) async fn progress(
    State(site): State<Shared>,
    Path((token, name)): Path<(String, String)>,
) -> Response {
    match site.pages.progress(&token, &name).await {
        Ok(progress) => told(StatusCode::OK, progress),
        Err(fault) => refused(&fault),
    }
}

fn told(status: StatusCode, progress: Progress) -> Response {
    let here = Here { received: progress.received, whole: progress.whole };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(here)).into_response()
}

fn refused(fault: &UploadFault) -> Response {
    match fault {
        UploadFault::Elsewhere(progress) => told(StatusCode::CONFLICT, *progress),
        UploadFault::Shut(shut) => Closed::of(shut).status_of_a_piece().into_response(),
        UploadFault::Malformed => StatusCode::BAD_REQUEST.into_response(),
        UploadFault::TooLarge => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        UploadFault::Enough => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
        UploadFault::Unavailable => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// The form without a script: each chosen file whole.
pub(super) async fn whole(
    State(site): State<Shared>,
    Path(token): Path<String>,
    mut form: Multipart,
) -> Response {
    loop {
        let bytes = match form.next_field().await {
            Ok(Some(field)) => field.bytes().await,
            Ok(None) => break,
            Err(_) => return said(&site, &token, "page-broken").await,
        };
        let Ok(bytes) = bytes else { return said(&site, &token, "page-too-large").await };
        if bytes.is_empty() {
            continue;
        }
        let taken = if bytes.len() > SIZE_MAX {
            Err(UploadFault::TooLarge)
        } else {
            site.pages.whole(&token, &name_of(&bytes), &bytes).await
        };
        match taken {
            Ok(()) => {}
            Err(UploadFault::Shut(shut)) => return closed(&site, &token, &shut).await,
            Err(UploadFault::TooLarge) => return said(&site, &token, "page-too-large").await,
            Err(UploadFault::Enough) => return said(&site, &token, "page-enough").await,
            Err(UploadFault::Elsewhere(_) | UploadFault::Malformed | UploadFault::Unavailable) => {
                return said(&site, &token, "page-broken").await;
            }
        }
    }
    Redirect::to(&format!("/f/{}", address(&token))).into_response()
}

/// The same file sent again is the same file.
fn name_of(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    let short: String = hash.iter().take(12).map(|b| format!("{b:02x}")).collect();
    format!("w{short}")
}

async fn said(site: &Shared, token: &str, key: &str) -> Response {
    let lang = site.pages.language(token).await;
    let mb = i64::try_from(SIZE_MAX / (1024 * 1024)).unwrap_or(0);
    let fault = site.pages.house().library.texts.get(&lang, key, &[("mb", mb.into())]);
    show(site, token, &Again { said: Said::Fault(fault), number: None }).await
}

#[derive(Deserialize)]
pub(super) struct Named {
    name: String,
}

pub(super) async fn remove(
    State(site): State<Shared>,
    Path(token): Path<String>,
    Form(Named { name }): Form<Named>,
) -> Response {
    match site.pages.remove(&token, &name).await {
        Ok(()) => Redirect::to(&format!("/f/{}", address(&token))).into_response(),
        Err(UploadFault::Shut(shut)) => closed(&site, &token, &shut).await,
        Err(_) => said(&site, &token, "page-broken").await,
    }
}

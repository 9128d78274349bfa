//! What both webhooks share: the size limit, the untouched bytes, and the order authenticate, parse,
//! commit, answer.

use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::extract::rejection::BytesRejection;
use axum::http::{StatusCode, header::RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::json;
use crate::domain::Millis;
use crate::domain::inbound::{Arrived, ChannelKind};
use crate::runtime::ports::Ingest;

/// The largest body. WhatsApp sends up to 3 MB (Meta, webhooks/overview, 2026-09-11), above axum's own
/// limit of 2 MB.
pub(super) const BODY_MAX: usize = 3 * 1024 * 1024;

/// A body above the limit is read to its end up to here before it is refused: an answer that comes while the
/// sender still writes is lost with the connection, and the platform would try again for days.
const READ_MAX: usize = 4 * BODY_MAX;

/// One event cut out of a body. What we know and do not want has a reason to be skipped: it is not
/// stored, so that groups and other numbers leave no personal data with us.
#[derive(Debug)]
pub(super) struct Cut {
    pub(super) arrived: Arrived,
    pub(super) skip: Option<&'static str>,
}

pub(super) fn limited(router: Router) -> Router {
    router.layer(DefaultBodyLimit::max(READ_MAX))
}

/// The moment of receipt, which stands in where the platform gives none (a Telegram button press).
#[expect(clippy::disallowed_methods, reason = "the edge of the program: an arrival has no other clock")]
pub(super) fn now() -> Millis {
    chrono::Utc::now().timestamp_millis()
}

/// Serves one delivery: 413 above the limit, 401 when not authentic, 400 when not JSON, 503 when it
/// cannot be stored, 200 after commit, also when there is nothing in it for us.
pub(super) async fn receive(
    channel: ChannelKind,
    ingest: &dyn Ingest,
    body: Result<Bytes, BytesRejection>,
    authentic: impl FnOnce(&[u8]) -> bool,
    split: impl FnOnce(&Value) -> Vec<Cut>,
) -> Response {
    let body = match body {
        Ok(body) if body.len() > BODY_MAX => return too_large(channel),
        Ok(body) => body,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => return too_large(channel),
        Err(_) => return StatusCode::BAD_REQUEST.into_response(),
    };
    if !authentic(&body) {
        tracing::warn!(channel = channel.as_str(), "webhook without a valid signature or secret");
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let Some(value) = json::parse(&body) else {
        tracing::warn!(channel = channel.as_str(), bytes = body.len(), "webhook body is not JSON");
        return StatusCode::BAD_REQUEST.into_response();
    };
    match store(channel, ingest, split(&value)).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(()) => (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "5")]).into_response(),
    }
}

fn too_large(channel: ChannelKind) -> Response {
    tracing::warn!(channel = channel.as_str(), "webhook body above the limit");
    StatusCode::PAYLOAD_TOO_LARGE.into_response()
}

/// Stores what is for us and counts the rest.
pub(super) async fn store(channel: ChannelKind, ingest: &dyn Ingest, cuts: Vec<Cut>) -> Result<(), ()> {
    let channel_name = channel.as_str();
    let mut arrivals = Vec::with_capacity(cuts.len());
    for cut in cuts {
        match cut.skip {
            Some(why) => tracing::info!(channel = channel_name, why, "skipped an event"),
            None => arrivals.push(cut.arrived),
        }
    }
    let count = arrivals.len();
    if count == 0 {
        tracing::debug!(channel = channel_name, "nothing to store");
        return Ok(());
    }
    match ingest.ingest(channel, arrivals).await {
        Ok(()) => {
            tracing::debug!(channel = channel_name, count, "stored");
            Ok(())
        }
        Err(error) => {
            tracing::error!(channel = channel_name, count, %error, "the platform is asked to deliver again");
            Err(())
        }
    }
}

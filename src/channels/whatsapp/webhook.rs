//! `GET` and `POST /webhooks/whatsapp`.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::settings::Proof;
use super::{Settings, split};
use crate::channels::{Secret, webhook};
use crate::domain::inbound::ChannelKind;
use crate::runtime::ports::Ingest;

struct Hook {
    settings: Settings,
    ingest: Arc<dyn Ingest>,
}

/// The routes that Meta, or a Solution Provider, calls.
pub fn routes(settings: Settings, ingest: Arc<dyn Ingest>) -> Router {
    let keyed = settings.provider.proof == Proof::Path;
    let hook = Arc::new(Hook { settings, ingest });
    let mut router = Router::new().route("/webhooks/whatsapp", get(handshake).post(delivery));
    if keyed {
        router = router.route("/webhooks/whatsapp/{secret}", get(handshake).post(keyed_delivery));
    }
    webhook::limited(router.with_state(hook))
}

/// Registration of the address: the challenge comes back when the token is ours. It carries no signature.
async fn handshake(
    State(hook): State<Arc<Hook>>,
    Query(query): Query<HashMap<String, String>>,
) -> impl IntoResponse {
    let given = |key: &str| query.get(key).map_or("", String::as_str);
    let ours = hook.settings.verify_token.matches(given("hub.verify_token").as_bytes());
    if given("hub.mode") == "subscribe" && ours {
        (StatusCode::OK, given("hub.challenge").to_owned())
    } else {
        tracing::warn!("webhook handshake with another verify token");
        (StatusCode::FORBIDDEN, String::new())
    }
}

async fn delivery(
    State(hook): State<Arc<Hook>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    receive(&hook, &headers, "", body).await
}

/// The secret stands in the address.
async fn keyed_delivery(
    State(hook): State<Arc<Hook>>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    receive(&hook, &headers, &secret, body).await
}

async fn receive(
    hook: &Hook,
    headers: &HeaderMap,
    in_path: &str,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let received = webhook::now();
    webhook::receive(
        ChannelKind::Whatsapp,
        hook.ingest.as_ref(),
        body,
        |raw| proven(&hook.settings, raw, headers, in_path),
        |value| split::split(value, Some(&hook.settings.phone_number_id), received),
    )
    .await
}

/// Whether a body comes from whom it should. Without a secret nothing does.
fn proven(settings: &Settings, raw: &[u8], headers: &HeaderMap, in_path: &str) -> bool {
    let secret = &settings.app_secret;
    let given = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    match &settings.provider.proof {
        Proof::Signature { header } => signed(secret, raw, given(header)),
        Proof::Header { name } => !secret.is_empty() && secret.matches(given(name).trim().as_bytes()),
        Proof::Path => !secret.is_empty() && secret.matches(in_path.as_bytes()),
    }
}

/// Over the raw bytes: Meta escapes more than any serialiser of ours would (`\/`, `\u0040`), so JSON
/// written anew fails exactly for e-mail addresses and emoji (tawn33y/whatsapp-cloud-api#60).
fn signed(secret: &Secret, raw: &[u8], header: &str) -> bool {
    let given = header.trim().strip_prefix("sha256=").and_then(unhex);
    let (Some(given), false) = (given, secret.is_empty()) else { return false };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else { return false };
    mac.update(raw);
    mac.verify_slice(&given).is_ok()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() == 64)?;
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_over_the_raw_bytes() {
        let secret = Secret::new("app-secret");
        // printf '{"a":"b\\/c"}' | openssl dgst -sha256 -hmac app-secret
        let header = "sha256=5b9043b7e0f78ff2d625e8fab82e8e144bea2267e56be3ca2c014ffae999431a";
        assert!(signed(&secret, br#"{"a":"b\/c"}"#, header));
        assert!(signed(&secret, br#"{"a":"b\/c"}"#, &header.to_uppercase().replace("SHA256", "sha256")));
        assert!(!signed(&secret, br#"{"a":"b/c"}"#, header));
        assert!(!signed(&secret, br#"{"a":"b\/c"}"#, &header[..70]));
        assert!(!signed(&secret, br#"{"a":"b\/c"}"#, ""));
        assert!(!signed(&Secret::new(""), br#"{"a":"b\/c"}"#, header));
    }
}

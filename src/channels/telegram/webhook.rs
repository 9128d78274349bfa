//! `POST /webhooks/telegram`, and telling Telegram about it.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::post;
use reqwest::Client;
use serde_json::{Value, json};

use super::api;
use super::groups::Groups;
use super::menu::Words;
use super::settings::Settings;
use super::split::split;
use crate::channels::{Secret, http, webhook};
use crate::domain::inbound::ChannelKind;
use crate::runtime::ports::Ingest;

/// What we ask for; anything else is not even delivered.
pub(super) const UPDATES: [&str; 4] = ["message", "edited_message", "callback_query", "my_chat_member"];

const PATH: &str = "/webhooks/telegram";

struct Hook {
    secret: Option<Secret>,
    groups: Groups,
    ingest: Arc<dyn Ingest>,
}

/// The route that Telegram calls.
pub fn routes(settings: Settings, words: &Words, client: Client, ingest: Arc<dyn Ingest>) -> Router {
    let groups = Groups::new(client, settings.clone(), &words.farewell);
    let hook = Arc::new(Hook { secret: settings.webhook_secret, groups, ingest });
    webhook::limited(Router::new().route(PATH, post(delivery)).with_state(hook))
}

async fn delivery(
    State(hook): State<Arc<Hook>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let received = webhook::now();
    let given = headers.get("x-telegram-bot-api-secret-token").map(|value| value.as_bytes());
    let authentic = match (&hook.secret, given) {
        (Some(secret), Some(given)) => secret.matches(given),
        _ => false,
    };
    let ingest = hook.ingest.as_ref();
    let split = |update: &Value| {
        hook.groups.leave(update);
        split(update, received)
    };
    webhook::receive(ChannelKind::Telegram, ingest, body, |_| authentic, split).await
}

/// Tells Telegram where to deliver. Repeating it changes nothing; updates that wait are kept.
///
/// # Errors
/// What the operator can do about it.
pub async fn register_webhook(settings: &Settings, client: &Client) -> Result<(), String> {
    let public = settings.public_url.as_deref().ok_or("failed to register the webhook: no public_url")?;
    let secret = settings.webhook_secret.as_ref().filter(|secret| !secret.is_empty());
    let secret = secret.ok_or("failed to register the webhook: no telegram.webhook_secret")?;
    let body = json!({
        "url": format!("{}{PATH}", public.trim_end_matches('/')),
        "secret_token": secret.expose(),
        "allowed_updates": UPDATES,
        "drop_pending_updates": false,
    });
    match api::call(client, settings, "setWebhook", &body, http::CALL_TIMEOUT).await {
        Ok(_) => Ok(()),
        Err(failure) => Err(format!("failed to register the webhook: {}", failure.verdict())),
    }
}

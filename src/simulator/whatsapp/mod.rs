//! The WhatsApp Cloud API as it looks from outside, Graph API v17 to v25.
//!
//! Source: Meta's documentation under business-messaging/whatsapp (copies of 2026-09-11), with the limits that
//! its OpenAPI file and the field's client libraries agree on.

mod check;
mod errors;
mod inbound;
mod interactive;
mod media;
mod send;
mod statuses;
mod template;
mod webhook;

use std::collections::HashMap;
use std::sync::Mutex;

use axum::extract::Request as HttpRequest;
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};

use super::lanes::Lanes;
use super::platform::Platform;
use super::server::Call;
use errors::GraphError;

pub(super) use errors::refusal;
pub(super) use inbound::{change_number, choose_row, press, react, send, send_raw, unsupported};
pub(super) use media::{expire_ids, expire_urls};
pub(super) use statuses::read_all;
pub(super) use template::approve as approve_template;
pub(super) use webhook::{deliver_body, set_webhook, undelivered};

/// What this stand-in remembers besides the phones.
pub(super) struct WhatsAppState {
    hook: Mutex<webhook::Hook>,
    lanes: Lanes<webhook::Event>,
    media: Mutex<media::Shelf>,
    templates: Mutex<HashMap<(String, String), String>>,
    rates: Mutex<send::RateBook>,
}

impl WhatsAppState {
    pub(super) fn new() -> Self {
        Self {
            hook: Mutex::default(),
            lanes: Lanes::new(),
            media: Mutex::default(),
            templates: Mutex::default(),
            rates: Mutex::default(),
        }
    }
}

/// Finds the endpoint: `/{version}/{phone}/messages`, `/{version}/{phone}/media`, `/{version}/{media}`, a media link.
pub(super) async fn call(call: Call, path: &str, request: HttpRequest) -> Response {
    let mut segments = path.trim_matches('/').split('/');
    let (version, node, edge) = (segments.next().unwrap_or_default(), segments.next(), segments.next());
    let (get, post) = (request.method() == Method::GET, request.method() == Method::POST);
    let delete = request.method() == Method::DELETE;
    let versioned = version.strip_prefix('v').is_some_and(|number| number.parse::<f32>().is_ok());
    match (node, edge) {
        (Some("attachments"), None) if version == "whatsapp_business" => {
            media::download(call, request.into_parts().0).await
        }
        (Some(phone), Some("messages")) if versioned && post => send::messages(call, phone, request).await,
        (Some(phone), Some("media")) if versioned && post => media::upload(call, phone, request).await,
        (Some(id), None) if versioned && get => media::lookup(call, id, request.into_parts().0).await,
        (Some(id), None) if versioned && delete => media::delete(call, id, request.into_parts().0).await,
        _ => GraphError::unknown_path(path).into_response(),
    }
}

/// Compares the bearer token.
fn authorised(platform: &Platform, headers: &HeaderMap) -> Result<(), GraphError> {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    match given == platform.whatsapp().access_token {
        true => Ok(()),
        false => Err(GraphError::bad_token()),
    }
}

/// Refuses every phone number id but the office's own.
fn known_number(platform: &Platform, id: &str) -> Result<(), GraphError> {
    match id == platform.whatsapp().phone_number_id {
        true => Ok(()),
        false => Err(GraphError::unknown_object(id)),
    }
}

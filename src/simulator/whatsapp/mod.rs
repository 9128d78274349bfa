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

use axum::Json;
use axum::extract::Request as HttpRequest;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::Channel;
use super::config::Dialect;
use super::lanes::Lanes;
use super::platform::Platform;
use super::server::{Asked, BODY_LIMIT, Call};
use errors::GraphError;

pub(super) use errors::refusal;
pub(super) use inbound::{change_number, choose_row, press, react, send, send_raw, unsupported};
pub(super) use media::{expire_ids, expire_urls};
pub(super) use statuses::read_all;
pub(super) use template::{approve as approve_template, judge as judge_template};
pub(super) use webhook::{deliver_body, set_webhook, undelivered};

pub(super) fn submit_template(platform: &Platform, body: &Value) -> Result<(), String> {
    template::submit(platform, body).map(drop).map_err(|error| format!("{error:?}"))
}

/// What this stand-in remembers besides the phones.
pub(super) struct WhatsAppState {
    hook: Mutex<webhook::Hook>,
    lanes: Lanes<webhook::Event>,
    media: Mutex<media::Shelf>,
    templates: Mutex<HashMap<(String, String), template::Submitted>>,
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

/// Finds the endpoint: `/{version}/{phone}/messages`, `/{version}/{phone}/media`, `/{version}/{media}`,
/// `/{version}/{account}/message_templates`, a media link.
pub(super) async fn call(call: Call, path: &str, request: HttpRequest) -> Response {
    if call.platform.0.config.whatsapp.dialect == Dialect::Dialog360 {
        return call_provider(call, path, request).await;
    }
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
        (Some(account), Some("message_templates")) if versioned && (get || post) => {
            templates(call, Some(account.to_owned()), request).await
        }
        (Some(id), None) if versioned && get => media::lookup(call, id, request.into_parts().0).await,
        (Some(id), None) if versioned && delete => media::delete(call, id, request.into_parts().0).await,
        _ => GraphError::unknown_path(path).into_response(),
    }
}

/// The same behind a Solution Provider.
async fn call_provider(call: Call, path: &str, request: HttpRequest) -> Response {
    let number = call.platform.whatsapp().phone_number_id.clone();
    let (get, post) = (request.method() == Method::GET, request.method() == Method::POST);
    match path.trim_matches('/') {
        "messages" if post => send::messages(call, &number, request).await,
        "media" if post => media::upload(call, &number, request).await,
        "v1/configs/templates" if get || post => templates(call, None, request).await,
        "whatsapp_business/attachments" if get => media::download(call, request.into_parts().0).await,
        id if get && !id.contains('/') => media::lookup(call, id, request.into_parts().0).await,
        _ => GraphError::unknown_path(path).into_response(),
    }
}

/// Lists templates, or takes a new one.
async fn templates(call: Call, account: Option<String>, request: HttpRequest) -> Response {
    let platform = call.platform.clone();
    let allowed = authorised(&platform, request.headers()).and_then(|()| match account {
        Some(id) if id != platform.whatsapp().business_account_id => Err(GraphError::unknown_object(&id)),
        _ => Ok(()),
    });
    let submits = request.method() == Method::POST;
    let bytes = axum::body::to_bytes(request.into_body(), BODY_LIMIT).await.unwrap_or_default();
    let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let method = if submits { "templates.submit" } else { "templates.list" };
    let asked =
        Asked { channel: Channel::WhatsApp, method: method.to_owned(), body: body.clone(), phone: None };
    let act = move |_: Option<u32>| async move {
        let answer = allowed.and_then(|()| match submits {
            true => template::submit(&platform, &body),
            false => Ok(template::list(&platform)),
        });
        match answer {
            Ok(body) => Json(body).into_response(),
            Err(error) => error.into_response(),
        }
    };
    call.serve(asked, act).await
}

/// Compares the token.
fn authorised(platform: &Platform, headers: &HeaderMap) -> Result<(), GraphError> {
    let given = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let given = match platform.0.config.whatsapp.dialect {
        Dialect::Meta => given("authorization").strip_prefix("Bearer ").unwrap_or_default(),
        Dialect::Dialog360 => given("d360-api-key"),
    };
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

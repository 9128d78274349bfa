//! Files: ids that last, links that don't.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Query, Request as HttpRequest};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::{Value, json};

use super::errors::GraphError;
use super::{authorised, known_number};
use crate::simulator::config::Dialect;
use crate::simulator::lanes::lock;
use crate::simulator::platform::Platform;
use crate::simulator::screen::Media;
use crate::simulator::server::{Asked, BODY_LIMIT, Call};
use crate::simulator::{Channel, ids, images};

#[derive(Default)]
pub(super) struct Shelf {
    files: HashMap<String, Stored>,
    /// Link token to media id and the time it ends.
    links: HashMap<String, (String, i64)>,
}

struct Stored {
    media: Media,
    sha256: String,
    ends_ms: i64,
    /// Of a citizen's message, not uploaded by the office.
    inbound: bool,
}

const URL_LIFE_MS: i64 = 5 * 60 * 1000;
const INBOUND_LIFE_MS: i64 = 7 * 24 * 3600 * 1000;
const UPLOAD_LIFE_MS: i64 = 30 * 24 * 3600 * 1000;
const MB: usize = 1024 * 1024;

/// Content type and largest size that may be uploaded (Meta, business-phone-numbers/media).
const UPLOADS: [(&str, usize); 18] = [
    ("image/jpeg", 5 * MB),
    ("image/png", 5 * MB),
    ("video/mp4", 16 * MB),
    ("video/3gpp", 16 * MB),
    ("audio/aac", 16 * MB),
    ("audio/amr", 16 * MB),
    ("audio/mpeg", 16 * MB),
    ("audio/mp4", 16 * MB),
    ("audio/ogg", 16 * MB),
    ("image/webp", MB / 2),
    ("text/plain", 100 * MB),
    ("application/pdf", 100 * MB),
    ("application/msword", 100 * MB),
    ("application/vnd.ms-excel", 100 * MB),
    ("application/vnd.ms-powerpoint", 100 * MB),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", 100 * MB),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 100 * MB),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", 100 * MB),
];

/// Keeps a citizen's file for 7 days and answers the webhook's media object.
pub(super) fn keep_inbound(platform: &Platform, media: &Media) -> Value {
    let id = ids::digits(16);
    let sha256 = ids::sha256_base64(&media.bytes);
    let object = json!({
        "id": id, "mime_type": media.mime, "sha256": sha256, "url": link_of(platform, &id, platform.now_ms()),
    });
    keep(platform, id, media.clone(), sha256, Life::Inbound);
    object
}

enum Life {
    Inbound,
    Upload,
}

fn keep(platform: &Platform, id: String, media: Media, sha256: String, life: Life) {
    let (length, inbound) = match life {
        Life::Inbound => (INBOUND_LIFE_MS, true),
        Life::Upload => (UPLOAD_LIFE_MS, false),
    };
    let stored = Stored { media, sha256, ends_ms: platform.now_ms() + length, inbound };
    lock(&platform.0.whatsapp.media).files.insert(id, stored);
}

/// The file behind an id, for a message that the office sends.
pub(super) fn find(platform: &Platform, id: &str) -> Option<Media> {
    let shelf = lock(&platform.0.whatsapp.media);
    let stored = shelf.files.get(id).filter(|stored| stored.ends_ms > platform.now_ms())?;
    Some(stored.media.clone())
}

pub(in crate::simulator) fn expire_urls(platform: &Platform) {
    lock(&platform.0.whatsapp.media).links.clear();
}

pub(in crate::simulator) fn expire_ids(platform: &Platform) {
    let mut shelf = lock(&platform.0.whatsapp.media);
    shelf.files.retain(|_, stored| !stored.inbound);
    shelf.links.clear();
}

fn link_of(platform: &Platform, id: &str, now_ms: i64) -> String {
    let token = ids::hex(32);
    let ends_ms = now_ms + URL_LIFE_MS;
    let mut shelf = lock(&platform.0.whatsapp.media);
    if shelf.links.len() % 1_024 == 1_023 {
        shelf.links.retain(|_, (_, ends)| *ends > now_ms);
    }
    shelf.links.insert(token.clone(), (id.to_owned(), ends_ms));
    // Behind a provider the link still names Meta's host, where the provider's token opens nothing.
    let base = match platform.0.config.whatsapp.dialect {
        Dialect::Meta => format!("http://{}", platform.address()),
        Dialect::Dialog360 => "https://lookaside.fbsbx.com".to_owned(),
    };
    format!("{base}/whatsapp_business/attachments?mid={id}&ext={}&hash={token}", ends_ms / 1000)
}

pub(super) async fn lookup(call: Call, id: &str, request: Parts) -> Response {
    let platform = call.platform.clone();
    let query: HashMap<String, String> =
        Query::try_from_uri(&request.uri).map(|Query(query)| query).unwrap_or_default();
    let verdict = authorised(&platform, &request.headers).and_then(|()| match query.get("phone_number_id") {
        Some(phone) => known_number(&platform, phone),
        None => Ok(()),
    });
    let number = id == platform.whatsapp().phone_number_id;
    let asked = asked(if number { "number" } else { "media.lookup" }, json!({"id": id}));
    let act = move |_: Option<u32>| async move {
        match verdict
            .and_then(|()| if number { Ok(describe_number(&platform)) } else { describe(&platform, id) })
        {
            Ok(body) => Json(body).into_response(),
            Err(error) => error.into_response(),
        }
    };
    call.serve(asked, act).await
}

/// The office's own number, as a health check asks for it.
fn describe_number(platform: &Platform) -> Value {
    json!({
        "id": platform.whatsapp().phone_number_id,
        "display_phone_number": format!("+{}", platform.whatsapp().business_number),
        "verified_name": platform.0.config.whatsapp.business_name,
        "quality_rating": "GREEN", "code_verification_status": "VERIFIED", "platform_type": "CLOUD_API",
    })
}

fn describe(platform: &Platform, id: &str) -> Result<Value, GraphError> {
    let now = platform.now_ms();
    let mut body = {
        let shelf = lock(&platform.0.whatsapp.media);
        let stored = shelf.files.get(id).filter(|stored| stored.ends_ms > now);
        let stored = stored.ok_or_else(|| GraphError::unknown_object(id))?;
        json!({
            "messaging_product": "whatsapp", "mime_type": stored.media.mime, "sha256": stored.sha256,
            "file_size": stored.media.size, "id": id,
        })
    };
    body["url"] = json!(link_of(platform, id, now));
    Ok(body)
}

pub(super) async fn download(call: Call, request: Parts) -> Response {
    let platform = call.platform.clone();
    let query: HashMap<String, String> =
        Query::try_from_uri(&request.uri).map(|Query(query)| query).unwrap_or_default();
    let verdict = authorised(&platform, &request.headers);
    let asked = asked("media.download", json!({"id": query.get("mid")}));
    let act = move |_: Option<u32>| async move {
        if verdict.is_err() {
            return StatusCode::UNAUTHORIZED.into_response();
        }
        let now = platform.now_ms();
        let shelf = lock(&platform.0.whatsapp.media);
        let link = query.get("hash").and_then(|token| shelf.links.get(token)).filter(|(_, ends)| *ends > now);
        match link.and_then(|(id, _)| shelf.files.get(id)) {
            Some(stored) => ([(header::CONTENT_TYPE, stored.media.mime.clone())], stored.media.bytes.clone())
                .into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        }
    };
    call.serve(asked, act).await
}

pub(super) async fn delete(call: Call, id: &str, request: Parts) -> Response {
    let platform = call.platform.clone();
    let verdict = authorised(&platform, &request.headers);
    let asked = asked("media.delete", json!({"id": id}));
    let act = move |_: Option<u32>| async move {
        match verdict {
            Err(error) => error.into_response(),
            Ok(()) => match lock(&platform.0.whatsapp.media).files.remove(id) {
                Some(_) => Json(json!({"success": true})).into_response(),
                None => GraphError::unknown_object(id).into_response(),
            },
        }
    };
    call.serve(asked, act).await
}

pub(super) async fn upload(call: Call, phone: &str, request: HttpRequest) -> Response {
    let platform = call.platform.clone();
    let allowed = authorised(&platform, request.headers()).and_then(|()| known_number(&platform, phone));
    let form = match allowed {
        Ok(()) => read_form(request).await,
        Err(error) => Err(error),
    };
    let asked = asked("media.upload", json!({}));
    let act = move |_: Option<u32>| async move {
        match form.and_then(|form| store_upload(&platform, form)) {
            Ok(id) => Json(json!({"id": id})).into_response(),
            Err(error) => error.into_response(),
        }
    };
    call.serve(asked, act).await
}

#[derive(Default)]
struct UploadForm {
    product: Option<String>,
    kind: Option<String>,
    filename: Option<String>,
    file: Option<Bytes>,
}

async fn read_form(request: HttpRequest) -> Result<UploadForm, GraphError> {
    let broken = || GraphError::param("The body must be multipart/form-data.");
    let mut request = request;
    DefaultBodyLimit::max(BODY_LIMIT).apply(&mut request);
    let mut form = UploadForm::default();
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    while let Some(part) = parts.next_field().await.map_err(|_| broken())? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            form.filename = part.file_name().map(str::to_owned);
            form.kind = form.kind.or_else(|| part.content_type().map(str::to_owned));
            form.file = Some(part.bytes().await.map_err(|_| broken())?);
            continue;
        }
        let text = part.text().await.map_err(|_| broken())?;
        match name.as_str() {
            "messaging_product" => form.product = Some(text),
            "type" => form.kind = Some(text),
            other => return Err(GraphError::param(&format!("Unexpected key \"{other}\"."))),
        }
    }
    Ok(form)
}

fn store_upload(platform: &Platform, form: UploadForm) -> Result<String, GraphError> {
    if form.product.as_deref() != Some("whatsapp") {
        return Err(GraphError::param("The parameter messaging_product is required."));
    }
    let bytes = form.file.ok_or_else(|| GraphError::param("The parameter file is required."))?;
    let mime = form.kind.ok_or_else(|| GraphError::param("The parameter type is required."))?;
    let plain = mime.split(';').next().unwrap_or_default().trim();
    let Some((_, max)) = UPLOADS.iter().find(|(kind, _)| *kind == plain) else {
        let kinds = UPLOADS.map(|(kind, _)| kind).join(", ");
        let message = format!(
            "Param file must be a file with one of the following types: {kinds}. Received file of type '{mime}'."
        );
        return Err(GraphError::param(&message));
    };
    if bytes.len() > *max {
        return Err(GraphError::detailed(131_053, "Media file size too big."));
    }
    let size = plain.starts_with("image/").then(|| images::dimensions(&bytes)).flatten();
    if plain.starts_with("image/") && size.is_none() {
        return Err(GraphError::detailed(
            131_053,
            "Media upload error: the file is not a picture of its type.",
        ));
    }
    let id = ids::digits(16);
    let sha256 = ids::sha256_base64(&bytes);
    let media = Media {
        mime: plain.to_owned(),
        filename: form.filename,
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
        size: bytes.len(),
        bytes,
    };
    keep(platform, id.clone(), media, sha256, Life::Upload);
    Ok(id)
}

fn asked(method: &str, body: Value) -> Asked {
    Asked { channel: Channel::WhatsApp, method: method.to_owned(), body, phone: None }
}

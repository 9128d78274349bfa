//! A method's arguments, from whichever of the four ways they may come: query, JSON, urlencoded, multipart.

use std::collections::HashMap;

use axum::Form;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Query, Request as HttpRequest};
use axum::http::header;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::answers::ApiError;
use crate::simulator::server::BODY_LIMIT;

pub(super) struct Args {
    fields: Map<String, Value>,
    files: HashMap<String, Upload>,
}

#[derive(Clone)]
pub(super) struct Upload {
    pub(super) filename: String,
    pub(super) mime: Option<String>,
    pub(super) bytes: Bytes,
}

impl Args {
    pub(super) fn of(fields: Map<String, Value>) -> Self {
        Self { fields, files: HashMap::new() }
    }

    pub(super) async fn read(mut request: HttpRequest) -> Result<Self, ApiError> {
        DefaultBodyLimit::max(BODY_LIMIT).apply(&mut request);
        let query = Query::<Vec<(String, String)>>::try_from_uri(request.uri());
        let mut args = Self::of(Map::new());
        args.add(query.map(|Query(pairs)| pairs).unwrap_or_default());
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.unwrap_or_default().to_ascii_lowercase();
        if kind.starts_with("application/json") {
            let bytes = axum::body::to_bytes(request.into_body(), BODY_LIMIT).await.unwrap_or_default();
            match serde_json::from_slice(&bytes) {
                Ok(Value::Object(fields)) => args.fields.extend(fields),
                _ => return Err(ApiError::bad("can't parse request JSON object")),
            }
        } else if kind.starts_with("multipart/form-data") {
            args.read_parts(request).await.ok_or_else(|| ApiError::bad("can't parse multipart request"))?;
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            let form = Form::<Vec<(String, String)>>::from_request(request, &()).await;
            args.add(form.map(|Form(pairs)| pairs).map_err(|_| ApiError::bad("can't parse form"))?);
        }
        Ok(args)
    }

    async fn read_parts(&mut self, request: HttpRequest) -> Option<()> {
        let mut parts = Multipart::from_request(request, &()).await.ok()?;
        while let Some(part) = parts.next_field().await.ok()? {
            let name = part.name()?.to_owned();
            let mime = part.content_type().map(str::to_owned);
            match part.file_name().map(str::to_owned) {
                Some(filename) => {
                    let bytes = part.bytes().await.ok()?;
                    self.files.insert(name, Upload { filename, mime, bytes });
                }
                None => {
                    self.fields.insert(name, json!(part.text().await.ok()?));
                }
            }
        }
        Some(())
    }

    fn add(&mut self, pairs: Vec<(String, String)>) {
        self.fields.extend(pairs.into_iter().map(|(key, value)| (key, json!(value))));
    }

    /// The fields, with JSON in strings opened, and the names of the files.
    pub(super) fn recorded(&self) -> Value {
        let open = |key: &String| (key.clone(), self.json(key).unwrap_or_default());
        let mut fields: Map<String, Value> = self.fields.keys().map(open).collect();
        for (name, file) in &self.files {
            fields.insert(name.clone(), json!({"file": file.filename, "size": file.bytes.len()}));
        }
        Value::Object(fields)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.fields.contains_key(key) || self.files.contains_key(key)
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        match self.fields.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        }
    }

    pub(super) fn integer(&self, key: &str) -> Option<i64> {
        let value = self.fields.get(key)?;
        value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
    }

    pub(super) fn truth(&self, key: &str) -> bool {
        match self.fields.get(key) {
            Some(Value::Bool(truth)) => *truth,
            Some(Value::String(text)) => {
                matches!(text.to_ascii_lowercase().as_str(), "true" | "1" | "yes" | "t")
            }
            Some(Value::Number(number)) => number.as_i64() == Some(1),
            _ => false,
        }
    }

    /// A field that is JSON, or a string that holds JSON, or else the string itself.
    pub(super) fn json(&self, key: &str) -> Option<Value> {
        match self.fields.get(key)? {
            Value::String(text) if text.starts_with(['{', '[']) => {
                Some(serde_json::from_str(text).unwrap_or_else(|_| json!(text)))
            }
            Value::Null => None,
            other => Some(other.clone()),
        }
    }

    /// A file that came under this name, or that `attach://` points to.
    pub(super) fn file(&self, key: &str) -> Option<Upload> {
        let attached = self.text(key).and_then(|text| text.strip_prefix("attach://").map(str::to_owned));
        self.files.get(attached.as_deref().unwrap_or(key)).cloned()
    }
}

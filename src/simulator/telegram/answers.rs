//! `{"ok": …}`.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

#[derive(Debug)]
pub(super) struct ApiError {
    code: u16,
    description: String,
    retry_after: Option<u64>,
}

impl ApiError {
    pub(super) fn bad(description: &str) -> Self {
        Self::new(400, &format!("Bad Request: {description}"))
    }

    pub(super) fn forbidden(description: &str) -> Self {
        Self::new(403, &format!("Forbidden: {description}"))
    }

    pub(super) fn conflict(description: &str) -> Self {
        Self::new(409, &format!("Conflict: {description}"))
    }

    pub(super) fn not_found() -> Self {
        Self::new(404, "Not Found")
    }

    pub(super) fn unauthorised() -> Self {
        Self::new(401, "Unauthorized")
    }

    pub(super) fn too_many(retry_after: u64) -> Self {
        let description = format!("Too Many Requests: retry after {retry_after}");
        Self { retry_after: Some(retry_after), ..Self::new(429, &description) }
    }

    fn new(code: u16, description: &str) -> Self {
        Self { code, description: description.to_owned(), retry_after: None }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.code).unwrap_or(StatusCode::BAD_REQUEST);
        let mut body = json!({"ok": false, "error_code": self.code, "description": self.description});
        let Some(seconds) = self.retry_after else { return (status, Json(body)).into_response() };
        body["parameters"] = json!({"retry_after": seconds});
        (status, [(header::RETRY_AFTER, seconds.to_string())], Json(body)).into_response()
    }
}

pub(super) fn answer(result: Result<Value, ApiError>) -> Response {
    match result {
        Ok(result) => Json(json!({"ok": true, "result": result})).into_response(),
        Err(error) => error.into_response(),
    }
}

/// A refusal that only a code is known of.
pub(in crate::simulator) fn refusal(code: u32) -> Response {
    let error = match code {
        401 => ApiError::unauthorised(),
        403 => ApiError::forbidden("bot was blocked by the user"),
        404 => ApiError::not_found(),
        409 => ApiError::conflict(
            "terminated by other getUpdates request; make sure that only one bot instance is running",
        ),
        429 => ApiError::too_many(1),
        400 => ApiError::bad("chat not found"),
        other => ApiError::new(u16::try_from(other).unwrap_or(500), "Internal Server Error"),
    };
    error.into_response()
}

pub(in crate::simulator) fn too_many(retry_after: u64) -> Response {
    ApiError::too_many(retry_after).into_response()
}

//! The Graph API's refusals.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::simulator::ids;

#[derive(Debug)]
pub(super) struct GraphError {
    status: StatusCode,
    message: String,
    kind: &'static str,
    pub(super) code: u32,
    subcode: Option<u32>,
    details: Option<String>,
}

impl GraphError {
    fn new(status: StatusCode, code: u32, message: String) -> Self {
        Self { status, message, kind: "OAuthException", code, subcode: None, details: None }
    }

    /// Code 100: a parameter is unknown, missing or too long.
    pub(super) fn param(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 100, format!("(#100) {message}"))
    }

    /// Code 131009: a value that the field doesn't take.
    pub(super) fn value(details: &str) -> Self {
        Self { details: Some(details.to_owned()), ..Self::coded(131_009) }
    }

    /// Code 131008: a parameter of this kind of message is missing.
    pub(super) fn missing(details: &str) -> Self {
        Self { details: Some(details.to_owned()), ..Self::coded(131_008) }
    }

    pub(super) fn coded(code: u32) -> Self {
        let status = match code {
            190 | 0 => StatusCode::UNAUTHORIZED,
            10 | 131_005 | 368 => StatusCode::FORBIDDEN,
            4 | 80_007 | 130_429 | 131_048 | 131_056 => StatusCode::TOO_MANY_REQUESTS,
            132_001 => StatusCode::NOT_FOUND,
            1 | 131_000 => StatusCode::INTERNAL_SERVER_ERROR,
            2 | 131_016 | 133_004 => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        };
        Self::new(status, code, format!("(#{code}) {}", title(code)))
    }

    pub(super) fn detailed(code: u32, details: &str) -> Self {
        Self { details: Some(details.to_owned()), ..Self::coded(code) }
    }

    pub(super) fn bad_token() -> Self {
        let message = "Invalid OAuth access token - Cannot parse access token";
        Self::new(StatusCode::UNAUTHORIZED, 190, message.to_owned())
    }

    pub(super) fn unknown_object(id: &str) -> Self {
        let message = format!(
            "Unsupported request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, \
             or does not support this operation."
        );
        let kind = "GraphMethodException";
        Self { kind, subcode: Some(33), ..Self::new(StatusCode::BAD_REQUEST, 100, message) }
    }

    pub(super) fn unknown_path(path: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 2500, format!("Unknown path components: {path}"))
    }
}

impl IntoResponse for GraphError {
    fn into_response(self) -> Response {
        let mut error = json!({
            "message": self.message, "type": self.kind, "code": self.code, "fbtrace_id": format!("A{}", ids::hex(22)),
        });
        if let Some(subcode) = self.subcode {
            error["error_subcode"] = json!(subcode);
        }
        if let Some(details) = self.details {
            error["error_data"] = json!({"messaging_product": "whatsapp", "details": details});
        }
        (self.status, Json(json!({"error": error}))).into_response()
    }
}

/// A refusal that only a code is known of.
pub(in crate::simulator) fn refusal(code: u32) -> Response {
    GraphError::coded(code).into_response()
}

/// One item of `errors[]` in a `failed` status.
pub(super) fn in_status(code: u32) -> Value {
    let title = title(code);
    let details = match code {
        131_047 => {
            "Message failed to send because more than 24 hours have passed since the customer last replied to this \
             number."
        }
        131_026 => "Message Undeliverable.",
        other => self::title(other),
    };
    json!({
        "code": code, "title": title, "message": title, "error_data": {"details": details},
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    })
}

pub(super) fn title(code: u32) -> &'static str {
    match code {
        1 => "An unknown error occurred",
        2 => "Service temporarily unavailable",
        4 => "Application request limit reached",
        10 => "Application does not have permission for this action",
        100 => "Invalid parameter",
        190 => "Access token has expired",
        368 => "Temporarily blocked for policies violations",
        80_007 => "Rate limit issues",
        130_429 => "Rate limit hit",
        130_472 => "User's number is part of an experiment",
        131_000 => "Something went wrong",
        131_005 => "Access denied",
        131_008 => "Required parameter is missing",
        131_009 => "Parameter value is not valid",
        131_016 => "Service unavailable",
        131_021 => "Recipient cannot be sender",
        131_026 => "Message undeliverable",
        131_030 => "Recipient phone number not in allowed list",
        131_031 => "Business Account locked",
        131_042 => "Business eligibility payment issue",
        131_045 => "Incorrect certificate",
        131_047 => "Re-engagement message",
        131_048 => "Spam rate limit hit",
        131_049 => "This message was not delivered to maintain healthy ecosystem engagement.",
        131_051 => "Unsupported message type",
        131_052 => "Media download error",
        131_053 => "Media upload error",
        131_056 => "(Business Account, Consumer Account) pair rate limit hit",
        131_057 => "Account in maintenance mode",
        131_062 => "Business-scoped user ids are not supported for this message",
        132_000 => "Number of parameters does not match the expected number of params",
        132_001 => "Template name does not exist in the translation",
        132_012 => "Parameter format does not match format in the created template",
        132_015 => "Template is paused",
        132_016 => "Template is disabled",
        133_004 => "Server temporarily unavailable",
        133_010 => "Phone number not registered",
        135_000 => "Generic user error",
        _ => "Something went wrong",
    }
}

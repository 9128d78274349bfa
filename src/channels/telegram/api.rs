//! The calls to the Bot API. teloxide gives the requests their types and does not send them: it sleeps ten
//! seconds inside the call after a 5xx (measured on core 0.13, 2026-11-21), holding the place of others, and it
//! reads the answer with types that fail on what they do not know, after the message was sent.

use std::time::Duration;

use reqwest::multipart::Form;
use reqwest::{Client, RequestBuilder};
use serde_json::Value;

use super::error;
use super::settings::Settings;
use crate::channels::http;
use crate::channels::json::{self, integer, text};
use crate::runtime::ports::SendError;

/// Why a call did not succeed.
pub(super) enum Failure {
    NoAnswer(SendError),
    Refused {
        status: u16,
        /// Telegram's own words: to be matched, not to be shown. Empty: it was not Telegram that answered.
        description: String,
        retry_after: Option<Duration>,
    },
}

impl Failure {
    pub(super) fn verdict(self) -> SendError {
        match self {
            Failure::NoAnswer(error) => error,
            Failure::Refused { status, description, retry_after } => {
                error::sort_answer(status, &description, retry_after)
            }
        }
    }
}

/// The `result` of a method.
pub(super) async fn call(
    client: &Client,
    settings: &Settings,
    method: &str,
    body: &Value,
    timeout: Duration,
) -> Result<Value, Failure> {
    answer(client.post(settings.method_url(method)).timeout(timeout).json(body)).await
}

/// The `result` of a method that takes a file.
pub(super) async fn upload(
    client: &Client,
    settings: &Settings,
    method: &str,
    form: Form,
) -> Result<Value, Failure> {
    let request = client.post(settings.method_url(method)).timeout(http::UPLOAD_TIMEOUT);
    answer(request.multipart(form)).await
}

async fn answer(request: RequestBuilder) -> Result<Value, Failure> {
    let no_answer = |error: reqwest::Error| Failure::NoAnswer(http::no_answer(&error));
    let response = request.send().await.map_err(no_answer)?;
    let status = response.status().as_u16();
    let in_header = http::retry_after(&response);
    let bytes = response.bytes().await.map_err(no_answer)?;
    let mut answer = json::parse(&bytes).unwrap_or(Value::Null);
    if answer.get("ok").and_then(Value::as_bool) == Some(true) {
        return Ok(answer.get_mut("result").map(Value::take).unwrap_or(Value::Null));
    }
    let pause = answer.get("parameters").and_then(|p| integer(p, "retry_after"));
    let retry_after = pause.and_then(|s| u64::try_from(s).ok()).map(Duration::from_secs).or(in_header);
    let description = text(&answer, "description").unwrap_or("").to_owned();
    Err(Failure::Refused { status, description, retry_after })
}

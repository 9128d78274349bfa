//! A language model behind an OpenAI-compatible interface (`POST <base>/chat/completions`), asked by the program's one
//! HTTP client. Absent here: anything about a citizen, and any judgement of what is answered; `runtime::adviser` decides
//! what is shown and what is used. Nothing of either is logged.

use std::fmt;

use futures_util::future::BoxFuture;
use reqwest::header::AUTHORIZATION;
use reqwest::{Client, StatusCode, Url};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::runtime::ports::{Model, ModelError, Prompt};

/// Bytes of an answer; ours are a few hundred, with whatever a service adds to them.
const ANSWER_MAX: usize = 256 * 1024;
/// Tokens of an answer: three sentences, in any language.
const TOKENS_MAX: u32 = 300;

/// Where the model is and how it is called. Debug shows no key.
#[derive(Clone)]
pub struct Settings {
    /// As `https://host/v1`.
    pub url: Url,
    pub name: String,
    pub key: Option<Zeroizing<String>>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.name, self.url)
    }
}

/// The model.
#[derive(Debug)]
pub struct OpenAi {
    settings: Settings,
    endpoint: Url,
    client: Client,
}

#[derive(Serialize)]
struct Request<'a> {
    model: &'a str,
    messages: [Message<'a>; 2],
    temperature: u32,
    max_tokens: u32,
    stream: bool,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

/// Read leniently: every service adds to it.
#[derive(Deserialize)]
struct Response {
    #[serde(default)]
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    message: Option<Said>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Said {
    content: Option<String>,
}

impl OpenAi {
    #[must_use]
    pub fn new(settings: Settings, client: Client) -> OpenAi {
        let mut endpoint = settings.url.clone();
        let path = format!("{}/chat/completions", endpoint.path().trim_end_matches('/'));
        endpoint.set_path(&path);
        OpenAi { settings, endpoint, client }
    }

    async fn call(&self, prompt: &Prompt) -> Result<String, ModelError> {
        let body = Request {
            model: &self.settings.name,
            messages: [
                Message { role: "system", content: &prompt.instructions },
                Message { role: "user", content: &prompt.question },
            ],
            temperature: 0,
            max_tokens: TOKENS_MAX,
            stream: false,
        };
        let mut request = self.client.post(self.endpoint.clone()).json(&body);
        if let Some(key) = &self.settings.key {
            let bearer = Zeroizing::new(format!("Bearer {}", key.as_str()));
            request = request.header(AUTHORIZATION, bearer.as_str());
        }
        let mut response = request.send().await.map_err(|error| no_answer(&error))?;
        let status = response.status();
        if !status.is_success() {
            return Err(sorted(status));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| no_answer(&error))? {
            if bytes.len() + chunk.len() > ANSWER_MAX {
                return Err(ModelError::Refused("its answer has no end".to_owned()));
            }
            bytes.extend_from_slice(&chunk);
        }
        let answer: Response = serde_json::from_slice(&bytes)
            .map_err(|_| ModelError::Refused("its answer does not read".to_owned()))?;
        let choice = answer.choices.into_iter().next();
        let choice = choice.ok_or_else(|| ModelError::Refused("its answer has no choice".to_owned()))?;
        // What was stopped in the middle of a sentence is no answer.
        if choice.finish_reason.as_deref().is_some_and(|reason| reason != "stop") {
            return Ok(String::new());
        }
        Ok(choice.message.and_then(|said| said.content).unwrap_or_default())
    }
}

impl Model for OpenAi {
    fn ask<'a>(&'a self, prompt: &'a Prompt) -> BoxFuture<'a, Result<String, ModelError>> {
        Box::pin(self.call(prompt))
    }
}

/// reqwest's own text holds the address; the kind of trouble is enough.
fn no_answer(error: &reqwest::Error) -> ModelError {
    let why = if error.is_connect() {
        "no connection"
    } else if error.is_timeout() {
        "no answer in time"
    } else {
        "the connection broke"
    };
    ModelError::Retry(why.to_owned())
}

/// Whether the same again may do better.
fn sorted(status: StatusCode) -> ModelError {
    let why = status.as_u16().to_string();
    let passing = status.is_server_error()
        || matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT | StatusCode::CONFLICT
        );
    if passing { ModelError::Retry(why) } else { ModelError::Refused(why) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_may_end_with_a_slash_and_the_key_does_not_print() {
        for base in ["https://model.example/v1", "https://model.example/v1/"] {
            let key = Some(Zeroizing::new("rahasia".to_owned()));
            let settings = Settings { url: base.parse().expect("an address"), name: "m".to_owned(), key };
            assert!(!format!("{settings:?}").contains("rahasia"));
            #[expect(clippy::disallowed_methods, reason = "nothing is sent")]
            let model = OpenAi::new(settings, Client::new());
            assert_eq!(model.endpoint.as_str(), "https://model.example/v1/chat/completions");
        }
    }

    #[test]
    fn what_may_pass_is_told_from_what_stays() {
        let retries =
            |code: u16| matches!(sorted(StatusCode::from_u16(code).expect("a status")), ModelError::Retry(_));
        assert!(retries(429) && retries(500) && retries(503));
        assert!(!retries(400) && !retries(401) && !retries(404));
    }
}

use reqwest::Url;

use crate::channels::Secret;
use crate::domain::outbound::Sensitive;

/// How updates reach us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Polling,
    Webhook,
}

/// How our bot is reached. Debug shows no secret.
#[derive(Debug, Clone)]
pub struct Settings {
    pub token: Secret,
    /// `https://api.telegram.org`, or a local Bot API server.
    pub api_url: Url,
    pub mode: Mode,
    /// 1 to 256 of `A-Za-z0-9_-`. Without it no delivery is authentic.
    pub webhook_secret: Option<Secret>,
    /// The address under which Telegram reaches us; for webhooks only.
    pub public_url: Option<String>,
    pub sensitive: Sensitive,
}

impl Settings {
    fn base(&self) -> &str {
        self.api_url.as_str().trim_end_matches('/')
    }

    /// Holds the token: never to be logged.
    pub(super) fn method_url(&self, method: &str) -> String {
        format!("{}/bot{}/{method}", self.base(), self.token.expose())
    }

    /// Holds the token: never to be logged. The path stays as Telegram gave it.
    pub(super) fn file_url(&self, path: &str) -> String {
        format!("{}/file/bot{}/{path}", self.base(), self.token.expose())
    }
}

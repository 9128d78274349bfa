use reqwest::Url;

use crate::channels::Secret;
use crate::domain::outbound::Sensitive;

/// How our number is reached. Debug shows no secret.
#[derive(Debug, Clone)]
pub struct Settings {
    /// With the version: `https://graph.facebook.com/v25.0`, or a Solution Provider's base.
    pub api_url: Url,
    pub phone_number_id: String,
    pub access_token: Secret,
    /// Signs the webhook bodies.
    pub app_secret: Secret,
    /// Agreed with Meta for the handshake of the webhook.
    pub verify_token: Secret,
    pub sensitive: Sensitive,
}

impl Settings {
    /// `<api_url>/<path>`.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.api_url.as_str().trim_end_matches('/'))
    }

    /// `<api_url>/<phone_number_id>/<path>`.
    pub(super) fn number_url(&self, path: &str) -> String {
        self.url(&format!("{}/{path}", self.phone_number_id))
    }
}

use reqwest::Url;

use crate::channels::Secret;
use crate::domain::outbound::Sensitive;

/// How our number is reached. Debug shows no secret.
#[derive(Debug, Clone)]
pub struct Settings {
    /// With the version: `https://graph.facebook.com/v25.0`, or a Solution Provider's base.
    pub api_url: Url,
    pub phone_number_id: String,
    /// The account that owns the templates; without it their standing is known from webhooks only.
    pub business_account_id: Option<String>,
    pub access_token: Secret,
    /// Proves webhook bodies, in the provider's way.
    pub app_secret: Secret,
    /// Agreed with Meta for the handshake of the webhook.
    pub verify_token: Secret,
    pub sensitive: Sensitive,
    pub provider: Provider,
}

/// Where Meta's own interface and a Solution Provider's differ. Bodies are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// The header that carries the access token, and its value with `{token}`.
    pub auth_header: String,
    pub auth_format: String,
    pub number_path: NumberPath,
    pub media_host: MediaHost,
    pub proof: Proof,
    pub templates: TemplatesAt,
}

/// Whether paths begin with the id of our number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberPath {
    Named,
    /// The token says which number.
    Implied,
}

/// From which host the bytes of a file come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaHost {
    /// From the one that the link names.
    AsGiven,
    /// From the interface's own: the link's path and query are kept.
    Api,
}

/// How a webhook body proves where it comes from. None of them is "not at all".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// HMAC-SHA256 of the raw bytes in this header, `sha256=<hex>`.
    Signature { header: String },
    /// The secret itself in this header: the provider is told to send it along.
    Header { name: String },
    /// The secret as the last part of the address: `/webhooks/whatsapp/<secret>`.
    Path,
}

/// Where templates are asked for and submitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplatesAt {
    /// `/<business account>/message_templates`.
    Account,
    /// `/v1/configs/templates`.
    Configs,
}

impl Provider {
    #[must_use]
    pub fn meta() -> Provider {
        Provider {
            auth_header: "Authorization".into(),
            auth_format: "Bearer {token}".into(),
            number_path: NumberPath::Named,
            media_host: MediaHost::AsGiven,
            proof: Proof::Signature { header: "X-Hub-Signature-256".into() },
            templates: TemplatesAt::Account,
        }
    }

    /// docs.360dialog.com (read 2026-11-22): one key per number in `D360-API-KEY`, `/messages` right below the base,
    /// links to files with the host replaced by the base's, templates below `/v1/configs`. Its webhooks pass Meta's
    /// bodies on without Meta's signature; a header of ours can be added to them.
    #[must_use]
    pub fn dialog360() -> Provider {
        Provider {
            auth_header: "D360-API-KEY".into(),
            auth_format: "{token}".into(),
            number_path: NumberPath::Implied,
            media_host: MediaHost::Api,
            proof: Proof::Header { name: "X-Webhook-Secret".into() },
            templates: TemplatesAt::Configs,
        }
    }
}

impl Settings {
    /// `<api_url>/<path>`.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.api_url.as_str().trim_end_matches('/'))
    }

    /// `<api_url>/<phone_number_id>/<path>`, or without the id where the token implies it.
    pub(super) fn number_url(&self, path: &str) -> String {
        match self.provider.number_path {
            NumberPath::Named => self.url(&format!("{}/{path}", self.phone_number_id)),
            NumberPath::Implied => self.url(path),
        }
    }

    /// Where the standing of our templates is asked for.
    pub(super) fn templates_url(&self) -> Option<String> {
        match self.provider.templates {
            TemplatesAt::Account => {
                let account = self.business_account_id.as_deref()?;
                Some(self.url(&format!("{account}/message_templates")))
            }
            TemplatesAt::Configs => Some(self.url("v1/configs/templates")),
        }
    }

    /// The value of the header that carries the token. Holds the token: never to be logged.
    pub(super) fn authorisation(&self) -> String {
        self.provider.auth_format.replace("{token}", self.access_token.expose())
    }

    /// The link to a file as it is to be called.
    pub(super) fn media_link(&self, mut link: Url) -> Url {
        if self.provider.media_host == MediaHost::Api {
            let placed = link.set_scheme(self.api_url.scheme()).is_ok()
                && link.set_host(self.api_url.host_str()).is_ok()
                && link.set_port(self.api_url.port()).is_ok();
            // A base that is no web address was refused by the configuration.
            debug_assert!(placed, "an http address takes another host");
        }
        link
    }
}

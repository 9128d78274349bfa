mod calls;
mod inbound;
mod odd;
mod outbound;
mod webhook;

use reqwest::Url;

use super::{Mode, Settings};
use crate::channels::Secret;
use crate::domain::outbound::Sensitive;

pub(in crate::channels) fn settings(api_url: Url) -> Settings {
    Settings {
        token: Secret::new("990100001:token-rahasia"),
        api_url,
        mode: Mode::Webhook,
        webhook_secret: Some(Secret::new("rahasia-hook")),
        public_url: Some("https://sapa.example/".to_owned()),
        sensitive: Sensitive::Chat,
    }
}

mod account;
mod calls;
mod inbound;
mod odd;
mod outbound;
mod webhook;

use reqwest::Url;

use super::{Provider, Settings};
use crate::channels::Secret;
use crate::domain::outbound::Sensitive;

/// Our number in every test body.
const OURS: &str = "990100000000001";

pub(in crate::channels) fn settings(api_url: Url) -> Settings {
    Settings {
        api_url,
        phone_number_id: OURS.to_owned(),
        access_token: Secret::new("token-rahasia"),
        app_secret: Secret::new("app-secret"),
        verify_token: Secret::new("verifikasi"),
        sensitive: Sensitive::Numbers,
        business_account_id: Some("990200000000001".to_owned()),
        provider: Provider::meta(),
    }
}

//! Who stands between us and WhatsApp: Meta itself, or a Solution Provider.

use super::WHATSAPP_HOST;
use super::read::Values;
use crate::channels::whatsapp::{MediaHost, NumberPath, Proof, Provider};

const SENT_SECRET_MIN: usize = 24;

/// The provider and its address.
pub(super) fn read(v: &mut Values) -> (Provider, String) {
    let preset = v.one_of("whatsapp.provider", &["meta", "360dialog"], "meta");
    let (mut provider, base) = match preset.as_str() {
        "360dialog" => (Provider::dialog360(), "https://waba-v2.360dialog.io".to_owned()),
        _ => (Provider::meta(), format!("https://{WHATSAPP_HOST}/v25.0")),
    };
    if let Some(auth) = v.get("whatsapp.auth") {
        match auth.split_once(':') {
            Some((name, format)) if is_name(name) && format.contains("{token}") => {
                provider.auth_header = name.trim().to_owned();
                provider.auth_format = format.trim().to_owned();
            }
            _ => v.fault(
                "whatsapp.auth",
                "expected a header with {token}, such as Authorization: Bearer {token}",
            ),
        }
    }
    let named = if provider.number_path == NumberPath::Named { "yes" } else { "no" };
    provider.number_path = match v.one_of("whatsapp.number_in_path", &["yes", "no"], named).as_str() {
        "no" => NumberPath::Implied,
        _ => NumberPath::Named,
    };
    let host = if provider.media_host == MediaHost::AsGiven { "link" } else { "api" };
    provider.media_host = match v.one_of("whatsapp.media_host", &["link", "api"], host).as_str() {
        "api" => MediaHost::Api,
        _ => MediaHost::AsGiven,
    };
    provider.proof = proof(v, &provider.proof);
    (provider, base)
}

fn proof(v: &mut Values, preset: &Proof) -> Proof {
    let (kind, header) = match preset {
        Proof::Signature { header } => ("signature", header.as_str()),
        Proof::Header { name } => ("header", name.as_str()),
        Proof::Path => ("path", ""),
    };
    let chosen = v.one_of("whatsapp.webhook_proof", &["signature", "header", "path"], kind);
    let given = v.get("whatsapp.webhook_header");
    if given.as_deref().is_some_and(|name| !is_name(name)) {
        v.fault("whatsapp.webhook_header", "expected the name of a header, such as X-Webhook-Secret");
    }
    let header = match given {
        Some(name) => name,
        None if chosen == kind => header.to_owned(),
        None if chosen == "signature" => "X-Hub-Signature-256".to_owned(),
        None => "X-Webhook-Secret".to_owned(),
    };
    match chosen.as_str() {
        "header" => Proof::Header { name: header },
        "path" => Proof::Path,
        _ => Proof::Signature { header },
    }
}

/// A secret that is sent along must not be guessed, and one in an address must stand in it as it is.
pub(super) fn check_secret(v: &mut Values, provider: &Provider, secret: &str) {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    let weak = secret.len() < SENT_SECRET_MIN || !secret.bytes().all(plain);
    match provider.proof {
        Proof::Signature { .. } => {}
        Proof::Header { .. } | Proof::Path if secret.is_empty() => {}
        Proof::Header { .. } | Proof::Path if weak => v.fault(
            "whatsapp.app_secret",
            "this provider sends the secret along: expected 24 or more of A-Z a-z 0-9 _ -",
        ),
        Proof::Header { .. } | Proof::Path => {}
    }
}

fn is_name(name: &str) -> bool {
    let name = name.trim();
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

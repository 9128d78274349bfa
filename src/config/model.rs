//! The model that free questions may be put to. Off unless an address is given.

use std::time::Duration;

use super::read::Values;
use crate::channels::Secret;

/// A model behind an OpenAI-compatible interface.
#[derive(Debug, Clone)]
pub struct Model {
    /// The base, without a slash at its end.
    pub url: String,
    pub name: String,
    pub key: Option<Secret>,
    /// How long a citizen waits for an answer at most.
    pub timeout: Duration,
}

const URL: &str = "model.url";
const NAME: &str = "model.name";
const KEY: &str = "model.key";
const SECONDS: &str = "a number of seconds, 1 to 30";

pub(super) fn read(v: &mut Values) -> Option<Model> {
    let seconds = v.parse("model.timeout_seconds", "8", SECONDS).unwrap_or(8_u8);
    if !(1..=30).contains(&seconds) {
        v.fault("model.timeout_seconds", &format!("expected {SECONDS}"));
    }
    let (url, name, key) = (v.get(URL), v.get(NAME), v.get(KEY));
    let Some(url) = url else {
        for (key, _) in [(NAME, &name), (KEY, &key)].into_iter().filter(|(_, given)| given.is_some()) {
            v.fault(key, "without model.url no model is asked: give the address, or leave it out");
        }
        return None;
    };
    if !is_safe(&url) {
        v.fault(URL, "expected an address such as https://host/v1; http:// only on this machine (127.0.0.1, [::1], localhost)");
    }
    if name.is_none() {
        v.fault(NAME, "missing: which model is to be asked at model.url");
    }
    let url = url.trim_end_matches('/').to_owned();
    Some(Model { url, name: name?, key: key.map(Secret::new), timeout: Duration::from_secs(seconds.into()) })
}

/// What a key and a question travel in: encrypted, or not at all.
fn is_safe(url: &str) -> bool {
    let rest = |scheme: &str| {
        let rest = url.strip_prefix(scheme)?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // A name before an @ is a login, and logins do not belong into addresses.
        (!host.is_empty() && !host.contains('@') && !rest.contains(['?', '#', ' '])).then_some(host)
    };
    let is_here = |host: &str| {
        let bare = match host.strip_prefix('[') {
            Some(v6) => v6.split(']').next().unwrap_or_default(),
            None => host.split(':').next().unwrap_or_default(),
        };
        bare == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    };
    rest("https://").is_some() || rest("http://").is_some_and(is_here)
}

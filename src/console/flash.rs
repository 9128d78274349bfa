//! A sentence that survives one redirect, in a short-lived cookie. It carries a key and plain words
//! (numbers, names of colleagues), never a citizen's data; whoever forges it talks to themselves.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::i18n::{Texts, Value};

pub(super) const COOKIE: &str = "sapa_flash";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Flash {
    pub tone: Tone,
    pub key: String,
    pub args: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Tone {
    Good,
    Bad,
}

impl Flash {
    pub(super) fn good(key: &str) -> Flash {
        Flash { tone: Tone::Good, key: key.to_owned(), args: Vec::new() }
    }

    pub(super) fn bad(key: &str) -> Flash {
        Flash { tone: Tone::Bad, key: key.to_owned(), args: Vec::new() }
    }

    pub(super) fn with(mut self, name: &str, value: impl Into<String>) -> Flash {
        self.args.push((name.to_owned(), value.into()));
        self
    }

    pub(super) fn encode(&self) -> String {
        let json = serde_json::to_vec(self).expect("words and lists become JSON");
        URL_SAFE_NO_PAD.encode(json)
    }

    pub(super) fn decode(cookie: &str) -> Option<Flash> {
        let flash: Flash = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cookie).ok()?).ok()?;
        flash.key.starts_with("console-").then_some(flash)
    }

    pub(super) fn sentence(&self, texts: &Texts, lang: &str) -> String {
        let args: Vec<(&str, Value<'_>)> =
            self.args.iter().map(|(name, value)| (name.as_str(), Value::from(value.as_str()))).collect();
        texts.get(lang, &self.key, &args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flash_survives_its_cookie_and_a_forged_one_is_nothing() {
        let flash = Flash::good("console-done").with("number", "SKS-014");
        assert_eq!(Flash::decode(&flash.encode()), Some(flash));
        assert_eq!(Flash::decode("bukan"), None);
        assert_eq!(Flash::decode(&Flash::bad("other-key").encode()), None);
    }
}

//! The texts as the prover needs them.

use crate::engine::check::{Found, TextSource};
use crate::i18n::{Texts, Value};

impl TextSource for Texts {
    fn languages(&self) -> Vec<String> {
        Texts::languages(self).into_iter().map(str::to_owned).collect()
    }

    fn is_partial(&self, lang: &str) -> bool {
        Texts::is_partial(self, lang)
    }

    fn keys(&self, lang: &str) -> Vec<String> {
        Texts::keys(self, lang).map(|(key, _)| key.to_owned()).collect()
    }

    fn find(&self, lang: &str, key: &str) -> Option<Found> {
        let (_, info) = Texts::keys(self, lang).find(|(k, _)| *k == key)?;
        Some(Found { file: info.file.clone(), line: info.line, variables: info.variables.clone() })
    }

    fn render(&self, lang: &str, key: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<(&str, Value<'_>)> =
            args.iter().map(|(name, value)| (*name, Value::from(*value))).collect();
        self.get(lang, key, &args)
    }
}

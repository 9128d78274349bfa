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

    fn find(&self, lang: &str, key: &str) -> Option<Found<'_>> {
        let info = self.info(lang, key)?;
        Some(Found { file: &info.file, line: info.line, variables: &info.variables })
    }

    fn render(&self, lang: &str, key: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<(&str, Value<'_>)> =
            args.iter().map(|(name, value)| (*name, Value::from(*value))).collect();
        self.get(lang, key, &args)
    }
}

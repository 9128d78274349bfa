//! Every message of a service as it will read, with sample values in it.

use super::Library;
use crate::engine::check::{TextSource, messages, sampled};
use crate::i18n::FALLBACK;

/// One message of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    pub question: String,
    pub when: Option<String>,
    pub key: String,
    /// Where the text stands.
    pub place: String,
    pub text: String,
    pub buttons: Vec<String>,
}

impl Library {
    /// The messages of a service in a language, in the order of its questions. Empty: there is no such service.
    #[must_use]
    pub fn previews(&self, service: &str, lang: &str) -> Vec<Preview> {
        let Some(definition) = self.catalogue.services.get(service) else { return Vec::new() };
        let texts = self.texts.as_ref();
        let all = messages(definition, texts).into_iter().map(|message| {
            let find = |lang: &str| TextSource::find(texts, lang, &message.key);
            let found = find(lang).or_else(|| find(FALLBACK));
            Preview {
                text: sampled(texts, lang, &message.key),
                place: found.map_or_else(String::new, |f| format!("{}:{}", f.file, f.line)),
                buttons: message.buttons.iter().map(|key| sampled(texts, lang, key)).collect(),
                question: message.question,
                when: message.when,
                key: message.key,
            }
        });
        all.collect()
    }
}

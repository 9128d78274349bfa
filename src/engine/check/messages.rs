//! Every message of a service with what stands on its buttons, for who wants to see them before a citizen does.

use super::super::definition::{Definition, Kind};
use super::{TextSource, bubbles};

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub question: String,
    /// The condition under which the question is asked.
    pub when: Option<String>,
    pub key: String,
    /// Keys of the labels.
    pub buttons: Vec<String>,
    /// The line of the question.
    pub line: usize,
}

/// What the service says, in the order of its questions: each question, its help, and what else there is to say.
#[must_use]
pub fn messages(definition: &Definition, texts: &dyn TextSource) -> Vec<Message> {
    let known = texts.languages();
    let has = |key: &str| known.iter().any(|lang| texts.find(lang, key).is_some());
    let mut all = Vec::new();
    for question in definition.questions.iter().filter(|q| q.round == 1) {
        let buttons = bubbles::buttons(definition, question);
        for part in ["", "help", "more", "later-told", "refused", "street"] {
            let key = definition.key(&question.id, part);
            if !has(&key) || matches!(question.kind, Kind::Computed { .. }) {
                continue;
            }
            let beside = match part {
                "" | "help" | "later-told" | "more" => buttons.clone(),
                _ => Vec::new(),
            };
            all.push(Message {
                question: question.id.clone(),
                when: question.when.as_ref().map(ToString::to_string),
                key,
                buttons: beside,
                line: question.line,
            });
        }
    }
    all
}

/// A sentence with values as long as those that are likely to come.
#[must_use]
pub fn sampled(texts: &dyn TextSource, lang: &str, key: &str) -> String {
    bubbles::shown(texts, lang, key)
}

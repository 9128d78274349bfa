//! All that a model is told. Nothing here comes from a citizen but allowed words of the question.

use super::answer::NOTHING;
use crate::runtime::library::Library;
use crate::runtime::ports::Prompt;

pub(super) fn of(library: &Library, lang: &str, facts: &[String], question: &str) -> Prompt {
    let language = library.texts.get(lang, &format!("btn-language-{lang}"), &[]);
    let instructions = format!(
        "You answer questions that citizens ask a public office in its chat.\n\
         Use the facts below and nothing else; what they do not say is not so.\n\
         Answer in this language: {language}. Be polite and plain: at most three short sentences, without lists, links, \
         formatting, questions, promises, or any number that the facts do not have.\n\
         Parts of the question are hidden as …; do not guess them.\n\
         If the facts do not answer the question, answer only: {NOTHING}\n\
         Facts:\n- {}",
        facts.join("\n- ")
    );
    Prompt { instructions, question: question.to_owned() }
}

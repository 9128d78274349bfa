//! The prover: what is wrong with a service and its texts, found before a citizen finds it. Pure: texts come
//! through [`TextSource`], so the engine knows no files and no language of texts.
//!
//! Every flaw names file and line, the answers that lead there, and how to mend it.

mod bubbles;
mod conditions;
mod formulas;
mod labels;
mod messages;
mod paths;
mod states;
mod tone;
mod words;

use std::collections::BTreeSet;

use super::definition::{Definition, DefinitionFlaw, Kind, Question};

pub use bubbles::Beside;
pub use messages::{Message, messages, sampled};
pub use paths::{Lengths, Ways};
pub use states::State;
pub use tone::tone;
pub use words::{TextKey, clashes, service_keys};

/// The texts of all languages, as the prover needs them.
pub trait TextSource {
    fn languages(&self) -> Vec<String>;
    /// Whether a language has some texts only, and says so.
    fn is_partial(&self, lang: &str) -> bool;
    /// Every key of a language.
    fn keys(&self, lang: &str) -> Vec<String>;
    /// Where a key stands in this very language, and the variables of its sentence.
    fn find(&self, lang: &str, key: &str) -> Option<Found<'_>>;
    /// The sentence with these values.
    fn render(&self, lang: &str, key: &str, args: &[(&str, &str)]) -> String;
}

/// A key's place and variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'t> {
    pub file: &'t str,
    pub line: usize,
    pub variables: &'t BTreeSet<String>,
}

/// Most rows of a list, and most characters of its labels and of a button's: the stricter of the platforms
/// (WhatsApp Cloud API, interactive messages, read 2026-11).
pub const ROW_LABEL_MAX: usize = 24;
pub const BUTTONS_MAX: usize = 3;
pub const BUTTON_LABEL_MAX: usize = 20;
/// Longest text beside buttons, and without any, in UTF-16 units.
pub const TEXT_WITH_BUTTONS_MAX: usize = 1024;
pub const TEXT_MAX: usize = 4096;

/// Proves one service.
#[must_use]
pub fn check(ways: &Ways<'_>, beside: &Beside, texts: &dyn TextSource) -> Vec<DefinitionFlaw> {
    let definition = ways.definition;
    let mut flaws = shape(definition);
    flaws.extend(conditions::of(definition));
    if flaws.is_empty() {
        flaws.extend(paths::check(ways));
    }
    flaws.extend(words::service(definition, texts));
    if flaws.is_empty() {
        flaws.extend(bubbles::service(ways, beside, texts));
    }
    flaws
}

/// Proves the texts that all services share, and that no text is left that nobody says; `elsewhere` are the services
/// of other offices, which say some.
#[must_use]
pub fn check_shared(
    definitions: &[&Definition],
    elsewhere: &[Definition],
    texts: &dyn TextSource,
) -> Vec<DefinitionFlaw> {
    let mut flaws = words::system(texts);
    flaws.extend(endings(definitions));
    flaws.extend(words::unused(definitions.iter().copied().chain(elsewhere), texts));
    if flaws.is_empty() {
        flaws.extend(bubbles::system(definitions, texts));
    }
    flaws
}

/// What helps instead is a service of the same office.
fn endings(definitions: &[&Definition]) -> Vec<DefinitionFlaw> {
    let mut flaws = Vec::new();
    for definition in definitions {
        for question in &definition.questions {
            if let Kind::Ending { next: Some(next) } = &question.kind
                && !definitions.iter().any(|d| d.service == *next && d.service != definition.service)
            {
                let what =
                    format!("{} sends to {next}, which is no other service of this office", question.id);
                flaws.push(DefinitionFlaw { file: definition.file.clone(), line: question.line, what });
            }
        }
    }
    flaws
}

/// Questions at which a request can be turned down, or has to wait: a transcript shows how that is said.
#[must_use]
pub fn refusals(definition: &Definition) -> Vec<&Question> {
    let turns_down = |q: &&Question| {
        q.round == 1
            && matches!(
                q.kind,
                Kind::Consent { .. }
                    | Kind::Declaration { .. }
                    | Kind::Signature { .. }
                    | Kind::Person
                    | Kind::Ending { .. }
                    | Kind::Files { later: true, .. }
            )
    };
    definition.questions.iter().filter(turns_down).collect()
}

/// Agreement first, the explicit yes last.
fn shape(definition: &Definition) -> Vec<DefinitionFlaw> {
    let mut flaws = Vec::new();
    let mut flaw = |line: usize, what: String| {
        flaws.push(DefinitionFlaw { file: definition.file.clone(), line, what });
    };
    let questions = &definition.questions;
    let last = questions.last().map_or(1, |q| q.line);
    let consents: Vec<_> = questions.iter().filter(|q| matches!(q.kind, Kind::Consent { .. })).collect();
    match consents.as_slice() {
        [] => flaw(1, "nobody asks for agreement: put a question of the kind consent first".into()),
        [only] => {
            if only.when.is_some() {
                flaw(
                    only.line,
                    format!("{} has a condition: agreement is always asked for; drop `when`", only.id),
                );
            }
            let before = questions.iter().take_while(|q| q.id != only.id).find(|q| personal(&q.kind));
            if let Some(early) = before {
                let (id, consent, line) = (&early.id, &only.id, only.line);
                flaw(
                    early.line,
                    format!("{id} asks for personal data before {consent} (line {line}): move {consent} up"),
                );
            }
        }
        [_, second, ..] => {
            flaw(
                second.line,
                format!("{} asks for agreement a second time: one consent covers a request", second.id),
            );
        }
    }
    let confirms: Vec<_> = questions.iter().filter(|q| q.kind == Kind::Confirm).collect();
    match confirms.as_slice() {
        [] => flaw(last, "nothing is ever sent: put a question of the kind confirm last".into()),
        [only] if questions.last().is_some_and(|q| q.id != only.id) => {
            flaw(
                only.line,
                format!("{} is not last: what follows would never be filed; move it down", only.id),
            );
        }
        [_] => {}
        [_, second, ..] => flaw(second.line, format!("{} confirms a second time: keep one, last", second.id)),
    }
    flaws
}

fn personal(kind: &Kind) -> bool {
    match kind {
        Kind::Nik
        | Kind::KkNumber { .. }
        | Kind::Name
        | Kind::Phone
        | Kind::Email { .. }
        | Kind::Date { .. }
        | Kind::Text { .. }
        | Kind::Address { .. }
        | Kind::Location
        | Kind::Files { .. }
        | Kind::Village
        | Kind::Signature { .. } => true,
        Kind::Consent { .. }
        | Kind::Choice { .. }
        | Kind::Choices { .. }
        | Kind::YesNo
        | Kind::Number { .. }
        | Kind::Money { .. }
        | Kind::Slot { .. }
        | Kind::Declaration { .. }
        | Kind::Repeat
        | Kind::Computed { .. }
        | Kind::Note
        | Kind::Person
        | Kind::Ending { .. }
        | Kind::Confirm => false,
    }
}

#[cfg(test)]
mod tests;

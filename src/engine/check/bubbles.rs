//! Whether bubbles and buttons fit the platforms: lengths, doubles, how many.

use std::collections::BTreeMap;

use unicode_segmentation::UnicodeSegmentation;

use super::super::definition::{Definition, DefinitionFlaw, Kind, Question};
use super::super::keys::{SYSTEM_KEYS, sample};
use super::paths::{Path, Ways};
use super::{BUTTON_LABEL_MAX, BUTTONS_MAX, ROW_LABEL_MAX, TEXT_WITH_BUTTONS_MAX, TextSource};

/// Side questions of the engine: their buttons stand side by side.
const SIDE_BY_SIDE: &[&[&str]] = &[
    &["btn-consent-yes", "btn-consent-no", "btn-consent-more"],
    &["btn-send", "btn-correct", "btn-cancel"],
    &["btn-cancel-yes", "btn-go-on"],
    &["btn-start-over-yes", "btn-go-on"],
    &["btn-withdraw-yes", "btn-withdraw-no"],
    &["btn-yes", "btn-no"],
    &["btn-delete-yes", "btn-no"],
    &["btn-photo-again", "btn-photo-keep"],
    &["btn-photo-replace", "btn-photo-remove", "btn-photo-done"],
    &["btn-photo-replace", "btn-photo-add", "btn-photo-done"],
    &["btn-language-id", "btn-language-en", "btn-language-ban"],
    &["btn-code-again", "btn-code-other", "btn-human"],
    &["btn-human", "btn-try-again"],
    &["btn-human", "btn-status"],
    &["btn-status", "btn-move", "btn-human"],
    &["btn-move-same", "btn-withdraw-no", "btn-human"],
    &["btn-human", "btn-menu"],
    &["btn-delete-data", "btn-human", "btn-resume"],
    &["btn-yes", "btn-no", "btn-skip"],
    &["btn-agree", "btn-disagree"],
    &["btn-enough", "btn-skip"],
    &["btn-slot-place"],
    &["btn-slot-day"],
    &["btn-refile", "btn-human"],
];

/// What may be said in front of a question, in the same bubble.
const IN_FRONT: &[&str] = &[
    "faq-",
    "sys-advice",
    "sys-hello",
    "sys-welcome-back",
    "sys-moved",
    "sys-status",
    "sys-photo-",
    "sys-odd",
    "sys-refile",
    "sys-email-proven",
    "sys-mail-refused",
];

/// The longest texts of all services that may share a bubble with a question, by language.
pub struct Beside(BTreeMap<String, Longest>);

#[derive(Clone, Copy, Default)]
struct Longest {
    in_front: usize,
    fault: usize,
}

impl Beside {
    #[must_use]
    pub fn of(texts: &dyn TextSource) -> Beside {
        let longest = |lang: &str, belongs: &dyn Fn(&str) -> bool| {
            let keys = SYSTEM_KEYS.iter().filter(|(key, _)| belongs(key));
            keys.map(|(key, _)| units(&shown(texts, lang, key))).max().unwrap_or(0)
        };
        let of = |lang: String| {
            let in_front = longest(&lang, &|key| IN_FRONT.iter().any(|start| key.starts_with(start)));
            let fault = longest(&lang, &|key| key.starts_with("fault-"));
            (lang, Longest { in_front, fault })
        };
        Beside(texts.languages().into_iter().map(of).collect())
    }
}

struct Labels<'t> {
    texts: &'t dyn TextSource,
    flaws: Vec<DefinitionFlaw>,
}

impl Labels<'_> {
    /// Buttons that stand together: short enough, few enough, no two alike. `told` is the way that leads there.
    fn together(&mut self, lang: &str, keys: &[String], told: &str) {
        let (most, word) = if keys.len() > BUTTONS_MAX {
            (ROW_LABEL_MAX, "row of a list")
        } else {
            (BUTTON_LABEL_MAX, "button")
        };
        let mut before: Vec<(String, &String)> = Vec::new();
        for key in keys {
            let label = shown(self.texts, lang, key);
            let length = label.graphemes(true).count();
            if length > most {
                self.flaw(
                    lang,
                    key,
                    format!("{label:?} has {length} characters; a {word} holds {most}{told}"),
                );
            }
            let folded = label.trim().to_lowercase();
            match before.iter().find(|(l, _)| *l == folded) {
                Some((_, other)) => {
                    let what =
                        format!("{label:?} is also the label of {other}, beside it{told}: word one anew");
                    self.flaw(lang, key, what);
                }
                None => before.push((folded, key)),
            }
        }
    }

    fn flaw(&mut self, lang: &str, key: &str, what: String) {
        let (file, line) = self
            .texts
            .find(lang, key)
            .map_or_else(|| (format!("locales/{lang}"), 1), |found| (found.file.to_owned(), found.line));
        self.flaws.push(DefinitionFlaw { file, line, what });
    }
}

pub(super) fn service(ways: &Ways<'_>, beside: &Beside, texts: &dyn TextSource) -> Vec<DefinitionFlaw> {
    let mut labels = Labels { texts, flaws: Vec::new() };
    let definition = ways.definition;
    let longest_way = ways.all().iter().max_by_key(|p| p.asked.len());
    let changeable = ways.all().iter().max_by_key(|p| p.correctable().count());
    for lang in texts.languages() {
        let longest = beside.0.get(&lang).copied().unwrap_or_default();
        for question in &definition.questions {
            let buttons = buttons(definition, question);
            labels.together(&lang, &buttons, "");
            if !buttons.is_empty() {
                question_bubble(&mut labels, definition, question, &lang, longest);
            }
        }
        if let Some(path) = longest_way {
            summary(&mut labels, definition, path, &lang);
        }
        if let Some(path) = changeable {
            let keys: Vec<String> = path.correctable().map(|q| definition.key(&q.id, "label")).collect();
            let told = format!(" (the list of answers to change, {})", path.told());
            labels.together(&lang, &keys, &told);
        }
    }
    labels.flaws.dedup();
    labels.flaws
}

pub(super) fn system(definitions: &[&Definition], texts: &dyn TextSource) -> Vec<DefinitionFlaw> {
    let mut labels = Labels { texts, flaws: Vec::new() };
    for lang in texts.languages() {
        for keys in SIDE_BY_SIDE {
            let keys: Vec<String> = keys.iter().map(|k| (*k).to_owned()).collect();
            labels.together(&lang, &keys, "");
        }
        let mut menu: Vec<String> = definitions.iter().map(|d| format!("{}-title", d.service)).collect();
        menu.extend(["btn-status".to_owned(), "btn-human".to_owned()]);
        labels.together(&lang, &menu, " (the menu)");
        labels.together(&lang, &["btn-open-menu".to_owned()], "");
        for (key, _) in SYSTEM_KEYS {
            fits(&mut labels, &lang, key, units(&shown(texts, &lang, key)), "");
        }
    }
    labels.flaws
}

/// The labels of a question's buttons.
pub(super) fn buttons(definition: &Definition, question: &Question) -> Vec<String> {
    let mut keys = own_buttons(definition, question);
    if question.optional {
        keys.push("btn-skip".into());
    }
    keys
}

fn own_buttons(definition: &Definition, question: &Question) -> Vec<String> {
    let fixed = |keys: &[&str]| keys.iter().map(|k| (*k).to_owned()).collect();
    match &question.kind {
        Kind::Consent { .. } => fixed(&["btn-consent-yes", "btn-consent-no", "btn-consent-more"]),
        Kind::Confirm => fixed(&["btn-send", "btn-correct", "btn-cancel"]),
        Kind::Choice { options } | Kind::Choices { options, .. } => {
            options.iter().map(|o| definition.key(&question.id, &o.id)).collect()
        }
        Kind::YesNo | Kind::Repeat => fixed(&["btn-yes", "btn-no"]),
        Kind::Declaration { .. } | Kind::Signature { .. } => fixed(&["btn-agree", "btn-disagree"]),
        Kind::KkNumber { unknown: true } | Kind::Email { none: true, .. } => {
            vec![definition.key(&question.id, "without")]
        }
        Kind::Files { later: true, .. } => vec![definition.key(&question.id, "later")],
        Kind::Ending { next } => {
            let next = next.iter().map(|service| format!("{service}-title"));
            next.chain(["btn-human".to_owned(), "btn-menu".to_owned()]).collect()
        }
        Kind::KkNumber { .. }
        | Kind::Email { .. }
        | Kind::Files { .. }
        | Kind::Text { .. }
        | Kind::Nik
        | Kind::Name
        | Kind::Phone
        | Kind::Date { .. }
        | Kind::Number { .. }
        | Kind::Money { .. }
        | Kind::Address { .. }
        | Kind::Location
        | Kind::Village
        | Kind::Slot { .. }
        | Kind::Computed { .. }
        | Kind::Note
        | Kind::Person => Vec::new(),
    }
}

/// Units that an answer takes in the summary at most. The longest name is 60 letters (Permendagri 73/2022); numbers of
/// persons are masked, files are said to be there.
fn value_length(kind: &Kind) -> usize {
    match kind {
        Kind::Text { max, .. } => *max,
        Kind::Address { street: true, .. } => 240,
        Kind::Address { .. } => 80,
        Kind::Choice { .. } => ROW_LABEL_MAX,
        Kind::Choices { max, .. } => max * (ROW_LABEL_MAX + 2),
        Kind::Nik | Kind::KkNumber { .. } | Kind::Phone => BUTTON_LABEL_MAX,
        Kind::Date { .. } | Kind::Number { .. } | Kind::Money { .. } => 24,
        Kind::YesNo
        | Kind::Location
        | Kind::Files { .. }
        | Kind::Declaration { .. }
        | Kind::Signature { .. } => 14,
        Kind::Name
        | Kind::Email { .. }
        | Kind::Village
        | Kind::Slot { .. }
        | Kind::Consent { .. }
        | Kind::Repeat
        | Kind::Computed { .. }
        | Kind::Note
        | Kind::Person
        | Kind::Ending { .. }
        | Kind::Confirm => 60,
    }
}

/// The question behind the longest sentence that may stand in front of it, and everything else it says.
fn question_bubble(
    labels: &mut Labels<'_>,
    definition: &Definition,
    question: &Question,
    lang: &str,
    longest: Longest,
) {
    let own = definition.key(&question.id, "");
    let length = longest.in_front + 2 + units(&shown(labels.texts, lang, &own));
    fits(labels, lang, &own, length, " behind the longest answer to a question in between");
    for part in ["help", "more", "later-told", "refused", "street"] {
        let key = definition.key(&question.id, part);
        if labels.texts.find(lang, &key).is_some() {
            let fault = if part == "help" { longest.fault + 2 } else { 0 };
            let length = fault + units(&shown(labels.texts, lang, &key));
            fits(labels, lang, &key, length, "");
        }
    }
}

/// The summary on the longest way, with long answers.
fn summary(labels: &mut Labels<'_>, definition: &Definition, path: &Path<'_>, lang: &str) {
    let Some(confirm) = definition.questions.iter().find(|q| q.kind == Kind::Confirm) else { return };
    let own = definition.key(&confirm.id, "");
    let mut length =
        units(&shown(labels.texts, lang, "sys-summary-head")) + units(&shown(labels.texts, lang, &own)) + 1;
    for question in path.asked.iter().filter(|q| q.kind.is_shown()) {
        let label = shown(labels.texts, lang, &definition.key(&question.id, "label"));
        let args = [("label", label.as_str()), ("value", "")];
        length +=
            1 + units(&labels.texts.render(lang, "sys-summary-line", &args)) + value_length(&question.kind);
    }
    fits(labels, lang, &own, length, &format!(" in the summary {}", path.told()));
}

fn fits(labels: &mut Labels<'_>, lang: &str, key: &str, length: usize, told: &str) {
    if length > TEXT_WITH_BUTTONS_MAX {
        let what = format!(
            "{key} makes {length} UTF-16 units{told}; beside buttons {TEXT_WITH_BUTTONS_MAX} fit: shorten it"
        );
        labels.flaw(lang, key, what);
    }
}

/// With values as long as those that are likely to come. A language with some texts only says the others as they are
/// elsewhere.
pub(super) fn shown(texts: &dyn TextSource, lang: &str, key: &str) -> String {
    let elsewhere = || texts.languages().iter().find_map(|other| texts.find(other, key));
    let found = texts.find(lang, key).or_else(elsewhere);
    let variables = found.iter().flat_map(|found| found.variables);
    let args: Vec<(&str, &str)> = variables.map(|name| (name.as_str(), sample(name))).collect();
    texts.render(lang, key, &args)
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

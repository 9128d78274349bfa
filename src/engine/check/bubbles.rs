//! Whether bubbles fit the platforms, on the ways on which they are longest.

use std::collections::BTreeMap;

use super::super::definition::{Definition, DefinitionFlaw, Kind, Question};
use super::super::keys::{SYSTEM_KEYS, sample};
use super::labels::Labels;
use super::paths::{Path, Ways};
use super::{BUTTON_LABEL_MAX, ROW_LABEL_MAX, TEXT_MAX, TEXT_WITH_BUTTONS_MAX, TextSource};

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
    &["btn-refile", "btn-menu", "btn-human"],
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
    /// What is said to an answer, in front of the next question.
    taken: usize,
    /// Who is speaking, in front of the first question.
    hello: usize,
}

/// What is said to an answer that was taken.
const TAKEN: &[&str] = &["sys-photo-received", "sys-facts-noted", "sys-email-proven"];

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
            let taken = longest(&lang, &|key| TAKEN.contains(&key));
            let hello = longest(&lang, &|key| key == "sys-hello");
            (lang, Longest { in_front, fault, taken, hello })
        };
        Beside(texts.languages().into_iter().map(of).collect())
    }
}

pub(super) fn service(ways: &Ways<'_>, beside: &Beside, texts: &dyn TextSource) -> Vec<DefinitionFlaw> {
    let mut labels = Labels { texts, flaws: Vec::new() };
    let definition = ways.definition;
    let changeable = ways.all().iter().max_by_key(|p| p.correctable().count());
    let noted = noted(ways);
    for lang in texts.languages() {
        let longest = beside.0.get(&lang).copied().unwrap_or_default();
        for question in &definition.questions {
            labels.together(&lang, &buttons(definition, question), "");
            question_bubble(&mut labels, definition, question, &lang, longest);
        }
        opening(&mut labels, definition, &lang, longest);
        for ((question, notes), told) in &noted {
            behind_notes(&mut labels, definition, (question, notes, told), &lang, longest);
        }
        summary(&mut labels, definition, ways.all(), &lang);
        if let Some(path) = changeable {
            let keys: Vec<String> = path.correctable().map(|q| definition.key(&q.id, "label")).collect();
            let told = format!(" (the list of answers to change, {})", path.told());
            labels.together(&lang, &keys, &told);
        }
    }
    sorted(labels.flaws)
}

/// Each once: a language with some texts only says the others as they are elsewhere.
fn sorted(mut flaws: Vec<DefinitionFlaw>) -> Vec<DefinitionFlaw> {
    flaws.sort_by(|a, b| (&a.file, a.line, &a.what).cmp(&(&b.file, b.line, &b.what)));
    flaws.dedup();
    flaws
}

/// A question, and the notes in front of it.
type Noted<'d> = (&'d str, Vec<&'d str>);

/// Questions with the notes that are said in front of them, and a way that leads there.
fn noted<'p>(ways: &'p Ways<'_>) -> BTreeMap<Noted<'p>, String> {
    let mut all = BTreeMap::new();
    for path in ways.all() {
        for (question, notes) in path.behind_notes().filter(|(_, notes)| !notes.is_empty()) {
            let notes = notes.iter().map(|note| note.id.as_str()).collect();
            all.entry((question.id.as_str(), notes)).or_insert_with(|| path.told());
        }
    }
    all
}

pub(super) fn system(definitions: &[&Definition], texts: &dyn TextSource) -> Vec<DefinitionFlaw> {
    let mut labels = Labels { texts, flaws: Vec::new() };
    for lang in texts.languages() {
        for keys in SIDE_BY_SIDE {
            let keys: Vec<String> = keys.iter().map(|k| (*k).to_owned()).collect();
            labels.together(&lang, &keys, "");
        }
        // The house's own first: a title that is one of them is the one to be worded anew.
        let mut menu = vec!["btn-status".to_owned(), "btn-human".to_owned()];
        menu.extend(definitions.iter().map(|d| format!("{}-title", d.service)));
        labels.together(&lang, &menu, " (the menu)");
        labels.together(&lang, &["btn-open-menu".to_owned()], "");
        for (key, _) in SYSTEM_KEYS {
            fits(&mut labels, &lang, key, units(&shown(texts, &lang, key)), TEXT_WITH_BUTTONS_MAX, "");
        }
    }
    sorted(labels.flaws)
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

/// The most that fits a question's bubble.
fn most(definition: &Definition, question: &Question) -> usize {
    if buttons(definition, question).is_empty() { TEXT_MAX } else { TEXT_WITH_BUTTONS_MAX }
}

/// The question behind the longest sentence that may stand in front of it, and everything else it says.
fn question_bubble(
    labels: &mut Labels<'_>,
    definition: &Definition,
    question: &Question,
    lang: &str,
    longest: Longest,
) {
    // A note is said with the question behind it.
    if !question.kind.is_asked() {
        return;
    }
    let (own, most) = (definition.key(&question.id, ""), most(definition, question));
    let alone = units(&shown(labels.texts, lang, &own));
    let told = " behind the longest answer to a question in between";
    fits(labels, lang, &own, longest.in_front + 2 + alone, most, told);
    let required = format!("{}-requirements", definition.service);
    let length = units(&shown(labels.texts, lang, &required)) + 2 + alone;
    fits(
        labels,
        lang,
        &required,
        length,
        most,
        &format!(" with {own} behind it, when it is asked for there"),
    );
    for part in ["help", "more", "later-told", "refused", "street"] {
        let key = definition.key(&question.id, part);
        if labels.texts.find(lang, &key).is_some() {
            let fault = if part == "help" { longest.fault + 2 } else { 0 };
            let length = fault + units(&shown(labels.texts, lang, &key));
            fits(labels, lang, &key, length, most, "");
        }
    }
}

/// The first bubble of a service: what it is about, or who is speaking, and the first question.
fn opening(labels: &mut Labels<'_>, definition: &Definition, lang: &str, longest: Longest) {
    let Some(first) = definition.questions.iter().find(|q| q.kind.is_asked()) else { return };
    let (own, intro) = (definition.key(&first.id, ""), format!("{}-intro", definition.service));
    let [question, about] = [&own, &intro].map(|key| units(&shown(labels.texts, lang, key)));
    let most = most(definition, first);
    fits(labels, lang, &intro, about + 2 + question, most, &format!(" with {own} behind it"));
    fits(labels, lang, &own, longest.hello + 2 + question, most, " behind sys-hello, where it is said first");
}

/// A question behind notes, and behind what is said to the answer before them.
fn behind_notes(
    labels: &mut Labels<'_>,
    definition: &Definition,
    (question, notes, told): (&str, &[&str], &str),
    lang: &str,
    longest: Longest,
) {
    let Some(asked) = definition.question(question) else { return };
    let own = definition.key(question, "");
    let keys: Vec<String> = notes.iter().map(|note| definition.key(note, "")).collect();
    let lengths: Vec<usize> = keys.iter().map(|key| units(&shown(labels.texts, lang, key)) + 2).collect();
    let length = longest.taken + 2 + lengths.iter().sum::<usize>() + units(&shown(labels.texts, lang, &own));
    // The longest of the notes is the one to shorten.
    let Some((_, key)) = lengths.iter().zip(&keys).max_by_key(|(length, _)| **length) else { return };
    fits(labels, lang, key, length, most(definition, asked), &format!(" with {own} behind it {told}"));
}

/// The summary with long answers, on the way on which it is longest.
fn summary(labels: &mut Labels<'_>, definition: &Definition, paths: &[Path<'_>], lang: &str) {
    let Some(confirm) = definition.questions.iter().find(|q| q.kind == Kind::Confirm) else { return };
    let own = definition.key(&confirm.id, "");
    let (texts, key_of) = (labels.texts, |q: &Question| definition.key(&q.id, "label"));
    let line = |question: &Question| {
        let label = shown(texts, lang, &key_of(question));
        let label = match question.round {
            1 => label,
            round => texts.render(
                lang,
                "sys-label-round",
                &[("label", label.as_str()), ("round", &round.to_string())],
            ),
        };
        let args = [("label", label.as_str()), ("value", "")];
        1 + units(&texts.render(lang, "sys-summary-line", &args)) + value_length(&question.kind)
    };
    let lines: BTreeMap<&str, usize> =
        definition.questions.iter().filter(|q| q.kind.is_shown()).map(|q| (q.id.as_str(), line(q))).collect();
    let length =
        |path: &Path<'_>| -> usize { path.asked.iter().filter_map(|q| lines.get(q.id.as_str())).sum() };
    let confirmed = paths.iter().filter(|p| p.asked.iter().any(|q| q.kind == Kind::Confirm));
    let Some((path, answers)) = confirmed.map(|p| (p, length(p))).max_by_key(|(_, length)| *length) else {
        return;
    };
    let around = units(&shown(texts, lang, "sys-summary-head")) + units(&shown(texts, lang, &own)) + 1;
    let told = format!(" in the summary {}", path.told());
    fits(labels, lang, &own, around + answers, most(definition, confirm), &told);
}

fn fits(labels: &mut Labels<'_>, lang: &str, key: &str, length: usize, most: usize, told: &str) {
    if length > most {
        let place = if most == TEXT_MAX { "a bubble holds" } else { "beside buttons fit" };
        let what = format!("{key} makes {length} UTF-16 units{told}; {place} {most}: shorten it");
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

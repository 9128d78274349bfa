//! Which texts a service needs, and whether every language has them with exactly the variables that the engine
//! passes.

use std::collections::{BTreeMap, BTreeSet};

use super::super::definition::{Definition, DefinitionFlaw, Kind};
use super::super::keys::SYSTEM_KEYS;
use super::TextSource;

/// A text that a service needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextKey {
    pub key: String,
    pub variables: &'static [&'static str],
    /// It stands on a button or row; synonyms may follow under `<key>-words`.
    pub label: bool,
    /// Line of the definition that asks for it.
    pub line: usize,
}

/// Every text of a service.
#[must_use]
pub fn service_keys(definition: &Definition) -> Vec<TextKey> {
    let mut all = Vec::new();
    let mut add = |key: String, variables: &'static [&'static str], label: bool, line: usize| {
        all.push(TextKey { key, variables, label, line });
    };
    add(format!("{}-title", definition.service), &[], true, 1);
    add(format!("{}-intro", definition.service), &[], false, 1);
    add(format!("{}-requirements", definition.service), &[], false, 1);
    for question in &definition.questions {
        // The rounds of a group share their texts; only "another one?" is worded anew.
        if question.round > 1 {
            if question.kind == Kind::Repeat && question.round == 2 {
                add(definition.key(&question.id, "more"), &[], false, question.line);
            }
            continue;
        }
        if matches!(question.kind, Kind::Computed { .. }) {
            continue;
        }
        let key = |part: &str| definition.key(&question.id, part);
        let line = question.line;
        let variables: &'static [&'static str] = match question.kind {
            Kind::Consent { .. } => &["days"],
            Kind::Signature { .. } => &["name"],
            _ => &[],
        };
        add(key(""), variables, false, line);
        if question.kind == Kind::Note {
            continue;
        }
        add(key("help"), &[], false, line);
        if question.kind.is_shown() {
            add(key("label"), &[], true, line);
        }
        match &question.kind {
            Kind::Consent { .. } => add(key("more"), &["days", "office", "contact"], false, line),
            Kind::Choice { options } | Kind::Choices { options, .. } => {
                for option in options {
                    add(key(&option.id), &[], true, line);
                }
            }
            Kind::KkNumber { unknown: true } | Kind::Email { none: true, .. } => {
                add(key("without"), &[], true, line);
            }
            Kind::Files { later: true, .. } => {
                add(key("later"), &[], true, line);
                add(key("later-told"), &["days"], false, line);
            }
            Kind::Declaration { .. } | Kind::Signature { .. } => add(key("refused"), &[], false, line),
            Kind::Address { street: true, .. } => add(key("street"), &[], false, line),
            Kind::KkNumber { unknown: false }
            | Kind::Email { none: false, .. }
            | Kind::Files { later: false, .. }
            | Kind::Address { street: false, .. }
            | Kind::YesNo
            | Kind::Text { .. }
            | Kind::Nik
            | Kind::Name
            | Kind::Phone
            | Kind::Date { .. }
            | Kind::Number { .. }
            | Kind::Money { .. }
            | Kind::Location
            | Kind::Village
            | Kind::Slot { .. }
            | Kind::Repeat
            | Kind::Computed { .. }
            | Kind::Note
            | Kind::Person
            | Kind::Ending { .. }
            | Kind::Confirm => {}
        }
    }
    all
}

pub(super) fn service(definition: &Definition, texts: &dyn TextSource) -> Vec<DefinitionFlaw> {
    let mut flaws = Vec::new();
    if let Some(theirs) = clashes(&definition.service) {
        let what = format!(
            "the texts of a service {} would stand among those of the house ({theirs}…): name it otherwise",
            definition.service
        );
        flaws.push(DefinitionFlaw { file: definition.file.clone(), line: 1, what });
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let keys = service_keys(definition);
    let homes: BTreeMap<String, String> = texts
        .languages()
        .into_iter()
        .map(|lang| (lang.clone(), home(definition, &keys, texts, &lang)))
        .collect();
    for wanted in &keys {
        if let Some(line) = seen.insert(wanted.key.clone(), wanted.line) {
            let what = format!(
                "the text {} would serve two things (line {line} too): give the question or option another id",
                wanted.key
            );
            flaws.push(DefinitionFlaw { file: definition.file.clone(), line: wanted.line, what });
        }
        let place = (definition.file.as_str(), wanted.line);
        flaws.extend(held(texts, &wanted.key, wanted.variables, &homes, place));
    }
    flaws
}

/// The file that a service's texts stand in: an office may have its own. Where a language has none of them yet, its file
/// stands as another language's does.
fn home(definition: &Definition, keys: &[TextKey], texts: &dyn TextSource, lang: &str) -> String {
    let of = |lang: &str| {
        keys.iter().find_map(|wanted| texts.find(lang, &wanted.key)).map(|found| found.file.to_owned())
    };
    let elsewhere = || {
        texts.languages().into_iter().find_map(|other| {
            let file = of(&other)?;
            let (front, back) = file.rsplit_once(&format!("locales/{other}/"))?;
            Some(format!("{front}locales/{lang}/{back}"))
        })
    };
    of(lang).or_else(elsewhere).unwrap_or_else(|| format!("locales/{lang}/{}.ftl", definition.service))
}

pub(super) fn system(texts: &dyn TextSource) -> Vec<DefinitionFlaw> {
    let homes: BTreeMap<String, String> = texts
        .languages()
        .into_iter()
        .map(|lang| (lang.clone(), format!("locales/{lang}/system.ftl")))
        .collect();
    SYSTEM_KEYS
        .iter()
        .flat_map(|(key, variables)| held(texts, key, variables, &homes, ("src/engine/keys.rs", 0)))
        .collect()
}

/// Whose texts the keys of a service of this name would be mixed with, if anybody's.
#[must_use]
pub fn clashes(service: &str) -> Option<&'static str> {
    let start = format!("{service}-");
    let own = OWN.iter().find(|prefix| **prefix == start);
    SYSTEM_KEYS.iter().map(|(key, _)| key).chain(own).find(|key| key.starts_with(&start)).copied()
}

/// The words of the console and of the page are their own.
const OWN: [&str; 2] = ["console-", "page-"];

/// One key in every language.
fn held(
    texts: &dyn TextSource,
    key: &str,
    variables: &[&str],
    homes: &BTreeMap<String, String>,
    place: (&str, usize),
) -> Vec<DefinitionFlaw> {
    let mut flaws = Vec::new();
    let given: BTreeSet<String> = variables.iter().map(|v| (*v).to_owned()).collect();
    for lang in texts.languages() {
        let Some(found) = texts.find(&lang, key) else {
            if texts.is_partial(&lang) {
                continue;
            }
            let home = homes.get(&lang).map_or("", String::as_str);
            let what = format!("the text {key} is missing in {lang}: add it to {home}");
            flaws.push(DefinitionFlaw { file: place.0.to_owned(), line: place.1, what });
            continue;
        };
        let mut flaw = |what: String| {
            flaws.push(DefinitionFlaw { file: found.file.to_owned(), line: found.line, what });
        };
        for unknown in found.variables.difference(&given) {
            let known = if given.is_empty() { "no variable".to_owned() } else { joined(&given) };
            flaw(format!("{key} uses ${unknown}, which it is not given; it has {known}"));
        }
        let office = is_an_offices(found.file, &lang);
        for unused in given.difference(found.variables) {
            if office && CONTACTS.contains(&unused.as_str()) {
                continue;
            }
            flaw(format!("{key} does not use ${unused}: the citizen would miss it"));
        }
    }
    flaws
}

/// Ways to reach an office. Its own text names those that it has; the text of the house names all.
const CONTACTS: [&str; 7] = ["address", "email", "facebook", "phone", "survey", "website", "whatsapp"];

/// Whether a file stands in the folder of an office: `locales/id/jakarta/office.ftl`.
fn is_an_offices(file: &str, lang: &str) -> bool {
    file.rsplit_once(&format!("locales/{lang}/")).is_some_and(|(_, rest)| rest.contains('/'))
}

fn joined(variables: &BTreeSet<String>) -> String {
    variables.iter().map(|v| format!("${v}")).collect::<Vec<_>>().join(" ")
}

/// Languages are listed in a text, each with a label of its own.
const LANGUAGE_LABEL: &str = "btn-language-";

/// Texts that nobody says: a renamed key leaves its old text behind.
pub(super) fn unused<'d>(
    definitions: impl Iterator<Item = &'d Definition>,
    texts: &dyn TextSource,
) -> Vec<DefinitionFlaw> {
    let mut known: BTreeSet<String> = SYSTEM_KEYS.iter().map(|(key, _)| (*key).to_owned()).collect();
    known.extend(
        SYSTEM_KEYS.iter().filter(|(key, _)| key.starts_with("btn-")).map(|(key, _)| format!("{key}-words")),
    );
    for definition in definitions {
        known.insert(format!("{}-examples", definition.service));
        for wanted in service_keys(definition) {
            // Other words for a label, and those that a help answers.
            if wanted.label || wanted.key.ends_with("-help") {
                known.insert(format!("{}-words", wanted.key));
            }
            // What is said to a statement in words of one's own.
            if let Some(statement) = wanted.key.strip_suffix("-refused") {
                let own = ["yes", "gone", "taken"].map(|part| format!("{statement}-{part}-words"));
                known.extend(own);
            }
            known.insert(wanted.key);
        }
    }
    let mut flaws = Vec::new();
    for lang in texts.languages() {
        for key in texts.keys(&lang) {
            let own = OWN.iter().chain(&[LANGUAGE_LABEL]).any(|prefix| key.starts_with(prefix));
            if own || known.contains(&key) {
                continue;
            }
            if let Some(found) = texts.find(&lang, &key) {
                let what = format!("nobody says {key}: drop it, or mend the key");
                flaws.push(DefinitionFlaw { file: found.file.to_owned(), line: found.line, what });
            }
        }
    }
    flaws
}

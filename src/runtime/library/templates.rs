//! The office's templates: what a platform approves in advance. Data under `conversations/<office>/templates/`,
//! proven here against the platform's rules, filled when one is needed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Flaw, Sources};
use crate::domain::outbound::Choice;
use crate::domain::redacted::{Redacted, mask_id_numbers};
use crate::domain::template::{Filled, Occasion, sanitise};

/// Limits of a template (Meta, templates/components, as of 2026-09; pywa 4.4).
const NAME_MAX: usize = 512;
const BODY_MAX: usize = 1024;
const FOOTER_MAX: usize = 60;
const BUTTONS_MAX: usize = 10;
const BUTTON_LABEL_MAX: usize = 25;

/// What comes back from "read the answer": nothing but the opened window.
pub const SHOW: &str = "w|show";

/// One template in all its languages.
#[derive(Debug, Clone)]
pub struct Template {
    pub name: String,
    pub occasion: Occasion,
    pub languages: BTreeMap<String, Wording>,
}

/// A template in one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub body: String,
    #[serde(default)]
    pub footer: String,
    #[serde(default)]
    pub buttons: Vec<Button>,
    /// What Meta's reviewers see in the places.
    #[serde(default)]
    pub samples: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Button {
    pub label: String,
    pub act: Act,
}

/// What a quick reply does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Status,
    Human,
    Menu,
    Resume,
    /// File the cancelled request again.
    Refile,
    /// Open the window: what was held follows.
    Show,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    occasion: Occasion,
    category: String,
    text: BTreeMap<String, Wording>,
}

impl Template {
    /// In the person's language, else in the office's.
    fn wording(&self, lang: &str, fallback: &str) -> Option<(&str, &Wording)> {
        let of = |lang: &str| self.languages.get_key_value(lang);
        of(lang).or_else(|| of(fallback)).map(|(lang, wording)| (lang.as_str(), wording))
    }

    /// Fills the places. `values` by name; `refile`: what "file again" sends back.
    #[must_use]
    pub fn fill(
        &self,
        lang: &str,
        fallback: &str,
        values: &[(&str, String)],
        refile: Option<&str>,
    ) -> Option<Filled> {
        let (language, wording) = self.wording(lang, fallback)?;
        let value =
            |name: &str| values.iter().find(|(known, _)| *known == name).map_or("", |(_, v)| v.as_str());
        let parameter = |name: String| {
            let text = sanitise(&value(&name).replace('*', ""), room(&name));
            (name, Redacted::new(text))
        };
        Some(Filled {
            occasion: self.occasion,
            name: self.name.clone(),
            language: language.to_owned(),
            parameters: places(&wording.body).into_iter().map(parameter).collect(),
            payloads: wording.buttons.iter().map(|b| payload(b.act, refile)).collect(),
        })
    }

    /// The words that the citizen reads, for the transcript and for channels without templates.
    #[must_use]
    pub fn words(&self, filled: &Filled) -> Option<(String, Vec<Choice>)> {
        let wording = self.languages.get(&filled.language)?;
        let mut text = wording.body.clone();
        for (name, value) in &filled.parameters {
            text = text.replace(&format!("{{{{{name}}}}}"), value.expose());
        }
        let choice = |(button, id): (&Button, &String)| Choice {
            id: id.clone(),
            label: button.label.clone(),
            description: None,
        };
        Some((text, wording.buttons.iter().zip(&filled.payloads).map(choice).collect()))
    }

    /// What is posted to the platform to have one language approved.
    #[must_use]
    pub fn submission(&self, language: &str) -> Option<Value> {
        let wording = self.languages.get(language)?;
        let mut body = json!({"type": "BODY", "text": wording.body});
        let named: Vec<Value> = places(&wording.body)
            .iter()
            .map(|name| json!({"param_name": name, "example": wording.samples.get(name)}))
            .collect();
        if !named.is_empty() {
            body["example"] = json!({"body_text_named_params": named});
        }
        let mut components = vec![body];
        if !wording.footer.is_empty() {
            components.push(json!({"type": "FOOTER", "text": wording.footer}));
        }
        if !wording.buttons.is_empty() {
            let buttons: Vec<Value> =
                wording.buttons.iter().map(|b| json!({"type": "QUICK_REPLY", "text": b.label})).collect();
            components.push(json!({"type": "BUTTONS", "buttons": buttons}));
        }
        Some(json!({
            "name": self.name,
            "language": language,
            "category": "UTILITY",
            "parameter_format": "NAMED",
            "components": components,
        }))
    }
}

fn payload(act: Act, refile: Option<&str>) -> String {
    match act {
        Act::Status => "g|status",
        Act::Human => "g|human",
        Act::Menu => "g|menu",
        Act::Resume => "g|resume",
        Act::Refile => refile.unwrap_or("g|menu"),
        Act::Show => SHOW,
    }
    .to_owned()
}

/// Longest text of a place, in graphemes: an officer's sentence is longer than a ticket.
fn room(name: &str) -> usize {
    match name {
        "reason" => 350,
        "step" => 250,
        _ => 80,
    }
}

/// The places of a body, in order, each once.
fn places(body: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut rest = body;
    while let Some((_, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else { break };
        if !found.iter().any(|known| known == name) {
            found.push(name.to_owned());
        }
        rest = behind;
    }
    found
}

/// Reads and proves the templates of an office.
///
/// # Errors
/// Every flaw of every file.
pub(super) fn load(
    sources: &Sources,
    office: &str,
    languages: &[&str],
) -> Result<BTreeMap<Occasion, Template>, Vec<Flaw>> {
    let folder = format!("conversations/{office}/templates/");
    let (mut found, mut flaws) = (BTreeMap::new(), Vec::new());
    let mut names: BTreeSet<String> = BTreeSet::new();
    for source in sources.0.iter().filter(|s| s.path.starts_with(&folder)) {
        let file: File = match toml::from_str(&source.content) {
            Ok(file) => file,
            Err(error) => {
                let start = error.span().map_or(0, |span| span.start);
                let line = source.content.bytes().take(start).filter(|b| *b == b'\n').count() + 1;
                flaws.push(Flaw::new(&source.shown, line, error.message()));
                continue;
            }
        };
        let line = |key: &str| super::calendar::line_of(&source.content, key);
        let whats = prove(&file, languages);
        flaws.extend(whats.into_iter().map(|(key, what)| Flaw::new(&source.shown, line(key), what)));
        if !names.insert(file.name.clone()) {
            let what = format!("name {} is used by another template", file.name);
            flaws.push(Flaw::new(&source.shown, line("name"), what));
        }
        let template = Template { name: file.name, occasion: file.occasion, languages: file.text };
        if found.insert(file.occasion, template).is_some() {
            let what = format!("occasion {} has another template", file.occasion.as_str());
            flaws.push(Flaw::new(&source.shown, line("occasion"), what));
        }
    }
    // None at all is a choice (an office without WhatsApp); some and not all is a gap that shows in the night.
    let missing: Vec<&str> =
        Occasion::ALL.iter().filter(|o| !found.contains_key(o)).map(|o| o.as_str()).collect();
    if !found.is_empty() && !missing.is_empty() {
        flaws.push(Flaw::new(folder, 0, format!("no template for the occasion {}", missing.join(", "))));
    }
    if flaws.is_empty() { Ok(found) } else { Err(flaws) }
}

/// What is wrong, each with the key that it stands at.
fn prove(file: &File, languages: &[&str]) -> Vec<(&'static str, String)> {
    let mut flaws = Vec::new();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if file.name.is_empty() || file.name.len() > NAME_MAX || !file.name.chars().all(plain) {
        flaws.push(("name", format!("name takes a-z, 0-9 and _, at most {NAME_MAX}: {:?}", file.name)));
    }
    if file.category != "utility" {
        flaws.push(("category", "category is utility: others cost more and are refused for notices".into()));
    }
    for lang in languages.iter().filter(|lang| !file.text.contains_key(**lang)) {
        flaws.push(("occasion", format!("has no text in {lang}: add [text.{lang}]")));
    }
    for (lang, wording) in &file.text {
        if !languages.contains(&lang.as_str()) {
            flaws.push(("occasion", format!("has a text in {lang}, a language without locales/{lang}")));
        }
        flaws.extend(
            prove_wording(file.occasion, wording).into_iter().map(|w| ("body", format!("{lang}: {w}"))),
        );
    }
    flaws
}

fn prove_wording(occasion: Occasion, wording: &Wording) -> Vec<String> {
    let mut flaws = Vec::new();
    let body = wording.body.as_str();
    let named = places(body);
    for name in named.iter().filter(|name| !occasion.parameters().contains(&name.as_str())) {
        let known = occasion.parameters().join(", ");
        flaws.push(format!("{{{{{name}}}}} is not known to {}; known are {known}", occasion.as_str()));
    }
    let bare: String =
        named.iter().fold(body.to_owned(), |text, n| text.replace(&format!("{{{{{n}}}}}"), "\u{1}"));
    if bare.contains(['{', '}']) {
        flaws.push("a brace stands alone: places are written {{name}}".into());
    }
    // Rules by which Meta refuses a template at once (templates/guidelines, as of 2026-09).
    let trimmed = bare.trim();
    if trimmed.is_empty() {
        flaws.push("the body is empty".into());
    }
    if trimmed.starts_with('\u{1}') || trimmed.ends_with('\u{1}') {
        flaws.push("the body may neither begin nor end with a place".into());
    }
    if bare.replace(' ', "").contains("\u{1}\u{1}") {
        flaws.push("two places stand side by side: put a word between them".into());
    }
    let words = bare.split_whitespace().filter(|word| !word.contains('\u{1}')).count();
    let filled = bare.matches('\u{1}').count();
    if words < 3 * filled {
        flaws.push(format!("{words} words for {filled} places: a body needs at least three words for each"));
    }
    if body.contains('\t') || body.contains("     ") || body.contains("\n\n\n") {
        flaws.push("tabs, five spaces or two empty lines in a row are refused".into());
    }
    let longest = body.chars().count() + named.iter().map(|name| room(name)).sum::<usize>();
    if longest > BODY_MAX {
        flaws.push(format!("may grow to {longest} characters when it is filled; {BODY_MAX} fit"));
    }
    if wording.footer.chars().count() > FOOTER_MAX || wording.footer.contains(['{', '\n']) {
        flaws.push(format!("the footer takes {FOOTER_MAX} characters in one line, without places"));
    }
    if wording.buttons.len() > BUTTONS_MAX {
        flaws.push(format!("{} buttons; {BUTTONS_MAX} fit", wording.buttons.len()));
    }
    for (at, button) in wording.buttons.iter().enumerate() {
        let length = button.label.chars().count();
        if length == 0 || length > BUTTON_LABEL_MAX || button.label.contains(['{', '\n', '*']) {
            flaws.push(format!("button {:?} takes 1 to {BUTTON_LABEL_MAX} plain characters", button.label));
        }
        if wording.buttons[..at].iter().any(|other| other.label == button.label) {
            flaws.push(format!("two buttons are called {:?}", button.label));
        }
        if button.act == Act::Refile
            && occasion != Occasion::NeedsCorrection
            && occasion != Occasion::Cancelled
        {
            flaws.push(format!("{} has nothing to file again", occasion.as_str()));
        }
    }
    for name in named.iter().filter(|name| wording.samples.get(*name).is_none_or(|s| s.trim().is_empty())) {
        flaws.push(format!("samples has no {name}: reviewers need one"));
    }
    for name in wording.samples.keys().filter(|name| !named.contains(name)) {
        flaws.push(format!("samples has {name}, which the body does not name"));
    }
    let everything = wording.samples.values().chain([&wording.body, &wording.footer]);
    if everything.into_iter().any(|text| mask_id_numbers(text) != *text) {
        flaws.push("an ID number stands in it: templates never carry one".into());
    }
    flaws
}

#[cfg(test)]
mod tests;

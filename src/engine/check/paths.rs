//! All ways through the questions, over the values that conditions compare. Anything else that a citizen may
//! answer changes no way, so the search is exhaustive and small.

use std::collections::{BTreeMap, BTreeSet};

use super::super::condition::Comparison;
use super::super::definition::{Definition, DefinitionFlaw, Kind, Question};

/// More ways than anyone could read: the conditions want untangling.
const PATHS_MAX: usize = 4096;

/// How many bubbles the shortest and the longest good way cost: every question and the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lengths {
    pub shortest: usize,
    pub longest: usize,
}

/// One way through.
#[derive(Debug, Clone)]
pub(super) struct Path<'d> {
    pub asked: Vec<&'d Question>,
    /// The answers that made it this way: `applicant = other`.
    pub story: Vec<String>,
}

impl Path<'_> {
    pub(super) fn told(&self) -> String {
        if self.story.is_empty() {
            "with any answers".to_owned()
        } else {
            format!("with {}", self.story.join(", "))
        }
    }

    fn has_person(&self) -> bool {
        self.asked.iter().any(|q| q.kind == Kind::Person)
    }

    fn has_confirm(&self) -> bool {
        self.asked.iter().any(|q| q.kind == Kind::Confirm)
    }

    fn messages(&self) -> usize {
        self.asked.len() + 1
    }
}

/// The lengths of the ways that end in a filed request without a person's help.
#[must_use]
pub fn lengths(definition: &Definition) -> Option<Lengths> {
    let all = explore(definition).ok()?;
    let good = all.iter().filter(|p| p.has_confirm() && !p.has_person()).map(Path::messages);
    let (shortest, longest) = (good.clone().min()?, good.max()?);
    Some(Lengths { shortest, longest })
}

/// Conditions speak of earlier questions, known properties and answers that can be given.
pub(super) fn conditions(definition: &Definition) -> Vec<DefinitionFlaw> {
    let mut flaws = Vec::new();
    for (at, question) in definition.questions.iter().enumerate() {
        for comparison in question.when.iter().flat_map(|c| c.comparisons()) {
            if let Some(what) = wrong(definition, at, comparison) {
                let what = format!("the condition of {}: {what}", question.id);
                flaws.push(DefinitionFlaw { file: definition.file.clone(), line: question.line, what });
            }
        }
    }
    flaws
}

fn wrong(definition: &Definition, at: usize, comparison: &Comparison) -> Option<String> {
    let wanted = &comparison.question;
    let Some(place) = definition.questions.iter().position(|q| &q.id == wanted) else {
        let known: Vec<&str> = definition.questions.iter().take(at).map(|q| q.id.as_str()).collect();
        return Some(format!("there is no question {wanted}; before it stand {}", known.join(" ")));
    };
    let asked = definition.questions.get(place)?;
    if place >= at {
        return Some(format!(
            "{wanted} is asked only in line {}: move it up, or the condition never holds",
            asked.line
        ));
    }
    let possible = match &comparison.property {
        Some(property) => match properties(&asked.kind).iter().find(|(name, _)| name == property) {
            Some((_, values)) => values.iter().map(|v| (*v).to_owned()).collect(),
            None => {
                let known: Vec<&str> = properties(&asked.kind).iter().map(|(name, _)| *name).collect();
                let known = if known.is_empty() { "none".to_owned() } else { known.join(" ") };
                let kind = asked.kind.word();
                return Some(format!("{wanted} has no property {property}; a {kind} has {known}"));
            }
        },
        None => values(&asked.kind),
    };
    (!comparison.value.is_empty() && !possible.contains(&comparison.value))
        .then(|| format!("{wanted} is never {:?}; it may be {}", comparison.value, possible.join(" ")))
}

/// What conditions may compare beside the answer itself.
fn properties(kind: &Kind) -> &'static [(&'static str, &'static [&'static str])] {
    match kind {
        Kind::Nik => &[("under_17", &["yes", "no"])],
        _ => &[],
    }
}

/// The values that an answer of this kind has in conditions.
fn values(kind: &Kind) -> Vec<String> {
    let fixed = |all: &[&str]| all.iter().map(|v| (*v).to_owned()).collect();
    match kind {
        Kind::Choice { options } => options.iter().map(|o| o.id.clone()).collect(),
        Kind::KkNumber { unknown: true } | Kind::Email { none: true } => fixed(&["given", "none"]),
        Kind::Nik | Kind::KkNumber { .. } | Kind::Name | Kind::Email { .. } | Kind::Files { .. } => {
            fixed(&["given"])
        }
        Kind::Consent { .. } | Kind::Person | Kind::Confirm => fixed(&["yes"]),
        // A village compares by its code, which no service should know.
        Kind::Village => Vec::new(),
    }
}

/// Every question is asked on some way, every way ends well, the good ones within the budget.
pub(super) fn check(definition: &Definition) -> Vec<DefinitionFlaw> {
    let flaw = |line: usize, what: String| DefinitionFlaw { file: definition.file.clone(), line, what };
    let paths = match explore(definition) {
        Ok(paths) => paths,
        Err(line) => {
            return vec![flaw(line, format!("more than {PATHS_MAX} ways lead here: make fewer conditions"))];
        }
    };
    let mut flaws = Vec::new();
    for question in &definition.questions {
        if !paths.iter().any(|p| p.asked.iter().any(|q| q.id == question.id)) {
            let when = question.when.as_ref().map(ToString::to_string).unwrap_or_default();
            let what =
                format!("{} is never asked: `{when}` holds with no answers; mend or drop it", question.id);
            flaws.push(flaw(question.line, what));
        }
    }
    if let Some(open) = paths.iter().find(|p| !p.has_confirm() && !p.has_person()) {
        let line = open.asked.last().map_or(1, |q| q.line);
        let what =
            format!("{} nothing is sent and no person helps: let confirm have no condition", open.told());
        flaws.push(flaw(line, what));
    }
    let longest = paths.iter().filter(|p| p.has_confirm() && !p.has_person()).max_by_key(|p| p.messages());
    if let Some(path) = longest.filter(|p| p.messages() > definition.message_budget) {
        flaws.push(flaw(
            1,
            format!(
                "{} a request costs {} messages, the budget is {}: ask less, or raise message_budget knowingly",
                path.told(),
                path.messages(),
                definition.message_budget
            ),
        ));
    }
    flaws
}

/// Every way; the error is the line at which there are too many.
pub(super) fn explore(definition: &Definition) -> Result<Vec<Path<'_>>, usize> {
    let compared: BTreeSet<(&str, Option<&str>)> = definition
        .questions
        .iter()
        .filter_map(|q| q.when.as_ref())
        .flat_map(|c| c.comparisons())
        .map(|c| (c.question.as_str(), c.property.as_deref()))
        .collect();
    let mut ways: Vec<(Path<'_>, Known)> =
        vec![(Path { asked: Vec::new(), story: Vec::new() }, Known::new())];
    for question in &definition.questions {
        let mut next = Vec::new();
        for (path, known) in ways {
            let look = |id: &str, property: Option<&str>| {
                known.get(&(id.to_owned(), property.map(str::to_owned))).cloned().unwrap_or_default()
            };
            if !question.when.as_ref().is_none_or(|c| c.holds(&look)) {
                next.push((path, known));
                continue;
            }
            for outcome in outcomes(question, &compared) {
                let (mut path, mut known) = (path.clone(), known.clone());
                path.asked.push(question);
                for (property, value, decides) in outcome {
                    if decides {
                        let dot = property.as_ref().map(|p| format!(".{p}")).unwrap_or_default();
                        path.story.push(format!("{}{dot} = {value}", question.id));
                    }
                    known.insert((question.id.clone(), property), value);
                }
                next.push((path, known));
            }
        }
        if next.len() > PATHS_MAX {
            return Err(question.line);
        }
        ways = next;
    }
    Ok(ways.into_iter().map(|(path, _)| path).collect())
}

type Known = BTreeMap<(String, Option<String>), String>;

/// (property, value, whether a condition looks at it)
type Outcome = Vec<(Option<String>, String, bool)>;

/// The answers to a question that conditions can tell apart.
fn outcomes(question: &Question, compared: &BTreeSet<(&str, Option<&str>)>) -> Vec<Outcome> {
    let own = compared.contains(&(question.id.as_str(), None));
    let mut values = values(&question.kind);
    if values.is_empty() {
        values.push("given".into());
    }
    if !own {
        values.truncate(1);
    }
    let mut all: Vec<Outcome> = values.into_iter().map(|value| vec![(None, value, own)]).collect();
    for (property, values) in properties(&question.kind) {
        if compared.contains(&(question.id.as_str(), Some(*property))) {
            let one = |outcome: &Outcome, value: &str| {
                let mut outcome = outcome.clone();
                outcome.push((Some((*property).to_owned()), value.to_owned(), true));
                outcome
            };
            all = all.iter().flat_map(|o| values.iter().map(move |v| one(o, v))).collect();
        }
    }
    all
}

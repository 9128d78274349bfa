//! All ways through the questions, over the values that conditions compare. Anything else that a citizen may
//! answer changes no way, so the search is exhaustive and small.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::condition::{Comparison, Op};
use super::super::definition::{Definition, DefinitionFlaw, Formula, Kind, Question};
use super::conditions::{bounds, properties, values};

/// More ways than anyone could read: the conditions want untangling.
const PATHS_MAX: usize = 4096;

/// How many bubbles the shortest and the longest good way cost: every question and the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lengths {
    pub shortest: usize,
    pub longest: usize,
}

/// Every way through a service, walked once for all that is proven of it.
pub struct Ways<'d> {
    pub definition: &'d Definition,
    /// The error is the line at which there are too many.
    found: Result<Vec<Path<'d>>, usize>,
}

impl<'d> Ways<'d> {
    #[must_use]
    pub fn of(definition: &'d Definition) -> Ways<'d> {
        Ways { definition, found: explore(definition) }
    }

    #[must_use]
    pub fn count(&self) -> usize {
        self.all().len()
    }

    pub(super) fn all(&self) -> &[Path<'d>] {
        self.found.as_deref().unwrap_or_default()
    }

    /// The lengths of the ways that end in a filed request without a person's help.
    #[must_use]
    pub fn lengths(&self) -> Option<Lengths> {
        let good = || self.all().iter().filter(|p| p.has_confirm() && !p.has_person());
        let (shortest, longest) = (good().map(Path::least).min()?, good().map(Path::most).max()?);
        Some(Lengths { shortest, longest })
    }
}

/// One way through.
#[derive(Debug, Clone, Default)]
pub(super) struct Path<'d> {
    /// Questions, notes and computed values, in order.
    pub asked: Vec<&'d Question>,
    /// Every question that is answered, with what conditions see of the answer.
    pub answers: Vec<(&'d Question, Arc<Outcome>)>,
}

impl Path<'_> {
    /// The answers that made it this way: `with applicant = other`.
    pub(super) fn told(&self) -> String {
        let story: Vec<String> =
            self.answers.iter().flat_map(|(question, outcome)| decisions(question, outcome)).collect();
        if story.is_empty() { "with any answers".to_owned() } else { format!("with {}", story.join(", ")) }
    }

    /// Each question that is asked, with the notes that are said in front of it.
    pub(super) fn behind_notes(&self) -> impl Iterator<Item = (&Question, &[&Question])> {
        let kept = |q: &&Question| !matches!(q.kind, Kind::Computed { .. });
        self.asked.split_inclusive(move |q| q.kind.is_asked()).filter_map(move |part| {
            let (question, before) = part.split_last()?;
            let notes = before.iter().position(kept).map_or(&before[..0], |at| &before[at..]);
            question.kind.is_asked().then_some((*question, notes))
        })
    }

    /// What stands in the list of answers to change.
    pub(super) fn correctable(&self) -> impl Iterator<Item = &Question> {
        self.asked.iter().copied().filter(|q| q.correct && q.round == 1 && q.kind.is_shown())
    }

    /// How often a group was gone through, as [`super::super::Session::computed`] counts it.
    fn rounds(&self, group: &str) -> Option<usize> {
        let mut openers =
            self.answers.iter().filter(|(q, _)| q.kind == Kind::Repeat && q.base == group).peekable();
        let (first, _) = openers.peek()?;
        let sure = first.round.saturating_sub(1);
        let is_yes =
            |outcome: &Outcome| outcome.iter().any(|(side, value, _)| side.is_none() && value == "yes");
        Some(sure + openers.filter(|(_, outcome)| is_yes(outcome)).count())
    }

    fn has_person(&self) -> bool {
        self.asked.iter().any(|q| q.kind == Kind::Person)
    }

    /// It ends without anything being filed, and says what to do instead.
    fn is_over(&self) -> bool {
        self.asked.last().is_some_and(|q| matches!(q.kind, Kind::Ending { .. }))
    }

    fn has_confirm(&self) -> bool {
        self.asked.iter().any(|q| q.kind == Kind::Confirm)
    }

    /// Bubbles at least: what may be said in one go is.
    fn least(&self) -> usize {
        self.asked.iter().filter(|q| q.kind.is_asked()).count() + 1
    }

    /// Bubbles at most, where nothing is misunderstood.
    fn most(&self) -> usize {
        self.asked.iter().map(|q| steps(&q.kind)).sum::<usize>() + 1
    }
}

/// Bubbles that one question may cost: those that are answered in halves cost several.
fn steps(kind: &Kind) -> usize {
    match kind {
        // Said with the next question, or not at all.
        Kind::Note | Kind::Computed { .. } => 0,
        // Place, day, hour.
        Kind::Slot { .. } => 3,
        Kind::Address { within, level, street } => {
            let levels = [2, 4, 6, 10].into_iter().filter(|d| *d > within.len() && *d <= level.digits());
            levels.count() + usize::from(*street)
        }
        Kind::Choices { max, .. } => *max,
        Kind::Files { min, .. } => *min,
        _ => 1,
    }
}

/// What conditions see of an answer, for people: `applicant = other`.
pub(super) fn decisions(question: &Question, outcome: &Outcome) -> Vec<String> {
    let decides = outcome.iter().filter(|(_, _, decides)| *decides);
    let told = decides.map(|(property, value, _)| match property {
        Some(property) => format!("{}.{property} = {value}", question.id),
        None => format!("{} = {value}", question.id),
    });
    told.collect()
}

/// Every question is asked on some way, every way ends well, the good ones within the budget.
pub(super) fn check(ways: &Ways<'_>) -> Vec<DefinitionFlaw> {
    let definition = ways.definition;
    let flaw = |line: usize, what: String| DefinitionFlaw { file: definition.file.clone(), line, what };
    let paths = match &ways.found {
        Ok(paths) => paths,
        Err(line) => {
            return vec![flaw(*line, format!("more than {PATHS_MAX} ways lead here: make fewer conditions"))];
        }
    };
    let mut flaws = Vec::new();
    let asked =
        |question: &Question| paths.iter().any(|p| p.asked.iter().any(|q| std::ptr::eq(*q, question)));
    let mut stopped = false;
    for (at, question) in definition.questions.iter().enumerate() {
        if !asked(question) {
            // Behind what stops everybody that one thing is wrong.
            if !stopped {
                flaws.push(flaw(question.line, never_asked(definition, question)));
            }
        } else if matches!(question.kind, Kind::Ending { .. }) && paths.iter().all(Path::is_over) && !stopped
        {
            let behind = definition.questions.iter().skip(at + 1).filter(|q| !asked(q));
            let behind: Vec<&str> = behind.map(|q| q.id.as_str()).collect();
            stopped = !behind.is_empty();
            if stopped {
                let what = format!(
                    "with any answers everybody ends at {}, and these are never asked: {}; give it a `when`, or move it down",
                    question.id,
                    behind.join(" ")
                );
                flaws.push(flaw(question.line, what));
            }
        } else if question.kind == Kind::Person && question.when.is_none() {
            let behind = definition.questions.iter().skip(at + 1);
            let behind: Vec<&str> = behind.map(|q| q.id.as_str()).collect();
            if !behind.is_empty() {
                let what = format!(
                    "with any answers everybody waits for a person at {} before these are asked: {}; give it a `when`, or move it down",
                    question.id,
                    behind.join(" ")
                );
                flaws.push(flaw(question.line, what));
            }
        }
        if let Kind::Signature { of } = &question.kind {
            flaws.extend(unsigned(paths, question, of).map(|what| flaw(question.line, what)));
        }
    }
    if let Some(open) = paths.iter().find(|p| !p.has_confirm() && !p.has_person() && !p.is_over()) {
        let line = open.asked.last().map_or(1, |q| q.line);
        let what =
            format!("{} nothing is sent and no person helps: let confirm have no condition", open.told());
        flaws.push(flaw(line, what));
    }
    let longest = paths.iter().filter(|p| p.has_confirm() && !p.has_person()).max_by_key(|p| p.most());
    if let Some(path) = longest.filter(|p| p.most() > definition.message_budget) {
        flaws.push(flaw(
            1,
            format!(
                "{} a request costs {} messages, the budget is {}: ask less, or raise message_budget knowingly",
                path.told(),
                path.most(),
                definition.message_budget
            ),
        ));
    }
    flaws
}

fn never_asked(definition: &Definition, question: &Question) -> String {
    let when = question.when.as_ref().map(ToString::to_string).unwrap_or_default();
    let mut known: Vec<String> = Vec::new();
    for comparison in question.when.iter().flat_map(|c| c.comparisons()) {
        let of = definition.question(&comparison.question);
        if let Some((min, max)) = of.and_then(|q| bounds(definition, q)) {
            let told = format!("{} is {min} to {max}", comparison.question);
            if !known.contains(&told) {
                known.push(told);
            }
        }
    }
    let known = if known.is_empty() { String::new() } else { format!(" ({})", known.join(", ")) };
    format!("{} is never asked: `{when}` holds with no answers{known}; mend or drop it", question.id)
}

/// A signature in a name that was not asked for on some way, or may be skipped.
fn unsigned(paths: &[Path<'_>], signature: &Question, of: &str) -> Option<String> {
    let asks = |path: &&Path<'_>| path.asked.iter().any(|q| q.id == signature.id);
    for path in paths.iter().filter(asks) {
        let (id, told) = (&signature.id, path.told());
        match path.asked.iter().find(|q| q.id == of) {
            None => {
                return Some(format!(
                    "{told} {id} signs with {of}, which is not asked there: give {id} the condition of {of}, or ask {of} always"
                ));
            }
            Some(name) if name.optional => {
                return Some(format!("{id} signs with {of}, which may be skipped: drop `optional` of {of}"));
            }
            Some(_) => {}
        }
    }
    None
}

fn explore(definition: &Definition) -> Result<Vec<Path<'_>>, usize> {
    let compared = compared(definition);
    let mut ways: Vec<(Path<'_>, Known)> = vec![(Path::default(), Known::new())];
    for question in &definition.questions {
        let outcomes: Vec<Arc<Outcome>> =
            outcomes(definition, question, &compared).into_iter().map(Arc::new).collect();
        let mut next = Vec::with_capacity(ways.len());
        for (mut path, mut known) in ways {
            let look = |id: &str, property: Option<&str>| {
                let value = known.iter().find(|((of, side), _)| of == id && side.as_deref() == property);
                value.map(|(_, value)| Cow::Borrowed(value.as_str())).unwrap_or_default()
            };
            if path.is_over() || !question.when.as_ref().is_none_or(|c| c.holds(&look)) {
                next.push((path, known));
                continue;
            }
            path.asked.push(question);
            if let Kind::Computed { formula: Formula::Count { group } } = &question.kind {
                if let Some(rounds) = path.rounds(group) {
                    known.insert((question.id.clone(), None), rounds.to_string());
                }
                next.push((path, known));
                continue;
            }
            let by_value = match &question.kind {
                Kind::Computed { formula: Formula::Same { of } } => Some((of, None)),
                Kind::Computed { formula: Formula::Lookup { of, table, otherwise } } => {
                    Some((of, Some((table, otherwise))))
                }
                _ => None,
            };
            if let Some((of, table)) = by_value {
                let source = known.get(&(of.question.clone(), of.property.clone()));
                let follows = source.map(|value| match table {
                    None => value.clone(),
                    Some((table, otherwise)) => {
                        table.get(value).or(otherwise.as_ref()).cloned().unwrap_or_default()
                    }
                });
                if let Some(value) = follows {
                    known.insert((question.id.clone(), None), value);
                }
                next.push((path, known));
                continue;
            }
            if matches!(question.kind, Kind::Ending { .. }) {
                path.answers.push((question, Arc::default()));
                next.push((path, known));
                continue;
            }
            // What no condition looks at is the same on every way.
            for outcome in &outcomes {
                let (mut path, mut known) = (path.clone(), known.clone());
                path.answers.push((question, outcome.clone()));
                let decides = outcome.iter().filter(|(_, _, decides)| *decides);
                known.extend(
                    decides.map(|(side, value, _)| ((question.id.clone(), side.clone()), value.clone())),
                );
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

/// What the conditions of a service compare.
type Compared = BTreeMap<(String, Option<String>), Vec<Comparison>>;

/// (property, value, whether a condition looks at it)
pub(super) type Outcome = Vec<(Option<String>, String, bool)>;

/// Every comparison by what it looks at. One of a computed value is one of what that value follows from.
fn compared(definition: &Definition) -> Compared {
    let mut all = Compared::new();
    for c in definition.questions.iter().filter_map(|q| q.when.as_ref()).flat_map(|c| c.comparisons()) {
        all.entry((c.question.clone(), c.property.clone())).or_default().push(c.clone());
    }
    for question in definition.questions.iter().rev() {
        // Sums and ages are looked at by themselves: what adds up to them has no end.
        let (of, table) = match &question.kind {
            Kind::Computed { formula: Formula::Same { of } } => (of, None),
            Kind::Computed { formula: Formula::Lookup { of, table, .. } } => (of, Some(table)),
            _ => continue,
        };
        let Some(of_it) = all.get(&(question.id.clone(), None)).cloned() else { continue };
        let at = |value: &String| Comparison {
            question: of.question.clone(),
            property: of.property.clone(),
            op: Op::Is,
            value: value.clone(),
        };
        let source = all.entry((of.question.clone(), of.property.clone())).or_default();
        match table {
            None => source.extend(of_it.iter().map(|c| at(&c.value))),
            Some(table) => source.extend(table.keys().map(at)),
        }
    }
    all
}

/// The answers to a question that conditions can tell apart.
fn outcomes(definition: &Definition, question: &Question, compared: &Compared) -> Vec<Outcome> {
    let own = compared.get(&(question.id.clone(), None));
    let mut values = told_apart(bounds(definition, question), values(question), own);
    if own.is_none() {
        values.truncate(1);
    }
    let mut all: Vec<Outcome> = values.into_iter().map(|value| vec![(None, value, own.is_some())]).collect();
    for (property, values) in properties(&question.kind) {
        if let Some(by) = compared.get(&(question.id.clone(), Some(property.clone()))) {
            let one = |outcome: &Outcome, value: &str| {
                let mut outcome = outcome.clone();
                outcome.push((Some(property.clone()), value.to_owned(), true));
                outcome
            };
            let values = told_apart(None, values, Some(by));
            all = all.iter().flat_map(|o| values.iter().map(|v| one(o, v)).collect::<Vec<_>>()).collect();
        }
    }
    all
}

/// Values that stand for all others: those that are listed, or those that comparisons name and one beside them. For
/// numbers every threshold with its neighbours: between two of them no comparison changes.
fn told_apart(bounds: Option<(i64, i64)>, listed: Vec<String>, by: Option<&Vec<Comparison>>) -> Vec<String> {
    let named: BTreeSet<&str> =
        by.into_iter().flatten().map(|c| c.value.as_str()).filter(|v| !v.is_empty()).collect();
    match bounds {
        Some((min, max)) => {
            let thresholds = named.iter().filter_map(|v| v.parse::<i64>().ok());
            let near = thresholds.flat_map(|t| [t.saturating_sub(1), t, t.saturating_add(1)]);
            let all: BTreeSet<i64> = near.chain([min]).filter(|n| (min..=max).contains(n)).collect();
            all.into_iter().map(|n| n.to_string()).chain(listed.into_iter().filter(|v| v == "none")).collect()
        }
        _ if listed.is_empty() => {
            named.into_iter().map(str::to_owned).chain(std::iter::once("other".to_owned())).collect()
        }
        _ => listed,
    }
}

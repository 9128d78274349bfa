//! All ways through the questions, over the values that conditions compare. Anything else that a citizen may
//! answer changes no way, so the search is exhaustive and small.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::condition::{Comparison, Op};
use super::super::definition::{Definition, DefinitionFlaw, Formula, Kind, Question, Reach};
use super::formulas;

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
    pub answers: Vec<(&'d Question, Rc<Outcome>)>,
}

impl Path<'_> {
    /// The answers that made it this way: `with applicant = other`.
    pub(super) fn told(&self) -> String {
        let story: Vec<String> =
            self.answers.iter().flat_map(|(question, outcome)| decisions(question, outcome)).collect();
        if story.is_empty() { "with any answers".to_owned() } else { format!("with {}", story.join(", ")) }
    }

    /// What stands in the list of answers to change.
    pub(super) fn correctable(&self) -> impl Iterator<Item = &Question> {
        self.asked.iter().copied().filter(|q| q.correct && q.round == 1 && q.kind.is_shown())
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
        if let Some(what) = leans_on_nothing(definition, at, question) {
            flaws.push(DefinitionFlaw { file: definition.file.clone(), line: question.line, what });
        }
    }
    let mut slots = definition.questions.iter().filter(|q| matches!(q.kind, Kind::Slot { .. }));
    if let (Some(first), Some(second)) = (slots.next(), slots.next()) {
        let what =
            format!("{} books a second place (line {} books one): a request has one", second.id, first.line);
        flaws.push(DefinitionFlaw { file: definition.file.clone(), line: second.line, what });
    }
    flaws
}

/// What a question takes from another one that must stand before it.
fn leans_on_nothing(definition: &Definition, at: usize, question: &Question) -> Option<String> {
    let wanted = match &question.kind {
        Kind::Signature { of } => of,
        Kind::Computed { formula } => return formulas::wrong(definition, at, question, formula),
        _ => return None,
    };
    let Some(source) = definition.questions.iter().take(at).find(|q| q.id == *wanted) else {
        return Some(format!("{} takes {wanted} from a question that does not stand before it", question.id));
    };
    (source.kind != Kind::Name).then(|| format!("{} signs with {wanted}, which is no name", question.id))
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
    if comparison.op.orders() {
        return (bounds(&asked.kind).is_none() || comparison.property.is_some())
            .then(|| format!("{wanted} is no number, so it has no order: use == or !="));
    }
    let possible = match &comparison.property {
        Some(property) => match properties(&asked.kind).into_iter().find(|(name, _)| name == property) {
            Some((_, values)) => values,
            None => {
                let known: Vec<String> = properties(&asked.kind).into_iter().map(|(name, _)| name).collect();
                let known = if known.is_empty() { "none".to_owned() } else { known.join(" ") };
                let kind = asked.kind.word();
                return Some(format!("{wanted} has no property {property}; a {kind} has {known}"));
            }
        },
        None => values(asked),
    };
    let fits = match (bounds(&asked.kind), &comparison.property) {
        (Some((min, max)), None) => {
            comparison.value == "none"
                || comparison.value.parse().is_ok_and(|n: i64| (min..=max).contains(&n))
        }
        // Codes of regions and the like: too many to list.
        _ => possible.is_empty() || possible.contains(&comparison.value),
    };
    (!comparison.value.is_empty() && !fits)
        .then(|| format!("{wanted} is never {:?}; it may be {}", comparison.value, possible.join(" ")))
}

/// The least and the greatest of what is a number.
fn bounds(kind: &Kind) -> Option<(i64, i64)> {
    const GREAT: i64 = 1_000_000_000_000_000;
    match kind {
        Kind::Number { min, max } | Kind::Money { min, max } => Some((*min, *max)),
        Kind::Computed { formula: Formula::Age { .. } | Formula::Count { .. } } => Some((0, 200)),
        Kind::Computed { formula } if formula.is_number() => Some((-GREAT, GREAT)),
        _ => None,
    }
}

/// What conditions may compare beside the answer itself, with the values; no values where there are too many.
pub(super) fn properties(kind: &Kind) -> Vec<(String, Vec<String>)> {
    let fixed = |all: &[(&str, &[&str])]| -> Vec<(String, Vec<String>)> {
        let owned = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect();
        all.iter().map(|(name, values)| ((*name).to_owned(), owned(values))).collect()
    };
    match kind {
        Kind::Nik => fixed(&[
            ("under_17", &["yes", "no"]),
            ("sex", &["man", "woman"]),
            ("province", &[]),
            ("regency", &[]),
            ("district", &[]),
        ]),
        Kind::Address { .. } | Kind::Village => {
            fixed(&[("province", &[]), ("regency", &[]), ("district", &[])])
        }
        Kind::Choices { options, .. } => {
            options.iter().map(|o| (o.id.clone(), vec!["yes".to_owned(), "no".to_owned()])).collect()
        }
        Kind::Slot { .. } => fixed(&[("day", &[]), ("hours", &[])]),
        Kind::Email { reach: Reach::Code, .. } => fixed(&[("proven", &["yes", "no"])]),
        _ => Vec::new(),
    }
}

/// The values that an answer has in conditions; none where there are too many to list.
fn values(question: &Question) -> Vec<String> {
    let fixed = |all: &[&str]| -> Vec<String> { all.iter().map(|v| (*v).to_owned()).collect() };
    let mut values = match &question.kind {
        Kind::Choice { options } => options.iter().map(|o| o.id.clone()).collect(),
        Kind::YesNo | Kind::Repeat => fixed(&["yes", "no"]),
        Kind::KkNumber { unknown: true } | Kind::Email { none: true, .. } => fixed(&["given", "none"]),
        Kind::Nik
        | Kind::KkNumber { .. }
        | Kind::Name
        | Kind::Phone
        | Kind::Text { .. }
        | Kind::Date { .. }
        | Kind::Location
        | Kind::Email { .. }
        | Kind::Files { .. } => fixed(&["given"]),
        Kind::Consent { .. }
        | Kind::Declaration { .. }
        | Kind::Signature { .. }
        | Kind::Person
        | Kind::Confirm => fixed(&["yes"]),
        Kind::Computed { formula: Formula::Lookup { table, otherwise, .. } } => {
            let mut all: Vec<String> = table.values().chain(otherwise).cloned().collect();
            all.sort();
            all.dedup();
            all
        }
        // A village compares by its code, which no service should know; the rest has no end.
        Kind::Village
        | Kind::Address { .. }
        | Kind::Slot { .. }
        | Kind::Choices { .. }
        | Kind::Number { .. }
        | Kind::Money { .. }
        | Kind::Computed { .. }
        | Kind::Ending { .. }
        | Kind::Note => Vec::new(),
    };
    if question.optional {
        if values.is_empty() {
            values.push("given".into());
        }
        values.push("none".into());
    }
    values
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
    for question in &definition.questions {
        if !paths.iter().any(|p| p.asked.iter().any(|q| std::ptr::eq(*q, question))) {
            let when = question.when.as_ref().map(ToString::to_string).unwrap_or_default();
            let what =
                format!("{} is never asked: `{when}` holds with no answers; mend or drop it", question.id);
            flaws.push(flaw(question.line, what));
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

fn explore(definition: &Definition) -> Result<Vec<Path<'_>>, usize> {
    let compared = compared(definition);
    let mut ways: Vec<(Path<'_>, Known)> = vec![(Path::default(), Known::new())];
    for question in &definition.questions {
        let outcomes: Vec<Rc<Outcome>> = outcomes(question, &compared).into_iter().map(Rc::new).collect();
        let mut next = Vec::with_capacity(ways.len());
        for (mut path, mut known) in ways {
            let look = |id: &str, property: Option<&str>| {
                let value = known.iter().find(|((of, side), _)| of == id && side.as_deref() == property);
                value.map(|(_, value)| value.clone()).unwrap_or_default()
            };
            if path.is_over() || !question.when.as_ref().is_none_or(|c| c.holds(&look)) {
                next.push((path, known));
                continue;
            }
            path.asked.push(question);
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
                path.answers.push((question, Rc::default()));
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
fn outcomes(question: &Question, compared: &Compared) -> Vec<Outcome> {
    let own = compared.get(&(question.id.clone(), None));
    let mut values = told_apart(&question.kind, values(question), own);
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
            let values = told_apart(&Kind::Note, values, Some(by));
            all = all.iter().flat_map(|o| values.iter().map(|v| one(o, v)).collect::<Vec<_>>()).collect();
        }
    }
    all
}

/// Values that stand for all others: those that are listed, or those that comparisons name and one beside them. For
/// numbers every threshold with its neighbours: between two of them no comparison changes.
fn told_apart(kind: &Kind, listed: Vec<String>, by: Option<&Vec<Comparison>>) -> Vec<String> {
    let named: BTreeSet<&str> =
        by.into_iter().flatten().map(|c| c.value.as_str()).filter(|v| !v.is_empty()).collect();
    match bounds(kind) {
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

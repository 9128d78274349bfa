//! What conditions and formulas speak of: earlier questions, known properties, answers that can be given.

use std::collections::BTreeSet;

use super::super::condition::Comparison;
use super::super::definition::{Definition, DefinitionFlaw, Formula, Kind, Question, Reach, Source};
use super::formulas;
use crate::domain::region::Regions;

/// Conditions speak of earlier questions, known properties and answers that can be given.
pub(super) fn of(definition: &Definition) -> Vec<DefinitionFlaw> {
    let mut flaws = Vec::new();
    for (at, question) in definition.questions.iter().enumerate() {
        for comparison in question.when.iter().flat_map(|c| c.comparisons()) {
            if let Some(what) = wrong(definition, at, comparison) {
                let what = format!("the condition of {}: {what}", question.id);
                flaws.push(DefinitionFlaw { file: definition.file.clone(), line: question.line, what });
            }
        }
        let what = leans_on_nothing(definition, at, question)
            .or_else(|| nowhere(question))
            .or_else(|| nobodys(definition, at, question));
        if let Some(what) = what {
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

/// Whose answer it is says a choice that is made before it.
fn nobodys(definition: &Definition, at: usize, question: &Question) -> Option<String> {
    let whose = question.whose.as_ref()?;
    let source = definition.questions.iter().take(at).find(|q| q.id == *whose);
    let chosen = |kind: &Kind| matches!(kind, Kind::Choice { .. } | Kind::YesNo);
    (!source.is_some_and(|q| chosen(&q.kind)))
        .then(|| format!("{}: whose = {whose:?} is no choice that stands before it", question.id))
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
        return (bounds(definition, asked).is_none() || comparison.property.is_some())
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
    let fits = match (bounds(definition, asked), &comparison.property) {
        (Some((min, max)), None) => {
            comparison.value == "none"
                || comparison.value.parse().is_ok_and(|n: i64| (min..=max).contains(&n))
        }
        (_, Some(property)) if !comparison.value.is_empty() && comparison.value != "none" => {
            if let Some(why) = no_region(property, &comparison.value) {
                return Some(format!("{wanted}.{property} is never {:?}: {why}", comparison.value));
            }
            possible.is_empty() || possible.contains(&comparison.value)
        }
        // Days, hours and the like: too many to list.
        _ => possible.is_empty() || possible.contains(&comparison.value),
    };
    let possible = match bounds(definition, asked) {
        Some((min, max)) => format!("{min} to {max}"),
        None => possible.join(" "),
    };
    (!comparison.value.is_empty() && !fits)
        .then(|| format!("{wanted} is never {:?}; it may be {possible}", comparison.value))
}

/// The least and the greatest of what is a number; values that follow are bounded by what they follow from.
pub(super) fn bounds(definition: &Definition, question: &Question) -> Option<(i64, i64)> {
    const GREAT: i64 = 1_000_000_000_000_000;
    let of = |source: &Source| definition.questions.iter().find(|q| q.id == source.question);
    match &question.kind {
        Kind::Number { min, max } | Kind::Money { min, max } => Some((*min, *max)),
        Kind::Computed { formula: Formula::Age { .. } } => Some((0, 200)),
        // A round that need not be there has a question in front of it.
        Kind::Computed { formula: Formula::Count { group } } => {
            let openers = definition.questions.iter().filter(|q| q.kind == Kind::Repeat && q.base == *group);
            let rounds: BTreeSet<usize> = openers.map(|q| q.round).collect();
            let (first, last) = (rounds.first()?, rounds.last()?);
            Some((i64::try_from(first - 1).ok()?, i64::try_from(*last).ok()?))
        }
        // Each part may be missing, but not all of them.
        Kind::Computed { formula: Formula::Sum { of: sources } } => {
            let parts = sources.iter().flat_map(|source| {
                let wanted = &source.question;
                definition.questions.iter().filter(move |q| q.id == *wanted || q.base == *wanted)
            });
            let (mut least, mut most) = (0_i64, 0_i64);
            for part in parts.filter(|q| q.id != question.id) {
                let (low, high) = bounds(definition, part)?;
                least = least.saturating_add(low.min(0));
                most = most.saturating_add(high.max(0));
            }
            Some((least.max(-GREAT), most.min(GREAT)))
        }
        Kind::Computed { formula: Formula::Difference { of: from, less } } => {
            let known = |source: &Source| {
                of(source).filter(|q| q.id != question.id).and_then(|q| bounds(definition, q))
            };
            let Some(((low, high), (least, most))) = known(from).zip(known(less)) else {
                return Some((-GREAT, GREAT));
            };
            Some((low.saturating_sub(most).max(-GREAT), high.saturating_sub(least).min(GREAT)))
        }
        Kind::Computed { formula } if formula.is_number() => Some((-GREAT, GREAT)),
        _ => None,
    }
}

/// Why no region has this code; none when one has. `property`: province, regency or district.
pub(super) fn no_region(property: &str, code: &str) -> Option<String> {
    let regions = Regions::get();
    let (digits, name) = match property {
        "province" => (2, regions.province(code)),
        "regency" => (4, regions.regency(code)),
        "district" => (6, regions.district(code)),
        _ => return None,
    };
    let plain = code.len() == digits && code.bytes().all(|b| b.is_ascii_digit());
    (!plain || name.is_none()).then(|| format!("{code:?} is the code of no {property} ({digits} digits)"))
}

/// An address that lies in no region.
fn nowhere(question: &Question) -> Option<String> {
    let Kind::Address { within, .. } = &question.kind else { return None };
    let level = match within.len() {
        0 => return None,
        2 => "province",
        4 => "regency",
        6 => "district",
        other => {
            return Some(format!(
                "{} lies within {within:?}, which has {other} digits: a province has 2, a regency 4, a district 6",
                question.id
            ));
        }
    };
    no_region(level, within).map(|why| format!("{} lies nowhere: within = {why}", question.id))
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
pub(super) fn values(question: &Question) -> Vec<String> {
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

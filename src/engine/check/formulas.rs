//! Values that follow from answers: whether there is anything that they can follow from.

use std::collections::BTreeMap;

use super::super::definition::{Definition, Formula, Kind, Question, Source};
use super::conditions::{bounds, no_region, properties, values};

/// What is wrong with a formula of the question at this place, if anything.
pub(super) fn wrong(
    definition: &Definition,
    at: usize,
    question: &Question,
    formula: &Formula,
) -> Option<String> {
    let sources: Vec<&Source> = match formula {
        Formula::Same { of } | Formula::Lookup { of, .. } | Formula::Age { of } => vec![of],
        Formula::Difference { of, less } => vec![of, less],
        Formula::Sum { of } | Formula::First { of } | Formula::Join { of, .. } => of.iter().collect(),
        Formula::Count { group } => {
            let is_it = |q: &&Question| q.base == *group && q.kind == Kind::Repeat;
            let found = definition.questions.iter().take(at).any(|q| is_it(&q));
            return (!found).then(|| format!("{} counts {group}, which is no repeat before it", question.id));
        }
    };
    let mut sorts = Vec::new();
    for source in sources {
        let wanted = &source.question;
        let mut before = definition.questions.iter().take(at);
        let Some(from) = before.find(|q| q.id == *wanted || q.base == *wanted) else {
            return Some(format!(
                "{} takes {wanted} from a question that does not stand before it",
                question.id
            ));
        };
        if let Some(property) = &source.property
            && !properties(&from.kind).iter().any(|(name, _)| name == property)
        {
            return Some(format!("{wanted} has no property {property}"));
        }
        if let Formula::Lookup { table, .. } = formula
            && let Some(what) = never_matched(definition, question, (from, source), table)
        {
            return Some(what);
        }
        let sort = sort(&from.kind, source.property.is_some());
        let lacks = match formula {
            Formula::Age { .. } if sort != Sort::Day => "is the age since {}, which is no day",
            Formula::Sum { .. } if sort != Sort::Number => "adds {}, which is no number",
            Formula::Difference { .. } if sort != Sort::Number && sort != Sort::Day => {
                "takes away with {}, which is no number and no day"
            }
            Formula::First { .. } | Formula::Join { .. } if sort == Sort::Nothing => {
                "follows from {}, which says nothing in one line"
            }
            _ => {
                sorts.push(sort);
                continue;
            }
        };
        return Some(format!("{} {}", question.id, lacks.replace("{}", &source.to_string())));
    }
    let differ =
        matches!(formula, Formula::Difference { .. }) && sorts.windows(2).any(|two| two[0] != two[1]);
    differ.then(|| format!("{} takes a number away from a day, or a day from a number", question.id))
}

/// Keys of a table that no answer has.
fn never_matched(
    definition: &Definition,
    question: &Question,
    (from, source): (&Question, &Source),
    table: &BTreeMap<String, String>,
) -> Option<String> {
    let id = &question.id;
    let possible = match &source.property {
        Some(property) => {
            if let Some(why) = table.keys().find_map(|key| no_region(property, key)) {
                return Some(format!("{id} looks up {source} in a table, but {why}: mend or drop that line"));
            }
            properties(&from.kind).into_iter().find(|(name, _)| name == property).map(|(_, all)| all)
        }
        None => Some(values(from)),
    };
    let possible = possible.unwrap_or_default();
    let bounds = source.property.is_none().then(|| bounds(definition, from)).flatten();
    let within = |key: &str, (min, max): (i64, i64)| {
        key == "none" || key.parse().is_ok_and(|n: i64| (min..=max).contains(&n) && n.to_string() == key)
    };
    let (never, may) = match bounds {
        Some(bounds) => {
            (table.keys().find(|key| !within(key, bounds))?, format!("{} to {}", bounds.0, bounds.1))
        }
        // Days, hours, villages: too many to list.
        None if possible.is_empty() => return None,
        None => (table.keys().find(|key| !possible.contains(key))?, possible.join(" ")),
    };
    Some(format!("{id} looks up {source} in a table, but {source} is never {never:?}; it may be {may}"))
}

/// What can be made of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Number,
    Day,
    Words,
    Nothing,
}

fn sort(kind: &Kind, is_side: bool) -> Sort {
    match kind {
        _ if is_side => Sort::Words,
        Kind::Number { .. } | Kind::Money { .. } => Sort::Number,
        Kind::Computed { formula } if formula.is_number() => Sort::Number,
        Kind::Date { .. } => Sort::Day,
        Kind::Files { .. }
        | Kind::Consent { .. }
        | Kind::Declaration { .. }
        | Kind::Signature { .. }
        | Kind::Note
        | Kind::Person
        | Kind::Ending { .. }
        | Kind::Confirm => Sort::Nothing,
        Kind::Choice { .. }
        | Kind::Choices { .. }
        | Kind::YesNo
        | Kind::Nik
        | Kind::KkNumber { .. }
        | Kind::Name
        | Kind::Phone
        | Kind::Email { .. }
        | Kind::Text { .. }
        | Kind::Address { .. }
        | Kind::Location
        | Kind::Village
        | Kind::Slot { .. }
        | Kind::Repeat
        | Kind::Computed { .. } => Sort::Words,
    }
}

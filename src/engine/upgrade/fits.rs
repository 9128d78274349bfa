//! Whether an answer given under one definition is one under another.

use chrono::{Days, NaiveDate};

use super::super::definition::{Kind, Question, Reach};
use super::super::session::{Answer, PROVEN};

/// `old` is the question that the answer was given to, where it is known.
pub(super) fn fits(answer: &Answer, new: &Question, old: Option<&Question>, today: NaiveDate) -> bool {
    let skipped = *answer == Answer::Without;
    if skipped && new.optional {
        return true;
    }
    if old.is_some_and(|old| old.kind == new.kind) && !(skipped && old.is_some_and(|old| old.optional)) {
        return true;
    }
    // A text alone does not say whether it is a name or an e-mail address.
    let same_word = old.is_some_and(|old| old.kind.word() == new.kind.word());
    match (answer, &new.kind) {
        (Answer::Without, Kind::KkNumber { unknown: true } | Kind::Email { none: true, .. }) => same_word,
        (Answer::Consent { text, .. }, Kind::Consent { text: wording })
        | (Answer::Declared { text, .. }, Kind::Declaration { text: wording }) => text == wording,
        (Answer::Choice { id }, Kind::Choice { options }) => options.iter().any(|o| o.id == *id),
        (Answer::Choice { id }, Kind::YesNo) => id == "yes" || id == "no",
        (Answer::Choice { id }, Kind::Repeat) => same_word && (id == "yes" || id == "no"),
        (Answer::Choices { ids }, Kind::Choices { options, min, max }) => {
            (*min..=*max).contains(&ids.len()) && ids.iter().all(|id| options.iter().any(|o| o.id == *id))
        }
        (Answer::Number { value }, Kind::Number { min, max } | Kind::Money { min, max }) => {
            same_word && (*min..=*max).contains(value)
        }
        (Answer::Text { value, .. }, Kind::Text { min, max }) => {
            same_word && (*min..=*max).contains(&value.expose().chars().count())
        }
        (Answer::Text { value, .. }, Kind::Date { earliest, latest }) => {
            same_word && value.expose().parse().is_ok_and(|day| within(day, today, *earliest, *latest))
        }
        // What is to be proven now was believed before.
        (Answer::Text { flags, .. }, Kind::Email { reach: Reach::Code, .. }) => {
            same_word && flags.iter().any(|flag| flag == PROVEN)
        }
        (
            Answer::Text { .. },
            Kind::KkNumber { .. } | Kind::Name | Kind::Phone | Kind::Email { .. } | Kind::Location,
        ) => same_word,
        (Answer::Nik { .. }, Kind::Nik) | (Answer::Village { .. }, Kind::Village) => true,
        (Answer::Files { files, .. }, Kind::Files { expects, min, max, .. }) => {
            let paper = old.and_then(|old| match &old.kind {
                Kind::Files { expects, .. } => Some(*expects),
                _ => None,
            });
            same_word && paper == Some(*expects) && (*min..=*max).contains(&files.len())
        }
        (Answer::Address { code, street }, Kind::Address { within, level, street: wanted }) => {
            code.starts_with(within.as_str()) && code.len() == level.digits() && street.is_some() == *wanted
        }
        (Answer::Handled { .. }, Kind::Person) => true,
        // Places, days and hours of another calendar; a signature under another name; and all that is of another
        // kind altogether.
        _ => false,
    }
}

/// So many days from today at the earliest and latest.
fn within(day: NaiveDate, today: NaiveDate, earliest: Option<i64>, latest: Option<i64>) -> bool {
    let off = |days: i64| match u64::try_from(days) {
        Ok(ahead) => today.checked_add_days(Days::new(ahead)),
        Err(_) => today.checked_sub_days(Days::new(days.unsigned_abs())),
    };
    earliest.and_then(off).is_none_or(|first| day >= first)
        && latest.and_then(off).is_none_or(|last| day <= last)
}

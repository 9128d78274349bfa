//! A line of free text, within bounds.

use crate::domain::redacted::Redacted;
use crate::domain::text::clean;
use crate::engine::context::Taken;
use crate::engine::reply::Say;
use crate::engine::session::Answer;

pub(super) fn text(text: &str, min: usize, max: usize) -> Taken {
    let line = clean(text).replace('\n', " ");
    let length = line.chars().count();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    if !line.chars().any(char::is_alphanumeric) || length < min {
        Taken::Fault(Say::new("fault-text-short").number("min", count(min)))
    } else if length > max {
        Taken::Fault(Say::new("fault-text-long").number("max", count(max)).number("digits", count(length)))
    } else {
        Taken::Answer(answer(line), None)
    }
}

fn answer(line: String) -> Answer {
    Answer::Text { value: Redacted::from(line), flags: Vec::new() }
}

pub(super) fn restore(value: &str, min: usize, max: usize) -> Option<Answer> {
    (min..=max).contains(&value.chars().count()).then(|| answer(value.to_owned()))
}

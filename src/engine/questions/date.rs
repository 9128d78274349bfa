//! A day as people say it: "kemarin", "12 mei 24", "tgl 3 bulan lalu", "31/12/2026".

use chrono::{Days, NaiveDate};

use crate::domain::redacted::Redacted;
use crate::engine::context::Taken;
use crate::engine::reply::{Arg, Say};
use crate::engine::session::Answer;
use crate::engine::step::Turn;
use crate::nlu::Leaning;

pub(super) fn text(turn: &Turn<'_>, text: &str, earliest: Option<i64>, latest: Option<i64>) -> Taken {
    let today = turn.ctx.today();
    // A day without a year is looked for where the bounds lie.
    let leaning = match (earliest, latest) {
        (_, Some(latest)) if latest <= 0 => Leaning::Past,
        (Some(earliest), _) if earliest >= 0 => Leaning::Future,
        _ => Leaning::Nearest,
    };
    let parted = in_one_go(text);
    let said = parted.as_deref().unwrap_or(text);
    let Some(day) = turn.ctx.nlu.date(said, turn.ctx.lang, today, leaning) else { return Taken::NotMine };
    let bound = |days: Option<i64>| days.and_then(|n| shifted(today, n));
    if let Some(first) = bound(earliest).filter(|first| day < *first) {
        Taken::Fault(Say::new("fault-date-early").with("day", Arg::Day(first)))
    } else if let Some(last) = bound(latest).filter(|last| day > *last) {
        Taken::Fault(Say::new("fault-date-late").with("day", Arg::Day(last)))
    } else {
        Taken::Answer(answer(day), None)
    }
}

/// "12051990" and "120590" as "12/05/1990": where a day is asked for, so many figures are nothing else.
fn in_one_go(text: &str) -> Option<String> {
    let digits = text.trim();
    let all = digits.bytes().all(|b| b.is_ascii_digit());
    (all && matches!(digits.len(), 6 | 8))
        .then(|| format!("{}/{}/{}", &digits[..2], &digits[2..4], &digits[4..]))
}

fn shifted(today: NaiveDate, days: i64) -> Option<NaiveDate> {
    let count = Days::new(days.unsigned_abs());
    if days < 0 { today.checked_sub_days(count) } else { today.checked_add_days(count) }
}

fn answer(day: NaiveDate) -> Answer {
    Answer::Text { value: Redacted::from(day.to_string()), flags: Vec::new() }
}

pub(super) fn restore(
    turn: &Turn<'_>,
    value: &str,
    earliest: Option<i64>,
    latest: Option<i64>,
) -> Option<Answer> {
    let day: NaiveDate = value.parse().ok()?;
    let today = turn.ctx.today();
    let from = earliest.and_then(|n| shifted(today, n)).is_none_or(|first| day >= first);
    let to = latest.and_then(|n| shifted(today, n)).is_none_or(|last| day <= last);
    (from && to).then(|| answer(day))
}

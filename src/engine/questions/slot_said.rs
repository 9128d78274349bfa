//! A place, a day and hours as people say them, also all at once: "tebet hari selasa jam 9", "rabu aja", "secepatnya".

use std::str::FromStr as _;

use chrono::{Datelike as _, Days, NaiveDate};

use super::slot::{answer, calendar_of, day, days, hour, key, places};
use crate::domain::calendar::Interval;
use crate::engine::context::{At, Taken};
use crate::engine::heard::{listed, plain};
use crate::engine::reply::Say;
use crate::engine::rethinking::cut;
use crate::engine::session::Focus;
use crate::engine::step::Turn;
use crate::nlu::Leaning;

/// Hours before this one are said of the afternoon: "jam 2".
const MORNING: u16 = 7;

/// Which days are meant.
enum When {
    On(NaiveDate),
    /// Any day of the week from this Monday on.
    Week(NaiveDate),
    Soonest,
}

/// What a text says about place and time goes into the answer or narrows it down; `place` and `on` are what was
/// picked before. None: it says nothing of the sort.
pub(in crate::engine) fn take(
    turn: &Turn<'_>,
    at: At<'_>,
    text: &str,
    place: Option<&str>,
    on: Option<&str>,
) -> Option<Taken> {
    let calendar = calendar_of(at);
    let (text, unwanted) = without_denied(turn, text);
    let (named, text) = named_place(turn, calendar, &text);
    let text = text.as_str();
    let when = when(turn, text);
    let timed = |text: &str| said_hours(turn, text).is_some();
    // "jangan di tebet" says where not, and nothing more.
    let denied = unwanted.as_deref().is_some_and(|no| is_heard(turn, calendar, no));
    let Some(place) = named.or(place) else {
        return match (when.is_some() || timed(text), denied) {
            (true, _) => Some(Taken::Fault(Say::new("fault-slot-when-first"))),
            (false, true) => Some(Taken::Fault(Say::new("fault-slot-place"))),
            (false, false) => None,
        };
    };
    // "jangan di tebet", which was picked.
    if unwanted.as_deref().is_some_and(|no| named_place(turn, calendar, no).0 == Some(place)) {
        return Some(Taken::Fault(Say::new("fault-slot-place")));
    }
    let open = days(turn, calendar, place);
    let free = |of: &[String]| {
        // "bukan jam 9" leaves more than one way; hours that are said to be right count alone.
        let part =
            |no: &str| said_hours(turn, no).is_some_and(|(hour, part)| hour.is_none() && part.is_some());
        let not = unwanted.as_deref().filter(|no| part(no) && !timed(text));
        let left: Vec<String> = match not.map(|no| meant_hours(turn, no, of)) {
            Some(no) => of.iter().filter(|stretch| !no.contains(stretch)).cloned().collect(),
            None => of.to_vec(),
        };
        match (spoken_hours(turn, text, &left), left.as_slice()) {
            (None, [only]) if not.is_some() => Some(only.clone()),
            (found, _) => found,
        }
    };
    // "bukan selasa": of the other days, which? Where a day was picked, "jangan pagi" speaks of its hours.
    let other_day = unwanted.as_deref().is_some_and(|no| when_said(turn, no)) && when.is_none();
    let on = on.filter(|_| !other_day);
    let picked = match &when {
        Some(When::On(wanted)) => {
            let there = open.iter().find(|(day, _)| day == wanted);
            // "senin" is the next one on which there is room; a day of the month is that day alone.
            let weekday = || {
                let names_it = turn.ctx.nlu.names_weekday(text, turn.ctx.lang);
                let same = |(day, _): &&(NaiveDate, _)| *day > *wanted && day.weekday() == wanted.weekday();
                open.iter().find(same).filter(|_| names_it)
            };
            match there.or_else(weekday) {
                Some(found) => Some(found),
                // The place that was said with it is kept, and its days are shown.
                None if named.is_some() => {
                    return Some(Taken::Ask(Focus::SlotDay {
                        place: place.to_owned(),
                        hours: free(&hours_of(&open)),
                        week: None,
                    }));
                }
                None => return Some(Taken::Fault(Say::new("fault-slot-day"))),
            }
        }
        Some(When::Week(monday)) => {
            let week = *monday..monday.checked_add_days(Days::new(7))?;
            let mut within = open.iter().filter(|(day, _)| week.contains(day));
            match (within.next(), within.next()) {
                (None, _) => return Some(Taken::Fault(Say::new("fault-slot-day"))),
                (Some(only), None) => Some(only),
                (Some(_), Some(_)) => None,
            }
        }
        // "terserah", said of the hours of a day that was picked, is the first of them.
        Some(When::Soonest) => match on.and_then(|iso| open.iter().find(|(day, _)| day.to_string() == iso)) {
            Some((found, hours)) if !timed(text) => {
                let first = hours.first()?;
                return Some(Taken::Answer(answer(place, *found, first), None));
            }
            picked => picked.or_else(|| {
                // "kapan saja selain selasa"
                let not = unwanted.as_deref().map(|no| self::when(turn, no));
                let denied = |day: &NaiveDate| matches!(&not, Some(Some(When::On(no))) if no.weekday() == day.weekday());
                open.iter().find(|(day, _)| !denied(day))
            }),
        },
        None => on.and_then(|iso| open.iter().find(|(day, _)| day.to_string() == iso)),
    };
    if let Some((found, hours)) = picked {
        return match free(hours) {
            Some(wanted) => Some(Taken::Answer(answer(place, *found, &wanted), None)),
            None if when.is_none() && named.is_none() && !denied => None,
            None if said_hours(turn, text).is_some() => Some(hour(place, *found)),
            None => Some(day(place, *found, hours)),
        };
    }
    let hours = free(&hours_of(&open));
    let week = match when {
        Some(When::Week(monday)) => Some(monday.to_string()),
        _ => None,
    };
    let narrowed = week.is_some() || hours.is_some() || denied || (named.is_some() && unwanted.is_some());
    narrowed.then(|| Taken::Ask(Focus::SlotDay { place: place.to_owned(), hours, week }))
}

/// All stretches that some day has.
fn hours_of(open: &[(NaiveDate, Vec<String>)]) -> Vec<String> {
    let mut all: Vec<String> = open.iter().flat_map(|(_, hours)| hours.clone()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A text without what it says is not wanted, and that: "tebet tapi jangan selasa", "selain pagi", "rabu ga bisa". Clause
/// by clause; "jangan terlalu pagi" and "jangan lupa" take nothing away.
fn without_denied(turn: &Turn<'_>, text: &str) -> (String, Option<String>) {
    let (denying, but) = (listed(turn, "sys-deny-words"), listed(turn, "sys-but-words"));
    let weak = listed(turn, "sys-too-words");
    let mut clauses = vec![text];
    while let Some((first, rest)) =
        clauses.pop().and_then(|last| match (last.split_once(','), cut(last, &but, false)) {
            (Some(parts), None) | (None, Some(parts)) => Some(parts),
            (Some(a), Some(b)) => Some(if a.0.len() <= b.0.len() { a } else { b }),
            (None, None) => {
                clauses.push(last);
                None
            }
        })
    {
        clauses.extend([first, rest]);
    }
    let (mut wanted, mut unwanted) = (String::new(), String::new());
    for clause in clauses {
        let is_weak = plain(turn, clause).iter().any(|word| weak.contains(word));
        let (yes, no) = match cut(clause, &denying, false).filter(|_| !is_weak) {
            None => (clause, ""),
            // "rabu ga bisa": what stands before it.
            Some((before, after)) if !after.chars().any(char::is_alphanumeric) => ("", before),
            Some(parts) => parts,
        };
        wanted.extend([yes, " "]);
        unwanted.extend([no, " "]);
    }
    let unwanted = unwanted.trim().to_owned();
    (wanted.trim().to_owned(), (!unwanted.is_empty()).then_some(unwanted))
}

/// Whether a text says what is not wanted.
pub(in crate::engine) fn denies(turn: &Turn<'_>, text: &str) -> bool {
    without_denied(turn, text).1.is_some()
}

fn when_said(turn: &Turn<'_>, text: &str) -> bool {
    when(turn, text).is_some()
}

/// Whether a text says a place, a day or hours.
pub(in crate::engine) fn is_heard(turn: &Turn<'_>, calendar: &str, text: &str) -> bool {
    let (place, text) = named_place(turn, calendar, text);
    place.is_some() || when(turn, &text).is_some() || said_hours(turn, &text).is_some()
}

/// The place whose whole name stands in a text, the longest of them, and the text without it: "Pasar Minggu" is no
/// Sunday. What stands around it stays as it was typed: "tebet 30/11/26".
fn named_place<'t>(turn: &Turn<'t>, calendar: &str, text: &str) -> (Option<&'t str>, String) {
    let lower = text.to_lowercase();
    let said = words(&lower);
    let place = |name: &str| {
        let (lower, said) = (name.to_lowercase(), said.as_slice());
        let name: Vec<&str> = words(&lower).into_iter().map(|(_, word)| word).collect();
        let there = |part: &&[(usize, &str)]| part.iter().map(|(_, word)| word).eq(&name);
        let part = said.windows(name.len().max(1)).find(there).filter(|_| !key(&lower).is_empty())?;
        let ((start, _), (last, word)) = (part.first()?, part.last()?);
        Some((name.len(), *start..last + word.len()))
    };
    let found = places(turn, calendar).into_iter().filter_map(|(id, name)| Some((id, place(name)?)));
    match found.max_by_key(|(_, (length, _))| *length) {
        Some((id, (_, span))) => (Some(id), format!("{} {}", &lower[..span.start], &lower[span.end..])),
        None => (None, text.to_owned()),
    }
}

/// The words of a text, each with the byte at which it begins.
fn words(text: &str) -> Vec<(usize, &str)> {
    let starts = text.match_indices(|c: char| !c.is_alphanumeric()).map(|(at, sign)| at + sign.len());
    let parts = text.split(|c: char| !c.is_alphanumeric());
    std::iter::once(0).chain(starts).zip(parts).filter(|(_, word)| !word.is_empty()).collect()
}

fn when(turn: &Turn<'_>, text: &str) -> Option<When> {
    let today = turn.ctx.today();
    let said = plain(turn, text);
    let says = |key: &str| {
        let listed = listed(turn, key);
        let mut phrases = listed.iter().map(|phrase| turn.ctx.nlu.label(phrase, turn.ctx.lang));
        phrases.any(|phrase| {
            let phrase = &phrase.plain;
            !phrase.is_empty() && said.windows(phrase.len()).any(|part| part == phrase.as_slice())
        })
    };
    let date = turn.ctx.nlu.date(text, turn.ctx.lang, today, Leaning::Future);
    let next_week = says("sys-next-week-words");
    match date {
        // "minggu depan" is read as in seven days.
        Some(day) if next_week && Some(day) == today.checked_add_days(Days::new(7)) => {
            let ahead = 7 - u64::from(today.weekday().num_days_from_monday());
            today.checked_add_days(Days::new(ahead)).map(When::Week)
        }
        Some(day) => Some(When::On(day)),
        None => says("sys-soonest-words").then_some(When::Soonest),
    }
}

/// An hour of the clock or a part of the day.
fn said_hours(turn: &Turn<'_>, text: &str) -> Option<(Option<u16>, Option<std::ops::Range<u16>>)> {
    let said = plain(turn, text);
    let clock = listed(turn, "sys-clock-words");
    let is = |key: &str| listed(turn, key).iter().any(|word| said.contains(word));
    let parts = [("sys-morning-words", 0..11), ("sys-noon-words", 11..15), ("sys-afternoon-words", 12..24)];
    let part = parts.into_iter().find(|(key, _)| is(key)).map(|(_, hours)| hours);
    let dated = turn.ctx.nlu.date(text, turn.ctx.lang, turn.ctx.today(), Leaning::Future).is_some();
    // A number beside a day is the day's, unless it stands behind "jam"; "2 orang" counts heads.
    let little = |word: &String| {
        turn.ctx.nlu.says_little(word, turn.ctx.lang) || word.parse::<u16>().is_ok() || clock.contains(word)
    };
    let bare = !dated && (part.is_some() || said.iter().all(little));
    let figure = |at: usize| {
        let told = at.checked_sub(1).is_some_and(|before| clock.contains(&said[before]));
        said[at].parse::<u16>().ok().filter(|hour| *hour < 24 && (told || bare))
    };
    let hour = (0..said.len()).find_map(figure);
    (hour.is_some() || part.is_some()).then_some((hour, part))
}

/// Typed hours: "pagi", "jam 9", "jam 2 siang". Only where they mean one of the free stretches.
pub(in crate::engine) fn spoken_hours(turn: &Turn<'_>, text: &str, free: &[String]) -> Option<String> {
    match meant_hours(turn, text, free).as_slice() {
        [only] => Some((*only).clone()),
        _ => None,
    }
}

/// Those of the stretches that typed hours mean.
fn meant_hours<'s>(turn: &Turn<'_>, text: &str, free: &'s [String]) -> Vec<&'s String> {
    let Some((hour, part)) = said_hours(turn, text) else { return Vec::new() };
    let means = |stretch: &&String| {
        let Ok(interval) = Interval::from_str(stretch) else { return false };
        match (hour, &part) {
            (Some(hour), _) => {
                let hour = if hour < MORNING { hour + 12 } else { hour };
                (interval.from..interval.to).contains(&(hour * 60))
            }
            (None, Some(part)) => part.contains(&(interval.from / 60)),
            (None, None) => false,
        }
    };
    free.iter().filter(means).collect()
}

/// A typed day: "besok", "senin depan", "30 nov".
pub(in crate::engine) fn spoken_day(turn: &Turn<'_>, text: &str) -> Option<String> {
    let wanted = turn.ctx.nlu.date(text, turn.ctx.lang, turn.ctx.today(), Leaning::Future)?;
    Some(wanted.to_string())
}

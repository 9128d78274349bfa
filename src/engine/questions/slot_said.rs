//! A place, a day and hours as people say them, also all at once: "tebet hari selasa jam 9", "rabu aja", "secepatnya",
//! "setelah tanggal 3". What is said last counts: "pagi eh siang".

use std::ops::Range;
use std::str::FromStr as _;

use chrono::{Datelike as _, Days, NaiveDate};

use super::slot::{answer, day, days, hour};
use super::slot_place::{named_area, named_place};
use crate::domain::calendar::Interval;
use crate::engine::context::Taken;
use crate::engine::heard::{contains, listed, phrases, plain};
use crate::engine::reply::Say;
use crate::engine::rethinking::cut;
use crate::engine::session::Focus;
use crate::engine::step::Turn;
use crate::nlu::Leaning;

/// Hours before this one are said of the afternoon: "jam 2".
const MORNING: u16 = 7;

/// A stretch of days; open where nothing is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::engine) struct Span {
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

impl Span {
    /// As a half-answered question keeps it.
    pub(super) fn kept(from: Option<&str>, until: Option<&str>) -> Span {
        let day = |iso: Option<&str>| iso.and_then(|iso| iso.parse().ok());
        Span { from: day(from), until: day(until) }
    }

    pub(super) fn holds(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// Which days are meant.
#[derive(Clone, Copy)]
enum When {
    /// A day, by its weekday or not.
    On(NaiveDate, bool),
    Within(Span),
    /// The first one, of all or of a stretch.
    Soonest(Span),
}

/// An hour of the clock, and a part of the day.
type Hours = (Option<u16>, Option<Range<u16>>);

/// What a text says of place and time.
#[derive(Default)]
struct Said<'t> {
    place: Option<&'t str>,
    when: Option<When>,
    hours: Option<Hours>,
}

impl<'t> Said<'t> {
    /// `picked`: a place is picked already.
    fn read(turn: &Turn<'t>, calendar: &str, text: &str, picked: bool) -> Said<'t> {
        let back = [listed(turn, "sys-take-back-words"), listed(turn, "sys-rethink-words")].concat();
        if let Some((before, after)) = cut(text, &back, true) {
            let (before, after) =
                (Said::read(turn, calendar, before, picked), Said::read(turn, calendar, after, picked));
            return Said {
                place: after.place.or(before.place),
                when: after.when.or(before.when),
                hours: after.hours.or(before.hours),
            };
        }
        let (place, text) = named_place(turn, calendar, text, picked);
        Said { place, when: when(turn, &text), hours: said_hours(turn, &text) }
    }

    fn is_nothing(&self) -> bool {
        self.place.is_none() && self.when.is_none() && self.hours.is_none()
    }
}

/// What a text says about place and time goes into the answer or narrows it down; `place` and `on` are what was
/// picked before. None: it says nothing of the sort.
pub(in crate::engine) fn take(
    turn: &Turn<'_>,
    calendar: &str,
    text: &str,
    place: Option<&str>,
    on: Option<&str>,
) -> Option<Taken> {
    let (text, unwanted) = without_denied(turn, calendar, text);
    let said = Said::read(turn, calendar, &text, place.is_some());
    let denied = unwanted.as_deref().map(|no| Said::read(turn, calendar, no, place.is_some()));
    let denied = denied.unwrap_or_default();
    // "jangan di tebet" says where not, and nothing more.
    let denies = !denied.is_nothing();
    let named = said.place;
    let Some(place) = named.or(place) else {
        return match (said.when.is_some() || said.hours.is_some(), denies) {
            // An area leads to its places.
            (true, _) if named_area(turn, calendar, &text).is_some() => None,
            (true, _) => Some(Taken::Fault(Say::new("fault-slot-when-first"))),
            (false, true) => Some(Taken::Fault(Say::new("fault-slot-place"))),
            (false, false) => None,
        };
    };
    // "jangan di tebet", which was picked.
    if denied.place == Some(place) {
        return Some(Taken::Fault(Say::new("fault-slot-place")));
    }
    let open = days(turn, calendar, place);
    let free = |of: &[String]| {
        // "bukan jam 9" leaves more than one way; hours that are said to be right count alone.
        let not = denied
            .hours
            .as_ref()
            .filter(|(hour, part)| hour.is_none() && part.is_some() && said.hours.is_none());
        let left: Vec<String> = match not.map(|no| meant_hours(no, of)) {
            Some(no) => of.iter().filter(|stretch| !no.contains(stretch)).cloned().collect(),
            None => of.to_vec(),
        };
        let meant = said.hours.as_ref().map(|hours| meant_hours(hours, &left)).unwrap_or_default();
        match (meant.as_slice(), left.as_slice()) {
            ([only], _) => Some((*only).clone()),
            (_, [only]) if not.is_some() => Some(only.clone()),
            _ => None,
        }
    };
    // The place that was said with a day that it has not is kept, and its days are shown.
    let none_then = || match named {
        Some(_) => Taken::Ask(day_asked(place, free(&hours_of(&open)), Span::default())),
        None => Taken::Fault(Say::new("fault-slot-day")),
    };
    // "bukan selasa": of the other days, which? Where a day was picked, "jangan pagi" speaks of its hours.
    let other_day = denied.when.is_some() && said.when.is_none();
    let on = on.filter(|_| !other_day);
    let picked = match said.when {
        Some(When::On(wanted, by_weekday)) => {
            let there = open.iter().find(|(day, _)| *day == wanted);
            // "senin" is the next one on which there is room; a day of the month is that day alone.
            let next = || {
                let same = |(day, _): &&(NaiveDate, _)| *day > wanted && day.weekday() == wanted.weekday();
                open.iter().find(same).filter(|_| by_weekday)
            };
            match there.or_else(next) {
                Some(found) => Some(found),
                None => return Some(none_then()),
            }
        }
        Some(When::Within(span)) => {
            let mut within = open.iter().filter(|(day, _)| span.holds(*day));
            match (within.next(), within.next()) {
                (None, _) => return Some(none_then()),
                (Some(only), None) => Some(only),
                (Some(_), Some(_)) => None,
            }
        }
        // "terserah", said of the hours of a day that was picked, is the first of them.
        Some(When::Soonest(span)) => match on.and_then(|iso| open.iter().find(|(day, _)| day.to_string() == iso)) {
            Some((found, hours)) if said.hours.is_none() => {
                let first = hours.first()?;
                return Some(Taken::Answer(answer(place, *found, first), None));
            }
            picked => picked.or_else(|| {
                // "kapan saja selain selasa"
                let not = |day: &NaiveDate| matches!(denied.when, Some(When::On(no, _)) if no.weekday() == day.weekday());
                let mut within = open.iter().filter(|(day, _)| span.holds(*day));
                within.find(|(day, _)| !not(day))
            }),
        },
        None => on.and_then(|iso| open.iter().find(|(day, _)| day.to_string() == iso)),
    };
    if let Some((found, hours)) = picked {
        return match free(hours) {
            Some(wanted) => Some(Taken::Answer(answer(place, *found, &wanted), None)),
            None if said.when.is_none() && named.is_none() && !denies => None,
            None if said.hours.is_some() => Some(hour(place, *found)),
            None => Some(day(place, *found, hours)),
        };
    }
    let hours = free(&hours_of(&open));
    let span = match said.when {
        Some(When::Within(span)) => span,
        // There is none in the stretch that it was to be the first of.
        Some(When::Soonest(_)) => return Some(none_then()),
        _ => Span::default(),
    };
    let narrowed =
        span != Span::default() || hours.is_some() || denies || (named.is_some() && unwanted.is_some());
    narrowed.then(|| Taken::Ask(day_asked(place, hours, span)))
}

fn day_asked(place: &str, hours: Option<String>, within: Span) -> Focus {
    let iso = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    Focus::SlotDay { place: place.to_owned(), hours, from: iso(within.from), until: iso(within.until) }
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
fn without_denied(turn: &Turn<'_>, calendar: &str, text: &str) -> (String, Option<String>) {
    let (cannot, but) = (listed(turn, "sys-cannot-words"), listed(turn, "sys-but-words"));
    let denying = [listed(turn, "sys-deny-words"), cannot.clone()].concat();
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
        // "rabu ga bisa datang": what stands before it too.
        let heard = |part: &str| is_heard(turn, calendar, part);
        let cannot = cut(clause, &cannot, false);
        let cannot = cannot.filter(|(before, after)| heard(before) && !heard(after));
        let (yes, no) = match cut(clause, &denying, false).filter(|_| !is_weak) {
            Some(_) if let Some((before, _)) = cannot => ("", before),
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
pub(in crate::engine) fn denies(turn: &Turn<'_>, calendar: &str, text: &str) -> bool {
    without_denied(turn, calendar, text).1.is_some()
}

/// Whether a text says a place, a day or hours.
pub(in crate::engine) fn is_heard(turn: &Turn<'_>, calendar: &str, text: &str) -> bool {
    !Said::read(turn, calendar, text, false).is_nothing()
}

/// Whether a text says a day, or hours.
pub(in crate::engine) fn is_timed(turn: &Turn<'_>, calendar: &str, text: &str) -> bool {
    let said = Said::read(turn, calendar, text, true);
    said.when.is_some() || said.hours.is_some()
}

/// Whether a text says hours, and neither a day nor a place.
pub(in crate::engine) fn says_hours_alone(turn: &Turn<'_>, calendar: &str, text: &str) -> bool {
    let said = Said::read(turn, calendar, text, true);
    said.hours.is_some() && said.when.is_none() && said.place.is_none()
}

fn when(turn: &Turn<'_>, text: &str) -> Option<When> {
    let said = plain(turn, text);
    let soonest = phrases(turn, "sys-soonest-words").iter().any(|phrase| contains(&said, &phrase.plain));
    let of = |span: Span| if soonest { When::Soonest(span) } else { When::Within(span) };
    if let Some(span) = bounded(turn, text) {
        return Some(of(span));
    }
    if let Some((from, until)) = turn.ctx.nlu.span(text, turn.ctx.lang, turn.ctx.today()) {
        return Some(of(Span { from: Some(from), until: Some(until) }));
    }
    match date(turn, text) {
        Some(day) => Some(When::On(day, turn.ctx.nlu.names_weekday(text, turn.ctx.lang))),
        None => soonest.then_some(When::Soonest(Span::default())),
    }
}

fn date(turn: &Turn<'_>, text: &str) -> Option<NaiveDate> {
    let spoken = turn.ctx.nlu.date(text, turn.ctx.lang, turn.ctx.today(), Leaning::Future);
    spoken.or_else(|| day_and_month(turn.ctx.today(), text))
}

/// "7/12", the next one.
fn day_and_month(today: NaiveDate, text: &str) -> Option<NaiveDate> {
    let (day, month) = text.split_whitespace().find_map(|word| word.split_once('/'))?;
    let (day, month) = (day.parse().ok()?, month.parse().ok()?);
    let on = |year| NaiveDate::from_ymd_opt(year, month, day);
    on(today.year()).filter(|on| *on >= today).or_else(|| on(today.year() + 1))
}

/// "setelah tanggal 3", "sebelum jumat", "mulai tgl 7", "tgl 7 ke atas": a stretch with a day at its end.
fn bounded(turn: &Turn<'_>, text: &str) -> Option<Span> {
    let behind = |key: &str| {
        let (_, rest) = cut(text, &listed(turn, key), false)?;
        let span = || turn.ctx.nlu.span(rest, turn.ctx.lang, turn.ctx.today());
        date(turn, rest).map(|day| (day, day)).or_else(span)
    };
    let before = |key: &str| {
        let (day, _) = cut(text, &listed(turn, key), false)?;
        date(turn, day)
    };
    let next = |day: NaiveDate| day.checked_add_days(Days::new(1));
    let from = behind("sys-after-words")
        .and_then(|(_, last)| next(last))
        .or_else(|| behind("sys-from-words").map(|(first, _)| first))
        .or_else(|| before("sys-onwards-words"));
    let until = behind("sys-before-words")
        .and_then(|(first, _)| first.pred_opt())
        .or_else(|| behind("sys-until-words").map(|(_, last)| last));
    (from.is_some() || until.is_some()).then_some(Span { from, until })
}

/// An hour of the clock or a part of the day.
fn said_hours(turn: &Turn<'_>, text: &str) -> Option<Hours> {
    let said = plain(turn, text);
    let clock = listed(turn, "sys-clock-words");
    let is = |key: &str| listed(turn, key).iter().any(|word| said.contains(word));
    let parts = [("sys-morning-words", 0..11), ("sys-noon-words", 11..15), ("sys-afternoon-words", 12..24)];
    let part = parts.into_iter().find(|(key, _)| is(key)).map(|(_, hours)| hours);
    let dated =
        date(turn, text).is_some() || turn.ctx.nlu.span(text, turn.ctx.lang, turn.ctx.today()).is_some();
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

/// Those of the stretches that typed hours mean: "pagi", "jam 9", "jam 2 siang".
fn meant_hours<'s>((hour, part): &Hours, free: &'s [String]) -> Vec<&'s String> {
    let means = |stretch: &&String| {
        let Ok(interval) = Interval::from_str(stretch) else { return false };
        match (hour, part) {
            (Some(hour), _) => {
                let hour = if *hour < MORNING { *hour + 12 } else { *hour };
                (interval.from..interval.to).contains(&(hour * 60))
            }
            (None, Some(part)) => part.contains(&(interval.from / 60)),
            (None, None) => false,
        }
    };
    free.iter().filter(means).collect()
}

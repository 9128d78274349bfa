//! A place, a day and an hour at a counter, within the quota (B-10). Full days are not offered; who takes the last
//! place is decided when the request is filed, in its transaction.

use chrono::NaiveDate;

use super::slot_said;
use crate::domain::appointment::{Appointments, Booking};
use crate::domain::edit::distance;
use crate::domain::redacted::Redacted;
use crate::engine::context::{At, Taken};
use crate::engine::definition::{Definition, Kind};
use crate::engine::reply::{Arg, Say};
use crate::engine::session::{Answer, Focus, Session};
use crate::engine::step::Turn;

/// Places that are shown as rows; more are typed, with slips.
const ROWS: usize = 9;
/// Places that are shown when a typed name is not clear.
const CANDIDATES: usize = 5;

/// The calendar that a question wants.
pub(in crate::engine) fn calendar_of(at: At<'_>) -> &str {
    match &at.question.kind {
        Kind::Slot { calendar } => calendar,
        _ => "",
    }
}

fn calendar<'t>(turn: &Turn<'t>, name: &str) -> Option<&'t Appointments> {
    turn.ctx.office.appointments.get(name)
}

/// Whether a text is about a place or a time at a counter, where one is or was picked.
pub(in crate::engine) fn is_spoken_of(turn: &Turn<'_>, text: &str) -> bool {
    let said = crate::engine::heard::plain(turn, text);
    // As typed: "gambir" is a slip of "gambar" elsewhere.
    let typed: Vec<String> = text.split_whitespace().map(key).filter(|word| word.len() > 3).collect();
    let named = |name: &str| typed.iter().any(|word| key(name).contains(word));
    let booked = turn.ctx.cases.iter().any(|case| case.booking.is_some() && case.status.citizen_may_move());
    let asked =
        turn.definition().is_some_and(|d| d.questions.iter().any(|q| matches!(q.kind, Kind::Slot { .. })));
    if !booked && !asked {
        return false;
    }
    let times = crate::engine::heard::listed(turn, "sys-time-words");
    let places = turn.ctx.office.appointments.values().flat_map(|all| &all.places);
    said.iter().any(|word| times.contains(word)) || places.into_iter().any(|place| named(&place.name))
}

/// The free days of a place.
pub(in crate::engine) fn days(turn: &Turn<'_>, name: &str, place: &str) -> Vec<(NaiveDate, Vec<String>)> {
    let ctx = turn.ctx;
    calendar(turn, name)
        .map(|all| all.free(name, place, ctx.calendar, ctx.now, ctx.taken))
        .unwrap_or_default()
}

/// Places with room, by id and name.
pub(super) fn places<'t>(turn: &Turn<'t>, name: &str) -> Vec<(&'t str, &'t str)> {
    let Some(all) = calendar(turn, name) else { return Vec::new() };
    let ctx = turn.ctx;
    let open = all.with_room(name, ctx.calendar, ctx.now, ctx.taken);
    open.into_iter().map(|p| (p.id.as_str(), p.name.as_str())).collect()
}

pub(super) fn ask(turn: &Turn<'_>, at: At<'_>) -> Vec<Say> {
    let full = places(turn, calendar_of(at)).is_empty();
    vec![if full { Say::new("sys-slot-full") } else { Say::new(at.key("")) }]
}

pub(super) fn options(turn: &Turn<'_>, at: At<'_>) -> Vec<(String, Say)> {
    let open = places(turn, calendar_of(at));
    if open.is_empty() {
        return vec![("person".into(), Say::new("btn-human"))];
    }
    if open.len() > ROWS {
        // Who knows the name types it; who was not understood is led there.
        let lost = turn.session.failures > 0;
        return if lost { area_rows(turn, calendar_of(at)) } else { Vec::new() };
    }
    open.into_iter().map(|(id, name)| (id.to_owned(), named(name))).collect()
}

/// What an area's row is known by, before its first place.
const AREA: &str = "area-";

/// The areas in which there is room, each as it is called; none where they are too many to show, or just one.
fn areas<'t>(turn: &Turn<'t>, name: &str) -> Vec<&'t str> {
    let mut all: Vec<&str> = Vec::new();
    let open = places(turn, name);
    for place in calendar(turn, name).into_iter().flat_map(|all| &all.places) {
        if let Some(area) = place.area.as_deref()
            && !all.contains(&area)
            && open.iter().any(|(id, _)| *id == place.id)
        {
            all.push(area);
        }
    }
    if (2..=ROWS).contains(&all.len()) { all } else { Vec::new() }
}

fn area_rows(turn: &Turn<'_>, name: &str) -> Vec<(String, Say)> {
    let rows = areas(turn, name).into_iter();
    // By the first place that it has, so that a row stays the same whatever is full by then.
    let first = |area: &str| {
        let mut all = calendar(turn, name).into_iter().flat_map(|all| &all.places);
        all.find(|place| place.area.as_deref() == Some(area)).map(|place| place.id.as_str())
    };
    rows.filter_map(|area| Some((format!("{AREA}{}", first(area)?), named(area)))).collect()
}

/// Which of an area's places?
fn within(turn: &Turn<'_>, at: At<'_>, area: &str) -> Taken {
    let open = places(turn, calendar_of(at));
    let all = calendar(turn, calendar_of(at)).into_iter().flat_map(|all| &all.places);
    let there = all.filter(|place| place.area.as_deref() == Some(area));
    let found: Vec<String> = there
        .filter(|place| open.iter().any(|(id, _)| *id == place.id))
        .map(|place| place.id.clone())
        .collect();
    match found.as_slice() {
        [only] => place(turn, at, only),
        _ => Taken::Ask(Focus::SlotPlace { found }),
    }
}

/// The area that a text names: "jakarta selatan", "selatan".
fn named_area<'t>(turn: &Turn<'t>, name: &str, text: &str) -> Option<&'t str> {
    let typed = key(text);
    let plain = key(&crate::engine::heard::plain(turn, text).join(" "));
    let called = |area: &&str| {
        let area = key(area);
        [&typed, &plain].into_iter().any(|said| miss(said, &area).is_some())
    };
    let mut found = areas(turn, name).into_iter().filter(called);
    let only = found.next()?;
    found.next().is_none().then_some(only)
}

/// A name as it is.
pub(in crate::engine) fn named(name: &str) -> Say {
    Say::new("sys-named").text("name", name)
}

pub(super) fn option(turn: &Turn<'_>, at: At<'_>, id: &str) -> Taken {
    if places(turn, calendar_of(at)).is_empty() {
        return Taken::Wish(crate::engine::context::Wish::Person);
    }
    if let Some(first) = id.strip_prefix(AREA) {
        let first = calendar(turn, calendar_of(at)).and_then(|all| all.place(first));
        let area = first.and_then(|place| place.area.as_deref());
        return area.map_or(Taken::NotMine, |area| within(turn, at, area));
    }
    place(turn, at, id)
}

/// The place is chosen: straight on when there is only one day or hour left.
fn place(turn: &Turn<'_>, at: At<'_>, id: &str) -> Taken {
    match days(turn, calendar_of(at), id).as_slice() {
        [] => Taken::Fault(Say::new("fault-slot-full")),
        [(only, hours)] => day(id, *only, hours),
        _ => Taken::Ask(Focus::SlotDay { place: id.to_owned(), hours: None, week: None }),
    }
}

pub(super) fn day(place: &str, day: NaiveDate, hours: &[String]) -> Taken {
    match hours {
        [only] => Taken::Answer(answer(place, day, only), None),
        _ => hour(place, day),
    }
}

/// Asks which of the day's hours, one stretch too.
pub(super) fn hour(place: &str, day: NaiveDate) -> Taken {
    Taken::Ask(Focus::SlotHour { place: place.to_owned(), day: day.to_string() })
}

pub(super) fn answer(place: &str, day: NaiveDate, hours: &str) -> Answer {
    Answer::Slot { place: place.to_owned(), day: day.to_string(), hours: hours.to_owned() }
}

pub(super) fn text(turn: &Turn<'_>, at: At<'_>, text: &str) -> Taken {
    if let Some(taken) = slot_said::take(turn, at, text, None, None) {
        return taken;
    }
    match found(turn, calendar_of(at), text).as_slice() {
        [] => match named_area(turn, calendar_of(at), text) {
            Some(area) => within(turn, at, area),
            None => Taken::NotMine,
        },
        [only] => place(turn, at, only),
        many => Taken::Ask(Focus::SlotPlace {
            found: many.iter().take(CANDIDATES).map(|id| (*id).to_owned()).collect(),
        }),
    }
}

/// The places with room that a typed name may mean, nearest first; one alone when it is called so.
pub(in crate::engine) fn found<'t>(turn: &Turn<'t>, name: &str, text: &str) -> Vec<&'t str> {
    let wanted = key(text);
    if wanted.is_empty() {
        return Vec::new();
    }
    let open = places(turn, name).into_iter();
    let mut found: Vec<(usize, &str)> =
        open.filter_map(|(id, called)| Some((miss(&wanted, &key(called))?, id))).collect();
    found.sort_by_key(|(miss, _)| *miss);
    if let Some((0, id)) = found.first() {
        return vec![*id];
    }
    found.into_iter().map(|(_, id)| id).collect()
}

/// How far a typed name is from a place's; none when too far.
fn miss(wanted: &str, name: &str) -> Option<usize> {
    if wanted == name {
        return Some(0);
    }
    let allowed = match wanted.len().min(name.len()) {
        0..5 => 0,
        5..8 => 1,
        _ => 2,
    };
    let slips = distance(wanted, name);
    if slips <= allowed {
        return Some(slips);
    }
    (wanted.len() >= 4 && (name.contains(wanted) || wanted.contains(name))).then_some(5)
}

pub(super) fn key(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words.filter(|w| !matches!(*w, "kecamatan" | "kec" | "di" | "kantor" | "loket" | "the" | "in")).collect()
}

/// The days of a place as rows, soonest first; of a week alone, from its Monday on, where one was asked for.
pub(in crate::engine) fn day_options(
    turn: &Turn<'_>,
    name: &str,
    place: &str,
    week: Option<&str>,
) -> Vec<(String, Say)> {
    let monday: Option<NaiveDate> = week.and_then(|iso| iso.parse().ok());
    let within = |day: &NaiveDate| monday.is_none_or(|monday| (0..7).contains(&(*day - monday).num_days()));
    let open = days(turn, name, place).into_iter().filter(|(day, _)| within(day)).take(ROWS);
    let mut all: Vec<(String, Say)> =
        open.map(|(day, _)| (day.to_string(), Say::new("sys-day").with("day", Arg::Day(day)))).collect();
    all.push(("other".into(), Say::new("btn-slot-place")));
    all
}

pub(in crate::engine) fn hour_options(
    turn: &Turn<'_>,
    name: &str,
    place: &str,
    iso: &str,
) -> Vec<(String, Say)> {
    let mut all: Vec<(String, Say)> =
        hours(turn, name, place, iso).into_iter().map(|h| (h.clone(), named(&h))).collect();
    all.push(("other".into(), Say::new("btn-slot-day")));
    all
}

/// The free stretches of a day; none when the day is full.
pub(in crate::engine) fn hours(turn: &Turn<'_>, name: &str, place: &str, iso: &str) -> Vec<String> {
    let free = days(turn, name, place).into_iter().find(|(day, _)| day.to_string() == iso);
    free.map(|(_, hours)| hours).unwrap_or_default()
}

/// `wanted` are the hours that were said before the day; taken where the day has them.
pub(in crate::engine) fn picked_day(
    turn: &Turn<'_>,
    at: At<'_>,
    place: &str,
    iso: &str,
    wanted: Option<&str>,
) -> Taken {
    match days(turn, calendar_of(at), place).iter().find(|(day, _)| day.to_string() == iso) {
        Some((found, hours)) => match wanted.filter(|wanted| hours.iter().any(|h| h == wanted)) {
            Some(wanted) => Taken::Answer(answer(place, *found, wanted), None),
            // Other hours than those that were said are never taken unasked.
            None if wanted.is_some() => hour(place, *found),
            None => day(place, *found, hours),
        },
        None => Taken::Fault(Say::new("fault-slot-day")),
    }
}

pub(in crate::engine) fn picked_hour(
    turn: &Turn<'_>,
    at: At<'_>,
    place: &str,
    iso: &str,
    wanted: &str,
) -> Taken {
    let free = hours(turn, calendar_of(at), place, iso).iter().any(|h| h == wanted);
    match (free, iso.parse()) {
        (true, Ok(day)) => Taken::Answer(answer(place, day, wanted), None),
        _ => Taken::Fault(Say::new("fault-slot-day")),
    }
}

pub(in crate::engine) fn picked_place(turn: &Turn<'_>, at: At<'_>, id: &str) -> Taken {
    place(turn, at, id)
}

/// The name of a place, for sentences.
pub(in crate::engine) fn place_name(turn: &Turn<'_>, name: &str, id: &str) -> String {
    calendar(turn, name).and_then(|all| all.place(id)).map_or_else(|| id.to_owned(), |p| p.name.clone())
}

/// What is booked when this request is filed.
pub(in crate::engine) fn booking(session: &Session, definition: &Definition) -> Option<Booking> {
    let mut wanted =
        session.visible(definition).into_iter().filter_map(|q| match (&q.kind, session.answers.get(&q.id)) {
            (Kind::Slot { calendar }, Some(Answer::Slot { place, day, hours })) => Some(Booking {
                calendar: calendar.clone(),
                place: place.clone(),
                day: day.clone(),
                hours: hours.clone(),
            }),
            _ => None,
        });
    wanted.next()
}

/// "Tebet, Selasa, 24 Nov 2026, 08.00-12.00"
pub(in crate::engine) fn shown(turn: &Turn<'_>, booking: &Booking) -> Arg {
    let name = place_name(turn, &booking.calendar, &booking.place);
    let say = Say::new("sys-value-slot").with("place", Arg::Text(Redacted::from(name)));
    let say = match booking.day.parse() {
        Ok(day) => say.with("day", Arg::Day(day)),
        Err(_) => say.text("day", booking.day.clone()),
    };
    Arg::Say(Box::new(say.text("hours", booking.hours.clone())))
}

//! A place, a day and an hour at a counter, within the quota (B-10). Full days are not offered; who takes the last
//! place is decided when the request is filed, in its transaction.

use chrono::NaiveDate;

use crate::domain::appointment::{Appointments, Booking};
use crate::domain::edit::distance;
use crate::domain::redacted::Redacted;
use crate::engine::context::{At, Taken};
use crate::engine::definition::{Definition, Kind};
use crate::engine::reply::{Arg, Say};
use crate::engine::session::{Answer, Focus, Session};
use crate::engine::step::Turn;
use crate::nlu::Leaning;

/// Places that are shown as rows; more are typed, with slips.
const ROWS: usize = 9;
/// Places that are shown when a typed name is not clear.
const CANDIDATES: usize = 5;

fn calendar<'t>(turn: &Turn<'t>, at: At<'_>) -> Option<(&'t str, &'t Appointments)> {
    let Kind::Slot { calendar } = &at.question.kind else { return None };
    turn.ctx.office.appointments.get_key_value(calendar).map(|(name, all)| (name.as_str(), all))
}

/// The free days of a place.
pub(in crate::engine) fn days(turn: &Turn<'_>, at: At<'_>, place: &str) -> Vec<(NaiveDate, Vec<String>)> {
    let ctx = turn.ctx;
    calendar(turn, at)
        .map(|(name, all)| all.free(name, place, ctx.calendar, ctx.now, ctx.taken))
        .unwrap_or_default()
}

/// Places with room, by id and name.
fn places<'t>(turn: &Turn<'t>, at: At<'_>) -> Vec<(&'t str, &'t str)> {
    let Some((_, all)) = calendar(turn, at) else { return Vec::new() };
    let open = all.places.iter().filter(|p| !days(turn, at, &p.id).is_empty());
    open.map(|p| (p.id.as_str(), p.name.as_str())).collect()
}

pub(super) fn ask(turn: &Turn<'_>, at: At<'_>) -> Vec<Say> {
    let full = places(turn, at).is_empty();
    vec![if full { Say::new("sys-slot-full") } else { Say::new(at.key("")) }]
}

pub(super) fn options(turn: &Turn<'_>, at: At<'_>) -> Vec<(String, Say)> {
    let open = places(turn, at);
    if open.is_empty() {
        return vec![("person".into(), Say::new("btn-human"))];
    }
    if open.len() > ROWS {
        return Vec::new();
    }
    open.into_iter().map(|(id, name)| (id.to_owned(), named(name))).collect()
}

/// A name as it is.
pub(in crate::engine) fn named(name: &str) -> Say {
    Say::new("sys-named").text("name", name)
}

pub(super) fn option(turn: &Turn<'_>, at: At<'_>, id: &str) -> Taken {
    if places(turn, at).is_empty() {
        return Taken::Wish(crate::engine::context::Wish::Person);
    }
    place(turn, at, id)
}

/// The place is chosen: straight on when there is only one day or hour left.
fn place(turn: &Turn<'_>, at: At<'_>, id: &str) -> Taken {
    match days(turn, at, id).as_slice() {
        [] => Taken::Fault(Say::new("fault-slot-full")),
        [(only, hours)] => day(id, *only, hours),
        _ => Taken::Ask(Focus::SlotDay { place: id.to_owned() }),
    }
}

fn day(place: &str, day: NaiveDate, hours: &[String]) -> Taken {
    match hours {
        [only] => Taken::Answer(answer(place, day, only), None),
        _ => Taken::Ask(Focus::SlotHour { place: place.to_owned(), day: day.to_string() }),
    }
}

fn answer(place: &str, day: NaiveDate, hours: &str) -> Answer {
    Answer::Slot { place: place.to_owned(), day: day.to_string(), hours: hours.to_owned() }
}

pub(super) fn text(turn: &Turn<'_>, at: At<'_>, text: &str) -> Taken {
    let open = places(turn, at);
    let wanted = key(text);
    if wanted.is_empty() {
        return Taken::NotMine;
    }
    let mut found: Vec<(usize, &str, &str)> =
        open.iter().filter_map(|(id, name)| Some((miss(&wanted, &key(name))?, *id, *name))).collect();
    found.sort_by_key(|(miss, ..)| *miss);
    match found.as_slice() {
        [] => Taken::NotMine,
        [(0, id, _), ..] | [(_, id, _)] => place(turn, at, id),
        many => Taken::Ask(Focus::SlotPlace {
            found: many.iter().take(CANDIDATES).map(|(_, id, _)| (*id).to_owned()).collect(),
        }),
    }
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

fn key(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words.filter(|w| !matches!(*w, "kecamatan" | "kec" | "di" | "kantor" | "loket" | "the" | "in")).collect()
}

/// The days of a place as rows, soonest first.
pub(in crate::engine) fn day_options(turn: &Turn<'_>, at: At<'_>, place: &str) -> Vec<(String, Say)> {
    let open = days(turn, at, place).into_iter().take(ROWS);
    let mut all: Vec<(String, Say)> =
        open.map(|(day, _)| (day.to_string(), Say::new("sys-day").with("day", Arg::Day(day)))).collect();
    all.push(("other".into(), Say::new("btn-slot-place")));
    all
}

pub(in crate::engine) fn hour_options(
    turn: &Turn<'_>,
    at: At<'_>,
    place: &str,
    iso: &str,
) -> Vec<(String, Say)> {
    let free = days(turn, at, place).into_iter().find(|(day, _)| day.to_string() == iso);
    let hours = free.map(|(_, hours)| hours).unwrap_or_default();
    let mut all: Vec<(String, Say)> = hours.into_iter().map(|h| (h.clone(), named(&h))).collect();
    all.push(("other".into(), Say::new("btn-slot-day")));
    all
}

/// A typed day: "besok", "senin depan", "30 nov".
pub(in crate::engine) fn typed_day(turn: &Turn<'_>, at: At<'_>, place: &str, text: &str) -> Option<Taken> {
    let wanted = turn.ctx.nlu.date(text, turn.ctx.lang, turn.ctx.today(), Leaning::Future)?;
    Some(picked_day(turn, at, place, &wanted.to_string()))
}

pub(in crate::engine) fn picked_day(turn: &Turn<'_>, at: At<'_>, place: &str, iso: &str) -> Taken {
    match days(turn, at, place).iter().find(|(day, _)| day.to_string() == iso) {
        Some((found, hours)) => day(place, *found, hours),
        None => Taken::Fault(Say::new("fault-slot-day")),
    }
}

pub(in crate::engine) fn picked_hour(
    turn: &Turn<'_>,
    at: At<'_>,
    place: &str,
    iso: &str,
    hours: &str,
) -> Taken {
    let open = days(turn, at, place);
    match open.iter().find(|(day, free)| day.to_string() == iso && free.iter().any(|h| h == hours)) {
        Some((day, _)) => Taken::Answer(answer(place, *day, hours), None),
        None => Taken::Fault(Say::new("fault-slot-day")),
    }
}

pub(in crate::engine) fn picked_place(turn: &Turn<'_>, at: At<'_>, id: &str) -> Taken {
    place(turn, at, id)
}

/// The name of a place, for sentences.
pub(in crate::engine) fn place_name(turn: &Turn<'_>, at: At<'_>, id: &str) -> String {
    calendar(turn, at).and_then(|(_, all)| all.place(id)).map_or_else(|| id.to_owned(), |p| p.name.clone())
}

/// What is booked when this request is filed.
pub(in crate::engine) fn bookings(session: &Session, definition: &Definition) -> Vec<Booking> {
    let wanted =
        session.visible(definition).into_iter().filter_map(|q| match (&q.kind, session.answers.get(&q.id)) {
            (Kind::Slot { calendar }, Some(Answer::Slot { place, day, hours })) => Some(Booking {
                calendar: calendar.clone(),
                place: place.clone(),
                day: day.clone(),
                hours: hours.clone(),
            }),
            _ => None,
        });
    wanted.collect()
}

/// "Tebet, Selasa, 24 Nov 2026, 08.00-12.00"
pub(in crate::engine) fn shown(turn: &Turn<'_>, at: At<'_>, place: &str, day: &str, hours: &str) -> Arg {
    let name = place_name(turn, at, place);
    let say = Say::new("sys-value-slot").with("place", Arg::Text(Redacted::from(name)));
    let say = match day.parse() {
        Ok(day) => say.with("day", Arg::Day(day)),
        Err(_) => say.text("day", day),
    };
    Arg::Say(Box::new(say.text("hours", hours)))
}

//! A place, a day and an hour at a counter, within the quota (B-10). Full days are not offered; who takes the last
//! place is decided when the request is filed, in its transaction.

use chrono::NaiveDate;

use super::slot_place::{area_rows, by_name, key, of_row, places};
use super::slot_said::{self, Span};
use crate::domain::appointment::{Appointments, Booking};
use crate::domain::redacted::Redacted;
use crate::engine::context::{At, Taken};
use crate::engine::definition::{Definition, Kind};
use crate::engine::reply::{Arg, Say};
use crate::engine::session::{Answer, Focus, Session};
use crate::engine::step::Turn;

/// Places that are shown as rows; more are typed, with slips.
const ROWS: usize = 9;

/// The calendar that a question wants.
pub(in crate::engine) fn calendar_of(at: At<'_>) -> &str {
    match &at.question.kind {
        Kind::Slot { calendar } => calendar,
        _ => "",
    }
}

pub(super) fn calendar<'t>(turn: &Turn<'t>, name: &str) -> Option<&'t Appointments> {
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
        return rows_for_the_lost(turn, calendar_of(at));
    }
    open.into_iter().map(|(id, name)| (id.to_owned(), named(name))).collect()
}

/// A name as it is.
pub(in crate::engine) fn named(name: &str) -> Say {
    Say::new("sys-named").text("name", name)
}

pub(super) fn option(turn: &Turn<'_>, at: At<'_>, id: &str) -> Taken {
    let name = calendar_of(at);
    if places(turn, name).is_empty() {
        return Taken::Wish(crate::engine::context::Wish::Person);
    }
    row(turn, name, id)
}

/// What the row of a place, or of an area, leads to.
pub(in crate::engine) fn row(turn: &Turn<'_>, name: &str, id: &str) -> Taken {
    of_row(turn, name, id).unwrap_or_else(|| place(turn, name, id))
}

/// The rows for who was not understood where more places are than a list shows.
pub(in crate::engine) fn rows_for_the_lost(turn: &Turn<'_>, name: &str) -> Vec<(String, Say)> {
    let lost = turn.session.failures > 0 && places(turn, name).len() > ROWS;
    if lost { area_rows(turn, name) } else { Vec::new() }
}

/// The place is chosen: straight on when there is only one day or hour left.
pub(in crate::engine) fn place(turn: &Turn<'_>, name: &str, id: &str) -> Taken {
    match days(turn, name, id).as_slice() {
        [] => Taken::Fault(Say::new("fault-slot-full")),
        [(only, hours)] => day(id, *only, hours),
        _ => Taken::Ask(Focus::SlotDay { place: id.to_owned(), hours: None, from: None, until: None }),
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

/// A typed place, with or without a day and hours.
pub(in crate::engine) fn text(turn: &Turn<'_>, name: &str, text: &str) -> Taken {
    slot_said::take(turn, name, text, None, None)
        .or_else(|| by_name(turn, name, text))
        .unwrap_or(Taken::NotMine)
}

/// The days of a place as rows, soonest first; within a stretch alone, where one was asked for.
pub(super) fn day_options(turn: &Turn<'_>, name: &str, place: &str, within: &Span) -> Vec<(String, Say)> {
    let open = days(turn, name, place).into_iter().filter(|(day, _)| within.holds(*day)).take(ROWS);
    let mut all: Vec<(String, Say)> =
        open.map(|(day, _)| (day.to_string(), Say::new("sys-day").with("day", Arg::Day(day)))).collect();
    all.push(("other".into(), Say::new("btn-slot-place")));
    all
}

pub(super) fn hour_options(turn: &Turn<'_>, name: &str, place: &str, iso: &str) -> Vec<(String, Say)> {
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
    name: &str,
    place: &str,
    iso: &str,
    wanted: Option<&str>,
) -> Taken {
    match days(turn, name, place).iter().find(|(day, _)| day.to_string() == iso) {
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
    name: &str,
    place: &str,
    iso: &str,
    wanted: &str,
) -> Taken {
    let free = hours(turn, name, place, iso).iter().any(|h| h == wanted);
    match (free, iso.parse()) {
        (true, Ok(day)) => Taken::Answer(answer(place, day, wanted), None),
        _ => Taken::Fault(Say::new("fault-slot-day")),
    }
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

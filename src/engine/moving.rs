//! Another time for a filed request: the place it holds at a counter is given back when a new one is taken, in one
//! transaction. Open until the counter calls for the pickup; after that a person helps.

use chrono::NaiveDate;

use super::focus;
use super::payload;
use super::questions::{slot, slot_said};
use super::reply::{Effect, Offer, Reply, Say};
use super::session::Focus;
use super::step::Turn;
use crate::domain::appointment::Booking;
use crate::domain::case::CaseLine;
use crate::domain::ids::DossierId;
use crate::nlu::{Command, Strictness};

/// The newest request whose time the citizen may still change.
pub(super) fn movable<'c>(turn: &Turn<'c>) -> Option<(&'c CaseLine, &'c Booking)> {
    let mut open = turn.ctx.cases.iter().filter(|c| c.status.citizen_may_move());
    open.find_map(|case| Some((case, case.booking.as_ref()?)))
}

/// The button under what is said about a booked time.
pub(super) fn offer() -> Offer {
    payload::command("move", "btn-move")
}

/// Asks for another time. None: there is nothing to change.
pub(super) fn open(turn: &mut Turn<'_>) -> Option<Reply> {
    let (case, booking) = movable(turn)?;
    let (dossier, calendar) = (case.dossier.clone(), booking.calendar.clone());
    Some(focus::open(turn, Focus::Move { dossier, calendar, place: None, day: None }))
}

fn held<'c>(turn: &Turn<'c>, dossier: &DossierId) -> Option<&'c Booking> {
    turn.ctx.cases.iter().find(|c| &c.dossier == dossier)?.booking.as_ref()
}

pub(super) fn ask(
    turn: &Turn<'_>,
    dossier: &DossierId,
    calendar: &str,
    place: Option<&str>,
    day: Option<&str>,
) -> Say {
    match (place, day) {
        (None, _) => match held(turn, dossier) {
            Some(booking) => Say::new("sys-ask-move").with("slot", slot::shown(turn, booking)),
            None => Say::new("sys-ask-region"),
        },
        (Some(place), None) => {
            Say::new("sys-ask-slot-day").text("place", slot::place_name(turn, calendar, place))
        }
        (Some(_), Some(day)) => {
            let day = day.parse().map_or(super::reply::Arg::Number(0), super::reply::Arg::Day);
            Say::new("sys-ask-slot-hour").with("day", day)
        }
    }
}

pub(super) fn options(
    turn: &Turn<'_>,
    calendar: &str,
    place: Option<&str>,
    day: Option<&str>,
) -> Vec<(String, Say)> {
    match (place, day) {
        (None, _) => vec![
            ("same".into(), Say::new("btn-move-same")),
            ("no".into(), Say::new("btn-withdraw-no")),
            ("human".into(), Say::new("btn-human")),
        ],
        (Some(place), None) => slot::day_options(turn, calendar, place, None),
        (Some(place), Some(day)) => slot::hour_options(turn, calendar, place, day),
    }
}

/// A row or button. Rows of an earlier bubble stay tappable: a day is a day, whatever is asked now.
pub(super) fn picked(turn: &mut Turn<'_>, focus: &Focus, option: &str) -> Reply {
    let Focus::Move { dossier, calendar, place, day } = focus else { return turn.ask() };
    let is_day = option.parse::<NaiveDate>().is_ok();
    match (place, day, option) {
        (None, _, "no") => kept(turn),
        (None, _, "human") => super::repair::human(turn),
        (None, _, "same") => {
            let place = held(turn, dossier).map(|b| b.place.clone());
            go(turn, dossier, calendar, place, None)
        }
        (None, _, id) => go(turn, dossier, calendar, Some(id.to_owned()), None),
        // Another place; another day at the same place.
        (Some(_), None, "other") => go(turn, dossier, calendar, None, None),
        (Some(place), Some(_), "other") => go(turn, dossier, calendar, Some(place.clone()), None),
        (Some(place), _, day) if is_day => match slot::hours(turn, calendar, place, day).as_slice() {
            [] => stay(turn, focus, "fault-slot-day"),
            [only] => take(turn, dossier, calendar, place, day, only),
            _ => go(turn, dossier, calendar, Some(place.clone()), Some(day.to_owned())),
        },
        (Some(place), Some(day), hours) => {
            if slot::hours(turn, calendar, place, day).iter().any(|h| h == hours) {
                return take(turn, dossier, calendar, place, day, hours);
            }
            // Full by now: another day.
            go(turn, dossier, calendar, Some(place.clone()), None).after(Say::new("fault-slot-day"))
        }
        (Some(_), None, _) => stay(turn, focus, "fault-slot-day"),
    }
}

/// Nothing changes.
fn kept(turn: &mut Turn<'_>) -> Reply {
    let said = Say::new("sys-move-kept");
    if turn.at().is_some() {
        return turn.ask_again(said);
    }
    let mut reply = Reply::say(said);
    reply.offers = vec![payload::command("status", "btn-status"), payload::command("human", "btn-human")];
    reply
}

/// A typed place or day. None: something else is meant.
pub(super) fn typed(turn: &mut Turn<'_>, focus: &Focus, text: &str) -> Option<Reply> {
    let Focus::Move { calendar, place, day, .. } = focus else { return None };
    match turn.ctx.nlu.command(text, turn.ctx.lang, Strictness::Lenient) {
        // "ga jadi" is said of the change, and withdraws no request.
        Some(Command::Cancel)
            if turn.ctx.nlu.command(text, turn.ctx.lang, Strictness::Exact) == Some(Command::Cancel) =>
        {
            turn.session.focus = turn.session.parked.take();
            return Some(kept(turn));
        }
        Some(_) => return None,
        None => {}
    }
    match (place, day) {
        (None, _) => match slot::found(turn, calendar, text).first() {
            Some(id) => {
                let id = (*id).to_owned();
                Some(picked(turn, focus, &id))
            }
            None if super::repair::is_aside(turn, text) => None,
            None => Some(stay(turn, focus, "fault-slot-place")),
        },
        (Some(_), None) => match slot_said::spoken_day(turn, text) {
            Some(iso) => Some(picked(turn, focus, &iso)),
            None if super::repair::is_aside(turn, text) => None,
            None => Some(stay(turn, focus, "fault-slot-day")),
        },
        (Some(place), Some(day)) => {
            let free = slot::hours(turn, calendar, place, day);
            match slot_said::spoken_hours(turn, text, &free) {
                Some(hours) => Some(picked(turn, focus, &hours)),
                None if super::repair::is_aside(turn, text) => None,
                None => Some(stay(turn, focus, "fault-choice")),
            }
        }
    }
}

fn go(
    turn: &mut Turn<'_>,
    dossier: &DossierId,
    calendar: &str,
    place: Option<String>,
    day: Option<String>,
) -> Reply {
    let full = day.is_none() && place.as_ref().is_some_and(|p| slot::days(turn, calendar, p).is_empty());
    let place = if full { None } else { place };
    let focus = Focus::Move { dossier: dossier.clone(), calendar: calendar.to_owned(), place, day };
    let reply = focus::open(turn, focus);
    if full { reply.after(Say::new("fault-slot-full")) } else { reply }
}

fn stay(turn: &mut Turn<'_>, focus: &Focus, fault: &'static str) -> Reply {
    turn.session.focus = Some(focus.clone());
    let offers = focus::offers(turn, focus);
    Reply { parts: vec![Say::new(fault)], offers }
}

fn take(
    turn: &mut Turn<'_>,
    dossier: &DossierId,
    calendar: &str,
    place: &str,
    day: &str,
    hours: &str,
) -> Reply {
    let booking = Booking {
        calendar: calendar.to_owned(),
        place: place.to_owned(),
        day: day.to_owned(),
        hours: hours.to_owned(),
    };
    let said = Say::new("sys-move-done").with("slot", slot::shown(turn, &booking));
    if held(turn, dossier) != Some(&booking) {
        turn.effects.push(Effect::Rebook { dossier: dossier.clone(), booking });
    }
    if turn.at().is_some() {
        return turn.ask_again(said);
    }
    let mut reply = Reply::say(said);
    reply.offers = vec![payload::command("status", "btn-status"), payload::command("human", "btn-human")];
    reply
}

//! The steps in which a place, a day and an hour are picked, one by one or as they are said: for a request in the making
//! and for the time of one that was filed.

use super::slot::{self, named, place_name};
use super::slot_place::by_exact_name;
use super::slot_said::{self, Span};
use crate::engine::context::Taken;
use crate::engine::reply::{Arg, Say};
use crate::engine::session::Focus;
use crate::engine::step::Turn;

/// What a step asks.
pub(in crate::engine) fn ask(turn: &Turn<'_>, calendar: &str, step: &Focus) -> Say {
    match step {
        Focus::SlotDay { place, hours, .. } => {
            let place = place_name(turn, calendar, place);
            match hours {
                Some(hours) => Say::new("sys-ask-slot-day-hours").text("place", place).text("hours", hours),
                None => Say::new("sys-ask-slot-day").text("place", place),
            }
        }
        Focus::SlotHour { day, .. } => {
            let day = day.parse().map_or_else(|_| Arg::Number(0), Arg::Day);
            Say::new("sys-ask-slot-hour").with("day", day)
        }
        _ => Say::new("sys-ask-region"),
    }
}

/// The rows of a step, each by what it stands for.
pub(in crate::engine) fn options(turn: &Turn<'_>, calendar: &str, step: &Focus) -> Vec<(String, Say)> {
    match step {
        Focus::SlotPlace { found } => {
            let row = |id: &String| (id.clone(), named(&place_name(turn, calendar, id)));
            let other = ("other".to_owned(), Say::new("btn-village-other"));
            found.iter().map(row).chain(std::iter::once(other)).collect()
        }
        Focus::SlotDay { place, from, until, .. } => {
            slot::day_options(turn, calendar, place, &Span::kept(from.as_deref(), until.as_deref()))
        }
        Focus::SlotHour { place, day } => slot::hour_options(turn, calendar, place, day),
        _ => Vec::new(),
    }
}

/// What a typed text makes of a step. None: nothing.
pub(in crate::engine) fn text(turn: &Turn<'_>, calendar: &str, step: &Focus, text: &str) -> Option<Taken> {
    let taken = match step {
        Focus::SlotPlace { .. } => match slot::text(turn, calendar, text) {
            Taken::NotMine => None,
            taken => Some(taken),
        },
        Focus::SlotDay { place, hours, .. } => {
            match slot_said::take(turn, calendar, text, Some(place), None) {
                // The hours were said before.
                Some(Taken::Ask(Focus::SlotHour { place, day })) => {
                    Some(slot::picked_day(turn, calendar, &place, &day, hours.as_deref()))
                }
                taken => taken,
            }
        }
        Focus::SlotHour { place, day } => slot_said::take(turn, calendar, text, Some(place), Some(day)),
        _ => None,
    };
    taken.or_else(|| by_exact_name(turn, calendar, text))
}

/// What a row makes of a step. None: back to the beginning.
pub(in crate::engine) fn option(
    turn: &Turn<'_>,
    calendar: &str,
    step: &Focus,
    option: &str,
) -> Option<Taken> {
    match step {
        // Another day at the same place.
        Focus::SlotHour { place, .. } if option == "other" => Some(slot::place(turn, calendar, place)),
        _ if option == "other" => None,
        Focus::SlotPlace { .. } => Some(slot::place(turn, calendar, option)),
        Focus::SlotDay { place, hours, .. } => {
            Some(slot::picked_day(turn, calendar, place, option, hours.as_deref()))
        }
        Focus::SlotHour { place, day } => Some(slot::picked_hour(turn, calendar, place, day, option)),
        _ => None,
    }
}

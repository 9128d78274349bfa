//! Another time for a filed request: the place it holds at a counter is given back when a new one is taken, in one
//! transaction. Open until the counter calls for the pickup; after that a person helps.

use chrono::NaiveDate;

use super::context::Taken;
use super::focus;
use super::heard::{contains, listed, phrases, plain};
use super::payload;
use super::questions::{slot, slot_said, slot_step};
use super::repair;
use super::reply::{Effect, Offer, Reply, Say};
use super::session::{Answer, Focus};
use super::step::Turn;
use super::wishes;
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

fn begun(turn: &Turn<'_>) -> Option<Focus> {
    let (case, booking) = movable(turn)?;
    let (dossier, calendar) = (case.dossier.clone(), booking.calendar.clone());
    Some(Focus::Move { dossier, calendar, step: None })
}

/// Asks for another time. None: there is nothing to change.
pub(super) fn open(turn: &mut Turn<'_>) -> Option<Reply> {
    let begun = begun(turn)?;
    Some(focus::open(turn, begun))
}

/// "ganti jadwal", "ubah jadwal ke kamis pagi", "can I come on Thursday instead", said outside of a request: what is said
/// with the wish is taken along. None: no other time is wished for.
pub(super) fn wished(turn: &mut Turn<'_>, text: &str) -> Option<Reply> {
    let (_, booking) = movable(turn)?;
    if repair::tells_a_service(turn, text) {
        return None;
    }
    let said = plain(turn, text);
    let is = |key: &str| listed(turn, key).iter().any(|word| said.contains(word));
    let timed = slot_said::is_timed(turn, &booking.calendar, text);
    let about = || is("sys-schedule-words") || slot_said::is_heard(turn, &booking.calendar, text);
    // "pindah alamat ke tebet" is no wish for another time.
    let moves = says_move(turn, text) && !is("sys-field-words") && about();
    // "kamis aja bisa?", "selasa saya ga bisa"
    let rather = timed && (is("sys-rather-words") || slot_said::denies(turn, &booking.calendar, text));
    if !moves && !rather {
        return None;
    }
    let asks = text.contains('?') || is("sys-may-words");
    let begun = begun(turn)?;
    let Focus::Move { dossier, calendar, .. } = &begun else { return None };
    let taken = match read(turn, dossier, calendar, None, text) {
        // Who asks, or only seems to wish, is shown what there is and decides.
        Some(Taken::Answer(Answer::Slot { place, day, .. }, _)) if !moves || asks => {
            Some(Taken::Ask(Focus::SlotHour { place, day }))
        }
        taken => taken,
    };
    Some(match taken {
        Some(taken) => heard(turn, &begun, taken, text),
        None => focus::open(turn, begun),
    })
}

fn says_move(turn: &Turn<'_>, text: &str) -> bool {
    let said = plain(turn, text);
    phrases(turn, "sys-move-words").iter().any(|phrase| contains(&said, &phrase.plain))
}

/// What is booked, said to a text that may be about it and means nothing else: "selasa jam 9 ya", "dimajuin bisa?". None:
/// nothing is booked, or it is about something else.
pub(super) fn booked(turn: &mut Turn<'_>, text: &str) -> Option<Reply> {
    let (_, booking) = movable(turn)?;
    if !says_move(turn, text) && !slot_said::is_timed(turn, &booking.calendar, text) {
        return None;
    }
    let slot = slot::shown(turn, booking);
    let mut reply = turn.ask_again(Say::new("faq-pickup-booked").with("slot", slot));
    reply.parts.truncate(1);
    reply.offers.insert(0, offer());
    Some(reply)
}

fn held<'c>(turn: &Turn<'c>, dossier: &DossierId) -> Option<&'c Booking> {
    turn.ctx.cases.iter().find(|c| &c.dossier == dossier)?.booking.as_ref()
}

pub(super) fn ask(turn: &Turn<'_>, dossier: &DossierId, calendar: &str, step: Option<&Focus>) -> Say {
    match (step, held(turn, dossier)) {
        (Some(step), _) => slot_step::ask(turn, calendar, step),
        (None, Some(booking)) => Say::new("sys-ask-move").with("slot", slot::shown(turn, booking)),
        (None, None) => Say::new("sys-ask-region"),
    }
}

pub(super) fn options(turn: &Turn<'_>, calendar: &str, step: Option<&Focus>) -> Vec<(String, Say)> {
    match step {
        Some(step) => slot_step::options(turn, calendar, step),
        None => {
            let mut all = vec![("same".into(), Say::new("btn-move-same"))];
            all.extend(slot::rows_for_the_lost(turn, calendar));
            all.push(("no".into(), Say::new("btn-withdraw-no")));
            all.push(("human".into(), Say::new("btn-human")));
            all
        }
    }
}

/// A row or button. Rows of an earlier bubble stay tappable: a day is a day, whatever is asked now.
pub(super) fn picked(turn: &mut Turn<'_>, focus: &Focus, option: &str) -> Reply {
    let Focus::Move { dossier, calendar, step } = focus else { return turn.ask() };
    let is_day = option.parse::<NaiveDate>().is_ok();
    let taken = match (step.as_deref(), option) {
        (None, "no") => return kept(turn),
        (None, "human") => return repair::human(turn),
        (None, "same") => held(turn, dossier).map(|booked| slot::place(turn, calendar, &booked.place)),
        (None, row) => Some(slot::row(turn, calendar, row)),
        (Some(Focus::SlotHour { place, .. }), day) if is_day => {
            Some(slot::picked_day(turn, calendar, place, day, None))
        }
        (Some(step), option) => slot_step::option(turn, calendar, step, option),
    };
    match (taken, step.as_deref()) {
        // Full by now: another day.
        (Some(Taken::Fault(fault)), Some(Focus::SlotHour { place, .. })) if !is_day => {
            let days = slot::place(turn, calendar, place);
            settle(turn, focus, days).after(fault)
        }
        (Some(taken), _) => settle(turn, focus, taken),
        (None, _) => go(turn, focus, None),
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

/// A typed place, day or hour. None: something else is meant.
pub(super) fn typed(turn: &mut Turn<'_>, focus: &Focus, text: &str) -> Option<Reply> {
    let Focus::Move { dossier, calendar, step } = focus else { return None };
    match turn.ctx.nlu.command(text, turn.ctx.lang, Strictness::Lenient) {
        // "ga jadi" is said of the change, and withdraws no request.
        Some(Command::Cancel)
            if turn.ctx.nlu.command(text, turn.ctx.lang, Strictness::Exact) == Some(Command::Cancel) =>
        {
            turn.session.leave_side_question();
            return Some(kept(turn));
        }
        Some(_) => return None,
        None => {}
    }
    if wishes::finds_it_hard(turn, calendar, text) {
        return Some(stay(turn, focus, Say::new("sys-hard-to-come")));
    }
    match read(turn, dossier, calendar, step.as_deref(), text) {
        Some(taken) => Some(heard(turn, focus, taken, text)),
        None if repair::is_aside(turn, text) => None,
        None => {
            let fault = step.as_deref().map_or("fault-slot-place", focus::fault_key);
            Some(stay(turn, focus, Say::new(fault)))
        }
    }
}

/// What a text makes of a step. Before the first one, what is not said stays as it is booked: the place, and of hours
/// alone the day.
fn read(
    turn: &Turn<'_>,
    dossier: &DossierId,
    calendar: &str,
    step: Option<&Focus>,
    text: &str,
) -> Option<Taken> {
    if let Some(step) = step {
        return slot_step::text(turn, calendar, step, text);
    }
    let booked = held(turn, dossier)?;
    let on = Some(booked.day.as_str()).filter(|_| slot_said::says_hours_alone(turn, calendar, text));
    slot_said::take(turn, calendar, text, Some(&booked.place), on).or_else(|| {
        match slot::text(turn, calendar, text) {
            Taken::NotMine => None,
            taken => Some(taken),
        }
    })
}

/// Goes on from what was typed: a day that is not to be had leads to those that are, at the booked place.
fn heard(turn: &mut Turn<'_>, focus: &Focus, taken: Taken, text: &str) -> Reply {
    if let (Taken::Fault(fault), Focus::Move { dossier, calendar, step: None }) = (&taken, focus)
        && slot_said::is_timed(turn, calendar, text)
        && let Some(booked) = held(turn, dossier)
    {
        let days = slot::place(turn, calendar, &booked.place);
        return settle(turn, focus, days).after(fault.clone());
    }
    settle(turn, focus, taken)
}

fn settle(turn: &mut Turn<'_>, focus: &Focus, taken: Taken) -> Reply {
    let Focus::Move { dossier, calendar, .. } = focus else { return turn.ask() };
    match taken {
        Taken::Answer(Answer::Slot { place, day, hours }, _) => {
            let calendar = calendar.clone();
            take(turn, dossier, Booking { calendar, place, day, hours })
        }
        Taken::Ask(step) => go(turn, focus, Some(Box::new(step))),
        Taken::Fault(fault) => stay(turn, focus, fault),
        _ => stay(turn, focus, Say::new("fault-choice")),
    }
}

fn go(turn: &mut Turn<'_>, focus: &Focus, step: Option<Box<Focus>>) -> Reply {
    let Focus::Move { dossier, calendar, .. } = focus else { return turn.ask() };
    let focus = Focus::Move { dossier: dossier.clone(), calendar: calendar.clone(), step };
    turn.session.failures = 0;
    focus::open(turn, focus)
}

/// What could not be taken leaves it open; from the second time on a person is a tap away.
fn stay(turn: &mut Turn<'_>, focus: &Focus, fault: Say) -> Reply {
    turn.session.focus = Some(focus.clone());
    turn.session.failures += 1;
    let mut offers = focus::offers(turn, focus);
    let person = payload::command("human", "btn-human");
    if turn.session.failures > 1 && !offers.iter().any(|offer| offer.label == person.label) {
        offers.truncate(focus::LIST_ROWS - 1);
        offers.push(person);
    }
    Reply { parts: vec![fault], offers }
}

fn take(turn: &mut Turn<'_>, dossier: &DossierId, booking: Booking) -> Reply {
    turn.session.leave_side_question();
    turn.session.failures = 0;
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

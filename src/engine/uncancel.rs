//! A cancellation that is taken back: "eh ga jadi batal", "don't cancel after all". Before it was decided it drops
//! nothing; behind it the truth is told: what is gone, what goes on, and how to begin again.

use super::focus;
use super::heard::{self, says};
use super::lobby;
use super::payload;
use super::repair;
use super::reply::{Reply, Say};
use super::session::Focus;
use super::step::Turn;
use crate::domain::case::{CancelCode, Status};

/// Longer than this something else is said too.
const WORDS_MAX: usize = 6;

/// None: nothing of the sort is said.
pub(super) fn taken_back(turn: &mut Turn<'_>, text: &str) -> Option<Reply> {
    if heard::plain(turn, text).len() > WORDS_MAX
        || !says(turn, text, "sys-uncancel-words")
        || repair::sounds_like_a_question(turn, text)
    {
        return None;
    }
    match turn.session.focus.clone() {
        Some(open @ (Focus::Cancel | Focus::Withdraw { .. })) => {
            return Some(focus::option(turn, &open, "no"));
        }
        Some(open) if !open.is_step() => return None,
        _ => {}
    }
    if turn.session.service.is_some() {
        return Some(turn.ask_again(Say::new("sys-not-cancelled")));
    }
    Some(goes_on(turn).unwrap_or_else(|| begins_again(turn)))
}

/// What was filed and is worked on.
pub(super) fn goes_on(turn: &Turn<'_>) -> Option<Reply> {
    let case = turn.ctx.cases.iter().find(|case| !case.status.is_final())?;
    let mut reply = Reply::say(Say::new("sys-still-filed").text("ticket", &case.ticket));
    reply.offers = vec![payload::command("status", "btn-status"), payload::command("human", "btn-human")];
    Some(reply)
}

fn begins_again(turn: &mut Turn<'_>) -> Reply {
    let mut reply = lobby::menu(turn);
    let withdrawn =
        turn.ctx.cases.first().filter(|case| {
            case.status == Status::Cancelled && case.cancel_code == Some(CancelCode::ByCitizen)
        });
    match withdrawn {
        Some(case) => {
            reply.parts = vec![Say::new("sys-withdrawn-for-good").text("ticket", &case.ticket)];
            reply.offers = vec![
                payload::refile_offer(&case.dossier),
                payload::command("menu", "btn-menu"),
                payload::command("human", "btn-human"),
            ];
        }
        None => reply.parts = vec![Say::new("sys-cancelled-for-good")],
    }
    reply
}

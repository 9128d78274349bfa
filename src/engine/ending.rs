//! A request that ends without being filed: its text says what to do instead. The answers stay for a while, so that
//! who took the wrong turn goes back or mends an answer; whatever else is said begins anew, and nobody is reminded of
//! what is over.

use super::context::At;
use super::definition::Kind;
use super::lobby;
use super::payload;
use super::reply::{Offer, Reply, Say};
use super::step::Turn;

/// The service that helps instead, a person, the menu.
fn offers(turn: &Turn<'_>, at: At<'_>) -> Vec<Offer> {
    let Kind::Ending { next } = &at.question.kind else { return Vec::new() };
    let next = next.as_ref().filter(|service| turn.ctx.service_of(service).is_some());
    let mut offers: Vec<Offer> = next.map(|service| payload::service(service)).into_iter().collect();
    offers.push(payload::command("human", "btn-human"));
    offers.push(payload::command("menu", "btn-menu"));
    offers
}

/// Whether the open request is over.
pub(super) fn is_here(turn: &Turn<'_>) -> bool {
    turn.at().is_some_and(|at| matches!(at.question.kind, Kind::Ending { .. }))
}

/// The bubble, behind what is to be said first.
pub(super) fn ask(turn: &Turn<'_>, at: At<'_>, mut parts: Vec<Say>) -> Reply {
    parts.push(Say::new(at.key("")));
    Reply { parts, offers: offers(turn, at) }
}

/// What is typed behind an ending and mends nothing.
pub(super) fn text(turn: &mut Turn<'_>, text: &str) -> Reply {
    turn.drop_draft();
    lobby::text(turn, text)
}

/// The menu, with the request let go of.
pub(super) fn leave(turn: &mut Turn<'_>) -> Reply {
    turn.drop_draft();
    lobby::menu(turn)
}

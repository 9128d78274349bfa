//! The summary and the explicit yes (B-11: only "Ya" and its variants send).

use crate::engine::context::{At, Taken, Wish};
use crate::engine::reply::Say;
use crate::engine::session::Answer;
use crate::engine::step::Turn;
use crate::engine::summary;

pub(super) fn ask(turn: &Turn<'_>, at: At<'_>) -> Vec<Say> {
    let mut parts = vec![Say::new("sys-summary-head")];
    parts.extend(summary::lines(turn, at.definition));
    parts.push(Say::new(at.key("")).tight());
    parts
}

pub(super) fn option(turn: &Turn<'_>, id: &str) -> Taken {
    match id {
        "yes" => Taken::Answer(Answer::Confirmed { at: turn.ctx.now }, None),
        "correct" => Taken::Wish(Wish::Correct),
        _ => Taken::Wish(Wish::Cancel),
    }
}

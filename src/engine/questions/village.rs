//! A village counter, typed with typos or not.

use crate::domain::region::Village;
use crate::engine::context::Taken;
use crate::engine::heard;
use crate::engine::reply::Say;
use crate::engine::session::{Answer, Focus};
use crate::engine::step::Turn;

/// How many candidates are offered: they share a list of ten rows with "another one".
const CANDIDATES: usize = 5;

pub(super) fn text(turn: &Turn<'_>, text: &str) -> Taken {
    let found = turn.ctx.regions.find_village(text, &turn.ctx.office.region, CANDIDATES);
    match found.as_slice() {
        [] => Taken::Fault(Say::new("fault-village")),
        [only] if only.is_called(text) || only.is_called(&heard::without_little(turn, text)) => {
            Taken::Answer(answer(only), None)
        }
        many => Taken::Ask(Focus::Village { codes: many.iter().map(|v| v.code.to_owned()).collect() }),
    }
}

fn answer(village: &Village) -> Answer {
    Answer::Village { code: village.code.to_owned(), name: village.name.to_owned() }
}

pub(super) fn restore(turn: &Turn<'_>, value: &str) -> Option<Answer> {
    turn.ctx.regions.village(value).map(answer)
}

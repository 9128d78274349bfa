//! A statement that the citizen makes their own with a yes, and the yes that stands for a signature. A no is no
//! answer: what follows from it is said, and the question stays.

use crate::domain::redacted::Redacted;
use crate::engine::context::{At, Taken};
use crate::engine::definition::Kind;
use crate::engine::reply::{Arg, Say};
use crate::engine::session::Answer;
use crate::engine::step::Turn;

pub(super) fn ask(turn: &Turn<'_>, at: At<'_>) -> Vec<Say> {
    let say = Say::new(at.key(""));
    vec![match &at.question.kind {
        Kind::Signature { of } => say.with("name", Arg::Text(signer(turn, of))),
        _ => say,
    }]
}

fn signer(turn: &Turn<'_>, of: &str) -> Redacted<String> {
    match turn.session.answers.get(of) {
        Some(Answer::Text { value, .. }) => value.clone(),
        _ => Redacted::from(String::new()),
    }
}

pub(super) fn option(turn: &Turn<'_>, at: At<'_>, id: &str) -> Taken {
    let text = match &at.question.kind {
        Kind::Declaration { text } => text.clone(),
        _ => String::new(),
    };
    match id {
        "yes" => Taken::Answer(Answer::Declared { text, at: turn.ctx.now }, None),
        // Counts: who says no three times needs a person, not the same sentence again.
        _ => Taken::Fault(Say::new(at.key("refused"))),
    }
}

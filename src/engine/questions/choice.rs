//! One of a few options, tapped, numbered or typed.

use crate::engine::context::Taken;
use crate::engine::definition::Opt;
use crate::engine::session::Answer;

pub(super) fn option(id: &str) -> Taken {
    Taken::Answer(Answer::Choice { id: id.to_owned() }, None)
}

pub(super) fn restore(options: &[Opt], value: &str) -> Option<Answer> {
    options.iter().any(|o| o.id == value).then(|| Answer::Choice { id: value.to_owned() })
}

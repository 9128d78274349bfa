//! Yes or no. Also "another one?" before a further round of a group.

use crate::engine::context::{At, Taken};
use crate::engine::definition::Kind;
use crate::engine::reply::Say;
use crate::engine::session::Answer;

pub(super) fn ask(at: At<'_>) -> Vec<Say> {
    let again = at.question.kind == Kind::Repeat && at.question.round > 1;
    vec![Say::new(at.key(if again { "more" } else { "" }))]
}

pub(super) fn option(id: &str) -> Taken {
    Taken::Answer(Answer::Choice { id: id.to_owned() }, None)
}

pub(super) fn restore(value: &str) -> Option<Answer> {
    matches!(value, "yes" | "no").then(|| Answer::Choice { id: value.to_owned() })
}

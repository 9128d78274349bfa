//! Agreement before any personal data (UU 27/2022 art. 21-24): a versioned text, in short and in full.

use crate::engine::context::{At, Taken, Wish};
use crate::engine::reply::Say;
use crate::engine::session::Answer;
use crate::engine::step::Turn;

pub(super) fn ask(turn: &Turn<'_>, at: At<'_>) -> Vec<Say> {
    vec![Say::new(at.key("")).number("days", i64::from(turn.ctx.office.photo_retention_days))]
}

pub(super) fn option(turn: &Turn<'_>, at: At<'_>, text: &str, id: &str) -> Taken {
    match id {
        "yes" => Taken::Answer(Answer::Consent { text: text.to_owned(), at: turn.ctx.now }, None),
        "no" => Taken::Wish(Wish::RefuseConsent),
        _ => Taken::Tell(
            Say::new(at.key("more"))
                .number("days", i64::from(turn.ctx.office.photo_retention_days))
                .text("office", &turn.ctx.office.name)
                .text("contact", &turn.ctx.office.privacy_contact),
        ),
    }
}

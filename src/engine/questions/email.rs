//! An e-mail address, or none: then the card is collected without an e-mail notice.

use crate::domain::email::Email;
use crate::domain::redacted::Redacted;
use crate::engine::context::Taken;
use crate::engine::reply::Say;
use crate::engine::session::{Answer, Focus};

pub(super) fn text(text: &str) -> Taken {
    if !text.contains('@') {
        return Taken::NotMine;
    }
    match Email::parse(text) {
        Ok(read) => match read.suggestion {
            Some(better) => Taken::Ask(Focus::Suggest { value: Redacted::from(better.expose().to_owned()) }),
            None => Taken::Answer(answer(&read.email), None),
        },
        Err(_) => Taken::Fault(Say::new("fault-email-syntax")),
    }
}

fn answer(email: &Email) -> Answer {
    Answer::Text { value: Redacted::from(email.expose().to_owned()), flags: Vec::new() }
}

pub(super) fn restore(value: &str) -> Option<Answer> {
    Email::parse(value).ok().map(|read| answer(&read.email))
}

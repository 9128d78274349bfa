//! An e-mail address, or none: then the card is collected without an e-mail notice. Where the office wants it proven,
//! a code is mailed there first; see `engine/code.rs`.

use crate::domain::email::Email;
use crate::domain::redacted::Redacted;
use crate::engine::context::{Mail, Taken};
use crate::engine::definition::Reach;
use crate::engine::reply::Say;
use crate::engine::session::{Answer, Focus, PROVEN, UNPROVEN};

pub(super) fn text(text: &str, reach: Reach, mail: Mail) -> Taken {
    if !text.contains('@') {
        return Taken::NotMine;
    }
    match Email::parse(text) {
        Ok(read) => match read.suggestion {
            Some(better) => Taken::Ask(Focus::Suggest { value: Redacted::from(better.expose().to_owned()) }),
            None => match (reach, mail) {
                (Reach::Believed, _) => Taken::Answer(answer(&read.email, &[]), None),
                (Reach::Code, Mail::Off) => Taken::Answer(answer(&read.email, &[UNPROVEN]), None),
                (Reach::Code, Mail::On) => {
                    Taken::Ask(Focus::EmailCode { address: Redacted::from(read.email.expose().to_owned()) })
                }
            },
        },
        Err(_) => Taken::Fault(Say::new("fault-email-syntax")),
    }
}

fn answer(email: &Email, flags: &[&str]) -> Answer {
    let flags = flags.iter().map(|flag| (*flag).to_owned()).collect();
    Answer::Text { value: Redacted::from(email.expose().to_owned()), flags }
}

/// An address that was proven for one request is proven for the next; one that was not is asked for again where it can
/// be proven now.
pub(super) fn restore(value: &str, flags: &[String], reach: Reach, mail: Mail) -> Option<Answer> {
    let email = Email::parse(value).ok()?.email;
    let was_proven = flags.iter().any(|flag| flag == PROVEN);
    match (reach, mail) {
        (Reach::Believed, _) => Some(answer(&email, &[])),
        (Reach::Code, _) if was_proven => Some(answer(&email, &[PROVEN])),
        (Reach::Code, Mail::Off) => Some(answer(&email, &[UNPROVEN])),
        (Reach::Code, Mail::On) => None,
    }
}

//! What we put into buttons. Buttons stay tappable for ever, so each says which request and which question
//! it belongs to. ASCII, at most 64 bytes (Telegram `callback_data`).

use super::reply::{Offer, Say};
use crate::domain::ids::DossierId;
use crate::nlu::Command;

/// What a tapped button means.
#[derive(Debug, Clone, PartialEq)]
pub enum Tapped {
    /// An option of a question.
    Option {
        tag: String,
        question: String,
        option: String,
    },
    /// An option of a side question.
    Focus {
        tag: String,
        focus: String,
        option: String,
    },
    Command(Command),
    /// Which answer is to be changed?
    Correct,
    /// Another time for a filed request.
    Move,
    /// Open a service.
    Service(String),
    /// File a cancelled request again.
    Refile(DossierId),
    /// None of ours.
    Unknown,
}

pub(super) fn option(tag: &str, question: &str, option: &str, label: Say) -> Offer {
    Offer { payload: format!("q|{tag}|{question}|{option}"), label }
}

pub(super) fn focus(tag: &str, focus: &str, option: &str, label: Say) -> Offer {
    Offer { payload: format!("f|{tag}|{focus}|{option}"), label }
}

/// A button that works anywhere.
#[must_use]
pub fn command(command: &str, label_key: &str) -> Offer {
    Offer { payload: format!("g|{command}"), label: Say::new(label_key) }
}

pub(super) fn service(service: &str) -> Offer {
    Offer { payload: format!("s|{service}"), label: Say::new(format!("{service}-title")) }
}

pub(super) fn refile_offer(dossier: &DossierId) -> Offer {
    Offer { payload: refile(dossier), label: Say::new("btn-refile") }
}

/// The payload of "file again" under a cancellation.
#[must_use]
pub fn refile(dossier: &DossierId) -> String {
    format!("r|{dossier}")
}

#[must_use]
pub fn decode(payload: &str) -> Tapped {
    let parts: Vec<&str> = payload.split('|').collect();
    match parts.as_slice() {
        ["q", tag, question, option] => {
            Tapped::Option { tag: (*tag).into(), question: (*question).into(), option: (*option).into() }
        }
        ["f", tag, focus, option] => {
            Tapped::Focus { tag: (*tag).into(), focus: (*focus).into(), option: (*option).into() }
        }
        ["g", "status"] => Tapped::Command(Command::Status),
        ["g", "human"] => Tapped::Command(Command::Human),
        ["g", "menu"] => Tapped::Command(Command::Menu),
        ["g", "help"] => Tapped::Command(Command::Help),
        ["g", "cancel"] => Tapped::Command(Command::Cancel),
        ["g", "resume"] => Tapped::Command(Command::Resume),
        ["g", "delete"] => Tapped::Command(Command::DeleteData),
        ["g", "stop"] => Tapped::Command(Command::Stop),
        ["g", "correct"] => Tapped::Correct,
        ["g", "move"] => Tapped::Move,
        ["s", service] => Tapped::Service((*service).into()),
        ["r", dossier] => DossierId::parse(dossier).map_or(Tapped::Unknown, Tapped::Refile),
        _ => Tapped::Unknown,
    }
}

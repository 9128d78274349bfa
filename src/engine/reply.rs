//! What comes out of a step: one bubble as keys and arguments, and effects for the runtime to carry out.

use chrono::NaiveDate;

use super::context::Unanswered;
use crate::domain::Millis;
use crate::domain::appointment::Booking;
use crate::domain::dossier::DossierPayload;
use crate::domain::ids::{DossierId, MediaId};
use crate::domain::redacted::Redacted;

/// One bubble: its parts are joined by blank lines. There is never more than one per turn: every bubble
/// costs the office money and the citizen attention.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reply {
    pub parts: Vec<Say>,
    pub offers: Vec<Offer>,
}

impl Reply {
    #[must_use]
    pub(super) fn say(say: Say) -> Reply {
        Reply { parts: vec![say], offers: Vec::new() }
    }

    /// Puts a part in front.
    #[must_use]
    pub(super) fn after(mut self, say: Say) -> Reply {
        self.parts.insert(0, say);
        self
    }
}

/// A sentence by its key.
#[derive(Debug, Clone, PartialEq)]
pub struct Say {
    pub key: String,
    pub args: Vec<(&'static str, Arg)>,
    /// Joined to the part before by a line break, not a blank line.
    pub tight: bool,
}

impl Say {
    #[must_use]
    pub fn new(key: impl Into<String>) -> Say {
        Say { key: key.into(), args: Vec::new(), tight: false }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, arg: Arg) -> Say {
        self.args.push((name, arg));
        self
    }

    #[must_use]
    pub(super) fn text(self, name: &'static str, text: impl Into<String>) -> Say {
        self.with(name, Arg::Text(Redacted::from(text.into())))
    }

    #[must_use]
    pub(super) fn number(self, name: &'static str, number: i64) -> Say {
        self.with(name, Arg::Number(number))
    }

    #[must_use]
    pub(super) fn tight(mut self) -> Say {
        self.tight = true;
        self
    }
}

/// A value inside a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    Text(Redacted<String>),
    Number(i64),
    /// Another sentence.
    Key(String),
    /// Another sentence with values of its own.
    Say(Box<Say>),
    /// Several, joined by commas.
    List(Vec<Say>),
    /// A day: "Selasa, 24 Nov 2026".
    Day(NaiveDate),
    /// A moment, shown in the office's zone: "Senin, 23 Nov 2026, 09.12 WITA".
    Time(Millis),
    /// The ticket of the dossier that this very step files.
    Ticket,
    /// The code of the dossier that this very step files, to open it from another chat.
    LinkCode,
    /// The citizen's place among those who wait for a person.
    QueuePosition,
}

/// A button.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// What comes back when it is tapped; see [`super::decode_payload`].
    pub payload: String,
    pub label: Say,
}

/// What the runtime does beside speaking, in the same transaction.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Keep proof of what was agreed to or refused.
    RecordConsent {
        text: String,
        given: bool,
    },
    /// File the dossier; the runtime draws its id and ticket. When there is an open one for the same NIK
    /// already, the runtime steps again with [`super::Event::AlreadyFiled`] instead.
    File(DossierPayload),
    /// Take a place at a counter for the dossier that this very step files. When it is gone, nothing is filed
    /// and the runtime steps again with [`super::Event::SlotGone`] instead.
    Book(Booking),
    /// Another place at a counter for a filed request. When it is gone, nothing changes and the runtime steps again
    /// with [`super::Event::SlotGone`] instead.
    Rebook {
        dossier: DossierId,
        booking: Booking,
    },
    /// The citizen withdraws a filed request.
    Withdraw {
        dossier: DossierId,
    },
    /// Put the chat into the queue for a person. `why` is a word for staff.
    AskPerson {
        why: &'static str,
    },
    SetLanguage {
        lang: String,
    },
    OptOut,
    /// Files that no answer holds any more.
    Discard {
        media: Vec<MediaId>,
    },
    /// The unfinished request is gone.
    DropDraft,
    /// The code that was mailed is not waited for any more.
    RecallMails,
    /// Compare with what was filed; the runtime steps again with the outcome.
    Prove {
        digits: Redacted<String>,
    },
    /// Open a request of another chat here; the runtime steps again with the outcome.
    Link {
        ticket: String,
        code: Redacted<String>,
        digits: Redacted<String>,
    },
    /// Mail a fresh code to this address; the runtime draws it. Where it may not, the runtime steps again with
    /// [`super::Event::CodeNotMailed`] instead.
    MailCode {
        question: String,
        address: Redacted<String>,
        mailing: Mailing,
    },
    /// Compare with the code that was mailed; the runtime steps again with the outcome.
    CheckCode {
        question: String,
        address: Redacted<String>,
        code: Redacted<String>,
    },
    /// Who writes now is another person than who filed.
    StartAfresh,
    /// There is nothing here that a stranger could see.
    NothingToProve,
    /// Ask the model outside. Nothing is said until the runtime steps again with [`super::Event::Advised`] or
    /// [`super::Event::NotAdvised`].
    AskModel {
        /// All that it may see.
        question: String,
        unanswered: Unanswered,
    },
}

/// The first code to an address, or another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mailing {
    First,
    Again,
}

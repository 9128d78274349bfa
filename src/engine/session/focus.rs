//! What is asked beside the open question, or as its next step; kept with the session and read again from old rows. What
//! becomes of it is decided in `engine/focus.rs`.

use serde::{Deserialize, Serialize};

use super::FileAnswer;
use crate::domain::ids::{DossierId, MediaId};
use crate::domain::redacted::Redacted;

/// A side question, or a later half of a question that is asked in several steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Focus {
    /// Really drop the request?
    Cancel,
    /// Really start over?
    StartOver,
    /// Which answer is to be changed?
    Correct,
    /// It is about somebody else now: are the answers that one's? See [`super::Session::doubt`].
    Whose,
    /// Really leave this request for another service?
    Switch {
        service: String,
    },
    /// Really withdraw the filed request?
    Withdraw {
        dossier: DossierId,
    },
    /// Did you mean this?
    Suggest {
        value: Redacted<String>,
    },
    /// Which of these villages?
    Village {
        codes: Vec<String>,
    },
    /// Which region? `code` is what is picked up to here, `found` the candidates that are shown.
    Region {
        code: String,
        found: Vec<String>,
    },
    /// The region is picked; the line of the street is waited for.
    Street {
        code: String,
    },
    /// Some of several options are picked; more?
    Picking {
        ids: Vec<String>,
    },
    /// Which of these places?
    SlotPlace {
        found: Vec<String>,
    },
    /// The place is picked: which day?
    SlotDay {
        place: String,
        /// Said before the day.
        #[serde(default)]
        hours: Option<String>,
        /// The stretch of days that was asked for.
        #[serde(default)]
        from: Option<String>,
        #[serde(default)]
        until: Option<String>,
    },
    /// And at which hour?
    SlotHour {
        place: String,
        day: String,
    },
    /// Some pictures are there, more are needed or wanted.
    MoreFiles {
        files: Vec<FileAnswer>,
        /// The one that the next one replaces.
        #[serde(default)]
        instead: Option<MediaId>,
    },
    /// Which of an answer's pictures?
    Files {
        question: String,
    },
    /// This one of them: another instead, or without it?
    OneFile {
        question: String,
        media: MediaId,
    },
    /// A file that is hard to read: once more, or as it is?
    PoorFile {
        file: FileAnswer,
    },
    /// Really delete the unfinished request and its photos?
    Delete,
    Language,
    /// The bot has asked several times: go on with a person?
    OfferPerson,
    /// The address changed: are you who you were?
    Recheck,
    /// A code was mailed to this address: what is it?
    EmailCode {
        address: Redacted<String>,
    },
    /// A request that was filed from another chat: is it yours?
    Link {
        ticket: String,
    },
    /// Another time for a filed request: which place, which day, which hour?
    Move {
        dossier: DossierId,
        calendar: String,
        /// How far it is picked.
        #[serde(default)]
        step: Option<Box<Focus>>,
    },
}

impl Focus {
    /// A later half of the current question: it outlasts questions in between and side questions.
    #[must_use]
    pub fn is_step(&self) -> bool {
        match self {
            Focus::Region { .. }
            | Focus::Street { .. }
            | Focus::Picking { .. }
            | Focus::SlotPlace { .. }
            | Focus::SlotDay { .. }
            | Focus::SlotHour { .. }
            | Focus::EmailCode { .. }
            | Focus::MoreFiles { .. } => true,
            Focus::Cancel
            | Focus::StartOver
            | Focus::Correct
            | Focus::Whose
            | Focus::Switch { .. }
            | Focus::Withdraw { .. }
            | Focus::Suggest { .. }
            | Focus::Village { .. }
            | Focus::PoorFile { .. }
            | Focus::Files { .. }
            | Focus::OneFile { .. }
            | Focus::Delete
            | Focus::Language
            | Focus::OfferPerson
            | Focus::Recheck
            | Focus::Link { .. }
            | Focus::Move { .. } => false,
        }
    }

    /// What we make of words that may mean something else: nothing is understood before the citizen says so.
    #[must_use]
    pub fn is_guess(&self) -> bool {
        matches!(self, Focus::Suggest { .. } | Focus::Village { .. } | Focus::SlotPlace { .. })
            || matches!(self, Focus::Region { found, .. } if !found.is_empty())
    }

    /// Files that it holds and no answer does.
    pub(in crate::engine) fn files(&self) -> &[FileAnswer] {
        match self {
            Focus::MoreFiles { files, .. } => files,
            Focus::PoorFile { file } => std::slice::from_ref(file),
            _ => &[],
        }
    }

    /// Whether a yes deletes, withdraws or drops something: what does not answer such a side question does not leave it
    /// where the next yes would bind.
    #[must_use]
    pub(in crate::engine) fn decides(&self) -> bool {
        matches!(
            self,
            Focus::Cancel
                | Focus::StartOver
                | Focus::Whose
                | Focus::Switch { .. }
                | Focus::Withdraw { .. }
                | Focus::Delete
        )
    }

    /// The word in button payloads.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Focus::Cancel => "cancel",
            Focus::StartOver => "start_over",
            Focus::Correct => "correct",
            Focus::Whose => "whose",
            Focus::Switch { .. } => "switch",
            Focus::Withdraw { .. } => "withdraw",
            Focus::Suggest { .. } => "suggest",
            Focus::Village { .. } => "village",
            Focus::Region { .. } => "region",
            Focus::Street { .. } => "street",
            Focus::Picking { .. } => "picking",
            Focus::SlotPlace { .. } => "slot_place",
            Focus::SlotDay { .. } => "slot_day",
            Focus::SlotHour { .. } => "slot_hour",
            Focus::MoreFiles { .. } => "more_files",
            Focus::PoorFile { .. } => "poor_file",
            Focus::Files { .. } => "files",
            Focus::OneFile { .. } => "one_file",
            Focus::Delete => "delete",
            Focus::Language => "language",
            Focus::OfferPerson => "offer_person",
            Focus::Recheck => "recheck",
            Focus::EmailCode { .. } => "email_code",
            Focus::Link { .. } => "link",
            Focus::Move { .. } => "move",
        }
    }
}

//! What is remembered of a conversation. Serialised (sealed) into one row per person; `v` is its version and
//! old samples in the tests must still be read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::definition::{Definition, Question};
use crate::domain::Millis;
use crate::domain::ids::{DossierId, MediaId};
use crate::domain::redacted::Redacted;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub v: u32,
    /// Changes with every new request: buttons of an older one are recognised as such.
    pub tag: String,
    /// The definition in use, by content; none in the lobby.
    pub definition: Option<String>,
    pub service: Option<String>,
    pub answers: BTreeMap<String, Answer>,
    /// A side question that is open before the current one.
    pub focus: Option<Focus>,
    /// How often the current question was answered in a way that could not be taken.
    pub failures: u32,
    /// How often a file for the current question was asked for again.
    pub retakes: u32,
    /// Has heard what Sapa is.
    pub greeted: bool,
    /// Told that a file is slow to come; not told again for the same wait.
    pub told_slow: bool,
    /// The citizen's last event.
    pub last_at: Millis,
    /// An unfinished request was dropped in silence; said when the citizen comes back.
    #[serde(default)]
    pub lapsed: bool,
}

impl Session {
    pub const VERSION: u32 = 1;

    #[must_use]
    pub fn new() -> Session {
        Session {
            v: Self::VERSION,
            tag: String::new(),
            definition: None,
            service: None,
            answers: BTreeMap::new(),
            focus: None,
            failures: 0,
            retakes: 0,
            greeted: false,
            told_slow: false,
            last_at: 0,
            lapsed: false,
        }
    }

    /// Back to the lobby; what was heard stays heard.
    pub(super) fn close(&mut self) {
        self.definition = None;
        self.service = None;
        self.answers.clear();
        self.settle();
    }

    /// The current question is done with, one way or another.
    pub(super) fn settle(&mut self) {
        self.focus = None;
        self.failures = 0;
        self.retakes = 0;
        self.told_slow = false;
    }

    /// The value that conditions compare.
    fn look(&self, question: &str, property: Option<&str>) -> String {
        match (self.answers.get(question), property) {
            (None, _) => String::new(),
            (Some(answer), None) => answer.value(),
            (Some(answer), Some(property)) => answer.property(property),
        }
    }

    fn holds(&self, condition: Option<&Condition>) -> bool {
        condition.is_none_or(|c| c.holds(&|question, property| self.look(question, property)))
    }

    /// The questions that this session's answers make part of the conversation, in order.
    pub fn visible<'d>(&self, definition: &'d Definition) -> Vec<&'d Question> {
        definition.questions.iter().filter(|q| self.holds(q.when.as_ref())).collect()
    }

    /// The position: the first visible question without an answer.
    #[must_use]
    pub fn current<'d>(&self, definition: &'d Definition) -> Option<&'d Question> {
        definition.questions.iter().find(|q| self.holds(q.when.as_ref()) && !self.answers.contains_key(&q.id))
    }
}

impl Default for Session {
    fn default() -> Self {
        Session::new()
    }
}

/// One accepted answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Answer {
    Consent {
        text: String,
        at: Millis,
    },
    Choice {
        id: String,
    },
    /// Name, e-mail, KK number.
    Text {
        value: Redacted<String>,
        flags: Vec<String>,
    },
    Nik {
        value: Redacted<String>,
        flags: Vec<String>,
    },
    /// "I don't know", "I have none".
    Without,
    Files {
        files: Vec<FileAnswer>,
        album: Option<String>,
        at: Millis,
    },
    Village {
        code: String,
        name: String,
    },
    /// A person has dealt with it.
    Handled {
        at: Millis,
    },
    Confirmed {
        at: Millis,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileAnswer {
    pub media: MediaId,
    /// The triage's doubts, where the citizen sent it as it is.
    pub flags: Vec<String>,
}

impl Answer {
    fn value(&self) -> String {
        match self {
            Answer::Consent { .. } | Answer::Confirmed { .. } | Answer::Handled { .. } => "yes".into(),
            Answer::Choice { id } => id.clone(),
            Answer::Text { .. } | Answer::Nik { .. } | Answer::Files { .. } => "given".into(),
            Answer::Without => "none".into(),
            Answer::Village { code, .. } => code.clone(),
        }
    }

    /// The files that it holds.
    #[must_use]
    pub fn files(&self) -> Option<&[FileAnswer]> {
        match self {
            Answer::Files { files, .. } => Some(files),
            _ => None,
        }
    }

    fn property(&self, property: &str) -> String {
        match (self, property) {
            (Answer::Nik { flags, .. }, "under_17") => {
                if flags.iter().any(|f| f == "UNDER_17") {
                    "yes".into()
                } else {
                    "no".into()
                }
            }
            _ => String::new(),
        }
    }
}

/// A side question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Focus {
    /// Really drop the request?
    Cancel,
    /// Really start over?
    StartOver,
    /// Which answer is to be changed?
    Correct,
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
    /// A request that was filed from another chat: is it yours?
    Link {
        ticket: String,
    },
}

impl Focus {
    /// The word in button payloads.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Focus::Cancel => "cancel",
            Focus::StartOver => "start_over",
            Focus::Correct => "correct",
            Focus::Withdraw { .. } => "withdraw",
            Focus::Suggest { .. } => "suggest",
            Focus::Village { .. } => "village",
            Focus::PoorFile { .. } => "poor_file",
            Focus::Delete => "delete",
            Focus::Language => "language",
            Focus::OfferPerson => "offer_person",
            Focus::Recheck => "recheck",
            Focus::Link { .. } => "link",
        }
    }
}

//! What is remembered of a conversation. Serialised (sealed) into one row per person; `v` is its version and
//! old samples in the tests must still be read.

mod focus;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use focus::Focus;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::definition::{Definition, Kind, Question};
use crate::domain::Millis;
use crate::domain::ids::MediaId;
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
    /// Told that what they write while they wait for a person is kept.
    #[serde(default)]
    pub told_to_wait: bool,
    /// The citizen's last event.
    pub last_at: Millis,
    /// An unfinished request was dropped in silence; said when the citizen comes back.
    #[serde(default)]
    pub lapsed: bool,
    /// A half-answered question that waits behind a side question.
    #[serde(default)]
    pub parked: Option<Focus>,
    /// Notes that were said in this request.
    #[serde(default)]
    pub noted: Vec<String>,
    /// The definition changed under this request, and the citizen has not been told yet.
    #[serde(default)]
    pub news: Option<News>,
    /// The day of the last step in the office's zone (`2026-11-30`): ages are counted up to it.
    #[serde(default)]
    pub day: Option<String>,
    /// The service whose agreement was refused last, as long as nothing else was said: a change of mind leads back.
    #[serde(default)]
    pub refused: Option<String>,
    /// What was told before it could be taken: heard when the question that is open now is answered, then forgotten.
    #[serde(default)]
    pub ahead: Option<Redacted<String>>,
    /// An answer that was taken back and is asked for again.
    #[serde(default)]
    pub reopened: Option<Reopened>,
    /// Answers that were said to be wrong together and are asked for one after the other.
    #[serde(default)]
    pub mending: Vec<String>,
    /// It is about somebody else now: whether the answers about the one before hold is asked until it is said.
    #[serde(default)]
    pub doubt: Option<Doubt>,
}

/// A choice of whom it is about that was changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    pub question: String,
    /// The option that it named before; empty where it was not chosen yet.
    pub was: String,
}

/// An answer that was taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reopened {
    pub question: String,
    pub was: Answer,
    /// To be changed, and not merely gone back to: whoever thinks better of it keeps it.
    pub to_change: bool,
}

/// What a newer definition dropped: keys of labels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct News {
    /// Asked again.
    pub again: Vec<String>,
    /// Not needed any more.
    pub gone: Vec<String>,
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
            told_to_wait: false,
            last_at: 0,
            lapsed: false,
            parked: None,
            noted: Vec::new(),
            news: None,
            day: None,
            refused: None,
            ahead: None,
            reopened: None,
            mending: Vec::new(),
            doubt: None,
        }
    }

    /// Back to the lobby; what was heard stays heard.
    pub(super) fn close(&mut self) {
        self.definition = None;
        self.service = None;
        self.answers.clear();
        self.noted.clear();
        self.news = None;
        self.ahead = None;
        self.reopened = None;
        self.mending.clear();
        self.doubt = None;
        self.settle();
    }

    /// The current question is done with, one way or another.
    pub(super) fn settle(&mut self) {
        self.focus = None;
        self.parked = None;
        self.failures = 0;
        self.retakes = 0;
        self.told_slow = false;
    }

    /// Every file that this conversation holds: accepted, and of half-answered questions.
    pub fn files(&self) -> impl Iterator<Item = &FileAnswer> {
        let open = [&self.focus, &self.parked].into_iter().flatten().flat_map(Focus::files);
        self.answers.values().flat_map(Answer::files).chain(open)
    }

    /// The same conversation without its side question; a half-answered question goes on.
    #[must_use]
    pub fn without_side_question(mut self) -> Session {
        self.leave_side_question();
        self
    }

    /// Leaves a side question; a half-answered question goes on.
    pub(super) fn leave_side_question(&mut self) {
        if self.focus.as_ref().is_some_and(|focus| !focus.is_step()) {
            self.focus = self.parked.take();
        }
    }

    /// The value that conditions compare: an answer's, or what follows from one.
    pub(super) fn look(
        &self,
        definition: &Definition,
        question: &str,
        property: Option<&str>,
    ) -> Cow<'_, str> {
        match (self.answers.get(question), property) {
            (None, _) => match definition.question(question) {
                Some(computed) if matches!(computed.kind, Kind::Computed { .. }) => {
                    self.computed(definition, computed).unwrap_or_default().into()
                }
                Some(_) | None => "".into(),
            },
            (Some(answer), None) => answer.value(),
            (Some(answer), Some(property)) => answer.property(property).into(),
        }
    }

    fn holds(&self, definition: &Definition, condition: Option<&Condition>) -> bool {
        condition.is_none_or(|c| c.holds(&|question, property| self.look(definition, question, property)))
    }

    /// Whether this session's answers make a question part of the conversation.
    #[must_use]
    pub fn is_visible(&self, definition: &Definition, question: &Question) -> bool {
        self.holds(definition, question.when.as_ref())
    }

    /// The questions that this session's answers make part of the conversation, in order.
    pub fn visible<'d>(&self, definition: &'d Definition) -> Vec<&'d Question> {
        definition.questions.iter().filter(|q| self.holds(definition, q.when.as_ref())).collect()
    }

    /// The position: the first visible question without an answer.
    #[must_use]
    pub fn current<'d>(&self, definition: &'d Definition) -> Option<&'d Question> {
        definition.questions.iter().find(|q| {
            q.kind.is_asked() && !self.answers.contains_key(&q.id) && self.holds(definition, q.when.as_ref())
        })
    }
}

impl Default for Session {
    fn default() -> Self {
        Session::new()
    }
}

/// An e-mail address whose code was typed here.
pub const PROVEN: &str = "PROVEN";
/// An e-mail address that is to be proven and could not be: the office has no mail of its own.
pub const UNPROVEN: &str = "UNPROVEN";

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
    Choices {
        ids: Vec<String>,
    },
    Number {
        value: i64,
    },
    /// Name, e-mail, KK number, phone, free text; a day as `2026-11-30`; a place as `-8.1,115.1`.
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
    /// The code of a region, and the line of the street where it was asked for.
    Address {
        code: String,
        street: Option<Redacted<String>>,
    },
    /// A place of the calendar, a day (`2026-11-30`) and hours (`08.00-12.00`).
    Slot {
        place: String,
        day: String,
        hours: String,
    },
    /// A statement made with a yes; `text` is its version, empty for a signature.
    Declared {
        text: String,
        at: Millis,
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
    pub(super) fn value(&self) -> Cow<'_, str> {
        match self {
            Answer::Consent { .. }
            | Answer::Confirmed { .. }
            | Answer::Handled { .. }
            | Answer::Declared { .. } => "yes".into(),
            Answer::Choice { id } => id.into(),
            Answer::Choices { ids } => ids.join(" ").into(),
            Answer::Number { value } => value.to_string().into(),
            Answer::Text { .. } | Answer::Nik { .. } | Answer::Files { .. } => "given".into(),
            Answer::Without => "none".into(),
            Answer::Village { code, .. } | Answer::Address { code, .. } => code.into(),
            Answer::Slot { place, .. } => place.into(),
        }
    }

    /// The files that it holds.
    pub(super) fn files(&self) -> &[FileAnswer] {
        match self {
            Answer::Files { files, .. } => files,
            _ => &[],
        }
    }

    /// A side of the answer that conditions, lookups and computed values may use.
    pub(super) fn property(&self, property: &str) -> String {
        let yes_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
        let start = |text: &str, digits: usize| text.get(..digits).unwrap_or_default().to_owned();
        match (self, property) {
            (Answer::Text { flags, .. }, "proven") => yes_no(flags.iter().any(|f| f == PROVEN)),
            (Answer::Nik { flags, .. }, "under_17") => yes_no(flags.iter().any(|f| f == "UNDER_17")),
            // Women's days are counted from 41 (domain.md §2.1).
            (Answer::Nik { value, .. }, "sex") => {
                let woman = value.expose().get(6..7).is_some_and(|digit| digit >= "4");
                if woman { "woman" } else { "man" }.to_owned()
            }
            (Answer::Nik { value, .. }, "province") => start(value.expose(), 2),
            (Answer::Nik { value, .. }, "regency") => start(value.expose(), 4),
            (Answer::Nik { value, .. }, "district") => start(value.expose(), 6),
            (Answer::Address { code, .. } | Answer::Village { code, .. }, "province") => start(code, 2),
            (Answer::Address { code, .. } | Answer::Village { code, .. }, "regency") => start(code, 4),
            (Answer::Address { code, .. } | Answer::Village { code, .. }, "district") => start(code, 6),
            (Answer::Choices { ids }, option) => yes_no(ids.iter().any(|id| id == option)),
            (Answer::Slot { day, .. }, "day") => day.clone(),
            (Answer::Slot { hours, .. }, "hours") => hours.clone(),
            _ => String::new(),
        }
    }
}

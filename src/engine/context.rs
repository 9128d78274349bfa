//! What a step may know of the world, and what can happen to a conversation.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::definition::{Definition, Question};
use crate::domain::Millis;
use crate::domain::appointment::SlotCount;
use crate::domain::calendar::Calendar;
use crate::domain::case::CaseLine;
use crate::domain::dossier::DossierPayload;
use crate::domain::ids::MediaId;
use crate::domain::inbound::MediaKind;
use crate::domain::office::Office;
use crate::domain::outbound::Sensitive;
use crate::domain::redacted::Redacted;
use crate::domain::region::Regions;
use crate::nlu::{Nlu, Veil};

/// The services of an office as they stand now. Sessions pin older ones by hash.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    pub services: BTreeMap<String, Definition>,
}

impl Catalogue {
    /// The service that an intent opens.
    #[must_use]
    pub fn by_intent(&self, intent: &str) -> Option<&Definition> {
        self.services.values().find(|d| d.intents.iter().any(|i| i == intent))
    }
}

/// Everything a step may know beside session and event.
pub struct Ctx<'a> {
    pub now: Millis,
    pub lang: &'a str,
    pub office: &'a Office,
    pub calendar: &'a Calendar,
    pub regions: &'a Regions,
    pub nlu: &'a Nlu,
    /// What this channel wants to be asked for on a page of ours instead of in the chat.
    pub sensitive: Sensitive,
    pub mail: Mail,
    pub catalogue: &'a Catalogue,
    /// The definition that the session pins, when it has one.
    pub definition: Option<&'a Definition>,
    /// What this citizen has filed, newest first.
    pub cases: &'a [CaseLine],
    pub proof: Proof,
    /// What of a free question a model outside may see; none: nobody is asked now.
    pub veil: Option<&'a Veil>,
    /// How many places of the office's calendars are taken, as far as anyone took some.
    pub taken: &'a [SlotCount],
    /// A tag for a new request, unlike any before.
    pub fresh_tag: &'a str,
    /// A text of the current language, for labels and synonyms of options.
    pub words: &'a dyn Fn(&str) -> Option<String>,
    /// What a text of the current language lists between commas, by its key, which ends in `-words`.
    pub lists: &'a dyn Fn(&str) -> Arc<[String]>,
}

impl Ctx<'_> {
    pub(super) fn today(&self) -> NaiveDate {
        self.calendar.date(self.now)
    }

    pub(super) fn service_of(&self, service: &str) -> Option<&Definition> {
        self.catalogue.services.get(service)
    }
}

/// Whether the office can send e-mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mail {
    On,
    /// Nothing is configured: addresses are believed and marked as unproven.
    Off,
}

/// Why a mail never reached its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailFate {
    /// There is no such address, says the other side.
    Refused,
    /// It could not be handed over for too long.
    GaveUp,
}

/// Whether the citizen has to show that they are who they were, and may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// Another person may be behind the address: what can be asked for before anything filed is shown.
    pub recheck: Option<Known>,
    /// Proofs that may still fail before the citizen has to turn to an officer.
    pub tries_left: i64,
}

/// What only the right person knows of what was filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    Nik,
    KkNumber,
    /// Nothing with a number was filed.
    Nothing,
}

/// What happened.
#[derive(Clone, PartialEq)]
pub enum Event {
    /// Cleaned of control and invisible characters, capped in length.
    Text(String),
    /// The payload of a button of ours; `title` is what the citizen saw.
    Tap { payload: String, title: String },
    /// One or several files that came together.
    Media { items: Vec<MediaSeen>, album: Option<String> },
    /// A number, filled in on the one-time page.
    PageText(String),
    /// Files that came through the one-time page.
    PageFiles(Vec<MediaSeen>),
    /// A place on the map.
    Location { latitude: f64, longitude: f64 },
    /// A contact card with a phone number; `own`: the platform says that it is the sender's.
    Contact { phone: Redacted<String>, own: bool },
    /// Something that no question takes: a sticker, a poll. The word is for the text.
    Odd(&'static str),
    /// The citizen changed an earlier message.
    Edited,
    /// An officer gave the chat back to the bot.
    HandedBack,
    /// The citizen left the queue for a person and is with the bot again.
    Resumed,
    /// The citizen waits for a person, and wrote something.
    Waits,
    /// It has been quiet for long.
    Reminder,
    /// It has been quiet for too long.
    DraftExpired,
    /// "File again" after a cancellation, with what was filed and what was found missing.
    Refile { payload: DossierPayload, missing: Vec<String> },
    /// The dossier that the last step wanted to file exists already.
    AlreadyFiled { by_this_person: Option<String> },
    /// The last digits were right.
    Proven,
    /// They were not, or the code was not.
    NotProven { left: i64 },
    /// The chat in which this ticket was filed is the same person's now.
    Linked { ticket: String },
    /// Who writes now begins as a new person.
    Fresh,
    /// The code that the last step wanted mailed was not: so many were, or just now.
    CodeNotMailed { wait: Millis },
    /// The typed code was the one that was mailed to this address.
    CodeRight { address: Redacted<String> },
    /// It was not; so many tries are left.
    CodeWrong { left: i64 },
    /// It is too old.
    CodeOver,
    /// The mail with the code did not arrive.
    MailFailed(MailFate),
    /// The place at the counter that the last step wanted was taken by someone faster.
    SlotGone,
    /// The citizen wrote, and their conversation moved on to a newer definition under it: asks what is open now.
    MovedOn,
    /// A model outside answered the question that nothing here had an answer to.
    Advised { answer: String },
    /// It did not: the text is answered as if there were no model.
    NotAdvised(Unanswered),
}

/// Where a text stood that reads like a question and has no answer here.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Unanswered {
    /// The key of what is said to it without a model.
    pub fault: String,
    /// The request, by the tag of its session.
    pub tag: String,
    /// The question that was open; none outside of a request.
    pub question: Option<String>,
}

impl Event {
    /// The citizen did something; the others come from time or the office.
    pub(super) fn is_citizens(&self) -> bool {
        match self {
            Event::Text(_)
            | Event::Tap { .. }
            | Event::Media { .. }
            | Event::PageText(_)
            | Event::PageFiles(_)
            | Event::Location { .. }
            | Event::Contact { .. }
            | Event::Odd(_)
            | Event::Edited
            | Event::MovedOn
            // Only now is what the citizen wrote answered.
            | Event::Advised { .. }
            | Event::NotAdvised(_) => true,
            Event::HandedBack
            | Event::Resumed
            | Event::Waits
            | Event::Reminder
            | Event::DraftExpired
            | Event::Refile { .. }
            | Event::AlreadyFiled { .. }
            | Event::Proven
            | Event::NotProven { .. }
            | Event::Linked { .. }
            | Event::Fresh
            | Event::CodeNotMailed { .. }
            | Event::CodeRight { .. }
            | Event::CodeWrong { .. }
            | Event::CodeOver
            | Event::MailFailed(_)
            | Event::SlotGone => false,
        }
    }
}

impl std::fmt::Debug for Event {
    /// The kind alone: what was said must not print.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Event::Text(_) => "Text",
            Event::Tap { .. } => "Tap",
            Event::Media { .. } => "Media",
            Event::PageText(_) => "PageText",
            Event::PageFiles(_) => "PageFiles",
            Event::Location { .. } => "Location",
            Event::Contact { .. } => "Contact",
            Event::Odd(_) => "Odd",
            Event::Edited => "Edited",
            Event::HandedBack => "HandedBack",
            Event::Resumed => "Resumed",
            Event::Waits => "Waits",
            Event::Reminder => "Reminder",
            Event::DraftExpired => "DraftExpired",
            Event::Refile { .. } => "Refile",
            Event::AlreadyFiled { .. } => "AlreadyFiled",
            Event::Proven => "Proven",
            Event::NotProven { .. } => "NotProven",
            Event::Linked { .. } => "Linked",
            Event::Fresh => "Fresh",
            Event::CodeNotMailed { .. } => "CodeNotMailed",
            Event::CodeRight { .. } => "CodeRight",
            Event::CodeWrong { .. } => "CodeWrong",
            Event::CodeOver => "CodeOver",
            Event::MailFailed(_) => "MailFailed",
            Event::SlotGone => "SlotGone",
            Event::MovedOn => "MovedOn",
            Event::Advised { .. } => "Advised",
            Event::NotAdvised(_) => "NotAdvised",
        })
    }
}

/// A file as far as it got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaSeen {
    pub id: MediaId,
    pub kind: MediaKind,
    pub seen: Seen,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Fetched and good to read.
    Good,
    /// Fetched and stored; the triage doubts it. `verdict` e.g. `blurry`; `advice` is the key of what to do
    /// better. `usable`: a person could still read it.
    Poor { verdict: String, advice: String, usable: bool },
    /// Still on its way.
    Waiting,
    /// It will not come: expired, too large.
    Gone { advice: String },
}

/// What a kind of question makes of an event.
#[derive(Debug)]
pub(super) enum Taken {
    /// Accepted. The part is said before the next question, when there is something to say.
    Answer(super::session::Answer, Option<super::reply::Say>),
    /// Not accepted; say this and ask again. Counts as a failure.
    Fault(super::reply::Say),
    /// A side question comes first.
    Ask(super::session::Focus),
    /// Said without counting a failure; the question stays.
    Tell(super::reply::Say),
    /// The citizen wants something else first: see the agreement in full, change an answer, stop.
    Wish(Wish),
    /// Nothing that this kind of question can use.
    NotMine,
}

/// What an option may mean beside an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    Correct,
    Cancel,
    RefuseConsent,
    Person,
}

/// A question with its definition, as the kinds need it.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub definition: &'a Definition,
    pub question: &'a Question,
}

impl At<'_> {
    pub(super) fn key(&self, part: &str) -> String {
        self.definition.key_of(&self.question.base, part)
    }
}

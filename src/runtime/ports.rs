//! What the runtime needs from the strangers at the door. `channels/` implements [`Channel`] and calls
//! [`Ingest`]; `app` joins them.

use std::time::Duration;

use futures_util::future::BoxFuture;

use crate::domain::ids::{MailId, MessageId};
use crate::domain::inbound::{Address, Arrived, ChannelKind, DeliveryStatus, Inbound, MediaRef};
use crate::domain::outbound::{Abilities, Outgoing, Sensitive, Spent};
use crate::domain::redacted::Redacted;
use crate::domain::template::{Filled, Standing, TemplateNews};

/// One messaging platform.
pub trait Channel: Send + Sync {
    fn kind(&self) -> ChannelKind;
    fn abilities(&self) -> &Abilities;
    fn sensitive(&self) -> Sensitive;

    /// Reads one stored fragment. Total and repeatable: what cannot be understood is
    /// `Body::Unsupported`, never an error, and known content next to unknown content is kept.
    fn read(&self, fragment: &str) -> Inbound;

    /// Sends one bubble to the best of the person's addresses.
    ///
    /// # Errors
    /// Sorted by what the caller does next.
    fn send<'a>(
        &'a self,
        to: &'a [Address],
        id: &'a MessageId,
        message: &'a Outgoing,
        file: Option<Vec<u8>>,
    ) -> BoxFuture<'a, Result<Sent, SendError>>;

    /// Sends a template: what may leave outside the reply window.
    ///
    /// # Errors
    /// Sorted by what the caller does next.
    fn send_template<'a>(
        &'a self,
        _to: &'a [Address],
        _id: &'a MessageId,
        _template: &'a Filled,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        Box::pin(std::future::ready(Err(SendError::Refused {
            why: "no templates on this channel".to_owned(),
        })))
    }

    /// Which number or bot of ours is behind this door: a reply window belongs to it.
    fn line(&self) -> &str {
        ""
    }

    /// What the failure of a message means that the platform had taken before.
    fn fate(&self, status: &DeliveryStatus) -> SendError {
        SendError::Refused {
            why: status.error.clone().unwrap_or_else(|| "failed, without a reason".to_owned()),
        }
    }

    /// What a piece of account news tells about templates.
    fn template_news(&self, _fragment: &str) -> Vec<TemplateNews> {
        Vec::new()
    }

    /// Asks the platform how our templates stand. None: it cannot be asked.
    fn ask_templates<'a>(&'a self) -> BoxFuture<'a, Result<Option<Vec<TemplateNews>>, SendError>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    /// Downloads a file the citizen sent.
    ///
    /// # Errors
    /// Sorted by what the caller does next.
    fn fetch<'a>(&'a self, media: &'a MediaRef) -> BoxFuture<'a, Result<Vec<u8>, FetchError>>;

    /// Shows the citizen that the message was seen (read mark, the end of a button's spinner). It comes beside the
    /// answer, or where none comes, so it never promises one. Courtesy only: failures are logged by the channel and
    /// lost.
    fn acknowledge<'a>(&'a self, from: &'a [Address], inbound: &'a Inbound) -> BoxFuture<'a, ()>;

    /// Shows the citizen that an answer takes a while (typing). Courtesy only; the caller drops it once the answer is
    /// there.
    fn working<'a>(&'a self, _from: &'a [Address], _inbound: &'a Inbound) -> BoxFuture<'a, ()> {
        Box::pin(std::future::ready(()))
    }

    /// Takes the buttons off an answered bubble and leaves what was chosen, where the channel can edit. Courtesy
    /// only.
    fn retire_choices<'a>(&'a self, to: &'a [Address], spent: &'a Spent) -> BoxFuture<'a, ()>;

    /// Asks the platform whether our credentials work; for `sapa doctor`.
    fn probe<'a>(&'a self) -> BoxFuture<'a, Result<String, String>>;
}

/// The platform took the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub wire_id: String,
}

/// Why a message was not taken, by what to do next. `why` is a code and a title for staff, without
/// personal data and without secrets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Passing trouble; the same message again, later. `sure` is false when the platform may have taken
    /// it (time-out, dropped connection).
    #[error("try again: {why}")]
    Retry { after: Option<Duration>, sure: bool, why: String },
    /// Passing trouble of this one message: again, but not more often than `most` times in all.
    #[error("try again a few times: {why}")]
    RetryTimes { most: i64, after: Option<Duration>, why: String },
    /// Only this person must wait (pair limit, one a second per chat).
    #[error("this person must wait: {why}")]
    WaitPerson { after: Option<Duration>, why: String },
    /// The whole number must slow down.
    #[error("the number must slow down: {why}")]
    SlowNumber { after: Option<Duration>, why: String },
    /// Nothing of this channel can go out until an operator acts (token, account, payment).
    #[error("the queue is held: {why}")]
    HoldQueue { why: String },
    /// What the office says unasked must stop for a while; answers may go on.
    #[error("nothing unasked for now: {why}")]
    StopUnasked { after: Duration, why: String },
    /// Outside the platform's reply window: needs a template or the citizen's next message.
    #[error("outside the reply window: {why}")]
    WindowClosed { why: String },
    /// The template was not taken. `standing`: it is so for everyone; none: it was the way this one was filled.
    #[error("the template was not taken: {why}")]
    Template { standing: Option<Standing>, why: String },
    /// The platform keeps this one back from this person: not again on this channel before they write.
    #[error("kept back by the platform: {why}")]
    KeptBack { why: String },
    /// This person cannot be reached on this channel (blocked, gone, never there).
    #[error("unreachable: {why}")]
    Unreachable { why: String },
    /// The platform will never take this message: a fault of ours.
    #[error("refused: {why}")]
    Refused { why: String },
}

/// Why a file did not come, by what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    #[error("try again: {0}")]
    Retry(String),
    /// Expired or deleted: the citizen must send it again.
    #[error("gone: {0}")]
    Gone(String),
    #[error("too large: {0}")]
    TooLarge(String),
    /// Nothing can be fetched until an operator acts.
    #[error("held: {0}")]
    Held(String),
}

/// An e-mail in plain text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Letter {
    pub to: Redacted<String>,
    pub subject: String,
    pub body: Redacted<String>,
}

/// Who takes e-mails. `mail/` implements it.
pub trait Mailer: Send + Sync {
    /// Hands a mail over. Its id is in the head of the mail, so that one that is handed over twice can be known.
    ///
    /// # Errors
    /// Sorted by what the caller does next.
    fn send<'a>(&'a self, id: &'a MailId, letter: &'a Letter) -> BoxFuture<'a, Result<(), MailError>>;
}

/// Why a mail was not taken, by what to do next. `why` is a code or a word of ours: what a server writes may hold the
/// address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// Passing trouble: the same mail again, later.
    #[error("try again: {0}")]
    Retry(String),
    /// No mail can go out until an operator acts (login, certificate).
    #[error("mail is held: {0}")]
    Held(String),
    /// This address will never take it.
    #[error("refused: {0}")]
    Refused(String),
}

/// The inbox, as channels see it. Returns after commit: the platform may be told 200 then, not before.
pub trait Ingest: Send + Sync {
    /// Stores arrivals, each exactly once per `(channel, provider_id)`.
    ///
    /// # Errors
    /// When nothing of the batch was stored: answer 503, the platform delivers again.
    fn ingest<'a>(
        &'a self,
        channel: ChannelKind,
        arrivals: Vec<Arrived>,
    ) -> BoxFuture<'a, Result<(), CannotStore>>;
}

#[derive(Debug, Clone, thiserror::Error)]
#[error("failed to store what arrived")]
pub struct CannotStore;

/// A language model outside of the house. `model/` implements it.
pub trait Model: Send + Sync {
    /// Asks once. The caller bounds how long that may take.
    ///
    /// # Errors
    /// Sorted by what the caller does next.
    fn ask<'a>(&'a self, prompt: &'a Prompt) -> BoxFuture<'a, Result<String, ModelError>>;
}

/// All that a model is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// How to answer, and the office's facts.
    pub instructions: String,
    /// Allowed words of a citizen's question, never the question itself.
    pub question: String,
}

/// Why a model did not answer, by what to do next. Codes and words of ours: no text of anybody's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Passing trouble: once more may do.
    #[error("try again: {0}")]
    Retry(String),
    /// The same again fails again.
    #[error("refused: {0}")]
    Refused(String),
}

/// Where files are kept, encrypted. `blobs/` implements it.
pub trait FileStore: Send + Sync {
    /// Durable when it returns. The same key again replaces.
    fn put<'a>(&'a self, key: &'a str, bytes: Vec<u8>) -> BoxFuture<'a, Result<(), FileError>>;
    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Vec<u8>, FileError>>;
    fn delete<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), FileError>>;
}

/// Why a file could not be kept or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    #[error("no such file")]
    Missing,
    #[error("the file is damaged or sealed with another key")]
    Damaged,
    #[error("the file store is unavailable: {0}")]
    Unavailable(String),
}

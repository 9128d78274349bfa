//! What the console has the runtime do. A trait, so that the pages are tested without a runtime.

use futures_util::future::BoxFuture;

use crate::domain::Millis;
use crate::domain::ids::{ArrivalId, DossierId, MediaId, MessageId, PersonId};
use crate::domain::staff::Staff;
use crate::runtime::cases::{ActError, Cases, Moved};
use crate::runtime::desk::{Desk, DeskError};
use crate::workflow::{Act, Given};

pub(super) trait Hands: Send + Sync {
    fn take<'a>(&'a self, who: &'a Staff, person: &'a PersonId) -> BoxFuture<'a, Result<(), DeskError>>;
    fn give_back<'a>(&'a self, who: &'a Staff, person: &'a PersonId) -> BoxFuture<'a, Result<(), DeskError>>;
    fn reply<'a>(
        &'a self,
        who: &'a Staff,
        person: &'a PersonId,
        text: &'a str,
    ) -> BoxFuture<'a, Result<MessageId, DeskError>>;
    fn retry<'a>(&'a self, who: &'a Staff, message: &'a MessageId) -> BoxFuture<'a, Result<(), DeskError>>;
    /// Serves an event that was set aside.
    fn serve_again<'a>(
        &'a self,
        who: &'a Staff,
        arrival: &'a ArrivalId,
    ) -> BoxFuture<'a, Result<(), DeskError>>;
    /// Until the reply window closes; none where the channel has none.
    fn window_left(&self, channel: &str, last_in_at: Option<Millis>) -> Option<Millis>;
    /// Mime type and bytes, recorded as looked at.
    fn open_file<'a>(
        &'a self,
        who: &'a Staff,
        media: &'a MediaId,
    ) -> BoxFuture<'a, Result<(String, Vec<u8>), DeskError>>;
    fn act<'a>(
        &'a self,
        who: &'a Staff,
        dossier: &'a DossierId,
        version: i64,
        act: Act,
        given: &'a Given,
    ) -> BoxFuture<'a, Result<Moved, ActError>>;
}

/// The real ones.
pub(super) struct Runtime {
    pub desk: Desk,
    pub cases: Cases,
}

impl Hands for Runtime {
    fn take<'a>(&'a self, who: &'a Staff, person: &'a PersonId) -> BoxFuture<'a, Result<(), DeskError>> {
        Box::pin(self.desk.take(who, person))
    }

    fn give_back<'a>(&'a self, who: &'a Staff, person: &'a PersonId) -> BoxFuture<'a, Result<(), DeskError>> {
        Box::pin(self.desk.give_back(who, person))
    }

    fn reply<'a>(
        &'a self,
        who: &'a Staff,
        person: &'a PersonId,
        text: &'a str,
    ) -> BoxFuture<'a, Result<MessageId, DeskError>> {
        Box::pin(self.desk.reply(who, person, text))
    }

    fn retry<'a>(&'a self, who: &'a Staff, message: &'a MessageId) -> BoxFuture<'a, Result<(), DeskError>> {
        Box::pin(self.desk.retry(who, message))
    }

    fn serve_again<'a>(
        &'a self,
        who: &'a Staff,
        arrival: &'a ArrivalId,
    ) -> BoxFuture<'a, Result<(), DeskError>> {
        Box::pin(self.desk.serve_again(who, arrival))
    }

    fn window_left(&self, channel: &str, last_in_at: Option<Millis>) -> Option<Millis> {
        self.desk.window_left(channel, last_in_at)
    }

    fn open_file<'a>(
        &'a self,
        who: &'a Staff,
        media: &'a MediaId,
    ) -> BoxFuture<'a, Result<(String, Vec<u8>), DeskError>> {
        Box::pin(self.desk.open_file(who, media))
    }

    fn act<'a>(
        &'a self,
        who: &'a Staff,
        dossier: &'a DossierId,
        version: i64,
        act: Act,
        given: &'a Given,
    ) -> BoxFuture<'a, Result<Moved, ActError>> {
        Box::pin(self.cases.act(who, dossier, version, act, given))
    }
}

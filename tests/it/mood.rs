//! A platform that can be in a bad mood: it refuses, holds files back, or breaks what reads it.

use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::BoxFuture;
use sapa::channels::local::Local;
use sapa::domain::ids::MessageId;
use sapa::domain::inbound::{Address, ChannelKind, Inbound, MediaRef};
use sapa::domain::outbound::{Abilities, Outgoing, Sensitive, Spent};
use sapa::runtime::ports::{Channel, FetchError, SendError, Sent};
use tokio::sync::Notify;

/// How both platforms feel. The default: well.
#[derive(Default)]
pub(crate) struct Mood {
    pub(crate) sending: Option<SendError>,
    pub(crate) fetching: Option<FetchError>,
    /// What is in it makes the reader panic, as a fault of ours would.
    pub(crate) poison: Option<&'static str>,
    /// A bubble with this in it makes the sender panic.
    pub(crate) breaks: Option<&'static str>,
    /// What is sent or fetched now comes to no end before this is told of.
    pub(crate) hanging: Option<Arc<Notify>>,
    /// How often sending was tried.
    pub(crate) sends: usize,
    pub(crate) fetches: usize,
}

#[derive(Clone)]
pub(crate) struct Moody {
    pub(crate) local: Arc<Local>,
    pub(crate) mood: Arc<Mutex<Mood>>,
}

impl Moody {
    fn with<T>(&self, look: impl FnOnce(&mut Mood) -> T) -> T {
        look(&mut self.mood.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Channel for Moody {
    fn kind(&self) -> ChannelKind {
        self.local.kind()
    }

    fn abilities(&self) -> &Abilities {
        self.local.abilities()
    }

    fn sensitive(&self) -> Sensitive {
        self.local.sensitive()
    }

    fn read(&self, fragment: &str) -> Inbound {
        let poisonous = self.with(|mood| mood.poison.is_some_and(|poison| fragment.contains(poison)));
        assert!(!poisonous, "this test breaks the reader");
        self.local.read(fragment)
    }

    fn send<'a>(
        &'a self,
        to: &'a [Address],
        id: &'a MessageId,
        message: &'a Outgoing,
        file: Option<Vec<u8>>,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        let (bad, breaks, hanging) = self.with(|mood| {
            mood.sends += 1;
            let breaks = mood.breaks.is_some_and(|part| message.text.expose().contains(part));
            (mood.sending.clone(), breaks, mood.hanging.clone())
        });
        assert!(!breaks, "this test breaks the sender");
        if let Some(end) = hanging {
            return Box::pin(async move {
                end.notified().await;
                self.local.send(to, id, message, file).await
            });
        }
        match bad {
            Some(error) => Box::pin(async { Err(error) }),
            None => self.local.send(to, id, message, file),
        }
    }

    fn fetch<'a>(&'a self, media: &'a MediaRef) -> BoxFuture<'a, Result<Vec<u8>, FetchError>> {
        let (bad, hanging) = self.with(|mood| {
            mood.fetches += 1;
            (mood.fetching.clone(), mood.hanging.clone())
        });
        if let Some(end) = hanging {
            return Box::pin(async move {
                end.notified().await;
                self.local.fetch(media).await
            });
        }
        match bad {
            Some(error) => Box::pin(async { Err(error) }),
            None => self.local.fetch(media),
        }
    }

    fn acknowledge<'a>(&'a self, from: &'a [Address], inbound: &'a Inbound) -> BoxFuture<'a, ()> {
        self.local.acknowledge(from, inbound)
    }

    fn retire_choices<'a>(&'a self, to: &'a [Address], spent: &'a Spent) -> BoxFuture<'a, ()> {
        self.local.retire_choices(to, spent)
    }

    fn probe<'a>(&'a self) -> BoxFuture<'a, Result<String, String>> {
        self.local.probe()
    }
}

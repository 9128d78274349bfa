//! What a turn leaves to do once it is committed. All of it may be lost with the process.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::domain::ids::PersonId;
use crate::domain::inbound::{Address, ChannelKind, Inbound};
use crate::domain::outbound::Spent;
use crate::pubsub::Wake;
use crate::runtime::house::House;
use crate::store::Lane;

/// Calls of courtesy under way at once. Under load the others are left out: a read mark must not take the
/// line from a reply.
const COURTESIES: usize = 2;

/// The right to be polite to a platform (read marks, spinners, spent buttons).
#[derive(Clone)]
pub(in crate::runtime) struct Courtesy(Arc<Semaphore>);

impl Default for Courtesy {
    fn default() -> Self {
        Courtesy(Arc::new(Semaphore::new(COURTESIES)))
    }
}

/// Whether the outbox has to be told of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::runtime) enum Unsent {
    Tell,
    /// Not of one that was claimed at its birth: it is on its way.
    TellUnlessBorn,
}

/// What follows a turn.
#[derive(Debug)]
pub(in crate::runtime) struct After {
    pub person: PersonId,
    pub(super) channel: Option<ChannelKind>,
    pub(super) answered: bool,
    /// The person's addresses on the channel, if they are known.
    pub(super) to: Option<Vec<Address>>,
    pub(super) dead_blobs: Vec<String>,
    pub(super) last: Option<Inbound>,
    /// The bubble whose buttons are spent.
    pub(super) spent: Option<Spent>,
    pub(super) born: bool,
    /// A question to the model waits to be asked.
    pub(super) asks_model: bool,
    /// The event was another person's by then, and waits in their lane.
    pub(super) moved_to: Option<PersonId>,
}

impl After {
    pub(super) fn nothing(lane: &Lane) -> After {
        After {
            person: lane.person.clone(),
            channel: None,
            answered: false,
            to: None,
            dead_blobs: Vec::new(),
            last: None,
            spent: None,
            born: false,
            asks_model: false,
            moved_to: None,
        }
    }

    /// The reply was claimed at its birth. Where it goes, if that is known.
    pub(in crate::runtime) fn born(&mut self, channel: ChannelKind) -> Option<Vec<Address>> {
        self.born = true;
        self.to.clone().filter(|_| self.channel == Some(channel))
    }

    pub(in crate::runtime) async fn run(self, house: &House, courtesy: &Courtesy, unsent: Unsent) {
        if let Some(person) = self.moved_to {
            house.bus.wake(Wake::Inbox(person));
        }
        let Some(channel) = self.channel else { return };
        if let (true, Some(adviser)) = (self.asks_model, &house.adviser) {
            adviser.ring();
        }
        house.bus.wake(Wake::Chat(self.person.clone()));
        if self.answered && !(self.born && unsent == Unsent::TellUnlessBorn) {
            house.bus.wake(Wake::Outbox(self.person.clone()));
        }
        for key in &self.dead_blobs {
            if let Err(error) = house.files.delete(key).await {
                tracing::warn!(%error, "failed to delete a file that nobody holds; retention will");
            }
        }
        let (Some(door), Some(last)) = (house.channel(channel), self.last) else { return };
        let Ok(polite) = courtesy.0.clone().try_acquire_owned() else { return };
        let from = match self.to {
            Some(to) => to,
            None => match house.store.addresses(&self.person, channel).await {
                Ok(to) => to,
                Err(_) => return,
            },
        };
        // Nothing depends on it, so nothing waits for it.
        let door = door.clone();
        tokio::spawn(async move {
            door.acknowledge(&from, &last).await;
            if self.asks_model {
                door.working(&from, &last).await;
            }
            if let Some(spent) = self.spent {
                door.retire_choices(&from, &spent).await;
            }
            drop(polite);
        });
    }
}

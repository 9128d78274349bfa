//! The short ways between the workers of one process. They spare a look into the database and carry nothing
//! that is not in it: what is lost with the process is found there again.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{mpsc, oneshot};

use super::outbox::Sending;
use super::ports::CannotStore;
use crate::domain::inbound::{Address, Arrived, ChannelKind};
use crate::domain::template::Filled;
use crate::store::OutboxRow;

/// Deliveries that may wait for the next transaction. More are refused (503), and the platform delivers them
/// again: memory stays bounded in any flood.
const QUEUE: usize = 1_024;
/// The same in bytes of what was sent, for bodies of up to 3 MB.
const QUEUE_BYTES: usize = 32 * 1024 * 1024;
/// Bubbles that may be on their way from their birth to the platform; others wait in the outbox.
const HANDED_OVER: usize = 64;

/// What one webhook brought.
#[derive(Debug)]
pub(super) struct Posted {
    pub channel: ChannelKind,
    pub arrivals: Vec<Arrived>,
}

impl Posted {
    fn bytes(&self) -> usize {
        self.arrivals.iter().map(|a| a.fragment.expose().len()).sum()
    }
}

/// A delivery and whoever waits to hear that it is stored.
pub(super) struct Delivery {
    pub posted: Posted,
    pub stored: oneshot::Sender<Result<(), CannotStore>>,
    /// Its part of the room that waiting deliveries may take.
    pub room: tokio::sync::OwnedSemaphorePermit,
}

/// What became of a delivery that was given to the mill.
pub(super) enum Given {
    /// Here it will be heard that it is stored.
    Heard(oneshot::Receiver<Result<(), CannotStore>>),
    Back(Posted),
}

/// The platform took a bubble.
#[derive(Debug, Clone)]
pub(super) struct SentNote {
    pub row: OutboxRow,
    pub wire_id: String,
    /// The template that was sent in its place.
    pub template: Option<Filled>,
    /// Until it is written that the bubble is out, it counts as under way.
    pub _sending: Arc<Sending>,
}

/// A bubble that was claimed as it was written.
pub(super) struct Born {
    pub row: OutboxRow,
    /// Where to, when that is known; else the store is asked.
    pub to: Option<Vec<Address>>,
    _place: Place,
}

/// Counts as long as it lives.
struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What the mill listens to.
pub(super) struct Mouths {
    pub deliveries: mpsc::Receiver<Delivery>,
    pub sent: mpsc::UnboundedReceiver<SentNote>,
}

impl Mouths {
    /// Whether anything waits to be written.
    pub(super) fn hold_something(&self) -> bool {
        !self.deliveries.is_empty() || !self.sent.is_empty()
    }

    /// Takes no more: who brings something gets it back. What is inside can still be read.
    pub(super) fn close(&mut self) {
        self.deliveries.close();
        self.sent.close();
    }
}

/// What the sender listens to.
pub(super) type Births = mpsc::UnboundedReceiver<Born>;

#[derive(Default)]
struct Ends {
    mill: Option<(mpsc::Sender<Delivery>, mpsc::UnboundedSender<SentNote>)>,
    sender: Option<mpsc::UnboundedSender<Born>>,
}

/// Both ends of every wire. Clones share them.
#[derive(Clone)]
pub(super) struct Wires {
    ends: Arc<Mutex<Ends>>,
    on_the_way: Arc<AtomicUsize>,
    room: Arc<tokio::sync::Semaphore>,
}

impl Wires {
    pub(super) fn new() -> Wires {
        Wires {
            ends: Arc::default(),
            on_the_way: Arc::default(),
            room: Arc::new(tokio::sync::Semaphore::new(QUEUE_BYTES)),
        }
    }

    fn ends(&self) -> std::sync::MutexGuard<'_, Ends> {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on deliveries and notes go to whoever holds this.
    pub(super) fn attach_mill(&self) -> Mouths {
        let (deliveries, from_doors) = mpsc::channel(QUEUE);
        let (sent, from_sender) = mpsc::unbounded_channel();
        self.ends().mill = Some((deliveries, sent));
        Mouths { deliveries: from_doors, sent: from_sender }
    }

    pub(super) fn detach_mill(&self) {
        self.ends().mill = None;
    }

    pub(super) fn attach_sender(&self) -> Births {
        let (births, listener) = mpsc::unbounded_channel();
        self.ends().sender = Some(births);
        listener
    }

    pub(super) fn detach_sender(&self) {
        self.ends().sender = None;
    }

    /// Gives a delivery to the mill, or back when there is none at work.
    ///
    /// # Errors
    /// When too many wait.
    pub(super) fn deliver(&self, posted: Posted) -> Result<Given, CannotStore> {
        let Some((mill, _)) = self.ends().mill.clone() else { return Ok(Given::Back(posted)) };
        let bytes = u32::try_from(posted.bytes().clamp(1, QUEUE_BYTES)).unwrap_or(u32::MAX);
        let Ok(room) = self.room.clone().try_acquire_many_owned(bytes) else { return Err(CannotStore) };
        let (stored, heard) = oneshot::channel();
        match mill.try_send(Delivery { posted, stored, room }) {
            Ok(()) => Ok(Given::Heard(heard)),
            Err(mpsc::error::TrySendError::Full(_)) => Err(CannotStore),
            Err(mpsc::error::TrySendError::Closed(delivery)) => Ok(Given::Back(delivery.posted)),
        }
    }

    /// Gives a note to the mill, or back when there is none at work.
    pub(super) fn note(&self, note: SentNote) -> Option<SentNote> {
        let Some((_, mill)) = self.ends().mill.clone() else { return Some(note) };
        mill.send(note).err().map(|e| e.0)
    }

    /// Whether a sender is at work with room for one more bubble.
    pub(super) fn takes_births(&self) -> bool {
        self.on_the_way.load(Ordering::Relaxed) < HANDED_OVER && self.ends().sender.is_some()
    }

    /// Hands bubbles to the sender. Without one their lease ends by itself.
    pub(super) fn bear(&self, row: OutboxRow, to: Option<Vec<Address>>) {
        self.on_the_way.fetch_add(1, Ordering::Relaxed);
        let born = Born { row, to, _place: Place(self.on_the_way.clone()) };
        if let Some(sender) = &self.ends().sender {
            let _stopped_meanwhile = sender.send(born);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted() -> Posted {
        Posted { channel: ChannelKind::Whatsapp, arrivals: Vec::new() }
    }

    #[tokio::test]
    async fn a_flood_is_refused_and_what_was_refused_takes_no_room() {
        let wires = Wires::new();
        assert!(matches!(wires.deliver(posted()), Ok(Given::Back(_))), "nobody grinds: given back");
        let mut mouths = wires.attach_mill();
        let mut waiting = Vec::new();
        for _ in 0..QUEUE {
            waiting.push(wires.deliver(posted()));
        }
        assert!(waiting.iter().all(|w| matches!(w, Ok(Given::Heard(_)))));
        assert!(wires.deliver(posted()).is_err());
        drop(mouths.deliveries.recv().await);
        assert!(matches!(wires.deliver(posted()), Ok(Given::Heard(_))), "room again");
        wires.detach_mill();
        assert!(matches!(wires.deliver(posted()), Ok(Given::Back(_))));
    }
}

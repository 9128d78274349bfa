//! The mill and the sender with their short ways between them, round by round.

use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::BoxFuture;

use crate::domain::ids::MessageId;
use crate::runtime::Runtime;
use crate::runtime::inbox::{ALONE, Hands, Occasion};
use crate::runtime::wires::{Births, Mouths};

/// A piece of work for whoever decides when it goes on.
type Work = BoxFuture<'static, ()>;

/// Where deliveries, notes and births wait until somebody takes them.
pub struct Mill {
    runtime: Runtime,
    mouths: Mutex<Mouths>,
    births: Mutex<Births>,
    beside: Beside,
}

/// Work of a round that is done by itself.
#[derive(Clone, Default)]
struct Beside(Arc<Mutex<Vec<Work>>>);

impl Hands for Beside {
    fn are_free(&mut self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len() < ALONE
    }

    fn serve(&mut self, lane: Work) {
        self.keep(lane);
    }

    fn keep(&mut self, note: Work) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(note);
    }
}

impl Mill {
    /// From here on, everything that the runtime is given goes this way.
    #[must_use]
    pub fn of(runtime: &Runtime) -> Mill {
        let wires = &runtime.inbox.wires;
        Mill {
            mouths: Mutex::new(wires.attach_mill()),
            births: Mutex::new(wires.attach_sender()),
            beside: Beside::default(),
            runtime: runtime.clone(),
        }
    }

    /// Whether deliveries or notes wait to be written.
    #[must_use]
    pub fn has_post(&self) -> bool {
        self.mouths.lock().unwrap_or_else(PoisonError::into_inner).hold_something()
    }

    /// Writes what came, and gives a turn to those who wait if something was delivered. Whether there is more
    /// to do at once.
    pub async fn grind(&self) -> bool {
        let mut hands = self.beside.clone();
        self.runtime.inbox.grind_once(&self.mouths, Occasion::Post, &mut hands).await
    }

    /// The same, and a turn for those who wait whatever came.
    pub async fn grind_and_look(&self) -> bool {
        let mut hands = self.beside.clone();
        self.runtime.inbox.grind_once(&self.mouths, Occasion::Lanes, &mut hands).await
    }

    /// What the rounds so far left to be done beside them.
    #[must_use]
    pub fn beside(&self) -> Vec<Work> {
        std::mem::take(&mut *self.beside.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Bubbles that were claimed as they were written, each with its sending.
    #[must_use]
    pub fn births(&self) -> Vec<(MessageId, Work)> {
        let mut births = self.births.lock().unwrap_or_else(PoisonError::into_inner);
        let born = std::iter::from_fn(|| births.try_recv().ok());
        let outbox = &self.runtime.outbox;
        born.map(|born| (born.row.id.clone(), Box::pin(outbox.clone().deliver_born(born)) as Work)).collect()
    }
}

//! What every worker of the runtime holds: the stores, the texts, the channels, the clock.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::library::Library;
use super::ports::{Channel, FileStore};
use crate::domain::Millis;
use crate::domain::ids::{Id, id_bits};
use crate::domain::inbound::ChannelKind;
use crate::pubsub::Bus;
use crate::store::Store;
use crate::telemetry::Metrics;

/// The time, as an argument of everything. The one home of the system clock.
#[derive(Clone)]
pub enum Clock {
    System,
    /// Moved by hand, for tests and transcripts.
    Manual(Arc<std::sync::atomic::AtomicI64>),
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the home of the system clock")]
    #[must_use]
    pub fn now(&self) -> Millis {
        match self {
            Clock::System => chrono::Utc::now().timestamp_millis(),
            Clock::Manual(at) => at.load(Ordering::SeqCst),
        }
    }

    /// A clock that stands still until it is moved.
    #[must_use]
    pub fn manual(at: Millis) -> Clock {
        Clock::Manual(Arc::new(std::sync::atomic::AtomicI64::new(at)))
    }

    /// Moves a manual clock; the system's cannot be moved.
    pub fn advance(&self, by: Millis) {
        if let Clock::Manual(at) = self {
            at.fetch_add(by, Ordering::SeqCst);
        }
    }
}

/// Makes ids: sortable by time, and within one process strictly in the order in which they were made, so
/// that the order of ids is the order of arrival.
#[derive(Clone)]
pub struct Minter {
    clock: Clock,
    last: Arc<Mutex<u128>>,
    counter: Arc<AtomicU64>,
}

impl Minter {
    #[must_use]
    pub fn new(clock: Clock) -> Minter {
        Minter { clock, last: Arc::new(Mutex::new(0)), counter: Arc::new(AtomicU64::new(0)) }
    }

    /// The bits of a new id.
    #[expect(clippy::disallowed_methods, reason = "the home of the randomness of ids")]
    #[must_use]
    pub fn bits(&self) -> u128 {
        let fresh = id_bits(self.clock.now(), uuid::Uuid::new_v4().as_u128());
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = if fresh > *last { fresh } else { *last + 1 };
        *last
    }

    #[must_use]
    pub fn id<T: Id>(&self) -> T {
        T::from_bits(self.bits())
    }

    /// Eight characters that mark the buttons of one request.
    #[must_use]
    pub fn tag(&self) -> String {
        let n = self.counter.fetch_add(1, Ordering::Relaxed);
        let mixed = self.bits() as u64 ^ n.rotate_left(32);
        format!("{:08x}", (mixed ^ (mixed >> 32)) as u32)
    }
}

/// Everything the workers share. Cheap to clone.
#[derive(Clone)]
pub struct House {
    pub store: Store,
    pub files: Arc<dyn FileStore>,
    pub library: Arc<Library>,
    pub channels: Arc<BTreeMap<ChannelKind, Arc<dyn Channel>>>,
    pub bus: Bus,
    pub clock: Clock,
    pub mint: Minter,
    pub metrics: Arc<Metrics>,
}

impl House {
    #[must_use]
    pub fn channel(&self, kind: ChannelKind) -> Option<&Arc<dyn Channel>> {
        self.channels.get(&kind)
    }
}

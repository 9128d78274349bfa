//! The inbox: stores what arrives before anyone is told that it did, and serves it lane by lane.
//!
//! While [`Inbox::run`] is at work, all of it goes through the mill: one transaction stores what was
//! delivered, notes what was sent and gives every waiting person a turn. Without it (tests and tools that
//! move the clock by hand) the same rounds are made by [`Inbox::settle`], and a delivery is a round of its own.

mod alone;
mod internal;
mod lane;
mod mill;
mod round;

use std::collections::BTreeSet;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::BoxFuture;

pub(super) use internal::{Fate, Internal, PageAnswer};
pub(super) use mill::{ALONE, Hands, Occasion};
use round::Load;

use super::house::House;
use super::ports::{CannotStore, Ingest};
use super::turn::{Courtesy, TurnError};
use super::watch;
use super::wires::{Given, Posted, Wires};
use crate::domain::Millis;
use crate::domain::inbound::{Arrived, ChannelKind};
use crate::pubsub::Wake;
use crate::runtime::router::Router;
#[cfg(any(debug_assertions, feature = "planted-faults"))]
use crate::store::Planted;
use crate::store::StoreError;

/// How long a worker may work on one turn before another takes the lane.
pub(super) const LEASE: Millis = 60_000;
/// A poison event is set aside after this many tries; the lane goes on.
const TRIES: i64 = 5;
/// While the database is in trouble, a lane is tried again after this.
const TROUBLE: Millis = 2_000;
/// Between two tries to give a lane back.
const RELEASE_AGAIN: Duration = Duration::from_millis(250);
/// Events of one lane that are looked at together.
const BATCH: i64 = 20;
/// Lanes of one round that is made by hand.
const BY_HAND: i64 = 8;
/// A platform is not kept waiting longer for its 200; it delivers again, and what was stored is known.
const PATIENCE: Duration = Duration::from_secs(10);

/// Stores and serves arrivals.
#[derive(Clone)]
pub struct Inbox {
    house: House,
    pub(super) wires: Wires,
    router: Arc<Router>,
    courtesy: Courtesy,
    /// Moments at which lanes are due that were put off.
    due: Arc<Mutex<BTreeSet<Millis>>>,
    /// When this process began to serve.
    since: Millis,
    /// When a lane last found nobody free to serve it alone.
    crowded_at: Arc<AtomicI64>,
    /// Until then events are served alone, each counted as it begins.
    careful_until: Arc<AtomicI64>,
}

impl Inbox {
    #[must_use]
    pub(super) fn new(house: House, wires: Wires) -> Inbox {
        let router = Arc::new(Router::new());
        Inbox {
            since: house.clock.now(),
            house,
            wires,
            router,
            courtesy: Courtesy::default(),
            due: Arc::default(),
            crowded_at: long_ago(),
            careful_until: long_ago(),
        }
    }

    /// Serves everything that is due now, in one go. Gives the number of turns; for tests and tools that
    /// move the clock by hand.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn settle(&self) -> Result<usize, StoreError> {
        let mut turns = 0;
        loop {
            let served = match self.serve_together(BY_HAND).await {
                Ok(served) => served,
                Err(error) => {
                    tracing::warn!(%error, "a round failed and is done again, each by itself");
                    let lanes = self.claim_lanes(BY_HAND).await?;
                    if lanes.is_empty() {
                        return Err(error);
                    }
                    let mut served = 0;
                    for lane in lanes {
                        served += self.serve_lane(lane).await;
                    }
                    served
                }
            };
            turns += served;
            if served == 0 {
                return Ok(turns);
            }
        }
    }

    /// A round without deliveries, and what it leaves to be served alone. Gives the number of turns.
    pub(super) async fn serve_together(&self, most: i64) -> Result<usize, StoreError> {
        let load = Load { lanes: most, look: true, ..Load::default() };
        let mut outcome = self.round(&load).await.map_err(|error| match error {
            TurnError::Store(error) => error,
            TurnError::LaneLost => StoreError::Conflict,
            TurnError::Panicked => StoreError::Damaged("event (its turn panicked)"),
        })?;
        let slow = std::mem::take(&mut outcome.slow);
        let mut turns = outcome.turns;
        self.after(&mut outcome).await;
        for lane in slow {
            turns += self.serve_lane(lane).await;
        }
        Ok(turns)
    }

    /// A delivery in a transaction of its own.
    async fn store(&self, posted: &Posted) -> Result<(), CannotStore> {
        self.try_store(posted).await.map_err(|error| {
            tracing::error!(%error, "failed to store what arrived");
            CannotStore
        })
    }

    /// One event that can never be stored must not keep out the others of its delivery: they are stored one by one
    /// then. The platform is told of failure all the same, for it is the only one who still has that event.
    async fn try_store(&self, posted: &Posted) -> Result<(), TurnError> {
        let error = match self.store_together(posted).await {
            Err(error) if !is_trouble(&error) => error,
            other => return other,
        };
        let mut failed = Err(error);
        if posted.arrivals.len() > 1 {
            failed = Ok(());
            for arrived in &posted.arrivals {
                let single = Posted { channel: posted.channel, arrivals: vec![arrived.clone()] };
                match self.store_together(&single).await {
                    Err(error) if is_trouble(&error) => return Err(error),
                    Err(error) => failed = Err(error),
                    Ok(()) => {}
                }
            }
        }
        if let Err(error) = &failed {
            self.tell_unstorable(posted.channel, error).await?;
        }
        failed
    }

    async fn tell_unstorable(&self, channel: ChannelKind, error: &TurnError) -> Result<(), StoreError> {
        let mut work = self.house.store.begin().await?;
        watch::raise(&self.house, &mut work, "arrival_unstorable", channel.as_str(), &error.to_string())
            .await?;
        work.commit().await
    }

    async fn store_together(&self, posted: &Posted) -> Result<(), TurnError> {
        let alone = Posted { channel: posted.channel, arrivals: posted.arrivals.clone() };
        let mut outcome = self.round(&Load { posted: vec![alone], ..Load::default() }).await?;
        for person in outcome.woken.drain(..) {
            self.house.bus.wake(Wake::Inbox(person));
        }
        self.after(&mut outcome).await;
        self.look_at(self.house.clock.now());
        Ok(())
    }
}

fn long_ago() -> Arc<AtomicI64> {
    Arc::new(AtomicI64::new(i64::MIN / 2))
}

/// Whether the same may work at another time.
fn is_trouble(error: &TurnError) -> bool {
    matches!(error, TurnError::Store(StoreError::Unavailable(_)))
}

impl Ingest for Inbox {
    fn ingest<'a>(
        &'a self,
        channel: ChannelKind,
        arrivals: Vec<Arrived>,
    ) -> BoxFuture<'a, Result<(), CannotStore>> {
        Box::pin(async move {
            match self.wires.deliver(Posted { channel, arrivals })? {
                // Boxed: it is seldom done, and each delivery would have room for it.
                Given::Back(posted) => Box::pin(self.store(&posted)).await,
                #[cfg(any(debug_assertions, feature = "planted-faults"))]
                Given::Heard(_) if self.house.store.has(Planted::EarlyAcknowledgement) => Ok(()),
                Given::Heard(heard) => match self.house.clock.within(PATIENCE, heard).await {
                    Some(Ok(stored)) => stored,
                    Some(Err(_)) | None => Err(CannotStore),
                },
            }
        })
    }
}

//! The workers' rounds one by one, for whoever decides by himself what happens next: each is what a loop of
//! the workers does in one round, and no more.

mod mill;

pub use mill::Mill;

use super::{HEAR_FIRST, Runtime, account, desk, files, retention, timers, watch};
use crate::domain::Millis;
use crate::pubsub::Wake;
use crate::store::{Lane, OutboxRow, Presence, StoreError};

/// The rounds of one process.
pub struct Steps {
    runtime: Runtime,
}

impl Steps {
    #[must_use]
    pub fn new(runtime: Runtime) -> Steps {
        Steps { runtime }
    }

    /// Takes up work without a look at the others.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn arrive(&self) -> Result<Presence, StoreError> {
        self.runtime.arrive().await
    }

    /// Goes on with the work of a process that is no more, as its neighbours do when they have noticed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn take_over_from(&self, dead: i64) -> Result<(), StoreError> {
        let house = &self.runtime.house;
        house.store.take_over_from(dead, house.clock.now() + HEAR_FIRST).await?;
        house.bus.wake_here(Wake::All);
        Ok(())
    }

    /// Ends the leases of processes that are no more; only for one who is alone.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_leases(&self) -> Result<(), StoreError> {
        self.runtime.end_leases().await
    }

    /// # Errors
    /// When the store fails.
    pub async fn claim_lanes(&self, most: i64) -> Result<Vec<Lane>, StoreError> {
        self.runtime.inbox.claim_lanes(most).await
    }

    /// A turn for up to `most` persons in one transaction, as the mill gives them. Gives the number of turns.
    ///
    /// # Errors
    /// When any of them failed: then none was taken, and each lane is to be served by itself.
    pub async fn serve_together(&self, most: i64) -> Result<usize, StoreError> {
        self.runtime.inbox.serve_together(most).await
    }

    /// Serves what waits in a lane and gives it back. Gives the number of turns.
    pub async fn serve_lane(&self, lane: Lane) -> usize {
        self.runtime.inbox.serve_lane(lane).await
    }

    /// # Errors
    /// When the store fails.
    pub async fn claim_bubbles(&self, most: usize) -> Result<Vec<OutboxRow>, StoreError> {
        self.runtime.outbox.try_claim(most).await
    }

    /// Sends one bubble and notes what became of it.
    pub async fn deliver(&self, row: OutboxRow) {
        self.runtime.outbox.deliver(row, None).await;
    }

    /// Fetches files that are due. Gives how many there were.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fetch_files(&self) -> Result<usize, StoreError> {
        files::sweep(&self.runtime.house).await
    }

    /// Gives how many timers fired.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fire_timers(&self) -> Result<usize, StoreError> {
        timers::fire(&self.runtime.house).await
    }

    /// Gives how many chats went back into the queue.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn return_stale_chats(&self) -> Result<usize, StoreError> {
        desk::return_stale(&self.runtime.house).await
    }

    /// Reads news about our accounts, forgets what is to be forgotten and looks at what waits. Gives how much there was.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn tidy(&self) -> Result<usize, StoreError> {
        let house = &self.runtime.house;
        Ok(account::sweep(house).await? + retention::sweep(house).await? + watch::sweep(house).await?)
    }

    /// The latest moment until which a lease of this process's work may last, counted from its claim.
    #[must_use]
    pub fn longest_lease() -> Millis {
        super::inbox::LEASE.max(super::outbox::LEASE)
    }
}

//! Drives the core: what arrived becomes a turn, a turn becomes rows, rows become messages. Knows the
//! store, the engine, the texts and the ports of the strangers at the door; holds no SQL and no wire format.

mod account;
pub mod adviser;
pub mod cases;
mod clock;
mod common;
pub mod desk;
mod effects;
mod files;
pub mod house;
pub mod inbox;
pub mod library;
pub mod live;
mod mails;
pub mod outbox;
pub mod pace;
pub mod pages;
pub mod ports;
mod proof;
pub mod release;
pub mod render;
mod replicas;
mod retention;
mod router;
pub mod steps;
mod templates;
mod timers;
mod turn;
mod watch;
mod wires;

use tokio_util::sync::CancellationToken;

use house::House;
use inbox::Inbox;
use outbox::Outbox;
use pace::Pace;
use wires::Wires;

use crate::domain::Millis;
use crate::store::{Presence, StoreError};

/// After a crash a bubble that was being sent waits this long: a delivery status may say meanwhile that it
/// arrived, and then it is not said twice.
const HEAR_FIRST: Millis = 3_000;

/// The workers of one process.
#[derive(Clone)]
pub struct Runtime {
    pub house: House,
    pub inbox: Inbox,
    pub outbox: Outbox,
}

impl Runtime {
    #[must_use]
    pub fn new(house: House, pace: Pace) -> Runtime {
        let wires = Wires::new();
        let inbox = Inbox::new(house.clone(), wires.clone());
        Runtime { inbox, outbox: Outbox::new(house.clone(), pace, wires), house }
    }

    /// Takes up the work where a process that died left it. Await it before [`Runtime::start`], and give what it
    /// gives to [`Runtime::keep`].
    ///
    /// # Errors
    /// When the store fails.
    pub async fn take_up_work(&self) -> Result<Presence, StoreError> {
        let mut presence = self.arrive().await?;
        let now = self.house.clock.now();
        let beat = presence.beat(now, now + HEAR_FIRST).await?;
        if beat.left > 0 {
            tracing::warn!(
                left = beat.left,
                "a process before this one died; looking for what may have killed it"
            );
            self.inbox.be_careful();
        }
        tracing::info!(number = presence.number(), "at work");
        Ok(presence)
    }

    /// Before anything else, and before anyone is told.
    async fn arrive(&self) -> Result<Presence, StoreError> {
        for newest in self.house.store.newest_ids().await? {
            self.house.mint.start_after(&newest);
        }
        watch::heal_clock(&self.house).await?;
        self.house.store.take_up_work(self.house.clock.now()).await
    }

    /// Ends every lease, as after the death of the only process.
    async fn end_leases(&self) -> Result<(), StoreError> {
        let now = self.house.clock.now();
        let mut work = self.house.store.begin().await?;
        work.end_leases(now + HEAR_FIRST).await?;
        work.commit().await
    }

    /// Shows that this process is at work until told to stop, which is when its workers have ended.
    pub async fn keep(self, presence: Presence, stop: CancellationToken) {
        let common = self.outbox.common();
        replicas::keep(self.house, self.inbox, presence, common, stop).await;
    }

    /// Starts every worker. They finish what is under way when `stop` is called; await the set for that.
    #[must_use]
    pub fn start(&self, stop: &CancellationToken) -> tokio::task::JoinSet<()> {
        let mut workers = tokio::task::JoinSet::new();
        workers.spawn(self.inbox.clone().run(stop.clone()));
        workers.spawn(self.outbox.clone().run(stop.clone()));
        workers.spawn(files::run(self.house.clone(), stop.clone()));
        // A worker that ends is taken for one that broke: without mail there is none.
        if self.house.mail.is_some() {
            workers.spawn(mails::run(self.house.clone(), stop.clone()));
        }
        workers.spawn(timers::run(self.house.clone(), stop.clone()));
        workers.spawn(adviser::run(self.house.clone(), stop.clone()));
        workers
    }

    /// Serves everything that is due at this moment, to the last bubble; for tests and tools that move the
    /// clock by hand.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn settle(&self) -> Result<(), StoreError> {
        watch::heal_clock(&self.house).await?;
        loop {
            let mut done = timers::fire(&self.house).await?;
            done += desk::return_stale(&self.house).await?;
            done += account::sweep(&self.house).await?;
            done += retention::sweep(&self.house).await?;
            done += pages::sweep(&self.house).await?;
            done += files::sweep(&self.house).await?;
            done += mails::sweep(&self.house).await?;
            done += self.inbox.settle().await?;
            done += adviser::sweep(&self.house).await?;
            done += self.outbox.settle().await?;
            done += watch::sweep(&self.house).await?;
            if done == 0 {
                return Ok(());
            }
        }
    }
}

//! The platforms' budgets when several processes share a number. With Redis every bubble takes its place in a
//! common bucket as well. Without, or while it does not answer, every process keeps its part: the number's rate
//! divided by the processes at work, and a person's pauses multiplied by them, so that together they never send
//! more than the platform allows.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::pace::{Budget, NUMBER_BURST_PART};
use crate::domain::Millis;
use crate::domain::ids::PersonId;
use crate::domain::inbound::ChannelKind;
use crate::pubsub::{Bucket, Bus, Link};

/// What all processes together may send.
#[derive(Debug)]
pub(super) struct CommonPace {
    bus: Bus,
    budgets: HashMap<ChannelKind, Budget>,
    alive: AtomicU32,
}

impl CommonPace {
    #[must_use]
    pub(super) fn new(bus: Bus, budgets: HashMap<ChannelKind, Budget>) -> CommonPace {
        CommonPace { bus, budgets, alive: AtomicU32::new(1) }
    }

    /// Processes at work, at the last look.
    #[must_use]
    pub(super) fn alive(&self) -> u32 {
        self.alive.load(Ordering::Relaxed)
    }

    pub(super) fn set_alive(&self, alive: u32) {
        self.alive.store(alive.max(1), Ordering::Relaxed);
    }

    /// Among how many the local budget is divided at this moment.
    pub(super) fn sharers(&self) -> u32 {
        if self.bus.link() == Link::Up { 1 } else { self.alive() }
    }

    /// Takes a place for one message now, or says when to come back. Without a link the local budget, taken
    /// before, is the whole answer.
    ///
    /// # Errors
    /// The moment from which a place is free.
    pub(super) async fn take(
        &self,
        channel: ChannelKind,
        person: &PersonId,
        now: Millis,
    ) -> Result<(), Millis> {
        let Some(budget) = self.budgets.get(&channel) else { return Ok(()) };
        let mut buckets = Vec::with_capacity(2);
        if budget.per_second > 0 {
            buckets.push(number_bucket(channel, budget));
        }
        if budget.person_interval > 0 {
            let interval = millis(budget.person_interval);
            let slack = interval * budget.person_burst.saturating_sub(1);
            buckets.push(Bucket { name: format!("{}:{person}", channel.as_str()), interval, slack });
        }
        if buckets.is_empty() {
            return Ok(());
        }
        match self.bus.take(&buckets).await {
            None | Some(Ok(())) => Ok(()),
            Some(Err(wait)) => Err(now + wait),
        }
    }

    /// The platform said to slow down: nobody sends on this channel for so long.
    pub(super) async fn hold(&self, channel: ChannelKind, for_millis: Millis) {
        if let Some(budget) = self.budgets.get(&channel).filter(|budget| budget.per_second > 0) {
            self.bus.hold(&number_bucket(channel, budget), for_millis.max(0)).await;
        }
    }
}

fn number_bucket(channel: ChannelKind, budget: &Budget) -> Bucket {
    Bucket {
        name: channel.as_str().to_owned(),
        interval: Duration::from_secs(1) / budget.per_second.max(1),
        slack: millis(NUMBER_BURST_PART),
    }
}

fn millis(millis: Millis) -> Duration {
    Duration::from_millis(u64::try_from(millis).unwrap_or(0))
}

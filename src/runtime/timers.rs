//! Timers as rows: each becomes an arrival in the person's lane in the transaction that deletes it, so it
//! fires once, after restarts and after jumps of the clock too. Who did not ask is not written to at night, nor on
//! Nyepi, when the island's mobile data are off: until the morning after, timers are held. Answers never are, nor
//! what an officer does to a case: that is news the citizen waits for, and an officer is at work.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::account;
use super::desk;
use super::house::House;
use super::inbox::Internal;
use super::pages;
use super::retention;
use super::templates;
use super::watch;
use crate::domain::Millis;
use crate::pubsub::Wake;
use crate::store::{StoreError, TimerKind};

const LOOK: Duration = Duration::from_secs(5);
/// A clock that went back by this much was ahead before.
const BACK: Millis = 10_000;
/// A timer that does not read is looked at again after this.
const PASSED_OVER: Millis = 60 * 60 * 1000;
/// Looks between two rounds of forgetting: about a quarter of an hour.
const FORGET_EVERY: u64 = 180;
/// Looks between two questions to the platforms about our templates: ten minutes. Meta allows 200 calls an hour.
const ASK_TEMPLATES_EVERY: u64 = 120;

pub(super) async fn run(house: House, stop: CancellationToken) {
    let mut last = house.clock.now();
    for round in 0_u64.. {
        let now = house.clock.now();
        if now + BACK < last
            && let Err(error) = watch::heal_clock(&house).await
        {
            tracing::error!(%error, "failed to mend what a clock that was ahead left");
        }
        last = now;
        if let Err(error) = watch::sweep(&house).await {
            tracing::error!(%error, "failed to look at what waits");
        }
        if let Err(error) = fire(&house).await {
            tracing::error!(%error, "failed to fire timers");
        }
        if let Err(error) = account::sweep(&house).await {
            tracing::error!(%error, "failed to read news about our accounts");
        }
        if round % FORGET_EVERY == 0
            && let Err(error) = retention::sweep(&house).await
        {
            tracing::error!(%error, "failed to forget files on time");
        }
        if round % ASK_TEMPLATES_EVERY == 0
            && let Err(error) = templates::ask(&house).await
        {
            tracing::error!(%error, "failed to note how templates stand");
        }
        if round % FORGET_EVERY == 0
            && let Err(error) = pages::sweep(&house).await
        {
            tracing::error!(%error, "failed to forget pages on time");
        }
        if let Err(error) = desk::return_stale(&house).await {
            tracing::error!(%error, "failed to return chats that nobody answered");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Fires what is due. Gives how many fired.
pub(super) async fn fire(house: &House) -> Result<usize, StoreError> {
    let now = house.clock.now();
    let mut work = house.store.begin().await?;
    let due = work.due_timers(now, 100).await?;
    for id in work.unreadable() {
        work.timer_unreadable(&id, now + PASSED_OVER).await?;
    }
    let mut fired = Vec::new();
    for timer in due {
        if let Some(after) = house.library.calendar.unasked_from(now) {
            work.move_timer(&timer.id, after).await?;
            continue;
        }
        if !work.delete_timer(&timer.id).await? {
            continue;
        }
        let internal = match timer.kind {
            TimerKind::Reminder => Internal::Reminder,
            TimerKind::DraftExpiry => Internal::DraftExpiry,
        };
        internal.place(&mut work, house, &timer.person, &format!("timer:{}", timer.id)).await?;
        fired.push(timer.person);
    }
    work.commit().await?;
    let count = fired.len();
    for person in fired {
        house.bus.wake(Wake::Inbox(person));
    }
    Ok(count)
}

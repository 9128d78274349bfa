//! Timers as rows: each becomes an arrival in the person's lane in the transaction that deletes it, so it
//! fires once, after restarts too. Held on Nyepi, when the island's mobile data are off.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::account;
use super::desk;
use super::house::House;
use super::inbox::Internal;
use super::retention;
use super::templates;
use crate::pubsub::Wake;
use crate::store::{StoreError, TimerKind};

const LOOK: Duration = Duration::from_secs(5);
/// Looks between two rounds of forgetting: about a quarter of an hour.
const FORGET_EVERY: u64 = 180;
/// Looks between two questions to the platforms about our templates: ten minutes. Meta allows 200 calls an hour.
const ASK_TEMPLATES_EVERY: u64 = 120;

pub(super) async fn run(house: House, stop: CancellationToken) {
    for round in 0_u64.. {
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
    let mut fired = Vec::new();
    for timer in due {
        if let Some(after) = house.library.calendar.quiet_until(now) {
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

//! This process among others: shows that it lives, takes over from those that died, and says how many share the
//! platforms' budgets.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::HEAR_FIRST;
use super::common::CommonPace;
use super::house::House;
use super::inbox::Inbox;
use crate::domain::ids::RowId;
use crate::pubsub::{Link, Wake};
use crate::store::{Presence, StoreError};

/// See `store::presence`: at least twice a second.
const BEAT: Duration = Duration::from_millis(400);
/// Without a link the pages of staff hear of other processes this many beats later at most.
const LOOK_EVERY: u32 = 8;

/// The kind of the alarm that staff see while Redis does not answer.
const ALARM: &str = "redis";

/// Beats until told to stop, then gives back what this process still holds: call `stop` when its workers have
/// ended.
pub(super) async fn keep(
    house: House,
    inbox: Inbox,
    mut presence: Presence,
    common: Arc<CommonPace>,
    stop: CancellationToken,
) {
    let mut failing = false;
    // Not known: an alarm of a process that died may be open.
    let mut alarmed = None;
    for round in 0_u32.. {
        match round_of(&house, &inbox, &mut presence, &common, &mut alarmed).await {
            Ok(()) if failing => {
                failing = false;
                // Work that failed with the database could not give its leases back either. What is still
                // under way is fenced: it is written once, by whoever has it then.
                if let Err(error) = presence.regain(house.clock.now() + HEAR_FIRST).await {
                    tracing::error!(%error, "failed to go on at once after an outage; leases end by themselves");
                }
                house.bus.wake_here(Wake::All);
            }
            Ok(()) => {}
            Err(error) if failing => tracing::debug!(%error, "still no beat"),
            Err(error) => {
                tracing::error!(%error, "failed to show that this process is at work");
                failing = true;
            }
        }
        if round % LOOK_EVERY == 0 && common.alive() > 1 && house.bus.link() != Link::Up {
            house.bus.wake_here(Wake::All);
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(BEAT) => {}
        }
    }
    let bubbles_at = house.clock.now() + HEAR_FIRST;
    if let Err(error) = presence.leave(bubbles_at).await {
        tracing::warn!(%error, "failed to give leases back; the others will find out");
    }
}

async fn round_of(
    house: &House,
    inbox: &Inbox,
    presence: &mut Presence,
    common: &CommonPace,
    alarmed: &mut Option<bool>,
) -> Result<(), StoreError> {
    let now = house.clock.now();
    let beat = presence.beat(now, now + HEAR_FIRST).await?;
    common.set_alive(beat.alive);
    house.metrics.depth("replicas", beat.alive.into());
    if beat.dead > 0 {
        tracing::warn!(dead = beat.dead, "took over from processes that died");
        inbox.be_careful();
        house.bus.wake_here(Wake::All);
    }
    let down = house.bus.link() == Link::Down;
    house.metrics.depth("redis_down", i64::from(down));
    if *alarmed != Some(down) {
        let mut work = house.store.begin().await?;
        if down {
            let alarm: RowId = house.mint.id();
            let detail = "Redis does not answer; messages go on, rates are divided among the processes";
            work.raise_alarm(&alarm, ALARM, "redis", detail, now).await?;
        } else {
            work.clear_alarm(ALARM, "redis", now).await?;
        }
        work.commit().await?;
        *alarmed = Some(down);
    }
    Ok(())
}

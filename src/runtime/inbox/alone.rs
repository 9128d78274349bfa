//! One lane by itself: when a file must be fetched, which takes its time, or when something failed and the
//! others must not suffer for it.

use super::lane::{still_arriving, together};
use super::{BATCH, Inbox, LEASE, RELEASE_AGAIN, TRIES, TROUBLE};
use crate::domain::Millis;
use crate::domain::ids::ArrivalId;
use crate::runtime::turn::{self, TurnError};
use crate::runtime::watch;
use crate::store::{Lane, StoreError};
use crate::telemetry::STORY;

impl Inbox {
    /// Serves a lane that was claimed, to its end. Gives the number of turns.
    pub(in crate::runtime) async fn serve_lane(&self, lane: Lane) -> usize {
        let mut turns = 0;
        let mut not_before = None;
        loop {
            let waiting = match self.house.store.waiting(&lane.person, BATCH).await {
                Ok(waiting) => waiting,
                Err(error) => {
                    tracing::error!(%error, "failed to read a lane");
                    not_before = Some(self.house.clock.now() + self.pass_over(&lane, &error).await);
                    break;
                }
            };
            if waiting.is_empty() {
                break;
            }
            let batch = together(&waiting);
            if let Some(whole_at) = still_arriving(batch, self.house.clock.now()) {
                not_before = Some(whole_at);
                break;
            }
            let started = std::time::Instant::now();
            match turn::serve(&self.house, &self.router, &lane, batch, LEASE).await {
                Ok(after) => {
                    turns += 1;
                    let took = started.elapsed();
                    self.house.metrics.turn(took);
                    for row in batch {
                        tracing::debug!(target: STORY, arrival = %row.id, took_ms = took.as_millis(), "served");
                    }
                    after.run(&self.house, &self.courtesy, turn::Unsent::Tell).await;
                }
                // Another worker has the lane: it will do the rest.
                Err(TurnError::LaneLost) => return turns,
                Err(error) => {
                    let now = self.house.clock.now();
                    let Some(first) = batch.first() else { break };
                    not_before = Some(now + self.note_failure(&lane, &first.id, &error).await);
                    break;
                }
            }
        }
        self.release(&lane, not_before).await;
        turns
    }

    /// The oldest event of a lane does not read: its tries are counted like those of any other.
    async fn pass_over(&self, lane: &Lane, error: &StoreError) -> Millis {
        match (error, self.house.store.oldest_waiting(&lane.person).await) {
            (StoreError::Damaged(what), Ok(Some(id))) => {
                self.note_failure(lane, &id, &TurnError::Store(StoreError::Damaged(what))).await
            }
            _ => TROUBLE,
        }
    }

    /// Counts the failed try, unless it was the database's. Gives how long to wait before the next.
    async fn note_failure(&self, lane: &Lane, arrival: &ArrivalId, error: &TurnError) -> Millis {
        tracing::error!(%error, %arrival, "a turn failed");
        if matches!(error, TurnError::Store(StoreError::Unavailable(_))) {
            // No event is to blame for it, and none is set aside for it, however long it lasts.
            return TROUBLE;
        }
        let house = &self.house;
        let noted = async {
            let mut work = house.store.begin().await?;
            // Whoever lost the lane meanwhile counts nothing: another is serving it.
            work.hold_lane(lane, house.clock.now() + LEASE).await?;
            let tries = work.fail_arrival(arrival, &error.to_string()).await?;
            if tries >= TRIES {
                work.set_arrival_aside(arrival, house.clock.now()).await?;
                watch::raise(house, &mut work, "arrival_set_aside", arrival.as_str(), &error.to_string())
                    .await?;
                house.metrics.set_aside();
            }
            work.commit().await?;
            Ok::<_, StoreError>(tries)
        };
        match noted.await {
            Ok(tries) if tries < TRIES => 250 << tries.clamp(0, 6),
            Ok(_) => 0,
            Err(_) => TROUBLE,
        }
    }

    /// Gives a lane back. Trouble with the database must not cost its person the rest of the lease.
    pub(super) async fn release(&self, lane: &Lane, not_before: Option<Millis>) {
        let ends = self.house.clock.now() + LEASE;
        loop {
            let at = not_before.unwrap_or_else(|| self.house.clock.now());
            let released = async {
                let mut work = self.house.store.begin().await?;
                work.release_lane(lane, at).await?;
                work.commit().await
            };
            match released.await {
                Ok(()) => return self.look_at(at),
                Err(error) => {
                    tracing::error!(%error, "failed to give a lane back");
                    let trouble = matches!(error, StoreError::Unavailable(_));
                    if !trouble || self.house.clock.now() >= ends {
                        return;
                    }
                }
            }
            self.house.clock.sleep(RELEASE_AGAIN).await;
        }
    }
}

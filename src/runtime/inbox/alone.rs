//! One lane by itself: when a file must be fetched, which takes its time, or when something failed and the
//! others must not suffer for it.

use std::sync::atomic::Ordering;

use super::lane::{still_arriving, together};
use super::{BATCH, Inbox, LEASE, RELEASE_AGAIN, TRIES, TROUBLE};
use crate::domain::Millis;
use crate::domain::ids::ArrivalId;
use crate::runtime::turn::{self, TurnError};
use crate::runtime::watch;
use crate::store::{BEGUN, Lane, StoreError};
use crate::telemetry::STORY;

/// So long after a death. An event that killed once is the oldest of its lane at the next start; where many wait
/// before it, each life gets further.
const CAREFUL: Millis = 20_000;
/// Who died twice over an event tries it no sooner than this after its start, and twice as late each time: where
/// something else kills process after process, no event is blamed for it, and an event that does kill leaves each
/// process the time to serve the others.
const SUSPECT: Millis = 1_000;
/// For so long after nobody was free for a lane, the lanes that were served let others go first.
const CROWDED: Millis = 1_000;
/// A little longer than [`super::mill::TURNED_AWAY`].
const BEHIND_OTHERS: Millis = super::mill::TURNED_AWAY + 50;

impl Inbox {
    /// Serves what is served together of a lane that was claimed, and gives it back: whoever sent ten thousand photos
    /// comes again behind the others. Gives the number of turns.
    pub(in crate::runtime) async fn serve_lane(&self, lane: Lane) -> usize {
        let Some((turns, not_before)) = self.serve_batch(&lane).await else { return 0 };
        let now = self.house.clock.now();
        // Who was turned away for want of a free worker looks again before this one does.
        let again_at = now + if self.is_crowded(now) { BEHIND_OTHERS } else { 0 };
        self.release(&lane, not_before.unwrap_or(again_at)).await;
        turns
    }

    /// Gives the number of turns, and when to look again if that is not at once; none when another worker has the lane.
    async fn serve_batch(&self, lane: &Lane) -> Option<(usize, Option<Millis>)> {
        let house = &self.house;
        let waiting = match house.store.waiting(&lane.person, BATCH).await {
            Ok(waiting) => waiting,
            Err(error) => {
                tracing::error!(%error, "failed to read a lane");
                return Some((0, Some(house.clock.now() + self.pass_over(lane, &error).await)));
            }
        };
        let batch = together(&waiting);
        let Some(first) = batch.first() else { return Some((0, None)) };
        if let Some(whole_at) = still_arriving(batch, house.clock.now()) {
            return Some((0, Some(whole_at)));
        }
        if let Some(later) = self.too_young_for(first.attempts) {
            return Some((0, Some(later)));
        }
        let counted = first.attempts > 0 || self.is_careful();
        if counted {
            match self.begin_try(lane, &first.id).await {
                Ok(true) => {}
                Ok(false) => return Some((0, None)),
                Err(StoreError::Conflict) => return None,
                Err(error) => {
                    tracing::error!(%error, "failed to begin a turn");
                    return Some((0, Some(house.clock.now() + TROUBLE)));
                }
            }
        }
        let started = std::time::Instant::now();
        match turn::serve(house, &self.router, lane, batch, LEASE).await {
            Ok(after) => {
                let took = started.elapsed();
                house.metrics.turn(took);
                for row in batch {
                    tracing::debug!(target: STORY, arrival = %row.id, took_ms = took.as_millis(), "served");
                }
                after.run(house, &self.courtesy, turn::Unsent::Tell).await;
                Some((1, None))
            }
            // It will do the rest.
            Err(TurnError::LaneLost) => None,
            Err(error) => {
                let now = house.clock.now();
                Some((0, Some(now + self.note_failure(lane, &first.id, &error, counted).await)))
            }
        }
    }

    /// Nobody was free for a lane.
    pub(super) fn turn_away(&self, now: Millis) {
        self.crowded_at.store(now, Ordering::Relaxed);
    }

    fn is_crowded(&self, now: Millis) -> bool {
        (0..CROWDED).contains(&(now - self.crowded_at.load(Ordering::Relaxed)))
    }

    /// The oldest event of a lane does not read: its tries are counted like those of any other.
    async fn pass_over(&self, lane: &Lane, error: &StoreError) -> Millis {
        match (error, self.house.store.oldest_waiting(&lane.person).await) {
            (StoreError::Damaged(what), Ok(Some(id))) => {
                self.note_failure(lane, &id, &TurnError::Store(StoreError::Damaged(what)), false).await
            }
            _ => TROUBLE,
        }
    }

    /// A process died, and nobody knows of what: for a while every try is counted before it begins, so that an event
    /// that kills whoever serves it leaves a trace, and is set aside in the end.
    pub(in crate::runtime) fn be_careful(&self) {
        self.careful_until.store(self.house.clock.now() + CAREFUL, Ordering::Relaxed);
    }

    pub(super) fn is_careful(&self) -> bool {
        let left = self.careful_until.load(Ordering::Relaxed) - self.house.clock.now();
        (1..=CAREFUL).contains(&left)
    }

    /// When this process has lived long enough for an event with so many tries, if that is not now.
    fn too_young_for(&self, tries: i64) -> Option<Millis> {
        let doubled = tries.checked_sub(2).filter(|n| *n >= 0)?;
        let wait = SUSPECT << doubled.min(TRIES);
        let lived = self.house.clock.now() - self.since;
        // A clock that was set back says nothing of how long that is.
        (0..wait).contains(&lived).then_some(self.since + wait)
    }

    /// Counts a try before it is made. False: there were too many, and the event is set aside.
    async fn begin_try(&self, lane: &Lane, arrival: &ArrivalId) -> Result<bool, StoreError> {
        let house = &self.house;
        let now = house.clock.now();
        let mut work = house.store.begin().await?;
        work.hold_lane(lane, now + LEASE).await?;
        let goes = work.fail_arrival(arrival, BEGUN).await? <= TRIES;
        if !goes {
            let why = "every try ended with the process";
            work.set_arrival_aside(arrival, now).await?;
            watch::raise(house, &mut work, "arrival_set_aside", arrival.as_str(), why).await?;
            house.metrics.set_aside();
        }
        work.commit().await?;
        Ok(goes)
    }

    /// The try was the database's to fail.
    async fn take_back_try(&self, arrival: &ArrivalId) {
        let ends = self.house.clock.now() + LEASE;
        loop {
            let taken_back = async {
                let mut work = self.house.store.begin().await?;
                work.uncount_try(arrival).await?;
                work.commit().await
            };
            match taken_back.await {
                Err(StoreError::Unavailable(_)) if self.house.clock.now() < ends => {}
                _ => return,
            }
            self.house.clock.sleep(RELEASE_AGAIN).await;
        }
    }

    /// Counts the failed try, unless it was counted as it began, or was the database's. Gives how long to wait before
    /// the next.
    async fn note_failure(
        &self,
        lane: &Lane,
        arrival: &ArrivalId,
        error: &TurnError,
        counted: bool,
    ) -> Millis {
        tracing::error!(%error, %arrival, "a turn failed");
        if matches!(error, TurnError::Store(StoreError::Unavailable(_))) {
            if counted {
                self.take_back_try(arrival).await;
            }
            // No event is to blame for it, and none is set aside for it, however long it lasts.
            return TROUBLE;
        }
        let house = &self.house;
        let noted = async {
            let mut work = house.store.begin().await?;
            // Whoever lost the lane meanwhile counts nothing: another is serving it.
            work.hold_lane(lane, house.clock.now() + LEASE).await?;
            let why = error.to_string();
            let tries = match counted {
                true => work.blame_arrival(arrival, &why).await?,
                false => work.fail_arrival(arrival, &why).await?,
            };
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
    pub(super) async fn release(&self, lane: &Lane, at: Millis) {
        let ends = self.house.clock.now() + LEASE;
        loop {
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

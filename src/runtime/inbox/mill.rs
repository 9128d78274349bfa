//! The mill: one task that makes round after round. What comes while a round is being written waits for the
//! next and shares its flush to the disk, so the busier it is, the less each message costs.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::round::Load;
use super::{Inbox, LEASE};
use crate::domain::Millis;
use crate::pubsub::Wake;
use crate::runtime::ports::CannotStore;
use crate::runtime::turn::TurnError;
use crate::runtime::wires::{Delivery, Mouths, Posted, SentNote};
use crate::store::{Lane, StoreError};

/// Deliveries in one round at most: a bound for the time that the last of them waits for its 200.
const POSTED: usize = 64;
/// Notes of sent bubbles in one round at most.
const SENT: usize = 128;
/// Lanes that get a turn in one round at most.
const LANES: i64 = 64;
/// Lanes of one round that are served alone for want of trust.
const CAREFUL_LANES: i64 = 8;
/// Lanes served alone side by side.
pub(in crate::runtime) const ALONE: usize = 8;
/// A lane that finds nobody free looks again after this.
pub(super) const TURNED_AWAY: Millis = 200;
/// While several people write at once, what was only sent waits so long for a round that is made anyway: nobody waits
/// for it but the person's next bubble. It is sent twice if the process dies meanwhile, as at any moment between the
/// platform's answer and its note, so that alone it is noted at once.
const NOTE: Duration = Duration::from_millis(20);
/// After a round with so many deliveries more of them are on their way, and are waited for a moment.
const CROWD: usize = 6;
const BREATH: Duration = Duration::from_millis(1);
/// The mill looks by itself this often; wakes only shorten the wait.
const LOOK: Duration = Duration::from_millis(500);
/// Moments to look at are kept this fine.
const DUE_STEP: Millis = 20;

/// Why a round is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::runtime) enum Occasion {
    /// Something came. What was only sent changes nothing for those who wait.
    Post,
    /// Lanes may be due.
    Lanes,
}

/// Who does what is done beside the rounds.
pub(in crate::runtime) trait Hands: Send {
    /// Whether one more lane can be served alone.
    fn are_free(&mut self) -> bool;
    fn serve(&mut self, lane: BoxFuture<'static, ()>);
    /// It tries until it works, and nobody else is to wait for that.
    fn keep(&mut self, note: BoxFuture<'static, ()>);
}

impl Hands for JoinSet<()> {
    fn are_free(&mut self) -> bool {
        while self.try_join_next().is_some() {}
        self.len() < ALONE
    }

    fn serve(&mut self, lane: BoxFuture<'static, ()>) {
        self.spawn(lane);
    }

    fn keep(&mut self, note: BoxFuture<'static, ()>) {
        tokio::spawn(note);
    }
}

impl Inbox {
    /// Remembers to look at the lanes at this moment.
    pub(super) fn look_at(&self, at: Millis) {
        let now = self.house.clock.now();
        let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        *due = due.split_off(&(now - LEASE));
        due.insert((at + DUE_STEP - 1) / DUE_STEP * DUE_STEP);
    }

    /// How long until there is something to look at.
    fn pause(&self) -> Duration {
        let now = self.house.clock.now();
        let due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        let next = due.first().map(|at| Duration::from_millis(u64::try_from(at - now).unwrap_or(0)));
        next.map_or(LOOK, |wait| wait.min(LOOK))
    }

    /// Forgets the moments that have come. Whether there were any.
    fn is_due(&self) -> bool {
        let now = self.house.clock.now();
        let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        let later = due.split_off(&(now + 1));
        !std::mem::replace(&mut *due, later).is_empty()
    }

    /// Makes rounds until told to stop; finishes what is under way.
    pub async fn run(self, stop: CancellationToken) {
        let mut mouths = self.wires.attach_mill();
        let mut wakes = self.house.bus.listen();
        let mut alone: JoinSet<()> = JoinSet::new();
        // What a process that died left behind is due already.
        let mut look = true;
        let mut looked = Instant::now();
        let mut stopping = false;
        let mut sent = Vec::new();
        let mut sent_since = None;
        let mut crowded = false;
        let mut company: Option<Instant> = None;
        while !stopping {
            let mut deliveries = Vec::new();
            if crowded {
                // The longer a round, the less each message in it costs; and there is enough else to do meanwhile.
                tokio::time::sleep(BREATH).await;
            } else {
                // Doors that have a delivery in their hands get to put it down.
                tokio::task::yield_now().await;
            }
            look |= self.is_due() || looked.elapsed() > LOOK;
            if !look && sent.len() < SENT {
                let note_in = sent_since.map(|since: Instant| NOTE.saturating_sub(since.elapsed()));
                tokio::select! {
                    biased;
                    delivery = mouths.deliveries.recv() => deliveries.extend(delivery),
                    note = mouths.sent.recv() => {
                        sent.extend(note);
                        if company.is_some_and(|at| at.elapsed() < NOTE) {
                            sent_since.get_or_insert_with(Instant::now);
                            continue;
                        }
                    }
                    () = stop.cancelled() => stopping = true,
                    Some(_) = alone.join_next(), if !alone.is_empty() => continue,
                    () = inbox_wake(&mut wakes) => look = true,
                    () = tokio::time::sleep(note_in.unwrap_or_default()), if note_in.is_some() => {}
                    () = tokio::time::sleep(self.pause()) => look = true,
                }
            }
            stopping |= stop.is_cancelled();
            if stopping {
                // From here on whoever brings something stores it by itself.
                self.wires.detach_mill();
            }
            gather(&mut mouths, &mut deliveries, &mut sent);
            look &= !stopping;
            if look {
                looked = Instant::now();
            }
            let lanes = if stopping || (!look && deliveries.is_empty()) { 0 } else { LANES };
            sent_since = None;
            crowded = deliveries.len() >= CROWD;
            if deliveries.len() > 1 {
                company = Some(Instant::now());
            }
            look = self.grind(deliveries, std::mem::take(&mut sent), (lanes, look), &mut alone).await;
        }
        mouths.close();
        loop {
            let (mut deliveries, mut sent) = (Vec::new(), Vec::new());
            gather(&mut mouths, &mut deliveries, &mut sent);
            if deliveries.is_empty() && sent.is_empty() {
                break;
            }
            self.grind(deliveries, sent, (0, false), &mut alone).await;
        }
        while alone.join_next().await.is_some() {}
    }

    /// One round of what is there now, for whoever decides by himself when. Whether there is more to do at once.
    pub(in crate::runtime) async fn grind_once(
        &self,
        mouths: &Mutex<Mouths>,
        occasion: Occasion,
        hands: &mut impl Hands,
    ) -> bool {
        let (mut deliveries, mut sent) = (Vec::new(), Vec::new());
        gather(&mut mouths.lock().unwrap_or_else(PoisonError::into_inner), &mut deliveries, &mut sent);
        let look = occasion == Occasion::Lanes;
        let lanes = if look || !deliveries.is_empty() { LANES } else { 0 };
        self.grind(deliveries, sent, (lanes, look), hands).await
    }

    /// One round and what follows; see [`Load`] for lanes and look. Whether there is more to do at once.
    async fn grind(
        &self,
        deliveries: Vec<Delivery>,
        sent: Vec<SentNote>,
        (lanes, look): (i64, bool),
        hands: &mut impl Hands,
    ) -> bool {
        let (posted, waiting): (Vec<Posted>, Vec<_>) =
            deliveries.into_iter().map(|d| (d.posted, (d.stored, d.room))).unzip();
        if posted.is_empty() && sent.is_empty() && lanes == 0 {
            return false;
        }
        self.house.metrics.round(posted.len(), sent.len());
        let careful = self.is_careful();
        let load = Load { posted, sent, lanes: if careful { 0 } else { lanes }, look };
        match self.round(&load).await {
            Ok(mut outcome) => {
                for (stored, _room) in waiting {
                    let _gone_meanwhile = stored.send(Ok(()));
                }
                self.serve_slow(std::mem::take(&mut outcome.slow), hands).await;
                self.after(&mut outcome).await;
                if careful && lanes > 0 && hands.are_free() {
                    let claimed = self.claim(CAREFUL_LANES).await;
                    self.serve_slow(claimed, hands).await;
                }
                outcome.full
            }
            Err(error) => {
                tracing::warn!(%error, "a round failed and is done again, each by itself");
                let stored = self.each_by_itself(&load, hands).await;
                for ((heard, _room), stored) in waiting.into_iter().zip(stored) {
                    let _gone_meanwhile = heard.send(stored);
                }
                if lanes > 0 {
                    let claimed = self.claim(lanes).await;
                    self.serve_slow(claimed, hands).await;
                }
                false
            }
        }
    }

    /// Stores and notes without serving, one by one. Gives what became of each delivery.
    async fn each_by_itself(&self, load: &Load, hands: &mut impl Hands) -> Vec<Result<(), CannotStore>> {
        for note in &load.sent {
            let (house, note) = (self.house.clone(), note.clone());
            hands.keep(Box::pin(async move {
                if let Err(error) = crate::runtime::outbox::keep_sent(&house, &note).await {
                    tracing::error!(%error, bubble = %note.row.id, "failed to note that a message was sent");
                }
            }));
        }
        let mut stored = Vec::with_capacity(load.posted.len());
        let mut unavailable = false;
        for posted in &load.posted {
            // Without a database none can be stored, and each would wait its whole patience behind the others.
            let kept = if unavailable { Err(None) } else { self.try_store(posted).await.map_err(Some) };
            if let Err(Some(error)) = &kept {
                tracing::error!(%error, "failed to store what arrived");
                unavailable = matches!(error, TurnError::Store(StoreError::Unavailable(_)));
            }
            stored.push(kept.map_err(|_| CannotStore));
        }
        stored
    }

    /// Claims lanes in a transaction of its own.
    pub(in crate::runtime) async fn claim_lanes(&self, most: i64) -> Result<Vec<Lane>, StoreError> {
        let now = self.house.clock.now();
        let mut work = self.house.store.begin().await?;
        let lanes = work.claim_lanes(most, now, now + LEASE).await?;
        work.commit().await?;
        Ok(lanes)
    }

    pub(super) async fn claim(&self, most: i64) -> Vec<Lane> {
        self.claim_lanes(most).await.unwrap_or_else(|error| {
            tracing::error!(%error, "failed to claim lanes");
            Vec::new()
        })
    }

    /// Starts lanes that are served alone; those without a free worker are given back for a moment.
    async fn serve_slow(&self, lanes: Vec<Lane>, hands: &mut impl Hands) {
        for lane in lanes {
            if hands.are_free() {
                let inbox = self.clone();
                hands.serve(Box::pin(async move {
                    inbox.serve_lane(lane).await;
                }));
            } else {
                let now = self.house.clock.now();
                self.turn_away(now);
                self.release(&lane, now + TURNED_AWAY).await;
            }
        }
    }
}

fn gather(mouths: &mut Mouths, deliveries: &mut Vec<Delivery>, sent: &mut Vec<SentNote>) {
    while sent.len() < SENT
        && let Ok(note) = mouths.sent.try_recv()
    {
        sent.push(note);
    }
    while deliveries.len() < POSTED
        && let Ok(delivery) = mouths.deliveries.try_recv()
    {
        deliveries.push(delivery);
    }
}

/// Until someone else has placed something into a lane.
async fn inbox_wake(wakes: &mut tokio::sync::broadcast::Receiver<Wake>) {
    loop {
        match wakes.recv().await {
            Ok(Wake::Inbox(_) | Wake::All) | Err(RecvError::Lagged(_)) => return,
            Ok(Wake::Outbox(_) | Wake::Media | Wake::Chat(_) | Wake::Case) => {}
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

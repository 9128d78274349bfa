//! The inbox: stores what arrives before anyone is told that it did, and serves it lane by lane.

use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio_util::sync::CancellationToken;

use super::files;
use super::house::House;
use super::ports::{CannotStore, Ingest};
use super::turn::{self, TurnError};
use super::watch;
use crate::domain::Millis;
use crate::domain::ids::{ArrivalId, PersonId};
use crate::domain::inbound::{ArrivalClass, Arrived, ChannelKind};
use crate::domain::redacted::Redacted;
use crate::engine::Event;
use crate::pubsub::Wake;
use crate::runtime::router::Router;
use crate::store::{ArrivalRow, Lane, NewArrival, StoreError};
use crate::telemetry::STORY;

/// How long a worker may work on one turn before another takes the lane.
pub(super) const LEASE: Millis = 60_000;
/// Lanes served side by side.
const LANES: i64 = 8;
/// A poison event is set aside after this many tries; the lane goes on.
const TRIES: i64 = 5;
/// While the database is in trouble, a lane is tried again after this.
const TROUBLE: Millis = 2_000;
/// Workers look by themselves this often; wakes only shorten the wait.
const LOOK: Duration = Duration::from_millis(500);
/// Photos of one album arrive one by one; this long is waited for the rest (practice: 0.6 to 1.5 s).
const SETTLE: Millis = 900;
/// Between two tries to give a lane back.
const RELEASE_AGAIN: Duration = Duration::from_millis(250);
/// Events of one lane that are looked at together.
const BATCH: i64 = 20;

/// Stores and serves arrivals.
#[derive(Clone)]
pub struct Inbox {
    house: House,
}

impl Inbox {
    #[must_use]
    pub fn new(house: House) -> Inbox {
        Inbox { house }
    }

    async fn store(&self, channel: ChannelKind, arrivals: Vec<Arrived>) -> Result<Vec<PersonId>, StoreError> {
        let house = &self.house;
        let now = house.clock.now();
        let (mut woken, mut stored, mut files) = (Vec::new(), Vec::new(), false);
        let mut work = house.store.begin().await?;
        for arrived in &arrivals {
            let person = if arrived.addresses.is_empty() {
                None
            } else {
                let fresh: PersonId = house.mint.id();
                let lang = &house.library.default_lang;
                let name = arrived.profile_name.as_ref();
                Some(work.person_of(&arrived.addresses, name, &fresh, lang, now).await?)
            };
            let id: ArrivalId = house.mint.id();
            let new = NewArrival {
                id: &id,
                channel: Some(channel),
                provider_id: &arrived.provider_id,
                person: person.as_ref(),
                class: arrived.class,
                occurred_at: arrived.at,
                body: &arrived.fragment,
            };
            let fresh = work.add_arrival(&new, now).await?;
            house.metrics.arrival(channel.as_str(), arrived.class.as_str(), fresh);
            if fresh {
                stored.push((id.clone(), arrived.class));
            }
            if let (true, Some(person)) = (fresh, person) {
                let media = arrived.class == ArrivalClass::Media;
                if media {
                    let fragment = arrived.fragment.expose();
                    files |= files::note(&mut work, house, channel, &person, &id, fragment).await?;
                }
                let due = if media { now + SETTLE } else { now };
                work.wake_lane(&person, due).await?;
                woken.push(person);
            }
        }
        work.commit().await?;
        if files {
            house.bus.wake(Wake::Media);
        }
        for (arrival, class) in stored {
            let (channel, class) = (channel.as_str(), class.as_str());
            tracing::debug!(target: STORY, %arrival, channel, class, "stored");
        }
        Ok(woken)
    }

    /// Serves lanes until told to stop; finishes the turns that are under way.
    pub async fn run(self, stop: CancellationToken) {
        let router = std::sync::Arc::new(Router::new());
        let mut wakes = self.house.bus.listen();
        let mut tasks = tokio::task::JoinSet::new();
        loop {
            let free = LANES - i64::try_from(tasks.len()).unwrap_or(LANES);
            let lanes = if free > 0 { self.claim(free).await } else { Vec::new() };
            let claimed = !lanes.is_empty();
            for lane in lanes {
                let inbox = self.clone();
                let router = router.clone();
                tasks.spawn(async move { inbox.serve(&router, lane).await });
            }
            if claimed && tasks.len() < usize::try_from(LANES).unwrap_or(1) {
                continue;
            }
            tokio::select! {
                () = stop.cancelled() => break,
                Some(_) = tasks.join_next(), if !tasks.is_empty() => {}
                _ = wakes.recv() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
        while tasks.join_next().await.is_some() {}
    }

    async fn claim(&self, most: i64) -> Vec<Lane> {
        self.claim_lanes(most).await.unwrap_or_else(|error| {
            tracing::error!(%error, "failed to claim lanes");
            Vec::new()
        })
    }

    pub(super) async fn claim_lanes(&self, most: i64) -> Result<Vec<Lane>, StoreError> {
        let now = self.house.clock.now();
        let mut work = self.house.store.begin().await?;
        let lanes = work.claim_lanes(most, now, now + LEASE).await?;
        work.commit().await?;
        Ok(lanes)
    }

    /// Serves everything that is due now, in one go. Gives the number of turns; for tests and tools that
    /// move the clock by hand.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn settle(&self, router: &Router) -> Result<usize, StoreError> {
        let mut turns = 0;
        loop {
            let lanes = self.claim_lanes(LANES).await?;
            if lanes.is_empty() {
                return Ok(turns);
            }
            for lane in lanes {
                turns += self.serve(router, lane).await;
            }
        }
    }

    pub(super) async fn serve(&self, router: &Router, lane: Lane) -> usize {
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
            match turn::serve(&self.house, router, &lane, batch, LEASE).await {
                Ok(()) => {
                    turns += 1;
                    let took = started.elapsed();
                    self.house.metrics.turn(took);
                    for row in batch {
                        tracing::debug!(target: STORY, arrival = %row.id, took_ms = took.as_millis(), "served");
                    }
                }
                // Another worker has the lane: it will do the rest.
                Err(TurnError::LaneLost) => return turns,
                Err(error) => {
                    let now = self.house.clock.now();
                    let Some(first) = batch.first() else { break };
                    not_before = Some(now + self.note_failure(&first.id, &error).await);
                    break;
                }
            }
        }
        // Trouble with the database must not cost its person the rest of the lease.
        let ends = self.house.clock.now() + LEASE;
        while let Err(error) = self.release(&lane, not_before).await {
            tracing::error!(%error, "failed to give a lane back");
            if !matches!(error, StoreError::Unavailable(_)) || self.house.clock.now() >= ends {
                break;
            }
            tokio::time::sleep(RELEASE_AGAIN).await;
        }
        turns
    }

    /// The oldest event of a lane does not read: its tries are counted like those of any other.
    async fn pass_over(&self, lane: &Lane, error: &StoreError) -> Millis {
        match (error, self.house.store.oldest_waiting(&lane.person).await) {
            (StoreError::Damaged(what), Ok(Some(id))) => {
                self.note_failure(&id, &TurnError::Store(StoreError::Damaged(what))).await
            }
            _ => TROUBLE,
        }
    }

    /// Counts the failed try, unless it was the database's. Gives how long to wait before the next.
    async fn note_failure(&self, arrival: &ArrivalId, error: &TurnError) -> Millis {
        tracing::error!(%error, %arrival, "a turn failed");
        if matches!(error, TurnError::Store(StoreError::Unavailable(_))) {
            // No event is to blame for it, and none is set aside for it, however long it lasts.
            return TROUBLE;
        }
        let house = &self.house;
        let noted = async {
            let mut work = house.store.begin().await?;
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

    async fn release(&self, lane: &Lane, not_before: Option<Millis>) -> Result<(), StoreError> {
        let mut work = self.house.store.begin().await?;
        work.release_lane(lane, not_before.unwrap_or_else(|| self.house.clock.now())).await?;
        work.commit().await
    }
}

/// The first event, or all files of the album or burst that it begins.
fn together(waiting: &[ArrivalRow]) -> &[ArrivalRow] {
    let first = &waiting[0];
    if first.class != ArrivalClass::Media {
        return &waiting[..1];
    }
    let burst = waiting
        .iter()
        .take_while(|a| {
            a.class == ArrivalClass::Media
                && a.channel == first.channel
                && (a.occurred_at - first.occurred_at).abs() <= turn::BURST
        })
        .count();
    &waiting[..burst.max(1)]
}

/// When an album is there as a whole, if that is not now: its lane may be woken before by something else, such
/// as the status of an older bubble. Photos without end are not waited for.
fn still_arriving(batch: &[ArrivalRow], now: Millis) -> Option<Millis> {
    let (first, last) = (batch.first()?, batch.last()?);
    let whole_at = (last.received_at + SETTLE).min(first.received_at + turn::BURST);
    (first.class == ArrivalClass::Media && now < whole_at).then_some(whole_at)
}

impl Ingest for Inbox {
    fn ingest<'a>(
        &'a self,
        channel: ChannelKind,
        arrivals: Vec<Arrived>,
    ) -> BoxFuture<'a, Result<(), CannotStore>> {
        Box::pin(async move {
            match self.store(channel, arrivals).await {
                Ok(woken) => {
                    for person in woken {
                        self.house.bus.wake(Wake::Inbox(person));
                    }
                    Ok(())
                }
                Err(error) => {
                    tracing::error!(%error, "failed to store what arrived");
                    Err(CannotStore)
                }
            }
        })
    }
}

/// An event from ourselves, to be served in the person's lane like any other.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(super) enum Internal {
    Reminder,
    DraftExpiry,
    /// An officer gave the chat back.
    HandedBack,
    /// A file that took long has settled.
    MediaSettled {
        media: crate::domain::ids::MediaId,
    },
}

impl Internal {
    /// What it means to the conversation; files are looked up by the turn.
    pub(super) fn event(&self) -> Option<Event> {
        match self {
            Internal::Reminder => Some(Event::Reminder),
            Internal::DraftExpiry => Some(Event::DraftExpired),
            Internal::HandedBack => Some(Event::HandedBack),
            Internal::MediaSettled { .. } => None,
        }
    }

    /// Places it into the person's lane, once per `key`.
    pub(super) async fn place(
        &self,
        work: &mut crate::store::Work,
        house: &House,
        person: &PersonId,
        key: &str,
    ) -> Result<(), StoreError> {
        let now = house.clock.now();
        let id: ArrivalId = house.mint.id();
        let json = serde_json::to_string(self).map_err(|_| StoreError::Damaged("internal event"))?;
        let new = NewArrival {
            id: &id,
            channel: None,
            provider_id: key,
            person: Some(person),
            class: ArrivalClass::Internal,
            occurred_at: now,
            body: &Redacted::from(json),
        };
        if work.add_arrival(&new, now).await? {
            work.wake_lane(person, now).await?;
        }
        Ok(())
    }
}

//! A round: what was delivered, what was sent, and a turn for every person who waits, in one transaction
//! with one flush to the disk. Whose lane stood empty is served straight from what was delivered, which is stored as
//! served. A failure in it undoes the whole round; then everything is done again, each by itself, so that what is
//! poisoned harms its own lane alone.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use futures_util::FutureExt as _;

use super::lane::{SETTLE, still_arriving, together};
use super::{BATCH, Inbox, LEASE};
use crate::domain::Millis;
use crate::domain::ids::{ArrivalId, PersonId};
use crate::domain::inbound::{ArrivalClass, ChannelKind};
use crate::pubsub::Wake;
use crate::runtime::files;
use crate::runtime::outbox;
use crate::runtime::turn::{self, After, TurnError, Unsent};
use crate::runtime::wires::{Posted, SentNote};
use crate::store::{ArrivalRow, Lane, NewArrival, OutboxRow, Sender, StoreError, Work};
use crate::telemetry::STORY;

/// Whoever wrote this long ago at most is inside any platform's reply window.
const JUST_NOW: Millis = 60 * 60 * 1000;

/// What is written in one round.
#[derive(Default)]
pub(super) struct Load {
    pub posted: Vec<Posted>,
    pub sent: Vec<SentNote>,
    /// Lanes served at most of those that are due; none: what arrives is stored and waits.
    pub lanes: i64,
    /// Other lanes than those of what was posted may be due.
    pub look: bool,
}

/// What there is to do once a round is committed.
#[derive(Default)]
pub(super) struct Outcome {
    pub turns: usize,
    /// Lanes of which a file must be fetched, or in which something failed before: claimed, to be served alone.
    pub slow: Vec<Lane>,
    /// More lanes may be due.
    pub full: bool,
    /// Whose lanes have work that came with this round; its own turns may have done it already.
    pub woken: Vec<PersonId>,
    afters: Vec<After>,
    born: Vec<OutboxRow>,
    /// Whose next bubble is free now.
    free: Vec<PersonId>,
    noted: Vec<PersonId>,
    /// Files were announced that can be fetched now.
    files: bool,
    /// When lanes that were put off are due.
    put_off: Vec<Millis>,
    /// What was delivered: its id, and whether it was new.
    stored: Vec<(ChannelKind, ArrivalClass, ArrivalId, bool)>,
    /// What got a turn, and when that began.
    served: Vec<(ArrivalId, Instant)>,
    /// When it was in the database for good.
    committed: Option<Instant>,
}

impl Outcome {
    fn turn(&mut self, row: &ArrivalRow, started: Instant) {
        self.served.push((row.id.clone(), started));
        self.turns += 1;
    }
}

/// A lane in a round.
struct Seat {
    lane: Lane,
    waiting: Vec<ArrivalRow>,
    hold: Hold,
}

/// What keeps others out of a lane while it is served.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hold {
    /// It stood empty; its row is locked to the end of the transaction, and nobody else knows yet what is in it.
    Unseen,
    Claimed,
}

/// What was stored of a round's deliveries.
#[derive(Default)]
struct TakenIn {
    /// Lanes to be served straight away.
    seats: Vec<Seat>,
    /// Others are due.
    woken: bool,
}

/// What a seat in one of these lanes is served of what comes for it (see [`Inbox::serve_seat`]), if all of it is new:
/// the fates of older bubbles that come first, and the first event behind them.
fn served_at_once(lanes: &[Lane], arrivals: &[NewArrival<'_>]) -> BTreeSet<ArrivalId> {
    let mut hungry: BTreeSet<&PersonId> = lanes.iter().map(|lane| &lane.person).collect();
    let mut served = BTreeSet::new();
    for new in arrivals {
        let Some(person) = new.person.filter(|person| hungry.contains(person)) else { continue };
        served.insert(new.id.clone());
        if new.class != ArrivalClass::Status {
            hungry.remove(person);
        }
    }
    served
}

impl Inbox {
    /// # Errors
    /// When any part of it failed; then nothing of it happened.
    pub(super) async fn round(&self, load: &Load) -> Result<Outcome, TurnError> {
        let mut outcome = Outcome::default();
        let mut work = self.house.store.begin().await?;
        // A panic is a failure like another: it undoes the round, and the one to blame is found alone.
        let filled = AssertUnwindSafe(self.fill(&mut work, load, &mut outcome)).catch_unwind().await;
        if let Err(error) = filled.unwrap_or(Err(TurnError::Panicked)) {
            // Before its lanes are claimed one by one: a transaction that is only dropped still holds them for a moment.
            work.undo().await;
            return Err(error);
        }
        outcome.born = work.born();
        work.commit().await?;
        outcome.committed = Some(Instant::now());
        Ok(outcome)
    }

    async fn fill(&self, work: &mut Work, load: &Load, outcome: &mut Outcome) -> Result<(), TurnError> {
        self.note_sent(work, &load.sent, outcome).await?;
        let taken = self.take_in(work, &load.posted, load.lanes > 0, outcome).await?;
        if load.lanes == 0 {
            return Ok(());
        }
        let (mut seats, mut given_back) = (taken.seats, Vec::new());
        if load.look || taken.woken {
            self.claim_due(work, load.lanes, outcome, &mut seats, &mut given_back).await?;
        }
        self.serve(work, seats, given_back, outcome).await
    }

    async fn note_sent(
        &self,
        work: &mut Work,
        sent: &[SentNote],
        outcome: &mut Outcome,
    ) -> Result<(), StoreError> {
        if sent.is_empty() {
            return Ok(());
        }
        outcome.free = outbox::note_sent(&self.house, work, sent).await?;
        outcome.noted = sent.iter().map(|note| note.row.person.clone()).collect();
        Ok(())
    }

    /// Stores what was delivered, each event once. Where `serve`, lanes that stood empty are given to be served; the
    /// others are woken.
    async fn take_in(
        &self,
        work: &mut Work,
        posted: &[Posted],
        serve: bool,
        outcome: &mut Outcome,
    ) -> Result<TakenIn, StoreError> {
        if posted.is_empty() {
            return Ok(TakenIn::default());
        }
        let house = &self.house;
        let now = house.clock.now();
        let all: Vec<_> = posted.iter().flat_map(|p| p.arrivals.iter().map(|a| (p.channel, a))).collect();
        let senders: Vec<Sender<'_>> = all
            .iter()
            .filter(|(_, arrived)| !arrived.addresses.is_empty())
            .map(|(_, arrived)| Sender {
                addresses: &arrived.addresses,
                profile_name: arrived.profile_name.as_ref(),
                fresh: house.mint.id(),
            })
            .collect();
        let mut persons = work.persons_of(&senders, &house.library.default_lang, now).await?.into_iter();
        let rows: Vec<(ArrivalId, Option<PersonId>)> = all
            .iter()
            .map(|(_, arrived)| {
                let person = if arrived.addresses.is_empty() { None } else { persons.next() };
                (house.mint.id(), person)
            })
            .collect();
        let new: Vec<NewArrival<'_>> = all
            .iter()
            .zip(&rows)
            .map(|((channel, arrived), (id, person))| NewArrival {
                id,
                channel: Some(*channel),
                provider_id: &arrived.provider_id,
                person: person.as_ref(),
                class: arrived.class,
                occurred_at: arrived.at,
                body: &arrived.fragment,
            })
            .collect();
        // Lanes are locked before what was delivered is stored, by all who do both: of two that bring the same event, the
        // one that waits for the other's end holds no lane that the other wants.
        let writers: BTreeSet<&PersonId> = rows.iter().filter_map(|(_, person)| person.as_ref()).collect();
        let mut idle = work.idle_lanes(writers.into_iter(), now).await?;
        if !serve {
            idle.clear();
        }
        let with_files: BTreeSet<&PersonId> = all
            .iter()
            .zip(&rows)
            .filter(|((_, arrived), _)| arrived.class == ArrivalClass::Media)
            .filter_map(|(_, (_, person))| person.as_ref())
            .collect();
        idle.retain(|lane| !with_files.contains(&lane.person));
        let fresh = work.add_arrivals(&new, &served_at_once(&idle, &new), now).await?;
        let mut due: BTreeMap<PersonId, (Millis, Vec<ArrivalRow>)> = BTreeMap::new();
        for ((channel, arrived), (id, person)) in all.iter().zip(rows) {
            let is_fresh = fresh.contains(&id);
            outcome.stored.push((*channel, arrived.class, id.clone(), is_fresh));
            let (true, Some(person)) = (is_fresh, person) else { continue };
            let at = if arrived.class == ArrivalClass::Media {
                let fragment = arrived.fragment.expose();
                outcome.files |= files::note(work, house, *channel, &person, &id, fragment).await?;
                now + SETTLE
            } else {
                now
            };
            if at > now {
                outcome.put_off.push(at);
            }
            let (earliest, waiting) = due.entry(person).or_insert((at, Vec::new()));
            *earliest = at.min(*earliest);
            waiting.push(ArrivalRow {
                id,
                channel: Some(*channel),
                provider_id: arrived.provider_id.clone(),
                class: arrived.class,
                occurred_at: arrived.at,
                received_at: now,
                body: arrived.fragment.clone(),
                attempts: 0,
            });
        }
        let mut taken = TakenIn::default();
        for lane in idle {
            let Some((person, (_, mut waiting))) = due.remove_entry(&lane.person) else { continue };
            waiting.sort_by(|a, b| a.id.cmp(&b.id));
            outcome.woken.push(person);
            taken.seats.push(Seat { lane, waiting, hold: Hold::Unseen });
        }
        taken.woken = due.values().any(|(at, _)| *at <= now);
        let woken: BTreeMap<PersonId, Millis> =
            due.into_iter().map(|(person, (at, _))| (person, at)).collect();
        work.wake_lanes(&woken).await?;
        outcome.woken.extend(woken.into_keys());
        Ok(taken)
    }

    /// Lanes that are due, the longest waiting first. Whoever has sent ten thousand messages gets one turn and comes
    /// again behind the others.
    async fn claim_due(
        &self,
        work: &mut Work,
        most: i64,
        outcome: &mut Outcome,
        seats: &mut Vec<Seat>,
        given_back: &mut Vec<(Lane, Millis)>,
    ) -> Result<(), TurnError> {
        let now = self.house.clock.now();
        // The claim is inside this transaction: nobody else can take the lane before it ends, and the fence
        // keeps out whoever held it before.
        let lanes = work.claim_lanes(most, now, now + LEASE).await?;
        if lanes.is_empty() {
            return Ok(());
        }
        outcome.full = i64::try_from(lanes.len()).is_ok_and(|n| n == most);
        let mut waiting = work.waiting_in(&lanes, BATCH).await?;
        for lane in lanes {
            let rows: Vec<_> = waiting.remove(&lane.person).unwrap_or_default();
            let readable: Result<Vec<ArrivalRow>, StoreError> = rows.into_iter().collect();
            let Ok(rows) = readable else {
                outcome.slow.push(lane);
                continue;
            };
            let batch = together(&rows);
            match batch.first() {
                None => given_back.push((lane, now)),
                Some(first) if first.attempts > 0 => outcome.slow.push(lane),
                Some(first) if first.class == ArrivalClass::Media => match still_arriving(batch, now) {
                    Some(whole_at) => {
                        outcome.put_off.push(whole_at);
                        given_back.push((lane, whole_at));
                    }
                    None => outcome.slow.push(lane),
                },
                Some(_) => seats.push(Seat { lane, waiting: rows, hold: Hold::Claimed }),
            }
        }
        Ok(())
    }

    /// A turn for every seat.
    async fn serve(
        &self,
        work: &mut Work,
        seats: Vec<Seat>,
        mut given_back: Vec<(Lane, Millis)>,
        outcome: &mut Outcome,
    ) -> Result<(), TurnError> {
        let now = self.house.clock.now();
        let persons: Vec<_> = seats
            .iter()
            .filter_map(|seat| {
                let served = seat.waiting.iter().find(|row| row.class != ArrivalClass::Status)?;
                Some((&seat.lane.person, served.channel))
            })
            .collect();
        work.read_ahead(&persons, now).await?;
        let mut left = BTreeMap::new();
        for seat in seats {
            // An earlier turn of this round made one person of two: what waits here waits in the other lane now.
            if work.is_gone(&seat.lane.person) {
                continue;
            }
            // Who writes to us can be written to; of what the office says by itself the sender asks first.
            let served = seat.waiting.iter().find(|row| row.class != ArrivalClass::Status);
            let asked = served
                .is_some_and(|row| row.class == ArrivalClass::Message && now - row.occurred_at < JUST_NOW);
            work.claim_at_birth((asked && self.wires.takes_births()).then_some(now + outbox::LEASE));
            let again_at = self.serve_seat(work, &seat, outcome).await?;
            match again_at {
                Some(at) if at > now => outcome.put_off.push(at),
                Some(_) => outcome.full = true,
                None => {}
            }
            match (seat.hold, again_at) {
                (Hold::Claimed, at) => given_back.push((seat.lane, at.unwrap_or(now))),
                (Hold::Unseen, Some(at)) => {
                    left.insert(seat.lane.person, at);
                }
                (Hold::Unseen, None) => {}
            }
        }
        work.claim_at_birth(None);
        work.wake_lanes(&left).await?;
        work.release_lanes(&given_back).await?;
        Ok(())
    }

    /// The fates of older bubbles that wait first, which say nothing, and the first event behind them. Gives when
    /// the lane is to be looked at again, if more waits in it.
    async fn serve_seat(
        &self,
        work: &mut Work,
        seat: &Seat,
        outcome: &mut Outcome,
    ) -> Result<Option<Millis>, TurnError> {
        let now = self.house.clock.now();
        let fates = seat.waiting.iter().take_while(|row| row.class == ArrivalClass::Status).count();
        let (fates, rest) = seat.waiting.split_at(fates);
        for row in fates {
            let started = Instant::now();
            if turn::serve_fate(&self.house, work, &seat.lane, row).await? {
                outcome.free.push(seat.lane.person.clone());
            }
            outcome.turn(row, started);
        }
        let Some(first) = rest.first() else {
            return Ok((i64::try_from(fates.len()) == Ok(BATCH)).then_some(now));
        };
        if first.class == ArrivalClass::Media || first.attempts > 0 {
            return Ok(still_arriving(together(rest), now).or(Some(now)));
        }
        let started = Instant::now();
        let after = turn::serve_in(&self.house, &self.router, work, &seat.lane, &rest[..1]).await?;
        outcome.turn(first, started);
        outcome.afters.push(after);
        Ok((rest.len() > 1).then_some(now))
    }

    /// What follows a commit. None of it is needed for anything to be right; it makes things quick.
    pub(super) async fn after(&self, outcome: &mut Outcome) {
        let house = &self.house;
        if std::mem::take(&mut outcome.files) {
            house.bus.wake(Wake::Media);
        }
        for (channel, class, arrival, fresh) in outcome.stored.drain(..) {
            let (channel, class) = (channel.as_str(), class.as_str());
            house.metrics.arrival(channel, class, fresh);
            if fresh {
                tracing::debug!(target: STORY, %arrival, channel, class, "stored");
            }
        }
        let ended = outcome.committed.unwrap_or_else(Instant::now);
        for (arrival, started) in outcome.served.drain(..) {
            let took = ended.saturating_duration_since(started);
            house.metrics.turn(took);
            let took_ms = took.as_millis();
            tracing::debug!(target: STORY, %arrival, took_ms, "served");
        }
        for row in outcome.born.drain(..) {
            let to =
                outcome.afters.iter_mut().find(|a| a.person == row.person).and_then(|a| a.born(row.channel));
            self.wires.bear(row, to);
        }
        for at in outcome.put_off.drain(..) {
            self.look_at(at);
        }
        for person in outcome.noted.drain(..) {
            house.bus.wake(Wake::Chat(person));
        }
        for person in outcome.free.drain(..) {
            house.bus.wake(Wake::Outbox(person));
        }
        for after in outcome.afters.drain(..) {
            after.run(house, &self.courtesy, Unsent::TellUnlessBorn).await;
        }
    }
}

//! Arrivals and lanes.

use sapa::domain::ids::{ArrivalId, PersonId};
use sapa::domain::inbound::ChannelKind;
use sapa::domain::redacted::Redacted;
use sapa::store::{Lane, NewArrival, SessionRow, Store, StoreError, Work};

use super::{arrive, citizen, id, message};
use crate::databases::{NOW, on_both_databases};

const LEASE: i64 = 60_000;

async fn claim(store: &Store, now: i64) -> Vec<Lane> {
    let mut work = store.begin().await.expect("a transaction begins");
    let lanes = work.claim_lanes(8, now, now + LEASE).await.expect("lanes are claimed");
    work.commit().await.expect("the claim is kept");
    lanes
}

/// The lane, if it is idle.
async fn idle(store: &Store, person: &PersonId, now: i64) -> Option<Lane> {
    let mut work = store.begin().await.expect("a transaction begins");
    let lanes = work.idle_lanes(std::iter::once(person), now).await.expect("lanes are looked at");
    work.commit().await.expect("that ends");
    lanes.into_iter().next()
}

async fn release(store: &Store, lane: &Lane, not_before: i64) -> Result<(), StoreError> {
    let mut work = store.begin().await?;
    work.release_lane(lane, not_before).await?;
    work.commit().await
}

async fn serve(store: &Store, n: u128) {
    let mut work = store.begin().await.expect("a transaction begins");
    work.serve_arrival(&id::<ArrivalId>(n), NOW).await.expect("an event is served");
    work.commit().await.expect("it stays served");
}

fn persons(lanes: &[Lane]) -> Vec<&PersonId> {
    lanes.iter().map(|l| &l.person).collect()
}

/// A message by its number and the platform's id.
async fn store_at_once(
    work: &mut Work,
    person: &PersonId,
    events: &[(u128, &str)],
    at_once: &[u128],
) -> Vec<ArrivalId> {
    let body = Redacted::from("{}".to_owned());
    let ids: Vec<ArrivalId> = events.iter().map(|(n, _)| id(*n)).collect();
    let new: Vec<NewArrival<'_>> = ids
        .iter()
        .zip(events)
        .map(|(id, (_, provider_id))| message(id, person, provider_id, &body))
        .collect();
    let at_once = at_once.iter().map(|n| id(*n)).collect();
    work.add_arrivals(&new, &at_once, NOW).await.expect("events are stored")
}

async fn waiting(store: &Store, person: &PersonId) -> Vec<ArrivalId> {
    let waiting = store.waiting(person, 20).await.expect("the lane reads");
    assert!(waiting.iter().all(|row| row.body.expose() == "{}"), "what it brought is lost");
    waiting.into_iter().map(|row| row.id).collect()
}

on_both_databases! {
    async fn what_was_to_be_served_as_it_was_stored_and_was_not_waits(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        let mut work = store.begin().await.expect("a transaction begins");
        let events = [(10, "wamid.1"), (11, "wamid.2"), (12, "wamid.3"), (13, "wamid.4")];
        let fresh = store_at_once(&mut work, &ayu, &events, &[10, 11, 12]).await;
        assert_eq!(fresh, [10, 11, 12, 13].map(id::<ArrivalId>));
        work.serve_arrival(&id::<ArrivalId>(10), NOW).await.expect("an event is served");
        work.set_arrival_aside(&id::<ArrivalId>(12), NOW).await.expect("it is set aside");
        work.commit().await.expect("they are kept");
        assert_eq!(waiting(&store, &ayu).await, [11, 13].map(id::<ArrivalId>));
        assert_eq!(store.inbox_depth().await.expect("depths read"), (2, Some(NOW), 1));
        let mut work = store.begin().await.expect("a transaction begins");
        assert!(work.retry_arrival(&id::<ArrivalId>(12), NOW).await.expect("it is tried again"));
        work.commit().await.expect("that is kept");
        assert_eq!(waiting(&store, &ayu).await, [11, 12, 13].map(id::<ArrivalId>));
    }

    async fn of_what_is_served_the_database_keeps_nothing_it_brought(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        arrive(&store, &ayu, 10, "wamid.1").await.expect("an event is stored");
        let mut work = store.begin().await.expect("a transaction begins");
        store_at_once(&mut work, &ayu, &[(11, "wamid.2")], &[11]).await;
        for n in [10, 11] {
            work.serve_arrival(&id::<ArrivalId>(n), NOW).await.expect("an event is served");
        }
        work.commit().await.expect("that is kept");
        let kept = db.count("arrivals WHERE state = 'served' AND body_sealed = ''").await;
        assert_eq!(kept, 2);
    }

    async fn an_event_that_was_known_is_left_as_it_was(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        arrive(&store, &ayu, 10, "wamid.1").await.expect("an event is stored");
        let mut work = store.begin().await.expect("a transaction begins");
        let events = [(11, "wamid.1"), (12, "wamid.2"), (13, "wamid.2")];
        assert_eq!(store_at_once(&mut work, &ayu, &events, &[11, 12, 13]).await, [id::<ArrivalId>(12)]);
        work.serve_arrival(&id::<ArrivalId>(12), NOW).await.expect("an event is served");
        work.commit().await.expect("they are kept");
        assert_eq!(waiting(&store, &ayu).await, [id::<ArrivalId>(10)]);
    }

    async fn a_lane_that_is_given_back_hears_of_what_was_to_be_served_at_once(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        arrive(&store, &ayu, 10, "wamid.1").await.expect("an event is stored");
        let lane = claim(&store, NOW).await.remove(0);
        let mut work = store.begin().await.expect("a transaction begins");
        work.serve_arrival(&id::<ArrivalId>(10), NOW).await.expect("an event is served");
        store_at_once(&mut work, &ayu, &[(11, "wamid.2")], &[11]).await;
        work.release_lanes(&[(lane, NOW)]).await.expect("the lane is given back");
        work.commit().await.expect("that is kept");
        assert_eq!(persons(&claim(&store, NOW).await), [&ayu]);
        assert_eq!(waiting(&store, &ayu).await, [id::<ArrivalId>(11)]);
    }

    async fn what_was_to_be_served_at_once_follows_its_person(db) {
        let store = db.store().await;
        let (ayu, made) = (citizen(&store, 1).await, citizen(&store, 2).await);
        let mut work = store.begin().await.expect("a transaction begins");
        store_at_once(&mut work, &ayu, &[(10, "wamid.1")], &[10]).await;
        work.follow_merge(&ayu, &made, NOW).await.expect("it goes to whom they became");
        work.commit().await.expect("that is kept");
        assert_eq!(waiting(&store, &made).await, [id::<ArrivalId>(10)]);
        assert_eq!(persons(&claim(&store, NOW).await), [&made]);
    }

    async fn an_event_that_comes_five_times_is_stored_once(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        let mut fresh = Vec::new();
        for n in 10..15 {
            fresh.push(arrive(&store, &ayu, n, "wamid.1").await.expect("an event is stored or known"));
        }
        assert_eq!(fresh, [true, false, false, false, false]);
        let waiting = store.waiting(&ayu, 20).await.expect("the lane reads");
        assert_eq!(waiting.iter().map(|a| &a.id).collect::<Vec<_>>(), [&id::<ArrivalId>(10)]);
    }

    async fn an_event_that_comes_five_times_at_once_is_stored_once(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 10..15 {
            let (store, ayu) = (store.clone(), ayu.clone());
            tasks.spawn(async move { arrive(&store, &ayu, n, "wamid.1").await });
        }
        let stored = tasks.join_all().await;
        let fresh = stored.into_iter().filter(|f| *f.as_ref().expect("an event is stored or known")).count();
        assert_eq!(fresh, 1);
        assert_eq!(db.count("arrivals").await, 1);
    }

    async fn a_lane_is_idle_when_nothing_waits_in_it_and_nobody_serves_it(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        assert_eq!(idle(&store, &ayu, NOW).await, None, "there is no lane yet to be locked");
        arrive(&store, &ayu, 10, "wamid.1").await.expect("an event is stored");
        assert_eq!(idle(&store, &ayu, NOW).await, None, "something waits");
        let lane = claim(&store, NOW).await.remove(0);
        serve(&store, 10).await;
        assert_eq!(idle(&store, &ayu, NOW).await, None, "it is being served");
        assert_eq!(idle(&store, &ayu, NOW + LEASE + 1).await, None, "whoever served it may have left something");
        release(&store, &lane, NOW).await.expect("the lane is given back");
        assert_eq!(idle(&store, &ayu, NOW + 1).await, Some(lane));
    }

    async fn the_same_id_on_another_channel_is_another_event(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        let body = Redacted::from("{}".to_owned());
        let mut work = store.begin().await.expect("a transaction begins");
        for (n, channel) in [Some(ChannelKind::Whatsapp), Some(ChannelKind::Telegram), None].into_iter().enumerate() {
            let arrival: ArrivalId = id(10 + n as u128);
            let new = NewArrival { channel, ..message(&arrival, &ayu, "7", &body) };
            assert!(work.add_arrival(&new, NOW).await.expect("an event is stored"));
        }
    }

    async fn what_was_not_committed_was_not_stored(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        let mut work = store.begin().await.expect("a transaction begins");
        work.wake_lane(&ayu, NOW).await.expect("the lane wakes");
        drop(work);
        assert_eq!(claim(&store, NOW).await, []);
    }

    async fn a_lane_is_served_by_one_worker_at_a_time(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        arrive(&store, &ayu, 10, "wamid.1").await.expect("an event is stored");
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let store = store.clone();
            tasks.spawn(async move { claim(&store, NOW).await });
        }
        let lanes: Vec<Lane> = tasks.join_all().await.into_iter().flatten().collect();
        assert_eq!(persons(&lanes), [&ayu]);
    }

    async fn a_lane_is_claimed_when_it_is_due_and_the_longest_waiting_first(db) {
        let store = db.store().await;
        let (ayu, made) = (citizen(&store, 1).await, citizen(&store, 2).await);
        let mut work = store.begin().await.expect("a transaction begins");
        work.wake_lane(&ayu, NOW + 900).await.expect("a lane wakes");
        work.wake_lane(&made, NOW + 500).await.expect("a lane wakes");
        // Later news does not put off what is due already.
        work.wake_lane(&made, NOW + 5_000).await.expect("a lane wakes");
        work.commit().await.expect("the lanes are kept");
        assert_eq!(claim(&store, NOW + 499).await, []);
        let mut work = store.begin().await.expect("a transaction begins");
        let first = work.claim_lanes(1, NOW + 900, NOW + LEASE).await.expect("lanes are claimed");
        assert_eq!(persons(&first), [&made]);
        work.commit().await.expect("the claim is kept");
        assert_eq!(persons(&claim(&store, NOW + 900).await), [&ayu]);
    }

    async fn a_worker_that_lost_its_lane_writes_nothing(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        arrive(&store, &ayu, 10, "wamid.1").await.expect("an event is stored");
        let slow = claim(&store, NOW).await.remove(0);
        assert_eq!(claim(&store, NOW + LEASE).await, [], "the lease holds to its last millisecond");
        let next = claim(&store, NOW + LEASE + 1).await.remove(0);
        assert!(next.fence > slow.fence);

        let mut work = store.begin().await.expect("a transaction begins");
        let session = SessionRow { person: &ayu, json: "{}", service: None, definition: None, question: None };
        work.keep_session(&session, NOW).await.expect("a session is written");
        let held = work.hold_lane(&slow, NOW + 2 * LEASE).await;
        assert!(matches!(held, Err(StoreError::Conflict)), "{held:?}");
        drop(work);
        assert_eq!(db.count("sessions").await, 0);

        release(&store, &slow, NOW).await.expect("a release is never an error");
        assert_eq!(claim(&store, NOW + LEASE + 1).await, [], "the slow worker gave away a lane that is not its own");

        let mut work = store.begin().await.expect("a transaction begins");
        work.hold_lane(&next, NOW + 2 * LEASE).await.expect("the lane is held");
    }

    async fn a_lane_given_back_sleeps_until_something_arrives(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        arrive(&store, &ayu, 10, "wamid.1").await.expect("an event is stored");
        let lane = claim(&store, NOW).await.remove(0);
        serve(&store, 10).await;
        release(&store, &lane, NOW).await.expect("the lane is given back");
        assert_eq!(claim(&store, NOW + LEASE).await, []);
        arrive(&store, &ayu, 11, "wamid.2").await.expect("an event is stored");
        assert_eq!(persons(&claim(&store, NOW).await), [&ayu]);
    }

    async fn a_lane_given_back_stays_due_for_what_still_waits(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        arrive(&store, &ayu, 10, "wamid.1").await.expect("an event is stored");
        let lane = claim(&store, NOW).await.remove(0);
        arrive(&store, &ayu, 11, "wamid.2").await.expect("an event is stored");
        serve(&store, 10).await;
        release(&store, &lane, NOW + 250).await.expect("the lane is given back");
        assert_eq!(claim(&store, NOW + 249).await, []);
        assert_eq!(persons(&claim(&store, NOW + 250).await), [&ayu]);
    }

    /// The event is written and not yet committed when the lane is given back: whoever gives back must wait for it
    /// and see it, or it would lie unserved until the citizen writes again.
    async fn an_event_that_is_being_stored_while_the_lane_is_given_back_is_not_forgotten(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        arrive(&store, &ayu, 10, "wamid.1").await.expect("an event is stored");
        let lane = claim(&store, NOW).await.remove(0);
        serve(&store, 10).await;

        let body = Redacted::from("{}".to_owned());
        let arrival: ArrivalId = id(11);
        let new = message(&arrival, &ayu, "wamid.2", &body);
        let mut storing = store.begin().await.expect("a transaction begins");
        storing.add_arrival(&new, NOW).await.expect("an event is stored");
        storing.wake_lane(&ayu, NOW).await.expect("the lane wakes");
        let giving_back = {
            let store = store.clone();
            tokio::spawn(async move { release(&store, &lane, NOW).await })
        };
        db.until_somebody_waits_for_a_row().await;
        storing.commit().await.expect("the event is kept");
        giving_back.await.expect("no panic").expect("the lane is given back");
        assert_eq!(persons(&claim(&store, NOW).await), [&ayu]);
    }

    async fn an_event_that_fails_is_counted_and_set_aside_without_blocking_the_next(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        arrive(&store, &ayu, 10, "wamid.1").await.expect("an event is stored");
        arrive(&store, &ayu, 11, "wamid.2").await.expect("an event is stored");
        let mut work = store.begin().await.expect("a transaction begins");
        for tries in 1..=3 {
            assert_eq!(work.fail_arrival(&id::<ArrivalId>(10), "fault").await.expect("it is counted"), tries);
        }
        work.set_arrival_aside(&id::<ArrivalId>(10), NOW).await.expect("it is set aside");
        work.commit().await.expect("that is kept");
        let waiting = store.waiting(&ayu, 20).await.expect("the lane reads");
        assert_eq!(waiting.iter().map(|a| &a.id).collect::<Vec<_>>(), [&id::<ArrivalId>(11)]);
        assert_eq!(store.inbox_depth().await.expect("depths read"), (1, Some(NOW), 1));
    }
}

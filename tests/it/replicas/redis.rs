//! Redis comes and goes; nothing else does.

use std::time::Duration;

use sapa::domain::ids::{Id, PersonId, id_bits};
use sapa::pubsub::{Bucket, Bus, Link, Redis, Wake};
use sapa::simulator::Channel;
use tokio::sync::broadcast::Receiver;
use tokio_util::sync::CancellationToken;

use super::fleet::fleet;
use super::*;

/// Two processes' ends of one bus.
fn buses(url: &str, stop: &CancellationToken) -> [Bus; 2] {
    ["one", "two"].map(|origin| {
        let bus = Bus::linked(Redis::new(url, "test", origin).unwrap());
        tokio::spawn(bus.clone().run(stop.clone()));
        bus
    })
}

async fn linked(buses: &[Bus]) {
    until("the link", async || buses.iter().all(|bus| bus.link() == Link::Up)).await;
}

/// The next wake that is not a look at everything, which every new link begins with.
async fn heard(wakes: &mut Receiver<Wake>) -> Wake {
    loop {
        match tokio::time::timeout(SOON, wakes.recv()).await.unwrap().unwrap() {
            Wake::All => {}
            wake => return wake,
        }
    }
}

#[tokio::test]
async fn a_wake_is_heard_once_here_and_once_elsewhere() {
    let Some(mut redis) = RedisServer::new() else { return };
    redis.start();
    let stop = CancellationToken::new();
    let buses = buses(&redis.url(), &stop);
    linked(&buses).await;
    let mut ears = buses.each_ref().map(Bus::listen);
    let person = PersonId::from_bits(id_bits(1, 1));
    buses[0].wake(Wake::Chat(person.clone()));
    buses[1].wake(Wake::Case);
    for ear in &mut ears {
        let mut all = [heard(ear).await, heard(ear).await];
        all.sort_by_key(|wake| *wake == Wake::Case);
        assert_eq!(all, [Wake::Chat(person.clone()), Wake::Case]);
        assert!(ear.try_recv().is_err(), "nothing twice");
    }
    stop.cancel();
}

fn bucket(interval: Duration, slack: Duration) -> Bucket {
    Bucket { name: "whatsapp".into(), interval, slack }
}

#[tokio::test]
async fn two_processes_keep_one_budget_also_after_redis_was_emptied() {
    let Some(mut redis) = RedisServer::new() else { return };
    redis.start();
    let stop = CancellationToken::new();
    let buses = buses(&redis.url(), &stop);
    linked(&buses).await;
    for _ in 0..2 {
        // One an hour and four ahead of it: five in all, whoever takes them.
        let hour = Duration::from_secs(3_600);
        let bucket = bucket(hour, hour * 4);
        let mut taken = 0;
        for n in 0..12 {
            match buses[n % 2].take(std::slice::from_ref(&bucket)).await {
                Some(Ok(())) => taken += 1,
                Some(Err(wait)) => assert!((1..=3_600_000).contains(&wait), "{wait}"),
                None => panic!("Redis is there"),
            }
        }
        assert_eq!(taken, 5);
        redis.empty().await;
    }
    stop.cancel();
}

#[tokio::test]
async fn what_one_bucket_refuses_costs_nothing_in_another() {
    let Some(mut redis) = RedisServer::new() else { return };
    redis.start();
    let stop = CancellationToken::new();
    let buses = buses(&redis.url(), &stop);
    linked(&buses).await;
    let hour = Duration::from_secs(3_600);
    let number = bucket(hour, hour);
    let person = Bucket { name: "whatsapp:per".into(), interval: hour, slack: Duration::ZERO };
    let both = [number.clone(), person];
    assert_eq!(buses[0].take(&both).await, Some(Ok(())));
    assert!(matches!(buses[1].take(&both).await, Some(Err(_))), "the person must wait");
    assert_eq!(
        buses[1].take(std::slice::from_ref(&number)).await,
        Some(Ok(())),
        "the number's second place is still there"
    );
    assert!(matches!(buses[0].take(&[number]).await, Some(Err(_))));
    stop.cancel();
}

#[tokio::test]
async fn a_hold_holds_everyone() {
    let Some(mut redis) = RedisServer::new() else { return };
    redis.start();
    let stop = CancellationToken::new();
    let buses = buses(&redis.url(), &stop);
    linked(&buses).await;
    let bucket = bucket(Duration::from_millis(1), Duration::from_millis(200));
    buses[0].hold(&bucket, 60_000).await;
    let answer = buses[1].take(&[bucket]).await;
    assert!(matches!(answer, Some(Err(wait)) if (55_000..=60_000).contains(&wait)), "{answer:?}");
    stop.cancel();
}

#[tokio::test]
async fn a_redis_that_says_nothing_is_not_waited_for() {
    let Some(mut redis) = RedisServer::new() else { return };
    redis.start();
    let stop = CancellationToken::new();
    let buses = buses(&redis.url(), &stop);
    linked(&buses).await;
    redis.freeze();
    let bucket = bucket(Duration::from_millis(1), Duration::from_secs(1));
    assert_eq!(buses[0].take(std::slice::from_ref(&bucket)).await, None);
    assert_eq!(buses[0].link(), Link::Down, "the first that is not answered is the last that asks");
    let mut ear = buses[0].listen();
    buses[0].wake(Wake::Case);
    assert_eq!(ear.try_recv().unwrap(), Wake::Case);
    redis.thaw();
    linked(&buses).await;
    assert_eq!(buses[0].take(&[bucket]).await, Some(Ok(())));
    stop.cancel();
}

#[tokio::test]
async fn absent_killed_emptied_and_frozen_redis_loses_no_message() {
    let Some(mut redis) = RedisServer::new() else { return };
    let Some(fleet) = fleet(2, &[("SAPA_REDIS_URL", &redis.url())]).await else { return };
    let phone = fleet.phone(Channel::WhatsApp);
    let link = async |said: &str| {
        until(said, async || {
            let (first, second) = (fleet.readiness(0).await, fleet.readiness(1).await);
            assert_eq!(
                (first.0, second.0),
                (200, 200),
                "trouble with Redis is no reason to take a replica out"
            );
            first.1.contains(said) && second.1.contains(said)
        })
        .await;
    };
    link("redis does not answer (degraded)").await;
    until("the alarm", async || fleet.depth("alarms_open").await == Some(1)).await;
    walk(&phone, 2).await;
    redis.start();
    link("redis ok").await;
    until("the end of the alarm", async || fleet.depth("alarms_open").await == Some(0)).await;
    LOST_KTP[2].walk(&phone).await;
    redis.empty().await;
    LOST_KTP[3].walk(&phone).await;
    redis.kill();
    LOST_KTP[4].walk(&phone).await;
    LOST_KTP[5].walk(&phone).await;
    redis.start();
    link("redis ok").await;
    LOST_KTP[6].walk(&phone).await;
    redis.freeze();
    LOST_KTP[7].walk(&phone).await;
    LOST_KTP[8].walk(&phone).await;
    redis.thaw();
    LOST_KTP[9].walk(&phone).await;
    fleet.settled().await;
    each_bubble_once(&phone);
    let told = fleet.log(0).matches("Redis does not answer").count();
    assert!((1..=4).contains(&told), "one line for an outage, not one a try: {told}");
    fleet.end().await;
}

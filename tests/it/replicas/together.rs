//! Two replicas of one office.

use std::time::Duration;

use futures_util::future::join_all;
use sapa::simulator::{Channel, Fault};

use super::fleet::fleet;
use super::*;
use crate::binary::citizen::{TO_THE_LETTER, answered};

/// Both platforms, one after the other.
const CHANNELS: [Channel; 2] = [Channel::WhatsApp, Channel::Telegram];

#[tokio::test]
async fn two_replicas_share_a_conversation_whose_messages_reach_them_in_turn() {
    let Some(mut redis) = RedisServer::new() else { return };
    redis.start();
    let Some(fleet) = fleet(2, &[("SAPA_REDIS_URL", &redis.url())]).await else { return };
    join_all(CHANNELS.map(|channel| whole_conversation(&fleet, channel))).await;
    let answers = fleet.balancer.answers();
    assert!(answers.iter().all(|(_, status)| *status == 200), "{answers:?}");
    for n in 0..2 {
        assert!(answers.iter().filter(|(replica, _)| *replica == n).count() >= LOST_KTP.len(), "{answers:?}");
        assert!(fleet.readiness(n).await.1.contains("redis ok"));
    }
    // What Redis ever saw of a citizen is an id of ours.
    for name in redis.contents().await {
        let id = name.rsplit(':').next().unwrap();
        assert!(
            name.starts_with("sapa:") && (id.starts_with("per_") || ["whatsapp", "telegram"].contains(&id)),
            "{name}"
        );
    }
    fleet.end().await;
}

#[tokio::test]
async fn without_redis_two_replicas_do_the_same() {
    let Some(fleet) = fleet(2, &[]).await else { return };
    join_all(CHANNELS.map(|channel| whole_conversation(&fleet, channel))).await;
    assert_eq!(fleet.depth("replicas").await, Some(2));
    fleet.end().await;
}

#[tokio::test]
async fn replicas_that_race_for_the_same_persons_answer_each_message_once_and_in_order() {
    let quick = [("SAPA_WHATSAPP__PACE", "off"), ("SAPA_TELEGRAM__PACE", "off")];
    let Some(fleet) = fleet(2, &quick).await else { return };
    fleet.platform.faults().duplicate_webhooks(Channel::WhatsApp, 1_000);
    let phones: Vec<_> = (0..10).map(|_| fleet.phone(Channel::WhatsApp)).collect();
    // Nobody waits for an answer: order is all that makes sense of these.
    let hasty = ["ktp saya hilang", "setuju", "milik saya"];
    for phone in &phones {
        for text in hasty {
            phone.send_text(text);
        }
    }
    for phone in &phones {
        answered(phone, 0, LOST_KTP[2].then).await;
    }
    fleet.settled().await;
    for phone in &phones {
        let bubbles = said(phone);
        assert_eq!(bubbles.len(), hasty.len(), "{bubbles:#?}");
        for (bubble, step) in bubbles.iter().zip(&LOST_KTP) {
            assert!(bubble.contains(step.then), "{bubbles:#?}");
        }
    }
    fleet.end().await;
}

/// The bound on delay is a condition: the answer is there while the replica that was stopped is still down.
#[tokio::test]
async fn a_rolling_restart_in_mid_conversation_loses_and_delays_nothing() {
    let Some(mut fleet) = fleet(2, &[("SAPA_DRAIN_SECONDS", "1")]).await else { return };
    let phones = CHANNELS.map(|channel| fleet.phone(channel));
    let steps: Vec<_> = LOST_KTP.iter().enumerate().collect();
    for (number, step) in steps {
        let stops = (number % 2 == 1).then_some(number / 2 % 2);
        let places = [phones[0].place(), phones[1].place()];
        if let Some(n) = stops {
            fleet.ask_to_stop(n);
            // The balancer is told first; requests that come all the same are still taken.
            until("it says that it stops", async || fleet.readiness(n).await == (503, "stopping\n".into()))
                .await;
        }
        phones.iter().for_each(|phone| step.take(phone));
        if let Some(n) = stops {
            assert_eq!(fleet.ended(n).await.code(), Some(0), "{}", fleet.log(n));
        }
        for (phone, place) in phones.iter().zip(places) {
            answered(phone, place, step.then).await;
        }
        if let Some(n) = stops {
            fleet.spawn(n);
            fleet.ready(n).await;
        }
    }
    fleet.settled().await;
    phones.iter().for_each(each_bubble_once);
    fleet.end().await;
}

/// A lane's lease lasts a minute, a bubble's longer than anything here waits: so it is the death that is noticed.
#[tokio::test]
async fn when_one_of_two_dies_the_other_goes_on_with_what_it_held() {
    let Some(mut fleet) = fleet(2, &[]).await else { return };
    for _ in 0..2 {
        let phone = fleet.phone(Channel::WhatsApp);
        walk(&phone, 1).await;
        fleet.settled().await;
        let place = phone.place();
        // Both send for this person, whichever has the bubble; the dead one's platform never hears the end.
        let for_ever = Fault::Hang(Duration::from_secs(3_600));
        fleet.platform.faults().fail_next_method(Channel::WhatsApp, "messages", 1, for_ever);
        LOST_KTP[1].take(&phone);
        let faults = fleet.platform.faults().clone();
        until("the call that hangs", async || faults.waiting() == 0).await;
        let held = fleet.holder_of_a_bubble().await;
        fleet.kill(held);
        answered(&phone, place, LOST_KTP[1].then).await;
        fleet.spawn(held);
        fleet.ready(held).await;
        until("both are at work", async || fleet.depth("replicas").await == Some(2)).await;
        walk_on(&phone, 2).await;
        fleet.settled().await;
        each_bubble_once(&phone);
    }
    fleet.end().await;
}

async fn walk_on(phone: &sapa::simulator::Phone, from: usize) {
    for step in &LOST_KTP[from..] {
        step.walk(phone).await;
    }
}

#[tokio::test]
async fn who_starts_beside_a_living_replica_takes_nothing_away_from_it() {
    let Some(mut fleet) = fleet(2, &[]).await else { return };
    fleet.ask_to_stop(1);
    fleet.ended(1).await;
    let phone = fleet.phone(Channel::WhatsApp);
    // Longer than a dead replica would be waited for, and its bubbles after that.
    let pause = Fault::Hang(Duration::from_secs(8));
    fleet.platform.faults().fail_next_method(Channel::WhatsApp, "messages", 1, pause);
    LOST_KTP[0].take(&phone);
    let faults = fleet.platform.faults().clone();
    until("the call that takes its time", async || faults.waiting() == 0).await;
    fleet.spawn(1);
    fleet.ready(1).await;
    answered(&phone, 0, LOST_KTP[0].then).await;
    fleet.settled().await;
    assert_eq!(fleet.platform.requests_of(Channel::WhatsApp, "messages").len(), 1);
    fleet.end().await;
}

#[tokio::test]
async fn one_replica_at_a_time_asks_telegram_and_the_other_goes_on_when_it_stops_or_dies() {
    let Some(mut fleet) = fleet(2, &[("SAPA_TELEGRAM__MODE", "polling")]).await else { return };
    let phone = fleet.phone(Channel::Telegram);
    walk(&phone, 2).await;
    let refused = fleet.platform.requests_of(Channel::Telegram, "getUpdates");
    let refused = refused.iter().filter(|request| request.status == 409).count();
    assert_eq!(refused, 0, "two asked at the same time");
    let asks =
        |fleet: &Fleet| (0..2).find(|n| fleet.log(*n).contains("asking Telegram for updates")).unwrap();
    let first = asks(&fleet);
    fleet.ask_to_stop(first);
    assert_eq!(fleet.ended(first).await.code(), Some(0));
    LOST_KTP[2].walk(&phone).await;
    fleet.spawn(first);
    fleet.ready(first).await;
    fleet.kill(1 - first);
    for step in &LOST_KTP[3..] {
        step.walk(&phone).await;
    }
    fleet.settled().await;
    each_bubble_once(&phone);
    fleet.end().await;
}

#[tokio::test]
async fn a_replica_with_another_key_file_does_not_start() {
    let Some(fleet) = fleet(1, &[]).await else { return };
    let mut command = fleet.command(0);
    command.env("SAPA_KEY_FILE", fleet.folder.join("other-keys")).env("SAPA_LISTEN", "127.0.0.1:0");
    let output = command.output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("sealed with other keys") && told.contains("key file"), "{told}");
    fleet.end().await;
}

#[tokio::test]
async fn replicas_that_start_together_on_an_empty_database_make_one_schema_and_one_administrator() {
    let Some(mut fleet) = fleet(3, &[]).await else { return };
    for n in 0..3 {
        fleet.ask_to_stop(n);
    }
    for n in 0..3 {
        assert_eq!(fleet.ended(n).await.code(), Some(0), "{}", fleet.log(n));
    }
    fleet.wipe().await;
    (0..3).for_each(|n| fleet.spawn(n));
    for n in 0..3 {
        fleet.ready(n).await;
    }
    let logins =
        (0..3).filter(|n| fleet.log(*n).matches("  Password   ").count() > usize::from(*n == 0)).count();
    assert_eq!(logins, 1, "one of them prints the login");
    whole_conversation(&fleet, Channel::WhatsApp).await;
    fleet.end().await;
}

#[tokio::test]
async fn staff_who_signed_in_at_one_replica_are_signed_in_at_the_other() {
    let Some(fleet) = fleet(2, &[]).await else { return };
    let password = (0..2).find_map(|n| {
        let log = fleet.log(n);
        let line = log.lines().find_map(|line| line.trim().strip_prefix("Password   "))?;
        line.split_whitespace().next().map(str::to_owned)
    });
    let http =
        reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let page = http.get(fleet.url(0, "/console/login")).send().await.unwrap();
    let cookie = cookies(&page);
    let csrf = cookie.split("sapa_login=").nth(1).unwrap().split(';').next().unwrap().to_owned();
    let form = format!("csrf={csrf}&login=admin&password={}", password.unwrap());
    let post = http.post(fleet.url(1, "/console/login")).header("cookie", cookie).body(form);
    let answer = post.header("content-type", "application/x-www-form-urlencoded").send().await.unwrap();
    let session = cookies(&answer);
    assert!(session.contains("sapa_console="), "{answer:?}");
    let page = http.get(fleet.url(0, "/console/")).header("cookie", session).send().await.unwrap();
    // Known, and asked for a password of their own first.
    assert_eq!(page.headers()["location"], "/console/password", "{page:?}");
    fleet.end().await;
}

fn cookies(answer: &reqwest::Response) -> String {
    let all = answer.headers().get_all("set-cookie").iter();
    let pairs: Vec<&str> = all.map(|value| value.to_str().unwrap().split(';').next().unwrap()).collect();
    pairs.join("; ")
}

#[tokio::test]
async fn a_photo_that_a_dead_replica_was_fetching_is_fetched_by_the_other() {
    let Some(mut fleet) = fleet(2, &[]).await else { return };
    let phone = fleet.phone(Channel::WhatsApp);
    walk(&phone, TO_THE_LETTER).await;
    fleet.settled().await;
    let place = phone.place();
    let for_ever = Fault::Hang(Duration::from_secs(3_600));
    fleet.platform.faults().fail_next_method(Channel::WhatsApp, "media.download", 1, for_ever);
    LOST_KTP[TO_THE_LETTER].take(&phone);
    let faults = fleet.platform.faults().clone();
    until("the download that hangs", async || faults.waiting() == 0).await;
    // The file is fetched before its album has settled; then the lane is held by the turn that waits for it.
    until("the turn that waits for the file", async || fleet.lanes_held().await == 1).await;
    let held = fleet.holder_of_a_lane().await;
    fleet.kill(held);
    answered(&phone, place, LOST_KTP[TO_THE_LETTER].then).await;
    fleet.settled().await;
    assert_eq!(said(&phone).len(), TO_THE_LETTER + 1, "{:#?}", said(&phone));
    fleet.end().await;
}

//! Rounds: many persons in one transaction, each as if alone.

use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use sapa::domain::inbound::{Body, ChannelKind, MediaKind};
use sapa::domain::redacted::Redacted;
use sapa::runtime::ports::Ingest;
use sapa::runtime::steps::{Mill, Steps};
use tokio_util::sync::CancellationToken;

use crate::databases::{Kind, NOW, on_both_databases};
use crate::harness::Harness;

const WA: ChannelKind = ChannelKind::Whatsapp;
const AYU: &str = "+6281200009901";
const MADE: &str = "+6281200009902";

fn text(text: &str) -> Body {
    Body::Text { text: Redacted::from(text.to_owned()) }
}

/// What was sent to a person since the last look; the others' is lost.
fn told(office: &Harness, person: &str) -> Vec<String> {
    let shown = office.shown(WA).into_iter().filter(|s| s.to == person);
    shown.map(|s| s.message.text.expose().clone()).collect()
}

/// What the console and the platform's status need to be right in the end.
async fn nothing_is_left(office: &Harness) {
    assert_eq!(office.db.count("outbox").await, 0);
    let waiting = "SELECT CAST(COUNT(*) AS TEXT) FROM arrivals WHERE state <> 'served'";
    assert_eq!(office.db.value(waiting).await.as_deref(), Some("0"));
    let leased = "SELECT CAST(COUNT(*) AS TEXT) FROM lanes WHERE lease_until > 0 OR due_at IS NOT NULL";
    assert_eq!(office.db.value(leased).await.as_deref(), Some("0"));
}

on_both_databases! {
    async fn a_person_with_a_long_queue_delays_another_by_one_turn(db) {
        let office = Harness::new(NOW, db).await;
        let many = (0..300).map(|n| office.channel(WA).arrival(AYU, NOW + n, text("menu"), None)).collect();
        office.ingest(WA, many).await;
        office.say(MADE, WA, text("ktp hilang")).await;
        let steps = Steps::new(office.runtime.clone());
        assert_eq!(steps.serve_together(8).await.expect("a round"), 2);
        let served = "SELECT CAST(COUNT(*) AS TEXT) FROM arrivals WHERE state = 'served'";
        assert_eq!(office.db.value(served).await.as_deref(), Some("2"));
        office.runtime.outbox.settle().await.expect("bubbles are sent");
        assert_eq!(told(&office, MADE).len(), 1);
        office.settle().await;
        assert_eq!(told(&office, AYU).len(), 299);
        nothing_is_left(&office).await;
    }

    async fn nine_people_with_many_photos_are_served_in_turns_of_eight(db) {
        let office = Harness::new(NOW, db).await;
        let persons: Vec<String> = (0..9).map(|n| format!("+62812000099{n:02}")).collect();
        let photo = office.channel(WA).file(MediaKind::Photo, "image/jpeg", vec![0; 64]);
        for person in &persons {
            // No burst: each is served by itself.
            let many = (0..12).map(|n| office.channel(WA).arrival(person, NOW - n * 10_000, photo.clone(), None));
            office.ingest(WA, many.collect()).await;
        }
        let mill = Mill::of(&office.runtime);
        let served = async || {
            let sql = "SELECT CAST(COUNT(*) AS TEXT) FROM arrivals WHERE state = 'served' GROUP BY person_id";
            office.db.column(sql).await.len()
        };
        let mut turns = 0;
        while served().await < persons.len() {
            office.runtime.house.clock.advance(1_000);
            while mill.grind_and_look().await {}
            for work in mill.beside() {
                work.await;
            }
            turns += 1;
            assert!(turns <= 3, "the ninth waits for the others' last photos");
        }
        let served = "SELECT CAST(COUNT(*) AS TEXT) FROM arrivals WHERE state = 'served'";
        let served = office.db.value(served).await.and_then(|n| n.parse::<usize>().ok()).expect("a number");
        assert!(served <= turns * 8, "{served}");
        drop(mill);
        office.wait(2_000).await;
        nothing_is_left(&office).await;
    }

    async fn ten_thousand_texts_of_one_person_delay_another_by_one_turn(db) {
        let office = Harness::new(NOW, db).await;
        office.ask(AYU, WA, "ktp hilang").await;
        for hundreds in 0..10 {
            let many = (0..1_000).map(|n| office.channel(WA).arrival(AYU, NOW + hundreds * 1_000 + n, text("menu"), None));
            office.ingest(WA, many.collect()).await;
        }
        let steps = Steps::new(office.runtime.clone());
        for _ in 0..3 {
            assert_eq!(steps.serve_together(8).await.expect("a round"), 1);
        }
        office.say(MADE, WA, text("ktp hilang")).await;
        assert_eq!(steps.serve_together(8).await.expect("a round"), 2);
        office.runtime.outbox.settle().await.expect("bubbles are sent");
        assert_eq!(told(&office, MADE).len(), 1);
    }

    async fn an_event_that_can_never_be_stored_keeps_no_other_out(db) {
        let office = Harness::new(NOW, db).await;
        let mut bad = office.channel(WA).arrival(AYU, NOW, text("ktp hilang"), None);
        // PostgreSQL takes no text with this in it.
        bad.provider_id.push('\0');
        let good = office.channel(WA).arrival(MADE, NOW, text("ktp hilang"), None);
        let stored = office.runtime.inbox.ingest(WA, vec![bad, good]).await;
        office.settle().await;
        assert_eq!(told(&office, MADE).len(), 1);
        let alarms = office.runtime.house.store.open_alarms().await.expect("alarms");
        let kinds: Vec<&str> = alarms.iter().map(|alarm| alarm.kind.as_str()).collect();
        match office.db.kind {
            Kind::Sqlite => assert!(stored.is_ok() && kinds.is_empty(), "{kinds:?}"),
            Kind::Postgres => {
                assert!(stored.is_err(), "only the platform still has it");
                assert_eq!(kinds, ["arrival_unstorable"]);
            }
        }
    }

    async fn an_event_that_kills_whoever_serves_it_is_set_aside(db) {
        let mut office = Harness::new(NOW, db).await;
        office.ask(AYU, WA, "ktp hilang").await;
        let photo = office.channel(WA).file(MediaKind::Photo, "image/jpeg", vec![0; 64]);
        office.say(AYU, WA, photo).await;
        office.say(AYU, WA, text("setuju")).await;
        office.runtime.house.clock.advance(2_000);
        let mut deaths = 0;
        loop {
            let presence = office.runtime.take_up_work().await.expect("the store answers");
            let mill = Mill::of(&office.runtime);
            office.mood().hanging = Some(Arc::default());
            office.mood().fetches = 0;
            while mill.grind_and_look().await {}
            // Dropped where it stands, as when the process dies.
            let mut lanes = mill.beside();
            futures_util::future::poll_fn(|cx| {
                lanes.retain_mut(|lane| lane.as_mut().poll(cx).is_pending());
                if lanes.is_empty() || office.mood().fetches > 0 { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
            let is_dead = office.mood().fetches > 0;
            drop((lanes, mill, presence));
            office.mood().hanging = None;
            if !is_dead {
                break;
            }
            deaths += 1;
            assert!(deaths < 10, "it goes on for ever");
            // The file's own claim outlives the process by a minute.
            office.runtime.house.clock.advance(61_000);
            office = office.restart().await;
            if deaths == 5 {
                office.mood().fetches = 0;
                let mill = Mill::of(&office.runtime);
                while mill.grind_and_look().await {}
                futures_util::future::join_all(mill.beside()).await;
                assert_eq!(office.mood().fetches, 0, "who is young leaves alone what killed others");
            }
            // It lives long enough to be the one that tries.
            office.runtime.house.clock.advance(16_000);
        }
        // One before anybody was careful, or a few: PostgreSQL sees late that a process is gone.
        assert!((6..=8).contains(&deaths), "{deaths}");
        office = office.restart().await;
        office.settle().await;
        let answers = told(&office, AYU);
        assert!(answers.len() == 1 && answers[0].contains("KTP siapa"), "{answers:?}");
        let aside = "SELECT CAST(COUNT(*) AS TEXT) FROM arrivals WHERE state = 'set_aside'";
        assert_eq!(office.db.value(aside).await.as_deref(), Some("1"));
        assert_eq!(office.db.count("alarms WHERE kind = 'arrival_set_aside'").await, 1);
    }

    async fn what_is_poisoned_harms_its_own_lane_alone(db) {
        let office = Harness::new(NOW, db).await;
        office.ask(AYU, WA, "ktp hilang").await;
        // A session that no key opens.
        let damage = "UPDATE sessions SET state_sealed = 'k1:AAAA' RETURNING person_id";
        assert_eq!(office.db.column(damage).await.len(), 1);
        office.say(AYU, WA, text("setuju")).await;
        office.say(MADE, WA, text("ktp hilang")).await;
        office.settle().await;
        assert_eq!(told(&office, MADE).len(), 1, "a neighbour is answered at once");
        for _ in 0..6 {
            office.wait(20_000).await;
        }
        let aside = "SELECT CAST(COUNT(*) AS TEXT) FROM arrivals WHERE state = 'set_aside'";
        assert_eq!(office.db.value(aside).await.as_deref(), Some("1"));
        assert_eq!(office.db.count("alarms").await, 1);
        office.say(MADE, WA, text("setuju")).await;
        office.settle().await;
        assert_eq!(told(&office, MADE).len(), 1);
    }

    async fn workers_answer_everybody_once_and_in_order(db) {
        let office = Harness::new(NOW, db).await;
        let stop = CancellationToken::new();
        let mut workers = office.runtime.start(&stop);
        let persons: Vec<String> = (0..24).map(|n| format!("+62812000099{n:02}")).collect();
        let citizens: Vec<_> = persons
            .iter()
            .map(|person| {
                let inbox = office.runtime.inbox.clone();
                let said = ["ktp hilang", "setuju", "1"];
                let said = said.map(|said| office.channel(WA).arrival(person, NOW, text(said), None));
                async move {
                    for arrived in said {
                        // A platform delivers again what it got no 200 for, and sometimes what it did.
                        for _ in 0..2 {
                            inbox.ingest(WA, vec![arrived.clone()]).await.expect("it is stored");
                        }
                    }
                }
            })
            .collect();
        futures_util::future::join_all(citizens).await;
        let mut told: Vec<(String, String)> = Vec::new();
        let all = async {
            while told.len() < persons.len() * 3 {
                tokio::time::sleep(Duration::from_millis(10)).await;
                told.extend(office.shown(WA).into_iter().map(|s| (s.to, s.message.text.expose().clone())));
            }
        };
        tokio::time::timeout(Duration::from_secs(30), all).await.expect("everybody is answered");
        stop.cancel();
        while workers.join_next().await.is_some() {}
        told.extend(office.shown(WA).into_iter().map(|s| (s.to, s.message.text.expose().clone())));
        let of = |person: &str| -> Vec<&String> { told.iter().filter(|t| t.0 == person).map(|t| &t.1).collect() };
        for person in &persons {
            assert_eq!(of(person), of(&persons[0]), "everybody hears the same, in the same order");
            assert_eq!(of(person).len(), 3);
        }
        nothing_is_left(&office).await;
    }

    async fn a_round_that_is_not_committed_leaves_nothing_and_says_nothing(db) {
        let office = Harness::new(NOW, db).await;
        office.say(AYU, WA, text("ktp hilang")).await;
        let mut work = office.runtime.house.store.begin().await.expect("a transaction begins");
        let lanes = work.claim_lanes(8, NOW, NOW + 60_000).await.expect("lanes are claimed");
        work.read_ahead(&[(&lanes[0].person, Some(WA))], NOW).await.expect("it reads");
        let session = sapa::store::SessionRow {
            person: &lanes[0].person, json: "{}", service: None, definition: None, question: None,
        };
        work.keep_session(&session, NOW).await.expect("it waits to be written");
        drop(work);
        assert_eq!(office.db.count("sessions").await, 0);
        office.settle().await;
        assert_eq!(told(&office, AYU).len(), 1);
    }
}

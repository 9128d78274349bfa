//! The one way out.

use sapa::domain::ids::{MessageId, PersonId};
use sapa::domain::inbound::ChannelKind;
use sapa::domain::outbound::{Choice, Link, Outgoing};
use sapa::domain::redacted::Redacted;
use sapa::store::{OutboxRow, Store, StoreError};

use super::{citizen, id, send, taken, write};
use crate::databases::{NOW, on_both_databases};

const LEASE: i64 = 30_000;
const BOTH: &[ChannelKind] = &ChannelKind::ALL;

async fn claim(store: &Store, now: i64) -> Vec<OutboxRow> {
    let mut work = store.begin().await.expect("a transaction begins");
    let mut rows = work.claim_outbox(BOTH, 10, now, now + LEASE).await.expect("bubbles are claimed");
    work.commit().await.expect("the claim is kept");
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    rows
}

async fn sent(store: &Store, row: &OutboxRow) -> Result<(), StoreError> {
    let mut work = store.begin().await?;
    taken(&mut work, row, &format!("wire-{}", row.id), NOW).await?;
    work.commit().await
}

async fn failed(store: &Store, row: &OutboxRow) -> Result<(), StoreError> {
    let mut work = store.begin().await?;
    work.outbox_failed(row, "131026 undeliverable", NOW).await?;
    work.commit().await
}

async fn later(store: &Store, row: &OutboxRow, at: i64, counts: bool) {
    let mut work = store.begin().await.expect("a transaction begins");
    work.outbox_later(row, at, "try again", counts).await.expect("it is put off");
    work.commit().await.expect("that is kept");
}

fn texts(rows: &[OutboxRow]) -> Vec<&str> {
    rows.iter().map(|r| r.message.text.expose().as_str()).collect()
}

async fn ayu_and_made(store: &Store) -> (PersonId, PersonId) {
    let (ayu, made) = (citizen(store, 1).await, citizen(store, 2).await);
    for (n, person, text) in [(10, &ayu, "a1"), (11, &ayu, "a2"), (12, &made, "m1"), (13, &ayu, "a3")] {
        send(store, person, n, text).await;
    }
    (ayu, made)
}

/// Two choices of a list, as an answer to something.
fn asking() -> Outgoing {
    let choice = |id: &str, description: Option<&str>| Choice {
        id: id.into(),
        label: format!("Label {id}"),
        description: description.map(str::to_owned),
    };
    Outgoing {
        choices: vec![choice("a", Some("A second line")), choice("b", None)],
        choices_label: "Pilih".into(),
        reply_to: Some("wamid.9".into()),
        ..Outgoing::text("Yang *mana*?")
    }
}

on_both_databases! {
    async fn a_bubble_leaves_as_it_was_written_whoever_sends_it(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        let link = Link { label: "Buka".into(), url: Redacted::from("https://sapa.example/p/x".to_owned()) };
        let bubbles = [
            Outgoing::text("Halo"),
            asking(),
            Outgoing { reply_to: None, ..asking() },
            Outgoing { choices_label: String::new(), reply_to: None, ..asking() },
            Outgoing { choices: Vec::new(), reply_to: None, ..asking() },
            Outgoing { link: Some(link), ..Outgoing::text("Buka halaman ini.") },
            Outgoing { ask_contact: true, choices_label: "Bagikan".into(), ..Outgoing::text("Nomor?") },
        ];
        for (n, bubble) in (10..).zip(&bubbles) {
            write(&store, &ayu, n, bubble).await;
        }
        for bubble in bubbles {
            let rows = claim(&store, NOW).await;
            assert_eq!(*rows[0].message, bubble);
            sent(&store, &rows[0]).await.expect("it was sent");
        }
    }

    async fn what_is_tried_again_goes_as_it_was(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        for (n, bubble) in (10..).zip([asking(), Outgoing { reply_to: None, ..asking() }]) {
            let message = write(&store, &ayu, n, &bubble).await;
            failed(&store, &claim(&store, NOW).await[0]).await.expect("it failed");
            let mut work = store.begin().await.expect("a transaction begins");
            work.resend(&message, NOW).await.expect("it is put back");
            work.commit().await.expect("that is kept");
            let row = claim(&store, NOW).await.remove(0);
            assert_eq!((&row.id, &*row.message), (&message, &bubble));
            sent(&store, &row).await.expect("it was sent");
        }
    }

    async fn by_another_channel_a_bubble_answers_nothing_of_the_first(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        write(&store, &ayu, 10, &asking()).await;
        let row = claim(&store, NOW).await.remove(0);
        let mut work = store.begin().await.expect("a transaction begins");
        work.reroute(&row, ChannelKind::Telegram, NOW).await.expect("it takes the other way");
        work.commit().await.expect("that is kept");
        let row = claim(&store, NOW).await.remove(0);
        let there = Outgoing { reply_to: None, ..asking() };
        assert_eq!((row.channel, &*row.message), (ChannelKind::Telegram, &there));
        let mut work = store.begin().await.expect("a transaction begins");
        assert_eq!(work.bubble_of(&row.id, &ayu).await.expect("the transcript reads"), Some(there));
    }

    async fn bubbles_of_one_person_leave_one_after_the_other(db) {
        let store = db.store().await;
        ayu_and_made(&store).await;
        let heads = claim(&store, NOW).await;
        assert_eq!(texts(&heads), ["a1", "m1"]);
        assert!(claim(&store, NOW).await.is_empty(), "nobody passes a bubble that is on its way");
        sent(&store, &heads[1]).await.expect("it was sent");
        assert!(claim(&store, NOW).await.is_empty());
        sent(&store, &heads[0]).await.expect("it was sent");
        let next = claim(&store, NOW).await;
        assert_eq!(texts(&next), ["a2"]);
        sent(&store, &next[0]).await.expect("it was sent");
        assert_eq!(texts(&claim(&store, NOW).await), ["a3"]);
    }

    async fn a_bubble_that_must_wait_holds_those_behind_it(db) {
        let store = db.store().await;
        ayu_and_made(&store).await;
        let heads = claim(&store, NOW).await;
        later(&store, &heads[0], NOW + 5_000, true).await;
        later(&store, &heads[1], NOW + 9_000, false).await;
        assert!(claim(&store, NOW + 4_999).await.is_empty());
        let again = claim(&store, NOW + 9_000).await;
        assert_eq!(texts(&again), ["a1", "m1"]);
        assert_eq!(again.iter().map(|r| r.attempts).collect::<Vec<_>>(), [2, 1], "a try that did not count was counted");
    }

    async fn a_bubble_that_failed_lets_the_next_go(db) {
        let store = db.store().await;
        let (ayu, _) = ayu_and_made(&store).await;
        let heads = claim(&store, NOW).await;
        failed(&store, &heads[0]).await.expect("it failed");
        assert_eq!(texts(&claim(&store, NOW).await), ["a2"]);
        let status = db.value(&format!("SELECT status FROM messages WHERE id = '{}'", heads[0].id)).await;
        assert_eq!(status.as_deref(), Some("failed"));

        // Staff try again: it is at the head, being the oldest.
        let mut work = store.begin().await.expect("a transaction begins");
        let back = work.resend(&heads[0].id, NOW).await.expect("it is put back");
        assert_eq!(back, (ayu, heads[0].channel));
        let twice = work.resend(&heads[0].id, NOW).await;
        assert!(matches!(twice, Err(StoreError::Conflict)), "{twice:?}");
        work.commit().await.expect("that is kept");
        assert_eq!(claim(&store, NOW).await[0].message, heads[0].message);
    }

    async fn a_worker_that_lost_its_bubble_settles_nothing(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        send(&store, &ayu, 10, "a1").await;
        let slow = claim(&store, NOW).await.remove(0);
        let next = claim(&store, NOW + LEASE + 1).await.remove(0);
        assert!(next.fence > slow.fence);
        assert!(matches!(sent(&store, &slow).await, Err(StoreError::Conflict)));
        assert!(matches!(failed(&store, &slow).await, Err(StoreError::Conflict)));
        later(&store, &slow, NOW, true).await;
        assert!(claim(&store, NOW + LEASE + 1).await.is_empty(), "the slow worker gave away a bubble that is not its own");
        let status = db.value("SELECT status FROM messages").await;
        assert_eq!(status.as_deref(), Some("queued"));
        sent(&store, &next).await.expect("it was sent");
        assert_eq!(db.count("outbox").await, 0);
    }

    async fn every_bubble_is_claimed_by_one_of_many_workers(db) {
        let store = db.store().await;
        for n in 1..=6_u128 {
            let person = citizen(&store, n).await;
            send(&store, &person, 10 + n, "hello").await;
        }
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let store = store.clone();
            tasks.spawn(async move { claim(&store, NOW).await });
        }
        let mut ids: Vec<MessageId> = tasks.join_all().await.into_iter().flatten().map(|r| r.id).collect();
        ids.sort();
        assert_eq!(ids, (11..=16).map(id::<MessageId>).collect::<Vec<_>>());
    }

    async fn a_channel_that_is_held_keeps_its_bubbles(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        send(&store, &ayu, 10, "a1").await;
        let mut work = store.begin().await.expect("a transaction begins");
        let telegram = [ChannelKind::Telegram];
        assert!(work.claim_outbox(&telegram, 10, NOW, NOW + LEASE).await.expect("bubbles are claimed").is_empty());
        assert!(work.claim_outbox(&[], 10, NOW, NOW + LEASE).await.expect("bubbles are claimed").is_empty());
        let rows = work.claim_outbox(BOTH, 10, NOW, NOW + LEASE).await.expect("bubbles are claimed");
        assert_eq!(texts(&rows), ["a1"]);
    }
}

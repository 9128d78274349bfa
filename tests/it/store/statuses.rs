//! What platforms say became of our messages.

use sapa::domain::chat::Author;
use sapa::domain::ids::{ArrivalId, MessageId};
use sapa::domain::inbound::{ChannelKind, Delivery};
use sapa::domain::outbound::Outgoing;
use sapa::store::{OutboxRow, Priority, Store};

use super::{citizen, id, send, taken};
use crate::databases::{NOW, TestDb, on_both_databases};

async fn claimed(store: &Store) -> OutboxRow {
    let ayu = citizen(store, 1).await;
    send(store, &ayu, 10, "a1").await;
    let mut work = store.begin().await.expect("a transaction begins");
    let row =
        work.claim_outbox(&ChannelKind::ALL, 1, NOW, NOW + 1).await.expect("a bubble is claimed").remove(0);
    work.commit().await.expect("the claim is kept");
    row
}

async fn sent(store: &Store, row: &OutboxRow) {
    let mut work = store.begin().await.expect("a transaction begins");
    taken(&mut work, row, "wamid.out", NOW + 5).await.expect("it was sent");
    work.commit().await.expect("that is kept");
}

/// A status for `wamid.out`, with our own id when the platform echoed it. Whether the message was known.
async fn hears(store: &Store, echoed: Option<&MessageId>, state: Delivery) -> bool {
    let mut work = store.begin().await.expect("a transaction begins");
    let whatsapp = ChannelKind::Whatsapp;
    let found = work.bubble_on_wire(&id(1), whatsapp, "wamid.out").await.expect("it is looked for");
    let fault = (state == Delivery::Failed).then_some("131026 undeliverable");
    let known = work
        .note_status(whatsapp, "wamid.out", echoed.or(found.as_ref()), state, fault, NOW + 9)
        .await
        .expect("a status is noted");
    work.commit().await.expect("that is kept");
    known.is_some()
}

async fn status(db: &TestDb) -> String {
    db.value("SELECT status FROM messages").await.expect("a status is never NULL")
}

on_both_databases! {
    async fn a_status_that_comes_before_our_own_answer_is_kept_and_applied(db) {
        let store = db.store().await;
        let row = claimed(&store).await;
        assert!(!hears(&store, None, Delivery::Delivered).await);
        assert!(!hears(&store, None, Delivery::Delivered).await);
        assert!(!hears(&store, None, Delivery::Sent).await);
        assert_eq!(status(&db).await, "queued");
        sent(&store, &row).await;
        assert_eq!(status(&db).await, "delivered");
        assert_eq!(db.count("early_statuses").await, 0);
    }

    async fn a_status_only_moves_forward(db) {
        let store = db.store().await;
        sent(&store, &claimed(&store).await).await;
        assert_eq!(status(&db).await, "accepted");
        let roads = [
            (Delivery::Delivered, "delivered"),
            (Delivery::Sent, "delivered"),
            (Delivery::Failed, "delivered"),
            (Delivery::Read, "read"),
            (Delivery::Delivered, "read"),
        ];
        for (heard, expected) in roads {
            assert!(hears(&store, None, heard).await);
            assert_eq!(status(&db).await, expected, "after {heard:?}");
        }
    }

    async fn a_message_that_failed_is_failed_until_there_is_evidence_that_it_arrived(db) {
        let store = db.store().await;
        let row = claimed(&store).await;
        sent(&store, &row).await;
        hears(&store, None, Delivery::Failed).await;
        let mut work = store.begin().await.expect("a transaction begins");
        work.raise_alarm(&id(90), "message_failed", row.id.as_str(), "131026", NOW).await.expect("raised");
        work.commit().await.expect("that is kept");
        hears(&store, None, Delivery::Sent).await;
        assert_eq!(status(&db).await, "failed");
        let fault = db.value("SELECT fault FROM messages").await;
        assert_eq!(fault.as_deref(), Some("131026 undeliverable"));
        assert_eq!(store.alarm_count().await.expect("counted"), 1);
        hears(&store, None, Delivery::Delivered).await;
        assert_eq!(status(&db).await, "delivered");
        assert_eq!(db.value("SELECT fault FROM messages").await, None);
        assert_eq!(store.alarm_count().await.expect("counted"), 0);
        hears(&store, None, Delivery::Failed).await;
        assert_eq!(status(&db).await, "delivered");
    }

    /// The answer to our send was lost; the echoed id proves that the platform has the message.
    async fn a_status_with_our_own_id_settles_a_send_of_unknown_fate(db) {
        let store = db.store().await;
        let row = claimed(&store).await;
        let mut work = store.begin().await.expect("a transaction begins");
        assert!(!work.outbox_settled_by_status(&row).await.expect("it reads"));
        drop(work);
        assert!(hears(&store, Some(&row.id), Delivery::Sent).await);
        let mut work = store.begin().await.expect("a transaction begins");
        assert!(work.outbox_settled_by_status(&row).await.expect("it reads"));
        work.commit().await.expect("that is kept");
        assert_eq!(db.count("outbox").await, 0);
        assert_eq!(status(&db).await, "sent");
    }

    async fn a_bubble_that_was_given_back_keeps_its_urgency_and_its_cause(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        let (first, cause): (MessageId, ArrivalId) = (id(10), id(77));
        for held in [false, true] {
            let mut work = store.begin().await.expect("a transaction begins");
            if !held {
                work.because_of(&cause);
                let (author, kind) = (Author::Bot, Priority::Reminder.kind());
                let out = Outgoing::text("ingat");
                work.send(&first, &ayu, ChannelKind::Whatsapp, &author, kind, &out, Priority::Reminder, NOW)
                    .await
                    .expect("a bubble is written");
                work.commit().await.expect("it is kept");
                work = store.begin().await.expect("a transaction begins");
            }
            let row = work.claim_outbox(&ChannelKind::ALL, 1, NOW, NOW + 1).await.expect("claimed").remove(0);
            taken(&mut work, &row, "wamid.out", NOW + 5).await.expect("it was sent");
            let back = work.given_back(ChannelKind::Whatsapp, &first).await.expect("read");
            let back = back.expect("known");
            let table = if held {
                work.bring_back_held(&back, NOW).await.expect("held");
                "held_messages"
            } else {
                work.bring_back(&back, NOW - 1, NOW).await.expect("queued");
                "outbox"
            };
            work.commit().await.expect("that is kept");
            let found = db.value(&format!("SELECT CAST(priority AS TEXT) || ' ' || arrival_id FROM {table}")).await;
            assert_eq!(found, Some(format!("2 {}", cause.as_str())));
        }
    }
}

//! The whole runtime on both databases.

use sapa::domain::inbound::{Body, ChannelKind};
use sapa::domain::redacted::Redacted;

use crate::databases::{NOW, on_both_databases};
use crate::harness::Harness;
use crate::webhook::Webhook;

const WA: ChannelKind = ChannelKind::Whatsapp;
const DAY: i64 = 24 * 60 * 60 * 1000;
const AYU: &str = "+6281200009901";

fn text(text: &str) -> Body {
    Body::Text { text: Redacted::from(text.to_owned()) }
}

on_both_databases! {
    async fn a_message_that_is_delivered_five_times_is_answered_once(db) {
        let office = Harness::new(NOW, db).await;
        let arrived = office.channel(WA).arrival(AYU, NOW, text("ktp hilang"), None);
        office.ingest(WA, vec![arrived.clone(), arrived.clone()]).await;
        office.settle().await;
        let answered = office.shown(WA).len();
        assert!(answered > 0);
        for _ in 0..3 {
            office.ingest(WA, vec![arrived.clone()]).await;
            office.settle().await;
        }
        assert_eq!(office.shown(WA).len(), 0);
    }

    async fn what_was_acknowledged_before_a_crash_is_answered_after_it(db) {
        let office = Harness::new(NOW, db).await;
        office.say(AYU, WA, text("ktp hilang")).await;
        let office = office.restart().await;
        office.settle().await;
        assert!(!office.shown(WA).is_empty());
        let office = office.restart().await;
        let answer = office.ask(AYU, WA, "setuju").await;
        assert!(answer.contains("KTP siapa"), "{answer}");
    }

    /// PostgreSQL takes no U+0000 in a text, and an event that fails for it would fail for ever.
    async fn a_null_character_in_what_a_citizen_writes_is_survived(db) {
        let office = Harness::new(NOW, db).await;
        let bodies = [
            text("ktp\0 hilang"),
            Body::Tap { payload: "s|\0".into(), title: Redacted::from("KTP\0".to_owned()), callback_id: None },
            Body::Edited { original: "wamid".into(), text: Some(Redacted::from("\0".to_owned())), media: None },
            text("\0"),
            text("setuju\0"),
        ];
        for body in bodies {
            office.say(AYU, WA, body).await;
            office.settle().await;
        }
        let faults = office.db.column("SELECT fault FROM arrivals WHERE state <> 'served' OR attempts > 0").await;
        assert!(faults.is_empty(), "{faults:?}");
        let answer = office.ask(AYU, WA, "saya sendiri").await;
        assert!(answer.contains("NIK"), "{answer}");
    }

    async fn a_photo_is_forgotten_as_long_after_the_end_of_its_request_as_the_consent_says(db) {
        let office = Harness::new(NOW, db).await;
        for answer in ["ktp hilang", "setuju", "1", "5108064107909901", "Ni Luh Contoh Sari", "belum tahu"] {
            office.ask(AYU, WA, answer).await;
        }
        let letter = sapa::simulator::Sample::find("letter").expect("a sample").data().to_vec();
        let photo = office.channel(WA).file(sapa::domain::inbound::MediaKind::Photo, "image/jpeg", letter);
        office.say(AYU, WA, photo).await;
        office.wait(1_000).await;
        for answer in ["tidak punya", "kantor", "ya", "batal", "ya"] {
            office.ask(AYU, WA, answer).await;
        }
        let states = || office.db.column("SELECT state FROM media");
        let days = i64::from(office.runtime.house.library.office.photo_retention_days);
        office.wait((days - 1) * DAY).await;
        assert_eq!(states().await, [Some("stored".to_owned())]);
        office.wait(2 * DAY).await;
        assert_eq!(states().await, [Some("dropped".to_owned())]);
        assert_eq!(office.db.count("arrivals").await, 0);
        assert!(office.db.count("messages").await > 0);
        office.wait(366 * DAY).await;
        assert_eq!(office.db.count("messages").await, 0);
        assert!(office.db.count("consents").await > 0);
    }

    async fn a_null_character_in_what_a_platform_sends_is_stored_without_it(db) {
        let office = Harness::new(NOW, db).await;
        let webhook = Webhook::open(&office).await;
        let body = Webhook::message("wamid.\0", &AYU[1..], "Ayu\0", "\0");
        assert_eq!(webhook.post(&body, true).await.0, 200);
        assert_eq!(office.db.value("SELECT provider_id FROM arrivals").await.as_deref(), Some("wamid."));
    }
}

//! What a stolen database tells: nothing about anyone.

use sapa::domain::case::Status;
use sapa::domain::chat::Author;
use sapa::domain::dossier::{DossierField, DossierPayload};
use sapa::domain::ids::{ArrivalId, DossierId, MediaId, MessageId, PersonId, RowId};
use sapa::domain::inbound::{AddressKind, ArrivalClass, ChannelKind, MediaKind, MediaRef};
use sapa::domain::outbound::{Choice, Outgoing};
use sapa::domain::redacted::Redacted;
use sapa::store::{
    IncomingBubble, NewArrival, NewDossier, NewEvent, Priority, SessionRow, Store, StoreError,
};

use super::{address, id};
use crate::databases::{Kind, NOW, TestDb, on_both_databases};

const NIK: &str = "5108064107909901";
const NAME: &str = "Ni Luh Ayu Kenari";
const PHONE: &str = "+6281200009901";
const EMAIL: &str = "ayu.kenari@example.com";
const SAID: &str = "burung kenari kuning";
const FILE: &str = "surat-kenari.jpg";

/// Writes a row of every kind that holds something about Ayu.
async fn write_everything(store: &Store) -> Result<(), StoreError> {
    let secret = |text: &str| Redacted::from(text.to_owned());
    let mut work = store.begin().await?;
    let ayu: PersonId = id(1);
    let phone = address(AddressKind::WaPhone, PHONE);
    work.person_of(&[phone], Some(&secret(NAME)), &ayu, "id", NOW).await?;
    let body = secret(&format!("{{\"from\":\"{PHONE}\",\"text\":\"{SAID} {NIK}\"}}"));
    let arrival: ArrivalId = id(10);
    let new = NewArrival {
        id: &arrival,
        channel: Some(ChannelKind::Whatsapp),
        provider_id: "wamid.1",
        person: Some(&ayu),
        class: ArrivalClass::Message,
        occurred_at: NOW,
        body: &body,
    };
    work.add_arrival(&new, NOW).await?;
    work.chat(&ayu, ChannelKind::Whatsapp, NOW).await?;
    let bubble = IncomingBubble {
        id: &id::<MessageId>(11),
        person: &ayu,
        channel: ChannelKind::Whatsapp,
        kind: "text",
        text: &format!("{SAID} {NIK}"),
        media: None,
        arrival: &arrival,
        wire_id: "wamid.1",
        at: NOW,
    };
    work.add_incoming(&bubble).await?;
    let mut out = Outgoing::text(format!("{NAME}, {NIK}"));
    out.choices.push(Choice { id: "x".into(), label: NAME.into(), description: None });
    work.send(&id(12), &ayu, ChannelKind::Whatsapp, &Author::Bot, "text", &out, Priority::Reply, NOW).await?;
    let json = format!("{{\"nik\":\"{NIK}\",\"email\":\"{EMAIL}\"}}");
    let session = SessionRow { person: &ayu, json: &json, service: None, definition: None, question: None };
    work.keep_session(&session, NOW).await?;
    let file = MediaRef {
        kind: MediaKind::Document,
        provider_media_id: "9901".into(),
        same_file_key: None,
        mime: None,
        size: None,
        file_name: Some(secret(FILE)),
    };
    work.add_media(&id::<MediaId>(13), &ayu, ChannelKind::Whatsapp, &arrival, &file, NOW).await?;
    let field = |question: &str, value: &str| DossierField {
        question: question.into(),
        kind: "text".into(),
        value: Some(secret(value)),
        flags: Vec::new(),
    };
    let payload = DossierPayload {
        v: DossierPayload::VERSION,
        fields: vec![field("nik", NIK), field("name", NAME), field("email", EMAIL)],
        files: Vec::new(),
        confirmed_at: NOW,
    };
    let dossier: DossierId = id(14);
    let new = NewDossier {
        id: &dossier,
        ticket: "T-1",
        office: "buleleng",
        service: "ktp-hilang",
        person: &ayu,
        definition: "hash",
        consent: None,
        payload: &payload,
        nik: Some(NIK),
    };
    work.add_dossier(&new, NOW).await?;
    let event = NewEvent {
        id: &id::<RowId>(15),
        dossier: &dossier,
        actor: "system",
        staff: None,
        act: "submit",
        from: None,
        to: Status::Submitted,
        detail: Some(SAID),
        message: None,
        at: NOW,
    };
    work.add_event(&event).await?;
    work.commit().await
}

/// Everything that whoever steals the database holds in their hands.
async fn loot(db: &TestDb, store: Store) -> Vec<u8> {
    store.close().await;
    let mut bytes = Vec::new();
    match db.kind {
        Kind::Sqlite => {
            for entry in std::fs::read_dir(db.folder()).expect("the folder reads") {
                bytes.extend(std::fs::read(entry.expect("the folder reads").path()).expect("the file reads"));
            }
        }
        Kind::Postgres => {
            let tables = db
                .column("SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public'")
                .await;
            for table in tables.into_iter().flatten() {
                let rows = db.column(&format!("SELECT CAST(t.* AS TEXT) FROM {table} t")).await;
                bytes.extend(rows.into_iter().flatten().flat_map(String::into_bytes));
            }
        }
    }
    bytes
}

fn holds(loot: &[u8], text: &str) -> bool {
    loot.windows(text.len()).any(|window| window == text.as_bytes())
}

on_both_databases! {
    async fn a_stolen_database_shows_nobody(db) {
        let store = db.store().await;
        write_everything(&store).await.expect("rows of every kind are written");
        let loot = loot(&db, store).await;
        assert!(holds(&loot, "ktp-hilang") && holds(&loot, "wamid.1"), "the rows were not found at all");
        for secret in [NIK, NAME, "Kenari", PHONE, &PHONE[1..], EMAIL, SAID, "kuning", FILE] {
            assert!(!holds(&loot, secret), "{secret:?} stands in the database in clear");
        }
    }

    async fn what_was_sealed_reads_back_with_the_key(db) {
        let store = db.store().await;
        write_everything(&store).await.expect("rows of every kind are written");
        let ayu: PersonId = id(1);
        let known = store.addresses(&ayu, ChannelKind::Whatsapp).await.expect("addresses read");
        assert_eq!(known, [address(AddressKind::WaPhone, PHONE)]);
        let waiting = store.waiting(&ayu, 1).await.expect("the lane reads");
        assert!(waiting[0].body.expose().contains(SAID));
        let mut work = store.begin().await.expect("a transaction begins");
        let payload = work.dossier_payload(&id(14)).await.expect("the dossier reads");
        assert_eq!((payload.value("nik"), payload.value("email")), (Some(NIK), Some(EMAIL)));
        let session = work.session(&ayu).await.expect("the session reads");
        assert!(session.is_some_and(|s| s.contains(EMAIL)));
    }

    async fn with_another_key_the_database_does_not_open_and_nothing_is_told(db) {
        let store = db.store().await;
        write_everything(&store).await.expect("rows of every kind are written");
        store.close().await;
        let error = db.open_with(sapa::vault::Vault::from_seed(1)).await.expect_err("another key opens nothing");
        assert!(matches!(error, StoreError::WrongKeys), "{error}");
    }
}

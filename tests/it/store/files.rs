//! Files that citizens sent.

use sapa::domain::dossier::{DossierFile, DossierPayload};
use sapa::domain::ids::{DossierId, MediaId, PersonId};
use sapa::domain::inbound::{ChannelKind, MediaKind, MediaRef};
use sapa::store::{MediaState, NewDossier, Settled, Store};

use super::{citizen, id};
use crate::databases::{NOW, on_both_databases};

fn reference() -> MediaRef {
    MediaRef {
        kind: MediaKind::Photo,
        provider_media_id: "9901".into(),
        same_file_key: None,
        mime: None,
        size: None,
        file_name: None,
    }
}

async fn add(store: &Store, person: &PersonId, fresh: u128, arrival: u128) -> MediaId {
    let mut work = store.begin().await.expect("a transaction begins");
    let media = work
        .add_media(&id(fresh), person, ChannelKind::Whatsapp, &id(arrival), &reference(), NOW)
        .await
        .expect("a file is noted");
    work.commit().await.expect("that is kept");
    media
}

async fn settle(store: &Store, media: &MediaId, blob: &str) {
    let settled = Settled {
        mime: "image/jpeg",
        bytes: 1,
        width: None,
        height: None,
        sha256: "00",
        phash: None,
        verdict: "accept",
        advice: "accept",
        blob_key: Some(blob),
    };
    let mut work = store.begin().await.expect("a transaction begins");
    work.media_settled(media, &settled, NOW).await.expect("a file settles");
    work.commit().await.expect("that is kept");
}

on_both_databases! {
    async fn an_arrival_notes_its_file_once(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        let first = add(&store, &ayu, 20, 10).await;
        assert_eq!(first, id::<MediaId>(20));
        assert_eq!(add(&store, &ayu, 21, 10).await, first);
        assert_ne!(add(&store, &ayu, 22, 11).await, first);
        assert_eq!(db.count("media").await, 2);
    }

    async fn a_file_is_fetched_by_one_worker_and_again_when_its_time_has_come(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        let media = add(&store, &ayu, 20, 10).await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let store = store.clone();
            tasks.spawn(async move {
                let mut work = store.begin().await.expect("a transaction begins");
                let rows = work.claim_media(10, NOW, NOW + 1_000).await.expect("files are claimed");
                work.commit().await.expect("the claim is kept");
                rows.len()
            });
        }
        assert_eq!(tasks.join_all().await.iter().sum::<usize>(), 1);
        let mut work = store.begin().await.expect("a transaction begins");
        let again = work.claim_media(10, NOW + 1_000, NOW + 2_000).await.expect("files are claimed");
        assert_eq!(again.iter().map(|m| (&m.id, &m.reference)).collect::<Vec<_>>(), [(&media, &reference())]);
        work.media_later(&media, NOW + 9_000, "503").await.expect("it is put off");
        assert!(work.claim_media(10, NOW + 8_999, NOW + 9_999).await.expect("files are claimed").is_empty());
    }

    async fn a_file_settles_once(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        let media = add(&store, &ayu, 20, 10).await;
        settle(&store, &media, "first").await;
        settle(&store, &media, "second").await;
        let mut work = store.begin().await.expect("a transaction begins");
        work.media_failed(&media, "gone", "gone", NOW).await.expect("nothing happens");
        let row = work.media_row(&media).await.expect("the file reads");
        assert_eq!((row.state, row.blob_key.as_deref()), (MediaState::Stored, Some("first")));
        assert!(work.claim_media(10, NOW + 60_000, NOW + 60_000).await.expect("files are claimed").is_empty());
    }

    async fn a_file_that_a_dossier_holds_is_not_let_go(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        let (kept, gone) = (add(&store, &ayu, 20, 10).await, add(&store, &ayu, 21, 11).await);
        settle(&store, &kept, "kept").await;
        settle(&store, &gone, "gone").await;
        let file = DossierFile { slot: "police_letter".into(), media: kept.clone(), flags: Vec::new() };
        let payload =
            DossierPayload { v: DossierPayload::VERSION, fields: Vec::new(), files: vec![file], confirmed_at: NOW };
        let dossier = NewDossier {
            id: &id::<DossierId>(30),
            ticket: "SAPA-2611-00001-A",
            office: "buleleng",
            service: "ktp-hilang",
            person: &ayu,
            definition: "hash",
            consent: None,
            payload: &payload,
            nik: None,
        };
        let mut work = store.begin().await.expect("a transaction begins");
        work.add_dossier(&dossier, NOW).await.expect("a dossier is filed");
        let both = [kept.clone(), gone.clone()];
        assert_eq!(work.drop_media(&both).await.expect("files are let go"), ["gone"]);
        assert!(work.drop_media(&both).await.expect("files are let go").is_empty(), "a file goes once");
        assert_eq!(work.media_row(&kept).await.expect("the file reads").state, MediaState::Stored);
        assert_eq!(work.media_row(&gone).await.expect("the file reads").state, MediaState::Dropped);
    }
}

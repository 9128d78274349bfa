//! Places at counters: the quota holds whoever comes at once.

use sapa::domain::appointment::Booking;
use sapa::domain::dossier::DossierPayload;
use sapa::domain::ids::{DossierId, PersonId};
use sapa::store::{NewDossier, Store};

use super::{citizen, id};
use crate::databases::{NOW, on_both_databases};

fn monday(place: &str) -> Booking {
    Booking {
        calendar: "pickup".into(),
        place: place.into(),
        day: "2026-11-30".into(),
        hours: "08.00-12.00".into(),
    }
}

async fn file(store: &Store, person: &PersonId, n: u128) -> DossierId {
    let payload = DossierPayload {
        v: DossierPayload::VERSION,
        fields: Vec::new(),
        files: Vec::new(),
        confirmed_at: NOW,
    };
    let dossier: DossierId = id(n);
    let ticket = format!("T-{n}");
    let new = NewDossier {
        id: &dossier,
        ticket: &ticket,
        office: "jakarta",
        service: "ktp-hilang",
        person,
        definition: "hash",
        consent: None,
        payload: &payload,
        nik: None,
    };
    let mut work = store.begin().await.expect("a transaction begins");
    work.add_dossier(&new, NOW).await.expect("a dossier is filed");
    work.book("jakarta", &dossier, &monday("TBT"), NOW).await.expect("a place is noted");
    work.commit().await.expect("that is kept");
    dossier
}

async fn take(store: &Store, place: &str, quota: i64) -> bool {
    let mut work = store.begin().await.expect("a transaction begins");
    let got = work.take_slot("jakarta", &monday(place), quota).await.expect("it answers");
    work.commit().await.expect("that is kept");
    got
}

async fn taken(store: &Store, from: &str) -> Vec<(String, i64)> {
    let mut work = store.begin().await.expect("a transaction begins");
    let counts = work.slots_taken("jakarta", from).await.expect("counts read");
    counts.into_iter().map(|c| (c.place, c.taken)).collect()
}

on_both_databases! {
    async fn of_many_who_want_the_last_places_exactly_so_many_get_one(db) {
        let store = db.store().await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let store = store.clone();
            tasks.spawn(async move { take(&store, "TBT", 3).await });
        }
        let got = tasks.join_all().await.into_iter().filter(|got| *got).count();
        assert_eq!(got, 3);
        assert!(take(&store, "GMB", 1).await, "another counter has places of its own");
        assert!(!take(&store, "GMB", 1).await);
        assert!(!take(&store, "KSU", 0).await, "a quota of none is none");
        assert_eq!(taken(&store, "2026-11-30").await, [("GMB".to_owned(), 1), ("TBT".to_owned(), 3)]);
        assert_eq!(taken(&store, "2026-12-01").await, []);
    }

    async fn a_place_that_is_given_back_is_free_once(db) {
        let store = db.store().await;
        let siti = citizen(&store, 1).await;
        assert!(take(&store, "TBT", 1).await);
        let dossier = file(&store, &siti, 30).await;
        let mut work = store.begin().await.expect("a transaction begins");
        assert_eq!(work.booking_of(&dossier).await.expect("it reads"), Some(monday("TBT")));
        work.release_slot(&dossier, NOW).await.expect("it is given back");
        work.release_slot(&dossier, NOW).await.expect("again does nothing");
        assert_eq!(work.booking_of(&dossier).await.expect("it reads"), None);
        work.commit().await.expect("that is kept");
        assert_eq!(taken(&store, "2026-11-30").await, []);
        assert!(take(&store, "TBT", 1).await);
        assert!(!take(&store, "TBT", 1).await);
    }
}

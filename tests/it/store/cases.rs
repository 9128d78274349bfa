//! Filed requests.

use sapa::domain::case::{CancelCode, Status};
use sapa::domain::dossier::DossierPayload;
use sapa::domain::ids::{DossierId, PersonId};
use sapa::store::{CaseChange, NewDossier, Store, StoreError};

use super::{citizen, id};
use crate::databases::{NOW, on_both_databases};

const NIK: &str = "5108064107909901";

async fn file(store: &Store, person: &PersonId, n: u128, ticket: &str) -> Result<DossierId, StoreError> {
    let payload = DossierPayload {
        v: DossierPayload::VERSION,
        fields: Vec::new(),
        files: Vec::new(),
        confirmed_at: NOW,
    };
    let dossier: DossierId = id(n);
    let new = NewDossier {
        id: &dossier,
        ticket,
        office: "buleleng",
        service: "ktp-hilang",
        person,
        definition: "hash",
        consent: None,
        payload: &payload,
        nik: Some(NIK),
    };
    let mut work = store.begin().await?;
    work.add_dossier(&new, NOW).await?;
    work.commit().await?;
    Ok(dossier)
}

async fn next(store: &Store) -> i64 {
    let mut work = store.begin().await.expect("a transaction begins");
    let n = work.next_serial("2611").await.expect("a number is drawn");
    work.commit().await.expect("the number is kept");
    n
}

async fn open_case(store: &Store, service: &str) -> Option<(PersonId, String)> {
    let mut work = store.begin().await.expect("a transaction begins");
    work.open_case_for(NIK, service).await.expect("cases read")
}

async fn advance(store: &Store, dossier: &DossierId, to: Status, change: &CaseChange<'_>) {
    let mut work = store.begin().await.expect("a transaction begins");
    let case = work.case(dossier).await.expect("the case reads");
    work.move_case(&case, to, change, NOW).await.expect("the case moves");
    work.commit().await.expect("that is kept");
}

on_both_databases! {
    async fn serial_numbers_have_no_gaps_and_no_doubles(db) {
        let store = db.store().await;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..12 {
            let store = store.clone();
            tasks.spawn(async move {
                if n % 4 == 0 {
                    // This one changes its mind; its number goes to another.
                    let mut work = store.begin().await.expect("a transaction begins");
                    work.next_serial("2611").await.expect("a number is drawn");
                    None
                } else {
                    Some(next(&store).await)
                }
            });
        }
        let mut drawn: Vec<i64> = tasks.join_all().await.into_iter().flatten().collect();
        drawn.sort_unstable();
        assert_eq!(drawn, (1..=9).collect::<Vec<_>>());
        let mut work = store.begin().await.expect("a transaction begins");
        assert_eq!(work.next_serial("2612").await.expect("a number is drawn"), 1, "every series begins at 1");
    }

    async fn a_ticket_is_given_once(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        file(&store, &ayu, 30, "SAPA-2611-00001-A").await.expect("a dossier is filed");
        let twice = file(&store, &ayu, 31, "SAPA-2611-00001-A").await;
        assert!(matches!(twice, Err(StoreError::Database(_))), "{twice:?}");
    }

    async fn an_open_case_for_the_same_nik_and_service_is_found_until_it_is_closed(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        assert_eq!(open_case(&store, "ktp-hilang").await, None);
        for (n, (close, ticket)) in
            [(Status::Collected, "T-1"), (Status::Cancelled, "T-2"), (Status::Emailed, "T-3")].into_iter().enumerate()
        {
            let dossier = file(&store, &ayu, 30 + n as u128, ticket).await.expect("a dossier is filed");
            assert_eq!(open_case(&store, "ktp-hilang").await, Some((ayu.clone(), ticket.to_owned())));
            assert_eq!(open_case(&store, "ktp-rusak").await, None);
            advance(&store, &dossier, close, &CaseChange::default()).await;
            assert_eq!(open_case(&store, "ktp-hilang").await, None, "{close:?} is closed");
        }
    }

    async fn a_case_that_somebody_else_moved_is_not_moved(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        let dossier = file(&store, &ayu, 30, "T-1").await.expect("a dossier is filed");
        let mut work = store.begin().await.expect("a transaction begins");
        let seen = work.case(&dossier).await.expect("the case reads");
        drop(work);
        advance(&store, &dossier, Status::Complete, &CaseChange::default()).await;
        let mut work = store.begin().await.expect("a transaction begins");
        let late = work.move_case(&seen, Status::Cancelled, &CaseChange::default(), NOW).await;
        assert!(matches!(late, Err(StoreError::Conflict)), "{late:?}");
        assert_eq!(work.case(&dossier).await.expect("the case reads").status, Status::Complete);
    }

    async fn the_promised_time_is_set_once(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        let dossier = file(&store, &ayu, 30, "T-1").await.expect("a dossier is filed");
        let promised = |at| CaseChange { sla_started_at: Some(at), sla_due_at: Some(at + 1), ..CaseChange::default() };
        advance(&store, &dossier, Status::Complete, &promised(NOW)).await;
        advance(&store, &dossier, Status::InSiak, &promised(NOW + 100)).await;
        let cancel = CaseChange { cancel: Some((CancelCode::Incomplete, "kurang")), ..CaseChange::default() };
        advance(&store, &dossier, Status::Cancelled, &cancel).await;
        let due = db.value("SELECT CAST(sla_due_at AS TEXT) FROM dossiers").await;
        assert_eq!(due, Some((NOW + 1).to_string()));
        let code = db.value("SELECT cancel_code FROM dossiers").await;
        assert_eq!(code.as_deref(), Some("incomplete"));
    }
}

#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::domain::case::Status;
use crate::domain::chat::{Author, Owner};
use crate::domain::dossier::{DossierField, DossierPayload};
use crate::domain::ids::{Id, PersonId, StaffId};
use crate::domain::inbound::AddressKind;
use crate::store::Work;
use crate::store::testing::{Filed, Said, test_stores};

const PHONE: (AddressKind, &str) = (AddressKind::WaPhone, "+6281200009901");

fn names(rows: &[ChatRow]) -> Vec<&str> {
    rows.iter().map(|row| row.name.as_ref().map_or("?", |n| n.expose().as_str())).collect()
}

fn phone(n: u32) -> String {
    format!("+62812000099{n:02}")
}

async fn chat(
    work: &mut Work,
    n: u32,
    name: &str,
    owner: &Owner,
    waiting: Option<i64>,
    last: i64,
) -> PersonId {
    work.seed_chat(Some(name), (AddressKind::WaPhone, &phone(n)), owner, waiting, last).await.unwrap()
}

#[tokio::test]
async fn who_waited_longest_comes_first_and_the_queue_before_mine() {
    for (store, _guard) in test_stores().await {
        let (me, other) = (StaffId::from_bits(1), StaffId::from_bits(2));
        let mut work = store.begin().await.unwrap();
        let mine = Owner::Staff(me.clone());
        chat(&mut work, 1, "Ayu", &Owner::Queue, Some(300), 900).await;
        chat(&mut work, 2, "Budi", &Owner::Queue, Some(200), 1_000).await;
        chat(&mut work, 3, "Citra", &mine, Some(100), 800).await;
        chat(&mut work, 4, "Dewa", &mine, None, 950).await;
        chat(&mut work, 5, "Eka", &Owner::Staff(other), Some(50), 700).await;
        chat(&mut work, 6, "Gede", &Owner::Bot, None, 600).await;
        work.commit().await.unwrap();
        let tab = async |tab| store.inbox(tab, &me, None, 50).await.unwrap();
        assert_eq!(names(&tab(InboxTab::Waiting).await), ["Budi", "Ayu", "Citra"]);
        assert_eq!(names(&tab(InboxTab::Mine).await), ["Citra", "Dewa"]);
        assert_eq!(names(&tab(InboxTab::Bot).await), ["Gede"]);
        assert_eq!(names(&tab(InboxTab::All).await), ["Budi", "Dewa", "Ayu", "Citra", "Eka", "Gede"]);
        assert_eq!(store.inbox_counts(&me).await.unwrap(), Waiting { waiting: 3, mine: 2, bot: 1 });
        let first = store.inbox(InboxTab::All, &me, None, 2).await.unwrap();
        let cursor = InboxCursor { last_message_at: 950, person: first[1].person.to_string() };
        let next = store.inbox(InboxTab::All, &me, Some(&cursor), 2).await.unwrap();
        assert_eq!(names(&next), ["Ayu", "Citra"]);
    }
}

#[tokio::test]
async fn a_line_shows_the_newest_bubble_and_whether_something_failed() {
    for (store, _guard) in test_stores().await {
        let mut work = store.begin().await.unwrap();
        let person = work.seed_chat(None, PHONE, &Owner::Queue, None, 100).await.unwrap();
        let old = Said { status: "failed", ..Said::new(Author::Bot, "lama", 50) };
        work.seed_message(&person, &old).await.unwrap();
        work.seed_message(&person, &Said::new(Author::Citizen, "halo", 100)).await.unwrap();
        work.commit().await.unwrap();
        let row = store.chat_row_of(&person).await.unwrap().unwrap();
        let last = row.last.unwrap();
        assert_eq!((last.author.as_str(), last.text.unwrap().expose().as_str()), ("citizen", "halo"));
        assert_eq!(row.address.unwrap().value.expose(), PHONE.1);
        assert!(!row.failed && row.name.is_none() && !row.unreachable);

        let mut work = store.begin().await.unwrap();
        let new = Said { status: "failed", ..Said::new(Author::Bot, "baru", 110) };
        work.seed_message(&person, &new).await.unwrap();
        work.commit().await.unwrap();
        assert!(store.chat_row_of(&person).await.unwrap().unwrap().failed);
    }
}

#[tokio::test]
async fn a_transcript_is_read_backwards_by_pages_and_shown_forwards() {
    for (store, _guard) in test_stores().await {
        let mut work = store.begin().await.unwrap();
        let person = work.seed_chat(None, PHONE, &Owner::Bot, None, 100).await.unwrap();
        for (text, at) in [("satu", 1), ("dua", 2), ("tiga", 3)] {
            let said = Said { choices: &["Ya", "Tidak"], ..Said::new(Author::Bot, text, at) };
            work.seed_message(&person, &said).await.unwrap();
        }
        work.commit().await.unwrap();
        let texts = |lines: &[TranscriptLine]| -> Vec<String> {
            lines.iter().map(|l| l.text.as_ref().unwrap().expose().clone()).collect()
        };
        let page = store.transcript(&person, None, 2).await.unwrap();
        assert_eq!(texts(&page), ["dua", "tiga"]);
        assert_eq!(page[0].choices, ["Ya", "Tidak"]);
        let before = store.transcript(&person, Some((page[0].created_at, &page[0].id)), 2).await.unwrap();
        assert_eq!(texts(&before), ["satu"]);
    }
}

fn filed(ticket: &str, status: Status, at: i64) -> Filed<'_> {
    let field = DossierField {
        question: "nik".into(),
        kind: "nik".into(),
        value: Some("5108064107909901".to_owned().into()),
        flags: vec![],
    };
    let payload =
        DossierPayload { v: DossierPayload::VERSION, fields: vec![field], files: vec![], confirmed_at: at };
    Filed { ticket, service: "ktp-hilang", status, payload, nik: Some("5108064107909901"), at, sla: None }
}

#[tokio::test]
async fn cases_come_oldest_first_and_page_by_a_cursor() {
    for (store, _guard) in test_stores().await {
        let mut work = store.begin().await.unwrap();
        let person = work.seed_chat(Some("Ayu"), PHONE, &Owner::Bot, None, 1).await.unwrap();
        for (ticket, status, at) in
            [("T-3", Status::Complete, 30), ("T-1", Status::Submitted, 10), ("T-2", Status::Submitted, 20)]
        {
            work.seed_case(&person, &filed(ticket, status, at)).await.unwrap();
        }
        work.commit().await.unwrap();
        let tickets = |rows: &[CaseRow]| rows.iter().map(|r| r.ticket.clone()).collect::<Vec<_>>();
        let both = [Status::Submitted, Status::Complete];
        let all = store.cases_after(&both, None, 10).await.unwrap();
        assert_eq!(tickets(&all), ["T-1", "T-2", "T-3"]);
        let cursor = CaseCursor { submitted_at: 20, id: all[1].id.to_string() };
        assert_eq!(tickets(&store.cases_after(&both, Some(&cursor), 10).await.unwrap()), ["T-3"]);
        assert_eq!(store.case_before(&both, &cursor).await.unwrap().unwrap().ticket, "T-1");
        assert!(store.cases_after(&[], None, 10).await.unwrap().is_empty());
        assert_eq!(store.case_counts().await.unwrap().len(), 2);
        assert_eq!(store.case_by_ticket("T-2").await.unwrap().unwrap().id, all[1].id);
        assert_eq!(tickets(&store.cases_by_nik("5108064107909901").await.unwrap()), ["T-3", "T-2", "T-1"]);
        assert!(store.cases_by_nik("5108064107909902").await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_case_is_read_with_its_answers_and_history() {
    for (store, _guard) in test_stores().await {
        let mut work = store.begin().await.unwrap();
        let person = work.seed_chat(Some("Ayu"), PHONE, &Owner::Bot, None, 1).await.unwrap();
        let id = work.seed_case(&person, &filed("T-1", Status::Submitted, 10)).await.unwrap();
        work.seed_event(&id, ("citizen", None), "submit", Status::Submitted, Some("lengkap"), 10)
            .await
            .unwrap();
        work.commit().await.unwrap();
        let case = store.case_detail(&id).await.unwrap().unwrap();
        assert_eq!(case.payload.value("nik"), Some("5108064107909901"));
        let events = store.case_events(&id).await.unwrap();
        assert_eq!(events[0].detail.as_ref().unwrap().expose(), "lengkap");
        assert!(store.case_files(&id).await.unwrap().is_empty());
        assert_eq!(store.cases_of_person(&person).await.unwrap().len(), 1);
    }
}

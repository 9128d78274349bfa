//! Photos that come when the conversation is elsewhere: late pages, slow files, and questions that changed meanwhile.

use std::sync::Arc;

use sapa::domain::Millis;
use sapa::domain::inbound::{ChannelKind, MediaKind};
use sapa::engine::{Answer, Session};
use sapa::runtime::library::{Library, Sources};
use sapa::runtime::ports::FetchError;
use sapa::runtime::release::{Occasion, publish};

use crate::databases::{NOW, on_both_databases};
use crate::harness::Harness;

const WA: ChannelKind = ChannelKind::Whatsapp;
const AYU: &str = "+6281200009901";
const SERVICE: &str = "conversations/buleleng/ktp-hilang/service.toml";
const LETTER: &str = "[[question]]\nid = \"police_letter\"\nkind = \"files\"\nexpects = \"police_letter\"\nmax = 3\nlater = true\n\n";

/// The shipped service with something else in the letter's place.
fn with_letter(instead: &str) -> Arc<Library> {
    let texts = "ktp-hilang-receipt = Mohon kirim foto *tanda terima* laporan.\nktp-hilang-receipt-help = Difoto dari atas.\n\
        ktp-hilang-receipt-label = Tanda terima\n";
    let edit = |old: &str| {
        assert!(old.contains(LETTER));
        old.replace(LETTER, instead)
    };
    let sources = Sources::embedded()
        .edited(SERVICE, &edit)
        .with("locales/id/buleleng/receipt.ftl", texts)
        .with("locales/en/buleleng/receipt.ftl", texts);
    Arc::new(Library::load(&sources, "buleleng").unwrap_or_else(|flaws| panic!("{flaws:?}")))
}

fn with_a_receipt() -> Arc<Library> {
    let receipt = "[[question]]\nid = \"receipt\"\nkind = \"photo\"\n\n";
    with_letter(&format!("{LETTER}{receipt}"))
}

async fn at_the_letter(office: &Harness) {
    for answer in ["ktp hilang", "setuju", "1", "5108064107909901", "Ni Luh Contoh Sari", "belum tahu"] {
        office.ask(AYU, WA, answer).await;
    }
}

/// A photo that the platform says was sent then, without waiting for what is said to it.
async fn sends(office: &Harness, at: Millis, album: Option<&str>) {
    let bytes = sapa::simulator::Sample::find("letter").expect("a sample").data().to_vec();
    let photo = office.channel(WA).file(MediaKind::Photo, "image/jpeg", bytes);
    let arrival = office.channel(WA).arrival(AYU, at, photo, album.map(str::to_owned));
    office.ingest(WA, vec![arrival]).await;
}

/// What is said within this time.
async fn hears(office: &Harness, within: Millis) -> String {
    office.wait(within).await;
    let shown = office.shown(WA);
    shown.iter().map(|shown| shown.message.text.expose().as_str()).collect::<Vec<_>>().join("\n")
}

async fn session(office: &Harness) -> Session {
    let row = office.runtime.house.store.live_sessions("", 1).await.expect("sessions read").remove(0);
    serde_json::from_str(&row.session).expect("a session reads")
}

/// How many pictures an answer has.
async fn pictures(office: &Harness, question: &str) -> usize {
    match session(office).await.answers.get(question) {
        Some(Answer::Files { files, .. }) => files.len(),
        _ => 0,
    }
}

async fn states(office: &Harness) -> Vec<String> {
    office.db.column("SELECT state FROM media ORDER BY id").await.into_iter().flatten().collect()
}

fn slow(office: &Harness, slow: bool) {
    office.mood().fetching = slow.then(|| FetchError::Retry("slow".into()));
}

/// Another library is in use from now on, and released.
async fn releases(office: &Harness, library: Arc<Library>) {
    let house = &office.runtime.house;
    house.library.put(library);
    publish(house, Occasion::Edit).await.expect("a release");
}

on_both_databases! {
    async fn a_page_sent_before_the_reply_joins_its_letter_in_silence(db) {
        let office = Harness::new(NOW, db).await;
        at_the_letter(&office).await;
        let begun = office.runtime.house.clock.now();
        sends(&office, begun, None).await;
        assert!(hears(&office, 2_000).await.contains("alamat *e-mail*"));
        sends(&office, begun + 1_500, None).await;
        assert_eq!(hears(&office, 2_000).await, "");
        assert_eq!(pictures(&office, "police_letter").await, 2);
    }

    async fn a_photo_sent_after_the_reply_is_added_and_said_to_be(db) {
        let office = Harness::new(NOW, db).await;
        at_the_letter(&office).await;
        let clock = &office.runtime.house.clock;
        sends(&office, clock.now(), None).await;
        hears(&office, 2_000).await;
        clock.advance(3_000);
        sends(&office, clock.now(), None).await;
        let said = hears(&office, 2_000).await;
        assert!(said.contains("kami tambahkan ke *Surat polisi*") && said.contains("alamat *e-mail*"), "{said}");
        assert_eq!(pictures(&office, "police_letter").await, 2);
        clock.advance(60_000);
        sends(&office, clock.now(), None).await;
        let said = hears(&office, 2_000).await;
        assert!(said.contains("belum diperlukan pada langkah ini"), "{said}");
        assert_eq!(states(&office).await, ["stored", "stored", "dropped"]);
    }

    async fn the_second_page_of_one_paper_is_not_taken_for_the_next_paper(db) {
        let office = Harness::new(NOW, db).await;
        releases(&office, with_a_receipt()).await;
        at_the_letter(&office).await;
        let clock = &office.runtime.house.clock;
        let begun = clock.now();
        sends(&office, begun, Some("pages")).await;
        assert!(hears(&office, 2_000).await.contains("*tanda terima*"));
        // One was sent before the citizen could know of the receipt, one is of the letter's album.
        sends(&office, begun + 1_500, None).await;
        assert_eq!(hears(&office, 2_000).await, "");
        sends(&office, clock.now(), Some("pages")).await;
        assert_eq!(hears(&office, 2_000).await, "");
        assert_eq!((pictures(&office, "police_letter").await, pictures(&office, "receipt").await), (3, 0));
        sends(&office, clock.now(), None).await;
        assert!(hears(&office, 2_000).await.contains("alamat *e-mail*"));
        assert_eq!((pictures(&office, "police_letter").await, pictures(&office, "receipt").await), (3, 1));
    }

    async fn a_slow_photo_joins_the_question_that_it_was_sent_for(db) {
        let office = Harness::new(NOW, db).await;
        releases(&office, with_a_receipt()).await;
        at_the_letter(&office).await;
        let clock = &office.runtime.house.clock;
        slow(&office, true);
        sends(&office, clock.now(), None).await;
        assert!(hears(&office, 1_000).await.contains("dalam perjalanan"));
        slow(&office, false);
        sends(&office, clock.now(), None).await;
        assert!(hears(&office, 1_000).await.contains("*tanda terima*"));
        slow(&office, true);
        assert_eq!(hears(&office, 15_000).await, "");
        slow(&office, false);
        let said = hears(&office, 60_000).await;
        assert!(said.contains("kami tambahkan ke *Surat polisi*") && said.contains("*tanda terima*"), "{said}");
        assert_eq!((pictures(&office, "police_letter").await, pictures(&office, "receipt").await), (2, 0));
    }

    async fn a_slow_photo_that_comes_when_its_request_was_dropped_says_nothing(db) {
        let office = Harness::new(NOW, db).await;
        at_the_letter(&office).await;
        slow(&office, true);
        sends(&office, office.runtime.house.clock.now(), None).await;
        hears(&office, 1_000).await;
        office.ask(AYU, WA, "batal").await;
        office.ask(AYU, WA, "ya").await;
        slow(&office, false);
        assert_eq!(hears(&office, 60_000).await, "");
        assert_eq!(states(&office).await, ["dropped"]);
    }

    async fn a_photo_that_waits_for_its_album_while_its_question_goes_is_let_go_and_said_to_be(db) {
        let office = Harness::new(NOW, db).await;
        let library = office.runtime.house.library.newest();
        releases(&office, library).await;
        at_the_letter(&office).await;
        sends(&office, office.runtime.house.clock.now(), None).await;
        releases(&office, with_letter("")).await;
        let said = hears(&office, 2_000).await;
        assert!(said.contains("tidak diperlukan lagi: Surat polisi") && said.contains("alamat *e-mail*"), "{said}");
        assert_eq!(states(&office).await, ["dropped"]);
    }

    async fn a_slow_photo_whose_question_goes_is_let_go_and_said_to_be(db) {
        let office = Harness::new(NOW, db).await;
        let library = office.runtime.house.library.newest();
        releases(&office, library).await;
        at_the_letter(&office).await;
        slow(&office, true);
        sends(&office, office.runtime.house.clock.now(), None).await;
        hears(&office, 1_000).await;
        releases(&office, with_letter("")).await;
        let said = office.ask(AYU, WA, "sudah saya kirim ya").await;
        assert!(said.contains("tidak diperlukan lagi: Surat polisi"), "{said}");
        slow(&office, false);
        assert_eq!(hears(&office, 60_000).await, "");
        assert_eq!(states(&office).await, ["dropped"]);
        assert_eq!(session(&office).await.awaited, []);
    }

    async fn a_slow_photo_whose_question_stays_is_taken_by_the_newer_one(db) {
        let office = Harness::new(NOW, db).await;
        let library = office.runtime.house.library.newest();
        releases(&office, library).await;
        at_the_letter(&office).await;
        slow(&office, true);
        sends(&office, office.runtime.house.clock.now(), None).await;
        hears(&office, 1_000).await;
        releases(&office, with_letter(&LETTER.replace("max = 3", "max = 5"))).await;
        office.ask(AYU, WA, "sudah saya kirim ya").await;
        slow(&office, false);
        let said = hears(&office, 60_000).await;
        assert!(said.contains("sudah kami terima") && said.contains("alamat *e-mail*"), "{said}");
        assert_eq!((pictures(&office, "police_letter").await, states(&office).await.concat()), (1, "stored".into()));
    }
}

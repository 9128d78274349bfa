//! One person behind several addresses: proofs, joined chats, addresses that change hands.

use sapa::domain::inbound::{Address, AddressKind, Arrived, Body, ChannelKind, MediaKind};
use sapa::domain::redacted::Redacted;

use crate::databases::{NOW, on_both_databases};
use crate::harness::Harness;

const WA: ChannelKind = ChannelKind::Whatsapp;
const TG: ChannelKind = ChannelKind::Telegram;
const AYU: &str = "+6281200009901";
const AYU_ANEW: &str = "+6281200009911";
const AYU_ON_TELEGRAM: &str = "9900009901";
const DAY: i64 = 24 * 60 * 60 * 1000;

fn address(kind: AddressKind, value: &str) -> Address {
    Address { kind, value: Redacted::from(value.to_owned()) }
}

/// Files a request on WhatsApp. Gives ticket and code from the receipt.
async fn filed(office: &Harness) -> (String, String) {
    for answer in ["ktp hilang", "setuju", "1", "5108064107909901", "Ni Luh Contoh Sari", "belum tahu"] {
        office.ask(AYU, WA, answer).await;
    }
    let letter = sapa::simulator::Sample::find("letter").expect("a sample").data().to_vec();
    let photo = office.channel(WA).file(MediaKind::Photo, "image/jpeg", letter);
    office.say(AYU, WA, photo).await;
    office.wait(1_000).await;
    for answer in ["tidak punya", "kantor"] {
        office.ask(AYU, WA, answer).await;
    }
    let receipt = office.ask(AYU, WA, "ya").await;
    let bold = |from: &str| {
        let rest = receipt.split(from).nth(1).unwrap_or_else(|| panic!("no {from} in {receipt}"));
        rest.split('*').nth(1).expect("a bold word").to_owned()
    };
    (bold("Nomor:"), bold("Kode:"))
}

/// The same thing done by somebody with these addresses.
fn by(office: &Harness, addresses: Vec<Address>, body: Body) -> Arrived {
    let now = office.runtime.house.clock.now();
    Arrived { addresses, ..office.channel(WA).arrival(AYU, now, body, None) }
}

fn text(text: &str) -> Body {
    Body::Text { text: Redacted::from(text.to_owned()) }
}

on_both_databases! {
    async fn a_request_filed_on_whatsapp_opens_on_telegram_with_its_code_and_the_last_digits(db) {
        let office = Harness::new(NOW, db).await;
        let (ticket, code) = filed(&office).await;
        let stranger = office.ask(AYU_ON_TELEGRAM, TG, "status").await;
        assert!(!stranger.contains(&ticket), "{stranger}");
        let asked = office.ask(AYU_ON_TELEGRAM, TG, &ticket.to_lowercase()).await;
        assert!(asked.contains("kode"), "{asked}");
        let half = office.ask(AYU_ON_TELEGRAM, TG, &code).await;
        assert!(half.contains("keduanya"), "{half}");
        for wrong in [format!("{code} 9902"), "KXWMTR 9901".to_owned()] {
            let refused = office.ask(AYU_ON_TELEGRAM, TG, &wrong).await;
            assert!(refused.contains("Belum cocok") && !refused.contains("Diproses"), "{refused}");
        }
        let linked = office.ask(AYU_ON_TELEGRAM, TG, &format!("{} 9901", code.to_lowercase())).await;
        assert!(linked.contains("terhubung") && linked.contains("Belum Diproses"), "{linked}");
        for (who, channel) in [(AYU, WA), (AYU_ON_TELEGRAM, TG)] {
            let seen = office.ask(who, channel, "status").await;
            assert!(seen.contains(&ticket), "{seen}");
        }
        let gone = office.db.column("SELECT id FROM persons WHERE merged_into IS NOT NULL").await;
        assert_eq!(gone.len(), 1);
        assert_eq!(office.db.count("chats").await, 1);
        let record = office.db.column("SELECT action FROM audit").await;
        assert_eq!(record, vec![Some("person.merged".to_owned())]);
    }

    async fn guessing_ends_after_five_tries_and_begins_again_a_day_later(db) {
        let office = Harness::new(NOW, db).await;
        let (ticket, code) = filed(&office).await;
        office.ask(AYU_ON_TELEGRAM, TG, &ticket).await;
        for guess in 0..4 {
            let answer = office.ask(AYU_ON_TELEGRAM, TG, &format!("KXWMTR 000{guess}")).await;
            assert!(answer.contains("Belum cocok"), "{answer}");
        }
        let last = office.ask(AYU_ON_TELEGRAM, TG, "KXWMTR 0004").await;
        assert!(last.contains("dihentikan"), "{last}");
        let right = format!("{code} 9901");
        for words in [ticket.as_str(), &right, &ticket] {
            let answer = office.ask(AYU_ON_TELEGRAM, TG, words).await;
            assert!(!answer.contains("Belum Diproses"), "{answer}");
        }
        office.wait(DAY + 1_000).await;
        office.ask(AYU_ON_TELEGRAM, TG, &ticket).await;
        let linked = office.ask(AYU_ON_TELEGRAM, TG, &right).await;
        assert!(linked.contains("terhubung"), "{linked}");
    }

    async fn after_a_changed_number_nothing_filed_is_shown_before_the_last_digits_are_typed(db) {
        let office = Harness::new(NOW, db).await;
        let (ticket, _) = filed(&office).await;
        let (old, new) = (address(AddressKind::WaPhone, AYU), address(AddressKind::WaPhone, AYU_ANEW));
        let change = Body::AddressChange { old: vec![old], new: vec![new] };
        office.say(AYU, WA, change).await;
        office.settle().await;
        for words in ["status", &ticket, "9902", "ktp hilang"] {
            let answer = office.ask(AYU_ANEW, WA, words).await;
            assert!(!answer.contains("Diproses"), "{answer}");
        }
        let proven = office.ask(AYU_ANEW, WA, "9901").await;
        assert!(proven.contains("sudah cocok"), "{proven}");
        assert!(office.ask(AYU_ANEW, WA, "status").await.contains(&ticket));
        // Who has the old number from now on is somebody else.
        assert!(!office.ask(AYU, WA, "status").await.contains(&ticket));
        assert_eq!(office.db.count("persons").await, 2);
    }

    async fn who_says_that_nothing_was_filed_begins_as_a_new_person(db) {
        let office = Harness::new(NOW, db).await;
        let (ticket, _) = filed(&office).await;
        let same = Body::AddressChange { old: vec![address(AddressKind::WaPhone, AYU)], new: Vec::new() };
        office.say(AYU, WA, same).await;
        office.settle().await;
        assert!(office.ask(AYU, WA, "halo").await.contains("4 angka terakhir"));
        office.ask(AYU, WA, "mulai baru").await;
        assert!(!office.ask(AYU, WA, "status").await.contains(&ticket));
        assert_eq!(office.db.count("persons").await, 2);
        assert_eq!(office.db.count("dossiers").await, 1);
    }

    async fn a_known_number_with_another_user_id_has_to_prove_itself(db) {
        let office = Harness::new(NOW, db).await;
        let phone = || address(AddressKind::WaPhone, AYU);
        let first = vec![address(AddressKind::WaBsuid, "ID.9901"), phone()];
        office.ingest(WA, vec![by(&office, first, text("halo"))]).await;
        office.settle().await;
        office.shown(WA);
        let (ticket, _) = filed(&office).await;
        let second = vec![address(AddressKind::WaBsuid, "ID.9902"), phone()];
        office.ingest(WA, vec![by(&office, second, text("status"))]).await;
        office.settle().await;
        let said: Vec<String> =
            office.shown(WA).iter().map(|shown| shown.message.text.expose().clone()).collect();
        assert!(said.iter().all(|said| !said.contains(&ticket)), "{said:?}");
        assert!(office.ask(AYU, WA, "9901").await.contains("sudah cocok"));
    }

    async fn a_deep_link_opens_a_service_and_shows_a_ticket(db) {
        let office = Harness::new(NOW, db).await;
        let opened = office.ask(AYU_ON_TELEGRAM, TG, "/start ktp-hilang").await;
        assert!(opened.to_lowercase().contains("setuju"), "{opened}");
        let (ticket, _) = filed(&office).await;
        let shown = office.ask(AYU, WA, &format!("/start {ticket}")).await;
        assert!(shown.contains("Belum Diproses"), "{shown}");
        let named = office.ask(AYU, WA, &format!("/start@SapaBot {ticket}")).await;
        assert!(named.contains("Belum Diproses"), "{named}");
        let unknown = office.ask(AYU_ON_TELEGRAM, TG, "/start iklan_2026").await;
        assert!(!unknown.is_empty());
    }
}

//! An answer quotes what it answers, where that helps; and a picture that is let go is gone.

use sapa::domain::inbound::{Body, ChannelKind, MediaKind};
use sapa::runtime::desk::Desk;

use crate::databases::{NOW, on_both_databases};
use crate::harness::{Harness, officer};

const WA: ChannelKind = ChannelKind::Whatsapp;
const TG: ChannelKind = ChannelKind::Telegram;
const AYU: &str = "+6281200009901";
const MINUTE: i64 = 60_000;

fn letter(office: &Harness, channel: ChannelKind) -> Body {
    let letter = sapa::simulator::Sample::find("letter").expect("a sample").data().to_vec();
    office.channel(channel).file(MediaKind::Photo, "image/jpeg", letter)
}

/// The wire ids of what the citizen sent, oldest first.
async fn wires(office: &Harness, kind: &str) -> Vec<Option<String>> {
    let sql =
        format!("SELECT wire_id FROM messages WHERE author = 'citizen' AND kind = '{kind}' ORDER BY id");
    office.db.column(&sql).await
}

/// Up to the police letter, with two pages of it.
async fn with_two_pages(office: &Harness, channel: ChannelKind) {
    for answer in ["ktp hilang", "setuju", "1", "5108064107909901", "Ni Luh Contoh Sari", "belum tahu"] {
        office.ask(AYU, channel, answer).await;
    }
    for _ in 0..2 {
        let page = letter(office, channel);
        office.say(AYU, channel, page).await;
        office.wait(2_000).await;
    }
    office.shown(channel);
}

on_both_databases! {
    async fn an_officers_answer_quotes_what_it_answers_when_it_comes_late(db) {
        let office = Harness::new(NOW, db).await;
        office.ask(AYU, WA, "petugas").await;
        office.ask(AYU, WA, "Apakah kantor buka hari Sabtu?").await;
        let (desk, who) = (Desk::new(office.runtime.house.clone()), officer());
        let person = office.db.column("SELECT id FROM persons").await.remove(0).expect("a person");
        let person = sapa::domain::ids::PersonId::parse(&person).expect("an id");
        desk.take(&who, &person).await.expect("taken");
        desk.reply(&who, &person, "Selamat pagi.").await.expect("sent");
        office.wait(11 * MINUTE).await;
        desk.reply(&who, &person, "Hari Sabtu kantor tutup.").await.expect("sent");
        office.settle().await;
        let shown = office.shown(WA);
        let of = |text: &str| {
            let found = shown.iter().find(|s| s.message.text.expose() == text).expect("it was sent");
            found.message.reply_to.clone()
        };
        assert_eq!(of("Selamat pagi."), None, "what was said a moment ago needs no quote");
        let asked = wires(&office, "text").await.pop().flatten();
        assert!(asked.is_some());
        assert_eq!(of("Hari Sabtu kantor tutup."), asked);
    }

    async fn the_picture_that_is_looked_at_is_quoted_and_one_that_is_let_go_is_deleted(db) {
        let office = Harness::new(NOW, db).await;
        with_two_pages(&office, TG).await;
        office.ask(AYU, TG, "surat polisi salah").await;
        office.say(AYU, TG, Body::Text { text: "2".to_owned().into() }).await;
        office.settle().await;
        let asked = office.shown(TG).pop().expect("a bubble").message;
        assert!(asked.text.expose().contains("foto 2 dari 2"), "{:?}", asked.text.expose());
        let photos = wires(&office, "photo").await;
        assert_eq!(asked.reply_to, photos[1]);
        let kept = "SELECT blob_key FROM media WHERE blob_key IS NOT NULL ORDER BY id";
        let before = office.db.column(kept).await;
        assert_eq!(before.len(), 2);
        let removed = office.ask(AYU, TG, "hapus").await;
        assert!(removed.contains("Foto 2 sudah dihapus"), "{removed}");
        assert_eq!(office.db.column(kept).await, before[..1]);
        let gone = before[1].clone().expect("a key");
        assert!(office.runtime.house.files.get(&gone).await.is_err(), "the bytes are gone too");
        let first = before[0].clone().expect("a key");
        assert!(office.runtime.house.files.get(&first).await.is_ok());
    }

    async fn the_old_picture_stays_until_the_new_one_is_there(db) {
        let office = Harness::new(NOW, db).await;
        with_two_pages(&office, WA).await;
        for said in ["surat polisi salah", "1", "ganti"] {
            office.ask(AYU, WA, said).await;
        }
        let kept = "SELECT id FROM media WHERE state = 'stored' ORDER BY id";
        assert_eq!(office.db.column(kept).await.len(), 2);
        let page = letter(&office, WA);
        office.say(AYU, WA, page).await;
        office.wait(2_000).await;
        let said: Vec<String> =
            office.shown(WA).iter().map(|shown| shown.message.text.expose().clone()).collect();
        assert!(said.iter().any(|said| said.contains("sudah diganti")), "{said:?}");
        let states = office.db.column("SELECT state FROM media ORDER BY id").await;
        assert_eq!(states.into_iter().flatten().collect::<Vec<_>>(), ["dropped", "stored", "stored"]);
    }
}

//! The one-time page through its real door: links out of the chat, answers back into it, on both databases.

pub(crate) mod visitor;

use sapa::domain::inbound::{Body, ChannelKind, MediaKind};
use sapa::domain::outbound::Sensitive;
use sapa::runtime::ports::Channel as _;

use crate::databases::{NOW, TestDb, on_both_databases};
use crate::harness::Harness;
use visitor::Visitor;

const WA: ChannelKind = ChannelKind::Whatsapp;
const TG: ChannelKind = ChannelKind::Telegram;
const AYU: &str = "+6281200009901";
const AYU_ON_TELEGRAM: &str = "9900009901";
const NIK: &str = "5108064107909901";
const MINUTE: i64 = 60_000;

/// Numbers are asked for on a page on WhatsApp, as is the default of the program.
async fn office(db: TestDb) -> Harness {
    let asks = |kind| if kind == WA { Sensitive::Numbers } else { Sensitive::Chat };
    Harness::asking(NOW, db, asks).await
}

/// What was said since the last look, with the link in it, if any.
fn heard(office: &Harness, channel: ChannelKind) -> (String, Option<String>) {
    let shown = office.shown(channel);
    let text = shown.iter().map(|s| s.message.text.expose().as_str()).collect::<Vec<_>>().join("\n");
    let link = shown.iter().rev().find_map(|s| s.message.link.as_ref()).map(|l| l.url.expose().clone());
    (text, link)
}

async fn says(office: &Harness, text: &str) -> (String, Option<String>) {
    office.say(AYU, WA, Body::Text { text: text.to_owned().into() }).await;
    office.settle().await;
    heard(office, WA)
}

/// Up to the question for the NIK. Gives the path of the link.
async fn comes_to_the_nik(office: &Harness) -> String {
    for answer in ["ktp hilang", "setuju"] {
        says(office, answer).await;
    }
    let (told, link) = says(office, "saya").await;
    assert!(told.contains("Silakan isi *NIK* di halaman aman kantor"), "{told}");
    assert!(!told.contains("16 angka"), "nobody is asked to type it: {told}");
    path(&link.expect("a link"))
}

fn path(link: &str) -> String {
    let path = link.strip_prefix("https://sapa.example.go.id").expect("our own address");
    assert!(path.starts_with("/f/") && path.len() > 40 && !path.contains(NIK), "{path}");
    path.to_owned()
}

on_both_databases! {
    async fn a_number_from_the_page_goes_on_in_the_chat_by_itself(db) {
        let office = office(db).await;
        let visitor = Visitor::to(&office).await;
        let link = comes_to_the_nik(&office).await;
        let page = visitor.opens(&link).await;
        assert_eq!(page.status, 200);
        assert!(page.has(">Isi NIK<"), "{}", page.html);

        let page = visitor.posts(&link, &[("act", "number"), ("number", "5108 0641 0790 990")]).await;
        assert!(page.has("Yang Anda kirim") || page.has("baru <b>15 angka</b>"), "{}", page.html);
        assert!(page.has("value=\"5108 0641 0790 990\""), "what was typed is kept: {}", page.html);
        office.settle().await;
        assert_eq!(heard(&office, WA).0, "", "a slip on the page is no event of the chat");

        let page = visitor.posts(&link, &[("act", "number"), ("number", "5108 0641 0790 9901")]).await;
        assert_eq!(page.status, 200);
        assert!(page.has("510806******9901") && !page.has("0790"), "{}", page.html);
        office.settle().await;
        let (told, _) = heard(&office, WA);
        assert!(told.contains("nama lengkap"), "{told}");
        let said = office.db.value("SELECT CAST(COUNT(*) AS TEXT) FROM messages WHERE kind = 'page'").await;
        assert_eq!(said.as_deref(), Some("1"));
        assert_eq!(office.db.count("outbox").await, 0);
    }

    async fn an_answer_sent_twice_is_one_answer_and_the_link_is_dead(db) {
        let office = office(db).await;
        let visitor = Visitor::to(&office).await;
        let link = comes_to_the_nik(&office).await;
        let fields = [("act", "number"), ("number", NIK)];
        let (one, two) = tokio::join!(visitor.posts(&link, &fields), visitor.posts(&link, &fields));
        assert!(one.has("sudah kami terima") && two.has("sudah kami terima"), "{}\n{}", one.html, two.html);
        office.settle().await;
        let (told, _) = heard(&office, WA);
        assert_eq!(told.matches("nama lengkap").count(), 1, "{told}");
        let late = visitor.posts(&link, &[("act", "number"), ("number", "5108065507109906")]).await;
        assert!(late.has("sudah kami terima") && !late.has("9906"), "{}", late.html);
        assert!(visitor.opens(&link).await.has("sudah kami terima"));
        office.settle().await;
        assert_eq!(heard(&office, WA).0, "");
    }

    async fn a_crash_between_the_answer_and_its_turn_loses_nothing(db) {
        let office = office(db).await;
        let visitor = Visitor::to(&office).await;
        let link = comes_to_the_nik(&office).await;
        visitor.posts(&link, &[("act", "number"), ("number", NIK)]).await;
        let office = office.restart().await;
        office.settle().await;
        let (told, _) = heard(&office, WA);
        assert_eq!(told.matches("nama lengkap").count(), 1, "{told}");
    }

    async fn a_number_typed_in_the_chat_all_the_same_is_taken_and_the_link_is_over(db) {
        let office = office(db).await;
        let visitor = Visitor::to(&office).await;
        let link = comes_to_the_nik(&office).await;
        let (told, again) = says(&office, "510806410790990").await;
        assert!(told.contains("15 angka") && again.is_some(), "the way to the page stays open: {told}");
        let (told, _) = says(&office, NIK).await;
        assert!(told.contains("nama lengkap"), "{told}");
        let page = visitor.opens(&link).await;
        assert_eq!(page.status, 410);
        assert!(page.has("tidak berlaku") && page.has("<b>ulangi</b>"), "{}", page.html);
    }

    async fn a_link_lives_for_an_hour_and_the_word_on_its_page_gives_a_new_one(db) {
        let office = office(db).await;
        let visitor = Visitor::to(&office).await;
        let link = comes_to_the_nik(&office).await;
        office.wait(59 * MINUTE).await;
        assert_eq!(visitor.opens(&link).await.status, 200);
        office.wait(2 * MINUTE).await;
        assert_eq!(visitor.opens(&link).await.status, 410);
        assert_eq!(visitor.posts(&link, &[("number", NIK)]).await.status, 410);
        office.settle().await;
        assert_eq!(heard(&office, WA).0, "");
        let (_, fresh) = says(&office, "ulangi").await;
        let fresh = path(&fresh.expect("a new link"));
        assert_ne!(fresh, link);
        assert_eq!(visitor.opens(&fresh).await.status, 200);
    }

    async fn of_several_links_to_one_question_the_first_that_is_used_ends_all(db) {
        let office = office(db).await;
        let visitor = Visitor::to(&office).await;
        let first = comes_to_the_nik(&office).await;
        let (_, second) = says(&office, "ulangi").await;
        let second = path(&second.expect("a link"));
        assert_eq!(visitor.opens(&first).await.status, 200, "a page that is being filled in stays open");
        visitor.posts(&second, &[("number", NIK)]).await;
        office.settle().await;
        heard(&office, WA);
        says(&office, "nik nya salah").await;
        assert!(!visitor.opens(&first).await.has("name=\"number\""), "an old link opens nothing again");
    }

    async fn an_officer_who_took_the_chat_meanwhile_leaves_the_answer_standing(db) {
        let office = office(db).await;
        let visitor = Visitor::to(&office).await;
        let link = comes_to_the_nik(&office).await;
        let page = visitor.posts(&link, &[("number", NIK)]).await;
        assert!(page.has("sudah kami terima"), "{}", page.html);
        office.db.column("UPDATE chats SET owner = 'queue', version = version + 1 RETURNING owner").await;
        office.settle().await;
        assert_eq!(heard(&office, WA).0, "", "the bot says nothing while a person has the chat");
        assert_eq!(office.db.value("SELECT question FROM sessions").await.as_deref(), Some("name"));
        let (told, _) = says(&office, "menu").await;
        assert!(told.contains("nama lengkap"), "{told}");
    }

    async fn while_an_officer_has_the_chat_the_page_says_so(db) {
        let office = office(db).await;
        let visitor = Visitor::to(&office).await;
        let link = comes_to_the_nik(&office).await;
        says(&office, "petugas").await;
        let page = visitor.posts(&link, &[("number", NIK)]).await;
        assert!(page.has("Petugas sedang membantu"), "{}", page.html);
        office.settle().await;
        assert_eq!(heard(&office, WA).0, "");
    }

    async fn who_went_on_from_another_phone_may_still_use_the_link(db) {
        let office = office(db).await;
        let visitor = Visitor::to(&office).await;
        let link = comes_to_the_nik(&office).await;
        // The chat is on Telegram now, where numbers are asked for in the chat.
        let moved = format!("UPDATE chats SET channel = 'telegram' WHERE channel = '{}' RETURNING channel", WA.as_str());
        office.db.column(&moved).await;
        visitor.posts(&link, &[("number", NIK)]).await;
        office.settle().await;
        let waits = office.db.value("SELECT question FROM sessions").await;
        assert_eq!(waits.as_deref(), Some("name"));
    }

    async fn who_does_not_know_the_family_card_number_says_so_on_the_page(db) {
        let office = office(db).await;
        let visitor = Visitor::to(&office).await;
        comes_to_the_nik(&office).await;
        says(&office, NIK).await;
        let (told, link) = says(&office, "Ni Luh Contoh Sari").await;
        assert!(told.contains("*Nomor KK*"), "{told}");
        let link = path(&link.expect("a link"));
        let page = visitor.opens(&link).await;
        assert!(page.has("Belum tahu"), "{}", page.html);
        // "1" picks the first button in a chat; on a page it is a number that is too short.
        let page = visitor.posts(&link, &[("act", "number"), ("number", "1")]).await;
        assert!(page.has("name=\"number\""), "{}", page.html);
        let page = visitor.posts(&link, &[("act", "past")]).await;
        assert!(page.has("sudah kami terima"), "{}", page.html);
        office.settle().await;
        let (told, link) = heard(&office, WA);
        assert!(told.contains("Surat Keterangan Hilang") && link.is_none(), "photos stay in the chat: {told}");
    }

    async fn photos_come_through_the_page_in_pieces_and_are_filed(db) {
        let office = Harness::asking(NOW, db, |_| Sensitive::All).await;
        let visitor = Visitor::to(&office).await;
        let link = comes_to_the_nik(&office).await;
        visitor.posts(&link, &[("number", NIK)]).await;
        office.settle().await;
        says(&office, "Ni Luh Contoh Sari").await;
        let (told, link) = says(&office, "belum tahu").await;
        assert!(told.contains("Silakan kirim *") && told.contains("di halaman aman kantor"), "{told}");
        let link = path(&link.expect("a link"));
        let none = visitor.posts(&link, &[("act", "files")]).await;
        assert!(none.has("Belum ada foto"), "{}", none.html);

        let letter = sapa::simulator::Sample::find("letter").expect("a sample").data().to_vec();
        assert_eq!(visitor.sends_piece(&link, "fa1", &letter, 0, 70_000).await, (200, 70_000));
        assert_eq!(visitor.sends_piece(&link, "fa1", &letter, 0, 70_000).await, (409, 70_000), "sent again");
        assert_eq!(visitor.asks_for(&link, "fa1").await, 70_000, "a break costs a piece");
        let half = visitor.opens(&link).await;
        assert!(half.has("Baru terkirim"), "{}", half.html);
        let end = letter.len();
        assert_eq!(visitor.sends_piece(&link, "fa1", &letter, 70_000, end).await, (200, end));
        let whole = visitor.opens(&link).await;
        assert!(whole.has("Jelas terbaca") && whole.has("Kirim foto ini"), "{}", whole.html);

        // The form without a script, with a photo that is hard to read; then it is taken back.
        let blurred = sapa::simulator::Sample::find("letter-blurred").expect("a sample").data().to_vec();
        let page = visitor.sends_form(&link, &blurred).await;
        assert!(page.has("buram"), "{}", page.html);
        let name = page.html.split("class=\"doubtful\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1));
        let name = name.and_then(|rest| rest.split('"').next()).expect("the name of the photo").to_owned();
        let page = visitor.posts(&format!("{link}/remove"), &[("name", &name)]).await;
        assert!(!page.has("buram"), "{}", page.html);

        let page = visitor.posts(&link, &[("act", "files")]).await;
        assert!(page.has("sudah kami terima"), "{}", page.html);
        office.settle().await;
        let (told, _) = heard(&office, WA);
        assert!(told.contains("Fotonya sudah kami terima") && told.contains("e-mail"), "{told}");
        for answer in ["tidak punya", "kantor"] {
            says(&office, answer).await;
        }
        let (receipt, _) = says(&office, "ya").await;
        assert!(receipt.contains("Nomor:"), "{receipt}");
        let pieces = office.db.value("SELECT CAST(COUNT(*) AS TEXT) FROM media WHERE state = 'dropped'").await;
        assert_eq!(pieces.as_deref(), Some("1"), "only what was taken back is gone");
    }

    async fn a_photo_that_is_hard_to_read_is_sent_as_it_is_and_not_asked_for_again(db) {
        let office = Harness::asking(NOW, db, |_| Sensitive::All).await;
        let visitor = Visitor::to(&office).await;
        comes_to_the_nik(&office).await;
        says(&office, NIK).await;
        says(&office, "Ni Luh Contoh Sari").await;
        let (_, link) = says(&office, "belum tahu").await;
        let link = path(&link.expect("a link"));
        let blurred = sapa::simulator::Sample::find("letter-blurred").expect("a sample").data().to_vec();
        let page = visitor.sends_form(&link, &blurred).await;
        assert!(page.has("dikirim apa adanya"), "{}", page.html);
        visitor.posts(&link, &[("act", "files")]).await;
        office.settle().await;
        let (told, _) = heard(&office, WA);
        assert!(told.contains("kami terima apa adanya") && told.contains("e-mail"), "{told}");
        // A photo in the chat is taken all the same, in every mode.
        says(&office, "ubah").await;
    }

    async fn who_has_no_link_gets_nothing_and_soon_not_even_an_answer(db) {
        let office = office(db).await;
        let visitor = Visitor::to(&office).await;
        let link = comes_to_the_nik(&office).await;
        let (body, end) = link.split_at(link.len() - 1);
        let forged = format!("{body}{}", if end == "A" { "B" } else { "A" });
        assert_eq!(visitor.opens(&forged).await.status, 404);
        assert_eq!(visitor.posts(&forged, &[("number", NIK)]).await.status, 404);
        assert_eq!(visitor.posts_from("cross-site", &link, &[("number", NIK)]).await.status, 403);
        let mut last = 404;
        for _ in 0..100 {
            last = visitor.opens("/f/tebakan").await.status;
        }
        assert_eq!(last, 429);
        assert_eq!(visitor.opens(&link).await.status, 200, "guesses cost nobody else anything");
        office.wait(MINUTE).await;
        assert_eq!(visitor.opens("/f/tebakan").await.status, 404);
    }

    async fn nothing_of_a_link_is_kept_longer_than_a_day(db) {
        let office = office(db).await;
        comes_to_the_nik(&office).await;
        assert_eq!(office.db.count("pages").await, 1);
        office.runtime.house.clock.advance(26 * 60 * MINUTE);
        assert_eq!(sapa::runtime::pages::sweep(&office.runtime.house).await.expect("it sweeps"), 1);
        assert_eq!(office.db.count("pages").await, 0);
    }

    async fn where_the_channel_says_chat_everything_is_asked_for_there(db) {
        let office = office(db).await;
        assert_eq!(office.channel(TG).sensitive(), Sensitive::Chat);
        for answer in ["ktp hilang", "setuju"] {
            office.ask(AYU_ON_TELEGRAM, TG, answer).await;
        }
        office.say(AYU_ON_TELEGRAM, TG, Body::Text { text: "saya".to_owned().into() }).await;
        office.settle().await;
        let (told, link) = heard(&office, TG);
        assert!(told.contains("Mohon ketik *NIK*") && link.is_none(), "{told}");
        let photo = office.channel(TG).file(MediaKind::Photo, "image/jpeg", vec![0; 8]);
        office.say(AYU_ON_TELEGRAM, TG, photo).await;
        office.settle().await;
        assert!(heard(&office, TG).1.is_none());
    }
}

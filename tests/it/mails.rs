//! E-mail addresses that are proven by a code, from the chat to a mail server and back, on both databases.

mod server;

use std::sync::{Arc, LazyLock};

use sapa::domain::inbound::{Body, ChannelKind, MediaKind};
use sapa::engine::{Answer, PROVEN, Session, UNPROVEN};
use sapa::mail::{Settings, Smtp};
use sapa::runtime::library::{Library, Sources};
use sapa::runtime::ports::Mailer;
use server::{Mood, PostOffice};

use crate::databases::{NOW, TestDb, on_both_databases};
use crate::harness::Harness;
use crate::pictures;

const WA: ChannelKind = ChannelKind::Whatsapp;
const AYU: &str = "+6281200009911";
const NIK: &str = "5108064107909911";
const ADDRESS: &str = "ayu.contoh@example.com";
const MINUTE: i64 = 60_000;
const SECOND: i64 = 1_000;

/// Lost cards of Buleleng, with e-mail addresses that are to be proven.
fn library() -> Arc<Library> {
    static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| {
        let service = include_str!("../../conversations/buleleng/ktp-hilang/service.toml");
        let proven = service.replace("kind = \"email\"", "kind = \"email\"\nproof = \"code\"");
        assert_ne!(proven, service);
        let sources = Sources::embedded().with("conversations/buleleng/ktp-hilang/service.toml", proven);
        Arc::new(Library::load(&sources, "buleleng").expect("it reads"))
    });
    LIBRARY.clone()
}

fn smtp(post: &PostOffice) -> Arc<dyn Mailer> {
    let settings = Settings::read(&format!("smtp://{}", post.address), Some("noreply@example.go.id"));
    Arc::new(Smtp::new(&settings.expect("it reads").named("Kantor Contoh")).expect("a mailer"))
}

async fn office(db: TestDb) -> (Harness, PostOffice) {
    let post = PostOffice::open().await;
    let mail = smtp(&post);
    (Harness::mailing(NOW, db, library(), Some(mail)).await, post)
}

async fn says(office: &Harness, text: &str) -> String {
    office.ask(AYU, WA, text).await
}

/// Up to the question for the e-mail address.
async fn comes_to_the_email(office: &Harness) {
    for answer in ["ktp hilang", "setuju", "saya", NIK, "Ni Luh Contoh", "belum tahu"] {
        says(office, answer).await;
    }
    let file = office.channel(WA).file(MediaKind::Document, "application/pdf", pictures::pdf());
    office.say(AYU, WA, file).await;
    office.wait(10 * SECOND).await;
    let told = heard(office);
    assert!(told.contains("e-mail"), "{told}");
}

fn heard(office: &Harness) -> String {
    office.shown(WA).iter().map(|s| s.message.text.expose().as_str()).collect::<Vec<_>>().join("\n")
}

/// The code in the one mail that came.
fn code(post: &PostOffice) -> String {
    let mails = post.take();
    assert_eq!(mails.len(), 1, "{mails:?}");
    code_in(&mails[0])
}

fn code_in(mail: &str) -> String {
    let at = mail.find("Kode Anda: ").expect("a code") + "Kode Anda: ".len();
    let code = mail[at..at + 6].to_owned();
    assert!(code.bytes().all(|b| b.is_ascii_digit()), "{mail}");
    code
}

/// Another code than this one.
fn not(code: &str) -> String {
    let last = if code.ends_with('7') { '8' } else { '7' };
    format!("{}{last}", &code[..5])
}

async fn session(office: &Harness) -> Session {
    let rows = office.runtime.house.store.live_sessions("", 10).await.expect("sessions read");
    serde_json::from_str(&rows.first().expect("a session").session).expect("it reads")
}

async fn is_open(office: &Harness, kind: &str) -> bool {
    let alarms = office.runtime.house.store.open_alarms().await.expect("alarms read");
    alarms.iter().any(|alarm| alarm.kind == kind)
}

#[test]
fn a_transcript_reads_the_mail_and_types_its_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/buleleng/ktp-hilang/kode.chat");
    crate::transcripts::plays_in(library(), std::path::Path::new(path));
}

on_both_databases! {
    async fn a_code_that_arrives_is_typed_and_the_address_is_proven(db) {
        let (office, post) = office(db).await;
        comes_to_the_email(&office).await;
        let told = says(&office, ADDRESS).await;
        assert!(told.contains("kode 6 angka") && told.contains(ADDRESS), "{told}");
        let mails = post.take();
        let mail = mails.first().expect("a mail");
        assert!(mail.contains(&format!("To: {ADDRESS}")) && mail.contains("From: \"Kantor Contoh\" <noreply@example.go.id>"), "{mail}");
        assert!(mail.contains("Message-ID: <mai_") && mail.contains("Auto-Submitted: auto-generated"), "{mail}");
        let code = code_in(mail);
        let kept = office.db.value("SELECT state || coalesce(letter_sealed, '-') || code_mac || address_index FROM mails").await;
        let kept = kept.expect("a row");
        assert!(kept.starts_with("sent-") && !kept.contains(&code) && !kept.contains("ayu"), "{kept}");

        let told = says(&office, &format!("kodenya {} {}", &code[..3], &code[3..])).await;
        assert!(told.contains("sudah terbukti") && told.contains("KTP"), "{told}");
        let answers = session(&office).await.answers;
        let proven = matches!(&answers["email"], Answer::Text { value, flags } if value.expose() == ADDRESS && flags == &[PROVEN]);
        assert!(proven, "{:?}", answers["email"]);
        office.wait(25 * 60 * MINUTE).await;
        assert_eq!(office.db.count("mails").await, 0, "after a day nothing is left");
    }

    async fn a_wrong_code_is_told_and_the_fifth_is_the_last(db) {
        let (office, post) = office(db).await;
        comes_to_the_email(&office).await;
        says(&office, ADDRESS).await;
        let first = code(&post);
        for left in (1..5).rev() {
            let told = says(&office, &not(&first)).await;
            assert!(told.contains(&format!("tersisa: {left}")), "{told}");
        }
        for typed in [not(&first), first.clone()] {
            let told = says(&office, &typed).await;
            assert!(told.contains("lima kali"), "even the right one is too late: {told}");
        }
        office.wait(MINUTE).await;
        let told = says(&office, "kirim ulang kode").await;
        assert!(told.contains("Kode baru"), "{told}");
        let second = code(&post);
        let told = says(&office, &second).await;
        assert!(told.contains("sudah terbukti"), "{told}");
    }

    async fn only_the_newest_code_is_good_and_only_for_a_quarter_of_an_hour(db) {
        let (office, post) = office(db).await;
        comes_to_the_email(&office).await;
        says(&office, ADDRESS).await;
        let first = code(&post);
        office.wait(2 * MINUTE).await;
        says(&office, "kirim ulang").await;
        let second = code(&post);
        if first != second {
            let told = says(&office, &first).await;
            assert!(told.contains("email terbaru") || told.contains("e-mail terbaru"), "{told}");
        }
        office.wait(15 * MINUTE).await;
        let told = says(&office, &second).await;
        assert!(told.contains("tidak berlaku"), "{told}");
        says(&office, "kirim ulang").await;
        let third = code(&post);
        assert!(says(&office, &third).await.contains("sudah terbukti"));
    }

    async fn codes_leave_a_minute_apart_and_three_an_hour_at_most(db) {
        let (office, post) = office(db).await;
        comes_to_the_email(&office).await;
        says(&office, ADDRESS).await;
        let told = says(&office, "kirim ulang kode").await;
        assert!(told.contains("detik lagi"), "{told}");
        assert_eq!(post.take().len(), 1);
        for _ in 0..2 {
            office.wait(MINUTE).await;
            says(&office, "kirim ulang kode").await;
            code(&post);
        }
        office.wait(MINUTE).await;
        let told = says(&office, "kirim ulang kode").await;
        assert!(told.contains("menit lagi"), "{told}");
        // Neither another address nor a new request gets around it.
        let told = says(&office, "budi@example.com").await;
        assert!(told.contains("menit lagi"), "{told}");
        assert_eq!(post.take(), Vec::<String>::new());
        office.wait(60 * MINUTE).await;
        says(&office, "budi@example.com").await;
        code(&post);
    }

    async fn a_server_that_is_away_gets_the_mail_once_when_it_is_back(db) {
        let (office, post) = office(db).await;
        comes_to_the_email(&office).await;
        post.feels(Mood::Away);
        says(&office, ADDRESS).await;
        for _ in 0..4 {
            office.wait(MINUTE).await;
        }
        assert!(is_open(&office, "mail_down").await, "an operator is told");
        // The process dies meanwhile.
        let office = office.restart().await;
        office.wait(MINUTE).await;
        assert_eq!(heard(&office), "", "the citizen was told to wait for it, and no more");
        post.feels(Mood::Well);
        for _ in 0..4 {
            office.wait(MINUTE).await;
        }
        let code = code(&post);
        assert!(!is_open(&office, "mail_down").await);
        // Longer than a code's life after it was ordered.
        office.wait(10 * MINUTE).await;
        assert!(says(&office, &code).await.contains("sudah terbukti"), "it counts from when it left");
        office.wait(60 * MINUTE).await;
        assert_eq!(post.take(), Vec::<String>::new());
    }

    async fn a_crash_between_the_turn_and_the_mail_loses_and_doubles_nothing(db) {
        let (office, post) = office(db).await;
        comes_to_the_email(&office).await;
        office.say(AYU, WA, Body::Text { text: ADDRESS.to_owned().into() }).await;
        office.runtime.inbox.settle().await.expect("the turn is served");
        let now = office.runtime.house.clock.now();
        // A worker takes the mail, and is no more.
        let mut work = office.runtime.house.store.begin().await.expect("it answers");
        assert_eq!(work.claim_mails(8, now, now + 60_000).await.expect("claimed").len(), 1);
        work.commit().await.expect("committed");
        let office = office.restart().await;
        office.wait(61 * SECOND).await;
        let code = code(&post);
        assert!(says(&office, &code).await.contains("sudah terbukti"));
        assert_eq!(post.take(), Vec::<String>::new());
    }

    async fn an_address_that_takes_no_mail_is_asked_for_again(db) {
        let (office, post) = office(db).await;
        comes_to_the_email(&office).await;
        post.feels(Mood::Refuses);
        let told = says(&office, ADDRESS).await;
        assert!(told.contains("tidak diterima") && told.contains(ADDRESS), "{told}");
        assert!(is_open(&office, "mail_failed").await);
        let fault = office.db.value("SELECT fault FROM mails").await;
        assert_eq!(fault.as_deref(), Some("answered 550"), "the server's words hold the address");
        post.feels(Mood::Well);
        says(&office, "budi@example.com").await;
        let code = code(&post);
        assert!(says(&office, &code).await.contains("sudah terbukti"));
    }

    async fn a_mail_that_never_leaves_is_given_up_and_the_citizen_told(db) {
        let (office, post) = office(db).await;
        comes_to_the_email(&office).await;
        post.feels(Mood::Locked);
        says(&office, ADDRESS).await;
        assert!(is_open(&office, "mail_down").await, "a login is an operator's matter at once");
        for _ in 0..11 {
            office.wait(MINUTE).await;
        }
        let told = heard(&office);
        assert_eq!(told.matches("belum berhasil kami kirim").count(), 1, "{told}");
        assert_eq!(office.db.value("SELECT state FROM mails").await.as_deref(), Some("gave_up"));
        post.feels(Mood::Well);
        says(&office, "kirim ulang kode").await;
        let code = code(&post);
        assert!(says(&office, &code).await.contains("sudah terbukti"));
    }

    async fn a_mail_that_does_not_read_keeps_no_other_back_and_the_citizen_is_told(db) {
        let (office, post) = office(db).await;
        comes_to_the_email(&office).await;
        office.say(AYU, WA, Body::Text { text: ADDRESS.to_owned().into() }).await;
        office.runtime.inbox.settle().await.expect("the turn is served");
        office.db.column("UPDATE mails SET letter_sealed = 'x'").await;
        let told = says(&office, "berapa biayanya?").await;
        assert!(told.contains("belum berhasil kami kirim"), "{told}");
        assert!(is_open(&office, "mail_failed").await);
        office.wait(MINUTE).await;
        says(&office, "kirim ulang kode").await;
        let code = code(&post);
        assert!(says(&office, &code).await.contains("sudah terbukti"));
    }

    async fn everything_can_be_mended_while_a_code_is_waited_for(db) {
        let (office, post) = office(db).await;
        comes_to_the_email(&office).await;
        says(&office, ADDRESS).await;
        let code = code(&post);
        let told = says(&office, "berapa biayanya?").await;
        assert!(told.contains("Tidak dipungut biaya") && told.contains("kode 6 angka"), "{told}");
        let told = says(&office, "english").await;
        assert!(told.contains("6-digit code"), "{told}");
        says(&office, "bahasa indonesia").await;
        let told = says(&office, "batal").await;
        assert!(!told.contains("kode"), "{told}");
        let told = says(&office, &code).await;
        assert!(told.contains("sudah terbukti"), "the question about cancelling is left by it: {told}");
        let told = says(&office, "e-mail salah").await;
        assert!(told.contains("e-mail"), "{told}");
        office.wait(MINUTE).await;
        let told = says(&office, ADDRESS).await;
        assert!(told.contains("kode 6 angka"), "{told}");
        let told = says(&office, "kembali").await;
        assert!(told.contains("e-mail") && !told.contains("kode 6"), "the address is asked for again: {told}");
        let told = says(&office, "tidak punya").await;
        assert!(told.contains("KTP"), "{told}");
    }

    async fn without_a_mail_server_an_address_is_taken_and_marked(db) {
        let office = Harness::mailing(NOW, db, library(), None).await;
        comes_to_the_email(&office).await;
        let told = says(&office, ADDRESS).await;
        assert!(!told.contains("kode"), "{told}");
        let answers = session(&office).await.answers;
        let marked = matches!(&answers["email"], Answer::Text { flags, .. } if flags == &[UNPROVEN]);
        assert!(marked, "{:?}", answers["email"]);
        assert!(is_open(&office, "mail_off").await, "the console says so");
        assert_eq!(office.db.count("mails").await, 0);
    }
    async fn a_server_that_does_not_want_our_mails_says_nothing_of_the_address(db) {
        let (office, post) = office(db).await;
        comes_to_the_email(&office).await;
        post.feels(Mood::Denies);
        let told = says(&office, ADDRESS).await;
        assert!(!told.contains("tidak diterima"), "{told}");
        assert!(is_open(&office, "mail_down").await && !is_open(&office, "mail_failed").await);
        post.feels(Mood::Well);
        office.wait(5 * MINUTE).await;
        let code = code(&post);
        assert!(says(&office, &code).await.contains("sudah terbukti"));
    }

    async fn a_mail_that_ends_whoever_sends_it_is_given_up(db) {
        let (office, post) = office(db).await;
        comes_to_the_email(&office).await;
        office.say(AYU, WA, Body::Text { text: ADDRESS.to_owned().into() }).await;
        office.runtime.inbox.settle().await.expect("the turn is served");
        for _ in 0..62 {
            let now = office.runtime.house.clock.now();
            let mut work = office.runtime.house.store.begin().await.expect("it answers");
            assert_eq!(work.claim_mails(8, now, now + MINUTE).await.expect("claimed").len(), 1);
            work.commit().await.expect("committed");
            office.runtime.house.clock.advance(MINUTE);
        }
        office.settle().await;
        assert!(heard(&office).contains("belum berhasil kami kirim"));
        assert_eq!(post.take(), Vec::<String>::new());
    }

    async fn who_waits_for_a_code_goes_on_when_there_is_no_mail_any_more(db) {
        let (office, post) = office(db).await;
        comes_to_the_email(&office).await;
        post.feels(Mood::Away);
        says(&office, ADDRESS).await;
        let office = office.restart_without_mail().await;
        let told = says(&office, "kirim ulang kode").await;
        assert!(told.contains("KTP") && !told.contains("kode"), "{told}");
        let answers = session(&office).await.answers;
        let marked = matches!(&answers["email"], Answer::Text { flags, .. } if flags == &[UNPROVEN]);
        assert!(marked, "{:?}", answers["email"]);
    }

    async fn an_office_without_mail_has_no_worker_that_ends(db) {
        let office = Harness::mailing(NOW, db, library(), None).await;
        let stop = tokio_util::sync::CancellationToken::new();
        let mut workers = office.runtime.start(&stop);
        let ended = tokio::time::timeout(std::time::Duration::from_millis(300), workers.join_next()).await;
        assert!(ended.is_err(), "the program would end: {ended:?}");
        stop.cancel();
        while workers.join_next().await.is_some() {}
    }
}

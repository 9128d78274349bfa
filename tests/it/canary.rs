//! Personal data cannot print: a whole conversation with a canary citizen, and what it leaves in the logs, the
//! metrics and the answers to strangers.

mod trap;

use sapa::domain::inbound::{Body, ChannelKind, MediaKind};
use sapa::domain::outbound::Sensitive;
use sapa::domain::redacted::Redacted;
use trap::Trap;

use crate::databases::{Kind, NOW, TestDb, run};
use crate::harness::Harness;
use crate::pages::visitor::Visitor;
use crate::webhook::Webhook;

/// Citizens of this file only: whatever of them stands in a log was put there by what happens here.
const PHONE: &str = "+6281200009977";
const NIK: &str = "5108064107909977";
const KK: &str = "5108061203079977";
const NAME: &str = "Ni Luh Cendrawasih";
const EMAIL: &str = "cendrawasih@example.com";
const REMARK: &str = "rajawali terbang tinggi";
const FILE: &str = "surat-jalak.jpg";

/// How the canaries would show, whatever else is around them.
const CANARIES: &[&str] = &[
    "81200009977",
    "5108064107909977",
    "5108061203079977",
    "endrawasih",
    "ENDRAWASIH",
    "ajawali",
    "surat-jalak",
];

const LETTER: &[u8] = include_bytes!("../../src/simulator/samples/letter.jpg");

/// The first canary in a text.
fn canary_in(text: &str) -> Option<&'static str> {
    CANARIES.iter().copied().find(|canary| text.contains(canary))
}

/// From the first word to the receipt, with detours that could make something complain. Gives all that was shown.
async fn converse(office: &Harness) -> String {
    let wa = ChannelKind::Whatsapp;
    let mut shown = String::new();
    for line in ["ktp sy ilang", "setuju", "saya sendiri", "51080641079", NIK, NAME, REMARK, KK] {
        shown += &office.ask(PHONE, wa, line).await;
    }
    let mut photo = office.channel(wa).file(MediaKind::Photo, "image/jpeg", LETTER.to_vec());
    if let Body::Media { media, caption } = &mut photo {
        media.file_name = Some(Redacted::from(FILE.to_owned()));
        *caption = Some(Redacted::from(format!("ini suratnya, {REMARK}")));
    }
    office.say(PHONE, wa, photo).await;
    office.wait(5_000).await;
    for line in [
        "bukan alamat rajawali",
        EMAIL,
        "kantor",
        "ya",
        "udah jadi belum",
        REMARK,
        "mau bicara dengan petugas",
    ] {
        shown += &office.ask(PHONE, wa, line).await;
    }
    shown
}

async fn a_conversation_leaves_no_trace_on(db: TestDb) {
    let trap = Trap::set();
    let office = Harness::new(NOW, db).await;
    let shown = converse(&office).await;
    assert!(shown.contains("Cendrawasih"), "the summary was not reached, so nothing was proven:\n{shown}");
    assert_eq!(office.db.count("dossiers").await, 1, "nothing was filed, so nothing was proven:\n{shown}");

    // What goes wrong is written about, too: the store is gone.
    office.runtime.house.store.close().await;
    let body = Body::Text { text: Redacted::from(format!("{REMARK} {NIK}")) };
    let arrived = office.channel(ChannelKind::Whatsapp).arrival(PHONE, NOW, body, None);
    let debugged = format!("{arrived:?}");
    let refused = {
        use sapa::runtime::ports::Ingest as _;
        office
            .runtime
            .inbox
            .ingest(ChannelKind::Whatsapp, vec![arrived])
            .await
            .expect_err("the store is closed")
    };
    let failed = office.runtime.settle().await.expect_err("the store is closed");
    for text in [
        debugged,
        format!("{refused:?} {refused} {failed:?} {failed}"),
        office.runtime.house.metrics.render(),
    ] {
        assert_eq!(canary_in(&text), None, "{text}");
    }
    trap.is_empty();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conversation_leaves_no_personal_data_in_logs_metrics_and_errors() {
    run(Kind::Sqlite, |db| Box::pin(a_conversation_leaves_no_trace_on(db))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_does_it_on_postgresql() {
    run(Kind::Postgres, |db| Box::pin(a_conversation_leaves_no_trace_on(db))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_are_told_nothing_about_what_they_sent() {
    let trap = Trap::set();
    let office = Harness::new(NOW, TestDb::sqlite()).await;
    let webhook = Webhook::open(&office).await;
    let event = Webhook::message("wamid.9977", &PHONE[1..], NAME, &format!("{REMARK} {NIK}"));
    let broken = format!("{{\"{NAME}\": \"{NIK}");
    let large = format!("\"{NAME}{}\"", "x".repeat(4 * 1024 * 1024));
    let post = async |body: &str, signed: bool| {
        let (status, text) = webhook.post(body, signed).await;
        assert_eq!(canary_in(&text), None, "{status}: {text}");
        status
    };
    assert_eq!(post(&event, false).await, 401);
    assert_eq!(post(&broken, true).await, 400);
    assert_eq!(post(&large, true).await, 413);
    assert_eq!(post(&event, true).await, 200);
    assert_eq!(office.db.count("arrivals").await, 1);
    office.runtime.house.store.close().await;
    assert_eq!(post(&event, true).await, 503);
    trap.is_empty();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_filled_in_on_a_page_is_in_no_log_and_no_address() {
    let trap = Trap::set();
    let office = Harness::asking(NOW, TestDb::sqlite(), |_| Sensitive::Numbers).await;
    let visitor = Visitor::to(&office).await;
    let wa = ChannelKind::Whatsapp;
    for line in ["ktp sy ilang", "setuju"] {
        office.ask(PHONE, wa, line).await;
    }
    office.say(PHONE, wa, Body::Text { text: Redacted::from("saya".to_owned()) }).await;
    office.settle().await;
    let shown = office.shown(wa);
    let link = shown.iter().find_map(|s| s.message.link.as_ref()).expect("a link");
    assert_eq!(canary_in(&format!("{link:?}")), None);
    let path = link.url.expose().trim_start_matches("https://sapa.example.go.id").to_owned();
    assert!(!format!("{link:?}").contains(&path), "a link is the right to answer, and does not print");
    for number in [&NIK[..15], NIK] {
        let page = visitor.posts(&path, &[("act", "number"), ("number", number)]).await;
        assert!(number.len() < 16 || canary_in(&page.html).is_none(), "{}", page.html);
    }
    assert_eq!(canary_in(&path).or(canary_in(&office.runtime.house.metrics.render())), None);
    office.settle().await;
    assert_eq!(office.db.value("SELECT question FROM sessions").await.as_deref(), Some("name"));
    trap.is_empty();
}

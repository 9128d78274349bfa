//! Cases, files, staff, languages, errors.

use reqwest::StatusCode;

use super::browser::Browser;
use super::stage::{NAME, NIK, NOW, PHONE, SAID, Stage};
use crate::domain::case::Status;
use crate::domain::ids::{ArrivalId, DossierId, Id, PersonId, RowId};
use crate::domain::staff::Role;
use crate::runtime::desk::DeskError;

#[tokio::test]
async fn each_page_opens_for_its_roles_and_for_no_others() {
    let stage = Stage::new().await;
    let me = stage.staff("agen", "Agen", &[Role::Agent]).await;
    let story = stage.story(&me).await;
    stage.staff("loket", "Loket", &[Role::Counter]).await;
    stage.staff("admin", "Admin", &[Role::Administrator]).await;
    let chat = format!("/console/chats/{}", story.queued);
    let case = format!("/console/cases/{}", story.submitted);
    for (login, path, expected) in [
        ("agen", chat.as_str(), 200),
        ("agen", case.as_str(), 200),
        ("agen", "/console/staff", 403),
        ("loket", chat.as_str(), 403),
        ("loket", case.as_str(), 200),
        ("loket", "/console/staff", 403),
        ("admin", chat.as_str(), 200),
        ("admin", case.as_str(), 403),
        ("admin", "/console/staff", 200),
        ("loket", "/console/alarms", 200),
        ("admin", "/console/preview?lang=en", 200),
        ("agen", "/console/preview", 403),
    ] {
        let page = Browser::of(&stage, login).await.get(path).await;
        assert_eq!(page.status.as_u16(), expected, "{login} {path}");
    }
    let counter = Browser::of(&stage, "loket").await;
    assert_eq!(counter.get("/console/").await.to, "/console/cases");
    assert_eq!(counter.post(&format!("{chat}/take"), &[]).await.status, StatusCode::FORBIDDEN);
    let add = counter
        .post("/console/staff", &[("login", "saya"), ("name", "Saya"), ("roles", "administrator")])
        .await;
    assert_eq!(add.status, StatusCode::FORBIDDEN);
    assert!(stage.store.staff_by_login("saya").await.unwrap().is_none());
}

#[tokio::test]
async fn pages_are_drawn_in_both_languages_without_a_missing_text() {
    let stage = Stage::new().await;
    let me = stage.staff("admin", "Wayan Surya", &Role::ALL).await;
    let story = stage.story(&me).await;
    let browser = Browser::of(&stage, "admin").await;
    let paths = [
        "/console/".to_owned(),
        "/console/?tab=all".to_owned(),
        format!("/console/chats/{}", story.queued),
        format!("/console/chats/{}", story.held),
        "/console/preview".to_owned(),
        "/console/cases".to_owned(),
        "/console/cases?show=all".to_owned(),
        format!("/console/cases/{}", story.submitted),
        format!("/console/cases/{}", story.ready),
        "/console/staff".to_owned(),
        "/console/alarms".to_owned(),
        "/console/password".to_owned(),
        "/console/tidak-ada".to_owned(),
    ];
    for lang in ["id", "en"] {
        let back =
            browser.post("/console/lang", &[("lang", lang), ("back", "/console/cases?show=all")]).await;
        assert_eq!(back.to, "/console/cases?show=all");
        for path in &paths {
            let page = browser.get(path).await;
            assert!(page.has(&format!("<html lang=\"{lang}\">")), "{path}");
            let bare =
                page.text.replace("/console/", "").replace("console.css", "").replace("console.js", "");
            assert!(!bare.contains("console-"), "{path}: {}", page.between("console-", "<"));
            for name in ["content-security-policy", "x-content-type-options", "x-frame-options"] {
                assert!(page.headers.contains_key(name), "{path} {name}");
            }
            assert_eq!(page.headers["cache-control"], "no-store");
            assert!(!page.has(" style=") && !page.has("onclick"), "{path}");
        }
    }
    assert!(browser.get("/console/cases?show=all").await.has("Lost KTP"));
}

#[tokio::test]
async fn a_number_is_masked_until_someone_asks_and_that_is_recorded() {
    let stage = Stage::new().await;
    let me = stage.staff("made", "Made Sari", &[Role::Verifier]).await;
    let story = stage.story(&me).await;
    let browser = Browser::of(&stage, "made").await;
    let case = format!("/console/cases/{}", story.submitted);
    let page = browser.get(&case).await;
    assert!(page.has("510806******9901") && !page.has(NIK) && page.has("kode wilayah lama"));
    assert!(page.has("510806******9901") && !page.has("5108061202109901"), "the family card too");
    let shown = browser.post(&format!("{case}/reveal/nik"), &[]).await;
    assert!(shown.has(NIK) && !shown.has("5108061202109901"));
    let audit = stage.store.audit_of(story.submitted.as_str()).await.unwrap();
    assert_eq!((audit[0].action.as_str(), audit[0].detail.as_str()), ("case.reveal", "nik"));
    assert_eq!(audit[0].actor, me.as_str());
    assert!(!browser.get(&case).await.has(NIK));
    assert_eq!(browser.post(&format!("{case}/reveal/lain"), &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_the_acts_of_my_roles_are_offered_and_faults_come_back_with_what_was_typed() {
    let stage = Stage::new().await;
    let me = stage.staff("made", "Made Sari", &[Role::Verifier]).await;
    let story = stage.story(&me).await;
    stage.staff("loket", "Loket", &[Role::Counter]).await;
    let browser = Browser::of(&stage, "made").await;
    let case = format!("/console/cases/{}", story.submitted);
    let page = browser.get(&case).await;
    for act in ["act-accept_complete", "act-cancel_incomplete", "act-cancel_duplicate"] {
        assert!(page.has(&format!("data-testid=\"{act}\"")), "{act}");
    }
    assert!(!page.has("act-approve") && page.has("act-cancel_incomplete-reason"));
    assert!(Browser::of(&stage, "loket").await.get(&case).await.has("Tidak ada tindakan"));

    let act = format!("{case}/act");
    let cancel =
        [("act", "cancel_incomplete"), ("version", "1"), ("reason", "pendek"), ("missing", "police_letter")];
    let page = browser.post(&act, &cancel).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("Tulis alasan 10 sampai 500 huruf") && page.has(">pendek</textarea>"));
    assert!(page.has("value=\"police_letter\" checked"));

    let page = browser.post(&act, &[("act", "accept_complete"), ("version", "1")]).await;
    assert_eq!(page.to, case);
    assert!(browser.get(&case).await.has("Status sekarang: Berkas lengkap."));

    *stage.stand.status.lock().unwrap() = Some(Status::Complete);
    let page = browser.post(&act, &[("act", "accept_complete"), ("version", "1")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("sudah diubah oleh orang lain"));

    *stage.stand.status.lock().unwrap() = Some(Status::HeadReview);
    let page = browser.post(&act, &[("act", "approve"), ("version", "1")]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(
        browser.post(&act, &[("act", "terbang"), ("version", "1")]).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn calling_for_pickup_tells_the_queue_number() {
    let stage = Stage::new().await;
    let me = stage.staff("loket", "Loket", &[Role::Counter]).await;
    let story = stage.story(&me).await;
    *stage.stand.status.lock().unwrap() = Some(Status::Printed);
    let browser = Browser::of(&stage, "loket").await;
    let case = format!("/console/cases/{}", story.ready);
    let page = browser.get(&case).await;
    assert!(
        page.has("Loket Kecamatan Sukasada") && page.has("min=\"2026-11-23\"") && page.has("lewat 10 mnt")
    );
    let fields =
        [("act", "call_for_pickup"), ("version", "1"), ("counter", "SKS"), ("pickup_date", "2026-11-24")];
    assert_eq!(browser.post(&format!("{case}/act"), &fields).await.to, case);
    assert!(browser.get(&case).await.has("Nomor antrean: SKS-20261123-014"));
}

#[tokio::test]
async fn cases_are_listed_by_turn_and_found_by_a_sloppy_ticket_or_a_nik() {
    let stage = Stage::new().await;
    let me = stage.staff("made", "Made Sari", &[Role::SiakOperator]).await;
    let story = stage.story(&me).await;
    let browser = Browser::of(&stage, "made").await;
    let mine = browser.get("/console/cases").await;
    assert!(mine.has("SAPA-2611-00470-K") && mine.has("sisa 30 mnt") && !mine.has("SAPA-2611-00482-Z"));
    let all = browser.get("/console/cases?show=all").await;
    let order: Vec<_> =
        ["00455-T", "00470-K", "00471-Q", "00482-Z"].iter().map(|t| all.text.find(t).unwrap()).collect();
    assert!(order.is_sorted(), "oldest first");
    assert!(browser.get("/console/cases?show=submitted").await.has("00482-Z"));
    let search = async |q: &str| browser.post("/console/cases/search", &[("q", q)]).await;
    assert_eq!(search("sapa 2611 oo482 z").await.to, format!("/console/cases/{}", story.submitted));
    let by_nik = search("5108 0641 0790 9901").await;
    assert_eq!(by_nik.status, StatusCode::OK);
    assert!(by_nik.has("00455-T") && by_nik.has("00482-Z") && !by_nik.has(NIK));
    assert_eq!(search("SAPA-2611-00483-A").await.to, "/console/cases");
    assert!(browser.get("/console/cases").await.has("Tidak ada permohonan dengan nomor itu"));
}

#[tokio::test]
async fn a_file_is_shown_in_a_sandbox_under_a_name_of_ours() {
    let stage = Stage::new().await;
    let me = stage.staff("made", "Made Sari", &[Role::Verifier]).await;
    let story = stage.story(&me).await;
    let browser = Browser::of(&stage, "made").await;
    let path = format!("/console/files/{}", story.photo);
    let page = browser.get(&path).await;
    assert_eq!(page.headers["content-type"], "image/png");
    assert_eq!(
        page.headers["content-disposition"],
        format!("inline; filename=\"{}.png\"", story.photo).as_str()
    );
    assert!(page.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
    assert_eq!(
        (&page.headers["x-content-type-options"], &page.headers["cache-control"]),
        (&"nosniff".parse().unwrap(), &"no-store".parse().unwrap())
    );
    *stage.stand.refuse.lock().unwrap() = Some(DeskError::Missing);
    assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(Browser::new(&stage).get(&path).await.to, "/console/login");
}

#[tokio::test]
async fn error_pages_say_nothing_about_anyone() {
    let stage = Stage::new().await;
    let me = stage.staff("made", "Made Sari", &[Role::Verifier]).await;
    let story = stage.story(&me).await;
    let browser = Browser::of(&stage, "made").await;
    let nobody = PersonId::from_bits(7);
    let nothing = DossierId::from_bits(7);
    let reply = format!("/console/chats/{}/reply", story.held);
    *stage.stand.refuse.lock().unwrap() = Some(DeskError::Store(crate::store::StoreError::Damaged("row")));
    let pages = [
        browser.post(&reply, &[("text", SAID)]).await,
        browser.get(&format!("/console/chats/{nobody}")).await,
        browser.get(&format!("/console/cases/{nothing}")).await,
        browser.get(&format!("/console/cases/{NIK}")).await,
        browser.get("/console/staff").await,
        browser.post_raw(&reply, &[("text", SAID)]).await,
        browser.get(&format!("/console/assets/0/{PHONE}")).await,
    ];
    let codes: Vec<u16> = pages.iter().map(|p| p.status.as_u16()).collect();
    assert_eq!(codes, [500, 404, 404, 404, 403, 403, 404]);
    for page in pages {
        assert!(page.has("class=\"card door\""), "in the console's style");
        for secret in [NAME, NIK, PHONE, SAID, "Made Sari", "row", nobody.as_str()] {
            assert!(!page.has(secret) || secret == "row" && page.has("browser"), "{secret}");
        }
    }
}

#[tokio::test]
async fn assets_are_kept_for_good_under_their_hash() {
    let stage = Stage::new().await;
    let browser = Browser::new(&stage);
    let login = browser.get("/console/login?lang=en").await;
    assert!(login.has("Sign in"));
    let href = format!("/console/assets/{}", login.between("href=\"/console/assets/", "\""));
    let page = browser.get(&href).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.headers["cache-control"].to_str().unwrap().contains("immutable"));
    assert_eq!(browser.get("/console/assets/0/console.css").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_last_administrator_cannot_step_down() {
    let stage = Stage::new().await;
    let id = stage.staff("admin", "Admin", &[Role::Administrator]).await;
    let browser = Browser::of(&stage, "admin").await;
    browser.post(&format!("/console/staff/{id}/roles"), &[("roles", "agent")]).await;
    assert!(browser.get("/console/staff").await.has("administrator terakhir"));
    browser.post(&format!("/console/staff/{id}/disable"), &[]).await;
    assert!(browser.get("/console/staff").await.has("akun Anda sendiri"));
    let account = stage.store.staff_account(&id).await.unwrap().unwrap();
    assert!(account.staff.has(Role::Administrator) && !account.staff.disabled);
    let page =
        browser.post("/console/staff", &[("login", "a b"), ("name", "Nama"), ("roles", "agent")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("value=\"Nama\""), "what was typed stays");
}

/// Every kind that the program raises.
const ALARMS: [&str; 19] = [
    "arrival_set_aside",
    "internal_unreadable",
    "channel_off",
    "channel_held",
    "account_news",
    "unknown_sender",
    "redis",
    "template_unusable",
    "unasked_stopped",
    "message_failed",
    "window_closed",
    "file_store",
    "media_held",
    "media_waiting",
    "inbox_waiting",
    "outbox_waiting",
    "sla_overdue",
    "arrival_unstorable",
    "media_failed",
];

#[tokio::test]
async fn everyone_sees_what_is_wrong_and_what_to_do_and_an_administrator_clears_it() {
    let stage = Stage::new().await;
    stage.staff("loket", "Loket", &[Role::Counter]).await;
    let admin = stage.staff("admin", "Admin", &[Role::Administrator]).await;
    let counter = Browser::of(&stage, "loket").await;
    assert!(counter.get("/console/alarms").await.has("Tidak ada peringatan"));
    assert!(!counter.get("/console/cases").await.has("nav-alarms"));
    let mut work = stage.store.begin().await.unwrap();
    for (n, kind) in (1_u128..).zip(ALARMS) {
        let id = RowId::from_bits(n);
        let subject = if kind == "arrival_set_aside" {
            ArrivalId::from_bits(7).to_string()
        } else if kind == "sla_overdue" {
            DossierId::from_bits(8).to_string()
        } else {
            "somewhere".to_owned()
        };
        work.raise_alarm(&id, kind, &subject, "<b>why</b>", NOW).await.unwrap();
    }
    work.commit().await.unwrap();
    let page = counter.get("/console/alarms").await;
    assert!(page.has("nav-alarms") && page.has(">19</span>"), "{}", page.text);
    assert!(page.has("Dahulukan permohonan ini") && page.has("&lt;b&gt;why"));
    assert!(page.has(&format!("/console/cases/{}", DossierId::from_bits(8))));
    assert!(!page.has("alarm-clear") && !page.has("alarm-retry"));
    let clear = format!("/console/alarms/{}/clear", RowId::from_bits(2));
    assert_eq!(counter.post(&clear, &[]).await.status, StatusCode::FORBIDDEN);

    let boss = Browser::of(&stage, "admin").await;
    for lang in ["id", "en"] {
        boss.post("/console/lang", &[("lang", lang), ("back", "/console/alarms")]).await;
        let page = boss.get("/console/alarms").await;
        let general =
            if lang == "id" { "Beri tahu pengelola sistem." } else { "Tell whoever runs the system." };
        for kind in ALARMS {
            assert!(!page.has(&format!("<b>{kind}</b>")), "{kind} has no words in {lang}");
        }
        assert!(!page.has(&format!("<td>{general}</td>")), "a kind without advice in {lang}");
    }
    assert_eq!(boss.post(&clear, &[]).await.to, "/console/alarms");
    assert_eq!(stage.store.alarm_count().await.unwrap(), 18);
    let audit = stage.store.audit_of("somewhere").await.unwrap();
    assert_eq!((audit[0].action.as_str(), audit[0].actor.as_str()), ("alarm.clear", admin.as_str()));
    assert!(boss.get("/console/alarms").await.has("marked as looked after"));
    boss.post(&clear, &[]).await;
    assert!(boss.get("/console/alarms").await.has("over already"));
    let retry = format!("/console/alarms/retry/{}", ArrivalId::from_bits(7));
    assert_eq!(boss.post(&retry, &[]).await.to, "/console/alarms");
    let asked = stage.stand.asked.lock().unwrap().clone();
    assert_eq!(asked, [format!("serve again admin {}", ArrivalId::from_bits(7))]);
}

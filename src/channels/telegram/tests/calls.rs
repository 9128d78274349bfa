use std::time::Duration;

use serde_json::{Value, json};

use super::settings;
use crate::channels::kit::{
    Answer, Platform, Seen, address, answer, bytes, client, message_id, with_choices, with_file,
};
use crate::channels::telegram::{Mode, Settings, Telegram};
use crate::domain::inbound::AddressKind::{TgUser, WaPhone};
use crate::domain::inbound::{Body, Inbound, MediaKind, MediaRef};
use crate::domain::outbound::{Outgoing, Spent};
use crate::domain::redacted::Redacted;
use crate::runtime::ports::{Channel, FetchError, SendError, Sent};

const BOT: &str = "/bot990100001:token-rahasia";

async fn telegram(platform: &Platform) -> Telegram {
    Telegram::new(settings(platform.start().await), client())
}

async fn send(platform: &Platform, message: &Outgoing, file: Option<Vec<u8>>) -> Result<Sent, SendError> {
    telegram(platform).await.send(&[address(TgUser, "9901")], &message_id(), message, file).await
}

fn taken() -> Value {
    json!({"ok": true, "result": {"message_id": 42, "date": 1_795_000_000, "text": "Setuju?",
        "chat": {"id": 9901, "type": "private", "first_name": "Ayu"}}})
}

fn refused(code: u16, description: &str) -> Answer {
    answer(code, &json!({"ok": false, "error_code": code, "description": description}))
}

#[tokio::test]
async fn a_message_is_sent_to_the_chat_and_its_id_comes_back() {
    let platform = Platform::default().then(answer(200, &taken()));
    let found = send(&platform, &with_choices("*Setuju*?", &["Ya"]), None).await;
    assert_eq!(found, Ok(Sent { wire_id: "42".to_owned() }));
    let seen = &platform.seen()[0];
    assert_eq!(seen.path, format!("{BOT}/sendMessage"));
    let expected = json!({
        "chat_id": 9901, "text": "<b>Setuju</b>?", "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": true},
        "reply_markup": {"inline_keyboard": [[{"text": "Ya", "callback_data": "c0"}]]},
    });
    assert_eq!(seen.json(), expected);
}

#[tokio::test]
async fn a_picture_goes_as_a_photo_and_anything_else_as_a_document() {
    let platform = Platform::default().then(answer(200, &taken())).then(answer(200, &taken()));
    let telegram = telegram(&platform).await;
    let (to, id) = ([address(TgUser, "9901")], message_id());
    for (mime, name) in [("image/png", "peta.png"), ("application/pdf", "tanda-terima.pdf")] {
        let message = with_file("*Ini*", mime, name);
        let found = telegram.send(&to, &id, &message, Some(b"isi-9901".to_vec())).await;
        assert!(found.is_ok(), "{found:?}");
    }
    let seen = platform.seen();
    assert!(seen[0].path.ends_with("/sendPhoto") && seen[1].path.ends_with("/sendDocument"));
    for part in ["isi-9901", "tanda-terima.pdf", "<b>Ini</b>", "HTML"] {
        assert!(seen[1].body.contains(part), "{part}");
    }
}

#[tokio::test]
async fn a_refusal_is_sorted_by_what_to_do_next() {
    let blocked = Platform::default().then(refused(403, "Forbidden: bot was blocked by the user"));
    let found = send(&blocked, &Outgoing::text("Halo"), None).await;
    assert_eq!(found, Err(SendError::Unreachable { why: "the person blocked the bot".to_owned() }));

    let flood = json!({"ok": false, "error_code": 429, "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7}});
    let found = send(&Platform::default().then(answer(429, &flood)), &Outgoing::text("Halo"), None).await;
    let after = Some(Duration::from_secs(7));
    assert_eq!(found, Err(SendError::WaitPerson { after, why: "too many requests".to_owned() }));

    let token = Platform::default().then(refused(401, "Unauthorized"));
    let found = send(&token, &Outgoing::text("Halo"), None).await;
    assert!(matches!(found, Err(SendError::HoldQueue { .. })), "{found:?}");
}

#[tokio::test]
async fn an_answer_that_is_not_telegrams_never_costs_the_message() {
    let page = "<html>Akses dibatasi</html>";
    for status in [301, 302, 401, 403, 404, 407] {
        let found = send(&Platform::default().then(bytes(status, page)), &Outgoing::text("Halo"), None).await;
        assert!(matches!(found, Err(SendError::HoldQueue { .. })), "{status}: {found:?}");
    }
    for status in [200, 408, 500, 502, 503] {
        let found = send(&Platform::default().then(bytes(status, page)), &Outgoing::text("Halo"), None).await;
        assert!(matches!(found, Err(SendError::Retry { sure: false, .. })), "{status}: {found:?}");
    }
    let slow = Platform::default().then(bytes(429, page).header("retry-after", "17"));
    let found = send(&slow, &Outgoing::text("Halo"), None).await;
    let pause = Some(Duration::from_secs(17));
    assert!(matches!(found, Err(SendError::SlowNumber { after, .. }) if after == pause), "{found:?}");
    let down = Platform::default().then(bytes(503, page).header("retry-after", "30"));
    let found = send(&down, &Outgoing::text("Halo"), None).await;
    let pause = Some(Duration::from_secs(30));
    assert!(matches!(found, Err(SendError::Retry { after, .. }) if after == pause), "{found:?}");
}

#[tokio::test]
async fn nobody_listening_means_surely_not_sent_and_shows_no_token() {
    let nobody = settings("http://127.0.0.1:1".parse().expect("an address"));
    let (to, id, message) = ([address(TgUser, "9901")], message_id(), Outgoing::text("Halo"));
    let telegram = Telegram::new(nobody, client());
    let found = telegram.send(&to, &id, &message, None).await;
    assert!(matches!(found, Err(SendError::Retry { sure: true, .. })), "{found:?}");
    let shown = format!("{found:?} {:?} {:?}", telegram.probe().await, telegram.fetch(&photo()).await);
    assert!(!shown.contains("token-rahasia") && !shown.contains("127.0.0.1"), "{shown}");
    assert!(!format!("{:?}", telegram.settings).contains("rahasia"));
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_without_asking_the_platform() {
    let platform = Platform::default();
    let missing = send(&platform, &with_file("x", "application/pdf", "x.pdf"), None).await;
    assert!(matches!(missing, Err(SendError::Refused { .. })));
    assert!(matches!(send(&platform, &Outgoing::text(" "), None).await, Err(SendError::Refused { .. })));
    let (to, id, message) = ([address(WaPhone, "+6281200009901")], message_id(), Outgoing::text("Halo"));
    let elsewhere = telegram(&platform).await.send(&to, &id, &message, None).await;
    assert!(matches!(elsewhere, Err(SendError::Unreachable { .. })));
    assert!(platform.seen().is_empty());
}

fn photo() -> MediaRef {
    MediaRef {
        kind: MediaKind::Photo,
        provider_media_id: "besar".to_owned(),
        same_file_key: None,
        mime: None,
        size: None,
        file_name: None,
    }
}

fn path(path: &str) -> Answer {
    answer(200, &json!({"ok": true, "result": {"file_id": "besar", "file_path": path}}))
}

async fn fetch(answers: Vec<Answer>) -> (Result<Vec<u8>, FetchError>, Platform) {
    let platform = answers.into_iter().fold(Platform::default(), Platform::then);
    (telegram(&platform).await.fetch(&photo()).await, platform)
}

#[tokio::test]
async fn a_file_is_fetched_by_the_path_as_it_was_given() {
    let (found, platform) = fetch(vec![path("photos/file_1.jpg"), bytes(200, "JPEG")]).await;
    assert_eq!(found, Ok(b"JPEG".to_vec()));
    assert_eq!(platform.paths()[0], format!("POST {BOT}/getFile"));
    assert_eq!(platform.paths()[1], format!("GET /file{BOT}/photos/file_1.jpg"));
}

#[tokio::test]
async fn a_file_that_does_not_come_says_what_to_do() {
    let (found, _) = fetch(vec![path("1"), bytes(404, ""), path("2"), bytes(200, "JPEG")]).await;
    assert_eq!(found, Ok(b"JPEG".to_vec()));
    let (late, _) = fetch(vec![path("1"), bytes(404, ""), path("2"), bytes(404, "")]).await;
    assert!(matches!(late, Err(FetchError::Retry(_))), "it still gives paths: {late:?}");
    let unavailable = "Bad Request: wrong file_id or the file is temporarily unavailable";
    let (late, _) = fetch(vec![refused(400, unavailable)]).await;
    assert!(matches!(late, Err(FetchError::Retry(_))), "{late:?}");
    let (gone, _) = fetch(vec![refused(400, "Bad Request: wrong file_id or the file is temporarily")]).await;
    assert!(matches!(gone, Err(FetchError::Gone(_))), "{gone:?}");
    let (large, _) = fetch(vec![refused(400, "Bad Request: file is too big")]).await;
    assert!(matches!(large, Err(FetchError::TooLarge(_))), "{large:?}");
    let (held, _) = fetch(vec![refused(401, "Unauthorized")]).await;
    assert!(matches!(held, Err(FetchError::Held(_))), "{held:?}");
    let (again, _) = fetch(vec![bytes(502, "<html>")]).await;
    assert!(matches!(again, Err(FetchError::Retry(_))), "{again:?}");
    let announced = Platform::default();
    let heavy = MediaRef { size: Some((20 << 20) + 1), ..photo() };
    let large = telegram(&announced).await.fetch(&heavy).await;
    assert!(matches!(large, Err(FetchError::TooLarge(_))) && announced.seen().is_empty());
}

#[tokio::test]
async fn a_file_larger_than_announced_is_not_read_to_its_end() {
    let (large, _) = fetch(vec![path("1"), bytes(200, vec![0; (20 << 20) + 1])]).await;
    assert!(matches!(large, Err(FetchError::TooLarge(_))), "{large:?}");
}

fn inbound(body: Body) -> Inbound {
    Inbound {
        provider_id: "7".to_owned(),
        at: 0,
        body,
        album: None,
        reply_to: None,
        wire_id: None,
        referral: None,
    }
}

#[tokio::test]
async fn a_tap_stops_spinning_and_typing_shows_only_while_it_takes_long() {
    let yes = || answer(200, &json!({"ok": true, "result": true}));
    let platform = Platform::default().then(yes()).then(yes()).then(yes()).then(yes());
    let telegram = telegram(&platform).await;
    let from = [address(TgUser, "9901")];
    let title = Redacted::new("Ya".to_owned());
    let tap = Body::Tap { payload: "q1.ya".to_owned(), title, callback_id: Some("438".to_owned()) };
    telegram.acknowledge(&from, &inbound(tap)).await;
    let said = inbound(Body::Text { text: Redacted::new("halo".to_owned()) });
    telegram.acknowledge(&from, &said).await;
    telegram.acknowledge(&from, &inbound(Body::Blocked { blocked: true })).await;
    telegram.working(&from, &said).await;
    let asked = with_choices("Untuk siapa?", &["Untuk <saya> sendiri", "Orang lain"]);
    let typed = Spent { wire_id: "42".to_owned(), message: asked, chosen: None };
    telegram.retire_choices(&from, &typed).await;
    let tapped = Spent { chosen: Some("Untuk <saya> sendiri".to_owned()), ..typed };
    telegram.retire_choices(&from, &tapped).await;
    let seen = platform.seen();
    let methods: Vec<&str> = seen.iter().filter_map(|seen| seen.path.rsplit('/').next()).collect();
    assert_eq!(
        methods,
        ["answerCallbackQuery", "sendChatAction", "editMessageReplyMarkup", "editMessageText"]
    );
    assert_eq!(seen[0].json()["callback_query_id"], "438");
    assert_eq!(seen[1].json(), json!({"chat_id": 9901, "action": "typing"}));
    assert_eq!(seen[2].json(), json!({"chat_id": 9901, "message_id": 42}));
    let traced = json!({"chat_id": 9901, "message_id": 42, "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": true},
        "text": "Untuk siapa?\n\n✓ Untuk &lt;saya&gt; sendiri"});
    assert_eq!(seen[3].json(), traced);
}

/// A request as a snapshot: the method and what it says.
fn wording(seen: &Seen) -> Value {
    let method = seen.path.rsplit('/').next().unwrap_or_default();
    // A form begins with its boundary, which is another one each time.
    match seen.body.strip_prefix("--").and_then(|body| body.split_once("\r\n")) {
        Some((boundary, _)) => {
            let boundary = format!("--{boundary}");
            let parts = seen.body.split(&boundary);
            let parts: Vec<&str> = parts.map(str::trim).filter(|part| !matches!(*part, "" | "--")).collect();
            json!({"method": method, "form": parts})
        }
        None => json!({"method": method, "json": seen.json()}),
    }
}

#[tokio::test]
async fn every_request_beside_a_plain_message_has_its_wording() {
    let platform = (0..5).fold(Platform::default(), |platform, _| platform.then(answer(200, &taken())));
    let telegram = telegram(&platform).await;
    let (to, id) = ([address(TgUser, "9901")], message_id());
    let map = with_file("*Peta* kantor", "image/jpeg", "peta.jpg");
    let map =
        Outgoing { choices: with_choices("", &["Baik"]).choices, reply_to: Some("41".to_owned()), ..map };
    telegram.send(&to, &id, &map, Some(b"isi-9901".to_vec())).await.expect("sent");
    let chosen = Some("Baik".to_owned());
    let spent = |message: Outgoing, chosen| Spent { wire_id: "42".to_owned(), message, chosen };
    telegram.retire_choices(&to, &spent(map, chosen.clone())).await;
    telegram.retire_choices(&to, &spent(with_choices("Setuju?", &["Baik"]), chosen)).await;
    telegram.retire_choices(&to, &spent(with_choices("Setuju?", &["Baik"]), None)).await;
    let said = inbound(Body::Text { text: Redacted::new("halo".to_owned()) });
    telegram.working(&to, &said).await;
    let wordings: Vec<Value> = platform.seen().iter().map(wording).collect();
    insta::assert_json_snapshot!("out_requests", wordings);
}

#[tokio::test]
async fn the_doctor_is_told_which_bot_answers_or_why_none_does() {
    let me =
        || answer(200, &json!({"ok": true, "result": {"id": 1, "is_bot": true, "username": "sapa_bot"}}));
    let hook = answer(200, &json!({"ok": true, "result": {"url": "https://x", "pending_update_count": 3}}));
    let told = telegram(&Platform::default().then(me()).then(hook)).await.probe().await;
    assert_eq!(told, Ok("@sapa_bot, webhook, 3 updates waiting".to_owned()));
    let platform = Platform::default().then(me());
    let polling = Settings { mode: Mode::Polling, ..settings(platform.start().await) };
    let told = Telegram::new(polling, client()).probe().await;
    assert_eq!(told, Ok("@sapa_bot, polling".to_owned()));
    let told = telegram(&Platform::default().then(refused(401, "Unauthorized"))).await.probe().await;
    assert_eq!(told, Err("the queue is held: the token is not valid".to_owned()));
}

use std::time::Duration;

use reqwest::Url;
use serde_json::{Value, json};

use super::{OURS, settings};
use crate::channels::kit::{
    Answer, Platform, address, answer, bytes, client, message_id, with_choices, with_file,
};
use crate::channels::whatsapp::WhatsApp;
use crate::domain::inbound::AddressKind::{TgUser, WaPhone};
use crate::domain::inbound::{Body, Inbound, MediaKind, MediaRef};
use crate::domain::outbound::Outgoing;
use crate::domain::redacted::Redacted;
use crate::runtime::ports::{Channel, FetchError, SendError, Sent};

async fn whatsapp(platform: &Platform) -> WhatsApp {
    WhatsApp::new(settings(platform.start().await.join("/v25.0").expect("a path")), client())
}

async fn send(platform: &Platform, message: &Outgoing, file: Option<Vec<u8>>) -> Result<Sent, SendError> {
    let to = [address(WaPhone, "+6281200009901")];
    whatsapp(platform).await.send(&to, &message_id(), message, file).await
}

fn taken() -> Value {
    json!({"messaging_product": "whatsapp", "contacts": [{"wa_id": "6281200009901"}],
        "messages": [{"id": "wamid.B1"}]})
}

fn sent(wire_id: &str) -> Result<Sent, SendError> {
    Ok(Sent { wire_id: wire_id.to_owned() })
}

#[tokio::test]
async fn a_message_is_posted_with_the_token_and_its_id_comes_back() {
    let platform = Platform::default().then(answer(200, &taken()));
    assert_eq!(send(&platform, &with_choices("Setuju?", &["Ya"]), None).await, sent("wamid.B1"));
    let seen = &platform.seen()[0];
    assert_eq!(seen.path, format!("/v25.0/{OURS}/messages"));
    assert_eq!(seen.token.as_deref(), Some("Bearer token-rahasia"));
    assert_eq!(seen.json()["to"], "+6281200009901");
}

#[tokio::test]
async fn a_file_is_uploaded_before_the_message_that_shows_it() {
    let platform =
        Platform::default().then(answer(200, &json!({"id": "5509901"}))).then(answer(200, &taken()));
    let receipt = with_file("Tanda terima", "application/pdf", "tanda-terima.pdf");
    assert_eq!(send(&platform, &receipt, Some(b"%PDF-9901".to_vec())).await, sent("wamid.B1"));
    let seen = platform.seen();
    assert_eq!(seen[0].path, format!("/v25.0/{OURS}/media"));
    assert!(seen[0].body.contains("%PDF-9901") && seen[0].body.contains("tanda-terima.pdf"));
    let document = json!({"id": "5509901", "filename": "tanda-terima.pdf", "caption": "Tanda terima"});
    assert_eq!(seen[1].json()["document"], document);
}

#[tokio::test]
async fn a_refusal_is_sorted_by_what_to_do_next() {
    let error = json!({"error": {"code": 131_056, "message": "+6281200009901 too fast"}});
    let platform = Platform::default().then(answer(400, &error).header("retry-after", "11"));
    let found = send(&platform, &Outgoing::text("Halo"), None).await;
    let why = "131056 too many messages to this user (HTTP 400)".to_owned();
    assert_eq!(found, Err(SendError::WaitPerson { after: Some(Duration::from_secs(11)), why }));

    let broken = send(&Platform::default().then(bytes(502, "<html>")), &Outgoing::text("Halo"), None).await;
    assert!(matches!(broken, Err(SendError::Retry { sure: false, .. })), "{broken:?}");

    let no_id = send(&Platform::default().then(answer(200, &json!({}))), &Outgoing::text("Halo"), None).await;
    assert!(matches!(no_id, Err(SendError::Retry { sure: false, .. })), "{no_id:?}");
}

#[tokio::test]
async fn nobody_listening_means_surely_not_sent() {
    let nobody = settings("http://127.0.0.1:1".parse().expect("an address"));
    let to = [address(WaPhone, "+6281200009901")];
    let id = message_id();
    let message = Outgoing::text("Halo");
    let found = WhatsApp::new(nobody, client()).send(&to, &id, &message, None).await;
    assert!(matches!(found, Err(SendError::Retry { sure: true, .. })), "{found:?}");
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_without_asking_the_platform() {
    let platform = Platform::default();
    let missing = send(&platform, &with_file("x", "application/pdf", "x.pdf"), None).await;
    assert!(matches!(missing, Err(SendError::Refused { .. })));
    assert!(matches!(send(&platform, &Outgoing::text(" "), None).await, Err(SendError::Refused { .. })));
    let elsewhere = [address(TgUser, "9901")];
    let (id, message) = (message_id(), Outgoing::text("Halo"));
    let found = whatsapp(&platform).await.send(&elsewhere, &id, &message, None).await;
    assert!(matches!(found, Err(SendError::Unreachable { .. })));
    assert!(platform.seen().is_empty());
}

fn photo(id: &str) -> MediaRef {
    MediaRef {
        kind: MediaKind::Photo,
        provider_media_id: id.to_owned(),
        same_file_key: None,
        mime: None,
        size: None,
        file_name: None,
    }
}

/// Fetches a photo from a platform that gives these answers; they may name its address.
async fn fetch(answers: impl FnOnce(&Url) -> Vec<Answer>) -> (Result<Vec<u8>, FetchError>, Platform) {
    let platform = Platform::default();
    let whatsapp = whatsapp(&platform).await;
    let root = whatsapp.settings.api_url.join("/").expect("a path");
    let platform = answers(&root).into_iter().fold(platform, Platform::then);
    (whatsapp.fetch(&photo("7709901")).await, platform)
}

fn link(root: &Url, path: &str) -> Answer {
    answer(200, &json!({"url": format!("{root}{path}"), "mime_type": "image/jpeg", "id": "7709901"}))
}

#[tokio::test]
async fn a_file_is_fetched_in_two_steps_both_with_the_token() {
    let (found, platform) = fetch(|root| vec![link(root, "bytes/1"), bytes(200, "JPEG")]).await;
    assert_eq!(found, Ok(b"JPEG".to_vec()));
    let paths = [format!("GET /v25.0/7709901?phone_number_id={OURS}"), "GET /bytes/1".to_owned()];
    assert_eq!(platform.paths(), paths);
    assert!(platform.seen().iter().all(|seen| seen.token.as_deref() == Some("Bearer token-rahasia")));
}

#[tokio::test]
async fn a_redirect_to_another_host_is_followed_without_the_token() {
    let elsewhere = Platform::default().then(bytes(200, "JPEG"));
    let there = elsewhere.start().await.join("/cdn").expect("a path");
    let redirect = bytes(302, "").header("location", there.as_str());
    // The other host is a plain one here, which is not followed at all: the token and the file stay.
    let (found, _) = fetch(|root| vec![link(root, "bytes/1"), redirect]).await;
    assert!(matches!(found, Err(FetchError::Retry(_))), "{found:?}");
    assert!(elsewhere.seen().is_empty());

    let same = bytes(302, "").header("location", "/bytes/2");
    let (found, platform) = fetch(|root| vec![link(root, "bytes/1"), same, bytes(200, "JPEG")]).await;
    assert_eq!(found, Ok(b"JPEG".to_vec()));
    assert_eq!(platform.paths()[2], "GET /bytes/2");
}

#[tokio::test]
async fn an_expired_link_is_renewed_once() {
    let (found, platform) =
        fetch(|root| vec![link(root, "1"), bytes(404, ""), link(root, "2"), bytes(200, "JPEG")]).await;
    assert_eq!(found, Ok(b"JPEG".to_vec()));
    assert_eq!(platform.seen().len(), 4);
    let late = fetch(|root| vec![link(root, "1"), bytes(404, ""), link(root, "2"), bytes(404, "")]).await;
    assert!(matches!(late.0, Err(FetchError::Retry(_))), "it still gives links");
}

#[tokio::test]
async fn a_file_that_does_not_come_says_what_to_do() {
    let error = |code: i64| json!({"error": {"code": code, "error_subcode": 33, "message": "rahasia"}});
    let (unknown, _) = fetch(|_| vec![answer(400, &error(100))]).await;
    assert!(matches!(unknown, Err(FetchError::Gone(_))), "{unknown:?}");
    let (held, _) = fetch(|_| vec![answer(401, &error(190))]).await;
    assert!(matches!(held, Err(FetchError::Held(_))), "{held:?}");
    let (held, _) = fetch(|root| vec![link(root, "1"), bytes(401, "")]).await;
    assert!(matches!(held, Err(FetchError::Held(_))), "{held:?}");
    let (again, _) = fetch(|root| vec![link(root, "1"), bytes(503, "")]).await;
    assert!(matches!(again, Err(FetchError::Retry(_))), "{again:?}");
    let heavy = json!({"url": "https://lookaside.invalid/1", "file_size": 104_857_601});
    let (large, _) = fetch(|_| vec![answer(200, &heavy)]).await;
    assert!(matches!(large, Err(FetchError::TooLarge(_))), "{large:?}");
    let (odd, platform) = {
        let platform = Platform::default();
        (whatsapp(&platform).await.fetch(&photo("../me")).await, platform)
    };
    assert!(matches!(odd, Err(FetchError::Gone(_))) && platform.seen().is_empty());
}

#[tokio::test]
async fn a_citizens_message_is_marked_as_read_and_typing_shows_only_while_it_takes_long() {
    let done = || answer(200, &json!({"success": true}));
    let platform = Platform::default().then(done()).then(done());
    let whatsapp = whatsapp(&platform).await;
    let inbound = |body: Body| Inbound {
        provider_id: "wamid.A1".to_owned(),
        at: 0,
        body,
        album: None,
        reply_to: None,
        wire_id: None,
        referral: None,
    };
    whatsapp.acknowledge(&[], &inbound(Body::Ignored { why: "group".to_owned() })).await;
    let said = inbound(Body::Text { text: Redacted::new("halo".to_owned()) });
    whatsapp.working(&[], &said).await;
    whatsapp.acknowledge(&[], &said).await;
    let seen: Vec<Value> = platform.seen().iter().map(|seen| seen.json()).collect();
    let read = json!({"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.A1"});
    let mut typing = read.clone();
    typing["typing_indicator"] = json!({"type": "text"});
    assert_eq!(seen, [typing, read]);
}

#[tokio::test]
async fn the_doctor_is_told_which_number_answers_or_why_none_does() {
    let number = json!({"display_phone_number": "+62 811-000-099", "verified_name": "Disdukcapil",
        "quality_rating": "GREEN", "id": OURS});
    let platform = Platform::default().then(answer(200, &number));
    let told = whatsapp(&platform).await.probe().await;
    assert_eq!(told, Ok("+62 811-000-099, Disdukcapil, quality GREEN".to_owned()));
    let error = json!({"error": {"code": 190, "message": "token-rahasia has expired"}});
    let platform = Platform::default().then(answer(401, &error));
    let told = whatsapp(&platform).await.probe().await;
    assert_eq!(told, Err("the queue is held: 190 access token expired (HTTP 401)".to_owned()));
}

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Response, Url};
use serde_json::json;
use sha2::Sha256;

use super::{OURS, settings};
use crate::channels::kit::{Inbox, client, serve};
use crate::channels::whatsapp::routes;

struct Hook {
    inbox: Arc<Inbox>,
    at: Url,
}

impl Hook {
    async fn new(inbox: Arc<Inbox>) -> Hook {
        let settings = settings("http://graph.invalid".parse().expect("an address"));
        let at = serve(routes(settings, inbox.clone())).await.join("/webhooks/whatsapp").expect("a path");
        Hook { inbox, at }
    }

    async fn post(&self, body: Vec<u8>, signature: Option<String>) -> Response {
        let mut request = client().post(self.at.clone()).body(body);
        if let Some(signature) = signature {
            request = request.header("X-Hub-Signature-256", signature);
        }
        request.send().await.expect("an answer")
    }

    async fn signed(&self, body: impl Into<Vec<u8>>) -> Response {
        let body = body.into();
        let signature = sign(&body, b"app-secret");
        self.post(body, Some(signature)).await
    }
}

fn sign(body: &[u8], secret: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("any length");
    mac.update(body);
    let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={hex}")
}

fn body() -> Vec<u8> {
    let message = |id: &str| {
        json!({"from": "6281200009901", "id": id, "timestamp": "1795000000", "type": "text",
            "text": {"body": "halo"}})
    };
    let value = json!({"metadata": {"phone_number_id": OURS}, "messages": [message("wamid.A1"), message("wamid.A2")]});
    json!({"object": "whatsapp_business_account",
        "entry": [{"changes": [{"field": "messages", "value": value}]}]})
    .to_string()
    .into_bytes()
}

#[tokio::test]
async fn a_signed_body_is_stored_and_then_acknowledged() {
    let hook = Hook::new(Arc::default()).await;
    assert_eq!(hook.signed(body()).await.status(), 200);
    assert_eq!(hook.inbox.ids(), ["wamid.A1", "wamid.A2"]);
}

#[tokio::test]
async fn a_body_without_our_signature_is_refused_and_not_stored() {
    let hook = Hook::new(Arc::default()).await;
    let wrong = Some(sign(&body(), b"another-secret"));
    for signature in [None, wrong, Some("sha256=".to_owned()), Some("sha1=00".to_owned())] {
        assert_eq!(hook.post(body(), signature).await.status(), 401);
    }
    // Before the question whether it is JSON: a stranger learns nothing.
    assert_eq!(hook.post(b"bukan json".to_vec(), None).await.status(), 401);
    assert!(hook.inbox.ids().is_empty());
}

#[tokio::test]
async fn what_is_not_json_or_too_large_or_not_for_us_is_told_apart() {
    let hook = Hook::new(Arc::default()).await;
    assert_eq!(hook.signed("bukan json").await.status(), 400);
    assert_eq!(hook.signed(vec![b' '; 3 * 1024 * 1024 + 1]).await.status(), 413);
    assert_eq!(hook.signed(r#"{"object":"page","entry":[]}"#).await.status(), 200);
    assert_eq!(hook.signed("[]").await.status(), 200);
    let mut padded = body();
    padded.resize(3 * 1024 * 1024, b' ');
    assert_eq!(hook.signed(padded).await.status(), 200);
    assert_eq!(hook.inbox.ids().len(), 2);
}

#[tokio::test]
async fn what_cannot_be_stored_is_asked_for_again() {
    let hook = Hook::new(Inbox::broken_for(1)).await;
    let answer = hook.signed(body()).await;
    assert_eq!(answer.status(), 503);
    assert!(answer.headers().contains_key("retry-after"));
    assert_eq!(hook.signed(body()).await.status(), 200);
    assert_eq!(hook.inbox.ids().len(), 2);
}

#[tokio::test]
async fn the_handshake_returns_the_challenge_to_those_who_know_the_token() {
    let hook = Hook::new(Arc::default()).await;
    let ask = async |mode: &str, token: &str| {
        let query = [("hub.mode", mode), ("hub.challenge", "1158201444"), ("hub.verify_token", token)];
        let answer = client().get(hook.at.clone()).query(&query).send().await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("a body"))
    };
    assert_eq!(ask("subscribe", "verifikasi").await, (200, "1158201444".to_owned()));
    assert_eq!(ask("subscribe", "tebakan").await, (403, String::new()));
    assert_eq!(ask("unsubscribe", "verifikasi").await.0, 403);
}

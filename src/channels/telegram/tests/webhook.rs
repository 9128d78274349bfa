use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::settings;
use crate::channels::kit::{Inbox, Platform, answer, client, serve};
use crate::channels::telegram::groups::Groups;
use crate::channels::telegram::polling::Poller;
use crate::channels::telegram::{CommandList, Words, register_commands};
use crate::channels::telegram::{Settings, poll, register_webhook, routes};

fn nowhere() -> Url {
    "http://telegram.invalid".parse().expect("an address")
}

fn message(update_id: u32) -> Value {
    json!({"update_id": update_id, "message": {"message_id": 1, "date": 1_795_000_000, "text": "halo",
        "from": {"id": 9901, "is_bot": false, "first_name": "Ayu"}, "chat": {"id": 9901, "type": "private"}}})
}

async fn post(at: &Url, secret: Option<&str>, body: impl Into<Vec<u8>>) -> u16 {
    let mut request = client().post(at.clone()).body(body.into());
    if let Some(secret) = secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    request.send().await.expect("an answer").status().as_u16()
}

async fn hook(settings: Settings, inbox: Arc<Inbox>) -> Url {
    serve(routes(settings, &Words::default(), client(), inbox))
        .await
        .join("/webhooks/telegram")
        .expect("a path")
}

#[tokio::test]
async fn an_update_with_our_secret_is_stored_and_then_acknowledged() {
    let inbox = Arc::new(Inbox::default());
    let at = hook(settings(nowhere()), inbox.clone()).await;
    let body = message(7).to_string();
    assert_eq!(post(&at, Some("rahasia-hook"), body.clone()).await, 200);
    assert_eq!(post(&at, Some("tebakan"), body.clone()).await, 401);
    assert_eq!(post(&at, None, body).await, 401);
    assert_eq!(post(&at, Some("rahasia-hook"), "bukan json").await, 400);
    assert_eq!(post(&at, Some("rahasia-hook"), "{}").await, 200);
    assert_eq!(post(&at, Some("rahasia-hook"), vec![b' '; 3 * 1024 * 1024 + 1]).await, 413);
    assert_eq!(inbox.ids(), ["7"]);
}

#[tokio::test]
async fn without_a_secret_nothing_is_authentic() {
    let inbox = Arc::new(Inbox::default());
    let at = hook(Settings { webhook_secret: None, ..settings(nowhere()) }, inbox.clone()).await;
    for secret in [None, Some(""), Some("rahasia-hook")] {
        assert_eq!(post(&at, secret, message(7).to_string()).await, 401);
    }
    assert!(inbox.ids().is_empty());
}

#[tokio::test]
async fn what_cannot_be_stored_is_asked_for_again() {
    let inbox = Inbox::broken_for(1);
    let at = hook(settings(nowhere()), inbox.clone()).await;
    assert_eq!(post(&at, Some("rahasia-hook"), message(7).to_string()).await, 503);
    assert_eq!(post(&at, Some("rahasia-hook"), message(7).to_string()).await, 200);
    assert_eq!(inbox.ids(), ["7"]);
}

#[tokio::test]
async fn the_webhook_is_registered_with_its_secret_and_the_updates_that_we_read() {
    let platform = Platform::default().then(answer(200, &json!({"ok": true, "result": true})));
    let settings = settings(platform.start().await);
    assert_eq!(register_webhook(&settings, &client()).await, Ok(()));
    let asked = platform.seen()[0].json();
    assert_eq!(asked["url"], "https://sapa.example/webhooks/telegram");
    assert_eq!(asked["secret_token"], "rahasia-hook");
    assert_eq!(
        asked["allowed_updates"],
        json!(["message", "edited_message", "callback_query", "my_chat_member"])
    );
    let homeless = Settings { public_url: None, ..settings };
    assert!(register_webhook(&homeless, &client()).await.is_err());
}

fn updates(ids: &[u32]) -> Value {
    json!({"ok": true, "result": ids.iter().map(|id| message(*id)).collect::<Vec<_>>()})
}

/// Polls a platform with these answers until the inbox was told `commits` times.
async fn polled(platform: &Platform, inbox: &Arc<Inbox>, commits: usize) {
    let settings = settings(platform.start().await);
    let first_pause = Duration::from_millis(1);
    let groups = Groups::new(client(), settings.clone(), "Maaf, hanya percakapan pribadi.");
    let poller = Poller { settings, groups, client: client(), ingest: inbox.clone(), first_pause };
    let enough = async {
        for _ in 0..commits {
            inbox.news.notified().await;
        }
    };
    tokio::select! {
        () = poller.run() => {}
        () = enough => {}
    }
}

#[tokio::test]
async fn polling_moves_on_only_after_the_commit() {
    let platform = Platform::default()
        .then(answer(200, &updates(&[7, 8])))
        .then(answer(200, &updates(&[7, 8])))
        .then(answer(200, &updates(&[9])));
    let inbox = Inbox::broken_for(1);
    polled(&platform, &inbox, 2).await;
    assert_eq!(inbox.ids(), ["7", "8", "9"]);
    let offsets: Vec<Value> = platform.seen().iter().map(|seen| seen.json()["offset"].clone()).collect();
    assert_eq!(offsets[..3], [Value::Null, Value::Null, json!(9)]);
}

#[tokio::test]
async fn polling_survives_trouble_and_removes_a_forgotten_webhook() {
    let conflict = |text: &str| answer(409, &json!({"ok": false, "error_code": 409, "description": text}));
    let platform = Platform::default()
        .then(answer(502, &Value::Null))
        .then(conflict("Conflict: can't use getUpdates method while webhook is active"))
        .then(answer(200, &json!({"ok": true, "result": true})))
        .then(conflict("Conflict: terminated by other getUpdates request"))
        .then(answer(200, &updates(&[])))
        .then(answer(200, &updates(&[7])));
    let inbox = Arc::new(Inbox::default());
    polled(&platform, &inbox, 1).await;
    assert_eq!(inbox.ids(), ["7"]);
    assert!(platform.paths()[2].ends_with("/deleteWebhook"));
}

#[tokio::test]
async fn polling_stops_when_the_house_shuts_down() {
    let shutdown = CancellationToken::new();
    let inbox = Arc::new(Inbox::default());
    let platform = Platform::default();
    let running = poll(settings(platform.start().await), Words::default(), client(), inbox, shutdown.clone());
    shutdown.cancel();
    running.await;
}

#[tokio::test]
async fn commands_are_set_for_each_language_where_they_differ() {
    let list = |language: Option<&str>, word: &str| CommandList {
        language: language.map(str::to_owned),
        commands: vec![(word.to_owned(), "Bantuan".to_owned())],
    };
    let words = Words { commands: vec![list(None, "bantuan"), list(Some("en"), "help")], ..Words::default() };
    let known = json!({"ok": true, "result": [{"command": "bantuan", "description": "Bantuan"}]});
    let platform = Platform::default()
        .then(answer(200, &known))
        .then(answer(200, &json!({"ok": true, "result": []})))
        .then(answer(200, &json!({"ok": true, "result": true})));
    let settings = settings(platform.start().await);
    register_commands(&settings, &client(), &words).await;
    let asked: Vec<Value> = platform.seen().iter().map(crate::channels::kit::Seen::json).collect();
    assert_eq!(asked[1], json!({"language_code": "en"}));
    assert_eq!(asked[2]["commands"], json!([{"command": "help", "description": "Bantuan"}]));
    assert!(platform.paths()[2].ends_with("/setMyCommands"));
}

#[tokio::test]
async fn a_group_is_told_once_and_left() {
    let group = json!({"update_id": 5, "message": {"message_id": 1, "date": 1, "text": "halo",
        "chat": {"id": -1_001, "type": "supergroup"}, "from": {"id": 9_901}}});
    let updates = json!({"ok": true, "result": [group, group, message(7)]});
    let ok = json!({"ok": true, "result": true});
    let platform = Platform::default()
        .then(answer(200, &updates))
        .then(answer(200, &ok))
        .then(answer(200, &ok))
        .then(answer(200, &ok));
    let settings = settings(platform.start().await);
    let groups = Groups::new(client(), settings.clone(), "Maaf, hanya percakapan pribadi.");
    let inbox = Inbox::default();
    let poller = Poller {
        settings,
        groups,
        client: client(),
        ingest: Arc::new(inbox),
        first_pause: Duration::from_millis(1),
    };
    let left = async {
        while !platform.paths().iter().any(|path| path.ends_with("/leaveChat")) {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = poller.run() => {}
        () = left => {}
    }
    let said: Vec<Value> = platform.seen().iter().map(crate::channels::kit::Seen::json).collect();
    let sentences = said.iter().filter(|body| body.get("text").is_some());
    assert_eq!(
        sentences.collect::<Vec<_>>(),
        [&json!({"chat_id": "-1001", "text": "Maaf, hanya percakapan pribadi."})]
    );
}

//! A model behind the running program: a stand-in that speaks as OpenAI-compatible services do.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use sapa::simulator::PlatformConfig;
use serde_json::{Value, json};

use super::citizen::{answered, said, walk};
use super::program::until;
use super::*;

const FREE: &str = "apakah anak di sekolah luar negeri bisa pakai foto lama?";
const ANSWER: &str = "Bisa, selama wajahnya terlihat jelas.";
/// What is said at the question for the NIK to a text that is no number.
const ORDINARY: &str = "Kami memerlukan *NIK*: 16 angka";
/// The steps to that question.
const TO_THE_NIK: usize = 3;

#[derive(Clone, Copy)]
enum Mood {
    Says(&'static str),
    Breaks,
    Hangs,
}

struct Shared {
    mood: Mutex<Mood>,
    log: Mutex<Vec<String>>,
    calls: AtomicUsize,
}

struct StandIn {
    base: String,
    shared: Arc<Shared>,
}

async fn complete(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: String,
) -> (StatusCode, Json<Value>) {
    let key = headers.get("authorization").map(|value| format!("{value:?}")).unwrap_or_default();
    shared.log.lock().unwrap().push(format!("{key}\n{body}"));
    shared.calls.fetch_add(1, Ordering::SeqCst);
    let mood = *shared.mood.lock().unwrap();
    match mood {
        Mood::Says(text) => {
            let message = json!({"role": "assistant", "content": text, "refusal": null});
            let choice = json!({"index": 0, "message": message, "finish_reason": "stop"});
            (
                StatusCode::OK,
                Json(json!({"id": "chatcmpl-1", "object": "chat.completion", "choices": [choice]})),
            )
        }
        Mood::Breaks => (StatusCode::BAD_GATEWAY, Json(json!({"error": {"message": body}}))),
        Mood::Hangs => std::future::pending().await,
    }
}

impl StandIn {
    async fn start(mood: Mood) -> StandIn {
        let shared =
            Arc::new(Shared { mood: Mutex::new(mood), log: Mutex::default(), calls: AtomicUsize::new(0) });
        let routes = Router::new().route("/v1/chat/completions", post(complete)).with_state(shared.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/v1", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        StandIn { base, shared }
    }

    fn feels(&self, mood: Mood) {
        *self.shared.mood.lock().unwrap() = mood;
    }

    fn calls(&self) -> usize {
        self.shared.calls.load(Ordering::SeqCst)
    }

    fn log(&self) -> String {
        self.shared.log.lock().unwrap().join("\n")
    }
}

/// A program that asks there.
async fn asking(base: &str, seconds: u8) -> Program {
    let mut program = Program::prepared(Database::Sqlite, "webhook", PlatformConfig::quick()).await;
    let settings = format!(
        "[model]\nurl = \"{base}\"\nname = \"serba-tahu\"\nkey = \"kunci-9901\"\ntimeout_seconds = {seconds}\n"
    );
    std::fs::write(program.folder.join("sapa.toml"), settings).unwrap();
    program.launch().await;
    program
}

#[tokio::test]
async fn a_free_question_is_answered_by_the_model_in_the_middle_of_a_request() {
    let model = StandIn::start(Mood::Says(ANSWER)).await;
    let program = asking(&model.base, 8).await;
    on_both(async |channel| {
        let phone = program.phone(channel);
        walk(&phone, TO_THE_NIK).await;
        let place = phone.place();
        phone.send_text(FREE);
        let bubble = answered(&phone, place, ANSWER).await;
        assert!(
            bubble.text.contains("dibuat otomatis") && bubble.text.contains("Mohon ketik"),
            "{}",
            bubble.text
        );
        // As if nothing had been asked in between.
        for step in &LOST_KTP[TO_THE_NIK..5] {
            step.walk(&phone).await;
        }
        program.settled().await;
        assert_eq!(said(&phone).len(), 6, "{:#?}", said(&phone));
    })
    .await;
    let log = model.log();
    assert_eq!(model.calls(), 2);
    assert!(log.contains("Bearer kunci-9901") && log.contains("\"model\":\"serba-tahu\""), "{log}");
    let told = program.log();
    for secret in ["kunci-9901", "wajahnya", "luar negeri"] {
        assert!(!told.contains(secret), "{secret} in the log");
    }
}

#[tokio::test]
async fn names_and_numbers_in_a_question_never_reach_the_model() {
    let model = StandIn::start(Mood::Says(ANSWER)).await;
    let program = asking(&model.base, 8).await;
    let phone = program.phone(Channel::WhatsApp);
    walk(&phone, TO_THE_NIK).await;
    for text in [
        "apakah Ni Luh Contoh Ayu di luar negeri bisa pakai foto lama anak?",
        "apakah cahaya cendrawasih bisa pakai foto lama anak di luar negeri?",
        "is it possible for budi@contoh.example to use an old photo for the card?",
    ] {
        let place = phone.place();
        phone.send_text(text);
        answered(&phone, place, "Mohon ketik").await;
    }
    let log = model.log().to_lowercase();
    assert!(model.calls() > 1, "nothing was proven");
    for secret in ["contoh", "ayu", "cahaya", "cendrawasih", "budi", "81200009"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

#[tokio::test]
async fn a_model_that_is_down_breaks_hangs_or_invents_leaves_the_ordinary_reply_in_time() {
    let model = StandIn::start(Mood::Hangs).await;
    let program = asking(&model.base, 1).await;
    for (mood, at_least) in [
        (Mood::Hangs, Duration::from_millis(900)),
        (Mood::Breaks, Duration::ZERO),
        (Mood::Says("Biayanya Rp75.000."), Duration::ZERO),
        (Mood::Says("{\"answer\": \"Bisa.\"}"), Duration::ZERO),
    ] {
        model.feels(mood);
        let phone = program.phone(Channel::WhatsApp);
        walk(&phone, TO_THE_NIK).await;
        let (place, before, asked) = (phone.place(), model.calls(), Instant::now());
        phone.send_text(FREE);
        answered(&phone, place, ORDINARY).await;
        let took = asked.elapsed();
        assert!(took >= at_least && took < Duration::from_secs(6), "{took:?}");
        // Once more after a passing fault, within the same second.
        let calls = model.calls() - before;
        assert_eq!(calls, if matches!(mood, Mood::Breaks) { 2 } else { 1 });
    }
    let metrics = program.http.get(program.url("/metrics")).send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("sapa_model_questions_total{outcome=\"refused\"} 2"), "{metrics}");
    assert!(metrics.contains("sapa_model_questions_total{outcome=\"failed\"} 2"), "{metrics}");

    // Nobody there at all.
    let program = asking("http://127.0.0.1:9/v1", 8).await;
    let phone = program.phone(Channel::Telegram);
    walk(&phone, TO_THE_NIK).await;
    let place = phone.place();
    phone.send_text(FREE);
    answered(&phone, place, ORDINARY).await;
}

#[tokio::test]
async fn a_kill_between_question_and_answer_loses_neither() {
    let model = StandIn::start(Mood::Hangs).await;
    let mut program = asking(&model.base, 8).await;
    let phone = program.phone(Channel::WhatsApp);
    walk(&phone, TO_THE_NIK).await;
    let place = phone.place();
    phone.send_text(FREE);
    until("the model is asked", async || model.calls() == 1).await;
    program.kill();
    model.feels(Mood::Says(ANSWER));
    program.restart().await;
    answered(&phone, place, ANSWER).await;
    program.settled().await;
    assert_eq!((model.calls(), said(&phone).len()), (2, TO_THE_NIK + 1), "{:#?}", said(&phone));
}

#[tokio::test]
async fn nobody_is_asked_unless_a_model_is_configured() {
    let model = StandIn::start(Mood::Says(ANSWER)).await;
    let program = Program::start(Database::Sqlite).await;
    let phone = program.phone(Channel::WhatsApp);
    walk(&phone, TO_THE_NIK).await;
    let place = phone.place();
    phone.send_text(FREE);
    answered(&phone, place, ORDINARY).await;
    assert_eq!(model.calls(), 0);
}

//! Free questions to a model: what it is shown, what is said with its answer and without it, and that it decides nothing.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use sapa::domain::inbound::{Body, ChannelKind};
use sapa::domain::redacted::Redacted;
use sapa::runtime::desk::Desk;
use sapa::runtime::house::Adviser;
use sapa::runtime::ports::{Model, ModelError, Prompt};

use crate::databases::{NOW, TestDb, on_both_databases};
use crate::harness::{Harness, officer};

const WA: ChannelKind = ChannelKind::Whatsapp;
const AYU: &str = "+6281200009901";
const NIK: &str = "5108064107909901";
/// Nothing in the house answers it.
const FREE: &str = "apakah anak di sekolah luar negeri bisa pakai foto lama?";
const ANSWER: &str = "Bisa, selama wajahnya terlihat jelas.";
const AUTOMATIC: &str = "Jawaban ini dibuat otomatis";
const NOT_UNDERSTOOD: &str = "saya belum menangkap maksud Anda";

/// A model that says what it is told to, in this order; then it fails.
#[derive(Default)]
struct Oracle {
    asked: Mutex<Vec<Prompt>>,
    says: Mutex<VecDeque<Result<&'static str, ModelError>>>,
}

impl Oracle {
    fn saying(answers: &[&'static str]) -> Arc<Oracle> {
        let says = answers.iter().map(|answer| Ok(*answer)).collect();
        Arc::new(Oracle { says: Mutex::new(says), ..Oracle::default() })
    }

    fn adviser(self: &Arc<Oracle>) -> Adviser {
        Adviser::new(self.clone(), Duration::from_secs(2))
    }

    fn asked(&self) -> Vec<Prompt> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Model for Oracle {
    fn ask<'a>(&'a self, prompt: &'a Prompt) -> BoxFuture<'a, Result<String, ModelError>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(prompt.clone());
        let said = self.says.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let said = said.unwrap_or_else(|| Err(ModelError::Refused("400".to_owned())));
        Box::pin(std::future::ready(said.map(str::to_owned)))
    }
}

async fn opened(db: TestDb, oracle: &Arc<Oracle>) -> Harness {
    Harness::advised(NOW, db, oracle.adviser()).await
}

/// Up to the question for the NIK.
async fn at_the_nik(office: &Harness) {
    for answer in ["ktp hilang", "setuju", "saya sendiri"] {
        office.ask(AYU, WA, answer).await;
    }
}

/// Is served, and nothing is asked of the model yet.
async fn says(office: &Harness, text: &str) -> String {
    office.say(AYU, WA, Body::Text { text: Redacted::from(text.to_owned()) }).await;
    office.runtime.inbox.settle().await.expect("served");
    office.runtime.outbox.settle().await.expect("sent");
    shown(office)
}

fn shown(office: &Harness) -> String {
    let shown = office.shown(WA);
    assert!(shown.len() < 2, "one bubble at a time");
    shown.iter().map(|s| s.message.text.expose().clone()).collect()
}

async fn open_questions(office: &Harness) -> i64 {
    office.db.count("model_questions").await
}

/// What the office says to these, one after the other.
async fn conversation(office: &Harness, lines: &[&str]) -> Vec<String> {
    let mut said = Vec::new();
    for line in lines {
        said.push(office.ask(AYU, WA, line).await);
    }
    said
}

on_both_databases! {
    async fn a_question_in_between_is_answered_and_the_open_question_asked_again(db) {
        let oracle = Oracle::saying(&[ANSWER]);
        let office = opened(db, &oracle).await;
        at_the_nik(&office).await;
        let said = office.ask(AYU, WA, FREE).await;
        let [answer, automatic, nik] =
            [ANSWER, AUTOMATIC, "Mohon ketik *NIK*"].map(|part| said.find(part).unwrap_or_else(|| panic!("{part} in {said}")));
        assert!(answer < automatic && automatic < nik, "{said}");
        let asked = oracle.asked();
        assert_eq!(asked.len(), 1);
        assert_eq!(asked[0].question, "apakah anak di sekolah luar negeri bisa pakai foto lama?");
        let told = &asked[0].instructions;
        for fact in ["Disdukcapil Kabupaten Buleleng", "Tidak dipungut biaya", "07.30–16.00", "Bahasa Indonesia"] {
            assert!(told.contains(fact), "{fact} in {told}");
        }
        assert_eq!(open_questions(&office).await, 0);
        let said = office.ask(AYU, WA, NIK).await;
        assert!(said.contains("nama lengkap"), "{said}");
    }

    async fn the_first_word_may_be_a_question_and_is_answered_after_the_greeting(db) {
        let oracle = Oracle::saying(&[ANSWER, ANSWER]);
        let office = opened(db, &oracle).await;
        let said = office.ask(AYU, WA, FREE).await;
        assert!(said.starts_with("Selamat") && said.contains(ANSWER) && said.contains(AUTOMATIC), "{said}");
        let said = office.ask(AYU, WA, FREE).await;
        assert!(said.starts_with(ANSWER), "{said}");
    }

    async fn without_an_answer_all_is_said_as_without_a_model(db) {
        let lines = [FREE, FREE, "ktp hilang", "setuju", "saya sendiri", FREE, "kok begitu?", FREE, "2", FREE, NIK];
        let plain = conversation(&Harness::new(NOW, TestDb::sqlite()).await, &lines).await;
        // It fails; it has nothing to say; it invents an amount, writes a list, or goes on for ever.
        for answers in [&[][..], &["NONE"; 9], &["Biayanya Rp50.000."; 9], &["- Bawa foto.\n- Bawa KK."; 9], &["{\"a\": 1}"; 9]] {
            let oracle = Oracle::saying(answers);
            let office = Harness::advised(NOW, TestDb::sqlite(), oracle.adviser()).await;
            assert_eq!(conversation(&office, &lines).await, plain);
            assert!(!oracle.asked().is_empty());
        }
        let oracle = Oracle::saying(&[]);
        assert_eq!(conversation(&opened(db, &oracle).await, &lines).await, plain);
    }

    async fn an_answer_is_no_failure_and_takes_none_back(db) {
        let oracle = Oracle::saying(&[ANSWER; 8]);
        let office = opened(db, &oracle).await;
        at_the_nik(&office).await;
        let nonsense = "qwzx vbnk plmj";
        let plain = Harness::new(NOW, TestDb::sqlite()).await;
        at_the_nik(&plain).await;
        for _ in 0..3 {
            assert!(office.ask(AYU, WA, FREE).await.contains(ANSWER));
            assert_eq!(office.ask(AYU, WA, nonsense).await, plain.ask(AYU, WA, nonsense).await);
        }
    }

    async fn what_comes_meanwhile_is_served_and_the_answer_comes_with_what_is_open_then(db) {
        let oracle = Oracle::saying(&[ANSWER]);
        let office = opened(db, &oracle).await;
        at_the_nik(&office).await;
        assert_eq!(says(&office, FREE).await, "", "silent until there is an answer");
        assert_eq!(open_questions(&office).await, 1);
        let plain = Harness::new(NOW, TestDb::sqlite()).await;
        at_the_nik(&plain).await;
        assert_eq!(says(&office, FREE).await, plain.ask(AYU, WA, FREE).await, "one question at a time");
        assert!(says(&office, NIK).await.contains("nama lengkap"));
        office.settle().await;
        let said = shown(&office);
        assert!(said.contains(ANSWER) && said.contains("nama lengkap"), "{said}");
        assert_eq!(oracle.asked().len(), 1);
    }

    async fn a_citizen_who_went_on_fails_at_nothing_when_no_answer_comes(db) {
        let oracle = Oracle::saying(&[]);
        let office = opened(db, &oracle).await;
        at_the_nik(&office).await;
        says(&office, FREE).await;
        says(&office, NIK).await;
        office.settle().await;
        let said = shown(&office);
        assert!(said.contains(NOT_UNDERSTOOD) && said.contains("nama lengkap"), "{said}");
        // The first failure here, so no help yet.
        let said = office.ask(AYU, WA, "12345").await;
        assert!(!said.contains("Ni Luh Ayu Lestari"), "{said}");
    }

    async fn an_officer_who_took_the_chat_is_not_spoken_over(db) {
        let oracle = Oracle::saying(&[ANSWER]);
        let office = opened(db, &oracle).await;
        at_the_nik(&office).await;
        says(&office, FREE).await;
        let person = office.db.value("SELECT id FROM persons").await.expect("Ayu");
        let person = sapa::domain::ids::PersonId::parse(&person).expect("an id");
        Desk::new(office.runtime.house.clone()).take(&officer(), &person).await.expect("taken");
        office.shown(WA);
        office.settle().await;
        let said = office.shown(WA);
        assert!(said.iter().all(|s| !s.message.text.expose().contains(ANSWER)));
        assert_eq!(open_questions(&office).await, 0);
    }

    async fn who_has_enough_of_us_meanwhile_hears_nothing(db) {
        let oracle = Oracle::saying(&[ANSWER]);
        let office = opened(db, &oracle).await;
        at_the_nik(&office).await;
        says(&office, FREE).await;
        assert!(says(&office, "stop").await.contains("tidak akan mengirim"));
        office.settle().await;
        assert_eq!(shown(&office), "");
    }

    async fn a_question_outlives_the_process_and_the_model(db) {
        let oracle = Oracle::saying(&[ANSWER]);
        let office = opened(db, &oracle).await;
        at_the_nik(&office).await;
        says(&office, FREE).await;
        let office = office.restart().await;
        office.settle().await;
        assert!(shown(&office).contains(ANSWER));
        says(&office, FREE).await;
        let office = office.restart_without_model().await;
        office.settle().await;
        let plain = Harness::new(NOW, TestDb::sqlite()).await;
        at_the_nik(&plain).await;
        assert_eq!(shown(&office), plain.ask(AYU, WA, FREE).await);
        assert_eq!(oracle.asked().len(), 1);
    }

    async fn nobody_is_answered_long_after_they_asked(db) {
        let oracle = Oracle::saying(&[ANSWER]);
        let office = opened(db, &oracle).await;
        at_the_nik(&office).await;
        says(&office, FREE).await;
        office.wait(3_000).await;
        assert!(!shown(&office).contains(ANSWER));
        assert_eq!((oracle.asked().len(), open_questions(&office).await), (0, 0));
    }

    async fn after_three_failures_the_model_rests_and_the_operator_is_told(db) {
        let oracle = Oracle::saying(&[]);
        let office = opened(db, &oracle).await;
        for _ in 0..5 {
            office.ask(AYU, WA, FREE).await;
        }
        assert_eq!(oracle.asked().len(), 3);
        let alarms = office.db.column("SELECT kind FROM alarms WHERE cleared_at IS NULL").await;
        assert_eq!(alarms, [Some("model_failing".to_owned())]);
        let metrics = office.runtime.house.metrics.render();
        for line in ["sapa_model_questions_total{outcome=\"asked\"} 3", "sapa_model_questions_total{outcome=\"failed\"} 3"] {
            assert!(metrics.contains(line), "{line} in {metrics}");
        }
    }

    async fn only_what_may_be_seen_is_kept_and_that_is_sealed(db) {
        let office = opened(db, &Oracle::saying(&[ANSWER])).await;
        at_the_nik(&office).await;
        says(&office, "apakah Cendrawasih anak di sekolah luar negeri bisa pakai foto lama?").await;
        assert_eq!(open_questions(&office).await, 1);
        let sql = "SELECT question_sealed || ' ' || tag || ' ' || question || ' ' || fault || ' ' || lang FROM model_questions";
        let row = office.db.value(sql).await.expect("a row");
        assert!(!row.to_lowercase().contains("cendrawasih") && !row.contains("foto"), "{row}");
    }

    async fn what_is_answered_agreed_to_or_counted_is_put_to_nobody(db) {
        let oracle = Oracle::saying(&[ANSWER; 20]);
        let office = opened(db, &oracle).await;
        for line in [
            "halo", "ktp hilang",
            // At the agreement.
            FREE, "setuju",
            // Answers, commands, what has an answer of its own, statements, abuse.
            "saya sendiri", "berapa biayanya?", "bantuan", "jam buka kantor?", "foto anak luar negeri",
            "anjing, anak di sekolah luar negeri bisa pakai foto lama?",
            // A number where one is asked for.
            "anak di sekolah luar negeri bisa pakai foto lama 2?", "51080641079?",
            NIK, "Ni Luh Contoh Sari",
        ] {
            office.ask(AYU, WA, line).await;
        }
        let asked: Vec<String> = oracle.asked().into_iter().map(|prompt| prompt.question).collect();
        assert!(asked.is_empty(), "{asked:?}");
    }
}

/// Everything that is sealed for this citizen in a whole conversation, beside questions that carry it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_office_knows_of_a_citizen_never_reaches_the_model() {
    let oracle = Oracle::saying(&[ANSWER; 40]);
    let office = Harness::advised(NOW, TestDb::sqlite(), oracle.adviser()).await;
    let free = [
        "apakah cendrawasih di luar negeri bisa pakai foto lama?",
        "apakah Ni Luh Cendrawasih Melati, nik 5108064107909901, bisa pakai foto lama anak?",
        "is it possible for cendrawasih@example.com or +6281200009901 to use an old photo for the card?",
        "anak saya di jalan rajawali nomor 77 bisa pakai foto lama?",
    ];
    let answers =
        ["ktp hilang", "setuju", "saya sendiri", NIK, "Ni Luh Cendrawasih Melati", "5108061203079977"];
    for answer in answers {
        office.ask(AYU, WA, answer).await;
        for question in free {
            office.ask(AYU, WA, question).await;
        }
    }
    let asked = oracle.asked();
    assert!(asked.len() > 6, "nothing was proven: {}", asked.len());
    for prompt in asked {
        let told = format!("{}\n{}", prompt.instructions, prompt.question).to_lowercase();
        for secret in
            ["cendrawasih", "melati", "5108", "09901", "9977", "example.com", "rajawali", "77", "ni luh"]
        {
            assert!(!told.contains(secret), "{secret} in {told}");
        }
        assert!(!prompt.question.chars().any(char::is_numeric));
    }
}

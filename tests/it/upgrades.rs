//! A definition changes under conversations in progress: none fails, all reach an end, answers that hold stay.

mod draw;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sapa::domain::ids::DossierId;
use sapa::domain::inbound::{Address, AddressKind, Body, ChannelKind, MediaKind};
use sapa::domain::redacted::Redacted;
use sapa::engine::{Kind, Question, Session};
use sapa::runtime::library::{Library, Sources};
use sapa::runtime::ports::Ingest as _;
use sapa::runtime::release::{Occasion, Outcome, publish};

use crate::databases::{NOW, on_both_databases};
use crate::engine_walks::play::{Dice, Play};
use crate::harness::Harness;
use crate::pictures;

const WA: ChannelKind = ChannelKind::Whatsapp;
const SERVICE: &str = "conversations/buleleng/ktp-hilang/service.toml";
/// In the middle of the old version when the new one is released.
const CITIZENS: usize = 400;
/// As many on PostgreSQL, where the same rows are written in another way: six for each state.
const SAMPLED: usize = 66;

#[expect(clippy::disallowed_methods, reason = "the length of the run is the runner's to say")]
fn citizens(on: &str) -> usize {
    let all = on.starts_with("sqlite") || std::env::var_os("SAPA_TEST_LONG").is_some();
    if all { CITIZENS } else { SAMPLED }
}

#[expect(clippy::disallowed_methods, reason = "the length of the run is the runner's to say")]
fn plays() -> u64 {
    if std::env::var_os("SAPA_TEST_LONG").is_some() { 2_000 } else { 150 }
}

#[test]
fn between_any_two_definitions_every_play_goes_on_and_ends() {
    let base = draw::base();
    for seed in 0..plays() {
        let mut dice = Dice::new(40_000 + seed);
        let libraries: Vec<Library> = (0..3).map(|_| draw::library(base, &mut dice)).collect();
        let mut play = Play::new(&libraries[0], draw::SERVICE, seed);
        play.open();
        for library in &libraries[1..] {
            for _ in 0..dice.below(12) {
                if play.one_fitting_step() {
                    break;
                }
            }
            play.move_to(library);
        }
        // With mischief too: the event of the move may be anything.
        play.goes_on(10, 220);
    }
}

/// The next version: `kk` is not asked any more, a phone number is, a letter of attorney only from strangers, "other" is
/// two options now, and instead of an e-mail address a short text is asked for.
fn next_version() -> Library {
    let sources = Sources::embedded();
    let old = sources.content(SERVICE).expect("the shipped service").to_owned();
    let kk = "[[question]]\nid = \"kk\"\nkind = \"kk_number\"\nwhose = \"applicant\"\nwithout = true\n\n";
    let phone = "[[question]]\nid = \"phone\"\nkind = \"phone\"\n\n";
    let mut new = old.clone();
    for (from, to) in [
        (kk, ""),
        ("[[question]]\nid = \"police_letter\"", &format!("{phone}[[question]]\nid = \"police_letter\"")),
        ("[\"self\", \"other\"]", "[\"self\", \"family\", \"stranger\"]"),
        (
            "max = 3\nlater = true\nwhen = 'applicant == \"other\"'",
            "max = 3\nlater = true\nwhen = 'applicant == \"stranger\"'",
        ),
        ("when = 'applicant == \"other\"'", "when = 'applicant != \"self\"'"),
        ("id = \"email\"\nkind = \"email\"\nwithout = true", "id = \"email\"\nkind = \"text\""),
    ] {
        assert!(new.contains(from), "{from}");
        new = new.replacen(from, to, 1);
    }
    let texts = "ktp-hilang-phone = Mohon ketik nomor telepon Anda.\nktp-hilang-phone-help = Contohnya 0812 3456 7890.\n\
        ktp-hilang-phone-label = Telepon\nktp-hilang-applicant-family = Keluarga saya\nktp-hilang-applicant-stranger = Orang lain\n";
    let sources = sources
        .with(SERVICE, new)
        .with("locales/id/buleleng/ktp-hilang.ftl", texts)
        .with("locales/en/buleleng/ktp-hilang.ftl", texts);
    Library::load(&sources, "buleleng").unwrap_or_else(|flaws| panic!("{flaws:?}"))
}

/// What a willing citizen says to a question.
fn answer(office: &Harness, question: &Question, citizen: usize) -> Body {
    let text = |text: &str| Body::Text { text: Redacted::from(text.to_owned()) };
    match (&question.kind, question.id.as_str()) {
        (Kind::Consent { .. }, _) => text("setuju"),
        (Kind::Choice { options }, "applicant") if options.len() == 3 => text("keluarga saya"),
        (Kind::Choice { .. }, "applicant") => {
            text(if citizen.is_multiple_of(3) { "milik orang lain" } else { "milik saya" })
        }
        (Kind::Choice { .. }, _) => text("kantor"),
        (Kind::Nik, _) => text(&format!(
            "510806{:02}{:02}{:02}99{:02}",
            41 + citizen % 28,
            1 + citizen / 28 % 12,
            60 + citizen / 336,
            1 + citizen % 99
        )),
        (Kind::Name, _) => text("Ni Luh Ayu Lestari"),
        (Kind::KkNumber { .. }, _) => text("belum tahu"),
        (Kind::Phone, _) => text("0812 3456 7890"),
        (Kind::Email { .. }, _) => text("ayu@example.com"),
        (Kind::Text { .. }, _) => text("kabari lewat chat"),
        (Kind::Files { .. }, _) => {
            office.channel(WA).file(MediaKind::Document, "application/pdf", pictures::pdf())
        }
        (Kind::Confirm, _) => text("ya"),
        (kind, id) => panic!("nobody expected {id}, a {}", kind.word()),
    }
}

fn address(citizen: usize) -> String {
    format!("+62812000{citizen:05}")
}

async fn person_of(office: &Harness, citizen: usize) -> String {
    let house = &office.runtime.house;
    let address = Address { kind: AddressKind::WaPhone, value: Redacted::from(address(citizen)) };
    let mut work = house.store.begin().await.expect("it answers");
    let person = work.person_of(&[address], None, &house.mint.id(), "id", NOW).await.expect("they are known");
    person.as_str().to_owned()
}

/// Every conversation in progress: whose it is, and the question that is open.
async fn live(office: &Harness) -> Vec<(String, Session, Option<Question>)> {
    let library = &office.runtime.house.library;
    let rows = office.runtime.house.store.live_sessions("", 10_000).await.expect("sessions read");
    let mut all = Vec::new();
    for row in rows {
        let session: Session = serde_json::from_str(&row.session).expect("a session reads");
        let hash = session.definition.clone().expect("a definition is pinned");
        let known = library.catalogue.services.values().find(|d| d.hash == hash);
        let open = known.and_then(|definition| session.current(definition)).cloned();
        all.push((row.person, session, open));
    }
    all
}

/// Everybody of these says what their question wants. The address of a person is known by the order of arrival.
async fn everybody_answers(
    office: &Harness,
    persons: &BTreeMap<String, usize>,
    only: impl Fn(usize) -> bool,
) -> usize {
    let mut arrivals = Vec::new();
    for (person, _, open) in live(office).await {
        let citizen = persons[&person];
        if let (Some(question), true) = (open, only(citizen)) {
            let now = office.runtime.house.clock.now();
            let body = answer(office, &question, citizen);
            arrivals.push(office.channel(WA).arrival(&address(citizen), now, body, None));
        }
    }
    let count = arrivals.len();
    office.runtime.inbox.ingest(WA, arrivals).await.expect("what arrives is stored");
    // Files are waited for a moment, for the rest of their album.
    office.runtime.house.clock.advance(6_000);
    office.settle().await;
    count
}

on_both_databases! {
    async fn citizens_in_the_middle_all_arrive_at_the_new_end(db) {
        let all = citizens(db.url());
        let office = Harness::new(NOW, db).await;
        let house = &office.runtime.house;
        let first = publish(house, Occasion::Start).await.expect("a release");
        assert_eq!(first[0].outcome, Outcome::Released);
        let old = house.library.catalogue.services["ktp-hilang"].hash.clone();
        let mut persons = BTreeMap::new();
        let begin: Vec<_> = (0..all)
            .map(|n| {
                let body = Body::Text { text: Redacted::from("ktp hilang".to_owned()) };
                office.channel(WA).arrival(&address(n), NOW, body, None)
            })
            .collect();
        office.runtime.inbox.ingest(WA, begin).await.expect("what arrives is stored");
        office.settle().await;
        // Each has a bubble; the rows of the outbox and the transcript know whose.
        for shown in office.shown(WA) {
            let n: usize = shown.to.trim_start_matches("+62812000").parse().expect("a number of ours");
            persons.insert(person_of(&office, n).await, n);
        }
        assert_eq!(persons.len(), all);
        // Citizen n answers n % 11 questions of the old version: some are at its very beginning, some before the yes.
        for round in 0..10 {
            everybody_answers(&office, &persons, |citizen| citizen % 11 > round).await;
        }
        office.shown(WA);
        let open: BTreeSet<String> =
            live(&office).await.into_iter().filter_map(|(_, _, q)| q.map(|q| q.id)).collect();
        for question in ["consent", "applicant", "proxy_name", "attorney", "nik", "name", "kk", "police_letter", "email", "pickup", "confirm"] {
            assert!(open.contains(question), "nobody waits at {question}: {open:?}");
        }
        let filed_before = office.db.count("dossiers").await;

        house.library.put(Arc::new(next_version()));
        let second = publish(house, Occasion::Edit).await.expect("a release");
        assert_eq!(second[0].outcome, Outcome::Released);
        let new = second[0].hash.clone();
        let under_way = live(&office).await.len();
        assert!(under_way as i64 + filed_before == all as i64 && under_way * 4 > all * 3, "{under_way} {filed_before}");

        // What they say now was meant for the old question.
        let mut arrivals = Vec::new();
        let before = live(&office).await;
        for (person, session, _) in &before {
            let old_definition = sapa::engine::Definition::load(
                "buleleng",
                "old",
                Sources::embedded().content(SERVICE).expect("the shipped service"),
            )
            .expect("it reads");
            let question = session.current(&old_definition).expect("a question is open").clone();
            let citizen = persons[person];
            let body = answer(&office, &question, citizen);
            arrivals.push(office.channel(WA).arrival(&address(citizen), house.clock.now(), body, None));
        }
        office.runtime.inbox.ingest(WA, arrivals).await.expect("what arrives is stored");
        house.clock.advance(6_000);
        office.settle().await;
        let said: Vec<String> = office.shown(WA).iter().map(|s| s.message.text.expose().clone()).collect();
        assert!(said.iter().any(|t| t.contains("baru diperbarui") && t.contains("tidak diperlukan lagi: Nomor KK")));
        assert!(said.iter().any(|t| t.contains("baru diperbarui") && t.contains("kami tanyakan lagi: KTP")));
        for _ in 0..14 {
            if everybody_answers(&office, &persons, |_| true).await == 0 {
                break;
            }
        }
        assert_eq!(live(&office).await.len(), 0, "all are done");
        assert_eq!(office.db.count("dossiers").await, all as i64);
        let pins = |hash: &str| format!("SELECT CAST(COUNT(*) AS TEXT) FROM dossiers WHERE definition_hash = '{hash}'");
        assert_eq!(office.db.value(&pins(&old)).await, Some(filed_before.to_string()), "what is filed stays");
        assert_eq!(office.db.value(&pins(&new)).await, Some(under_way.to_string()));
        let moves = "SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE action = 'session.moved'";
        assert_eq!(office.db.value(moves).await, Some(under_way.to_string()), "one row for each that moved");
        let releases = "SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE action = 'release.published'";
        assert_eq!(office.db.value(releases).await.as_deref(), Some("2"));
        assert_eq!(office.db.count("alarms").await, 0);
        assert!(house.store.kept_definition(&old).await.expect("it answers").is_some(), "the old one reads");
        let aside = "SELECT CAST(COUNT(*) AS TEXT) FROM arrivals WHERE state = 'set_aside'";
        assert_eq!(office.db.value(aside).await.as_deref(), Some("0"), "no turn failed");
        for dossier in office.db.column("SELECT id FROM dossiers").await.into_iter().flatten().take(20) {
            let id = DossierId::parse(&dossier).expect("an id");
            let mut work = house.store.begin().await.expect("it answers");
            let payload = work.dossier_payload(&id).await.expect("a payload");
            assert!(payload.value("nik").is_some() && payload.value("name").is_some());
        }
    }

    async fn an_old_process_that_starts_again_pulls_nobody_back_and_a_command_does(db) {
        let office = Harness::new(NOW, db).await;
        let house = &office.runtime.house;
        let old = house.library.newest();
        publish(house, Occasion::Start).await.expect("a release");
        office.ask("+6281200009901", WA, "ktp hilang").await;
        house.library.put(Arc::new(next_version()));
        let new = publish(house, Occasion::Start).await.expect("a release")[0].hash.clone();
        office.ask("+6281200009901", WA, "setuju").await;
        let pinned = |all: Vec<(String, Session, Option<Question>)>| all[0].1.definition.clone();
        assert_eq!(pinned(live(&office).await), Some(new.clone()));

        house.library.put(old.clone());
        assert_eq!(publish(house, Occasion::Start).await.expect("it answers")[0].outcome, Outcome::Older);
        office.ask("+6281200009901", WA, "milik saya").await;
        assert_eq!(pinned(live(&office).await), Some(new));

        assert_eq!(publish(house, Occasion::Command).await.expect("it answers")[0].outcome, Outcome::Released);
        let said = office.ask("+6281200009901", WA, "5108064107909901").await;
        assert!(!said.is_empty());
        let (_, session, _) = live(&office).await.remove(0);
        assert_eq!(session.definition, Some(old.catalogue.services["ktp-hilang"].hash.clone()));
        assert!(session.answers.contains_key("applicant"), "what still fits was kept");
    }
}

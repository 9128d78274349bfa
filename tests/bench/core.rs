//! What needs no database: reading a webhook, understanding a text, one step of the engine, rendering the reply, sealing
//! and opening, a look at a photo; and the proof of all offices, of which each start does one's.
//!
//! `cargo bench --bench core`

#[path = "conversation.rs"]
mod conversation;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};

use sapa::channels;
use sapa::domain::ids::{Id, id_bits};
use sapa::domain::inbound::ChannelKind;
use sapa::domain::outbound::Sensitive;
use sapa::domain::region::Regions;
use sapa::engine::{Ctx, Event, Mail, Proof, Session, Step, step};
use sapa::media::{self, Expect};
use sapa::nlu::Strictness;
use sapa::runtime::library::{Library, Shared, Sources, prove};
use sapa::runtime::render::{Renderer, Slots};
use sapa::simulator::Sample;
use sapa::vault::Vault;

/// Monday, 2026-11-23, 09:00 in Buleleng.
const NOW: i64 = 1_795_395_600_000;
const OPENING: &str = "ktp sy ilang gmn ya kak";

const WEBHOOK: &str = r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages",
"value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"623621234567","phone_number_id":"2"},
"contacts":[{"profile":{"name":"Warga"},"wa_id":"6281200099001"}],"messages":[{"from":"6281200099001",
"id":"wamid.CORE","timestamp":"1795395600","type":"text","text":{"body":"ktp sy ilang gmn ya kak"}}]}}]}]}"#;

fn take(library: &Library, session: Session, text: &str) -> Step {
    let pinned = library.catalogue.services.values().find(|d| Some(&d.hash) == session.definition.as_ref());
    let words = |key: &str| library.texts.find("id", key, &[]);
    let lists = |key: &str| library.texts.listed("id", key);
    let ctx = Ctx {
        now: NOW,
        lang: "id",
        office: &library.office,
        calendar: &library.calendar,
        regions: Regions::get(),
        nlu: &library.nlu,
        sensitive: Sensitive::Chat,
        mail: Mail::On,
        catalogue: &library.catalogue,
        definition: pinned,
        cases: &[],
        proof: Proof { recheck: None, tries_left: 5 },
        veil: None,
        taken: &[],
        fresh_tag: "0a1b2c3d",
        words: &words,
        lists: &lists,
    };
    step(session, &Event::Text(text.to_owned()), &ctx)
}

fn core(criterion: &mut Criterion) {
    let library = Library::embedded("buleleng").expect("the shipped library is sound");
    let vault = Vault::ephemeral();
    criterion.bench_function("webhook read", |b| {
        b.iter(|| channels::decode(ChannelKind::Whatsapp, black_box(WEBHOOK.as_bytes())).is_ok());
    });
    criterion.bench_function("text understood", |b| {
        let today = library.calendar.date(NOW);
        b.iter(|| library.nlu.understand(black_box(OPENING), "id", today));
    });
    criterion.bench_function("command looked for", |b| {
        b.iter(|| library.nlu.command(black_box(OPENING), "id", Strictness::Exact));
    });
    criterion.bench_function("step: opening", |b| {
        b.iter(|| take(&library, Session::new(), black_box(OPENING)));
    });
    let opened = take(&library, Session::new(), OPENING);
    let consented = take(&library, opened.session.clone(), "setuju").session;
    let asked = take(&library, consented, "1").session;
    criterion.bench_function("step: a NIK", |b| {
        b.iter(|| take(&library, asked.clone(), black_box("5108064107909901")));
    });
    criterion.bench_function("conversation of eight steps", |b| {
        let say = |session: Session, text: &&str| take(&library, session, black_box(text)).session;
        b.iter(|| conversation::STEPS.iter().fold(Session::new(), say));
    });
    let reply = opened.reply.expect("an opening is answered");
    criterion.bench_function("reply rendered", |b| {
        b.iter(|| {
            Renderer { library: &library, lang: "id", slots: Slots::default() }
                .bubble(black_box(&reply), None)
        });
    });
    let json = serde_json::to_string(&asked).expect("a session is written");
    criterion.bench_function("session sealed and opened", |b| {
        b.iter(|| vault.open_str("bench", &vault.seal_str("bench", black_box(&json))).is_ok());
    });
    let photo = Sample::find("letter").expect("a sample of this name").data();
    criterion.bench_function("photo judged and cleaned", |b| {
        b.iter(|| media::judge(black_box(&photo), Some("image/jpeg"), Expect::Any));
    });
    criterion
        .bench_function("address indexed", |b| b.iter(|| vault.index("bench", black_box("+6281200099001"))));
    criterion.bench_function("id made", |b| {
        b.iter(|| sapa::domain::ids::MessageId::from_bits(id_bits(black_box(NOW), 7)));
    });
}

fn proof(criterion: &mut Criterion) {
    let sources = Sources::embedded();
    let mut group = criterion.benchmark_group("all offices");
    group.sample_size(20);
    group.bench_function("read", |b| {
        b.iter(|| offices(&sources).len());
    });
    let libraries = offices(&sources);
    group.bench_function("proven", |b| {
        b.iter(|| libraries.iter().map(|library| prove(library, &sources).0.len()).sum::<usize>());
    });
    group.finish();
}

fn offices(sources: &Sources) -> Vec<Library> {
    let shared = Shared::read(sources);
    let read = |office: &String| Library::load_with(&shared, sources, office);
    sources.offices().iter().map(|office| read(office).expect("the shipped libraries are sound")).collect()
}

criterion_group!(benches, core, proof);
criterion_main!(benches);

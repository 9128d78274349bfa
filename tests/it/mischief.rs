//! Citizens who do anything, through the whole runtime: inbox, files, engine, outbox, timers, on a real database. The
//! engine alone is played far more often in `engine_walks`.

use std::sync::Arc;

use sapa::domain::inbound::ChannelKind;
use sapa::domain::outbound::Sensitive;
use sapa::runtime::library::transcript::{Act, Scene, Sent, Verdict};
use sapa::runtime::library::{Library, Sources};

use crate::engine_walks::play::Dice;
use crate::world::World;

const CITIZENS: u64 = 4;
const ACTS: usize = 30;

#[rustfmt::skip]
const SAID: &[&str] = &[
    "ktp hilang", "ktp saya rusak", "setuju", "saya", "ya", "tidak", "1", "2", "Ni Luh Ayu", "belum tahu", "lewati",
    "0812 3456 7890", "tebet", "besok", "senin depan", "3174011203859901", "5108064107909901", "batal", "kembali",
    "nik saya salah", "bayar berapa?", "petugas", "menu", "english", "?!", "berhenti", "halo", "hapus data saya",
];

fn act(dice: &mut Dice, world: &World) -> Act {
    let buttons: Vec<String> = world
        .said
        .last()
        .map(|b| b.buttons.iter().map(|(label, _)| label.clone()).collect())
        .unwrap_or_default();
    let old: Vec<String> = world
        .said
        .first()
        .map(|b| b.buttons.iter().map(|(label, _)| label.clone()).collect())
        .unwrap_or_default();
    match dice.below(12) {
        0..4 if !buttons.is_empty() => Act::Taps(dice.of(&buttons).clone()),
        4 if !old.is_empty() => Act::Taps(dice.of(&old).clone()),
        5 => Act::Sends(Sent::Photo(Verdict::Good)),
        6 => Act::Sends(
            dice.of(&[Sent::Sticker, Sent::Location, Sent::Video, Sent::Album(2), Sent::Pdf]).clone(),
        ),
        7 => Act::Waits { minutes: *dice.of(&[2, 180, 1300]) },
        _ => Act::Writes((*dice.of(SAID)).to_owned()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_a_citizen_does_the_house_stands_and_a_person_can_be_reached() {
    for office in Sources::embedded().offices() {
        let library = Arc::new(Library::embedded(&office).expect("the shipped library is sound"));
        for seed in 0..CITIZENS {
            let scene = Scene {
                office: office.clone(),
                service: String::new(),
                file: "mischief".into(),
                line: 0,
                who: "Ayu".into(),
                channel: [ChannelKind::Whatsapp, ChannelKind::Telegram][seed as usize % 2],
                lang: "id".into(),
                clock: chrono::NaiveDate::from_ymd_opt(2026, 11, 23)
                    .and_then(|day| day.and_hms_opt(9, 0, 0))
                    .expect("a clock"),
                sensitive: [Sensitive::Chat, Sensitive::Numbers, Sensitive::All][seed as usize % 3],
                steps: Vec::new(),
            };
            let mut world = World::new(library.clone(), &scene).await;
            let mut dice = Dice::new(seed);
            for n in 0..ACTS {
                let act = act(&mut dice, &world);
                world.fresh.clear();
                world.act(&act).await.unwrap_or_else(|what| panic!("{office}, seed {seed}, act {n}: {what}"));
                for bubble in &world.fresh {
                    assert!(!bubble.text.trim().is_empty(), "{office}, seed {seed}, act {n}");
                }
            }
            // Out of any queue, then into it: the way to a person is open whatever happened before.
            for said in ["menu", "petugas"] {
                world.fresh.clear();
                world.act(&Act::Writes(said.into())).await.expect("a word is served");
            }
            let told = world.fresh.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join("\n");
            assert!(told.contains("petugas") || told.contains("person"), "{office}, seed {seed}: {told}");
        }
    }
}

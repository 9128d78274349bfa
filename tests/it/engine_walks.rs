//! Citizens who do anything at any time, on the engine alone: nonsense, photos instead of text, old buttons, silence,
//! bursts. Whatever happens, the answer exists and fits the platforms, the session reads back, and every play ends
//! with a filed dossier, a cancellation or a person.

mod ending;
pub(crate) mod play;
mod repair;
mod slots;

use std::sync::LazyLock;

use play::{End, Play};
use sapa::runtime::library::{Library, Sources};

/// Plays of every service; `tests/run --long` plays ten times as many.
const PLAYS: u64 = 2_000;
/// Steps of mischief before the citizen wants to be done.
const MISCHIEF: usize = 40;
/// Enough for the longest service once everything is answered as asked, misread rows and all.
const WILLING: usize = 160;

#[expect(clippy::disallowed_methods, reason = "the length of the run is the runner's to say")]
fn plays() -> u64 {
    if std::env::var_os("SAPA_TEST_LONG").is_some() { PLAYS * 10 } else { PLAYS }
}

/// The shipped offices, read once for all tests: each learns its languages anew.
pub(crate) fn offices() -> &'static [Library] {
    static OFFICES: LazyLock<Vec<Library>> = LazyLock::new(|| {
        let offices = Sources::embedded().offices();
        offices.iter().map(|o| Library::embedded(o).expect("the shipped library is sound")).collect()
    });
    &OFFICES
}

/// Every service of every office, and the one with every kind of question.
fn services() -> Vec<(&'static Library, String)> {
    let mut all: Vec<(&'static Library, String)> = Vec::new();
    for library in offices() {
        all.extend(library.catalogue.services.keys().map(|s| (library, s.clone())));
    }
    all.push((crate::everything::library(), "semua".to_owned()));
    all
}

#[test]
fn whatever_a_citizen_does_every_play_of_every_service_ends_well() {
    let services = services();
    std::thread::scope(|scope| {
        for (library, service) in &services {
            scope.spawn(move || every_play_ends_well(library, service));
        }
    });
}

fn every_play_ends_well(library: &'static Library, service: &str) {
    let mut ends = std::collections::BTreeMap::new();
    for seed in 0..plays() {
        let mut play = Play::new(library, service, seed);
        let end = play.run(MISCHIEF, WILLING);
        *ends.entry(end).or_insert(0_u64) += 1;
    }
    let count = |end: End| ends.get(&end).copied().unwrap_or(0);
    let told = format!("{}/{service}: {ends:?}", library.office.id);
    assert_eq!(ends.values().sum::<u64>(), plays(), "{told}");
    for end in [End::Filed, End::Cancelled, End::Person] {
        assert!(count(end) > 0, "no play ends so: {end:?}; {told}");
    }
}

#[test]
fn who_only_answers_what_is_asked_is_done() {
    for (library, service) in services() {
        for seed in 0..20 {
            let mut play = Play::new(library, &service, 7_000 + seed);
            let end = play.run(0, WILLING);
            assert!(end != End::Cancelled, "{service}, seed {seed}");
        }
    }
}

#[test]
fn who_answers_nonsense_only_is_offered_a_person_before_long() {
    for (library, service) in services() {
        for seed in 0..10 {
            let mut play = Play::new(library, &service, 9_000 + seed);
            play.open();
            for n in 0..4 {
                if play.is_offered_a_person() {
                    break;
                }
                assert!(n < 3, "{service}: three pieces of nonsense and no person is offered");
                play.says("qwzx vbnk plmj");
            }
        }
    }
}

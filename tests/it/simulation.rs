//! The simulation itself: its stories hold every promise, tell the same twice, and find what is planted.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, OnceLock};

use sapa::simulation::{Faults, Libraries, Plan, Report, TRIES, played_at, run, told};

use crate::databases::{self, Kind};

/// How much is asked for: `tests/run --fast`, `tests/run`, `tests/run --long`.
#[expect(clippy::disallowed_methods, reason = "what tests/run tells the tests")]
fn of(fast: u64, usual: u64, long: u64) -> u64 {
    let is = |name: &str| std::env::var(name).as_deref() == Ok("1");
    if is("SAPA_TEST_FAST") {
        fast
    } else if is("SAPA_TEST_LONG") {
        long
    } else {
        usual
    }
}

fn libraries() -> Arc<Libraries> {
    static LOADED: OnceLock<Arc<Libraries>> = OnceLock::new();
    LOADED.get_or_init(|| Arc::new(Libraries::load().expect("the shipped files are well"))).clone()
}

fn plan(seeds: u64) -> Plan {
    Plan { first: 1, seeds, faults: Faults::all(), threads: 2, planted: None, tries: TRIES }
}

fn played(plan: &Plan) -> Report {
    run(plan, libraries(), &AtomicU64::new(0)).expect("the simulation runs")
}

#[test]
fn seeded_stories_break_no_promise() {
    let seeds = of(10, 300, 10_000);
    let report = played(&plan(seeds));
    if let Some(failure) = &report.failure {
        let trace = failure.trace.join("\n");
        panic!("seed {} breaks {:?}\n{}\n{trace}", failure.seed, failure.breach, failure.story);
    }
    let figures = &report.figures;
    let reached = [
        figures.crashes,
        figures.stalls,
        figures.troubles,
        figures.redelivered,
        figures.poisoned,
        figures.published,
        figures.dossiers,
        figures.takeovers,
    ];
    assert!(reached.iter().all(|n| *n > 0), "the stories come to the hard places: {figures:?}");
}

/// A file that was slow, taken by a turn that a crash made happen again, and then told of as there at last.
#[test]
fn a_file_that_is_told_of_twice_is_not_let_go() {
    let report = played(&Plan { first: 1_522, ..plan(1) });
    assert!(report.failure.is_none(), "{:?}", report.failure.map(|f| f.trace));
    assert!(report.figures.crashes > 0, "the story has a crash: {:?}", report.figures);
}

/// Photos of one burst, the last of which breaks whoever reads it: the burst fails as a whole, once, and the others are
/// served by themselves.
#[test]
fn a_photo_is_not_blamed_for_the_one_beside_it() {
    let report = played(&Plan { first: 616, ..plan(1) });
    assert!(report.failure.is_none(), "{:?}", report.failure.map(|f| f.trace));
    assert!(report.figures.poisoned > 0, "the story has such a photo: {:?}", report.figures);
}

/// The same, and two crashes in the middle of tries that were counted as they began.
#[test]
fn a_photo_is_not_blamed_for_crashes() {
    let report = played(&Plan { first: 5_587, ..plan(1) });
    assert!(report.failure.is_none(), "{:?}", report.failure.map(|f| f.trace));
    assert!(report.figures.poisoned > 0 && report.figures.crashes > 1, "{:?}", report.figures);
}

/// Whoever claimed bubbles stood still for most of their lease, and then for more than a lease in the middle of a send.
#[test]
fn a_bubble_whose_turn_came_late_is_not_said_behind_a_later_one() {
    let report = played(&Plan { first: 5_267, ..plan(1) });
    assert!(report.failure.is_none(), "{:?}", report.failure.map(|f| f.trace));
    assert!(report.figures.stalls > 1, "{:?}", report.figures);
}

#[test]
fn a_seed_tells_the_same_story_twice() {
    for seed in 1..=of(5, 10, 100) {
        let tell = || told(seed, &Faults::all(), libraries()).expect("the simulation runs");
        assert_eq!(tell(), tell(), "seed {seed}");
    }
}

/// On a database of its own each, which takes most of the time.
async fn on_a_real_store(kind: Kind) {
    for seed in 1..=of(2, 8, 200) {
        databases::run(kind, move |db| {
            Box::pin(async move {
                let outcome =
                    played_at(db.url(), seed, &Faults::all(), libraries()).expect("the simulation runs");
                assert_eq!(outcome.breach, None, "seed {seed}\n{}", outcome.trace.join("\n"));
            })
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stories_break_no_promise_on_a_file() {
    on_a_real_store(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stories_break_no_promise_on_postgres() {
    on_a_real_store(Kind::Postgres).await;
}

/// Weaknesses on purpose are there in debug builds and with `--features planted-faults`, and nowhere else.
#[cfg(any(debug_assertions, feature = "planted-faults"))]
mod planted {
    use sapa::store::Planted;

    use super::*;

    /// By a promise that it breaks, in a story that breaks none without it.
    fn found(planted: Planted, promises: &[&str]) {
        let report = played(&Plan { planted: Some(planted), tries: 40, ..plan(1_000) });
        let failure = report.failure.unwrap_or_else(|| panic!("{planted:?} was not found in 1,000 seeds"));
        assert!(promises.contains(&failure.breach.invariant), "{failure:?}");
        assert!(!failure.story.is_empty() && !failure.trace.is_empty(), "{failure:?}");
        let without = played(&Plan { first: failure.seed, ..plan(1) });
        assert_eq!(without.failure.map(|f| f.breach), None, "seed {}", failure.seed);
    }

    #[test]
    fn an_early_acknowledgement_is_found() {
        // What is lost may come again, behind what was said after it.
        found(Planted::EarlyAcknowledgement, &["I1", "I2"]);
    }

    #[test]
    fn a_lost_fencing_token_is_found() {
        found(Planted::LostFence, &["I1"]);
    }

    #[test]
    fn a_dropped_outbox_row_is_found() {
        found(Planted::DroppedOutboxRow, &["I1"]);
    }

    #[test]
    fn a_second_way_out_is_found() {
        found(Planted::SecondWayOut, &["I2"]);
    }
}

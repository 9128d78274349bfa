//! Many seeds, a thread for each processor.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::faults::Faults;
use super::figures::Figures;
use super::shrink::shrink;
use super::stage::Outcome;
use super::story::Story;
use super::theatre::{Libraries, Theatre};
use super::world::Breach;
use crate::store::{Planted, StoreError};

/// Enough for every item of the longest story, several times over.
pub const TRIES: usize = 300;

/// What to play.
pub struct Plan {
    pub first: u64,
    pub seeds: u64,
    pub faults: Faults,
    pub threads: usize,
    /// A weakness on purpose.
    pub planted: Option<Planted>,
    /// Stories tried at most to make a failing one shorter.
    pub tries: usize,
}

/// A seed whose story broke a promise.
#[derive(Debug, Clone)]
pub struct Failure {
    pub seed: u64,
    pub breach: Breach,
    /// The short story: who is there, what they do, what goes wrong.
    pub story: String,
    /// What happened in it, line by line.
    pub trace: Vec<String>,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Report {
    pub played: u64,
    pub figures: Figures,
    /// Of those found before everyone stopped, the lowest seed.
    pub failure: Option<Failure>,
}

/// The story of a seed as it is meant, and what happens in it, line by line.
///
/// # Errors
/// When a database in memory cannot be made.
pub fn told(seed: u64, faults: &Faults, libraries: Arc<Libraries>) -> Result<(String, Vec<String>), String> {
    let story = Story::draw(seed, faults);
    // A thread of its own: whoever asks may be inside a runtime already.
    let played = std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            let play = async { Theatre::in_memory(libraries).await?.play_story(&story, true).await };
            runtime_in_memory()?.block_on(play).map_err(|e| e.to_string())
        });
        thread.join().unwrap_or_else(|_| Err("the story panicked".into()))
    });
    Ok((story.to_string(), played?.trace))
}

/// Plays the story of a seed on an empty database at this address.
///
/// # Errors
/// When the store fails, which no story is about.
pub fn played_at(
    url: &str,
    seed: u64,
    faults: &Faults,
    libraries: Arc<Libraries>,
) -> Result<Outcome, String> {
    let story = Story::draw(seed, faults);
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            let play = async { Theatre::at(url, libraries).await?.play_story(&story, true).await };
            runtime_with_sockets()?.block_on(play).map_err(|e| e.to_string())
        });
        thread.join().unwrap_or_else(|_| Err("the story panicked".into()))
    })
}

/// Without sockets: who waits for a database in memory is woken by its thread, for which no poll of files is needed.
fn runtime_in_memory() -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Builder::new_current_thread().enable_time().build().map_err(|e| e.to_string())
}

fn runtime_with_sockets() -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())
}

struct Shared<'p> {
    plan: &'p Plan,
    libraries: Arc<Libraries>,
    next: AtomicU64,
    stop: AtomicBool,
    report: Mutex<Report>,
    played: &'p AtomicU64,
}

/// Plays the plan. `played` counts along, for whoever shows progress. Stops at the first failure.
///
/// # Errors
/// When a database in memory cannot be made or a thread cannot be started.
pub fn run(plan: &Plan, libraries: Arc<Libraries>, played: &AtomicU64) -> Result<Report, String> {
    let shared = Shared {
        plan,
        libraries,
        next: AtomicU64::new(0),
        stop: AtomicBool::new(false),
        report: Mutex::default(),
        played,
    };
    let threads = plan.threads.max(1);
    let results: Vec<Result<(), String>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads)
            .map(|_| {
                let shared = &shared;
                scope.spawn(move || one_thread(shared))
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap_or_else(|_| Err("a story panicked".into()))).collect()
    });
    for result in results {
        result?;
    }
    Ok(shared.report.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn one_thread(shared: &Shared<'_>) -> Result<(), String> {
    runtime_in_memory()?.block_on(play_on(shared)).map_err(|e| e.to_string())
}

async fn play_on(shared: &Shared<'_>) -> Result<(), StoreError> {
    let mut theatre = Theatre::in_memory(shared.libraries.clone()).await?;
    theatre.planted = shared.plan.planted;
    let mut figures = Figures::default();
    while !shared.stop.load(Ordering::Relaxed) {
        let nth = shared.next.fetch_add(1, Ordering::Relaxed);
        if nth >= shared.plan.seeds {
            break;
        }
        let seed = shared.plan.first + nth;
        let outcome = theatre.play(seed, &shared.plan.faults).await?;
        figures += &outcome.figures;
        shared.played.fetch_add(1, Ordering::Relaxed);
        if outcome.breach.is_some() {
            shared.stop.store(true, Ordering::Relaxed);
            let (story, outcome) =
                shrink(&theatre, Story::draw(seed, &shared.plan.faults), shared.plan.tries).await?;
            let Some(breach) = outcome.breach else { continue };
            let failure = Failure { seed, breach, story: story.to_string(), trace: outcome.trace };
            let mut report = shared.report.lock().unwrap_or_else(PoisonError::into_inner);
            if report.failure.as_ref().is_none_or(|other| other.seed > seed) {
                report.failure = Some(failure);
            }
        }
    }
    let mut report = shared.report.lock().unwrap_or_else(PoisonError::into_inner);
    report.figures += &figures;
    report.played = shared.played.load(Ordering::Relaxed);
    Ok(())
}

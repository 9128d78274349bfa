//! `sapa simulate`: the deterministic simulation.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::simulation::{self, Faults, Libraries, Plan, Report};

/// How many stories, and which.
#[derive(clap::Args)]
pub struct Options {
    /// How many seeds to play [1000]
    #[arg(long)]
    seeds: Option<u64>,
    /// The first of them [1]; without --seeds only this one is played, and told
    #[arg(long)]
    seed: Option<u64>,
    /// What may go wrong: a list with commas, or none [all of duplicates,delays,reordering,crashes,database,poison,stalls,refusals,hangs,files,publish,jumps,officers]
    #[arg(long)]
    faults: Option<String>,
}

/// Plays. Exit status: 0 every promise held, 1 one was broken, 2 wrong usage.
#[must_use]
pub fn run(options: &Options) -> i32 {
    let faults = match options.faults.as_deref().map_or_else(|| Ok(Faults::all()), Faults::parse) {
        Ok(faults) => faults,
        Err(what) => {
            eprintln!("sapa simulate: {what}");
            return 2;
        }
    };
    let libraries = match Libraries::load() {
        Ok(libraries) => Arc::new(libraries),
        Err(flaws) => {
            flaws.iter().for_each(|flaw| eprintln!("{flaw}"));
            return 1;
        }
    };
    let alone = options.seeds.is_none().then_some(options.seed).flatten();
    if let Some(seed) = alone
        && let Err(what) = tell_one(seed, &faults, &libraries)
    {
        eprintln!("sapa simulate: {what}");
        return 1;
    }
    let plan = Plan {
        first: options.seed.unwrap_or(1),
        seeds: options.seeds.unwrap_or(if alone.is_some() { 1 } else { 1_000 }),
        faults,
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        planted: None,
        tries: simulation::TRIES,
    };
    let started = Instant::now();
    let played = AtomicU64::new(0);
    let report = std::thread::scope(|scope| {
        let playing = scope.spawn(|| simulation::run(&plan, libraries, &played));
        show_progress(&plan, &played, &playing);
        playing.join().unwrap_or_else(|_| Err("a story panicked".into()))
    });
    match report {
        Ok(report) => tell(&plan, &report, started.elapsed()),
        Err(what) => {
            eprintln!("sapa simulate: {what}");
            1
        }
    }
}

/// The whole story of one seed.
fn tell_one(seed: u64, faults: &Faults, libraries: &Arc<Libraries>) -> Result<(), String> {
    let (story, trace) = simulation::told(seed, faults, libraries.clone())?;
    println!("Seed {seed}:\n{story}\nWhat happens:");
    trace.iter().for_each(|line| println!("{line}"));
    println!();
    Ok(())
}

fn show_progress<T>(plan: &Plan, played: &AtomicU64, playing: &std::thread::ScopedJoinHandle<'_, T>) {
    let terminal = std::io::stdout().is_terminal();
    let mut said = 0;
    while !playing.is_finished() {
        std::thread::sleep(Duration::from_millis(100));
        let now = played.load(Ordering::Relaxed);
        if terminal {
            print!("\r{now} of {} seeds", plan.seeds);
            let _closed_pipe = std::io::stdout().flush();
        } else if now / 1_000 > said {
            said = now / 1_000;
            println!("{now} of {} seeds", plan.seeds);
        }
    }
    if terminal {
        print!("\r\x1b[K");
    }
}

fn tell(plan: &Plan, report: &Report, took: Duration) -> i32 {
    if let Some(failure) = &report.failure {
        println!("Seed {} breaks {}: {}", failure.seed, failure.breach.invariant, failure.breach.what);
        println!("\nThe story, as short as it gets:\n{}", failure.story);
        println!("What happens:");
        failure.trace.iter().for_each(|line| println!("{line}"));
        println!("=> {}: {}", failure.breach.invariant, failure.breach.what);
        println!("\nTo see it again: sapa simulate --seed {} --faults {}", failure.seed, plan.faults);
    }
    println!("{}", report.figures);
    let held = if report.failure.is_some() { "a promise was broken" } else { "every promise held" };
    println!("{} seeds in {:.1} seconds: {held}", report.played, took.as_secs_f64());
    i32::from(report.failure.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::Fault;

    #[test]
    fn the_help_names_every_fault() {
        use clap::{Args as _, Command};
        let help = Options::augment_args(Command::new("simulate")).render_help().to_string();
        let plain: String = help.split_whitespace().collect();
        assert!(plain.contains(&Fault::names()), "{help}");
    }
}

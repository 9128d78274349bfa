//! `sapa check --against-live` and `sapa publish`: what a release means for the conversations in progress, and the
//! release itself.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::app;
use crate::config::Config;
use crate::pubsub::Bus;
use crate::runtime::house::{Clock, House, Judge, Minter};
use crate::runtime::library::{Flaw, Library, Sources};
use crate::runtime::live::{OnOne, Release, Survey, survey};
use crate::runtime::release::{self, Occasion, Outcome, short};
use crate::telemetry::Metrics;

/// The survey of the configured database, as if the sources were released.
///
/// # Errors
/// What stands in the way, in words.
pub(super) async fn look(sources: &Sources, config: &Config) -> Result<Survey, String> {
    let library = Library::load(sources, &config.office).map_err(|flaws| listed(&flaws))?;
    let clock = Clock::System;
    let (store, _) = app::open_store(config, clock.now()).await.map_err(|e| e.to_string())?;
    let survey = survey(&store, &library, clock.now()).await.map_err(|e| e.to_string());
    store.close().await;
    survey
}

fn listed(flaws: &[Flaw]) -> String {
    flaws.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The survey in words.
pub(super) fn told(survey: &Survey) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        // Writing to a String cannot fail.
        let _always = writeln!(out, "{text}");
    };
    line(format!("{}: {} in progress", survey.office, many(survey.conversations)));
    for group in &survey.definitions {
        line(format!("{} {}: {}", group.service, short(&group.definition), many(group.conversations)));
        for waiting in &group.waiting {
            let (count, question) = (waiting.conversations, &waiting.question);
            let longest = span(waiting.longest_minutes);
            let place = if question == "-" { "somewhere".to_owned() } else { format!("at {question}") };
            line(format!("  {count} {place}, silent for {longest} at most"));
        }
        release_told(group, &mut line);
    }
    out
}

fn release_told(group: &OnOne, line: &mut impl FnMut(String)) {
    match &group.release {
        Release::Same => line("  The release is what they are on: nothing changes for them.".into()),
        Release::NoSuchService => {
            line(
                "  The release has no such service: they stay where they are, but its texts are gone.".into(),
            );
        }
        Release::Moves(effect) => {
            line(format!("  The release {} changes:", short(&effect.to)));
            for change in &effect.changes {
                line(format!("    {} is {}: {}", change.question, change.what, change.told));
            }
            line("  What that means for them:".into());
            line(format!("    {} of their answers stay", effect.kept_answers));
            for (question, count) in &effect.asked_again {
                line(format!(
                    "    {count} are asked {question} again, since their answer does not fit any more"
                ));
            }
            for (question, count) in &effect.dropped {
                line(format!("    {count} have answered {question}, which is not needed any more"));
            }
            for (question, count) in &effect.newly_asked {
                line(format!("    {count} will be asked {question}, which is new"));
            }
            line(format!("    {} of {} notice nothing", effect.unnoticed, group.conversations));
        }
    }
}

fn many(conversations: usize) -> String {
    match conversations {
        1 => "1 conversation".into(),
        n => format!("{n} conversations"),
    }
}

fn span(minutes: i64) -> String {
    match (minutes / 1_440, minutes / 60, minutes) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, _) => format!("{hours} h"),
        (days, hours, _) => format!("{days} d {} h", hours % 24),
    }
}

/// `sapa publish`: what this program has becomes the release, also where it is older than the last one.
pub(super) async fn publish() -> i32 {
    let config = match super::config() {
        Ok(config) => config,
        Err(status) => return status,
    };
    match released(&config).await {
        Ok(text) => {
            print!("{text}");
            0
        }
        Err(message) => {
            eprintln!("sapa publish: {message}");
            2
        }
    }
}

async fn released(config: &Config) -> Result<String, String> {
    let sources = app::sources(config).map_err(|flaws| listed(&flaws))?;
    let library = Library::load(&sources, &config.office).map_err(|flaws| listed(&flaws))?;
    let flaws = library.flaws();
    if !flaws.is_empty() {
        return Err(listed(&flaws));
    }
    let clock = Clock::System;
    let (store, blobs) = app::open_store(config, clock.now()).await.map_err(|e| e.to_string())?;
    let house = House {
        store,
        files: Arc::new(blobs),
        library: library.into(),
        channels: Arc::default(),
        bus: Bus::default(),
        mint: Minter::new(clock.clone()),
        clock,
        metrics: Arc::new(Metrics::new()),
        mail: None,
        judge: Judge::default(),
        public_url: None,
        adviser: None,
    };
    let all = release::publish(&house, Occasion::Command).await.map_err(|e| e.to_string())?;
    house.store.close().await;
    let lines = all.iter().map(|one| {
        let what = match one.outcome {
            Outcome::Stood => "is the release already",
            Outcome::Released | Outcome::Older => "released: conversations move to it as they go on",
        };
        format!("{}/{} {} {what}\n", config.office, one.service, short(&one.hash))
    });
    Ok(lines.collect())
}

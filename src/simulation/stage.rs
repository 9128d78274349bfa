//! One story, played: the scheduler decides at every gate who goes on, and when everybody waits it moves the
//! clock to what comes next.

mod moves;
mod results;
mod tasks;
mod waiting;

use std::collections::BTreeMap;

use super::acts::{self, Act};
use super::chance::Chance;
use super::figures::Figures;
use super::invariants::Watchman;
use super::process::{Life, Round, Surroundings};
use super::prologue;
use super::story::{FilePlan, Item, START, Story};
use super::theatre::{Libraries, Theatre};
use super::trap::Trap;
use super::world::{Breach, World};
use crate::domain::Millis;
use crate::runtime::house::Clock;
use crate::store::{AtCommit, StoreError};

/// A story that has not come to rest after so many steps never will.
const STEPS: u64 = 6_000;

/// How a story ended.
pub struct Outcome {
    /// The first promise that was broken.
    pub breach: Option<Breach>,
    pub figures: Figures,
    /// What happened, line by line, when it was asked for.
    pub trace: Vec<String>,
}

/// A process between and in its lives.
pub(super) struct Process {
    pub life: Option<Life>,
    lives: u64,
    deaths: Vec<u32>,
    /// Commits of its first life that go wrong.
    troubles: Vec<(u64, AtCommit)>,
    starts_at: Millis,
    second: bool,
}

pub(super) struct Stage<'t> {
    pub story: &'t Story,
    pub libraries: &'t Libraries,
    pub around: Surroundings,
    pub processes: Vec<Process>,
    pub chance: Chance,
    pub watchman: Watchman,
    pub step: u64,
    agenda: Vec<(Millis, Act)>,
    pub again: BTreeMap<String, Millis>,
    stalls: Vec<(u64, Millis)>,
    /// Processes that died, by their numbers in the database, and when their neighbours are sure of it.
    dead: Vec<(Millis, i64)>,
    /// Somebody who has sent something may not come to note it in time.
    unsure: bool,
    ends_at: Millis,
    /// Rounds that found nothing they could do, although something was due, and when: they look again a little later.
    in_vain: BTreeMap<Round, Millis>,
}

/// Plays a story on an empty database.
///
/// # Errors
/// When the store itself fails, which no story is about.
pub(super) async fn play(theatre: &Theatre, story: &Story, traced: bool) -> Result<Outcome, StoreError> {
    let world = World::default();
    let around = Surroundings {
        store: theatre.store.clone(),
        world: world.clone(),
        clock: Clock::driven(START),
        metrics: theatre.metrics.clone(),
        planted: theatre.planted,
    };
    let _trap = tracing::subscriber::set_default(Trap::new(world.clone()));
    prologue::cast(story, &theatre.libraries, &around).await?;
    let mut stage = Stage::new(story, &theatre.libraries, around, traced);
    stage.run().await?;
    drop(stage);
    let mut state = world.lock();
    Ok(Outcome {
        breach: state.breaches.first().cloned(),
        figures: std::mem::take(&mut state.figures),
        trace: state.trace.take().unwrap_or_default(),
    })
}

impl<'t> Stage<'t> {
    fn new(story: &'t Story, libraries: &'t Libraries, around: Surroundings, traced: bool) -> Stage<'t> {
        let processes = (0..story.processes).map(|n| Process {
            life: None,
            lives: 0,
            deaths: deaths(story, n),
            troubles: troubles(story, n),
            starts_at: START,
            second: story.second_first,
        });
        let agenda = acts::agenda(story);
        let last = agenda.last().map_or(START, |(at, _)| *at);
        let mut stalls: Vec<(u64, Millis)> = Vec::new();
        {
            let mut state = around.world.lock();
            state.trace = traced.then(Vec::new);
            for item in &story.items {
                match item {
                    Item::Mishap { channel, nth, what } => {
                        state.mishaps.insert((*channel, *nth), *what);
                    }
                    Item::Status { channel, nth, state: fate, after } => {
                        state.statuses.entry((*channel, *nth)).or_default().push((fate, *after));
                    }
                    Item::Stall { step, lasts } => stalls.push((*step, *lasts)),
                    _ => {}
                }
            }
        }
        stalls.sort_unstable();
        Stage {
            story,
            libraries,
            processes: processes.collect(),
            chance: Chance::of(story.seed, 7),
            watchman: Watchman::default(),
            step: 0,
            agenda,
            again: BTreeMap::new(),
            stalls,
            dead: Vec::new(),
            unsure: false,
            ends_at: last + story.patience,
            in_vain: BTreeMap::new(),
            around,
        }
    }

    pub(super) fn now(&self) -> Millis {
        self.around.clock.now()
    }

    pub(super) fn note(&self, what: impl FnOnce() -> String) {
        self.around.world.lock().note(self.now(), what);
    }

    async fn run(&mut self) -> Result<(), StoreError> {
        while self.around.world.lock().breaches.is_empty() {
            self.step += 1;
            if self.step > STEPS {
                self.around.world.lock().breach("rest", format!("still at work after {STEPS} steps"));
                break;
            }
            self.around.clock.advance(1 + (self.chance.next() % 3) as Millis);
            self.doubt_what_is_not_noted().await?;
            self.go_on().await?;
            self.look_at_what_was_overtaken().await?;
            let open = self.open();
            if open.is_empty() {
                if self.wait().await? {
                    continue;
                }
                self.watchman.look(&self.around.store, &self.around.world, self.step).await?;
                self.nobody_waits();
                self.watchman.look_at_the_end(&self.around.store, &self.around.world, self.now()).await?;
                break;
            }
            let at = self.chance.below(open.len());
            if let Some(next) = open.into_iter().nth(at) {
                self.go(next).await?;
            }
        }
        self.around.world.lock().figures.steps += self.step;
        Ok(())
    }

    /// Files that a citizen's deed brings along.
    pub(super) fn plan(&self, id: u32, quality: u8) -> FilePlan {
        let trouble = self.story.items.iter().find_map(|item| match item {
            Item::File { of, fails, gone } if *of == id => Some((*fails, *gone)),
            _ => None,
        });
        let (fails, gone) = trouble.unwrap_or_default();
        FilePlan { quality, fails: if gone { 0 } else { fails }, gone }
    }
}

fn deaths(story: &Story, of: usize) -> Vec<u32> {
    let dies = |item: &Item| match item {
        Item::Crash { process, after } if *process == of => Some(*after),
        _ => None,
    };
    story.items.iter().filter_map(dies).collect()
}

fn troubles(story: &Story, of: usize) -> Vec<(u64, AtCommit)> {
    let goes_wrong = |item: &Item| match item {
        Item::Commit { process, nth, fate } if *process == of => Some((*nth, *fate)),
        _ => None,
    };
    story.items.iter().filter_map(goes_wrong).collect()
}

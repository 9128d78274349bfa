//! Who may go next, and what happens when they go.

use super::super::acts;
use super::super::chance::Chance;
use super::super::process::{Life, Round, What};
use super::Stage;
use crate::store::StoreError;

/// Who may go next.
pub(super) enum Next {
    Task(usize, usize),
    Post(usize),
    Act(usize),
    Round(usize, Round),
    Start(usize),
    TakeOver(usize, i64),
}

impl Stage<'_> {
    /// Everyone who could go now.
    pub(super) fn open(&self) -> Vec<Next> {
        let now = self.now();
        let mut open = Vec::new();
        let mut alive = false;
        for (p, process) in self.processes.iter().enumerate() {
            let Some(life) = &process.life else {
                if process.starts_at <= now {
                    open.push(Next::Start(p));
                }
                continue;
            };
            alive = true;
            let starting = life.presence.is_none();
            for (t, task) in life.tasks.iter().enumerate() {
                let can = !task.has_begun || life.gate.is_parked(task.id);
                if can && task.stands_still_until <= now && (!starting || matches!(task.what, What::Starts)) {
                    open.push(Next::Task(p, t));
                }
            }
            if !starting {
                open.extend(life.wanted.iter().filter(|r| !life.is_going(**r)).map(|r| Next::Round(p, *r)));
                let sure = self.dead.iter().filter(|(at, _)| *at <= now);
                open.extend(sure.map(|(_, number)| Next::TakeOver(p, *number)));
            }
        }
        if alive {
            let state = self.around.world.lock();
            open.extend(
                state.post.iter().enumerate().filter(|(_, d)| d.at <= now).map(|(n, _)| Next::Post(n)),
            );
        }
        open.extend(
            self.agenda
                .iter()
                .enumerate()
                .take(1)
                .filter(|(_, (at, _))| *at <= now)
                .map(|(n, _)| Next::Act(n)),
        );
        open
    }

    pub(super) async fn go(&mut self, next: Next) -> Result<(), StoreError> {
        match next {
            Next::Start(p) => self.start(p),
            Next::TakeOver(p, number) => {
                self.dead.retain(|(_, other)| *other != number);
                if let Some(life) = &mut self.processes[p].life {
                    life.takes_over_from(number);
                }
            }
            Next::Round(p, round) => {
                if let Some(life) = &mut self.processes[p].life {
                    life.goes(round);
                }
            }
            Next::Post(n) => self.deliver(n),
            Next::Act(n) => {
                let (_, act) = self.agenda.remove(n);
                acts::perform(self, act).await?;
            }
            Next::Task(p, t) if self.stands_still(p, t) => {}
            Next::Task(p, t) => {
                self.task(p, t).await?;
            }
        }
        Ok(())
    }

    fn start(&mut self, p: usize) {
        let alone = self.processes.iter().all(|other| other.life.is_none());
        if alone {
            self.dead.clear();
        }
        let process = &mut self.processes[p];
        process.lives += 1;
        let seed = Chance::of(self.story.seed, 1_000 * (p as u64 + 1) + process.lives).next();
        let library = self.libraries.version(process.second);
        let dies_after = if process.deaths.is_empty() { None } else { Some(process.deaths.remove(0)) };
        let troubles = std::mem::take(&mut process.troubles);
        let mut life = Life::new(&self.around, library, seed, dies_after, troubles);
        life.starts(alone);
        process.life = Some(life);
        self.note(|| format!("process {} starts", p + 1));
    }

    /// The platform's balancer hands a batch to any process that lives.
    fn deliver(&mut self, n: usize) {
        let alive: Vec<usize> =
            (0..self.processes.len()).filter(|p| self.processes[*p].life.is_some()).collect();
        let p = *self.chance.one(&alive);
        let (step, now) = (self.step, self.now());
        let delivery = {
            let mut state = self.around.world.lock();
            let delivery = state.post.remove(n);
            for arrived in &delivery.arrivals {
                if let Some(doing) = state.ledger.get_mut(&arrived.provider_id) {
                    doing.started.get_or_insert(step);
                }
            }
            state.figures.arrivals += 1;
            state.figures.redelivered += u64::from(delivery.again);
            let again = if delivery.again { " again" } else { "" };
            state.note(now, || {
                format!("the platform delivers{again} to process {}: {}", p + 1, delivery.told)
            });
            delivery
        };
        if let Some(life) = &mut self.processes[p].life {
            life.ingests(delivery);
        }
    }
}

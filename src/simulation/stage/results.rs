//! What comes of a task: who was acknowledged, what is to be sent, who died.

use super::super::process::{Done, Round, What};
use super::super::world::Delivery;
use super::Stage;
use super::tasks::doing;
use crate::domain::Millis;

/// A neighbour is sure that a process is dead after so long: a few looks twice a second (`store::presence`).
const SURE: (Millis, Millis) = (1_600, 2_400);

impl Stage<'_> {
    pub(super) fn done(&mut self, p: usize, what: What, done: Done) {
        let (step, now) = (self.step, self.now());
        let Some(life) = &mut self.processes[p].life else { return };
        match (what, done) {
            (What::Ingest(delivery), Done::Stored(Ok(()))) => {
                let mut state = self.around.world.lock();
                for arrived in &delivery.arrivals {
                    if let Some(doing) = state.ledger.get_mut(&arrived.provider_id) {
                        doing.acknowledged.get_or_insert(step);
                    }
                }
                state.note(now, || format!("process {} acknowledges {}", p + 1, delivery.told));
                let again = delivery.arrivals.first().and_then(|a| self.again.remove(&a.provider_id));
                if let Some(after) = again {
                    state.post.push(Delivery { at: now + after, again: true, ..delivery });
                }
            }
            (What::Ingest(delivery), _) => self.redeliver(delivery),
            (_, Done::Ground(more)) => {
                self.around.world.lock().figures.rounds += 1;
                if more {
                    life.wants(&[Round::Mill]);
                }
            }
            (_, Done::Here(presence)) => life.presence = Some(presence),
            (What::Starts, _) => self.dies(p),
            (_, Done::Bubbles(rows)) => {
                if !rows.is_empty() {
                    life.wanted.insert(Round::Bubbles);
                }
                for row in rows {
                    life.sends(row);
                }
            }
            (What::Goes(round), Done::Count(count)) => {
                if count > 0 && round != Round::Tidy {
                    life.wanted.insert(round);
                }
                if round == Round::Timers {
                    self.around.world.lock().figures.timers += count as u64;
                }
            }
            (_, Done::Acted(told)) => self.note(|| told),
            (_, Done::Stored(_) | Done::Count(_) | Done::Nothing) => {}
        }
    }

    /// What was not acknowledged comes again.
    fn redeliver(&mut self, delivery: Delivery) {
        let at = self.now() + self.chance.between(1_000, 30_000);
        self.around.world.lock().post.push(Delivery { at, ..delivery });
    }

    /// Everything that the process held in memory is gone.
    pub(super) fn dies(&mut self, p: usize) {
        let Some(life) = self.processes[p].life.take() else { return };
        let held: Vec<&str> = life.tasks.iter().map(|t| doing(&t.what)).collect();
        let what = if held.is_empty() { "idle".to_owned() } else { held.join(", ") };
        self.note(|| format!("process {} dies: {what}", p + 1));
        for task in life.tasks {
            match task.what {
                What::Ingest(delivery) => self.redeliver(delivery),
                What::Sends(id) => {
                    self.around.world.lock().doubt.insert(id);
                }
                _ => {}
            }
        }
        self.around.world.lock().figures.crashes += 1;
        self.unsure = true;
        if let Some(presence) = &life.presence {
            let sure = self.now() + self.chance.between(SURE.0, SURE.1);
            self.dead.push((sure, presence.number()));
        }
        self.processes[p].starts_at = self.now() + self.chance.between(500, 20_000);
    }

    /// What was under way when the clock jumped is as late as if it had stood still.
    pub(in crate::simulation) fn jump(&mut self, by: Millis) {
        for task in self.processes.iter_mut().filter_map(|p| p.life.as_mut()).flat_map(|life| &mut life.tasks)
        {
            task.late = true;
            if let What::Sends(id) = &task.what {
                self.around.world.lock().doubt.insert(id.clone());
            }
        }
        self.around.clock.jump(by);
        self.unsure = true;
        self.note(|| "the clock jumped".into());
    }

    /// A new version: some processes take it up while they work, others start again with it.
    pub(in crate::simulation) fn publish(&mut self) {
        self.watchman.published = true;
        self.around.world.lock().figures.published += 1;
        for p in 0..self.processes.len() {
            self.processes[p].second = !self.processes[p].second;
            let at_work = self.chance.percent(50);
            let library = self.libraries.version(self.processes[p].second);
            match &mut self.processes[p].life {
                Some(life) if at_work && life.presence.is_some() => life.publishes(library),
                _ => self.dies(p),
            }
        }
    }
}

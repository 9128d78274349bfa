//! Tasks go on to their next gate, or stand still.

use super::super::process::{Done, Round, What};
use super::Stage;
use crate::store::StoreError;

impl Stage<'_> {
    /// Those who wait for another task or for the end of a pause go on as soon as they can.
    pub(super) async fn go_on(&mut self) -> Result<(), StoreError> {
        for p in 0..self.processes.len() {
            let mut t = 0;
            while let Some(life) = &self.processes[p].life
                && let Some(task) = life.tasks.get(t)
            {
                let waits = task.has_begun && !life.gate.is_parked(task.id);
                let ended = waits && task.stands_still_until <= self.now() && self.task(p, t).await?;
                t += usize::from(!ended);
            }
        }
        Ok(())
    }

    /// What a platform took and nobody noted yet may be said twice, when whoever was to note it died or came late.
    pub(super) async fn doubt_what_is_not_noted(&mut self) -> Result<(), StoreError> {
        if std::mem::take(&mut self.unsure) {
            let queued = self.around.store.survey_outbox().await?;
            let mut state = self.around.world.lock();
            let taken: Vec<String> = queued.into_iter().filter(|id| state.has_taken(id)).collect();
            state.doubt.extend(taken);
        }
        Ok(())
    }

    /// I10, but for what waited until the citizen wrote and held nothing up. The office's own news travel the same
    /// road.
    pub(super) async fn look_at_what_was_overtaken(&mut self) -> Result<(), StoreError> {
        let overtaken = std::mem::take(&mut self.around.world.lock().overtaken);
        for (id, what) in overtaken {
            if !self.around.store.survey_was_held(&id).await? {
                self.around.world.lock().breach("I10", what);
            }
        }
        Ok(())
    }

    /// Whether this is the moment at which whoever is next stands still.
    pub(super) fn stands_still(&mut self, p: usize, t: usize) -> bool {
        let now = self.now();
        let Some(life) = &mut self.processes[p].life else { return false };
        if self.stalls.first().is_none_or(|(step, _)| *step > self.step) {
            return false;
        }
        let (_, lasts) = self.stalls.remove(0);
        let task = &mut life.tasks[t];
        task.stands_still_until = now + lasts;
        task.late = true;
        let mut state = self.around.world.lock();
        match &task.what {
            What::Sends(id) => {
                state.doubt.insert(id.clone());
            }
            What::Goes(Round::Mill) | What::Beside => {
                state.notes_late_until = now + lasts;
                self.unsure = true;
            }
            _ => {}
        }
        state.figures.stalls += 1;
        let what = doing(&task.what);
        state.note(now, || format!("process {}, {what}, stands still for {} seconds", p + 1, lasts / 1000));
        true
    }

    /// A task goes on to its next gate. True: it is no more.
    pub(super) async fn task(&mut self, p: usize, t: usize) -> Result<bool, StoreError> {
        let Some(life) = &mut self.processes[p].life else { return Ok(true) };
        let gate = life.gate.clone();
        let commits = gate.commits();
        let task = &mut life.tasks[t];
        task.has_begun = true;
        let (id, speaks, late) = (task.id, speaks(&task.what), task.late);
        let done = gate.run(id, &mut task.running).await;
        let wrote = gate.commits() - commits;
        let troubled = gate.take_troubled();
        if wrote + troubled > 0 {
            let what = doing(&life.tasks[t].what);
            let (does, trouble) = (if wrote > 0 { "writes" } else { "writes nothing" }, troubled > 0);
            let hears = if trouble { ", and hears of no commit" } else { "" };
            self.note(|| format!("process {} {does}, {what}{hears}", p + 1));
        }
        let ended = done.is_some();
        if let Some(done) = done
            && let Some(what) = self.processes[p].life.as_mut().map(|life| life.tasks.remove(t).what)
        {
            if let (true, Done::Bubbles(rows)) = (late, &done) {
                // Their leases may be over: another may be sending them.
                let ids = rows.iter().map(|row| row.id.as_str().to_owned());
                self.around.world.lock().doubt.extend(ids);
            }
            self.done(p, what, done);
        }
        if let Some(life) = &mut self.processes[p].life {
            life.hear();
        }
        if gate.is_dead() {
            self.dies(p);
        }
        {
            let mut state = self.around.world.lock();
            state.figures.commits += wrote;
            state.figures.troubles += troubled;
        }
        if wrote > 0 && speaks {
            self.watchman.look(&self.around.store, &self.around.world, self.step).await?;
        }
        Ok(ended || self.processes[p].life.is_none())
    }
}

/// Whether it may write what citizens read or what they sent.
fn speaks(what: &What) -> bool {
    match what {
        What::Beside | What::Officer => true,
        What::Goes(round) => matches!(round, Round::Mill | Round::Files | Round::Timers | Round::Chats),
        What::Ingest(_) | What::Starts | What::TakesOver | What::Publishes | What::Sends(_) => false,
        #[cfg(any(debug_assertions, feature = "planted-faults"))]
        What::PutOff => true,
    }
}

pub(super) fn doing(what: &What) -> &'static str {
    match what {
        What::Ingest(_) => "storing what arrived",
        What::Starts => "taking up work",
        What::TakesOver => "taking over from one that died",
        What::Publishes => "releasing a new version",
        What::Goes(Round::Mill) => "making a round",
        What::Goes(Round::Bubbles) => "claiming bubbles",
        What::Goes(Round::Files) => "fetching files",
        What::Goes(Round::Timers) => "firing timers",
        What::Goes(Round::Chats) => "returning chats",
        What::Goes(Round::Tidy) => "tidying",
        What::Beside => "beside the rounds",
        What::Sends(_) => "sending a bubble",
        What::Officer => "for an officer",
        #[cfg(any(debug_assertions, feature = "planted-faults"))]
        What::PutOff => "late",
    }
}

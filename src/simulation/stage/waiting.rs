//! Nobody can go: what comes next, and whether everyone has come to rest.

use super::super::process::Round;
use super::Stage;
use super::tasks::doing;
use crate::domain::Millis;
use crate::runtime::house::Clock;
use crate::store::StoreError;

/// As often as a worker looks without being woken.
const LOOK: Millis = 500;
const DAY: Millis = 24 * 60 * 60 * 1000;

impl Stage<'_> {
    /// Nobody can go: moves the clock to what comes next. False: nothing does.
    pub(super) async fn wait(&mut self) -> Result<bool, StoreError> {
        let now = self.now();
        let mut next: Option<Millis> = None;
        // What could have happened already waits for something else, such as a process that is dead.
        let mut later = |at: Millis| {
            if at > now {
                next = Some(next.map_or(at, |sooner| sooner.min(at)));
            }
        };
        if let Some((at, _)) = self.agenda.first() {
            later(*at);
        }
        for process in &self.processes {
            match &process.life {
                None => later(process.starts_at),
                Some(life) => {
                    life.tasks.iter().for_each(|task| later(task.stands_still_until));
                }
            }
        }
        if let Clock::Driven(driven) = &self.around.clock
            && let Some(ends) = driven.next_end()
        {
            later(ends);
        }
        if self.processes.iter().any(|process| process.life.is_some()) {
            self.dead.iter().for_each(|(at, _)| later(*at));
        }
        self.around.world.lock().post.iter().for_each(|delivery| later(delivery.at));
        let patience = Millis::from(self.libraries.first.office.takeover_minutes) * 60_000;
        let mut due_now = false;
        for (kind, at) in self.around.store.survey_due(patience).await? {
            let round = Round::of(&kind);
            if at <= now {
                // Due, but in nobody's reach yet, such as what a dead process holds: its workers look again by themselves.
                let again = self.in_vain.get(&round).map_or(now, |at| at + LOOK);
                if again > now {
                    later(again);
                    continue;
                }
                self.in_vain.insert(round, now);
                // Where its worker stands still, the clock goes on until it does not.
                for life in self.processes.iter_mut().filter_map(|p| p.life.as_mut()) {
                    if !life.is_going(round) {
                        life.wants(&[round]);
                        due_now = true;
                    }
                }
            } else if !matches!(round, Round::Timers | Round::Chats) || at <= self.ends_at {
                later(at);
            }
        }
        if due_now {
            return Ok(true);
        }
        let Some(next) = next else { return Ok(false) };
        self.around.clock.advance(next - now);
        if next - now > DAY {
            self.everyone_wants(Round::Tidy);
        }
        Ok(true)
    }

    fn everyone_wants(&mut self, round: Round) {
        for life in self.processes.iter_mut().filter_map(|p| p.life.as_mut()) {
            life.wanted.insert(round);
        }
    }

    /// At the end no task waits for anything.
    pub(super) fn nobody_waits(&self) {
        for (p, life) in
            self.processes.iter().enumerate().filter_map(|(p, process)| Some((p, process.life.as_ref()?)))
        {
            for task in &life.tasks {
                let what = format!("process {}, {}, waits for ever", p + 1, doing(&task.what));
                self.around.world.lock().breach("rest", what);
            }
        }
    }
}

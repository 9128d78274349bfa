//! What must always hold, checked against what the database says after every step that wrote.

use std::collections::BTreeMap;

use super::story::START;
use super::world::{State, World};
use crate::domain::Millis;
use crate::domain::ids::PersonId;
use crate::engine::{Answer, Session};
use crate::store::{ArrivalLine, BEGUN, Line, Pulse, Store, StoreError};

/// What was seen at the last look.
#[derive(Default)]
pub(super) struct Watchman {
    last_line: String,
    /// Who waits and was told so, with the version of their chat then.
    told_to_wait: BTreeMap<String, i64>,
    pub pulses: Vec<Pulse>,
    pub published: bool,
}

impl Watchman {
    /// The quick look: what is new in the transcript, and how everyone stands.
    pub(super) async fn look(&mut self, store: &Store, world: &World, step: u64) -> Result<(), StoreError> {
        let lines = store.survey_lines(&self.last_line).await?;
        let pulses = store.survey_pulse().await?;
        let mut state = world.lock();
        if let Some(last) = lines.last() {
            self.last_line.clone_from(&last.id);
        }
        applied(&mut state, &lines, step);
        in_order(&mut state, &lines);
        for line in lines.iter().filter(|line| line.author != "citizen") {
            if !line.queued {
                state.breach("I1", format!("{} was said and does not stand in the outbox", line.id));
            }
            state.queued.insert(line.id.clone());
            self.may_speak(&mut state, line, &pulses);
        }
        for pulse in &pulses {
            is_waited_for(&mut state, pulse);
        }
        self.pulses = pulses;
        Ok(())
    }

    /// I4: the bot is silent while a person holds the chat, except in the very act that changed the holder, and
    /// to say that "stop" was heard; who waits for a person is told once that it is kept.
    fn may_speak(&mut self, state: &mut State, line: &Line, pulses: &[Pulse]) {
        if line.author != "bot" {
            return;
        }
        let Some(now) = pulses.iter().find(|p| p.person == line.person) else { return };
        let before = self.pulses.iter().find(|p| p.person == line.person);
        let changed = before.is_none_or(|before| before.version != now.version);
        let stop =
            line.provider_id.as_ref().and_then(|id| state.ledger.get(id)).is_some_and(|doing| doing.stop);
        if now.owner == "bot" || changed || stop {
            return;
        }
        let told = self.told_to_wait.insert(now.person.clone(), now.version);
        if now.owner != "queue" || told == Some(now.version) {
            state.breach("I4", format!("the bot says {} while {} holds the chat", line.id, now.owner));
        }
    }

    /// The long look, when everything has come to rest.
    pub(super) async fn look_at_the_end(
        &mut self,
        store: &Store,
        world: &World,
        now: Millis,
    ) -> Result<(), StoreError> {
        // After a month, what was served is forgotten on purpose.
        let remembered = now - START < 25 * 24 * 60 * 60 * 1000;
        let arrivals = store.survey_arrivals().await?;
        let files = store.survey_files().await?;
        let cases = store.survey_cases().await?;
        let texts = store.survey_plain_texts().await?;
        let held = held_files(store, &self.pulses).await?;
        let mut state = world.lock();
        let poison = state.poison.clone();
        let by_id: BTreeMap<&str, _> = arrivals.iter().map(|a| (a.provider_id.as_str(), a)).collect();
        let ledger: Vec<_> = state.ledger.iter().map(|(id, d)| (id.clone(), d.clone())).collect();
        for (id, doing) in &ledger {
            let Some(_) = doing.acknowledged else { continue };
            match by_id.get(id.as_str()) {
                None if doing.applied.is_some() || !remembered => {}
                None => state.breach("I1", format!("{} was acknowledged and is not there", doing.what)),
                Some(row) if state.poison.contains(id) => {
                    if row.state != "set_aside" || row.lines != 0 {
                        state.breach("I1", format!("{} cannot be read and is {}", doing.what, row.state));
                    }
                    state.figures.poisoned += 1;
                }
                Some(row) if row.state != "served" => {
                    state.breach("I1", format!("{} was acknowledged and is {}", doing.what, row.state));
                }
                Some(row) if doing.content && row.lines != 1 => {
                    state
                        .breach("I1", format!("{} stands {} times in the transcript", doing.what, row.lines));
                }
                Some(_) => {}
            }
        }
        // A try that was counted as it began, and went well, is no failure.
        let failures = |a: &ArrivalLine| {
            a.attempts - i64::from(a.state == "served" && a.fault.as_deref() == Some(BEGUN))
        };
        let failed = arrivals.iter().filter(|a| failures(a) > 0 || a.state == "set_aside");
        // A burst in which one file is poison fails once as a whole; and whoever dies in the middle of a try that was
        // counted as it began, stands still in it for longer than a lease or hears nothing of its commit leaves it counted.
        let broken_off = state.figures.crashes + state.figures.stalls + state.figures.troubles;
        let excused = i64::try_from(broken_off).map_or(i64::MAX, |times| times.saturating_add(1));
        let blamed = |a: &&ArrivalLine| poison.is_empty() || failures(a) > excused || a.state == "set_aside";
        for row in failed.filter(|a| !poison.contains(&a.provider_id)).filter(blamed) {
            let fault = row.fault.as_deref().unwrap_or_default();
            let when = if self.published { " after a new version" } else { "" };
            state.breach("I7", format!("a turn on a {} failed{when}: {fault}", row.class));
        }
        for (id, doing) in ledger.iter().filter(|(_, d)| d.file && d.applied.is_some()) {
            if !files.iter().any(|f| f.provider_id.as_deref() == Some(id)) {
                state.breach("I6", format!("{} was served and there is no file", doing.what));
            }
        }
        for file in &files {
            let kept = file.blob_key.as_ref().is_none_or(|key| state.blobs.contains(key));
            if file.state == "received" || !kept {
                state.breach("I6", format!("the file {} is {} and not in the cabinet", file.id, file.state));
            }
            let counted_on = file.filed && remembered || held.contains(&file.id);
            if counted_on && (file.state != "stored" || file.blob_key.is_none()) {
                state.breach("I6", format!("the file {} is counted on and {}", file.id, file.state));
            }
        }
        for case in &cases {
            if case.submits != 1 {
                state.breach("I3", format!("{} was handed over {} times", case.ticket, case.submits));
            }
            if case.alike > 1 {
                state.breach("I3", format!("{} and another are open for the same card", case.ticket));
            }
        }
        let tickets: Vec<String> = state.citizens.iter().flat_map(|c| c.tickets.clone()).collect();
        for ticket in tickets.iter().filter(|t| !cases.iter().any(|c| c.ticket == **t)) {
            state.breach("I3", format!("{ticket} was promised to a citizen and does not exist"));
        }
        for text in &texts {
            if let Some(canary) = state.canary_in(text) {
                state.breach("I8", format!("an unsealed column holds {canary}"));
            }
        }
        state.figures.dossiers += cases.len() as u64;
        Ok(())
    }
}

/// I1: nothing is applied twice.
fn applied(state: &mut State, lines: &[Line], step: u64) {
    let mut turns = 0;
    for line in lines.iter().filter(|line| line.author == "citizen") {
        let Some(doing) = line.provider_id.as_ref().and_then(|id| state.ledger.get_mut(id)) else { continue };
        turns += 1;
        if doing.applied.replace(step).is_some() {
            let what = doing.what.clone();
            state.breach("I1", format!("{what} was applied twice"));
        }
    }
    state.figures.turns += turns;
}

/// I2: what was acknowledged before another was even delivered is served before it.
fn in_order(state: &mut State, lines: &[Line]) {
    let mut breaches = Vec::new();
    for line in lines.iter().filter(|line| line.author == "citizen") {
        let Some(doing) = line.provider_id.as_ref().and_then(|id| state.ledger.get(id)) else { continue };
        let Some(started) = doing.started else { continue };
        let skipped = state.ledger.iter().find(|(id, other)| {
            other.citizen == doing.citizen
                && other.content
                && !state.poison.contains(*id)
                && other.applied.is_none()
                && other.acknowledged.is_some_and(|at| at < started)
        });
        if let Some((_, skipped)) = skipped {
            breaches.push(format!("{} was served before {}", doing.what, skipped.what));
        }
    }
    for what in breaches {
        state.breach("I2", what);
    }
}

/// I9: who waits has a timer that will fire, or a place in the queue, or something under way.
fn is_waited_for(state: &mut State, pulse: &Pulse) {
    let open = pulse.service.is_some() && pulse.owner == "bot" && !pulse.opted_out;
    if open && pulse.timers == 0 && pulse.waiting == 0 {
        state.breach("I9", format!("{} waits and no timer will fire", pulse.person));
    }
    if pulse.owner == "queue" && pulse.waiting_since.is_none() {
        state.breach("I9", format!("{} stands in the queue without a place", pulse.person));
    }
}

/// The files that open requests count on.
async fn held_files(store: &Store, pulses: &[Pulse]) -> Result<Vec<String>, StoreError> {
    let mut held = Vec::new();
    for pulse in pulses.iter().filter(|p| p.service.is_some()) {
        let Ok(person) = PersonId::parse(&pulse.person) else { continue };
        let mut work = store.begin().await?;
        let json = work.session(&person).await?;
        drop(work);
        let session = json.and_then(|json| serde_json::from_str::<Session>(&json).ok()).unwrap_or_default();
        for answer in session.answers.values() {
            if let Answer::Files { files, .. } = answer {
                held.extend(files.iter().map(|f| f.media.as_str().to_owned()));
            }
        }
    }
    Ok(held)
}

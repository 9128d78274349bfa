//! Everything outside the processes: citizens with their phones, the platforms' queues, and the ledger of what
//! was promised to whom. It outlives every crash.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::citizen::Citizen;
use super::figures::Figures;
use super::story::{FilePlan, Mishap};
use crate::domain::Millis;
use crate::domain::ids::MessageId;
use crate::domain::inbound::{Address, Arrived, ChannelKind};
use crate::domain::outbound::Outgoing;
use crate::runtime::ports::{SendError, Sent};

/// A promise that was broken: which, and what was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// `I1` to `I10` as in the crate's documentation, or `rest`: the whole does not come to rest.
    pub invariant: &'static str,
    pub what: String,
}

/// A batch that a platform delivers until it is told 200, and sometimes again.
#[derive(Clone)]
pub(super) struct Delivery {
    pub channel: ChannelKind,
    pub arrivals: Vec<Arrived>,
    pub at: Millis,
    pub told: String,
    /// Delivered again after it was acknowledged.
    pub again: bool,
}

/// One event that a citizen caused, and how far it got; times are steps of the scheduler.
#[derive(Debug, Clone)]
pub(super) struct Doing {
    pub citizen: usize,
    pub what: String,
    /// Content of the chat, not a platform's status.
    pub content: bool,
    pub stop: bool,
    pub file: bool,
    pub started: Option<u64>,
    pub acknowledged: Option<u64>,
    pub applied: Option<u64>,
}

#[derive(Default)]
pub(super) struct State {
    pub citizens: Vec<Citizen>,
    pub post: Vec<Delivery>,
    pub ledger: BTreeMap<String, Doing>,
    pub mishaps: BTreeMap<(ChannelKind, u32), Mishap>,
    pub statuses: BTreeMap<(ChannelKind, u32), Vec<(&'static str, Millis)>>,
    sends: BTreeMap<ChannelKind, u32>,
    /// Bubbles that have stood in the outbox.
    pub queued: BTreeSet<String>,
    /// Whose answer was lost: they may be said twice.
    pub doubt: BTreeSet<String>,
    /// Whoever notes what was sent stands still until then: what is sent meanwhile may be said twice.
    pub notes_late_until: Millis,
    /// Bubbles that came after a later one, to be looked at.
    pub overtaken: Vec<(String, String)>,
    taken: BTreeMap<String, u32>,
    pub files: BTreeMap<String, FilePlan>,
    /// Ids of events that break whoever reads them.
    pub poison: BTreeSet<String>,
    pub blobs: BTreeSet<String>,
    pub breaches: Vec<Breach>,
    pub figures: Figures,
    pub trace: Option<Vec<String>>,
    /// The last line of the trace: what it tells, when it was first so, and how often.
    noted_last: Option<(String, String, u32)>,
    counter: u64,
}

impl State {
    pub(super) fn breach(&mut self, invariant: &'static str, what: String) {
        self.breaches.push(Breach { invariant, what });
    }

    pub(super) fn has_taken(&self, bubble: &str) -> bool {
        self.taken.contains_key(bubble)
    }

    pub(super) fn fresh(&mut self, prefix: &str) -> String {
        self.counter += 1;
        format!("{prefix}-{}", self.counter)
    }

    fn citizen_of(&mut self, to: &[Address]) -> Option<usize> {
        let address = to.first()?.value.expose();
        self.citizens.iter().position(|c| c.address == *address)
    }
}

/// Shared by all processes of a story.
#[derive(Clone, Default)]
pub(super) struct World(Arc<Mutex<State>>);

impl World {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody calls the platform to send: is it allowed to?
    pub(super) fn asked(&self, to: &[Address], id: &MessageId, window: Option<Millis>, now: Millis) {
        let mut state = self.lock();
        if !state.queued.contains(id.as_str()) {
            state.breach("I2", format!("{id} goes to the platform and was never in the outbox"));
        }
        let Some(at) = state.citizen_of(to) else { return };
        if let Some(window) = window {
            let wrote = state.citizens[at].wrote_at;
            let name = state.citizens[at].name;
            if wrote.is_none_or(|wrote| wrote + window <= now) {
                state.breach("I5", format!("free text to {name} outside the reply window"));
            }
        }
    }

    /// The platform answers a send.
    pub(super) fn take(
        &self,
        channel: ChannelKind,
        to: &[Address],
        id: &MessageId,
        message: &Outgoing,
        window: Option<Millis>,
        now: Millis,
    ) -> Result<Sent, SendError> {
        let mut state = self.lock();
        let nth = state.sends.entry(channel).or_default();
        *nth += 1;
        let nth = *nth;
        let mishap = state.mishaps.get(&(channel, nth)).copied();
        let Some(at) = state.citizen_of(to) else {
            return Err(SendError::Refused { why: "no such address".into() });
        };
        let name = state.citizens[at].name;
        if let Some(mishap) = mishap {
            state.figures.mishaps += 1;
            state.note(now, || format!("the platform answers the bubble for {name}: {}", mishap.told()));
        }
        let closed = window.is_some_and(|w| state.citizens[at].wrote_at.is_none_or(|wrote| wrote + w <= now));
        if let Some(error) = mishap.and_then(Mishap::refusal) {
            return Err(error);
        }
        if closed {
            state.figures.windows_closed += 1;
            return Err(SendError::WindowClosed { why: "131047 re-engagement".into() });
        }
        state.receive(channel, at, nth, id, message, now);
        if mishap == Some(Mishap::LostAnswer) {
            state.doubt.insert(id.as_str().to_owned());
            return Err(SendError::Retry { after: None, sure: false, why: "timeout".into() });
        }
        Ok(Sent { wire_id: format!("wire-{}-{nth}", channel.as_str()) })
    }
}

impl State {
    /// The bubble is on the citizen's phone.
    fn receive(
        &mut self,
        channel: ChannelKind,
        at: usize,
        nth: u32,
        id: &MessageId,
        message: &Outgoing,
        now: Millis,
    ) {
        let id = id.as_str().to_owned();
        let name = self.citizens[at].name;
        if now < self.notes_late_until {
            self.doubt.insert(id.clone());
        }
        let times = self.taken.entry(id.clone()).or_default();
        *times += 1;
        let first = *times == 1;
        if !first {
            if self.doubt.contains(&id) {
                self.figures.said_twice += 1;
            } else {
                self.breach("I1", format!("{name} reads {id} twice, and no answer was lost"));
            }
        }
        let text = message.text.expose().clone();
        // What is said twice, which was looked at above, may be overtaken the second time.
        if first && self.citizens[at].last_taken.as_ref().is_some_and(|last| *last > id) {
            let what = format!("{name} reads {id} after a later one: {}", first_line(&text));
            self.overtaken.push((id.clone(), what));
        }
        self.note(now, || format!("{name} reads: {}", first_line(&text)));
        let shown = message.choices.iter().map(|c| c.label.as_str());
        let canary = self.canary_in(&text).or_else(|| shown.filter_map(|label| self.canary_in(label)).next());
        if let Some(canary) = canary {
            self.breach("I8", format!("{name} is shown {canary} in full"));
        }
        self.figures.bubbles += 1;
        let citizen = &mut self.citizens[at];
        citizen.last_taken = citizen.last_taken.take().max(Some(id.clone()));
        citizen.reads(text, message.choices.clone());
        let wire = format!("wire-{}-{nth}", channel.as_str());
        for (state, after) in self.statuses.get(&(channel, nth)).cloned().unwrap_or_default() {
            let delivery = self.citizens[at].status(channel, &wire, &id, state, now, after);
            for arrived in &delivery.arrivals {
                self.ledger.insert(
                    arrived.provider_id.clone(),
                    Doing {
                        citizen: at,
                        what: delivery.told.clone(),
                        content: false,
                        stop: false,
                        file: false,
                        started: None,
                        acknowledged: None,
                        applied: None,
                    },
                );
            }
            self.post.push(delivery);
        }
    }

    /// The word for a number in full, when the text holds one of a citizen's.
    pub(super) fn canary_in(&self, text: &str) -> Option<String> {
        let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
        let held = |number: &str| plain.contains(number);
        self.citizens.iter().find_map(|c| {
            if held(&c.nik) {
                Some(format!("{}'s NIK", c.name))
            } else if held(&c.kk) {
                Some(format!("{}'s KK number", c.name))
            } else {
                None
            }
        })
    }

    pub(super) fn note(&mut self, now: Millis, what: impl FnOnce() -> String) {
        let Some(trace) = &mut self.trace else { return };
        let at = super::story::clock(now);
        let what = what();
        match &mut self.noted_last {
            Some((told, first, times)) if *told == what => {
                *times += 1;
                let line = format!("{first}  {what} ({times} times, the last at {at})");
                if let Some(last) = trace.last_mut() {
                    *last = line;
                }
            }
            _ => {
                trace.push(format!("{at}  {what}"));
                self.noted_last = Some((what, at, 1));
            }
        }
    }
}

pub(super) fn first_line(text: &str) -> String {
    let line = text.lines().last().unwrap_or_default();
    line.chars().take(60).collect()
}

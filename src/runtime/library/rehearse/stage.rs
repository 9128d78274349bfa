//! The citizen, the engine, and as much of the office as the engine hears of.

mod office;
mod sent;

use std::collections::BTreeSet;

use super::super::Library;
use super::super::transcript::{self, Act, Bubble, Scene};
use super::{Told, Visits, is_citizens};
use crate::domain::Millis;
use crate::domain::appointment::SlotCount;
use crate::domain::case::{CancelCode, CaseLine, Status};
use crate::domain::dossier::DossierPayload;
use crate::domain::outbound::Sensitive;
use crate::domain::region::Regions;
use crate::domain::text;
use crate::engine::{
    self, Ctx, Definition, Effect, Event, Focus, Kind, Mail, MediaSeen, Proof, Seen, Session, Step,
};
use crate::nlu::{Command, Strictness};
use crate::runtime::effects::reminder_time;
use crate::runtime::mails::TRIES;
use crate::runtime::render::{Renderer, Slots};
use crate::runtime::turn::TEXT_MAX;

const SECOND: Millis = 1_000;
const MINUTE: Millis = 60 * SECOND;
/// Who answers the citizen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holder {
    Bot,
    Queue,
    Staff,
}

pub(super) struct Stage<'l> {
    library: &'l Library,
    session: Session,
    lang: String,
    now: Millis,
    serial: u128,
    said: Vec<Bubble>,
    /// A photo that is still on its way.
    slow: Option<MediaSeen>,
    reminder: Option<Millis>,
    expiry: Option<Millis>,
    filed: Vec<(Option<String>, DossierPayload)>,
    cases: Vec<CaseLine>,
    taken: Vec<SlotCount>,
    missing: Vec<String>,
    strangers: Vec<String>,
    holder: Holder,
    /// Codes that were mailed, and wrong ones that were typed since.
    mailed: usize,
    mistyped: i64,
    /// From here on the engine alone does not know what is said.
    lost: bool,
    /// Something was said that the engine alone does not know, with buttons perhaps.
    unheard: bool,
}

impl<'l> Stage<'l> {
    pub(super) fn new(library: &'l Library, scene: &Scene) -> Stage<'l> {
        use chrono::Timelike as _;
        let minute = u16::try_from(scene.clock.hour() * 60 + scene.clock.minute()).unwrap_or(0);
        Stage {
            library,
            session: Session::new(),
            lang: scene.lang.clone(),
            now: library.calendar.at(scene.clock.date(), minute),
            serial: 0,
            said: Vec::new(),
            slow: None,
            reminder: None,
            expiry: None,
            filed: Vec::new(),
            cases: Vec::new(),
            taken: Vec::new(),
            missing: Vec::new(),
            strangers: Vec::new(),
            holder: Holder::Bot,
            mailed: 0,
            mistyped: 0,
            lost: scene.sensitive != Sensitive::Chat,
            unheard: false,
        }
    }

    /// ` (after line 12, where nik is open)`
    pub(super) fn told(&self, line: usize) -> String {
        let open = self.definition().and_then(|d| self.session.current(d));
        let open = open.map_or_else(String::new, |q| format!(", where now {} is open", q.id));
        format!(" (after line {line}{open})")
    }

    pub(super) fn act(&mut self, act: &Act, visits: &mut Visits) -> Told {
        if let Act::Filed(fields) = act {
            return match self.filed.last() {
                _ if self.lost => Told::Unknown,
                None => Told::Wrong("nothing was filed".into()),
                Some((_, payload)) => {
                    transcript::holds(payload, fields).map_or_else(Told::Wrong, |()| Told::Said(Vec::new()))
                }
            };
        }
        if let Act::Waits { minutes } = act {
            return self.waits(*minutes, visits);
        }
        self.now += SECOND;
        let known = is_citizens(act) || matches!(act, Act::PhotoArrives | Act::SomeoneFiled { .. });
        let event = match self.event(act) {
            Ok(event) => event,
            Err(what) if self.lost || self.unheard => {
                // A button of a bubble that was not heard.
                Some(Event::Text(what))
            }
            Err(label) => return Told::Wrong(format!("no button is called {label:?}{}", self.offered())),
        };
        let said = match &event {
            Some(event) => self.step(event, visits),
            None => Some(Vec::new()),
        };
        self.heard(said.filter(|_| known))
    }

    fn heard(&mut self, said: Option<Vec<Bubble>>) -> Told {
        match said {
            Some(said) => {
                self.said.extend(said.iter().cloned());
                if self.lost { Told::Unknown } else { Told::Said(said) }
            }
            None => {
                self.unheard = true;
                Told::Unknown
            }
        }
    }

    fn waits(&mut self, minutes: i64, visits: &mut Visits) -> Told {
        // Whoever waits for people, or for a file, is told things that only the whole program knows.
        self.lost |= self.holder != Holder::Bot || self.slow.is_some();
        let until = self.now + minutes * MINUTE;
        let mut said = Vec::new();
        for (timer, event) in [(self.reminder, Event::Reminder), (self.expiry, Event::DraftExpired)] {
            let due = timer.map(|due| self.library.calendar.unasked_from(due).unwrap_or(due));
            let Some(due) = due.filter(|due| *due <= until) else { continue };
            self.now = due;
            said.extend(self.step(&event, visits).into_iter().flatten());
        }
        self.now = until;
        self.heard(Some(said))
    }

    fn offered(&self) -> String {
        let all: Vec<&str> =
            self.said.iter().flat_map(|b| &b.buttons).map(|(label, _)| label.as_str()).collect();
        let newest = all.get(all.len().saturating_sub(10)..).unwrap_or_default();
        if newest.is_empty() { String::new() } else { format!("; there are [{}]", newest.join("] [")) }
    }

    /// What the engine hears of an act. The error is the label of a button that is not there.
    fn event(&mut self, act: &Act) -> Result<Option<Event>, String> {
        Ok(match act {
            Act::Writes(said) => {
                let said = text::clean_to(said, TEXT_MAX);
                let nlu = &self.library.nlu;
                let command = match self.holder {
                    Holder::Queue => nlu.command_while_waiting(&said, &self.lang),
                    Holder::Bot | Holder::Staff => nlu.command(&said, &self.lang, Strictness::Exact),
                };
                let event = if said.trim().is_empty() { Event::Odd("other") } else { Event::Text(said) };
                self.past_people(event, command)
            }
            Act::Taps(label) => {
                let found = self.said.iter().rev().flat_map(|b| &b.buttons).find(|(l, _)| l == label);
                match found.cloned() {
                    Some((title, payload)) => {
                        let command = match engine::decode_payload(&payload) {
                            engine::Tapped::Command(command) => Some(command),
                            _ => None,
                        };
                        self.past_people(Event::Tap { payload, title }, command)
                    }
                    None => match self.filed_again(label) {
                        Some(event) => self.past_people(event, None),
                        None => return Err(label.clone()),
                    },
                }
            }
            Act::Sends(sent) => {
                let event = self.sent(sent);
                event.and_then(|event| self.past_people(event, None))
            }
            Act::PhotoArrives => {
                self.now += 2 * MINUTE;
                let arrived = self.slow.take().map(|item| MediaSeen { seen: Seen::Good, ..item });
                arrived.map(|item| Event::Media { items: vec![item], album: None })
            }
            // Whoever reads their mail types what stands there.
            Act::TypesCode => match &self.session.focus {
                Some(Focus::EmailCode { address }) => Some(Event::CodeRight { address: address.clone() }),
                _ => None,
            },
            Act::StaffTakes => {
                self.holder = Holder::Staff;
                None
            }
            Act::StaffGivesBack => {
                self.holder = Holder::Bot;
                Some(Event::HandedBack)
            }
            Act::SomeoneFiled { nik } => {
                self.strangers.push(nik.clone());
                None
            }
            Act::OthersTake { place, day } => {
                self.others_take(place, day);
                None
            }
            Act::Office { act, missing, given } => {
                self.office(act, missing, given);
                None
            }
            Act::StaffWrites(_) | Act::FillsIn(_) | Act::Filed(_) | Act::Waits { .. } => None,
        })
    }

    /// While people hold the chat, the bot hears only that the citizen comes back, or wants no more.
    fn past_people(&mut self, event: Event, command: Option<Command>) -> Option<Event> {
        match (self.holder, command) {
            (Holder::Bot, _) => Some(event),
            (_, Some(Command::Stop)) => Some(Event::Text("stop".into())),
            (Holder::Queue, Some(Command::Menu | Command::Resume | Command::Cancel)) => {
                self.holder = Holder::Bot;
                Some(Event::Resumed)
            }
            (Holder::Queue, _) => Some(Event::Waits),
            (Holder::Staff, _) => None,
        }
    }

    fn definition(&self) -> Option<&'l Definition> {
        let hash = self.session.definition.as_ref()?;
        self.library.catalogue.services.values().find(|d| d.hash == *hash)
    }

    /// Steps on. Gives what is said, if the engine alone knows.
    fn step(&mut self, event: &Event, visits: &mut Visits) -> Option<Vec<Bubble>> {
        let mut slots = Slots { queue_position: 1, ..Slots::default() };
        let mut known = true;
        let mut done = self.stepped(event);
        if let Some(again) = self.carry_out(&done, &mut slots, &mut known) {
            done = self.stepped(&again);
            self.carry_out(&done, &mut slots, &mut known);
        }
        self.note(&done, visits);
        let renderer = Renderer { library: self.library, lang: &self.lang, slots };
        let bubble = done.reply.as_ref().map(|reply| Bubble::of(&renderer.bubble(reply, done.asks)));
        self.session = done.session;
        self.set_timers(event);
        known.then(|| bubble.into_iter().collect())
    }

    /// A waiting question has a reminder, and an end.
    fn set_timers(&mut self, event: &Event) {
        match event {
            _ if self.session.service.is_none() => (self.reminder, self.expiry) = (None, None),
            Event::Reminder => self.reminder = None,
            Event::DraftExpired => self.expiry = None,
            _ => {
                let days = Millis::from(self.library.office.draft_days);
                self.expiry = Some(self.now + days * 24 * 60 * MINUTE);
                // Where none is due the one before still stands.
                self.reminder = reminder_time(self.library, self.now).or(self.reminder);
            }
        }
    }

    /// What the runtime does beside speaking. Gives what it steps again with.
    fn carry_out(&mut self, done: &Step, slots: &mut Slots, known: &mut bool) -> Option<Event> {
        let mut again = None;
        for effect in &done.effects {
            match effect {
                Effect::File(payload) => again = self.files(payload, &done.effects, slots),
                Effect::Withdraw { dossier } => {
                    *known = false;
                    if let Some(case) = self.cases.iter_mut().find(|c| c.dossier == *dossier) {
                        (case.status, case.cancel_code) = (Status::Cancelled, Some(CancelCode::ByCitizen));
                    }
                }
                Effect::Rebook { dossier, booking } => {
                    if !self.takes(booking) {
                        again = Some(Event::SlotGone);
                    } else if let Some(case) = self.cases.iter_mut().find(|c| c.dossier == *dossier) {
                        case.booking = Some(booking.clone());
                    }
                }
                Effect::AskPerson { .. } => {
                    if self.holder == Holder::Bot {
                        self.holder = Holder::Queue;
                    }
                }
                Effect::SetLanguage { lang } => self.lang.clone_from(lang),
                Effect::MailCode { .. } => {
                    self.mailed += 1;
                    self.mistyped = 0;
                    // So many an hour, and not one behind the other.
                    self.lost |= self.mailed > 1;
                }
                Effect::CheckCode { .. } => {
                    let left = TRIES - self.mistyped - 1;
                    self.mistyped += 1;
                    self.lost |= left < 1;
                    again = Some(Event::CodeWrong { left });
                }
                Effect::Prove { .. } | Effect::Link { .. } | Effect::StartAfresh => self.lost = true,
                Effect::RecordConsent { .. }
                | Effect::Book(_)
                | Effect::OptOut
                | Effect::Discard { .. }
                | Effect::DropDraft
                | Effect::RecallMails
                | Effect::NothingToProve
                | Effect::AskModel { .. } => {}
            }
        }
        again
    }

    fn stepped(&mut self, event: &Event) -> Step {
        let mut session = self.session.clone();
        if let (Event::Refile { .. }, None, Some((hash, _))) = (event, &session.service, self.filed.last()) {
            session.definition.clone_from(hash);
        }
        self.serial += 1;
        let (library, lang, tag) = (self.library, self.lang.clone(), format!("{:08x}", self.serial));
        let words = |key: &str| library.texts.find(&lang, key, &[]);
        let lists = |key: &str| library.texts.listed(&lang, key);
        let pinned = session.definition.clone();
        let ctx = Ctx {
            now: self.now,
            lang: &lang,
            office: &library.office,
            calendar: &library.calendar,
            regions: Regions::get(),
            nlu: &library.nlu,
            sensitive: Sensitive::Chat,
            mail: Mail::On,
            catalogue: &library.catalogue,
            definition: library.catalogue.services.values().find(|d| Some(&d.hash) == pinned.as_ref()),
            cases: &self.cases,
            proof: Proof { recheck: None, tries_left: 5 },
            veil: None,
            taken: &self.taken,
            fresh_tag: &tag,
            words: &words,
            lists: &lists,
        };
        engine::step(session, event, &ctx)
    }

    /// The open question counts as asked; what turns a citizen down is known by its sentence.
    fn note(&self, done: &Step, visits: &mut Visits) {
        let before = self.definition();
        let after = done.session.definition.as_ref();
        let after = self.library.catalogue.services.values().find(|d| Some(&d.hash) == after);
        if let Some(definition) = after
            && let Some(open) = done.session.current(definition)
        {
            visits.asked.insert((definition.service.clone(), open.id.clone()));
        }
        let Some(definition) = before.or(after) else { return };
        let said: BTreeSet<&str> =
            done.reply.iter().flat_map(|r| r.parts.iter().map(|part| part.key.as_str())).collect();
        for question in &definition.questions {
            let key = match &question.kind {
                Kind::Consent { .. } => "sys-consent-refused".to_owned(),
                Kind::Declaration { .. } | Kind::Signature { .. } => definition.key(&question.id, "refused"),
                Kind::Files { later: true, .. } => definition.key(&question.id, "later-told"),
                Kind::Person | Kind::Ending { .. } => definition.key(&question.id, ""),
                _ => continue,
            };
            if said.contains(key.as_str()) {
                visits.refused.insert((definition.service.clone(), question.base.clone()));
            }
        }
    }
}

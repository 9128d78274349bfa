//! One step of a conversation. The order in which an event is understood: side question, word that works
//! anywhere, answer to the current question, question in between, misunderstanding.

use super::context::{At, Ctx, Event, Taken};
use super::definition::{Definition, Kind};
use super::heard::Heard;
use super::payload::{self, Tapped};
use super::questions::Having;
use super::reply::{Arg, Effect, Reply, Say};
use super::session::{Answer, Focus, Session};
use super::{
    advice, code, correction, ending, facts, focus, lobby, moving, page, pledge, proof, questions, reasons,
    repair, rethinking, uncancel, upgrade, wishes,
};
use crate::domain::Millis;
use crate::domain::ids::MediaId;
use crate::nlu::{Command, Strictness};

/// After this silence the next bubble begins with where we were.
const RECAP_AFTER: Millis = 12 * 60 * 60 * 1000;

/// What came of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub session: Session,
    /// None: nothing is said (a late item of an album, a reaction).
    pub reply: Option<Reply>,
    pub effects: Vec<Effect>,
    /// The question that is answered on the one-time page; the bubble carries the way there.
    pub page: Option<String>,
    /// What the reply asks the chat itself for.
    pub asks: Option<Asks>,
    /// The picture that the reply speaks of.
    pub about: Option<MediaId>,
}

/// What a chat can give by a button of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// The sender's own number.
    Contact,
    Location,
}

/// A step in the making.
pub(super) struct Turn<'c> {
    pub ctx: &'c Ctx<'c>,
    pub session: Session,
    pub effects: Vec<Effect>,
    /// What is said to a text that nothing here has an answer to; none: it has one.
    pub unanswered: Option<Say>,
    pub heard: Heard,
}

/// Decides what is said next. Total: every event in every state gives a step.
#[must_use]
pub fn step(mut session: Session, event: &Event, ctx: &Ctx<'_>) -> Step {
    let away = session.last_at > 0
        && ctx.now - session.last_at > RECAP_AFTER
        && session.service.is_some()
        && matches!(
            event,
            Event::Text(_)
                | Event::Tap { .. }
                | Event::Media { .. }
                | Event::Odd(_)
                | Event::MovedOn
                | Event::Advised { .. }
                | Event::NotAdvised(_)
        );
    let before = ctx.veil.map(|_| session.clone());
    let lapsed = event.is_citizens() && std::mem::take(&mut session.lapsed);
    let greeted = session.greeted;
    session.day = Some(ctx.today().to_string());
    let mut turn = Turn { ctx, session, effects: Vec::new(), unanswered: None, heard: Heard::default() };
    let away = away && !ending::is_here(&turn);
    let mut reply = match proof::gate(&mut turn, event) {
        Some(asked) => Some(asked),
        None => turn.event(event),
    };
    if let (Some(before), Event::Text(text)) = (before, event)
        && let Some(asked) = advice::asked(&turn, before, text)
    {
        return asked;
    }
    if !greeted && turn.session.greeted {
        reply = reply.map(|said| turn.introduced(said));
    }
    if lapsed {
        let told = Say::new("sys-draft-expired").number("days", i64::from(ctx.office.draft_days));
        reply = reply.map(|said| said.after(told));
    }
    if turn.session.service.is_none() {
        turn.session.news = None;
    } else if reply.is_some()
        && let Some(news) = turn.session.news.take()
    {
        reply = reply.map(|said| said.after(upgrade::told(&news, ctx)));
    }
    if away
        && turn.session.service.is_some()
        && let Some(said) = reply.take()
    {
        let service = turn.session.service.clone().unwrap_or_default();
        let recap = Say::new("sys-welcome-back").with("service", Arg::Key(format!("{service}-title")));
        reply = Some(said.after(recap));
    }
    if event.is_citizens() {
        turn.session.last_at = ctx.now;
    }
    let page = reply.as_mut().and_then(|said| page::lead_there(&turn, said));
    let (asks, about) = match &reply {
        Some(_) => (turn.asks(), turn.about()),
        None => (None, None),
    };
    Step { session: turn.session, reply, effects: turn.effects, page, asks, about }
}

/// What a deep link brings: `/start PAYLOAD`, in some clients `/start@SapaBot PAYLOAD`.
fn start_payload(text: &str) -> Option<&str> {
    let (command, payload) = text.split_once(char::is_whitespace)?;
    let name = command.split_once('@').map_or(command, |(name, _)| name);
    let payload = payload.trim();
    (name == "/start" && !payload.is_empty()).then_some(payload)
}

impl<'c> Turn<'c> {
    /// The first bubble begins with who is speaking, whatever else it answers.
    fn introduced(&mut self, mut said: Reply) -> Reply {
        let hello = lobby::hello(self);
        said.parts.retain(|part| part.key != hello.key);
        said.after(hello)
    }

    fn asks(&self) -> Option<Asks> {
        let elsewhere = |effect: &Effect| matches!(effect, Effect::AskPerson { .. } | Effect::OptOut);
        if self.session.focus.is_some() || self.effects.iter().any(elsewhere) {
            return None;
        }
        match self.at()?.question.kind {
            Kind::Phone => Some(Asks::Contact),
            Kind::Location => Some(Asks::Location),
            _ => None,
        }
    }

    fn about(&self) -> Option<MediaId> {
        match &self.session.focus {
            Some(Focus::OneFile { media, .. } | Focus::MoreFiles { instead: Some(media), .. }) => {
                Some(media.clone())
            }
            Some(Focus::PoorFile { file }) => Some(file.media.clone()),
            _ => None,
        }
    }

    fn event(&mut self, event: &Event) -> Option<Reply> {
        match event {
            Event::Text(text) => Some(self.text(text)),
            Event::Tap { payload, title } => Some(self.tap(payload, title)),
            Event::Media { items, album } => questions::files::media(self, items, album.as_deref()),
            // The page's question was closed meanwhile: the chat has said so already.
            Event::PageText(text) => page::text(self, text),
            Event::PageFiles(items) => page::files(self, items),
            Event::Odd(what) => Some(self.odd(what)),
            Event::Location { latitude, longitude } => Some(match self.at() {
                Some(at) if at.question.kind == Kind::Location => {
                    let taken = questions::location::shared(*latitude, *longitude);
                    self.taken(at, taken)
                }
                _ => self.odd("location"),
            }),
            Event::Contact { phone, own } => Some(match self.at() {
                Some(at) if at.question.kind == Kind::Phone => {
                    let taken = questions::phone::shared(phone, *own);
                    self.taken(at, taken)
                }
                _ => self.odd("contact"),
            }),
            Event::Edited => Some(self.ask_again(Say::new("sys-edited"))),
            Event::HandedBack => Some(self.handed_back()),
            Event::Resumed => Some(self.resumed()),
            Event::Waits => repair::still_waits(self),
            Event::Reminder => {
                self.session.service.as_ref()?;
                if ending::is_here(self) {
                    return None;
                }
                Some(self.ask_again(Say::new("sys-reminder")))
            }
            Event::DraftExpired => {
                if self.session.service.is_some() {
                    let over = ending::is_here(self);
                    self.drop_draft();
                    self.session.lapsed = !over;
                }
                None
            }
            Event::Refile { payload, missing } => Some(lobby::refile(self, payload, missing)),
            Event::AlreadyFiled { by_this_person } => Some(self.already_filed(by_this_person.as_deref())),
            Event::Proven | Event::NotProven { .. } | Event::Linked { .. } | Event::Fresh => {
                proof::outcome(self, event)
            }
            Event::CodeNotMailed { .. }
            | Event::CodeRight { .. }
            | Event::CodeWrong { .. }
            | Event::CodeOver
            | Event::MailFailed(_) => code::outcome(self, event),
            Event::SlotGone => Some(self.slot_gone()),
            Event::MovedOn => Some(self.ask()),
            Event::Advised { answer } => Some(advice::said(self, answer)),
            Event::NotAdvised(unanswered) => Some(advice::unsaid(self, unanswered)),
        }
    }

    fn odd(&mut self, what: &str) -> Reply {
        self.ask_again(Say::new("sys-odd").with("what", Arg::Key(format!("sys-odd-{what}"))))
    }

    /// Someone was faster: the place, day and hour are asked for again, all else stays.
    fn slot_gone(&mut self) -> Reply {
        if let Some(Focus::Move { step, .. }) = &mut self.session.focus {
            let place = step.take().and_then(|step| match *step {
                Focus::SlotDay { place, .. } | Focus::SlotHour { place, .. } => Some(place),
                _ => None,
            });
            *step =
                place.map(|place| Box::new(Focus::SlotDay { place, hours: None, from: None, until: None }));
            return self.ask_again(Say::new("sys-slot-gone"));
        }
        self.session.answers.retain(|_, answer| !matches!(answer, Answer::Slot { .. }));
        self.session.settle();
        self.ask_again(Say::new("sys-slot-gone"))
    }

    fn text(&mut self, text: &str) -> Reply {
        if let Some(payload) = start_payload(text) {
            return lobby::deep_link(self, payload);
        }
        if self.session.focus.is_none() && self.in_doubt() {
            self.session.focus = Some(Focus::Whose);
        }
        if let Some(reply) = uncancel::taken_back(self, text) {
            return reply;
        }
        if let Some(focus) = self.session.focus.clone()
            && !self.leads_away(&focus, text)
            && let Some(reply) = focus::text(self, &focus, text)
        {
            return reply;
        }
        if self.session.focus.is_none()
            && let Some(at) = self.at()
        {
            if let Some(meant) = rethinking::meant(self, at, text) {
                return self.text(&meant);
            }
            if let Some(reply) = wishes::agreed_and_more(self, at, text) {
                return reply;
            }
        }
        // Where a free text is expected, only the bare word is a command: a name is not to be cut short.
        let strictness = match self.at() {
            Some(at) if questions::takes_free_text(&at.question.kind) => Strictness::Exact,
            _ => Strictness::Lenient,
        };
        if let Some(command) = self.ctx.nlu.command(text, self.ctx.lang, strictness)
            && !(matches!(command, Command::Cancel | Command::DeleteData) && wishes::wants_pause(self, text))
            && !self.means_option(text)
            && !self.means_place(&command, text)
            && !self.skips(&command, text)
        {
            if command == Command::Cancel
                && self.session.focus.as_ref().is_none_or(Focus::is_step)
                && focus::goes_on(self, text)
                && let Some(reply) = self.unchanged()
            {
                return reply;
            }
            return repair::command(self, &command, text);
        }
        if repair::is_ticket(text) {
            return repair::command(self, &Command::Status, text);
        }
        if let Some(reply) = focus::insisted(self, text) {
            return reply;
        }
        // Outside of its own side question, a typed text leaves that side question.
        self.session.leave_side_question();
        let Some(at) = self.at() else { return lobby::text(self, text) };
        if let Some(Focus::EmailCode { address }) = self.session.focus.clone()
            && let Some(reply) = code::text(self, &address, text)
        {
            return reply;
        }
        if ending::is_here(self) {
            return correction::correction(self, at, text).unwrap_or_else(|| ending::text(self, text));
        }
        let mended = wishes::pause(self, at, text)
            .or_else(|| pledge::said(self, at, text))
            .or_else(|| reasons::privacy(self, text))
            .or_else(|| wishes::hard_to_come(self, at, text))
            .or_else(|| wishes::help_wanted(self, at, text))
            .or_else(|| correction::correction(self, at, text))
            .or_else(|| correction::anothers(self, at, text))
            .or_else(|| wishes::skip(self, at, text))
            .or_else(|| wishes::lacks(self, at, text))
            .or_else(|| facts::take(self, at, text));
        if let Some(reply) = mended {
            return reply;
        }
        if let Some(step) = self.session.focus.clone() {
            return match repair::aside(self, text) {
                Some(reply) => reply,
                None => self.not_answered(at, Say::new(focus::fault_key(&step))),
            };
        }
        if (questions::takes_free_text(&at.question.kind) || questions::has_options_but_not(self, at, text))
            && repair::sounds_like_a_question(self, text)
            && let Some(reply) = repair::aside(self, text)
        {
            return reply;
        }
        match questions::text(self, at, text) {
            Taken::NotMine => {
                let beside = repair::is_beside(self, text);
                let meant = if beside { None } else { self.resembling(at, text) };
                match meant.or_else(|| repair::aside(self, text)).or_else(|| self.resembling(at, text)) {
                    Some(reply) => reply,
                    None => {
                        let fault = Say::new(questions::fault_key(&at.question.kind));
                        self.not_answered(at, fault)
                    }
                }
            }
            Taken::Fault(fault) => self.not_answered(at, fault),
            taken => self.taken(at, taken),
        }
    }

    fn tap(&mut self, payload: &str, title: &str) -> Reply {
        match payload::decode(payload) {
            Tapped::Command(command) => repair::command(self, &command, title),
            Tapped::Service(service) => lobby::open(self, &service),
            Tapped::Correct => correction::change(self).unwrap_or_else(|| self.ask()),
            Tapped::Move => moving::open(self).unwrap_or_else(|| repair::command(self, &Command::Status, "")),
            // The runtime turns this into `Event::Refile`; without the dossier there is nothing to redo.
            Tapped::Refile(_) | Tapped::Unknown => self.ask_again(Say::new("sys-stale-button")),
            Tapped::Focus { tag, focus, option } => match self.session.focus.clone() {
                Some(open) if tag == self.session.tag && open.word() == focus => {
                    focus::option(self, &open, &option)
                }
                _ => self.ask_again(Say::new("sys-stale-button")),
            },
            Tapped::Option { tag, question, option } => match self.at() {
                Some(at) if tag == self.session.tag && at.question.id == question => {
                    self.let_go();
                    let taken = questions::option(self, at, &option);
                    self.taken(at, taken)
                }
                _ => self.ask_again(Say::new("sys-stale-button")),
            },
        }
    }

    /// "gimana kalau ibu saya", "udah dari tahun lalu": asks nothing that has an answer, and resembles one option.
    fn resembling(&mut self, at: At<'c>, text: &str) -> Option<Reply> {
        let asks = repair::sounds_like_a_question(self, text);
        let option = match &at.question.kind {
            // "punya saya sama istri" names both.
            Kind::Choice { .. } if questions::contained_options(self, at, text).found.len() < 2 => {
                questions::contained_option(self, at, text)
            }
            _ => None,
        };
        let having = || questions::having(self, at, text, Having::First).filter(|_| !asks);
        let option = option.or_else(|| having().map(str::to_owned))?;
        let taken = questions::option(self, at, &option);
        Some(self.taken(at, taken))
    }

    /// Where the line of a street is waited for, nearly everything is one, and "batal" resembles the name of a region:
    /// but a command, a question, "skip", and an earlier answer that is said to be wrong are none. Whoever
    /// wants to pause picks nothing anywhere: "nanti" resembles "ganti", and names of places.
    fn leads_away(&self, focus: &Focus, text: &str) -> bool {
        let timed = matches!(focus, Focus::SlotDay { .. } | Focus::SlotHour { .. } | Focus::Move { .. });
        if wishes::wants_pause(self, text) && !timed && !focus::lists(self, focus, text) {
            return true;
        }
        // "tebet kejauhan" picks no place.
        let slot = matches!(focus, Focus::SlotPlace { .. } | Focus::SlotDay { .. } | Focus::SlotHour { .. });
        let calendar = || self.at().map_or("", questions::slot::calendar_of);
        if slot && wishes::finds_it_hard(self, calendar(), text) {
            return true;
        }
        matches!(focus, Focus::Street { .. } | Focus::Region { .. })
            && (self
                .ctx
                .nlu
                .command(text, self.ctx.lang, Strictness::Exact)
                .is_some_and(|command| !self.means_place(&command, text))
                || (text.contains('?') && repair::is_aside(self, text))
                || wishes::wants_skip(self, text)
                || correction::wants_change(self, text)
                || self.at().is_some_and(|at| !correction::said_wrong(self, at, text).is_empty()))
    }

    /// Opens a side question; a half-answered question waits behind it.
    pub fn set_focus(&mut self, focus: Focus) {
        if let Some(before) = self.session.focus.take()
            && before.is_step()
            && !focus.is_step()
        {
            self.session.parked = Some(before);
        }
        self.session.focus = Some(focus);
    }

    /// "batal" may be the label of an option of this very question; then it is an answer.
    fn means_option(&self, text: &str) -> bool {
        self.at().is_some_and(|at| {
            matches!(at.question.kind, Kind::Choice { .. } | Kind::Choices { .. })
                && (questions::exact_option(self, at, text).is_some() || questions::lists(self, at, text))
        })
    }

    /// "gak usah" drops no request where only an answer may be left out.
    fn skips(&self, command: &Command, text: &str) -> bool {
        *command == Command::Cancel
            && self.at().is_some_and(|at| {
                (at.question.optional || matches!(at.question.kind, Kind::Email { none: true, .. }))
                    && questions::names_option(self, at, text)
            })
    }

    /// Where places are asked for, "bali" is one, of a province or regency.
    fn means_place(&self, command: &Command, text: &str) -> bool {
        let places = |kind: &Kind| matches!(kind, Kind::Address { .. } | Kind::Village | Kind::Slot { .. });
        matches!(command, Command::Language(Some(_)))
            && self.ctx.regions.find(text, "", 4, 1).first().is_some_and(|found| found.sure)
            && self.at().is_some_and(|at| places(&at.question.kind))
    }

    /// The current question, when a service is open.
    pub fn at(&self) -> Option<At<'c>> {
        let definition = self.definition()?;
        self.session.current(definition).map(|question| At { definition, question })
    }

    pub fn definition(&self) -> Option<&'c Definition> {
        let service = self.session.service.as_deref()?;
        // A service that this very step opened, perhaps from the end of another, is not pinned by the runtime yet.
        let pinned = self.ctx.definition.filter(|pinned| pinned.service == service);
        pinned.or_else(|| self.ctx.service_of(service))
    }

    /// A file takes long to come: said once, so that the citizen does not send it again.
    pub fn tell_slow(&mut self) -> Reply {
        self.session.told_slow = true;
        Reply::say(Say::new("sys-photo-slow"))
    }

    /// The citizen did not want to wait. Where only a person can help, the question before it is asked again.
    fn resumed(&mut self) -> Reply {
        self.session.leave_side_question();
        self.session.failures = 0;
        if self.at().is_some_and(|at| at.question.kind == Kind::Person) {
            return repair::command(self, &Command::Back, "");
        }
        self.ask_again(Say::new("sys-left-queue"))
    }

    fn handed_back(&mut self) -> Reply {
        let now = self.ctx.now;
        self.session.leave_side_question();
        self.session.failures = 0;
        if let Some(at) = self.at()
            && at.question.kind == Kind::Person
        {
            self.session.answers.insert(at.question.id.clone(), Answer::Handled { at: now });
        }
        if ending::is_here(self) {
            self.drop_draft();
        }
        let said =
            if self.session.service.is_some() { "sys-back-with-bot" } else { "sys-back-with-bot-idle" };
        self.ask_again(Say::new(said))
    }
}

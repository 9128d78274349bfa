//! What becomes of what a question took: an answer is kept and the next question asked, the last one files the request;
//! and how an answer in the making, or a whole draft, is let go. Called by the step and by the rooms beside it.

use super::code;
use super::context::{At, Taken, Wish};
use super::definition::{Definition, Kind, Question};
use super::facts;
use super::lobby;
use super::mending;
use super::payload;
use super::questions::{self, files};
use super::repair;
use super::reply::{Arg, Effect, Mailing, Reply, Say};
use super::session::{Answer, Doubt, Focus, Reopened};
use super::step::Turn;
use super::summary;

impl<'c> Turn<'c> {
    pub fn taken(&mut self, at: At<'c>, taken: Taken) -> Reply {
        match taken {
            Taken::Answer(answer, said) => self.accept(at, answer, said),
            Taken::Fault(fault) => self.misunderstood(at, fault),
            Taken::Tell(said) => questions::told(self, at, said),
            Taken::Ask(focus) => {
                // A half of the answer was understood; a guess that is asked back may be wrong.
                if !focus.is_guess() {
                    self.session.failures = 0;
                }
                if let Focus::EmailCode { address } = &focus {
                    code::mail(self, address, Mailing::First);
                }
                self.ask_focus(focus)
            }
            Taken::Wish(Wish::Correct) => self.ask_focus(Focus::Correct),
            Taken::Wish(Wish::Person) => repair::human(self),
            Taken::Wish(Wish::Cancel) => repair::command(self, &crate::nlu::Command::Cancel, ""),
            Taken::Wish(Wish::RefuseConsent) => {
                if let Kind::Consent { text } = &at.question.kind {
                    self.effects.push(Effect::RecordConsent { text: text.clone(), given: false });
                }
                let service = self.session.service.clone();
                self.drop_draft();
                self.session.refused = service;
                let mut reply =
                    Reply::say(Say::new("sys-consent-refused").text("address", &self.ctx.office.address));
                reply.offers =
                    vec![payload::command("human", "btn-human"), payload::command("menu", "btn-menu")];
                reply
            }
            Taken::NotMine => self.ask_again(Say::new("sys-not-understood")),
        }
    }

    /// Keeps an answer and goes on.
    pub fn accept(&mut self, at: At<'c>, answer: Answer, said: Option<Say>) -> Reply {
        match &answer {
            Answer::Consent { text, .. } => {
                self.effects.push(Effect::RecordConsent { text: text.clone(), given: true });
            }
            // A button of an earlier summary sends nothing while it is not said whose the answers are.
            Answer::Confirmed { .. } if self.in_doubt() => return self.ask(),
            Answer::Confirmed { .. } => return self.file(at, answer),
            _ => {}
        }
        // Whoever stays with what they chose means that what they told then is not about it.
        let stays =
            |before: &Reopened| before.question == at.question.id && before.was.value() == answer.value();
        if self.session.reopened.as_ref().is_some_and(stays) {
            self.session.ahead = None;
        }
        self.keep(at, answer);
        self.session.settle();
        let reply = self.go_on();
        match said {
            Some(said) => reply.after(said),
            None => reply,
        }
    }

    /// Hears what was told ahead, and asks what is open then.
    pub(super) fn go_on(&mut self) -> Reply {
        // Whose it is comes first.
        let ahead = if self.in_doubt() { None } else { self.session.ahead.take() };
        let heard = ahead.and_then(|text| {
            let next = self.at()?;
            let heard = facts::take_ahead(self, next, text.expose());
            // Whose the rest is, the next answer says.
            let tells_whose = |at: &At<'_>| {
                at.definition.questions.iter().any(|q| q.whose.as_ref() == Some(&at.question.id))
            };
            self.session.ahead = self.at().filter(tells_whose).map(|_| text);
            heard
        });
        if let Some(heard) = heard {
            return heard;
        }
        let next = if self.in_doubt() { None } else { mending::next(self) };
        next.unwrap_or_else(|| self.ask())
    }

    /// Puts an answer in its place; where it says that it is about somebody else than before, what was answered about
    /// that one is in doubt.
    pub(super) fn keep(&mut self, at: At<'c>, answer: Answer) {
        let id = &at.question.id;
        let reopened = self.session.reopened.take_if(|reopened| reopened.question == *id);
        let before = reopened.map(|reopened| reopened.was);
        let before = before
            .as_ref()
            .or_else(|| self.session.answers.get(id))
            .map(|before| before.value().into_owned());
        // Told before it was known whose it is, as "nik saya …", it may be the one's who asks for another.
        let early = before.is_none() && answer.value() == lobby::OTHER;
        let was = before.or_else(|| early.then(String::new)).filter(|before| *before != answer.value());
        self.session.answers.insert(id.clone(), answer);
        if let Some(was) = was
            && !self.answered_of(at.definition, id).is_empty()
        {
            self.session.doubt = Some(Doubt { question: id.clone(), was });
        }
    }

    /// Whether it is still to be said whose the answers are; not where none of them is left.
    pub(super) fn in_doubt(&mut self) -> bool {
        let of = |definition, doubt: &Doubt| self.answered_of(definition, &doubt.question).is_empty();
        let over = self.definition().zip(self.session.doubt.as_ref()).is_none_or(|(d, doubt)| of(d, doubt));
        if over {
            self.session.doubt = None;
        }
        !over
    }

    /// The answered questions about whom a choice names.
    pub(super) fn answered_of<'d>(&self, definition: &'d Definition, whose: &str) -> Vec<&'d Question> {
        summary::shown_questions(&self.session, definition)
            .filter(|q| q.correct && q.whose.as_deref() == Some(whose))
            .collect()
    }

    /// Drops what was answered about somebody else than the one whom a choice names now.
    pub(super) fn ask_anew_of(&mut self, whose: &str) {
        let Some(definition) = self.definition() else { return };
        for question in definition.questions.iter().filter(|q| q.whose.as_deref() == Some(whose)) {
            self.session.reopened.take_if(|reopened| reopened.question == question.id);
            let Some(dropped) = self.session.answers.remove(&question.id) else { continue };
            let media: Vec<_> = dropped.files().iter().map(|f| f.media.clone()).collect();
            if !media.is_empty() {
                self.effects.push(Effect::Discard { media });
            }
        }
    }

    /// Takes an answer back to be changed, so that its question is asked again.
    pub(super) fn reopen(&mut self, question: &str) {
        self.take_back(question, true);
    }

    /// Takes an answer back, as whoever goes back a step does.
    pub(super) fn step_back(&mut self, question: &str) {
        self.take_back(question, false);
    }

    fn take_back(&mut self, question: &str, to_change: bool) {
        let before = self.session.answers.remove(question);
        self.session.settle();
        self.session.doubt.take_if(|doubt| doubt.question == question);
        let question = question.to_owned();
        self.session.reopened = before.map(|was| Reopened { question, was, to_change });
    }

    /// "ga jadi", said of a change that was begun: the answer is what it was. None: nothing is being changed.
    pub(super) fn unchanged(&mut self) -> Option<Reply> {
        let asked = self.at()?.question.id.clone();
        let before = self.session.reopened.take_if(|r| r.to_change && r.question == asked)?;
        self.let_go();
        // What was told with the change is not wanted either.
        self.session.ahead = None;
        self.session.answers.insert(before.question, before.was);
        self.session.settle();
        Some(self.go_on().after(Say::new("sys-unchanged")))
    }

    fn file(&mut self, at: At<'c>, answer: Answer) -> Reply {
        let now = self.ctx.now;
        self.session.answers.insert(at.question.id.clone(), answer);
        let payload = summary::dossier_payload(&self.session, at.definition, now);
        let booked = questions::slot::booking(&self.session, at.definition);
        self.effects.extend(booked.clone().map(Effect::Book));
        self.effects.push(Effect::File(payload));
        let receipt = Say::new("sys-receipt").with("ticket", Arg::Ticket).with("time", Arg::Time(now));
        let mut reply = Reply::say(receipt);
        if let Some(booking) = &booked {
            let slot = questions::slot::shown(self, booking);
            reply.parts.push(Say::new("sys-receipt-slot").with("slot", slot).tight());
        }
        reply.parts.push(Say::new("sys-receipt-code").with("code", Arg::LinkCode).tight());
        if !self.ctx.calendar.is_open(now)
            && let Some(opening) = self.ctx.calendar.next_opening(now)
        {
            reply.parts.push(Say::new("sys-receipt-closed").with("opening", Arg::Time(opening)));
        }
        reply.offers = vec![payload::command("status", "btn-status"), payload::command("human", "btn-human")];
        if booked.is_some() {
            reply.offers.insert(1, payload::command("move", "btn-move"));
        }
        self.session.close();
        reply
    }

    pub(super) fn already_filed(&mut self, ticket: Option<&str>) -> Reply {
        let mut reply = match ticket {
            Some(ticket) => Reply::say(Say::new("sys-already-filed").text("ticket", ticket)),
            None => Reply::say(Say::new("sys-already-filed-elsewhere")),
        };
        reply.offers = vec![payload::command("status", "btn-status"), payload::command("human", "btn-human")];
        self.drop_draft();
        reply
    }

    /// Forgets what is open before the current question, and the files that only it held. Pictures that would do
    /// as they are become the answer that they were.
    pub fn let_go(&mut self) {
        let mut open = [self.session.focus.take(), self.session.parked.take()];
        if let Some(at) = self.at() {
            let whole = |f: &Focus| matches!(f, Focus::MoreFiles { files, .. } if files.len() >= files::least(at.question));
            let whole = open.iter_mut().find(|focus| focus.as_ref().is_some_and(whole));
            if let Some(Focus::MoreFiles { files, .. }) = whole.and_then(Option::take) {
                let answer = Answer::Files { files, album: None, at: self.ctx.now };
                self.session.answers.insert(at.question.id.clone(), answer);
            }
        }
        let held = open.iter().flatten().flat_map(Focus::files);
        let media: Vec<_> = held.map(|f| f.media.clone()).collect();
        if !media.is_empty() {
            self.effects.push(Effect::Discard { media });
        }
    }

    /// Forgets the unfinished request and lets its files go.
    pub fn drop_draft(&mut self) {
        let media: Vec<_> = self.session.files().map(|f| f.media.clone()).collect();
        if !media.is_empty() {
            self.effects.push(Effect::Discard { media });
        }
        self.effects.push(Effect::DropDraft);
        self.session.close();
    }
}

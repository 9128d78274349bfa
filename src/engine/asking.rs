//! What is open is asked: the current question with what stands before it, a side question, and both again when an
//! answer could not be taken.

use super::context::At;
use super::definition::Kind;
use super::reply::{Effect, Offer, Reply, Say};
use super::session::Focus;
use super::step::Turn;
use super::{ending, focus, lobby, questions, repair};

impl<'c> Turn<'c> {
    /// Asks the current question, or offers the menu when no service is open.
    pub fn ask(&mut self) -> Reply {
        if self.session.focus.is_none() && self.in_doubt() {
            self.session.focus = Some(Focus::Whose);
        }
        if self.session.focus.is_some() {
            return focus::ask(self);
        }
        let Some(at) = self.at() else { return lobby::menu(self) };
        if at.question.kind == Kind::Person {
            self.session.told_to_wait = false;
            self.effects.push(Effect::AskPerson { why: "conversation" });
            let mut parts = self.notes(at);
            parts.push(Say::new(at.key("")));
            parts.extend(repair::queue_parts(self));
            return Reply { parts, offers: Vec::new() };
        }
        let mut parts = self.notes(at);
        if matches!(at.question.kind, Kind::Ending { .. }) {
            return ending::ask(self, at, parts);
        }
        parts.extend(questions::ask(self, at));
        Reply { parts, offers: questions::offers(self, at) }
    }

    /// What is to be said before a question, each note once in a request.
    fn notes(&mut self, at: At<'c>) -> Vec<Say> {
        let before = self.session.visible(at.definition).into_iter().take_while(|q| q.id != at.question.id);
        let open: Vec<String> = before
            .filter(|q| q.kind == Kind::Note && !self.session.noted.contains(&q.id))
            .map(|q| q.id.clone())
            .collect();
        let said = open.iter().map(|id| Say::new(at.definition.key(id, ""))).collect();
        self.session.noted.extend(open);
        said
    }

    /// The buttons of what is open now.
    pub fn offers(&self, at: At<'_>) -> Vec<Offer> {
        match &self.session.focus {
            Some(focus) => focus::offers(self, focus),
            None => questions::offers(self, at),
        }
    }

    /// Says something and asks the current question again, without counting a failure.
    pub fn ask_again(&mut self, said: Say) -> Reply {
        self.ask().after(said)
    }

    /// Counts a failure. The second time the approach changes, the third time a person is offered: never
    /// the same sentence three times.
    pub fn misunderstood(&mut self, at: At<'c>, fault: Say) -> Reply {
        self.session.failures += 1;
        match self.session.failures {
            1 => Reply { parts: vec![fault], offers: self.offers(at) },
            2 => {
                let help = Say::new(at.key("help"));
                Reply { parts: vec![fault, help], offers: self.offers(at) }
            }
            _ => {
                // Who goes on typing begins anew: the same three would be said for ever.
                self.session.failures = 0;
                let mut reply = self.ask_focus(Focus::OfferPerson);
                reply.parts.insert(0, fault);
                reply
            }
        }
    }

    /// The same to a text that neither answers nor asks anything that is known here.
    pub(super) fn not_answered(&mut self, at: At<'c>, fault: Say) -> Reply {
        self.unanswered = Some(fault.clone());
        self.misunderstood(at, fault)
    }

    /// A guess of ours was wrong: asked again, and counted like an answer that could not be taken.
    pub fn guessed_wrong(&mut self, at: At<'c>) -> Reply {
        if self.session.failures == 0 {
            self.session.failures = 1;
            return self.ask();
        }
        self.misunderstood(at, Say::new(questions::fault_key(&at.question.kind)))
    }

    pub fn ask_focus(&mut self, focus: Focus) -> Reply {
        self.set_focus(focus);
        focus::ask(self)
    }
}

//! What may not be asked for in the chat is asked for on a page of the office's own. The question, its checks and
//! what follows stay the same; only the request and where it is answered differ. A number typed in the chat all the
//! same is taken.

use super::context::{Event, MediaSeen};
use super::definition::{Kind, Question};
use super::payload;
use super::questions;
use super::reply::{Arg, Effect, Reply, Say};
use super::step::Turn;
use crate::domain::outbound::Sensitive;

/// Whether a kind of question is to be answered on the page where a channel wants it so.
#[must_use]
pub fn is_for_the_page(kind: &Kind, sensitive: Sensitive) -> bool {
    match kind {
        Kind::Nik | Kind::KkNumber { .. } => match sensitive {
            Sensitive::Numbers | Sensitive::All => true,
            Sensitive::Chat => false,
        },
        Kind::Files { .. } => sensitive == Sensitive::All,
        Kind::Consent { .. }
        | Kind::Choice { .. }
        | Kind::Choices { .. }
        | Kind::YesNo
        | Kind::Text { .. }
        | Kind::Name
        | Kind::Phone
        | Kind::Email { .. }
        | Kind::Date { .. }
        | Kind::Number { .. }
        | Kind::Money { .. }
        | Kind::Address { .. }
        | Kind::Location
        | Kind::Village
        | Kind::Slot { .. }
        | Kind::Declaration { .. }
        | Kind::Signature { .. }
        | Kind::Repeat
        | Kind::Computed { .. }
        | Kind::Note
        | Kind::Person
        | Kind::Ending { .. }
        | Kind::Confirm => false,
    }
}

/// The option that answers nothing yet: the chat tells how the paper is had, and waits.
pub const LATER: &str = "later";

/// How the question may be passed by on the page: the id of the option. Its label is a text of the question
/// (`…-without`, `…-later`) or, for `skip`, a button of every question.
#[must_use]
pub fn way_past(question: &Question) -> Option<&'static str> {
    match &question.kind {
        Kind::KkNumber { unknown: true } => Some("without"),
        _ if question.optional => Some("skip"),
        Kind::Files { later: true, .. } => Some(LATER),
        _ => None,
    }
}

/// What tapping that option in the chat would send.
#[must_use]
pub fn way_past_event(tag: &str, question: &str, option: &str) -> Event {
    let offer = payload::option(tag, question, option, Say::new("btn-page"));
    Event::Tap { payload: offer.payload, title: String::new() }
}

/// The question that the page asks, when this reply leaves the citizen at one. The request to type or send it here
/// becomes the request to open the page.
pub(super) fn lead_there(turn: &Turn<'_>, reply: &mut Reply) -> Option<String> {
    let waits_for_a_person =
        turn.effects.iter().any(|e| matches!(e, Effect::AskPerson { .. } | Effect::OptOut));
    if waits_for_a_person || turn.session.focus.is_some() {
        return None;
    }
    let at = turn.at()?;
    if !is_for_the_page(&at.question.kind, turn.ctx.sensitive) {
        return None;
    }
    let asks = at.key("");
    let key =
        if matches!(at.question.kind, Kind::Files { .. }) { "sys-page-photos" } else { "sys-page-number" };
    for part in reply.parts.iter_mut().filter(|part| part.key == asks) {
        *part = Say::new(key).with("what", Arg::Key(at.key("label")));
    }
    Some(at.question.id.clone())
}

/// A number from the page: it is that number or a slip of it, never a word that works anywhere.
pub(super) fn text(turn: &mut Turn<'_>, text: &str) -> Option<Reply> {
    let at = turn.at().filter(|at| matches!(at.question.kind, Kind::Nik | Kind::KkNumber { .. }))?;
    turn.let_go();
    Some(match questions::own_text(turn, at, text) {
        super::context::Taken::NotMine => {
            turn.misunderstood(at, Say::new(questions::fault_key(&at.question.kind)))
        }
        taken => turn.taken(at, taken),
    })
}

/// Files from the page. What the triage doubts was shown beside them there, so nothing is asked again.
pub(super) fn files(turn: &mut Turn<'_>, items: &[MediaSeen]) -> Option<Reply> {
    let at = turn.at().filter(|at| matches!(at.question.kind, Kind::Files { .. }))?;
    Some(questions::files::from_page(turn, at, items))
}

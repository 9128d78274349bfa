//! Questions that nothing here has an answer to. Where a model is configured it may be asked: the step says nothing,
//! and the answer comes as an event of its own and is said like that to a question in between. It changes no answer and
//! no position; without it the text is answered as it always was.

use super::context::Unanswered;
use super::definition::Kind;
use super::focus;
use super::lobby;
use super::repair;
use super::reply::{Effect, Reply, Say};
use super::session::Session;
use super::step::{Step, Turn};

/// So many figures in a text are somebody's number.
const FIGURES: usize = 4;

/// The step that asks, in the place of the one that `turn` came to, with the session as it was `before`. None: nobody
/// is to be asked.
pub(super) fn asked(turn: &Turn<'_>, before: Session, text: &str) -> Option<Step> {
    let veil = turn.ctx.veil?;
    let fault = turn.unanswered.as_ref().filter(|fault| fault.args.is_empty())?;
    let at = turn.at();
    let figures = text.chars().filter(|c| c.is_numeric()).count();
    let most = match at.map(|at| &at.question.kind) {
        // What is agreed to, stated or signed is explained in the office's words alone.
        Some(Kind::Consent { .. } | Kind::Declaration { .. } | Kind::Signature { .. } | Kind::Person) => {
            return None;
        }
        Some(Kind::Nik | Kind::KkNumber { .. } | Kind::Phone) => 1,
        _ => FIGURES,
    };
    if figures >= most || !repair::sounds_like_a_question(turn, text) {
        return None;
    }
    let question = veil.question(turn.ctx.nlu, text, turn.ctx.lang)?;
    let unanswered = Unanswered {
        fault: fault.key.clone(),
        tag: before.tag.clone(),
        question: at.map(|at| at.question.id.clone()),
    };
    // What is still to be said in front of the next bubble stays to be said.
    let session = before.without_side_question();
    let effects = vec![Effect::AskModel { question, unanswered }];
    Some(Step { session, reply: None, effects, page: None, asks: None, about: None })
}

/// The answer, and what is open now.
pub(super) fn said(turn: &mut Turn<'_>, answer: &str) -> Reply {
    let mut reply = turn.ask_again(Say::new("sys-advice").text("answer", answer));
    if turn.at().is_none() && turn.session.focus.is_none() {
        // Outside of a request the menu's sentence adds nothing to the answer.
        reply.parts.truncate(1);
    }
    reply
}

/// No answer came: what would have been said without asking. Where the citizen went on meanwhile, it counts as no
/// failure at what is open now.
pub(super) fn unsaid(turn: &mut Turn<'_>, unanswered: &Unanswered) -> Reply {
    let at = turn.at();
    let question = at.map(|at| at.question.id.as_str());
    let went_on = question != unanswered.question.as_deref() || turn.session.tag != unanswered.tag;
    let fault = match &turn.session.focus {
        _ if went_on => None,
        Some(step) if step.is_step() => Some(focus::fault_key(step).to_owned()),
        // Another side question has come up.
        Some(_) => None,
        None => Some(unanswered.fault.clone()),
    };
    match (at, fault) {
        (_, None) => turn.ask_again(Say::new(lobby::NOT_UNDERSTOOD)),
        (Some(at), Some(fault)) => turn.misunderstood(at, Say::new(fault)),
        (None, Some(_)) => lobby::not_understood(turn),
    }
}

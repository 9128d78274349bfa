//! Proving that an e-mail address reaches the citizen: six digits are mailed there and typed in the chat. The engine
//! asks for the mail and for the comparison and hears what came of them; the secret, the clock and the limits are the
//! runtime's. Nothing of a code is ever sent back.

use super::context::{Event, Mail, MailFate};
use super::definition::{Kind, Reach};
use super::questions;
use super::repair;
use super::reply::{Effect, Mailing, Reply, Say};
use super::session::{Answer, Focus, PROVEN, UNPROVEN};
use super::step::Turn;
use crate::domain::Millis;
use crate::domain::redacted::Redacted;

/// Digits of a code.
pub const CODE_LENGTH: usize = 6;
/// What may be a code with a slip in it.
const SLIP: std::ops::RangeInclusive<usize> = 4..=8;
/// A wait up to here is told in seconds.
const SHORT: Millis = 90_000;

pub(super) fn ask(address: &Redacted<String>) -> Say {
    Say::new("sys-ask-email-code").text("address", address.expose().clone())
}

/// The buttons while a code is waited for.
pub(super) const OPTIONS: [(&str, &str); 3] =
    [("again", "btn-code-again"), ("other", "btn-code-other"), ("human", "btn-human")];

/// A code to be mailed, as the question in the conversation wants it.
pub(super) fn mail(turn: &mut Turn<'_>, address: &Redacted<String>, mailing: Mailing) {
    if let Some(at) = turn.at() {
        let question = at.question.id.clone();
        turn.effects.push(Effect::MailCode { question, address: address.clone(), mailing });
    }
}

/// A typed text: the code, or another address. None: something else is meant.
pub(super) fn text(turn: &mut Turn<'_>, address: &Redacted<String>, text: &str) -> Option<Reply> {
    let at = turn.at()?;
    if text.contains('@') {
        turn.session.focus = None;
        let taken = questions::own_text(turn, at, text);
        return Some(turn.taken(at, taken));
    }
    if repair::sounds_like_a_question(turn, text) {
        return None;
    }
    // "123-456", "kodenya 123 456"
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() == CODE_LENGTH {
        let question = at.question.id.clone();
        let (address, code) = (address.clone(), Redacted::from(digits));
        turn.effects.push(Effect::CheckCode { question, address, code });
        return Some(Reply::default());
    }
    let bare = !text.chars().any(char::is_alphabetic);
    if bare && SLIP.contains(&digits.len()) {
        return Some(turn.misunderstood(at, Say::new("fault-email-code")));
    }
    // "tidak punya e-mail"
    if !digits.is_empty() || !questions::lists(turn, at, text) {
        return None;
    }
    turn.session.focus = None;
    let taken = questions::text(turn, at, text);
    Some(turn.taken(at, taken))
}

/// A tapped button.
pub(super) fn option(turn: &mut Turn<'_>, address: &Redacted<String>, option: &str) -> Reply {
    let open = Focus::EmailCode { address: address.clone() };
    match option {
        "again" if turn.ctx.mail == Mail::Off => believed(turn, address),
        "again" => {
            mail(turn, address, Mailing::Again);
            told(turn, open, Say::new("sys-code-mailed-again").text("address", address.expose().clone()))
        }
        "human" => {
            turn.session.focus = Some(open);
            repair::human(turn)
        }
        _ => turn.ask(),
    }
}

/// The office sends no mail any more: the address is taken as it was typed, and marked.
fn believed(turn: &mut Turn<'_>, address: &Redacted<String>) -> Reply {
    match turn.at() {
        Some(at) => {
            let answer = Answer::Text { value: address.clone(), flags: vec![UNPROVEN.to_owned()] };
            turn.accept(at, answer, None)
        }
        None => turn.ask(),
    }
}

/// Said in place of the request for the code, which stays open.
fn told(turn: &mut Turn<'_>, open: Focus, said: Say) -> Reply {
    let mut reply = turn.ask_focus(open);
    reply.parts = vec![said];
    reply
}

/// What came of a mail or a typed code. None: the conversation went on without it.
pub(super) fn outcome(turn: &mut Turn<'_>, event: &Event) -> Option<Reply> {
    turn.session.leave_side_question();
    let open = match &turn.session.focus {
        Some(open @ Focus::EmailCode { .. }) => Some(open.clone()),
        _ => None,
    };
    let at = turn.at().filter(|at| matches!(at.question.kind, Kind::Email { reach: Reach::Code, .. }))?;
    match (event, open) {
        (Event::CodeRight { address }, Some(_)) => {
            let answer = Answer::Text { value: address.clone(), flags: vec![PROVEN.to_owned()] };
            Some(turn.accept(at, answer, Some(Say::new("sys-email-proven"))))
        }
        (Event::CodeWrong { left }, Some(open)) if *left <= 0 => {
            Some(told(turn, open, Say::new("sys-code-locked")))
        }
        (Event::CodeWrong { left }, Some(open)) => {
            Some(told(turn, open, Say::new("sys-code-wrong").number("left", *left)))
        }
        (Event::CodeOver, Some(open)) => Some(told(turn, open, Say::new("sys-code-over"))),
        (Event::MailFailed(MailFate::GaveUp), Some(open)) => {
            Some(told(turn, open, Say::new("sys-mail-gave-up")))
        }
        (Event::MailFailed(MailFate::Refused), Some(Focus::EmailCode { address })) => {
            turn.session.focus = None;
            let said = Say::new("sys-mail-refused").text("address", address.expose().clone());
            Some(turn.ask_again(said))
        }
        (Event::CodeNotMailed { wait }, open) => {
            let said = if *wait <= SHORT {
                Say::new("sys-code-too-soon").number("seconds", (wait / 1000).max(1))
            } else {
                Say::new("sys-code-enough").number("minutes", (wait / 60_000).max(1))
            };
            match open {
                Some(open) => Some(told(turn, open, said)),
                None => {
                    let mut reply = Reply { parts: vec![said], offers: questions::offers(turn, at) };
                    reply.offers.push(super::payload::command("human", "btn-human"));
                    Some(reply)
                }
            }
        }
        _ => None,
    }
}

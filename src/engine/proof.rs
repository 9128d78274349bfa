//! Being who one was. After an address changed, nothing that was filed is shown before the last digits of a
//! number prove that the right person writes; and a request of another chat opens with its code and those
//! digits, never by name or phone. Tries are bounded; nothing asked for is ever repeated.

use super::context::{Event, Known};
use super::payload;
use super::repair;
use super::reply::{Effect, Reply, Say};
use super::session::{Answer, Focus};
use super::step::Turn;
use crate::domain::redacted::Redacted;
use crate::nlu::{Command, Strictness};

/// The letters of a code; see the store's.
const CODE_LENGTH: usize = 6;
const DIGITS: usize = 4;

/// Before anything else: what a citizen's event gets instead of an answer while a proof is due.
pub(super) fn gate(turn: &mut Turn<'_>, event: &Event) -> Option<Reply> {
    let known = turn.ctx.proof.recheck?;
    if !event.is_citizens() || known == Known::Nothing || !has_something_to_hide(turn) {
        if event.is_citizens() {
            turn.effects.push(Effect::NothingToProve);
        }
        return None;
    }
    let through = match event {
        Event::Text(text) => match turn.ctx.nlu.command(text, turn.ctx.lang, Strictness::Exact) {
            Some(command) => shows_nothing(&command),
            None => turn.session.focus == Some(Focus::Recheck) && answers(turn, text),
        },
        Event::Tap { payload, .. } => match payload::decode(payload) {
            payload::Tapped::Focus { focus, .. } => focus == Focus::Recheck.word(),
            payload::Tapped::Command(command) => shows_nothing(&command),
            _ => false,
        },
        _ => false,
    };
    if through {
        return None;
    }
    if turn.ctx.proof.tries_left <= 0 {
        return Some(locked());
    }
    Some(super::focus::open(turn, Focus::Recheck))
}

/// An unfinished request without a number holds nothing that names a person, and nothing to ask for.
fn has_something_to_hide(turn: &Turn<'_>) -> bool {
    let named = |answer: &Answer| !matches!(answer, Answer::Consent { .. } | Answer::Choice { .. });
    !turn.ctx.cases.is_empty() || turn.session.answers.values().any(named)
}

fn shows_nothing(command: &Command) -> bool {
    matches!(command, Command::Stop | Command::Human | Command::Language(_))
}

/// Whether a text answers the open side question: the digits, or one of its buttons in words.
fn answers(turn: &Turn<'_>, text: &str) -> bool {
    let label =
        |key: &str| (turn.ctx.words)(key).is_some_and(|label| label.eq_ignore_ascii_case(text.trim()));
    only_digits(text).is_some()
        || matches!(text.trim(), "1" | "2")
        || label("btn-start-fresh")
        || label("btn-human")
}

pub(super) fn ask_recheck(turn: &Turn<'_>) -> Say {
    match turn.ctx.proof.recheck {
        Some(Known::KkNumber) => Say::new("sys-ask-recheck-kk"),
        Some(Known::Nik | Known::Nothing) | None => Say::new("sys-ask-recheck-nik"),
    }
}

/// A typed answer to one of the two side questions.
pub(super) fn text(turn: &mut Turn<'_>, focus: &Focus, text: &str) -> Option<Reply> {
    match focus {
        Focus::Recheck => {
            let digits = only_digits(text)?;
            turn.effects.push(Effect::Prove { digits: Redacted::from(digits) });
            Some(Reply::default())
        }
        Focus::Link { ticket } => {
            let command = turn.ctx.nlu.command(text, turn.ctx.lang, Strictness::Exact).is_some();
            if command || text.split_whitespace().any(repair::is_ticket) {
                return None;
            }
            // A word of six letters in a sentence is no code.
            let alone = words(text).count() == 1;
            match (code_in(text), digits_in(text)) {
                (Some(_), None) if !alone => None,
                (Some(code), Some(digits)) => {
                    let (code, digits) = (Redacted::from(code), Redacted::from(digits));
                    turn.effects.push(Effect::Link { ticket: ticket.clone(), code, digits });
                    Some(Reply::default())
                }
                (None, None) => None,
                _ => {
                    let mut reply = super::focus::ask(turn);
                    reply.parts = vec![Say::new("sys-link-both")];
                    Some(reply)
                }
            }
        }
        _ => None,
    }
}

/// The outcome, as the runtime found it.
pub(super) fn outcome(turn: &mut Turn<'_>, event: &Event) -> Option<Reply> {
    match event {
        Event::Proven => {
            turn.session.leave_side_question();
            Some(turn.ask_again(Say::new("sys-proven")))
        }
        Event::NotProven { left } if *left <= 0 => {
            turn.session.leave_side_question();
            Some(locked())
        }
        Event::NotProven { left } => {
            let mut reply = super::focus::ask(turn);
            reply.parts = vec![Say::new("sys-not-proven").number("left", *left)];
            Some(reply)
        }
        Event::Linked { ticket } => {
            turn.session.leave_side_question();
            let reply = repair::command(turn, &Command::Status, ticket);
            Some(reply.after(Say::new("sys-linked").text("ticket", ticket.clone())))
        }
        Event::Fresh => Some(super::lobby::menu(turn)),
        _ => None,
    }
}

/// A request that was not filed from here: asked for by code, whether or not it exists.
pub(super) fn ask_link(turn: &mut Turn<'_>, ticket: String) -> Reply {
    if turn.ctx.proof.tries_left <= 0 {
        return locked();
    }
    super::focus::open(turn, Focus::Link { ticket })
}

fn locked() -> Reply {
    let mut reply = Reply::say(Say::new("sys-proof-locked"));
    reply.offers = vec![payload::command("human", "btn-human")];
    reply
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

fn digits_in(text: &str) -> Option<String> {
    let four = |word: &&str| word.len() == DIGITS && word.bytes().all(|b| b.is_ascii_digit());
    words(text).find(four).map(str::to_owned)
}

/// The digits and nothing that looks like another number: a NIK typed in full counts by its end.
fn only_digits(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let end = digits.len().checked_sub(DIGITS)?;
    let letters = text.chars().any(char::is_alphabetic);
    (!letters && matches!(digits.len(), DIGITS | 16)).then(|| digits[end..].to_owned())
}

/// A word of six letters in capitals or in a line of its own kind; I, L and O are never part of a code.
fn code_in(text: &str) -> Option<String> {
    let code = |word: &&str| {
        word.len() == CODE_LENGTH
            && word.bytes().all(|b| b.is_ascii_alphabetic())
            && !word.bytes().any(|b| b"ILOilo".contains(&b))
    };
    words(text).find(code).map(str::to_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_and_the_last_digits_are_found_in_what_people_type() {
        let check = |text: &str, code: Option<&str>, digits: Option<&str>| {
            assert_eq!((code_in(text).as_deref(), digits_in(text).as_deref()), (code, digits), "{text}");
        };
        check("KXWMTR 9901", Some("KXWMTR"), Some("9901"));
        check("kode: kxwmtr, nik 9901", Some("KXWMTR"), Some("9901"));
        check("9901", None, Some("9901"));
        check("kxwmtr", Some("KXWMTR"), None);
        check("saya lupa", None, None);
    }

    #[test]
    fn last_digits_stand_alone_or_end_a_whole_number() {
        assert_eq!(only_digits(" 9901 ").as_deref(), Some("9901"));
        assert_eq!(only_digits("5108 0641 0790 9901").as_deref(), Some("9901"));
        assert_eq!(only_digits("99012"), None);
        assert_eq!(only_digits("nik 9901"), None);
    }
}

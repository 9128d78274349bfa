//! Several facts in one message: "nama saya Made, nik 5108…" answers both questions and neither is asked; a number that
//! comes before its question is kept for it. Nothing is taken before the agreement.

use super::context::{At, Taken};
use super::definition::{Definition, Kind, Question};
use super::heard;
use super::questions;
use super::reply::{Arg, Reply, Say};
use super::session::Answer;
use super::step::Turn;
use super::summary;

/// The kind of question that it answers, and what was said of it.
type Fact = (fn(&Kind) -> bool, Option<String>);

/// What a text says beside or before the current question. None: nothing of that sort.
pub(super) fn take<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    taken(turn, at, text, false)
}

/// The same of a text that came before the current question was asked: what answers it is told too.
pub(super) fn take_ahead<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    taken(turn, at, text, true)
}

fn taken<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str, ahead: bool) -> Option<Reply> {
    let told = match &at.question.kind {
        // Everything is an answer there, or nothing yet.
        Kind::Consent { .. }
        | Kind::Text { .. }
        | Kind::Address { .. }
        | Kind::Village
        | Kind::Person
        | Kind::Ending { .. } => {
            return None;
        }
        _ if turn.session.focus.is_some() => return None,
        _ => heard::entities(turn, text),
    };
    // "nik saya …" of who asks for another is not the owner's.
    let own = speaks_of_oneself(turn, at, text);
    let facts: [Fact; 5] = [
        (|k| matches!(k, Kind::Nik), told.nik.as_ref().map(|v| v.expose().clone())),
        (|k| matches!(k, Kind::Name), told.name.as_ref().map(|v| v.expose().to_owned())),
        (|k| matches!(k, Kind::KkNumber { .. }), told.kk_number.as_ref().map(|v| v.expose().clone())),
        (|k| matches!(k, Kind::Phone), told.phone.as_ref().map(|v| v.expose().to_owned())),
        (|k| matches!(k, Kind::Email { .. }), told.email.as_ref().map(|v| v.expose().to_owned())),
    ];
    let (mut taken, mut fault) = (Vec::new(), None);
    let before = turn.session.clone();
    // First, since it may bring questions into the conversation, or take them out, that the rest answers.
    // A name that was told ahead may be another's than the one that is asked for now.
    let may_be = !ahead || at.question.kind != Kind::Name;
    if may_be
        && facts.iter().any(|(_, value)| value.is_some())
        && let Some(answer) = of_a_part(turn, at, text)
    {
        turn.keep(at, answer);
        taken.push(at.question);
    }
    for (of_kind, value) in facts {
        // The name that answers what is asked is nobody else's too.
        let Some(value) = value.filter(|_| !taken.iter().any(|q| of_kind(&q.kind))) else { continue };
        let Some(question) = open(turn, at.definition, of_kind) else { continue };
        if own && question.whose.is_some() {
            continue;
        }
        match questions::text(turn, At { question, ..at }, &value) {
            Taken::Answer(answer, _) => {
                turn.keep(At { question, ..at }, answer);
                taken.push(question);
            }
            Taken::Fault(said) if question.id == at.question.id => fault = Some(said),
            _ => {}
        }
    }
    let beside = taken.iter().any(|q| ahead || q.id != at.question.id);
    // A sentence around the very number that is asked for; a number with a slip in it is looked at as it is.
    let sentence = text.split_whitespace().any(|word| word.chars().all(char::is_alphabetic));
    let within =
        sentence && matches!(at.question.kind, Kind::Nik | Kind::KkNumber { .. }) && !taken.is_empty();
    if !beside && !within {
        turn.session = before;
        return None;
    }
    let labels = taken.iter().map(|q| summary::label(at.definition, q)).collect();
    let noted = Say::new("sys-facts-noted").with("labels", Arg::List(labels));
    if let Some(fault) = fault {
        return Some(turn.misunderstood(at, fault).after(noted));
    }
    turn.session.settle();
    let reply = turn.ask();
    Some(if beside { reply.after(noted) } else { reply })
}

/// Whether numbers or a name are told as one's own, where another's are wanted.
pub(super) fn speaks_of_oneself(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    let anothers =
        at.definition.questions.iter().filter_map(|q| q.whose.as_ref()).any(
            |whose| matches!(turn.session.answers.get(whose), Some(Answer::Choice { id }) if id != "self"),
        );
    let said = heard::plain(turn, text);
    anothers
        && heard::phrases(turn, "sys-mine-words").iter().any(|phrase| heard::contains(&said, &phrase.plain))
}

/// "saya sendiri, nik …", "Putu Ayu Lestari. KK …": the answer to the current question in one part of the text, where it
/// is as plain as if it stood alone.
fn of_a_part(turn: &Turn<'_>, at: At<'_>, text: &str) -> Option<Answer> {
    let whole = |part: &&str| {
        let part = part.trim();
        !part.is_empty() && !part.chars().any(|c| c.is_ascii_digit() || c == '@')
    };
    let plainly = |part: &str| match at.question.kind {
        Kind::Choice { .. } | Kind::YesNo => questions::names_option(turn, at, part),
        // Two words at least: what else is said in one is no name.
        Kind::Name => part.split_whitespace().count() > 1,
        _ => false,
    };
    let mut found = text.split([',', '.', ';', '\n']).filter(whole).filter(|part| plainly(part.trim()));
    let part = found.next()?;
    match questions::text(turn, at, part.trim()) {
        Taken::Answer(answer, _) if found.next().is_none() => Some(answer),
        _ => None,
    }
}

/// The one open question of a kind. Where another one may still come into the conversation, it is not clear whose name
/// or number it is.
fn open<'d>(turn: &Turn<'_>, definition: &'d Definition, of_kind: fn(&Kind) -> bool) -> Option<&'d Question> {
    let session = &turn.session;
    let visible = session.visible(definition);
    let answered = |id: &str| session.answers.contains_key(id);
    let waits = |q: &Question| {
        q.when
            .as_ref()
            .is_some_and(|when| when.comparisons().any(|c| is_open(definition, &c.question, &answered)))
    };
    let mut open = definition.questions.iter().filter(|q| {
        of_kind(&q.kind) && !answered(&q.id) && (visible.iter().any(|v| v.id == q.id) || waits(q))
    });
    let only = open.next()?;
    let alone = open.next().is_none();
    (alone && visible.iter().any(|v| v.id == only.id)).then_some(only)
}

/// Whether a question that a condition looks at has no answer yet; a computed value is as open as its source.
fn is_open(definition: &Definition, id: &str, answered: &dyn Fn(&str) -> bool) -> bool {
    match definition.question(id).map(|q| &q.kind) {
        Some(Kind::Computed { formula }) => {
            formula.sources().into_iter().any(|from| from != id && is_open(definition, from, answered))
        }
        _ => !answered(id),
    }
}

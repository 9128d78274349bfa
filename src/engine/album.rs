//! The pictures of an accepted answer, looked at one by one: replaced, taken out, added to. A picture that is to be
//! replaced stays until the other one is there.

use super::context::At;
use super::definition::Kind;
use super::focus;
use super::questions::files;
use super::reply::{Arg, Effect, Reply, Say};
use super::session::{Answer, FileAnswer, Focus};
use super::step::Turn;
use super::summary;
use crate::domain::ids::MediaId;

/// Opens the pictures of an answered question. None: it holds none.
pub(super) fn open(turn: &mut Turn<'_>, question: &str) -> Option<Reply> {
    let focus = match held(turn, question) {
        [] => return None,
        [only] => Focus::OneFile { question: question.to_owned(), media: only.media.clone() },
        _ => Focus::Files { question: question.to_owned() },
    };
    Some(focus::open(turn, focus))
}

fn held<'t>(turn: &'t Turn<'_>, question: &str) -> &'t [FileAnswer] {
    match turn.session.answers.get(question) {
        Some(Answer::Files { files, .. }) => files,
        _ => &[],
    }
}

fn question<'c>(turn: &Turn<'c>, id: &str) -> Option<At<'c>> {
    let definition = turn.definition()?;
    definition.question(id).map(|question| At { definition, question })
}

fn has_room(turn: &Turn<'_>, id: &str) -> bool {
    let most = question(turn, id).map_or(0, |at| match at.question.kind {
        Kind::Files { max, .. } => max,
        _ => 0,
    });
    held(turn, id).len() < most
}

fn place(files: &[FileAnswer], media: &MediaId) -> i64 {
    let at = files.iter().position(|file| file.media == *media).unwrap_or(0);
    i64::try_from(at + 1).unwrap_or(1)
}

fn count(files: &[FileAnswer]) -> i64 {
    i64::try_from(files.len()).unwrap_or(i64::MAX)
}

/// The rows of both side questions.
pub(super) fn options(turn: &Turn<'_>, focus: &Focus) -> Vec<(String, Say)> {
    let row = |id: &str, key: &str| (id.to_owned(), Say::new(key));
    let (mut all, id) = match focus {
        Focus::Files { question } => {
            let numbers = 1..=held(turn, question).len();
            let number =
                |n: usize| (n.to_string(), Say::new("btn-photo-number").text("number", n.to_string()));
            (numbers.map(number).collect::<Vec<_>>(), question)
        }
        Focus::OneFile { question, .. } if held(turn, question).len() > 1 => {
            return vec![
                row("replace", "btn-photo-replace"),
                row("remove", "btn-photo-remove"),
                row("done", "btn-photo-done"),
            ];
        }
        Focus::OneFile { question, .. } => (vec![row("replace", "btn-photo-replace")], question),
        _ => return Vec::new(),
    };
    if has_room(turn, id) {
        all.push(row("add", "btn-photo-add"));
    }
    all.push(row("done", "btn-photo-done"));
    all
}

pub(super) fn ask(turn: &Turn<'_>, focus: &Focus) -> Say {
    let label = |id: &str| {
        let label = question(turn, id).map(|at| summary::label(at.definition, at.question));
        Arg::Say(Box::new(label.unwrap_or_else(|| Say::new("sys-value-files"))))
    };
    match focus {
        Focus::OneFile { question, media } => {
            let files = held(turn, question);
            Say::new("sys-ask-one-file")
                .with("label", label(question))
                .number("number", place(files, media))
                .number("count", count(files))
        }
        Focus::Files { question } => Say::new("sys-ask-files")
            .with("label", label(question))
            .number("count", count(held(turn, question))),
        _ => Say::new("sys-menu"),
    }
}

/// What was picked in one of the two side questions.
pub(super) fn option(turn: &mut Turn<'_>, focus: &Focus, option: &str) -> Reply {
    let (id, media) = match focus {
        Focus::Files { question } => (question, None),
        Focus::OneFile { question, media } => (question, Some(media)),
        _ => return turn.ask(),
    };
    let files = held(turn, id).to_vec();
    match (option, media) {
        ("add", _) => hold(turn, id, Focus::MoreFiles { files, instead: None }),
        ("replace", Some(media)) => hold(turn, id, Focus::MoreFiles { files, instead: Some(media.clone()) }),
        ("remove", Some(media)) if files.len() > 1 => remove(turn, id, media),
        (number, None) => match number.parse::<usize>().ok().and_then(|n| files.get(n.checked_sub(1)?)) {
            Some(file) => turn.ask_focus(Focus::OneFile { question: id.clone(), media: file.media.clone() }),
            None => turn.ask(),
        },
        _ => turn.ask(),
    }
}

/// The answer becomes half an answer again.
fn hold(turn: &mut Turn<'_>, id: &str, focus: Focus) -> Reply {
    turn.session.answers.remove(id);
    turn.session.settle();
    turn.ask_focus(focus)
}

/// A picture that comes while one is looked at is meant to replace it; while all are, to join them.
pub(super) fn make_way(turn: &mut Turn<'_>) {
    let (id, instead) = match turn.session.focus.clone() {
        Some(Focus::OneFile { question, media }) => (question, Some(media)),
        Some(Focus::Files { question }) if has_room(turn, &question) => (question, None),
        _ => return,
    };
    let files = held(turn, &id).to_vec();
    if !files.is_empty() {
        turn.session.answers.remove(&id);
        turn.session.settle();
        turn.session.focus = Some(Focus::MoreFiles { files, instead });
    }
}

fn remove(turn: &mut Turn<'_>, id: &str, media: &MediaId) -> Reply {
    let number = place(held(turn, id), media);
    if let Some(Answer::Files { files, .. }) = turn.session.answers.get_mut(id) {
        files.retain(|file| file.media != *media);
    }
    turn.effects.push(Effect::Discard { media: vec![media.clone()] });
    let least = question(turn, id).map_or(1, |at| match at.question.kind {
        Kind::Files { min, .. } => min,
        _ => 1,
    });
    let files = held(turn, id).to_vec();
    let said = Say::new("sys-photo-removed").number("number", number);
    if files.len() < least {
        return hold(turn, id, Focus::MoreFiles { files, instead: None }).after(said);
    }
    turn.ask().after(said)
}

/// How half an answer asks for the picture that is missing.
pub(super) fn ask_more(turn: &Turn<'_>, files: &[FileAnswer], instead: Option<&MediaId>) -> Say {
    if let Some(media) = instead {
        return Say::new("sys-ask-photo-instead").number("number", place(files, media));
    }
    let least = turn.at().map_or(1, |at| files::least(at.question));
    match least.checked_sub(files.len()) {
        None | Some(0) => Say::new("sys-ask-photo-more"),
        Some(missing) => Say::new("sys-ask-more-files")
            .number("count", count(files))
            .number("missing", i64::try_from(missing).unwrap_or(i64::MAX)),
    }
}

/// Half an answer that would do as it is can be left so.
pub(super) fn more_options(turn: &Turn<'_>, files: &[FileAnswer]) -> Vec<(String, Say)> {
    let enough = turn.at().is_some_and(|at| files.len() >= files::least(at.question));
    if enough { vec![("done".to_owned(), Say::new("btn-photo-done"))] } else { Vec::new() }
}

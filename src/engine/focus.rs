//! Side questions: really cancel? which answer is wrong? did you mean this? Each is open before the current
//! question and answered by tap, number or words; what does not answer it goes on as usual.

use super::payload;
use super::questions;
use super::reply::{Arg, Effect, Reply, Say};
use super::session::{Answer, Focus};
use super::step::Turn;
use super::{lobby, proof, repair, summary};
use crate::nlu::Offered;

pub(super) fn open(turn: &mut Turn<'_>, focus: Focus) -> Reply {
    turn.session.focus = Some(focus);
    ask(turn)
}

/// The options of a side question: (option, key of its label).
fn options(turn: &Turn<'_>, focus: &Focus) -> Vec<(String, Say)> {
    let fixed = |pairs: &[(&str, &str)]| -> Vec<(String, Say)> {
        pairs.iter().map(|(option, key)| ((*option).to_owned(), Say::new(*key))).collect()
    };
    match focus {
        Focus::Cancel => fixed(&[("yes", "btn-cancel-yes"), ("no", "btn-go-on")]),
        Focus::StartOver => fixed(&[("yes", "btn-start-over-yes"), ("no", "btn-go-on")]),
        Focus::Withdraw { .. } => fixed(&[("yes", "btn-withdraw-yes"), ("no", "btn-withdraw-no")]),
        Focus::Suggest { .. } => fixed(&[("yes", "btn-yes"), ("no", "btn-no")]),
        Focus::PoorFile { .. } => fixed(&[("again", "btn-photo-again"), ("keep", "btn-photo-keep")]),
        Focus::Delete => fixed(&[("yes", "btn-delete-yes"), ("no", "btn-no")]),
        Focus::Language => fixed(&[("id", "btn-language-id"), ("en", "btn-language-en")]),
        Focus::OfferPerson => fixed(&[("yes", "btn-human"), ("no", "btn-try-again")]),
        Focus::Recheck => fixed(&[("fresh", "btn-start-fresh"), ("human", "btn-human")]),
        Focus::Link { .. } => fixed(&[("no", "btn-withdraw-no"), ("human", "btn-human")]),
        Focus::Village { codes } => {
            let mut all: Vec<(String, Say)> = codes
                .iter()
                .filter_map(|code| turn.ctx.regions.village(code))
                .map(|v| {
                    let label = Say::new("sys-village").text("name", v.name).text("district", v.district);
                    (v.code.to_owned(), label)
                })
                .collect();
            all.push(("other".into(), Say::new("btn-village-other")));
            all
        }
        Focus::Correct => match turn.definition() {
            Some(definition) => summary::shown_questions(&turn.session, definition)
                .filter(|q| q.correct)
                .map(|q| (q.id.clone(), Say::new(definition.key(&q.id, "label"))))
                .collect(),
            None => Vec::new(),
        },
    }
}

pub(super) fn ask(turn: &mut Turn<'_>) -> Reply {
    let Some(focus) = turn.session.focus.clone() else { return turn.ask() };
    let said = match &focus {
        Focus::Cancel => Say::new("sys-ask-cancel"),
        Focus::StartOver => Say::new("sys-ask-start-over"),
        Focus::Withdraw { dossier } => {
            let ticket = turn.ctx.cases.iter().find(|c| &c.dossier == dossier).map(|c| c.ticket.clone());
            Say::new("sys-ask-withdraw").text("ticket", ticket.unwrap_or_default())
        }
        // A NIK is never sent back in full: the chat stays on a phone that may change hands.
        Focus::Suggest { value } if value.expose().bytes().all(|b| b.is_ascii_digit()) => {
            Say::new("sys-ask-suggest-number")
        }
        Focus::Suggest { value } => Say::new("sys-ask-suggest").text("value", value.expose().clone()),
        Focus::PoorFile { file } => {
            Say::new("sys-ask-poor-file").with("advice", Arg::Key(questions::files::advice(file)))
        }
        Focus::Delete => Say::new("sys-ask-delete"),
        Focus::Language => Say::new("sys-ask-language"),
        Focus::OfferPerson => Say::new("sys-ask-person"),
        Focus::Village { .. } => Say::new("sys-ask-village"),
        Focus::Recheck => proof::ask_recheck(turn),
        Focus::Link { ticket } => Say::new("sys-ask-link").text("ticket", ticket.clone()),
        Focus::Correct => Say::new("sys-ask-correct"),
    };
    let tag = turn.session.tag.clone();
    let mut reply = Reply::say(said);
    reply.offers = options(turn, &focus)
        .into_iter()
        .map(|(option, label)| payload::focus(&tag, focus.word(), &option, label))
        .collect();
    reply
}

/// A typed text while a side question is open. None: it does not answer it, go on as usual.
pub(super) fn text(turn: &mut Turn<'_>, focus: &Focus, text: &str) -> Option<Reply> {
    if let Some(reply) = proof::text(turn, focus, text) {
        return Some(reply);
    }
    let all = options(turn, focus);
    let offered: Vec<Offered> = all.iter().map(|(option, label)| offered(turn, option, label)).collect();
    let picked = questions::pick(turn, text, &offered)?;
    let (picked, _) = all.get(picked)?;
    let picked = picked.clone();
    Some(option(turn, focus, &picked))
}

fn offered(turn: &Turn<'_>, option: &str, label: &Say) -> Offered {
    let mut offered = questions::offered(turn, option, &label.key);
    // Labels with arguments: the name of the village itself is what people type.
    for (_, arg) in &label.args {
        if let Arg::Text(text) = arg {
            offered.labels.push(text.expose().clone());
        }
    }
    offered
}

pub(super) fn option(turn: &mut Turn<'_>, focus: &Focus, option: &str) -> Reply {
    turn.session.focus = None;
    match (focus, option) {
        (Focus::Cancel, "yes") => {
            turn.drop_draft();
            let mut reply = lobby::menu(turn);
            reply.parts = vec![Say::new("sys-cancelled")];
            reply
        }
        (Focus::StartOver, "yes") => {
            let service = turn.session.service.clone().unwrap_or_default();
            turn.drop_draft();
            lobby::open(turn, &service)
        }
        (Focus::Withdraw { dossier }, "yes") => {
            turn.effects.push(Effect::Withdraw { dossier: dossier.clone() });
            let mut reply = lobby::menu(turn);
            reply.parts = vec![Say::new("sys-withdrawn")];
            reply
        }
        (Focus::Suggest { value }, "yes") => match turn.at() {
            Some(at) => {
                let taken = questions::text(turn, at, value.expose());
                turn.taken(at, taken)
            }
            None => lobby::menu(turn),
        },
        (Focus::PoorFile { file }, "keep") => match turn.at() {
            Some(at) => {
                let answer = Answer::Files { files: vec![file.clone()], album: None, at: turn.ctx.now };
                turn.accept(at, answer, Some(Say::new("sys-photo-kept")))
            }
            None => lobby::menu(turn),
        },
        (Focus::PoorFile { file }, _) => {
            turn.effects.push(Effect::Discard { media: vec![file.media.clone()] });
            turn.ask()
        }
        (Focus::Delete, "yes") => {
            turn.drop_draft();
            let mut reply = lobby::menu(turn);
            reply.parts = vec![Say::new("sys-data-deleted")];
            reply
        }
        (Focus::Language, lang) => repair::language(turn, lang),
        (Focus::OfferPerson, "yes") | (Focus::Recheck | Focus::Link { .. }, "human") => repair::human(turn),
        (Focus::Recheck, _) => {
            turn.effects.push(Effect::StartAfresh);
            turn.ask()
        }
        (Focus::Link { .. }, _) => turn.ask(),
        (Focus::OfferPerson, _) => {
            turn.session.failures = 0;
            turn.ask()
        }
        (Focus::Village { .. }, code) => match (turn.at(), turn.ctx.regions.village(code)) {
            (Some(at), Some(village)) => {
                let answer = Answer::Village { code: village.code.into(), name: village.name.into() };
                turn.accept(at, answer, None)
            }
            _ => turn.ask(),
        },
        (Focus::Correct, question) => {
            turn.session.answers.remove(question);
            turn.session.settle();
            turn.ask()
        }
        (Focus::Withdraw { .. }, _) => lobby::menu(turn),
        (Focus::Cancel | Focus::StartOver | Focus::Suggest { .. } | Focus::Delete, _) => turn.ask(),
    }
}

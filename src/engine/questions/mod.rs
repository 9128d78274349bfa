//! The kinds of questions: one file per kind, one arm in each match here. A kind says how it is asked,
//! which buttons it shows, and what it makes of a text, a tapped option or a filed value.

mod choice;
mod confirm;
mod consent;
mod email;
pub(super) mod files;
mod kk_number;
mod name;
mod nik;
mod village;

use super::context::{At, Taken};
use super::definition::{Kind, Question};
use super::payload;
use super::repair;
use super::reply::{Offer, Say};
use super::session::Answer;
use super::step::Turn;
use crate::domain::dossier::{DossierField, DossierFile};
use crate::nlu::{Choice, Offered};

/// How it is asked.
pub(super) fn ask(turn: &Turn<'_>, at: At<'_>) -> Vec<Say> {
    match &at.question.kind {
        Kind::Consent { .. } => consent::ask(turn, at),
        Kind::Confirm => confirm::ask(turn, at),
        Kind::Choice { .. }
        | Kind::Nik
        | Kind::KkNumber { .. }
        | Kind::Name
        | Kind::Email { .. }
        | Kind::Files { .. }
        | Kind::Village
        | Kind::Person => vec![Say::new(at.key(""))],
    }
}

/// Its options: (id, key of the label).
fn options(at: At<'_>) -> Vec<(String, String)> {
    let fixed = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(id, key)| ((*id).to_owned(), (*key).to_owned())).collect()
    };
    match &at.question.kind {
        Kind::Consent { .. } => {
            fixed(&[("yes", "btn-consent-yes"), ("no", "btn-consent-no"), ("more", "btn-consent-more")])
        }
        Kind::Choice { options } => options.iter().map(|o| (o.id.clone(), at.key(&o.id))).collect(),
        Kind::KkNumber { unknown: true } => vec![("without".into(), at.key("without"))],
        Kind::Email { none: true } => vec![("without".into(), at.key("without"))],
        Kind::Files { later: true, .. } => vec![("later".into(), at.key("later"))],
        Kind::Confirm => fixed(&[("yes", "btn-send"), ("correct", "btn-correct"), ("cancel", "btn-cancel")]),
        Kind::KkNumber { unknown: false }
        | Kind::Email { none: false }
        | Kind::Files { later: false, .. }
        | Kind::Nik
        | Kind::Name
        | Kind::Village
        | Kind::Person => Vec::new(),
    }
}

/// Its buttons.
pub(super) fn offers(turn: &Turn<'_>, at: At<'_>) -> Vec<Offer> {
    options(at)
        .into_iter()
        .map(|(id, key)| payload::option(&turn.session.tag, &at.question.id, &id, Say::new(key)))
        .collect()
}

/// Whether a text names one of its options, where it has any.
pub(super) fn has_options_but_not(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    let offered: Vec<Offered> = options(at).iter().map(|(id, key)| self::offered(turn, id, key)).collect();
    !offered.is_empty() && pick_named(turn, text, &offered).is_none()
}

/// The question to a text. Options come first: a typed label or number is a tap.
pub(super) fn text(turn: &Turn<'_>, at: At<'_>, text: &str) -> Taken {
    let all = options(at);
    if !all.is_empty() {
        let offered: Vec<Offered> = all.iter().map(|(id, key)| self::offered(turn, id, key)).collect();
        // "boleh diwakilkan?" has a yes in it and is none.
        let asks = repair::sounds_like_a_question(turn, text);
        let picked = if asks { pick_named(turn, text, &offered) } else { pick(turn, text, &offered) };
        if let Some(picked) = picked
            && let Some((id, _)) = all.get(picked)
        {
            return option(turn, at, id);
        }
    }
    match &at.question.kind {
        Kind::Nik => nik::text(turn, text),
        Kind::KkNumber { .. } => kk_number::text(turn, text),
        Kind::Name => name::text(text),
        Kind::Email { .. } => email::text(text),
        Kind::Village => village::text(turn, text),
        Kind::Consent { .. } | Kind::Choice { .. } | Kind::Files { .. } | Kind::Confirm | Kind::Person => {
            Taken::NotMine
        }
    }
}

/// A tapped or typed option.
pub(super) fn option(turn: &Turn<'_>, at: At<'_>, id: &str) -> Taken {
    if !options(at).iter().any(|(known, _)| known == id) {
        return Taken::NotMine;
    }
    match &at.question.kind {
        Kind::Consent { text } => consent::option(turn, at, text, id),
        Kind::Choice { .. } => choice::option(id),
        Kind::KkNumber { .. } | Kind::Email { .. } => Taken::Answer(Answer::Without, None),
        Kind::Files { .. } => {
            let days = i64::from(turn.ctx.office.draft_days);
            Taken::Tell(Say::new(at.key("later-told")).number("days", days))
        }
        Kind::Confirm => confirm::option(turn, id),
        Kind::Nik | Kind::Name | Kind::Village | Kind::Person => Taken::NotMine,
    }
}

/// An answer from what was filed before, if it still fits.
pub(super) fn restore(
    turn: &Turn<'_>,
    question: &Question,
    field: Option<&DossierField>,
    files: &[&DossierFile],
) -> Option<Answer> {
    let value = field.map(|f| f.value.as_ref().map(|v| v.expose().as_str()));
    match &question.kind {
        Kind::Files { max, .. } => files::restore(turn, files, *max),
        Kind::Choice { options } => choice::restore(options, value??),
        Kind::Nik => nik::restore(turn, value??),
        Kind::KkNumber { .. } => value?.map_or(Some(Answer::Without), |v| kk_number::restore(turn, v)),
        Kind::Name => name::restore(value??),
        Kind::Email { .. } => value?.map_or(Some(Answer::Without), email::restore),
        Kind::Village => village::restore(turn, value??),
        Kind::Consent { .. } | Kind::Person | Kind::Confirm => None,
    }
}

/// Kinds that would take a question in between for an answer.
pub(super) fn takes_free_text(kind: &Kind) -> bool {
    matches!(kind, Kind::Name | Kind::Village)
}

/// What to say to a text that is nothing to this kind.
pub(super) fn fault_key(kind: &Kind) -> &'static str {
    match kind {
        Kind::Consent { .. } => "fault-consent",
        Kind::Choice { .. } | Kind::Person => "fault-choice",
        Kind::Confirm => "fault-confirm",
        Kind::Nik => "fault-nik-none",
        Kind::KkNumber { .. } => "fault-kk-none",
        Kind::Name => "fault-name-empty",
        Kind::Email { .. } => "fault-email-syntax",
        Kind::Files { .. } => "fault-files-text",
        Kind::Village => "fault-village",
    }
}

/// An option with its label and the synonyms that the office's texts list under `<label key>-words`.
pub(super) fn offered(turn: &Turn<'_>, id: &str, label_key: &str) -> Offered {
    let synonyms = (turn.ctx.words)(&format!("{label_key}-words"))
        .map(|words| words.split(',').map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect())
        .unwrap_or_default();
    Offered { id: id.to_owned(), labels: (turn.ctx.words)(label_key).into_iter().collect(), synonyms }
}

/// From here on an option was named, numbered or agreed to; below it merely resembles what was said.
const NAMED: f32 = 0.9;

/// The offered option that a text means, if it means exactly one.
pub(super) fn pick(turn: &Turn<'_>, text: &str, offered: &[Offered]) -> Option<usize> {
    pick_above(turn, text, offered, 0.0)
}

/// The offered option that a text names, numbers or agrees to: "ktp saya rusak" resembles "KTP hilang", but is
/// no choice of it.
pub(super) fn pick_named(turn: &Turn<'_>, text: &str, offered: &[Offered]) -> Option<usize> {
    pick_above(turn, text, offered, NAMED)
}

/// A label or synonym in full comes first: "ibu saya" is the mother, not a polite way to say "saya".
fn pick_above(turn: &Turn<'_>, text: &str, offered: &[Offered], confidence: f32) -> Option<usize> {
    let plain = |text: &str| -> Vec<String> {
        turn.ctx.nlu.normalise(text, turn.ctx.lang).into_iter().flat_map(|token| token.plain).collect()
    };
    let said = plain(text);
    let in_full = |o: &Offered| o.labels.iter().chain(&o.synonyms).any(|name| plain(name) == said);
    let mut whole = offered.iter().enumerate().filter(|(_, o)| !said.is_empty() && in_full(o));
    if let (Some((index, _)), None) = (whole.next(), whole.next()) {
        return Some(index);
    }
    match turn.ctx.nlu.choose(text, offered, turn.ctx.lang) {
        Choice::Picked(index, sure) if sure >= confidence => Some(index),
        Choice::Picked(..) | Choice::Ambiguous(_) | Choice::None => None,
    }
}

/// The option whose label the text is, to the letter but for case.
pub(super) fn exact_option(turn: &Turn<'_>, at: At<'_>, text: &str) -> Option<String> {
    let wanted = text.trim().to_lowercase();
    options(at).into_iter().find_map(|(id, key)| {
        let label = (turn.ctx.words)(&key)?;
        (label.trim().to_lowercase() == wanted).then_some(id)
    })
}

//! The kinds of questions: one file per kind, one arm in each match here. A kind says how it is asked,
//! which buttons it shows, and what it makes of a text, a tapped option or a filed value.

pub(super) mod address;
mod choice;
pub(super) mod choices;
mod confirm;
mod consent;
mod date;
mod declaration;
mod email;
pub(super) mod files;
mod kk_number;
pub(super) mod location;
mod name;
mod nik;
pub(super) mod number;
pub(super) mod phone;
pub(super) mod slot;
mod text;
mod village;
mod yes_no;

use super::context::{At, Taken};
use super::definition::{Definition, Kind, Question, Reach};
use super::payload;
use super::repair;
use super::reply::{Arg, Offer, Say};
use super::session::Answer;
use super::step::Turn;
use crate::domain::dossier::{DossierField, DossierFile};
use crate::nlu::{Choice, Offered};

/// How an option was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Picked {
    Typed,
    Tapped,
}

/// How it is asked.
pub(super) fn ask(turn: &Turn<'_>, at: At<'_>) -> Vec<Say> {
    match &at.question.kind {
        Kind::Consent { .. } => consent::ask(turn, at),
        Kind::Confirm => confirm::ask(turn, at),
        Kind::Declaration { .. } | Kind::Signature { .. } => declaration::ask(turn, at),
        Kind::YesNo | Kind::Repeat => yes_no::ask(at),
        Kind::Slot { .. } => slot::ask(turn, at),
        Kind::Choice { .. }
        | Kind::Choices { .. }
        | Kind::Text { .. }
        | Kind::Nik
        | Kind::KkNumber { .. }
        | Kind::Name
        | Kind::Phone
        | Kind::Email { .. }
        | Kind::Date { .. }
        | Kind::Number { .. }
        | Kind::Money { .. }
        | Kind::Address { .. }
        | Kind::Location
        | Kind::Files { .. }
        | Kind::Village
        | Kind::Computed { .. }
        | Kind::Note
        | Kind::Person
        | Kind::Ending { .. } => vec![Say::new(at.key(""))],
    }
}

/// Its options: (id, label).
pub(super) fn options(turn: &Turn<'_>, at: At<'_>) -> Vec<(String, Say)> {
    let mut all = own_options(turn, at);
    if at.question.optional {
        all.push(("skip".into(), Say::new("btn-skip")));
    }
    all
}

fn own_options(turn: &Turn<'_>, at: At<'_>) -> Vec<(String, Say)> {
    let fixed = |pairs: &[(&str, &str)]| -> Vec<(String, Say)> {
        pairs.iter().map(|(id, key)| ((*id).to_owned(), Say::new(*key))).collect()
    };
    match &at.question.kind {
        Kind::Consent { .. } => {
            fixed(&[("yes", "btn-consent-yes"), ("no", "btn-consent-no"), ("more", "btn-consent-more")])
        }
        Kind::Choice { options } | Kind::Choices { options, .. } => {
            options.iter().map(|o| (o.id.clone(), Say::new(at.key(&o.id)))).collect()
        }
        Kind::YesNo | Kind::Repeat => fixed(&[("yes", "btn-yes"), ("no", "btn-no")]),
        Kind::Declaration { .. } | Kind::Signature { .. } => {
            fixed(&[("yes", "btn-agree"), ("no", "btn-disagree")])
        }
        Kind::KkNumber { unknown: true } => vec![("without".into(), Say::new(at.key("without")))],
        Kind::Email { none: true, .. } => vec![("without".into(), Say::new(at.key("without")))],
        Kind::Files { later: true, .. } => vec![("later".into(), Say::new(at.key("later")))],
        Kind::Slot { .. } => slot::options(turn, at),
        Kind::Confirm => fixed(&[("yes", "btn-send"), ("correct", "btn-correct"), ("cancel", "btn-cancel")]),
        Kind::KkNumber { unknown: false }
        | Kind::Email { none: false, .. }
        | Kind::Files { later: false, .. }
        | Kind::Text { .. }
        | Kind::Nik
        | Kind::Name
        | Kind::Phone
        | Kind::Date { .. }
        | Kind::Number { .. }
        | Kind::Money { .. }
        | Kind::Address { .. }
        | Kind::Location
        | Kind::Village
        | Kind::Computed { .. }
        | Kind::Note
        | Kind::Person
        | Kind::Ending { .. } => Vec::new(),
    }
}

/// Its buttons.
pub(super) fn offers(turn: &Turn<'_>, at: At<'_>) -> Vec<Offer> {
    options(turn, at)
        .into_iter()
        .map(|(id, label)| payload::option(&turn.session.tag, &at.question.id, &id, label))
        .collect()
}

/// Whether a text names one of its options, where it has any.
pub(super) fn has_options_but_not(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    let offered = offered_all(turn, &options(turn, at));
    !offered.is_empty() && pick_named(turn, text, &offered).is_none()
}

/// Whether a text is the label or a synonym of one of its options.
pub(super) fn lists(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let said: Vec<String> = nlu.normalise(text, lang).into_iter().flat_map(|token| token.plain).collect();
    let all = offered_all(turn, &options(turn, at));
    all.iter().any(|o| o.labels.iter().chain(&o.synonyms).any(|name| nlu.label(name, lang).plain == said))
}

/// Whether a text names one of its options.
pub(super) fn names_option(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    pick_named(turn, text, &offered_all(turn, &options(turn, at))).is_some()
}

/// The question to a text. Options come first: a typed label or number is a tap.
pub(super) fn text(turn: &Turn<'_>, at: At<'_>, text: &str) -> Taken {
    let all = options(turn, at);
    if let Kind::Number { .. } | Kind::Money { .. } | Kind::Date { .. } = at.question.kind {
        // A figure is the answer here, not the number of a button.
        if text.chars().any(|c| c.is_ascii_digit()) {
            return own_text(turn, at, text);
        }
    }
    if !all.is_empty() {
        let offered = offered_all(turn, &all);
        // "boleh diwakilkan?" has a yes in it and is none. Free text is an option only where it names one, and an
        // address only where something is said to be missing.
        let asks = repair::sounds_like_a_question(turn, text);
        let picked = match &at.question.kind {
            // What binds is agreed to or refused in as many words: "mau tanya dulu" is neither, "ya?" asks.
            Kind::Consent { .. } | Kind::Confirm | Kind::Declaration { .. } | Kind::Signature { .. } => {
                if asks {
                    None
                } else {
                    pick_named(turn, text, &offered)
                }
            }
            Kind::Text { .. } => pick_named(turn, text, &offered),
            Kind::Email { .. } if text.contains('@') => None,
            Kind::Email { .. } if !says_no(turn, text) => pick_named(turn, text, &offered),
            _ if asks => pick_named(turn, text, &offered),
            _ => pick(turn, text, &offered),
        };
        let several = matches!(at.question.kind, Kind::Choices { .. });
        if let Some(picked) = picked
            && let Some((id, _)) = all.get(picked)
            && (!several || id == "skip")
        {
            return option(turn, at, id);
        }
    }
    own_text(turn, at, text)
}

/// The kind alone: no option is meant.
pub(super) fn own_text(turn: &Turn<'_>, at: At<'_>, text: &str) -> Taken {
    match &at.question.kind {
        Kind::Choices { .. } => choices::text(turn, at, text),
        Kind::Text { min, max } => text::text(text, *min, *max),
        Kind::Nik => nik::text(turn, text),
        Kind::KkNumber { .. } => kk_number::text(turn, text),
        Kind::Name => name::text(turn, text),
        Kind::Phone => phone::text(text),
        Kind::Email { reach, .. } => email::text(turn, text, *reach),
        Kind::Date { earliest, latest } => date::text(turn, text, *earliest, *latest),
        Kind::Number { min, max } => number::number(turn, text, *min, *max),
        Kind::Money { min, max } => number::money(turn, text, *min, *max),
        Kind::Address { .. } => address::text(turn, at, text),
        Kind::Location => location::text(text),
        Kind::Village => village::text(turn, text),
        Kind::Slot { .. } => slot::text(turn, at, text),
        Kind::Consent { .. }
        | Kind::Choice { .. }
        | Kind::YesNo
        | Kind::Repeat
        | Kind::Declaration { .. }
        | Kind::Signature { .. }
        | Kind::Files { .. }
        | Kind::Computed { .. }
        | Kind::Note
        | Kind::Confirm
        | Kind::Person
        | Kind::Ending { .. } => Taken::NotMine,
    }
}

/// A tapped or typed option.
pub(super) fn option(turn: &Turn<'_>, at: At<'_>, id: &str) -> Taken {
    if !options(turn, at).iter().any(|(known, _)| known == id) {
        return Taken::NotMine;
    }
    if at.question.optional && id == "skip" {
        return Taken::Answer(Answer::Without, None);
    }
    match &at.question.kind {
        Kind::Consent { text } => consent::option(turn, at, text, id),
        Kind::Choice { .. } => choice::option(id),
        Kind::Choices { .. } => choices::option(at, id),
        Kind::YesNo | Kind::Repeat => yes_no::option(id),
        Kind::Declaration { .. } | Kind::Signature { .. } => declaration::option(turn, at, id),
        Kind::KkNumber { .. } | Kind::Email { .. } => Taken::Answer(Answer::Without, None),
        Kind::Files { .. } => {
            let days = i64::from(turn.ctx.office.draft_days);
            Taken::Tell(Say::new(at.key("later-told")).number("days", days))
        }
        Kind::Slot { .. } => slot::option(turn, at, id),
        Kind::Confirm => confirm::option(turn, id),
        Kind::Text { .. }
        | Kind::Nik
        | Kind::Name
        | Kind::Phone
        | Kind::Date { .. }
        | Kind::Number { .. }
        | Kind::Money { .. }
        | Kind::Address { .. }
        | Kind::Location
        | Kind::Village
        | Kind::Computed { .. }
        | Kind::Note
        | Kind::Person
        | Kind::Ending { .. } => Taken::NotMine,
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
    if question.optional && value == Some(None) {
        return Some(Answer::Without);
    }
    match &question.kind {
        Kind::Files { max, .. } => files::restore(turn, files, *max),
        Kind::Choice { options } => choice::restore(options, value??),
        Kind::Choices { options, .. } => choices::restore(options, value??),
        Kind::YesNo | Kind::Repeat => yes_no::restore(value??),
        Kind::Text { min, max } => text::restore(value??, *min, *max),
        Kind::Nik => nik::restore(turn, value??),
        Kind::KkNumber { .. } => value?.map_or(Some(Answer::Without), |v| kk_number::restore(turn, v)),
        Kind::Name => name::restore(value??),
        Kind::Phone => phone::restore(value??),
        Kind::Email { reach, .. } => value?.map_or(Some(Answer::Without), |v| {
            let flags = field.map(|f| f.flags.as_slice()).unwrap_or_default();
            email::restore(v, flags, *reach, turn.ctx.mail)
        }),
        Kind::Date { earliest, latest } => date::restore(turn, value??, *earliest, *latest),
        Kind::Number { min, max } | Kind::Money { min, max } => number::restore(value??, *min, *max),
        Kind::Address { .. } => address::restore(turn, value??),
        Kind::Location => location::restore(value??),
        Kind::Village => village::restore(turn, value??),
        // What was agreed, stated, signed or booked for one request is not so for the next.
        Kind::Consent { .. }
        | Kind::Slot { .. }
        | Kind::Declaration { .. }
        | Kind::Signature { .. }
        | Kind::Computed { .. }
        | Kind::Note
        | Kind::Person
        | Kind::Ending { .. }
        | Kind::Confirm => None,
    }
}

/// Kinds that would take a question in between for an answer.
pub(super) fn takes_free_text(kind: &Kind) -> bool {
    matches!(kind, Kind::Name | Kind::Village | Kind::Text { .. } | Kind::Address { .. })
}

/// What to say to a text that is nothing to this kind.
pub(super) fn fault_key(kind: &Kind) -> &'static str {
    match kind {
        Kind::Consent { .. } => "fault-consent",
        Kind::Choice { .. }
        | Kind::YesNo
        | Kind::Repeat
        | Kind::Declaration { .. }
        | Kind::Signature { .. }
        | Kind::Computed { .. }
        | Kind::Text { .. }
        | Kind::Note
        | Kind::Person
        | Kind::Ending { .. } => "fault-choice",
        Kind::Choices { .. } => "fault-choices",
        Kind::Confirm => "fault-confirm",
        Kind::Nik => "fault-nik-none",
        Kind::KkNumber { .. } => "fault-kk-none",
        Kind::Name => "fault-name-empty",
        Kind::Phone => "fault-phone",
        Kind::Email { .. } => "fault-email-syntax",
        Kind::Date { .. } => "fault-date",
        Kind::Number { .. } => "fault-number",
        Kind::Money { .. } => "fault-money",
        Kind::Address { .. } => "fault-region",
        Kind::Location => "fault-location",
        Kind::Files { .. } => "fault-files-text",
        Kind::Village => "fault-village",
        Kind::Slot { .. } => "fault-slot-place",
    }
}

/// Every text with which a kind says no to what it got, or to a citizen who says no: each is to be heard in a
/// transcript. `key` names a text of the question itself.
#[must_use]
pub fn refusals(definition: &Definition, question: &Question) -> Vec<String> {
    let shared: &[&str] = match &question.kind {
        Kind::Consent { .. } => &["fault-consent", "sys-consent-refused"],
        Kind::Choices { .. } => &["fault-choices"],
        Kind::Choice { .. } | Kind::YesNo | Kind::Repeat => &["fault-choice"],
        Kind::Text { .. } => &["fault-text-short", "fault-text-long"],
        Kind::Nik => &[
            "fault-nik-none",
            "fault-nik-len-short",
            "fault-nik-len-long",
            "fault-nik-non-digit",
            "fault-nik-day",
            "fault-nik-month",
            "fault-nik-date",
            "fault-nik-serial",
            "fault-nik-province",
            "sys-ask-suggest-number",
        ],
        Kind::KkNumber { .. } => &[
            "fault-kk-none",
            "fault-kk-len-short",
            "fault-kk-len-long",
            "fault-kk-looks-like-nik",
            "fault-kk-month",
            "fault-kk-date",
            "fault-kk-serial",
            "fault-kk-province",
        ],
        Kind::Name => {
            &["fault-name-too-short", "fault-name-too-long", "fault-name-digits", "fault-name-signs"]
        }
        Kind::Phone => &["fault-phone"],
        Kind::Email { reach: Reach::Believed, .. } => &["fault-email-syntax", "sys-ask-suggest"],
        Kind::Email { reach: Reach::Code, .. } => {
            &["fault-email-syntax", "sys-ask-suggest", "fault-email-code", "sys-code-wrong", "sys-code-over"]
        }
        Kind::Date { .. } => &["fault-date"],
        Kind::Number { .. } => &["fault-number", "fault-number-range"],
        Kind::Money { .. } => &["fault-money", "fault-money-range"],
        Kind::Address { street: true, .. } => &["fault-region", "fault-street"],
        Kind::Address { street: false, .. } => &["fault-region"],
        Kind::Location => &["fault-location", "fault-location-far"],
        Kind::Files { .. } => {
            &["fault-files-text", "fault-files-audio", "fault-files-video", "sys-ask-poor-file"]
        }
        Kind::Village => &["fault-village", "sys-ask-village"],
        Kind::Slot { .. } => &["fault-slot-place", "fault-slot-day", "sys-slot-gone"],
        Kind::Declaration { .. } | Kind::Signature { .. } => &["fault-choice"],
        Kind::Confirm => &["fault-confirm"],
        Kind::Computed { .. } | Kind::Note | Kind::Person | Kind::Ending { .. } => &[],
    };
    let own: &[&str] = match &question.kind {
        Kind::Consent { .. } => &["more"],
        Kind::Files { later: true, .. } => &["later-told"],
        Kind::Declaration { .. } | Kind::Signature { .. } => &["refused"],
        _ => &[],
    };
    let own = own.iter().map(|part| definition.key(&question.id, part));
    shared.iter().map(|key| (*key).to_owned()).chain(own).collect()
}

/// An option with its label and the synonyms that the office's texts list under `<label key>-words`. A label with
/// values in it, such as a village's, goes by those values too: they are what people type.
pub(super) fn offered(turn: &Turn<'_>, id: &str, label: &Say) -> Offered {
    let synonyms = (turn.ctx.words)(&format!("{}-words", label.key))
        .map(|words| words.split(',').map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect())
        .unwrap_or_default();
    let mut labels: Vec<String> = (turn.ctx.words)(&label.key).into_iter().collect();
    for (_, arg) in &label.args {
        if let Arg::Text(text) = arg {
            labels.push(text.expose().clone());
        }
    }
    Offered { id: id.to_owned(), labels, synonyms }
}

pub(super) fn offered_all(turn: &Turn<'_>, all: &[(String, Say)]) -> Vec<Offered> {
    all.iter().map(|(id, label)| offered(turn, id, label)).collect()
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
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let said: Vec<String> = nlu.normalise(text, lang).into_iter().flat_map(|token| token.plain).collect();
    let in_full =
        |o: &Offered| o.labels.iter().chain(&o.synonyms).any(|name| nlu.label(name, lang).plain == said);
    let mut whole = offered.iter().enumerate().filter(|(_, o)| !said.is_empty() && in_full(o));
    if let (Some((index, _)), None) = (whole.next(), whole.next()) {
        return Some(index);
    }
    match turn.ctx.nlu.choose(text, offered, turn.ctx.lang) {
        Choice::Picked(index, sure) if sure >= confidence => Some(index),
        Choice::Picked(..) | Choice::Ambiguous(_) | Choice::None => None,
    }
}

/// The one option whose label or synonym, of two words at least, stands in the text. "Bukan punya saya" names what is
/// not meant, so a no in it ends the guessing.
pub(super) fn contained_option(turn: &Turn<'_>, at: At<'_>, text: &str) -> Option<String> {
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    if says_no(turn, text) {
        return None;
    }
    let said: Vec<String> = nlu.normalise(text, lang).into_iter().flat_map(|token| token.plain).collect();
    let all = offered_all(turn, &options(turn, at));
    let names =
        |o: &Offered| {
            o.labels.iter().chain(&o.synonyms).map(|name| nlu.label(name, lang)).any(|name| {
                name.plain.len() > 1 && said.windows(name.plain.len()).any(|part| part == name.plain)
            })
        };
    let mut named = all.into_iter().filter(names);
    let first = named.next()?;
    named.next().is_none().then_some(first.id)
}

/// Whether there is a no in it.
fn says_no(turn: &Turn<'_>, text: &str) -> bool {
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let said: Vec<String> = nlu.normalise(text, lang).into_iter().flat_map(|token| token.plain).collect();
    let no = offered(turn, "no", &Say::new("btn-no"));
    let mut no = no.labels.iter().chain(&no.synonyms).map(|word| nlu.label(word, lang));
    no.any(|no| said.iter().any(|word| no.plain.contains(word)))
}

/// The option whose label the text is, to the letter but for case.
pub(super) fn exact_option(turn: &Turn<'_>, at: At<'_>, text: &str) -> Option<String> {
    let wanted = text.trim().to_lowercase();
    options(turn, at).into_iter().find_map(|(id, label)| {
        let label = (turn.ctx.words)(&label.key)?;
        (label.trim().to_lowercase() == wanted).then_some(id)
    })
}

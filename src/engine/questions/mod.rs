//! The kinds of questions: one file per kind, one arm in each match here. A kind says how it is asked,
//! which buttons it shows, and what it makes of a text, a tapped option or a filed value.

pub(super) mod address;
mod binding;
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
mod picking;
pub(super) mod slot;
mod slot_place;
pub(super) mod slot_said;
pub(super) mod slot_step;
mod text;
mod village;
mod yes_no;

pub(super) use binding::{binds, is_hedged, sends};
pub(super) use picking::{
    Having, contained_option, contained_options, exact_option, has_options_but_not, having, lists,
    names_option, offered, offered_all, pick, pick_named,
};

use super::context::{At, Taken};
use super::definition::{Definition, Kind, Question, Reach};
use super::heard;
use super::payload;
use super::repair;
use super::reply::{Offer, Reply, Say};
use super::rethinking;
use super::session::Answer;
use super::step::Turn;
use crate::domain::dossier::{DossierField, DossierFile};

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

/// The question to a text. Options come first: a typed label or number is a tap.
pub(super) fn text(turn: &Turn<'_>, at: At<'_>, text: &str) -> Taken {
    let all = options(turn, at);
    if let Kind::Number { .. } | Kind::Money { .. } | Kind::Date { .. } = at.question.kind {
        // "2" and "satu" are the answer here, not the number of a button.
        let own = own_text(turn, at, text);
        if !matches!(own, Taken::NotMine) || text.chars().any(|c| c.is_ascii_digit()) {
            return own;
        }
    }
    if !all.is_empty() {
        let offered = offered_all(turn, &all);
        // "boleh diwakilkan?" has a yes in it and is none. Free text is an option only where it names one, and an
        // address only where something is said to be missing.
        let asks = repair::sounds_like_a_question(turn, text);
        if !asks && let Some(id) = having(turn, at, text, Having::Plainly) {
            return option(turn, at, id);
        }
        if let Some(id) = left_out(at)
            && picking::is_plain_no(turn, text)
        {
            return option(turn, at, id);
        }
        // "udah dari tahun lalu tapi belum jadi", "saya udah, istri saya belum": what comes first is the answer.
        let but = heard::listed(turn, "sys-but-words");
        let first =
            text.split_once(',').or_else(|| rethinking::cut(text, &but, false)).map(|(first, _)| first);
        if !asks
            && let Some(first) = first
            && let Some(id) =
                having(turn, at, first, Having::Plainly).or_else(|| having(turn, at, first, Having::First))
        {
            return option(turn, at, id);
        }
        if let Kind::Choice { options } = &at.question.kind
            && !asks
            && !lists(turn, at, text)
            && !options.iter().any(|o| o.id == "yes")
        {
            let contained = contained_options(turn, at, text);
            match (contained.found.as_slice(), contained.denied.as_slice()) {
                // "bukan milik orang lain"
                ([], [no]) if options.len() == 2 && !says_the_service(turn, at, text) => {
                    let other = options.iter().find(|o| o.id != *no);
                    return other.map_or(Taken::NotMine, |other| option(turn, at, &other.id));
                }
                // "punya saya sama punya istri"
                ([_, _, ..], _) => return Taken::NotMine,
                // "punya ibu saya", in which "ibu" is no form of address.
                ([one], _) if contained.longest > 1 && picking::says_only(turn, at, text, one) => {
                    return option(turn, at, one);
                }
                // "tidak ada orang lain" names what is not.
                ([], []) if turn.ctx.nlu.has_no(&heard::plain(turn, text)) => return Taken::NotMine,
                _ => {}
            }
        }
        let picked = match &at.question.kind {
            // What binds is agreed to or refused in as many words: "mau tanya dulu" is neither, "ya?" asks.
            Kind::Consent { .. } | Kind::Confirm | Kind::Declaration { .. } | Kind::Signature { .. } => {
                if asks || binding::thanks_lightly(turn, text) || is_hedged(turn, text) {
                    None
                } else {
                    pick_named(turn, text, &offered)
                        .or_else(|| pick_named(turn, binding::before_thanks(turn, text)?, &offered))
                        .or_else(|| sends(turn, at, text).then_some(0))
                }
            }
            Kind::Text { .. } => pick_named(turn, text, &offered),
            Kind::Email { .. } if text.contains('@') => None,
            // One of these is there, or it is said that it is not: nothing in between resembles that.
            Kind::Email { .. } | Kind::KkNumber { .. } | Kind::Files { .. } if !asks => {
                let without = || offered.iter().position(|o| picking::says_without(turn, at, text, o));
                pick_named(turn, text, &offered).filter(|_| !picking::says_no(turn, text)).or_else(without)
            }
            Kind::Email { .. } | Kind::KkNumber { .. } | Kind::Files { .. } if !lists(turn, at, text) => None,
            // All that can be picked here is to leave it out, which is said in its own words.
            Kind::Nik
            | Kind::Phone
            | Kind::Location
            | Kind::Number { .. }
            | Kind::Money { .. }
            | Kind::Date { .. }
            | Kind::Address { .. } => {
                offered.iter().position(|o| !asks && picking::says_without(turn, at, text, o))
            }
            // "I can't come to the office" names it, and does not choose it.
            Kind::Choice { .. } if asks => {
                pick_named(turn, text, &offered).filter(|_| !turn.ctx.nlu.has_no(&heard::plain(turn, text)))
            }
            _ if asks => pick_named(turn, text, &offered),
            Kind::Choice { .. }
                if turn.ctx.nlu.has_no(&heard::plain(turn, text)) && says_the_service(turn, at, text) =>
            {
                None
            }
            // "udah diambil kelurahan" is no yes to whether it is still there.
            Kind::Choice { .. } | Kind::YesNo if picking::begins_with_having(turn, text) => {
                pick_named(turn, text, &offered)
            }
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

/// What a plain no leaves out here, where a no is no answer of its own.
fn left_out(at: At<'_>) -> Option<&'static str> {
    match at.question.kind {
        Kind::Nik
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
            if at.question.optional =>
        {
            Some("skip")
        }
        Kind::Email { none: true, .. } => Some("without"),
        Kind::Files { later: true, .. } => Some("later"),
        _ => None,
    }
}

/// "bukan hilang" denies what the service is for, and none of the options.
fn says_the_service(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    let title = (turn.ctx.words)(&format!("{}-title", at.definition.service)).unwrap_or_default();
    let title = turn.ctx.nlu.label(&title, turn.ctx.lang);
    let said = heard::plain(turn, text);
    let mut telling = said
        .iter()
        .filter(|word| turn.ctx.nlu.tells(word) && !turn.ctx.nlu.has_no(std::slice::from_ref(word)));
    telling.any(|word| title.telling.contains(word))
}

/// What was asked back and agreed to.
pub(super) fn agreed(turn: &Turn<'_>, at: At<'_>, value: &str) -> Taken {
    match at.question.kind {
        Kind::Name => name::agreed(value),
        _ => text(turn, at, value),
    }
}

/// The kind alone: no option is meant.
pub(super) fn own_text(turn: &Turn<'_>, at: At<'_>, text: &str) -> Taken {
    match &at.question.kind {
        Kind::Choices { .. } => choices::text(turn, at, text),
        Kind::Text { min, max } => text::text(text, *min, *max),
        Kind::Nik => nik::text(turn, text),
        Kind::KkNumber { .. } => kk_number::text(turn, text),
        Kind::Name => name::text(turn, text),
        Kind::Phone => phone::typed(turn, text),
        Kind::Email { reach, .. } => email::text(turn, text, *reach),
        Kind::Date { earliest, latest } => date::text(turn, text, *earliest, *latest),
        Kind::Number { min, max } => number::number(turn, text, *min, *max),
        Kind::Money { min, max } => number::money(turn, text, *min, *max),
        Kind::Address { .. } => address::text(turn, at, text),
        Kind::Location => location::text(text),
        Kind::Village => village::text(turn, text),
        Kind::Slot { calendar } => slot::text(turn, calendar, text),
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

/// Said in place of the question, which stays open.
pub(super) fn told(turn: &Turn<'_>, at: At<'_>, said: Say) -> Reply {
    Reply { parts: vec![said], offers: offers(turn, at) }
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
        Kind::Money { .. } => &["fault-money", "fault-money-range", "fault-money-several"],
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

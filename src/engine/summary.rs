//! The summary before the explicit yes, and the dossier that is filed from it.

use super::context::At;
use super::definition::{Definition, Kind, Question};
use super::questions::number::rupiah;
use super::questions::{address, slot};
use super::reply::{Arg, Say};
use super::session::{Answer, Session};
use super::step::Turn;
use crate::domain::Millis;
use crate::domain::appointment::Booking;
use crate::domain::dossier::{DossierField, DossierFile, DossierPayload};
use crate::domain::redacted::{Redacted, mask_email, mask_nik, mask_phone};

/// The answers a citizen sees, in order.
pub(super) fn shown_questions<'d>(
    session: &Session,
    definition: &'d Definition,
) -> impl Iterator<Item = &'d Question> {
    let shown: Vec<&Question> = session
        .visible(definition)
        .into_iter()
        .filter(|q| q.kind.is_shown())
        .filter(|q| session.answers.contains_key(&q.id))
        .collect();
    shown.into_iter()
}

/// What an answer is called: by its round too, where its group has several.
pub(super) fn label(definition: &Definition, question: &Question) -> Say {
    let label = Say::new(definition.key(&question.id, "label"));
    match question.round {
        1 => label,
        round => Say::new("sys-label-round")
            .with("label", Arg::Say(Box::new(label)))
            .number("round", i64::try_from(round).unwrap_or(1)),
    }
}

/// Are the answers about the one whom a choice named before right for whom it names now?
pub(super) fn ask_whose(turn: &Turn<'_>) -> Say {
    let labels = turn.definition().zip(turn.session.doubt.as_ref()).map(|(definition, doubt)| {
        let all = turn.answered_of(definition, &doubt.question).into_iter();
        all.map(|question| label(definition, question)).collect()
    });
    Say::new("sys-ask-whose").with("labels", Arg::List(labels.unwrap_or_default()))
}

/// One line per answer; ID numbers are masked even towards the one who typed them: the chat stays on a
/// phone that may change hands.
pub(super) fn lines(turn: &Turn<'_>, definition: &Definition) -> Vec<Say> {
    shown_questions(&turn.session, definition)
        .filter_map(|question| {
            let answer = turn.session.answers.get(&question.id)?;
            let label = Arg::Say(Box::new(label(definition, question)));
            let value = shown(turn, definition, question, answer)?;
            Some(Say::new("sys-summary-line").with("label", label).with("value", value).tight())
        })
        .collect()
}

/// An answer as it is told; none of those that are agreements.
pub(super) fn shown(
    turn: &Turn<'_>,
    definition: &Definition,
    question: &Question,
    answer: &Answer,
) -> Option<Arg> {
    let text = |t: String| Some(Arg::Text(Redacted::from(t)));
    let key = |part: &str| definition.key(&question.id, part);
    match (answer, &question.kind) {
        (Answer::Choice { id }, Kind::YesNo) => {
            Some(Arg::Key(if id == "yes" { "btn-yes" } else { "btn-no" }.to_owned()))
        }
        (Answer::Choice { id }, _) => Some(Arg::Key(key(id))),
        (Answer::Choices { ids }, _) => Some(Arg::List(ids.iter().map(|id| Say::new(key(id))).collect())),
        (Answer::Nik { value, .. }, _) | (Answer::Text { value, .. }, Kind::KkNumber { .. }) => {
            text(mask_nik(value.expose()))
        }
        (Answer::Text { value, .. }, Kind::Email { .. }) => text(mask_email(value.expose())),
        (Answer::Text { value, .. }, Kind::Phone) => text(mask_phone(value.expose())),
        (Answer::Text { value, .. }, Kind::Date { .. }) => value.expose().parse().ok().map(Arg::Day),
        (Answer::Text { .. }, Kind::Location) => Some(Arg::Key("sys-value-files".into())),
        (Answer::Text { value, .. }, _) => text(value.expose().clone()),
        (Answer::Number { value }, Kind::Money { .. }) => text(rupiah(*value)),
        (Answer::Number { value }, _) => text(value.to_string()),
        (Answer::Without, _) if question.optional => Some(Arg::Key("sys-value-skipped".into())),
        (Answer::Without, _) => Some(Arg::Key(key("without"))),
        (Answer::Files { .. }, _) => Some(Arg::Key("sys-value-files".into())),
        (Answer::Village { name, .. }, _) => text(name.clone()),
        (Answer::Address { code, street }, _) => {
            let street = street.as_ref().map(|s| s.expose().as_str());
            text(address::shown(turn.ctx.regions, code, street))
        }
        (Answer::Slot { place, day, hours }, _) => {
            let calendar = slot::calendar_of(At { definition, question }).to_owned();
            let (place, day, hours) = (place.clone(), day.clone(), hours.clone());
            Some(slot::shown(turn, &Booking { calendar, place, day, hours }))
        }
        (Answer::Declared { .. }, _) => Some(Arg::Key("sys-value-agreed".into())),
        (Answer::Consent { .. } | Answer::Handled { .. } | Answer::Confirmed { .. }, _) => None,
    }
}

/// What is filed: the visible answers, in order. Answers whose condition no longer holds stay behind.
#[must_use]
pub fn dossier_payload(session: &Session, definition: &Definition, now: Millis) -> DossierPayload {
    let mut payload = DossierPayload {
        v: DossierPayload::VERSION,
        fields: Vec::new(),
        files: Vec::new(),
        confirmed_at: now,
    };
    for question in session.visible(definition) {
        if let Some(value) = session.computed(definition, question) {
            payload.fields.push(field(question, Some(value), Vec::new()));
        }
        let Some(answer) = session.answers.get(&question.id) else { continue };
        let (value, flags) = match answer {
            Answer::Choice { id } => (Some(id.clone()), Vec::new()),
            Answer::Text { value, flags } | Answer::Nik { value, flags } => {
                (Some(value.expose().clone()), flags.clone())
            }
            Answer::Without => (None, Vec::new()),
            Answer::Choices { ids } => (Some(ids.join(" ")), Vec::new()),
            Answer::Number { value } => (Some(value.to_string()), Vec::new()),
            Answer::Village { code, .. } => (Some(code.clone()), Vec::new()),
            Answer::Address { code, street } => {
                (Some(address::filed(code, street.as_ref().map(|s| s.expose().as_str()))), Vec::new())
            }
            Answer::Slot { place, day, hours } => (Some(format!("{place} {day} {hours}")), Vec::new()),
            // Which wording was agreed to; a signature has none of its own.
            Answer::Declared { text, .. } => {
                (Some(if text.is_empty() { "yes".to_owned() } else { text.clone() }), Vec::new())
            }
            Answer::Files { files, .. } => {
                payload.files.extend(files.iter().map(|f| DossierFile {
                    slot: question.id.clone(),
                    media: f.media.clone(),
                    flags: f.flags.clone(),
                }));
                continue;
            }
            Answer::Consent { .. } | Answer::Handled { .. } | Answer::Confirmed { .. } => continue,
        };
        payload.fields.push(field(question, value, flags));
    }
    payload
}

fn field(question: &Question, value: Option<String>, flags: Vec<String>) -> DossierField {
    DossierField {
        question: question.id.clone(),
        kind: question.kind.word().to_owned(),
        value: value.map(Redacted::from),
        flags,
    }
}

//! The summary before the explicit yes, and the dossier that is filed from it.

use super::definition::{Definition, Kind, Question};
use super::reply::{Arg, Say};
use super::session::{Answer, Session};
use crate::domain::Millis;
use crate::domain::dossier::{DossierField, DossierFile, DossierPayload};
use crate::domain::redacted::{Redacted, mask_email, mask_nik};

/// The answers a citizen sees, in order.
pub(super) fn shown_questions<'d>(
    session: &Session,
    definition: &'d Definition,
) -> impl Iterator<Item = &'d Question> {
    let shown: Vec<&Question> = session
        .visible(definition)
        .into_iter()
        .filter(|q| !matches!(q.kind, Kind::Consent { .. } | Kind::Confirm | Kind::Person))
        .filter(|q| session.answers.contains_key(&q.id))
        .collect();
    shown.into_iter()
}

/// One line per answer; ID numbers are masked even towards the one who typed them: the chat stays on a
/// phone that may change hands.
pub(super) fn lines(session: &Session, definition: &Definition) -> Vec<Say> {
    shown_questions(session, definition)
        .filter_map(|question| {
            let answer = session.answers.get(&question.id)?;
            let label = Arg::Key(definition.key(&question.id, "label"));
            let value = shown(definition, question, answer)?;
            Some(Say::new("sys-summary-line").with("label", label).with("value", value).tight())
        })
        .collect()
}

fn shown(definition: &Definition, question: &Question, answer: &Answer) -> Option<Arg> {
    let text = |t: String| Some(Arg::Text(Redacted::from(t)));
    match (answer, &question.kind) {
        (Answer::Choice { id }, _) => Some(Arg::Key(definition.key(&question.id, id))),
        (Answer::Nik { value, .. }, _) | (Answer::Text { value, .. }, Kind::KkNumber { .. }) => {
            text(mask_nik(value.expose()))
        }
        (Answer::Text { value, .. }, Kind::Email { .. }) => text(mask_email(value.expose())),
        (Answer::Text { value, .. }, _) => text(value.expose().clone()),
        (Answer::Without, _) => Some(Arg::Key(definition.key(&question.id, "without"))),
        (Answer::Files { .. }, _) => Some(Arg::Key("sys-value-files".into())),
        (Answer::Village { name, .. }, _) => text(name.clone()),
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
        let Some(answer) = session.answers.get(&question.id) else { continue };
        let (value, flags) = match answer {
            Answer::Choice { id } => (Some(id.clone()), Vec::new()),
            Answer::Text { value, flags } | Answer::Nik { value, flags } => {
                (Some(value.expose().clone()), flags.clone())
            }
            Answer::Without => (None, Vec::new()),
            Answer::Village { code, .. } => (Some(code.clone()), Vec::new()),
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
        payload.fields.push(DossierField {
            question: question.id.clone(),
            kind: question.kind.word().to_owned(),
            value: value.map(Redacted::from),
            flags,
        });
    }
    payload
}

//! From ways over abstract values to sessions that the engine itself can step from: every state in which a citizen can
//! be asked something, as far as conditions tell states apart.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};

use super::super::definition::{Formula, Kind, Question};
use super::super::session::{Answer, FileAnswer, Session};
use super::paths::{Outcome, Path, Ways, decisions};
use crate::domain::ids::{Id as _, MediaId};
use crate::domain::redacted::Redacted;

/// A question that is open, and how a citizen came to it.
#[derive(Debug, Clone)]
pub struct State<'d> {
    pub question: &'d Question,
    pub session: Session,
    /// `with applicant = other`
    pub told: String,
}

impl<'d> Ways<'d> {
    /// Every question that is asked, as it stands open on the first way to it: what a citizen says there is understood
    /// by the question, not by how they came to it.
    #[must_use]
    pub fn states(&self) -> Vec<State<'d>> {
        let definition = self.definition;
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut all = Vec::new();
        for path in self.all() {
            if path.asked.iter().filter(|q| q.kind.is_asked()).all(|q| seen.contains(q.id.as_str())) {
                continue;
            }
            let mut session = Session {
                tag: "00000000".into(),
                definition: Some(definition.hash.clone()),
                service: Some(definition.service.clone()),
                greeted: true,
                day: Some(TODAY.to_string()),
                ..Session::new()
            };
            let mut story: Vec<String> = Vec::new();
            for (question, outcome) in path.answers.iter().filter(|(q, _)| q.kind.is_asked()) {
                // Regions that contradict each other make ways that nobody walks.
                if session.current(definition).is_none_or(|open| open.id != question.id) {
                    break;
                }
                if seen.insert(&question.id) {
                    let told =
                        if story.is_empty() { String::new() } else { format!(" with {}", story.join(", ")) };
                    all.push(State { question, session: session.clone(), told });
                }
                if question.kind == Kind::Confirm {
                    break;
                }
                story.extend(decisions(question, outcome));
                let answer = born(path, question).unwrap_or_else(|| answer(question, outcome));
                session.answers.insert(question.id.clone(), answer);
            }
        }
        all
    }
}

/// The day on which a citizen stands there.
const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");

/// The day that makes someone as old as conditions see them on this way.
fn born(path: &Path<'_>, question: &Question) -> Option<Answer> {
    let Kind::Date { .. } = question.kind else { return None };
    let age = path.answers.iter().find_map(|(computed, outcome)| match &computed.kind {
        Kind::Computed { formula: Formula::Age { of } } if of.question == question.id => {
            outcome.iter().find(|(property, _, decides)| property.is_none() && *decides)
        }
        _ => None,
    })?;
    let years: u32 = age.1.parse().ok()?;
    let day = TODAY.checked_sub_months(Months::new(years.checked_mul(12)?))?;
    Some(Answer::Text { value: Redacted::from(day.to_string()), flags: Vec::new() })
}

/// An answer of which conditions see just this.
fn answer(question: &Question, outcome: &Outcome) -> Answer {
    let whole = outcome.iter().find(|(property, ..)| property.is_none()).map_or("", |(_, value, _)| value);
    let side = |name: &str| {
        outcome.iter().find(|(p, ..)| p.as_deref() == Some(name)).map(|(_, value, _)| value.as_str())
    };
    let text = |text: String| Answer::Text { value: Redacted::from(text), flags: Vec::new() };
    if whole == "none" {
        return Answer::Without;
    }
    // The most special region that a condition names; "other" is one that none names.
    let region = |usual: &str| {
        let named = ["district", "regency", "province"].into_iter().filter_map(side);
        let code = named.into_iter().find(|code| code.bytes().all(|b| b.is_ascii_digit()));
        match code {
            Some(code) => format!("{code}{}", usual.get(code.len()..).unwrap_or_default()),
            None => usual.to_owned(),
        }
    };
    match &question.kind {
        Kind::Consent { text } => Answer::Consent { text: text.clone(), at: 0 },
        Kind::Choice { .. } | Kind::YesNo | Kind::Repeat => Answer::Choice { id: whole.to_owned() },
        Kind::Choices { options, .. } => {
            let chosen = options.iter().filter(|o| side(&o.id) == Some("yes")).map(|o| o.id.clone());
            let mut ids: Vec<String> = chosen.collect();
            if ids.is_empty() {
                ids.extend(options.iter().find(|o| side(&o.id) != Some("no")).map(|o| o.id.clone()));
            }
            Answer::Choices { ids }
        }
        Kind::Number { min, .. } | Kind::Money { min, .. } => {
            Answer::Number { value: whole.parse().unwrap_or(*min) }
        }
        Kind::Nik => {
            let woman = side("sex") != Some("man");
            let born = if woman { "4107909901" } else { "0107909901" };
            let young = side("under_17") == Some("yes");
            Answer::Nik {
                value: Redacted::from(format!("{}{born}", region("990806"))),
                flags: young.then(|| "UNDER_17".to_owned()).into_iter().collect(),
            }
        }
        Kind::Address { level, .. } => {
            let code = region("9908062001");
            Answer::Address { code: code.get(..level.digits()).unwrap_or(&code).to_owned(), street: None }
        }
        Kind::Village => Answer::Village { code: region("9908062001"), name: "Contoh".into() },
        Kind::Slot { .. } => Answer::Slot {
            place: if whole.is_empty() { "X" } else { whole }.to_owned(),
            day: side("day").unwrap_or("2026-11-30").to_owned(),
            hours: side("hours").unwrap_or("08.00-12.00").to_owned(),
        },
        Kind::Files { .. } => Answer::Files {
            files: vec![FileAnswer { media: MediaId::from_bits(1), flags: Vec::new() }],
            album: None,
            at: 0,
        },
        Kind::Declaration { text } => Answer::Declared { text: text.clone(), at: 0 },
        Kind::Signature { .. } => Answer::Declared { text: String::new(), at: 0 },
        Kind::Person => Answer::Handled { at: 0 },
        Kind::Confirm => Answer::Confirmed { at: 0 },
        Kind::Date { .. } => text("2026-11-20".into()),
        Kind::Location => text("-8.1,115.1".into()),
        Kind::Text { .. }
        | Kind::KkNumber { .. }
        | Kind::Name
        | Kind::Phone
        | Kind::Email { .. }
        | Kind::Computed { .. }
        | Kind::Ending { .. }
        | Kind::Note => text("contoh".into()),
    }
}

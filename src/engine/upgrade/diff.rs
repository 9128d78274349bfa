//! What a newer definition changes, question by question, in words for authors and operators.

use super::super::definition::{Definition, Kind, Question};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// `added`, `removed` or `changed`.
    pub what: &'static str,
    pub question: String,
    /// `the options are self, other, child; they were self, other`
    pub told: String,
}

/// Every difference between two definitions, in the order of the newer one; what was removed comes last.
#[must_use]
pub fn changes(from: &Definition, to: &Definition) -> Vec<Change> {
    let mut all = Vec::new();
    for question in &to.questions {
        match from.question(&question.id) {
            None => all.push(Change {
                what: "added",
                question: question.id.clone(),
                told: format!("{}, {}", question.kind.word(), condition(question)),
            }),
            Some(old) => {
                let told = differences(old, question);
                if !told.is_empty() {
                    let (question, told) = (question.id.clone(), told.join("; "));
                    all.push(Change { what: "changed", question, told });
                }
            }
        }
    }
    for old in from.questions.iter().filter(|q| to.question(&q.id).is_none()) {
        all.push(Change { what: "removed", question: old.id.clone(), told: old.kind.word().to_owned() });
    }
    all
}

fn condition(question: &Question) -> String {
    question.when.as_ref().map_or_else(|| "always asked".to_owned(), |when| format!("asked when {when}"))
}

fn differences(old: &Question, new: &Question) -> Vec<String> {
    let mut told = Vec::new();
    if old.kind.word() != new.kind.word() {
        told.push(format!("it is of the kind {}, it was {}", new.kind.word(), old.kind.word()));
    } else if old.kind != new.kind {
        told.push(within_kind(&old.kind, &new.kind));
    }
    if old.when != new.when {
        told.push(format!("it is {}, it was {}", condition(new), condition(old)));
    }
    if old.optional != new.optional {
        told.push(
            if new.optional { "it may be skipped now" } else { "it may not be skipped any more" }.into(),
        );
    }
    told
}

fn within_kind(old: &Kind, new: &Kind) -> String {
    match (old, new) {
        (
            Kind::Choice { options: before } | Kind::Choices { options: before, .. },
            Kind::Choice { options: after } | Kind::Choices { options: after, .. },
        ) if before != after => {
            let list = |all: &[super::super::definition::Opt]| {
                all.iter().map(|o| o.id.as_str()).collect::<Vec<_>>().join(", ")
            };
            format!("the options are {}; they were {}", list(after), list(before))
        }
        (Kind::Consent { text: before }, Kind::Consent { text: after })
        | (Kind::Declaration { text: before }, Kind::Declaration { text: after }) => {
            format!("the wording is {after}, it was {before}")
        }
        (Kind::Slot { calendar: before }, Kind::Slot { calendar: after }) => {
            format!("the calendar is {after}, it was {before}")
        }
        (Kind::Number { min, max } | Kind::Money { min, max }, _) => {
            format!("its bounds are others than {min} to {max}")
        }
        _ => "what it takes has changed".to_owned(),
    }
}

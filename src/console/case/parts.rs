//! The parts of a case's page: answers, files, history, acts.

use minijinja::{Value, context};
use serde::Serialize;

use crate::console::fault::Fault;
use crate::console::files::{FileKind, file_kind};
use crate::console::state::Shared;
use crate::domain::dossier::{DossierField, DossierFile};
use crate::domain::redacted::mask_nik;
use crate::domain::region::Regions;
use crate::runtime::cases::{missing_of, reason_of};
use crate::store::{CaseDetail, CaseEvent, CaseRow};
use crate::workflow::{Act, Need, Rule};

/// An answer as the page shows it.
#[derive(Serialize)]
pub(super) struct Field {
    question: String,
    label: String,
    /// None: the citizen does not know or has none.
    value: Option<String>,
    /// What the citizen said instead of a value: "Belum tahu", "Tidak punya e-mail".
    without: Option<String>,
    /// Shown masked; a click shows it and is recorded.
    masked: bool,
    /// Shown in full by that click.
    revealed: bool,
    flags: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct FileLine {
    media: String,
    slot: String,
    label: String,
    flags: Vec<String>,
    stored: bool,
    kind: FileKind,
}

#[derive(Serialize)]
pub(super) struct EventLine {
    at: i64,
    actor: String,
    actor_name: String,
    act: String,
    to_status: String,
    reason: String,
    /// Labels of what was found missing.
    missing: Vec<String>,
    told: bool,
}

/// An act as a button or a form with exactly the fields it needs.
#[derive(Serialize)]
pub(super) struct ActForm {
    act: &'static str,
    /// Ends the case for the citizen.
    cancels: bool,
    /// reason | note
    text: Option<&'static str>,
    missing: bool,
    counter: bool,
    pickup_date: bool,
    /// More than one click.
    form: bool,
}

impl ActForm {
    pub(super) fn new(rule: &Rule) -> ActForm {
        let needs = |need: Need| rule.needs.contains(&need);
        let text = if needs(Need::Reason) {
            Some("reason")
        } else if needs(Need::Note) {
            Some("note")
        } else {
            None
        };
        let cancels = rule.cancel.is_some();
        ActForm {
            act: rule.act.as_str(),
            cancels,
            text,
            missing: rule.act == Act::CancelIncomplete,
            counter: needs(Need::Counter),
            pickup_date: needs(Need::PickupDate),
            // What cannot be taken back is asked twice.
            form: cancels || !rule.needs.is_empty(),
        }
    }
}

impl Shared {
    pub(super) fn field(
        &self,
        field: &DossierField,
        service: &str,
        lang: &str,
        revealed: Option<&str>,
    ) -> Field {
        let value = field.value.as_ref().map(|v| v.expose().clone());
        let secret = value.as_deref().is_some_and(|value| is_secret(&field.kind, value));
        let revealed = secret && revealed == Some(field.question.as_str());
        let shown = value.map(|value| {
            if secret && !revealed {
                mask_nik(&value)
            } else {
                self.words(field, service, lang, &value).unwrap_or(value)
            }
        });
        Field {
            label: self.label(service, &field.question, lang),
            question: field.question.clone(),
            value: shown,
            without: self.texts().find(lang, &text_key(service, &field.question, "without"), &[]),
            masked: secret && !revealed,
            revealed,
            flags: field.flags.clone(),
        }
    }

    /// What a stored answer means where it is stored as a code.
    fn words(&self, field: &DossierField, service: &str, lang: &str, value: &str) -> Option<String> {
        match field.kind.as_str() {
            "choice" | "lookup" => self.texts().find(lang, &text_key(service, &field.question, value), &[]),
            "choices" => {
                let one = |id: &str| {
                    let label = self.texts().find(lang, &text_key(service, &field.question, id), &[]);
                    label.unwrap_or_else(|| id.to_owned())
                };
                Some(value.split(' ').map(one).collect::<Vec<_>>().join(", "))
            }
            "yes_no" => self.texts().find(lang, if value == "yes" { "btn-yes" } else { "btn-no" }, &[]),
            "address" => {
                let (code, street) = value.split_once(' ').map_or((value, None), |(c, s)| (c, Some(s)));
                Some(street.into_iter().chain(Regions::get().path(code)).collect::<Vec<_>>().join(", "))
            }
            "slot" => {
                let (place, rest) = value.split_once(' ')?;
                let counter = self.office().counters.iter().find(|c| c.id == place)?;
                Some(format!("{}, {rest}", counter.name))
            }
            "village" => Regions::get().village(value).map(|v| format!("{}, {}", v.name, v.district)),
            _ => None,
        }
    }

    fn label(&self, service: &str, question: &str, lang: &str) -> String {
        let key = text_key(service, question, "label");
        self.texts().find(lang, &key, &[]).unwrap_or_else(|| question.replace('_', " "))
    }

    pub(super) async fn files(&self, detail: &CaseDetail, lang: &str) -> Result<Vec<FileLine>, Fault> {
        let known = self.store().case_files(&detail.row.id).await?;
        let line = |file: &DossierFile| {
            let row = known.iter().find(|k| k.media == file.media.as_str());
            FileLine {
                media: file.media.to_string(),
                label: self.label(&detail.row.service, &file.slot, lang),
                slot: file.slot.clone(),
                flags: file.flags.clone(),
                stored: row.is_some_and(|k| k.state == "stored"),
                kind: file_kind(row.and_then(|k| k.mime.as_deref())),
            }
        };
        Ok(detail.payload.files.iter().map(line).collect())
    }

    pub(super) async fn history(&self, row: &CaseRow, lang: &str) -> Result<Vec<EventLine>, Fault> {
        let names = self.store().staff_names().await?;
        let events = self.store().case_events(&row.id).await?;
        let line = |event: CaseEvent| {
            let detail = event.detail.as_ref().map_or("", |d| d.expose().as_str());
            EventLine {
                reason: reason_of(detail),
                missing: missing_of(detail).iter().map(|m| self.label(&row.service, m, lang)).collect(),
                actor_name: event.actor_staff.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
                at: event.at,
                actor: event.actor,
                act: event.act,
                to_status: event.to_status,
                told: event.told,
            }
        };
        Ok(events.into_iter().map(line).collect())
    }
}

/// What can be missing: each file that was asked for, once, and each answer.
pub(super) fn requirements(files: &[FileLine], fields: &[Field]) -> Vec<Value> {
    let files = files.iter().map(|f| (f.slot.as_str(), f.label.as_str()));
    let fields = fields.iter().map(|f| (f.question.as_str(), f.label.as_str()));
    let mut seen = std::collections::BTreeSet::new();
    files.chain(fields).filter(|(id, _)| seen.insert(*id)).map(|(id, label)| context! { id, label }).collect()
}

/// Numbers of persons and families: by the question's kind, and whatever else has their shape.
fn is_secret(kind: &str, value: &str) -> bool {
    let number = value.len() == 16 && value.bytes().all(|b| b.is_ascii_digit());
    number || kind == "nik" || kind.starts_with("kk")
}

/// The key of a text of a question, as definitions write them.
fn text_key(service: &str, question: &str, part: &str) -> String {
    format!("{service}-{}-{}", question.replace('_', "-"), part.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::rule;

    #[test]
    fn numbers_of_persons_are_masked_whatever_the_question_is_called() {
        assert!(is_secret("nik", "510806"));
        assert!(is_secret("kk_number", "5108"));
        assert!(is_secret("text", "5108064107909901"));
        assert!(!is_secret("text", "Jalan Ahmad Yani 12"));
    }

    #[test]
    fn a_form_has_the_fields_that_the_table_needs_and_no_others() {
        let call = ActForm::new(rule(Act::CallForPickup));
        assert_eq!((call.counter, call.pickup_date, call.text, call.form), (true, true, None, true));
        let accept = ActForm::new(rule(Act::AcceptComplete));
        assert!(!accept.form);
        let back = ActForm::new(rule(Act::ReturnToOperator));
        assert_eq!((back.text, back.cancels), (Some("note"), false));
        assert!(ActForm::new(rule(Act::CancelDuplicate)).form, "asked twice");
    }
}

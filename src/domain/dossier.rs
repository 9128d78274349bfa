//! A filed request: what the conversation hands to the back office.

use serde::{Deserialize, Serialize};

use super::Millis;
use super::ids::{DossierId, MediaId};
use super::redacted::Redacted;

/// One answered question, in the order of the definition; what forms, manifest and console show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DossierField {
    /// The question's id in the definition.
    pub question: String,
    /// The question's kind, e.g. `nik`.
    pub kind: String,
    /// The value; for choices the choice's id. Absent where the citizen does not know or has none.
    pub value: Option<Redacted<String>>,
    /// Warnings for staff, e.g. `REGION_LEGACY`.
    pub flags: Vec<String>,
}

/// One file of a dossier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DossierFile {
    /// The question that asked for it, e.g. `police_letter`.
    pub slot: String,
    pub media: MediaId,
    /// Warnings for staff, e.g. `blurry` where the citizen sent it as it is.
    pub flags: Vec<String>,
}

/// What is filed. Serialised (sealed) with the row; `v` is its version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DossierPayload {
    pub v: u32,
    pub fields: Vec<DossierField>,
    pub files: Vec<DossierFile>,
    /// When the citizen said yes to the summary.
    pub confirmed_at: Millis,
}

impl DossierPayload {
    pub const VERSION: u32 = 1;

    #[must_use]
    pub fn value(&self, question: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|f| f.question == question)
            .and_then(|f| f.value.as_ref())
            .map(|v| v.expose().as_str())
    }
}

/// A dossier as the office holds it.
#[derive(Debug, Clone)]
pub struct Dossier {
    pub id: DossierId,
    pub ticket: String,
    pub office: String,
    pub service: String,
    pub revision: i64,
    pub definition_hash: String,
    pub payload: DossierPayload,
    pub submitted_at: Millis,
}

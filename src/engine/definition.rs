//! A public service as data: its questions in order. Read from `conversations/<office>/<service>/service.toml`.
//!
//! Texts stand in `locales/<lang>/<service>.ftl` under keys made of the service and the question:
//! `ktp-hilang-title` names the service, `ktp-hilang-nik` asks, `ktp-hilang-nik-help` helps, `ktp-hilang-nik-label` names it in the summary,
//! `ktp-hilang-applicant-self` is an option's label and `…-self-words` its synonyms, parted by commas.

pub mod catalogue;
mod formula;
mod kind;
mod read;
pub mod schema;
pub mod toml_fault;

use sha2::{Digest, Sha256};

use super::condition::Condition;
pub use formula::{Formula, Source};
pub use kind::{Expects, Kind, Level, Opt, Reach, Takes};

/// The version of this file format.
pub const SCHEMA: i64 = 2;

/// One service of one office. `hash` is its content: sessions and dossiers pin it.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    pub hash: String,
    pub office: String,
    /// e.g. `ktp-hilang`; also the prefix of its texts.
    pub service: String,
    /// Intents of the understanding that open this service, e.g. `lost_ktp`.
    pub intents: Vec<String>,
    /// Ask-to-file messages a good path may cost at most; `sapa check` holds it.
    pub message_budget: usize,
    pub questions: Vec<Question>,
    /// Where it was read from, for flaws.
    pub file: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub id: String,
    pub kind: Kind,
    pub when: Option<Condition>,
    /// Offered when the citizen wants to change an answer. Not so where the answer follows from another one.
    pub correct: bool,
    /// The citizen may skip it.
    pub optional: bool,
    /// The choice that says whose answer this is: where that changes, the citizen is asked whether it still holds.
    pub whose: Option<String>,
    /// Its id as the file and the texts have it: the rounds of a group share one.
    pub base: String,
    /// Which round of its group it belongs to, counted from 1; 1 outside of groups.
    pub round: usize,
    /// Line in the file.
    pub line: usize,
}

/// Something wrong with a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionFlaw {
    pub file: String,
    pub line: usize,
    pub what: String,
}

impl Definition {
    /// Reads a `service.toml`, of this or an earlier version of the format.
    ///
    /// # Errors
    /// Every flaw with its line.
    pub fn load(office: &str, file: &str, source: &str) -> Result<Definition, Vec<DefinitionFlaw>> {
        read::definition(office, file, source)
    }

    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|q| q.id == id)
    }

    /// The key of a text of a question: `key("nik", "help")` is `ktp-hilang-nik-help`.
    #[must_use]
    pub fn key(&self, question: &str, part: &str) -> String {
        self.key_of(self.question(question).map_or(question, |q| q.base.as_str()), part)
    }

    /// The same of a question's base.
    pub(super) fn key_of(&self, base: &str, part: &str) -> String {
        let mut key = String::with_capacity(self.service.len() + base.len() + part.len() + 2);
        key.push_str(&self.service);
        for part in [base, part].into_iter().filter(|part| !part.is_empty()) {
            for piece in part.split('_') {
                key.push('-');
                key.push_str(piece);
            }
        }
        key
    }
}

/// The content hash: SHA-256 of the source, hex.
fn hash(source: &str) -> String {
    Sha256::digest(source.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        hex.push_str(&format!("{byte:02x}"));
        hex
    })
}

fn line_at(source: &str, byte: usize) -> usize {
    source.as_bytes().iter().take(byte).filter(|b| **b == b'\n').count() + 1
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Ids travel in button payloads of at most 64 bytes.
fn is_id(text: &str) -> bool {
    (1..=24).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests;

//! A public service as data: its questions in order. Read from `conversations/<office>/<service>/service.toml`.
//!
//! Texts stand in `locales/<lang>/<service>.ftl` under keys made of the service and the question:
//! `ktp-hilang-title` names the service, `ktp-hilang-nik` asks, `ktp-hilang-nik-help` helps, `ktp-hilang-nik-label` names it in the summary,
//! `ktp-hilang-applicant-self` is an option's label and `…-self-words` its synonyms, parted by commas.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::condition::Condition;

/// The version of this file format.
pub const SCHEMA: i64 = 1;

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
    /// Line in the file.
    pub line: usize,
}

/// What a file slot expects; told to the photo triage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expects {
    PoliceLetter,
    Kk,
    Ktp,
    Attorney,
    Any,
}

/// One kind of question: one file in `questions/`, one variant, one arm of each match there.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Agreement to a versioned text, before any personal data.
    Consent {
        text: String,
    },
    Choice {
        options: Vec<Opt>,
    },
    Nik,
    /// `unknown`: the citizen may say that they do not know it.
    KkNumber {
        unknown: bool,
    },
    Name,
    /// `none`: the citizen may have none.
    Email {
        none: bool,
    },
    /// Photos or PDFs. `later`: offers "I don't have it yet".
    Files {
        expects: Expects,
        max: usize,
        later: bool,
    },
    /// A village counter of the office's region.
    Village,
    /// From here on a person must help; the conversation waits.
    Person,
    /// The summary and the explicit yes. Last.
    Confirm,
}

impl Kind {
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Kind::Consent { .. } => "consent",
            Kind::Choice { .. } => "choice",
            Kind::Nik => "nik",
            Kind::KkNumber { .. } => "kk_number",
            Kind::Name => "name",
            Kind::Email { .. } => "email",
            Kind::Files { .. } => "files",
            Kind::Village => "village",
            Kind::Person => "person",
            Kind::Confirm => "confirm",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opt {
    pub id: String,
}

/// Something wrong with a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionFlaw {
    pub file: String,
    pub line: usize,
    pub what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawService {
    schema: i64,
    service: toml::Spanned<String>,
    #[serde(default)]
    intents: Vec<String>,
    message_budget: usize,
    question: Vec<toml::Spanned<RawQuestion>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuestion {
    id: String,
    kind: String,
    when: Option<String>,
    text: Option<String>,
    options: Option<Vec<String>>,
    expects: Option<Expects>,
    max: Option<usize>,
    unknown: Option<bool>,
    none: Option<bool>,
    later: Option<bool>,
    correct: Option<bool>,
}

impl Definition {
    /// Reads a `service.toml`.
    ///
    /// # Errors
    /// Every flaw with its line.
    pub fn load(office: &str, file: &str, source: &str) -> Result<Definition, Vec<DefinitionFlaw>> {
        let flaw = |line: usize, what: String| DefinitionFlaw { file: file.to_owned(), line, what };
        let raw: RawService = toml::from_str(source).map_err(|e| {
            let line = e.span().map_or(1, |span| line_at(source, span.start));
            vec![flaw(line, e.message().to_owned())]
        })?;
        let mut flaws = Vec::new();
        if raw.schema != SCHEMA {
            flaws.push(flaw(1, format!("schema is {}; this program reads {SCHEMA}", raw.schema)));
        }
        let service_line = line_at(source, raw.service.span().start);
        if !is_key(raw.service.get_ref()) {
            flaws.push(flaw(service_line, "service is made of a-z, 0-9 and -".into()));
        }
        let mut questions: Vec<Question> = Vec::new();
        for spanned in raw.question {
            let line = line_at(source, spanned.span().start);
            let raw = spanned.into_inner();
            if !is_id(&raw.id) {
                flaws.push(flaw(
                    line,
                    format!("the id {:?} is not made of a-z, 0-9 and _ (24 at most)", raw.id),
                ));
            }
            if let Some(first) = questions.iter().find(|q| q.id == raw.id) {
                flaws.push(flaw(line, format!("the id {} stands already in line {}", raw.id, first.line)));
            }
            let when = raw.when.as_deref().map(Condition::parse).transpose();
            let when = when.unwrap_or_else(|fault| {
                flaws.push(flaw(line, fault.to_string()));
                None
            });
            match kind(&raw) {
                Ok(kind) => {
                    let correct = raw.correct.unwrap_or(true);
                    questions.push(Question { id: raw.id, kind, when, correct, line });
                }
                Err(what) => flaws.push(flaw(line, what)),
            }
        }
        if flaws.is_empty() {
            Ok(Definition {
                hash: hash(source),
                office: office.to_owned(),
                service: raw.service.into_inner(),
                intents: raw.intents,
                message_budget: raw.message_budget,
                questions,
                file: file.to_owned(),
            })
        } else {
            Err(flaws)
        }
    }

    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|q| q.id == id)
    }

    /// The key of a text of a question: `key("nik", "help")` is `ktp-hilang-nik-help`.
    #[must_use]
    pub fn key(&self, question: &str, part: &str) -> String {
        let question = question.replace('_', "-");
        let dash = if part.is_empty() { "" } else { "-" };
        format!("{}-{question}{dash}{}", self.service, part.replace('_', "-"))
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

fn kind(raw: &RawQuestion) -> Result<Kind, String> {
    let mut given: Vec<&str> = Vec::new();
    if raw.text.is_some() {
        given.push("text");
    }
    if raw.options.is_some() {
        given.push("options");
    }
    if raw.expects.is_some() {
        given.push("expects");
    }
    if raw.max.is_some() {
        given.push("max");
    }
    if raw.unknown.is_some() {
        given.push("unknown");
    }
    if raw.none.is_some() {
        given.push("none");
    }
    if raw.later.is_some() {
        given.push("later");
    }
    let (kind, fits): (Kind, &[&str]) = match raw.kind.as_str() {
        "consent" => {
            let text = raw.text.clone().ok_or("a consent needs `text`, the id of its versioned wording")?;
            (Kind::Consent { text }, &["text"])
        }
        "choice" => {
            let options = raw.options.clone().unwrap_or_default();
            if !(2..=10).contains(&options.len()) {
                return Err("a choice needs two to ten `options`".into());
            }
            if let Some(bad) = options.iter().find(|o| !is_id(o)) {
                return Err(format!("the option {bad:?} is not made of a-z, 0-9 and _"));
            }
            (Kind::Choice { options: options.into_iter().map(|id| Opt { id }).collect() }, &["options"])
        }
        "nik" => (Kind::Nik, &[]),
        "kk_number" => (Kind::KkNumber { unknown: raw.unknown.unwrap_or(false) }, &["unknown"]),
        "name" => (Kind::Name, &[]),
        "email" => (Kind::Email { none: raw.none.unwrap_or(false) }, &["none"]),
        "files" => {
            let max = raw.max.unwrap_or(3);
            if !(1..=10).contains(&max) {
                return Err("`max` files is one to ten".into());
            }
            let expects = raw.expects.unwrap_or(Expects::Any);
            (Kind::Files { expects, max, later: raw.later.unwrap_or(false) }, &["expects", "max", "later"])
        }
        "village" => (Kind::Village, &[]),
        "person" => (Kind::Person, &[]),
        "confirm" => (Kind::Confirm, &[]),
        other => {
            return Err(format!(
                "the kind {other:?} is unknown; there are consent choice nik kk_number name email files village person confirm"
            ));
        }
    };
    match given.iter().find(|g| !fits.contains(g)) {
        Some(wrong) => Err(format!("a question of the kind {} has no `{wrong}`", raw.kind)),
        None => Ok(kind),
    }
}

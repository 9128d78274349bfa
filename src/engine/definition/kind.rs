//! The kinds of questions and what a file may say about each.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::formula::{Formula, Source};
use super::is_id;

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

/// Which files a slot takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Photos or PDFs, as many as come together.
    Files,
    /// One picture.
    Photo,
    /// Several pictures, a number of them at least.
    Photos,
    /// One PDF, or a photo of the paper.
    Document,
}

/// How far down an address is picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Province,
    Regency,
    District,
    /// As far as the villages of a district are known; elsewhere the district.
    Village,
}

impl Level {
    /// Digits of a code of this level.
    #[must_use]
    pub fn digits(self) -> usize {
        match self {
            Level::Province => 2,
            Level::Regency => 4,
            Level::District => 6,
            Level::Village => 10,
        }
    }
}

/// How sure the office wants to be that an e-mail address is the citizen's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It is believed as it is typed.
    Believed,
    /// A code that was mailed there is typed in the chat.
    Code,
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
    /// Several of a few options.
    Choices {
        options: Vec<Opt>,
        min: usize,
        max: usize,
    },
    YesNo,
    /// A line of free text; lengths in characters.
    Text {
        min: usize,
        max: usize,
    },
    Nik,
    /// `unknown`: the citizen may say that they do not know it.
    KkNumber {
        unknown: bool,
    },
    Name,
    Phone,
    /// `none`: the citizen may have none.
    Email {
        none: bool,
        reach: Reach,
    },
    /// A day as people say it, so many days from today at the earliest and latest.
    Date {
        earliest: Option<i64>,
        latest: Option<i64>,
    },
    Number {
        min: i64,
        max: i64,
    },
    /// Whole rupiah.
    Money {
        min: i64,
        max: i64,
    },
    /// A region picked from the province down, typed with slips; `street`: and the line of the street.
    Address {
        within: String,
        level: Level,
        street: bool,
    },
    /// A place on the map.
    Location,
    /// Photos or PDFs. `later`: offers "I don't have it yet".
    Files {
        takes: Takes,
        expects: Expects,
        min: usize,
        max: usize,
        later: bool,
    },
    /// A village counter of the office's region.
    Village,
    /// A place, a day and an hour within the quota of the office's calendar of this name.
    Slot {
        calendar: String,
    },
    /// A versioned statement that the citizen makes their own with a yes.
    Declaration {
        text: String,
    },
    /// The yes that stands for a signature, in the name that another question asked for.
    Signature {
        of: String,
    },
    /// "Another one?": opens the next round of its group.
    Repeat,
    /// Never asked: follows from other answers.
    Computed {
        formula: Formula,
    },
    /// Said once, before the next question; nothing is answered.
    Note,
    /// From here on a person must help; the conversation waits.
    Person,
    /// The conversation is over and nothing is filed: its text says what to do instead. `next`: the service that
    /// helps.
    Ending {
        next: Option<String>,
    },
    /// The summary and the explicit yes. Last.
    Confirm,
}

impl Kind {
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Kind::Consent { .. } => "consent",
            Kind::Choice { .. } => "choice",
            Kind::Choices { .. } => "choices",
            Kind::YesNo => "yes_no",
            Kind::Text { .. } => "text",
            Kind::Nik => "nik",
            Kind::KkNumber { .. } => "kk_number",
            Kind::Name => "name",
            Kind::Phone => "phone",
            Kind::Email { .. } => "email",
            Kind::Date { .. } => "date",
            Kind::Number { .. } => "number",
            Kind::Money { .. } => "money",
            Kind::Address { .. } => "address",
            Kind::Location => "location",
            Kind::Files { takes, .. } => match takes {
                Takes::Files => "files",
                Takes::Photo => "photo",
                Takes::Photos => "photos",
                Takes::Document => "document",
            },
            Kind::Village => "village",
            Kind::Slot { .. } => "slot",
            Kind::Declaration { .. } => "declaration",
            Kind::Signature { .. } => "signature",
            Kind::Repeat => "repeat",
            Kind::Computed { formula } => formula.word(),
            Kind::Note => "note",
            Kind::Person => "person",
            Kind::Ending { .. } => "ending",
            Kind::Confirm => "confirm",
        }
    }

    /// The citizen is asked and answers. The others are said, or follow from answers.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        !matches!(self, Kind::Computed { .. } | Kind::Note)
    }

    /// It has a line in the summary.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.is_asked()
            && !matches!(
                self,
                Kind::Consent { .. } | Kind::Person | Kind::Ending { .. } | Kind::Confirm | Kind::Repeat
            )
    }

    /// A file may say `optional = true`: the citizen may skip it.
    #[must_use]
    pub fn can_be_optional(&self) -> bool {
        match self {
            Kind::Choice { .. }
            | Kind::Choices { .. }
            | Kind::YesNo
            | Kind::Text { .. }
            | Kind::Nik
            | Kind::Name
            | Kind::Phone
            | Kind::Date { .. }
            | Kind::Number { .. }
            | Kind::Money { .. }
            | Kind::Address { .. }
            | Kind::Location
            | Kind::Files { later: false, .. } => true,
            // These have words of their own for "I have none".
            Kind::KkNumber { .. } | Kind::Email { .. } | Kind::Files { later: true, .. } => false,
            Kind::Consent { .. }
            | Kind::Village
            | Kind::Slot { .. }
            | Kind::Declaration { .. }
            | Kind::Signature { .. }
            | Kind::Repeat
            | Kind::Computed { .. }
            | Kind::Note
            | Kind::Person
            | Kind::Ending { .. }
            | Kind::Confirm => false,
        }
    }

    /// Nothing is asked and nothing follows: here a request waits for a person, or is over.
    #[must_use]
    pub fn stops(&self) -> bool {
        matches!(self, Kind::Person | Kind::Ending { .. })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opt {
    pub id: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawReach {
    Code,
}

/// The keys of a question beside `id`, `kind`, `when`, `correct`, `optional` and `whose`; each kind knows some.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct RawKind {
    text: Option<String>,
    options: Option<Vec<String>>,
    expects: Option<Expects>,
    min: Option<i64>,
    max: Option<i64>,
    without: Option<bool>,
    later: Option<bool>,
    earliest: Option<i64>,
    latest: Option<i64>,
    within: Option<String>,
    level: Option<Level>,
    street: Option<bool>,
    calendar: Option<String>,
    of: Option<String>,
    from: Option<String>,
    less: Option<String>,
    values: Option<Vec<String>>,
    between: Option<String>,
    next: Option<String>,
    proof: Option<RawReach>,
    table: Option<BTreeMap<String, String>>,
    otherwise: Option<String>,
}

impl RawKind {
    /// The kind with this word.
    ///
    /// # Errors
    /// What is missing or out of bounds, in words for the author.
    pub(super) fn read(self, word: &str) -> Result<Kind, String> {
        Ok(match word {
            "consent" => Kind::Consent {
                text: self.text.ok_or("a consent needs `text`, the id of its versioned wording")?,
            },
            "choice" => Kind::Choice { options: options(self.options)? },
            "choices" => {
                let options = options(self.options)?;
                let min = within(self.min, 1, 1, options.len(), "min")?;
                let max = within(self.max, options.len(), min, options.len(), "max")?;
                Kind::Choices { options, min, max }
            }
            "yes_no" => Kind::YesNo,
            "text" => {
                let min = within(self.min, 1, 1, 1000, "min")?;
                Kind::Text { min, max: within(self.max, 200, min, 1000, "max")? }
            }
            "nik" => Kind::Nik,
            "kk_number" => Kind::KkNumber { unknown: self.without.unwrap_or(false) },
            "name" => Kind::Name,
            "phone" => Kind::Phone,
            "email" => Kind::Email {
                none: self.without.unwrap_or(false),
                reach: self.proof.map_or(Reach::Believed, |RawReach::Code| Reach::Code),
            },
            "date" => {
                if self.earliest.zip(self.latest).is_some_and(|(from, to)| from > to) {
                    return Err("`earliest` lies after `latest`".into());
                }
                Kind::Date { earliest: self.earliest, latest: self.latest }
            }
            "number" => {
                let (min, max) = bounds(self.min, self.max, 1_000_000)?;
                Kind::Number { min, max }
            }
            "money" => {
                let (min, max) = bounds(self.min, self.max, 1_000_000_000_000)?;
                Kind::Money { min, max }
            }
            "address" => {
                let level = self.level.unwrap_or(Level::Village);
                let within = self.within.unwrap_or_default();
                if within.len() >= level.digits() || !within.bytes().all(|b| b.is_ascii_digit()) {
                    return Err("`within` is the code of a region above `level`, e.g. \"31\"".into());
                }
                Kind::Address { within, level, street: self.street.unwrap_or(false) }
            }
            "location" => Kind::Location,
            "files" | "photo" | "photos" | "document" => self.files(word)?,
            "village" => Kind::Village,
            "slot" => Kind::Slot {
                calendar: self.calendar.ok_or("a slot needs `calendar`, the name of one of the office")?,
            },
            "declaration" => Kind::Declaration {
                text: self.text.ok_or("a declaration needs `text`, the id of its versioned wording")?,
            },
            "signature" => Kind::Signature {
                of: self.of.ok_or("a signature needs `of`, the question that asks for the name")?,
            },
            "computed" | "lookup" | "age" | "difference" | "sum" | "count" | "first" | "join" => {
                Kind::Computed { formula: self.formula(word)? }
            }
            "repeat" => Kind::Repeat,
            "note" => Kind::Note,
            "person" => Kind::Person,
            "ending" => Kind::Ending { next: self.next },
            "confirm" => Kind::Confirm,
            other => return Err(format!("the kind {other:?} is unknown")),
        })
    }

    fn formula(self, word: &str) -> Result<Formula, String> {
        let source = |text: Option<String>| {
            text.map(|text| Source::read(&text))
                .ok_or("needs `from`, a question or a question with a property")
        };
        let several = |values: Option<Vec<String>>| {
            let all: Vec<Source> = values.unwrap_or_default().iter().map(|text| Source::read(text)).collect();
            if all.is_empty() { Err("needs `values`, the questions that it follows from") } else { Ok(all) }
        };
        Ok(match word {
            "lookup" => match self.table {
                Some(table) if !table.is_empty() => {
                    Formula::Lookup { of: source(self.from)?, table, otherwise: self.otherwise }
                }
                Some(_) | None => return Err("needs a `table` with a value for each answer".into()),
            },
            "age" => Formula::Age { of: source(self.from)? },
            "difference" => Formula::Difference {
                of: source(self.from)?,
                less: self.less.map(|text| Source::read(&text)).ok_or("needs `less`, what is taken away")?,
            },
            "sum" => Formula::Sum { of: several(self.values)? },
            "count" => Formula::Count { group: source(self.from)?.question },
            "first" => Formula::First { of: several(self.values)? },
            "join" => Formula::Join {
                of: several(self.values)?,
                between: self.between.unwrap_or_else(|| " ".to_owned()),
            },
            _ => Formula::Same { of: source(self.from)? },
        })
    }

    fn files(self, word: &str) -> Result<Kind, String> {
        let takes = match word {
            "photo" => Takes::Photo,
            "photos" => Takes::Photos,
            "document" => Takes::Document,
            _ => Takes::Files,
        };
        let (min, max) = match takes {
            Takes::Files => (1, within(self.max, 3, 1, 10, "max")?),
            Takes::Photo | Takes::Document => (1, 1),
            Takes::Photos => {
                let min = within(self.min, 1, 1, 10, "min")?;
                (min, within(self.max, min.max(3), min, 10, "max")?)
            }
        };
        let expects = self.expects.unwrap_or(Expects::Any);
        Ok(Kind::Files { takes, expects, min, max, later: self.later.unwrap_or(false) })
    }
}

fn options(given: Option<Vec<String>>) -> Result<Vec<Opt>, String> {
    let options = given.unwrap_or_default();
    if !(2..=10).contains(&options.len()) {
        return Err("needs two to ten `options`".into());
    }
    if let Some(bad) = options.iter().find(|o| !is_id(o)) {
        return Err(format!("the option {bad:?} is not made of a-z, 0-9 and _"));
    }
    Ok(options.into_iter().map(|id| Opt { id }).collect())
}

fn within(given: Option<i64>, usual: usize, least: usize, most: usize, key: &str) -> Result<usize, String> {
    let number = given.map_or(Some(usual), |n| usize::try_from(n).ok());
    number.filter(|n| (least..=most).contains(n)).ok_or_else(|| format!("`{key}` is {least} to {most}"))
}

fn bounds(min: Option<i64>, max: Option<i64>, usual: i64) -> Result<(i64, i64), String> {
    let (min, max) = (min.unwrap_or(0), max.unwrap_or(usual));
    if min > max { Err("`min` is above `max`".into()) } else { Ok((min, max)) }
}

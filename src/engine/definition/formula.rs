//! Values that are not asked but follow from answers: a small closed set, so that a file says what it wants and
//! never how.

use std::collections::BTreeMap;

/// An answer, or a side of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub question: String,
    pub property: Option<String>,
}

/// How a value follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// As it is.
    Same { of: Source },
    /// By a table.
    Lookup { of: Source, table: BTreeMap<String, String>, otherwise: Option<String> },
    /// Full years from a day until today.
    Age { of: Source },
    /// The first less the second: numbers, amounts, or two days in days.
    Difference { of: Source, less: Source },
    /// Of numbers and amounts; a question of a group stands for all its rounds.
    Sum { of: Vec<Source> },
    /// How often a group was gone through.
    Count { group: String },
    /// The first of several that was answered.
    First { of: Vec<Source> },
    /// All that were answered, one behind the other.
    Join { of: Vec<Source>, between: String },
}

impl Source {
    /// Reads `nik` and `nik.regency`.
    pub(super) fn read(text: &str) -> Source {
        match text.split_once('.') {
            Some((question, property)) => {
                Source { question: question.to_owned(), property: Some(property.to_owned()) }
            }
            None => Source { question: text.to_owned(), property: None },
        }
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.property {
            Some(property) => write!(f, "{}.{property}", self.question),
            None => f.write_str(&self.question),
        }
    }
}

impl Formula {
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Formula::Same { .. } => "computed",
            Formula::Lookup { .. } => "lookup",
            Formula::Age { .. } => "age",
            Formula::Difference { .. } => "difference",
            Formula::Sum { .. } => "sum",
            Formula::Count { .. } => "count",
            Formula::First { .. } => "first",
            Formula::Join { .. } => "join",
        }
    }

    /// Gives a whole number, which conditions may order.
    #[must_use]
    pub fn is_number(&self) -> bool {
        match self {
            Formula::Age { .. }
            | Formula::Difference { .. }
            | Formula::Sum { .. }
            | Formula::Count { .. } => true,
            Formula::Same { .. } | Formula::Lookup { .. } | Formula::First { .. } | Formula::Join { .. } => {
                false
            }
        }
    }

    /// The ids of the questions that it follows from, as the file has them.
    #[must_use]
    pub fn sources(&self) -> Vec<&str> {
        match self {
            Formula::Same { of } | Formula::Lookup { of, .. } | Formula::Age { of } => vec![&of.question],
            Formula::Difference { of, less } => vec![&of.question, &less.question],
            Formula::Count { group } => vec![group],
            Formula::Sum { of } | Formula::First { of } | Formula::Join { of, .. } => {
                of.iter().map(|source| source.question.as_str()).collect()
            }
        }
    }

    /// The same with other ids: for the rounds of a group.
    pub(super) fn renamed(&mut self, name: &dyn Fn(&str) -> String) {
        let rename = |source: &mut Source| source.question = name(&source.question);
        match self {
            Formula::Same { of } | Formula::Lookup { of, .. } | Formula::Age { of } => rename(of),
            Formula::Difference { of, less } => {
                rename(of);
                rename(less);
            }
            Formula::Count { .. } => {}
            Formula::Sum { of } | Formula::First { of } | Formula::Join { of, .. } => {
                of.iter_mut().for_each(rename);
            }
        }
    }
}

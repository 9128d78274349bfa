//! What is wrong with a language's files.

use std::fmt;

/// One fault, with the place to mend. A language with flaws is not loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// `id/lexicon.tsv`
    pub file: String,
    /// Counted from 1; 0 when the file as a whole is meant.
    pub line: usize,
    pub what: String,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Flaw { file, line, what } = self;
        if *line == 0 { write!(f, "{file}: {what}") } else { write!(f, "{file}:{line}: {what}") }
    }
}

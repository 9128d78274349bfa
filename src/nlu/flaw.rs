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

/// A TOML file's content; what it is not goes to `flaws`.
pub(super) fn parsed<T: serde::de::DeserializeOwned>(
    file: &str,
    text: &str,
    flaws: &mut Vec<Flaw>,
) -> Option<T> {
    toml::from_str(text)
        .map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let line = text.get(..start).map_or(0, |before| before.matches('\n').count() + 1);
            flaws.push(Flaw { file: file.to_owned(), line, what: error.message().to_owned() });
        })
        .ok()
}

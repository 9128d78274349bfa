//! A person's name as it stands on papers.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use super::redacted::mask_name;
use super::text::clean;

/// A cleaned name in the citizen's own capitals. Debug and Display are masked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    #[error("fewer than two letters")]
    TooShort,
    #[error("longer than {MAX_LETTERS} characters")]
    TooLong,
    #[error("digits in it")]
    Digits,
    #[error("signs in it that names don't have")]
    Signs,
}

/// Permendagri 73/2022 Ps. 4(2): at most 60 letters, spaces included. Its two words at least hold for
/// new births only; people of one word are many.
const MAX_LETTERS: usize = 60;

impl NameFault {
    pub fn code(self) -> &'static str {
        match self {
            NameFault::TooShort => "TOO_SHORT",
            NameFault::TooLong => "TOO_LONG",
            NameFault::Digits => "DIGITS",
            NameFault::Signs => "SIGNS",
        }
    }
}

impl PersonName {
    /// Letters of any script, spaces, full stop, comma (titles), hyphen and apostrophe. Unseen characters
    /// are dropped, runs of spaces become one, curly apostrophes straight.
    pub fn parse(input: &str) -> Result<PersonName, NameFault> {
        let words: Vec<String> = clean(input).split_whitespace().map(straighten).collect();
        let name = words.join(" ");
        let name = name.trim_matches([',', '-', '*', '"']).trim();
        // A sentence's full stop goes, that of an abbreviation ("S.H.") stays.
        let name = match name.strip_suffix('.') {
            Some(rest) if rest.rsplit([' ', '.']).next().is_some_and(|last| last.chars().count() > 2) => rest,
            _ => name,
        };
        // Before all else: what is this long is no name, whatever signs are in it.
        if name.graphemes(true).count() > MAX_LETTERS {
            return Err(NameFault::TooLong);
        }
        if name.chars().any(char::is_numeric) {
            return Err(NameFault::Digits);
        }
        let is_mark = unicode_normalization::char::is_combining_mark;
        if !name.chars().all(|c| c.is_alphabetic() || is_mark(c) || matches!(c, ' ' | '.' | ',' | '\'' | '-'))
        {
            return Err(NameFault::Signs);
        }
        if name.chars().filter(|c| c.is_alphabetic()).count() < 2 {
            return Err(NameFault::TooShort);
        }
        Ok(PersonName(name.to_owned()))
    }

    pub fn expose(&self) -> &str {
        &self.0
    }

    /// As forms want it: `NI LUH AYU`.
    pub fn upper(&self) -> String {
        self.0.to_uppercase()
    }

    pub fn masked(&self) -> String {
        mask_name(&self.0)
    }
}

fn straighten(word: &str) -> String {
    word.replace(['\u{2018}', '\u{2019}', '\u{2BC}', '`', '\u{B4}'], "'")
        .replace(['\u{2010}', '\u{2011}', '\u{2013}'], "-")
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl TryFrom<String> for PersonName {
    type Error = NameFault;

    fn try_from(text: String) -> Result<Self, NameFault> {
        PersonName::parse(&text)
    }
}

impl From<PersonName> for String {
    fn from(name: PersonName) -> String {
        name.0
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn names_are_taken_as_people_write_them() {
        let check =
            |typed: &str, expected: &str| assert_eq!(PersonName::parse(typed).unwrap().expose(), expected);
        check("  Ni   Luh\u{200B} Ayu ", "Ni Luh Ayu");
        check("I Gusti Ngurah Made-Putra", "I Gusti Ngurah Made-Putra");
        check("Nur\u{2019}aini", "Nur'aini");
        check("Suparman", "Suparman");
        check("M. Yusuf, S.H.", "M. Yusuf, S.H.");
        check("André\u{202E}", "André");
        check("ayu.", "ayu");
        assert_eq!(PersonName::parse("ni luh ayu").unwrap().upper(), "NI LUH AYU");
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let check = |typed: &str, fault| assert_eq!(PersonName::parse(typed), Err(fault), "{typed}");
        check("", NameFault::TooShort);
        check("A", NameFault::TooShort);
        check("...", NameFault::TooShort);
        check("Ayu 2", NameFault::Digits);
        check("5108064107909901", NameFault::Digits);
        check("Ayu 😀", NameFault::Signs);
        check("ktp hilang?", NameFault::Signs);
        check(&"Ayu ".repeat(16), NameFault::TooLong);
    }

    #[test]
    fn the_name_does_not_print() {
        assert_eq!(format!("{:?}", PersonName::parse("Ni Luh Ayu")), "Ok(N* L** A**)");
    }
}

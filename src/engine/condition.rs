//! Conditions of questions: comparisons joined by `and` / `or`. No other code.
//!
//! `applicant == "other" and pickup != "office"`. The left side is a question id, or a question id with a
//! property: `nik.under_17` (`"yes"` or `"no"`). A question without an answer compares as the empty text.

use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Any of these groups; a group holds when all of its comparisons hold.
    pub any: Vec<Vec<Comparison>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    pub question: String,
    pub property: Option<String>,
    pub equal: bool,
    pub value: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a condition reads `question == \"value\"` or `!=`, joined by `and` / `or`; this stands at: {0}")]
pub struct ConditionFault(pub String);

impl Condition {
    /// # Errors
    /// The rest of the text from where it stops making sense.
    pub fn parse(text: &str) -> Result<Condition, ConditionFault> {
        let mut any = Vec::new();
        for group in split_outside_quotes(text, " or ") {
            let mut all = Vec::new();
            for comparison in split_outside_quotes(group, " and ") {
                all.push(Comparison::parse(comparison.trim())?);
            }
            any.push(all);
        }
        Ok(Condition { any })
    }

    /// `look` gives the value of a question and property, empty when there is none.
    #[must_use]
    pub fn holds(&self, look: &dyn Fn(&str, Option<&str>) -> String) -> bool {
        self.any
            .iter()
            .any(|all| all.iter().all(|c| (look(&c.question, c.property.as_deref()) == c.value) == c.equal))
    }

    /// Every comparison in it.
    pub fn comparisons(&self) -> impl Iterator<Item = &Comparison> {
        self.any.iter().flatten()
    }
}

impl Comparison {
    fn parse(text: &str) -> Result<Comparison, ConditionFault> {
        let fault = || ConditionFault(text.to_owned());
        let (left, equal, right) = match (text.split_once("=="), text.split_once("!=")) {
            (Some((left, right)), None) => (left, true, right),
            (None, Some((left, right))) => (left, false, right),
            _ => return Err(fault()),
        };
        let value = right.trim().strip_prefix('"').and_then(|r| r.strip_suffix('"')).ok_or_else(fault)?;
        let (question, property) = match left.trim().split_once('.') {
            Some((question, property)) => (question, Some(property.to_owned())),
            None => (left.trim(), None),
        };
        let plain = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !plain(question) || !property.as_deref().is_none_or(plain) || value.contains('"') {
            return Err(fault());
        }
        Ok(Comparison { question: question.to_owned(), property, equal, value: value.to_owned() })
    }
}

fn split_outside_quotes<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        if c == '"' {
            quoted = !quoted;
        } else if !quoted && at >= start && text[at..].starts_with(separator) {
            parts.push(&text[start..at]);
            start = at + separator.len();
        }
    }
    parts.push(&text[start..]);
    parts
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, all) in self.any.iter().enumerate() {
            if n > 0 {
                f.write_str(" or ")?;
            }
            for (m, c) in all.iter().enumerate() {
                if m > 0 {
                    f.write_str(" and ")?;
                }
                f.write_str(&c.question)?;
                if let Some(property) = &c.property {
                    write!(f, ".{property}")?;
                }
                write!(f, " {} \"{}\"", if c.equal { "==" } else { "!=" }, c.value)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(condition: &str) -> bool {
        Condition::parse(condition).expect("reads").holds(&|q, p| match (q, p) {
            ("applicant", None) => "other".into(),
            ("nik", Some("under_17")) => "yes".into(),
            _ => String::new(),
        })
    }

    #[test]
    fn comparisons_join_with_and_before_or() {
        assert!(holds(r#"applicant == "other""#));
        assert!(holds(r#"applicant != "self" and nik.under_17 == "yes""#));
        assert!(!holds(r#"applicant == "self" and nik.under_17 == "yes" or missing == "x""#));
        assert!(holds(r#"applicant == "self" or missing == """#));
        assert!(holds(r#"x != "a or b and c""#));
    }

    #[test]
    fn anything_else_is_a_fault_that_shows_the_place() {
        for bad in [
            "",
            "applicant",
            "applicant = \"x\"",
            "a == x",
            "a b == \"x\"",
            "a == \"x\" and",
            "f(x) == \"1\"",
        ] {
            assert!(Condition::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_condition_prints_as_it_reads() {
        let text = r#"a == "x" and b.c != "y" or d == """#;
        assert_eq!(Condition::parse(text).expect("reads").to_string(), text);
    }
}

//! Conditions of questions: comparisons joined by `and` / `or`. No other code.
//!
//! `applicant == "other" and children > 2`. The left side is a question id, or a question id with a
//! property: `nik.under_17` (`"yes"` or `"no"`). A question without an answer compares as the empty text.
//! Numbers may be compared by their order too; what is no number is in no order.

use std::borrow::Cow;
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
    pub op: Op,
    pub value: String,
}

/// How the two sides are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    Is,
    IsNot,
    Below,
    AtMost,
    Above,
    AtLeast,
}

/// The longer sign first: `<=` begins with `<`.
const OPS: [(&str, Op); 6] = [
    ("==", Op::Is),
    ("!=", Op::IsNot),
    ("<=", Op::AtMost),
    (">=", Op::AtLeast),
    ("<", Op::Below),
    (">", Op::Above),
];

impl Op {
    /// Compares numbers, not texts.
    #[must_use]
    pub fn orders(self) -> bool {
        !matches!(self, Op::Is | Op::IsNot)
    }

    fn sign(self) -> &'static str {
        OPS.iter().find(|(_, op)| *op == self).map_or("==", |(sign, _)| sign)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "a condition reads `question == \"value\"` (or != < <= > >=), joined by `and` / `or`; this stands at: {0}"
)]
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
    pub fn holds<'v>(&self, look: &dyn Fn(&str, Option<&str>) -> Cow<'v, str>) -> bool {
        self.any.iter().any(|all| all.iter().all(|c| c.holds(&look(&c.question, c.property.as_deref()))))
    }

    /// Both hold.
    #[must_use]
    pub fn and(&self, other: Option<Condition>) -> Condition {
        let Some(other) = other else { return self.clone() };
        let both = |a: &[Comparison]| -> Vec<Vec<Comparison>> {
            other.any.iter().map(|b| a.iter().chain(b).cloned().collect()).collect()
        };
        Condition { any: self.any.iter().flat_map(|a| both(a)).collect() }
    }

    /// The same about other questions.
    #[must_use]
    pub fn renamed(mut self, name: &dyn Fn(&str) -> String) -> Condition {
        for comparison in self.any.iter_mut().flatten() {
            comparison.question = name(&comparison.question);
        }
        self
    }

    /// Every comparison in it.
    pub fn comparisons(&self) -> impl Iterator<Item = &Comparison> {
        self.any.iter().flatten()
    }
}

impl Comparison {
    /// Whether it holds for this value of its left side.
    fn holds(&self, value: &str) -> bool {
        let ordered = |holds: fn(i64, i64) -> bool| {
            value.parse().ok().zip(self.value.parse().ok()).is_some_and(|(a, b)| holds(a, b))
        };
        match self.op {
            Op::Is => value == self.value,
            Op::IsNot => value != self.value,
            Op::Below => ordered(|a, b| a < b),
            Op::AtMost => ordered(|a, b| a <= b),
            Op::Above => ordered(|a, b| a > b),
            Op::AtLeast => ordered(|a, b| a >= b),
        }
    }

    fn parse(text: &str) -> Result<Comparison, ConditionFault> {
        let fault = || ConditionFault(text.to_owned());
        let found = OPS.iter().find_map(|(sign, op)| text.split_once(sign).map(|(l, r)| (l, *op, r.trim())));
        let (left, op, right) = found.ok_or_else(fault)?;
        let bare = !right.is_empty() && right.parse::<i64>().is_ok();
        let quoted = || right.strip_prefix('"').and_then(|r| r.strip_suffix('"'));
        let value = if bare { right } else { quoted().ok_or_else(fault)? };
        if op.orders() && value.parse::<i64>().is_err() {
            return Err(fault());
        }
        let (question, property) = match left.trim().split_once('.') {
            Some((question, property)) => (question, Some(property.to_owned())),
            None => (left.trim(), None),
        };
        let plain = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !plain(question) || !property.as_deref().is_none_or(plain) || value.contains('"') {
            return Err(fault());
        }
        Ok(Comparison { question: question.to_owned(), property, op, value: value.to_owned() })
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
                match c.value.parse::<i64>() {
                    Ok(number) if c.op.orders() => write!(f, " {} {number}", c.op.sign())?,
                    _ => write!(f, " {} \"{}\"", c.op.sign(), c.value)?,
                }
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
            ("children", None) => "3".into(),
            _ => Cow::default(),
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
    fn numbers_are_compared_by_their_order() {
        assert!(holds("children > 2 and children <= 3 and children >= \"3\" and children < 4"));
        assert!(holds("children == 3"));
        assert!(!holds("children > 3 or children < 3"));
        assert!(!holds("missing < 5"), "what was not answered is in no order");
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
            "a < \"x\"",
            "a => 3",
        ] {
            assert!(Condition::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_condition_prints_as_it_reads() {
        let text = r#"a == "x" and b.c != "y" or d == "" or n <= 4"#;
        assert_eq!(Condition::parse(text).expect("reads").to_string(), text);
    }
}

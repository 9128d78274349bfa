//! E-mail addresses: syntax, and the slips of phone keyboards.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::edit::distance;
use super::redacted::{Redacted, mask_email};
use super::text::clean;

/// An address of correct shape. Debug and Display are masked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// An address, and the one that was probably meant: ask before taking either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailRead {
    pub email: Email,
    pub suggestion: Option<Email>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailFault {
    #[error("no @ in it, or more than one")]
    At,
    #[error("the part before @ is not possible")]
    Local,
    /// The part after the @ is no domain; the suggestion is the whole address that was probably meant.
    #[error("the part after @ is not possible")]
    Domain { suggestion: Option<Redacted<String>> },
    #[error("longer than 254 characters")]
    TooLong,
}

impl EmailFault {
    pub fn code(&self) -> &'static str {
        match self {
            EmailFault::At => "AT",
            EmailFault::Local => "LOCAL",
            EmailFault::Domain { .. } => "DOMAIN",
            EmailFault::TooLong => "TOO_LONG",
        }
    }
}

/// Where nearly all citizens have their mail; the order breaks ties.
const USUAL: [&str; 12] = [
    "gmail.com",
    "yahoo.com",
    "yahoo.co.id",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "ymail.com",
    "live.com",
    "rocketmail.com",
    "hotmail.co.id",
    "outlook.co.id",
    "mail.com",
];
/// Real domains one slip away from a usual one.
const NOT_SLIPS: [&str; 4] = ["email.com", "gmx.com", "gmail.co.id", "yahoo.co.uk"];

impl Email {
    /// Reads what a person typed; spaces, `mailto:`, brackets and a closing full stop are dropped.
    pub fn parse(input: &str) -> Result<EmailRead, EmailFault> {
        let folded: String = clean(input).nfkc().collect();
        let text: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
        let wrapping = ['<', '>', '(', ')', '"', '\'', '*', ',', ';', '.', ':', '[', ']'];
        let text = text.trim_matches(wrapping);
        let text = text.strip_prefix("mailto:").unwrap_or(text);
        if text.len() > 254 {
            return Err(EmailFault::TooLong);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailFault::At)?;
        if domain.contains('@') {
            return Err(EmailFault::At);
        }
        let in_local = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
        let dots_stand_apart = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
        if local.is_empty() || local.len() > 64 || !local.chars().all(in_local) || !dots_stand_apart {
            return Err(EmailFault::Local);
        }
        let domain = domain.to_lowercase();
        let meant = meant_domain(&domain);
        if !is_domain(&domain) {
            let suggestion = meant.map(|meant| format!("{local}@{meant}").into());
            return Err(EmailFault::Domain { suggestion });
        }
        let at = |domain: &str| Email(format!("{local}@{domain}"));
        Ok(EmailRead { email: at(&domain), suggestion: meant.filter(|m| *m != domain).map(at) })
    }

    pub fn expose(&self) -> &str {
        &self.0
    }

    pub fn masked(&self) -> String {
        mask_email(&self.0)
    }
}

fn is_domain(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    let is_label = |label: &&str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = labels.last().copied().unwrap_or_default();
    labels.len() >= 2
        && labels.iter().all(is_label)
        && top.len() >= 2
        && top.bytes().all(|b| b.is_ascii_alphabetic())
}

/// The usual domain that `domain` is a slip of, if it is near one.
fn meant_domain(domain: &str) -> Option<&'static str> {
    let typed = domain.replace([',', ';', '_'], ".").replace("..", ".");
    if NOT_SLIPS.contains(&typed.as_str()) {
        return None;
    }
    // "gmail", "gmail.", "gmailcom": the ending alone was lost.
    let bare = typed.trim_end_matches('.');
    let lost_ending = USUAL.iter().find(|usual| {
        usual.replace('.', "") == bare || usual.split_once('.').is_some_and(|(name, _)| name == bare)
    });
    let nearest = USUAL.iter().map(|usual| (distance(&typed, usual), usual)).min_by_key(|(d, _)| *d);
    // Two slips in a short domain are another domain: "gmx.com".
    let slip = nearest.filter(|(d, usual)| *d <= if usual.len() > 8 { 2 } else { 1 }).map(|(_, usual)| usual);
    lost_ending.or(slip).copied()
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl TryFrom<String> for Email {
    type Error = EmailFault;

    fn try_from(text: String) -> Result<Self, EmailFault> {
        Email::parse(&text).map(|read| read.email)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> String {
        email.0
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn sloppy_but_clear_addresses_are_taken() {
        let check = |typed: &str, expected: &str| {
            let read = Email::parse(typed).unwrap();
            assert_eq!((read.email.expose(), read.suggestion), (expected, None), "{typed}");
        };
        check("ayu.lestari@gmail.com", "ayu.lestari@gmail.com");
        check("  Ayu @ Gmail.com. ", "Ayu@gmail.com");
        check("<mailto:ayu@example.co.id>", "ayu@example.co.id");
        check("ayu＠yahoo.co.id", "ayu@yahoo.co.id");
        check("made_99+ktp@bulelengkab.go.id", "made_99+ktp@bulelengkab.go.id");
    }

    #[test]
    fn slips_of_the_domain_get_a_suggestion() {
        for (typed, meant) in [
            ("ayu@gmial.com", "ayu@gmail.com"),
            ("ayu@gamil.com", "ayu@gmail.com"),
            ("ayu@gmail.con", "ayu@gmail.com"),
            ("ayu@gmail.co", "ayu@gmail.com"),
            ("ayu@gmal.com", "ayu@gmail.com"),
            ("ayu@yahho.com", "ayu@yahoo.com"),
            ("ayu@yahoo.co.di", "ayu@yahoo.co.id"),
            ("ayu@outlok.com", "ayu@outlook.com"),
        ] {
            let suggestion = Email::parse(typed).unwrap().suggestion;
            assert_eq!(suggestion.as_ref().map(Email::expose), Some(meant), "{typed}");
        }
        for right in ["ayu@mail.com", "ayu@gmx.com", "ayu@ymail.com", "ayu@kemlu.go.id", "ayu@email.com"] {
            assert_eq!(Email::parse(right).unwrap().suggestion, None, "{right}");
        }
    }

    #[test]
    fn impossible_addresses_are_refused_with_help() {
        for typed in ["ayu@gmail", "ayu@gmail,com", "ayu@gmailcom", "ayu@gmail..com"] {
            let meant = Some(Redacted::from("ayu@gmail.com".to_owned()));
            assert_eq!(Email::parse(typed), Err(EmailFault::Domain { suggestion: meant }), "{typed}");
        }
        assert_eq!(Email::parse("tidak punya"), Err(EmailFault::At));
        assert_eq!(Email::parse("a@b@gmail.com"), Err(EmailFault::At));
        assert_eq!(Email::parse("@gmail.com"), Err(EmailFault::Local));
        assert_eq!(Email::parse("ayu..l@gmail.com"), Err(EmailFault::Local));
        assert_eq!(Email::parse("ayu@dinas"), Err(EmailFault::Domain { suggestion: None }));
        assert_eq!(Email::parse(&format!("ayu@{}.com", "x".repeat(260))), Err(EmailFault::TooLong));
    }

    #[test]
    fn the_address_does_not_print() {
        let printed = format!("{:?}", Email::parse("ayu@gmial.com"));
        assert!(!printed.contains("ayu"), "{printed}");
    }
}

//! Telephone numbers in E.164, the form that everything else compares.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::redacted::mask_phone;
use super::text::ascii_digit;

/// `+6281234567890`. Debug and Display are masked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneKind {
    /// An Indonesian mobile: `+628[1-9]` and seven to ten more digits.
    Mobile,
    /// An Indonesian landline.
    Landline,
    Foreign,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneFault {
    #[error("not a telephone number")]
    NotANumber,
    #[error("too few digits")]
    TooShort,
    #[error("too many digits")]
    TooLong,
}

impl PhoneFault {
    pub fn code(self) -> &'static str {
        match self {
            PhoneFault::NotANumber => "NOT_A_NUMBER",
            PhoneFault::TooShort => "TOO_SHORT",
            PhoneFault::TooLong => "TOO_LONG",
        }
    }
}

impl Phone {
    /// Reads what a person typed, in Indonesia: `08…`, `8…`, `62…`, `+62 …`, `0062…`, `(0362) …`, `+1 …`.
    pub fn parse(input: &str) -> Result<Phone, PhoneFault> {
        let typed: String = input.trim().chars().map(ascii_digit).filter(|c| !is_separator(*c)).collect();
        let (international, digits) = match typed.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => match typed.strip_prefix("00") {
                Some(rest) => (true, rest),
                None => (false, typed.as_str()),
            },
        };
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PhoneFault::NotANumber);
        }
        let full = if international {
            // "+62 (0)812…" and "+62 0812…" keep a trunk zero that is not dialled.
            digits.strip_prefix("620").map(|rest| format!("62{rest}")).unwrap_or_else(|| digits.to_owned())
        } else if let Some(national) = digits.strip_prefix('0') {
            format!("62{national}")
        } else if let Some(national) = digits.strip_prefix("620") {
            format!("62{national}")
        } else if digits.starts_with("62") {
            digits.to_owned()
        } else if digits.starts_with('8') {
            format!("62{digits}")
        } else {
            return Err(if digits.len() < 7 { PhoneFault::TooShort } else { PhoneFault::NotANumber });
        };
        checked(full)
    }

    /// Reads what a platform sends, always with the country code, with or without plus: `6281…`.
    pub fn from_wire(digits: &str) -> Result<Phone, PhoneFault> {
        let digits: String =
            digits.trim().trim_start_matches('+').chars().filter(|c| !is_separator(*c)).collect();
        if digits.is_empty() || digits.starts_with('0') || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PhoneFault::NotANumber);
        }
        within_e164(digits)
    }

    /// `+6281234567890`
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// `6281234567890`, as WhatsApp and `wa.me` links write it.
    pub fn without_plus(&self) -> &str {
        self.0.trim_start_matches('+')
    }

    pub fn masked(&self) -> String {
        mask_phone(&self.0)
    }

    pub fn kind(&self) -> PhoneKind {
        match self.0.strip_prefix("+62") {
            None => PhoneKind::Foreign,
            Some(national) if national.starts_with('8') => PhoneKind::Mobile,
            Some(_) => PhoneKind::Landline,
        }
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '(' | ')' | '.' | '/' | '_' | '\u{2010}'..='\u{2015}' | '\u{200B}'..='\u{200F}')
}

fn within_e164(digits: String) -> Result<Phone, PhoneFault> {
    match digits.len() {
        0..8 => Err(PhoneFault::TooShort),
        8..=15 => Ok(Phone(format!("+{digits}"))),
        _ => Err(PhoneFault::TooLong),
    }
}

/// `digits` begins with a country code; Indonesian numbers must have a shape that exists.
fn checked(digits: String) -> Result<Phone, PhoneFault> {
    let Some(national) = digits.strip_prefix("62") else {
        return if digits.starts_with('0') { Err(PhoneFault::NotANumber) } else { within_e164(digits) };
    };
    let (shortest, longest) = if national.starts_with('8') { (9, 12) } else { (7, 11) };
    if national.starts_with(['0', '1']) || national.starts_with("80") {
        return Err(PhoneFault::NotANumber);
    }
    match national.len() {
        n if n < shortest => Err(PhoneFault::TooShort),
        n if n > longest => Err(PhoneFault::TooLong),
        _ => Ok(Phone(format!("+{digits}"))),
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

/// For what was stored: E.164 with its plus.
impl TryFrom<String> for Phone {
    type Error = PhoneFault;

    fn try_from(text: String) -> Result<Self, PhoneFault> {
        Phone::from_wire(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> String {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn every_way_of_writing_leads_to_one_form() {
        for typed in [
            "081938689900",
            "81938689900",
            "6281938689900",
            "+62 819-3868-9900",
            "0062 819 3868 9900",
            "(0819) 3868.9900",
            "+62 (0)819 3868 9900",
            "62081938689900",
            "０８１９３８６８９９００",
        ] {
            assert_eq!(
                Phone::parse(typed).map(|p| p.expose().to_owned()),
                Ok("+6281938689900".to_owned()),
                "{typed}"
            );
        }
    }

    #[test]
    fn kinds_are_told_apart() {
        let kind = |typed: &str| Phone::parse(typed).map(|p| p.kind());
        assert_eq!(kind("081938689900"), Ok(PhoneKind::Mobile));
        assert_eq!(kind("(0362) 25887"), Ok(PhoneKind::Landline));
        assert_eq!(kind("+1 415 555 0100"), Ok(PhoneKind::Foreign));
        assert_eq!(Phone::parse("(0362) 25887").unwrap().expose(), "+6236225887");
    }

    #[test]
    fn what_cannot_be_dialled_is_refused() {
        let check = |typed: &str, fault| assert_eq!(Phone::parse(typed), Err(fault), "{typed}");
        check("0812345", PhoneFault::TooShort);
        check("08123456789012", PhoneFault::TooLong);
        check("080012345678", PhoneFault::NotANumber);
        check("nomor saya", PhoneFault::NotANumber);
        check("", PhoneFault::NotANumber);
        check("5108064107909901", PhoneFault::NotANumber);
        check("123", PhoneFault::TooShort);
    }

    #[test]
    fn platforms_write_without_plus() {
        assert_eq!(Phone::from_wire("6281938689900").unwrap().without_plus(), "6281938689900");
        assert_eq!(Phone::from_wire("14155550100").unwrap().kind(), PhoneKind::Foreign);
        assert_eq!(Phone::from_wire("081938689900"), Err(PhoneFault::NotANumber));
    }

    #[test]
    fn the_number_does_not_print() {
        let phone = Phone::parse("081938689900").unwrap();
        assert_eq!(format!("{phone:?} {phone}"), "+62819*****900 +62819*****900");
        let json = serde_json::to_string(&phone).unwrap();
        assert_eq!(serde_json::from_str::<Phone>(&json).unwrap(), phone);
    }
}

//! The number that a citizen keeps: `SAPA-2611-00482-Z`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A dossier's public number: year and month of filing, a serial within the month, a check character.
///
/// The check is a pure weighted system in the manner of ISO 7064: modulus 23 (prime), radix 5, which
/// generates all 22 residues. Every weight differs, so every wrong digit and every swap of two digits,
/// adjacent or not, changes the sum. The check is always a letter, so a missing one is seen too; the
/// standard's own MOD 37,36 has digits, I and O among its check characters, which people mix up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ticket {
    year: u8,
    month: u8,
    serial: u32,
}

/// Why a text is not a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TicketFault {
    #[error("not shaped like SAPA-YYMM-NNNNN-C")]
    Shape,
    #[error("the check character is missing")]
    NoCheck,
    #[error("the check character does not fit: mistyped")]
    Check,
}

const PREFIX: &str = "SAPA";
/// Without I, L and O, which are read as 1, 1 and 0.
const CHECK_LETTERS: &[u8; 23] = b"ABCDEFGHJKMNPQRSTUVWXYZ";
/// Five digits serve 99,999 dossiers a month (Buleleng files about 10,000); two more leave room for load tests.
const MAX_SERIAL: u32 = 9_999_999;

impl Ticket {
    /// `year` is the last two digits. None for a month outside 1..=12, a year above 99 or a serial above 9,999,999.
    pub fn new(year: u8, month: u8, serial: u32) -> Option<Ticket> {
        let fits = year <= 99 && (1..=12).contains(&month) && serial <= MAX_SERIAL;
        fits.then_some(Ticket { year, month, serial })
    }

    /// The last two digits of the year of filing.
    pub fn year(self) -> u8 {
        self.year
    }

    pub fn month(self) -> u8 {
        self.month
    }

    /// Counted within one month.
    pub fn serial(self) -> u32 {
        self.serial
    }

    /// Reads what a person typed: any case, with or without prefix, dashes and spaces, O for 0, I or L for 1.
    pub fn parse(input: &str) -> Result<Ticket, TicketFault> {
        let mut text: String = input
            .chars()
            .filter(|c| {
                !c.is_whitespace()
                    && !matches!(c, '-' | '.' | '_' | '/' | ':' | '#' | '*' | '\u{2010}'..='\u{2015}')
            })
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if !text.is_ascii() {
            return Err(TicketFault::Shape);
        }
        if let Some(rest) = text.strip_prefix(PREFIX) {
            text = rest.to_owned();
        }
        let all = text.as_bytes();
        if all.len() == 9 && all.iter().all(|c| digit(*c).is_some()) {
            return Err(TicketFault::NoCheck);
        }
        if !(10..=12).contains(&all.len()) {
            return Err(TicketFault::Shape);
        }
        let (body, check) = all.split_at(all.len() - 1);
        let digits: Vec<u8> =
            body.iter().map(|c| digit(*c)).collect::<Option<_>>().ok_or(TicketFault::Shape)?;
        let number = |range: &[u8]| range.iter().fold(0_u32, |sum, d| sum * 10 + u32::from(*d));
        let (year, month) = (number(&digits[..2]) as u8, number(&digits[2..4]) as u8);
        // The check comes first, so that a mistyped month is called mistyped.
        if read_check(check[0]) != Some(CHECK_LETTERS[check_value(&digits)]) {
            return Err(TicketFault::Check);
        }
        if digits.len() > 9 && digits[4] == 0 {
            return Err(TicketFault::Shape);
        }
        Ticket::new(year, month, number(&digits[4..])).ok_or(TicketFault::Shape)
    }

    fn digits(self) -> String {
        format!("{:02}{:02}{:05}", self.year, self.month, self.serial)
    }

    fn check(self) -> char {
        let digits: Vec<u8> = self.digits().bytes().map(|b| b - b'0').collect();
        char::from(CHECK_LETTERS[check_value(&digits)])
    }
}

/// The place of the letter that makes the weighted sum, itself with weight 1, equal to 1 modulo 23.
fn check_value(digits: &[u8]) -> usize {
    let sum = digits.iter().fold(0_usize, |sum, d| (sum + usize::from(*d)) * 5 % 23);
    (23 + 1 - sum) % 23
}

fn digit(c: u8) -> Option<u8> {
    match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'O' => Some(0),
        b'I' | b'L' => Some(1),
        _ => None,
    }
}

/// The digits that look like a letter of the check are read as that letter.
fn read_check(c: u8) -> Option<u8> {
    match c {
        b'2' => Some(b'Z'),
        b'5' => Some(b'S'),
        b'8' => Some(b'B'),
        other => CHECK_LETTERS.contains(&other).then_some(other),
    }
}

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ticket { year, month, serial } = self;
        write!(f, "{PREFIX}-{year:02}{month:02}-{serial:05}-{}", self.check())
    }
}

impl std::str::FromStr for Ticket {
    type Err = TicketFault;

    fn from_str(text: &str) -> Result<Self, TicketFault> {
        Ticket::parse(text)
    }
}

impl TryFrom<String> for Ticket {
    type Error = TicketFault;

    fn try_from(text: String) -> Result<Self, TicketFault> {
        Ticket::parse(&text)
    }
}

impl From<Ticket> for String {
    fn from(ticket: Ticket) -> String {
        ticket.to_string()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn samples() -> impl Iterator<Item = Ticket> {
        [0, 1, 482, 9_999, 12_345, 99_999, 100_000, 9_999_999]
            .into_iter()
            .flat_map(|serial| (1..=12).map(move |month| Ticket::new(26, month, serial).unwrap()))
    }

    #[test]
    fn what_is_printed_is_read_again() {
        for ticket in samples() {
            assert_eq!(Ticket::parse(&ticket.to_string()), Ok(ticket));
        }
        assert_eq!(Ticket::new(26, 11, 482).unwrap().to_string(), "SAPA-2611-00482-Z");
    }

    #[test]
    fn sloppy_typing_is_forgiven() {
        let ticket = Ticket::new(26, 11, 482).unwrap();
        for typed in [
            "sapa-2611-00482-z",
            "SAPA 2611 00482 Z",
            "sapa261100482z",
            "2611-00482-Z",
            "SAPA-26II-OO482-Z",
            " Sapa\u{2013}2611\u{2013}00482\u{2013}z ",
            "*SAPA-2611-00482-Z*",
            "sapa 26l1 00482z",
            "SAPA-2611-00482-2",
        ] {
            assert_eq!(Ticket::parse(typed), Ok(ticket), "{typed}");
        }
    }

    #[test]
    fn every_single_wrong_digit_is_noticed() {
        for ticket in samples() {
            let digits = ticket.digits().into_bytes();
            for (at, wrong) in (0..digits.len()).flat_map(|at| (b'0'..=b'9').map(move |w| (at, w))) {
                let mut typed = digits.clone();
                if typed[at] == wrong {
                    continue;
                }
                typed[at] = wrong;
                let text = format!("{}{}", String::from_utf8(typed).unwrap(), ticket.check());
                assert_eq!(Ticket::parse(&text), Err(TicketFault::Check), "{text} for {ticket}");
            }
            for wrong in CHECK_LETTERS.iter().map(|c| char::from(*c)).filter(|c| *c != ticket.check()) {
                let text = format!("{}{wrong}", ticket.digits());
                assert_eq!(Ticket::parse(&text), Err(TicketFault::Check), "{text} for {ticket}");
            }
        }
    }

    #[test]
    fn every_swap_of_two_characters_is_noticed() {
        for ticket in samples() {
            let whole = format!("{}{}", ticket.digits(), ticket.check()).into_bytes();
            for (a, b) in (0..whole.len()).flat_map(|a| (a + 1..whole.len()).map(move |b| (a, b))) {
                if whole[a] == whole[b] {
                    continue;
                }
                let mut typed = whole.clone();
                typed.swap(a, b);
                let text = String::from_utf8(typed).unwrap();
                assert!(Ticket::parse(&text).is_err(), "{text} for {ticket}");
            }
        }
    }

    #[test]
    fn other_texts_are_not_tickets() {
        assert_eq!(Ticket::parse("SAPA-2611-00482"), Err(TicketFault::NoCheck));
        for text in ["", "SAPA", "5108064107909901", "halo", "SAPA-2611-00482-Z99", "KTP-2611-00482-Z"] {
            assert_eq!(Ticket::parse(text), Err(TicketFault::Shape), "{text}");
        }
        assert_eq!(Ticket::new(26, 13, 1), None);
    }

    #[test]
    fn a_ticket_is_text_in_json() {
        let ticket = Ticket::new(26, 11, 482).unwrap();
        let json = serde_json::to_string(&ticket).unwrap();
        assert_eq!(json, "\"SAPA-2611-00482-Z\"");
        assert_eq!(serde_json::from_str::<Ticket>(&json).unwrap(), ticket);
        assert!(serde_json::from_str::<Ticket>("\"SAPA-2611-00483-Z\"").is_err());
    }
}

//! The NIK, the 16-digit number of a person: `PPKKCC DDMMYY SSSS`.
//!
//! It has no check digit, so a mistyped serial goes unnoticed here: read it back, masked. It stays for
//! life: neither a move (PP 40/2019 Ps. 30(2)) nor a corrected birth date or sex (Permendagri 108/2019
//! Ps. 15(3)) changes it, so a difference from other papers is a warning and never a refusal.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::redacted::{Redacted, mask_nik};
use super::region::{Regions, Standing};
use super::text::ascii_digit;

/// Sixteen ASCII digits. Debug and Display are masked; [`Nik::expose`] is the number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nik(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Male,
    Female,
}

/// What a NIK says, and what staff should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NikRead {
    pub nik: Nik,
    pub birth_date: Redacted<NaiveDate>,
    pub sex: Sex,
    pub warnings: Vec<NikWarning>,
}

/// The number is accepted all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NikWarning {
    RegionHistoric,
    RegionLegacy,
    /// Regency or district unknown: for staff to look at.
    RegionKec,
    /// First registered under another office, which is nothing wrong.
    OtherRegion,
    /// Younger than 17 today; a KTP is for those of 17, or married.
    #[serde(rename = "UNDER_17")]
    Under17,
}

/// Why a text is not a NIK, with what the next message to the citizen needs to say.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NikFault {
    #[error("{digits} digits, 16 expected")]
    LenShort { digits: usize },
    #[error("{digits} digits, 16 expected")]
    LenLong { digits: usize },
    /// Letters among the digits. The suggestion (O read as 0, l and I as 1) wants the citizen's yes.
    #[error("not only digits")]
    NonDigit { suggestion: Option<Redacted<String>> },
    #[error("the day is not 01-31 or 41-71")]
    Day { dd: u8 },
    #[error("the month is not 01-12")]
    Month { mm: u8 },
    #[error("no such date")]
    Date { dd: u8, mm: u8, yy: u8 },
    #[error("the serial is 0000")]
    Serial,
    #[error("no such province")]
    Province { pp: u8 },
}

impl NikFault {
    /// The name that logs, message keys and the test vectors use.
    pub fn code(&self) -> &'static str {
        match self {
            NikFault::LenShort { .. } => "LEN_SHORT",
            NikFault::LenLong { .. } => "LEN_LONG",
            NikFault::NonDigit { .. } => "NON_DIGIT",
            NikFault::Day { .. } => "DAY",
            NikFault::Month { .. } => "MONTH",
            NikFault::Date { .. } => "DATE",
            NikFault::Serial => "SERIAL",
            NikFault::Province { .. } => "PROVINCE",
        }
    }
}

impl NikWarning {
    pub fn code(self) -> &'static str {
        match self {
            NikWarning::RegionHistoric => "REGION_HISTORIC",
            NikWarning::RegionLegacy => "REGION_LEGACY",
            NikWarning::RegionKec => "REGION_KEC",
            NikWarning::OtherRegion => "OTHER_REGION",
            NikWarning::Under17 => "UNDER_17",
        }
    }

    pub(super) fn of_region(
        number: &str,
        home: &str,
        regions: &Regions,
    ) -> Result<Vec<NikWarning>, NikFault> {
        let mut warnings = match regions.standing(number) {
            Standing::Current => vec![],
            Standing::Legacy => vec![NikWarning::RegionLegacy],
            Standing::Historic => vec![NikWarning::RegionHistoric],
            Standing::UnknownDistrict => vec![NikWarning::RegionKec],
            Standing::UnknownProvince => return Err(NikFault::Province { pp: pair(number, 0) }),
        };
        if !number.starts_with(home) {
            warnings.push(NikWarning::OtherRegion);
        }
        Ok(warnings)
    }
}

impl Nik {
    /// Reads what a person typed. `today` is the office's date; `home` is the region prefix of the office
    /// (`5108`), outside of which [`NikWarning::OtherRegion`] is noted.
    pub fn parse(input: &str, today: NaiveDate, regions: &Regions, home: &str) -> Result<NikRead, NikFault> {
        let digits = sixteen_digits(input)?;
        let (dd, mm, yy) = (pair(&digits, 6), pair(&digits, 8), pair(&digits, 10));
        if !matches!(dd, 1..=31 | 41..=71) {
            return Err(NikFault::Day { dd });
        }
        if !matches!(mm, 1..=12) {
            return Err(NikFault::Month { mm });
        }
        if digits.ends_with("0000") {
            return Err(NikFault::Serial);
        }
        let (day, sex) = if dd > 40 { (dd - 40, Sex::Female) } else { (dd, Sex::Male) };
        let birth_date = past_date(day, mm, yy, today).ok_or(NikFault::Date { dd, mm, yy })?;
        let mut warnings = NikWarning::of_region(&digits, home, regions)?;
        if age(birth_date, today) < 17 {
            warnings.push(NikWarning::Under17);
        }
        Ok(NikRead { nik: Nik(digits), birth_date: birth_date.into(), sex, warnings })
    }

    /// The number itself: for the dossier, the blind index and the forms.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// `510806******9901`
    pub fn masked(&self) -> String {
        mask_nik(&self.0)
    }
}

/// Full years between two dates; who was born on 29 February ages on 1 March in common years.
pub fn age(birth: NaiveDate, today: NaiveDate) -> i32 {
    let birthday_to_come = (today.month(), today.day()) < (birth.month(), birth.day());
    today.year() - birth.year() - i32::from(birthday_to_come)
}

/// The date in 20YY unless that lies in the future, else in 19YY; None when neither exists.
pub(super) fn past_date(day: u8, month: u8, yy: u8, today: NaiveDate) -> Option<NaiveDate> {
    let date = |century: i32| NaiveDate::from_ymd_opt(century + i32::from(yy), month.into(), day.into());
    date(2000).filter(|d| *d <= today).or_else(|| date(1900))
}

/// The two digits at `at` of a text that [`sixteen_digits`] has made.
pub(super) fn pair(digits: &str, at: usize) -> u8 {
    digits.bytes().skip(at).take(2).fold(0, |sum, d| sum * 10 + d.wrapping_sub(b'0'))
}

/// Sixteen ASCII digits out of what was typed: other scripts' digits are read, separators dropped.
pub(super) fn sixteen_digits(input: &str) -> Result<String, NikFault> {
    let separator = |c: &char| {
        c.is_whitespace()
            || matches!(c, '.' | '-' | '/' | '_' | ',' | ':' | '\u{2010}'..='\u{2015}' | '\u{200B}'..='\u{200F}')
    };
    let typed: String = input.chars().filter(|c| !separator(c)).map(ascii_digit).collect();
    let count = typed.chars().filter(char::is_ascii_digit).count();
    if count < typed.chars().count() {
        let fixed: String = typed.chars().map(lookalike).collect();
        let whole = fixed.len() == 16 && fixed.bytes().all(|b| b.is_ascii_digit());
        return Err(NikFault::NonDigit { suggestion: whole.then(|| fixed.into()) });
    }
    match count {
        16 => Ok(typed),
        0..16 => Err(NikFault::LenShort { digits: count }),
        _ => Err(NikFault::LenLong { digits: count }),
    }
}

fn lookalike(c: char) -> char {
    match c {
        'O' | 'o' => '0',
        'I' | 'i' | 'l' | 'L' | '|' => '1',
        c => c,
    }
}

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Display for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

/// For what was stored: only the shape is looked at, since rules may have changed since.
impl TryFrom<String> for Nik {
    type Error = NikFault;

    fn try_from(text: String) -> Result<Self, NikFault> {
        sixteen_digits(&text).map(Nik)
    }
}

impl From<Nik> for String {
    fn from(nik: Nik) -> String {
        nik.0
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn read(input: &str) -> Result<NikRead, NikFault> {
        Nik::parse(input, today(), Regions::get(), "5108")
    }

    #[test]
    fn every_line_of_the_vectors_holds() {
        let vectors = include_str!("../../tests/data/nik_vectors.csv");
        let lines: Vec<&str> = vectors.lines().skip(1).collect();
        assert_eq!(lines.len(), 29);
        for line in lines {
            let mut fields = line.splitn(4, ',').collect::<Vec<_>>().into_iter();
            let (input, expect, code) =
                (fields.next().unwrap(), fields.next().unwrap(), fields.next().unwrap());
            match (expect, read(input)) {
                ("error", Err(fault)) => assert_eq!(fault.code(), code, "{line}"),
                ("ok" | "warn", Ok(read)) => {
                    let codes: Vec<_> = read.warnings.iter().map(|w| w.code()).collect();
                    assert!(
                        codes.contains(&code) || (code.is_empty() && codes.is_empty()),
                        "{line}: {codes:?}"
                    );
                }
                (_, other) => panic!("{line}: {other:?}"),
            }
        }
    }

    #[test]
    fn birth_date_and_sex_are_in_the_number() {
        let check = |nik: &str, sex, birth_date: &str| {
            let read = read(nik).unwrap();
            assert_eq!((read.sex, read.birth_date.expose().to_string().as_str()), (sex, birth_date), "{nik}");
        };
        check("5108064107909901", Sex::Female, "1990-07-01");
        check("5108011203859902", Sex::Male, "1985-03-12");
        check("5108061508359914", Sex::Male, "1935-08-15");
        check("5108062902009905", Sex::Male, "2000-02-29");
    }

    #[test]
    fn faults_say_what_the_answer_needs() {
        assert_eq!(read("510806410790990"), Err(NikFault::LenShort { digits: 15 }));
        assert_eq!(read(""), Err(NikFault::LenShort { digits: 0 }));
        assert_eq!(read("5108063502909903"), Err(NikFault::Day { dd: 35 }));
        let suggestion = Some(Redacted::from("5108064107909901".to_owned()));
        assert_eq!(read("5108O641O79O99Ol"), Err(NikFault::NonDigit { suggestion }));
        assert_eq!(read("lima satu nol"), Err(NikFault::NonDigit { suggestion: None }));
    }

    #[test]
    fn the_number_does_not_print() {
        let read = read("5108064107909901").unwrap();
        let fault = Nik::parse("5108O64107909901", today(), Regions::get(), "5108").unwrap_err();
        let printed = format!("{read:?} {} {fault:?} {fault}", read.nik);
        assert!(!printed.contains("4107909901") && !printed.contains("1990"), "{printed}");
        assert!(printed.contains("510806******9901"));
    }

    #[test]
    fn seventeen_is_reached_on_the_birthday() {
        let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(age(date(2009, 11, 21), today()), 17);
        assert_eq!(age(date(2009, 11, 22), today()), 16);
        assert_eq!(age(date(2008, 2, 29), date(2025, 2, 28)), 16);
        assert_eq!(age(date(2008, 2, 29), date(2025, 3, 1)), 17);
    }

    #[test]
    fn the_stored_number_is_read_again() {
        let nik = read("5108064107909901").unwrap().nik;
        let json = serde_json::to_string(&nik).unwrap();
        assert_eq!(json, "\"5108064107909901\"");
        assert_eq!(serde_json::from_str::<Nik>(&json).unwrap(), nik);
        assert!(serde_json::from_str::<Nik>("\"51\"").is_err());
    }
}

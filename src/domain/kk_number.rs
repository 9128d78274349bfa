//! The number of a family card (Kartu Keluarga): region (6), date of recording DDMMYY, serial (4).
//!
//! It looks like a NIK but adds no 40 to the day, and it may change (a move, a new head of the family).

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::nik::{Nik, NikFault, NikWarning, pair, past_date, sixteen_digits};
use super::redacted::{Redacted, mask_nik};
use super::region::Regions;

/// Sixteen ASCII digits. Debug and Display are masked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KkNumber(String);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KkRead {
    pub kk_number: KkNumber,
    pub warnings: Vec<KkWarning>,
}

/// The number is accepted all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum KkWarning {
    RegionHistoric,
    RegionLegacy,
    RegionKec,
    OtherRegion,
    /// Recorded in the future or before 1977, when family cards were brought in nationwide.
    DateUnlikely,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KkFault {
    #[error("{digits} digits, 16 expected")]
    LenShort { digits: usize },
    #[error("{digits} digits, 16 expected")]
    LenLong { digits: usize },
    #[error("not only digits")]
    NonDigit { suggestion: Option<Redacted<String>> },
    /// The day is 41-71, or it is the NIK that was just given.
    #[error("this is a NIK")]
    LooksLikeNik,
    #[error("the day is not 01-31")]
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

impl KkFault {
    pub fn code(&self) -> &'static str {
        match self {
            KkFault::LenShort { .. } => "LEN_SHORT",
            KkFault::LenLong { .. } => "LEN_LONG",
            KkFault::NonDigit { .. } => "NON_DIGIT",
            KkFault::LooksLikeNik => "LOOKS_LIKE_NIK",
            KkFault::Day { .. } => "DAY",
            KkFault::Month { .. } => "MONTH",
            KkFault::Date { .. } => "DATE",
            KkFault::Serial => "SERIAL",
            KkFault::Province { .. } => "PROVINCE",
        }
    }
}

impl From<NikFault> for KkFault {
    fn from(fault: NikFault) -> KkFault {
        match fault {
            NikFault::LenShort { digits } => KkFault::LenShort { digits },
            NikFault::LenLong { digits } => KkFault::LenLong { digits },
            NikFault::NonDigit { suggestion } => KkFault::NonDigit { suggestion },
            NikFault::Day { dd } => KkFault::Day { dd },
            NikFault::Month { mm } => KkFault::Month { mm },
            NikFault::Date { dd, mm, yy } => KkFault::Date { dd, mm, yy },
            NikFault::Serial => KkFault::Serial,
            NikFault::Province { pp } => KkFault::Province { pp },
        }
    }
}

impl KkWarning {
    pub fn code(self) -> &'static str {
        match self {
            KkWarning::RegionHistoric => "REGION_HISTORIC",
            KkWarning::RegionLegacy => "REGION_LEGACY",
            KkWarning::RegionKec => "REGION_KEC",
            KkWarning::OtherRegion => "OTHER_REGION",
            KkWarning::DateUnlikely => "DATE_UNLIKELY",
        }
    }

    fn from_region(warning: NikWarning) -> Option<KkWarning> {
        match warning {
            NikWarning::RegionHistoric => Some(KkWarning::RegionHistoric),
            NikWarning::RegionLegacy => Some(KkWarning::RegionLegacy),
            NikWarning::RegionKec => Some(KkWarning::RegionKec),
            NikWarning::OtherRegion => Some(KkWarning::OtherRegion),
            NikWarning::Under17 => None,
        }
    }
}

impl KkNumber {
    /// Reads what a person typed. `nik` is the NIK given earlier in the same conversation, if any; `today`
    /// and `home` as in [`Nik::parse`].
    pub fn parse(
        input: &str,
        nik: Option<&Nik>,
        today: NaiveDate,
        regions: &Regions,
        home: &str,
    ) -> Result<KkRead, KkFault> {
        let digits = sixteen_digits(input)?;
        let (dd, mm, yy) = (pair(&digits, 6), pair(&digits, 8), pair(&digits, 10));
        if matches!(dd, 41..=71) || nik.is_some_and(|nik| nik.expose() == digits) {
            return Err(KkFault::LooksLikeNik);
        }
        if !matches!(dd, 1..=31) {
            return Err(KkFault::Day { dd });
        }
        if !matches!(mm, 1..=12) {
            return Err(KkFault::Month { mm });
        }
        if digits.ends_with("0000") {
            return Err(KkFault::Serial);
        }
        let date = past_date(dd, mm, yy, today).ok_or(KkFault::Date { dd, mm, yy })?;
        let region = NikWarning::of_region(&digits, home, regions)?;
        let mut warnings: Vec<KkWarning> = region.into_iter().filter_map(KkWarning::from_region).collect();
        if date.year() < 1977 {
            warnings.push(KkWarning::DateUnlikely);
        }
        Ok(KkRead { kk_number: KkNumber(digits), warnings })
    }

    pub fn expose(&self) -> &str {
        &self.0
    }

    pub fn masked(&self) -> String {
        mask_nik(&self.0)
    }
}

impl fmt::Debug for KkNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Display for KkNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

/// For what was stored: only the shape is looked at.
impl TryFrom<String> for KkNumber {
    type Error = KkFault;

    fn try_from(text: String) -> Result<Self, KkFault> {
        Ok(KkNumber(sixteen_digits(&text)?))
    }
}

impl From<KkNumber> for String {
    fn from(number: KkNumber) -> String {
        number.0
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn read(input: &str, nik: Option<&Nik>) -> Result<KkRead, KkFault> {
        KkNumber::parse(input, nik, NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(), Regions::get(), "5108")
    }

    #[test]
    fn a_family_card_number_is_read() {
        assert_eq!(read("5108 0612 0307 9901", None).unwrap().warnings, []);
        assert_eq!(read("3174051203079901", None).unwrap().warnings, [KkWarning::OtherRegion]);
        assert_eq!(read("5108991203079901", None).unwrap().warnings, [KkWarning::RegionKec]);
        assert_eq!(read("5108061203559901", None).unwrap().warnings, [KkWarning::DateUnlikely]);
    }

    #[test]
    fn a_nik_in_its_place_is_told_apart() {
        assert_eq!(read("5108064107909901", None), Err(KkFault::LooksLikeNik));
        let nik = Nik::try_from("5108011203859902".to_owned()).unwrap();
        assert_eq!(read("5108.01.120385.9902", Some(&nik)), Err(KkFault::LooksLikeNik));
    }

    #[test]
    fn faults_have_the_codes_of_the_nik() {
        let check =
            |input: &str, code: &str| assert_eq!(read(input, None).unwrap_err().code(), code, "{input}");
        check("51080612030799", "LEN_SHORT");
        check("51080612030799011", "LEN_LONG");
        check("5108O61203079901", "NON_DIGIT");
        check("5108063203079901", "DAY");
        check("5108060013079901", "DAY");
        check("5108060113079901", "MONTH");
        check("5108063104079901", "DATE");
        check("5108061203070000", "SERIAL");
        check("9908061203079901", "PROVINCE");
    }

    #[test]
    fn the_number_does_not_print() {
        let printed = format!("{:?}", read("5108061203079901", None));
        assert!(printed.contains("510806******9901") && !printed.contains("1203079901"), "{printed}");
    }
}

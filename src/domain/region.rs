//! Provinces, regencies, districts and villages, embedded.

mod pick;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::edit::distance_within;
pub use pick::FoundRegion;

const CURRENT: &str = include_str!("data/wilayah.csv");
const LEGACY: &str = include_str!("data/wilayah_legacy.csv");
/// Of the offices' regions alone.
const VILLAGES: [&str; 2] =
    [include_str!("data/desa_buleleng.csv"), include_str!("data/kelurahan_jakarta.csv")];
/// East Timor until 2002: no list has it any more, its people's NIKs stay valid for life.
const HISTORIC_PROVINCE: &str = "54";

/// The table of codes that NIKs and KK numbers begin with.
pub struct Regions {
    current: BTreeMap<&'static str, String>,
    legacy: BTreeMap<&'static str, String>,
    villages: Vec<Village>,
}

/// A desa or kelurahan: the place of a village counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Village {
    /// Ten digits, the first six the district's.
    pub code: &'static str,
    pub name: &'static str,
    pub kind: VillageKind,
    pub district: &'static str,
    key: String,
    district_key: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VillageKind {
    Desa,
    Kelurahan,
}

/// How well a six-digit region code is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Current,
    /// A code that was given out before a region was split.
    Legacy,
    /// The former province East Timor.
    Historic,
    /// The province is known, the regency or district is not: newer than the table, or mistyped.
    UnknownDistrict,
    UnknownProvince,
}

impl Regions {
    /// The embedded table, read at first use.
    pub fn get() -> &'static Regions {
        static REGIONS: OnceLock<Regions> = OnceLock::new();
        REGIONS.get_or_init(|| Regions {
            current: rows(CURRENT).map(|[code, name, ..]| (code, tidy(name))).collect(),
            legacy: rows(LEGACY).map(|[code, name, ..]| (code, title_case(name))).collect(),
            villages: VILLAGES.into_iter().flat_map(rows).map(Village::from_row).collect(),
        })
    }

    /// `code` may be longer than two digits: a whole NIK will do. The same for the two below.
    pub fn province(&self, code: &str) -> Option<&str> {
        self.current.get(code.get(..2)?).map(String::as_str)
    }

    /// "Kab. Buleleng"; old codes are known too.
    pub fn regency(&self, code: &str) -> Option<&str> {
        let code = code.get(..4)?;
        self.current.get(code).or_else(|| self.legacy.get(code)).map(String::as_str)
    }

    pub fn district(&self, code: &str) -> Option<&str> {
        let code = code.get(..6)?;
        self.current.get(code).or_else(|| self.legacy.get(code)).map(String::as_str)
    }

    pub fn standing(&self, code: &str) -> Standing {
        let part = |n| code.get(..n).unwrap_or_default();
        if part(2) == HISTORIC_PROVINCE {
            Standing::Historic
        } else if !self.current.contains_key(part(2)) {
            Standing::UnknownProvince
        } else if self.current.contains_key(part(6)) {
            Standing::Current
        } else if self.legacy.contains_key(part(6))
            || (self.legacy.contains_key(part(4)) && !self.current.contains_key(part(4)))
        {
            Standing::Legacy
        } else {
            Standing::UnknownDistrict
        }
    }

    /// The villages whose code begins so (`5108` for an office, `510806` for a district), in order of code.
    pub fn villages(&self, prefix: &str) -> impl Iterator<Item = &Village> {
        self.villages.iter().filter(move |village| village.code.starts_with(prefix))
    }

    pub fn village(&self, code: &str) -> Option<&Village> {
        self.villages.iter().find(|village| village.code == code)
    }

    /// The villages within a region that `typed` may mean, the likeliest first. Forgives typing mistakes, "desa", "kel.",
    /// missing or extra spaces; a district's name before, after or alone narrows or lists.
    pub fn find_village(&self, typed: &str, within: &str, limit: usize) -> Vec<&Village> {
        let wanted = key(typed);
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(usize, &Village)> =
            self.villages(within).filter_map(|village| Some((village.miss(&wanted)?, village))).collect();
        // Stable, so equals stay in order of code.
        found.sort_by_key(|(miss, _)| *miss);
        if found.is_empty() && typed.trim().contains(' ') {
            // A village that the office lacks, or two half-remembered names: each word alone may help.
            return typed
                .split_whitespace()
                .flat_map(|word| self.find_village(word, within, limit))
                .take(limit)
                .collect();
        }
        found.into_iter().map(|(_, village)| village).take(limit).collect()
    }
}

impl Village {
    fn from_row([code, name, kind, _, district]: [&'static str; 5]) -> Village {
        let kind = if kind == "kelurahan" { VillageKind::Kelurahan } else { VillageKind::Desa };
        Village { code, name, kind, district, key: key(name), district_key: key(district) }
    }

    /// Whether `typed` is this name but for case, spaces and "desa": no need to ask back.
    pub fn is_called(&self, typed: &str) -> bool {
        let typed = key(typed);
        typed == self.key || typed == format!("{}{}", self.key, self.district_key)
    }

    /// How far `wanted` is from this village, None when too far.
    fn miss(&self, wanted: &str) -> Option<usize> {
        let near = |a: &str, b: &str| {
            let allowed = match b.len().min(a.len()) {
                0..4 => 0,
                4..7 => 1,
                _ => 2,
            };
            distance_within(a, b, allowed)
        };
        let with_district = [
            format!("{}{}", self.key, self.district_key),
            format!("{}kec{}", self.key, self.district_key),
            format!("{}kecamatan{}", self.key, self.district_key),
            format!("{}{}", self.district_key, self.key),
        ];
        if wanted == self.key || with_district.iter().any(|w| w == wanted) {
            return Some(0);
        }
        let fuzzy = std::iter::once(&self.key).chain(&with_district).filter_map(|w| near(wanted, w)).min();
        if let Some(d) = fuzzy {
            return Some(10 * d + 5);
        }
        if wanted.len() >= 3 && self.key.starts_with(wanted) {
            return Some(12);
        }
        if wanted.len() >= 4
            && self.name.split(' ').any(|word| near(wanted, &key(word)).is_some_and(|d| d < 2))
        {
            return Some(30);
        }
        let in_district = [
            self.district_key.clone(),
            format!("kec{}", self.district_key),
            format!("kecamatan{}", self.district_key),
        ];
        in_district.iter().filter_map(|w| near(wanted, w)).min().map(|d| 40 + d)
    }
}

/// Letters only, lower case, without the words that say no more than "village".
fn key(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphabetic()).filter_map(|word| match word {
        "desa" | "ds" | "kelurahan" | "kel" | "lurah" | "dari" | "di" => None,
        "kp" | "kmp" | "kampong" => Some("kampung"),
        "br" => Some("banjar"),
        word => Some(word),
    });
    words.collect()
}

/// The first of a name's spellings: "Palengaan (Palenggaan, Palenga'an)".
fn tidy(name: &str) -> String {
    name.split('(').next().unwrap_or(name).trim().to_owned()
}

fn title_case(name: &str) -> String {
    let words = name.split_whitespace().map(|word| {
        let mut chars = word.chars();
        let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
        format!("{first}{}", chars.as_str().to_lowercase())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The rows below the heading, cut at commas; fields in double quotes may hold commas. The files are
/// embedded and tested, so a short row simply has empty fields.
fn rows(csv: &'static str) -> impl Iterator<Item = [&'static str; 5]> {
    csv.lines().skip(1).map(|line| {
        let mut fields = [""; 5];
        let mut rest = line.trim_end();
        for field in &mut fields {
            let (value, after) = match rest.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
                Some((value, after)) => (value, after.strip_prefix(',').unwrap_or(after)),
                None => rest.split_once(',').unwrap_or((rest, "")),
            };
            (*field, rest) = (value, after);
        }
        fields
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_there() {
        let regions = Regions::get();
        let long = |n: usize| regions.current.keys().filter(|code| code.len() == n).count();
        assert_eq!((long(2), long(4), long(6)), (38, 514, 7277));
        assert_eq!(regions.legacy.len(), 549);
        let kelurahan = regions.villages.iter().filter(|v| v.kind == VillageKind::Kelurahan).count();
        assert_eq!((regions.villages("5108").count(), regions.villages("31").count()), (148, 267));
        assert_eq!(kelurahan, 19 + 267);
        assert!(regions.villages.iter().all(|v| regions.district(v.code) == Some(v.district)));
    }

    #[test]
    fn codes_have_names_old_ones_too() {
        let regions = Regions::get();
        assert_eq!(regions.province("5108064107909901"), Some("Bali"));
        assert_eq!(regions.regency("5108064107909901"), Some("Kab. Buleleng"));
        assert_eq!(regions.district("5108064107909901"), Some("Buleleng"));
        assert_eq!(regions.district("352806"), Some("Palengaan"));
        assert_eq!(regions.regency("9101"), Some("Kab. Merauke"));
        assert_eq!(regions.district("99"), None);
    }

    #[test]
    fn the_standing_of_a_code_decides_how_it_is_treated() {
        let check = |code: &str, expected| assert_eq!(Regions::get().standing(code), expected, "{code}");
        check("510806", Standing::Current);
        check("910101", Standing::Legacy);
        check("910199", Standing::Legacy);
        check("540101", Standing::Historic);
        check("510899", Standing::UnknownDistrict);
        check("990101", Standing::UnknownProvince);
        check("", Standing::UnknownProvince);
    }

    #[test]
    fn villages_are_found_as_people_type_them() {
        let first = |typed: &str| {
            let found = Regions::get().find_village(typed, "5108", 5);
            found.first().map(|v| format!("{}, {}", v.name, v.district)).unwrap_or_default()
        };
        assert_eq!(first("banyuning"), "Banyuning, Buleleng");
        assert_eq!(first("Desa Banyunng"), "Banyuning, Buleleng");
        assert_eq!(first("kel. paket agung"), "Paket Agung, Buleleng");
        assert_eq!(first("paketagung"), "Paket Agung, Buleleng");
        assert_eq!(first("tejakul"), "Tejakula, Tejakula");
        assert_eq!(first("munduk kec banjar"), "Munduk, Banjar");
        assert_eq!(first("munduk seririt"), "Munduk, Banjar");
        assert_eq!(first("munduk bestala"), "Munduk Bestala, Seririt");
        assert_eq!(first("br tegal"), "Banjar Tegal, Buleleng");
        assert_eq!(first("sangsid"), "Sangsit, Sawan");
        assert_eq!(first("kubu tambahan"), "Kubutambahan, Kubutambahan");
        assert_eq!(first("denpasar"), "");
        assert_eq!(first("  "), "");
    }

    #[test]
    fn the_exact_name_comes_before_the_longer_one() {
        let found = Regions::get().find_village("sepang", "", 3);
        assert_eq!(found.iter().map(|v| v.name).collect::<Vec<_>>(), ["Sepang", "Sepang Kelod"]);
        assert!(found[0].is_called("desa Sepang") && !found[1].is_called("sepang"));
    }

    #[test]
    fn a_district_lists_its_villages() {
        let found = Regions::get().find_village("kec tejakula", "5108", 20);
        assert_eq!(found.len(), 10);
        assert_eq!(
            Regions::get().village("5108062013").map(|v| v.district).unwrap_or("Buleleng"),
            "Buleleng"
        );
        assert_eq!(Regions::get().villages("510809").next().unwrap().district, "Tejakula");
    }
}

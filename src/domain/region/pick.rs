//! Finding a region by its name, at any level, as people type it.

use super::Regions;
use crate::domain::edit::distance_within;

/// A region that a typed name may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundRegion<'r> {
    pub code: &'r str,
    /// It is called so to the letter, and no other one is.
    pub sure: bool,
    /// It is called so, or its name begins so.
    pub begins: bool,
}

impl Regions {
    /// The regions directly below a code, in order; the provinces below the empty one. Villages are known for
    /// the regions of the offices only.
    pub fn below<'r>(&'r self, code: &'r str) -> Box<dyn Iterator<Item = &'r str> + 'r> {
        if code.len() >= 6 {
            let whole = code.len() == 6;
            return Box::new(
                self.villages.iter().map(|v| v.code).filter(move |c| whole && c.starts_with(code)),
            );
        }
        let parts = self.current.range(code..).map(|(c, _)| *c).take_while(move |c| c.starts_with(code));
        Box::new(parts.filter(move |c| c.len() == code.len() + 2))
    }

    /// The name of a region of any level.
    #[must_use]
    pub fn name(&self, code: &str) -> Option<&str> {
        match code.len() {
            10 => self.village(code).map(|v| v.name),
            _ => self.current.get(code).map(String::as_str),
        }
    }

    /// The name of the region around it.
    #[must_use]
    pub fn parent_name(&self, code: &str) -> Option<&str> {
        let parent = match code.len() {
            10 => code.get(..6),
            4 | 6 => code.get(..code.len() - 2),
            _ => None,
        };
        parent.and_then(|p| self.name(p))
    }

    /// The names of a region and all around it, the narrowest first.
    #[must_use]
    pub fn path(&self, code: &str) -> Vec<&str> {
        let parts = [10, 6, 4, 2].into_iter().filter_map(|digits| code.get(..digits));
        parts.filter_map(|part| self.name(part)).collect()
    }

    /// The regions within a code, down to a level, that `typed` may mean, the likeliest first: "tebet", "kec tebet,
    /// jaksel", "jakrta selatan". Names after the first one narrow.
    #[must_use]
    pub fn find(&self, typed: &str, within: &str, digits: usize, limit: usize) -> Vec<FoundRegion<'_>> {
        if let Some((name, around)) = typed.split_once(',') {
            return self.named(name, around, within, digits, limit);
        }
        let found = self.named(typed, "", within, digits, limit);
        if !found.is_empty() {
            return found;
        }
        let words: Vec<&str> = typed.split_whitespace().collect();
        let splits = (1..words.len()).rev().filter_map(|n| words.split_at_checked(n));
        let tried = splits
            .map(|(name, around)| self.named(&name.join(" "), &around.join(" "), within, digits, limit));
        tried.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
    }

    fn named(
        &self,
        name: &str,
        around: &str,
        within: &str,
        digits: usize,
        limit: usize,
    ) -> Vec<FoundRegion<'_>> {
        let wanted = key(name);
        if wanted.len() < 3 {
            return Vec::new();
        }
        let around: Vec<String> = around.split(',').map(key).filter(|k| !k.is_empty()).collect();
        let lies_in = |code: &str| {
            let names: Vec<String> = self.path(code).into_iter().skip(1).map(key).collect();
            around.iter().all(|a| names.iter().any(|n| miss(a, n).is_some()))
        };
        let current = self.current.iter().map(|(code, name)| (*code, name.as_str()));
        let villages = self.villages.iter().map(|v| (v.code, v.name));
        let all = current.chain(villages).filter(|(code, _)| {
            code.len() > within.len() && code.len() <= digits && code.starts_with(within)
        });
        // "kota bekasi" is the city and not the regency around it.
        let in_full = Some(spelled(name)).filter(|n| n.starts_with("kota ") || n.starts_with("kabupaten "));
        let mut found: Vec<(usize, bool, &str)> = all
            .filter_map(|(code, name)| {
                Some((miss(&wanted, &key(name))?, Some(spelled(name)) != in_full, code))
            })
            .filter(|(_, _, code)| around.is_empty() || lies_in(code))
            .collect();
        // Wider regions before narrower ones, then in order of code.
        found.sort_by_key(|(miss, other, code)| (*miss, *other, code.len(), *code));
        let exact = found.iter().filter(|(miss, ..)| *miss == 0).count();
        let full = found.iter().filter(|(_, other, _)| !other).count();
        let sure = |miss: usize, other: bool| (miss == 0 && exact == 1) || (!other && full == 1);
        found
            .into_iter()
            .take(limit)
            .map(|(miss, other, code)| FoundRegion {
                code,
                sure: sure(miss, other),
                begins: matches!(miss, 0 | BEGINS),
            })
            .collect()
    }
}

/// A name with the word for what it is, in one spelling: "Kab. Bekasi" as "kabupaten bekasi".
fn spelled(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let mut words: Vec<&str> = words.map(|w| if w == "kab" { "kabupaten" } else { w }).collect();
    // "bekasi kota"
    if matches!(words.last(), Some(&("kota" | "kabupaten"))) {
        words.rotate_right(1);
    }
    words.join(" ")
}

/// Further than any slips.
const BEGINS: usize = 4;

/// How far a typed name is from a region's; none when too far.
fn miss(wanted: &str, name: &str) -> Option<usize> {
    if wanted == name {
        return Some(0);
    }
    if wanted.len().abs_diff(name.len()) <= 2 {
        let allowed = match wanted.len().min(name.len()) {
            0..5 => 0,
            5..8 => 1,
            _ => 2,
        };
        if let Some(slips) = distance_within(wanted, name, allowed) {
            return Some(slips);
        }
    }
    (wanted.len() >= 4 && name.starts_with(wanted)).then_some(BEGINS)
}

/// Letters only, lower case, without the words that only say which level it is.
fn key(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphabetic()).filter_map(|word| match word {
        "provinsi" | "prov" | "kabupaten" | "kab" | "kota" | "kodya" | "kecamatan" | "kec" | "desa"
        | "kelurahan" | "kel" | "di" | "adm" | "administrasi" => None,
        "jaksel" => Some("jakartaselatan"),
        "jakbar" => Some("jakartabarat"),
        "jaktim" => Some("jakartatimur"),
        "jakut" => Some("jakartautara"),
        "jakpus" => Some("jakartapusat"),
        "jogja" | "yogya" | "jogjakarta" => Some("yogyakarta"),
        word => Some(word),
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(typed: &str, within: &str, digits: usize) -> String {
        let found = Regions::get().find(typed, within, digits, 3);
        found.first().map_or_else(String::new, |f| format!("{}{}", f.code, if f.sure { "" } else { "?" }))
    }

    #[test]
    fn regions_are_found_at_any_level_with_slips() {
        assert_eq!(first("tebet", "", 6), "317401");
        assert_eq!(first("kec. Tebet, jaksel", "31", 6), "317401");
        assert_eq!(first("tebet jakarta selatan", "31", 6), "317401");
        assert_eq!(first("kebayoran lam", "31", 6), "317405?");
        assert_eq!(first("dki jakarta", "", 6), "31");
        assert_eq!(first("kab buleleng", "51", 4), "5108");
        assert_eq!(first("buleleng", "51", 6), "5108?", "a regency and a district are called so");
        assert_eq!(first("banyuning", "51", 10), "5108061019");
        assert_eq!(first("bekasi kota", "", 4), first("kota bekasi", "", 4));
        assert_eq!(first("rawamangun", "31", 10), "3175021005");
        assert_eq!(first("atlantis", "", 10), "");
        assert_eq!(first("singaraja, jaksel", "", 10), "");
    }

    #[test]
    fn a_code_leads_down_and_up() {
        let regions = Regions::get();
        assert_eq!(regions.below("").count(), 38);
        assert_eq!(regions.below("31").collect::<Vec<_>>(), ["3101", "3171", "3172", "3173", "3174", "3175"]);
        assert_eq!(regions.below("510806").count(), regions.villages("510806").count());
        assert_eq!(regions.below("317401").count(), 7);
        assert_eq!(regions.path("317401"), ["Tebet", "Kota Jakarta Selatan", "DKI Jakarta"]);
        assert_eq!(regions.parent_name("317401"), Some("Kota Jakarta Selatan"));
    }
}

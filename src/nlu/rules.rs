//! The label guide as rules: words that, found together, speak for or against an intent.
//!
//! A rule is text (`[[rule]]` in `intents.toml`). `all` holds groups, of which each must be found; a group
//! is alternatives parted by `|`, each a word or several side by side. A word may be a beginning (`hilang*`),
//! a set of words (`@family`), a thing (`<ticket>`) or any number (`#`). `only` wants nothing else in the
//! message but fillers. What fires adds its weight (log-odds) to its intent; several add up. A rule for
//! `unsure` marks what is too vague for any guess ("mau urus ktp"): then choices are offered.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::intent::Intent;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleSource {
    pub(super) intent: String,
    /// What the rule is for; shown by `explain`.
    pub(super) why: String,
    pub(super) all: Vec<String>,
    #[serde(default)]
    pub(super) none: Vec<String>,
    pub(super) weight: f32,
    #[serde(default)]
    pub(super) only: bool,
}

pub(super) struct Rule {
    pub(super) intent: Intent,
    pub(super) why: String,
    pub(super) weight: f32,
    all: Vec<Vec<Pattern>>,
    none: Vec<Vec<Pattern>>,
    only: bool,
}

/// Words side by side, in this order.
struct Pattern(Vec<Piece>);

enum Piece {
    Word(String),
    Beginning(String),
    Set(BTreeSet<String>),
    Number,
}

/// Turns a written word into its plain form, the one that messages are compared in.
pub(super) type Plain<'a> = &'a dyn Fn(&str) -> Vec<String>;

impl Rule {
    pub(super) fn read(
        source: RuleSource,
        sets: &BTreeMap<String, BTreeSet<String>>,
        plain: Plain,
    ) -> Result<Rule, String> {
        let intent = match source.intent.as_str() {
            "unsure" => Intent::Unsure,
            name => name.parse().map_err(|()| format!("rule {:?}: no such intent", source.why))?,
        };
        let groups = |texts: &[String]| {
            texts.iter().map(|text| group(text, sets, plain)).collect::<Result<Vec<_>, _>>()
        };
        let (all, none) = (groups(&source.all)?, groups(&source.none)?);
        if all.is_empty() {
            return Err(format!("rule {:?}: `all` is empty", source.why));
        }
        Ok(Rule { intent, why: source.why, weight: source.weight, all, none, only: source.only })
    }

    /// Whether it fires on a message of these plain words.
    pub(super) fn holds(&self, words: &[String], fillers: &BTreeSet<String>) -> bool {
        let mut covered = vec![false; words.len()];
        let mut mark = |group: &Vec<Pattern>| {
            let mut found = false;
            for (at, len) in group.iter().flat_map(|p| p.find(words)) {
                covered[at..at + len].fill(true);
                found = true;
            }
            found
        };
        let mut all = true;
        for group in &self.all {
            all &= mark(group);
        }
        all && !self.none.iter().any(|group| group.iter().any(|p| !p.find(words).is_empty()))
            && (!self.only
                || words.iter().zip(&covered).all(|(w, c)| *c || fillers.contains(w) || is_mark(w)))
    }
}

pub(super) fn is_mark(word: &str) -> bool {
    word.starts_with(['?', '!']) || word == "<emoji>"
}

fn group(
    text: &str,
    sets: &BTreeMap<String, BTreeSet<String>>,
    plain: Plain,
) -> Result<Vec<Pattern>, String> {
    let piece = |word: &str| match (word.strip_prefix('@'), word.strip_suffix('*')) {
        (Some(name), _) => match sets.get(name) {
            Some(set) => Ok(vec![Piece::Set(set.clone())]),
            None => Err(format!("no set of words is called @{name}")),
        },
        (None, Some(beginning)) => Ok(vec![Piece::Beginning(beginning.to_owned())]),
        (None, None) if word == "#" => Ok(vec![Piece::Number]),
        (None, None) => Ok(plain(word).into_iter().map(Piece::Word).collect()),
    };
    let pattern = |part: &str| {
        let pieces = part.split_whitespace().map(piece).collect::<Result<Vec<_>, _>>()?;
        Ok(Pattern(pieces.into_iter().flatten().collect()))
    };
    text.split('|').map(pattern).collect()
}

impl Pattern {
    /// Where it occurs: place and number of words.
    fn find(&self, words: &[String]) -> Vec<(usize, usize)> {
        let Pattern(pieces) = self;
        if pieces.is_empty() {
            return Vec::new();
        }
        let fits = |window: &[String]| window.iter().zip(pieces).all(|(word, piece)| piece.fits(word));
        let places = words.windows(pieces.len()).enumerate().filter(|(_, window)| fits(window));
        places.map(|(i, _)| (i, pieces.len())).collect()
    }
}

impl Piece {
    fn fits(&self, word: &str) -> bool {
        match self {
            Piece::Word(w) => w == word,
            Piece::Beginning(b) => word.starts_with(b.as_str()),
            Piece::Set(set) => set.contains(word),
            Piece::Number => word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'<' | b'>')),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn rule(all: &[&str], none: &[&str], only: bool) -> Rule {
        let texts = |t: &[&str]| t.iter().map(|s| (*s).to_owned()).collect();
        let source = RuleSource {
            intent: "human".into(),
            why: "test".into(),
            all: texts(all),
            none: texts(none),
            weight: 1.0,
            only,
        };
        let family = ["ibu", "bapak"].map(str::to_owned).into_iter().collect();
        Rule::read(source, &BTreeMap::from([("family".to_owned(), family)]), &|w| vec![w.to_owned()]).unwrap()
    }

    fn holds(rule: &Rule, text: &str) -> bool {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        rule.holds(&words, &BTreeSet::from(["kak".to_owned()]))
    }

    #[test]
    fn every_group_must_be_found_and_nothing_forbidden() {
        let r = rule(&["@family|surat kuasa", "urus*"], &["batal"], false);
        assert!(holds(&r, "uruskan ktp ibu") && holds(&r, "surat kuasa urus"));
        assert!(holds(&rule(&["urus ktp @family", "#"], &[], false), "urus ktp ibu 12"));
        assert!(!holds(&r, "ktp ibu") && !holds(&r, "kuasa surat urus") && !holds(&r, "batal urus ktp ibu"));
    }

    #[test]
    fn only_wants_nothing_else_but_fillers() {
        let r = rule(&["petugas|admin"], &[], true);
        assert!(holds(&r, "petugas kak ?") && !holds(&r, "petugas judes"));
    }

    #[test]
    fn faults_are_named() {
        let source = |intent: &str, all: &str| RuleSource {
            intent: intent.into(),
            why: "w".into(),
            all: vec![all.into()],
            none: vec![],
            weight: 1.0,
            only: false,
        };
        let read = |s| Rule::read(s, &BTreeMap::new(), &|w| vec![w.to_owned()]).err().unwrap();
        assert_eq!(read(source("humam", "a")), "rule \"w\": no such intent");
        assert_eq!(read(source("human", "@b")), "no set of words is called @b");
    }
}

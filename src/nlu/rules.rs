//! The label guide as rules: words that, found together, speak for or against an intent.
//!
//! A rule is text (`[[rule]]` in `rules.toml`). `all` holds groups, of which each must be found; a group
//! is alternatives parted by `|`, each a word or several side by side. A word may be a beginning (`hilang*`),
//! a set of words (`@family`), a thing (`<ticket>`) or any number (`#`). `only` wants nothing else in the
//! message but fillers. What fires adds its weight (log-odds) to its intent; several add up. A rule for
//! `unsure` marks what is too vague for any guess ("mau urus ktp"): then choices are offered.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::intent::Intent;
use super::lookup::{WordMap, WordSet};
use super::tokens::is_mark;

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
struct Pattern {
    pieces: Vec<Piece>,
    /// The marks of its exact words: a message without one of them cannot hold the pattern.
    marks: u64,
}

/// A message for the rules: its plain words and their marks, one bit of 64 for each.
pub(super) struct Said<'a> {
    pub(super) words: &'a [String],
    marks: u64,
}

impl<'a> Said<'a> {
    pub(super) fn new(words: &'a [String]) -> Said<'a> {
        Said { words, marks: words.iter().fold(0, |marks, word| marks | mark(word)) }
    }
}

fn mark(word: &str) -> u64 {
    let sum = word.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    1 << (sum % 64)
}

enum Piece {
    Word(String),
    Beginning(String),
    Set(WordSet),
    Number,
}

/// All rules, found by what was said: most name words that no message but their own has.
pub(super) struct Rules {
    all: Vec<Rule>,
    /// Of every rule the words of one group, of which it needs one.
    by_word: WordMap<Vec<usize>>,
    /// Rules of which no group is made of whole words.
    always: Vec<usize>,
}

impl Rules {
    pub(super) fn new(all: Vec<Rule>) -> Rules {
        let (mut by_word, mut always) = (WordMap::<Vec<usize>>::default(), Vec::new());
        for (at, rule) in all.iter().enumerate() {
            match rule.all.iter().filter_map(|group| needed(group)).min_by_key(WordSet::len) {
                Some(words) => words.into_iter().for_each(|word| by_word.entry(word).or_default().push(at)),
                None => always.push(at),
            }
        }
        Rules { all, by_word, always }
    }

    /// Those that fire on a message, in the order of the files.
    pub(super) fn firing<'r>(
        &'r self,
        said: &'r Said<'_>,
        fillers: &'r WordSet,
    ) -> impl Iterator<Item = &'r Rule> {
        let named = said.words.iter().filter_map(|word| self.by_word.get(word)).flatten();
        let mut possible: Vec<usize> = self.always.iter().chain(named).copied().collect();
        possible.sort_unstable();
        possible.dedup();
        possible.into_iter().map(|at| &self.all[at]).filter(move |rule| rule.holds(said, fillers))
    }
}

/// Words of which one is said wherever this group is found. None: it may be found in any words.
fn needed(group: &[Pattern]) -> Option<WordSet> {
    let of_pattern = |pattern: &Pattern| {
        let of_piece = |piece: &Piece| match piece {
            Piece::Word(word) => Some(WordSet::from_iter([word.clone()])),
            Piece::Set(set) => Some(set.clone()),
            Piece::Beginning(_) | Piece::Number => None,
        };
        pattern.pieces.iter().filter_map(of_piece).min_by_key(WordSet::len)
    };
    group.iter().map(of_pattern).try_fold(WordSet::default(), |mut all, words| {
        all.extend(words?);
        Some(all)
    })
}

/// Turns a written word into its plain form, the one that messages are compared in.
pub(super) type Plain<'a> = &'a dyn Fn(&str) -> Vec<String>;

impl Rule {
    pub(super) fn read(
        source: RuleSource,
        sets: &BTreeMap<String, WordSet>,
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

    /// Whether it fires on a message.
    fn holds(&self, said: &Said, fillers: &WordSet) -> bool {
        let found = |group: &Vec<Pattern>| group.iter().any(|pattern| pattern.places(said).next().is_some());
        self.all.iter().all(found)
            && !self.none.iter().any(found)
            && (!self.only || self.leaves_nothing(said, fillers))
    }

    /// Whether its patterns and the fillers are all there is.
    fn leaves_nothing(&self, said: &Said, fillers: &WordSet) -> bool {
        let mut covered = vec![false; said.words.len()];
        for pattern in self.all.iter().flatten() {
            for at in pattern.places(said) {
                covered[at..at + pattern.pieces.len()].fill(true);
            }
        }
        said.words.iter().zip(&covered).all(|(w, c)| *c || fillers.contains(w) || is_mark(w))
    }
}

fn group(text: &str, sets: &BTreeMap<String, WordSet>, plain: Plain) -> Result<Vec<Pattern>, String> {
    let piece = |word: &str| match (word.strip_prefix('@'), word.strip_suffix('*')) {
        (Some(name), _) => match sets.get(name) {
            Some(set) => Ok(vec![Piece::Set(set.clone())]),
            None => Err(format!("no set of words is called @{name}")),
        },
        (None, Some(beginning)) => Ok(vec![Piece::Beginning(beginning.to_owned())]),
        (None, None) if word == "#" => Ok(vec![Piece::Number]),
        // A thing stands for itself: read as typed it would be its name without the brackets.
        (None, None) if word.starts_with('<') => Ok(vec![Piece::Word(word.to_owned())]),
        (None, None) => Ok(plain(word).into_iter().map(Piece::Word).collect()),
    };
    let pattern = |part: &str| {
        let pieces = part.split_whitespace().map(piece).collect::<Result<Vec<_>, _>>()?;
        let pieces: Vec<Piece> = pieces.into_iter().flatten().collect();
        let marks = pieces.iter().fold(0, |marks, piece| match piece {
            Piece::Word(word) => marks | mark(word),
            _ => marks,
        });
        Ok(Pattern { pieces, marks })
    };
    text.split('|').map(pattern).collect()
}

impl Pattern {
    /// Where it begins.
    fn places<'a>(&'a self, said: &'a Said) -> impl Iterator<Item = usize> + 'a {
        let possible = !self.pieces.is_empty() && said.marks & self.marks == self.marks;
        let words = if possible { said.words } else { &[] };
        let fits = |window: &[String]| window.iter().zip(&self.pieces).all(|(word, piece)| piece.fits(word));
        words
            .windows(self.pieces.len().max(1))
            .enumerate()
            .filter_map(move |(at, window)| fits(window).then_some(at))
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
        rule.holds(&Said::new(&words), &WordSet::from_iter(["kak".to_owned()]))
    }

    #[test]
    fn a_rule_is_found_by_what_it_needs() {
        let texts: [(&[&str], &[&str]); 5] = [
            (&["urus*", "@family|surat kuasa"], &["uruskan ktp ibu", "kuasa urus surat kuasa"]),
            (&["#"], &["nomor 12"]),
            (&["urus*|ktp"], &["uruskan ini"]),
            (&["buat ktp"], &["mau buat ktp"]),
            (&["@family mau"], &["bapak mau ktp"]),
        ];
        let rules = Rules::new(texts.iter().map(|(all, _)| rule(all, &[], false)).collect());
        assert_eq!(rules.always, [1, 2]);
        for text in
            texts.iter().flat_map(|(_, said)| said.iter().copied()).chain(["", "halo", "ktp buat bapak"])
        {
            let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            let (said, fillers) = (Said::new(&words), WordSet::default());
            let every = rules.all.iter().filter(|rule| rule.holds(&said, &fillers));
            let every: Vec<*const Rule> = every.map(std::ptr::from_ref).collect();
            let firing: Vec<*const Rule> = rules.firing(&said, &fillers).map(std::ptr::from_ref).collect();
            assert_eq!(firing, every, "{text}");
        }
    }

    #[test]
    fn every_group_must_be_found_and_nothing_forbidden() {
        let r = rule(&["@family|surat kuasa", "urus*"], &["batal"], false);
        assert!(holds(&r, "uruskan ktp ibu") && holds(&r, "surat kuasa urus"));
        assert!(holds(&rule(&["urus ktp @family", "#"], &[], false), "urus ktp ibu 12"));
        assert!(!holds(&r, "ktp ibu") && !holds(&r, "kuasa surat urus") && !holds(&r, "batal urus ktp ibu"));
    }

    #[test]
    fn things_stand_for_themselves() {
        let said = |text: &str| super::super::measure::nlu().explain(text, "id").join("\n");
        assert!(said("SAPA-2611-00482 gimana").contains("rule: a ticket is named"));
        assert!(said("f-1.02 gimana").contains("rule: what is needed"));
        assert!(!said("petugas 5").contains("rule: staff ask for money"));
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

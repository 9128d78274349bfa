//! A language's words for answers, commands, numbers and dates: `locales/<lang>/words.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lookup::{WordMap, WordSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    #[serde(deserialize_with = "set")]
    pub(super) fillers: WordSet,
    #[serde(deserialize_with = "set")]
    pub(super) courtesies: WordSet,
    #[serde(deserialize_with = "set")]
    pub(super) stopwords: WordSet,
    #[serde(deserialize_with = "set")]
    pub(super) negators: WordSet,
    #[serde(deserialize_with = "set")]
    pub(super) language_neighbours: WordSet,
    #[serde(default, deserialize_with = "set")]
    pub(super) spelled: WordSet,
    pub(super) neighbours: Neighbours,
    pub(super) answers: Answers,
    pub(super) numbers: Numbers,
    pub(super) counting: CountWords,
    pub(super) languages: BTreeMap<String, Vec<String>>,
    pub(super) commands: BTreeMap<String, Vec<String>>,
    pub(super) meanwhile: Meanwhile,
    pub(super) dates: DateWords,
    pub(super) names: NameWords,
    #[serde(default)]
    pub(super) veil: VeilWords,
}

/// Figure to words, written so in the file; -1 is the last. Found by the first of the words.
#[derive(Deserialize)]
#[serde(from = "BTreeMap<i64, Vec<String>>")]
pub(super) struct Numbers(WordMap<Vec<(i64, Vec<String>)>>);

impl Numbers {
    /// The numbers whose names begin with this word, each with all the words of that name.
    pub(super) fn begun_by(&self, word: &str) -> &[(i64, Vec<String>)] {
        self.0.get(word).map_or(&[], Vec::as_slice)
    }

    /// What their names begin with.
    pub(super) fn first_words(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }
}

impl From<BTreeMap<i64, Vec<String>>> for Numbers {
    fn from(listed: BTreeMap<i64, Vec<String>>) -> Numbers {
        let mut by_word: WordMap<Vec<(i64, Vec<String>)>> = WordMap::default();
        for (number, name) in listed.iter().flat_map(|(n, names)| names.iter().map(move |name| (n, name))) {
            let words = parted(name);
            let first = words.first().cloned().unwrap_or_default();
            by_word.entry(first).or_default().push((*number, words));
        }
        Numbers(by_word)
    }
}

/// Words beside which the lexicon's ambiguous tokens take their other meaning.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Neighbours {
    #[serde(deserialize_with = "set")]
    pub(super) papers: WordSet,
    #[serde(deserialize_with = "set")]
    pub(super) objects: WordSet,
    #[serde(deserialize_with = "set")]
    pub(super) people: WordSet,
    #[serde(deserialize_with = "set")]
    pub(super) numbered: WordSet,
}

/// One phrase a line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answers {
    #[serde(deserialize_with = "lines")]
    pub(super) yes: Vec<String>,
    #[serde(deserialize_with = "lines")]
    pub(super) no: Vec<String>,
    /// Behind a no they make it a "don't know".
    #[serde(deserialize_with = "set")]
    pub(super) known: WordSet,
}

/// "saya cari kk nya dulu": what somebody does before they answer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Meanwhile {
    #[serde(deserialize_with = "set")]
    does: WordSet,
    #[serde(deserialize_with = "set")]
    first: WordSet,
    #[serde(deserialize_with = "set")]
    not: WordSet,
}

impl Meanwhile {
    /// Longer than this it tells something else too.
    const LONGEST: usize = 7;

    pub(super) fn does(&self, said: &[String]) -> bool {
        let does = said.iter().position(|word| self.does.contains(word));
        let first = said.iter().rposition(|word| self.first.contains(word));
        said.len() <= Self::LONGEST
            && does.zip(first).is_some_and(|(does, first)| does < first && first + 2 >= said.len())
            && !said.iter().any(|word| self.not.contains(word))
    }
}

/// What greater numbers and amounts are made of; see `spoken_number.rs`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CountWords {
    /// "satu" to "sebelas"; in English to "nineteen".
    pub(super) units: WordMap<i64>,
    /// "twenty".
    pub(super) tens: WordMap<i64>,
    /// Behind a unit: "puluh", "belas", "ratus".
    #[serde(deserialize_with = "set")]
    pub(super) ten: WordSet,
    #[serde(deserialize_with = "set")]
    pub(super) teen: WordSet,
    #[serde(deserialize_with = "set")]
    pub(super) hundred: WordSet,
    /// Behind a number: "ribu", "jt".
    pub(super) scales: WordMap<i64>,
    /// One of a scale in one word: "seratus", "sejuta".
    pub(super) wholes: WordMap<i64>,
    #[serde(deserialize_with = "set")]
    pub(super) half: WordSet,
    /// Between hundreds and the rest: "and".
    #[serde(deserialize_with = "set")]
    pub(super) and: WordSet,
}

impl CountWords {
    /// What a number may begin with.
    pub(super) fn beginnings(&self) -> impl Iterator<Item = &String> {
        [&self.units, &self.tens, &self.wholes].into_iter().flat_map(WordMap::keys).chain(&self.half)
    }

    /// Whether a number may begin with this word.
    pub(super) fn begin_with(&self, word: &str) -> bool {
        [&self.units, &self.tens, &self.wholes].iter().any(|list| list.contains_key(word))
            || self.half.contains(word)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DateWords {
    /// January first.
    pub(super) months: [Vec<String>; 12],
    /// Monday first.
    pub(super) weekdays: [Vec<String>; 7],
    pub(super) days: BTreeMap<String, i64>,
    pub(super) units: BTreeMap<String, i64>,
    /// Units that are counted in months.
    pub(super) unit_months: BTreeMap<String, i64>,
    /// What a day's number stands behind: "tanggal".
    pub(super) day_words: Vec<String>,
    /// "awal" (bulan) and its day; 0 is the last.
    pub(super) parts_of_month: BTreeMap<String, u32>,
    /// "awal" (bulan) and the first day of the ten that it means.
    pub(super) stretches_of_month: BTreeMap<String, u32>,
    /// "lebaran", "puasa": last year's is no day.
    #[serde(default)]
    pub(super) times_of_year: Vec<String>,
    pub(super) ago: Vec<String>,
    pub(super) ahead: Vec<String>,
    /// "minggu ini"
    pub(super) this: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NameWords {
    #[serde(deserialize_with = "phrases")]
    pub(super) intros: Vec<Vec<String>>,
    #[serde(default, deserialize_with = "phrases")]
    pub(super) hints: Vec<Vec<String>>,
    /// "saya", before one's own name.
    #[serde(default, deserialize_with = "set")]
    pub(super) oneself: WordSet,
    #[serde(deserialize_with = "set")]
    pub(super) stops: WordSet,
}

/// What keeps words inside the house; see `veil.rs`.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct VeilWords {
    #[serde(deserialize_with = "set")]
    pub(super) names: WordSet,
    #[serde(deserialize_with = "set")]
    pub(super) ordinary: WordSet,
    /// A name stands behind these, and words that say whose may stand between.
    #[serde(deserialize_with = "set")]
    pub(super) naming: WordSet,
    #[serde(deserialize_with = "set")]
    pub(super) whose: WordSet,
    #[serde(deserialize_with = "set")]
    pub(super) counts: WordSet,
    /// What is counted or measured: behind a number they make an amount.
    #[serde(deserialize_with = "set")]
    pub(super) units: WordSet,
    /// Phrases in which a word of `counts` counts nothing.
    pub(super) uncounted: Vec<String>,
    #[serde(deserialize_with = "set")]
    pub(super) coarse: WordSet,
    #[serde(deserialize_with = "set")]
    pub(super) askers: WordSet,
    #[serde(deserialize_with = "set")]
    pub(super) streets: WordSet,
}

impl Neighbours {
    pub(super) fn merge(&mut self, other: Neighbours) {
        self.papers.extend(other.papers);
        self.objects.extend(other.objects);
        self.people.extend(other.people);
        self.numbered.extend(other.numbered);
    }
}

fn parted(phrase: &str) -> Vec<String> {
    phrase.split(' ').map(str::to_owned).collect()
}

/// Each in its words.
fn phrases<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Vec<String>>, D::Error> {
    Ok(Vec::<String>::deserialize(from)?.iter().map(|phrase| parted(phrase)).collect())
}

fn set<'de, D: serde::Deserializer<'de>>(from: D) -> Result<WordSet, D::Error> {
    let text = String::deserialize(from)?;
    Ok(text.split_whitespace().map(str::to_owned).collect())
}

fn lines<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let text = String::deserialize(from)?;
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

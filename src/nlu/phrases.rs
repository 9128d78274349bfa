//! The phrases of the word lists, found by what was said without a look at each.

use std::collections::BTreeMap;

use super::lookup::Lookup;
use super::vocabulary::Vocabulary;
use super::words::Words;

/// A phrase of the word lists, with its plain words, and those without fillers.
pub(super) struct Phrase<T> {
    lang: String,
    pub(super) typed: String,
    pub(super) plain: Vec<String>,
    pub(super) core: Vec<String>,
    pub(super) means: T,
}

/// Of all languages: people mix them.
pub(super) struct Phrases<T> {
    all: Vec<Phrase<T>>,
    typed: Places<String>,
    plain: Places<Vec<String>>,
    core: Places<Vec<String>>,
}

/// Where among all they stand.
type Places<K> = Lookup<K, Vec<usize>>;

impl<T> Phrases<T> {
    pub(super) fn read(
        vocabulary: &Vocabulary,
        languages: &BTreeMap<String, Words>,
        of: impl Fn(&Words) -> Vec<(String, T)>,
    ) -> Phrases<T> {
        let listed = languages.iter().flat_map(|(lang, words)| of(words).into_iter().map(move |p| (lang, p)));
        let read = |(lang, (typed, means)): (&String, (String, T))| {
            let plain = vocabulary.plain(&typed);
            Phrase { lang: lang.clone(), core: vocabulary.without_fillers(&plain), typed, plain, means }
        };
        let all: Vec<Phrase<T>> = listed.map(read).collect();
        let (mut typed, mut plain, mut core) = (Places::default(), Places::default(), Places::default());
        for (at, phrase) in all.iter().enumerate() {
            typed.entry(phrase.typed.clone()).or_insert_with(Vec::new).push(at);
            plain.entry(phrase.plain.clone()).or_insert_with(Vec::new).push(at);
            core.entry(phrase.core.clone()).or_insert_with(Vec::new).push(at);
        }
        Phrases { all, typed, plain, core }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Phrase<T>> {
        self.all.iter()
    }

    /// Those that are typed so.
    pub(super) fn typed(&self, text: &str) -> &[usize] {
        self.typed.get(text).map_or(&[], Vec::as_slice)
    }

    /// Those of these plain words, no more and no less.
    pub(super) fn plain(&self, words: &[String]) -> &[usize] {
        self.plain.get(words).map_or(&[], Vec::as_slice)
    }

    /// The same, without the words that may stand around everything.
    pub(super) fn core(&self, words: &[String]) -> &[usize] {
        self.core.get(words).map_or(&[], Vec::as_slice)
    }

    /// Those that fit.
    pub(super) fn fitting(&self, fits: impl Fn(&Phrase<T>) -> bool) -> Vec<usize> {
        (0..self.all.len()).filter(|at| fits(&self.all[*at])).collect()
    }

    /// The first of these, those of the asked language before all others.
    pub(super) fn first(&self, places: impl IntoIterator<Item = usize>, lang: &str) -> Option<&Phrase<T>> {
        let found = places.into_iter().filter_map(|at| Some((at, self.all.get(at)?)));
        found.min_by_key(|(at, phrase)| (phrase.lang != lang, *at)).map(|(_, phrase)| phrase)
    }
}

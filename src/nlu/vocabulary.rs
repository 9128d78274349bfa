//! Typed words to plain ones: the lexicons of all languages, with the words that carry no meaning of their own.

use std::collections::BTreeMap;

use super::flaw::{Flaw, parsed};
use super::lessons::Sources;
use super::lexicon::Lexicon;
use super::lookup::WordSet;
use super::tokens::{Token, is_mark, plain_words};
use super::words::Words;

#[derive(Default)]
pub(super) struct Vocabulary {
    pub(super) lexicon: Lexicon,
    pub(super) fillers: WordSet,
    courtesies: WordSet,
    /// Fillers and courtesies as the word lists have them.
    typed: [Vec<String>; 2],
}

impl Vocabulary {
    /// From the lexicons and word lists, before any utterance is learnt from; with the word lists by language.
    pub(super) fn read(sources: &[Sources], flaws: &mut Vec<Flaw>) -> (Vocabulary, BTreeMap<String, Words>) {
        let (mut vocabulary, mut languages) = (Vocabulary::default(), BTreeMap::new());
        for source in sources {
            vocabulary.lexicon.add(&format!("{}/lexicon.tsv", source.lang), source.lexicon, flaws);
            let Some(mut words) =
                parsed::<Words>(&format!("{}/words.toml", source.lang), source.words, flaws)
            else {
                continue;
            };
            vocabulary.lexicon.plain(std::mem::take(&mut words.spelled));
            // What a rule names is no slip of anything.
            let named = source.rules.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
            vocabulary.lexicon.know(named);
            vocabulary.lexicon.neighbours.merge(std::mem::take(&mut words.neighbours));
            vocabulary.typed[0].extend(words.fillers.iter().cloned());
            vocabulary.typed[1].extend(words.courtesies.iter().cloned());
            languages.insert(source.lang.to_owned(), words);
        }
        (vocabulary, languages)
    }

    /// Takes words as spelled right.
    pub(super) fn spell<'a>(&mut self, words: impl Iterator<Item = &'a str>) {
        self.lexicon.know(words);
        self.lexicon.shrink();
        let [fillers, courtesies] = &self.typed;
        let plain = |words: &[String]| words.iter().flat_map(|word| self.plain(word)).collect();
        (self.fillers, self.courtesies) = (plain(fillers), plain(courtesies));
    }

    /// The message cut into tokens, each with its plain words. `balinese`: doubtful words are read so.
    pub(super) fn tokens(&self, text: &str, balinese: bool) -> Vec<Token> {
        self.lexicon.read(text, balinese)
    }

    /// The plain words alone.
    pub(super) fn plain(&self, text: &str) -> Vec<String> {
        plain_words(&self.tokens(text, false))
    }

    /// What stands between the greeting and the thanks; everything when there is nothing else.
    pub(super) fn without_courtesies<'a>(&self, words: &'a [String]) -> &'a [String] {
        let says = |word: &String| !self.courtesies.contains(word) && !is_mark(word);
        let core = words.iter().position(says).zip(words.iter().rposition(says));
        let marks = words.iter().rev().take_while(|word| is_mark(word)).count();
        match core {
            Some((first, last)) => {
                let to_the_end = marks > 0 && last + 1 + marks == words.len();
                &words[first..if to_the_end { words.len() } else { last + 1 }]
            }
            None => words,
        }
    }

    pub(super) fn without_fillers(&self, words: &[String]) -> Vec<String> {
        words.iter().filter(|w| !self.fillers.contains(*w) && !is_mark(w)).cloned().collect()
    }
}

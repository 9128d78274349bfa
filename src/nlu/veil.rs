//! What of a message may be shown outside of the house: an allow-list, so that nobody has to know everything that
//! must not leave. A word passes when the office says it in a text of its own or the lexicon has it for a plain one;
//! names, numbers in figures and words, addresses, and whatever nobody knows become [`HIDDEN`].
//!
//! Many words of the languages here are people's names too (Cahaya, Melati, May). So a list of names wins over every
//! text, what stands beside a name goes with it, and a capital in the middle of a sentence is one only of words that
//! the office writes so.

use unicode_normalization::UnicodeNormalization;

use super::lexicon::POSSESSIVES;
use super::load::Nlu;
use super::lookup::WordSet;
use super::tokens::{Token, TokenKind, cut, fold};
use crate::domain::text::clean;

/// What stands for whatever is not shown.
pub const HIDDEN: &str = "…";

/// Fewer words that say something are no question that a stranger could answer.
const LEAST: usize = 2;
/// Letters and initials may spell a name.
const SHORTEST: usize = 2;
/// What the lexicon makes of given names.
const GIVEN: &str = "<name>";
/// Words that may belong to an address, once it has begun.
const LONGEST_ADDRESS: usize = 4;

/// Which words may be seen; built once from the texts of an office.
#[derive(Debug, Default)]
pub struct Veil {
    shown: WordSet,
    /// Words that the office writes with a capital in the middle of a sentence.
    proper: WordSet,
    names: WordSet,
    counts: WordSet,
    units: WordSet,
    /// In which a count counts nothing, as words.
    uncounted: Vec<Vec<String>>,
    coarse: WordSet,
    /// Words that say nothing about what a question is about.
    little: WordSet,
    /// Courtesies and fillers: left out without a trace, unless the office says them too.
    idle: WordSet,
    /// Nobody's names, wherever they stand.
    ordinary: WordSet,
    /// What a name stands behind, and what may stand between: "nama ibu saya".
    naming: WordSet,
    whose: WordSet,
    /// No name goes on behind these.
    stops: WordSet,
    streets: WordSet,
}

impl Veil {
    /// `public`: what the office itself publishes.
    pub fn new<'t>(nlu: &Nlu, public: impl Iterator<Item = &'t str>) -> Veil {
        let mut veil = Veil::default();
        let mut months = WordSet::default();
        for words in nlu.languages.values() {
            veil.idle.extend(words.fillers.iter().chain(&words.courtesies).cloned());
            let lists = [&words.stopwords, &words.negators, &words.veil.askers];
            veil.little.extend(lists.into_iter().flatten().cloned());
            veil.stops.extend(words.names.stops.iter().cloned());
            veil.names.extend(words.veil.names.iter().cloned());
            veil.shown.extend(words.veil.ordinary.iter().cloned());
            veil.ordinary.extend(words.veil.ordinary.iter().cloned());
            veil.naming.extend(words.veil.naming.iter().cloned());
            veil.whose.extend(words.veil.whose.iter().cloned());
            veil.counts.extend(words.veil.counts.iter().cloned());
            veil.units.extend(words.veil.units.iter().cloned());
            veil.units.extend(words.dates.units.keys().chain(words.dates.unit_months.keys()).cloned());
            let phrase = |phrase: &String| cut(&fold(phrase)).into_iter().map(|token| token.raw).collect();
            veil.uncounted.extend(words.veil.uncounted.iter().map(phrase));
            veil.coarse.extend(words.veil.coarse.iter().cloned());
            veil.streets.extend(words.veil.streets.iter().cloned());
            months.extend(words.dates.months.iter().flatten().cloned());
        }
        veil.stops.extend(veil.little.iter().chain(&veil.idle).cloned());
        let plain = |word: &String| nlu.vocabulary.plain(word);
        let little: Vec<String> = veil.little.iter().flat_map(plain).collect();
        veil.little.extend(little);
        let idle: Vec<String> = veil.idle.iter().flat_map(plain).collect();
        veil.idle.extend(idle);
        veil.shown.extend(veil.little.iter().cloned());
        veil.shown.extend(nlu.vocabulary.lexicon.ordinary.iter().cloned());
        for text in public {
            let words = cut(&fold(text)).into_iter().filter(|token| token.kind == TokenKind::Word);
            veil.shown.extend(words.map(|token| token.raw));
            veil.proper.extend(capitals(text));
        }
        let hidden = |word: &String| {
            word.chars().count() < SHORTEST
                || !word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\''))
                || [&veil.names, &veil.counts, &veil.coarse, &months].iter().any(|list| list.contains(word))
                || nlu.vocabulary.plain(word).iter().any(|plain| plain == GIVEN)
        };
        let shown = std::mem::take(&mut veil.shown);
        veil.shown = shown.into_iter().filter(|word| !hidden(word)).collect();
        veil
    }

    /// The question as a stranger may see it, in plain words. None: too little of it is left, or it is abuse.
    pub fn question(&self, nlu: &Nlu, text: &str, lang: &str) -> Option<String> {
        let text: String = clean(text).nfkc().collect();
        let tokens = nlu.normalise(&text, lang);
        if tokens.iter().any(|token| self.coarse.contains(&token.raw)) {
            return None;
        }
        let strange = self.strangers(nlu, &text);
        let (mut seen, mut told) = (Vec::new(), WordSet::default());
        let (mut named, mut address, mut behind) = (false, 0, false);
        for token in &tokens {
            let ends = self.stops.contains(&token.raw) || token.plain.iter().all(|w| self.stops.contains(w));
            let is =
                |list: &WordSet| list.contains(&token.raw) || token.plain.iter().any(|w| list.contains(w));
            // "nama saya bulan": any word is a name there, but one that is nobody's.
            let introduced = behind
                && token.kind == TokenKind::Word
                && !ends
                && !is(&self.whose)
                && !is(&self.naming)
                && !is(&self.ordinary);
            let name = introduced || self.is_name(token) || strange.contains(&token.raw);
            behind = is(&self.naming) || (behind && is(&self.whose));
            named = name || (named && !ends && token.kind == TokenKind::Word);
            let inside = address > 0 && !ends;
            address = if self.streets.contains(&token.raw) {
                LONGEST_ADDRESS
            } else if ends {
                0
            } else {
                address.saturating_sub(1)
            };
            let words = match token.kind {
                TokenKind::Word if !named && !inside => self.words(nlu, token, lang),
                TokenKind::Mark if token.raw.starts_with('?') => Some(vec!["?".to_owned()]),
                TokenKind::Word
                | TokenKind::Number
                | TokenKind::Mark
                | TokenKind::Emoji
                | TokenKind::Thing => None,
            };
            match words {
                Some(words) => {
                    told.extend(words.iter().filter(|word| self.tells(word)).cloned());
                    seen.extend(words);
                }
                None if token.kind == TokenKind::Mark || token.kind == TokenKind::Emoji => {}
                None if token.plain.iter().all(|word| self.idle.contains(word)) && !name => {}
                None if seen.last().is_some_and(|last| last == HIDDEN) => {}
                None => seen.push(HIDDEN.to_owned()),
            }
        }
        (told.len() >= LEAST).then(|| seen.join(" ").replace(" ?", "?"))
    }

    /// Whether a word says what a question is about.
    fn tells(&self, word: &str) -> bool {
        word != "?" && !self.little.contains(word) && !self.idle.contains(word)
    }

    /// The plain words that a token may show. Slips are not mended here: what resembles a word may be a name.
    fn words(&self, nlu: &Nlu, token: &Token, lang: &str) -> Option<Vec<String>> {
        if token.raw.chars().count() < SHORTEST {
            return None;
        }
        // The lexicon's plain words are Indonesian.
        if lang == "en" && self.shown.contains(&token.raw) {
            return Some(vec![token.raw.clone()]);
        }
        let all_shown = |words: &[String]| words.iter().all(|word| self.shown.contains(word));
        if nlu.vocabulary.lexicon.lists(&token.raw) && all_shown(&token.plain) {
            return Some(token.plain.clone());
        }
        let stems = POSSESSIVES.iter().filter_map(|end| token.raw.strip_suffix(end));
        let itself = std::iter::once(token.raw.as_str()).chain(stems).find(|word| self.shown.contains(*word));
        itself.filter(|word| !self.names.contains(*word)).map(|word| vec![word.to_owned()])
    }

    fn is_name(&self, token: &Token) -> bool {
        let stems = POSSESSIVES.iter().filter_map(|end| token.raw.strip_suffix(end));
        std::iter::once(token.raw.as_str()).chain(stems).any(|word| self.names.contains(word))
            || token.plain.iter().any(|word| word == GIVEN)
    }

    /// The words of a name that somebody introduces, and those that only a name has a capital for.
    fn strangers(&self, nlu: &Nlu, text: &str) -> WordSet {
        let introduced = nlu.name(text).map(|name| cut(&fold(name.expose()))).unwrap_or_default();
        let introduced = introduced.into_iter().map(|token| token.raw);
        // Who shouts gives no sign by a capital.
        let shouted = !text.chars().any(char::is_lowercase);
        let capitals = if shouted { WordSet::default() } else { capitals(text) };
        introduced.chain(capitals.into_iter().filter(|word| !self.proper.contains(word))).collect()
    }

    /// Whether a word says what a number before it counts or measures.
    #[must_use]
    pub fn is_unit(&self, word: &str) -> bool {
        self.units.contains(word)
    }

    /// The words of count in a text, in its order, but for phrases in which they count nothing.
    #[must_use]
    pub fn counts(&self, text: &str) -> Vec<String> {
        let words: Vec<String> = cut(&fold(text)).into_iter().map(|token| token.raw).collect();
        let idle = |at: usize| {
            self.uncounted.iter().any(|phrase| {
                let from = (at + 1).saturating_sub(phrase.len());
                (from..=at).any(|from| words[from..].starts_with(phrase))
            })
        };
        let counting =
            words.iter().enumerate().filter(|(at, word)| self.counts.contains(*word) && !idle(*at));
        counting.map(|(_, word)| word.clone()).collect()
    }
}

/// The words with a capital that no beginning of a sentence explains, folded.
fn capitals(text: &str) -> WordSet {
    let (mut found, mut word, mut before) = (WordSet::default(), String::new(), '\n');
    let mut last = '\n';
    for c in text.chars().chain(std::iter::once('\n')) {
        if c.is_alphabetic() || (c == '\'' && !word.is_empty()) {
            if word.is_empty() {
                before = last;
            }
            word.push(c);
            continue;
        }
        if word.starts_with(char::is_uppercase) && !matches!(before, '.' | '!' | '?' | '\n' | ':' | '•') {
            found.extend(cut(&fold(&word)).into_iter().map(|token| token.raw));
        }
        if !word.is_empty() {
            last = 'a';
            word.clear();
        }
        if !c.is_whitespace() || c == '\n' {
            last = c;
        }
    }
    found
}

#[cfg(test)]
mod tests;

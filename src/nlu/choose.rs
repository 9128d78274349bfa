//! Which of the offered things was meant.

use std::sync::Arc;

use crate::domain::edit::{distance_within, length};

use super::labels::Label;
use super::load::Nlu;
use super::tokens::{Token, fold, plain_words};

/// One thing on offer: a button, a row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offered {
    /// `yes` and `no` are understood in all their forms.
    pub id: String,
    /// As shown; a label per language if need be.
    pub labels: Vec<String>,
    pub synonyms: Arc<[String]>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// The place among the offered, and a confidence from 0 to 1.
    Picked(usize, f32),
    /// Each of these fits: ask which.
    Ambiguous(Vec<usize>),
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    /// "ya atau tidak?"
    Both,
}

const YES_EMOJI: [char; 8] = ['👍', '✅', '👌', '🙏', '🆗', '✔', '💯', '☑'];
const NO_EMOJI: [char; 5] = ['👎', '❌', '🙅', '🚫', '✖'];
/// How much of message and label must agree, and by how much the best must lead.
const ENOUGH: f32 = 0.5;
const LEAD: f32 = 0.15;

impl Nlu {
    pub fn choose(&self, text: &str, offered: &[Offered], lang: &str) -> Choice {
        self.choose_of(text, &self.normalise(text, lang), offered, lang)
    }

    /// `tokens`: the text, normalised.
    pub fn choose_of(&self, text: &str, tokens: &[Token], offered: &[Offered], lang: &str) -> Choice {
        let folded = fold(text);
        let said = plain_words(tokens);
        if let Some(choice) = self.verbatim(&folded, &said, offered) {
            return choice;
        }
        if let Some(index) = self.numbered(&folded, lang, offered.len()) {
            return Choice::Picked(index, 0.97);
        }
        let place = |id: &str| offered.iter().position(|o| o.id == id);
        let (yes, no) = (place("yes"), place("no"));
        if yes.is_some() || no.is_some() {
            if self.does_not_know(&said, lang) {
                return Choice::None;
            }
            let picked =
                |place: Option<usize>, confidence| place.map(|index| Choice::Picked(index, confidence));
            let choice = match self.answer(&folded, &said, lang) {
                Some((Answer::Yes, confidence)) => picked(yes, confidence),
                Some((Answer::No, confidence)) => picked(no, confidence),
                Some((Answer::Both, _)) => Some(Choice::Ambiguous(yes.into_iter().chain(no).collect())),
                None => None,
            };
            if let Some(choice) = choice {
                return choice;
            }
        }
        self.resembling(&said, offered, lang)
    }

    /// The message is a label, an id or a synonym, as typed or in plain words.
    fn verbatim(&self, folded: &str, said: &[String], offered: &[Offered]) -> Option<Choice> {
        let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
        let core = self.vocabulary.without_fillers(said);
        let same = |name: &Label| {
            name.folded.trim_matches(|c: char| !c.is_alphanumeric()) == bare && !bare.is_empty()
                || name.folded == folded
                || (name.words == said && !said.is_empty())
                || (name.core == core && !core.is_empty())
        };
        let fits = |o: &Offered| {
            let mut names = std::iter::once(&o.id).chain(&o.labels);
            names.any(|name| same(&self.label_read(name, false)))
                || self.labels_read(&o.synonyms, false).iter().any(|name| same(name))
        };
        let found: Vec<usize> = (0..offered.len()).filter(|i| fits(&offered[*i])).collect();
        match found[..] {
            [] => None,
            [index] => Some(Choice::Picked(index, 1.0)),
            _ => Some(Choice::Ambiguous(found)),
        }
    }

    /// "2", "no 2", "yang kedua", "b.", "terakhir": nothing but a number and the words around it.
    fn numbered(&self, folded: &str, lang: &str, count: usize) -> Option<usize> {
        let mut found = None;
        for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            let spoken = || {
                let mut numbers = self.words(lang).flat_map(|w| w.numbers.begun_by(word));
                numbers.find(|(_, words)| words.len() == 1).map(|(number, _)| *number)
            };
            let figure = word.strip_prefix("ke").unwrap_or(word).parse::<i64>().ok();
            match figure.or_else(spoken) {
                Some(number) if found.is_some_and(|f| f != number) => return None,
                Some(number) => found = Some(number),
                None if self.says_little(word, lang) => {}
                None => return self.lettered(folded, count),
            }
        }
        // A letter may be a word that says little: "a".
        let Some(number) = found else { return self.lettered(folded, count) };
        match number {
            -1 => count.checked_sub(1),
            number => usize::try_from(number).ok()?.checked_sub(1).filter(|index| *index < count),
        }
    }

    /// "a", "b)": a letter alone. Not y, n, t and g, which are yes and no.
    fn lettered(&self, folded: &str, count: usize) -> Option<usize> {
        let mut letters = folded.chars().filter(|c| c.is_alphanumeric());
        let index = match (letters.next()?, letters.next()) {
            (c @ 'a'..='f', None) => c as usize - 'a' as usize,
            _ => return None,
        };
        (index < count).then_some(index)
    }

    /// Whether a word is one that people put around what they mean.
    pub fn says_little(&self, word: &str, lang: &str) -> bool {
        self.vocabulary
            .plain(word)
            .iter()
            .all(|w| self.vocabulary.fillers.contains(w) || self.words(lang).any(|l| l.stopwords.contains(w)))
    }

    /// Whether a plain word may stand around anything without changing it: "ya", "kakak".
    pub fn fills(&self, word: &str) -> bool {
        self.vocabulary.fillers.contains(word) || matches!(word, "ya" | "oke" | "ok")
    }

    /// Whether a word, as it is typed, is one of everyday life and in few people's names.
    pub fn is_ordinary(&self, word: &str) -> bool {
        let listed = |w: &super::words::Words| w.veil.ordinary.contains(word) || w.stopwords.contains(word);
        let named = |w: &super::words::Words| w.veil.names.contains(word);
        (self.vocabulary.lexicon.ordinary.contains(word)
            || self.vocabulary.fillers.contains(word)
            || self.languages.values().any(listed))
            && !self.languages.values().any(named)
            && !self.is_given(word)
    }

    /// Whether a plain word says something, be it no.
    pub fn tells(&self, word: &str) -> bool {
        word.chars().any(char::is_alphanumeric)
            && (self.is_answer(word, Answer::No)
                || !(self.vocabulary.fillers.contains(word)
                    || self.languages.values().any(|l| l.stopwords.contains(word))))
    }

    /// What a normalised text says without the words that may stand around everything.
    pub fn core_of(&self, tokens: &[Token]) -> Vec<String> {
        self.vocabulary.without_fillers(&plain_words(tokens))
    }

    /// Whether one of these plain words is a no.
    pub fn has_no(&self, said: &[String]) -> bool {
        said.iter().any(|word| self.is_answer(word, Answer::No))
    }

    /// Whether one of these plain words is a yes.
    pub fn has_yes(&self, said: &[String]) -> bool {
        said.iter().any(|word| self.is_answer(word, Answer::Yes))
    }

    fn is_answer(&self, word: &str, answer: Answer) -> bool {
        self.answer_words.get(word).is_some_and(|means| means.contains(&answer))
    }

    /// "gak tau" is no "no".
    pub fn does_not_know(&self, said: &[String], lang: &str) -> bool {
        said.windows(2).any(|pair| {
            self.is_answer(&pair[0], Answer::No)
                && self.words(lang).any(|w| w.answers.known.contains(&pair[1]))
        })
    }

    /// Yes or no, from the whole message, its emoji, or its first word.
    fn answer(&self, folded: &str, said: &[String], lang: &str) -> Option<(Answer, f32)> {
        let emoji = |set: &[char]| folded.contains(set);
        let core: Vec<String> = said.iter().filter(|w| !super::tokens::is_mark(w)).cloned().collect();
        let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
        let whole = |words: &[String]| {
            let plain = if words.is_empty() { &[] } else { self.answers.plain(words) };
            let said = self.answers.typed(bare).iter().chain(plain).copied();
            self.answers.first(said, lang).map(|phrase| phrase.means)
        };
        if let Some(answer) = whole(&core).or_else(|| whole(&self.vocabulary.without_fillers(said))) {
            return Some((answer, 0.98));
        }
        if core.is_empty() && emoji(&YES_EMOJI) != emoji(&NO_EMOJI) {
            return Some((if emoji(&YES_EMOJI) { Answer::Yes } else { Answer::No }, 0.95));
        }
        // "ya setuju kirim saja", "tidak, nama saya salah": yes or no words, and few others. A yes right
        // after a negator ("tidak setuju") is part of the no.
        let is_yes = |word: &String| self.is_answer(word, Answer::Yes);
        let is_no = |word: &String| self.is_answer(word, Answer::No);
        let negated = |i: usize| i > 0 && self.words(lang).any(|w| w.negators.contains(&core[i - 1]));
        let yes = (0..core.len()).filter(|i| is_yes(&core[*i]) && !negated(*i)).count();
        let no = core.iter().filter(|word| is_no(word)).count();
        let others = self
            .vocabulary
            .without_fillers(&core)
            .iter()
            .filter(|word| !is_yes(word) && !is_no(word))
            .count();
        if yes > 0 && no == 0 && others == 0 {
            Some((Answer::Yes, 0.95))
        } else if no > 0 && yes == 0 && (others <= 2 || core.first().is_some_and(is_no)) {
            Some((Answer::No, 0.85))
        } else if yes > 0 && no == 0 && others <= 2 {
            Some((Answer::Yes, 0.85))
        } else if yes > 0 && no > 0 && others <= 1 {
            Some((Answer::Both, 0.5))
        } else {
            None
        }
    }

    /// By the words shared with labels and synonyms; a word that many options have weighs little.
    fn resembling(&self, said: &[String], offered: &[Offered], lang: &str) -> Choice {
        let means = |word: &String| {
            !word.starts_with(['?', '!', '<'])
                && !self.vocabulary.fillers.contains(word)
                && !self.words(lang).any(|w| w.stopwords.contains(word))
        };
        let options: Vec<Vec<Arc<Label>>> = offered.iter().map(|o| self.names_of(o)).collect();
        // Alike first: few words are, and the others need not be looked up.
        let has = |name: &Arc<Label>, word: &str| name.words.iter().any(|w| alike(w, word) && means(w));
        let weight = |word: &String| {
            let sharing = options.iter().filter(|o| o.iter().any(|name| has(name, word))).count();
            1.0 / sharing.max(1) as f32
        };
        // "bukan rusak, hilang": the word after the negator is what was not meant.
        let negated = |i: usize| i > 0 && self.words(lang).any(|w| w.negators.contains(&said[i - 1]));
        let meant = (0..said.len()).filter(|i| !negated(*i)).map(|i| &said[i]).filter(|word| means(word));
        let meant: Vec<(&String, f32)> = meant.map(|word| (word, weight(word))).collect();
        let total: f32 = meant.iter().map(|(_, weight)| weight).sum();
        if total == 0.0 {
            return Choice::None;
        }
        let score = |name: &Arc<Label>| {
            let shared: f32 =
                meant.iter().filter(|(word, _)| has(name, word)).map(|(_, weight)| weight).sum();
            if shared == 0.0 {
                return 0.0;
            }
            let length: f32 = name.words.iter().filter(|word| means(word)).map(weight).sum();
            0.6 * shared / total + 0.4 * (shared / length).min(1.0)
        };
        let scores: Vec<f32> = options.iter().map(|o| o.iter().map(score).fold(0.0, f32::max)).collect();
        let best = scores.iter().copied().fold(0.0, f32::max);
        let near: Vec<usize> =
            (0..scores.len()).filter(|i| scores[*i] > 0.0 && scores[*i] > best - LEAD).collect();
        match near[..] {
            _ if best < ENOUGH => Choice::None,
            [index] => Choice::Picked(index, best.min(0.95)),
            _ => Choice::Ambiguous(near),
        }
    }

    /// All that an offered thing is called, its id among it.
    fn names_of(&self, offered: &Offered) -> Vec<Arc<Label>> {
        let single = offered.labels.iter().chain(std::iter::once(&offered.id));
        let single = single.map(|name| match name.contains('_') {
            true => self.label_read(&name.replace('_', " "), false),
            false => self.label_read(name, false),
        });
        single.chain(self.labels_read(&offered.synonyms, false).iter().cloned()).collect()
    }
}

/// The same word but for a slip, or one the beginning of the other.
fn alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let allowed = match length(a).min(length(b)) {
        0..4 => return false,
        4..8 => 1,
        _ => 2,
    };
    a.starts_with(b) || b.starts_with(a) || distance_within(a, b, allowed).is_some()
}

#[cfg(test)]
mod tests;

//! What is offered, read once. Labels come from a few texts, and each would be read again with every message, which
//! was a seventh of a turn (profile of 2026-11-27). Never for what a citizen wrote; whether a label is remembered
//! changes no answer.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, PoisonError, RwLock};

use super::load::Nlu;
use super::tokens::{fold, plain_words};

/// Dates and places make labels without end: with so many all are forgotten.
const MOST: usize = 4_096;

/// A label, an id or a synonym of something on offer.
#[derive(Debug, PartialEq, Eq)]
pub struct Label {
    pub(super) folded: String,
    /// In plain words, emoji and long numbers by their kind alone.
    pub(super) words: Vec<String>,
    /// The same without fillers.
    pub core: Vec<String>,
    /// Those of its plain words that say something, a no among them.
    pub telling: Vec<String>,
    /// In plain words, everything as it is.
    pub plain: Vec<String>,
    /// Of these what can be said: no mark and no emoji.
    pub spoken: Vec<String>,
}

/// Labels that were read before, those of a chat in Balinese by themselves.
#[derive(Default)]
pub(super) struct Labels {
    plain: Shelf,
    balinese: Shelf,
}

/// By the hash of the name: hundreds are looked up in a turn, and names that begin alike are slow to tell apart.
type Shelf = RwLock<BTreeMap<u64, (String, Arc<Label>)>>;

/// The same in every run.
fn hash_of(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

impl Nlu {
    /// A label as the chat's language reads it.
    pub fn label(&self, name: &str, lang: &str) -> Arc<Label> {
        self.label_read(name, lang == "ban")
    }

    pub(super) fn label_read(&self, name: &str, balinese: bool) -> Arc<Label> {
        let shelf = if balinese { &self.labels.balinese } else { &self.labels.plain };
        let hash = hash_of(name);
        if let Some((known, label)) = shelf.read().unwrap_or_else(PoisonError::into_inner).get(&hash)
            && known == name
        {
            return label.clone();
        }
        let tokens = self.vocabulary.tokens(name, balinese);
        let words = plain_words(&tokens);
        let plain: Vec<String> = tokens.into_iter().flat_map(|token| token.plain).collect();
        let label = Arc::new(Label {
            folded: fold(name),
            telling: plain.iter().filter(|word| self.tells(word)).cloned().collect(),
            core: self.vocabulary.without_fillers(&words),
            spoken: plain.iter().filter(|word| word.chars().any(char::is_alphanumeric)).cloned().collect(),
            words,
            plain,
        });
        let mut shelf = shelf.write().unwrap_or_else(PoisonError::into_inner);
        if shelf.len() >= MOST {
            shelf.clear();
        }
        shelf.insert(hash, (name.to_owned(), label.clone()));
        label
    }
}

#[cfg(test)]
mod tests {
    use super::super::measure::nlu;
    use super::*;

    #[test]
    fn a_label_reads_the_same_the_second_time_and_by_language() {
        for (name, lang) in [("KTP ilang", "id"), ("Milik saya", "ban"), ("Milik saya", "id")] {
            let first = nlu().label(name, lang);
            assert_eq!(first, nlu().label(name, lang));
            let read: Vec<String> =
                nlu().normalise(name, lang).into_iter().flat_map(|token| token.plain).collect();
            assert_eq!(first.plain, read);
        }
    }

    #[test]
    fn labels_without_end_take_no_room_without_end() {
        for n in 0..MOST + 10 {
            nlu().label(&format!("Senin {n}"), "id");
        }
        assert!(nlu().labels.plain.read().is_ok_and(|shelf| shelf.len() <= MOST));
    }
}

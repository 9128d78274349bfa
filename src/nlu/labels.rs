//! What is offered, read once. Labels come from a few texts, and each would be read again with every message, which
//! was a seventh of a turn (profile of 2026-11-27). Never for what a citizen wrote; whether a label is remembered
//! changes no answer.

use std::collections::BTreeMap;
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

#[derive(Default)]
struct Shelf {
    /// By the hash of the name: names that begin alike are slow to tell apart.
    single: RwLock<BTreeMap<u64, (String, Arc<Label>)>>,
    /// By where a list stands in memory. It is kept with what was read of it, so that no other comes to stand there.
    lists: RwLock<BTreeMap<usize, ReadList>>,
}

/// A list, and what was read of it.
type ReadList = (Arc<[String]>, Arc<[Arc<Label>]>);

/// FNV-1a: the same in every run, and short work with short names.
fn hash_of(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |h, byte| (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

impl Nlu {
    /// A label as the chat's language reads it.
    pub fn label(&self, name: &str, lang: &str) -> Arc<Label> {
        self.label_read(name, lang == "ban")
    }

    /// The labels of a list, in its order.
    pub fn labels(&self, names: &Arc<[String]>, lang: &str) -> Arc<[Arc<Label>]> {
        self.labels_read(names, lang == "ban")
    }

    pub(super) fn labels_read(&self, names: &Arc<[String]>, balinese: bool) -> Arc<[Arc<Label>]> {
        if names.is_empty() {
            return Arc::default();
        }
        let lists = if balinese { &self.labels.balinese.lists } else { &self.labels.plain.lists };
        let place = Arc::as_ptr(names).cast::<String>() as usize;
        if let Some((_, labels)) = lists.read().unwrap_or_else(PoisonError::into_inner).get(&place) {
            return labels.clone();
        }
        let labels: Arc<[Arc<Label>]> = names.iter().map(|name| self.label_read(name, balinese)).collect();
        let mut lists = lists.write().unwrap_or_else(PoisonError::into_inner);
        if lists.len() >= MOST {
            lists.clear();
        }
        lists.insert(place, (names.clone(), labels.clone()));
        labels
    }

    pub(super) fn label_read(&self, name: &str, balinese: bool) -> Arc<Label> {
        let shelf = if balinese { &self.labels.balinese.single } else { &self.labels.plain.single };
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
        assert!(nlu().labels.plain.single.read().is_ok_and(|shelf| shelf.len() <= MOST));
    }

    #[test]
    fn a_list_is_read_as_its_names_are_whatever_stood_in_its_place_before() {
        for n in 0..MOST + 10 {
            let list: Arc<[String]> = [format!("Senin {n}"), "KTP ilang".to_owned()].into();
            for lang in ["id", "ban"] {
                let read = nlu().labels(&list, lang);
                let single: Vec<Arc<Label>> = list.iter().map(|name| nlu().label(name, lang)).collect();
                assert_eq!(*read, *single, "{n} {lang}");
                assert_eq!(read, nlu().labels(&list, lang));
            }
        }
        assert!(nlu().labels.plain.lists.read().is_ok_and(|lists| lists.len() <= MOST));
    }
}

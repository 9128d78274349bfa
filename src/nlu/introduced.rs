//! The name that somebody introduces: "nama saya Ni Luh Ayu, ktp hilang".

use crate::domain::person_name::PersonName;
use crate::domain::text::clean;

use super::load::Nlu;

const LONGEST_NAME: usize = 6;
/// What may stand between "dengan" and a name.
const TITLES: [&str; 8] = ["ibu", "bapak", "bu", "pak", "sdr", "sdri", "mr", "mrs"];
/// What a Balinese name may begin with, before the given name: "Ni Luh".
const HONOURS: [&str; 5] = ["i", "ni", "ida", "anak", "dewa"];
/// What the lexicon makes of given names.
const GIVEN: &str = "<name>";

/// Where a name may begin.
struct Start {
    /// How many words introduce it; the longest says most: "nama lengkap saya" before "nama".
    length: usize,
    at: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// "nama saya": a name follows.
    Told,
    /// Introduces many things besides names: "dengan".
    Hint,
    /// "saya Ketut Sudana": a given name that the lexicon knows tells, nothing else does.
    Oneself,
}

impl Nlu {
    /// The words after an introduction, up to one that no name has.
    pub fn name(&self, text: &str) -> Option<PersonName> {
        let cleaned = clean(text);
        let words: Vec<&str> = cleaned.split_whitespace().collect();
        let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let lower: Vec<String> = words.iter().map(|w| bare(w)).collect();
        let strong = self.languages.values().flat_map(|w| &w.names.intros).map(|intro| (intro, Kind::Told));
        let weak = self.languages.values().flat_map(|w| &w.names.hints).map(|intro| (intro, Kind::Hint));
        let mut starts: Vec<Start> = strong
            .chain(weak)
            .filter_map(|(intro, kind)| {
                let at = lower.windows(intro.len()).position(|window| window == intro.as_slice())?;
                Some(Start { length: intro.len(), at: at + intro.len(), kind })
            })
            .collect();
        let given = |at: usize| lower.get(at).is_some_and(|word| self.is_given(word));
        let honoured =
            |at: usize| lower.get(at).is_some_and(|w| HONOURS.contains(&w.as_str())) && given(at + 1);
        let oneself = |at: &usize| self.languages.values().any(|w| w.names.oneself.contains(&lower[at - 1]));
        // "halo pak, saya wayan", not "ktp saya gede".
        let opens = |me: usize| {
            let before = me.checked_sub(1).map(|b| (words[b], &lower[b]));
            before.is_none_or(|(typed, plain)| {
                typed.ends_with([',', '.', '!', '?', ';']) || self.vocabulary.fillers.contains(plain)
            })
        };
        let own =
            (1..lower.len()).filter(|at| oneself(at) && opens(at - 1)).find(|at| given(*at) || honoured(*at));
        starts.extend(own.map(|at| Start { length: 0, at, kind: Kind::Oneself }));
        starts.sort_by_key(|start| std::cmp::Reverse(start.length));
        starts.into_iter().find_map(|start| self.begun(&words, &lower, &start))
    }

    /// Whether a word is a given name that the lexicon knows.
    pub fn is_given(&self, word: &str) -> bool {
        self.vocabulary.plain(word) == [GIVEN]
    }

    fn begun(&self, words: &[&str], lower: &[String], start: &Start) -> Option<PersonName> {
        let at = start.at;
        let mut name: Vec<&str> = Vec::new();
        let lone_colon = lower.get(at).is_some_and(String::is_empty);
        let title = lower[at - 1] == "dengan" && lower.get(at).is_some_and(|w| TITLES.contains(&w.as_str()));
        for i in at + usize::from(lone_colon || title)..words.len() {
            let word = &lower[i];
            // "I Gusti Ngurah": a name's beginning here, a pronoun in English.
            let given = lower.get(i + 1).is_some_and(|next| self.is_given(next));
            let honour = name.is_empty()
                && (word == "i" && words.get(i + 1).is_some_and(|w| capital(w))
                    || HONOURS.contains(&word.as_str()) && given);
            let stops = !honour && self.languages.values().any(|w| w.names.stops.contains(word));
            let other = word.is_empty() || word.chars().any(char::is_numeric);
            let strange = start.kind == Kind::Oneself
                && !(self.is_given(word)
                    || is_titled(words[i])
                    || (name.is_empty() && HONOURS.contains(&word.as_str())));
            if stops || other || strange || name.len() == LONGEST_NAME {
                break;
            }
            name.push(words[i].trim_end_matches([',', ';', ':', '!', '?']));
            let ends = words[i].ends_with([',', ';', '?', '!']);
            if ends || (words[i].ends_with('.') && word.chars().count() > 3) {
                break;
            }
        }
        let colon = lone_colon || words[at - 1].ends_with(':');
        let opens = at == start.length && name.len() > 1;
        // "saya wayan" is what one is called, not the name in full.
        let called = start.kind == Kind::Oneself && name.len() < 2;
        let told = start.kind != Kind::Hint || colon || opens || name.iter().all(|word| capital(word));
        PersonName::parse(&name.join(" ")).ok().filter(|_| told && !called)
    }
}

/// "Sudana": neither shouted nor whispered.
fn is_titled(word: &str) -> bool {
    capital(word) && word.chars().any(char::is_lowercase)
}

fn capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

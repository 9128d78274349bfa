//! The name that somebody introduces: "nama saya Ni Luh Ayu, ktp hilang".

use crate::domain::person_name::PersonName;
use crate::domain::text::clean;

use super::load::Nlu;

const LONGEST_NAME: usize = 6;
/// What may stand between "dengan" and a name.
const TITLES: [&str; 8] = ["ibu", "bapak", "bu", "pak", "sdr", "sdri", "mr", "mrs"];

/// Where a name may begin.
struct Start {
    /// How many words introduce it; the longest says most: "nama lengkap saya" before "nama".
    length: usize,
    at: usize,
    /// Introduces many things besides names.
    hint: bool,
}

impl Nlu {
    /// The words after an introduction, up to one that no name has.
    pub fn name(&self, text: &str) -> Option<PersonName> {
        let cleaned = clean(text);
        let words: Vec<&str> = cleaned.split_whitespace().collect();
        let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let lower: Vec<String> = words.iter().map(|w| bare(w)).collect();
        let strong = self.languages.values().flat_map(|w| &w.names.intros).map(|intro| (intro, false));
        let weak = self.languages.values().flat_map(|w| &w.names.hints).map(|intro| (intro, true));
        let mut starts: Vec<Start> = strong
            .chain(weak)
            .filter_map(|(intro, hint)| {
                let wanted: Vec<&str> = intro.split(' ').collect();
                let at = lower.windows(wanted.len()).position(|window| window == wanted.as_slice())?;
                Some(Start { length: wanted.len(), at: at + wanted.len(), hint })
            })
            .collect();
        starts.sort_by_key(|start| std::cmp::Reverse(start.length));
        starts.into_iter().find_map(|start| self.begun(&words, &lower, &start))
    }

    fn begun(&self, words: &[&str], lower: &[String], start: &Start) -> Option<PersonName> {
        let at = start.at;
        let mut name: Vec<&str> = Vec::new();
        let lone_colon = lower.get(at).is_some_and(String::is_empty);
        let title = lower[at - 1] == "dengan" && lower.get(at).is_some_and(|w| TITLES.contains(&w.as_str()));
        for i in at + usize::from(lone_colon || title)..words.len() {
            let word = &lower[i];
            // "I Gusti Ngurah": a name's beginning here, a pronoun in English.
            let honour = word == "i" && name.is_empty() && words.get(i + 1).is_some_and(|w| capital(w));
            let stops = !honour && self.languages.values().any(|w| w.names.stops.contains(word));
            let other = word.is_empty() || word.chars().any(char::is_numeric);
            if stops || other || name.len() == LONGEST_NAME {
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
        let told = !start.hint || colon || opens || name.iter().all(|word| capital(word));
        PersonName::parse(&name.join(" ")).ok().filter(|_| told)
    }
}

fn capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

//! From a language's texts to an understanding.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::choose::Answer;
use super::classifier::Classifier;
use super::command::Command;
use super::flaw::{Flaw, parsed};
use super::labels::Labels;
use super::lessons::{self, Learnt, Sources};
use super::lookup::{WordMap, WordSet};
use super::phrases::Phrases;
use super::rules::{Rule, RuleSource, Rules};
use super::tokens::Token;
use super::vocabulary::Vocabulary;
use super::words::Words;

/// What was meant: see the room's door. Built once, shared freely.
pub struct Nlu {
    pub(super) vocabulary: Vocabulary,
    pub(super) classifier: Classifier,
    pub(super) rules: Rules,
    pub(super) languages: BTreeMap<String, Words>,
    pub(super) commands: Phrases<Command>,
    pub(super) answers: Phrases<Answer>,
    /// What an answer of one plain word means.
    pub(super) answer_words: WordMap<Vec<Answer>>,
    /// See [`super::spoken_date`].
    pub(super) date_words: WordSet,
    pub(super) labels: Labels,
}

/// `rules.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[serde(default)]
    words: BTreeMap<String, String>,
    #[serde(default)]
    rule: Vec<RuleSource>,
}

/// Learnt by `build.rs` from the texts that are part of the program.
static BUILT_IN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/learnt"));

impl Nlu {
    /// Reads the texts, and learns from them unless that was done when the program was built. Every flaw of every
    /// file is reported, not only the first.
    pub fn load(sources: &[Sources]) -> Result<Nlu, Vec<Flaw>> {
        let known = Learnt::from_bytes(BUILT_IN, lessons::fingerprint(sources));
        Nlu::load_with(sources, known)
    }

    /// `known`: learnt from these sources before.
    pub(super) fn load_with(sources: &[Sources], known: Option<Learnt>) -> Result<Nlu, Vec<Flaw>> {
        let mut flaws = Vec::new();
        let (mut vocabulary, languages) = Vocabulary::read(sources, &mut flaws);
        for (lang, words) in &languages {
            for name in words.commands.keys().filter(|name| super::command::named(name).is_none()) {
                let what = format!("no command is called {name}");
                flaws.push(Flaw { file: format!("{lang}/words.toml"), line: 0, what });
            }
        }
        let learnt = match known {
            Some(learnt) => {
                vocabulary.spell(learnt.spelled.lines());
                learnt
            }
            None => {
                let examples = lessons::examples(sources, &mut flaws);
                lessons::learn(&mut vocabulary, &examples)
            }
        };
        let rules = rules(sources, &vocabulary, &mut flaws);
        if !flaws.is_empty() {
            return Err(flaws);
        }
        let commands = Phrases::read(&vocabulary, &languages, |words| {
            let all =
                words.commands.iter().flat_map(|(name, phrases)| phrases.iter().map(move |p| (p, name)));
            all.filter_map(|(phrase, name)| Some((phrase.clone(), super::command::named(name)?))).collect()
        });
        let answers = Phrases::read(&vocabulary, &languages, |words| {
            let no = words.answers.no.iter().map(|phrase| (phrase.clone(), Answer::No));
            no.chain(words.answers.yes.iter().map(|phrase| (phrase.clone(), Answer::Yes))).collect()
        });
        let mut answer_words: WordMap<Vec<Answer>> = WordMap::default();
        for phrase in answers.iter() {
            if let [only] = phrase.plain.as_slice() {
                answer_words.entry(only.clone()).or_default().push(phrase.means);
            }
        }
        Ok(Nlu {
            vocabulary,
            labels: Labels::default(),
            classifier: learnt.classifier,
            date_words: super::spoken_date::date_words(&languages),
            rules: Rules::new(rules),
            languages,
            commands,
            answers,
            answer_words,
        })
    }

    /// The message cut into tokens, each with its plain words. `ban` reads doubtful words as Balinese.
    pub fn normalise(&self, text: &str, lang: &str) -> Vec<Token> {
        self.vocabulary.tokens(text, lang == "ban")
    }

    /// The word lists, the asked language's first: people mix languages.
    pub(super) fn words(&self, lang: &str) -> impl Iterator<Item = &Words> {
        let others = self.languages.iter().filter(move |(name, _)| *name != lang).map(|(_, words)| words);
        self.languages.get(lang).into_iter().chain(others)
    }
}

fn rules(sources: &[Sources], vocabulary: &Vocabulary, flaws: &mut Vec<Flaw>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for source in sources.iter().filter(|source| !source.rules.is_empty()) {
        let file = format!("{}/rules.toml", source.lang);
        let Some(read) = parsed::<RuleFile>(&file, source.rules, flaws) else { continue };
        let plain = |word: &str| vocabulary.plain(word);
        let set = |text: &String| text.split_whitespace().flat_map(plain).collect::<WordSet>();
        let sets: BTreeMap<String, WordSet> =
            read.words.iter().map(|(name, text)| (name.clone(), set(text))).collect();
        for rule in read.rule {
            match Rule::read(rule, &sets, &plain) {
                Ok(rule) => rules.push(rule),
                Err(what) => flaws.push(Flaw { file: file.clone(), line: 0, what }),
            }
        }
    }
    rules
}

#[cfg(test)]
pub(super) mod built_in {
    //! The texts that are part of the program.
    use super::*;

    macro_rules! language {
        ($lang:literal) => {
            Sources {
                lang: $lang,
                lexicon: include_str!(concat!("../../locales/", $lang, "/lexicon.tsv")),
                intents: include_str!(concat!("../../locales/", $lang, "/intents.toml")),
                rules: include_str!(concat!("../../locales/", $lang, "/rules.toml")),
                words: include_str!(concat!("../../locales/", $lang, "/words.toml")),
            }
        };
    }

    pub(crate) const SOURCES: [Sources<'static>; 2] = [language!("en"), language!("id")];

    impl Nlu {
        pub(crate) fn built_in() -> Nlu {
            Nlu::load(&SOURCES).expect("the built-in languages have no flaw")
        }
    }

    #[test]
    fn what_was_learnt_at_build_is_what_would_be_learnt_at_start() {
        let known = Learnt::from_bytes(BUILT_IN, lessons::fingerprint(&SOURCES));
        let known = known.expect("build.rs learnt from the texts as they stand");
        let learnt = Nlu::load_with(&SOURCES, None).expect("no flaws");
        let all =
            |c: &Classifier| (c.unit, c.rows.to_vec(), c.idf.to_vec(), c.bias.to_vec(), c.weights.to_vec());
        assert!(all(&known.classifier) == all(&learnt.classifier));
    }

    #[test]
    fn other_texts_are_learnt_at_start() {
        let mut sources = SOURCES;
        sources[0].intents = "[human]\nexamples = \"zvarg blik\"\n";
        assert!(Learnt::from_bytes(BUILT_IN, lessons::fingerprint(&sources)).is_none());
        let nlu = Nlu::load(&sources).expect("no flaws");
        let likely = nlu.likely("zvarg blik", "en", 1);
        assert_eq!(likely[0].0, super::super::Intent::Human);
    }
}

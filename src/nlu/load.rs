//! From a language's texts to an understanding.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::choose::Answer;
use super::classifier::Classifier;
use super::command::Command;
use super::flaw::Flaw;
use super::intent::Intent;
use super::labels::Labels;
use super::lexicon::Lexicon;
use super::rules::{Rule, RuleSource, is_mark};
use super::tokens::{Token, TokenKind};
use super::words::Words;

/// The texts of one language, as they stand in `locales/<lang>/`.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    pub lang: String,
    /// `lexicon.tsv`; may be empty.
    pub lexicon: String,
    pub intents: String,
    pub words: String,
}

/// What was meant: see the room's door. Built once, shared freely.
pub struct Nlu {
    pub(super) lexicon: Lexicon,
    pub(super) classifier: Classifier,
    pub(super) rules: Vec<Rule>,
    pub(super) fillers: BTreeSet<String>,
    courtesies: BTreeSet<String>,
    pub(super) languages: BTreeMap<String, Words>,
    pub(super) commands: Vec<Phrase<Command>>,
    pub(super) answers: Vec<Phrase<Answer>>,
    pub(super) labels: Labels,
}

/// A phrase of the word lists, with its plain words, and those without fillers.
pub(super) struct Phrase<T> {
    lang: String,
    pub(super) typed: String,
    pub(super) plain: Vec<String>,
    pub(super) core: Vec<String>,
    pub(super) means: T,
}

/// The phrases of the asked language first: people mix languages.
pub(super) fn in_order<'a, T>(
    phrases: &'a [Phrase<T>],
    lang: &'a str,
) -> impl Iterator<Item = &'a Phrase<T>> {
    phrases.iter().filter(move |p| p.lang == lang).chain(phrases.iter().filter(move |p| p.lang != lang))
}

#[derive(Deserialize)]
struct IntentFile {
    #[serde(default)]
    words: BTreeMap<String, String>,
    #[serde(default)]
    rule: Vec<RuleSource>,
    #[serde(flatten)]
    intents: BTreeMap<String, IntentSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IntentSource {
    examples: String,
}

/// A word said so often in the utterances is spelled right.
const FREQUENT: usize = 4;

/// An utterance of the sources and its label.
pub(super) type Example = (String, Intent);

impl Nlu {
    /// Reads and learns. Every flaw of every file is reported, not only the first.
    pub fn load(sources: &[Sources]) -> Result<Nlu, Vec<Flaw>> {
        let (nlu, examples) = Nlu::read(sources)?;
        Ok(nlu.taught(&examples))
    }

    /// The languages that are part of the program.
    pub fn built_in() -> Result<Nlu, Vec<Flaw>> {
        Nlu::load(&Nlu::built_in_sources())
    }

    pub fn built_in_sources() -> [Sources; 2] {
        let sources = |lang: &str, lexicon: &str, intents: &str, words: &str| Sources {
            lang: lang.to_owned(),
            lexicon: lexicon.to_owned(),
            intents: intents.to_owned(),
            words: words.to_owned(),
        };
        [
            sources(
                "id",
                include_str!("../../locales/id/lexicon.tsv"),
                include_str!("../../locales/id/intents.toml"),
                include_str!("../../locales/id/words.toml"),
            ),
            sources(
                "en",
                include_str!("../../locales/en/lexicon.tsv"),
                include_str!("../../locales/en/intents.toml"),
                include_str!("../../locales/en/words.toml"),
            ),
        ]
    }

    /// Everything but the training.
    pub(super) fn read(sources: &[Sources]) -> Result<(Nlu, Vec<Example>), Vec<Flaw>> {
        let mut flaws = Vec::new();
        let mut lexicon = Lexicon::default();
        let mut languages = BTreeMap::new();
        let mut files = Vec::new();
        for source in sources {
            lexicon.add(&format!("{}/lexicon.tsv", source.lang), &source.lexicon, &mut flaws);
            let file = format!("{}/words.toml", source.lang);
            if let Some(mut words) = parsed::<Words>(&file, &source.words, &mut flaws) {
                lexicon.neighbours.merge(std::mem::take(&mut words.neighbours));
                words.commands.keys().filter(|name| super::command::named(name).is_none()).for_each(|name| {
                    flaws.push(Flaw {
                        file: file.clone(),
                        line: 0,
                        what: format!("no command is called {name}"),
                    });
                });
                languages.insert(source.lang.clone(), words);
            }
            let file = format!("{}/intents.toml", source.lang);
            if let Some(intents) = parsed::<IntentFile>(&file, &source.intents, &mut flaws) {
                files.push((file, intents));
            }
        }
        let mut examples = Vec::new();
        for (file, intents) in &files {
            for (name, source) in &intents.intents {
                let Ok(intent) = name.parse::<Intent>() else {
                    flaws.push(Flaw {
                        file: file.clone(),
                        line: 0,
                        what: format!("no intent is called {name}"),
                    });
                    continue;
                };
                let lines = source.examples.lines().map(str::trim).filter(|l| !l.is_empty());
                examples.extend(lines.map(|line| (line.to_owned(), intent)));
            }
        }
        let mut said: BTreeMap<String, usize> = BTreeMap::new();
        for word in examples.iter().flat_map(|(text, _)| super::tokens::cut(&super::tokens::fold(text))) {
            if word.kind == TokenKind::Word {
                *said.entry(word.raw).or_default() += 1;
            }
        }
        // A rare word that is one letter from a frequent one is a slip of it.
        let (frequent, rare): (Vec<_>, Vec<_>) = said.into_iter().partition(|(_, n)| *n >= FREQUENT);
        frequent.iter().for_each(|(word, _)| lexicon.know(word));
        let own: Vec<_> = rare.iter().filter(|(word, _)| !lexicon.is_slip(word)).collect();
        own.iter().for_each(|(word, _)| lexicon.know(word));
        let plain = |word: &str| plain_words(&lexicon.read(word, false));
        let fillers = languages.values().flat_map(|w: &Words| &w.fillers).flat_map(|w| plain(w)).collect();
        let courtesies =
            languages.values().flat_map(|w: &Words| &w.courtesies).flat_map(|w| plain(w)).collect();
        let mut rules = Vec::new();
        for (file, intents) in files {
            let set = |text: &String| text.split_whitespace().flat_map(plain).collect::<BTreeSet<_>>();
            let sets: BTreeMap<String, BTreeSet<String>> =
                intents.words.iter().map(|(name, text)| (name.clone(), set(text))).collect();
            for rule in intents.rule {
                match Rule::read(rule, &sets, &plain) {
                    Ok(rule) => rules.push(rule),
                    Err(what) => flaws.push(Flaw { file: file.clone(), line: 0, what }),
                }
            }
        }
        if examples.is_empty() && flaws.is_empty() {
            flaws.push(Flaw {
                file: "intents.toml".to_owned(),
                line: 0,
                what: "no language has an example".to_owned(),
            });
        }
        let classifier = Classifier::train(&[], Intent::ALL.len());
        let mut nlu = Nlu {
            lexicon,
            classifier,
            rules,
            fillers,
            courtesies,
            languages,
            commands: Vec::new(),
            answers: Vec::new(),
            labels: Labels::default(),
        };
        nlu.commands = nlu.phrases(|words| {
            let all =
                words.commands.iter().flat_map(|(name, phrases)| phrases.iter().map(move |p| (p, name)));
            all.filter_map(|(phrase, name)| Some((phrase.clone(), super::command::named(name)?))).collect()
        });
        nlu.answers = nlu.phrases(|words| {
            let no = words.answers.no.iter().map(|phrase| (phrase.clone(), Answer::No));
            no.chain(words.answers.yes.iter().map(|phrase| (phrase.clone(), Answer::Yes))).collect()
        });
        if flaws.is_empty() { Ok((nlu, examples)) } else { Err(flaws) }
    }

    fn phrases<T>(&self, of: impl Fn(&Words) -> Vec<(String, T)>) -> Vec<Phrase<T>> {
        let all =
            self.languages.iter().flat_map(|(lang, words)| of(words).into_iter().map(move |p| (lang, p)));
        let read = |(lang, (typed, means)): (&String, (String, T))| {
            let plain = self.plain(&typed);
            Phrase { lang: lang.clone(), core: self.without_fillers(&plain), typed, plain, means }
        };
        all.map(read).collect()
    }

    pub(super) fn taught(mut self, examples: &[Example]) -> Nlu {
        let column = |intent: &Intent| Intent::ALL.iter().position(|i| i == intent);
        let lines = examples.iter().flat_map(|(text, intent)| {
            let words = plain_words(&self.lexicon.read(text, false));
            let core = self.without_courtesies(&words).to_vec();
            let courteous = matches!(intent, Intent::Greeting | Intent::Thanks);
            // "mau tanya admin" without its courtesies is "mau", which says nothing.
            let both = if core == words || courteous || self.without_fillers(&core).is_empty() {
                vec![words]
            } else {
                vec![words, core]
            };
            both.into_iter().filter_map(move |words| Some((words, column(intent)?)))
        });
        self.classifier = Classifier::train(&lines.collect::<Vec<_>>(), Intent::ALL.len());
        self
    }

    /// What stands between the greeting and the thanks; everything when there is nothing else.
    pub(super) fn without_courtesies<'a>(&self, words: &'a [String]) -> &'a [String] {
        let says = |word: &String| !self.courtesies.contains(word) && !is_mark(word);
        let core = words.iter().position(says).zip(words.iter().rposition(says));
        let marks = words.iter().rev().take_while(|word| is_mark(word)).count();
        match core {
            Some((first, last)) => {
                &words
                    [first..if marks > 0 && last + 1 + marks == words.len() { words.len() } else { last + 1 }]
            }
            None => words,
        }
    }

    /// The message cut into tokens, each with its plain words. `ban` reads doubtful words as Balinese.
    pub fn normalise(&self, text: &str, lang: &str) -> Vec<Token> {
        self.lexicon.read(text, lang == "ban")
    }

    /// The word lists, the asked language's first: people mix languages.
    pub(super) fn words(&self, lang: &str) -> impl Iterator<Item = &Words> {
        let others = self.languages.iter().filter(move |(name, _)| *name != lang).map(|(_, words)| words);
        self.languages.get(lang).into_iter().chain(others)
    }

    /// A phrase of the word lists in plain words.
    pub(super) fn plain(&self, phrase: &str) -> Vec<String> {
        plain_words(&self.lexicon.read(phrase, false))
    }
}

/// The plain words of a message; emoji and long numbers by their kind alone.
pub(super) fn plain_words(tokens: &[Token]) -> Vec<String> {
    let word = |token: &Token| match token.kind {
        TokenKind::Word | TokenKind::Thing => token.plain.clone(),
        TokenKind::Number if token.raw.len() <= 2 => vec![token.raw.clone()],
        TokenKind::Number => vec![format!("<{}>", token.raw.len().min(9))],
        TokenKind::Mark => vec![token.raw[..1].to_owned()],
        TokenKind::Emoji => vec!["<emoji>".to_owned()],
    };
    tokens.iter().flat_map(word).collect()
}

fn parsed<T: serde::de::DeserializeOwned>(file: &str, text: &str, flaws: &mut Vec<Flaw>) -> Option<T> {
    toml::from_str(text)
        .map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let line = text.get(..start).map_or(0, |before| before.matches('\n').count() + 1);
            flaws.push(Flaw { file: file.to_owned(), line, what: error.message().to_owned() });
        })
        .ok()
}

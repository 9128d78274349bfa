//! What is learnt from a language's texts, once: the words that are spelled right and the classifier's weights.
//!
//! `build.rs` includes this file with those it needs, so that the texts of the program are learnt while it is built.
//! What it learnt is marked with the texts' fingerprint: an office that brings its own texts is taught at start.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::classifier::Classifier;
use super::flaw::Flaw;
use super::intent::Intent;
use super::tokens::{TokenKind, cut, fold};
use super::trainer;
use super::vocabulary::Vocabulary;

/// The texts of one language, as they stand in `locales/<lang>/`. All but the word lists may be empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sources<'a> {
    pub lang: &'a str,
    /// `lexicon.tsv`
    pub lexicon: &'a str,
    /// `intents.toml`
    pub intents: &'a str,
    /// `rules.toml`
    pub rules: &'a str,
    /// `words.toml`
    pub words: &'a str,
}

#[derive(Deserialize)]
struct IntentSource {
    examples: String,
}

/// A word said so often in the utterances is spelled right.
const FREQUENT: usize = 4;

/// An utterance of the sources and its label.
pub(super) type Example = (String, Intent);

/// What was learnt; borrowed from the program, or owned when learnt at start.
pub(super) struct Learnt {
    /// Sorted, one a line: spelled right though the lexicon has no such word.
    pub(super) spelled: Cow<'static, str>,
    pub(super) classifier: Classifier,
}

/// The utterances of all languages.
pub(super) fn examples(sources: &[Sources], flaws: &mut Vec<Flaw>) -> Vec<Example> {
    let mut examples = Vec::new();
    for source in sources.iter().filter(|source| !source.intents.is_empty()) {
        let file = format!("{}/intents.toml", source.lang);
        let intents = super::flaw::parsed::<BTreeMap<String, IntentSource>>(&file, source.intents, flaws);
        for (name, listed) in intents.unwrap_or_default() {
            let Ok(intent) = name.parse::<Intent>() else {
                let what = format!("no intent is called {name}");
                flaws.push(Flaw { file: file.clone(), line: 0, what });
                continue;
            };
            let lines = listed.examples.lines().map(str::trim).filter(|l| !l.is_empty());
            examples.extend(lines.map(|line| (line.to_owned(), intent)));
        }
    }
    if examples.is_empty() && flaws.is_empty() {
        let what = "no language has an example".to_owned();
        flaws.push(Flaw { file: "intents.toml".to_owned(), line: 0, what });
    }
    examples
}

/// Learns from the utterances; `vocabulary` as the texts have it, which gains the words that are spelled right.
pub(super) fn learn(vocabulary: &mut Vocabulary, examples: &[Example]) -> Learnt {
    let spelled = spelled_right(vocabulary, examples);
    vocabulary.spell(spelled.lines());
    let classifier = train(vocabulary, examples);
    Learnt { spelled: Cow::Owned(spelled), classifier }
}

/// The words of the utterances, but for those that look like slips of others.
fn spelled_right(vocabulary: &mut Vocabulary, examples: &[Example]) -> String {
    let mut said: BTreeMap<String, usize> = BTreeMap::new();
    for word in examples.iter().flat_map(|(text, _)| cut(&fold(text))) {
        if word.kind == TokenKind::Word {
            *said.entry(word.raw).or_default() += 1;
        }
    }
    // A rare word that is one letter from a frequent one is a slip of it.
    let (frequent, rare): (Vec<_>, Vec<_>) = said.into_iter().partition(|(_, n)| *n >= FREQUENT);
    vocabulary.spell(frequent.iter().map(|(word, _)| word.as_str()));
    let own = rare.into_iter().filter(|(word, _)| !vocabulary.lexicon.is_slip(word)).collect::<Vec<_>>();
    let mut words: Vec<String> = frequent.into_iter().chain(own).map(|(word, _)| word).collect();
    words.sort_unstable();
    words.join("\n")
}

/// The classifier that these utterances make, in the words of `vocabulary`.
pub(super) fn train(vocabulary: &Vocabulary, examples: &[Example]) -> Classifier {
    let column = |intent: &Intent| Intent::ALL.iter().position(|i| i == intent);
    let lines = examples.iter().flat_map(|(text, intent)| {
        let words = vocabulary.plain(text);
        let core = vocabulary.without_courtesies(&words).to_vec();
        let courteous = matches!(intent, Intent::Greeting | Intent::Thanks);
        // "mau tanya admin" without its courtesies is "mau", which says nothing.
        let both = if core == words || courteous || vocabulary.without_fillers(&core).is_empty() {
            vec![words]
        } else {
            vec![words, core]
        };
        both.into_iter().filter_map(move |words| Some((words, column(intent)?)))
    });
    trainer::train(&lines.collect::<Vec<_>>(), Intent::ALL.len())
}

/// Of all that is learnt from (FNV-1a): the same texts, the same learning.
pub(super) fn fingerprint(sources: &[Sources]) -> u64 {
    let texts = sources.iter().flat_map(|s| [s.lang, s.lexicon, s.intents, s.rules, s.words]);
    // A byte that no text has keeps one text's end apart from the next one's beginning.
    let bytes = texts.flat_map(|text| text.bytes().chain([0xFF]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, byte| (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

impl Learnt {
    /// What `build.rs` wrote, if it was learnt from the texts with this fingerprint: the fingerprint, the length of the
    /// words, the words, the classifier.
    pub(super) fn from_bytes(bytes: &'static [u8], fingerprint: u64) -> Option<Learnt> {
        let (of, rest) = bytes.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        if u64::from_le_bytes(*of) != fingerprint {
            return None;
        }
        let (spelled, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        let spelled = Cow::Borrowed(str::from_utf8(spelled).ok()?);
        Some(Learnt { spelled, classifier: Classifier::from_bytes(rest)? })
    }
}

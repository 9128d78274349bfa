//! Slang to plain words: `locales/<lang>/lexicon.tsv`, columns token, canonical, note.
//!
//! A note `context:X` makes a line hold only in its context, `bali` marks a word as Balinese (one such
//! word in a message lets the `context:BALI` lines hold), `canonical` a word that is plain already.

use std::collections::BTreeSet;

use super::flaw::Flaw;
use super::lookup::{WordMap, WordSet};
use super::slip::one_slip;
use super::tokens::{Token, TokenKind, cut, fold};
use super::words::Neighbours;

#[derive(Default)]
pub(super) struct Lexicon {
    entries: WordMap<Vec<Entry>>,
    balinese: WordSet,
    /// The plain words that the lines lead to.
    pub(super) ordinary: WordSet,
    pub(super) neighbours: Neighbours,
    /// Words that are spelled right, so that they are not corrected into others. Sorted.
    known: Vec<Box<str>>,
}

struct Entry {
    plain: Vec<String>,
    context: Option<Context>,
}

#[derive(Clone, Copy, PartialEq)]
enum Context {
    /// Addresses someone: first or last in the message, not beside a word of papers.
    Address,
    /// In a message with another Balinese word.
    Balinese,
    /// Before a noun, as a verb.
    Verb,
    /// Before a person, as "for".
    Preposition,
    /// Before a number or a thing that is numbered.
    Number,
    /// In a question.
    Question,
    /// As the whole message.
    Alone,
}

/// What hangs on a word without changing what it is: "its", "my", "your", emphasis, a question.
pub(super) const POSSESSIVES: [&str; 6] = ["nya", "nye", "lah", "kah", "ku", "mu"];
/// What makes another word of it, in Indonesian, Jakarta speech and Balinese; stripped only from words that
/// are not known as they are.
const SUFFIXES: [&str; 8] = ["kannya", "innya", "kan", "in", "ne", "an", "é", "e"];
/// Shorter words are too easily one letter from each other.
const SHORTEST_CORRECTED: usize = 5;
const SHORTEST_CORRECTED_SLANG: usize = 6;

impl Lexicon {
    /// Adds a language's lines; what cannot be read goes to `flaws`.
    pub(super) fn add(&mut self, file: &str, text: &str, flaws: &mut Vec<Flaw>) {
        for (n, line) in
            text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        {
            let mut fields = line.split('\t').map(str::trim);
            let (token, plain) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
            let note = fields.next().unwrap_or_default();
            if n == 0 && token == "token" {
                continue;
            }
            let mut flaw =
                |what: &str| flaws.push(Flaw { file: file.to_owned(), line: n + 1, what: what.to_owned() });
            if token.is_empty() || plain.is_empty() {
                flaw("expected token, canonical, note");
                continue;
            }
            let context = match note {
                "" | "canonical" | "bali" => None,
                "context:ADDR" => Some(Context::Address),
                "context:BALI" => Some(Context::Balinese),
                "context:VERB" => Some(Context::Verb),
                "context:PREP" => Some(Context::Preposition),
                "context:NUM" => Some(Context::Number),
                "context:Q" => Some(Context::Question),
                "context:YES" => Some(Context::Alone),
                _ => {
                    flaw("unknown note");
                    continue;
                }
            };
            if note == "bali" {
                self.balinese.insert(token.to_owned());
            }
            let plain: Vec<String> = plain.split(' ').map(str::to_owned).collect();
            self.ordinary.extend(plain.iter().cloned());
            self.entries.entry(token.to_owned()).or_default().push(Entry { plain, context });
        }
    }

    /// Takes words as plain ones that stand for themselves, unless a line says otherwise.
    pub(super) fn plain(&mut self, words: impl IntoIterator<Item = String>) {
        for word in words {
            let itself = || vec![Entry { plain: vec![word.clone()], context: None }];
            self.entries.entry(word.clone()).or_insert_with(itself);
        }
    }

    /// Marks words as spelled right: these, and those of the lexicon's own lines.
    pub(super) fn know<'a>(&mut self, words: impl Iterator<Item = &'a str>) {
        self.known.extend(words.map(Box::from));
        let plain = self.entries.values().flatten().flat_map(|entry| &entry.plain);
        self.known.extend(self.entries.keys().chain(plain).map(|word| Box::from(word.as_str())));
        self.known.sort_unstable();
        self.known.dedup();
    }

    /// Keeps no room for more.
    pub(super) fn shrink(&mut self) {
        self.entries.shrink_to_fit();
        self.ordinary.shrink_to_fit();
        self.known.shrink_to_fit();
    }

    /// Cuts a message and looks every word up. `balinese`: the chat is held in Balinese.
    pub(super) fn read(&self, text: &str, balinese: bool) -> Vec<Token> {
        let folded = fold(text);
        let mut tokens = joined(cut(&folded), &folded, |word| self.entries.contains_key(word));
        let is_balinese = |word: &str| {
            let stem = ["ne", "e"].iter().find_map(|suffix| word.strip_suffix(suffix));
            self.balinese.contains(word) || stem.is_some_and(|stem| self.balinese.contains(stem))
        };
        let balinese = balinese || tokens.iter().any(|t| is_balinese(&t.raw));
        for i in 0..tokens.len() {
            if tokens[i].kind == TokenKind::Word {
                tokens[i].plain = self.look_up(&tokens, i, balinese);
            }
        }
        tokens
    }

    fn look_up(&self, tokens: &[Token], i: usize, balinese: bool) -> Vec<String> {
        let raw = &tokens[i].raw;
        let entry = |word: &str| {
            let entries = self.entries.get(word)?;
            let fits =
                |e: &&Entry| e.context.is_some_and(|c| holds(c, tokens, i, balinese, &self.neighbours));
            let plain_one = entries.iter().find(|e| e.context.is_none());
            entries.iter().find(fits).or(plain_one).map(|e| e.plain.clone())
        };
        if let Some(plain) = entry(raw) {
            return plain;
        }
        // "hilangnya", "fotoku": the stem is what counts.
        let stems = |suffixes: &'static [&'static str]| {
            suffixes.iter().filter_map(|s| raw.strip_suffix(s)).filter(|stem| stem.chars().count() >= 3)
        };
        for stem in stems(&POSSESSIVES) {
            if entry(stem).is_some() || self.knows(stem) {
                return entry(stem).unwrap_or_else(|| vec![stem.to_owned()]);
            }
        }
        if self.knows(raw) {
            return vec![raw.clone()];
        }
        // "kebaca" is Jakarta's "terbaca".
        if let Some(formal) = raw.strip_prefix("ke").map(|stem| format!("ter{stem}"))
            && self.knows(&formal)
        {
            return entry(&formal).unwrap_or_else(|| vec![formal]);
        }
        if let Some(plain) = stems(&SUFFIXES).find_map(entry) {
            return plain;
        }
        let single = undoubled(raw);
        if single != *raw && self.knows(&single) {
            return entry(&single).unwrap_or_else(|| vec![single]);
        }
        let corrected: BTreeSet<Vec<String>> =
            self.neighbouring(raw).map(|word| entry(word).unwrap_or_else(|| vec![word.to_owned()])).collect();
        match corrected.into_iter().collect::<Vec<_>>() {
            one if one.len() == 1 => one.into_iter().flatten().collect(),
            _ => vec![raw.clone()],
        }
    }

    /// Whether it has a line or stands in a list of plain words: it is no slip of anything then.
    pub(super) fn lists(&self, word: &str) -> bool {
        self.entries.contains_key(word)
    }

    /// Whether it is not known but one slip from a word that is.
    pub(super) fn is_slip(&self, word: &str) -> bool {
        !self.knows(word) && self.neighbouring(word).next().is_some()
    }

    /// Whether a slip may be corrected into it: slang is short and close together.
    fn is_target(&self, word: &str) -> bool {
        let slang = |e: &Entry| !e.plain.iter().map(String::as_str).eq([word]);
        word.len() >= SHORTEST_CORRECTED_SLANG
            || !self.entries.get(word).is_some_and(|entries| entries.iter().all(slang))
    }

    fn knows(&self, word: &str) -> bool {
        self.known.binary_search_by(|known| (**known).cmp(word)).is_ok()
    }

    /// The known words one slip away (a letter lost, added, changed or two swapped) with the same first letter.
    fn neighbouring<'a>(&'a self, raw: &'a str) -> impl Iterator<Item = &'a str> {
        let first = raw.chars().next().filter(|_| raw.chars().count() >= SHORTEST_CORRECTED);
        let mut letter = [0; 4];
        let letter: &str = first.map_or("", |first| first.encode_utf8(&mut letter));
        let from = if letter.is_empty() {
            self.known.len()
        } else {
            self.known.partition_point(|known| **known < *letter)
        };
        let near = self.known[from..].iter().map(|word| &**word);
        let near = near.take_while(move |word| first.is_some_and(|letter| word.starts_with(letter)));
        near.filter(move |word| {
            word.len() + 1 >= SHORTEST_CORRECTED && one_slip(word, raw) && self.is_target(word)
        })
    }
}

/// Whether a context holds for the word at `i`.
fn holds(context: Context, tokens: &[Token], i: usize, balinese: bool, beside: &Neighbours) -> bool {
    let raw = |n: usize| tokens.get(n).map(|t| t.raw.as_str()).unwrap_or_default();
    let before = if i == 0 { "" } else { raw(i - 1) };
    let after = raw(i + 1);
    match context {
        Context::Balinese => balinese,
        Context::Address => {
            let edge = i == 0 || tokens[i + 1..].iter().all(|t| t.kind != TokenKind::Word);
            edge && tokens.len() > 1 && !beside.papers.contains(before) && !beside.papers.contains(after)
        }
        Context::Verb => beside.objects.contains(after),
        Context::Preposition => beside.people.contains(after),
        Context::Number => {
            tokens.get(i + 1).is_some_and(|t| matches!(t.kind, TokenKind::Number | TokenKind::Thing))
                || beside.numbered.contains(after)
        }
        Context::Question => i == 0 || tokens.last().is_some_and(|t| t.raw.starts_with('?')),
        Context::Alone => tokens.len() == 1,
    }
}

/// Joins what a hyphen or a space split: "e-ktp", "e ktp", "ktp-el", "f-1.02".
fn joined(tokens: Vec<Token>, folded: &str, known: impl Fn(&str) -> bool) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        if let Some(last) =
            out.last_mut().filter(|l| l.kind == TokenKind::Word && token.kind == TokenKind::Word)
        {
            let gap = folded.get(last.at.end..token.at.start).unwrap_or_default();
            let pair = [last.raw.as_str(), "-", &token.raw].concat();
            if matches!(gap, "-" | " ") && known(&pair) {
                *last = Token {
                    plain: vec![pair.clone()],
                    raw: pair,
                    kind: TokenKind::Word,
                    at: last.at.start..token.at.end,
                };
                continue;
            }
        }
        out.push(token);
    }
    out
}

fn undoubled(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    word.chars().for_each(|c| {
        if !out.ends_with(c) {
            out.push(c);
        }
    });
    out
}

#[cfg(test)]
mod tests;

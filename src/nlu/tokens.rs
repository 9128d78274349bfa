//! A message cut into pieces, before any word is looked up.

use std::fmt;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::domain::text::{ascii_digit, clean};

/// One piece of a message. Debug shows its kind and place, not the citizen's words.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// As typed, folded: lower case, no accents of width, runs of three or more letters made one.
    pub raw: String,
    /// The plain words it stands for: `gmn` becomes `bagaimana`, `dmn` becomes `di mana`.
    pub plain: Vec<String>,
    pub kind: TokenKind,
    /// Where it stands in the text that `fold` returned.
    pub at: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    Word,
    Number,
    /// `?` and `!`; other punctuation is dropped.
    Mark,
    Emoji,
    /// A thing with a form of its own, named in angle brackets: `<nik>`, `<ticket>`, `<email>`, `<form>`.
    Thing,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {:?}", self.kind, self.at)
    }
}

/// NFKC, lower case, ASCII digits, no unseen characters.
pub(super) fn fold(text: &str) -> String {
    let mut cleaned = clean(text);
    if cleaned.is_ascii() {
        cleaned.make_ascii_lowercase();
        return cleaned;
    }
    cleaned.nfkc().flat_map(char::to_lowercase).map(ascii_digit).collect()
}

/// Cuts folded text; `plain` is still the raw word.
pub(super) fn cut(folded: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = folded.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if let Some((name, len)) = thing(folded, start) {
            let end = start + len;
            while rest.next_if(|(i, _)| *i < end).is_some() {}
            tokens.push(token(name, TokenKind::Thing, start..end));
            continue;
        }
        let kind = match c {
            c if c.is_alphabetic() => TokenKind::Word,
            c if c.is_ascii_digit() => TokenKind::Number,
            '?' | '!' => TokenKind::Mark,
            c if is_emoji(c) => TokenKind::Emoji,
            _ => continue,
        };
        let mut end = start + c.len_utf8();
        while let Some((i, c)) = rest.next_if(|(i, c)| belongs(kind, *c, folded, *i)) {
            end = i + c.len_utf8();
        }
        let typed = &folded[start..end];
        if kind == TokenKind::Word && typed.ends_with('2') {
            // "kira2": said twice.
            let once = squeeze(&typed.replace(['\'', '2'], ""));
            tokens.push(token(&once, kind, start..end));
            tokens.push(token(&once, kind, start..end));
        } else {
            tokens.push(token(&squeeze(typed), kind, start..end));
        }
    }
    tokens
}

fn token(raw: &str, kind: TokenKind, at: Range<usize>) -> Token {
    Token { raw: raw.to_owned(), plain: vec![raw.to_owned()], kind, at }
}

/// Whether the character at `i` continues a token of this kind.
fn belongs(kind: TokenKind, c: char, text: &str, i: usize) -> bool {
    let next = text[i + c.len_utf8()..].chars().next();
    match kind {
        // "assalamu'alaikum" is one word, "jum'at" too; "ktp2" and "kira2" are said twice.
        TokenKind::Word => {
            c.is_alphabetic()
                || unicode_normalization::char::is_combining_mark(c)
                || (matches!(c, '\'' | '’' | '`') && next.is_some_and(char::is_alphabetic))
                || (c == '2' && !next.is_some_and(char::is_alphanumeric))
        }
        TokenKind::Number => c.is_ascii_digit(),
        TokenKind::Mark => matches!(c, '?' | '!'),
        TokenKind::Emoji => is_emoji(c) || matches!(c, '\u{200D}' | '\u{FE0F}'),
        TokenKind::Thing => false,
    }
}

pub(super) fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{2B50}')
}

pub(super) fn is_mark(word: &str) -> bool {
    word.starts_with(['?', '!']) || word == "<emoji>"
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

/// Apostrophes go, runs of three or more of a letter become one: "iyaaaa", "tolooong". Two stay: "maaf".
fn squeeze(word: &str) -> String {
    let chars: Vec<char> = word.chars().filter(|c| !matches!(c, '\'' | '’' | '`')).collect();
    let mut out = String::with_capacity(word.len());
    let mut i = 0;
    while i < chars.len() {
        let run = chars[i..].iter().take_while(|c| **c == chars[i]).count();
        let kept = if run >= 3 && !chars[i].is_ascii_digit() { 1 } else { run };
        out.extend(std::iter::repeat_n(chars[i], kept));
        i += run;
    }
    out
}

/// A thing that begins at `start`, with the length in bytes.
fn thing(text: &str, start: usize) -> Option<(&'static str, usize)> {
    let before = text[..start].chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '@' | '.' | '_')) {
        return None;
    }
    let rest = &text[start..];
    let word = rest.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let trimmed = word.trim_end_matches(['.', ',', '?', '!', ')', ';', ':']);
    if trimmed.contains('@') && trimmed.split('@').all(|part| !part.is_empty()) {
        return Some(("<email>", trimmed.len()));
    }
    if trimmed.starts_with("http") || trimmed.starts_with("www.") {
        return Some(("<link>", trimmed.len()));
    }
    form(rest)
        .map(|len| ("<form>", len))
        .or_else(|| ticket(rest).map(|len| ("<ticket>", len)))
        .or_else(|| digits(rest))
}

/// "f-1.02", "f102", "f 1.07".
fn form(rest: &str) -> Option<usize> {
    let mut wanted = ["f", "1", "0"].into_iter();
    let mut left = rest;
    wanted.try_for_each(|part| {
        left = left.trim_start_matches([' ', '-', '.']).strip_prefix(part)?;
        Some(())
    })?;
    let left = left.strip_prefix(['1', '2', '3', '4', '5', '6', '7', '8'])?;
    (!left.starts_with(|c: char| c.is_alphanumeric())).then(|| rest.len() - left.len())
}

/// "sapa-2611-00482-z" with or without dashes and check letter; the digits are what tells it from the word.
fn ticket(rest: &str) -> Option<usize> {
    let separators = [' ', '-', '.', '_', '\u{2013}'];
    let mut left = rest.strip_prefix("sapa")?.trim_start_matches(separators);
    let mut count = 0;
    loop {
        let after = left.trim_start_matches(|c: char| c.is_ascii_digit());
        count += left.len() - after.len();
        let next = after.trim_start_matches(separators);
        let more = next.starts_with(|c: char| c.is_ascii_digit());
        if !more || after.len() == next.len() || count >= 9 {
            left = after;
            break;
        }
        left = next;
    }
    if !(8..=11).contains(&count) {
        return None;
    }
    // One letter that stands alone is the check.
    let letter = left.strip_prefix(separators).unwrap_or(left);
    let mut chars = letter.chars();
    let has_letter = chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && !chars.next().is_some_and(char::is_alphanumeric);
    let left = if has_letter { &letter[1..] } else { left };
    Some(rest.len() - left.len())
}

/// Sixteen digits are a NIK or a KK number, nine to fifteen that begin like one a telephone number. Groups may be
/// parted; another number may follow.
fn digits(rest: &str) -> Option<(&'static str, usize)> {
    let plus = rest.starts_with('+');
    let phone = plus || ["08", "628", "62 8", "0062"].iter().any(|start| rest.starts_with(start));
    let (mut count, mut end, mut ends) = (0, 0, Vec::new());
    for (i, c) in rest.char_indices().skip(usize::from(plus)) {
        match c {
            '0'..='9' => {
                if i > end && count > 0 {
                    ends.push((count, end));
                }
                (count, end) = (count + 1, i + 1);
            }
            ' ' | '-' | '.' | '/' | ')' if i - end < WIDEST_GAP && count > 0 => {}
            _ => break,
        }
    }
    ends.push((count, end));
    if phone {
        let fits = |(count, _): &&(usize, usize)| (9..=15).contains(count);
        return ends.iter().rev().find(fits).map(|(_, end)| ("<phone>", *end));
    }
    ends.iter().find(|(count, _)| *count == 16).map(|(_, end)| ("<nik>", *end))
}

/// Between two groups of one number: "5108 - 0641".
const WIDEST_GAP: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    fn raws(text: &str) -> Vec<String> {
        cut(&fold(text)).into_iter().map(|t| t.raw).collect()
    }

    #[test]
    fn messages_are_cut_into_words_numbers_and_things() {
        assert_eq!(raws("KTP sy hilaaang, gmn??"), ["ktp", "sy", "hilang", "gmn", "??"]);
        assert_eq!(raws("Assalamu'alaikum kira2 maaf 👍🏽"), ["assalamualaikum", "kira", "kira", "maaf", "👍🏽"]);
        assert_eq!(raws("NIK 5108 0641 0790 9901 ya"), ["nik", "<nik>", "ya"]);
        assert_eq!(raws("hp 0819-3868-9900"), ["hp", "<phone>"]);
        assert_eq!(raws("5108 - 0641 - 0790 - 9901 0819 3868 9900"), ["<nik>", "<phone>"]);
        assert_eq!(raws("+62 819 3868 9900 5108.0641.0790.9901"), ["<phone>", "<nik>"]);
        assert_eq!(raws("form F-1.02 sama f107?"), ["form", "<form>", "sama", "<form>", "?"]);
        assert_eq!(raws("cek sapa 2611 00482 z dong"), ["cek", "<ticket>", "dong"]);
        assert_eq!(raws("SAPA-2611-00482 gimana"), ["<ticket>", "gimana"]);
        assert_eq!(raws("halo sapa 1"), ["halo", "sapa", "1"]);
        assert_eq!(raws("ayu@gmail.com."), ["<email>"]);
        assert_eq!(raws("１２ mei"), ["12", "mei"]);
    }
}

//! Numbers, names and dates found in a message.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::email::Email;
use crate::domain::person_name::PersonName;
use crate::domain::phone::Phone;
use crate::domain::redacted::Redacted;
use crate::domain::text::{ascii_digit, clean};
use crate::domain::ticket::Ticket;

use super::load::Nlu;
use super::spoken_date::Leaning;
use super::tokens::{Token, TokenKind, fold};

/// What a message mentions. Everything personal is masked in Debug; serialised it is plain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Entities {
    /// Sixteen digits: not yet checked, so that the answer can say what is wrong with them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nik: Option<Redacted<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kk_number: Option<Redacted<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "iso")]
    pub date: Option<NaiveDate>,
    /// In its canonical form when the check letter fits, else as typed in capitals with dashes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// `id`, `en`, `ban`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// How many words before a number may name it.
const REACH: usize = 4;

impl Nlu {
    pub fn entities(&self, text: &str, lang: &str, today: NaiveDate) -> Entities {
        self.entities_of(text, &self.normalise(text, lang), lang, today)
    }

    /// `tokens`: the text, normalised.
    pub fn entities_of(&self, text: &str, tokens: &[Token], lang: &str, today: NaiveDate) -> Entities {
        let folded = fold(text);
        let typed = |token: &Token| folded.get(token.at.clone()).unwrap_or_default().to_owned();
        let thing = |name: &str| tokens.iter().find(|t| t.raw == name).map(typed);
        let (nik, kk_number) = numbers(tokens, &typed);
        Entities {
            nik,
            kk_number,
            name: self.name(text),
            phone: thing("<phone>").and_then(|typed| Phone::parse(&typed).ok()),
            email: self.email(text),
            date: self.date(&without_things(&folded, tokens), lang, today, Leaning::Nearest),
            ticket: thing("<ticket>").map(|typed| ticket(&typed)),
            language: self.language(tokens),
        }
    }

    /// Also as it is spelt out: "made at gmail dot com".
    fn email(&self, text: &str) -> Option<Email> {
        let cleaned = clean(text).replace("(at)", "@").replace("[at]", "@").replace("(dot)", ".");
        let words: Vec<&str> = cleaned.split_whitespace().collect();
        let parse = |word: &str| Email::parse(word).ok().map(|read| read.email);
        words.iter().filter(|w| w.contains('@')).find_map(|w| parse(w)).or_else(|| {
            let is = |i: usize, names: &[&str]| {
                words.get(i).is_some_and(|w| names.contains(&w.to_lowercase().as_str()))
            };
            (1..words.len()).filter(|i| is(*i, &["at", "@", "et"])).find_map(|at| {
                let mut domain = (*words.get(at + 1)?).to_owned();
                let mut next = at + 2;
                while is(next, &["dot", "titik", "."]) {
                    domain = format!("{domain}.{}", words.get(next + 1)?);
                    next += 2;
                }
                // "made dot sari", "made underscore sari": all of what stands before.
                let mut person = words[at - 1].to_owned();
                let mut first = at - 1;
                while let Some(sign) = first.checked_sub(1).filter(|_| first >= 2) {
                    let sign = match () {
                        () if is(sign, &["dot", "titik", "."]) => ".",
                        () if is(sign, &["underscore", "_"]) => "_",
                        () if is(sign, &["dash", "strip", "minus", "-"]) => "-",
                        () => break,
                    };
                    first -= 2;
                    person = format!("{}{sign}{person}", words[first]);
                }
                parse(&format!("{person}@{domain}"))
            })
        })
    }

    /// A language's name beside "bahasa" and its like, or as the whole message.
    fn language(&self, tokens: &[Token]) -> Option<String> {
        let words: Vec<&String> =
            tokens.iter().filter(|t| t.kind == TokenKind::Word).flat_map(|t| &t.plain).collect();
        let core: Vec<&&String> = words.iter().filter(|w| !self.vocabulary.fillers.contains(**w)).collect();
        words.iter().enumerate().find_map(|(i, word)| {
            let mut names = self.languages.values().flat_map(|w| &w.languages);
            let (code, _) = names.find(|(_, names)| names.contains(word))?;
            let clear = word.as_str() != "bali" && word.as_str() != "indonesia";
            let beside = i > 0 && (self.beside(words[i - 1]) && (clear || words[i - 1] != "ke"));
            (beside || core.len() == 1 || clear).then(|| code.clone())
        })
    }
}

/// The NIK and the KK number among the sixteen-digit numbers. What is called "kk" just before or after is one; of
/// the others the first is the NIK.
fn numbers(
    tokens: &[Token],
    typed: &dyn Fn(&Token) -> String,
) -> (Option<Redacted<String>>, Option<Redacted<String>>) {
    let (mut nik, mut kk) = (None, None);
    for (i, token) in tokens.iter().enumerate().filter(|(_, t)| t.raw == "<nik>") {
        let digits: String = typed(token).chars().map(ascii_digit).filter(char::is_ascii_digit).collect();
        let named = named_before(&tokens[..i]).or_else(|| named_after(&tokens[i + 1..]));
        let is_kk = named == Some(Named::Kk) || (nik.is_some() && named.is_none());
        let place = if is_kk { &mut kk } else { &mut nik };
        if place.is_none() {
            *place = Some(Redacted::new(digits));
        }
    }
    (nik, kk)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Nik,
    Kk,
}

/// By the nearest of the few words before a number. "kk" right before it is the card, whoever else it may address:
/// "halo kk".
fn named_before(before: &[Token]) -> Option<Named> {
    if before.last().is_some_and(|token| token.raw == "kk") {
        return Some(Named::Kk);
    }
    let near = before.iter().rev().take(REACH).take_while(|token| token.kind != TokenKind::Thing);
    // "kk nya", "kk saya yang baru": no address any more.
    let owned = [
        "nya", "saya", "sy", "ku", "yang", "yg", "baru", "lama", "kami", "ini", "itu", "adalah", "no",
        "nomor",
    ];
    let mut pairs = before.windows(2).rev().take(REACH);
    if pairs.any(|pair| pair[0].raw == "kk" && owned.contains(&pair[1].raw.as_str()))
        && !near.clone().any(|token| token.raw == "nik")
    {
        return Some(Named::Kk);
    }
    near.flat_map(|token| &token.plain).find_map(|word| name_of(word))
}

/// "… itu nomor kk saya", "… (KK)": with nothing between but words that lead there, and no further number that it
/// would name instead.
fn named_after(after: &[Token]) -> Option<Named> {
    let leads =
        |token: &&Token| matches!(token.raw.as_str(), "itu" | "ini" | "adalah" | "nomor" | "no" | "is");
    let mut told = after.iter().skip_while(leads);
    let word = told.next()?;
    if told.find(|token| !leads(token)).is_some_and(|token| token.raw == "<nik>") {
        return None;
    }
    if word.raw == "kk" { Some(Named::Kk) } else { word.plain.iter().find_map(|word| name_of(word)) }
}

fn name_of(word: &str) -> Option<Named> {
    match word {
        "kk" | "keluarga" | "family" => Some(Named::Kk),
        "nik" => Some(Named::Nik),
        _ => None,
    }
}

fn ticket(typed: &str) -> String {
    match Ticket::parse(typed) {
        Ok(ticket) => ticket.to_string(),
        Err(_) => {
            let spaced: String = typed
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { ' ' })
                .collect();
            spaced.split_whitespace().collect::<Vec<_>>().join("-")
        }
    }
}

fn iso<S: serde::Serializer>(date: &Option<NaiveDate>, to: S) -> Result<S::Ok, S::Error> {
    date.map(|d| d.to_string()).serialize(to)
}

/// The text without tickets and long numbers, in which "26-11" is no date.
fn without_things(folded: &str, tokens: &[Token]) -> String {
    let mut text = folded.to_owned();
    for token in tokens.iter().rev().filter(|t| t.kind == TokenKind::Thing) {
        text.replace_range(token.at.clone(), " ");
    }
    text
}

#[cfg(test)]
mod tests;

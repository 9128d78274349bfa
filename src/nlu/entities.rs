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
const LONGEST_NAME: usize = 6;

impl Nlu {
    pub fn entities(&self, text: &str, lang: &str, today: NaiveDate) -> Entities {
        self.entities_of(text, &self.normalise(text, lang), lang, today)
    }

    /// `tokens`: the text, normalised.
    pub(super) fn entities_of(&self, text: &str, tokens: &[Token], lang: &str, today: NaiveDate) -> Entities {
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

    /// "nama saya Ni Luh Ayu, ktp hilang": the words after an introduction, up to one that no name has.
    pub fn name(&self, text: &str) -> Option<PersonName> {
        let cleaned = clean(text);
        let words: Vec<&str> = cleaned.split_whitespace().collect();
        let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let lower: Vec<String> = words.iter().map(|w| bare(w)).collect();
        let intros = self.languages.values().flat_map(|w| &w.names.intros);
        let mut starts: Vec<(usize, usize)> = intros
            .filter_map(|intro| {
                let wanted: Vec<&str> = intro.split(' ').collect();
                let at = lower.windows(wanted.len()).position(|window| window == wanted.as_slice())?;
                Some((wanted.len(), at + wanted.len()))
            })
            .collect();
        // The longest introduction says most: "nama lengkap saya" before "nama".
        starts.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        starts.into_iter().find_map(|(length, start)| {
            let mut name = Vec::new();
            for (word, lower) in words[start..].iter().zip(&lower[start..]) {
                let colon = name.is_empty() && lower.is_empty();
                let stops = self.languages.values().any(|w| w.names.stops.contains(lower));
                if !colon
                    && (stops
                        || lower.is_empty()
                        || lower.chars().any(char::is_numeric)
                        || name.len() == LONGEST_NAME)
                {
                    break;
                }
                if !colon {
                    name.push(word.trim_end_matches([',', ';', ':', '!', '?']));
                }
                if word.ends_with([',', ';', '?', '!']) || (word.ends_with('.') && lower.chars().count() > 3)
                {
                    break;
                }
            }
            let name = PersonName::parse(&name.join(" ")).ok()?;
            // One bare word ("dengan", "nama") introduces many things besides names: it needs capitals.
            let capitals =
                || name.expose().split(' ').all(|w| w.chars().next().is_some_and(char::is_uppercase));
            (length > 1 || capitals()).then_some(name)
        })
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
                parse(&format!("{}@{domain}", words[at - 1]))
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

/// The NIK and the KK number among the sixteen-digit numbers. What is called "kk" just before is one; of
/// the others the first is the NIK.
fn numbers(
    tokens: &[Token],
    typed: &dyn Fn(&Token) -> String,
) -> (Option<Redacted<String>>, Option<Redacted<String>>) {
    let (mut nik, mut kk) = (None, None);
    for (i, token) in tokens.iter().enumerate().filter(|(_, t)| t.raw == "<nik>") {
        let digits: String = typed(token).chars().map(ascii_digit).filter(char::is_ascii_digit).collect();
        let before = tokens[i.saturating_sub(REACH)..i].iter().rev().flat_map(|t| &t.plain);
        let named =
            before.map(String::as_str).find(|w| matches!(*w, "kk" | "keluarga" | "family" | "nik" | "<nik>"));
        let is_kk =
            matches!(named, Some("kk" | "keluarga" | "family")) || (nik.is_some() && named != Some("nik"));
        let place = if is_kk { &mut kk } else { &mut nik };
        if place.is_none() {
            *place = Some(Redacted::new(digits));
        }
    }
    (nik, kk)
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
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::super::measure::nlu;
    use super::*;

    fn json(text: &str) -> String {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        serde_json::to_string(&nlu().entities(text, "id", today)).unwrap()
    }

    #[test]
    fn each_kind_is_found() {
        let check = |text: &str, expected: &str| assert_eq!(json(text), expected, "{text}");
        check("nik saya 5108 0641 0790 9901", r#"{"nik":"5108064107909901"}"#);
        check("no kk 5108061203079901 ya", r#"{"kk_number":"5108061203079901"}"#);
        check(
            "5108064107909901 kk 5108061203079902",
            r#"{"nik":"5108064107909901","kk_number":"5108061203079902"}"#,
        );
        check("nama saya Ni Luh Ayu, ktp saya hilang", r#"{"name":"Ni Luh Ayu"}"#);
        check("nama saya made ktp hilang", r#"{"name":"made"}"#);
        check("Nama: Komang Adi", r#"{"name":"Komang Adi"}"#);
        check("my name is John Smith and I lost my ID", r#"{"name":"John Smith"}"#);
        check("hp 0819-3868-9900", r#"{"phone":"+6281938689900"}"#);
        check("email Ayu.L@gmail.com.", r#"{"email":"Ayu.L@gmail.com"}"#);
        check("email saya made dot com? bukan: made at gmail dot com", r#"{"email":"made@gmail.com"}"#);
        check("nama saya Made, nik 5108.0641.0790.9901", r#"{"nik":"5108064107909901","name":"Made"}"#);
        check("5108 0641 0790 9901 0819 3868 9900", r#"{"nik":"5108064107909901","phone":"+6281938689900"}"#);
        check("hilangnya kemarin", r#"{"date":"2026-11-20"}"#);
        check("surat tanggal 12 mei 24", r#"{"date":"2024-05-12"}"#);
        check("cek SAPA-2611-00482-Z dong", r#"{"ticket":"SAPA-2611-00482-Z"}"#);
        check("permohonan sapa 2611 00123 gimana", r#"{"ticket":"SAPA-2611-00123"}"#);
        check("pakai bahasa inggris bisa?", r#"{"language":"en"}"#);
        check("english please", r#"{"language":"en"}"#);
    }

    #[test]
    fn what_only_looks_like_one_is_left_alone() {
        for text in [
            "nama saya salah di ktp",
            "siapa nama kamu",
            "atas nama orang tua",
            "pindah ke bali",
            "ktp saya hilang",
            "510806410790990",
            "nama di ktp luntur",
            "dengan hormat",
            "warga indonesia",
        ] {
            assert_eq!(json(text), "{}", "{text}");
        }
    }

    #[test]
    fn what_was_found_does_not_print() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let found = nlu().entities(
            "nama saya Ni Luh Ayu nik 5108064107909901 ayu@gmail.com 081938689900",
            "id",
            today,
        );
        let printed = format!("{found:?}");
        for secret in ["Luh", "4107909901", "ayu@", "38689900"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}

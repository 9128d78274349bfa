//! A value that belongs to a citizen and therefore cannot print.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Wraps personal data: Debug and Display show a mask, whatever `T` is.
///
/// Serialisation is transparent, the plain value goes through: sessions and dossiers are serialised only
/// to be sealed before they are stored. Nothing that serialises may write to a log.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Redacted<T>(T);

/// What stands in logs in place of the content.
pub const MASK: &str = "[redacted]";

impl<T> Redacted<T> {
    pub fn new(value: T) -> Self {
        Redacted(value)
    }

    /// The content. Each call is a place where personal data leaves its wrapper: search for them.
    pub fn expose(&self) -> &T {
        &self.0
    }

    pub fn into_inner(self) -> T {
        self.0
    }

    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Redacted<U> {
        Redacted(f(self.0))
    }
}

impl<T> From<T> for Redacted<T> {
    fn from(value: T) -> Self {
        Redacted(value)
    }
}

impl<T> fmt::Debug for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl<T> fmt::Display for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

/// `5108064107909901` becomes `510806******9901`: the district and the serial, which staff read aloud to
/// tell two dossiers apart, without the birth date. Anything that is not 16 characters is masked whole.
pub fn mask_nik(nik: &str) -> String {
    let chars: Vec<char> = nik.chars().collect();
    if chars.len() != 16 {
        return "*".repeat(chars.len());
    }
    chars.iter().enumerate().map(|(i, c)| if (6..12).contains(&i) { '*' } else { *c }).collect()
}

/// Masks what looks like a NIK or a KK number inside a text, spaces, dots and mistypes of two digits allowed:
/// "nik 5108 0641 0790 9901 kak" becomes "nik 5108 06** **** 9901 kak".
pub fn mask_id_numbers(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(first) = chars.get(at) {
        if !first.is_numeric() {
            out.push(*first);
            at += 1;
            continue;
        }
        // To the last digit that follows without anything but the marks people put between digits.
        let joins = |c: &char| c.is_numeric() || matches!(c, ' ' | '.' | '-');
        let reach = chars[at..].iter().take_while(|c| joins(c)).count();
        let end = at + chars[at..at + reach].iter().rposition(|c| c.is_numeric()).map_or(1, |last| last + 1);
        let digits = chars[at..end].iter().filter(|c| c.is_numeric()).count();
        let mut seen = 0;
        for c in &chars[at..end] {
            let hidden = c.is_numeric() && (14..=18).contains(&digits) && (6..digits - 4).contains(&seen);
            out.push(if hidden { '*' } else { *c });
            seen += usize::from(c.is_numeric());
        }
        at = end;
    }
    out
}

/// `+6281234567890` becomes `+62812*****890`.
pub fn mask_phone(phone: &str) -> String {
    let chars: Vec<char> = phone.chars().collect();
    let n = chars.len();
    if n < 10 {
        return "*".repeat(n);
    }
    chars.iter().enumerate().map(|(i, c)| if i >= 6 && i < n - 3 { '*' } else { *c }).collect()
}

/// `ayu.lestari@example.com` becomes `a***@example.com`. The number of stars does not tell the length.
pub fn mask_email(email: &str) -> String {
    match email.rsplit_once('@') {
        Some((local, domain)) if !local.is_empty() => {
            let first: String = local.chars().take(1).collect();
            format!("{first}***@{domain}")
        }
        _ => "***".to_owned(),
    }
}

/// `Ni Luh Ayu` becomes `N* L** A**`.
pub fn mask_name(name: &str) -> String {
    let words = name.split_whitespace().map(|word| {
        let mut chars = word.chars();
        let first: String = chars.next().into_iter().collect();
        format!("{first}{}", "*".repeat(chars.count()))
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn numbers_of_persons_are_masked_wherever_they_stand_in_a_text() {
        let check = |text: &str, expected: &str| assert_eq!(mask_id_numbers(text), expected);
        check("nik 5108 0641 0790 9901 kak", "nik 5108 06** **** 9901 kak");
        check("5108.06.41.07.90.9901", "5108.06.**.**.**.9901");
        check("510806410790990", "510806*****0990");
        check("tgl 23-11-2026, hp 081938681200", "tgl 23-11-2026, hp 081938681200");
        check("SAPA-2611-00482-Z", "SAPA-2611-00482-Z");
        check("", "");
    }

    #[test]
    fn neither_debug_nor_display_shows_the_content() {
        let secret = Redacted::new("Ni Luh Ayu");
        assert_eq!(
            format!("{secret} {secret:?} {:?}", Some(&secret)),
            "[redacted] [redacted] Some([redacted])"
        );
        assert_eq!(*secret.expose(), "Ni Luh Ayu");
    }

    #[test]
    fn serialisation_is_transparent() {
        let secret = Redacted::new(7_u8);
        let text = serde_json::to_string(&secret).unwrap();
        assert_eq!(text, "7");
        assert_eq!(serde_json::from_str::<Redacted<u8>>(&text).unwrap(), secret);
    }

    #[test]
    fn masks_keep_what_tells_two_apart_and_no_more() {
        assert_eq!(mask_nik("5108064107909901"), "510806******9901");
        assert_eq!(mask_nik("51080641"), "********");
        assert_eq!(mask_phone("+6281234567890"), "+62812*****890");
        assert_eq!(mask_phone("08123"), "*****");
        assert_eq!(mask_email("ayu.lestari@example.com"), "a***@example.com");
        assert_eq!(mask_email("bukan email"), "***");
        assert_eq!(mask_name("Ni  Luh Ayu"), "N* L** A**");
    }
}

//! Text from strangers, made safe to keep, compare and show.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

/// More marks than this on one letter are decoration meant to smear over other lines.
const MAX_MARKS: usize = 6;

/// Removes what cannot be seen but does harm: NUL (PostgreSQL refuses it) and other control characters,
/// zero-width and bidi controls, tag characters. Line breaks become `\n`, tabs and odd spaces a space;
/// the result is NFC, without surrounding white space.
pub fn clean(input: &str) -> String {
    if input.is_ascii() {
        return clean_ascii(input);
    }
    let mut kept = String::with_capacity(input.len());
    let mut marks = 0;
    let mut previous = '\0';
    for c in input.replace("\r\n", "\n").nfc() {
        let c = match c {
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            c if c.is_whitespace() => ' ',
            // Joins the parts of one emoji (a family, a profession); elsewhere it only hides.
            '\u{200D}' if is_pictograph(previous) => c,
            c if is_invisible(c) => continue,
            c => c,
        };
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks <= MAX_MARKS {
            kept.push(c);
        }
        previous = c;
    }
    kept.trim().to_owned()
}

/// The same for the text of nearly every message, in which nothing is composed and nothing stands on a letter.
fn clean_ascii(input: &str) -> String {
    let mut kept = String::with_capacity(input.len());
    let mut rest = input.bytes().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b'\r' if rest.peek() == Some(&b'\n') => {}
            b'\n' | b'\r' => kept.push('\n'),
            b'\t' | 0x0B | 0x0C => kept.push(' '),
            byte if byte.is_ascii_control() => {}
            byte => kept.push(char::from(byte)),
        }
    }
    match kept.trim() {
        all if all.len() == kept.len() => kept,
        trimmed => trimmed.to_owned(),
    }
}

/// [`clean`], then [`truncate_graphemes`].
pub fn clean_to(input: &str, max_graphemes: usize) -> String {
    truncate_graphemes(&clean(input), max_graphemes)
}

/// At most `max` graphemes, the last one an ellipsis when something was cut off.
pub fn truncate_graphemes(text: &str, max: usize) -> String {
    // A byte is at least as many as a grapheme, so the common short text costs nothing.
    if text.len() <= max || text.graphemes(true).nth(max).is_none() {
        return text.to_owned();
    }
    let kept: String = text.graphemes(true).take(max.saturating_sub(1)).collect();
    if max == 0 { String::new() } else { format!("{}…", kept.trim_end()) }
}

/// The length that Telegram counts in (text limits, entity offsets).
pub fn utf16_len(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The ASCII digit of a decimal digit of the scripts that keyboards here offer (full-width, Arabic,
/// Persian, Devanagari, Thai, Balinese, Javanese, mathematical), else the character itself.
pub fn ascii_digit(c: char) -> char {
    const ZEROS: [u32; 8] = [0x0660, 0x06F0, 0x0966, 0x0E50, 0x1B50, 0xA9D0, 0xFF10, 0x1D7CE];
    let code = u32::from(c);
    // The mathematical digits are five runs of ten.
    let run = |zero: u32| if zero == 0x1D7CE { 50 } else { 10 };
    let digit = ZEROS
        .iter()
        .find(|zero| (**zero..**zero + run(**zero)).contains(&code))
        .map(|zero| (code - zero) % 10);
    digit.and_then(|d| char::from_digit(d, 10)).unwrap_or(c)
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{FE0F}')
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unseen_characters_are_dropped_and_letters_composed() {
        let check = |input: &str, expected: &str| assert_eq!(clean(input), expected, "{input:?}");
        check("ktp\u{0} hilang\u{7}", "ktp hilang");
        check("\u{202E}gnalih\u{202C} \u{200B}ktp\u{FEFF}", "gnalih ktp");
        check("a\tb\r\nc\rd\u{2028}e", "a b\nc\nd\ne");
        check("Cafe\u{301}", "Café");
        check("\u{A0} halo \u{3000}", "halo");
        check("👨\u{200D}👩\u{200D}👧 a\u{200D}b", "👨\u{200D}👩\u{200D}👧 ab");
        check(&format!("x{}", "\u{316}".repeat(40)), &format!("x{}", "\u{316}".repeat(6)));
    }

    #[test]
    fn plain_letters_are_read_as_all_others() {
        // An accent that stays makes the long way of it.
        let long =
            |input: &str| clean(&format!("{input}\u{E9}")).trim_end_matches('\u{E9}').trim().to_owned();
        for byte in 0..0x80_u8 {
            let c = char::from(byte);
            for input in [format!("a{c}b"), format!("{c}b"), format!("a{c}"), format!("a\r{c}\nb")] {
                assert_eq!(clean(&input), long(&input), "{input:?}");
            }
        }
    }

    #[test]
    fn long_texts_end_with_an_ellipsis() {
        assert_eq!(truncate_graphemes("halo", 4), "halo");
        assert_eq!(truncate_graphemes("halo semua", 6), "halo…");
        assert_eq!(truncate_graphemes("🇮🇩🇮🇩🇮🇩", 2), "🇮🇩…");
        assert_eq!(truncate_graphemes("halo", 0), "");
        assert_eq!(clean_to("  a\u{0}bcdef ", 3), "ab…");
    }

    #[test]
    fn lengths_and_digits_are_counted_as_the_platforms_do() {
        assert_eq!(utf16_len("a👍é"), 4);
        let read: String = "５１٠۸१᭕๕x𝟗".chars().map(ascii_digit).collect();
        assert_eq!(read, "51081".to_owned() + "55x9");
    }
}

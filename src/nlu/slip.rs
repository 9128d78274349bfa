//! Slips of the finger and the ear.

use crate::domain::edit::distance_within;

/// Of one letter.
const MOST_BYTES: usize = 4;
/// One vowel for another makes another word of a shorter one.
const SHORTEST_MISHEARD: usize = 6;

/// Whether one letter lost, added, changed, or two neighbours swapped make one word of the other.
pub(super) fn one_slip(a: &str, b: &str) -> bool {
    // Cheap first: most words are longer or shorter.
    a.len().abs_diff(b.len()) <= MOST_BYTES && distance_within(a, b, 1) == Some(1) && may_be_mistyped(a, b)
}

/// Whether the letter that is another one, if it is that, can be a finger's or an ear's mistake: "hilamg", "hileng".
/// Any other makes another word: "surat" and "sunat".
fn may_be_mistyped(a: &str, b: &str) -> bool {
    let mut others = a.chars().zip(b.chars()).filter(|(a, b)| a != b);
    match (others.next(), others.next()) {
        (Some((x, y)), None) if a.chars().count() == b.chars().count() => {
            let vowels = "aeiou";
            beside_on_keyboard(x, y)
                || (vowels.contains(x) && vowels.contains(y) && a.len() >= SHORTEST_MISHEARD)
        }
        _ => true,
    }
}

fn beside_on_keyboard(x: char, y: char) -> bool {
    let place = |c: char| {
        let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
        rows.iter().enumerate().find_map(|(row, keys)| Some((row, keys.find(c)?)))
    };
    match (place(x), place(y)) {
        (Some((row, key)), Some((other, place))) if row == other => key.abs_diff(place) == 1,
        // Each row stands half a key to the right of the one above.
        (Some((row, key)), Some((other, place))) if row + 1 == other => key == place || key == place + 1,
        (Some((row, key)), Some((other, place))) if row == other + 1 => key == place || key + 1 == place,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_other_words() {
        for (a, b) in
            [("hilang", "hilnag"), ("hilang", "hilamg"), ("hilang", "hileng"), ("petugas", "petugs")]
        {
            assert!(one_slip(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("surat", "sunat"),
            ("malam", "malas"),
            ("kartu", "kartu"),
            ("rusak", "rasak"),
            ("ktp", "hilang"),
        ] {
            assert!(!one_slip(a, b), "{a} {b}");
        }
    }
}

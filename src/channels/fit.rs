//! Making a text fit. Lengths are counted in UTF-16 units, the strictest count either platform could
//! mean by "characters"; cuts are made between graphemes.

use unicode_segmentation::UnicodeSegmentation;

use crate::domain::outbound::Choice;

pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

pub(super) fn fits(text: &str, max: usize) -> bool {
    units(text) <= max
}

/// The text, or as much of it as fits with an ellipsis behind.
pub(super) fn cut(text: &str, max: usize) -> String {
    if fits(text, max) {
        return text.to_owned();
    }
    let mut room = max.saturating_sub(1);
    let kept = text.graphemes(true).take_while(|grapheme| match room.checked_sub(units(grapheme)) {
        Some(left) => {
            room = left;
            true
        }
        None => false,
    });
    let mut out: String = kept.collect();
    out.truncate(out.trim_end().len());
    if max > 0 {
        out.push('…');
    }
    out
}

/// The text with its choices as numbered lines, for where buttons do not fit: "1" typed picks the first.
/// When it is too long the text gives way, not the choices.
pub(super) fn numbered(text: &str, choices: &[Choice], max: usize) -> String {
    if choices.is_empty() {
        return cut(text, max);
    }
    let lines: Vec<String> = choices.iter().enumerate().map(|(i, choice)| line(i + 1, choice)).collect();
    let lines = lines.join("\n");
    let room = max.saturating_sub(units(&lines) + 2);
    let head = cut(text.trim_end(), room);
    let all = if head.is_empty() { lines } else { format!("{head}\n\n{lines}") };
    cut(&all, max)
}

fn line(number: usize, choice: &Choice) -> String {
    match choice.description.as_deref() {
        Some(more) if !more.is_empty() => format!("{number}. {}: {more}", choice.label),
        _ => format!("{number}. {}", choice.label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(label: &str, description: Option<&str>) -> Choice {
        Choice { id: "x".to_owned(), label: label.to_owned(), description: description.map(str::to_owned) }
    }

    #[test]
    fn a_cut_falls_between_graphemes_and_leaves_room_for_the_ellipsis() {
        let check = |text: &str, max: usize, expected: &str| assert_eq!(cut(text, max), expected);
        check("Kartu Keluarga", 14, "Kartu Keluarga");
        check("Kartu Keluarga", 9, "Kartu Ke…");
        check("Kartu Keluarga", 7, "Kartu…");
        check("👨‍👩‍👧 keluarga", 8, "…");
        check("👨‍👩‍👧 keluarga", 10, "👨‍👩‍👧…");
        check("abc", 0, "");
    }

    #[test]
    fn numbered_choices_survive_a_text_that_is_too_long() {
        let choices = [choice("Ya", None), choice("Tidak", Some("batal"))];
        assert_eq!(numbered("Setuju?", &choices, 100), "Setuju?\n\n1. Ya\n2. Tidak: batal");
        assert_eq!(numbered(&"a".repeat(90), &choices, 30), "aaaaaa…\n\n1. Ya\n2. Tidak: batal");
        assert_eq!(numbered("", &choices, 100), "1. Ya\n2. Tidak: batal");
    }
}

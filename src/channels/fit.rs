//! Making a text fit. Lengths are counted in UTF-16 units, the strictest count either platform could
//! mean by "characters"; cuts are made between graphemes.

use unicode_segmentation::UnicodeSegmentation;

use crate::domain::ids::MessageId;
use crate::domain::outbound::{Choice, Outgoing, Turning};

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

/// The choices that are shown at once where `most` fit: all of them, or one page with a way to the others. A page's
/// labels are numbered over all pages, so that a typed number means what it says.
pub(super) fn page(message: &Outgoing, id: &MessageId, most: usize) -> Vec<Choice> {
    let all = &message.choices;
    let Some(turning) = message.turning.as_ref().filter(|_| all.len() > most && most > 2) else {
        return all.clone();
    };
    let size = most - 2;
    let from = turning.from.min(all.len().saturating_sub(1)) / size * size;
    let turn = |from: usize, label: &String| Choice {
        id: Turning::payload(id, from),
        label: label.clone(),
        description: None,
    };
    let numbered = |(at, choice): (usize, &Choice)| Choice {
        label: format!("{}. {}", at + 1, choice.label),
        ..choice.clone()
    };
    let mut shown: Vec<Choice> = all.iter().enumerate().skip(from).take(size).map(numbered).collect();
    if from > 0 {
        shown.push(turn(from - size, &turning.previous));
    }
    if from + size < all.len() {
        shown.push(turn(from + size, &turning.next));
    }
    shown
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
    fn more_choices_than_fit_are_paged_and_numbered_through() {
        let id = MessageId::parse("msg_01J00000000000000000009901").expect("an id");
        let labels = |from: usize, count: usize| {
            let choices = (1..=count).map(|n| choice(&format!("Desa {n}"), None)).collect();
            let turning = Turning { from, previous: "Sebelumnya".into(), next: "Berikutnya".into() };
            let message = Outgoing { choices, turning: Some(turning), ..Outgoing::text("Pilih desa") };
            let shown = page(&message, &id, 10);
            (
                shown.iter().map(|c| c.label.clone()).collect::<Vec<_>>().join("|"),
                shown.last().map(|c| c.id.clone()),
            )
        };
        assert_eq!(labels(0, 10).0.split('|').count(), 10);
        let (first, next) = labels(0, 20);
        assert_eq!(
            first,
            "1. Desa 1|2. Desa 2|3. Desa 3|4. Desa 4|5. Desa 5|6. Desa 6|7. Desa 7|8. Desa 8|Berikutnya"
        );
        assert_eq!(next.and_then(|id| Turning::read(&id)).map(|(_, from)| from), Some(8));
        assert!(labels(8, 20).0.ends_with("16. Desa 16|Sebelumnya|Berikutnya"));
        let (last, back) = labels(16, 20);
        assert_eq!(last, "17. Desa 17|18. Desa 18|19. Desa 19|20. Desa 20|Sebelumnya");
        assert_eq!(back.and_then(|id| Turning::read(&id)).map(|(_, from)| from), Some(8));
        assert_eq!(labels(999, 20).0, last, "a page that is not there is the last one");
    }

    #[test]
    fn numbered_choices_survive_a_text_that_is_too_long() {
        let choices = [choice("Ya", None), choice("Tidak", Some("batal"))];
        assert_eq!(numbered("Setuju?", &choices, 100), "Setuju?\n\n1. Ya\n2. Tidak: batal");
        assert_eq!(numbered(&"a".repeat(90), &choices, 30), "aaaaaa…\n\n1. Ya\n2. Tidak: batal");
        assert_eq!(numbered("", &choices, 100), "1. Ya\n2. Tidak: batal");
    }
}

//! Whole numbers and amounts of rupiah, in figures or in words.

use crate::engine::context::Taken;
use crate::engine::reply::Say;
use crate::engine::session::Answer;
use crate::engine::step::Turn;

pub(super) fn number(turn: &Turn<'_>, text: &str, min: i64, max: i64) -> Taken {
    held(plain(turn, text), min, max, "fault-number-range")
}

pub(super) fn money(turn: &Turn<'_>, text: &str, min: i64, max: i64) -> Taken {
    held(amount(turn, text), min, max, "fault-money-range")
}

fn held(read: Option<i64>, min: i64, max: i64, fault: &'static str) -> Taken {
    match read {
        Some(value) if (min..=max).contains(&value) => Taken::Answer(Answer::Number { value }, None),
        Some(_) => Taken::Fault(Say::new(fault).number("min", min).number("max", max)),
        None => Taken::NotMine,
    }
}

/// The only number in the text: "3", "ada 3 orang", "tiga".
fn plain(turn: &Turn<'_>, text: &str) -> Option<i64> {
    let words = words(text);
    let mut figures = words.iter().filter_map(|w| w.parse::<i64>().ok());
    match (figures.next(), figures.next()) {
        (Some(number), None) => Some(if is_negative(text) { -number } else { number }),
        (Some(_), Some(_)) => None,
        (None, _) => {
            let spoken = (turn.ctx.words)("sys-number-words").unwrap_or_default();
            let names: Vec<&str> = spoken.split(',').map(str::trim).collect();
            // "dua belas" before "dua".
            let said = words.join(" ");
            let found = names.iter().enumerate().filter(|(_, name)| is_in(name, &said));
            let (number, name) = found.max_by_key(|(_, name)| name.len())?;
            // "dua puluh lima" is neither two nor five.
            let rest = format!(" {said} ").replacen(&format!(" {name} "), " ", 1);
            let beyond = (turn.ctx.words)("sys-number-beyond-words").unwrap_or_default();
            let mut others = names.into_iter().chain(beyond.split(',').map(str::trim));
            if others.any(|other| is_in(other, rest.trim())) {
                return None;
            }
            i64::try_from(number).ok()
        }
    }
}

/// "-3", not "rumah-3".
fn is_negative(text: &str) -> bool {
    let at = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let before = text[..at].strip_suffix(['-', '−']);
    before.is_some_and(|before| !before.ends_with(char::is_alphanumeric))
}

fn is_in(name: &str, said: &str) -> bool {
    !name.is_empty() && format!(" {said} ").contains(&format!(" {name} "))
}

/// "Rp1.500.000", "50rb", "1,5 juta", "dua ratus" is not understood: rather ask.
fn amount(turn: &Turn<'_>, text: &str) -> Option<i64> {
    let lower = text.to_lowercase();
    let start = lower.find(|c: char| c.is_ascii_digit())?;
    let tail = &lower[start..];
    let end = tail.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(tail.len());
    let figure = tail[..end].trim_end_matches(['.', ',']);
    let unit = tail[end..].trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let is = |key: &str| {
        let words = (turn.ctx.words)(key).unwrap_or_default();
        !unit.is_empty() && words.split(',').any(|w| w.trim() == unit)
    };
    let times = if is("sys-million-words") {
        1_000_000
    } else if is("sys-thousand-words") {
        1_000
    } else {
        // Dots and commas group thousands; "1.500.000,00" ends in cents.
        let whole = figure.rsplit_once(',').filter(|(_, cents)| cents.len() == 2).map_or(figure, |(w, _)| w);
        return whole.replace(['.', ','], "").parse().ok();
    };
    let (whole, part) = figure.split_once([',', '.']).unwrap_or((figure, ""));
    let whole: i64 = whole.parse().ok()?;
    let mut value = whole.checked_mul(times)?;
    let mut worth = times;
    for digit in part.chars().filter_map(|c| c.to_digit(10)) {
        worth /= 10;
        value = value.checked_add(worth.checked_mul(i64::from(digit))?)?;
    }
    Some(value)
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let parts = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    parts.map(str::to_owned).collect()
}

/// "Rp1.500.000"
pub(in crate::engine) fn rupiah(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut grouped = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}Rp{grouped}")
}

pub(super) fn restore(value: &str, min: i64, max: i64) -> Option<Answer> {
    let value = value.parse().ok()?;
    (min..=max).contains(&value).then_some(Answer::Number { value })
}

#[cfg(test)]
mod tests {
    #[test]
    fn amounts_are_shown_in_groups_of_three() {
        assert_eq!(super::rupiah(1_500_000), "Rp1.500.000");
        assert_eq!(super::rupiah(500), "Rp500");
        assert_eq!(super::rupiah(0), "Rp0");
    }
}

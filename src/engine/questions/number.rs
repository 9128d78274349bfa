//! Whole numbers and amounts of rupiah, in figures or in words.

use crate::engine::context::Taken;
use crate::engine::reply::Say;
use crate::engine::session::Answer;
use crate::engine::step::Turn;

pub(super) fn number(turn: &Turn<'_>, text: &str, min: i64, max: i64) -> Taken {
    match turn.ctx.nlu.numbers(text, turn.ctx.lang).as_slice() {
        [] => Taken::NotMine,
        [value] if (min..=max).contains(value) => Taken::Answer(Answer::Number { value: *value }, None),
        [_] => Taken::Fault(Say::new("fault-number-range").number("min", min).number("max", max)),
        _ => Taken::Fault(Say::new("fault-number")),
    }
}

pub(super) fn money(turn: &Turn<'_>, text: &str, min: i64, max: i64) -> Taken {
    match turn.ctx.nlu.numbers(text, turn.ctx.lang).as_slice() {
        [] => Taken::NotMine,
        [value] if (min..=max).contains(value) => Taken::Answer(Answer::Number { value: *value }, None),
        [_] => Taken::Fault(Say::new("fault-money-range").text("min", rupiah(min)).text("max", rupiah(max))),
        // "2jt-3jt"
        _ => Taken::Fault(Say::new("fault-money-several")),
    }
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

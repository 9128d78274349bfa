//! A place shared from the map, or its coordinates typed.

use crate::domain::redacted::Redacted;
use crate::engine::context::Taken;
use crate::engine::reply::Say;
use crate::engine::session::Answer;

/// About a metre.
const DECIMALS: usize = 5;

pub(in crate::engine) fn shared(latitude: f64, longitude: f64) -> Taken {
    // Indonesia with its seas; 0,0 and the like are a phone without a fix.
    if !(-12.0..=8.0).contains(&latitude) || !(94.0..=142.0).contains(&longitude) {
        return Taken::Fault(Say::new("fault-location-far"));
    }
    let value = format!("{latitude:.DECIMALS$},{longitude:.DECIMALS$}");
    Taken::Answer(Answer::Text { value: Redacted::from(value), flags: Vec::new() }, None)
}

/// "-8.112, 115.088": two numbers with decimals.
pub(super) fn text(text: &str) -> Taken {
    let numbers: Vec<f64> = text
        .split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
        .filter(|part| part.contains('.'))
        .filter_map(|part| part.parse().ok())
        .collect();
    match numbers[..] {
        [latitude, longitude] => shared(latitude, longitude),
        _ => Taken::NotMine,
    }
}

pub(super) fn restore(value: &str) -> Option<Answer> {
    match text(value) {
        Taken::Answer(answer, _) => Some(answer),
        _ => None,
    }
}

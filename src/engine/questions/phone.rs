//! A phone number: typed in any of the forms in use, or shared as a contact card.

use crate::domain::phone::Phone;
use crate::domain::redacted::Redacted;
use crate::engine::context::Taken;
use crate::engine::reply::Say;
use crate::engine::session::Answer;

pub(in crate::engine) fn text(text: &str) -> Taken {
    if !text.chars().any(char::is_numeric) {
        return Taken::NotMine;
    }
    // "nomor saya 0812…": the number is what counts.
    let start = text.find(|c: char| c.is_numeric() || c == '+').unwrap_or(0);
    match Phone::parse(text.get(start..).unwrap_or(text)) {
        Ok(phone) => Taken::Answer(answer(&phone), None),
        Err(_) => Taken::Fault(Say::new("fault-phone")),
    }
}

fn answer(phone: &Phone) -> Answer {
    Answer::Text { value: Redacted::from(phone.expose().to_owned()), flags: Vec::new() }
}

pub(super) fn restore(value: &str) -> Option<Answer> {
    Phone::parse(value).ok().map(|phone| answer(&phone))
}

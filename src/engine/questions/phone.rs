//! A phone number: typed in any of the forms in use, or shared as a contact card.

use crate::domain::phone::Phone;
use crate::domain::redacted::Redacted;
use crate::engine::context::Taken;
use crate::engine::heard;
use crate::engine::reply::Say;
use crate::engine::session::{Answer, Focus};
use crate::engine::step::Turn;

pub(super) fn typed(turn: &Turn<'_>, text: &str) -> Taken {
    // "nomor ini aja": which number a chat has is known to its app alone, and shared by its button.
    let said = heard::plain(turn, text);
    let phrases = heard::phrases(turn, "sys-this-number-words");
    if phrases.iter().any(|phrase| heard::contains(&said, &phrase.plain)) && said.len() <= 6 {
        return Taken::Fault(Say::new("fault-phone-this"));
    }
    self::text(text)
}

fn text(text: &str) -> Taken {
    if !text.chars().any(char::is_numeric) {
        return Taken::NotMine;
    }
    // "nomor saya 0812… ya": the number is what counts.
    let start = text.find(|c: char| c.is_numeric() || c == '+').unwrap_or(0);
    let end = text.rfind(char::is_numeric).map_or(text.len(), |at| text.ceil_char_boundary(at + 1));
    match Phone::parse(text.get(start..end).unwrap_or(text)) {
        Ok(phone) => Taken::Answer(answer(&phone), None),
        Err(_) => Taken::Fault(Say::new("fault-phone")),
    }
}

/// A contact card: the sender's own number is known to be right, somebody else's is asked about first.
pub(in crate::engine) fn shared(phone: &Redacted<String>, own: bool) -> Taken {
    match text(phone.expose()) {
        Taken::Answer(Answer::Text { value, .. }, _) if !own => Taken::Ask(Focus::Suggest { value }),
        taken => taken,
    }
}

fn answer(phone: &Phone) -> Answer {
    Answer::Text { value: Redacted::from(phone.expose().to_owned()), flags: Vec::new() }
}

pub(super) fn restore(value: &str) -> Option<Answer> {
    Phone::parse(value).ok().map(|phone| answer(&phone))
}

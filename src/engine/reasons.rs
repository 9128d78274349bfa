//! What becomes of the data: "data saya aman kan?", "buat apa email?", "who sees it?" is answered in the office's words, and
//! what is open goes on. Where the agreement is asked for, such a question is what keeps people from agreeing.

use super::context::At;
use super::definition::Kind;
use super::heard::{self, listed, plain, says};
use super::questions;
use super::repair::sounds_like_a_question;
use super::reply::{Reply, Say};
use super::step::Turn;
use crate::nlu::{Intent, Meaning};

/// Longer than this it asks about something else too.
const WHY_MAX: usize = 8;

/// None: nobody asks about that.
pub(super) fn privacy(turn: &mut Turn<'_>, text: &str) -> Option<Reply> {
    match turn.at() {
        Some(at) if matches!(at.question.kind, Kind::Text { .. }) => return None,
        Some(at) if turn.session.focus.is_none() => {
            if matches!(at.question.kind, Kind::Consent { .. })
                && let Some(reply) = before_agreeing(turn, at, text)
            {
                return Some(reply);
            }
            if asks_why(turn, at, text) {
                return Some(told(turn));
            }
        }
        _ => {}
    }
    let said = plain(turn, text);
    let tag = |word: &String| listed(turn, "sys-tag-words").contains(word);
    // "jangan disebar ya": within a request. Whose data another misused needs more than our word.
    let begs = listed(turn, "sys-plea-words");
    let pleads = turn.at().is_some() && said.iter().any(|word| begs.contains(word));
    let asks = sounds_like_a_question(turn, text) || said.iter().rev().take(2).any(tag) || pleads;
    let about = says(turn, text, "sys-privacy-words") && says(turn, text, "sys-data-words");
    if !(asks && about) || is_victim(turn, text) || means_more(turn, text) {
        return None;
    }
    Some(told(turn))
}

fn told(turn: &mut Turn<'_>) -> Reply {
    let said = Say::new("faq-privacy")
        .text("office", &turn.ctx.office.name)
        .number("days", i64::from(turn.ctx.office.photo_retention_days));
    let mut reply = turn.ask_again(said);
    if turn.at().is_none() {
        // Outside of a request the menu's sentence adds nothing to the answer.
        reply.parts.truncate(1);
    }
    reply
}

/// "siapa yang lihat datanya?", "disimpan berapa lama", "kalau ga setuju gimana": the agreement in full has the answer.
fn before_agreeing<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    let said = plain(turn, text);
    let words: Vec<&String> = said.iter().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    // "aman ga"
    let doubts = words.len() > 1 && words.last().is_some_and(|last| turn.ctx.nlu.has_no(&[(*last).clone()]));
    if words.len() < 2 || !(doubts || sounds_like_a_question(turn, text)) || is_victim(turn, text) {
        return None;
    }
    if says(turn, text, "sys-refusing-words") {
        return Some(questions::told(turn, at, Say::new(at.key("help"))));
    }
    let meaning = heard::meaning(turn, text);
    let about_data = says(turn, text, "sys-data-words");
    let elsewhere = match meaning.intent {
        Intent::Unsure
        | Intent::OutOfScope
        | Intent::DeleteData
        | Intent::Duration
        | Intent::Requirements
        | Intent::RepresentOther => false,
        _ => !about_data,
    };
    if !elsewhere && says(turn, text, "sys-keeping-words") {
        let taken = questions::option(turn, at, "more");
        return Some(turn.taken(at, taken));
    }
    if !elsewhere && says(turn, text, "sys-privacy-words") {
        return Some(told(turn));
    }
    None
}

/// "why do you need that", "buat apa", "kenapa perlu email": of what is asked for, and of nothing else.
fn asks_why(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let asked = matches!(
        at.question.kind,
        Kind::Nik
            | Kind::KkNumber { .. }
            | Kind::Name
            | Kind::Phone
            | Kind::Email { .. }
            | Kind::Files { .. }
            | Kind::Date { .. }
            | Kind::Address { .. }
    );
    let said = plain(turn, text);
    if !asked || said.len() > WHY_MAX || !says(turn, text, "sys-why-words") {
        return false;
    }
    let label = questions::offered(turn, &at.question.id, &Say::new(at.key("label")));
    let things: Vec<String> = heard::names(turn, &label).flat_map(|name| name.plain.clone()).collect();
    let beside = |key: &str| -> Vec<String> {
        heard::phrases(turn, key).iter().flat_map(|phrase| phrase.plain.clone()).collect()
    };
    let beside =
        [beside("sys-why-words"), beside("sys-data-words"), beside("sys-photo-words"), things].concat();
    said.iter().all(|word| {
        !word.chars().any(char::is_alphanumeric) || beside.contains(word) || nlu.says_little(word, lang)
    })
}

fn is_victim(turn: &Turn<'_>, text: &str) -> bool {
    let victim = listed(turn, "sys-victim-words");
    plain(turn, text).iter().any(|word| victim.contains(word))
}

/// A complaint, a wish or another question with words of trust in it: "petugas minta 50rb, ini aman?"
fn means_more(turn: &Turn<'_>, text: &str) -> bool {
    let meaning: &Meaning = &heard::meaning(turn, text);
    !matches!(
        meaning.intent,
        Intent::Unsure | Intent::OutOfScope | Intent::DeleteData | Intent::Greeting | Intent::Thanks
    )
}

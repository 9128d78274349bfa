//! What is said to a statement that is to be made with a yes, in words of one's own: "iya nanti saya bawa" makes it;
//! "kartunya hilang" says that it cannot be made, and leads to where it need not.

use super::context::{At, Taken};
use super::correction;
use super::definition::Kind;
use super::focus;
use super::heard::{contains, phrases, plain};
use super::questions;
use super::repair;
use super::reply::Reply;
use super::session::{Answer, Focus};
use super::step::Turn;
use crate::nlu::Intent;

/// Longer is a story.
const WORDS_MAX: usize = 9;

/// None: neither is said, or the office's texts list no such words for this statement.
pub(super) fn said<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    let said = plain(turn, text);
    let open = matches!(at.question.kind, Kind::Declaration { .. }) && turn.session.focus.is_none();
    if !open || said.len() > WORDS_MAX {
        return None;
    }
    if lists(turn, at, "gone", text) {
        return Some(without_it(turn, at));
    }
    if lists(turn, at, "taken", text) {
        return Some(focus::open(turn, Focus::OfferPerson));
    }
    if !promises(turn, at, text) {
        return None;
    }
    let taken = questions::option(turn, at, "yes");
    matches!(taken, Taken::Answer(..)).then(|| turn.taken(at, taken))
}

/// Whether a text has words that the office lists for this statement: its thing is lost, or others took it.
fn lists(turn: &Turn<'_>, at: At<'_>, part: &str, text: &str) -> bool {
    let said = plain(turn, text);
    let words = phrases(turn, &format!("{}-words", at.key(part)));
    words.iter().any(|words| contains(&said, &words.plain))
}

/// Says that it will be done as the statement has it, and nothing else.
fn promises(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let said = plain(turn, text);
    if questions::is_hedged(turn, text) || repair::sounds_like_a_question(turn, text) {
        return false;
    }
    let words = |key: &str| -> Vec<String> {
        phrases(turn, key).iter().flat_map(|words| words.plain.clone()).collect()
    };
    let (done, beside) = (words(&format!("{}-words", at.key("yes"))), words("sys-then-words"));
    // "nanti" is a no elsewhere.
    let no = said.iter().any(|word| nlu.has_no(std::slice::from_ref(word)) && !beside.contains(word));
    !no && said.iter().any(|word| done.contains(word))
        && said.iter().all(|word| {
            !word.chars().any(char::is_alphanumeric)
                || done.contains(word)
                || beside.contains(word)
                || nlu.says_little(word, lang)
                || nlu.has_yes(std::slice::from_ref(word))
        })
}

/// The way of who has it no more: the answer that it is there is asked for again; else it is another service's
/// business, or a person's.
pub(super) fn without_it<'c>(turn: &mut Turn<'c>, at: At<'c>) -> Reply {
    if let Some(question) = said_to_be_there(turn, at) {
        return correction::correct(turn, &question);
    }
    let lost = turn.ctx.catalogue.by_intent(Intent::LostKtp.as_str()).map(|named| named.service.clone());
    match lost.filter(|service| turn.session.service.as_ref() != Some(service)) {
        Some(service) => focus::open(turn, Focus::Switch { service }),
        None => focus::open(turn, Focus::OfferPerson),
    }
}

/// The same where a picture of it is wanted: whether it is there is asked again, or a person may know a way.
pub(super) fn without_the_picture<'c>(turn: &mut Turn<'c>, at: At<'c>) -> Reply {
    match said_to_be_there(turn, at) {
        Some(question) => correction::correct(turn, &question),
        None => focus::open(turn, Focus::OfferPerson),
    }
}

/// The yes that made this question come up.
fn said_to_be_there(turn: &Turn<'_>, at: At<'_>) -> Option<String> {
    let when = at.question.when.as_ref()?;
    let is_yes =
        |id: &str| matches!(turn.session.answers.get(id), Some(Answer::Choice { id }) if id == "yes");
    let answered = correction::answered(turn, at);
    let gate =
        when.comparisons().find(|c| is_yes(&c.question) && answered.iter().any(|q| q.id == c.question))?;
    Some(gate.question.clone())
}

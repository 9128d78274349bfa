//! A text that takes words back in the same breath: "milik saya eh salah milik ibu" means its end, "bukan 9901 tapi 9902"
//! changes a part of what was answered. Called where a text is understood and where an earlier answer is corrected.

use std::borrow::Cow;

use super::context::{At, Taken};
use super::definition::{Kind, Question};
use super::heard::{self, listed, plain};
use super::questions;
use super::session::Answer;
use super::step::Turn;
use super::summary;
use crate::domain::edit::distance;

/// Fewer digits stand in a number by chance.
const DIGITS_MIN: usize = 3;
/// So many letters a word may differ from the one that it corrects.
const ALIKE_MAX: usize = 3;

/// What a text says that takes its own beginning back. None: it does not, or the kind of question takes any words.
pub(super) fn meant(turn: &Turn<'_>, at: At<'_>, text: &str) -> Option<String> {
    if matches!(at.question.kind, Kind::Text { .. } | Kind::Address { .. }) {
        return None;
    }
    let after = cut(text, &listed(turn, "sys-take-back-words"), true)
        .filter(|(before, _)| before.chars().any(char::is_alphanumeric))
        .or_else(|| {
            let (_, denied, right) = denied_first(turn, text)?;
            swapped(turn, at, text).is_none().then_some((denied, right))
        });
    // "5108… not 5108…", where a number is asked for.
    let number = matches!(at.question.kind, Kind::Nik | Kind::KkNumber { .. } | Kind::Phone);
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).count() >= DIGITS_MIN;
    let last =
        || denied_last(turn, text).filter(|(_, denied, right)| number && digits(denied) && digits(right));
    let after = after.or_else(|| last().map(|(_, denied, right)| (denied, right)));
    let (_, after) = after?;
    let after = after.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '+');
    // "eh salah ketik" says nothing new.
    let beside = heard::among(turn, ["sys-wrong-words", "sys-change-words", "sys-slip-words"]);
    let new = plain(turn, after).iter().any(|word| !beside(word));
    // Nothing is thrown away for what is no answer itself: "… maksudnya nik saya".
    let answers = || matches!(questions::text(turn, at, after), Taken::Answer(..) | Taken::Ask(_));
    (new && !after.is_empty() && answers()).then(|| after.to_owned())
}

/// "bukan 9901 tapi 9902", "Lestarini bukan Lestari": the answer in which the denied words stand, with the right ones in
/// their place; or the right ones alone, where they are the fuller. None: no one answer has these words.
pub(super) fn swapped<'c>(turn: &Turn<'c>, at: At<'c>, text: &str) -> Option<(&'c Question, String)> {
    let first = denied_first(turn, text);
    let ordered = first.is_some();
    let (_, denied, right) = first.or_else(|| denied_last(turn, text))?;
    // "5108… bukan nik" answers the open question, by its number.
    if !ordered
        && matches!(questions::text(turn, at, right), Taken::Answer(..))
        && denied.chars().any(char::is_numeric)
    {
        return None;
    }
    // "should be Putu not Siti"
    let right = cut(right, &listed(turn, "sys-instead-words"), false).map_or(right, |(_, right)| right);
    let (denied, right) = (bare(denied), bare(right));
    if denied.is_empty() || right.is_empty() {
        return None;
    }
    let mut found =
        summary::shown_questions(&turn.session, at.definition).filter(|q| q.correct).filter_map(|q| {
            let (Answer::Text { value, .. } | Answer::Nik { value, .. }) = turn.session.answers.get(&q.id)?
            else {
                return None;
            };
            let known = value.expose();
            let (start, end) = place(known, denied)?;
            let counted = |words: &str| words.split_whitespace().count();
            let number = denied.chars().all(|c| c.is_ascii_digit());
            // "namanya Putu Ayu Lestarini bukan Lestari" tells the whole of it.
            let new = if counted(right) > counted(denied) && !number {
                turn.ctx.nlu.name(right)?.expose().to_owned()
            } else {
                let same_case = known[start..end].starts_with(char::is_uppercase);
                let right = if same_case { capital(right) } else { right.to_owned() };
                format!("{}{right}{}", &known[..start], &known[end..])
            };
            (new != *known).then_some((q, new))
        });
    // Words that stand in two answers tell of neither, whether they may be put there or not.
    let (only, new) = found.next()?;
    (found.next().is_none() && is_plausible(turn, only, denied, right)).then_some((only, new))
}

/// "harusnya kota bogor bukan bekasi", "12 mei bukan 5 mei", "bukan patah, pudar": the answer, no line of letters, that
/// the denied words name, and the words that are right. None: they name no one answer.
pub(super) fn exchanged<'c>(turn: &Turn<'_>, at: At<'c>, text: &str) -> Option<(&'c Question, String)> {
    let comma = || {
        let (_, rest) = cut(text, &listed(turn, "sys-not-words"), false)?;
        let (denied, right) = rest.split_once(',')?;
        Some(("", denied, right))
    };
    let (_, denied, right) = denied_first(turn, text).or_else(comma).or_else(|| denied_last(turn, text))?;
    let right = cut(right, &listed(turn, "sys-instead-words"), false).map_or(right, |(_, right)| right);
    let (denied, right) = (bare(denied), bare(right));
    if denied.is_empty() || right.is_empty() {
        return None;
    }
    let names = |question: &&Question| {
        let at = At { question, ..at };
        match (&question.kind, turn.session.answers.get(&question.id)) {
            (Kind::Address { .. }, Some(Answer::Address { code, .. })) => {
                let name = turn.ctx.regions.name(code).unwrap_or_default();
                place(name, denied).is_some()
            }
            (Kind::Date { .. }, Some(known)) => {
                matches!(questions::text(turn, at, denied), Taken::Answer(said, _) if said == *known)
            }
            (Kind::Choices { .. }, Some(Answer::Choices { ids })) => {
                questions::contained_options(turn, at, denied).found == *ids
            }
            _ => false,
        }
    };
    let mut found =
        summary::shown_questions(&turn.session, at.definition).filter(|q| q.correct).filter(names);
    let only = found.next()?;
    found.next().is_none().then(|| (only, right.to_owned()))
}

/// Whether the right words may stand where the denied ones do: digits for as many digits, three at least; a name for a
/// name, told as one or much like it.
fn is_plausible(turn: &Turn<'_>, question: &Question, denied: &str, right: &str) -> bool {
    let digits = |words: &str| words.chars().all(|c| c.is_ascii_digit());
    if digits(denied) || digits(right) {
        return digits(denied) && digits(right) && denied.len() == right.len() && denied.len() >= DIGITS_MIN;
    }
    if question.kind != Kind::Name {
        return true;
    }
    let lower = |words: &str| words.to_lowercase();
    let everyday = right.split_whitespace().any(|word| turn.ctx.nlu.is_ordinary(&word.to_lowercase()));
    let alike = distance(&lower(denied), &lower(right)) <= ALIKE_MAX;
    let given = right.split_whitespace().any(|word| turn.ctx.nlu.is_given(&word.to_lowercase()));
    alike || turn.ctx.nlu.name(right).is_some() || (given && !everyday)
}

/// Before it, what is denied, and what is right: "… bukan X tapi Y".
fn denied_first<'t>(turn: &Turn<'_>, text: &'t str) -> Option<(&'t str, &'t str, &'t str)> {
    let (before, rest) = cut(text, &listed(turn, "sys-not-words"), false)?;
    let (denied, right) = cut(rest, &listed(turn, "sys-but-words"), false)?;
    Some((before, denied, right))
}

/// The same the other way round: "Y bukan X".
fn denied_last<'t>(turn: &Turn<'_>, text: &'t str) -> Option<(&'t str, &'t str, &'t str)> {
    let (right, denied) = cut(text, &listed(turn, "sys-not-words"), true)?;
    Some(("", denied, right))
}

/// What stands before and behind one of these words, by the first of them or the last.
pub(super) fn cut<'t>(text: &'t str, words: &[String], last: bool) -> Option<(&'t str, &'t str)> {
    cut_any(text, &[words], last)
}

/// The same with the words of several lists.
pub(super) fn cut_any<'t>(text: &'t str, lists: &[&[String]], last: bool) -> Option<(&'t str, &'t str)> {
    let begins = word_begins(text);
    let mut places = lists.iter().copied().flatten().filter_map(|word| {
        let mut found = places(text, &begins, word);
        if last { found.last() } else { found.next() }
    });
    let first = places.next()?;
    let better = |a: (usize, usize), b: (usize, usize)| {
        let further = if last { b.1 > a.1 } else { b.0 < a.0 };
        // Of two that begin together, or end together, the longer says what is meant.
        if further || (a.0 == b.0 && b.1 > a.1) || (last && a.1 == b.1 && b.0 < a.0) { b } else { a }
    };
    let (start, end) = places.fold(first, better);
    Some((&text[..start], &text[end..]))
}

/// Where a word, or several, stand whole, in any case.
fn place(text: &str, word: &str) -> Option<(usize, usize)> {
    places(text, &word_begins(text), word).next()
}

/// Where the words of a text begin.
fn word_begins(text: &str) -> Vec<usize> {
    let mut inside = false;
    let begins = |&(_, c): &(usize, char)| !std::mem::replace(&mut inside, c.is_alphanumeric());
    text.char_indices().filter(begins).map(|(at, _)| at).collect()
}

fn places<'t>(
    text: &'t str,
    word_begins: &'t [usize],
    word: &'t str,
) -> impl Iterator<Item = (usize, usize)> + 't {
    // Digits may be the end of a longer number: "9901" of an ID number.
    let number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    let begins: Cow<'t, [usize]> = match number {
        true => text.char_indices().map(|(at, _)| at).collect(),
        false => word_begins.into(),
    };
    (0..begins.len()).filter_map(move |at| {
        let start = begins[at];
        let end = start + word.len();
        text.get(start..end).filter(|part| !part.is_empty() && part.eq_ignore_ascii_case(word))?;
        (!text[end..].starts_with(char::is_alphanumeric)).then_some((start, end))
    })
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn bare(words: &str) -> &str {
    words.trim_matches(|c: char| !c.is_alphanumeric())
}

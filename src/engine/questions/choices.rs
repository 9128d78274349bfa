//! Several of a few options: "1 dan 3" at once, or tapped one by one until "that is all".

use super::picking::contained_options;
use super::{Picked, offered_all, pick_named};
use crate::engine::context::{At, Taken};
use crate::engine::definition::{Kind, Opt};
use crate::engine::heard;
use crate::engine::mending;
use crate::engine::repair;
use crate::engine::reply::Say;
use crate::engine::session::{Answer, Focus};
use crate::engine::step::Turn;

pub(super) fn text(turn: &Turn<'_>, at: At<'_>, text: &str) -> Taken {
    let mut found = said(turn, at, text);
    if found.is_empty() {
        return Taken::NotMine;
    }
    // "sama pudar juga", said of an answer that is being changed.
    if mending::adds(turn, text)
        && let Some(before) =
            turn.session.reopened.as_ref().filter(|before| before.question == at.question.id)
        && let Answer::Choices { ids } = &before.was
        && begins_with_more(turn, text)
    {
        found.extend(ids.iter().cloned());
    }
    settle(at, found, Picked::Typed)
}

/// "sama pudar" adds; "patah sama pudar" is the whole of it.
fn begins_with_more(turn: &Turn<'_>, text: &str) -> bool {
    let (and, also) = (heard::listed(turn, "sys-and-words"), heard::listed(turn, "sys-also-words"));
    let said = heard::plain(turn, text);
    let mut words = said.iter().filter(|word| word.chars().any(char::is_alphanumeric));
    words.clone().next().is_some_and(|first| and.contains(first)) || words.any(|word| also.contains(word))
}

/// The options that are named one by one, all at once, or in a sentence by words of their own.
fn said(turn: &Turn<'_>, at: At<'_>, text: &str) -> Vec<String> {
    let Kind::Choices { options, .. } = &at.question.kind else { return Vec::new() };
    let listed = named(turn, at, options, text);
    if !listed.is_empty() {
        return listed;
    }
    if all(turn, text) {
        return options.iter().map(|option| option.id.clone()).collect();
    }
    let asks = repair::sounds_like_a_question(turn, text);
    let contained = contained_options(turn, at, text);
    // One word may be about something else.
    if !asks && (contained.longest > 1 || !repair::is_beside(turn, text)) {
        contained.found
    } else {
        Vec::new()
    }
}

/// "semuanya"
fn all(turn: &Turn<'_>, text: &str) -> bool {
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let listed = heard::listed(turn, "sys-all-words");
    let is_all = |word: &String| listed.contains(word);
    let said = heard::plain(turn, text);
    said.iter().any(is_all) && said.iter().all(|word| is_all(word) || nlu.says_little(word, lang))
}

/// More of them, typed while some are picked already. None: none is named.
pub(in crate::engine) fn more(turn: &Turn<'_>, at: At<'_>, picked: &[String], text: &str) -> Option<Taken> {
    let found = said(turn, at, text);
    if found.is_empty() {
        return None;
    }
    Some(settle(at, picked.iter().cloned().chain(found).collect(), Picked::Typed))
}

/// Every option that a part of the text names: parts stand between commas and words such as "dan", "sama", "and".
fn named(turn: &Turn<'_>, at: At<'_>, options: &[Opt], text: &str) -> Vec<String> {
    let all: Vec<(String, Say)> = options.iter().map(|o| (o.id.clone(), Say::new(at.key(&o.id)))).collect();
    let offered = offered_all(turn, &all);
    let between = heard::listed(turn, "sys-and-words");
    let lower = text.to_lowercase();
    let figures = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_punctuation());
    let words: Vec<&str> = lower.split_whitespace().collect();
    // "1 3"
    let only_figures =
        words.iter().all(|word| figures(word) || turn.ctx.nlu.says_little(word, turn.ctx.lang));
    let words = words.into_iter().map(|word| if between.iter().any(|and| and == word) { "," } else { word });
    let lower = words.collect::<Vec<_>>().join(if only_figures { " , " } else { " " });
    let parts = lower.split([',', ';', '+', '\n']).map(str::trim).filter(|p| !p.is_empty());
    let parts: Vec<&str> =
        parts.filter(|part| !only_figures || part.chars().any(|c| c.is_ascii_digit())).collect();
    // "chip tidak rusak" resembles "chip", and says the contrary.
    let denied = |part: &str| {
        turn.ctx.nlu.has_no(&heard::plain(turn, part)) && contained_options(turn, at, part).found.is_empty()
    };
    let picked: Vec<Option<usize>> =
        parts.iter().map(|part| pick_named(turn, part, &offered).filter(|_| !denied(part))).collect();
    // One part that names nothing makes the whole doubtful: ask rather than lose it.
    if picked.iter().any(Option::is_none) {
        return Vec::new();
    }
    let is_named = |n: &usize| picked.contains(&Some(*n));
    (0..options.len()).filter(is_named).filter_map(|n| options.get(n)).map(|o| o.id.clone()).collect()
}

pub(super) fn option(at: At<'_>, id: &str) -> Taken {
    settle(at, vec![id.to_owned()], Picked::Tapped)
}

/// One more of them, while some are picked already.
pub(in crate::engine) fn add(at: At<'_>, mut ids: Vec<String>, id: &str) -> Taken {
    if !ids.iter().any(|known| known == id) {
        ids.push(id.to_owned());
    }
    settle(at, ids, Picked::Tapped)
}

/// What is typed as a list is the whole answer; what is tapped may be the first of several.
fn settle(at: At<'_>, ids: Vec<String>, how: Picked) -> Taken {
    let Kind::Choices { options, min, max } = &at.question.kind else { return Taken::NotMine };
    let ids: Vec<String> = options.iter().map(|o| &o.id).filter(|o| ids.contains(o)).cloned().collect();
    if ids.len() > *max {
        let most = i64::try_from(*max).unwrap_or(1);
        return Taken::Fault(Say::new("fault-choices-many").number("max", most));
    }
    let complete = ids.len() == *max || ids.len() == options.len();
    match how {
        Picked::Typed if ids.len() >= *min => Taken::Answer(Answer::Choices { ids }, None),
        Picked::Tapped if complete => done(at, ids),
        Picked::Typed | Picked::Tapped => Taken::Ask(Focus::Picking { ids }),
    }
}

/// "That is all".
pub(in crate::engine) fn done(at: At<'_>, ids: Vec<String>) -> Taken {
    match &at.question.kind {
        Kind::Choices { min, .. } if ids.len() >= *min => Taken::Answer(Answer::Choices { ids }, None),
        Kind::Choices { min, .. } => {
            let least = i64::try_from(*min).unwrap_or(1);
            Taken::Fault(Say::new("fault-choices-few").number("min", least))
        }
        _ => Taken::NotMine,
    }
}

/// What can still be picked.
pub(in crate::engine) fn rest(at: At<'_>, ids: &[String]) -> Vec<(String, Say)> {
    let Kind::Choices { options, min, .. } = &at.question.kind else { return Vec::new() };
    let open = options.iter().filter(|o| !ids.contains(&o.id));
    let mut all: Vec<(String, Say)> = open.map(|o| (o.id.clone(), Say::new(at.key(&o.id)))).collect();
    if ids.len() >= *min {
        all.insert(0, ("enough".into(), Say::new("btn-enough")));
    }
    all
}

pub(super) fn restore(options: &[Opt], value: &str) -> Option<Answer> {
    let ids: Vec<String> = value.split(' ').map(str::to_owned).collect();
    ids.iter().all(|id| options.iter().any(|o| o.id == *id)).then_some(Answer::Choices { ids })
}

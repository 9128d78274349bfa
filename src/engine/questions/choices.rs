//! Several of a few options: "1 dan 3" at once, or tapped one by one until "that is all".

use super::{Picked, offered_all, pick_named};
use crate::engine::context::{At, Taken};
use crate::engine::definition::{Kind, Opt};
use crate::engine::reply::Say;
use crate::engine::session::{Answer, Focus};
use crate::engine::step::Turn;

pub(super) fn text(turn: &Turn<'_>, at: At<'_>, text: &str) -> Taken {
    let Kind::Choices { options, .. } = &at.question.kind else { return Taken::NotMine };
    let found = named(turn, at, options, text);
    if found.is_empty() { Taken::NotMine } else { settle(at, found, Picked::Typed) }
}

/// Every option that a part of the text names: parts stand between commas and words such as "dan", "sama", "and".
fn named(turn: &Turn<'_>, at: At<'_>, options: &[Opt], text: &str) -> Vec<String> {
    let all: Vec<(String, Say)> = options.iter().map(|o| (o.id.clone(), Say::new(at.key(&o.id)))).collect();
    let offered = offered_all(turn, &all);
    let between = (turn.ctx.words)("sys-and-words").unwrap_or_default();
    let between: Vec<&str> = between.split(',').map(str::trim).filter(|w| !w.is_empty()).collect();
    let lower = text.to_lowercase();
    let words = lower.split(' ').map(|word| if between.contains(&word) { "," } else { word });
    let lower = words.collect::<Vec<_>>().join(" ");
    let parts: Vec<&str> =
        lower.split([',', ';', '+', '\n']).map(str::trim).filter(|p| !p.is_empty()).collect();
    let picked: Vec<Option<usize>> = parts.iter().map(|part| pick_named(turn, part, &offered)).collect();
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

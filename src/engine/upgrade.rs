//! Takes a conversation in progress over to a newer definition of its service. Since the position is derived, this is
//! no migration: answers that still fit stay, what is new is asked, and the citizen is told what was dropped.
//!
//! Absent here: failing. A session whose old definition nobody can read any more keeps what can be checked without it.

mod diff;
mod fits;

use chrono::NaiveDate;

use super::context::{Ctx, Event};
use super::definition::{Definition, Kind};
use super::reply::{Arg, Effect, Say};
use super::session::{Answer, Focus, News, Session};
use super::step::{Step, step};
use crate::nlu::Strictness;

pub use diff::{Change, changes};

/// What a move did to one conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    pub session: Session,
    /// Questions whose answers stay, in the order of the new definition.
    pub kept: Vec<String>,
    /// Questions whose answers do not fit any more: asked again.
    pub again: Vec<String>,
    /// Questions that are not asked any more, and were answered.
    pub gone: Vec<String>,
    /// Questions of the new definition that the old one did not have, as far as this citizen comes to them now.
    pub new: Vec<String>,
    /// The very question that was open is still open, and reads the same.
    pub same_place: bool,
    pub(super) discard: Vec<Effect>,
}

/// Moves a session. `today` is the office's day; `from` is none where the old definition cannot be read.
#[must_use]
pub fn move_on(session: Session, from: Option<&Definition>, to: &Definition, today: NaiveDate) -> Moved {
    let before = session.clone();
    let held: Vec<_> = before.files().map(|f| f.media.clone()).collect();
    let was_visible: Option<Vec<&str>> =
        from.map(|d| before.visible(d).into_iter().map(|q| q.id.as_str()).collect());
    let mut moved = Moved {
        session,
        kept: Vec::new(),
        again: Vec::new(),
        gone: Vec::new(),
        new: Vec::new(),
        same_place: false,
        discard: Vec::new(),
    };
    moved.session.definition = Some(to.hash.clone());
    // What was to come back or to be heard was meant for the old questions.
    moved.session.reopened = None;
    moved.session.ahead = None;
    moved.session.doubt.take_if(|doubt| to.question(&doubt.question).is_none());
    for id in before.answers.keys().filter(|id| to.question(id).is_none()) {
        moved.session.answers.remove(id);
        moved.gone.push(id.clone());
    }
    // In order: conditions look at earlier questions, so whatever is decided here stays decided.
    let mut open: Vec<&str> = Vec::new();
    for question in &to.questions {
        let visible = moved.session.is_visible(to, question);
        let mut hangs = question.when.iter().flat_map(|w| w.comparisons());
        let hangs = hangs.any(|c| hangs_on(to, &c.question, &open));
        let Some(answer) = before.answers.get(&question.id) else {
            if visible && question.kind.is_asked() {
                open.push(&question.id);
            }
            if visible && from.is_some_and(|d| d.question(&question.id).is_none()) {
                moved.new.push(question.id.clone());
            }
            continue;
        };
        let old = from.and_then(|d| d.question(&question.id));
        if !fits::fits(answer, question, old, today) {
            moved.session.answers.remove(&question.id);
            moved.again.push(question.id.clone());
            open.push(&question.id);
        } else if !visible && !hangs && was_visible.as_ref().is_none_or(|ids| ids.contains(&&*question.id)) {
            moved.session.answers.remove(&question.id);
            moved.gone.push(question.id.clone());
        } else {
            moved.kept.push(question.id.clone());
        }
    }
    place(&mut moved, &before, from, to);
    let still: Vec<_> = moved.session.files().map(|f| f.media.clone()).collect();
    let dead: Vec<_> = held.into_iter().filter(|media| !still.contains(media)).collect();
    if !dead.is_empty() {
        moved.discard.push(Effect::Discard { media: dead });
    }
    moved.session.news = news(&moved, from, to);
    moved
}

/// Whether a question's answer, or one that its value follows from, is among these.
fn hangs_on(definition: &Definition, id: &str, open: &[&str]) -> bool {
    match definition.question(id).map(|q| &q.kind) {
        Some(Kind::Computed { formula }) => {
            formula.sources().into_iter().any(|from| from != id && hangs_on(definition, from, open))
        }
        _ => open.contains(&id),
    }
}

/// Where the conversation stands now, and what that means for half-answered and side questions.
fn place(moved: &mut Moved, before: &Session, from: Option<&Definition>, to: &Definition) {
    let was = from.and_then(|d| before.current(d));
    let is = moved.session.current(to);
    moved.same_place = match (was, is) {
        // The summary that was confirmed must be the one that was seen.
        (Some(was), Some(is)) if is.kind == Kind::Confirm => was.kind == is.kind && moved.gone.is_empty(),
        (Some(was), Some(is)) => was.id == is.id && was.kind == is.kind && was.optional == is.optional,
        _ => false,
    };
    if !moved.same_place {
        let session = &mut moved.session;
        session.parked = None;
        session.focus = session.focus.take().filter(stands_alone);
        session.failures = 0;
        session.retakes = 0;
        session.told_slow = false;
    }
}

/// A side question that means the same whatever question it stands before.
fn stands_alone(focus: &Focus) -> bool {
    match focus {
        Focus::Cancel
        | Focus::StartOver
        | Focus::Correct
        | Focus::Switch { .. }
        | Focus::Withdraw { .. }
        | Focus::Move { .. }
        | Focus::Delete
        | Focus::Language
        | Focus::OfferPerson
        | Focus::Recheck
        | Focus::Link { .. } => true,
        Focus::Whose
        | Focus::Suggest { .. }
        | Focus::Village { .. }
        | Focus::PoorFile { .. }
        | Focus::Region { .. }
        | Focus::Street { .. }
        | Focus::Picking { .. }
        | Focus::SlotPlace { .. }
        | Focus::SlotDay { .. }
        | Focus::SlotHour { .. }
        | Focus::EmailCode { .. }
        | Focus::MoreFiles { .. }
        | Focus::Files { .. }
        | Focus::OneFile { .. } => false,
    }
}

/// What there is to tell; none when nothing that the citizen could notice has changed.
fn news(moved: &Moved, from: Option<&Definition>, to: &Definition) -> Option<News> {
    if moved.same_place && moved.again.is_empty() && moved.gone.is_empty() {
        return moved.session.news.clone();
    }
    let label = |id: &String| {
        let known = [Some(to), from].into_iter().flatten().find(|d| d.question(id).is_some())?;
        let question = known.question(id)?;
        question.kind.is_shown().then(|| known.key(id, "label"))
    };
    let labels = |ids: &[String]| {
        let mut all: Vec<String> = ids.iter().filter_map(label).collect();
        all.dedup();
        all
    };
    Some(News { again: labels(&moved.again), gone: labels(&moved.gone) })
}

/// The one line in front of the next bubble. Labels that left with their question are not named.
pub(super) fn told(news: &News, ctx: &Ctx<'_>) -> Say {
    let named = |keys: &[String]| -> Vec<Say> {
        keys.iter().filter(|key| (ctx.words)(key).is_some()).map(|key| Say::new(key.clone())).collect()
    };
    let (again, gone) = (named(&news.again), named(&news.gone));
    match (again.is_empty(), gone.is_empty()) {
        (true, true) => Say::new("sys-moved"),
        (false, true) => Say::new("sys-moved-again").with("again", Arg::List(again)),
        (true, false) => Say::new("sys-moved-gone").with("gone", Arg::List(gone)),
        (false, false) => {
            Say::new("sys-moved-both").with("again", Arg::List(again)).with("gone", Arg::List(gone))
        }
    }
}

/// One step of a conversation that moves on before it is answered. `ctx.definition` is the new one.
///
/// What the citizen sent was meant for the question that they saw. Where another one is open now, an answer goes to
/// the old question, and is taken along if it still fits; it is never taken for an answer to what was not asked.
#[must_use]
pub fn step_moving(
    session: Session,
    event: &Event,
    ctx: &Ctx<'_>,
    from: Option<&Definition>,
    to: &Definition,
) -> (Step, Moved) {
    let moved = move_on(session.clone(), from, to, ctx.today());
    if moved.same_place || !event.is_citizens() {
        return stepped(moved, event, ctx, Vec::new());
    }
    if let Some(old) = from
        && let Some((answered, effects)) = answered(&session, event, ctx, old)
    {
        let moved = move_on(answered, from, to, ctx.today());
        return stepped(moved, &Event::MovedOn, ctx, effects);
    }
    let means_the_same = match event {
        Event::Tap { .. } => true,
        Event::Text(text) => ctx.nlu.command(text, ctx.lang, Strictness::Exact).is_some(),
        Event::Advised { .. } | Event::NotAdvised(_) => true,
        _ => false,
    };
    if means_the_same {
        return stepped(moved, event, ctx, Vec::new());
    }
    let lost = match event {
        Event::Media { items, .. } => {
            let fresh = items.iter().filter(|item| session.files().all(|held| held.media != item.id));
            vec![Effect::Discard { media: fresh.map(|item| item.id.clone()).collect() }]
        }
        _ => Vec::new(),
    };
    stepped(moved, &Event::MovedOn, ctx, lost)
}

fn stepped(moved: Moved, event: &Event, ctx: &Ctx<'_>, before: Vec<Effect>) -> (Step, Moved) {
    let mut session = moved.session.clone();
    // A tap is one of a bubble from before; what was open then is not open now.
    if !moved.same_place && moved.session.focus.is_none() {
        session.tag = ctx.fresh_tag.to_owned();
    }
    let mut step = step(session, event, ctx);
    step.effects = before.into_iter().chain(moved.discard.clone()).chain(step.effects).collect();
    (step, moved)
}

/// The session with the answer to the question that was open, if the event is one; not the yes that files.
fn answered(
    session: &Session,
    event: &Event,
    ctx: &Ctx<'_>,
    old: &Definition,
) -> Option<(Session, Vec<Effect>)> {
    let asked = session.current(old)?;
    if asked.kind == Kind::Confirm {
        return None;
    }
    let tried = step(session.clone(), event, &Ctx { definition: Some(old), ..*ctx });
    let gained = tried.session.tag == session.tag
        && tried.session.answers.get(&asked.id).is_some_and(|a| !matches!(a, Answer::Confirmed { .. }));
    // The recap after a long silence is still to come.
    gained.then_some((Session { last_at: session.last_at, ..tried.session }, tried.effects))
}

#[cfg(test)]
mod tests;

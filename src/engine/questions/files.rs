//! Photos and PDFs of a paper. Several that come together are one answer with one reply; one that is hard to
//! read is asked for again, but the citizen may always send it as it is.

use crate::domain::Millis;
use crate::domain::dossier::DossierFile;
use crate::domain::ids::MediaId;
use crate::domain::inbound::MediaKind;
use crate::engine::album::make_way;
use crate::engine::context::{At, MediaSeen, Seen};
use crate::engine::definition::{Kind, Question};
use crate::engine::reply::{Arg, Effect, Reply, Say};
use crate::engine::session::{Answer, FileAnswer, Focus};
use crate::engine::step::Turn;
use crate::engine::summary;

/// Each refusal costs the citizen a walk to better light; after this many the file is taken as it is and
/// staff decide (peers.md C2.2).
const RETAKES_MAX: u32 = 2;

/// A later photo of the same burst belongs to the answer it came with. WhatsApp marks no albums; people
/// send the pages of one paper within seconds.
const BURST: Millis = 10_000;

pub(in crate::engine) fn media(
    turn: &mut Turn<'_>,
    items: &[MediaSeen],
    album: Option<&str>,
) -> Option<Reply> {
    let belongs = match awaited(turn, items) {
        Some(belongs) => belongs,
        None if items.iter().any(is_file) => {
            make_way(turn);
            belongs(turn, items, album)
        }
        None => Belongs::Here,
    };
    match belongs {
        Belongs::Here => {}
        Belongs::Before { question, told } => return join(turn, &question, items, told),
        Belongs::Nowhere => {
            discard(turn, items);
            return None;
        }
    }
    let Some(at) = turn.at() else {
        discard(turn, items);
        return Some(turn.ask_again(Say::new("sys-photo-idle")));
    };
    let Kind::Files { max, .. } = at.question.kind else {
        discard(turn, items);
        return Some(turn.ask_again(Say::new("sys-photo-not-now")));
    };
    take(turn, at, items, album, max)
}

fn take<'c>(
    turn: &mut Turn<'c>,
    at: At<'c>,
    items: &[MediaSeen],
    album: Option<&str>,
    max: usize,
) -> Option<Reply> {
    if !matches!(turn.session.focus, Some(Focus::PoorFile { .. })) {
        turn.session.leave_side_question();
    }
    // Pictures of the same answer that came before.
    let kept = match turn.session.focus.take() {
        Some(Focus::MoreFiles { files, instead }) => Half { files, instead },
        Some(Focus::PoorFile { file }) => {
            // A better one came without a word about the first.
            turn.effects.push(Effect::Discard { media: vec![file.media] });
            Half::default()
        }
        _ => Half::default(),
    };
    let fits = |i: &&MediaSeen| is_file(i);
    if !items.iter().any(is_file) {
        discard(turn, items);
        keep(turn, kept);
        let kind = items.first().map_or("video", |i| i.kind.as_str());
        return Some(turn.misunderstood(at, Say::new(format!("fault-files-{kind}"))));
    }
    wait_for(turn, &at.question.id, items);
    let good: Vec<FileAnswer> = items
        .iter()
        .filter(fits)
        .filter(|i| i.seen == Seen::Good)
        .take(kept.room(max))
        .map(|i| FileAnswer { media: i.id.clone(), flags: Vec::new() })
        .collect();
    if !good.is_empty() {
        let taken: Vec<&MediaId> = good.iter().map(|f| &f.media).collect();
        let rest: Vec<&MediaSeen> = items.iter().filter(|i| !taken.contains(&&i.id)).collect();
        discard(turn, rest);
        let replaced = kept.instead.is_some();
        let files = kept.with(turn, good);
        let count = i64::try_from(files.len()).unwrap_or(1);
        let said = match replaced {
            true => Say::new("sys-photo-replaced"),
            false => Say::new("sys-photo-received").number("count", count),
        };
        return Some(settle(turn, at, files, album, Some(said)));
    }
    let poor = items.iter().filter(fits).find_map(|i| match &i.seen {
        Seen::Poor { verdict, usable: true, .. } => Some((i, verdict.clone())),
        _ => None,
    });
    if let Some((item, verdict)) = poor {
        discard(turn, items.iter().filter(|i| i.id != item.id));
        let file = FileAnswer { media: item.id.clone(), flags: vec![verdict] };
        turn.session.retakes += 1;
        if turn.session.retakes > RETAKES_MAX || !kept.files.is_empty() {
            let files = kept.with(turn, vec![file]);
            return Some(settle(turn, at, files, album, Some(Say::new("sys-photo-kept"))));
        }
        return Some(turn.ask_focus(Focus::PoorFile { file }));
    }
    if items.iter().any(|i| i.seen == Seen::Waiting) {
        keep(turn, kept);
        return if turn.session.told_slow { None } else { Some(turn.tell_slow()) };
    }
    let advice = items.iter().find_map(|i| match &i.seen {
        Seen::Poor { advice, .. } | Seen::Gone { advice } => Some(advice.clone()),
        Seen::Good | Seen::Waiting => None,
    });
    discard(turn, items);
    keep(turn, kept);
    Some(turn.misunderstood(at, Say::new(advice.unwrap_or_else(|| "photo-advice-unreadable".into()))))
}

/// What came through the page: all that can be read by a person, in one go, with the triage's doubts noted.
pub(in crate::engine) fn from_page<'c>(turn: &mut Turn<'c>, at: At<'c>, items: &[MediaSeen]) -> Reply {
    turn.let_go();
    let Kind::Files { max, .. } = at.question.kind else { return turn.ask() };
    let mut files: Vec<FileAnswer> = items
        .iter()
        .filter(|i| matches!(i.kind, MediaKind::Photo | MediaKind::Document))
        .filter_map(readable)
        .collect();
    files.truncate(max);
    let rest: Vec<MediaId> =
        items.iter().map(|i| i.id.clone()).filter(|id| !files.iter().any(|f| f.media == *id)).collect();
    if !rest.is_empty() {
        turn.effects.push(Effect::Discard { media: rest });
    }
    if files.is_empty() {
        return turn.ask_again(Say::new("photo-advice-gone"));
    }
    if files.iter().any(|f| !f.flags.is_empty()) {
        return settle(turn, at, files, None, Some(Say::new("sys-photo-kept")));
    }
    let count = i64::try_from(files.len()).unwrap_or(1);
    let answer = Answer::Files { files, album: None, at: turn.ctx.now };
    turn.accept(at, answer, Some(Say::new("sys-photo-received").number("count", count)))
}

/// A file that a person can read, with what the triage doubts.
fn readable(item: &MediaSeen) -> Option<FileAnswer> {
    match &item.seen {
        Seen::Good => Some(FileAnswer { media: item.id.clone(), flags: Vec::new() }),
        Seen::Poor { verdict, usable: true, .. } => {
            Some(FileAnswer { media: item.id.clone(), flags: vec![verdict.clone()] })
        }
        Seen::Poor { .. } | Seen::Waiting | Seen::Gone { .. } => None,
    }
}

/// What was sent up to here goes on waiting for the rest.
fn keep(turn: &mut Turn<'_>, half: Half) {
    if !half.files.is_empty() {
        turn.session.focus = Some(Focus::MoreFiles { files: half.files, instead: half.instead });
    }
}

/// What is there of an answer up to here.
#[derive(Default)]
struct Half {
    files: Vec<FileAnswer>,
    /// The one whose place the next one takes.
    instead: Option<MediaId>,
}

impl Half {
    fn room(&self, max: usize) -> usize {
        max.saturating_sub(self.files.len()) + usize::from(self.instead.is_some())
    }

    /// The first of the new ones takes the place of the one to be replaced, which goes.
    fn with(self, turn: &mut Turn<'_>, new: Vec<FileAnswer>) -> Vec<FileAnswer> {
        let (mut files, mut new) = (self.files, new.into_iter());
        let old = self.instead.and_then(|old| files.iter().position(|file| file.media == old));
        if let Some(at) = old
            && let Some(first) = new.next()
        {
            let gone = std::mem::replace(&mut files[at], first);
            turn.effects.push(Effect::Discard { media: vec![gone.media] });
        }
        files.extend(new);
        files
    }
}

/// How many pictures make an answer.
pub(in crate::engine) fn least(question: &Question) -> usize {
    match question.kind {
        Kind::Files { min, .. } => min,
        _ => 1,
    }
}

/// Takes pictures as they are, when they are enough.
pub(in crate::engine) fn settle<'c>(
    turn: &mut Turn<'c>,
    at: At<'c>,
    files: Vec<FileAnswer>,
    album: Option<&str>,
    said: Option<Say>,
) -> Reply {
    if files.len() < least(at.question) {
        return turn.ask_focus(Focus::MoreFiles { files, instead: None });
    }
    let answer = Answer::Files { files, album: album.map(str::to_owned), at: turn.ctx.now };
    turn.accept(at, answer, said)
}

fn is_file(item: &MediaSeen) -> bool {
    matches!(item.kind, MediaKind::Photo | MediaKind::Document)
}

/// Pictures of this question that the conversation goes on without for now.
fn wait_for(turn: &mut Turn<'_>, question: &str, items: &[MediaSeen]) {
    for item in items.iter().filter(|i| i.seen == Seen::Waiting) {
        turn.session.awaits(&item.id, Some(question));
    }
}

/// A picture that was waited for belongs to its own question, whatever is open now. None: it came without delay.
fn awaited(turn: &mut Turn<'_>, items: &[MediaSeen]) -> Option<Belongs> {
    let [item] = items else { return None };
    let at = turn.session.awaited.iter().position(|a| a.media == item.id && item.seen != Seen::Waiting)?;
    Some(match turn.session.awaited.remove(at).question {
        None => Belongs::Nowhere,
        Some(question) if turn.at().is_some_and(|at| at.question.id == question) => Belongs::Here,
        Some(question) => Belongs::Before { question, told: true },
    })
}

/// Which question pictures answer.
enum Belongs {
    /// The open one.
    Here,
    /// One that was answered before; `told` when the citizen had heard the next question already.
    Before { question: String, told: bool },
    /// None that is asked any more.
    Nowhere,
}

/// Pictures belong to an answer before when they are of its album, or were sent before its reply left: whoever sent
/// them had not seen what came next. Where no picture is asked for now, those of the same burst do too.
fn belongs(turn: &Turn<'_>, items: &[MediaSeen], album: Option<&str>) -> Belongs {
    let Some(definition) = turn.definition() else { return Belongs::Here };
    let answered: Vec<(&Question, &Option<String>, Millis)> = turn
        .session
        .visible(definition)
        .into_iter()
        .filter_map(|question| match turn.session.answers.get(&question.id) {
            Some(Answer::Files { album, at, .. }) => Some((question, album, *at)),
            _ => None,
        })
        .collect();
    let before = |question: &Question, told: bool| Belongs::Before { question: question.id.clone(), told };
    let same = |theirs: &Option<String>| album.is_some() && theirs.as_deref() == album;
    if let Some((question, ..)) = answered.iter().find(|(_, theirs, _)| same(theirs)) {
        return before(question, false);
    }
    let Some((question, _, at)) = answered.into_iter().max_by_key(|(.., at)| *at) else {
        return Belongs::Here;
    };
    let asked_for = turn.at().is_some_and(|at| matches!(at.question.kind, Kind::Files { .. }));
    let (unseen, soon) = (items.iter().all(|i| i.sent <= at), turn.ctx.now - at <= BURST);
    if unseen || (soon && !asked_for) { before(question, !(unseen && soon)) } else { Belongs::Here }
}

fn room(turn: &Turn<'_>, question: &str) -> usize {
    let asked =
        turn.definition().and_then(|d| d.question(question).filter(|q| turn.session.is_visible(d, q)));
    match (asked.map(|q| &q.kind), turn.session.answers.get(question)) {
        (Some(Kind::Files { max, .. }), Some(Answer::Files { files, .. })) => max.saturating_sub(files.len()),
        _ => 0,
    }
}

/// Adds what a person can read to an answer, while there is room; the rest goes.
fn join(turn: &mut Turn<'_>, question: &str, items: &[MediaSeen], told: bool) -> Option<Reply> {
    let room = room(turn, question);
    let joined: Vec<FileAnswer> =
        items.iter().filter(|i| is_file(i)).filter_map(readable).take(room).collect();
    wait_for(turn, question, items);
    discard(turn, items.iter().filter(|i| !joined.iter().any(|f| f.media == i.id)));
    let lost = items.iter().find_map(|i| match &i.seen {
        Seen::Gone { advice } | Seen::Poor { advice, usable: false, .. } => Some(advice.clone()),
        Seen::Good | Seen::Waiting | Seen::Poor { .. } => None,
    });
    let (count, is_full) = (joined.len(), joined.len() == room);
    if let Some(Answer::Files { files, .. }) = turn.session.answers.get_mut(question) {
        files.extend(joined);
    }
    match lost {
        // A page less than the citizen believes there to be.
        Some(advice) if !is_full => Some(turn.ask_again(Say::new(advice))),
        _ => (told && count > 0).then(|| added(turn, question)),
    }
}

fn added(turn: &mut Turn<'_>, question: &str) -> Reply {
    let asked = turn.definition().and_then(|d| d.question(question).map(|q| summary::label(d, q)));
    let label = asked.unwrap_or_else(|| Say::new("sys-value-files"));
    turn.ask_again(Say::new("sys-photo-added").with("label", Arg::Say(Box::new(label))))
}

/// Lets files go; those that are still on their way, when they are here.
fn discard<'i>(turn: &mut Turn<'_>, items: impl IntoIterator<Item = &'i MediaSeen>) {
    let (on_the_way, here): (Vec<_>, Vec<_>) = items.into_iter().partition(|i| i.seen == Seen::Waiting);
    for item in on_the_way {
        turn.session.awaits(&item.id, None);
    }
    if !here.is_empty() {
        turn.effects.push(Effect::Discard { media: here.into_iter().map(|i| i.id.clone()).collect() });
    }
}

/// The key of what would make this file better.
pub(in crate::engine) fn advice(file: &FileAnswer) -> String {
    let verdict = file.flags.first().map_or("unreadable", String::as_str);
    format!("photo-advice-{}", verdict.replace('_', "-"))
}

pub(super) fn restore(turn: &Turn<'_>, files: &[&DossierFile], max: usize) -> Option<Answer> {
    if files.is_empty() {
        return None;
    }
    let files = files
        .iter()
        .take(max)
        .map(|f| FileAnswer { media: f.media.clone(), flags: f.flags.clone() })
        .collect();
    Some(Answer::Files { files, album: None, at: turn.ctx.now })
}

//! Photos and PDFs of a paper. Several that come together are one answer with one reply; one that is hard to
//! read is asked for again, but the citizen may always send it as it is.

use crate::domain::dossier::DossierFile;
use crate::domain::ids::MediaId;
use crate::domain::inbound::MediaKind;
use crate::engine::album::make_way;
use crate::engine::context::{At, MediaSeen, Seen};
use crate::engine::definition::{Kind, Question};
use crate::engine::reply::{Effect, Reply, Say};
use crate::engine::session::{Answer, FileAnswer, Focus};
use crate::engine::step::Turn;

/// Each refusal costs the citizen a walk to better light; after this many the file is taken as it is and
/// staff decide (peers.md C2.2).
const RETAKES_MAX: u32 = 2;

/// A later photo of the same burst belongs to the answer it came with. WhatsApp marks no albums; people
/// send the pages of one paper within seconds.
const BURST: i64 = 10_000;

pub(in crate::engine) fn media(
    turn: &mut Turn<'_>,
    items: &[MediaSeen],
    album: Option<&str>,
) -> Option<Reply> {
    // A file that was waited for is told of once it is here: another turn may have taken it by then, after a crash.
    let fresh: Vec<MediaSeen> = items.iter().filter(|i| !is_held(turn, &i.id)).cloned().collect();
    if fresh.is_empty() {
        return None;
    }
    let items = fresh.as_slice();
    if items.iter().any(|i| matches!(i.kind, MediaKind::Photo | MediaKind::Document)) {
        make_way(turn);
    }
    if let Some(done) = late_item(turn, items, album) {
        return done;
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
    let fits = |i: &&MediaSeen| matches!(i.kind, MediaKind::Photo | MediaKind::Document);
    if !items.iter().any(|i| fits(&i)) {
        discard(turn, items);
        keep(turn, kept);
        let kind = items.first().map_or("video", |i| i.kind.as_str());
        return Some(turn.misunderstood(at, Say::new(format!("fault-files-{kind}"))));
    }
    let good: Vec<FileAnswer> = items
        .iter()
        .filter(fits)
        .filter(|i| i.seen == Seen::Good)
        .take(kept.room(max))
        .map(|i| FileAnswer { media: i.id.clone(), flags: Vec::new() })
        .collect();
    if !good.is_empty() {
        let taken: Vec<&MediaId> = good.iter().map(|f| &f.media).collect();
        let rest: Vec<MediaId> =
            items.iter().map(|i| &i.id).filter(|id| !taken.contains(id)).cloned().collect();
        if !rest.is_empty() {
            turn.effects.push(Effect::Discard { media: rest });
        }
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
        let others: Vec<MediaId> = items.iter().map(|i| i.id.clone()).filter(|id| *id != item.id).collect();
        if !others.is_empty() {
            turn.effects.push(Effect::Discard { media: others });
        }
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

/// An item of an album or burst that was answered already joins that answer silently, while there is room.
/// `Some(None)`: nothing is said.
fn late_item(turn: &mut Turn<'_>, items: &[MediaSeen], album: Option<&str>) -> Option<Option<Reply>> {
    let definition = turn.definition()?;
    if turn.at().is_some_and(|at| matches!(at.question.kind, Kind::Files { .. })) {
        return None;
    }
    let now = turn.ctx.now;
    let mut room = None;
    for question in turn.session.visible(definition) {
        if let (Kind::Files { max, .. }, Some(Answer::Files { files, album: theirs, at })) =
            (&question.kind, turn.session.answers.get(&question.id))
        {
            let same = match (album, theirs) {
                (Some(a), Some(b)) => a == b,
                (None, _) => now - at <= BURST,
                (Some(_), None) => false,
            };
            if same {
                room = Some((question.id.clone(), max.saturating_sub(files.len())));
            }
        }
    }
    let (id, room) = room?;
    let mut joined: Vec<FileAnswer> = items
        .iter()
        .filter(|i| matches!(i.kind, MediaKind::Photo | MediaKind::Document))
        .filter_map(readable)
        .collect();
    joined.truncate(room);
    let rest: Vec<MediaId> =
        items.iter().map(|i| i.id.clone()).filter(|id| !joined.iter().any(|f| f.media == *id)).collect();
    if !rest.is_empty() {
        turn.effects.push(Effect::Discard { media: rest });
    }
    if let Some(Answer::Files { files, .. }) = turn.session.answers.get_mut(&id) {
        files.append(&mut joined);
    }
    Some(None)
}

fn is_held(turn: &Turn<'_>, media: &MediaId) -> bool {
    turn.session.files().any(|file| file.media == *media)
}

fn discard(turn: &mut Turn<'_>, items: &[MediaSeen]) {
    let settled: Vec<MediaId> =
        items.iter().filter(|i| i.seen != Seen::Waiting).map(|i| i.id.clone()).collect();
    if !settled.is_empty() {
        turn.effects.push(Effect::Discard { media: settled });
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

//! An earlier answer is said to be wrong: "NIK-nya salah", "nama saya salah, harusnya Putu", "bukan saya, punya ibu saya".
//! Where the right one is said too, it is taken by the checks of its question; else the question is asked again.

use super::context::{At, Taken};
use super::definition::{Definition, Kind, Question};
use super::focus;
use super::heard::{self, contains, listed, plain, says};
use super::questions;
use super::repair;
use super::reply::{Arg, Reply, Say};
use super::session::{Answer, Focus};
use super::step::Turn;
use super::{album, mending, rethinking, summary};
use crate::domain::redacted::Redacted;
use crate::nlu::{Token, TokenKind};

/// Longer than a remark about one answer: rather a story.
const CORRECTION_MAX: usize = 7;

/// "NIK-nya salah", "nama saya keliru", "ubah": an earlier answer is to be changed. Which one is said by its label;
/// where that is not clear, a list asks. None: nothing is said to be wrong.
pub(super) fn correction<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    if questions::names_option(turn, at, text) || questions::sends(turn, at, text) {
        return None;
    }
    if let Some(reply) = mending::several(turn, at, text) {
        return Some(reply);
    }
    if let Some(reply) = mending::by_last_digits(turn, at, text) {
        return Some(reply);
    }
    if let Some(reply) = replaced(turn, at, text) {
        return Some(reply);
    }
    match said_wrong(turn, at, text).as_slice() {
        [] if wants_change(turn, text) => change(turn),
        [] => None,
        [only] => Some(correct(turn, only)),
        _ => Some(focus::open(turn, Focus::Correct)),
    }
}

/// "ubah", "ada yang salah": no word beside those for a change.
pub(super) fn wants_change(turn: &Turn<'_>, text: &str) -> bool {
    let wrong = heard::plain_listed(turn, "sys-wrong-words");
    let said = plain(turn, text);
    if !said.iter().any(&wrong) {
        return false;
    }
    let beside = heard::plain_listed(turn, "sys-change-words");
    said.iter().all(|word| wrong(word) || beside(word))
}

/// Which answer is to be changed? None: there is none yet.
pub(super) fn change(turn: &mut Turn<'_>) -> Option<Reply> {
    let definition = turn.definition()?;
    let any = summary::shown_questions(&turn.session, definition).any(|q| q.correct);
    any.then(|| focus::open(turn, Focus::Correct))
}

/// The right answer in place of an earlier one, where it is said too. None: it is not, or nothing is corrected.
fn replaced<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    // "jamnya pagi aja" has a word of questions in it, and asks nothing.
    let asks = repair::sounds_like_a_question(turn, text)
        && (text.contains('?') || !says(turn, text, "sys-rather-words"));
    if matches!(at.question.kind, Kind::Text { .. }) || asks {
        return None;
    }
    if let Some((question, value)) = instead(turn, at, text) {
        return set(turn, at.definition, question, &value, Doubt::AskAnew);
    }
    let (question, value) = rethinking::swapped(turn, at, text)
        .or_else(|| rethinking::exchanged(turn, at, text))
        .or_else(|| told(turn, at, text))
        .or_else(|| mending::added(turn, at, text))
        .or_else(|| other_option(turn, at, text))
        .or_else(|| other_time(turn, at, text))?;
    set(turn, at.definition, question, &value, Doubt::Leave)
}

pub(super) fn answered<'c>(turn: &Turn<'c>, at: At<'c>) -> Vec<&'c Question> {
    summary::shown_questions(&turn.session, at.definition).filter(|q| q.correct).collect()
}

/// "nama saya salah, harusnya Putu": what stands behind the word is the answer that is named before it.
pub(super) fn instead<'c>(turn: &Turn<'c>, at: At<'c>, text: &str) -> Option<(&'c Question, String)> {
    let lower = text.to_lowercase();
    // A letter may take other room in lower case; then no word is looked for.
    let lower = if lower.len() == text.len() { lower } else { return None };
    let turned = listed(turn, "sys-become-words");
    let instead = listed(turn, "sys-instead-words");
    let place = |word: &String| {
        let start = lower.find(word.as_str()).filter(|_| !word.is_empty())?;
        let (before, after) = (&lower[..start], &lower[start + word.len()..]);
        let whole = !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        // "nama saya salah, tidak sesuai dengan akta" tells no name: only who changes something says what into.
        let weak = turned.contains(word) && !says(turn, before, "sys-replace-words");
        (whole && !weak).then_some((start, start + word.len()))
    };
    let (start, end) =
        instead.iter().chain(&*turned).filter_map(place).max_by_key(|(start, end)| end - start)?;
    let (before, value) = (text.get(..start)?, text.get(end..)?);
    let named = named(turn, at, before);
    let [only] = named.as_slice() else { return None };
    // "harusnya Putu bukan Made"
    let value =
        rethinking::cut(value, &listed(turn, "sys-not-words"), false).map_or(value, |(right, _)| right);
    let value = value.trim_matches(|c: char| !c.is_alphanumeric() && c != '+');
    let question = at.definition.question(only)?;
    let again = says_wrong(turn, value);
    (!value.is_empty() && !again).then(|| (question, value.to_owned()))
}

/// "nik saya 5108… bukan yang tadi", "eh namanya Putu": the kind of value tells whose answer it is, where one is said to
/// be wrong. Named alone it may be another's: "NIK kepala keluarga …".
fn told<'c>(turn: &Turn<'c>, at: At<'c>, text: &str) -> Option<(&'c Question, String)> {
    if !says_wrong(turn, text) && !says(turn, text, "sys-rethink-words") && !only_states(turn, at, text) {
        return None;
    }
    let told = heard::entities(turn, text);
    // Of two numbers of sixteen digits it is told by name alone which one is meant, where one of them is asked for.
    let number = |k: &Kind| matches!(k, Kind::Nik | Kind::KkNumber { .. });
    // What stands before the number names it: "5108… bukan nik" does not.
    let before = text.find(|c: char| c.is_ascii_digit()).map_or(text, |first| &text[..first]);
    let unnamed = number(&at.question.kind)
        && (named(turn, at, before).is_empty() || says(turn, before, "sys-not-words"));
    let (nik, kk) = if unnamed { (None, None) } else { (told.nik.as_ref(), told.kk_number.as_ref()) };
    type OfKind = fn(&Kind) -> bool;
    let values: [(OfKind, Option<String>); 5] = [
        (|k| matches!(k, Kind::Nik), nik.map(|v| v.expose().clone())),
        (|k| matches!(k, Kind::KkNumber { .. }), kk.map(|v| v.expose().clone())),
        (|k| matches!(k, Kind::Phone), told.phone.as_ref().map(|v| v.expose().to_owned())),
        (|k| matches!(k, Kind::Email { .. }), told.email.as_ref().map(|v| v.expose().to_owned())),
        (|k| matches!(k, Kind::Name), told.name.as_ref().map(|v| v.expose().to_owned())),
    ];
    values.into_iter().find_map(|(of_kind, value)| {
        let value = value.filter(|_| !of_kind(&at.question.kind))?;
        let mut all = answered(turn, at).into_iter().filter(|q| of_kind(&q.kind));
        let only = all.next().filter(|_| all.next().is_none())?;
        let same = match turn.session.answers.get(&only.id) {
            Some(Answer::Nik { value: known, .. } | Answer::Text { value: known, .. }) => {
                *known.expose() == value
            }
            _ => false,
        };
        (!same).then_some((only, value))
    })
}

/// "ambilnya di desa aja", "bukan saya, punya ibu saya", "eh ternyata punya saya sendiri": another option of a choice
/// that was made; of two, the other one where the chosen one is denied.
fn other_option<'c>(turn: &Turn<'c>, at: At<'c>, text: &str) -> Option<(&'c Question, String)> {
    let named = named(turn, at, text);
    let mut found = answered(turn, at).into_iter().filter_map(|question| {
        let Some(Answer::Choice { id: chosen }) = turn.session.answers.get(&question.id) else { return None };
        let at = At { question, ..at };
        // "eh bukan ktp saya, punya ibu saya": what comes last is meant.
        let tail = text.rsplit_once(',').filter(|(head, _)| takes_back(turn, head)).map(|(_, tail)| tail);
        let text = match tail {
            Some(tail) if questions::contained_options(turn, at, tail).found.len() == 1 => tail,
            _ => text,
        };
        // "ktpnya bukan punya saya doang", "sama punya istri" add to the answer.
        let and = heard::listed(turn, "sys-and-words");
        if plain(turn, text).iter().any(|word| and.contains(word) || word == "doang") {
            return None;
        }
        let denied = only_takes_back(turn, at, text) || tail == Some(text);
        let points = points_at(turn, at, text);
        if !denied && !points && !named.contains(&question.id) {
            return None;
        }
        let contained = questions::contained_options(turn, at, text);
        let other = match (contained.found.as_slice(), contained.denied.as_slice(), &question.kind) {
            ([other], _, _) => other.clone(),
            ([], [no], Kind::Choice { options }) if options.len() == 2 && no == chosen => {
                options.iter().find(|o| o.id != *no)?.id.clone()
            }
            _ => return None,
        };
        let meant = named.contains(&question.id)
            || (denied && contained.longest > 1 && owned(turn, at, text))
            || (points && contained.longest > 1);
        (meant && other != *chosen).then_some((question, other))
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// "ini buat ibu saya", "it's for my wife": says whom all of it is for, and speaks of no other answer.
fn points_at(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    /// Longer is a story.
    const WORDS_MAX: usize = 6;
    let is_whose = |q: &&Question| q.whose.as_deref() == Some(at.question.id.as_str());
    let mut about = at.definition.questions.iter().filter(is_whose).peekable();
    let said = plain(turn, text);
    if about.peek().is_none() || said.len() > WORDS_MAX || !says(turn, text, "sys-about-words") {
        return false;
    }
    about.all(|q| {
        let label = Say::new(at.definition.key(&q.id, "label"));
        let names = questions::offered(turn, &q.id, &label);
        !heard::names(turn, &names).any(|name| name.telling.iter().any(|word| said.contains(word)))
    })
}

/// "ambilnya hari rabu aja": another time or place than the one that was picked.
fn other_time<'c>(turn: &Turn<'c>, at: At<'c>, text: &str) -> Option<(&'c Question, String)> {
    // "yang ambil nanti ibu saya" wants no other time.
    // "kirim saja, besok aja saya ambil" agrees, and wants no other day.
    let first = text.split([',', '.']).next().unwrap_or(text);
    let agrees = matches!(at.question.kind, Kind::Confirm)
        && questions::pick_named(turn, first, &questions::offered_all(turn, &questions::options(turn, at)))
            == Some(0);
    if agrees {
        return None;
    }
    // "iya bener tapi hari jumat" does.
    let but = rethinking::cut(text, &listed(turn, "sys-but-words"), false).is_some();
    if !but && !says_wrong(turn, text) && !says(turn, text, "sys-rather-words") {
        return None;
    }
    let named = named(turn, at, text);
    let mut slots = answered(turn, at).into_iter();
    let slot = slots.find(|q| matches!(q.kind, Kind::Slot { .. }) && named.contains(&q.id))?;
    let heard =
        questions::slot_said::is_heard(turn, questions::slot::calendar_of(At { question: slot, ..at }), text);
    heard.then(|| (slot, text.to_owned()))
}

/// What becomes of an answer whose new value does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doubt {
    /// It was said to be wrong: it is asked for again.
    AskAnew,
    /// It may not have been meant at all.
    Leave,
}

/// Takes a value by the checks of its question. None: it is none that the question could take.
fn set<'c>(
    turn: &mut Turn<'c>,
    definition: &'c Definition,
    question: &'c Question,
    value: &str,
    doubt: Doubt,
) -> Option<Reply> {
    let at = At { definition, question };
    let taken = match question.kind {
        Kind::Choice { .. } => match questions::option(turn, at, value) {
            Taken::NotMine => questions::text(turn, at, value),
            taken => taken,
        },
        Kind::Slot { .. } => another_time(turn, at, value)?,
        _ => questions::text(turn, at, value),
    };
    match taken {
        // The same again changes nothing: "sudah benar, hari rabu saja".
        Taken::Answer(answer, _) if turn.session.answers.get(&question.id) == Some(&answer) => None,
        Taken::Answer(answer, _) => {
            let value = summary::shown(turn, definition, question, &answer)?;
            turn.let_go();
            turn.keep(at, answer);
            turn.session.settle();
            let label = Arg::Say(Box::new(summary::label(definition, question)));
            Some(turn.ask_again(Say::new("sys-corrected").with("label", label).with("value", value)))
        }
        Taken::Fault(_) if doubt == Doubt::Leave => None,
        Taken::Fault(_) | Taken::Ask(_) => {
            turn.let_go();
            turn.reopen(&question.id);
            Some(turn.taken(at, taken))
        }
        Taken::Tell(_) | Taken::Wish(_) | Taken::NotMine => None,
    }
}

/// What is not said anew stays as it was picked: the place, the hours.
fn another_time(turn: &Turn<'_>, at: At<'_>, text: &str) -> Option<Taken> {
    let Some(Answer::Slot { place, day, hours }) = turn.session.answers.get(&at.question.id) else {
        return None;
    };
    let calendar = questions::slot::calendar_of(at);
    Some(match questions::slot_said::take(turn, calendar, text, Some(place), Some(day))? {
        Taken::Ask(Focus::SlotHour { place, day }) => {
            questions::slot::picked_day(turn, calendar, &place, &day, Some(hours))
        }
        taken => taken,
    })
}

/// Whether something is said to be wrong, or not to be so.
fn says_wrong(turn: &Turn<'_>, text: &str) -> bool {
    says(turn, text, "sys-wrong-words") || says(turn, text, "sys-not-words")
}

/// "kk nya 5108…": one answer's name, its value, and nothing else that says something.
fn only_states(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    let lang = turn.ctx.lang;
    let labels: Vec<String> = answered(turn, at)
        .into_iter()
        .filter_map(|question| (turn.ctx.words)(&at.definition.key(&question.id, "label")))
        .flat_map(|label| turn.ctx.nlu.label(&label, lang).plain.clone())
        .collect();
    let tokens = heard::tokens(turn, text);
    let names = |token: &Token| labels.contains(&token.raw) || token.plain.iter().any(|w| labels.contains(w));
    let words = || tokens.iter().filter(|token| token.raw.chars().any(char::is_alphanumeric));
    // Whose it is may be said there: "nik ibu saya", "nik saya" of who runs the errand.
    let beside = listed(turn, "sys-states-words");
    words().any(names)
        && words().all(|token| names(token) || token.kind == TokenKind::Thing || beside.contains(&token.raw))
}

/// Whether a word of possession stands before the owner: "eh ibu saya" may be about anything.
fn owned(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    let contained = |part: &str| questions::contained_options(turn, at, part);
    let whole = contained(text);
    rethinking::cut(text, &listed(turn, "sys-own-words"), false).is_some_and(|(_, after)| {
        let behind = contained(after);
        behind.found == whole.found && (!whole.found.is_empty() || behind.denied == whole.denied)
    }) || (whole.found.is_empty() && !whole.denied.is_empty())
}

fn back_words(turn: &Turn<'_>) -> impl Fn(&String) -> bool + use<> {
    heard::among(turn, ["sys-not-words", "sys-rethink-words", "sys-wrong-words"])
}

fn takes_back(turn: &Turn<'_>, text: &str) -> bool {
    plain(turn, text).iter().any(back_words(turn))
}

/// Whether a text says nothing but what takes an answer back, words of the question's options and of the service's name,
/// and words that say little.
fn only_takes_back(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    if !takes_back(turn, text) {
        return false;
    }
    let back = back_words(turn);
    let slips = listed(turn, "sys-slip-words");
    let said = plain(turn, text);
    let options = questions::offered_all(turn, &questions::options(turn, at));
    let names = options.iter().flat_map(|o| heard::names(turn, o));
    let title = (turn.ctx.words)(&format!("{}-title", at.definition.service)).unwrap_or_default();
    let named: Vec<String> = names
        .chain(std::iter::once(turn.ctx.nlu.label(&title, turn.ctx.lang)))
        .flat_map(|name| name.plain.clone())
        .collect();
    said.iter().all(|word| {
        back(word)
            || slips.contains(word)
            || named.contains(word)
            || !word.chars().any(char::is_alphanumeric)
            || turn.ctx.nlu.says_little(word, turn.ctx.lang)
    })
}

/// Drops one answer, so that its question is the next; pictures are looked at one by one instead.
pub(super) fn correct(turn: &mut Turn<'_>, question: &str) -> Reply {
    turn.let_go();
    if let Some(pictures) = album::open(turn, question) {
        return pictures;
    }
    turn.reopen(question);
    turn.ask_again(Say::new("sys-correcting"))
}

/// "NIK ibu saya 5108…", where one's own is asked for: whose it is is asked first, and then the number is heard again.
/// None: nobody else's is told, or it is not known whose is wanted.
pub(super) fn anothers<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    let whose = at.definition.question(at.question.whose.as_deref()?)?;
    let Some(Answer::Choice { id: wanted }) = turn.session.answers.get(&whose.id) else { return None };
    let told = heard::entities(turn, text);
    if told.nik.is_none() && told.kk_number.is_none() && told.name.is_none() {
        return None;
    }
    let contained = questions::contained_options(turn, At { question: whose, ..at }, text);
    // "ibu" alone is a form of address, or a part of the name.
    if !matches!(contained.found.as_slice(), [only] if only != wanted) || contained.longest < 2 {
        return None;
    }
    turn.session.ahead = Some(Redacted::new(text.to_owned()));
    turn.reopen(&whose.id);
    Some(turn.ask_again(Say::new("sys-whose-is-it")))
}

/// The answers that a text names and says to be wrong.
pub(super) fn said_wrong(turn: &Turn<'_>, at: At<'_>, text: &str) -> Vec<String> {
    let said = plain(turn, text);
    // Where free text is asked for, "alamat di KTP salah tulis" may be the very answer.
    let longest = if matches!(at.question.kind, Kind::Text { .. }) { 3 } else { CORRECTION_MAX };
    let wrong = heard::plain_listed(turn, "sys-wrong-words");
    // "namanya benar, bukan typo"
    let denied = |at: usize| at.checked_sub(1).is_some_and(|no| turn.ctx.nlu.has_no(&said[no..=no]));
    let says_so = (0..said.len()).any(|at| wrong(&said[at]) && !denied(at));
    if said.len() > longest || !says_so {
        return Vec::new();
    }
    let named = named(turn, at, text);
    if !named.is_empty() {
        return named;
    }
    // "fotonya salah"
    let photo = listed(turn, "sys-photo-words");
    let files = answered(turn, at).into_iter().filter(|q| matches!(q.kind, Kind::Files { .. }));
    if said.iter().any(|word| photo.contains(word)) {
        files.map(|q| q.id.clone()).collect()
    } else {
        Vec::new()
    }
}

/// The answers that a text names most fully: "nomor KK salah" names "Nomor KK" more fully than "Nomor".
pub(super) fn named(turn: &Turn<'_>, at: At<'_>, text: &str) -> Vec<String> {
    let said = plain(turn, text);
    let mut named: Vec<(usize, String)> = Vec::new();
    for question in answered(turn, at) {
        let label = Say::new(at.definition.key(&question.id, "label"));
        let names = questions::offered(turn, &question.id, &label);
        let longest =
            heard::names(turn, &names).filter(|l| contains(&said, &l.plain)).map(|l| l.plain.len()).max();
        named.extend(longest.map(|length| (length, question.id.clone())));
    }
    let longest = named.iter().map(|(length, _)| *length).max();
    named.into_iter().filter(|(length, _)| Some(*length) == longest).map(|(_, id)| id).collect()
}

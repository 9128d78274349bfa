//! Corrections that say less or more than one whole answer: the last digits of a number, "NIK yang belakangnya 9901
//! harusnya 9902"; several answers at once, "nama salah, NIK juga salah"; something more of several, "sama pudar juga".
//! What is told is taken by the checks of its question; what is only said to be wrong is asked for, one after the other.

use super::context::{At, Taken};
use super::correction::{self, named, said_wrong};
use super::definition::{Kind, Question};
use super::facts;
use super::focus;
use super::heard::{self, listed, plain, says};
use super::questions;
use super::repair;
use super::reply::{Arg, Reply, Say};
use super::rethinking;
use super::session::{Answer, Focus};
use super::step::Turn;
use super::summary;

/// More digits are a number of their own.
const END_MAX: usize = 8;
/// Longer is a story.
const WORDS_MAX: usize = 9;

fn is_number(kind: &Kind) -> bool {
    matches!(kind, Kind::Nik | Kind::KkNumber { .. } | Kind::Phone)
}

fn known<'t>(turn: &'t Turn<'_>, question: &Question) -> Option<&'t str> {
    match turn.session.answers.get(&question.id)? {
        Answer::Nik { value, .. } | Answer::Text { value, .. } => Some(value.expose()),
        _ => None,
    }
}

/// "angka terakhirnya 2 bukan 1": the number that ends so, with its new end; where it is not clear which or how, it is
/// asked for anew. None: no end of a number is spoken of.
pub(super) fn by_last_digits<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    if plain(turn, text).len() > WORDS_MAX || repair::sounds_like_a_question(turn, text) {
        return None;
    }
    let numbers: Vec<&Question> =
        correction::answered(turn, at).into_iter().filter(|q| is_number(&q.kind)).collect();
    if numbers.is_empty() {
        return None;
    }
    let ends = says(turn, text, "sys-ending-words");
    let (wrong, right) = told_digits(turn, text);
    let pair = wrong.is_some() && right.is_some();
    let meant = named(turn, at, text);
    let by_name: Vec<&Question> = numbers.iter().copied().filter(|q| meant.contains(&q.id)).collect();
    let is_said = says(turn, text, "sys-wrong-words") || pair || (right.is_some() && !by_name.is_empty());
    // Without a word for the end, the number has to be named, and both of its ends be told.
    if !(is_said && (ends || (pair && !by_name.is_empty()))) {
        return None;
    }
    let among = if by_name.is_empty() { &numbers } else { &by_name };
    let changed = |question: &&Question| {
        let (known, right) = (known(turn, question)?, right.as_ref()?);
        let old = match &wrong {
            Some(wrong) => known.ends_with(wrong.as_str()).then_some(wrong.len())?,
            None => right.len(),
        };
        let kept = known.get(..known.len().checked_sub(old)?)?;
        (old == right.len() && !kept.is_empty()).then(|| format!("{kept}{right}"))
    };
    let found: Vec<(&Question, String)> = among.iter().filter_map(|q| Some((*q, changed(q)?))).collect();
    if let [(question, value)] = found.as_slice()
        && (wrong.is_some() || among.len() == 1)
        && let Some(said) = taken(turn, at, question, value)
    {
        turn.session.settle();
        return Some(turn.ask_again(said));
    }
    match among.as_slice() {
        [only] => Some(correction::correct(turn, &only.id)),
        _ => Some(focus::open(turn, Focus::Correct)),
    }
}

/// The digits that are denied and those that are right, where a text tells a few of a number.
fn told_digits(turn: &Turn<'_>, text: &str) -> (Option<String>, Option<String>) {
    let words =
        |keys: &[&str]| keys.iter().map(|key| listed(turn, key).to_vec()).collect::<Vec<_>>().concat();
    let run = |part: &str, last: bool| {
        let runs = digits(turn, part);
        if last { runs.last().cloned() } else { runs.first().cloned() }
    };
    if let Some((before, rest)) = rethinking::cut(text, &listed(turn, "sys-not-words"), false) {
        return match rethinking::cut(rest, &words(&["sys-but-words", "sys-instead-words"]), false) {
            Some((denied, right)) => (run(denied, true), run(right, false)),
            None => (run(rest, false), run(before, true)),
        };
    }
    let turned = words(&["sys-instead-words", "sys-become-words", "sys-but-words"]);
    if let Some((before, after)) = rethinking::cut(text, &turned, false) {
        return (run(before, true), run(after, false));
    }
    (None, run(text, true))
}

/// The short numbers of a text. "4 angka terakhir" counts them.
fn digits(turn: &Turn<'_>, text: &str) -> Vec<String> {
    let counted = listed(turn, "sys-digit-words");
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_digits = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let counts = |n: usize| {
        let next = words.get(n + 1).map(|word| word.to_lowercase());
        next.is_some_and(|next| counted.contains(&next))
    };
    let short = |(n, word): &(usize, &&str)| is_digits(word) && word.len() <= END_MAX && !counts(*n);
    words.iter().enumerate().filter(short).map(|(_, word)| (*word).to_owned()).collect()
}

/// Takes a value in place of an answer. Gives what is said of it; none: it does not fit, or is the same again.
fn taken<'c>(turn: &mut Turn<'c>, at: At<'c>, question: &Question, value: &str) -> Option<Say> {
    let question = at.definition.question(&question.id)?;
    let at = At { question, ..at };
    let Taken::Answer(answer, _) = questions::text(turn, at, value) else { return None };
    if turn.session.answers.get(&question.id) == Some(&answer) {
        return None;
    }
    let value = summary::shown(turn, at.definition, question, &answer)?;
    turn.let_go();
    turn.keep(at, answer);
    let label = Arg::Say(Box::new(summary::label(at.definition, question)));
    Some(Say::new("sys-corrected").with("label", label).with("value", value))
}

/// "nama salah, NIK juga salah", "nama saya Made Sri dan NIK 5108…": two answers at least, each in a part of its own. None:
/// one alone, or something else is said too.
pub(super) fn several<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    let joints = ["sys-and-words", "sys-also-words"].map(|key| listed(turn, key));
    let joints = joints.each_ref().map(|list| &**list);
    let parts: Vec<&str> = text.split([',', ';', '\n']).flat_map(|part| cut_all(part, &joints)).collect();
    if parts.len() < 2 || repair::sounds_like_a_question(turn, text) {
        return None;
    }
    let (mut told, mut wrong, mut only_named) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        let of_part = named(turn, at, part);
        if let Some((question, value)) = value_of(turn, at, part) {
            // "nik saya …" of who asks for another is not the owner's.
            if question.whose.is_some() && facts::speaks_of_oneself(turn, at, part) {
                return None;
            }
            told.push((question, value));
        } else if let [only] = said_wrong(turn, at, part).as_slice() {
            wrong.push(only.clone());
        } else if let ([only], true) = (of_part.as_slice(), says_no_more(turn, at, part)) {
            only_named.push(only.clone());
        } else if !says_no_more(turn, at, part) {
            return None;
        }
    }
    // "nama dan nik salah" says it of both.
    if !wrong.is_empty() {
        wrong.append(&mut only_named);
    }
    wrong.retain(|id| !told.iter().any(|(question, _)| question.id == *id));
    wrong.sort_by_key(|id| at.definition.questions.iter().position(|q| q.id == *id));
    wrong.dedup();
    if told.len() + wrong.len() < 2 {
        return None;
    }
    let mut said: Vec<Say> = Vec::new();
    for (question, value) in told {
        match taken(turn, at, question, &value) {
            Some(corrected) => said.push(corrected),
            None if known(turn, question) != Some(value.as_str()) => wrong.push(question.id.clone()),
            None => {}
        }
    }
    if said.is_empty() && wrong.is_empty() {
        return None;
    }
    turn.let_go();
    turn.session.settle();
    turn.session.mending = wrong;
    let mut reply = next(turn).unwrap_or_else(|| turn.ask());
    reply.parts.splice(0..0, said);
    Some(reply)
}

/// The next of the answers that were said to be wrong together. None: none is left.
pub(super) fn next(turn: &mut Turn<'_>) -> Option<Reply> {
    while !turn.session.mending.is_empty() {
        let id = turn.session.mending.remove(0);
        let definition = turn.definition()?;
        if summary::shown_questions(&turn.session, definition).any(|q| q.id == id) {
            return Some(correction::correct(turn, &id));
        }
    }
    None
}

fn cut_all<'t>(text: &'t str, joints: &[&[String]]) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rethinking::cut_any(rest, joints, false) {
        parts.push(before);
        rest = after;
    }
    parts.push(rest);
    parts.retain(|part| part.chars().any(char::is_alphanumeric));
    parts
}

/// The one answer that a part names, and its new value.
fn value_of<'c>(turn: &Turn<'c>, at: At<'c>, part: &str) -> Option<(&'c Question, String)> {
    if let Some(found) = correction::instead(turn, at, part).or_else(|| rethinking::swapped(turn, at, part)) {
        return Some(found);
    }
    let told = heard::entities(turn, part);
    let meant = named(turn, at, part);
    let question = match meant.as_slice() {
        [only] => at.definition.question(only)?,
        // "kk nya 5108…": "kk" is a form of address too, and by its number none.
        [] if told.kk_number.is_some() => {
            let mut cards = correction::answered(turn, at).into_iter();
            let card = cards.find(|q| matches!(q.kind, Kind::KkNumber { .. }))?;
            return Some((card, told.kk_number.as_ref()?.expose().clone()));
        }
        _ => return None,
    };
    let value = match question.kind {
        Kind::Nik => told.nik.as_ref().map(|v| v.expose().clone()),
        Kind::KkNumber { .. } => told.kk_number.as_ref().map(|v| v.expose().clone()),
        Kind::Phone => told.phone.as_ref().map(|v| v.expose().to_owned()),
        Kind::Email { .. } => told.email.as_ref().map(|v| v.expose().to_owned()),
        Kind::Name => told.name.as_ref().map(|v| v.expose().to_owned()),
        _ => None,
    };
    Some((question, value?))
}

/// Whether a part has nothing but names of answers and words that say little or that something is wrong.
fn says_no_more(turn: &Turn<'_>, at: At<'_>, part: &str) -> bool {
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let names: Vec<String> = correction::answered(turn, at)
        .into_iter()
        .flat_map(|question| {
            let label = Say::new(at.definition.key(&question.id, "label"));
            let label = questions::offered(turn, &question.id, &label);
            heard::names(turn, &label).flat_map(|name| name.plain.clone()).collect::<Vec<_>>()
        })
        .collect();
    let beside = heard::among(turn, ["sys-wrong-words", "sys-change-words"]);
    plain(turn, part).iter().all(|word| {
        !word.chars().any(char::is_alphanumeric)
            || names.contains(word)
            || beside(word)
            || nlu.says_little(word, lang)
            || nlu.has_yes(std::slice::from_ref(word))
    })
}

/// "sama pudar juga", "and it's also faded": one more of several that were chosen, and the numbers of all of them. None:
/// nothing is added.
pub(super) fn added<'c>(turn: &Turn<'c>, at: At<'c>, text: &str) -> Option<(&'c Question, String)> {
    let only = says(turn, text, "sys-only-words");
    if !(only || adds(turn, text)) || says(turn, text, "sys-wrong-words") {
        return None;
    }
    let meant = named(turn, at, text);
    let mut found = correction::answered(turn, at).into_iter().filter_map(|question| {
        let Some(Answer::Choices { ids }) = turn.session.answers.get(&question.id) else { return None };
        let at = At { question, ..at };
        let more = questions::contained_options(turn, at, text).found;
        if more.is_empty() || !says_only_more(turn, at, text) {
            return None;
        }
        // "kerusakannya cuma chip" takes the place of what was chosen.
        if only {
            return meant.contains(&question.id).then(|| (question, numbers(question, more.iter())));
        }
        let new = more.iter().any(|id| !ids.contains(id));
        new.then(|| (question, numbers(question, ids.iter().chain(&more))))
    });
    let only = found.next()?;
    found.next().is_none().then_some(only)
}

/// Whether a text adds to something.
pub(super) fn adds(turn: &Turn<'_>, text: &str) -> bool {
    says(turn, text, "sys-also-words") || says(turn, text, "sys-and-words")
}

fn numbers<'i>(question: &Question, ids: impl Iterator<Item = &'i String>) -> String {
    let Kind::Choices { options, .. } = &question.kind else { return String::new() };
    let ids: Vec<&String> = ids.collect();
    let picked = options.iter().enumerate().filter(|(_, option)| ids.contains(&&option.id));
    picked.map(|(n, _)| (n + 1).to_string()).collect::<Vec<_>>().join(", ")
}

/// Whether a text has nothing but words of the options, of the service and of adding, and words that say little.
fn says_only_more(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let options = questions::offered_all(turn, &questions::options(turn, at));
    let title = questions::offered(turn, "", &Say::new(format!("{}-title", at.definition.service)));
    let label = questions::offered(turn, "", &Say::new(at.key("label")));
    let beside = ["sys-also-words", "sys-and-words", "sys-about-words", "sys-only-words"];
    let beside = beside.map(|key| heard::phrases(turn, key).to_vec()).concat();
    let words: Vec<String> = options
        .iter()
        .chain([&title, &label])
        .flat_map(|o| heard::names(turn, o))
        .chain(beside)
        .flat_map(|name| name.plain.clone())
        .collect();
    plain(turn, text).iter().all(|word| {
        !word.chars().any(char::is_alphanumeric) || words.contains(word) || nlu.says_little(word, lang)
    })
}

//! What citizens want of the conversation in words of their own that are no command: to leave a question out, to pause, to
//! be helped with it, to agree and say more at once. Called by the step before a
//! text is taken for an answer.

use super::context::{At, Taken};
use super::correction;
use super::definition::Kind;
use super::facts;
use super::focus;
use super::heard::{self, contains, listed, plain, says};
use super::payload;
use super::pledge;
use super::questions;
use super::repair::{self, ASIDE_CONFIDENCE, aside, help, sounds_like_a_question};
use super::reply::{Reply, Say};
use super::rethinking;
use super::session::{Answer, Focus};
use super::step::Turn;
use crate::nlu::{Intent, Strictness};

/// Of the words for "skip", so many mean nothing else; the rest only count where skipping is offered.
const SKIP_WORDS: usize = 2;

/// How many words a part of a text has at most that asks for a pause.
const PAUSE_MAX: usize = 8;
/// How many words say that something is not there; more tell a story.
const LACK_MAX: usize = 6;

/// "lewati", said of a question that may be skipped even while it is half answered, or of one that may not. None:
/// nobody wants to skip.
pub(super) fn skip<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    if !wants_skip(turn, text) {
        return None;
    }
    let left_out = match at.question.kind {
        _ if at.question.optional => "skip",
        // Who has none, or does not know it, says so with this word too.
        Kind::KkNumber { unknown: true } | Kind::Email { none: true, .. } => "without",
        _ => return Some(turn.ask_again(Say::new("sys-no-skip"))),
    };
    turn.let_go();
    let taken = questions::option(turn, at, left_out);
    Some(turn.taken(at, taken))
}

/// "nanti dulu": nothing is asked until the citizen comes back. None: nobody wants to pause.
pub(super) fn pause<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    // "Nanti dulu" sounds like a no, and drops nothing.
    let later = wants_pause(turn, text) || puts_photo_off(turn, at, text);
    // "suratnya belum ada" is answered with how to get it.
    let told = || matches!(questions::text(turn, at, text), Taken::Tell(_));
    // "wait, the nik is wrong" has something to be mended.
    let wrong = || !correction::said_wrong(turn, at, text).is_empty();
    if !later || questions::lists(turn, at, text) || is_a_day(turn, at, text) || told() || wrong() {
        return None;
    }
    // "Made Sari, sebentar ya": the answer is kept, unless it binds.
    let binds = questions::binds(&at.question.kind);
    let parts = text.split([',', '.']).map(str::trim).filter(|part| !part.is_empty() && *part != text.trim());
    for part in parts.filter(|part| !binds && !wants_pause(turn, part)) {
        if let Taken::Answer(answer, said) = questions::text(turn, at, part) {
            return Some(turn.taken(at, Taken::Answer(answer, said)));
        }
    }
    let mut reply = Reply::say(Say::new("sys-paused").number("days", i64::from(turn.ctx.office.draft_days)));
    reply.offers = vec![payload::command("resume", "btn-resume")];
    Some(reply)
}

/// "besok aja" is a day where one is asked for.
fn is_a_day(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    matches!(at.question.kind, Kind::Slot { .. } | Kind::Date { .. })
        && questions::slot_said::is_heard(turn, questions::slot::calendar_of(at), text)
}

/// "nanti aja fotonya", "i'll send the photo later", where one is asked for.
fn puts_photo_off(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    if !matches!(at.question.kind, Kind::Files { .. }) || sounds_like_a_question(turn, text) {
        return false;
    }
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let label = questions::offered(turn, &at.question.id, &Say::new(at.key("label")));
    let others = ["sys-another-time-words", "sys-send-words", "sys-photo-words"];
    let others = others.map(|key| heard::phrases(turn, key).to_vec()).concat();
    let beside: Vec<String> =
        heard::names(turn, &label).chain(others).flat_map(|name| name.plain.clone()).collect();
    let said = plain(turn, text);
    says(turn, text, "sys-another-time-words")
        && said.iter().all(|word| {
            !word.chars().any(char::is_alphanumeric) || beside.contains(word) || nlu.says_little(word, lang)
        })
}

/// A phrase for it with nothing around but words that say little, or between commas: "kk nya belum ketemu, sy cari dulu".
pub(super) fn wants_pause(turn: &Turn<'_>, text: &str) -> bool {
    let nlu = turn.ctx.nlu;
    let words = |text: &str| -> Vec<String> {
        plain(turn, text).iter().filter(|word| word.chars().any(char::is_alphanumeric)).cloned().collect()
    };
    // Longer than any phrase with its politeness.
    let short = |part: &Vec<String>| !part.is_empty() && part.len() <= PAUSE_MAX;
    let parts: Vec<Vec<String>> = text.split([',', '.']).map(words).filter(short).collect();
    if parts.is_empty() {
        return false;
    }
    let core = heard::core(turn, text);
    heard::phrases(turn, "sys-pause-words").iter().filter(|phrase| !phrase.plain.is_empty()).any(|phrase| {
        // Nothing around it but "ya", "kak", "oke".
        let alone = |part: &Vec<String>| {
            part.windows(phrase.plain.len()).position(|words| *words == *phrase.plain).is_some_and(|at| {
                let (before, after) = (&part[..at], &part[at + phrase.plain.len()..]);
                before.iter().chain(after).all(|word| nlu.fills(word))
            })
        };
        parts.iter().any(alone) || (phrase.core.len() > 1 && phrase.core == *core)
    })
}

/// "setuju, ini punya saya": the agreement, and what else was said with it as if it came next. None: only one thing is
/// said, or no agreement.
pub(super) fn agreed_and_more<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    if !matches!(at.question.kind, Kind::Consent { .. }) || sounds_like_a_question(turn, text) {
        return None;
    }
    let (first, rest) = text.split_once([',', '.', '\n'])?;
    let rest = rest.trim();
    // "setuju, eh nggak jadi", "setuju, tapi mau baca dulu" do not agree: what binds is bound by all that is said.
    let takes_back = turn.ctx.nlu.has_no(&plain(turn, rest))
        || wants_pause(turn, rest)
        || turn.ctx.nlu.command(rest, turn.ctx.lang, Strictness::Lenient).is_some()
        || ["sys-but-words", "sys-take-back-words", "sys-rethink-words"]
            .iter()
            .any(|key| rethinking::cut(rest, &listed(turn, key), false).is_some());
    if takes_back {
        return None;
    }
    let agreed = questions::text(turn, at, first);
    let yes = matches!(agreed, Taken::Answer(Answer::Consent { .. }, _));
    if !yes || rest.is_empty() {
        return None;
    }
    let asked = turn.taken(at, agreed);
    let next = turn.at()?;
    let more = said_besides(turn, next, rest);
    Some(more.unwrap_or(asked))
}

/// What the rest of a text answers of the question that is next, or of later ones.
fn said_besides<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    if let Some(noted) = facts::take(turn, at, text) {
        return Some(noted);
    }
    match questions::text(turn, at, text) {
        Taken::NotMine | Taken::Fault(_) | Taken::Wish(_) => aside(turn, text),
        taken => Some(turn.taken(at, taken)),
    }
}

/// "kartunya udah ga ada", where a picture of it is wanted and nothing else will do: a person may know a way.
pub(super) fn lacks<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    let Kind::Files { later: false, .. } = at.question.kind else { return None };
    let said = plain(turn, text);
    let is = |key: &str| heard::says(turn, text, key);
    let no = turn.ctx.nlu.has_no(&said);
    let lacking = if no { is("sys-lack-words") } else { is("sys-gone-words") };
    if !lacking || said.len() > LACK_MAX || at.question.optional {
        return None;
    }
    let asks = sounds_like_a_question(turn, text) || repair::is_aside(turn, text);
    (!asks).then(|| pledge::without_the_picture(turn, at))
}

/// "kantornya kejauhan", "I can't come to the office", said to where or when to come: it chooses nothing. A place that
/// is nearer may help, or a person. None: nobody says so.
pub(super) fn hard_to_come(turn: &mut Turn<'_>, at: At<'_>, text: &str) -> Option<Reply> {
    let counters = listed(turn, "sys-counter-words");
    let asks_where = match &at.question.kind {
        Kind::Slot { .. } | Kind::Village => true,
        Kind::Choice { .. } => questions::options(turn, at).iter().any(|(id, label)| {
            let names = questions::offered(turn, id, label);
            names.labels.iter().any(|name| {
                let name = turn.ctx.nlu.label(name, turn.ctx.lang);
                name.plain.iter().any(|word| counters.contains(word))
            })
        }),
        _ => false,
    };
    if !asks_where || !finds_it_hard(turn, questions::slot::calendar_of(at), text) {
        return None;
    }
    turn.session.failures += 1;
    if turn.session.failures > 2 {
        turn.session.failures = 0;
        return Some(focus::open(turn, Focus::OfferPerson));
    }
    let mut reply = turn.ask_again(Say::new("sys-hard-to-come"));
    let person = payload::command("human", "btn-human");
    if reply.offers.len() < focus::LIST_ROWS {
        reply.offers.push(person);
    }
    Some(reply)
}

/// "terlalu jauh", "ga bisa datang": and not on which day. A question has an answer of its own.
pub(super) fn finds_it_hard(turn: &Turn<'_>, calendar: &str, text: &str) -> bool {
    let said = plain(turn, text);
    heard::phrases(turn, "sys-far-words").iter().any(|phrase| contains(&said, &phrase.plain))
        && !text.contains('?')
        && !questions::slot_said::is_timed(turn, calendar, text)
}

/// "gak tau nik", "dimana liat nik?": help with the very question. None: something else is wanted, or an option of
/// its own says so.
pub(super) fn help_wanted(turn: &mut Turn<'_>, at: At<'_>, text: &str) -> Option<Reply> {
    let free = matches!(at.question.kind, Kind::Text { .. } | Kind::Address { .. } | Kind::Village);
    if free || turn.session.focus.is_some() || questions::names_option(turn, at, text) {
        return None;
    }
    let said = plain(turn, text);
    let label = Say::new(at.key("label"));
    let label = questions::offered(turn, &at.question.id, &label);
    let mut label = label.labels.iter().map(|label| turn.ctx.nlu.label(label, turn.ctx.lang));
    let is = |key: &str| heard::says(turn, text, key);
    let about = label.any(|l| l.telling.iter().any(|word| said.contains(word))) || is("sys-see-words");
    let unknown = turn.ctx.nlu.does_not_know(&said, turn.ctx.lang) || is("sys-unknown-words");
    let lost = unknown && (said.len() <= 3 || (about && said.len() <= 8));
    let seeks = about && is("sys-where-words") && sounds_like_a_question(turn, text);
    // What the office says that its help answers: "di polsek mana ya?"
    let words = heard::phrases(turn, &format!("{}-words", at.key("help")));
    let answered = words.iter().any(|words| contains(&said, &words.plain));
    // Who does not know it after two tries is offered a person instead.
    if !(lost || seeks || answered) || turn.session.failures >= 2 {
        return None;
    }
    if answered {
        turn.session.failures += 1;
        return Some(help(turn));
    }
    let meaning = heard::meaning(turn, text);
    if meaning.confidence >= ASIDE_CONFIDENCE
        && !matches!(meaning.intent, Intent::OutOfScope | Intent::Unsure | Intent::HoursLocation)
    {
        return None;
    }
    turn.session.failures += 1;
    Some(help(turn))
}

pub(super) fn wants_skip(turn: &Turn<'_>, text: &str) -> bool {
    let skip = questions::offered(turn, "skip", &Say::new("btn-skip"));
    let said = text.trim().to_lowercase();
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let core = heard::core(turn, text);
    // Only words of its own: "tidak ada" and "next" say other things too.
    skip.labels
        .iter()
        .chain(skip.synonyms.iter().take(SKIP_WORDS))
        .any(|word| word.to_lowercase() == said || (!core.is_empty() && nlu.label(word, lang).core == *core))
}

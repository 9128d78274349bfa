//! Which of a question's options a text means.

use std::sync::Arc;

use super::options;
use crate::engine::context::At;
use crate::engine::definition::Kind;
use crate::engine::heard;
use crate::engine::reply::{Arg, Say};
use crate::engine::step::Turn;
use crate::nlu::{Choice, Label, Leaning, Offered};

/// An option with its label and the synonyms that the office's texts list under `<label key>-words`. A label with
/// values in it, such as a village's, goes by those values too: they are what people type.
pub(in crate::engine) fn offered(turn: &Turn<'_>, id: &str, label: &Say) -> Offered {
    if label.args.is_empty() {
        return heard::offered(turn, id, &label.key, || read_offered(turn, id, label));
    }
    read_offered(turn, id, label)
}

fn read_offered(turn: &Turn<'_>, id: &str, label: &Say) -> Offered {
    let synonyms = heard::listed(turn, &[&label.key, "-words"].concat());
    let mut labels: Vec<String> = (turn.ctx.words)(&label.key).into_iter().collect();
    for (_, arg) in &label.args {
        if let Arg::Text(text) = arg {
            labels.push(text.expose().clone());
        }
    }
    Offered { id: id.to_owned(), labels, synonyms }
}

pub(in crate::engine) fn offered_all(turn: &Turn<'_>, all: &[(String, Say)]) -> Vec<Offered> {
    all.iter().map(|(id, label)| offered(turn, id, label)).collect()
}

/// From here on an option was named, numbered or agreed to; below it merely resembles what was said.
const NAMED: f32 = 0.9;

/// The offered option that a text means, if it means exactly one.
pub(in crate::engine) fn pick(turn: &Turn<'_>, text: &str, offered: &[Offered]) -> Option<usize> {
    pick_above(turn, text, offered, 0.0)
}

/// The offered option that a text names, numbers or agrees to: "ktp saya rusak" resembles "KTP hilang", but is
/// no choice of it.
pub(in crate::engine) fn pick_named(turn: &Turn<'_>, text: &str, offered: &[Offered]) -> Option<usize> {
    pick_above(turn, text, offered, NAMED)
}

/// A label or synonym in full comes first: "ibu saya" is the mother, not a polite way to say "saya".
fn pick_above(turn: &Turn<'_>, text: &str, offered: &[Offered], confidence: f32) -> Option<usize> {
    let said = heard::plain(turn, text);
    let in_full = |o: &Offered| heard::names(turn, o).any(|name| name.plain == *said);
    let mut whole = offered.iter().enumerate().filter(|(_, o)| !said.is_empty() && in_full(o));
    if let (Some((index, _)), None) = (whole.next(), whole.next()) {
        return Some(index);
    }
    match heard::chosen(turn, text, offered) {
        Choice::Picked(index, sure) if sure >= confidence => Some(index),
        Choice::Picked(..) | Choice::Ambiguous(_) | Choice::None => None,
    }
}

/// The one option whose label or synonym, of two words at least, stands in the text. "Bukan punya saya" names what is
/// not meant, so a no in it ends the guessing.
pub(in crate::engine) fn contained_option(turn: &Turn<'_>, at: At<'_>, text: &str) -> Option<String> {
    let said = heard::plain(turn, text);
    if says_no(turn, text) || turn.ctx.nlu.has_no(&said) {
        return None;
    }
    let all = offered_all(turn, &options(turn, at));
    let names = |o: &Offered| {
        heard::names(turn, o).any(|name| name.plain.len() > 1 && heard::contains(&said, &name.plain))
    };
    let mut named = all.into_iter().filter(names);
    let first = named.next()?;
    named.next().is_none().then_some(first.id)
}

/// How many words a text has at most that says one option and nothing else.
const ONLY_MAX: usize = 5;

/// How plainly "ada" has to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Having {
    /// Nothing else that says something: "ada dong", "ada 2".
    Plainly,
    /// It comes first, and then since when: "udah dari tahun lalu". Not "sudah dibuang".
    First,
}

/// The yes of whoever has or did what a question asks for, where a yes binds nobody: "ada", "punya", "pernah".
pub(in crate::engine) fn having(
    turn: &Turn<'_>,
    at: At<'_>,
    text: &str,
    how: Having,
) -> Option<&'static str> {
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let either = match &at.question.kind {
        Kind::YesNo | Kind::Repeat => true,
        Kind::Choice { options } => ["yes", "no"].iter().all(|id| options.iter().any(|o| o.id == *id)),
        _ => false,
    };
    let listed = heard::listed(turn, "sys-have-words");
    let is_have = |word: &String| listed.contains(word);
    let said = heard::plain(turn, text);
    if !either || nlu.has_no(&said) {
        return None;
    }
    // "sudah, itu saja" is no "yes, another one".
    let enough = [offered(turn, "enough", &Say::new("btn-enough"))];
    if at.question.kind == Kind::Repeat && pick_named(turn, text, &enough).is_some() {
        return None;
    }
    // "udah nikah": the thing that is asked about may be said with it.
    let label = offered(turn, &at.question.id, &Say::new(at.key("label")));
    let things: Vec<String> = heard::names(turn, &label).flat_map(|name| name.telling.clone()).collect();
    let beside = |word: &String| {
        nlu.says_little(word, lang) || word.bytes().all(|b| b.is_ascii_digit()) || things.contains(word)
    };
    let said_so = match how {
        Having::Plainly => said.iter().any(is_have) && said.iter().all(|word| is_have(word) || beside(word)),
        Having::First => {
            let since = heard::listed(turn, "sys-since-words");
            let dated = || nlu.date(text, lang, turn.ctx.today(), Leaning::Past).is_some();
            said.first().is_some_and(is_have) && (said.iter().any(|word| since.contains(word)) || dated())
        }
    };
    said_so.then_some("yes")
}

/// Whether a text, a short one, says nothing beside an option's names but words that say little.
pub(super) fn says_only(turn: &Turn<'_>, at: At<'_>, text: &str, option: &str) -> bool {
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let offered = offered_all(turn, &super::own_options(turn, at));
    let names = offered.iter().filter(|o| o.id == option).flat_map(|o| heard::names(turn, o));
    let named: Vec<String> = names.flat_map(|name| name.plain.clone()).collect();
    let said = heard::plain(turn, text);
    said.len() <= ONLY_MAX
        && !text.contains(',')
        && said.iter().all(|word| named.contains(word) || nlu.says_little(word, lang))
}

/// Whether a text begins with "sudah" or its like and goes on with words that say something.
pub(super) fn begins_with_having(turn: &Turn<'_>, text: &str) -> bool {
    let have = heard::listed(turn, "sys-have-words");
    let said = heard::plain(turn, text);
    said.first().is_some_and(|first| have.contains(first))
        && said.iter().skip(1).any(|w| turn.ctx.nlu.tells(w))
}

/// The options that stand in a text; see [`contained_options`].
#[derive(Debug, Default)]
pub(in crate::engine) struct Contained {
    pub found: Vec<String>,
    /// Those with a no right before them: "bukan punya saya".
    pub denied: Vec<String>,
    /// How many words the longest name has.
    pub longest: usize,
}

/// The options whose labels or synonyms stand in the text, each word of it counted for the longest of them. None of
/// them where a no is left over: "chip tidak rusak" says what is not meant.
pub(in crate::engine) fn contained_options(turn: &Turn<'_>, at: At<'_>, text: &str) -> Contained {
    let nlu = turn.ctx.nlu;
    // As they are said first: "punya ibu saya" has no word that says much by itself.
    let said = heard::plain(turn, text);
    let options = offered_all(turn, &super::own_options(turn, at));
    // Of a hundred names few begin with a word that was said.
    let begins = |name: &Arc<Label>| {
        [&name.spoken, &name.telling].into_iter().any(|n| n.first().is_some_and(|word| said.contains(word)))
    };
    let labels: Vec<(&str, Arc<Label>)> = options
        .iter()
        .flat_map(|o| heard::names(turn, o).filter(begins).map(|name| (o.id.as_str(), name)))
        .collect();
    let names = |words: fn(&Label) -> &[String], least: usize| {
        let all = labels.iter().map(|(id, label)| (*id, words(label)));
        let mut all: Vec<(&str, &[String])> = all.filter(|(_, name)| name.len() >= least).collect();
        all.sort_by_key(|(_, name)| std::cmp::Reverse(name.len()));
        all
    };
    let mut contained = Contained::default();
    let mut said: Vec<Option<&String>> =
        said.iter().filter(|word| word.chars().any(char::is_alphanumeric)).map(Some).collect();
    take(turn, &mut said, names(|label| &label.spoken, 2), &mut contained);
    said.retain(|word| word.is_none_or(|word| nlu.tells(word)));
    take(turn, &mut said, names(|label| &label.telling, 1), &mut contained);
    let left: Vec<String> = said.into_iter().flatten().cloned().collect();
    if nlu.has_no(&left) { Contained::default() } else { contained }
}

/// Takes each name's words out of what was said, the longest names first.
fn take(
    turn: &Turn<'_>,
    said: &mut [Option<&String>],
    names: Vec<(&str, &[String])>,
    contained: &mut Contained,
) {
    for (id, name) in names {
        let fits = |part: &[Option<&String>]| part.iter().copied().eq(name.iter().map(Some));
        while let Some(place) = said.windows(name.len()).position(fits) {
            said[place..place + name.len()].fill(None);
            contained.longest = contained.longest.max(name.len());
            // "bukan punya saya" names what is not meant, and the no is spoken for.
            let no = place.checked_sub(1).filter(|before| {
                said[*before].is_some_and(|word| turn.ctx.nlu.has_no(std::slice::from_ref(word)))
            });
            let named = if let Some(no) = no {
                said[no] = None;
                &mut contained.denied
            } else {
                &mut contained.found
            };
            if !named.iter().any(|known| known == id) {
                named.push(id.to_owned());
            }
        }
    }
}

/// Whether a text says in so many words that there is none of what is asked for, or that it comes later: the option's
/// own words, or a no, among words that say little or name the thing. "bisa ngomong sama orang ga" says nothing of it.
pub(super) fn says_without(turn: &Turn<'_>, at: At<'_>, text: &str, option: &Offered) -> bool {
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let said = heard::plain(turn, text);
    let said: Vec<String> =
        said.iter().filter(|word| word.chars().any(char::is_alphanumeric)).cloned().collect();
    let label = offered(turn, &at.question.id, &Say::new(at.key("label")));
    let things: Vec<String> = heard::names(turn, &label).flat_map(|name| name.plain.clone()).collect();
    // A paper may come later; a number or an address that does is waited for, and not left out.
    let files = matches!(at.question.kind, Kind::Files { .. });
    let later = if files { heard::listed(turn, "sys-later-words").to_vec() } else { Vec::new() };
    let lacking = [heard::listed(turn, "sys-lack-words").to_vec(), later].concat();
    let beside = |word: &String| {
        nlu.says_little(word, lang)
            || things.contains(word)
            || lacking.contains(word)
            || nlu.has_no(std::slice::from_ref(word))
    };
    let named = heard::names(turn, option).any(|name| {
        heard::contains(&said, &name.plain)
            && said.iter().all(|word| name.plain.contains(word) || beside(word))
    });
    // "email saya salah" says that there is one.
    let wrong = heard::listed(turn, "sys-wrong-words");
    if said.iter().any(|word| wrong.contains(word)) {
        return false;
    }
    let lacks = said.iter().any(|word| lacking.contains(word) || things.contains(word));
    // "perlu ga" asks; "ga perlu" says so.
    let no = said.iter().position(|word| nlu.has_no(std::slice::from_ref(word)));
    let lack = said.iter().rposition(|word| lacking.contains(word));
    let denied = no.is_some_and(|no| lack.is_none_or(|lack| no < lack));
    named || (lacks && denied && said.iter().all(beside))
}

/// "tidak", "no thanks": a no, and nothing that says more.
pub(super) fn is_plain_no(turn: &Turn<'_>, text: &str) -> bool {
    let nlu = turn.ctx.nlu;
    let no = offered(turn, "no", &Say::new("btn-no"));
    let no: Vec<String> = heard::names(turn, &no).flat_map(|name| name.plain.clone()).collect();
    let said = heard::plain(turn, text);
    let mut words = said.iter().filter(|word| word.chars().any(char::is_alphanumeric)).peekable();
    let denied = said.iter().any(|word| no.contains(word) && nlu.has_no(std::slice::from_ref(word)));
    denied && words.peek().is_some() && words.all(|word| no.contains(word) || nlu.fills(word))
}

/// "udah bener semua kirim aja", "everything is correct": a yes to the summary in several words, each of which says so.
pub(super) fn says_right(turn: &Turn<'_>, text: &str) -> bool {
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let send = offered(turn, "yes", &Say::new("btn-send"));
    let plain =
        |words: &[Arc<Label>]| -> Vec<String> { words.iter().flat_map(|word| word.plain.clone()).collect() };
    let send = plain(&nlu.labels(&send.synonyms, lang));
    let beside = plain(&heard::phrases(turn, "sys-right-words"));
    let said = heard::plain(turn, text);
    let yes = |word: &String| nlu.has_yes(std::slice::from_ref(word)) || send.contains(word);
    let says = |word: &String| word.chars().any(char::is_alphanumeric);
    said.iter().any(|word| yes(word) && !beside.contains(word))
        && said
            .iter()
            .filter(|word| says(word))
            .all(|word| yes(word) || beside.contains(word) || nlu.fills(word))
}

/// Whether there is a no in it.
pub(super) fn says_no(turn: &Turn<'_>, text: &str) -> bool {
    let said = heard::plain(turn, text);
    let no = offered(turn, "no", &Say::new("btn-no"));
    heard::names(turn, &no).any(|no| said.iter().any(|word| no.plain.contains(word)))
}

/// The option whose label the text is, to the letter but for case.
pub(in crate::engine) fn exact_option(turn: &Turn<'_>, at: At<'_>, text: &str) -> Option<String> {
    let wanted = text.trim().to_lowercase();
    options(turn, at).into_iter().find_map(|(id, label)| {
        let label = (turn.ctx.words)(&label.key)?;
        (label.trim().to_lowercase() == wanted).then_some(id)
    })
}

/// Whether a text names one of its options, where it has any.
pub(in crate::engine) fn has_options_but_not(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    let offered = offered_all(turn, &options(turn, at));
    !offered.is_empty() && pick_named(turn, text, &offered).is_none()
}

/// Whether a text is the label or a synonym of one of its options.
pub(in crate::engine) fn lists(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    let said = heard::plain(turn, text);
    let all = offered_all(turn, &options(turn, at));
    all.iter().any(|o| heard::names(turn, o).any(|name| name.plain == *said))
}

/// Whether a text names one of its options.
pub(in crate::engine) fn names_option(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    pick_named(turn, text, &offered_all(turn, &options(turn, at))).is_some()
}

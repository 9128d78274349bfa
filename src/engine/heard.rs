//! What was read so far in one step. A text is asked the same by one rule after another until one of them takes it, and
//! compared with the same options; each is read once here, and forgotten with the step.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::rethinking;
use super::step::Turn;
use crate::nlu::{Choice, Entities, Label, Meaning, Offered, Token};

type Kept<T> = RefCell<BTreeMap<String, T>>;

#[derive(Default)]
pub(super) struct Heard {
    tokens: Kept<Rc<[Token]>>,
    plain: Kept<Rc<[String]>>,
    core: Kept<Rc<[String]>>,
    meant: Kept<Rc<Meaning>>,
    told: Kept<Rc<Entities>>,
    chosen: Kept<Choice>,
    offered: Kept<Offered>,
}

fn kept<T: Clone>(of: &Kept<T>, key: &str, read: impl FnOnce() -> T) -> T {
    if let Some(known) = of.borrow().get(key) {
        return known.clone();
    }
    let new = read();
    of.borrow_mut().insert(key.to_owned(), new.clone());
    new
}

/// A text in plain words.
pub(super) fn plain(turn: &Turn<'_>, text: &str) -> Rc<[String]> {
    kept(&turn.heard.plain, text, || {
        tokens(turn, text).iter().flat_map(|token| token.plain.iter().cloned()).collect()
    })
}

/// A text in plain words without those that may stand around everything.
pub(super) fn core(turn: &Turn<'_>, text: &str) -> Rc<[String]> {
    kept(&turn.heard.core, text, || turn.ctx.nlu.core_of(&tokens(turn, text)).into())
}

/// A text word by word, as it is typed and in plain words.
pub(super) fn tokens(turn: &Turn<'_>, text: &str) -> Rc<[Token]> {
    kept(&turn.heard.tokens, text, || turn.ctx.nlu.normalise(text, turn.ctx.lang).into())
}

/// The words or phrases that a text of the house lists between commas.
pub(super) fn listed(turn: &Turn<'_>, key: &str) -> Arc<[String]> {
    (turn.ctx.lists)(key)
}

/// The same as [`listed`], read.
pub(super) fn phrases(turn: &Turn<'_>, key: &str) -> Arc<[Arc<Label>]> {
    turn.ctx.nlu.labels(&listed(turn, key), turn.ctx.lang)
}

/// What an offered thing is called, read: its labels and its synonyms.
pub(super) fn names(turn: &Turn<'_>, offered: &Offered) -> impl Iterator<Item = Arc<Label>> {
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let labels: Vec<Arc<Label>> = offered.labels.iter().map(|label| nlu.label(label, lang)).collect();
    let synonyms = nlu.labels(&offered.synonyms, lang);
    labels.into_iter().chain((0..synonyms.len()).map(move |at| synonyms[at].clone()))
}

/// What a text wants.
pub(super) fn meaning(turn: &Turn<'_>, text: &str) -> Rc<Meaning> {
    let ctx = turn.ctx;
    kept(&turn.heard.meant, text, || {
        let told = entities(turn, text);
        Rc::new(ctx.nlu.meaning_of(&tokens(turn, text), (*told).clone()))
    })
}

/// What a text mentions.
pub(super) fn entities(turn: &Turn<'_>, text: &str) -> Rc<Entities> {
    let ctx = turn.ctx;
    kept(&turn.heard.told, text, || {
        Rc::new(ctx.nlu.entities_of(text, &tokens(turn, text), ctx.lang, ctx.today()))
    })
}

/// Which of the offered things a text means; what is called the same is the same.
pub(super) fn chosen(turn: &Turn<'_>, text: &str, offered: &[Offered]) -> Choice {
    let mut key = text.to_owned();
    for o in offered {
        key.extend(["\n", &o.id, "\n", o.labels.first().map_or("", String::as_str)]);
    }
    kept(&turn.heard.chosen, &key, || {
        turn.ctx.nlu.choose_of(text, &tokens(turn, text), offered, turn.ctx.lang)
    })
}

/// An option with its labels and synonyms, by the key of a label without values.
pub(super) fn offered(turn: &Turn<'_>, id: &str, label: &str, read: impl FnOnce() -> Offered) -> Offered {
    kept(&turn.heard.offered, &[id, "\n", label].concat(), read)
}

/// Whether a text has one of the words or phrases that a text of the house lists, as they stand or in plain words: "where"
/// is read as "di mana".
pub(super) fn says(turn: &Turn<'_>, text: &str, key: &str) -> bool {
    let said = plain(turn, text);
    let listed = listed(turn, key);
    let phrases = turn.ctx.nlu.labels(&listed, turn.ctx.lang);
    listed.iter().zip(&*phrases).any(|(word, phrase)| said.contains(word) || contains(&said, &phrase.plain))
}

/// Whether a word is one that a text of the house lists, as it stands or in plain words.
pub(super) fn plain_listed(turn: &Turn<'_>, key: &str) -> impl Fn(&String) -> bool + use<> {
    let (listed, phrases) = (listed(turn, key), phrases(turn, key));
    move |word| listed.contains(word) || phrases.iter().any(|phrase| phrase.plain == [word.as_str()])
}

/// Whether a word is one that any of these texts of the house lists.
pub(super) fn among<const N: usize>(turn: &Turn<'_>, keys: [&str; N]) -> impl Fn(&String) -> bool + use<N> {
    let lists = keys.map(|key| listed(turn, key));
    move |word| lists.iter().any(|list| list.contains(word))
}

/// A text without the words that say little, as it is typed otherwise.
pub(super) fn without_little(turn: &Turn<'_>, text: &str) -> String {
    let little = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        !bare.is_empty() && !turn.ctx.nlu.says_little(&bare, turn.ctx.lang)
    };
    text.split_whitespace().filter(little).collect::<Vec<_>>().join(" ")
}

/// A text with the names of regions in the language of the chat as the regions are called: "South Jakarta".
pub(super) fn renamed(turn: &Turn<'_>, text: &str) -> String {
    let names = [listed(turn, "sys-region-words"), listed(turn, "sys-province-words")].concat();
    let mut renamed = text.to_lowercase();
    for (said, name) in names.iter().filter_map(|pair| pair.split_once('=')) {
        while let Some((before, after)) = rethinking::cut(&renamed, &[said.trim().to_owned()], false) {
            renamed = format!("{before}{}{after}", name.trim());
        }
    }
    renamed
}

pub(super) fn contains(said: &[String], phrase: &[String]) -> bool {
    !phrase.is_empty() && said.windows(phrase.len()).any(|part| part == phrase)
}

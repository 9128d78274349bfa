//! What was meant: words in, meaning with a confidence out.
//!
//! Pure: no clock (today is an argument), no randomness, no memory of earlier messages. What a word means
//! is text, not Rust: each language is a lexicon, utterances by intent with a few rules, and word lists,
//! all under `locales/<lang>/`. [`Nlu::load`] learns from them once, at start.
//!
//! The same normalisation feeds everything: typed words become plain ones (`gk`, `kagak` and Balinese
//! `ten` all become `tidak`), then the rules of the label guide and a linear classifier over words and
//! character n-grams are added up. Below its threshold the answer is [`Intent::Unsure`]: the caller
//! offers choices instead of guessing.

mod choose;
mod classifier;
mod command;
mod entities;
mod flaw;
mod intent;
mod labels;
mod lexicon;
mod load;
mod rules;
mod spoken_date;
mod tokens;
mod understand;
mod words;

pub use choose::{Choice, Offered};
pub use command::{Command, Strictness};
pub use entities::Entities;
pub use flaw::Flaw;
pub use intent::Intent;
pub use labels::Label;
pub use load::{Nlu, Sources};
pub use spoken_date::Leaning;
pub use tokens::{Token, TokenKind};
pub use understand::Meaning;

#[cfg(test)]
mod measure;

//! What was meant: words in, meaning with a confidence out.
//!
//! Pure: no clock (today is an argument), no randomness, no memory of earlier messages. What a word means
//! is text, not Rust: each language is a lexicon, utterances by intent, a few rules and word lists, all under
//! `locales/<lang>/`. What the program's own utterances teach is learnt while it is built (`build.rs`, `lessons`);
//! [`Nlu::load`] learns from others at start.
//!
//! The same normalisation feeds everything: typed words become plain ones (`gk`, `kagak` and Balinese
//! `ten` all become `tidak`), then the rules of the label guide and a linear classifier over words and
//! character n-grams are added up. Below its threshold the answer is [`Intent::Unsure`]: the caller
//! offers choices instead of guessing.

mod choose;
mod classifier;
mod command;
mod entities;
mod example;
mod flaw;
mod intent;
mod introduced;
mod labels;
mod lessons;
mod lexicon;
mod load;
mod lookup;
mod phrases;
mod rules;
mod slip;
mod spoken_date;
mod spoken_number;
mod spoken_span;
mod tokens;
mod trainer;
mod understand;
mod veil;
mod vocabulary;
mod words;

pub use choose::{Choice, Offered};
pub use command::{Command, Strictness};
pub use entities::Entities;
pub use example::Said;
pub use flaw::Flaw;
pub use intent::Intent;
pub use labels::Label;
pub use lessons::Sources;
pub use load::Nlu;
pub use spoken_date::Leaning;
pub use tokens::{Token, TokenKind};
pub use understand::Meaning;
pub use veil::Veil;

#[cfg(test)]
mod measure;

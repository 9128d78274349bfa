//! Message keys to sentences, and the only home of fluent. Which message is said is decided elsewhere.
//!
//! A text is looked up in the wanted language, then in Indonesian. A key that exists nowhere is a flaw that
//! `sapa check` reports; at run time the key itself is shown rather than nothing.

mod texts;

pub use texts::{FALLBACK, KeyInfo, TextFlaw, Texts, Value};

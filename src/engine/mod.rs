//! What is said next. One pure function: `(definition, session, event, context) -> (session, reply,
//! effects)`. No async, no clock, no randomness, no SQL, no sentences: time, language and labels are
//! arguments, sentences are keys.
//!
//! The position is derived, not stored: the next question is the first one whose condition holds and that
//! has no answer. Correcting an answer is dropping it. The engine cannot fail: a wrong answer is a value,
//! a wrong definition is a list of flaws at load.

mod advice;
mod album;
mod asking;
pub mod check;
mod code;
mod computed;
mod condition;
mod context;
mod correction;
mod definition;
mod ending;
mod facts;
mod focus;
mod heard;
pub mod keys;
mod lobby;
mod mending;
mod moving;
mod naming;
mod page;
mod payload;
mod pledge;
mod proof;
mod questions;
mod reasons;
mod repair;
mod reply;
mod rethinking;
mod session;
mod several;
mod step;
mod summary;
mod taking;
mod uncancel;
pub mod upgrade;
mod wishes;

pub use code::CODE_LENGTH;
pub use context::{Catalogue, Ctx, Event, Known, Mail, MailFate, MediaSeen, Proof, Seen, Unanswered};
pub use definition::{
    Definition, DefinitionFlaw, Expects, Formula, Kind, Level, Opt, Question, Reach, SCHEMA, Source, Takes,
    catalogue, schema, toml_fault,
};
pub use page::{LATER, is_for_the_page, way_past, way_past_event};
pub use payload::{Tapped, decode as decode_payload, refile as refile_payload};
pub use questions::refusals;
pub use reply::{Arg, Effect, Mailing, Offer, Reply, Say};
pub use session::{Answer, FileAnswer, Focus, News, PROVEN, Session, UNPROVEN};
pub use step::{Asks, Step, step};
pub use summary::dossier_payload;

//! The languages of WhatsApp and Telegram, in and out: webhooks, the reading of what arrived, the wording
//! of what leaves, the platforms' errors sorted by what to do next.
//!
//! What is absent: the conversation, the database, texts for people, and any wire type shared with the
//! simulator. Nothing is answered before the runtime has committed it ([`Ingest`]); nothing personal and
//! no secret stands in an error or a log line; a body that we do not understand is kept, not refused.
//!
//! Each channel is built alike: `settings`, `webhook` (authenticate, store, answer), `split` (a body into
//! events), `read` (an event into [`Inbound`]), `to_wire` (an [`Outgoing`] into a request), `client`,
//! `error` (one table). A new channel is a folder like these, one line here and one in [`decode()`].
//!
//! [`Ingest`]: crate::runtime::ports::Ingest
//! [`Inbound`]: crate::domain::inbound::Inbound
//! [`Outgoing`]: crate::domain::outbound::Outgoing

mod decode;
mod fit;
mod http;
mod json;
mod secret;
mod verdict;
mod webhook;

pub mod local;
pub mod telegram;
pub mod whatsapp;

#[cfg(test)]
mod contract;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod kit;

pub use decode::{Decoded, NotJson, decode};
pub use http::client as http_client;
pub use secret::Secret;

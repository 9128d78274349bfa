//! WhatsApp Business Cloud API.
//!
//! A person may come without a phone number (business-scoped user ids, 2026): addresses are recognised by
//! their shape and their field, never assumed. Sources: Meta's pages as of 2026-09-11 unless a line says
//! otherwise.

mod abilities;
mod account;
mod address;
mod client;
mod content;
mod error;
mod fetch;
mod read;
mod settings;
mod split;
mod template;
mod to_wire;
mod webhook;

#[cfg(test)]
pub(super) mod tests;

pub use abilities::ABILITIES;
pub use client::WhatsApp;
pub use settings::{MediaHost, NumberPath, Proof, Provider, Settings, TemplatesAt};
pub use webhook::routes;

pub(super) use read::read_kind;
pub(super) use split::{enveloped, split};

//! Telegram Bot API.
//!
//! teloxide gives what leaves its types and does nothing else: those types lose content that they do not know
//! (measured on 0.17, 2026-11-21: a text with an unknown entity arrives empty), so updates are read from their
//! JSON by our own hand, and every call goes through `api`. No teloxide type leaves this folder.

mod abilities;
mod api;
mod client;
mod content;
mod error;
mod fetch;
mod groups;
mod markup;
mod menu;
mod polling;
mod read;
mod settings;
mod split;
mod to_wire;
mod webhook;

#[cfg(test)]
pub(super) mod tests;

pub use abilities::ABILITIES;
pub use client::Telegram;
pub use menu::{CommandList, Words, register_commands};
pub use polling::poll;
pub use settings::{Mode, Settings};
pub use webhook::{register_webhook, routes};

pub(super) use read::read_kind;
pub(super) use split::{enveloped, split_any};

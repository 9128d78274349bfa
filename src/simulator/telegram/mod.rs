//! The Telegram Bot API as it looks from outside, version 10.1.
//!
//! Sources: the Bot API's own documentation, and its public server (tdlib/telegram-bot-api 01a3679c, 2026-05-07)
//! for the wording of refusals, the queues and the retries.

mod answers;
mod args;
mod entities;
mod files;
mod inbound;
mod markdown;
mod markup;
mod messages;
mod methods;
mod send;
mod updates;

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::extract::Request as HttpRequest;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::Channel;
use super::config::Recording;
use super::lanes::Lanes;
use super::server::{Asked, Call};
use answers::ApiError;
use args::Args;

pub(super) use answers::{refusal, too_many};
pub(super) use files::{download, expire_paths};
pub(super) use inbound::{edited, membership_changed, press, react, send, send_raw};
pub(super) use methods::show_commands;
pub(super) use updates::undelivered;

/// What this stand-in remembers besides the phones.
pub(super) struct TelegramState {
    /// Ids of messages; one count per bot, as in private chats.
    last_message: AtomicI64,
    updates: Mutex<updates::Updates>,
    /// Wakes a waiting `getUpdates`.
    arrived: tokio::sync::Notify,
    lanes: Lanes<i64>,
    files: Mutex<files::Shelf>,
    callbacks: Mutex<HashMap<String, methods::Callback>>,
    commands: Mutex<HashMap<String, Vec<(String, String)>>>,
    rates: Mutex<send::RateBook>,
}

impl TelegramState {
    pub(super) fn new() -> Self {
        Self {
            last_message: AtomicI64::new(0),
            updates: Mutex::default(),
            arrived: tokio::sync::Notify::new(),
            lanes: Lanes::new(),
            files: Mutex::default(),
            callbacks: Mutex::default(),
            commands: Mutex::default(),
            rates: Mutex::default(),
        }
    }

    fn next_message(&self) -> i64 {
        self.last_message.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// `/bot{token}/{method}`.
pub(super) async fn call(call: Call, token: String, method: String, request: HttpRequest) -> Response {
    if !token.contains(':') {
        return ApiError::not_found().into_response();
    }
    if token != call.platform.telegram().token {
        return ApiError::unauthorised().into_response();
    }
    let Some(name) = methods::documented_name(&method) else {
        return ApiError::not_found().into_response();
    };
    let args = match Args::read(request).await {
        Ok(args) => args,
        Err(error) => return error.into_response(),
    };
    let platform = call.platform.clone();
    let chat = args.integer("chat_id").and_then(|id| platform.handset(&format!("chat:{id}")));
    let asked = Asked {
        channel: Channel::Telegram,
        method: name.to_owned(),
        body: match platform.0.config.recording {
            Recording::Everything => args.recorded(),
            Recording::Counters => Value::Null,
        },
        phone: chat.map(|handset| handset.id.clone()),
    };
    let act =
        move |_: Option<u32>| async move { answers::answer(methods::invoke(&platform, name, &args).await) };
    call.serve(asked, act).await
}

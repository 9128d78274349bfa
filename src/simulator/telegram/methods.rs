//! The methods by name, and the small ones in full.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::answers::ApiError;
use super::args::Args;
use super::{files, send, updates};
use crate::simulator::handset::Handset;
use crate::simulator::lanes::lock;
use crate::simulator::platform::Platform;
use crate::simulator::screen::Toast;

/// A tap that waits for its answer.
pub(super) struct Callback {
    pub(super) handset: Arc<Handset>,
    pub(super) button: String,
    pub(super) at_ms: i64,
}

/// How long a tap may be answered. Not documented; clients stop waiting and bots report "query is too old" after
/// some tens of seconds.
const ANSWERABLE_MS: i64 = 60_000;
/// "The status is set for 5 seconds or less" (Bot API, sendChatAction).
const ACTION_MS: i64 = 5_000;

const METHODS: [&str; 27] = [
    "answerCallbackQuery",
    "close",
    "deleteMessage",
    "deleteMyCommands",
    "deleteWebhook",
    "editMessageCaption",
    "editMessageReplyMarkup",
    "editMessageText",
    "getChat",
    "getFile",
    "getMe",
    "getMyCommands",
    "getUpdates",
    "getWebhookInfo",
    "logOut",
    "sendChatAction",
    "sendDocument",
    "sendLocation",
    "sendMessage",
    "sendPhoto",
    "setChatMenuButton",
    "setMessageReaction",
    "setMyCommands",
    "setMyDescription",
    "setMyName",
    "setMyShortDescription",
    "setWebhook",
];

/// "All methods in the Bot API are case-insensitive."
pub(super) fn documented_name(method: &str) -> Option<&'static str> {
    METHODS.into_iter().find(|name| name.eq_ignore_ascii_case(method))
}

pub(super) async fn invoke(platform: &Platform, name: &str, args: &Args) -> Result<Value, ApiError> {
    match name {
        "getMe" => Ok(me(platform)),
        "setWebhook" => updates::set_webhook(platform, args),
        "deleteWebhook" => updates::delete_webhook(platform, args),
        "getWebhookInfo" => Ok(updates::webhook_info(platform)),
        "getUpdates" => updates::poll(platform, args).await,
        "sendMessage" => send::message(platform, args),
        "sendPhoto" => send::photo(platform, args),
        "sendDocument" => send::document(platform, args),
        "sendLocation" => send::location(platform, args),
        "editMessageText" => send::edit_text(platform, args),
        "editMessageCaption" => send::edit_caption(platform, args),
        "editMessageReplyMarkup" => send::edit_markup(platform, args),
        "deleteMessage" => send::delete(platform, args),
        "setMessageReaction" => send::react(platform, args),
        "answerCallbackQuery" => answer_callback(platform, args),
        "sendChatAction" => chat_action(platform, args),
        "getFile" => files::path(platform, &args.text("file_id").unwrap_or_default()),
        "getChat" => send::chat(platform, args).map(|handset| super::messages::chat(&handset)),
        "setMyCommands" => set_commands(platform, args),
        "getMyCommands" => Ok(commands(platform, &args.text("language_code").unwrap_or_default())),
        "deleteMyCommands" => {
            lock(&platform.0.telegram.commands).remove(&args.text("language_code").unwrap_or_default());
            platform.each_handset(|handset| show_commands(platform, handset));
            Ok(json!(true))
        }
        // Descriptions, names, menu buttons, leaving: taken, and of no consequence here.
        _ => Ok(json!(true)),
    }
}

fn me(platform: &Platform) -> Value {
    let mut me = super::messages::bot(platform);
    for (key, value) in [
        ("can_join_groups", false),
        ("can_read_all_group_messages", false),
        ("supports_inline_queries", false),
        ("can_connect_to_business", false),
        ("has_main_web_app", false),
    ] {
        me[key] = json!(value);
    }
    me
}

fn answer_callback(platform: &Platform, args: &Args) -> Result<Value, ApiError> {
    let text = args.text("text").unwrap_or_default();
    if text.chars().count() > 200 {
        return Err(ApiError::bad("MESSAGE_TOO_LONG"));
    }
    let now = platform.now_ms();
    let callback = {
        let mut callbacks: std::sync::MutexGuard<'_, HashMap<String, Callback>> =
            lock(&platform.0.telegram.callbacks);
        callbacks.retain(|_, callback| now - callback.at_ms <= ANSWERABLE_MS);
        callbacks.remove(&args.text("callback_query_id").unwrap_or_default())
    };
    let too_old = "query is too old and response timeout expired or query ID is invalid";
    let callback = callback.ok_or_else(|| ApiError::bad(too_old))?;
    callback.handset.edit(|screen| {
        if let Some(at) = screen.waiting.iter().position(|button| *button == callback.button) {
            screen.waiting.remove(at);
        }
        screen.next_toast += 1;
        let seq = screen.next_toast;
        screen.toast = (!text.is_empty()).then(|| Toast { seq, text, alert: args.truth("show_alert") });
    });
    Ok(json!(true))
}

fn chat_action(platform: &Platform, args: &Args) -> Result<Value, ApiError> {
    const ACTIONS: [&str; 11] = [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ];
    let handset = send::chat(platform, args)?;
    let action = args.text("action").unwrap_or_default();
    if !ACTIONS.contains(&action.as_str()) {
        return Err(ApiError::bad("wrong parameter action in request"));
    }
    let until = platform.now_ms() + ACTION_MS;
    handset.edit(|screen| screen.typing_until_ms = until);
    Ok(json!(true))
}

fn set_commands(platform: &Platform, args: &Args) -> Result<Value, ApiError> {
    let expected = || ApiError::bad("can't parse commands JSON");
    let given = args.json("commands").and_then(|given| given.as_array().cloned()).ok_or_else(expected)?;
    if given.len() > 100 {
        return Err(ApiError::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    let mut commands = Vec::new();
    for item in &given {
        let command = item["command"].as_str().unwrap_or_default().trim_start_matches('/').to_owned();
        let description = item["description"].as_str().unwrap_or_default().to_owned();
        let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if !(1..=32).contains(&command.len()) || !command.bytes().all(good) {
            return Err(ApiError::bad("BOT_COMMAND_INVALID"));
        }
        if !(1..=256).contains(&description.chars().count()) {
            return Err(ApiError::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
        commands.push((command, description));
    }
    lock(&platform.0.telegram.commands).insert(args.text("language_code").unwrap_or_default(), commands);
    platform.each_handset(|handset| show_commands(platform, handset));
    Ok(json!(true))
}

fn commands(platform: &Platform, language: &str) -> Value {
    let commands = lock(&platform.0.telegram.commands);
    let list = commands.get(language).cloned().unwrap_or_default();
    let item =
        |(command, description): (String, String)| json!({"command": command, "description": description});
    list.into_iter().map(item).collect()
}

/// Puts the commands on a phone's menu: those of its language, else those of none.
pub(in crate::simulator) fn show_commands(platform: &Platform, handset: &Arc<Handset>) {
    let Some(person) = handset.telegram() else { return };
    let list = {
        let commands = lock(&platform.0.telegram.commands);
        commands.get(&person.language_code).or_else(|| commands.get("")).cloned().unwrap_or_default()
    };
    handset.edit(|screen| screen.commands = list);
}

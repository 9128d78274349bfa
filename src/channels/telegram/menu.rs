//! The commands that Telegram shows behind its menu button, per language.

use reqwest::Client;
use serde_json::{Value, json};

use super::api;
use super::settings::Settings;
use crate::channels::http;

/// What the bot says of itself outside of a conversation, in the office's words.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Said once in a group before leaving it.
    pub farewell: String,
    /// By language; the one without a language is shown to everybody else.
    pub commands: Vec<CommandList>,
}

/// The commands of one language, in order.
#[derive(Debug, Clone)]
pub struct CommandList {
    /// Two letters (ISO 639-1).
    pub language: Option<String>,
    /// Name (`a-z`, `0-9`, `_`, 32 at most) and what it does.
    pub commands: Vec<(String, String)>,
}

/// Brings Telegram's lists to ours where they differ. The bot works without: failures are logged.
pub async fn register_commands(settings: &Settings, client: &Client, words: &Words) {
    for list in &words.commands {
        let wanted: Vec<Value> =
            list.commands.iter().map(|(name, what)| json!({"command": name, "description": what})).collect();
        let mut body = json!({});
        if let Some(language) = &list.language {
            body["language_code"] = json!(language);
        }
        let known = api::call(client, settings, "getMyCommands", &body, http::CALL_TIMEOUT).await;
        if known.is_ok_and(|known| known == json!(wanted)) {
            continue;
        }
        body["commands"] = json!(wanted);
        match api::call(client, settings, "setMyCommands", &body, http::CALL_TIMEOUT).await {
            Ok(_) => {
                tracing::info!(language = list.language.as_deref(), "Telegram's list of commands is set")
            }
            Err(failure) => {
                tracing::warn!(error = %failure.verdict(), "failed to set Telegram's list of commands");
            }
        }
    }
}

//! Groups and channels are left: this desk talks to one citizen at a time, and what a group writes is none of its
//! business. One sentence says so, where one may be said.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::Client;
use serde_json::{Value, json};

use super::api;
use super::settings::Settings;
use super::split::{chat, each, payload, private};
use crate::channels::http;
use crate::channels::json::{scalar, text};

/// Remembered at most, so that one who adds the bot to groups without end fills nothing.
const MEMORY: usize = 10_000;

/// Leaves. Cheap to clone.
#[derive(Clone)]
pub(super) struct Groups {
    client: Client,
    settings: Settings,
    farewell: Arc<str>,
    /// Being left: a busy group sends more before it is done.
    leaving: Arc<Mutex<BTreeSet<String>>>,
}

/// A chat to be left, and whether a sentence can be said there first.
#[derive(Debug, PartialEq, Eq)]
struct Leave {
    chat: String,
    says: bool,
}

impl Groups {
    pub(super) fn new(client: Client, settings: Settings, farewell: &str) -> Groups {
        Groups { client, settings, farewell: farewell.into(), leaving: Arc::default() }
    }

    /// Leaves whatever group these updates come from. A courtesy: nothing waits for it, and what fails is
    /// tried again with the group's next message.
    pub(super) fn leave(&self, updates: &Value) {
        for leave in each(updates).filter_map(to_leave) {
            let mut leaving = self.leaving.lock().unwrap_or_else(PoisonError::into_inner);
            if leaving.len() < MEMORY && leaving.insert(leave.chat.clone()) {
                let groups = self.clone();
                tokio::spawn(async move { groups.say_goodbye(leave).await });
            }
        }
    }

    async fn say_goodbye(&self, leave: Leave) {
        let call = async |method: &str, body: Value| {
            let called = api::call(&self.client, &self.settings, method, &body, http::CALL_TIMEOUT).await;
            if let Err(failure) = called {
                tracing::debug!(method, error = %failure.verdict(), "a group was not left as it should");
            }
        };
        if leave.says && !self.farewell.is_empty() {
            call("sendMessage", json!({"chat_id": leave.chat, "text": &*self.farewell})).await;
        }
        call("leaveChat", json!({"chat_id": leave.chat})).await;
        self.leaving.lock().unwrap_or_else(PoisonError::into_inner).remove(&leave.chat);
    }
}

/// Being added, or anything said in a group. In a channel only being added counts, and nothing is said there.
fn to_leave(update: &Value) -> Option<Leave> {
    let (kind, part) = payload(update)?;
    let chat = chat(kind, part);
    let channel = text(chat, "type") == Some("channel");
    let ours = match kind {
        "message" => !channel,
        "my_chat_member" => {
            let status = part.get("new_chat_member").and_then(|member| text(member, "status"));
            !matches!(status, Some("left" | "kicked"))
        }
        _ => false,
    };
    let id = scalar(chat, "id").filter(|_| ours && !private(chat))?;
    Some(Leave { chat: id, says: !channel })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_left_with_a_sentence_and_channels_without() {
        let check = |update: Value, expected: Option<bool>| {
            assert_eq!(to_leave(&update).map(|leave| leave.says), expected, "{update}");
        };
        let said =
            |kind: &str, id: i64| json!({"update_id": 1, "message": {"chat": {"id": id, "type": kind}}});
        let member = |kind: &str, status: &str| {
            let chat = json!({"id": -7, "type": kind});
            json!({"update_id": 1, "my_chat_member": {"chat": chat, "new_chat_member": {"status": status}}})
        };
        check(said("group", -7), Some(true));
        check(said("private", 7), None);
        check(member("supergroup", "member"), Some(true));
        check(member("supergroup", "left"), None);
        check(member("channel", "administrator"), Some(false));
        check(member("private", "kicked"), None);
        check(json!({"update_id": 1, "channel_post": {"chat": {"id": -7, "type": "channel"}}}), None);
    }
}

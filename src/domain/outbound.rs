//! What leaves us, in our own words, and what a channel can show of it.

use serde::{Deserialize, Serialize};

use super::ids::MessageId;
use super::redacted::Redacted;
use super::template::Filled;

/// One bubble, ready to be put into a channel's language by `channels/*/to_wire`. Serialised (sealed)
/// into the outbox; `v` is its version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outgoing {
    pub v: u32,
    /// Marked-up text: `*bold*` and plain line breaks, nothing else.
    pub text: Redacted<String>,
    /// In the order in which they may be typed as "1", "2", …
    pub choices: Vec<Choice>,
    /// Which of them are shown, where a channel cannot show all at once.
    #[serde(default)]
    pub turning: Option<Turning>,
    /// The label of the button that opens a list, where a channel needs one.
    pub choices_label: String,
    /// Offer the channel's own "share my contact" button.
    pub ask_contact: bool,
    /// Offer the channel's own "send my location" button.
    #[serde(default)]
    pub ask_location: bool,
    /// A button that opens a page.
    #[serde(default)]
    pub link: Option<Link>,
    /// Sent in its place outside the reply window, where the channel has one and its template is approved.
    #[serde(default)]
    pub outside: Option<Filled>,
    pub attachment: Option<Attachment>,
    /// Wire id of the citizen's message that this answers.
    pub reply_to: Option<String>,
}

impl Outgoing {
    pub const VERSION: u32 = 1;

    #[must_use]
    pub fn text(text: impl Into<String>) -> Outgoing {
        Outgoing {
            v: Self::VERSION,
            text: Redacted::from(text.into()),
            choices: Vec::new(),
            turning: None,
            choices_label: String::new(),
            ask_contact: false,
            ask_location: false,
            link: None,
            outside: None,
            attachment: None,
            reply_to: None,
        }
    }
}

/// A button or list row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What comes back when it is tapped: ASCII, at most 64 bytes (Telegram `callback_data`).
    pub id: String,
    pub label: String,
    /// A second line, where a channel can show one.
    pub description: Option<String>,
}

/// How to turn the pages of more choices than a channel can show. Numbers count over all pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turning {
    /// The first choice to be shown, counted from 0.
    pub from: usize,
    pub previous: String,
    pub next: String,
}

impl Turning {
    /// What comes back from "next" and "previous": the bubble and where to begin.
    #[must_use]
    pub fn payload(message: &MessageId, from: usize) -> String {
        format!("p|{message}|{from}")
    }

    /// Reads [`Turning::payload`].
    #[must_use]
    pub fn read(payload: &str) -> Option<(MessageId, usize)> {
        let (message, from) = payload.strip_prefix("p|")?.split_once('|')?;
        Some((MessageId::parse(message).ok()?, from.parse().ok()?))
    }
}

/// A bubble whose buttons are spent.
#[derive(Debug, Clone, PartialEq)]
pub struct Spent {
    pub wire_id: String,
    pub message: Outgoing,
    /// The label that was tapped on it; none when the answer was typed.
    pub chosen: Option<String>,
}

/// A button that opens a page. The address may be a one-time link: it prints as a mask.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub label: String,
    /// With http:// or https://.
    pub url: Redacted<String>,
}

/// A file of ours to be sent along, by its key in the blob store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    pub blob_key: String,
    pub mime: String,
    pub file_name: Redacted<String>,
}

/// What a channel can show. The engine and the renderer read this, never the channel's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abilities {
    /// Longest text, in UTF-16 units (the stricter count of the two platforms).
    pub text_max: usize,
    /// Longest text beside buttons or a list.
    pub text_with_choices_max: usize,
    /// How many quick buttons one bubble may carry.
    pub buttons_max: usize,
    /// Longest button label, in graphemes.
    pub button_label_max: usize,
    /// How many rows a list may carry; 0 where there are no lists.
    pub rows_max: usize,
    pub row_label_max: usize,
    pub row_description_max: usize,
    /// Spent keyboards can be taken away.
    pub edits: bool,
    /// Hours after the citizen's last message within which free text may be sent; none: always.
    pub window_hours: Option<u32>,
}

impl Abilities {
    /// How many choices one bubble can show, in whatever form.
    #[must_use]
    pub fn choices_max(&self) -> usize {
        self.buttons_max.max(self.rows_max)
    }
}

/// How a channel wants ID numbers and photos to be asked for (`SAPA_*__SENSITIVE`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitive {
    Numbers,
    All,
    Chat,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_page_names_its_bubble() {
        let id = MessageId::parse("msg_01J00000000000000000009901").expect("an id");
        let payload = Turning::payload(&id, 16);
        assert!(payload.len() <= 64, "{payload}");
        assert_eq!(Turning::read(&payload), Some((id, 16)));
        assert_eq!(Turning::read("p|x|1").or(Turning::read("g|menu")), None);
    }

    #[test]
    fn a_bubble_that_an_older_version_queued_is_still_read() {
        let old = r#"{"v":1,"text":"Halo","choices":[{"id":"g|menu","label":"Menu","description":null}],
            "choices_label":"Pilih","ask_contact":false,"attachment":null,"reply_to":null}"#;
        let read: Outgoing = serde_json::from_str(old).expect("a bubble");
        let choices = vec![Choice { id: "g|menu".into(), label: "Menu".into(), description: None }];
        assert_eq!(read, Outgoing { choices, choices_label: "Pilih".into(), ..Outgoing::text("Halo") });
    }
}

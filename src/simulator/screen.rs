//! What a citizen sees on the telephone.

use std::collections::VecDeque;

use bytes::Bytes;
use serde::Serialize;
use serde_json::{Map, Value};

/// A bubble on the screen.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// Its place on this phone, counted from 1 and never reused.
    pub seq: u64,
    /// WhatsApp's wamid, or Telegram's message id in digits.
    pub wire_id: String,
    pub direction: Direction,
    pub at_ms: i64,
    pub kind: Kind,
    /// The text or the caption; for a tapped button or row its title.
    pub text: String,
    /// Telegram's entities of `text`, offsets in UTF-16 units.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Value>,
    pub header: Option<String>,
    pub footer: Option<String>,
    pub media: Option<Media>,
    /// Rows of buttons under the bubble.
    pub buttons: Vec<Vec<Button>>,
    /// WhatsApp's list, behind its button.
    pub list: Option<ListMenu>,
    /// The wire id of the message that this one quotes.
    pub reply_to: Option<String>,
    pub edited_ms: Option<i64>,
    pub state: State,
    /// An emoji that the office put on this message.
    pub reaction: Option<String>,
    /// The sender's own mark on a WhatsApp message, echoed in its statuses.
    pub opaque: Option<String>,
    /// The name of the template that this message was made from.
    pub template: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    /// What Telegram's JSON of this message carries besides: file objects, the keyboard, the album.
    #[serde(skip)]
    pub(super) wire: Map<String, Value>,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            seq: 0,
            wire_id: String::new(),
            direction: Direction::Received,
            at_ms: 0,
            kind: Kind::Text,
            text: String::new(),
            entities: Vec::new(),
            header: None,
            footer: None,
            media: None,
            buttons: Vec::new(),
            list: None,
            reply_to: None,
            edited_ms: None,
            state: State::Sent,
            reaction: None,
            opaque: None,
            template: None,
            latitude: None,
            longitude: None,
            wire: Map::new(),
        }
    }
}

impl Shown {
    /// Whether the office wrote it.
    pub fn received(&self) -> bool {
        self.direction == Direction::Received
    }

    /// Every tappable thing by what it says: buttons first, then the rows of the list.
    pub fn choices(&self) -> Vec<&str> {
        let buttons = self.buttons.iter().flatten().map(|button| button.label.as_str());
        let rows = self.list.iter().flat_map(|list| &list.sections).flat_map(|section| &section.rows);
        buttons.chain(rows.map(|row| row.title.as_str())).collect()
    }

    pub fn button(&self, wanted: &str) -> Option<&Button> {
        self.buttons.iter().flatten().find(|button| button.id == wanted || button.label == wanted)
    }

    pub fn row(&self, wanted: &str) -> Option<&ListRow> {
        let rows = self.list.iter().flat_map(|list| &list.sections).flat_map(|section| &section.rows);
        rows.into_iter().find(|row| row.id == wanted || row.title == wanted)
    }
}

/// As seen by the citizen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    Sent,
    Received,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Text,
    Photo,
    Document,
    Video,
    Audio,
    Voice,
    Sticker,
    Location,
    Contact,
    Reaction,
    /// A raw body or a system event: not a bubble of a kind that the page draws.
    Other,
}

/// How far a message got. For a citizen's message `Delivered` means that the webhook was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase", tag = "name", content = "code")]
pub enum State {
    Sent,
    Delivered,
    Read,
    Failed(u32),
}

#[derive(Clone, Debug, Serialize)]
pub struct Media {
    pub mime: String,
    pub filename: Option<String>,
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub size: usize,
    #[serde(skip)]
    pub bytes: Bytes,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Button {
    /// The reply id, the callback data, or the label where there is no id.
    pub id: String,
    pub label: String,
    pub act: Act,
}

/// What a button does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "do", content = "with")]
pub enum Act {
    Reply,
    Callback,
    Link(String),
    AskLocation,
    AskContact,
    Copy(String),
}

#[derive(Clone, Debug, Serialize)]
pub struct ListMenu {
    pub button: String,
    pub sections: Vec<ListSection>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ListSection {
    pub title: Option<String>,
    pub rows: Vec<ListRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ListRow {
    pub id: String,
    pub title: String,
    pub description: Option<String>,
}

/// What a tapped Telegram button answered.
#[derive(Clone, Debug, Serialize)]
pub struct Toast {
    pub seq: u64,
    pub text: String,
    /// A box to close instead of a line that fades.
    pub alert: bool,
}

/// Everything that a phone shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Screen {
    pub messages: VecDeque<Shown>,
    /// Telegram's reply keyboard.
    pub keyboard: Option<Vec<Vec<Button>>>,
    /// The placeholder that came with the keyboard.
    pub placeholder: Option<String>,
    /// The office is typing until then.
    pub typing_until_ms: i64,
    pub toast: Option<Toast>,
    /// The chat is on the screen: what arrives is read.
    pub open: bool,
    /// The citizen has blocked the office.
    pub blocked: bool,
    /// The citizen has written once (Telegram: has pressed START).
    pub started: bool,
    /// The bot's commands, as (command, description).
    pub commands: Vec<(String, String)>,
    /// Callbacks that wait for an answer, by button id.
    pub waiting: Vec<String>,
    pub(super) next_seq: u64,
    pub(super) next_toast: u64,
    pub(super) last_sent_ms: Option<i64>,
    pub(super) keyboard_once: bool,
}

impl Screen {
    pub fn last(&self) -> Option<&Shown> {
        self.messages.back()
    }

    /// The messages of the office since the citizen last wrote.
    pub fn replies(&self) -> Vec<&Shown> {
        let mut found: Vec<&Shown> =
            self.messages.iter().rev().take_while(|shown| shown.received()).collect();
        found.reverse();
        found
    }

    pub fn by_wire_id(&self, wire_id: &str) -> Option<&Shown> {
        self.messages.iter().rev().find(|shown| shown.wire_id == wire_id)
    }

    pub(super) fn by_wire_id_mut(&mut self, wire_id: &str) -> Option<&mut Shown> {
        self.messages.iter_mut().rev().find(|shown| shown.wire_id == wire_id)
    }

    /// Adds a bubble and answers its place.
    pub(super) fn add(&mut self, mut shown: Shown, limit: usize) -> u64 {
        self.next_seq += 1;
        shown.seq = self.next_seq;
        match shown.direction {
            Direction::Sent => {
                self.last_sent_ms = Some(shown.at_ms);
                self.started = true;
            }
            Direction::Received => self.typing_until_ms = 0,
        }
        self.messages.push_back(shown);
        while self.messages.len() > limit.max(1) {
            self.messages.pop_front();
        }
        self.next_seq
    }
}

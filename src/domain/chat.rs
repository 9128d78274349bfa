//! Who holds a chat.

use super::Millis;
use super::ids::{PersonId, StaffId};

/// The one owner of a chat. Read and changed only inside the transaction that writes the outgoing
/// message, so bot and officer can never both speak (design law 7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    Bot,
    /// Waiting for a person; the bot is silent but for status pushes.
    Queue,
    Staff(StaffId),
}

impl Owner {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Owner::Bot => "bot",
            Owner::Queue => "queue",
            Owner::Staff(_) => "staff",
        }
    }

    /// From the two columns that hold it.
    #[must_use]
    pub fn from_columns(kind: &str, staff: Option<&str>) -> Option<Owner> {
        match (kind, staff) {
            ("bot", _) => Some(Owner::Bot),
            ("queue", _) => Some(Owner::Queue),
            ("staff", Some(id)) => StaffId::parse(id).ok().map(Owner::Staff),
            _ => None,
        }
    }

    #[must_use]
    pub fn staff(&self) -> Option<&StaffId> {
        match self {
            Owner::Staff(id) => Some(id),
            Owner::Bot | Owner::Queue => None,
        }
    }
}

/// A chat as the runtime sees it.
#[derive(Debug, Clone)]
pub struct Chat {
    pub person: PersonId,
    pub owner: Owner,
    /// Since when this owner.
    pub owner_since: Millis,
    /// The citizen's first message that no person has answered yet: the place in the queue. Later
    /// messages do not move it (Jember 2020: "repeating sends you to the back").
    pub waiting_since: Option<Millis>,
    /// The citizen's last message; opens the 24-hour window.
    pub last_in_at: Option<Millis>,
    pub version: i64,
}

/// Who wrote a bubble.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    Citizen,
    Bot,
    /// A status push on the office's behalf: may speak whoever owns the chat, and is marked as such.
    Office,
    Staff(StaffId),
}

impl Author {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Author::Citizen => "citizen",
            Author::Bot => "bot",
            Author::Office => "office",
            Author::Staff(_) => "staff",
        }
    }
}

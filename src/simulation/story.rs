//! A story: who is there, what they do, and what goes wrong, drawn from a seed. Each item can be taken out
//! without changing the others: that is how a failing story becomes a short one.

mod draw;
mod told;

use crate::domain::Millis;
use crate::domain::inbound::ChannelKind;
use crate::runtime::ports::SendError;
use crate::store::AtCommit;

pub(super) use told::clock;

/// Monday, 2026-11-23, 09:00 in Buleleng.
pub(super) const START: Millis = 1_795_395_600_000;
const SECOND: Millis = 1_000;
const MINUTE: Millis = 60 * SECOND;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// How far a citizen is when the story begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    New,
    AtPhoto,
    AtConfirm,
    Filed,
}

#[derive(Debug, Clone)]
pub(super) struct Role {
    pub name: &'static str,
    pub channel: ChannelKind,
    pub stage: Stage,
    /// Asks for the same card as the first citizen.
    pub twin: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Answers,
    Says(&'static str),
    TapsAnOldButton,
    SendsPhotos { count: u8, quality: u8 },
    SendsSomethingOdd,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Duty {
    TakesOver,
    Writes,
    GivesBack,
    MovesACase,
    /// Whether the office's rules allow it or not.
    TriesAnything,
}

/// How the platform answers one send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mishap {
    Retry,
    /// Taken, and nobody hears of it.
    LostAnswer,
    /// Not taken, and nobody knows.
    LostRequest,
    WaitPerson,
    SlowNumber,
    HoldQueue,
    WindowClosed,
    Unreachable,
    Refused,
}

impl Mishap {
    pub(super) fn told(self) -> &'static str {
        match self {
            Mishap::Retry => "try again",
            Mishap::LostAnswer => "nothing, having taken it",
            Mishap::LostRequest => "nothing, not having taken it",
            Mishap::WaitPerson => "this person must wait",
            Mishap::SlowNumber => "slow down",
            Mishap::HoldQueue => "nothing goes out until an operator acts",
            Mishap::WindowClosed => "the window is closed",
            Mishap::Unreachable => "unreachable",
            Mishap::Refused => "refused",
        }
    }

    pub(super) fn refusal(self) -> Option<SendError> {
        let why = String::from("simulated");
        Some(match self {
            Mishap::Retry => SendError::Retry { after: None, sure: true, why },
            Mishap::LostRequest => SendError::Retry { after: None, sure: false, why },
            Mishap::WaitPerson => SendError::WaitPerson { after: None, why },
            Mishap::SlowNumber => SendError::SlowNumber { after: None, why },
            Mishap::HoldQueue => SendError::HoldQueue { why },
            Mishap::WindowClosed => SendError::WindowClosed { why },
            Mishap::Unreachable => SendError::Unreachable { why },
            Mishap::Refused => SendError::Refused { why },
            Mishap::LostAnswer => return None,
        })
    }
}

/// What becomes of a file at the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct FilePlan {
    pub quality: u8,
    /// So many fetches fail.
    pub fails: u8,
    pub gone: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Item {
    Citizen { id: u32, at: Millis, who: usize, deed: Deed, salt: u64 },
    Officer { at: Millis, duty: Duty, salt: u64 },
    Publish { at: Millis },
    Jump { at: Millis, by: Millis },
    Crash { process: usize, after: u32 },
    Stall { step: u64, lasts: Millis },
    Commit { process: usize, nth: u64, fate: AtCommit },
    Late { of: u32, by: Millis },
    Again { of: u32, after: Millis },
    File { of: u32, fails: u8, gone: bool },
    Poison { of: u32 },
    Mishap { channel: ChannelKind, nth: u32, what: Mishap },
    Status { channel: ChannelKind, nth: u32, state: &'static str, after: Millis },
}

#[derive(Debug, Clone)]
pub(super) struct Story {
    pub seed: u64,
    pub processes: usize,
    pub cast: Vec<Role>,
    /// The second version is the one that is current at first.
    pub second_first: bool,
    /// How long after the last act the clock goes on, so that timers come.
    pub patience: Millis,
    pub items: Vec<Item>,
}

impl Story {
    /// The story without one item; a deed takes its troubles with it.
    pub(super) fn without(&self, at: usize) -> Story {
        let gone = match self.items.get(at) {
            Some(Item::Citizen { id, .. }) => Some(*id),
            _ => None,
        };
        let kept = self.items.iter().enumerate().filter(|(n, item)| {
            *n != at
                && !matches!(item, Item::Late { of, .. } | Item::Again { of, .. } | Item::File { of, .. } | Item::Poison { of } if Some(*of) == gone)
        });
        Story { items: kept.map(|(_, item)| item.clone()).collect(), ..self.clone() }
    }
}

//! Stories in words.

use std::fmt;

use super::{DAY, Deed, Duty, HOUR, Item, MINUTE, SECOND, START, Stage, Story};
use crate::domain::Millis;
use crate::store::AtCommit;

/// "day 1 09:00:03.120", in the office's time.
pub(in crate::simulation) fn clock(at: Millis) -> String {
    let since = at - START + 9 * HOUR;
    let (day, rest) = (since.div_euclid(DAY), since.rem_euclid(DAY));
    let (hour, minute) = (rest / HOUR, rest / MINUTE % 60);
    format!("day {} {hour:02}:{minute:02}:{:02}.{:03}", day + 1, rest / SECOND % 60, rest % SECOND)
}

fn lasting(span: Millis) -> String {
    match span {
        s if s >= DAY => format!("{:.1} days", s as f64 / DAY as f64),
        s if s >= HOUR => format!("{:.1} hours", s as f64 / HOUR as f64),
        s if s >= MINUTE => format!("{:.1} minutes", s as f64 / MINUTE as f64),
        s if s >= SECOND => format!("{:.1} seconds", s as f64 / SECOND as f64),
        s => format!("{s} ms"),
    }
}

/// The story as it is meant, before it happens.
impl fmt::Display for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} at work on one database.",
            match self.processes {
                1 => "One process",
                _ => "Two processes",
            }
        )?;
        for role in &self.cast {
            let stage = match role.stage {
                Stage::New => "has not written yet",
                Stage::AtPhoto => "is asked for the police letter",
                Stage::AtConfirm => "is asked whether all is right",
                Stage::Filed => "has filed a request",
            };
            writeln!(f, "{} ({}) {stage}.", role.name, role.channel.as_str())?;
        }
        let mut items: Vec<(&Item, Millis)> = self.items.iter().map(|i| (i, self.when(i))).collect();
        items.sort_by_key(|(_, at)| *at);
        for (item, _) in items {
            writeln!(f, "- {}", self.told(item))?;
        }
        Ok(())
    }
}

impl Story {
    fn when(&self, item: &Item) -> Millis {
        let of = |id: &u32| {
            self.items.iter().find_map(|i| match i {
                Item::Citizen { id: this, at, .. } if this == id => Some(*at),
                _ => None,
            })
        };
        match item {
            Item::Citizen { at, .. }
            | Item::Officer { at, .. }
            | Item::Publish { at }
            | Item::Jump { at, .. } => *at,
            Item::Late { of: id, .. }
            | Item::Again { of: id, .. }
            | Item::File { of: id, .. }
            | Item::Poison { of: id } => of(id).unwrap_or(START),
            Item::Crash { .. }
            | Item::Stall { .. }
            | Item::Commit { .. }
            | Item::Mishap { .. }
            | Item::Status { .. } => Millis::MAX,
        }
    }

    fn told(&self, item: &Item) -> String {
        match item {
            Item::Citizen { at, who, deed, .. } => {
                let name = self.cast[*who].name;
                let does = match deed {
                    Deed::Answers => "answers".to_owned(),
                    Deed::Says(words) => format!("writes \"{words}\""),
                    Deed::TapsAnOldButton => "taps an old button".to_owned(),
                    Deed::SendsPhotos { count, .. } => format!("sends photos: {count}"),
                    Deed::SendsSomethingOdd => "sends something odd".to_owned(),
                };
                format!("{} {name} {does}", clock(*at))
            }
            Item::Officer { at, duty, .. } => {
                let does = match duty {
                    Duty::TakesOver => "takes a chat over",
                    Duty::Writes => "writes to a citizen",
                    Duty::GivesBack => "gives a chat back",
                    Duty::MovesACase => "moves a case",
                    Duty::TriesAnything => "tries any act on a case",
                };
                format!("{} an officer {does}", clock(*at))
            }
            Item::Publish { at } => format!("{} a new version of the conversation is published", clock(*at)),
            Item::Jump { at, by } => format!("{} the clock jumps by {}", clock(*at), lasting(*by)),
            Item::Crash { process, after } => {
                format!("process {} dies after {after} gates of its life", process + 1)
            }
            Item::Stall { step, lasts } => {
                format!("whoever is next at step {step} stands still for {}", lasting(*lasts))
            }
            Item::Commit { process, nth, fate } => {
                let what = match fate {
                    AtCommit::IsUnheard => "is done, and it hears of no answer",
                    AtCommit::Goes | AtCommit::Falls | AtCommit::IsRefused => "is refused",
                };
                format!("commit {nth} of process {} {what}", process + 1)
            }
            Item::Poison { .. } => "  it breaks whoever reads it".to_owned(),
            Item::Late { by, .. } => format!("  its delivery is late by {}", lasting(*by)),
            Item::Again { after, .. } => format!("  it is delivered again after {}", lasting(*after)),
            Item::File { gone: true, .. } => "  its file is gone at the platform".to_owned(),
            Item::File { fails, .. } => format!("  its file cannot be fetched {fails} times"),
            Item::Mishap { channel, nth, what } => {
                format!("{} answers send {nth} with: {}", channel.as_str(), what.told())
            }
            Item::Status { channel, nth, state, after } => {
                format!("{} says that send {nth} was {state}, after {}", channel.as_str(), lasting(*after))
            }
        }
    }
}

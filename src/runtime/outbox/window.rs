//! By which way a bubble may leave now: plainly inside the reply window, as a template outside of it, by another
//! channel of the same person, or not before the citizen writes.

use super::Outbox;
use crate::domain::Millis;
use crate::domain::ids::{PersonId, RowId};
use crate::domain::inbound::ChannelKind;
use crate::domain::template::{Filled, Occasion};
use crate::runtime::house::House;
use crate::store::{OutboxRow, ReadsReach, StoreError};

const HOUR: Millis = 60 * 60 * 1000;

/// What is sent this close to the end of a window may arrive behind it.
const MARGIN: Millis = 60_000;

/// The way of one bubble.
#[derive(Debug, PartialEq)]
pub(super) enum Way {
    Plain,
    Template(Filled),
    /// The person can be reached there, and not here.
    Elsewhere(ChannelKind),
    /// Nothing unasked may leave before then.
    Later(Millis),
    /// Until the citizen writes.
    Hold,
    /// Never: the reason for the transcript.
    Never(&'static str),
}

impl Outbox {
    pub(super) async fn way(&self, row: &OutboxRow) -> Result<Way, StoreError> {
        let house = &self.house;
        if row.reminds
            && let Some(way) = self.untimely(row).await?
        {
            return Ok(way);
        }
        let mut store = &house.store;
        if is_unreachable(house, &mut store, &row.person, row.channel).await? {
            // Who blocked us is not written to; the transcript shows it as failed.
            return Ok(match elsewhere(house, &mut store, &row.person, row.channel).await? {
                Some(channel) => Way::Elsewhere(channel),
                None => Way::Never("unreachable"),
            });
        }
        if is_open(house, &mut store, &row.person, row.channel).await? {
            return Ok(Way::Plain);
        }
        if let Some(filled) = &row.message.outside {
            let row_of = house.store.template(row.channel, &filled.name, &filled.language).await?;
            if row_of.standing.usable() {
                return Ok(match row_of.stopped_until > house.clock.now() {
                    true => Way::Later(row_of.stopped_until),
                    false => Way::Template(filled.clone()),
                });
            }
            template_unusable(house, row.channel, filled, row_of.standing.as_str()).await?;
        }
        self.without_template(row).await
    }

    /// A reminder may have waited for a platform that was down. Whoever wrote or said "stop" meanwhile is not
    /// reminded, and nobody in the night.
    async fn untimely(&self, row: &OutboxRow) -> Result<Option<Way>, StoreError> {
        let mut work = self.house.store.begin().await?;
        let overtaken = work.is_overtaken(row).await?;
        work.commit().await?;
        if overtaken {
            return Ok(Some(Way::Never("overtaken")));
        }
        let calendar = &self.house.library.calendar;
        Ok(calendar.unasked_from(self.house.clock.now()).map(Way::Later))
    }

    /// What remains when neither plain words nor a template may leave here.
    pub(super) async fn without_template(&self, row: &OutboxRow) -> Result<Way, StoreError> {
        if let Some(channel) =
            elsewhere(&self.house, &mut &self.house.store, &row.person, row.channel).await?
        {
            return Ok(Way::Elsewhere(channel));
        }
        // A reminder that comes after the citizen has written reminds of nothing; so does the notice that an
        // officer answered, when the answer is there.
        let timely =
            |filled: &Filled| matches!(filled.occasion, Occasion::Resume | Occasion::OfficerAnswered);
        Ok(match &row.message.outside {
            _ if row.reminds => Way::Never("overtaken"),
            Some(filled) if timely(filled) => Way::Never("window: no approved template to send instead"),
            _ => Way::Hold,
        })
    }
}

/// Whether plain words may leave to this person by this channel now.
pub(in crate::runtime) async fn is_open(
    house: &House,
    at: &mut impl ReadsReach,
    person: &PersonId,
    channel: ChannelKind,
) -> Result<bool, StoreError> {
    let Some(door) = house.channel(channel) else { return Ok(false) };
    let Some(hours) = door.abilities().window_hours else { return Ok(true) };
    let last_in = at.reach(person, channel, door.line()).await?.last_in;
    Ok(last_in.is_some_and(|opened_at| reaches(opened_at, hours, house.clock.now())))
}

/// Whether a window of so many hours that opened then is open still.
fn reaches(opened_at: Millis, hours: u32, now: Millis) -> bool {
    opened_at + Millis::from(hours) * HOUR - MARGIN > now
}

/// Whether the platform told us that this person cannot be reached there.
pub(in crate::runtime) async fn is_unreachable(
    house: &House,
    at: &mut impl ReadsReach,
    person: &PersonId,
    channel: ChannelKind,
) -> Result<bool, StoreError> {
    let line = house.channel(channel).map_or("", |door| door.line());
    Ok(at.reach(person, channel, line).await?.unreachable)
}

/// Another channel by which plain words reach this person now.
pub(in crate::runtime) async fn elsewhere(
    house: &House,
    at: &mut impl ReadsReach,
    person: &PersonId,
    from: ChannelKind,
) -> Result<Option<ChannelKind>, StoreError> {
    for (channel, door) in house.channels.iter().filter(|(channel, _)| **channel != from) {
        let reach = at.reach(person, *channel, door.line()).await?;
        let now = house.clock.now();
        let open = match (door.abilities().window_hours, reach.last_in) {
            (None, _) => true,
            (Some(hours), Some(opened_at)) => reaches(opened_at, hours, now),
            (Some(_), None) => false,
        };
        if reach.linked && !reach.unreachable && open {
            return Ok(Some(*channel));
        }
    }
    Ok(None)
}

/// Tells the operator that a message could not leave as a template.
pub(in crate::runtime) async fn template_unusable(
    house: &House,
    channel: ChannelKind,
    filled: &Filled,
    why: &str,
) -> Result<(), StoreError> {
    let mut work = house.store.begin().await?;
    let id: RowId = house.mint.id();
    let subject = subject(channel, &filled.name, &filled.language);
    work.raise_alarm(&id, "template_unusable", &subject, why, house.clock.now()).await?;
    work.commit().await
}

/// `whatsapp:sapa_siap/id`.
pub(in crate::runtime) fn subject(channel: ChannelKind, name: &str, language: &str) -> String {
    format!("{}:{name}/{language}", channel.as_str())
}

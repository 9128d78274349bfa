//! What becomes of a bubble that the platform took and then failed. A call that succeeded means "accepted": most
//! refusals of content and window come later, as a status.

use super::verdicts::WINDOW_AGAIN;
use super::{CHANNEL_HELD, HELD, backoff, pair_backoff, window};
use crate::domain::Millis;
use crate::domain::ids::{MessageId, PersonId, RowId};
use crate::domain::inbound::{ChannelKind, Delivery, DeliveryStatus};
use crate::runtime::house::House;
use crate::runtime::ports::SendError;
use crate::store::{GivenBack, StoreError, TemplateLine, Work};

/// After so many returns a bubble stays failed.
const SETBACKS_MAX: i64 = 8;

/// What the platform tells of a bubble to this person, by our own id when it is echoed, else by the platform's. True:
/// it is queued again.
pub(in crate::runtime) async fn hear(
    house: &House,
    work: &mut Work,
    (person, channel): (Option<&PersonId>, ChannelKind),
    status: &DeliveryStatus,
) -> Result<bool, StoreError> {
    let echoed = status.message_id.as_deref().and_then(|id| MessageId::parse(id).ok());
    let id = match (echoed, person) {
        (None, Some(person)) => work.bubble_on_wire(person, channel, &status.wire_id).await?,
        (echoed, _) => echoed,
    };
    let mut fault = status.error.clone();
    if status.state == Delivery::Failed {
        match settle(house, work, channel, status, id.as_ref()).await? {
            Outcome::GoesOn => {
                house.metrics.delivery(channel.as_str(), "given_back");
                return Ok(true);
            }
            Outcome::Failed(why) => fault = Some(why),
        }
    }
    let now = house.clock.now();
    work.note_status(channel, &status.wire_id, id.as_ref(), status.state, fault.as_deref(), now).await?;
    house.metrics.delivery(channel.as_str(), status.state.as_str());
    if status.state == Delivery::Failed {
        tracing::warn!(channel = channel.as_str(), error = fault.as_deref(), "a message failed");
    }
    Ok(false)
}

/// What becomes of it.
enum Outcome {
    /// It goes another way, or once more.
    GoesOn,
    /// It failed: why, for staff.
    Failed(String),
}

/// Settles a `failed` status.
async fn settle(
    house: &House,
    work: &mut Work,
    channel: ChannelKind,
    status: &DeliveryStatus,
    id: Option<&MessageId>,
) -> Result<Outcome, StoreError> {
    let failed = |why: String| Ok(Outcome::Failed(why));
    let Some(door) = house.channel(channel) else { return failed(String::new()) };
    let now = house.clock.now();
    let fate = door.fate(status);
    let why = fate.to_string();
    let Some(id) = id else { return failed(why) };
    let Some(back) = work.given_back(channel, id).await? else { return failed(why) };
    let taken = matches!(Delivery::parse(&back.status), Some(Delivery::Accepted | Delivery::Sent));
    // Under way: its own send call is about to speak of it. An old try: told already.
    if back.under_way || !taken || back.wire_id.as_deref().is_some_and(|wire| wire != status.wire_id) {
        return failed(why);
    }
    let tries = work.count_setback(&back.id).await?;
    let again = match &fate {
        _ if tries > SETBACKS_MAX => None,
        SendError::WindowClosed { .. } if tries == 1 && !back.as_template => Some(now + WINDOW_AGAIN),
        SendError::WindowClosed { .. } => {
            work.shut_window(&back.person, channel, door.line()).await?;
            Some(now)
        }
        SendError::Retry { after, .. } => Some(now + after.map_or(backoff(tries, &back.id), millis)),
        SendError::RetryTimes { most, after, .. } => {
            (tries < *most).then(|| now + after.map_or(backoff(tries, &back.id), millis))
        }
        SendError::WaitPerson { after, .. } => Some(now + after.map_or(pair_backoff(tries), millis)),
        SendError::SlowNumber { after, .. } => Some(now + after.map_or(backoff(tries + 3, &back.id), millis)),
        SendError::StopUnasked { after, why } => {
            let until = now + millis(*after);
            work.stop_unasked(channel, until, why, now).await?;
            alarm(house, work, "unasked_stopped", channel.as_str(), why).await?;
            Some(until)
        }
        SendError::HoldQueue { why } => {
            alarm(house, work, CHANNEL_HELD, channel.as_str(), why).await?;
            Some(now + HELD * tries)
        }
        SendError::Template { standing, why } => {
            if let (Some(filled), true) = (&back.message.outside, back.as_template) {
                let subject = window::subject(channel, &filled.name, &filled.language);
                alarm(house, work, "template_unusable", &subject, why).await?;
                if let Some(standing) = standing {
                    let (name, language) = (filled.name.clone(), filled.language.clone());
                    let (standing, detail) = (*standing, why.clone());
                    work.note_template(&TemplateLine { channel, name, language, standing, detail, at: now })
                        .await?;
                }
            }
            // The same words in the same template would fail again: they wait for the citizen.
            work.bring_back_held(&back, now).await?;
            alarm(
                house,
                work,
                "window_closed",
                back.person.as_str(),
                "a message waits for the citizen to write",
            )
            .await?;
            return Ok(Outcome::GoesOn);
        }
        SendError::Unreachable { .. } => {
            work.set_unreachable(&back.person, channel, Some(now)).await?;
            window::elsewhere(house, work, &back.person, channel).await?.map(|_| now)
        }
        SendError::KeptBack { .. } => {
            return match window::elsewhere(house, work, &back.person, channel).await? {
                Some(other) => {
                    work.bring_back(&GivenBack { channel: other, ..back }, now, now).await?;
                    Ok(Outcome::GoesOn)
                }
                None => failed(why),
            };
        }
        SendError::Refused { .. } => None,
    };
    match again {
        Some(at) => {
            work.bring_back(&back, at, now).await?;
            Ok(Outcome::GoesOn)
        }
        None => {
            alarm(house, work, "message_failed", back.id.as_str(), &why).await?;
            failed(why)
        }
    }
}

fn millis(after: std::time::Duration) -> Millis {
    i64::try_from(after.as_millis()).unwrap_or(HELD)
}

async fn alarm(
    house: &House,
    work: &mut Work,
    kind: &str,
    subject: &str,
    detail: &str,
) -> Result<(), StoreError> {
    let id: RowId = house.mint.id();
    work.raise_alarm(&id, kind, subject, detail, house.clock.now()).await
}

//! The second way out: a reply that goes to the platform and never stood in the outbox.

use super::Turn;
use crate::domain::ids::MessageId;
use crate::domain::outbound::Outgoing;

pub(super) fn send_past_the_outbox(turn: &Turn<'_>, id: MessageId, bubble: Outgoing) {
    let (house, person, channel) = (turn.house.clone(), turn.person.id.clone(), turn.channel);
    turn.house.store.put_off(Box::pin(async move {
        let (Some(door), Ok(to)) = (house.channel(channel), house.store.addresses(&person, channel).await)
        else {
            return;
        };
        if let Err(error) = door.send(&to, &id, &bubble, None).await {
            tracing::error!(%error, "failed to send");
        }
    }));
}

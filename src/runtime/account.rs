//! What arrives without a person: news about our own account on a platform (a ban, a paused template, a changed
//! limit), the fate of a message that names no recipient, and a message whose sender we cannot make out. Staff
//! see the first and the last as an alarm; none has a lane.

use std::panic::AssertUnwindSafe;

use super::house::House;
use super::outbox::fates;
use super::templates;
use super::watch;
use crate::domain::inbound::{Body, ChannelKind};
use crate::store::{StoreError, Work};

/// Serves what waits. Gives how much there was.
pub(super) async fn sweep(house: &House) -> Result<usize, StoreError> {
    let now = house.clock.now();
    let mut work = house.store.begin().await?;
    let waiting = work.waiting_account_news(50).await?;
    let unreadable = work.unreadable();
    for id in &unreadable {
        work.arrival_unreadable(id, now).await?;
        watch::raise(house, &mut work, "arrival_set_aside", id, "it does not read").await?;
    }
    for row in &waiting {
        if let Some((kind, door)) = row.channel.and_then(|kind| house.channel(kind).map(|door| (kind, door)))
        {
            // What breaks the reader must not end whoever looks after the timers, again at every start.
            let body = row.body.expose();
            let read = AssertUnwindSafe(|| (door.template_news(body), door.read(body).body));
            let Ok((news, body)) = std::panic::catch_unwind(read) else {
                work.set_arrival_aside(&row.id, now).await?;
                let why = "it breaks the reader";
                watch::raise(house, &mut work, "arrival_set_aside", row.id.as_str(), why).await?;
                continue;
            };
            for about in news {
                templates::note(house, &mut work, kind, &about).await?;
            }
            serve(house, &mut work, kind, body).await?;
        }
        work.serve_arrival(&row.id, now).await?;
    }
    work.commit().await?;
    Ok(waiting.len() + unreadable.len())
}

async fn serve(house: &House, work: &mut Work, kind: ChannelKind, body: Body) -> Result<(), StoreError> {
    match body {
        Body::Account { field, event, about, summary } => {
            // One open alarm per event and what it is about: a ban must not hide behind older news of the same field.
            let parts = [Some(kind.as_str()), Some(&field), event.as_deref(), about.as_deref()];
            let subject = parts.into_iter().flatten().collect::<Vec<_>>().join(":");
            watch::raise(house, work, "account_news", &subject, &summary).await?;
            house.metrics.account_news(kind.as_str(), &field, event.as_deref().unwrap_or("none"));
        }
        Body::Status(status) => {
            fates::hear(house, work, (None, kind), &status).await?;
        }
        Body::Ignored { .. } => {}
        Body::Text { .. }
        | Body::Tap { .. }
        | Body::Media { .. }
        | Body::Location { .. }
        | Body::Contact { .. }
        | Body::Form { .. }
        | Body::Reaction { .. }
        | Body::Edited { .. }
        | Body::Unsupported { .. }
        | Body::Blocked { .. }
        | Body::AddressChange { .. } => {
            // Somebody waits for an answer that we cannot give: the reader does not know this kind of sender.
            let why = "a message came from a sender that cannot be made out";
            watch::raise(house, work, "unknown_sender", kind.as_str(), why).await?;
        }
    }
    Ok(())
}

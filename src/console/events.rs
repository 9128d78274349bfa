//! The live line to open pages: what changed, by kind and id. Never a word of a citizen.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::session::{Who, may_see_cases};
use super::state::Site;
use crate::pubsub::Wake;

/// A line lives this long, then the browser connects again and is asked who it is: a session that ended
/// meanwhile hears no more.
const LIFE: Duration = Duration::from_secs(5 * 60);

pub(super) async fn stream(
    State(site): State<Site>,
    who: Who,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let wakes = site.means.bus.listen();
    let end = tokio::time::Instant::now() + LIFE;
    let (chats, cases) = (who.staff.may_chat(), may_see_cases(&who.staff));
    let closing = site.means.closing.clone();
    let events = stream::unfold(wakes, move |mut wakes| {
        let closing = closing.clone();
        async move {
            tokio::select! {
                () = closing.cancelled() => None,
                () = tokio::time::sleep_until(end) => None,
                event = next(&mut wakes, chats, cases) => event.map(|event| (Ok(event), wakes)),
            }
        }
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
}

/// The next wake that this officer may hear of; none when the program ends.
async fn next(wakes: &mut Receiver<Wake>, chats: bool, cases: bool) -> Option<Event> {
    loop {
        match wakes.recv().await {
            Ok(Wake::Chat(person)) if chats => {
                return Some(Event::default().event("chat").data(person.as_str()));
            }
            Ok(Wake::Case) if cases => return Some(Event::default().event("case").data("")),
            Ok(Wake::Chat(_) | Wake::Case | Wake::Inbox(_) | Wake::Outbox(_) | Wake::Media) => {}
            // Wakes were lost, or this is too far behind: look at everything.
            Ok(Wake::All) | Err(RecvError::Lagged(_)) => return Some(Event::default().event("all").data("")),
            Err(RecvError::Closed) => return None,
        }
    }
}

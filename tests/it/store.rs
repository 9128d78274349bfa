//! The store on both databases: what must hold whatever the runtime does, and whatever two processes do at once.

mod cases;
mod files;
mod inbox;
mod outbox;
mod people;
mod secrecy;
mod slots;
mod statuses;

use sapa::domain::chat::Author;
use sapa::domain::ids::{ArrivalId, Id, MessageId, PersonId, id_bits};
use sapa::domain::inbound::{Address, AddressKind, ArrivalClass, ChannelKind};
use sapa::domain::outbound::Outgoing;
use sapa::domain::redacted::Redacted;
use sapa::store::{NewArrival, OutboxRow, Priority, SentRow, Store, StoreError, Work};

use crate::databases::NOW;

/// The n-th id of its kind: ids of a test are in the order of their numbers.
fn id<T: Id>(n: u128) -> T {
    T::from_bits(id_bits(NOW, n))
}

fn address(kind: AddressKind, value: &str) -> Address {
    Address { kind, value: Redacted::from(value.to_owned()) }
}

/// A citizen with one WhatsApp number, whose lane and chat are there.
async fn citizen(store: &Store, n: u128) -> PersonId {
    let phone = address(AddressKind::WaPhone, &format!("+62812000099{n:02}"));
    let mut work = store.begin().await.expect("a transaction begins");
    let person = work.person_of(&[phone], None, &id(n), "id", NOW).await.expect("a person is made");
    work.chat(&person, ChannelKind::Whatsapp, NOW).await.expect("a chat is made");
    work.commit().await.expect("the citizen is kept");
    person
}

/// The platform took a bubble.
///
/// # Errors
/// [`StoreError::Conflict`] when another worker has it.
async fn taken(work: &mut Work, row: &OutboxRow, wire_id: &str, now: i64) -> Result<(), StoreError> {
    let noted = work.all_sent(&[SentRow { row, wire_id }], "channel_held", now).await?;
    if noted.done.is_empty() { Err(StoreError::Conflict) } else { Ok(()) }
}

/// A message on WhatsApp.
fn message<'a>(
    id: &'a ArrivalId,
    person: &'a PersonId,
    provider_id: &'a str,
    body: &'a Redacted<String>,
) -> NewArrival<'a> {
    NewArrival {
        id,
        channel: Some(ChannelKind::Whatsapp),
        provider_id,
        person: Some(person),
        class: ArrivalClass::Message,
        occurred_at: NOW,
        body,
    }
}

/// Stores an event and wakes its lane, as the inbox does. Whether it was new.
async fn arrive(store: &Store, person: &PersonId, n: u128, provider_id: &str) -> Result<bool, StoreError> {
    let body = Redacted::from("{}".to_owned());
    let arrival: ArrivalId = id(n);
    let new = message(&arrival, person, provider_id, &body);
    let mut work = store.begin().await?;
    let fresh = work.add_arrival(&new, NOW).await?;
    if fresh {
        work.wake_lane(person, NOW).await?;
    }
    work.commit().await?;
    Ok(fresh)
}

/// Writes a bubble into the outbox.
async fn send(store: &Store, person: &PersonId, n: u128, text: &str) -> MessageId {
    write(store, person, n, &Outgoing::text(text)).await
}

async fn write(store: &Store, person: &PersonId, n: u128, message: &Outgoing) -> MessageId {
    let (id, wa, bot): (MessageId, _, _) = (id(n), ChannelKind::Whatsapp, Author::Bot);
    let mut work = store.begin().await.expect("a transaction begins");
    let written = work.send(&id, person, wa, &bot, "text", message, Priority::Reply, NOW).await;
    written.expect("a bubble is written");
    work.commit().await.expect("a bubble is kept");
    id
}

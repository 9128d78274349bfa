//! One turn: what arrived, served in one transaction. Session, transcript, outbox rows, timers and dossier
//! are written together or not at all; a crash before the commit leaves the event waiting.

mod after;
mod listen;
mod meaning;
#[cfg(any(debug_assertions, feature = "planted-faults"))]
mod planted;

use std::borrow::Cow;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;

use super::adviser;
use super::effects;
use super::files;
use super::house::House;
use super::inbox::Internal;
use super::outbox::fates;
use super::pages;
use super::proof;
use super::release::{self, Move};
use super::render::{Renderer, Slots};
use super::router::Router;
use super::templates;
use super::watch;
use crate::domain::Millis;
use crate::domain::chat::{Author, Chat, Owner};
use crate::domain::ids::{MediaId, MessageId, PersonId};
use crate::domain::inbound::{Body, ChannelKind, Inbound};
use crate::domain::outbound::{Link, Outgoing, Spent};
use crate::domain::template::{Filled, Occasion};
use crate::engine::upgrade::{Moved, step_moving};
use crate::engine::{self, Asks, Ctx, Event, MediaSeen, Reply, Session, Step};
use crate::store::{ArrivalRow, Lane, Person, Priority, StoreError, Work};

pub(super) use after::{After, Courtesy, Unsent};
pub(super) use meaning::{TEXT_MAX, unfetched};

/// Photos sent within this time on a channel without albums belong together.
pub(super) const BURST: Millis = 5_000;

/// Who wrote within this time is not silent.
const SILENCE: Millis = 60 * 60 * 1000;

#[derive(Debug, thiserror::Error)]
pub(super) enum TurnError {
    /// Another worker holds the lane now.
    #[error("the lane was lost")]
    LaneLost,
    /// A fault of ours that this event brings out.
    #[error("the turn panicked")]
    Panicked,
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for TurnError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => TurnError::LaneLost,
            other => TurnError::Store(other),
        }
    }
}

/// An arrival, read.
struct Read<'a> {
    row: &'a ArrivalRow,
    inbound: Inbound,
}

/// Serves one event, or the files of one album, of a lane, in a transaction of its own.
pub(super) async fn serve(
    house: &House,
    router: &Router,
    lane: &Lane,
    batch: &[ArrivalRow],
    lease: Millis,
) -> Result<After, TurnError> {
    // A panic would end the worker before the try is counted, and the event would be tried for ever.
    let served = AssertUnwindSafe(serve_batch(house, router, lane, batch, lease)).catch_unwind().await;
    served.unwrap_or(Err(TurnError::Panicked))
}

async fn serve_batch(
    house: &House,
    router: &Router,
    lane: &Lane,
    batch: &[ArrivalRow],
    lease: Millis,
) -> Result<After, TurnError> {
    let reads = read_all(house, batch);
    let seen: Vec<_> = reads.iter().flatten().map(|r| (r.row, &r.inbound)).collect();
    let media = match batch.first().and_then(|first| first.channel) {
        Some(channel) if reads.is_some() => files::receive(house, lane, channel, &seen).await?,
        _ => Vec::new(),
    };
    let mut work = house.store.begin().await?;
    work.hold_lane(lane, house.clock.now() + lease).await?;
    let after = serve_read(house, router, &mut work, lane, batch, reads.as_deref(), media).await?;
    work.commit().await?;
    Ok(after)
}

/// The same inside a transaction that has claimed the lane, for events that bring no file.
pub(super) async fn serve_in(
    house: &House,
    router: &Router,
    work: &mut Work,
    lane: &Lane,
    batch: &[ArrivalRow],
) -> Result<After, TurnError> {
    let reads = read_all(house, batch);
    serve_read(house, router, work, lane, batch, reads.as_deref(), Vec::new()).await
}

/// Notes what became of a bubble of ours, inside a transaction that has claimed the lane. It says nothing and
/// needs nothing of the person. True: the bubble is queued again.
pub(super) async fn serve_fate(
    house: &House,
    work: &mut Work,
    lane: &Lane,
    row: &ArrivalRow,
) -> Result<bool, TurnError> {
    let (Some(channel), Some(reads)) = (row.channel, read_all(house, std::slice::from_ref(row))) else {
        set_aside(house, work, row, "channel_off").await?;
        return Ok(false);
    };
    let mut queued = false;
    for read in &reads {
        match &read.inbound.body {
            Body::Status(status) => {
                queued |= fates::hear(house, work, (Some(&lane.person), channel), status).await?
            }
            _ => tracing::warn!(person = %lane.person, "a status that reads as something else"),
        }
    }
    work.serve_arrival(&row.id, house.clock.now()).await?;
    Ok(queued)
}

/// None: the channel is off, or the event is from ourselves.
fn read_all<'a>(house: &House, batch: &'a [ArrivalRow]) -> Option<Vec<Read<'a>>> {
    let door = house.channel(batch.first()?.channel?)?;
    Some(batch.iter().map(|row| Read { row, inbound: door.read(row.body.expose()) }).collect())
}

async fn serve_read(
    house: &House,
    router: &Router,
    work: &mut Work,
    lane: &Lane,
    batch: &[ArrivalRow],
    reads: Option<&[Read<'_>]>,
    media: Vec<Option<MediaSeen>>,
) -> Result<After, TurnError> {
    let Some(first) = batch.first() else { return Ok(After::nothing(lane)) };
    let Some(channel) = first.channel else { return serve_internal(house, work, lane, first).await };
    let Some(reads) = reads else {
        // The channel was switched off with events waiting: keep them; staff see the alarm.
        set_aside(house, work, first, "channel_off").await?;
        return Ok(After::nothing(lane));
    };
    work.because_of(&first.id);
    let mut turn = Turn::load(house, work, &lane.person, channel).await?;
    if let Some(kept) = &turn.person.merged_into {
        // Stored for this person while they became another: it is served there.
        work.follow_merge(&lane.person, kept, turn.now).await?;
        return Ok(After { moved_to: Some(kept.clone()), ..After::nothing(lane) });
    }
    for (n, read) in reads.iter().enumerate() {
        let file = media.get(n).and_then(Option::as_ref).filter(|m| files::is_fetched(m.kind));
        turn.transcribe(work, read, file.map(|m| &m.id)).await?;
    }
    let items: Vec<MediaSeen> = media.into_iter().flatten().collect();
    turn.respond(work, router, reads, items).await?;
    for read in reads {
        work.serve_arrival(&read.row.id, house.clock.now()).await?;
    }
    Ok(turn.after(work, reads.last().map(|r| &r.inbound)))
}

async fn set_aside(house: &House, work: &mut Work, row: &ArrivalRow, why: &str) -> Result<(), TurnError> {
    let now = house.clock.now();
    work.set_arrival_aside(&row.id, now).await?;
    watch::raise(house, work, why, row.id.as_str(), row.channel.map_or("internal", ChannelKind::as_str))
        .await?;
    Ok(())
}

async fn serve_internal(
    house: &House,
    work: &mut Work,
    lane: &Lane,
    row: &ArrivalRow,
) -> Result<After, TurnError> {
    let Ok(internal) = serde_json::from_str::<Internal>(row.body.expose()) else {
        set_aside(house, work, row, "internal_unreadable").await?;
        return Ok(After::nothing(lane));
    };
    let Some((chat, channel)) = work.find_chat(&lane.person).await? else {
        work.serve_arrival(&row.id, house.clock.now()).await?;
        return Ok(After::nothing(lane));
    };
    work.because_of(&row.id);
    let mut turn = Turn::with_chat(house, work, chat, channel).await?;
    let event = match &internal {
        Internal::MediaSettled { media } => {
            let row = work.media_row(media).await?;
            Some(Event::Media { items: vec![files::seen(&row)], album: None })
        }
        // Where the citizen began anew meanwhile, or wants a newer code, nobody waits for that one.
        Internal::MailFailed { mail, tag, fate } => {
            let waits = turn.session.tag == *tag && work.is_newest_mail(&turn.person.id, tag, mail).await?;
            waits.then_some(Event::MailFailed((*fate).into()))
        }
        Internal::Page { tag, question, answer } => {
            pages::arrived(&mut turn, work, row, (tag, question), answer).await?
        }
        other => other.event(),
    };
    // It waited behind what the citizen said, or stood in the lane before it.
    let lately = turn.chat.last_in_at.is_some_and(|at| (0..SILENCE).contains(&(turn.now - at)));
    let opted_out = turn.person.opted_out_at.is_some();
    let quiet = match &internal {
        Internal::Reminder => opted_out || lately,
        // They had enough of us since they asked.
        Internal::Advised { .. } => opted_out,
        Internal::DraftExpiry
        | Internal::HandedBack
        | Internal::MailFailed { .. }
        | Internal::MediaSettled { .. }
        | Internal::Page { .. } => false,
    };
    let priority = if matches!(internal, Internal::Reminder) { Priority::Reminder } else { Priority::Reply };
    match (event, &turn.chat.owner) {
        (Some(event), Owner::Bot) if !quiet => turn.converse(work, event, priority).await?,
        (Some(event), Owner::Queue | Owner::Staff(_))
            if matches!(internal, Internal::Page { .. } | Internal::MailFailed { .. }) =>
        {
            pages::keep_quietly(&mut turn, work, &event).await?;
        }
        (Some(_) | None, _) => {}
    }
    work.serve_arrival(&row.id, house.clock.now()).await?;
    Ok(turn.after(work, None))
}

/// What a turn holds while its transaction is open.
pub(super) struct Turn<'h> {
    pub house: &'h House,
    pub channel: ChannelKind,
    pub chat: Chat,
    pub person: Person,
    pub session: Session,
    pub now: Millis,
    /// Blobs to delete once the rows that named them are gone.
    pub dead_blobs: Vec<String>,
    /// The bubble whose buttons are spent.
    spent: Option<Spent>,
    answered: bool,
    /// A question to the model was written in this turn.
    pub(super) asks_model: bool,
    /// What became of a conversation that moved on to a newer definition in this turn.
    moved: Option<Moved>,
    /// Bubbles that waited for the citizen to write and leave with this turn.
    released: u64,
}

impl<'h> Turn<'h> {
    pub(super) async fn load(
        house: &'h House,
        work: &mut Work,
        person: &PersonId,
        channel: ChannelKind,
    ) -> Result<Turn<'h>, StoreError> {
        let (chat, _) = work.chat(person, channel, house.clock.now()).await?;
        Turn::with_chat(house, work, chat, channel).await
    }

    async fn with_chat(
        house: &'h House,
        work: &mut Work,
        chat: Chat,
        channel: ChannelKind,
    ) -> Result<Turn<'h>, StoreError> {
        let now = house.clock.now();
        let person = work.person(&chat.person).await?;
        let session = match work.session(&person.id).await? {
            Some(json) => serde_json::from_str(&json).map_err(|_| StoreError::Damaged("session"))?,
            None => Session::new(),
        };
        Ok(Turn {
            house,
            channel,
            chat,
            person,
            session,
            now,
            dead_blobs: Vec::new(),
            spent: None,
            answered: false,
            asks_model: false,
            moved: None,
            released: 0,
        })
    }

    /// Lets the engine answer and carries out what it decides.
    pub(super) async fn converse(
        &mut self,
        work: &mut Work,
        event: Event,
        priority: Priority,
    ) -> Result<(), StoreError> {
        let mut step = self.step(work, &event).await?;
        let mut slots = Slots::default();
        // A dossier that exists already is an answer of its own; at most one more step.
        if let Some(again) = effects::carry_out(self, work, &step, &mut slots).await? {
            let before = self.session.clone();
            step = self.step_from(work, before, &again).await?;
            effects::carry_out(self, work, &step, &mut slots).await?;
        }
        if let Some(reply) = &step.reply {
            let link = match &step.page {
                Some(question) => pages::link(self, work, &step.session.tag, question).await?,
                None => None,
            };
            self.send(work, reply, link, slots, priority, (step.asks, step.about.as_ref())).await?;
        }
        if let (Some(moved), Some(from)) = (self.moved.take(), &self.session.definition) {
            release::record(self.house, work, &self.person.id, from, &moved).await?;
        }
        self.session = step.session;
        effects::keep_session(self, work).await?;
        effects::set_timers(self, work, &event).await
    }

    async fn step(&mut self, work: &mut Work, event: &Event) -> Result<Step, StoreError> {
        let session = self.session.clone();
        self.step_from(work, session, event).await
    }

    pub(super) async fn step_from(
        &mut self,
        work: &mut Work,
        session: Session,
        event: &Event,
    ) -> Result<Step, StoreError> {
        let library = self.house.library.newest();
        let moving = release::due(&library, work, &session).await?;
        let pinned = match &moving {
            Some(moving) => Some(Cow::Borrowed(moving.to)),
            None => effects::pinned(&library, work, session.definition.as_deref()).await?,
        };
        let cases = work.cases_of(&self.person.id).await?;
        let proof = proof::of(self, work).await?;
        let taken = effects::taken(self.house, work, pinned.as_deref(), &cases, self.now).await?;
        let asks = adviser::may_ask(self, work, event).await?;
        let tag = self.house.mint.tag();
        let lang = self.person.lang.clone();
        let words = |key: &str| library.texts.find(&lang, key, &[]);
        let listed = library.texts.lists(&lang);
        let lists = |key: &str| listed.of(key);
        let ctx = Ctx {
            now: self.now,
            lang: &lang,
            office: &library.office,
            calendar: &library.calendar,
            regions: crate::domain::region::Regions::get(),
            nlu: &library.nlu,
            sensitive: self.house.sensitive(self.channel),
            mail: self.house.mail_is(),
            catalogue: &library.catalogue,
            definition: pinned.as_deref(),
            cases: &cases,
            proof,
            veil: asks.then(|| library.veil()),
            taken: &taken,
            fresh_tag: &tag,
            words: &words,
            lists: &lists,
        };
        let Some(Move { from, to }) = moving else { return Ok(engine::step(session, event, &ctx)) };
        let (step, moved) = step_moving(session, event, &ctx, from.as_deref(), to);
        self.moved = Some(moved);
        Ok(step)
    }

    /// Renders a reply in the person's language and puts it into the outbox.
    pub(super) async fn send(
        &mut self,
        work: &mut Work,
        reply: &Reply,
        link: Option<Link>,
        slots: Slots,
        priority: Priority,
        (asks, about): (Option<Asks>, Option<&MediaId>),
    ) -> Result<(), StoreError> {
        let library = self.house.library.clone();
        let outside = self.outside(&slots.ticket, priority);
        // Which of several pictures is meant is seen where the channel quotes it.
        let reply_to = match about {
            Some(media) => work.wire_of_file(&self.person.id, self.channel, media).await?,
            None => None,
        };
        let renderer = Renderer { library: &library, lang: &self.person.lang, slots };
        let bubble = Outgoing { outside, link, reply_to, ..renderer.bubble(reply, asks) };
        let id: MessageId = self.house.mint.id();
        #[cfg(any(debug_assertions, feature = "planted-faults"))]
        if self.house.store.has(crate::store::Planted::SecondWayOut) {
            planted::send_past_the_outbox(self, id, bubble);
            return Ok(());
        }
        let (person, kind) = (&self.person.id, priority.kind());
        work.send(&id, person, self.channel, &Author::Bot, kind, &bubble, priority, self.now).await?;
        self.answered = true;
        Ok(())
    }

    /// What may be said in a reply's place when it cannot leave in time: that a request was received, that one is
    /// unfinished.
    fn outside(&self, ticket: &str, priority: Priority) -> Option<Filled> {
        let library = &self.house.library;
        let lang = self.person.lang.as_str();
        match priority {
            _ if !ticket.is_empty() => {
                let values = [("ticket", ticket.to_owned())];
                templates::fill(library, Occasion::Received, lang, &values, None)
            }
            Priority::Reminder => {
                let service = self.session.service.as_deref()?;
                let title = library.texts.get(lang, &format!("{service}-title"), &[]);
                templates::fill(library, Occasion::Resume, lang, &[("service", title)], None)
            }
            Priority::Reply | Priority::Push => None,
        }
    }

    /// What is left to do once this is committed.
    fn after(self, work: &Work, last: Option<&Inbound>) -> After {
        After {
            to: work.addresses_ahead(&self.person.id, self.channel),
            person: self.person.id,
            channel: Some(self.channel),
            answered: self.answered || self.released > 0,
            dead_blobs: self.dead_blobs,
            last: last.cloned(),
            spent: if self.answered { self.spent } else { None },
            born: false,
            asks_model: self.asks_model,
            moved_to: None,
        }
    }
}

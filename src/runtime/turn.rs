//! One turn: what arrived, served in one transaction. Session, transcript, outbox rows, timers and dossier
//! are written together or not at all; a crash before the commit leaves the event waiting.

mod after;
#[cfg(any(debug_assertions, feature = "planted-faults"))]
mod planted;

use std::borrow::Cow;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;

use super::effects;
use super::files;
use super::house::{House, Minter};
use super::inbox::Internal;
use super::library::templates::SHOW;
use super::outbox::fates;
use super::pages;
use super::proof;
use super::release::{self, Move};
use super::render::{Renderer, Slots};
use super::router::{Facts, Route, Router};
use super::templates;
use super::watch;
use crate::domain::Millis;
use crate::domain::chat::{Author, Chat, Owner};
use crate::domain::ids::{MediaId, MessageId, PersonId};
use crate::domain::inbound::{Body, ChannelKind, Inbound, MEDIA_FAILED, MEDIA_TOO_LARGE, MediaKind};
use crate::domain::outbound::{Link, Outgoing, Spent, Turning};
use crate::domain::template::{Filled, Occasion};
use crate::domain::text;
use crate::engine::upgrade::{Moved, step_moving};
use crate::engine::{self, Asks, Ctx, Event, MediaSeen, Reply, Seen, Session, Step};
use crate::nlu::{Command, Strictness};
use crate::store::{ArrivalRow, IncomingBubble, Lane, Person, Priority, StoreError, Work};

pub(super) use after::{After, Courtesy, Unsent};

/// Photos sent within this time on a channel without albums belong together.
pub(super) const BURST: Millis = 5_000;

/// Longest text that is looked at and kept. WhatsApp and Telegram both send 4,096 at most; a bigger one is
/// not from them or not meant for us.
const TEXT_MAX: usize = 4_096;

/// Who wrote within this time is not silent.
const SILENCE: Millis = 60 * 60 * 1000;

/// A platform delivers an event again for up to seven days (Meta, webhooks/overview).
const REDELIVERY: Millis = 7 * 24 * 60 * 60 * 1000;

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
            Body::Status(status) => queued |= fates::hear(house, work, channel, status).await?,
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
        Internal::Page { tag, question, answer } => {
            pages::arrived(&mut turn, work, row, (tag, question), answer).await?
        }
        other => other.event(),
    };
    // It waited behind what the citizen said, or stood in the lane before it.
    let lately = turn.chat.last_in_at.is_some_and(|at| (0..SILENCE).contains(&(turn.now - at)));
    let quiet = matches!(internal, Internal::Reminder) && (turn.person.opted_out_at.is_some() || lately);
    let priority = if matches!(internal, Internal::Reminder) { Priority::Reminder } else { Priority::Reply };
    match (event, &turn.chat.owner) {
        (Some(event), Owner::Bot) if !quiet => turn.converse(work, event, priority).await?,
        (Some(event), Owner::Queue | Owner::Staff(_)) if matches!(internal, Internal::Page { .. }) => {
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
            moved: None,
            released: 0,
        })
    }

    /// Writes what the citizen sent into the transcript.
    async fn transcribe(
        &mut self,
        work: &mut Work,
        read: &Read<'_>,
        media: Option<&MediaId>,
    ) -> Result<(), StoreError> {
        let (kind, said) = match &read.inbound.body {
            Body::Text { text } => ("text", text.expose().clone()),
            Body::Tap { title, .. } => ("tap", title.expose().clone()),
            Body::Media { media, caption } => {
                (media.kind.as_str(), caption.as_ref().map_or_else(String::new, |c| c.expose().clone()))
            }
            Body::Location { latitude, longitude, name } => {
                let place = format!("{latitude},{longitude}");
                let named = name.as_ref().map(|name| format!("{} ({place})", name.expose()));
                ("location", named.unwrap_or(place))
            }
            Body::Form { answers, .. } => ("form", answers.expose().clone()),
            Body::Contact { phone, name, .. } => {
                let named = name.as_ref().map_or("", |name| name.expose().as_str());
                // Beside several cards the number stands in the name.
                let number = phone.as_ref().map(|phone| phone.expose().as_str());
                let number = number.filter(|number| !named.contains(number)).unwrap_or("");
                let card = [named, number].into_iter().filter(|part| !part.is_empty());
                ("contact", card.collect::<Vec<_>>().join(", "))
            }
            Body::Reaction { emoji } => ("reaction", emoji.clone().unwrap_or_default()),
            Body::Edited { text, .. } => {
                ("edited", text.as_ref().map_or_else(String::new, |t| t.expose().clone()))
            }
            Body::Unsupported { kind, caption: None } => ("unsupported", kind.clone()),
            Body::Unsupported { kind, caption: Some(words) } => {
                ("unsupported", format!("{kind}: {}", words.expose()))
            }
            Body::Status(_)
            | Body::Blocked { .. }
            | Body::AddressChange { .. }
            | Body::Account { .. }
            | Body::Ignored { .. } => return Ok(()),
        };
        let shown_now = self.edited_file(work, read).await?;
        let media = media.or(shown_now.as_ref());
        let id: MessageId = self.house.mint.id();
        let mut said = text::clean_to(&said, TEXT_MAX);
        if let Some(referral) = &read.inbound.referral {
            // For the officer alone: the conversation hears what the citizen said.
            said = format!("{said}\n↗ {}", text::clean_to(referral.expose(), 256)).trim_start().to_owned();
        }
        work.add_incoming(&IncomingBubble {
            id: &id,
            person: &self.person.id,
            channel: self.channel,
            kind,
            text: &said,
            media,
            arrival: &read.row.id,
            wire_id: read.inbound.quotable(),
            at: self.now,
        })
        .await?;
        let waits = self.chat.owner != Owner::Bot && !matches!(read.inbound.body, Body::Reaction { .. });
        work.note_incoming(&self.person.id, self.channel, self.now, waits).await?;
        self.open_window(work, read).await?;
        // Who writes can be reached; WhatsApp tells of no unblocking.
        work.set_unreachable(&self.person.id, self.channel, None).await?;
        self.chat.last_in_at = Some(self.now);
        Ok(())
    }

    /// The file that an edited message shows now. It is fetched for officers to see, by its own schedule; the bot
    /// waits for none and takes none as an answer.
    async fn edited_file(&self, work: &mut Work, read: &Read<'_>) -> Result<Option<MediaId>, StoreError> {
        match &read.inbound.body {
            Body::Edited { media: Some(media), .. } if files::is_fetched(media.kind) => {
                let fresh: MediaId = self.house.mint.id();
                let (person, arrival) = (&self.person.id, &read.row.id);
                work.add_media(&fresh, person, self.channel, arrival, media, self.now).await.map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The citizen wrote: plain words may leave again, and what waited for that goes first.
    async fn open_window(&mut self, work: &mut Work, read: &Read<'_>) -> Result<(), StoreError> {
        let person = &self.person.id;
        if let Some(door) = self.house.channel(self.channel)
            && door.abilities().window_hours.is_some()
        {
            // The platform counts from its own time; a time that cannot be is not believed.
            let told = read.inbound.at;
            let believable = (self.now - REDELIVERY..=self.now).contains(&told);
            let at = if believable { told } else { self.now };
            work.open_window(person, self.channel, door.line(), at).await?;
        }
        work.overtake_reminders(person, self.now).await?;
        self.released += work.release_held(person, self.channel, self.now).await?;
        Ok(())
    }

    async fn respond(
        &mut self,
        work: &mut Work,
        router: &Router,
        reads: &[Read<'_>],
        items: Vec<MediaSeen>,
    ) -> Result<(), StoreError> {
        let Some(first) = reads.first() else { return Ok(()) };
        let body = &first.inbound.body;
        if let (Body::Tap { payload, .. }, true) = (body, self.released > 0)
            && payload == SHOW
        {
            // What the citizen asked to see leaves now; there is nothing to add.
            return Ok(());
        }
        let command = self.command(body);
        let facts = Facts { body: body.clone(), owner: self.chat.owner.clone(), command };
        let route = router.route(facts).await;
        if self.person.opted_out_at.is_some() && matches!(route, Route::Conversation | Route::BackToBot) {
            // Writing to us again is the opposite of "stop".
            work.set_opted_out(&self.person.id, None).await?;
            self.person.opted_out_at = None;
        }
        match route {
            Route::Status => self.status(work, body).await,
            Route::Block => self.block(work, body).await,
            Route::AddressChange => proof::address_changed(self, work, body).await,
            Route::Nothing => Ok(()),
            // Files are fetched by their own schedule, and seen in the console.
            Route::Desk => Ok(()),
            Route::OptOut => self.converse(work, Event::Text("stop".into()), Priority::Reply).await,
            Route::BackToBot => {
                work.set_owner(&self.chat, &Owner::Bot, None, self.now).await?;
                work.set_waiting(&self.person.id, None).await?;
                self.chat.owner = Owner::Bot;
                self.chat.version += 1;
                self.converse(work, Event::Resumed, Priority::Reply).await
            }
            Route::Conversation => {
                proof::own_number(self, work, body).await?;
                self.spent = work.last_choices(&self.person.id).await?;
                self.mark_chosen(body);
                if let Some(turned) = self.turned(work, body).await? {
                    return self.show(work, turned).await;
                }
                let album = reads.iter().find_map(|r| r.inbound.album.clone());
                let items = match not_taken(body, &self.house.mint) {
                    Some(lost) => vec![lost],
                    None => items,
                };
                match event(body, items, album) {
                    Some(Event::Tap { payload, .. })
                        if effects::is_refile(&payload) && self.person.recheck_since.is_none() =>
                    {
                        effects::refile(self, work, &payload).await
                    }
                    Some(event) => self.converse(work, event, Priority::Reply).await,
                    None => Ok(()),
                }
            }
        }
    }

    /// Notes which button of the spent bubble was tapped.
    fn mark_chosen(&mut self, body: &Body) {
        if let (Some(spent), Body::Tap { payload, .. }) = (&mut self.spent, body) {
            let label = spent.message.choices.iter().find(|c| c.id == *payload).map(|c| c.label.clone());
            spent.chosen = label;
        }
    }

    /// The bubble whose next or previous choices are asked for, by a tap or by the button's label.
    async fn turned(&self, work: &mut Work, body: &Body) -> Result<Option<Outgoing>, StoreError> {
        let (message, from) = match body {
            Body::Tap { payload, .. } => match Turning::read(payload) {
                Some((id, from)) => (work.bubble_of(&id, &self.person.id).await?, from),
                None => return Ok(None),
            },
            Body::Text { text } => {
                let Some(spent) = &self.spent else { return Ok(None) };
                let Some(turning) = &spent.message.turning else { return Ok(None) };
                let most = self.house.channel(self.channel).map_or(0, |door| door.abilities().choices_max());
                let size = most.saturating_sub(2).max(1);
                let said = text.expose().trim().to_lowercase();
                let from = match said {
                    said if said == turning.next.to_lowercase() => turning.from + size,
                    said if said == turning.previous.to_lowercase() => turning.from.saturating_sub(size),
                    _ => return Ok(None),
                };
                (Some(spent.message.clone()), from)
            }
            _ => return Ok(None),
        };
        Ok(message.and_then(|message| {
            let turning = Turning { from, ..message.turning.clone()? };
            Some(Outgoing { turning: Some(turning), ..message })
        }))
    }

    /// Sends a bubble as it is.
    async fn show(&mut self, work: &mut Work, bubble: Outgoing) -> Result<(), StoreError> {
        let id: MessageId = self.house.mint.id();
        let (person, priority) = (&self.person.id, Priority::Reply);
        work.send(&id, person, self.channel, &Author::Bot, "text", &bubble, priority, self.now).await?;
        self.answered = true;
        Ok(())
    }

    fn command(&self, body: &Body) -> Option<Command> {
        match body {
            Body::Text { text } => {
                let text = text::clean_to(text.expose(), TEXT_MAX);
                self.house.library.nlu.command(&text, &self.person.lang, Strictness::Exact)
            }
            Body::Tap { payload, .. } => match engine::decode_payload(payload) {
                engine::Tapped::Command(command) => Some(command),
                _ => None,
            },
            _ => None,
        }
    }

    async fn status(&mut self, work: &mut Work, body: &Body) -> Result<(), StoreError> {
        let Body::Status(about) = body else { return Ok(()) };
        self.answered |= fates::hear(self.house, work, self.channel, about).await?;
        Ok(())
    }

    async fn block(&mut self, work: &mut Work, body: &Body) -> Result<(), StoreError> {
        if let Body::Blocked { blocked } = body {
            let at = blocked.then_some(self.now);
            work.set_unreachable(&self.person.id, self.channel, at).await?;
        }
        Ok(())
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
        let tag = self.house.mint.tag();
        let lang = self.person.lang.clone();
        let words = |key: &str| library.texts.find(&lang, key, &[]);
        let ctx = Ctx {
            now: self.now,
            lang: &lang,
            office: &library.office,
            calendar: &library.calendar,
            regions: crate::domain::region::Regions::get(),
            nlu: &library.nlu,
            sensitive: self.house.sensitive(self.channel),
            catalogue: &library.catalogue,
            definition: pinned.as_deref(),
            cases: &cases,
            proof,
            taken: &taken,
            fresh_tag: &tag,
            words: &words,
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
            moved_to: None,
        }
    }
}

/// What an event means to the conversation. None: nothing.
fn event(body: &Body, items: Vec<MediaSeen>, album: Option<String>) -> Option<Event> {
    match body {
        Body::Text { text } => {
            let text = text::clean_to(text.expose(), TEXT_MAX);
            if text.trim().is_empty() { Some(Event::Odd("other")) } else { Some(Event::Text(text)) }
        }
        Body::Tap { payload, title, .. } => {
            Some(Event::Tap { payload: payload.clone(), title: text::clean_to(title.expose(), 256) })
        }
        Body::Media { media, .. } if media.kind == MediaKind::Sticker => Some(Event::Odd("sticker")),
        Body::Media { .. } => Some(Event::Media { items, album }),
        Body::Location { latitude, longitude, name: _ } => {
            Some(Event::Location { latitude: *latitude, longitude: *longitude })
        }
        Body::Contact { phone: Some(phone), own, .. } => {
            Some(Event::Contact { phone: phone.clone(), own: *own })
        }
        Body::Contact { phone: None, .. } => Some(Event::Odd("contact")),
        Body::Edited { .. } => Some(Event::Edited),
        Body::Unsupported { .. } if !items.is_empty() => Some(Event::Media { items, album }),
        Body::Form { .. } | Body::Unsupported { .. } => Some(Event::Odd("other")),
        Body::Reaction { .. }
        | Body::Status(_)
        | Body::Blocked { .. }
        | Body::AddressChange { .. }
        | Body::Account { .. }
        | Body::Ignored { .. } => None,
    }
}

/// A file that did not reach the platform itself: the citizen is told what to do instead.
fn not_taken(body: &Body, mint: &Minter) -> Option<MediaSeen> {
    let Body::Unsupported { kind, .. } = body else { return None };
    let advice = match kind.as_str() {
        MEDIA_TOO_LARGE => "photo-advice-too-large",
        MEDIA_FAILED => "photo-advice-gone",
        _ => return None,
    };
    Some(MediaSeen { id: mint.id(), kind: MediaKind::Photo, seen: Seen::Gone { advice: advice.into() } })
}

/// A file kind that no question takes: seen, not fetched.
pub(super) fn unfetched(id: MediaId, kind: MediaKind) -> MediaSeen {
    MediaSeen { id, kind, seen: Seen::Gone { advice: format!("fault-files-{}", kind.as_str()) } }
}

//! What a citizen sent: written into the transcript, and led to whoever answers it.

use super::meaning::{TEXT_MAX, event, not_taken};
use super::{Read, Turn};
use crate::domain::Millis;
use crate::domain::chat::{Author, Owner};
use crate::domain::ids::{MediaId, MessageId};
use crate::domain::inbound::Body;
use crate::domain::outbound::{Outgoing, Turning};
use crate::domain::text;
use crate::engine::{self, Event, MediaSeen};
use crate::nlu::{Command, Strictness};
use crate::runtime::library::templates::SHOW;
use crate::runtime::outbox::fates;
use crate::runtime::router::{Facts, Route, Router};
use crate::runtime::{effects, files, proof};
use crate::store::{IncomingBubble, Priority, Shown, StoreError, Work};

/// A platform delivers an event again for up to seven days (Meta, webhooks/overview).
const REDELIVERY: Millis = 7 * 24 * 60 * 60 * 1000;

impl Turn<'_> {
    /// Writes what the citizen sent into the transcript.
    pub(super) async fn transcribe(
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

    pub(super) async fn respond(
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
            Route::Waits if self.person.opted_out_at.is_some() => Ok(()),
            Route::Waits => self.converse(work, Event::Waits, Priority::Reply).await,
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
                let door = self.house.channel(self.channel);
                // Where no button can be taken away, only a bubble that has more to show is of interest.
                let takes_away = door.is_none_or(|door| door.abilities().edits);
                let wanted = if takes_away { Shown::Any } else { Shown::InParts };
                self.spent = work.last_choices(&self.person.id, wanted).await?;
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
                let (nlu, lang) = (&self.house.library.nlu, &self.person.lang);
                match self.chat.owner {
                    Owner::Queue => nlu.command_while_waiting(&text, lang),
                    Owner::Bot | Owner::Staff(_) => nlu.command(&text, lang, Strictness::Exact),
                }
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
        self.answered |= fates::hear(self.house, work, (Some(&self.person.id), self.channel), about).await?;
        Ok(())
    }

    async fn block(&mut self, work: &mut Work, body: &Body) -> Result<(), StoreError> {
        if let Body::Blocked { blocked } = body {
            let at = blocked.then_some(self.now);
            work.set_unreachable(&self.person.id, self.channel, at).await?;
        }
        Ok(())
    }
}

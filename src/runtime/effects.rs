//! Carries out what the engine decided beside speaking, inside the turn's transaction.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use super::adviser;
use super::cases;
use super::house::House;
use super::library::Library;
use super::mails;
use super::proof;
use super::render::Slots;
use super::turn::Turn;
use crate::domain::Millis;
use crate::domain::appointment::{Booking, SlotCount};
use crate::domain::case::{CaseLine, Status};
use crate::domain::chat::Owner;
use crate::domain::dossier::DossierPayload;
use crate::domain::ids::{ConsentId, DossierId, RowId};
use crate::domain::ticket::Ticket;
use crate::engine::{self, Definition, Effect, Event, Session, Step, Tapped};
use crate::pubsub::Wake;
use crate::store::{NewConsent, NewDossier, NewEvent, Priority, SessionRow, StoreError, TimerKind, Work};
use crate::workflow::{Act, Actor, Given};

const HOUR: Millis = 60 * 60 * 1000;

/// The definition that a session pins: the current one, or the one it began with.
pub(super) async fn pinned<'l>(
    library: &'l Library,
    work: &mut Work,
    hash: Option<&str>,
) -> Result<Option<Cow<'l, Definition>>, StoreError> {
    let Some(hash) = hash else { return Ok(None) };
    if let Some(current) = library.catalogue.services.values().find(|d| d.hash == hash) {
        return Ok(Some(Cow::Borrowed(current)));
    }
    let Some((office, source)) = work.definition_source(hash).await? else { return Ok(None) };
    Definition::load(&office, "a stored definition", &source)
        .map(|definition| Some(Cow::Owned(definition)))
        .map_err(|_| StoreError::Damaged("definition"))
}

/// What is taken at the counters, where the conversation may come to a question about them.
pub(super) async fn taken(
    house: &House,
    work: &mut Work,
    definition: Option<&Definition>,
    cases: &[CaseLine],
    now: Millis,
) -> Result<Vec<SlotCount>, StoreError> {
    let asks = |d: &Definition| d.questions.iter().any(|q| matches!(q.kind, engine::Kind::Slot { .. }));
    // Who holds a place may want another one at any time.
    let holds = cases.iter().any(|c| c.booking.is_some() && c.status.citizen_may_move());
    if !holds && !definition.is_some_and(asks) {
        return Ok(Vec::new());
    }
    let library = &house.library;
    work.slots_taken(&library.office.id, &library.calendar.date(now).to_string()).await
}

/// Carries out a step's effects. Gives an event to step on with, when one could not be carried out.
pub(super) async fn carry_out(
    turn: &mut Turn<'_>,
    work: &mut Work,
    step: &Step,
    slots: &mut Slots,
) -> Result<Option<Event>, StoreError> {
    let mut again = None;
    for effect in &step.effects {
        match effect {
            Effect::RecordConsent { text, given } => consent(turn, work, text, *given).await?,
            Effect::File(payload) => match file(turn, work, payload, booking(&step.effects)).await? {
                Filed::New { ticket, code } => {
                    slots.ticket = ticket;
                    slots.link_code = code;
                }
                // Nothing was filed here either.
                Filed::SlotGone => again = Some(Event::SlotGone),
                Filed::Exists(ticket) => {
                    // Nothing was filed: the session goes on from before the yes.
                    again = Some(Event::AlreadyFiled { by_this_person: ticket });
                }
            },
            // Taken together with the filing.
            Effect::Book(_) => {}
            Effect::Withdraw { dossier } => withdraw(turn, work, dossier).await?,
            Effect::Rebook { dossier, booking } => {
                if !rebook(turn, work, dossier, booking).await? {
                    again = Some(Event::SlotGone);
                }
            }
            Effect::AskPerson { why } => slots.queue_position = queue(turn, work, why).await?,
            Effect::SetLanguage { lang } => {
                work.set_language(&turn.person.id, lang).await?;
                turn.person.lang.clone_from(lang);
            }
            Effect::OptOut => {
                work.set_opted_out(&turn.person.id, Some(turn.now)).await?;
                turn.person.opted_out_at = Some(turn.now);
                work.clear_timer(&turn.person.id, TimerKind::Reminder).await?;
            }
            Effect::Discard { media } => {
                let mut dead = work.drop_media(media).await?;
                turn.dead_blobs.append(&mut dead);
            }
            Effect::Prove { digits } => again = Some(proof::check(turn, work, digits).await?),
            Effect::Link { ticket, code, digits } => {
                again = Some(proof::link(turn, work, ticket, code, digits).await?);
            }
            Effect::MailCode { question, address, mailing } => {
                let wanted = mails::Wanted { tag: &step.session.tag, question, address, mailing: *mailing };
                again = mails::order(turn, work, &wanted).await?;
            }
            Effect::CheckCode { question, address, code } => {
                again = Some(mails::check(turn, work, (&step.session.tag, question), address, code).await?);
            }
            Effect::StartAfresh => {
                proof::start_afresh(turn, work).await?;
                again = Some(Event::Fresh);
            }
            Effect::NothingToProve => proof::settle(turn, work).await?,
            Effect::AskModel { question, unanswered } => {
                adviser::note(turn, work, question, unanswered).await?;
            }
            Effect::RecallMails => {
                work.recall_mails(&turn.person.id, turn.now)?;
            }
            Effect::DropDraft => {
                work.recall_mails(&turn.person.id, turn.now)?;
                work.clear_timer(&turn.person.id, TimerKind::Reminder).await?;
                work.clear_timer(&turn.person.id, TimerKind::DraftExpiry).await?;
            }
        }
    }
    Ok(again)
}

async fn consent(turn: &Turn<'_>, work: &mut Work, text: &str, given: bool) -> Result<(), StoreError> {
    let library = &turn.house.library;
    // What was shown, to the letter: the wording behind the question that bears this text id.
    let wording = library
        .catalogue
        .services
        .values()
        .find_map(|d| {
            d.questions.iter().find_map(|q| match &q.kind {
                engine::Kind::Consent { text: id } if id == text => Some(d.key(&q.id, "")),
                _ => None,
            })
        })
        .map(|key| {
            let days = i64::from(library.office.photo_retention_days);
            library.texts.get(&turn.person.lang, &key, &[("days", days.into())])
        })
        .unwrap_or_default();
    let id: ConsentId = turn.house.mint.id();
    work.add_consent(&NewConsent {
        id: &id,
        person: &turn.person.id,
        text_id: text,
        text_hash: &hex(&Sha256::digest(wording.as_bytes())),
        lang: &turn.person.lang,
        channel: turn.channel,
        given,
        at: turn.now,
    })
    .await
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

enum Filed {
    New {
        ticket: String,
        code: String,
    },
    /// An open case for the same NIK: its ticket, when the same person filed it.
    Exists(Option<String>),
    /// The place at the counter is taken.
    SlotGone,
}

fn booking(effects: &[Effect]) -> Option<&Booking> {
    effects.iter().find_map(|effect| match effect {
        Effect::Book(booking) => Some(booking),
        _ => None,
    })
}

async fn file(
    turn: &Turn<'_>,
    work: &mut Work,
    payload: &DossierPayload,
    wanted: Option<&Booking>,
) -> Result<Filed, StoreError> {
    let house = turn.house;
    let session = &turn.session;
    let (Some(service), Some(hash)) = (&session.service, &session.definition) else {
        return Err(StoreError::Damaged("session without a service"));
    };
    let nik = payload.fields.iter().find(|f| f.kind == "nik").and_then(|f| f.value.as_ref());
    let nik = nik.map(|n| n.expose().clone());
    if let Some(nik) = &nik
        && let Some((person, ticket)) = work.open_case_for(nik, service).await?
    {
        return Ok(Filed::Exists((person == turn.person.id).then_some(ticket)));
    }
    if let Some(wanted) = wanted {
        let office = &house.library.office;
        let quota = office.appointments.get(&wanted.calendar).map_or(0, |all| all.quota(&wanted.place));
        if !work.take_slot(&office.id, wanted, quota).await? {
            return Ok(Filed::SlotGone);
        }
    }
    let ticket = draw_ticket(house, work, turn.now).await?;
    if let Some(source) = house.library.sources.get(hash) {
        work.keep_definition(hash, &house.library.office.id, service, source, turn.now).await?;
    }
    let id: DossierId = house.mint.id();
    let consent = work.last_consent(&turn.person.id).await?;
    work.add_dossier(
        &NewDossier {
            id: &id,
            ticket: &ticket,
            office: &house.library.office.id,
            service,
            person: &turn.person.id,
            definition: hash,
            consent: consent.as_ref(),
            payload,
            nik: nik.as_deref(),
        },
        turn.now,
    )
    .await?;
    if let Some(wanted) = wanted {
        work.book(&house.library.office.id, &id, wanted, turn.now).await?;
    }
    let event: RowId = house.mint.id();
    work.add_event(&NewEvent {
        id: &event,
        dossier: &id,
        actor: "citizen",
        staff: None,
        act: "submit",
        from: None,
        to: Status::Submitted,
        detail: None,
        message: None,
        at: turn.now,
    })
    .await?;
    house.metrics.case_moved("submit");
    house.bus.wake(Wake::Case);
    Ok(Filed::New { ticket, code: house.store.link_code(&id) })
}

async fn draw_ticket(house: &House, work: &mut Work, now: Millis) -> Result<String, StoreError> {
    use chrono::Datelike;
    let day = house.library.calendar.date(now);
    let (year, month) = (u8::try_from(day.year() % 100).unwrap_or(0), u8::try_from(day.month()).unwrap_or(1));
    let serial = work.next_serial(&format!("ticket-{year:02}{month:02}")).await?;
    let ticket = Ticket::new(year, month, u32::try_from(serial).unwrap_or(u32::MAX));
    ticket.map(|t| t.to_string()).ok_or(StoreError::Damaged("ticket series (full)"))
}

async fn withdraw(turn: &Turn<'_>, work: &mut Work, dossier: &DossierId) -> Result<(), StoreError> {
    let case = work.case(dossier).await?;
    if case.person != turn.person.id {
        return Err(StoreError::Missing);
    }
    let moved = crate::workflow::apply(case.status, Act::Withdraw, &Given::default(), &Actor::Citizen);
    // The case moved on since the citizen was asked: staff decide now, the tap changes nothing.
    let Ok(moved) = moved else { return Ok(()) };
    cases::write_move(turn.house, work, &case, &moved, &Given::default(), None, turn.now).await?;
    turn.house.bus.wake(Wake::Case);
    Ok(())
}

/// Takes another place at a counter and gives the first one back. False: it is gone, and nothing changed.
async fn rebook(
    turn: &Turn<'_>,
    work: &mut Work,
    dossier: &DossierId,
    wanted: &Booking,
) -> Result<bool, StoreError> {
    let house = turn.house;
    let case = work.case(dossier).await?;
    if case.person != turn.person.id {
        return Err(StoreError::Missing);
    }
    let office = &house.library.office;
    let quota = office.appointments.get(&wanted.calendar).map_or(0, |all| all.quota(&wanted.place));
    if !case.status.citizen_may_move() || !work.take_slot(&office.id, wanted, quota).await? {
        return Ok(false);
    }
    work.release_slot(dossier, turn.now).await?;
    work.book_again(dossier, wanted, turn.now).await?;
    let event: RowId = house.mint.id();
    work.add_event(&NewEvent {
        id: &event,
        dossier,
        actor: "citizen",
        staff: None,
        act: "reschedule",
        from: Some(case.status),
        to: case.status,
        detail: None,
        message: None,
        at: turn.now,
    })
    .await?;
    house.bus.wake(Wake::Case);
    Ok(true)
}

/// Puts the chat into the queue. Gives the place in it.
async fn queue(turn: &mut Turn<'_>, work: &mut Work, why: &str) -> Result<i64, StoreError> {
    if turn.chat.owner == Owner::Bot {
        work.set_owner(&turn.chat, &Owner::Queue, Some(why), turn.now).await?;
        turn.chat.owner = Owner::Queue;
        turn.chat.version += 1;
        work.set_waiting(&turn.person.id, Some(turn.now)).await?;
    }
    Ok(work.queue_ahead(turn.now, &turn.person.id).await? + 1)
}

pub(super) fn is_refile(payload: &str) -> bool {
    matches!(engine::decode_payload(payload), Tapped::Refile(_))
}

/// "File again": the engine begins anew with what was filed, if it was this person's.
pub(super) async fn refile(turn: &mut Turn<'_>, work: &mut Work, payload: &str) -> Result<(), StoreError> {
    let Tapped::Refile(dossier) = engine::decode_payload(payload) else { return Ok(()) };
    let stale = Event::Tap { payload: "g|menu".into(), title: String::new() };
    let event = match work.case(&dossier).await {
        Ok(case) if case.person == turn.person.id && case.status == Status::Cancelled => {
            let payload = work.dossier_payload(&dossier).await?;
            let missing = work.last_cancellation(&dossier).await?;
            let missing = missing.map(|m| cases::missing_of(&m)).unwrap_or_default();
            // The engine finds the service by the definition that the case pins.
            let mut session = turn.session.clone();
            if session.service.is_none() {
                session.definition = Some(case.definition.clone());
            }
            turn.session = session;
            Event::Refile { payload, missing }
        }
        Ok(_) | Err(StoreError::Missing) => stale,
        Err(error) => return Err(error),
    };
    turn.converse(work, event, Priority::Reply).await
}

/// Writes the session with what look-ups need beside it, and keeps the definition it pins.
pub(super) async fn keep_session(turn: &mut Turn<'_>, work: &mut Work) -> Result<(), StoreError> {
    let house = turn.house;
    let session: &Session = &turn.session;
    if let (Some(hash), Some(service)) = (&session.definition, &session.service)
        && let Some(source) = house.library.sources.get(hash)
    {
        work.keep_definition(hash, &house.library.office.id, service, source, turn.now).await?;
    }
    let question = match pinned(&house.library, work, session.definition.as_deref()).await? {
        Some(definition) => session.current(&definition).map(|q| q.id.clone()),
        None => None,
    };
    let json = serde_json::to_string(session).map_err(|_| StoreError::Damaged("session"))?;
    work.keep_session(
        &SessionRow {
            person: &turn.person.id,
            json: &json,
            service: session.service.as_deref(),
            definition: session.definition.as_deref(),
            question: question.as_deref(),
        },
        turn.now,
    )
    .await
}

/// A waiting question has a timer that will fire: one reminder, later the end of the draft.
pub(super) async fn set_timers(turn: &Turn<'_>, work: &mut Work, event: &Event) -> Result<(), StoreError> {
    let person = &turn.person.id;
    if turn.session.service.is_none() {
        work.clear_timer(person, TimerKind::Reminder).await?;
        work.clear_timer(person, TimerKind::DraftExpiry).await?;
        return Ok(());
    }
    if matches!(event, Event::Reminder | Event::DraftExpired) {
        return Ok(());
    }
    let office = &turn.house.library.office;
    let expiry: RowId = turn.house.mint.id();
    let draft_ends = turn.now + Millis::from(office.draft_days) * 24 * HOUR;
    work.set_timer(&expiry, person, TimerKind::DraftExpiry, draft_ends).await?;
    if turn.person.opted_out_at.is_none()
        && let Some(due) = reminder_time(&turn.house.library, turn.now)
    {
        let reminder: RowId = turn.house.mint.id();
        work.set_timer(&reminder, person, TimerKind::Reminder, due).await?;
    }
    Ok(())
}

/// In the evening at the latest, never in the night, always inside the platform's window.
pub(super) fn reminder_time(library: &Library, now: Millis) -> Option<Millis> {
    let wanted = now + Millis::from(library.office.reminder_hours) * HOUR;
    let due = match library.calendar.evening_before(wanted) {
        // The hour before the night, at the minute that was wanted, so that not all come at once.
        Some(evening) => evening - HOUR + wanted.rem_euclid(HOUR),
        None => wanted,
    };
    (due > now + 2 * HOUR).then_some(due)
}

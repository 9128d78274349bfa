//! The built-in office at work: an act of staff moves a case and tells the citizen, in one transaction.

use super::house::House;
use super::render::{Renderer, Slots};
use super::templates;
use crate::domain::Millis;
use crate::domain::case::{CancelCode, Status};
use crate::domain::chat::{Author, Owner};
use crate::domain::ids::{DossierId, MessageId, RowId};
use crate::domain::outbound::Choice;
use crate::domain::redacted::Redacted;
use crate::domain::staff::Staff;
use crate::domain::template::Occasion;
use crate::engine;
use crate::i18n::Value;
use crate::pubsub::Wake;
use crate::store::{CaseChange, CaseState, NewEvent, Priority, StoreError, Work};
use crate::workflow::{self, Act, Actor, Given, Move, Refusal, Sla};

/// The promise of A-24: sixty working minutes after the papers were found complete and valid.
const SLA_MINUTES: u32 = 60;

#[derive(Debug, thiserror::Error)]
pub enum ActError {
    #[error("no such case")]
    Missing,
    #[error("refused")]
    Refused(#[from] Refusal),
    /// Someone else moved the case meanwhile.
    #[error("someone else was faster")]
    Conflict,
    #[error("the store failed")]
    Store(StoreError),
}

impl From<StoreError> for ActError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => ActError::Conflict,
            StoreError::Missing => ActError::Missing,
            other => ActError::Store(other),
        }
    }
}

/// What an act did.
#[derive(Debug, Clone)]
pub struct Moved {
    pub to: Status,
    pub queue_number: Option<String>,
}

/// The acts of staff on cases. Clone freely.
#[derive(Clone)]
pub struct Cases {
    house: House,
}

impl Cases {
    #[must_use]
    pub fn new(house: House) -> Cases {
        Cases { house }
    }

    /// Moves a case. `version`: the case's version as the officer saw it.
    ///
    /// # Errors
    /// See [`ActError`].
    pub async fn act(
        &self,
        who: &Staff,
        dossier: &DossierId,
        version: i64,
        act: Act,
        given: &Given,
    ) -> Result<Moved, ActError> {
        let house = &self.house;
        let now = house.clock.now();
        let mut work = house.store.begin().await?;
        let case = work.case(dossier).await?;
        if case.version != version {
            return Err(ActError::Conflict);
        }
        let moved = workflow::apply(case.status, act, given, &Actor::Staff(who.roles.clone()))?;
        let known = |id: &str| house.library.office.counters.iter().any(|c| c.id == id);
        if moved.draws_queue_number && !known(&given.counter) {
            return Err(Refusal::Faults(vec![("counter", "console-fault-counter")]).into());
        }
        let queue_number = write_move(house, &mut work, &case, &moved, given, Some(who), now).await?;
        work.commit().await?;
        house.bus.wake(Wake::Case);
        house.bus.wake(Wake::Outbox(case.person.clone()));
        house.bus.wake(Wake::Chat(case.person));
        Ok(Moved { to: moved.to, queue_number })
    }
}

/// What an event's detail keeps of an act: the reason in words and the requirements found missing.
#[derive(serde::Serialize, serde::Deserialize, Default)]
struct Detail {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    reason: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
}

/// The requirements that a cancellation's detail names.
#[must_use]
pub fn missing_of(detail: &str) -> Vec<String> {
    serde_json::from_str::<Detail>(detail).map(|d| d.missing).unwrap_or_default()
}

/// The words of an event's detail, for the console.
#[must_use]
pub fn reason_of(detail: &str) -> String {
    serde_json::from_str::<Detail>(detail).map(|d| d.reason).unwrap_or_default()
}

/// Writes one allowed move: the case, its history, the message to the citizen. Gives the queue number that
/// was drawn.
pub(super) async fn write_move(
    house: &House,
    work: &mut Work,
    case: &CaseState,
    moved: &Move,
    given: &Given,
    who: Option<&Staff>,
    now: Millis,
) -> Result<Option<String>, StoreError> {
    let calendar = &house.library.calendar;
    let queue_number = if moved.draws_queue_number {
        Some(draw_queue_number(work, &given.counter, &given.pickup_date).await?)
    } else {
        None
    };
    let reason = given.reason.trim();
    let change = CaseChange {
        cancel: moved.cancel.map(|code| (code, if code.needs_text() { reason } else { "" })),
        sla_started_at: (moved.sla == Sla::Start).then_some(now),
        sla_due_at: (moved.sla == Sla::Start)
            .then(|| calendar.add_working_minutes(now, SLA_MINUTES))
            .flatten(),
        sla_stopped_at: (moved.sla == Sla::Stop).then_some(now),
        queue_number: queue_number.as_deref(),
        counter: moved.draws_queue_number.then_some(given.counter.as_str()),
        pickup_date: moved.draws_queue_number.then_some(given.pickup_date.as_str()),
    };
    if moved.sla == Sla::Stop
        && let Some(due) = work.promise_of(&case.id).await?
    {
        house.metrics.promise(now <= due);
        work.clear_alarm("sla_overdue", case.id.as_str(), now).await?;
    }
    work.move_case(case, moved.to, &change, now).await?;
    if moved.to == Status::Cancelled {
        // Someone else may come in the place of who does not.
        work.release_slot(&case.id, now).await?;
    }
    let message = match moved.tells {
        Some(key) => tell(house, work, case, moved, given, key, queue_number.as_deref(), now).await?,
        None => None,
    };
    let detail = Detail { reason: reason.to_owned(), missing: given.missing.clone() };
    let detail = serde_json::to_string(&detail).map_err(|_| StoreError::Damaged("event"))?;
    let id: RowId = house.mint.id();
    work.add_event(&NewEvent {
        id: &id,
        dossier: &case.id,
        actor: if who.is_some() { "staff" } else { "citizen" },
        staff: who.map(|w| &w.id),
        act: moved.act.as_str(),
        from: Some(moved.from),
        to: moved.to,
        detail: (detail != "{}").then_some(detail.as_str()),
        message: message.as_ref(),
        at: now,
    })
    .await?;
    house.metrics.case_moved(moved.act.as_str());
    Ok(queue_number)
}

/// `SKS-20261123-014`: unique per counter and day.
async fn draw_queue_number(work: &mut Work, counter: &str, date: &str) -> Result<String, StoreError> {
    let day = date.replace('-', "");
    let serial = work.next_serial(&format!("queue-{counter}-{day}")).await?;
    Ok(format!("{counter}-{day}-{serial:03}"))
}

/// The status push: in the citizen's language, whoever owns the chat, marked as the office's.
#[expect(clippy::too_many_arguments, reason = "one message, its every ingredient named")]
async fn tell(
    house: &House,
    work: &mut Work,
    case: &CaseState,
    moved: &Move,
    given: &Given,
    key: &str,
    queue_number: Option<&str>,
    now: Millis,
) -> Result<Option<MessageId>, StoreError> {
    let person = work.person(&case.person).await?;
    if person.opted_out_at.is_some() {
        // "stop" means stop; the state is told when the citizen asks.
        return Ok(None);
    }
    let Some((chat, channel)) = work.find_chat(&case.person).await? else { return Err(StoreError::Missing) };
    let library = &house.library;
    let renderer = Renderer { library, lang: &person.lang, slots: Slots::default() };
    let word = |key: &str| library.texts.get(&person.lang, key, &[]);
    let code = moved.cancel.map(CancelCode::as_str).unwrap_or_default().replace('_', "-");
    let reason = if moved.cancel.is_some_and(CancelCode::needs_text) {
        given.reason.trim().to_owned()
    } else {
        word(&format!("case-reason-{code}"))
    };
    let step = if moved.cancel.is_some() { word(&format!("case-step-{code}")) } else { String::new() };
    let counter = library.office.counters.iter().find(|c| c.id == given.counter);
    let values: Vec<(&str, String)> = vec![
        ("ticket", case.ticket.clone()),
        ("reason", reason),
        ("step", step),
        ("queue", queue_number.unwrap_or_default().to_owned()),
        ("place", counter.map(|c| c.name.clone()).unwrap_or_default()),
        ("date", pickup_day(&renderer, &given.pickup_date)),
        ("hours", library.office.pickup_hours.clone()),
    ];
    let args: Vec<(&str, Value<'_>)> = values.iter().map(|(name, v)| (*name, v.clone().into())).collect();
    let mut bubble = crate::domain::outbound::Outgoing::text(library.texts.get(&person.lang, key, &args));
    if let Some(code) = moved.cancel {
        // A duplicate needs nothing done: its twin goes on.
        if code != CancelCode::Duplicate {
            let refile = engine::refile_payload(&case.id);
            bubble.choices.push(Choice { id: refile, label: word("btn-refile"), description: None });
        }
        bubble.choices.push(Choice { id: "g|human".into(), label: word("btn-human"), description: None });
    }
    let refile = engine::refile_payload(&case.id);
    bubble.outside = occasion(moved)
        .and_then(|occasion| templates::fill(library, occasion, &person.lang, &values, Some(&refile)));
    let text = bubble.text.expose().trim();
    bubble.text = Redacted::from(match chat.owner {
        Owner::Bot => text.to_owned(),
        // Design law 7: while a person holds the chat, a push is marked as not being their words.
        Owner::Queue | Owner::Staff(_) => format!("{}\n\n{text}", word("case-mark")),
    });
    let id: MessageId = house.mint.id();
    work.send(&id, &case.person, channel, &Author::Office, "push", &bubble, Priority::Push, now).await?;
    Ok(Some(id))
}

/// The template that tells of a move outside the reply window.
fn occasion(moved: &Move) -> Option<Occasion> {
    match (moved.cancel, moved.to) {
        (Some(CancelCode::Incomplete | CancelCode::SiakInvalid | CancelCode::HeadRejected), _) => {
            Some(Occasion::NeedsCorrection)
        }
        (Some(CancelCode::ByCitizen | CancelCode::Expired | CancelCode::Duplicate), _) => {
            Some(Occasion::Cancelled)
        }
        (None, Status::Ready) => Some(Occasion::Ready),
        (None, _) => None,
    }
}

/// "Selasa, 24 Nov 2026": the day without its clock.
fn pickup_day(renderer: &Renderer<'_>, iso: &str) -> String {
    match chrono::NaiveDate::parse_from_str(iso, "%Y-%m-%d") {
        Ok(day) => renderer.day(day),
        Err(_) => iso.to_owned(),
    }
}

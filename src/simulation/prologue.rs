//! How everyone stands when a story begins, written before any process runs.

use super::citizen::Citizen;
use super::process::Surroundings;
use super::story::{START, Stage, Story};
use super::theatre::Libraries;
use super::world;
use crate::domain::Millis;
use crate::domain::case::Status;
use crate::domain::dossier::{DossierField, DossierPayload};
use crate::domain::ids::{DossierId, Id as _, PersonId, RowId, id_bits};
use crate::domain::inbound::{Address, AddressKind, ChannelKind};
use crate::domain::redacted::Redacted;
use crate::engine::{Answer, Definition, Session};
use crate::runtime::library::Library;
use crate::store::{NewDossier, NewEvent, SessionRow, StoreError, TimerKind, Work};

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;

/// Puts the citizens into the world, and those who are known already into the database.
pub(super) async fn cast(
    story: &Story,
    libraries: &Libraries,
    around: &Surroundings,
) -> Result<(), StoreError> {
    let library = if story.second_first { &libraries.second } else { &libraries.first };
    let mut work = around.store.begin().await?;
    let mut citizens: Vec<Citizen> = Vec::new();
    for (n, role) in story.cast.iter().enumerate() {
        let mut citizen = Citizen::new(n, role.name, role.channel);
        if let (true, Some(first)) = (role.twin, citizens.first()) {
            citizen.nik.clone_from(&first.nik);
        }
        if role.stage != Stage::New {
            citizen.wrote_at = Some(START - MINUTE);
            known(&mut work, library, n, &mut citizen, role.stage).await?;
        }
        citizens.push(citizen);
    }
    work.commit().await?;
    let mut state: std::sync::MutexGuard<'_, world::State> = around.world.lock();
    state.citizens = citizens;
    Ok(())
}

async fn known(
    work: &mut Work,
    library: &Library,
    n: usize,
    citizen: &mut Citizen,
    stage: Stage,
) -> Result<(), StoreError> {
    let began = START - MINUTE;
    let Some(definition) = library.catalogue.services.values().next() else { return Ok(()) };
    let kind = match citizen.channel {
        ChannelKind::Whatsapp => AddressKind::WaPhone,
        ChannelKind::Telegram => AddressKind::TgUser,
    };
    let address = Address { kind, value: Redacted::from(citizen.address.clone()) };
    let fresh = PersonId::from_bits(id_bits(began, n as u128 + 1));
    let person = work.person_of(&[address], None, &fresh, &library.default_lang, began).await?;
    work.chat(&person, citizen.channel, began).await?;
    work.note_incoming(&person, citizen.channel, began, false).await?;
    work.open_window(&person, citizen.channel, "", began).await?;
    let source = library.sources.get(&definition.hash).map(String::as_str).unwrap_or_default();
    work.keep_definition(&definition.hash, &library.office.id, &definition.service, source, began).await?;
    let mut session = Session { greeted: true, last_at: began, ..Session::new() };
    if stage == Stage::Filed {
        file(work, library, definition, n, &person, citizen).await?;
    } else {
        session.tag = format!("story{n:03}");
        session.definition = Some(definition.hash.clone());
        session.service = Some(definition.service.clone());
        session.answers = answers(definition, citizen, stage, began).into_iter().collect();
        for (kind, due) in [(TimerKind::Reminder, 20 * HOUR), (TimerKind::DraftExpiry, 7 * 24 * HOUR)] {
            let id = RowId::from_bits(id_bits(began, 2 * n as u128 + u128::from(due > 24 * HOUR) + 1));
            work.set_timer(&id, &person, kind, began + due).await?;
        }
    }
    let question = session.current(definition).map(|q| q.id.clone());
    citizen.expects =
        question.as_deref().and_then(|q| ["police_letter", "confirm"].into_iter().find(|w| *w == q));
    let json = serde_json::to_string(&session).map_err(|_| StoreError::Damaged("session"))?;
    let row = SessionRow {
        person: &person,
        json: &json,
        service: session.service.as_deref(),
        definition: session.definition.as_deref(),
        question: question.as_deref(),
    };
    work.keep_session(&row, began).await
}

/// What was answered so far: everything up to the letter, or up to the summary.
fn answers(definition: &Definition, citizen: &Citizen, stage: Stage, at: Millis) -> Vec<(String, Answer)> {
    let text = |value: &str| Redacted::from(value.to_owned());
    let answer = |question: &str| match question {
        "consent" => Some(Answer::Consent { text: "consent".into(), at }),
        "applicant" => Some(Answer::Choice { id: "self".into() }),
        "nik" => Some(Answer::Nik { value: text(&citizen.nik), flags: Vec::new() }),
        "name" => Some(Answer::Text { value: text("Ni Luh Ayu Lestari"), flags: Vec::new() }),
        "kk" => Some(Answer::Text { value: text(&citizen.kk), flags: Vec::new() }),
        "police_letter" | "email" if stage == Stage::AtConfirm => Some(Answer::Without),
        "pickup" if stage == Stage::AtConfirm => Some(Answer::Choice { id: "office".into() }),
        _ => None,
    };
    definition.questions.iter().filter_map(|q| answer(&q.id).map(|a| (q.id.clone(), a))).collect()
}

async fn file(
    work: &mut Work,
    library: &Library,
    definition: &Definition,
    n: usize,
    person: &PersonId,
    citizen: &mut Citizen,
) -> Result<(), StoreError> {
    let at = START - HOUR;
    let id = DossierId::from_bits(id_bits(at, n as u128 + 1));
    let ticket = format!("SAPA-2610-{:05}-A", n + 1);
    let payload = DossierPayload {
        v: DossierPayload::VERSION,
        fields: vec![DossierField {
            question: "nik".into(),
            kind: "nik".into(),
            value: Some(Redacted::from(citizen.nik.clone())),
            flags: Vec::new(),
        }],
        files: Vec::new(),
        confirmed_at: at,
    };
    // The card of a twin is asked for already.
    let number = if work.open_case_for(&citizen.nik, &definition.service).await?.is_some() {
        None
    } else {
        Some(citizen.nik.as_str())
    };
    let dossier = NewDossier {
        id: &id,
        ticket: &ticket,
        office: &library.office.id,
        service: &definition.service,
        person,
        definition: &definition.hash,
        consent: None,
        payload: &payload,
        nik: number,
    };
    work.add_dossier(&dossier, at).await?;
    let event = RowId::from_bits(id_bits(at, n as u128 + 1));
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
        at,
    })
    .await?;
    citizen.tickets.push(ticket);
    Ok(())
}

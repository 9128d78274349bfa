//! Proving that one is who one was: after an address changed, and from a second channel. What is known to the
//! right person alone is asked for; nothing of it is ever sent back.

use super::house::House;
use super::turn::Turn;
use crate::domain::Millis;
use crate::domain::chat::Owner;
use crate::domain::dossier::{DossierField, DossierPayload};
use crate::domain::ids::{PersonId, RowId};
use crate::domain::inbound::{Address, AddressKind, Body};
use crate::domain::redacted::Redacted;
use crate::engine::{Answer, Event, Known, Proof, Session};
use crate::store::{AuditEntry, StoreError, Work};

/// What the engine may know about proofs of this person. Almost always nothing is asked, and nothing read.
pub(super) async fn of(turn: &Turn<'_>, work: &mut Work) -> Result<Proof, StoreError> {
    let recheck = match turn.person.recheck_since {
        None => None,
        Some(_) => Some(numbers(turn, work).await?.first().map_or(Known::Nothing, |(known, _)| *known)),
    };
    Ok(Proof { recheck, tries_left: turn.person.tries_left(turn.now) })
}

/// The numbers that this person's requests know, the unfinished one too; NIKs before KK numbers.
async fn numbers(turn: &Turn<'_>, work: &mut Work) -> Result<Vec<(Known, Redacted<String>)>, StoreError> {
    let mut found = Vec::new();
    for case in work.cases_of(&turn.person.id).await? {
        found.extend(numbers_in(&work.dossier_payload(&case.dossier).await?));
    }
    for answer in turn.session.answers.values() {
        if let Answer::Nik { value, .. } = answer {
            found.push((Known::Nik, value.clone()));
        }
    }
    found.sort_by_key(|(known, _)| *known);
    if let Some((first, _)) = found.first() {
        // One kind is asked for; a KK number beside a NIK is no proof.
        let asked = *first;
        found.retain(|(known, _)| *known == asked);
    }
    Ok(found)
}

fn numbers_in(payload: &DossierPayload) -> Vec<(Known, Redacted<String>)> {
    let number = |field: &DossierField| {
        let known = match field.kind.as_str() {
            "nik" => Known::Nik,
            "kk_number" => Known::KkNumber,
            _ => return None,
        };
        Some((known, field.value.clone()?))
    };
    let mut found: Vec<_> = payload.fields.iter().filter_map(number).collect();
    found.sort_by_key(|(known, _)| *known);
    found
}

fn ends_with(number: &Redacted<String>, digits: &Redacted<String>) -> bool {
    digits.expose().len() == 4 && number.expose().ends_with(digits.expose().as_str())
}

/// The last digits after an address changed.
pub(super) async fn check(
    turn: &mut Turn<'_>,
    work: &mut Work,
    digits: &Redacted<String>,
) -> Result<Event, StoreError> {
    let left = turn.person.tries_left(turn.now);
    let right = numbers(turn, work).await?.iter().any(|(_, number)| ends_with(number, digits));
    if right && left > 0 {
        settle(turn, work).await?;
        record(turn.house, work, &turn.person.id, "person.rechecked", "last digits", turn.now).await?;
        return Ok(Event::Proven);
    }
    failed(turn, work).await
}

/// Code and last digits from a second channel: two persons become one.
pub(super) async fn link(
    turn: &mut Turn<'_>,
    work: &mut Work,
    ticket: &str,
    code: &Redacted<String>,
    digits: &Redacted<String>,
) -> Result<Event, StoreError> {
    let me = turn.person.id.clone();
    let found = if turn.person.tries_left(turn.now) > 0 {
        work.by_ticket_and_code(ticket, code).await?
    } else {
        None
    };
    let right = match &found {
        Some((dossier, _)) => {
            let payload = work.dossier_payload(dossier).await?;
            numbers_in(&payload).first().is_some_and(|(_, number)| ends_with(number, digits))
        }
        None => false,
    };
    let Some((_, other)) = found.filter(|_| right) else {
        return failed(turn, work).await;
    };
    settle(turn, work).await?;
    if other != me {
        take_over_session(turn, work, &other).await?;
        work.merge_person(&other, &me, turn.now).await?;
        record(turn.house, work, &me, "person.merged", other.as_str(), turn.now).await?;
        if let Some((chat, _)) = work.find_chat(&me).await? {
            turn.chat = chat;
        }
    }
    Ok(Event::Linked { ticket: ticket.to_owned() })
}

/// Nothing is left to prove.
pub(super) async fn settle(turn: &mut Turn<'_>, work: &mut Work) -> Result<(), StoreError> {
    work.note_proof(&turn.person.id).await?;
    turn.person = work.person(&turn.person.id).await?;
    Ok(())
}

async fn failed(turn: &mut Turn<'_>, work: &mut Work) -> Result<Event, StoreError> {
    work.note_failed_proof(&turn.person.id, turn.now).await?;
    turn.person = work.person(&turn.person.id).await?;
    Ok(Event::NotProven { left: turn.person.tries_left(turn.now) })
}

/// An unfinished request of the other chat goes on here when there is none here; otherwise the one of this
/// chat, where the citizen is writing, stays, and the other's files are let go.
async fn take_over_session(turn: &mut Turn<'_>, work: &mut Work, other: &PersonId) -> Result<(), StoreError> {
    let Some(json) = work.session(other).await? else { return Ok(()) };
    let theirs: Session = serde_json::from_str(&json).map_err(|_| StoreError::Damaged("session"))?;
    if theirs.service.is_none() {
        return Ok(());
    }
    if turn.session.service.is_none() {
        turn.session = theirs.without_side_question();
        return Ok(());
    }
    let files: Vec<_> = theirs.files().map(|f| f.media.clone()).collect();
    let mut dead = work.drop_media(&files).await?;
    turn.dead_blobs.append(&mut dead);
    Ok(())
}

/// Whoever writes now says that what was filed from here is not theirs: they begin as a new person.
pub(super) async fn start_afresh(turn: &mut Turn<'_>, work: &mut Work) -> Result<(), StoreError> {
    let fresh: PersonId = turn.house.mint.id();
    let old = turn.person.id.clone();
    work.split_off(&old, turn.channel, &fresh, &turn.person.lang, turn.now).await?;
    record(turn.house, work, &old, "person.split", fresh.as_str(), turn.now).await?;
    turn.person = work.person(&fresh).await?;
    turn.chat = work.chat(&fresh, turn.channel, turn.now).await?.0;
    work.note_incoming(&fresh, turn.channel, turn.now, turn.chat.owner != Owner::Bot).await?;
    turn.session = Session::new();
    Ok(())
}

/// The platform's word that an address changed hands or form.
pub(super) async fn address_changed(
    turn: &mut Turn<'_>,
    work: &mut Work,
    body: &Body,
) -> Result<(), StoreError> {
    let Body::AddressChange { new, .. } = body else { return Ok(()) };
    let me = turn.person.id.clone();
    work.move_addresses(&me, new, turn.now).await?;
    work.demand_recheck(&me, turn.now).await?;
    let what = if new.is_empty() { "identity" } else { "moved" };
    record(turn.house, work, &me, "person.address_changed", what, turn.now).await
}

/// The citizen's own number, vouched for by the platform, is an address of theirs on that platform, unless it
/// is somebody's already: persons are not joined by a phone number.
pub(super) async fn own_number(turn: &Turn<'_>, work: &mut Work, body: &Body) -> Result<(), StoreError> {
    let Body::Contact { phone: Some(phone), own: true, .. } = body else { return Ok(()) };
    let address = Address { kind: AddressKind::WaPhone, value: phone.clone() };
    if address.kind.channel() == turn.channel {
        work.note_own_address(&turn.person.id, &address, turn.now).await?;
    }
    Ok(())
}

async fn record(
    house: &House,
    work: &mut Work,
    person: &PersonId,
    action: &str,
    detail: &str,
    at: Millis,
) -> Result<(), StoreError> {
    let id: RowId = house.mint.id();
    let entry = AuditEntry {
        at,
        actor: "citizen".to_owned(),
        action: action.to_owned(),
        subject: person.as_str().to_owned(),
        detail: detail.to_owned(),
    };
    work.audit(&id, &entry).await
}

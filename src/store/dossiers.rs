//! Filed requests, their files and their history.

use super::db::{all, exec, read_all};
use super::{Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::appointment::Booking;
use crate::domain::case::{CancelCode, CaseLine, Status};
use crate::domain::dossier::DossierPayload;
use crate::domain::ids::{ConsentId, DossierId, MessageId, PersonId, RowId, StaffId};

/// A request to be filed. No Debug: it would print the NIK.
pub struct NewDossier<'a> {
    pub id: &'a DossierId,
    pub ticket: &'a str,
    pub office: &'a str,
    pub service: &'a str,
    pub person: &'a PersonId,
    pub definition: &'a str,
    pub consent: Option<&'a ConsentId>,
    pub payload: &'a DossierPayload,
    pub nik: Option<&'a str>,
}

/// A case as an act needs it.
#[derive(Debug, Clone)]
pub struct CaseState {
    pub id: DossierId,
    pub ticket: String,
    pub service: String,
    pub person: PersonId,
    pub status: Status,
    pub version: i64,
    pub definition: String,
}

/// What an act changes. No Debug: it would print the reason.
#[derive(Default)]
pub struct CaseChange<'a> {
    pub cancel: Option<(CancelCode, &'a str)>,
    pub sla_started_at: Option<Millis>,
    pub sla_due_at: Option<Millis>,
    pub sla_stopped_at: Option<Millis>,
    pub queue_number: Option<&'a str>,
    pub counter: Option<&'a str>,
    pub pickup_date: Option<&'a str>,
}

/// One line of history. No Debug: it would print the detail.
pub struct NewEvent<'a> {
    pub id: &'a RowId,
    pub dossier: &'a DossierId,
    /// `citizen`, `staff` or `system`.
    pub actor: &'a str,
    pub staff: Option<&'a StaffId>,
    pub act: &'a str,
    pub from: Option<Status>,
    pub to: Status,
    pub detail: Option<&'a str>,
    pub message: Option<&'a MessageId>,
    pub at: Millis,
}

/// id, ticket, service, status, submitted_at, updated_at, queue_number, cancel_code.
type RawLine = (String, String, String, String, i64, i64, Option<String>, Option<String>, Option<Booking>);

const OPEN: &str = "('collected', 'cancelled', 'emailed')";

impl Work {
    /// The next number of a series (tickets of a month, queue numbers of a counter's day). Starts at 1 and
    /// has no gaps as long as the transaction commits.
    pub async fn next_serial(&mut self, name: &str) -> Result<i64, StoreError> {
        let rows: Vec<i64> = all!(
            &mut self.tx,
            "INSERT INTO serials (name, last) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET last = serials.last + 1 RETURNING last",
            [name],
            |row| row.try_get(0)?
        );
        rows.first().copied().ok_or(StoreError::Missing)
    }

    /// An unfinished case for the same NIK and service: (person who filed it, ticket).
    pub async fn open_case_for(
        &mut self,
        nik: &str,
        service: &str,
    ) -> Result<Option<(PersonId, String)>, StoreError> {
        let index = self.vault.index("dossiers.nik_index", nik);
        let sql = format!(
            "SELECT person_id, ticket FROM dossiers WHERE nik_index = $1 AND service = $2 AND status NOT IN {OPEN} LIMIT 1"
        );
        let rows: Vec<(String, String)> =
            all!(&mut self.tx, &sql, [index.as_str(), service], |row| (row.try_get(0)?, row.try_get(1)?));
        rows.into_iter()
            .next()
            .map(|(person, ticket)| {
                let person = PersonId::parse(&person).map_err(|_| StoreError::Damaged("person id"))?;
                Ok((person, ticket))
            })
            .transpose()
    }

    /// # Errors
    /// When the database does not answer, or the ticket exists.
    pub async fn add_dossier(&mut self, dossier: &NewDossier<'_>, now: Millis) -> Result<(), StoreError> {
        if let Some(ahead) = self.ahead.get_mut(dossier.person) {
            ahead.no_cases = false;
        }
        let json = serde_json::to_string(dossier.payload).map_err(|_| StoreError::Damaged("dossier"))?;
        let sealed = self.vault.seal_str("dossiers.payload_sealed", &json);
        let index = dossier.nik.map(|nik| self.vault.index("dossiers.nik_index", nik));
        exec!(
            &mut self.tx,
            "INSERT INTO dossiers (id, ticket, office, service, person_id, status, revision, version, definition_hash, consent_id,
               payload_sealed, nik_index, submitted_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, 'submitted', 1, 1, $6, $7, $8, $9, $10, $10)",
            dossier.id.as_str(),
            dossier.ticket,
            dossier.office,
            dossier.service,
            dossier.person.as_str(),
            dossier.definition,
            dossier.consent.map(ConsentId::as_str),
            sealed,
            index,
            now
        )?;
        for (position, file) in (0_i64..).zip(&dossier.payload.files) {
            exec!(
                &mut self.tx,
                "INSERT INTO dossier_files (dossier_id, media_id, slot, position, flags) VALUES ($1, $2, $3, $4, $5)",
                dossier.id.as_str(),
                file.media.as_str(),
                file.slot.as_str(),
                position,
                file.flags.join(" ")
            )?;
        }
        Ok(())
    }

    /// # Errors
    /// [`StoreError::Missing`], or when the database does not answer.
    pub async fn case(&mut self, id: &DossierId) -> Result<CaseState, StoreError> {
        let lock = if self.skip_locked.is_empty() { "" } else { " FOR UPDATE" };
        let sql = format!(
            "SELECT ticket, service, person_id, status, version, definition_hash FROM dossiers WHERE id = $1{lock}"
        );
        let rows: Vec<(String, String, String, String, i64, String)> =
            all!(&mut self.tx, &sql, [id.as_str()], |row| (
                row.try_get(0)?,
                row.try_get(1)?,
                row.try_get(2)?,
                row.try_get(3)?,
                row.try_get(4)?,
                row.try_get(5)?
            ));
        let (ticket, service, person, status, version, definition) =
            rows.into_iter().next().ok_or(StoreError::Missing)?;
        Ok(CaseState {
            id: id.clone(),
            ticket,
            service,
            person: PersonId::parse(&person).map_err(|_| StoreError::Damaged("person id"))?,
            status: Status::parse(&status).ok_or(StoreError::Damaged("status"))?,
            version,
            definition,
        })
    }

    pub async fn dossier_payload(&mut self, id: &DossierId) -> Result<DossierPayload, StoreError> {
        let rows: Vec<String> =
            all!(&mut self.tx, "SELECT payload_sealed FROM dossiers WHERE id = $1", [id.as_str()], |row| row
                .try_get(0)?);
        let sealed = rows.first().ok_or(StoreError::Missing)?;
        let json = self.vault.open_str("dossiers.payload_sealed", sealed);
        let json = json.map_err(|_| StoreError::Damaged("dossier"))?;
        serde_json::from_str(&json).map_err(|_| StoreError::Damaged("dossier"))
    }

    /// Moves a case, if nobody moved it since it was read.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody did.
    pub async fn move_case(
        &mut self,
        case: &CaseState,
        to: Status,
        change: &CaseChange<'_>,
        now: Millis,
    ) -> Result<(), StoreError> {
        let text = change.cancel.map(|(_, text)| self.vault.seal_str("dossiers.cancel_text_sealed", text));
        let rows = exec!(
            &mut self.tx,
            "UPDATE dossiers SET status = $3, version = version + 1, updated_at = $4,
               cancel_code = COALESCE($5, cancel_code), cancel_text_sealed = COALESCE($6, cancel_text_sealed),
               sla_started_at = COALESCE(sla_started_at, $7), sla_due_at = COALESCE(sla_due_at, $8),
               sla_stopped_at = COALESCE($9, sla_stopped_at), queue_number = COALESCE($10, queue_number),
               counter = COALESCE($11, counter), pickup_date = COALESCE($12, pickup_date)
             WHERE id = $1 AND version = $2",
            case.id.as_str(),
            case.version,
            to.as_str(),
            now,
            change.cancel.map(|(code, _)| code.as_str()),
            text,
            change.sla_started_at,
            change.sla_due_at,
            change.sla_stopped_at,
            change.queue_number,
            change.counter,
            change.pickup_date
        )?;
        if rows == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// Promises that ran out and were not told yet, told from now on: (case, ticket).
    pub async fn broken_promises(
        &mut self,
        now: Millis,
        most: i64,
    ) -> Result<Vec<(DossierId, String)>, StoreError> {
        let sql = format!(
            "WITH c AS MATERIALIZED (SELECT id FROM dossiers WHERE sla_due_at < $1 AND sla_stopped_at IS NULL
               AND sla_due_at IS NOT NULL AND sla_alarmed_at IS NULL ORDER BY sla_due_at LIMIT $2 + 0{})
             UPDATE dossiers SET sla_alarmed_at = $1 WHERE id IN (SELECT id FROM c) RETURNING id, ticket",
            self.skip_locked
        );
        let rows: Vec<(String, String)> =
            all!(&mut self.tx, &sql, [now, most], |row| (row.try_get(0)?, row.try_get(1)?));
        rows.into_iter()
            .map(|(id, ticket)| {
                Ok((DossierId::parse(&id).map_err(|_| StoreError::Damaged("dossier id"))?, ticket))
            })
            .collect()
    }

    /// Until when a case's promise runs; none when it does not run.
    pub async fn promise_of(&mut self, id: &DossierId) -> Result<Option<Millis>, StoreError> {
        let rows: Vec<Option<i64>> = all!(
            &mut self.tx,
            "SELECT sla_due_at FROM dossiers WHERE id = $1 AND sla_stopped_at IS NULL",
            [id.as_str()],
            |row| row.try_get(0)?
        );
        Ok(rows.into_iter().next().flatten())
    }

    pub async fn add_event(&mut self, event: &NewEvent<'_>) -> Result<(), StoreError> {
        let detail = event.detail.map(|d| self.vault.seal_str("dossier_events.detail_sealed", d));
        exec!(
            &mut self.tx,
            "INSERT INTO dossier_events (id, dossier_id, at, actor, actor_staff, act, from_status, to_status, detail_sealed, message_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            event.id.as_str(),
            event.dossier.as_str(),
            event.at,
            event.actor,
            event.staff.map(StaffId::as_str),
            event.act,
            event.from.map(Status::as_str),
            event.to.as_str(),
            detail,
            event.message.map(MessageId::as_str)
        )?;
        Ok(())
    }

    /// What a person filed, newest first.
    pub async fn cases_of(&mut self, person: &PersonId) -> Result<Vec<CaseLine>, StoreError> {
        if self.ahead.get(person).is_some_and(|ahead| ahead.no_cases) {
            return Ok(Vec::new());
        }
        let rows: Vec<RawLine> = all!(
            &mut self.tx,
            "SELECT d.id, d.ticket, d.service, d.status, d.submitted_at, d.updated_at, d.queue_number, d.cancel_code,
                    b.calendar, b.place, b.day, b.hours
             FROM dossiers d LEFT JOIN bookings b ON b.dossier_id = d.id AND b.released_at IS NULL
             WHERE d.person_id = $1 ORDER BY d.submitted_at DESC, d.id DESC LIMIT 20",
            [person.as_str()],
            |row| (
                row.try_get(0)?,
                row.try_get(1)?,
                row.try_get(2)?,
                row.try_get(3)?,
                row.try_get(4)?,
                row.try_get(5)?,
                row.try_get(6)?,
                row.try_get(7)?,
                match row.try_get::<Option<String>, _>(8)? {
                    Some(calendar) => Some(Booking {
                        calendar,
                        place: row.try_get(9)?,
                        day: row.try_get(10)?,
                        hours: row.try_get(11)?,
                    }),
                    None => None,
                }
            )
        );
        rows.into_iter()
            .map(|(id, ticket, service, status, submitted_at, updated_at, queue_number, code, booking)| {
                Ok(CaseLine {
                    dossier: DossierId::parse(&id).map_err(|_| StoreError::Damaged("dossier id"))?,
                    ticket,
                    service,
                    status: Status::parse(&status).ok_or(StoreError::Damaged("status"))?,
                    submitted_at,
                    updated_at,
                    queue_number,
                    cancel_code: code.as_deref().and_then(CancelCode::parse),
                    booking,
                })
            })
            .collect()
    }

    /// Requirements that the cancellation named as missing, by question id: kept in the last event.
    pub async fn last_cancellation(&mut self, id: &DossierId) -> Result<Option<String>, StoreError> {
        let rows: Vec<Option<String>> = all!(
            &mut self.tx,
            "SELECT detail_sealed FROM dossier_events WHERE dossier_id = $1 AND to_status = 'cancelled' ORDER BY id DESC LIMIT 1",
            [id.as_str()],
            |row| row.try_get(0)?
        );
        rows.into_iter()
            .next()
            .flatten()
            .map(|sealed| {
                self.vault
                    .open_str("dossier_events.detail_sealed", &sealed)
                    .map_err(|_| StoreError::Damaged("event"))
            })
            .transpose()
    }
}

impl Store {
    /// Promises that run: (all, those that ran out, when the oldest of these did).
    pub async fn promises(&self, now: Millis) -> Result<(i64, i64, Option<Millis>), StoreError> {
        let all: Vec<i64> = read_all!(
            &self.db,
            "SELECT COUNT(*) FROM dossiers WHERE sla_due_at IS NOT NULL AND sla_stopped_at IS NULL",
            [],
            |row| row.try_get(0)?
        );
        let broken: Vec<(i64, Option<i64>)> = read_all!(
            &self.db,
            "SELECT COUNT(*), MIN(sla_due_at) FROM dossiers
             WHERE sla_due_at < $1 AND sla_due_at IS NOT NULL AND sla_stopped_at IS NULL",
            [now],
            |row| (row.try_get(0)?, row.try_get(1)?)
        );
        let (broken, oldest) = broken.into_iter().next().unwrap_or((0, None));
        Ok((all.first().copied().unwrap_or(0), broken, oldest))
    }
}

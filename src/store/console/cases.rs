//! Cases as lists and as pages.

use crate::domain::Millis;
use crate::domain::case::{CancelCode, Status};
use crate::domain::dossier::DossierPayload;
use crate::domain::ids::{DossierId, PersonId};
use crate::domain::redacted::Redacted;
use crate::store::Store;
use crate::store::db::{StoreError, read_all};

/// One case in a list.
#[derive(Debug, Clone)]
pub struct CaseRow {
    pub id: DossierId,
    pub ticket: String,
    pub service: String,
    pub person: PersonId,
    /// The profile name of who filed it.
    pub name: Option<Redacted<String>>,
    pub status: Status,
    pub version: i64,
    pub submitted_at: Millis,
    pub updated_at: Millis,
    pub sla_started_at: Option<Millis>,
    pub sla_due_at: Option<Millis>,
    pub sla_stopped_at: Option<Millis>,
    pub queue_number: Option<String>,
}

/// A case with everything that its page shows.
#[derive(Debug, Clone)]
pub struct CaseDetail {
    pub row: CaseRow,
    pub revision: i64,
    pub payload: DossierPayload,
    pub cancel_code: Option<CancelCode>,
    pub cancel_text: Option<Redacted<String>>,
    pub counter: Option<String>,
    pub pickup_date: Option<String>,
}

/// A line of a case's history.
#[derive(Debug, Clone)]
pub struct CaseEvent {
    pub at: Millis,
    /// citizen | staff | a word of the program.
    pub actor: String,
    pub actor_staff: Option<String>,
    pub act: String,
    pub to_status: String,
    pub detail: Option<Redacted<String>>,
    /// The citizen was told.
    pub told: bool,
}

/// What is known of a file of a case.
#[derive(Debug, Clone)]
pub struct CaseFile {
    pub media: String,
    pub state: String,
    pub mime: Option<String>,
}

/// Where a list goes on: behind this case, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseCursor {
    pub submitted_at: Millis,
    pub id: String,
}

const CASE: &str = "SELECT d.id, d.ticket, d.service, d.person_id, p.name_sealed, d.status, d.version, d.submitted_at, \
     d.updated_at, d.sla_started_at, d.sla_due_at, d.sla_stopped_at, d.queue_number \
     FROM dossiers d JOIN persons p ON p.id = d.person_id";

struct Row {
    id: String,
    ticket: String,
    service: String,
    person: String,
    name: Option<String>,
    status: String,
    version: i64,
    submitted_at: i64,
    updated_at: i64,
    sla_started_at: Option<i64>,
    sla_due_at: Option<i64>,
    sla_stopped_at: Option<i64>,
    queue_number: Option<String>,
}

macro_rules! case_row {
    ($row:ident) => {
        Row {
            id: $row.try_get(0)?,
            ticket: $row.try_get(1)?,
            service: $row.try_get(2)?,
            person: $row.try_get(3)?,
            name: $row.try_get(4)?,
            status: $row.try_get(5)?,
            version: $row.try_get(6)?,
            submitted_at: $row.try_get(7)?,
            updated_at: $row.try_get(8)?,
            sla_started_at: $row.try_get(9)?,
            sla_due_at: $row.try_get(10)?,
            sla_stopped_at: $row.try_get(11)?,
            queue_number: $row.try_get(12)?,
        }
    };
}

/// The states as an SQL list; the words are ours, so they may stand in the text.
fn within(statuses: &[Status]) -> String {
    let words: Vec<String> = statuses.iter().map(|s| format!("'{}'", s.as_str())).collect();
    format!("d.status IN ({})", words.join(", "))
}

impl Store {
    fn case_rows(&self, rows: Vec<Row>) -> Result<Vec<CaseRow>, StoreError> {
        rows.into_iter().map(|row| self.case_row(row)).collect()
    }

    fn case_row(&self, row: Row) -> Result<CaseRow, StoreError> {
        Ok(CaseRow {
            id: DossierId::parse(&row.id).map_err(|_| StoreError::Damaged("dossier id"))?,
            ticket: row.ticket,
            service: row.service,
            person: PersonId::parse(&row.person).map_err(|_| StoreError::Damaged("person id"))?,
            name: self.show("persons.name_sealed", row.name.as_deref()),
            status: Status::parse(&row.status).ok_or(StoreError::Damaged("case status"))?,
            version: row.version,
            submitted_at: row.submitted_at,
            updated_at: row.updated_at,
            sla_started_at: row.sla_started_at,
            sla_due_at: row.sla_due_at,
            sla_stopped_at: row.sla_stopped_at,
            queue_number: row.queue_number,
        })
    }

    /// Cases in these states, oldest first, behind a cursor.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn cases_after(
        &self,
        statuses: &[Status],
        after: Option<&CaseCursor>,
        limit: i64,
    ) -> Result<Vec<CaseRow>, StoreError> {
        if statuses.is_empty() {
            return Ok(Vec::new());
        }
        let (at, id) = after.map_or((Millis::MIN, ""), |c| (c.submitted_at, c.id.as_str()));
        let sql = format!(
            "{CASE} WHERE {} AND (d.submitted_at > $1 OR (d.submitted_at = $1 AND d.id > $2)) \
             ORDER BY d.submitted_at, d.id LIMIT $3 + 0",
            within(statuses)
        );
        let rows: Vec<Row> = read_all!(&self.db, &sql, [at, id, limit], |row| case_row!(row));
        self.case_rows(rows)
    }

    /// The case just before a cursor, in the same order.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn case_before(
        &self,
        statuses: &[Status],
        before: &CaseCursor,
    ) -> Result<Option<CaseRow>, StoreError> {
        if statuses.is_empty() {
            return Ok(None);
        }
        let sql = format!(
            "{CASE} WHERE {} AND (d.submitted_at < $1 OR (d.submitted_at = $1 AND d.id < $2)) \
             ORDER BY d.submitted_at DESC, d.id DESC LIMIT 1",
            within(statuses)
        );
        let rows: Vec<Row> =
            read_all!(&self.db, &sql, [before.submitted_at, before.id.as_str()], |row| case_row!(row));
        Ok(self.case_rows(rows)?.into_iter().next())
    }

    /// How many cases stand in each state.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn case_counts(&self) -> Result<Vec<(Status, i64)>, StoreError> {
        let sql = "SELECT status, COUNT(*) FROM dossiers GROUP BY status";
        let rows: Vec<(String, i64)> = read_all!(&self.db, sql, [], |row| (row.try_get(0)?, row.try_get(1)?));
        Ok(rows.into_iter().filter_map(|(word, n)| Status::parse(&word).map(|s| (s, n))).collect())
    }

    /// # Errors
    /// When the database does not answer.
    pub async fn case_by_ticket(&self, ticket: &str) -> Result<Option<CaseRow>, StoreError> {
        let sql = format!("{CASE} WHERE d.ticket = $1");
        let rows: Vec<Row> = read_all!(&self.db, &sql, [ticket], |row| case_row!(row));
        Ok(self.case_rows(rows)?.into_iter().next())
    }

    /// Every case about a NIK (16 digits), newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn cases_by_nik(&self, nik: &str) -> Result<Vec<CaseRow>, StoreError> {
        let index = self.vault.index("dossiers.nik_index", nik);
        let sql = format!("{CASE} WHERE d.nik_index = $1 ORDER BY d.submitted_at DESC, d.id DESC LIMIT 50");
        let rows: Vec<Row> = read_all!(&self.db, &sql, [index.as_str()], |row| case_row!(row));
        self.case_rows(rows)
    }

    /// What a person filed, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn cases_of_person(&self, person: &PersonId) -> Result<Vec<CaseRow>, StoreError> {
        let sql = format!("{CASE} WHERE d.person_id = $1 ORDER BY d.submitted_at DESC, d.id DESC LIMIT 50");
        let rows: Vec<Row> = read_all!(&self.db, &sql, [person.as_str()], |row| case_row!(row));
        self.case_rows(rows)
    }

    /// One case with its answers.
    ///
    /// # Errors
    /// When the database does not answer, or the answers do not open.
    pub async fn case_detail(&self, id: &DossierId) -> Result<Option<CaseDetail>, StoreError> {
        let sql = format!("{CASE} WHERE d.id = $1");
        let rows: Vec<Row> = read_all!(&self.db, &sql, [id.as_str()], |row| case_row!(row));
        let Some(row) = self.case_rows(rows)?.into_iter().next() else { return Ok(None) };
        let sql = "SELECT revision, payload_sealed, cancel_code, cancel_text_sealed, counter, pickup_date \
             FROM dossiers WHERE id = $1";
        type Rest = (i64, String, Option<String>, Option<String>, Option<String>, Option<String>);
        let rest: Vec<Rest> = read_all!(&self.db, sql, [id.as_str()], |row| (
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
            row.try_get(4)?,
            row.try_get(5)?
        ));
        let Some((revision, payload, code, text, counter, pickup_date)) = rest.into_iter().next() else {
            return Ok(None);
        };
        let payload = self
            .show("dossiers.payload_sealed", Some(&payload))
            .and_then(|json| serde_json::from_str(json.expose()).ok())
            .ok_or(StoreError::Damaged("dossier payload"))?;
        Ok(Some(CaseDetail {
            row,
            revision,
            payload,
            cancel_code: code.as_deref().and_then(CancelCode::parse),
            cancel_text: self.show("dossiers.cancel_text_sealed", text.as_deref()),
            counter,
            pickup_date,
        }))
    }

    /// The history of a case, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn case_events(&self, id: &DossierId) -> Result<Vec<CaseEvent>, StoreError> {
        let sql = "SELECT at, actor, actor_staff, act, to_status, detail_sealed, message_id \
             FROM dossier_events WHERE dossier_id = $1 ORDER BY at, id";
        let rows: Vec<(CaseEvent, Option<String>)> = read_all!(&self.db, sql, [id.as_str()], |row| {
            let told: Option<String> = row.try_get(6)?;
            let event = CaseEvent {
                at: row.try_get(0)?,
                actor: row.try_get(1)?,
                actor_staff: row.try_get(2)?,
                act: row.try_get(3)?,
                to_status: row.try_get(4)?,
                detail: None,
                told: told.is_some(),
            };
            (event, row.try_get(5)?)
        });
        Ok(rows
            .into_iter()
            .map(|(event, detail)| CaseEvent {
                detail: self.show("dossier_events.detail_sealed", detail.as_deref()),
                ..event
            })
            .collect())
    }

    /// What became of the files of a case.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn case_files(&self, id: &DossierId) -> Result<Vec<CaseFile>, StoreError> {
        let sql = "SELECT d.id, d.state, d.mime FROM dossier_files f JOIN media d ON d.id = f.media_id \
             WHERE f.dossier_id = $1 ORDER BY f.position";
        Ok(read_all!(&self.db, sql, [id.as_str()], |row| CaseFile {
            media: row.try_get(0)?,
            state: row.try_get(1)?,
            mime: row.try_get(2)?,
        }))
    }
}

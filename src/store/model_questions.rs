//! Questions on their way to a model outside. Each is asked by one worker at a time, until a moment after which another
//! may; the number of tries tells which of them had it last.

use super::db::{all, exec, read_all};
use super::{Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::ids::{PersonId, RowId};

const SEALED: &str = "model_questions.question_sealed";

/// A question to be asked.
#[derive(Debug)]
pub struct NewModelQuestion<'a> {
    pub id: &'a RowId,
    pub person: &'a PersonId,
    pub lang: &'a str,
    /// All that the model may see.
    pub shown: &'a str,
    /// The request, by the tag of its session.
    pub tag: &'a str,
    /// The question that was open.
    pub question: Option<&'a str>,
    /// The key of what is said without an answer.
    pub fault: &'a str,
}

/// A question that is asked now.
#[derive(Clone, PartialEq, Eq)]
pub struct ModelQuestion {
    pub id: String,
    pub lang: String,
    /// None: it does not read any more, and cannot be asked.
    pub shown: Option<String>,
    pub tag: String,
    pub question: Option<String>,
    pub fault: String,
    pub created_at: Millis,
    /// How often somebody began to ask, this time included.
    pub tries: i64,
}

impl Work {
    /// False: another question of this person is out.
    pub async fn add_model_question(
        &mut self,
        new: &NewModelQuestion<'_>,
        now: Millis,
    ) -> Result<bool, StoreError> {
        let sealed = self.vault.seal_str(SEALED, new.shown);
        let rows = exec!(
            &mut self.tx,
            "INSERT INTO model_questions (person_id, id, lang, question_sealed, tag, question, fault, created_at, tries, due_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $8) ON CONFLICT (person_id) DO NOTHING",
            new.person.as_str(),
            new.id.as_str(),
            new.lang,
            sealed,
            new.tag,
            new.question,
            new.fault,
            now
        )?;
        Ok(rows == 1)
    }

    /// Whether a question of this person is out.
    pub async fn has_model_question(&mut self, person: &PersonId) -> Result<bool, StoreError> {
        let sql = "SELECT id FROM model_questions WHERE person_id = $1";
        let ids: Vec<String> = all!(&mut self.tx, sql, [person.as_str()], |row| row.try_get(0)?);
        Ok(!ids.is_empty())
    }

    /// Takes questions that are due, the longest waiting first, so that no other worker asks them before `until`.
    pub async fn claim_model_questions(
        &mut self,
        most: i64,
        now: Millis,
        until: Millis,
    ) -> Result<Vec<ModelQuestion>, StoreError> {
        type Raw = (String, String, String, String, Option<String>, String, i64, i64);
        let sql = format!(
            "WITH c AS MATERIALIZED (SELECT person_id FROM model_questions WHERE due_at <= $1 ORDER BY due_at LIMIT $2 + 0{})
             UPDATE model_questions SET due_at = $3, tries = tries + 1 WHERE person_id IN (SELECT person_id FROM c)
             RETURNING id, lang, question_sealed, tag, question, fault, created_at, tries",
            self.skip_locked
        );
        let rows: Vec<Raw> = all!(&mut self.tx, &sql, [now, most, until], |row| (
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
            row.try_get(4)?,
            row.try_get(5)?,
            row.try_get(6)?,
            row.try_get(7)?
        ));
        let read = |(id, lang, sealed, tag, question, fault, created_at, tries): Raw| {
            let shown = self.vault.open_str(SEALED, &sealed).ok();
            ModelQuestion { id, lang, shown, tag, question, fault, created_at, tries }
        };
        Ok(rows.into_iter().map(read).collect())
    }

    /// Takes a question away for good, for whoever asked it last. Gives whose it is now; none: somebody else has asked it
    /// since, or answered it.
    pub async fn take_model_question(
        &mut self,
        asked: &ModelQuestion,
    ) -> Result<Option<PersonId>, StoreError> {
        let sql = "DELETE FROM model_questions WHERE id = $1 AND tries = $2 RETURNING person_id";
        let persons: Vec<String> =
            all!(&mut self.tx, sql, [asked.id.as_str(), asked.tries], |row| row.try_get(0)?);
        let person = persons.first().map(|id| PersonId::parse(id)).transpose();
        person.map_err(|_| StoreError::Damaged("person id"))
    }

    /// Forgets questions of before, answered or not. Gives how many.
    pub async fn forget_model_questions(&mut self, before: Millis) -> Result<u64, StoreError> {
        exec!(&mut self.tx, "DELETE FROM model_questions WHERE created_at < $1", before)
    }
}

impl Store {
    /// Whether a question is due.
    pub async fn is_model_question_due(&self, now: Millis) -> Result<bool, StoreError> {
        let sql = "SELECT id FROM model_questions WHERE due_at <= $1 LIMIT 1";
        let ids: Vec<String> = read_all!(&self.db, sql, [now], |row| row.try_get(0)?);
        Ok(!ids.is_empty())
    }
}

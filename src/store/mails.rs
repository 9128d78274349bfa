//! E-mails with codes: to be sent, and what became of them.

use super::bulk::Cell;
use super::db::{all, exec, read_all};
use super::{Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::ids::{Id, MailId, PersonId, id_bits};
use crate::domain::redacted::Redacted;

/// A mail to be sent, with the code that it carries.
#[derive(Debug)]
pub struct NewMail<'a> {
    pub id: &'a MailId,
    pub person: &'a PersonId,
    /// The request, by the tag of its session.
    pub tag: &'a str,
    pub question: &'a str,
    /// Serialised by the caller; sealed here.
    pub letter: &'a Redacted<String>,
    pub address: &'a Redacted<String>,
    pub code: &'a Redacted<String>,
    pub expires_at: Millis,
}

/// The newest code of a question.
#[derive(Debug, Clone)]
pub struct CodeRow {
    pub id: MailId,
    /// Codes typed that were not this one.
    pub wrong: i64,
    pub expires_at: Millis,
    address_index: String,
    code_mac: String,
}

/// A mail that is due.
#[derive(Debug, Clone)]
pub struct MailRow {
    pub id: MailId,
    pub person: PersonId,
    pub tag: String,
    pub letter: Redacted<String>,
    /// Tries up to now.
    pub attempts: i64,
    pub created_at: Millis,
}

/// What staff may know of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailLine {
    pub question: String,
    /// `queued`, `sent`, `refused`, `gave_up` or `replaced`.
    pub state: String,
    pub attempts: i64,
    pub fault: Option<String>,
    pub created_at: Millis,
}

const LETTER: &str = "mails.letter_sealed";
const ADDRESS: &str = "mails/address";
const CODE: &str = "mails/code";

fn secret(id: &MailId, code: &Redacted<String>) -> Vec<u8> {
    format!("{id} {}", code.expose()).into_bytes()
}

impl Work {
    /// Queues a mail. One to the same question that has not left yet does not leave any more.
    pub async fn add_mail(&mut self, mail: &NewMail<'_>, now: Millis) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "UPDATE mails SET state = 'replaced', letter_sealed = NULL, settled_at = $4
             WHERE person_id = $1 AND tag = $2 AND question = $3 AND state = 'queued'",
            mail.person.as_str(),
            mail.tag,
            mail.question,
            now
        )?;
        let letter = self.vault.seal_str(LETTER, mail.letter.expose());
        let address = self.vault.index(ADDRESS, mail.address.expose());
        let code = self.vault.mac(CODE, &secret(mail.id, mail.code));
        exec!(
            &mut self.tx,
            "INSERT INTO mails (id, person_id, tag, question, letter_sealed, address_index, code_mac, state, wrong,
               attempts, next_at, claimed_until, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', 0, 0, $8, 0, $8, $9)",
            mail.id.as_str(),
            mail.person.as_str(),
            mail.tag,
            mail.question,
            letter,
            address,
            code,
            now,
            mail.expires_at
        )?;
        Ok(())
    }

    /// The questions that this person was mailed codes for since then, the oldest first, each with when.
    pub async fn mails_since(
        &mut self,
        person: &PersonId,
        since: Millis,
    ) -> Result<Vec<(String, Millis)>, StoreError> {
        Ok(all!(
            &mut self.tx,
            "SELECT question, created_at FROM mails WHERE person_id = $1 AND created_at > $2 ORDER BY id",
            [person.as_str(), since],
            |row| (row.try_get(0)?, row.try_get(1)?)
        ))
    }

    /// When mails were ordered to this address since then, by whomever, the oldest first.
    pub async fn mails_to(
        &mut self,
        address: &Redacted<String>,
        since: Millis,
    ) -> Result<Vec<Millis>, StoreError> {
        let address = self.vault.index(ADDRESS, address.expose());
        Ok(all!(
            &mut self.tx,
            "SELECT created_at FROM mails WHERE address_index = $1 AND created_at > $2 ORDER BY created_at",
            [address.as_str(), since],
            |row| row.try_get(0)?
        ))
    }

    /// Whether no later mail was ordered for this request.
    pub async fn is_newest_mail(
        &mut self,
        person: &PersonId,
        tag: &str,
        id: &MailId,
    ) -> Result<bool, StoreError> {
        let newest: Vec<String> = all!(
            &mut self.tx,
            "SELECT id FROM mails WHERE person_id = $1 AND tag = $2 ORDER BY id DESC LIMIT 1",
            [person.as_str(), tag],
            |row| row.try_get(0)?
        );
        Ok(newest.first().is_some_and(|newest| newest == id.as_str()))
    }

    /// The newest code of a question of a request.
    pub async fn newest_code(
        &mut self,
        person: &PersonId,
        tag: &str,
        question: &str,
    ) -> Result<Option<CodeRow>, StoreError> {
        let rows: Vec<(String, i64, i64, String, String)> = all!(
            &mut self.tx,
            "SELECT id, wrong, expires_at, address_index, code_mac FROM mails
             WHERE person_id = $1 AND tag = $2 AND question = $3 ORDER BY id DESC LIMIT 1",
            [person.as_str(), tag, question],
            |row| (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?)
        );
        let Some((id, wrong, expires_at, address_index, code_mac)) = rows.into_iter().next() else {
            return Ok(None);
        };
        let id = MailId::parse(&id).map_err(|_| StoreError::Damaged("mail id"))?;
        Ok(Some(CodeRow { id, wrong, expires_at, address_index, code_mac }))
    }

    /// Whether this code was mailed to this address.
    #[must_use]
    pub fn is_code_of(&self, row: &CodeRow, address: &Redacted<String>, code: &Redacted<String>) -> bool {
        self.vault.index(ADDRESS, address.expose()) == row.address_index
            && self.vault.verify(CODE, &secret(&row.id, code), &row.code_mac)
    }

    pub async fn note_wrong_code(&mut self, id: &MailId) -> Result<(), StoreError> {
        exec!(&mut self.tx, "UPDATE mails SET wrong = wrong + 1 WHERE id = $1", id.as_str())?;
        Ok(())
    }

    /// The code is used up.
    pub async fn note_right_code(&mut self, id: &MailId) -> Result<(), StoreError> {
        exec!(&mut self.tx, "UPDATE mails SET expires_at = 0 WHERE id = $1", id.as_str())?;
        Ok(())
    }

    /// Takes mails that are due, so that no other worker sends them before `until`. Those that do not read are told by
    /// [`Work::unreadable`].
    pub async fn claim_mails(
        &mut self,
        most: i64,
        now: Millis,
        until: Millis,
    ) -> Result<Vec<MailRow>, StoreError> {
        let sql = format!(
            "WITH c AS MATERIALIZED (SELECT id FROM mails WHERE state = 'queued' AND next_at <= $1 AND claimed_until <= $1
               ORDER BY next_at LIMIT $2 + 0{})
             UPDATE mails SET claimed_until = $3, attempts = attempts + 1 WHERE id IN (SELECT id FROM c)
             RETURNING id, person_id, tag, letter_sealed, attempts, created_at",
            self.skip_locked
        );
        type Raw = (String, String, String, Option<String>, i64, i64);
        let rows: Vec<Raw> = all!(&mut self.tx, &sql, [now, most, until], |row| (
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
            row.try_get(4)?,
            row.try_get(5)?
        ));
        let read = |(id, person, tag, letter, attempts, created_at): Raw| {
            let damaged = || StoreError::Damaged("mail");
            let letter = letter.ok_or_else(damaged)?;
            let letter = self.vault.open_str(LETTER, &letter).map_err(|_| damaged())?;
            Ok(MailRow {
                id: MailId::parse(&id).map_err(|_| damaged())?,
                person: PersonId::parse(&person).map_err(|_| damaged())?,
                tag,
                letter: Redacted::from(letter),
                attempts,
                created_at,
            })
        };
        let rows: Vec<_> = rows.into_iter().map(|row| (row.0.clone(), read(row))).collect();
        Ok(self.readable(rows))
    }

    /// A mail that does not read never leaves. Gives whose it is and for which request, if that can be told.
    pub async fn mail_unreadable(
        &mut self,
        id: &str,
        state: &str,
        now: Millis,
    ) -> Result<Option<(MailId, PersonId, String)>, StoreError> {
        let sql =
            "UPDATE mails SET state = $2, letter_sealed = NULL, fault = 'it does not read', settled_at = $3
             WHERE id = $1 AND state = 'queued' RETURNING person_id, tag";
        let rows: Vec<(String, String)> =
            all!(&mut self.tx, sql, [id, state, now], |row| (row.try_get(0)?, row.try_get(1)?));
        let told = |(person, tag): (String, String)| {
            Some((MailId::parse(id).ok()?, PersonId::parse(&person).ok()?, tag))
        };
        Ok(rows.into_iter().next().and_then(told))
    }

    /// It left: its code is good until then. False: it was replaced meanwhile.
    pub async fn mail_sent(
        &mut self,
        id: &MailId,
        now: Millis,
        expires_at: Millis,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE mails SET state = 'sent', letter_sealed = NULL, fault = NULL, settled_at = $2, expires_at = $3
             WHERE id = $1 AND state = 'queued'";
        Ok(exec!(&mut self.tx, sql, id.as_str(), now, expires_at)? == 1)
    }

    /// One more try at `next_at`.
    pub async fn mail_later(&mut self, id: &MailId, next_at: Millis, fault: &str) -> Result<(), StoreError> {
        let sql =
            "UPDATE mails SET next_at = $2, claimed_until = 0, fault = $3 WHERE id = $1 AND state = 'queued'";
        exec!(&mut self.tx, sql, id.as_str(), next_at, fault)?;
        Ok(())
    }

    /// It never leaves. False: it was replaced meanwhile.
    pub async fn mail_failed(
        &mut self,
        id: &MailId,
        state: &str,
        fault: &str,
        now: Millis,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE mails SET state = $2, letter_sealed = NULL, fault = $3, settled_at = $4
             WHERE id = $1 AND state = 'queued'";
        Ok(exec!(&mut self.tx, sql, id.as_str(), state, fault, now)? == 1)
    }

    /// Mails that have not left yet do not leave any more: nobody waits for them.
    pub fn recall_mails(&mut self, person: &PersonId, now: Millis) -> Result<(), StoreError> {
        self.tx.later.recalled.push([Cell::of(person.as_str()), now.into()]);
        Ok(())
    }

    /// Forgets mails made before `before`, whatever became of them, `most` at once. Gives whether there may be more.
    pub async fn forget_mails(&mut self, before: Millis, most: i64) -> Result<bool, StoreError> {
        // Ids begin with their time: the primary key finds the old ones.
        let first_kept = MailId::from_bits(id_bits(before, 0));
        let gone = exec!(
            &mut self.tx,
            "DELETE FROM mails WHERE id IN (SELECT id FROM mails WHERE id < $1 ORDER BY id LIMIT $2 + 0)",
            first_kept.as_str(),
            most
        )?;
        Ok(i64::try_from(gone).is_ok_and(|gone| gone >= most))
    }
}

impl Store {
    /// Whether a mail is due.
    pub async fn is_mail_due(&self, now: Millis) -> Result<bool, StoreError> {
        let rows: Vec<i64> = read_all!(
            &self.db,
            "SELECT CAST(1 AS BIGINT) FROM mails WHERE state = 'queued' AND next_at <= $1 AND claimed_until <= $1 LIMIT 1",
            [now],
            |row| row.try_get(0)?
        );
        Ok(!rows.is_empty())
    }

    /// The mails of a person that are still remembered, the newest first.
    pub async fn mails_of(&self, person: &PersonId) -> Result<Vec<MailLine>, StoreError> {
        let rows: Vec<(String, String, i64, Option<String>, i64)> = read_all!(
            &self.db,
            "SELECT question, state, attempts, fault, created_at FROM mails WHERE person_id = $1 ORDER BY id DESC LIMIT 10",
            [person.as_str()],
            |row| (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?)
        );
        let line = |(question, state, attempts, fault, created_at)| MailLine {
            question,
            state,
            attempts,
            fault,
            created_at,
        };
        Ok(rows.into_iter().map(line).collect())
    }
}

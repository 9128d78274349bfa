//! One person behind several addresses: an address that changed, a second channel that was proven, and the
//! proof itself. Nobody is joined by name or phone number.

use super::db::{all, exec};
use super::{Person, Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::ids::{DossierId, PersonId};
use crate::domain::inbound::{Address, ChannelKind};
use crate::domain::redacted::Redacted;
use crate::vault::Vault;

/// Failed proofs after which a person has to wait or to ask an officer.
pub const PROOF_TRIES: i64 = 5;
/// So long they wait.
const PROOF_PAUSE: Millis = 24 * 60 * 60 * 1000;

/// Without I, L and O. Letters only: the digits beside it cannot be mistaken for a part of it.
const CODE_LETTERS: &[u8; 23] = b"ABCDEFGHJKMNPQRSTUVWXYZ";
/// 23^6 are 148 million codes, with [`PROOF_TRIES`] guesses a day.
const CODE_LENGTH: usize = 6;

/// Made from the key and the request, so that none has to be stored and each request has one.
fn code(vault: &Vault, dossier: &DossierId) -> String {
    let mac = vault.mac("dossiers.link_code", dossier.as_str().as_bytes());
    let seed = mac.bytes().fold(0_u64, |sum, b| sum.wrapping_mul(131).wrapping_add(u64::from(b)));
    let letters = (0..CODE_LENGTH).scan(seed, |rest, _| {
        let letter = CODE_LETTERS[(*rest % 23) as usize];
        *rest /= 23;
        Some(char::from(letter))
    });
    letters.collect()
}

impl Person {
    /// How many proofs may still fail before they have to wait.
    #[must_use]
    pub fn tries_left(&self, now: Millis) -> i64 {
        let forgotten = self.proof_failed_at.is_none_or(|at| now - at > PROOF_PAUSE);
        let failures = if forgotten { 0 } else { self.proof_failures };
        (PROOF_TRIES - failures).max(0)
    }
}

impl Store {
    /// The code that a receipt shows: who knows it and the last digits of the NIK may open the request from
    /// another chat.
    #[must_use]
    pub fn link_code(&self, dossier: &DossierId) -> String {
        code(&self.vault, dossier)
    }
}

impl Work {
    /// Counts a failed proof; the count begins anew after a pause.
    pub async fn note_failed_proof(&mut self, person: &PersonId, now: Millis) -> Result<(), StoreError> {
        self.forget_ahead(person);
        exec!(
            &mut self.tx,
            "UPDATE persons SET proof_failed_at = $2,
               proof_failures = CASE WHEN proof_failed_at IS NULL OR proof_failed_at < $3 THEN 1 ELSE proof_failures + 1 END
             WHERE id = $1",
            person.as_str(),
            now,
            now - PROOF_PAUSE
        )?;
        Ok(())
    }

    /// The last digits were right: nothing more to prove.
    pub async fn note_proof(&mut self, person: &PersonId) -> Result<(), StoreError> {
        self.forget_ahead(person);
        exec!(
            &mut self.tx,
            "UPDATE persons SET recheck_since = NULL, proof_failures = 0, proof_failed_at = NULL WHERE id = $1",
            person.as_str()
        )?;
        Ok(())
    }

    /// Another person may be behind the address from now on.
    pub async fn demand_recheck(&mut self, person: &PersonId, now: Millis) -> Result<(), StoreError> {
        self.forget_ahead(person);
        exec!(
            &mut self.tx,
            "UPDATE persons SET recheck_since = $2 WHERE id = $1 AND recheck_since IS NULL",
            person.as_str(),
            now
        )?;
        Ok(())
    }

    /// The request with this ticket, its person, and whether the code is its own.
    pub async fn by_ticket_and_code(
        &mut self,
        ticket: &str,
        given: &Redacted<String>,
    ) -> Result<Option<(DossierId, PersonId)>, StoreError> {
        let rows: Vec<(String, String)> =
            all!(&mut self.tx, "SELECT id, person_id FROM dossiers WHERE ticket = $1", [ticket], |row| (
                row.try_get(0)?,
                row.try_get(1)?
            ));
        let Some((dossier, person)) = rows.into_iter().next() else { return Ok(None) };
        let dossier = DossierId::parse(&dossier).map_err(|_| StoreError::Damaged("dossier id"))?;
        let person = PersonId::parse(&person).map_err(|_| StoreError::Damaged("person id"))?;
        let right = code(&self.vault, &dossier) == *given.expose();
        Ok(right.then_some((dossier, person)))
    }

    /// The platform says that a person's addresses on a channel are these now. The others are kept as history
    /// and lead here no more; an address that was another person's goes over, and with it nothing of theirs.
    pub async fn move_addresses(
        &mut self,
        person: &PersonId,
        new: &[Address],
        now: Millis,
    ) -> Result<(), StoreError> {
        // An address may have been anybody's until now.
        self.ahead.clear();
        let Some(first) = new.first() else { return Ok(()) };
        exec!(
            &mut self.tx,
            "UPDATE addresses SET superseded_at = $3 WHERE person_id = $1 AND channel = $2 AND superseded_at IS NULL",
            person.as_str(),
            first.kind.channel().as_str(),
            now
        )?;
        for address in new {
            self.note_address(person, address, now).await?;
            let index = self.vault.index("addresses.value_index", address.value.expose());
            exec!(
                &mut self.tx,
                "UPDATE addresses SET person_id = $3, superseded_at = NULL, unreachable_at = NULL
                 WHERE kind = $1 AND value_index = $2",
                address.kind.as_str(),
                index,
                person.as_str()
            )?;
        }
        Ok(())
    }

    /// Gives the addresses of one channel to a new person who begins with nothing.
    pub async fn split_off(
        &mut self,
        person: &PersonId,
        channel: ChannelKind,
        fresh: &PersonId,
        lang: &str,
        now: Millis,
    ) -> Result<(), StoreError> {
        self.forget_ahead(person);
        exec!(
            &mut self.tx,
            "INSERT INTO persons (id, created_at, lang) VALUES ($1, $2, $3)",
            fresh.as_str(),
            now,
            lang
        )?;
        exec!(
            &mut self.tx,
            "UPDATE addresses SET person_id = $3 WHERE person_id = $1 AND channel = $2 AND superseded_at IS NULL",
            person.as_str(),
            channel.as_str(),
            fresh.as_str()
        )?;
        self.tx.own_up().await?;
        exec!(
            &mut self.tx,
            "UPDATE arrivals SET person_id = $3 WHERE person_id = $1 AND channel = $2 AND state = 'waiting'",
            person.as_str(),
            channel.as_str(),
            fresh.as_str()
        )?;
        exec!(
            &mut self.tx,
            "UPDATE reply_windows SET person_id = $3 WHERE person_id = $1 AND channel = $2",
            person.as_str(),
            channel.as_str(),
            fresh.as_str()
        )?;
        self.wake_lane(fresh, now).await
    }

    /// Makes one person of two, in this transaction: everything of `gone` is `kept`'s. Whoever serves the lane
    /// of `gone` loses it. The chat of `kept` goes on; an officer or the queue of the other chat is taken over,
    /// so that nobody loses their place. The session of `gone` is the caller's to take or to drop.
    pub async fn merge_person(
        &mut self,
        gone: &PersonId,
        kept: &PersonId,
        now: Millis,
    ) -> Result<(), StoreError> {
        self.forget_ahead(gone);
        self.forget_ahead(kept);
        self.gone.insert(gone.clone());
        exec!(
            &mut self.tx,
            "UPDATE lanes SET fence = fence + 1, lease_until = 0, due_at = NULL WHERE person_id = $1",
            gone.as_str()
        )?;
        for table in [
            "addresses",
            "messages",
            "outbox",
            "held_messages",
            "media",
            "consents",
            "dossiers",
            "pages",
            "mails",
        ] {
            let sql = format!("UPDATE {table} SET person_id = $2 WHERE person_id = $1");
            exec!(&mut self.tx, &sql, gone.as_str(), kept.as_str())?;
        }
        self.tx.own_up().await?;
        // What was served needs nobody any more, and there is no index of it.
        for state in ["waiting", "set_aside"] {
            let sql =
                format!("UPDATE arrivals SET person_id = $2 WHERE person_id = $1 AND state = '{state}'");
            exec!(&mut self.tx, &sql, gone.as_str(), kept.as_str())?;
        }
        exec!(
            &mut self.tx,
            "UPDATE model_questions SET person_id = $2 WHERE person_id = $1
               AND NOT EXISTS (SELECT 1 FROM model_questions k WHERE k.person_id = $2)",
            gone.as_str(),
            kept.as_str()
        )?;
        exec!(
            &mut self.tx,
            "UPDATE chats SET owner = (SELECT o.owner FROM chats o WHERE o.person_id = $1),
               owner_staff = (SELECT o.owner_staff FROM chats o WHERE o.person_id = $1),
               owner_since = (SELECT o.owner_since FROM chats o WHERE o.person_id = $1),
               owner_reason = (SELECT o.owner_reason FROM chats o WHERE o.person_id = $1),
               waiting_since = (SELECT o.waiting_since FROM chats o WHERE o.person_id = $1),
               version = version + 1
             WHERE person_id = $2 AND owner = 'bot'
               AND EXISTS (SELECT 1 FROM chats o WHERE o.person_id = $1 AND o.owner <> 'bot')",
            gone.as_str(),
            kept.as_str()
        )?;
        exec!(
            &mut self.tx,
            "UPDATE reply_windows SET person_id = $2 WHERE person_id = $1
               AND NOT EXISTS (SELECT 1 FROM reply_windows k WHERE k.person_id = $2
                 AND k.channel = reply_windows.channel AND k.line = reply_windows.line)",
            gone.as_str(),
            kept.as_str()
        )?;
        for table in ["chats", "sessions", "timers", "reply_windows", "model_questions"] {
            let sql = format!("DELETE FROM {table} WHERE person_id = $1");
            exec!(&mut self.tx, &sql, gone.as_str())?;
        }
        exec!(
            &mut self.tx,
            "UPDATE persons SET merged_into = $2, name_sealed = NULL WHERE id = $1 OR merged_into = $1",
            gone.as_str(),
            kept.as_str()
        )?;
        self.wake_lane(kept, now).await
    }

    /// Whether this person became another in this transaction: their lane is nobody's any more.
    #[must_use]
    pub fn is_gone(&self, person: &PersonId) -> bool {
        self.gone.contains(person)
    }

    /// An event that was stored for a person at the moment in which they became another: it goes there.
    pub async fn follow_merge(
        &mut self,
        gone: &PersonId,
        kept: &PersonId,
        now: Millis,
    ) -> Result<(), StoreError> {
        self.forget_ahead(gone);
        self.forget_ahead(kept);
        self.tx.own_up().await?;
        exec!(
            &mut self.tx,
            "UPDATE arrivals SET person_id = $2 WHERE person_id = $1 AND state = 'waiting'",
            gone.as_str(),
            kept.as_str()
        )?;
        exec!(&mut self.tx, "DELETE FROM chats WHERE person_id = $1", gone.as_str())?;
        self.wake_lane(kept, now).await
    }
}

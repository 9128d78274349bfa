//! Sessions, the definitions they pin, their timers and consents.

use std::sync::PoisonError;

use super::ahead::Ahead;
use super::bulk::Cell;
use super::db::{all, exec, read_all};
use super::deferred::SessionNote;
use super::{Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::ids::{ConsentId, PersonId, RowId};
use crate::domain::inbound::ChannelKind;

/// A stored session: opaque JSON, with what look-ups need beside it. No Debug: it would print the JSON.
#[derive(Clone)]
pub struct SessionRow<'a> {
    pub person: &'a PersonId,
    pub json: &'a str,
    pub service: Option<&'a str>,
    pub definition: Option<&'a str>,
    pub question: Option<&'a str>,
}

/// A timer may fire this much early, so that not every message of a lively chat moves it.
const TIMER_STEP: Millis = 60_000;

/// What a timer is for. One of each kind per person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimerKind {
    /// One reminder after a long silence.
    Reminder,
    /// The unfinished request is dropped.
    DraftExpiry,
}

impl TimerKind {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            TimerKind::Reminder => "reminder",
            TimerKind::DraftExpiry => "draft_expiry",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<TimerKind> {
        [TimerKind::Reminder, TimerKind::DraftExpiry].into_iter().find(|k| k.as_str() == text)
    }
}

/// A timer that is due.
#[derive(Debug, Clone)]
pub struct TimerRow {
    pub id: RowId,
    pub person: PersonId,
    pub kind: TimerKind,
    pub due_at: Millis,
}

/// Proof of what was agreed to.
#[derive(Debug)]
pub struct NewConsent<'a> {
    pub id: &'a ConsentId,
    pub person: &'a PersonId,
    pub text_id: &'a str,
    /// SHA-256 of the wording that was shown.
    pub text_hash: &'a str,
    pub lang: &'a str,
    pub channel: ChannelKind,
    pub given: bool,
    pub at: Millis,
}

impl Work {
    pub async fn session(&mut self, person: &PersonId) -> Result<Option<String>, StoreError> {
        if let Some(session) = self.ahead.get_mut(person).and_then(|ahead| ahead.session.take()) {
            return Ok(session);
        }
        let rows: Vec<String> = all!(
            &mut self.tx,
            "SELECT state_sealed FROM sessions WHERE person_id = $1",
            [person.as_str()],
            |row| row.try_get(0)?
        );
        rows.first()
            .map(|sealed| {
                self.vault
                    .open_str("sessions.state_sealed", sealed)
                    .map_err(|_| StoreError::Damaged("session"))
            })
            .transpose()
    }

    pub async fn keep_session(&mut self, session: &SessionRow<'_>, now: Millis) -> Result<(), StoreError> {
        let sealed = self.vault.seal_str("sessions.state_sealed", session.json);
        let note = SessionNote {
            sealed,
            service: session.service.map(str::to_owned),
            definition: session.definition.map(str::to_owned),
            question: session.question.map(str::to_owned),
            at: now,
        };
        self.tx.later.sessions.insert(session.person.as_str().to_owned(), note);
        Ok(())
    }

    pub async fn definition_source(&mut self, hash: &str) -> Result<Option<(String, String)>, StoreError> {
        let rows: Vec<(String, String)> =
            all!(&mut self.tx, "SELECT office, source FROM definitions WHERE hash = $1", [hash], |row| (
                row.try_get(0)?,
                row.try_get(1)?
            ));
        Ok(rows.into_iter().next())
    }

    /// Keeps a definition for the sessions and dossiers that pin it.
    pub async fn keep_definition(
        &mut self,
        hash: &str,
        office: &str,
        service: &str,
        source: &str,
        now: Millis,
    ) -> Result<(), StoreError> {
        let known = self.kept.lock().unwrap_or_else(PoisonError::into_inner).contains(hash);
        if known || self.keeps.iter().any(|kept| kept == hash) {
            return Ok(());
        }
        exec!(
            &mut self.tx,
            "INSERT INTO definitions (hash, office, service, source, first_seen_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (hash) DO NOTHING",
            hash,
            office,
            service,
            source,
            now
        )?;
        self.keeps.push(hash.to_owned());
        Ok(())
    }

    /// Sets or moves a timer; one that would move by less than a minute stays.
    pub async fn set_timer(
        &mut self,
        id: &RowId,
        person: &PersonId,
        kind: TimerKind,
        due_at: Millis,
    ) -> Result<(), StoreError> {
        let key = (person.as_str().to_owned(), kind.as_str());
        let near = |ahead: &Ahead| {
            ahead.timers.iter().any(|(k, at)| *k == kind && (due_at - TIMER_STEP..=due_at).contains(at))
        };
        if !self.tx.later.timers.contains_key(&key) && self.ahead.get(person).is_some_and(near) {
            return Ok(());
        }
        if let Some(ahead) = self.ahead.get_mut(person) {
            ahead.timers.retain(|(k, _)| *k != kind);
            ahead.timers.push((kind, due_at));
        }
        self.tx.later.timers.insert(key, Some((id.as_str().to_owned(), due_at)));
        Ok(())
    }

    pub async fn clear_timer(&mut self, person: &PersonId, kind: TimerKind) -> Result<(), StoreError> {
        let none = |ahead: &Ahead| !ahead.timers.iter().any(|(k, _)| *k == kind);
        let key = (person.as_str().to_owned(), kind.as_str());
        if !self.tx.later.timers.contains_key(&key) && self.ahead.get(person).is_some_and(none) {
            return Ok(());
        }
        if let Some(ahead) = self.ahead.get_mut(person) {
            ahead.timers.retain(|(k, _)| *k != kind);
        }
        self.tx.later.timers.insert(key, None);
        Ok(())
    }

    /// Timers whose time has come. Whoever gets one must delete it in the same transaction in which it
    /// becomes an arrival.
    pub async fn due_timers(&mut self, now: Millis, most: i64) -> Result<Vec<TimerRow>, StoreError> {
        let sql = format!(
            "SELECT id, person_id, kind, due_at FROM timers WHERE due_at <= $1 ORDER BY due_at LIMIT $2 + 0{}",
            self.skip_locked
        );
        let rows: Vec<(String, String, String, i64)> = all!(&mut self.tx, &sql, [now, most], |row| (
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?
        ));
        let read =
            |(id, person, kind, due_at): (String, String, String, i64)| -> Result<TimerRow, StoreError> {
                Ok(TimerRow {
                    id: RowId::parse(&id).map_err(|_| StoreError::Damaged("timer id"))?,
                    person: PersonId::parse(&person).map_err(|_| StoreError::Damaged("person id"))?,
                    kind: TimerKind::parse(&kind).ok_or(StoreError::Damaged("timer kind"))?,
                    due_at,
                })
            };
        let rows: Vec<_> = rows.into_iter().map(|row| (row.0.clone(), read(row))).collect();
        Ok(self.readable(rows))
    }

    /// Passes over a timer that does not read: a newer version that shares the database may know what it is for.
    pub async fn timer_unreadable(&mut self, id: &str, due_at: Millis) -> Result<(), StoreError> {
        exec!(&mut self.tx, "UPDATE timers SET due_at = $2 WHERE id = $1", id, due_at)?;
        Ok(())
    }

    pub async fn delete_timer(&mut self, id: &RowId) -> Result<bool, StoreError> {
        Ok(exec!(&mut self.tx, "DELETE FROM timers WHERE id = $1", id.as_str())? == 1)
    }

    pub async fn move_timer(&mut self, id: &RowId, due_at: Millis) -> Result<(), StoreError> {
        exec!(&mut self.tx, "UPDATE timers SET due_at = $2 WHERE id = $1", id.as_str(), due_at)?;
        Ok(())
    }

    pub async fn add_consent(&mut self, consent: &NewConsent<'_>) -> Result<(), StoreError> {
        self.tx.later.consents.push([
            Cell::of(consent.id.as_str()),
            Cell::of(consent.person.as_str()),
            Cell::of(consent.text_id),
            Cell::of(consent.text_hash),
            Cell::of(consent.lang),
            consent.channel.as_str().into(),
            i64::from(consent.given).into(),
            consent.at.into(),
        ]);
        Ok(())
    }

    /// The newest consent that was given.
    pub async fn last_consent(&mut self, person: &PersonId) -> Result<Option<ConsentId>, StoreError> {
        let rows: Vec<String> = all!(
            &mut self.tx,
            "SELECT id FROM consents WHERE person_id = $1 AND given = $2 ORDER BY at DESC, id DESC LIMIT 1",
            [person.as_str(), true],
            |row| row.try_get(0)?
        );
        Ok(rows.first().and_then(|id| ConsentId::parse(id).ok()))
    }
}

impl Store {
    /// (due, soonest) timers for metrics.
    pub async fn timers_due(&self, now: Millis) -> Result<i64, StoreError> {
        let rows: Vec<i64> =
            read_all!(&self.db, "SELECT COUNT(*) FROM timers WHERE due_at <= $1", [now], |row| row
                .try_get(0)?);
        Ok(rows.first().copied().unwrap_or(0))
    }
}

//! The inbox: what arrived, and the right to serve one person. A lane is leased with a fencing number; a
//! worker that lost its lease can write nothing any more.

use super::bulk::Cell;
use super::db::{all, exec, read_all};
use super::{Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::ids::{ArrivalId, PersonId};
use crate::domain::inbound::{ArrivalClass, ChannelKind};
use crate::domain::redacted::Redacted;

pub(super) const BODY: &str = "arrivals.body_sealed";

/// One event to be stored.
#[derive(Debug)]
pub struct NewArrival<'a> {
    pub id: &'a ArrivalId,
    /// None: from ourselves.
    pub channel: Option<ChannelKind>,
    pub provider_id: &'a str,
    pub person: Option<&'a PersonId>,
    pub class: ArrivalClass,
    pub occurred_at: Millis,
    pub body: &'a Redacted<String>,
}

/// One event waiting to be served.
#[derive(Debug, Clone)]
pub struct ArrivalRow {
    pub id: ArrivalId,
    pub channel: Option<ChannelKind>,
    pub provider_id: String,
    pub class: ArrivalClass,
    pub occurred_at: Millis,
    pub received_at: Millis,
    pub body: Redacted<String>,
    pub attempts: i64,
}

/// The right to serve one person until the lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    pub person: PersonId,
    pub fence: i64,
}

/// The fault of an event whose try was counted as it began: it stays where the process died or the turn went well.
pub const BEGUN: &str = "begun";

/// Of the table of lanes: something waits. Not `IS NOT NULL`, for which SQLite reads the lanes of all who ever wrote.
pub(super) const AWAKE: &str = "due_at >= 0";

/// The word for our own events in the channel column.
pub(super) const INTERNAL: &str = "internal";

impl Work {
    /// Stores an event once. False: it was here already.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn add_arrival(&mut self, arrival: &NewArrival<'_>, now: Millis) -> Result<bool, StoreError> {
        let sealed = self.vault.seal_str(BODY, arrival.body.expose());
        let rows = exec!(
            &mut self.tx,
            "INSERT INTO arrivals (id, channel, provider_id, person_id, class, occurred_at, received_at, body_sealed, state, attempts)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0)
             ON CONFLICT (channel, provider_id) DO NOTHING",
            arrival.id.as_str(),
            arrival.channel.map_or(INTERNAL, ChannelKind::as_str),
            arrival.provider_id,
            arrival.person.map(PersonId::as_str),
            arrival.class.as_str(),
            arrival.occurred_at,
            now,
            sealed
        )?;
        Ok(rows == 1)
    }

    /// The lane has work from `at` on.
    pub async fn wake_lane(&mut self, person: &PersonId, at: Millis) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "INSERT INTO lanes (person_id, due_at, lease_until, fence) VALUES ($1, $2, 0, 0)
             ON CONFLICT (person_id) DO UPDATE SET due_at =
               CASE WHEN lanes.due_at IS NULL OR lanes.due_at > excluded.due_at THEN excluded.due_at ELSE lanes.due_at END",
            person.as_str(),
            at
        )?;
        Ok(())
    }

    /// Takes up to `most` lanes that are due and free, the longest waiting first.
    pub async fn claim_lanes(
        &mut self,
        most: i64,
        now: Millis,
        lease_until: Millis,
    ) -> Result<Vec<Lane>, StoreError> {
        let sql = format!(
            "WITH c AS MATERIALIZED (SELECT person_id FROM lanes WHERE due_at IS NOT NULL AND due_at <= $1
               AND lease_until < $1 ORDER BY due_at LIMIT $2 + 0{})
             UPDATE lanes SET lease_until = $3, holder = {}, fence = fence + 1 WHERE person_id IN (SELECT person_id FROM c)
             RETURNING person_id, fence, due_at",
            self.skip_locked, self.replica
        );
        let mut rows: Vec<(String, i64, i64)> = all!(&mut self.tx, &sql, [now, most, lease_until], |row| (
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?
        ));
        // An update gives rows back in no order; where not all can be served, the first are.
        rows.sort_by(|a, b| (a.2, &a.0).cmp(&(b.2, &b.0)));
        rows.into_iter()
            .map(|(id, fence, _)| {
                let person = PersonId::parse(&id).map_err(|_| StoreError::Damaged("person id"))?;
                Ok(Lane { person, fence })
            })
            .collect()
    }

    /// Proves inside a transaction that the lane is still ours and keeps it a while longer.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another worker has it: write nothing.
    pub async fn hold_lane(&mut self, lane: &Lane, lease_until: Millis) -> Result<(), StoreError> {
        #[cfg(any(debug_assertions, feature = "planted-faults"))]
        if self.seams.has(super::Planted::LostFence) {
            return Ok(());
        }
        let rows = exec!(
            &mut self.tx,
            "UPDATE lanes SET lease_until = $3 WHERE person_id = $1 AND fence = $2",
            lane.person.as_str(),
            lane.fence,
            lease_until
        )?;
        if rows == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// Gives the lane back. It stays due when something waits, at once or (`not_before`) later.
    ///
    /// Two statements on purpose: the first takes the row's lock (an arrival that is being stored at this
    /// moment holds it), the second looks at what is waiting with eyes opened after that.
    pub async fn release_lane(&mut self, lane: &Lane, not_before: Millis) -> Result<(), StoreError> {
        let rows = exec!(
            &mut self.tx,
            "UPDATE lanes SET lease_until = 0 WHERE person_id = $1 AND fence = $2",
            lane.person.as_str(),
            lane.fence
        )?;
        if rows == 0 {
            return Ok(());
        }
        self.tx.own_up().await?;
        exec!(
            &mut self.tx,
            "UPDATE lanes SET due_at = CASE WHEN EXISTS (SELECT 1 FROM arrivals WHERE person_id = $1 AND state = 'waiting')
               THEN $2 ELSE NULL END WHERE person_id = $1",
            lane.person.as_str(),
            not_before
        )?;
        Ok(())
    }

    /// Served: of what it brought nothing is kept but what the turn wrote.
    pub async fn serve_arrival(&mut self, id: &ArrivalId, now: Millis) -> Result<(), StoreError> {
        if self.tx.later.at_once.remove(id.as_str()).is_none() {
            self.tx.later.served.push([Cell::of(id.as_str()), now.into()]);
        }
        Ok(())
    }

    /// One more failed try. Returns how many there were.
    pub async fn fail_arrival(&mut self, id: &ArrivalId, fault: &str) -> Result<i64, StoreError> {
        let rows: Vec<i64> = all!(
            &mut self.tx,
            "UPDATE arrivals SET attempts = attempts + 1, fault = $2 WHERE id = $1 RETURNING attempts",
            [id.as_str(), fault],
            |row| row.try_get(0)?
        );
        rows.first().copied().ok_or(StoreError::Missing)
    }

    /// Why a try failed that was counted when it began. Gives how many there were.
    pub async fn blame_arrival(&mut self, id: &ArrivalId, fault: &str) -> Result<i64, StoreError> {
        let rows: Vec<i64> = all!(
            &mut self.tx,
            "UPDATE arrivals SET fault = $2 WHERE id = $1 RETURNING attempts",
            [id.as_str(), fault],
            |row| row.try_get(0)?
        );
        rows.first().copied().ok_or(StoreError::Missing)
    }

    /// A try that was counted when it began, and was not the event's to fail.
    pub async fn uncount_try(&mut self, id: &ArrivalId) -> Result<(), StoreError> {
        let sql = "UPDATE arrivals SET attempts = attempts - 1 WHERE id = $1 AND attempts > 0";
        exec!(&mut self.tx, sql, id.as_str())?;
        Ok(())
    }

    /// Puts a poison event aside; the lane goes on without it, staff see an alarm.
    pub async fn set_arrival_aside(&mut self, id: &ArrivalId, now: Millis) -> Result<(), StoreError> {
        self.arrival_unreadable(id.as_str(), now).await
    }

    /// The same for one that does not even tell its id.
    pub async fn arrival_unreadable(&mut self, id: &str, now: Millis) -> Result<(), StoreError> {
        // What is set aside is looked at, and perhaps tried again.
        self.tx.own_up().await?;
        let sql =
            "UPDATE arrivals SET state = 'set_aside', served_at = $2 WHERE id = $1 AND state = 'waiting'";
        exec!(&mut self.tx, sql, id, now)?;
        Ok(())
    }

    /// An event that was set aside gets its tries anew, behind nothing that came after it. False: it is not aside.
    pub async fn retry_arrival(&mut self, id: &ArrivalId, now: Millis) -> Result<bool, StoreError> {
        let people: Vec<Option<String>> = all!(
            &mut self.tx,
            "UPDATE arrivals SET state = 'waiting', attempts = 0, served_at = NULL WHERE id = $1 AND state = 'set_aside' RETURNING person_id",
            [id.as_str()],
            |row| row.try_get(0)?
        );
        let Some(person) = people.into_iter().next() else { return Ok(false) };
        if let Some(person) = person.and_then(|id| PersonId::parse(&id).ok()) {
            self.wake_lane(&person, now).await?;
        }
        Ok(true)
    }

    /// Events about our own account, which have no lane. Of several processes each gets others.
    pub async fn waiting_account_news(&mut self, most: i64) -> Result<Vec<ArrivalRow>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE person_id IS NULL AND state = 'waiting' ORDER BY id LIMIT $1 + 0{}",
            self.skip_locked
        );
        let rows: Vec<RawArrival> = all!(&mut self.tx, &sql, [most], |row| raw!(row));
        let rows: Vec<_> = rows.into_iter().map(|raw| (raw.0.clone(), arrival(&self.vault, raw))).collect();
        Ok(self.readable(rows))
    }

    /// Keeps others from serving this person until the end of the transaction: a turn that begins later sees what is
    /// written here, one that has begun is waited for.
    pub async fn lock_lane(&mut self, person: &PersonId) -> Result<(), StoreError> {
        if self.skip_locked.is_empty() {
            // SQLite lets one writer in at a time.
            return Ok(());
        }
        let sql = "SELECT person_id FROM lanes WHERE person_id = $1 FOR UPDATE";
        let _locked: Vec<String> = all!(&mut self.tx, sql, [person.as_str()], |row| row.try_get(0)?);
        Ok(())
    }
}

pub(super) type RawArrival = (String, String, String, String, i64, i64, String, i64);

pub(super) const SELECT: &str =
    "SELECT id, channel, provider_id, class, occurred_at, received_at, body_sealed, attempts FROM arrivals";

macro_rules! raw {
    ($row:ident) => {
        (
            $row.try_get(0)?,
            $row.try_get(1)?,
            $row.try_get(2)?,
            $row.try_get(3)?,
            $row.try_get(4)?,
            $row.try_get(5)?,
            $row.try_get(6)?,
            $row.try_get(7)?,
        )
    };
}
pub(super) use raw;

pub(super) fn arrival(vault: &crate::vault::Vault, raw: RawArrival) -> Result<ArrivalRow, StoreError> {
    let (id, channel, provider_id, class, occurred_at, received_at, body, attempts) = raw;
    Ok(ArrivalRow {
        id: ArrivalId::parse(&id).map_err(|_| StoreError::Damaged("arrival id"))?,
        channel: ChannelKind::parse(&channel),
        provider_id,
        class: ArrivalClass::parse(&class).ok_or(StoreError::Damaged("arrival class"))?,
        occurred_at,
        received_at,
        body: Redacted::from(vault.open_str(BODY, &body).map_err(|_| StoreError::Damaged("arrival"))?),
        attempts,
    })
}

impl Store {
    /// What waits in a lane, oldest first, as far as it reads: one damaged row must not stop those before it.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the oldest does not read; see [`Store::oldest_waiting`].
    pub async fn waiting(&self, person: &PersonId, most: i64) -> Result<Vec<ArrivalRow>, StoreError> {
        let sql = format!("{SELECT} WHERE person_id = $1 AND state = 'waiting' ORDER BY id LIMIT $2 + 0");
        let rows: Vec<RawArrival> = read_all!(&self.db, &sql, [person.as_str(), most], |row| raw!(row));
        let mut whole = Vec::with_capacity(rows.len());
        for raw in rows {
            match arrival(&self.vault, raw) {
                Ok(row) => whole.push(row),
                Err(error) if whole.is_empty() => return Err(error),
                Err(_) => break,
            }
        }
        Ok(whole)
    }

    /// The oldest event of a lane, whether or not it reads.
    pub async fn oldest_waiting(&self, person: &PersonId) -> Result<Option<ArrivalId>, StoreError> {
        let rows: Vec<String> = read_all!(
            &self.db,
            "SELECT id FROM arrivals WHERE person_id = $1 AND state = 'waiting' ORDER BY id LIMIT 1",
            [person.as_str()],
            |row| row.try_get(0)?
        );
        Ok(rows.first().and_then(|id| ArrivalId::parse(id).ok()))
    }

    /// Counts for metrics: (waiting, age base: received_at of the oldest, set aside).
    pub async fn inbox_depth(&self) -> Result<(i64, Option<Millis>, i64), StoreError> {
        let rows: Vec<(i64, Option<i64>)> = read_all!(
            &self.db,
            "SELECT COUNT(*), MIN(received_at) FROM arrivals WHERE state = 'waiting'",
            [],
            |row| (row.try_get(0)?, row.try_get(1)?)
        );
        let aside: Vec<i64> =
            read_all!(&self.db, "SELECT COUNT(*) FROM arrivals WHERE state = 'set_aside'", [], |row| row
                .try_get(0)?);
        let (waiting, oldest) = rows.into_iter().next().unwrap_or((0, None));
        Ok((waiting, oldest, aside.first().copied().unwrap_or(0)))
    }
}

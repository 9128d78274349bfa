//! What one transaction does for many persons at once. Each is the plural of a deed elsewhere in this room
//! and means the same; rows that several transactions may want are locked in the order of their ids.

use std::collections::{BTreeMap, BTreeSet};

use super::bulk::{Change, Insert};
use super::db::{all, exec};
use super::deferred::Rows;
use super::lanes::{BODY, INTERNAL, RawArrival, arrival, raw};
use super::{ArrivalRow, Lane, NewArrival, OutboxRow, StoreError, Work};
use crate::domain::Millis;
use crate::domain::ids::{ArrivalId, MessageId, PersonId};
use crate::domain::inbound::{ChannelKind, Delivery};

/// What waits, lane by lane; a row that does not read is the trouble of its own lane.
pub type Waiting = BTreeMap<PersonId, Vec<Result<ArrivalRow, StoreError>>>;

/// The answer of a platform to a bubble that it took.
#[derive(Debug, Clone, Copy)]
pub struct SentRow<'a> {
    pub row: &'a OutboxRow,
    pub wire_id: &'a str,
}

/// What became of bubbles that were noted as sent.
#[derive(Debug, Default)]
pub struct Noted {
    /// Those whose lease was still held; the others belong to another worker.
    pub done: Vec<MessageId>,
    /// Persons for whom another bubble waits.
    pub more: Vec<PersonId>,
    /// Channels with an open alarm of this kind and their name.
    pub alarmed: BTreeSet<ChannelKind>,
}

impl Work {
    /// Stores events, each once. Gives those that were new. Of `at_once` it is expected that they are served in this
    /// transaction, and they are stored as served, without what they bring; those that are not by its end wait like any
    /// other.
    ///
    /// # Errors
    /// When the database does not answer, or one of them cannot be stored; the transaction is to be undone then.
    pub async fn add_arrivals(
        &mut self,
        arrivals: &[NewArrival<'_>],
        at_once: &BTreeSet<ArrivalId>,
        now: Millis,
    ) -> Result<Vec<ArrivalId>, StoreError> {
        let mut in_order: Vec<&NewArrival<'_>> = arrivals.iter().collect();
        in_order.sort_by(|a, b| (a.provider_id, a.id).cmp(&(b.provider_id, b.id)));
        let rows: Vec<_> = in_order
            .iter()
            .map(|new| {
                let at_once = at_once.contains(new.id);
                let body = if at_once { String::new() } else { self.vault.seal_str(BODY, new.body.expose()) };
                [
                    new.id.as_str().into(),
                    new.channel.map_or(INTERNAL, ChannelKind::as_str).into(),
                    new.provider_id.into(),
                    new.person.map(PersonId::as_str).into(),
                    new.class.as_str().into(),
                    new.occurred_at.into(),
                    now.into(),
                    body.into(),
                    if at_once { "served" } else { "waiting" }.into(),
                    at_once.then_some(now).into(),
                    0.into(),
                ]
            })
            .collect();
        let of_arrivals = Insert {
            into: "arrivals",
            columns: [
                "id",
                "channel",
                "provider_id",
                "person_id",
                "class",
                "occurred_at",
                "received_at",
                "body_sealed",
                "state",
                "served_at",
                "attempts",
            ],
            numbers: &["occurred_at", "received_at", "served_at", "attempts"],
            then: "ON CONFLICT (channel, provider_id) DO NOTHING",
        };
        let fresh = of_arrivals.which(self.tx.ready().await?, &rows).await?;
        let fresh: Vec<_> = in_order.iter().zip(&fresh).filter(|(_, fresh)| **fresh).collect();
        let expected = fresh.iter().map(|(new, _)| new).filter(|new| at_once.contains(new.id));
        self.tx.later.at_once.extend(expected.map(|new| (new.id.as_str().to_owned(), new.body.clone())));
        Ok(fresh.into_iter().map(|(new, _)| new.id.clone()).collect())
    }

    /// Those of these lanes in which nothing waits and that nobody serves. On PostgreSQL all that are there are locked to
    /// the end of the transaction, in the order of their ids: nobody else serves them meanwhile.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn idle_lanes(
        &mut self,
        persons: impl Iterator<Item = &PersonId>,
        now: Millis,
    ) -> Result<Vec<Lane>, StoreError> {
        let ids = Rows::of(persons.map(|person| (person.as_str(),)))?.take();
        let Some(ids) = ids else { return Ok(Vec::new()) };
        let lock = if self.skip_locked.is_empty() { "" } else { " FOR UPDATE OF l" };
        // What waits has its lane due, until whoever serves it gives the lane back empty.
        let sql = format!(
            "SELECT l.person_id, l.fence, l.due_at IS NULL AND l.lease_until < $2 FROM {}
             JOIN lanes l ON l.person_id = e.value ->> 0 ORDER BY l.person_id{lock}",
            self.tx.each()
        );
        let rows: Vec<(String, i64, bool)> =
            all!(&mut self.tx, &sql, [ids, now], |row| (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?));
        let idle = rows.into_iter().filter(|(_, _, idle)| *idle);
        idle.map(|(id, fence, _)| {
            let person = PersonId::parse(&id).map_err(|_| StoreError::Damaged("person id"))?;
            Ok(Lane { person, fence })
        })
        .collect()
    }

    /// The lanes have work, each from its moment on.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn wake_lanes(&mut self, lanes: &BTreeMap<PersonId, Millis>) -> Result<(), StoreError> {
        let rows = Rows::of(lanes.iter().map(|(person, at)| (person.as_str(), at)))?.take();
        let Some(rows) = rows else { return Ok(()) };
        let sql = format!(
            "INSERT INTO lanes (person_id, due_at, lease_until, fence)
             SELECT e.value ->> 0, CAST(e.value ->> 1 AS BIGINT), 0, 0 FROM {} WHERE 1 = 1
             ON CONFLICT (person_id) DO UPDATE SET due_at =
               CASE WHEN lanes.due_at IS NULL OR lanes.due_at > excluded.due_at THEN excluded.due_at ELSE lanes.due_at END",
            self.tx.each()
        );
        exec!(&mut self.tx, &sql, rows)?;
        Ok(())
    }

    /// What waits in these lanes, up to `most` each, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn waiting_in(&mut self, lanes: &[Lane], most: i64) -> Result<Waiting, StoreError> {
        let ids = Rows::of(lanes.iter().map(|lane| (lane.person.as_str(),)))?.take();
        let mut waiting = Waiting::new();
        let Some(ids) = ids else { return Ok(waiting) };
        self.tx.own_up().await?;
        // The first one too many is found first, so that of ten thousand that wait no more than `most` are read.
        // Ids begin with "arr_": all are below "b", in any collation.
        let sql = format!(
            "WITH l AS MATERIALIZED (SELECT e.value ->> 0 AS person_id, COALESCE((SELECT w.id FROM arrivals w
               WHERE w.person_id = e.value ->> 0 AND w.state = 'waiting' ORDER BY w.id LIMIT 1 OFFSET $2), 'b') AS last FROM {})
             SELECT a.id, a.channel, a.provider_id, a.class, a.occurred_at, a.received_at, a.body_sealed, a.attempts, a.person_id
             FROM l JOIN arrivals a ON a.person_id = l.person_id AND a.state = 'waiting' AND a.id < l.last
             ORDER BY a.person_id, a.id",
            self.tx.each()
        );
        let rows: Vec<(RawArrival, String)> =
            all!(&mut self.tx, &sql, [ids, most], |row| (raw!(row), row.try_get(8)?));
        for (raw, person) in rows {
            let person = PersonId::parse(&person).map_err(|_| StoreError::Damaged("person id"))?;
            waiting.entry(person).or_default().push(arrival(&self.vault, raw));
        }
        Ok(waiting)
    }

    /// Gives lanes back that were claimed in an earlier statement of this transaction, each not before its
    /// moment if something waits in it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn release_lanes(&mut self, lanes: &[(Lane, Millis)]) -> Result<(), StoreError> {
        let rows = lanes.iter().map(|(lane, at)| (lane.person.as_str(), lane.fence, at));
        let Some(rows) = Rows::of(rows)?.take() else { return Ok(()) };
        self.tx.own_up().await?;
        let sql = format!(
            "WITH v (person_id, fence, not_before) AS (SELECT e.value ->> 0, CAST(e.value ->> 1 AS BIGINT),
               CAST(e.value ->> 2 AS BIGINT) FROM {})
             UPDATE lanes SET lease_until = 0, due_at = CASE WHEN EXISTS (SELECT 1 FROM arrivals a
               WHERE a.person_id = lanes.person_id AND a.state = 'waiting') THEN v.not_before ELSE NULL END
             FROM v WHERE lanes.person_id = v.person_id AND lanes.fence = v.fence",
            self.tx.each()
        );
        exec!(&mut self.tx, &sql, rows)?;
        Ok(())
    }

    /// The platform took these bubbles. Statuses that came early are applied now. `alarm`: the kind of alarm that it
    /// answers.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn all_sent(
        &mut self,
        sent: &[SentRow<'_>],
        alarm: &str,
        now: Millis,
    ) -> Result<Noted, StoreError> {
        let rows: Vec<_> = sent.iter().map(|s| [s.row.id.as_str().into(), s.row.fence.into()]).collect();
        let out = Change {
            columns: ["id", "fence"],
            numbers: &["fence"],
            one: "DELETE FROM outbox WHERE id = $1 AND fence = $2",
            all: "DELETE FROM outbox USING v WHERE outbox.id = v.id AND outbox.fence = v.fence RETURNING v.id",
        };
        let gone = out.which(self.tx.ready().await?, &rows).await?;
        let held: Vec<&SentRow<'_>> =
            sent.iter().zip(gone).filter(|(_, gone)| *gone).map(|(s, _)| s).collect();
        let rows: Vec<_> =
            held.iter().map(|s| [s.row.id.as_str().into(), s.wire_id.into(), now.into()]).collect();
        let accept = Change {
            columns: ["id", "wire_id", "at"],
            numbers: &["at"],
            one: "UPDATE messages SET wire_id = $2, status_at = $3,
                 status = CASE WHEN status = 'queued' THEN 'accepted' ELSE status END WHERE id = $1",
            all: "UPDATE messages SET wire_id = v.wire_id, status_at = v.at,
                 status = CASE WHEN messages.status = 'queued' THEN 'accepted' ELSE messages.status END
               FROM v WHERE messages.id = v.id",
        };
        accept.rows(self.tx.ready().await?, &rows).await?;
        let rows = held
            .iter()
            .map(|s| (s.row.id.as_str(), s.wire_id, s.row.channel.as_str(), s.row.person.as_str()));
        let Some(rows) = Rows::of(rows)?.take() else { return Ok(Noted::default()) };
        let sql = format!(
            "SELECT e.value ->> 3, EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = e.value ->> 3), e.value ->> 2,
               EXISTS (SELECT 1 FROM alarms a WHERE a.kind = $2 AND a.subject = e.value ->> 2 AND a.cleared_at IS NULL),
               EXISTS (SELECT 1 FROM early_statuses s WHERE s.channel = e.value ->> 2 AND s.wire_id = e.value ->> 1)
             FROM {}",
            self.tx.each()
        );
        let left: Vec<(String, bool, String, bool, bool)> = all!(
            &mut self.tx,
            &sql,
            [rows.as_str(), alarm],
            |row| (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?)
        );
        if left.iter().any(|(.., early)| *early) {
            self.apply_early(&rows).await?;
        }
        let more: BTreeSet<&str> = left.iter().filter(|l| l.1).map(|l| l.0.as_str()).collect();
        Ok(Noted {
            done: held.iter().map(|s| s.row.id.clone()).collect(),
            more: more.into_iter().filter_map(|id| PersonId::parse(id).ok()).collect(),
            alarmed: left.iter().filter(|l| l.3).filter_map(|l| ChannelKind::parse(&l.2)).collect(),
        })
    }

    async fn apply_early(&mut self, rows: &str) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT e.value ->> 0, s.channel, s.wire_id, s.status, s.fault, s.at FROM {}
             JOIN early_statuses s ON s.channel = e.value ->> 2 AND s.wire_id = e.value ->> 1 ORDER BY s.at",
            self.tx.each()
        );
        let early: Vec<(String, String, String, String, Option<String>, i64)> =
            all!(&mut self.tx, &sql, [rows], |row| (
                row.try_get(0)?,
                row.try_get(1)?,
                row.try_get(2)?,
                row.try_get(3)?,
                row.try_get(4)?,
                row.try_get(5)?
            ));
        for (id, channel, wire_id, status, fault, at) in early {
            let id = MessageId::parse(&id).map_err(|_| StoreError::Damaged("message id"))?;
            if let Some(status) = Delivery::parse(&status) {
                self.apply_status(&id, status, fault.as_deref(), at).await?;
            }
            exec!(
                &mut self.tx,
                "DELETE FROM early_statuses WHERE channel = $1 AND wire_id = $2",
                channel,
                wire_id
            )?;
        }
        Ok(())
    }
}

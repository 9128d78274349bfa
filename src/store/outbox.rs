//! The outbox: what still has to leave, claimed head by head, and what becomes of it.

use std::sync::Arc;

use super::db::{all, exec, read_all};
use super::{Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::ids::{MessageId, PersonId};
use crate::domain::inbound::ChannelKind;
use crate::domain::outbound::Outgoing;

/// What goes before what when a channel is slow: answers and staff first, reminders last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    Reply = 0,
    Push = 1,
    Reminder = 2,
}

impl Priority {
    /// What the transcript calls a bubble of this urgency.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Priority::Reply => "text",
            Priority::Push => "push",
            Priority::Reminder => "reminder",
        }
    }

    /// The urgency of a bubble from what the transcript calls it.
    pub(super) fn of_kind(kind: &str) -> Priority {
        let urgency = [Priority::Push, Priority::Reminder].into_iter().find(|p| p.kind() == kind);
        urgency.unwrap_or(Priority::Reply)
    }

    fn of_row(number: i64) -> Priority {
        match number {
            i64::MIN..=0 => Priority::Reply,
            1 => Priority::Push,
            _ => Priority::Reminder,
        }
    }
}

/// One bubble to be sent, claimed by a worker.
#[derive(Debug, Clone)]
pub struct OutboxRow {
    pub id: MessageId,
    pub person: PersonId,
    pub channel: ChannelKind,
    pub message: Arc<Outgoing>,
    pub attempts: i64,
    pub fence: i64,
    /// From then on another may claim it.
    pub lease_until: Millis,
    pub created_at: Millis,
    /// What it answers; none for what the office says by itself.
    pub cause: Option<String>,
    /// That of the most urgent bubble that waits for the same person: it cannot leave before this one.
    pub priority: Priority,
    /// It speaks to somebody's silence, and is nothing to whoever broke it.
    pub reminds: bool,
}

impl Work {
    /// The next claim passes over these bubbles, whatever the clock says about their leases.
    pub fn leave_out(&mut self, bubbles: Vec<MessageId>) {
        self.left_out = bubbles;
    }

    /// Claims the oldest unsent bubble of each of up to `most` persons. A bubble behind another of the same
    /// person is not seen, so order holds with any number of workers. The heads are found person by person along
    /// the index: what waits behind them costs nothing, be it ten thousand bubbles.
    pub async fn claim_outbox(
        &mut self,
        channels: &[ChannelKind],
        most: i64,
        now: Millis,
        lease_until: Millis,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        let list: Vec<String> = channels.iter().map(|c| format!("'{}'", c.as_str())).collect();
        if list.is_empty() {
            return Ok(Vec::new());
        }
        let left_out: Vec<String> = self.left_out.drain(..).map(|id| format!("'{id}'")).collect();
        let sql = format!(
            "WITH RECURSIVE who (person_id) AS (
               SELECT MIN(person_id) FROM outbox
               UNION ALL SELECT (SELECT MIN(o.person_id) FROM outbox o WHERE o.person_id > who.person_id)
               FROM who WHERE who.person_id IS NOT NULL),
             head (id) AS MATERIALIZED (SELECT (SELECT MIN(p.id) FROM outbox p WHERE p.person_id = who.person_id)
               FROM who WHERE who.person_id IS NOT NULL),
             c AS MATERIALIZED (SELECT o.id FROM head JOIN outbox o ON o.id = head.id
               WHERE o.next_at <= $1 AND o.lease_until < $1 AND o.channel IN ({}){}
               ORDER BY o.priority, o.next_at LIMIT $2 + 0{})
             UPDATE outbox SET lease_until = $3, holder = {}, fence = fence + 1, attempts = attempts + 1 WHERE id IN (SELECT id FROM c)
             RETURNING id, person_id, channel, payload_sealed, attempts, fence, created_at, arrival_id, priority,
               (SELECT MIN(p.priority) FROM outbox p WHERE p.person_id = outbox.person_id)",
            list.join(", "),
            // Hardly ever any, so that the text stays one prepared statement.
            match left_out.join(", ") {
                none if none.is_empty() => none,
                ids => format!(" AND o.id NOT IN ({ids})"),
            },
            if self.skip_locked.is_empty() { "" } else { " FOR UPDATE OF o SKIP LOCKED" },
            self.replica
        );
        type Row = (String, String, String, String, i64, i64, i64, Option<String>, i64, i64);
        let mut rows: Vec<Row> = all!(&mut self.tx, &sql, [now, most, lease_until], |row| (
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
            row.try_get(4)?,
            row.try_get(5)?,
            row.try_get(6)?,
            row.try_get(7)?,
            row.try_get(8)?,
            row.try_get(9)?
        ));
        // An update gives rows back in no order; who comes first takes the place in the number's budget.
        rows.sort_by(|a, b| (a.9, &a.0).cmp(&(b.9, &b.0)));
        let read = |(id, person, channel, payload, attempts, fence, created_at, cause, own, priority): Row| -> Result<OutboxRow, StoreError> {
            let payload = self.vault.open_str("outbox.payload_sealed", &payload);
            let payload = payload.map_err(|_| StoreError::Damaged("outbox row"))?;
            Ok(OutboxRow {
                id: MessageId::parse(&id).map_err(|_| StoreError::Damaged("message id"))?,
                person: PersonId::parse(&person).map_err(|_| StoreError::Damaged("person id"))?,
                channel: ChannelKind::parse(&channel).ok_or(StoreError::Damaged("channel"))?,
                message: serde_json::from_str(&payload).map(Arc::new).map_err(|_| StoreError::Damaged("outbox row"))?,
                attempts,
                fence,
                lease_until,
                created_at,
                cause,
                priority: Priority::of_row(priority),
                reminds: own == Priority::Reminder as i64,
            })
        };
        let rows: Vec<_> = rows.into_iter().map(|row| (row.0.clone(), read(row))).collect();
        Ok(self.readable(rows))
    }

    /// A bubble that does not read will never leave; the transcript says so.
    pub async fn outbox_unreadable(&mut self, id: &str, now: Millis) -> Result<(), StoreError> {
        exec!(&mut self.tx, "DELETE FROM outbox WHERE id = $1", id)?;
        let sql = "UPDATE messages SET status = 'failed', fault = 'it does not read', status_at = $2 WHERE id = $1 AND status = 'queued'";
        exec!(&mut self.tx, sql, id, now)?;
        Ok(())
    }

    /// The citizen wrote: a reminder that has not left reminds of nothing. One that is under way goes.
    pub async fn overtake_reminders(&mut self, person: &PersonId, now: Millis) -> Result<(), StoreError> {
        self.end_reminders(person, now, 0).await
    }

    /// Ends reminders that are to leave at `from` or later.
    pub(super) async fn end_reminders(
        &mut self,
        person: &PersonId,
        now: Millis,
        from: Millis,
    ) -> Result<(), StoreError> {
        let empty = self.ahead.get(person).is_some_and(|ahead| ahead.outbox_empty);
        if !self.unreminded.insert(person.clone()) || empty {
            return Ok(());
        }
        let gone: Vec<String> = all!(
            &mut self.tx,
            "DELETE FROM outbox WHERE person_id = $1 AND lease_until < $2 AND priority = $3 AND next_at >= $4 RETURNING id",
            [person.as_str(), now, Priority::Reminder as i64, from],
            |row| row.try_get(0)?
        );
        self.are_overtaken(&gone, now).await
    }

    pub(super) async fn are_overtaken(&mut self, ids: &[String], now: Millis) -> Result<(), StoreError> {
        for id in ids {
            let sql = "UPDATE messages SET status = 'failed', fault = 'overtaken', status_at = $2 WHERE id = $1 AND status = 'queued'";
            exec!(&mut self.tx, sql, id.as_str(), now)?;
        }
        Ok(())
    }

    /// Whether a reminder has nothing to say any more: its person wrote after it was made, or asked for silence.
    pub async fn is_overtaken(&mut self, row: &OutboxRow) -> Result<bool, StoreError> {
        let rows: Vec<String> = all!(
            &mut self.tx,
            "SELECT m.id FROM messages m JOIN persons p ON p.id = m.person_id LEFT JOIN chats c ON c.person_id = m.person_id
             WHERE m.id = $1 AND (p.opted_out_at IS NOT NULL OR c.last_in_at >= m.created_at)",
            [row.id.as_str()],
            |row| row.try_get(0)?
        );
        Ok(!rows.is_empty())
    }

    /// Once more at `next_at`. `counts`: the try was used up.
    pub async fn outbox_later(
        &mut self,
        row: &OutboxRow,
        next_at: Millis,
        fault: &str,
        counts: bool,
    ) -> Result<(), StoreError> {
        let attempts = if counts { row.attempts } else { row.attempts - 1 };
        exec!(
            &mut self.tx,
            "UPDATE outbox SET next_at = $3, lease_until = 0, last_fault = $4, attempts = $5 WHERE id = $1 AND fence = $2",
            row.id.as_str(),
            row.fence,
            next_at,
            fault,
            attempts
        )?;
        Ok(())
    }

    /// It will never arrive; the transcript says so.
    pub async fn outbox_failed(
        &mut self,
        row: &OutboxRow,
        fault: &str,
        now: Millis,
    ) -> Result<(), StoreError> {
        self.drop_outbox(row).await?;
        exec!(
            &mut self.tx,
            "UPDATE messages SET status = 'failed', fault = $2, status_at = $3 WHERE id = $1",
            row.id.as_str(),
            fault,
            now
        )?;
        Ok(())
    }

    /// A message whose status moved on is out, whatever the send call answered: its row goes.
    pub async fn outbox_settled_by_status(&mut self, row: &OutboxRow) -> Result<bool, StoreError> {
        let rows = exec!(
            &mut self.tx,
            "DELETE FROM outbox WHERE id = $1 AND fence = $2
               AND EXISTS (SELECT 1 FROM messages m WHERE m.id = $1 AND m.status <> 'queued')",
            row.id.as_str(),
            row.fence
        )?;
        Ok(rows == 1)
    }

    pub(super) async fn drop_outbox(&mut self, row: &OutboxRow) -> Result<(), StoreError> {
        let rows = exec!(
            &mut self.tx,
            "DELETE FROM outbox WHERE id = $1 AND fence = $2",
            row.id.as_str(),
            row.fence
        )?;
        if rows == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }
}

impl Store {
    /// (queued, created_at of the oldest).
    pub async fn outbox_depth(&self) -> Result<(i64, Option<Millis>), StoreError> {
        let rows: Vec<(i64, Option<i64>)> =
            read_all!(&self.db, "SELECT COUNT(*), MIN(created_at) FROM outbox", [], |row| (
                row.try_get(0)?,
                row.try_get(1)?
            ));
        Ok(rows.into_iter().next().unwrap_or((0, None)))
    }

    /// When the oldest bubble was written that is on its way. Those that wait for the citizen to write are not:
    /// they are put off for very long.
    pub async fn outbox_oldest(&self, now: Millis) -> Result<Option<Millis>, StoreError> {
        const FAR: Millis = 24 * 60 * 60 * 1000;
        let rows: Vec<Option<i64>> = read_all!(
            &self.db,
            "SELECT MIN(created_at) FROM outbox WHERE next_at <= $1",
            [now + FAR],
            |row| row.try_get(0)?
        );
        Ok(rows.into_iter().next().flatten())
    }
}

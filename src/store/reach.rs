//! Whether a person can be reached by a channel. Asked outside of transactions, and inside of one: that must not wait
//! for a second connection while others wait for its own.

use super::db::{all, read_all};
use super::{Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::ids::PersonId;
use crate::domain::inbound::ChannelKind;

/// What is known of a person on a channel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// There is an address.
    pub linked: bool,
    /// The platform told us of every address that it cannot be reached.
    pub unreachable: bool,
    /// When the citizen last wrote to this number of ours.
    pub last_in: Option<Millis>,
}

type Row = (Option<String>, Option<i64>, Option<i64>);

impl Reach {
    fn of(rows: &[Row]) -> Reach {
        let linked = rows.iter().any(|(address, ..)| address.is_some());
        Reach {
            linked,
            unreachable: linked && rows.iter().all(|(_, unreachable_at, _)| unreachable_at.is_some()),
            last_in: rows.first().and_then(|(.., last_in)| *last_in),
        }
    }
}

/// One line at least.
const REACH: &str = "SELECT a.person_id, a.unreachable_at, w.last_in_at FROM (SELECT 1 AS one) o
     LEFT JOIN addresses a ON a.person_id = $1 AND a.channel = $2 AND a.superseded_at IS NULL
     LEFT JOIN reply_windows w ON w.person_id = $1 AND w.channel = $2 AND w.line = $3";

/// Whoever can be asked.
pub trait ReadsReach: Send {
    /// # Errors
    /// When the database does not answer.
    fn reach(
        &mut self,
        person: &PersonId,
        channel: ChannelKind,
        line: &str,
    ) -> impl Future<Output = Result<Reach, StoreError>> + Send;
}

impl ReadsReach for Work {
    async fn reach(
        &mut self,
        person: &PersonId,
        channel: ChannelKind,
        line: &str,
    ) -> Result<Reach, StoreError> {
        let rows: Vec<Row> = all!(&mut self.tx, REACH, [person.as_str(), channel.as_str(), line], |row| {
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)
        });
        Ok(Reach::of(&rows))
    }
}

impl ReadsReach for &Store {
    async fn reach(
        &mut self,
        person: &PersonId,
        channel: ChannelKind,
        line: &str,
    ) -> Result<Reach, StoreError> {
        let rows: Vec<Row> = read_all!(&self.db, REACH, [person.as_str(), channel.as_str(), line], |row| {
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)
        });
        Ok(Reach::of(&rows))
    }
}

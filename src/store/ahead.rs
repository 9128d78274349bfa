//! Reading ahead: what the turns of one transaction will ask for, for all their persons together. A turn
//! asks as if it were alone; what was read ahead is given once, and whoever asks again reads anew.

use std::collections::BTreeMap;

use super::chats::{self, Raw as RawChat};
use super::db::all;
use super::deferred::Rows;
use super::messages::RawBubble;
use super::people::{self, RawPerson as RawState};
use super::{Person, StoreError, TimerKind, Work};
use crate::domain::Millis;
use crate::domain::chat::Chat;
use crate::domain::ids::PersonId;
use crate::domain::inbound::{Address, ChannelKind};

/// What was read of one person. `None`: not read, or given already.
#[derive(Default)]
pub(super) struct Ahead {
    pub chat: Option<(Chat, ChannelKind)>,
    pub person: Option<Person>,
    pub session: Option<Option<String>>,
    pub last_choices: Option<Option<RawBubble>>,
    /// Nothing was ever filed.
    pub no_cases: bool,
    /// Nothing waits in the outbox.
    pub outbox_empty: bool,
    /// Nothing waits until the person writes.
    pub none_held: bool,
    pub timers: Vec<(TimerKind, Millis)>,
    /// Address and since when it is unreachable, the newest first.
    pub addresses: Vec<(ChannelKind, Address, Option<Millis>)>,
}

type RawPerson = (String, RawState, RawChat, Option<String>, RawRest, Option<RawBubble>);
/// Cases, what waits in the outbox, what is held, and when each timer is due.
type RawRest = (i64, i64, i64, Option<i64>, Option<i64>);

impl Work {
    /// Reads ahead for these persons, each with the channel of what they sent; makes the chats that are missing.
    /// On PostgreSQL the chats are locked until the end of the transaction, in the order of their ids.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read_ahead(
        &mut self,
        persons: &[(&PersonId, Option<ChannelKind>)],
        now: Millis,
    ) -> Result<(), StoreError> {
        if persons.is_empty() {
            return Ok(());
        }
        let ids = Rows::of(persons.iter().map(|(person, _)| (person.as_str(),)))?.done();
        self.read_persons(&ids).await?;
        let fresh: Vec<(&str, &str)> = persons
            .iter()
            .filter(|(person, _)| !self.ahead.contains_key(*person))
            .filter_map(|(person, channel)| Some((person.as_str(), (*channel)?.as_str())))
            .collect();
        if !fresh.is_empty() {
            self.make_chats(Rows::of(fresh)?, now).await?;
            self.read_persons(&ids).await?;
        }
        self.read_addresses(&ids).await
    }

    async fn make_chats(&mut self, mut rows: Rows, now: Millis) -> Result<(), StoreError> {
        let Some(rows) = rows.take() else { return Ok(()) };
        let sql = format!(
            "INSERT INTO chats (person_id, channel, owner, owner_since, last_message_at, version)
             SELECT e.value ->> 0, e.value ->> 1, 'bot', $2, $2, 0 FROM {}
             WHERE NOT EXISTS (SELECT 1 FROM chats c WHERE c.person_id = e.value ->> 0)
             ON CONFLICT (person_id) DO NOTHING",
            self.tx.each()
        );
        super::db::exec!(&mut self.tx, &sql, rows, now)?;
        Ok(())
    }

    async fn read_persons(&mut self, ids: &str) -> Result<(), StoreError> {
        let lock = if self.skip_locked.is_empty() { "" } else { " FOR UPDATE OF c" };
        // The last bubble is found as [`Work::last_choices`] finds it.
        let sql = format!(
            "SELECT p.id, p.lang, p.opted_out_at, p.merged_into, p.recheck_since, p.proof_failures, p.proof_failed_at,
               c.channel, c.owner, c.owner_staff, c.owner_since, c.waiting_since,
               c.last_in_at, c.version, c.owner_reason, s.state_sealed,
               (SELECT COUNT(*) FROM dossiers d WHERE d.person_id = p.id),
               (SELECT COUNT(*) FROM outbox o WHERE o.person_id = p.id),
               (SELECT COUNT(*) FROM held_messages h WHERE h.person_id = p.id),
               (SELECT t.due_at FROM timers t WHERE t.person_id = p.id AND t.kind = '{reminder}'),
               (SELECT t.due_at FROM timers t WHERE t.person_id = p.id AND t.kind = '{expiry}'),
               m.wire_id, m.payload_sealed, m.text_sealed, m.choices_sealed
             FROM {} JOIN persons p ON p.id = e.value ->> 0 JOIN chats c ON c.person_id = p.id
             LEFT JOIN sessions s ON s.person_id = p.id
             LEFT JOIN messages m ON m.id = (SELECT l.id FROM messages l WHERE l.person_id = p.id
               AND l.author <> 'citizen' ORDER BY l.created_at DESC, l.id DESC LIMIT 1)
             ORDER BY p.id{lock}",
            self.tx.each(),
            reminder = TimerKind::Reminder.as_str(),
            expiry = TimerKind::DraftExpiry.as_str(),
        );
        let rows: Vec<RawPerson> = all!(&mut self.tx, &sql, [ids], |row| (
            row.try_get(0)?,
            (
                row.try_get(1)?,
                row.try_get(2)?,
                row.try_get(3)?,
                row.try_get(4)?,
                row.try_get(5)?,
                row.try_get(6)?
            ),
            (
                row.try_get(7)?,
                row.try_get(8)?,
                row.try_get(9)?,
                row.try_get(10)?,
                row.try_get(11)?,
                row.try_get(12)?,
                row.try_get(13)?,
                row.try_get(14)?
            ),
            row.try_get(15)?,
            (row.try_get(16)?, row.try_get(17)?, row.try_get(18)?, row.try_get(19)?, row.try_get(20)?),
            match row.try_get(23)? {
                Some(text) => Some(RawBubble {
                    wire_id: row.try_get(21)?,
                    payload: row.try_get(22)?,
                    text,
                    choices: row.try_get(24)?,
                }),
                None => None,
            }
        ));
        for (id, person, raw, session, (cases, queued, held, reminder, expiry), last_bubble) in rows {
            let id = PersonId::parse(&id).map_err(|_| StoreError::Damaged("person id"))?;
            let session = session
                .map(|sealed| {
                    let opened = self.vault.open_str("sessions.state_sealed", &sealed);
                    opened.map_err(|_| StoreError::Damaged("session"))
                })
                .transpose();
            let timers = [(TimerKind::Reminder, reminder), (TimerKind::DraftExpiry, expiry)];
            let ahead = Ahead {
                chat: Some(chats::chat(&id, raw)?),
                person: Some(people::person(&id, person)?),
                // A session that does not read is the trouble of its own turn, not of the others.
                session: session.ok(),
                last_choices: Some(last_bubble),
                no_cases: cases == 0,
                outbox_empty: queued == 0,
                none_held: held == 0,
                timers: timers.into_iter().filter_map(|(kind, due_at)| Some((kind, due_at?))).collect(),
                ..Ahead::default()
            };
            self.ahead.insert(id, ahead);
        }
        Ok(())
    }

    /// What was read ahead of this person is no longer so.
    pub(super) fn forget_ahead(&mut self, person: &PersonId) {
        self.ahead.remove(person);
    }

    async fn read_addresses(&mut self, ids: &str) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT a.person_id, a.channel, a.kind, a.value_sealed, a.unreachable_at FROM {}
             JOIN addresses a ON a.person_id = e.value ->> 0 WHERE a.superseded_at IS NULL
             ORDER BY a.person_id, a.last_seen_at DESC, a.kind",
            self.tx.each()
        );
        let rows: Vec<(String, String, String, String, Option<i64>)> = all!(
            &mut self.tx,
            &sql,
            [ids],
            |row| (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?)
        );
        for (person, channel, kind, sealed, unreachable_at) in rows {
            let Some(ahead) = ahead_of(&mut self.ahead, &person) else { continue };
            let channel = ChannelKind::parse(&channel).ok_or(StoreError::Damaged("channel"))?;
            let address = people::address(&self.vault, &kind, &sealed)?;
            ahead.addresses.push((channel, address, unreachable_at));
        }
        Ok(())
    }

    /// The addresses of a person on a channel, the newest usable first, if they were read ahead.
    #[must_use]
    pub fn addresses_ahead(&self, person: &PersonId, channel: ChannelKind) -> Option<Vec<Address>> {
        let ahead = self.ahead.get(person)?;
        let of_channel = ahead.addresses.iter().filter(|(kind, ..)| *kind == channel);
        let addresses: Vec<Address> = of_channel.map(|(_, address, _)| address.clone()).collect();
        (!addresses.is_empty()).then_some(addresses)
    }
}

fn ahead_of<'a>(all: &'a mut BTreeMap<PersonId, Ahead>, person: &str) -> Option<&'a mut Ahead> {
    PersonId::parse(person).ok().and_then(|id| all.get_mut(&id))
}

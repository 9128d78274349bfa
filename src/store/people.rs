//! Persons and their addresses. A person is found by any address; a phone number is one of several.

use std::collections::BTreeMap;

use super::bulk::Cell;
use super::db::{all, exec, read_all};
use super::deferred::Rows;
use super::{Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::ids::PersonId;
use crate::domain::inbound::{Address, AddressKind, ChannelKind};
use crate::domain::redacted::Redacted;
use crate::vault::Vault;

/// A person as the runtime needs them.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: PersonId,
    pub lang: String,
    pub opted_out_at: Option<Millis>,
    /// They turned out to be this one: nothing is left here.
    pub merged_into: Option<PersonId>,
    /// Since then another person may be behind the address.
    pub recheck_since: Option<Millis>,
    pub(super) proof_failures: i64,
    pub(super) proof_failed_at: Option<Millis>,
}

pub(super) type RawPerson = (String, Option<i64>, Option<String>, Option<i64>, i64, Option<i64>);

pub(super) fn person(id: &PersonId, raw: RawPerson) -> Result<Person, StoreError> {
    let (lang, opted_out_at, merged, recheck_since, proof_failures, proof_failed_at) = raw;
    let merged = merged.map(|id| PersonId::parse(&id).map_err(|_| StoreError::Damaged("person id")));
    Ok(Person {
        id: id.clone(),
        lang,
        opted_out_at,
        merged_into: merged.transpose()?,
        recheck_since,
        proof_failures,
        proof_failed_at,
    })
}

fn sealed_context() -> &'static str {
    "addresses.value_sealed"
}

pub(super) fn address(vault: &Vault, kind: &str, sealed: &str) -> Result<Address, StoreError> {
    let kind = AddressKind::parse(kind).ok_or(StoreError::Damaged("address kind"))?;
    let value = vault.open_str(sealed_context(), sealed).map_err(|_| StoreError::Damaged("address"))?;
    Ok(Address { kind, value: Redacted::from(value) })
}

/// Who sent something, by the addresses that came with it.
#[derive(Debug)]
pub struct Sender<'a> {
    pub addresses: &'a [Address],
    pub profile_name: Option<&'a Redacted<String>>,
    /// The id of the person, if nobody is known by these addresses.
    pub fresh: PersonId,
}

/// An address notes when it was last seen to the minute: what is newer than this is not written again.
const SEEN_STEP: Millis = 60_000;

/// What is known of an address: its person, when it was last seen, whether the person has a name.
#[derive(Clone)]
struct Known {
    person: PersonId,
    seen_at: Millis,
    named: bool,
}

impl Work {
    /// [`Work::person_of`] for several senders, in their order.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn persons_of(
        &mut self,
        senders: &[Sender<'_>],
        lang: &str,
        now: Millis,
    ) -> Result<Vec<PersonId>, StoreError> {
        let keys: Vec<Vec<(&'static str, String)>> = senders
            .iter()
            .map(|sender| {
                let index = |a: &Address| self.vault.index("addresses.value_index", a.value.expose());
                sender.addresses.iter().map(|a| (a.kind.as_str(), index(a))).collect()
            })
            .collect();
        let mut known = self.owners_of(keys.iter().flatten()).await?;
        let mut persons = Vec::with_capacity(senders.len());
        for (sender, keys) in senders.iter().zip(keys) {
            let of: Vec<Option<Known>> = keys
                .iter()
                .map(|(kind, index)| known.get(*kind).and_then(|k| k.get(index)).cloned())
                .collect();
            let first = of.first().cloned().flatten();
            // Found by the number although a user id came with it: that id may be a new owner's.
            let by_another_id = sender.addresses.first().is_some_and(|a| a.kind == AddressKind::WaPhone)
                && sender.addresses.iter().any(|a| a.kind == AddressKind::WaBsuid);
            let plain = first.filter(|first| {
                !by_another_id
                    && (sender.profile_name.is_none() || first.named)
                    && of.iter().all(|k| k.as_ref().is_some_and(|k| k.person == first.person))
            });
            let person = match plain {
                Some(first) => {
                    for ((kind, index), k) in keys.iter().zip(of.iter().flatten()) {
                        if k.seen_at + SEEN_STEP <= now {
                            self.tx.later.seen.push([(*kind).into(), Cell::of(index), now.into()]);
                        }
                    }
                    first.person
                }
                None => {
                    let person = self
                        .person_of(sender.addresses, sender.profile_name, &sender.fresh, lang, now)
                        .await?;
                    // It may have superseded other addresses of theirs.
                    known.values_mut().for_each(|of_kind| of_kind.retain(|_, k| k.person != person));
                    person
                }
            };
            for (kind, index) in keys {
                let named = sender.profile_name.is_some();
                let k = Known { person: person.clone(), seen_at: now, named };
                known.entry(kind.to_owned()).or_default().entry(index).or_insert(k);
            }
            persons.push(person);
        }
        Ok(persons)
    }

    async fn owners_of(
        &mut self,
        keys: impl Iterator<Item = &(&'static str, String)>,
    ) -> Result<BTreeMap<String, BTreeMap<String, Known>>, StoreError> {
        let mut known: BTreeMap<String, BTreeMap<String, Known>> = BTreeMap::new();
        let Some(keys) = Rows::of(keys)?.take() else { return Ok(known) };
        let sql = format!(
            "SELECT a.kind, a.value_index, a.person_id, a.last_seen_at, p.name_sealed IS NOT NULL
             FROM {} JOIN addresses a ON a.kind = e.value ->> 0 AND a.value_index = e.value ->> 1
             JOIN persons p ON p.id = a.person_id WHERE a.superseded_at IS NULL",
            self.tx.each()
        );
        let rows: Vec<(String, String, String, i64, bool)> = all!(&mut self.tx, &sql, [keys], |row| (
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?,
            row.try_get(3)?,
            row.try_get(4)?
        ));
        for (kind, index, person, seen_at, named) in rows {
            let person = PersonId::parse(&person).map_err(|_| StoreError::Damaged("person id"))?;
            known.entry(kind).or_default().insert(index, Known { person, seen_at, named });
        }
        Ok(known)
    }

    /// Finds the person behind any of these addresses (the first known one decides) or makes one, and notes
    /// the addresses that are new. Safe against two deliveries at once: the unique address is the gate.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn person_of(
        &mut self,
        addresses: &[Address],
        profile_name: Option<&Redacted<String>>,
        fresh: &PersonId,
        lang: &str,
        now: Millis,
    ) -> Result<PersonId, StoreError> {
        let mut known = None;
        let mut by_another_id = false;
        for address in addresses {
            if let Some(person) = self.owner_of(address).await? {
                known = Some(person);
                by_another_id = address.kind == AddressKind::WaPhone;
                break;
            }
        }
        let person = match known {
            Some(person) => person,
            None => {
                exec!(
                    &mut self.tx,
                    "INSERT INTO persons (id, created_at, lang) VALUES ($1, $2, $3)",
                    fresh.as_str(),
                    now,
                    lang
                )?;
                fresh.clone()
            }
        };
        if by_another_id {
            self.note_new_owner(&person, addresses, now).await?;
        }
        for address in addresses {
            self.note_address(&person, address, now).await?;
        }
        // Another delivery, with any of the same addresses, may have made this person first: use theirs.
        let person = if person == *fresh { self.yield_to_earlier(fresh, addresses).await? } else { person };
        if let Some(name) = profile_name {
            let sealed = self.vault.seal_str("persons.name_sealed", name.expose());
            exec!(
                &mut self.tx,
                "UPDATE persons SET name_sealed = $2 WHERE id = $1 AND name_sealed IS NULL",
                person.as_str(),
                sealed
            )?;
        }
        Ok(person)
    }

    /// A known phone number with a user id unlike the known one: WhatsApp gives a new id with a new owner
    /// (Meta, business-scoped-user-ids, 2026-06-29). What was filed is shown again after a proof.
    async fn note_new_owner(
        &mut self,
        person: &PersonId,
        addresses: &[Address],
        now: Millis,
    ) -> Result<(), StoreError> {
        let Some(id) = addresses.iter().find(|address| address.kind == AddressKind::WaBsuid) else {
            return Ok(());
        };
        let index = self.vault.index("addresses.value_index", id.value.expose());
        let replaced = exec!(
            &mut self.tx,
            "UPDATE addresses SET superseded_at = $4 WHERE person_id = $1 AND kind = $2 AND value_index <> $3
               AND superseded_at IS NULL",
            person.as_str(),
            AddressKind::WaBsuid.as_str(),
            index,
            now
        )?;
        if replaced > 0 { self.demand_recheck(person, now).await } else { Ok(()) }
    }

    /// A person just made who shares an address with one who was there first becomes that one.
    async fn yield_to_earlier(
        &mut self,
        fresh: &PersonId,
        addresses: &[Address],
    ) -> Result<PersonId, StoreError> {
        for address in addresses {
            let Some(owner) = self.owner_of(address).await? else { continue };
            if owner != *fresh {
                exec!(
                    &mut self.tx,
                    "UPDATE addresses SET person_id = $2 WHERE person_id = $1",
                    fresh.as_str(),
                    owner.as_str()
                )?;
                exec!(&mut self.tx, "DELETE FROM persons WHERE id = $1", fresh.as_str())?;
                return Ok(owner);
            }
        }
        Ok(fresh.clone())
    }

    async fn owner_of(&mut self, address: &Address) -> Result<Option<PersonId>, StoreError> {
        let index = self.vault.index("addresses.value_index", address.value.expose());
        let found: Vec<String> = all!(
            &mut self.tx,
            "SELECT person_id FROM addresses WHERE kind = $1 AND value_index = $2 AND superseded_at IS NULL",
            [address.kind.as_str(), index.as_str()],
            |row| row.try_get(0)?
        );
        found.first().map(|id| PersonId::parse(id).map_err(|_| StoreError::Damaged("person id"))).transpose()
    }

    /// An address of this person, unless it is another's.
    pub async fn note_own_address(
        &mut self,
        person: &PersonId,
        address: &Address,
        now: Millis,
    ) -> Result<(), StoreError> {
        self.forget_ahead(person);
        self.note_address(person, address, now).await
    }

    pub(super) async fn note_address(
        &mut self,
        person: &PersonId,
        address: &Address,
        now: Millis,
    ) -> Result<(), StoreError> {
        let index = self.vault.index("addresses.value_index", address.value.expose());
        let sealed = self.vault.seal_str(sealed_context(), address.value.expose());
        exec!(
            &mut self.tx,
            "INSERT INTO addresses (kind, value_index, value_sealed, person_id, channel, created_at, last_seen_at)
             VALUES ($1, $2, $3, $4, $5, $6, $6)
             ON CONFLICT (kind, value_index) DO UPDATE SET last_seen_at = excluded.last_seen_at, superseded_at = NULL,
               person_id = CASE WHEN addresses.superseded_at IS NULL THEN addresses.person_id ELSE excluded.person_id END",
            address.kind.as_str(),
            index,
            sealed,
            person.as_str(),
            address.kind.channel().as_str(),
            now
        )?;
        Ok(())
    }

    /// # Errors
    /// [`StoreError::Missing`], or when the database does not answer.
    pub async fn person(&mut self, id: &PersonId) -> Result<Person, StoreError> {
        if let Some(person) = self.ahead.get_mut(id).and_then(|ahead| ahead.person.take()) {
            return Ok(person);
        }
        let found: Vec<RawPerson> = all!(
            &mut self.tx,
            "SELECT lang, opted_out_at, merged_into, recheck_since, proof_failures, proof_failed_at FROM persons WHERE id = $1",
            [id.as_str()],
            |row| (
                row.try_get(0)?,
                row.try_get(1)?,
                row.try_get(2)?,
                row.try_get(3)?,
                row.try_get(4)?,
                row.try_get(5)?
            )
        );
        person(id, found.into_iter().next().ok_or(StoreError::Missing)?)
    }

    pub async fn set_language(&mut self, id: &PersonId, lang: &str) -> Result<(), StoreError> {
        exec!(&mut self.tx, "UPDATE persons SET lang = $2 WHERE id = $1", id.as_str(), lang)?;
        Ok(())
    }

    /// `at`: none opts in again.
    pub async fn set_opted_out(&mut self, id: &PersonId, at: Option<Millis>) -> Result<(), StoreError> {
        exec!(&mut self.tx, "UPDATE persons SET opted_out_at = $2 WHERE id = $1", id.as_str(), at)?;
        Ok(())
    }

    /// Marks all addresses of a person on a channel as unreachable since `at`, or as reachable again.
    pub async fn set_unreachable(
        &mut self,
        id: &PersonId,
        channel: ChannelKind,
        at: Option<Millis>,
    ) -> Result<(), StoreError> {
        let reachable = |ahead: &super::ahead::Ahead| {
            !ahead.addresses.is_empty() && ahead.addresses.iter().all(|(_, _, since)| since.is_none())
        };
        if at.is_none() && self.ahead.get(id).is_some_and(reachable) {
            return Ok(());
        }
        if let Some(ahead) = self.ahead.get_mut(id) {
            ahead.addresses.clear();
        }
        exec!(
            &mut self.tx,
            "UPDATE addresses SET unreachable_at = $3 WHERE person_id = $1 AND channel = $2
               AND (unreachable_at IS NULL) <> ($3 IS NULL)",
            id.as_str(),
            channel.as_str(),
            at
        )?;
        Ok(())
    }
}

impl Store {
    /// The addresses of a person on a channel, the newest usable first.
    pub async fn addresses(
        &self,
        person: &PersonId,
        channel: ChannelKind,
    ) -> Result<Vec<Address>, StoreError> {
        let rows: Vec<(String, String)> = read_all!(
            &self.db,
            "SELECT kind, value_sealed FROM addresses WHERE person_id = $1 AND channel = $2
             AND superseded_at IS NULL ORDER BY last_seen_at DESC, kind",
            [person.as_str(), channel.as_str()],
            |row| (row.try_get(0)?, row.try_get(1)?)
        );
        rows.into_iter().map(|(kind, sealed)| address(&self.vault, &kind, &sealed)).collect()
    }
}

//! The budgets of the platforms: so many messages a second for a number, so many for one person. Buckets
//! with a burst, in this process.

use std::collections::HashMap;

use crate::domain::Millis;
use crate::domain::ids::PersonId;
use crate::domain::inbound::ChannelKind;

/// What a channel may send.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// Messages a second for the whole number; 0: no limit.
    pub per_second: u32,
    /// Milliseconds that one message to the same person costs; 0: no limit.
    pub person_interval: Millis,
    /// How many to the same person may go out at once.
    pub person_burst: u32,
}

impl Budget {
    /// No limits at all, for load tests against a stand-in.
    pub const OFF: Budget = Budget { per_second: 0, person_interval: 0, person_burst: 0 };
}

/// How many messages of a number may go out at once before the rate holds: a fifth of a second's worth.
pub(super) const NUMBER_BURST_PART: Millis = 200;

/// Idle persons are forgotten when the table grows beyond this.
const PERSONS_KEPT: usize = 50_000;

/// Generic cell rate: the theoretical arrival time of each bucket.
#[derive(Debug, Default)]
pub struct Pace {
    budgets: HashMap<ChannelKind, Budget>,
    numbers: HashMap<ChannelKind, f64>,
    persons: HashMap<(ChannelKind, PersonId), Millis>,
    /// Among how many processes the budgets are divided; 0 and 1: they are this one's alone.
    sharers: u32,
    /// How many places were given so far, and at which of them each person had theirs last.
    turns: u64,
    last_turns: HashMap<PersonId, u64>,
}

impl Pace {
    #[must_use]
    pub fn new(budgets: impl IntoIterator<Item = (ChannelKind, Budget)>) -> Pace {
        Pace { budgets: budgets.into_iter().collect(), ..Pace::default() }
    }

    /// What this process may send at most, before it is divided.
    pub(super) fn budgets(&self) -> HashMap<ChannelKind, Budget> {
        self.budgets.clone()
    }

    /// Divides the budgets from now on: so many processes send for the same number, each its part. A person's
    /// bubbles may be sent by any of them in turn, so each leaves longer pauses.
    pub(super) fn divide(&mut self, sharers: u32) {
        self.sharers = sharers;
    }

    /// Takes a place for one message now, or says when to come back.
    ///
    /// # Errors
    /// The moment from which a place is free.
    pub fn take(&mut self, channel: ChannelKind, person: &PersonId, now: Millis) -> Result<(), Millis> {
        let Some(mut budget) = self.budgets.get(&channel).copied() else { return Ok(()) };
        let sharers = self.sharers.max(1);
        budget.person_interval *= Millis::from(sharers);
        budget.person_burst = (budget.person_burst / sharers).max(1);
        if self.persons.len() > PERSONS_KEPT {
            self.persons.retain(|_, tat| *tat > now);
        }
        let key = (channel, person.clone());
        let person_tat = self.persons.get(&key).copied().unwrap_or(0).max(now);
        let person_slack = budget.person_interval * Millis::from(budget.person_burst.saturating_sub(1));
        if budget.person_interval > 0 && person_tat - person_slack > now {
            return Err(person_tat - person_slack);
        }
        if budget.per_second > 0 {
            let cost = f64::from(sharers) * 1000.0 / f64::from(budget.per_second);
            let tat = self.numbers.get(&channel).copied().unwrap_or(0.0).max(now as f64);
            let free_at = tat - NUMBER_BURST_PART as f64;
            if free_at > now as f64 {
                return Err(free_at.ceil() as Millis);
            }
            self.numbers.insert(channel, tat + cost);
        }
        if budget.person_interval > 0 {
            self.persons.insert(key, person_tat + budget.person_interval);
        }
        if self.last_turns.len() > PERSONS_KEPT {
            self.last_turns.clear();
        }
        self.turns += 1;
        self.last_turns.insert(person.clone(), self.turns);
        Ok(())
    }

    /// When a person last had a place, as a number that only grows; 0 for one who had none. Whoever had theirs
    /// longest ago goes first when places are few.
    #[must_use]
    pub fn last_turn(&self, person: &PersonId) -> u64 {
        self.last_turns.get(person).copied().unwrap_or(0)
    }

    /// The platform said to slow down: nothing of this channel before `until`.
    pub fn hold(&mut self, channel: ChannelKind, until: Millis) {
        self.numbers.insert(channel, (until + NUMBER_BURST_PART) as f64);
        self.budgets.entry(channel).and_modify(|b| b.per_second = b.per_second.max(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{Id, id_bits};

    fn person(n: u128) -> PersonId {
        PersonId::from_bits(id_bits(1, n))
    }

    #[test]
    fn a_person_gets_a_burst_and_then_the_interval() {
        let budget = Budget { per_second: 80, person_interval: 6_000, person_burst: 2 };
        let mut pace = Pace::new([(ChannelKind::Whatsapp, budget)]);
        let ayu = person(1);
        assert_eq!(pace.take(ChannelKind::Whatsapp, &ayu, 0), Ok(()));
        assert_eq!(pace.take(ChannelKind::Whatsapp, &ayu, 0), Ok(()));
        assert_eq!(pace.take(ChannelKind::Whatsapp, &ayu, 0), Err(6_000));
        assert_eq!(pace.take(ChannelKind::Whatsapp, &person(2), 0), Ok(()));
        assert_eq!(pace.take(ChannelKind::Whatsapp, &ayu, 6_000), Ok(()));
    }

    #[test]
    fn two_that_share_a_number_keep_its_rates_together() {
        let budget = Budget { per_second: 30, person_interval: 1_000, person_burst: 4 };
        let mut paces =
            [Pace::new([(ChannelKind::Telegram, budget)]), Pace::new([(ChannelKind::Telegram, budget)])];
        paces.iter_mut().for_each(|pace| pace.divide(2));
        let (mut all, mut ayu) = (0, 0);
        for ms in 0..10_000 {
            for pace in &mut paces {
                ayu += u32::from(pace.take(ChannelKind::Telegram, &person(0), ms).is_ok());
                all += u32::from(
                    pace.take(ChannelKind::Telegram, &person(1 + u128::from(ms as u64)), ms).is_ok(),
                );
            }
        }
        assert!((10..=14).contains(&ayu), "{ayu}");
        assert!((280..=320).contains(&(all + ayu)), "{all} {ayu}");
    }

    #[test]
    fn a_number_keeps_its_rate_over_many_persons() {
        let budget = Budget { per_second: 30, person_interval: 0, person_burst: 0 };
        let mut pace = Pace::new([(ChannelKind::Telegram, budget)]);
        let mut sent = 0;
        for ms in 0..1_000 {
            for n in 0..5 {
                if pace.take(ChannelKind::Telegram, &person(n), ms).is_ok() {
                    sent += 1;
                }
            }
        }
        assert!((30..=38).contains(&sent), "{sent}");
    }
}

//! What every worker of the runtime holds: the stores, the texts, the channels, the clock.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

pub use super::adviser::Adviser;
pub use super::clock::Clock;
use super::library::Shelf;
use super::ports::{Channel, FileStore, Mailer};
use crate::domain::ids::{Id, bits_of, id_bits};
use crate::domain::inbound::ChannelKind;
use crate::domain::outbound::Sensitive;
use crate::engine::Mail;
use crate::media::{self, Expect, Judged};
use crate::pubsub::Bus;
use crate::store::Store;
use crate::telemetry::Metrics;

/// Makes ids: sortable by time, and within one process strictly in the order in which they were made, so
/// that the order of ids is the order of arrival.
#[derive(Clone)]
pub struct Minter {
    clock: Clock,
    chance: Chance,
    last: Arc<Mutex<u128>>,
    counter: Arc<AtomicU64>,
}

/// Where the random part of ids comes from.
#[derive(Clone)]
enum Chance {
    /// A generator of this thread, which the system seeds: a message takes half a dozen ids, and to ask the system for each
    /// took a fiftieth of its time.
    System,
    /// The same numbers from the same seed.
    Seeded(Arc<AtomicU64>),
}

impl Chance {
    #[expect(clippy::disallowed_methods, reason = "the home of the randomness of ids")]
    fn bits(&self) -> u128 {
        match self {
            Chance::System => rand::random(),
            Chance::Seeded(at) => u128::from(split_mix(at)) << 64 | u128::from(split_mix(at)),
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the next number of a seed.
fn split_mix(at: &AtomicU64) -> u64 {
    const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut z = at.fetch_add(GAMMA, Ordering::Relaxed).wrapping_add(GAMMA);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Minter {
    #[must_use]
    pub fn new(clock: Clock) -> Minter {
        Minter::drawing(clock, Chance::System)
    }

    /// Ids that are the same in every run with this seed and this clock.
    #[must_use]
    pub fn seeded(clock: Clock, seed: u64) -> Minter {
        Minter::drawing(clock, Chance::Seeded(Arc::new(AtomicU64::new(seed))))
    }

    fn drawing(clock: Clock, chance: Chance) -> Minter {
        Minter { clock, chance, last: Arc::new(Mutex::new(0)), counter: Arc::new(AtomicU64::new(0)) }
    }

    /// The bits of a new id.
    #[must_use]
    pub fn bits(&self) -> u128 {
        let fresh = id_bits(self.clock.now(), self.chance.bits());
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = if fresh > *last { fresh } else { *last + 1 };
        *last
    }

    /// Ids made from here on come after this one, also when the clock was set back since it was made.
    pub fn start_after(&self, id: &str) {
        // The next millisecond with bits of its own: other processes start after the same id.
        const MILLI: u128 = 1 << 80;
        let Some(newest) = bits_of(id) else { return };
        let own = (newest / MILLI + 1) * MILLI + self.chance.bits() % MILLI;
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if newest >= id_bits(self.clock.now(), 0) {
            *last = own.max(*last);
        }
    }

    #[must_use]
    pub fn id<T: Id>(&self) -> T {
        T::from_bits(self.bits())
    }

    /// So many digits that nobody can foresee.
    #[must_use]
    pub fn digits(&self, count: usize) -> String {
        // The low bits of an id of version 4 are drawn, all but two in the middle.
        let mut drawn = (self.chance.bits() as u64) & ((1 << 60) - 1);
        let mut digits = String::with_capacity(count);
        for _ in 0..count {
            digits.push(char::from(b'0' + u8::try_from(drawn % 10).unwrap_or(0)));
            drawn /= 10;
        }
        digits
    }

    /// Eight characters that mark the buttons of one request.
    #[must_use]
    pub fn tag(&self) -> String {
        let n = self.counter.fetch_add(1, Ordering::Relaxed);
        let mixed = self.bits() as u64 ^ n.rotate_left(32);
        format!("{:08x}", (mixed ^ (mixed >> 32)) as u32)
    }
}

/// What a file is, told by its bytes alone.
pub type Verdicts = dyn Fn(&[u8]) -> Judged + Send + Sync;

/// Who looks at the files that come in.
#[derive(Clone, Default)]
pub enum Judge {
    #[default]
    Triage,
    /// Verdicts known beforehand, for simulations: a real look takes a processor for milliseconds.
    Known(Arc<Verdicts>),
}

impl Judge {
    pub(super) async fn judge(&self, bytes: Vec<u8>, claimed_mime: Option<String>) -> Judged {
        match self {
            Judge::Triage => media::judge_blocking(bytes, claimed_mime, Expect::Any).await,
            Judge::Known(verdict) => verdict(&bytes),
        }
    }
}

/// Everything the workers share. Cheap to clone.
#[derive(Clone)]
pub struct House {
    pub store: Store,
    pub files: Arc<dyn FileStore>,
    pub library: Shelf,
    pub channels: Arc<BTreeMap<ChannelKind, Arc<dyn Channel>>>,
    pub bus: Bus,
    pub clock: Clock,
    pub mint: Minter,
    pub metrics: Arc<Metrics>,
    pub judge: Judge,
    /// Who takes e-mails; none: addresses are believed, and marked as unproven.
    pub mail: Option<Arc<dyn Mailer>>,
    /// The address under which citizens reach this program, without a slash at the end; none: there are no pages.
    pub public_url: Option<Arc<str>>,
    /// Who asks a model outside; none: nobody does.
    pub adviser: Option<Adviser>,
}

impl House {
    /// What a channel wants to be asked for on a page. Without an address of ours there is none.
    #[must_use]
    pub fn sensitive(&self, channel: ChannelKind) -> Sensitive {
        match (&self.public_url, self.channel(channel)) {
            (Some(_), Some(door)) => door.sensitive(),
            (None, _) | (_, None) => Sensitive::Chat,
        }
    }

    /// Whether codes can be mailed.
    #[must_use]
    pub fn mail_is(&self) -> Mail {
        if self.mail.is_some() { Mail::On } else { Mail::Off }
    }

    #[must_use]
    pub fn channel(&self, kind: ChannelKind) -> Option<&Arc<dyn Channel>> {
        self.channels.get(&kind)
    }
}

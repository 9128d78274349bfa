//! One life of one process: the real runtime behind a gate, and the tasks it is busy with. When it dies all of
//! this is dropped; only the store, the cabinet and the world remain.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::broadcast;

use super::doors::{Cabinet, Platform, verdict};
use super::gate::{Gate, TaskId};
use super::world::{Delivery, World};
use crate::channels::local::Local;
use crate::domain::Millis;
use crate::domain::inbound::ChannelKind;
use crate::pubsub::{Bus, Wake};
use crate::runtime::Runtime;
use crate::runtime::cases::Cases;
use crate::runtime::desk::Desk;
use crate::runtime::house::{Clock, House, Judge, Minter};
use crate::runtime::library::Library;
use crate::runtime::pace::{Budget, Pace};
use crate::runtime::ports::{CannotStore, Channel, Ingest as _};
use crate::runtime::release::{self, Occasion};
use crate::runtime::steps::{Mill, Steps};
use crate::store::{AtCommit, OutboxRow, Planted, Presence, Store, StoreError};
use crate::telemetry::Metrics;

/// The rounds that the workers' loops go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Round {
    Mill,
    Bubbles,
    Files,
    Timers,
    Chats,
    Tidy,
}

impl Round {
    /// The one that does the work which the store calls so.
    pub(super) fn of(due: &str) -> Round {
        match due {
            "lane" => Round::Mill,
            "bubble" => Round::Bubbles,
            "file" => Round::Files,
            "timer" => Round::Timers,
            _ => Round::Chats,
        }
    }
}

/// What came of a task.
pub(super) enum Done {
    Stored(Result<(), CannotStore>),
    /// A round of the mill: whether there is more to do at once.
    Ground(bool),
    Here(Box<Presence>),
    Bubbles(Vec<OutboxRow>),
    Count(usize),
    /// An officer's act, in words.
    Acted(String),
    Nothing,
}

pub(super) enum What {
    Ingest(Delivery),
    Starts,
    Goes(Round),
    /// What a round left to be done by itself.
    Beside,
    TakesOver,
    /// Releases the definitions of its library.
    Publishes,
    /// The bubble's id.
    Sends(String),
    Officer,
    #[cfg(any(debug_assertions, feature = "planted-faults"))]
    PutOff,
}

pub(super) type Running = Pin<Box<dyn Future<Output = Done> + Send>>;

pub(super) struct Task {
    pub id: TaskId,
    pub what: What,
    pub running: Running,
    pub has_begun: bool,
    pub stands_still_until: Millis,
    /// It stood still, or the clock jumped: its leases may be over.
    pub late: bool,
}

/// What every life of a story shares.
pub(super) struct Surroundings {
    pub store: Store,
    pub world: World,
    pub clock: Clock,
    pub metrics: Arc<Metrics>,
    pub planted: Option<Planted>,
}

pub(super) struct Life {
    pub gate: Gate,
    pub tasks: Vec<Task>,
    pub wanted: BTreeSet<Round>,
    pub desk: Desk,
    pub cases: Cases,
    pub house: House,
    /// Since it has taken up work.
    pub presence: Option<Box<Presence>>,
    /// Lanes may be due.
    pub look: bool,
    mill: Arc<Mill>,
    steps: Arc<Steps>,
    runtime: Runtime,
    wakes: broadcast::Receiver<Wake>,
    next: TaskId,
}

impl Life {
    /// `dies_after`: so many gates.
    pub(super) fn new(
        around: &Surroundings,
        library: Arc<Library>,
        seed: u64,
        dies_after: Option<u32>,
        troubles: Vec<(u64, AtCommit)>,
    ) -> Life {
        let gate = Gate::new(dies_after);
        gate.trouble(troubles);
        gate.plant(around.planted);
        let door = |kind: ChannelKind| {
            let platform = Platform {
                local: Local::new(kind),
                world: around.world.clone(),
                gate: gate.clone(),
                clock: around.clock.clone(),
            };
            (kind, Arc::new(platform) as Arc<dyn Channel>)
        };
        let bus = Bus::default();
        let house = House {
            store: around.store.watched_by(Arc::new(gate.clone())),
            files: Arc::new(Cabinet { world: around.world.clone(), gate: gate.clone() }),
            library: library.into(),
            channels: Arc::new(BTreeMap::from(ChannelKind::ALL.map(door))),
            bus: bus.clone(),
            clock: around.clock.clone(),
            mint: Minter::seeded(around.clock.clone(), seed),
            metrics: around.metrics.clone(),
            mail: None,
            judge: Judge::Known(Arc::new(verdict)),
            public_url: None,
            adviser: None,
        };
        let budget = Budget { per_second: 30, person_interval: 1_000, person_burst: 4 };
        let runtime = Runtime::new(house.clone(), Pace::new(ChannelKind::ALL.map(|kind| (kind, budget))));
        Life {
            gate,
            tasks: Vec::new(),
            // What a process that died left behind is due already.
            wanted: BTreeSet::from([Round::Mill, Round::Bubbles]),
            look: true,
            presence: None,
            mill: Arc::new(Mill::of(&runtime)),
            desk: Desk::new(house.clone()),
            cases: Cases::new(house.clone()),
            steps: Arc::new(Steps::new(runtime.clone())),
            wakes: bus.listen(),
            next: 1,
            house,
            runtime,
        }
    }

    pub(super) fn add(&mut self, what: What, running: Running) {
        let id = self.next;
        self.next += 1;
        self.tasks.push(Task { id, what, running, has_begun: false, stands_still_until: 0, late: false });
    }

    /// Before anything else. Who is alone ends the leases of those who died. Definitions that were never released
    /// before are released.
    pub(super) fn starts(&mut self, alone: bool) {
        let (steps, house) = (self.steps.clone(), self.house.clone());
        let starting = async move {
            let presence = steps.arrive().await?;
            if alone {
                steps.end_leases().await?;
            }
            release::publish(&house, Occasion::Start).await?;
            Ok::<_, StoreError>(presence)
        };
        let running = async move {
            match starting.await {
                Ok(presence) => Done::Here(Box::new(presence)),
                Err(error) => {
                    noted(Err(error));
                    Done::Nothing
                }
            }
        };
        self.add(What::Starts, Box::pin(running));
    }

    /// Its neighbour has not been heard of for a while.
    pub(super) fn takes_over_from(&mut self, dead: i64) {
        let steps = self.steps.clone();
        let running = async move {
            noted(steps.take_over_from(dead).await.map(|()| 0));
            Done::Nothing
        };
        self.add(What::TakesOver, Box::pin(running));
    }

    /// Another version of the conversation comes into use while it works.
    pub(super) fn publishes(&mut self, library: Arc<Library>) {
        self.house.library.put(library);
        let house = self.house.clone();
        let running = async move {
            Done::Count(noted(release::publish(&house, Occasion::Edit).await.map(|all| all.len())))
        };
        self.add(What::Publishes, Box::pin(running));
    }

    pub(super) fn ingests(&mut self, delivery: Delivery) {
        let inbox = self.runtime.inbox.clone();
        let (channel, arrivals) = (delivery.channel, delivery.arrivals.clone());
        let running = Box::pin(async move { Done::Stored(inbox.ingest(channel, arrivals).await) });
        self.add(What::Ingest(delivery), running);
    }

    pub(super) fn sends(&mut self, row: OutboxRow) {
        let steps = self.steps.clone();
        let id = row.id.as_str().to_owned();
        self.add(
            What::Sends(id),
            Box::pin(async move {
                steps.deliver(row).await;
                Done::Nothing
            }),
        );
    }

    pub(super) fn goes(&mut self, round: Round) {
        self.wanted.remove(&round);
        let (steps, mill) = (self.steps.clone(), self.mill.clone());
        let look = round == Round::Mill && std::mem::take(&mut self.look);
        let running: Running = Box::pin(async move {
            match round {
                Round::Mill if look => Done::Ground(mill.grind_and_look().await),
                Round::Mill => Done::Ground(mill.grind().await),
                Round::Bubbles => Done::Bubbles(steps.claim_bubbles(4).await.unwrap_or_else(failed)),
                Round::Files => Done::Count(noted(steps.fetch_files().await)),
                Round::Timers => Done::Count(noted(steps.fire_timers().await)),
                Round::Chats => Done::Count(noted(steps.return_stale_chats().await)),
                Round::Tidy => Done::Count(noted(steps.tidy().await)),
            }
        });
        self.add(What::Goes(round), running);
    }

    pub(super) fn is_going(&self, round: Round) -> bool {
        self.tasks.iter().any(|task| matches!(task.what, What::Goes(this) if this == round))
    }

    /// What the process told itself meanwhile.
    pub(super) fn hear(&mut self) {
        while let Ok(wake) = self.wakes.try_recv() {
            match wake {
                Wake::Inbox(_) => self.wants(&[Round::Mill]),
                Wake::Outbox(_) => self.wants(&[Round::Bubbles]),
                Wake::Media => self.wants(&[Round::Files]),
                Wake::All => self.wants(&[Round::Mill, Round::Bubbles, Round::Files]),
                Wake::Chat(_) | Wake::Case => {}
            }
        }
        if self.mill.has_post() {
            self.wanted.insert(Round::Mill);
        }
        for (id, work) in self.mill.births() {
            self.add(What::Sends(id.as_str().to_owned()), silent(work));
        }
        for work in self.mill.beside() {
            self.add(What::Beside, silent(work));
        }
        #[cfg(any(debug_assertions, feature = "planted-faults"))]
        for work in self.gate.take_put_off() {
            self.add(What::PutOff, silent(work));
        }
    }

    pub(super) fn wants(&mut self, rounds: &[Round]) {
        self.wanted.extend(rounds);
        self.look |= rounds.contains(&Round::Mill);
    }
}

fn silent(work: futures_util::future::BoxFuture<'static, ()>) -> Running {
    Box::pin(async move {
        work.await;
        Done::Nothing
    })
}

fn failed<T: Default>(error: StoreError) -> T {
    tracing::error!(%error, "a round failed");
    T::default()
}

fn noted(done: Result<usize, StoreError>) -> usize {
    done.unwrap_or_else(failed)
}

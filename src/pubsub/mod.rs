//! Wakes workers and consoles, in this process and, with Redis, in all of them; and the budgets that processes
//! share. Carries no truth: a lost wake costs a moment (workers look by themselves twice a second, pages twice
//! a minute), a lost budget is replaced by a local one, never a message by anything.
//!
//! What leaves for Redis is words and ids of ours, never anything about a person. Redis may be absent at the start,
//! killed, emptied or slow: nothing here waits for it longer than a fraction of a second, and while it is in
//! trouble nothing waits for it at all.

mod budget;
mod redis;
mod wire;

use std::sync::Arc;

use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

pub use budget::Bucket;
pub use redis::Redis;

use crate::domain::ids::PersonId;

/// Who should look again, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wake {
    /// Something arrived, or an internal event was placed into the lane.
    Inbox(PersonId),
    Outbox(PersonId),
    Media,
    /// A chat changed in a way that staff should see.
    Chat(PersonId),
    /// A case changed.
    Case,
    /// Wakes may have been lost: everyone looks at everything.
    All,
}

/// How the processes hear of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Not at all: no Redis is configured.
    None,
    Up,
    /// Redis is configured and does not answer.
    Down,
}

/// Wakes pass between the tasks of one process, and on to the other processes where they are linked.
#[derive(Clone, Debug)]
pub struct Bus {
    sender: broadcast::Sender<Wake>,
    redis: Option<Arc<Redis>>,
}

/// How many wakes a slow listener may be behind before it is told to look at everything.
const BACKLOG: usize = 1024;

impl Default for Bus {
    fn default() -> Self {
        Bus { sender: broadcast::channel(BACKLOG).0, redis: None }
    }
}

impl Bus {
    /// A bus that reaches the other processes; see [`Bus::run`].
    #[must_use]
    pub fn linked(redis: Redis) -> Bus {
        Bus { redis: Some(Arc::new(redis)), ..Bus::default() }
    }

    /// Tells everyone who listens, here and elsewhere; nobody listening is fine. Never waits.
    pub fn wake(&self, wake: Wake) {
        if let Some(redis) = &self.redis {
            redis.pass_on(wake.clone());
        }
        self.wake_here(wake);
    }

    /// Tells everyone who listens in this process.
    pub fn wake_here(&self, wake: Wake) {
        let _nobody_listens = self.sender.send(wake);
    }

    /// From now on. A `Lagged` error means: look at everything.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Wake> {
        self.sender.subscribe()
    }

    #[must_use]
    pub fn link(&self) -> Link {
        match &self.redis {
            None => Link::None,
            Some(redis) if redis.is_up() => Link::Up,
            Some(_) => Link::Down,
        }
    }

    /// Holds the link until told to stop; does nothing without one.
    pub async fn run(self, stop: CancellationToken) {
        if let Some(redis) = &self.redis {
            redis.run(&self.sender, &stop).await;
        }
    }

    /// Takes a place in every bucket, or in none. Some: what all processes together may do, either done or free
    /// again in so many milliseconds. None: nobody to ask; use a budget of your own.
    pub async fn take(&self, buckets: &[Bucket]) -> Option<Result<(), i64>> {
        self.redis.as_ref()?.take(buckets).await
    }

    /// Nobody takes from this bucket for so many milliseconds. A wish: while the link is down it is lost.
    pub async fn hold(&self, bucket: &Bucket, millis: i64) {
        if let Some(redis) = &self.redis {
            redis.hold(bucket, millis).await;
        }
    }
}

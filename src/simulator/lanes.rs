//! Queues by key: what shares a key keeps its order, what doesn't runs side by side.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A map of queues. A lane exists exactly as long as somebody drains it.
pub(super) struct Lanes<J>(Mutex<HashMap<String, VecDeque<J>>>);

impl<J> Lanes<J> {
    pub(super) fn new() -> Self {
        Self(Mutex::new(HashMap::new()))
    }

    /// Queues a job. On [`Lane::Started`] the caller drains the lane until [`Lanes::next`] answers `None`.
    pub(super) fn push(&self, key: &str, job: J) -> Lane {
        let mut lanes = lock(&self.0);
        if let Some(lane) = lanes.get_mut(key) {
            lane.push_back(job);
            return Lane::Running;
        }
        lanes.insert(key.to_owned(), VecDeque::from([job]));
        Lane::Started
    }

    /// The next job of a lane; `None` closes it.
    pub(super) fn next(&self, key: &str) -> Option<J> {
        let mut lanes = lock(&self.0);
        let job = lanes.get_mut(key).and_then(VecDeque::pop_front);
        if job.is_none() {
            lanes.remove(key);
        }
        job
    }
}

/// Whether a lane already had somebody who drains it.
#[derive(PartialEq, Eq)]
pub(super) enum Lane {
    Started,
    Running,
}

/// Takes a lock even if a test panicked while holding it: the stand-in's state stays usable.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

//! The time, as an argument of everything, and the pauses of the workers. The one home of the system clock.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_util::future::{Either, select};

use crate::domain::Millis;

/// What time it is, and how long a pause lasts.
#[derive(Clone)]
pub enum Clock {
    System,
    /// Moved by hand, for tests and transcripts; pauses last as long as they do.
    Manual(Arc<AtomicI64>),
    /// Everything moved by hand, the ends of pauses too, for simulations.
    Driven(Arc<Driven>),
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the home of the system clock")]
    #[must_use]
    pub fn now(&self) -> Millis {
        match self {
            Clock::System => chrono::Utc::now().timestamp_millis(),
            Clock::Manual(at) => at.load(Ordering::SeqCst),
            Clock::Driven(driven) => driven.now(),
        }
    }

    /// A clock that stands still until it is moved.
    #[must_use]
    pub fn manual(at: Millis) -> Clock {
        Clock::Manual(Arc::new(AtomicI64::new(at)))
    }

    /// The same, and no pause ends by itself.
    #[must_use]
    pub fn driven(at: Millis) -> Clock {
        Clock::Driven(Arc::new(Driven { set_to: AtomicI64::new(at), ..Driven::default() }))
    }

    /// Moves a clock on; the system's cannot be moved.
    pub fn advance(&self, by: Millis) {
        match self {
            Clock::System => {}
            Clock::Manual(at) => {
                at.fetch_add(by, Ordering::SeqCst);
            }
            Clock::Driven(driven) => driven.advance(by),
        }
    }

    /// Sets a clock, as an operator or a time server does: what is measured in pauses does not notice.
    pub fn jump(&self, by: Millis) {
        match self {
            Clock::System => {}
            Clock::Manual(at) => {
                at.fetch_add(by, Ordering::SeqCst);
            }
            Clock::Driven(driven) => {
                driven.set_to.fetch_add(by, Ordering::SeqCst);
            }
        }
    }

    /// A pause of this length.
    pub(super) async fn sleep(&self, pause: Duration) {
        match self {
            Clock::System | Clock::Manual(_) => tokio::time::sleep(pause).await,
            Clock::Driven(driven) => driven.pause(pause).await,
        }
    }

    /// What comes of it within this time.
    pub(super) async fn within<F: Future>(&self, patience: Duration, work: F) -> Option<F::Output> {
        match self {
            Clock::System | Clock::Manual(_) => tokio::time::timeout(patience, work).await.ok(),
            Clock::Driven(driven) => {
                match select(std::pin::pin!(work), std::pin::pin!(driven.pause(patience))).await {
                    Either::Left((done, _)) => Some(done),
                    Either::Right(_) => None,
                }
            }
        }
    }

    /// The end of a time that begins now; setting the clock does not move it.
    pub(super) fn deadline(&self, patience: Duration) -> Deadline {
        match self {
            Clock::System | Clock::Manual(_) => Deadline::Real(tokio::time::Instant::now() + patience),
            Clock::Driven(driven) => Deadline::Driven(driven.clone(), driven.ends(patience)),
        }
    }
}

/// See [`Clock::deadline`].
pub(super) enum Deadline {
    Real(tokio::time::Instant),
    Driven(Arc<Driven>, Millis),
}

impl Deadline {
    /// How long until then.
    pub(super) fn left(&self) -> Duration {
        match self {
            Deadline::Real(at) => at.saturating_duration_since(tokio::time::Instant::now()),
            Deadline::Driven(driven, at) => {
                let left = at - driven.passed.load(Ordering::SeqCst);
                Duration::from_millis(u64::try_from(left).unwrap_or(0))
            }
        }
    }
}

/// A clock in the hands of a scheduler.
#[derive(Default)]
pub struct Driven {
    /// What it showed when nothing had passed.
    set_to: AtomicI64,
    passed: AtomicI64,
    /// By the end of the pause, and by who began first.
    pauses: Mutex<BTreeMap<(Millis, u64), Waker>>,
    begun: Mutex<u64>,
}

impl Driven {
    fn now(&self) -> Millis {
        self.set_to.load(Ordering::SeqCst) + self.passed.load(Ordering::SeqCst)
    }

    fn ends(&self, pause: Duration) -> Millis {
        let pause = Millis::try_from(pause.as_millis()).unwrap_or(Millis::MAX);
        self.passed.load(Ordering::SeqCst).saturating_add(pause)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<(Millis, u64), Waker>> {
        self.pauses.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn advance(&self, by: Millis) {
        let passed = self.passed.fetch_add(by, Ordering::SeqCst) + by;
        let over = {
            let mut pauses = self.lock();
            let later = pauses.split_off(&(passed + 1, 0));
            std::mem::replace(&mut *pauses, later)
        };
        over.into_values().for_each(Waker::wake);
    }

    /// When the next pause ends, by what the clock will show then.
    #[must_use]
    pub fn next_end(&self) -> Option<Millis> {
        let (ends, _) = *self.lock().first_key_value()?.0;
        Some(ends.saturating_add(self.set_to.load(Ordering::SeqCst)))
    }

    fn pause(self: &Arc<Driven>, pause: Duration) -> Pause {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        *begun += 1;
        Pause { clock: self.clone(), place: (self.ends(pause), *begun) }
    }
}

struct Pause {
    clock: Arc<Driven>,
    place: (Millis, u64),
}

impl Future for Pause {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.clock.passed.load(Ordering::SeqCst) >= self.place.0 {
            return Poll::Ready(());
        }
        self.clock.lock().insert(self.place, cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Pause {
    fn drop(&mut self) {
        self.clock.lock().remove(&self.place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polled<F: Future>(work: Pin<&mut F>) -> Poll<F::Output> {
        work.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[tokio::test]
    async fn a_driven_pause_ends_when_its_time_has_passed_and_not_when_the_clock_is_set() {
        let clock = Clock::driven(1_000);
        let Clock::Driven(driven) = &clock else { panic!("it is not driven") };
        let mut pause = std::pin::pin!(clock.sleep(Duration::from_millis(50)));
        assert!(polled(pause.as_mut()).is_pending());
        clock.jump(10_000);
        assert_eq!((clock.now(), driven.next_end()), (11_000, Some(11_050)));
        assert!(polled(pause.as_mut()).is_pending());
        clock.advance(50);
        assert!(polled(pause.as_mut()).is_ready());
        assert_eq!(driven.next_end(), None);
    }

    #[tokio::test]
    async fn what_takes_too_long_on_a_driven_clock_is_given_up() {
        let clock = Clock::driven(0);
        let never = std::future::pending::<()>();
        let mut waits = std::pin::pin!(clock.within(Duration::from_secs(1), never));
        let deadline = clock.deadline(Duration::from_secs(1));
        assert!(polled(waits.as_mut()).is_pending());
        clock.advance(999);
        assert!(polled(waits.as_mut()).is_pending());
        clock.advance(1);
        assert_eq!((waits.await, deadline.left()), (None, Duration::ZERO));
        assert_eq!(clock.within(Duration::ZERO, std::future::ready(7)).await, Some(7));
    }
}

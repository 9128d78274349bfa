//! Whether the model is worth a wait. After several failures in a row nobody is let wait for it for a minute; the next
//! question after that tries.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::runtime::clock::{Clock, Deadline};

/// Failures in a row after which nobody waits.
const FAILURES: u32 = 3;
const REST: Duration = Duration::from_secs(60);

/// What an operator should know.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum News {
    /// It failed several times in a row; last for this reason.
    Failing(String),
    /// It answers, for all that is known again.
    Well,
}

#[derive(Default)]
pub(super) struct Circuit {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    failures: u32,
    rests_until: Option<Deadline>,
    /// It was said that it answers. Not known at first: an alarm of an earlier start may be open.
    known_well: bool,
}

impl Circuit {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nobody is to be asked now.
    pub(super) fn is_open(&self) -> bool {
        self.state().rests_until.as_ref().is_some_and(|until| !until.left().is_zero())
    }

    pub(super) fn answered(&self) -> Option<News> {
        let mut state = self.state();
        let known = std::mem::replace(&mut state.known_well, true);
        *state = State { known_well: true, ..State::default() };
        (!known).then_some(News::Well)
    }

    pub(super) fn failed(&self, clock: &Clock, why: String) -> Option<News> {
        let mut state = self.state();
        state.failures += 1;
        if state.failures < FAILURES {
            return None;
        }
        state.known_well = false;
        state.rests_until = Some(clock.deadline(REST));
        Some(News::Failing(why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Millis;

    const A_WHILE: Millis = 60_000;

    #[test]
    fn after_three_failures_nobody_waits_for_a_minute_and_one_tries_again() {
        let (circuit, clock) = (Circuit::default(), Clock::driven(0));
        let failed = || circuit.failed(&clock, "502".to_owned());
        assert_eq!((failed(), failed(), circuit.is_open()), (None, None, false));
        assert_eq!(failed(), Some(News::Failing("502".to_owned())));
        assert!(circuit.is_open());
        clock.advance(A_WHILE);
        assert!(!circuit.is_open());
        assert!(failed().is_some() && circuit.is_open(), "one more is enough");
        clock.advance(A_WHILE);
        assert_eq!((circuit.answered(), circuit.answered()), (Some(News::Well), None));
        assert_eq!((failed(), circuit.is_open()), (None, false));
    }
}

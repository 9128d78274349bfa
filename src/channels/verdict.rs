//! The rows of the platforms' error tables, and what becomes of a row.

use std::time::Duration;

use crate::runtime::ports::{FetchError, SendError};

/// What to do next, as the tables write it. Seconds are the default where the platform names none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Refused for a passing reason: certainly not taken.
    Retry(Option<u64>),
    /// May have been taken.
    RetryUnsure,
    WaitPerson(Option<u64>),
    SlowNumber(Option<u64>),
    Hold,
    WindowClosed,
    Unreachable,
    Refused,
}

impl Verdict {
    /// `told` is the pause that the platform asked for; it wins.
    pub(super) fn into_error(self, told: Option<Duration>, why: String) -> SendError {
        let pause = |default: Option<u64>| told.or(default.map(Duration::from_secs));
        match self {
            Verdict::Retry(default) => SendError::Retry { after: pause(default), sure: true, why },
            Verdict::RetryUnsure => SendError::Retry { after: told, sure: false, why },
            Verdict::WaitPerson(default) => SendError::WaitPerson { after: pause(default), why },
            Verdict::SlowNumber(default) => SendError::SlowNumber { after: pause(default), why },
            Verdict::Hold => SendError::HoldQueue { why },
            Verdict::WindowClosed => SendError::WindowClosed { why },
            Verdict::Unreachable => SendError::Unreachable { why },
            Verdict::Refused => SendError::Refused { why },
        }
    }
}

/// The same verdict about a download: what is not passing and not ours is gone.
pub(super) fn about_a_file(error: SendError) -> FetchError {
    match error {
        SendError::Retry { why, .. }
        | SendError::WaitPerson { why, .. }
        | SendError::SlowNumber { why, .. } => FetchError::Retry(why),
        SendError::HoldQueue { why } => FetchError::Held(why),
        SendError::WindowClosed { why } | SendError::Unreachable { why } | SendError::Refused { why } => {
            FetchError::Gone(why)
        }
    }
}

/// The request was certainly not carried out: an upload that timed out sends nothing to anyone.
pub(super) fn surely_not_sent(error: SendError) -> SendError {
    match error {
        SendError::Retry { after, why, .. } => SendError::Retry { after, sure: true, why },
        other => other,
    }
}

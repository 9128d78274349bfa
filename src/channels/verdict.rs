//! The rows of the platforms' error tables, and what becomes of a row.

use std::time::Duration;

use crate::domain::template::Standing;
use crate::runtime::ports::{FetchError, SendError};

/// What to do next, as the tables write it. Seconds are the default where the platform names none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Refused for a passing reason: certainly not taken.
    Retry(Option<u64>),
    /// The same, so many tries in all.
    RetryTimes(i64),
    /// May have been taken.
    RetryUnsure,
    /// None: the caller's growing pause, four to the power of the tries before.
    WaitPerson(Option<u64>),
    SlowNumber(Option<u64>),
    StopUnasked(u64),
    Hold,
    WindowClosed,
    /// So for everyone.
    Template(Standing),
    /// So for this filling.
    TemplateFilling,
    KeptBack,
    Unreachable,
    Refused,
}

impl Verdict {
    /// `told` is the pause that the platform asked for; it wins.
    pub(super) fn into_error(self, told: Option<Duration>, why: String) -> SendError {
        let pause = |default: Option<u64>| told.or(default.map(Duration::from_secs));
        match self {
            Verdict::Retry(default) => SendError::Retry { after: pause(default), sure: true, why },
            Verdict::RetryTimes(most) => SendError::RetryTimes { most, after: told, why },
            Verdict::RetryUnsure => SendError::Retry { after: told, sure: false, why },
            Verdict::WaitPerson(default) => SendError::WaitPerson { after: pause(default), why },
            Verdict::SlowNumber(default) => SendError::SlowNumber { after: pause(default), why },
            Verdict::StopUnasked(default) => {
                SendError::StopUnasked { after: told.unwrap_or(Duration::from_secs(default)), why }
            }
            Verdict::Hold => SendError::HoldQueue { why },
            Verdict::WindowClosed => SendError::WindowClosed { why },
            Verdict::Template(standing) => SendError::Template { standing: Some(standing), why },
            Verdict::TemplateFilling => SendError::Template { standing: None, why },
            Verdict::KeptBack => SendError::KeptBack { why },
            Verdict::Unreachable => SendError::Unreachable { why },
            Verdict::Refused => SendError::Refused { why },
        }
    }
}

/// The same verdict about a download: what is not passing and not ours is gone.
pub(super) fn about_a_file(error: SendError) -> FetchError {
    match error {
        SendError::Retry { why, .. }
        | SendError::RetryTimes { why, .. }
        | SendError::WaitPerson { why, .. }
        | SendError::SlowNumber { why, .. }
        | SendError::StopUnasked { why, .. } => FetchError::Retry(why),
        SendError::HoldQueue { why } => FetchError::Held(why),
        SendError::WindowClosed { why }
        | SendError::Template { why, .. }
        | SendError::KeptBack { why }
        | SendError::Unreachable { why }
        | SendError::Refused { why } => FetchError::Gone(why),
    }
}

/// The request was certainly not carried out: an upload that timed out sends nothing to anyone.
pub(super) fn surely_not_sent(error: SendError) -> SendError {
    match error {
        SendError::Retry { after, why, .. } => SendError::Retry { after, sure: true, why },
        other => other,
    }
}

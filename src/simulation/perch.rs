//! One processor for one story. Its thread and that of its database wait for each other at every statement and never
//! work at once; to wake the other one costs several times less on the processor where it slept (200 seeds on two
//! processors: 2.2 s instead of 4.8 s, 2026-11-28).

/// Keeps the calling thread, and those that it will start, to one of the processors that it may use. Where that
/// cannot be, all are used as before.
#[cfg(target_os = "linux")]
pub(super) fn keep_to_one(nth: usize) {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
    let Ok(allowed) = sched_getaffinity(None) else { return };
    let processors: Vec<usize> = (0..CpuSet::MAX_CPU).filter(|n| allowed.is_set(*n)).collect();
    let Some(one) = nth.checked_rem(processors.len()).and_then(|n| processors.get(n)) else { return };
    let mut only = CpuSet::new();
    only.set(*one);
    if let Err(error) = sched_setaffinity(None, &only) {
        tracing::debug!(%error, "the stories use whatever processor there is");
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn keep_to_one(_nth: usize) {}

//! Reads every log line of this process, at the finest level, and keeps those that name a canary.

use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, Once, PoisonError};

use tracing_subscriber::filter::LevelFilter;

use super::canary_in;

/// Lines seen: none would prove nothing.
static SEEN: AtomicUsize = AtomicUsize::new(0);
static CAUGHT: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// For the whole process, because databases log from threads of their own.
pub(super) struct Trap {
    seen_before: usize,
}

impl Trap {
    pub(super) fn set() -> Trap {
        static SET: Once = Once::new();
        SET.call_once(|| {
            tracing_subscriber::fmt()
                .with_max_level(LevelFilter::TRACE)
                .with_ansi(false)
                .with_writer(|| Line)
                .init();
            // The trap itself is tried first.
            tracing::trace!(name = super::NAME, "tried");
            let caught = std::mem::take(&mut *CAUGHT.lock().unwrap_or_else(PoisonError::into_inner));
            assert_eq!(caught.len(), 1, "the trap does not close: {caught:#?}");
        });
        Trap { seen_before: SEEN.load(Ordering::SeqCst) }
    }

    pub(super) fn is_empty(&self) {
        assert!(SEEN.load(Ordering::SeqCst) > self.seen_before + 10, "hardly anything was logged");
        let caught = CAUGHT.lock().unwrap_or_else(PoisonError::into_inner);
        assert!(caught.is_empty(), "personal data in the logs:\n{}", caught.join(""));
    }
}

struct Line;

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        SEEN.fetch_add(1, Ordering::SeqCst);
        let line = String::from_utf8_lossy(bytes);
        if canary_in(&line).is_some() {
            CAUGHT.lock().unwrap_or_else(PoisonError::into_inner).push(line.into_owned());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

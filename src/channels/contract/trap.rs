//! Keeps every log line of this thread that names a canary.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Metadata, Subscriber};

use super::CANARIES;

/// Set until it is dropped. Our own lines alone, at every level.
pub(super) struct Trap {
    caught: Arc<Mutex<Vec<String>>>,
    _set: DefaultGuard,
}

impl Trap {
    pub(super) fn set() -> Trap {
        let caught: Arc<Mutex<Vec<String>>> = Arc::default();
        let trap = Trap { _set: tracing::subscriber::set_default(Listener(caught.clone())), caught };
        // The trap itself is tried first.
        tracing::error!(name = CANARIES[0], "tried");
        assert_eq!(trap.take().len(), 1, "the trap does not close");
        trap
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.caught.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn is_empty(&self) {
        let caught = self.take();
        assert!(caught.is_empty(), "personal data or a secret in the logs: {caught:#?}");
    }
}

struct Listener(Arc<Mutex<Vec<String>>>);

impl Listener {
    fn hear(&self, line: String) {
        if CANARIES.iter().any(|canary| line.contains(canary)) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    }
}

impl Subscriber for Listener {
    fn enabled(&self, about: &Metadata<'_>) -> bool {
        about.target().starts_with("sapa")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line::default();
        span.record(&mut line);
        self.hear(line.0);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line::default();
        values.record(&mut line);
        self.hear(line.0);
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        self.hear(line.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// What a log line would hold.
#[derive(Default)]
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, "{field}={value:?} ").expect("a text takes everything");
    }
}

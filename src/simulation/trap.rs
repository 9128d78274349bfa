//! Reads what the program logs while a story runs, and catches a citizen's number in it.

use std::fmt::{Debug, Write as _};
use std::sync::Mutex;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use super::world::World;

/// A subscriber for the thread of one story.
pub(super) struct Trap {
    world: World,
    line: Mutex<String>,
}

impl Trap {
    pub(super) fn new(world: World) -> Trap {
        Trap { world, line: Mutex::default() }
    }
}

struct Words<'l>(&'l mut String);

impl Visit for Words<'_> {
    fn record_debug(&mut self, _field: &Field, value: &dyn Debug) {
        // Writing into a String cannot fail.
        let _ok = write!(self.0, " {value:?}");
    }
}

impl Subscriber for Trap {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && *metadata.level() <= Level::INFO && metadata.target().starts_with("sapa")
    }

    fn new_span(&self, _span: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = self.line.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        line.clear();
        event.record(&mut Words(&mut line));
        let mut state = self.world.lock();
        if let Some(canary) = state.canary_in(&line) {
            state.breach("I8", format!("a log line holds {canary}"));
        }
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

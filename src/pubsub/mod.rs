//! Wakes workers and consoles. Carries no truth: a lost wake costs a moment (workers look by themselves
//! every second), never a message.

use tokio::sync::broadcast;

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
}

/// Wakes pass between the tasks of one process.
#[derive(Clone, Debug)]
pub struct Bus {
    sender: broadcast::Sender<Wake>,
}

/// How many wakes a slow listener may be behind before it is told to look at everything.
const BACKLOG: usize = 1024;

impl Default for Bus {
    fn default() -> Self {
        Bus { sender: broadcast::channel(BACKLOG).0 }
    }
}

impl Bus {
    /// Tells everyone who listens; nobody listening is fine.
    pub fn wake(&self, wake: Wake) {
        let _nobody_listens = self.sender.send(wake);
    }

    /// From now on. A `Lagged` error means: look at everything.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Wake> {
        self.sender.subscribe()
    }
}

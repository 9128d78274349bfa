//! Weaknesses on purpose, to see whether the simulation finds them. In a program that is built to be used there is
//! none that could be named.

/// One of them.
#[cfg(any(debug_assertions, feature = "planted-faults"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planted {
    /// The platform is told 200 before the commit.
    EarlyAcknowledgement,
    /// Whether the lane is still ours is not looked at.
    LostFence,
    /// A bubble that finds another of its person under way is not put into the outbox.
    DroppedOutboxRow,
    /// Replies go to the platform past the outbox.
    SecondWayOut,
}

/// None of them: nothing of this type can be made.
#[cfg(not(any(debug_assertions, feature = "planted-faults")))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planted {}

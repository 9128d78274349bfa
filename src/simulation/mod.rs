//! The whole in one thread, by a seed: the real runtime, engine, definitions, texts and SQL, with a scheduler
//! that decides at every effect who goes on next, a clock moved by hand, and processes that die between any two
//! effects. Citizens, officers, two platforms and the built-in office act on it, and everything that can go
//! wrong does ([`Fault`]). After every step that wrote, what must always hold is checked:
//!
//! | | |
//! |---|---|
//! | I1 | what was acknowledged is applied exactly once; what was said stands in the outbox and is read once, or twice where an answer was lost |
//! | I2 | a person's events are served in the order in which they were acknowledged; nothing reaches a platform past the outbox |
//! | I3 | no request is handed over twice and none is lost |
//! | I4 | the bot never speaks while a person holds the chat; who only waits is told so once |
//! | I5 | no free text leaves outside the platform's reply window |
//! | I6 | no file is lost between its receipt and the request, or being asked for again |
//! | I7 | a new version fails no session, and no turn fails at all |
//! | I8 | no ID number in logs, unsealed columns or bubbles |
//! | I9 | every citizen who waits has a timer that will fire, or a place in the queue |
//! | I10 | bubbles, and with them the office's news, are read in the order in which they were said |
//! | rest | when trouble ceases, everything drains |
//!
//! What is not simulated: the platforms' wire formats (`channels` has tests of its own), the look at pictures,
//! two databases that disagree, and hardware that lies.
//!
//! A failing seed is played again without each of its items until none can be left out, and told as a story.

mod acts;
mod chance;
mod citizen;
mod doors;
mod faults;
mod figures;
mod gate;
mod invariants;
mod process;
mod prologue;
mod shrink;
mod stage;
mod story;
mod theatre;
mod trap;
mod troupe;
mod world;

pub use faults::{Fault, Faults};
pub use figures::Figures;
pub use stage::Outcome;
pub use theatre::{Libraries, Theatre};
pub use troupe::{Failure, Plan, Report, TRIES, played_at, run, told};
pub use world::Breach;

//! Photo triage: bytes in, verdict out.
//!
//! [`judge`] says what a file is by its own bytes, cleans it (upright, without place and camera, of a
//! bounded size), measures whether an officer could read it, and answers with a [`Verdict`] and the key of
//! an advice to the citizen. A wrong refusal costs a citizen a new photo and perhaps a walk to the
//! office, so every threshold leans towards accepting: officers see what was accepted, nobody sees what
//! was refused. What is refused for its quality is cleaned all the same, because the citizen may
//! insist on sending it as it is.
//!
//! What may not happen here: fetching, storing, logging, looking at the clock, trusting a name or a type
//! that someone claimed. No input makes it panic or take much more than 120 MB.

mod alike;
#[cfg(test)]
mod draw;
mod edges;
mod glare;
mod heic;
mod jpeg;
mod judge;
mod pdf;
mod picture;
mod plane;
mod quality;
mod sniff;
mod verdict;
mod webp;

pub use alike::{ALIKE_AT_MOST, distance};
pub use judge::{MAX_FILE_BYTES, judge, judge_blocking};
pub use picture::MAX_CLEAN_SIDE;
pub use quality::Metrics;
pub use sniff::FileKind;
pub use verdict::{Advice, Expect, Judged, Verdict};

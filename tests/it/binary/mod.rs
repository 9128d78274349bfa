//! The real program, started as a child process and spoken to over HTTP only: by the stand-ins of the platforms,
//! which run in the test's own process, and by requests that no platform would send.
//!
//! Every test gets a folder and a port of its own, and runs on SQLite; with `SAPA_TEST_POSTGRES_URL` set
//! (an account that may create databases) once more on a PostgreSQL database made for it. Waiting is always for
//! a condition and bounded. `SAPA_TEST_FAST` and `SAPA_TEST_LONG` set how often the program is killed.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::disallowed_methods, reason = "who starts and asks the program is not the program")]

mod authoring;
pub(crate) mod citizen;
mod conversation;
mod crashes;
pub(crate) mod database;
mod disks;
mod doctor;
mod faults;
mod files;
mod input;
mod kills;
mod life;
mod model;
pub(crate) mod program;
mod requests;
mod secrets;
mod story;

use std::time::Duration;

use sapa::simulator::{Channel, Phone};

use citizen::{LOST_KTP, Step};
use database::{Database, on_each_database, on_each_database_with};
use program::{Program, SOON};

/// Both platforms, one after the other.
const CHANNELS: [Channel; 2] = [Channel::WhatsApp, Channel::Telegram];

/// Long enough for something that must not happen to happen: the program's own loops look every half second.
const QUIET: Duration = Duration::from_millis(1_500);

/// The same on both platforms at once.
async fn on_both(test: impl AsyncFn(Channel)) {
    futures_util::future::join(test(Channel::WhatsApp), test(Channel::Telegram)).await;
}

/// How often to do what takes long: by `SAPA_TEST_FAST`, nothing set, `SAPA_TEST_LONG`.
fn count(fast: usize, usual: usize, long: usize) -> usize {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match (set("SAPA_TEST_LONG"), set("SAPA_TEST_FAST")) {
        (true, _) => long,
        (false, true) => fast,
        (false, false) => usual,
    }
}

//! The whole road under load: webhook in, reply out at the stand-in, through the real binary; and beside it, in
//! the same run, the floor: the least program that could do such work (see `floor.rs`).
//!
//! `cargo bench --bench road` runs it on SQLite, and on PostgreSQL too when `SAPA_TEST_POSTGRES_URL` names a
//! server on which databases may be made. With `-- --grown` the same load is put on a database with a
//! million people and ten million messages (`ROAD_PEOPLE` sets another number, ten messages each). It takes
//! minutes to fill; where `ROAD_GROWN` names a folder, it is kept there and filled once (`-- --grow`: that alone).
//!
//! Where `taskset` is there, the program under test and its database connections have the first core, this
//! process (citizens and platform) the second.

mod citizens;
#[path = "../conversation.rs"]
mod conversation;
mod database;
mod figures;
mod floor;
mod process;
mod stand_in;

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use database::Database;
use figures::{Figures, median};
use process::{Program, Under};
use stand_in::StandIn;

/// Of each figure the median of so many runs is told.
const RUNS: usize = 3;
const WARM: Duration = Duration::from_millis(1_500);
const MEASURED: Duration = Duration::from_secs(4);
/// A photo takes a second by itself: so long is waited for others of its album.
const PHOTOS: Duration = Duration::from_secs(8);

/// One run of one program: as fast as it can.
async fn flat_out(program: &Program, database: &Database, stand_in: &StandIn) -> Figures {
    stand_in.talk(program, WARM, None).await;
    // It has all the connections that it will have.
    database.pin().await;
    let before = program.cpu();
    let mut figures = stand_in.talk(program, MEASURED, None).await;
    figures.cpu_micros = (program.cpu() - before).as_micros() as f64 / figures.replies.max(1) as f64;
    figures.memory = program.memory();
    figures
}

/// What the load is put on.
struct Grown {
    people: u64,
    /// Where it is kept, if it is.
    folder: Option<PathBuf>,
}

/// A database with so many people in it.
async fn grown_database(kind: &str, grown: &Grown, stand_in: &StandIn) -> Database {
    let (database, new) = match &grown.folder {
        Some(folder) => Database::kept(kind, folder).await,
        None => (Database::fresh(kind).await, true),
    };
    if new {
        println!("  {kind}: filling it with {} people ...", grown.people);
        let started = std::time::Instant::now();
        // The schema and the keys first, then the people.
        drop(Program::start(Under::Sapa, &database, stand_in).await);
        database.grow(grown.people).await;
        println!("  {kind}: filled in {:.0} s", started.elapsed().as_secs_f64());
    }
    database
}

async fn run(kind: &str, grown: Option<&Grown>) {
    let cores =
        if process::is_pinned() { "a core for the program, one for the load" } else { "shared cores" };
    println!("{kind}, {cores}");
    let big = match grown {
        Some(grown) => Some(grown_database(kind, grown, &StandIn::start().await).await),
        None => None,
    };
    let (mut ours, mut floors) = (Vec::new(), Vec::new());
    let (mut calm, mut calm_floors) = (Vec::new(), Vec::new());
    let mut photos = Vec::new();
    for _ in 0..RUNS {
        let stand_in = StandIn::start().await;
        let mut fresh = None;
        let database = match &big {
            Some(big) => big,
            None => &*fresh.insert(Database::fresh(kind).await),
        };
        let sapa = Program::start(Under::Sapa, database, &stand_in).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let (ready, idle) = (sapa.ready_after, sapa.memory());
        let mut figures = flat_out(&sapa, database, &stand_in).await;
        (figures.ready, figures.idle) = (ready, idle);
        let half = figures.rate() / 2.0;
        calm.push(stand_in.talk(&sapa, MEASURED, Some(half)).await);
        ours.push(figures);
        photos.push(stand_in.send_photos(&sapa, PHOTOS).await);
        drop(sapa);
        if let Some(fresh) = fresh {
            fresh.remove().await;
        }
        let database = Database::fresh(kind).await;
        let floor = Program::start(Under::Floor, &database, &stand_in).await;
        floors.push(flat_out(&floor, &database, &stand_in).await);
        calm_floors.push(stand_in.talk(&floor, MEASURED, Some(half)).await);
        drop(floor);
        database.remove().await;
    }
    if let Some(big) = big {
        big.remove().await;
    }
    let (ours_rate, floor_rate) = (median(&ours, Figures::rate), median(&floors, Figures::rate));
    println!(
        "  messages a second      {ours_rate:>8.0}   floor {floor_rate:.0}   ratio {:.2}",
        ours_rate / floor_rate
    );
    let of = |name: &str, unit: &str, get: fn(&Figures) -> f64, ours: &[Figures], floors: &[Figures]| {
        println!("  {name:<22} {:>8.1}   floor {:.1} {unit}", median(ours, get), median(floors, get));
    };
    of("CPU per message", "µs", |f| f.cpu_micros, &ours, &floors);
    of("memory under load", "MiB", |f| f.memory, &ours, &floors);
    of("reply, median", "ms", |f| f.reply(50), &ours, &floors);
    of("reply, 99 %", "ms", |f| f.reply(99), &ours, &floors);
    of("at half the rate: reply, median", "ms", |f| f.reply(50), &calm, &calm_floors);
    of("at half the rate: reply, 99 %", "ms", |f| f.reply(99), &calm, &calm_floors);
    of("at half the rate: 200, 99 %", "ms", |f| f.acknowledged(99), &calm, &calm_floors);
    println!(
        "  photo, album wait included: reply, median {:.0} ms, 99 % {:.0} ms; {:.1} a second",
        median(&photos, |f| f.reply(50)),
        median(&photos, |f| f.reply(99)),
        median(&photos, Figures::rate)
    );
    println!("  memory idle            {:>8.1} MiB", median(&ours, |f| f.idle));
    println!("  start to ready         {:>8.0} ms", median(&ours, |f| f.ready));
}

/// This program again, on the second core.
fn on_the_second_core() -> bool {
    if process::is_pinned() || !process::can_pin() {
        return false;
    }
    let this = std::env::current_exe().expect("this program has a path");
    let status = Command::new("taskset")
        .args(["-c", "1"])
        .arg(this)
        .args(std::env::args_os().skip(1))
        .env(process::PINNED, "1")
        .status()
        .expect("taskset runs");
    assert!(status.success(), "the bench failed");
    true
}

#[expect(clippy::disallowed_methods, reason = "what the bench is told by whoever starts it")]
fn main() {
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        eprintln!("another TLS provider is installed already");
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(at) = arguments.iter().position(|a| a == "--floor") {
        return floor::serve(&arguments[at + 1..]);
    }
    if on_the_second_core() {
        return;
    }
    let asked = |what: &str| arguments.iter().any(|a| a == what);
    let grown = (asked("--grown") || asked("--grow")).then(|| Grown {
        people: std::env::var("ROAD_PEOPLE").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000),
        folder: std::env::var_os("ROAD_GROWN").map(PathBuf::from),
    });
    let only = std::env::var("ROAD_ONLY").ok();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        for kind in ["SQLite", "PostgreSQL"] {
            if only.as_deref().is_some_and(|only| only != kind) {
                continue;
            }
            if kind == "PostgreSQL" && std::env::var("SAPA_TEST_POSTGRES_URL").is_err() {
                println!("PostgreSQL: left out, SAPA_TEST_POSTGRES_URL is not set");
                continue;
            }
            match &grown {
                Some(grown) if asked("--grow") => {
                    assert!(grown.folder.is_some(), "--grow keeps it where ROAD_GROWN says");
                    grown_database(kind, grown, &StandIn::start().await).await;
                }
                grown => run(kind, grown.as_ref()).await,
            }
        }
    });
}

//! The program under test as a process of its own, on a core of its own.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::citizens::{NUMBER, SECRET};
use crate::database::Database;
use crate::stand_in::StandIn;

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Under {
    Sapa,
    Floor,
}

pub struct Program {
    child: Child,
    pub webhook: String,
    /// Milliseconds.
    pub ready_after: f64,
}

/// Ticks of /proc/<pid>/stat in a second, on every Linux of today.
const TICKS: u64 = 100;

/// Set for the process that has the load's core to itself. Asked of it, the cores it may use would be one.
pub const PINNED: &str = "ROAD_PINNED";

/// Whether program and load can have a core each.
pub fn can_pin() -> bool {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let found = Command::new("taskset").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    cores > 1 && found.is_ok_and(|status| status.success())
}

/// Whether they have.
#[expect(clippy::disallowed_methods, reason = "what the bench is told by itself")]
pub fn is_pinned() -> bool {
    std::env::var_os(PINNED).is_some()
}

/// The program that is measured: the one that `ROAD_PROGRAM` names, or else the one that was built with this bench,
/// whose libraries can do what the tests ask of them too.
#[expect(clippy::disallowed_methods, reason = "what the bench is told by whoever starts it")]
fn sapa() -> String {
    let named = std::env::var("ROAD_PROGRAM").ok();
    named.map_or_else(
        || env!("CARGO_BIN_EXE_sapa").to_owned(),
        |path| {
            let path = std::path::absolute(&path).expect("a path");
            assert!(path.is_file(), "ROAD_PROGRAM names no file: {}", path.display());
            path.to_string_lossy().into_owned()
        },
    )
}

/// A command on the first core.
fn pinned(program: &str) -> Command {
    if !is_pinned() {
        return Command::new(program);
    }
    let mut command = Command::new("taskset");
    command.args(["-c", "0", program]);
    command
}

impl Program {
    pub async fn start(under: Under, database: &Database, stand_in: &StandIn) -> Program {
        let port = {
            let probe = TcpListener::bind("127.0.0.1:0").expect("a free port");
            probe.local_addr().expect("an address").port()
        };
        let mut command = match under {
            Under::Sapa => {
                let mut command = pinned(&sapa());
                command
                    .env("SAPA_LISTEN", format!("127.0.0.1:{port}"))
                    .env("SAPA_WHATSAPP__API_URL", &stand_in.api_url)
                    .env("SAPA_WHATSAPP__PHONE_NUMBER_ID", NUMBER)
                    .env("SAPA_WHATSAPP__ACCESS_TOKEN", "road")
                    .env("SAPA_WHATSAPP__APP_SECRET", SECRET)
                    .env("SAPA_WHATSAPP__VERIFY_TOKEN", "road")
                    .env("SAPA_WHATSAPP__SENSITIVE", "chat")
                    .env("SAPA_WHATSAPP__PACE", "off")
                    .env("SAPA_LOG", "warn")
                    .env("SAPA_DATABASE_URL", &database.url);
                command
            }
            Under::Floor => {
                let this = std::env::current_exe().expect("this program has a path");
                let mut command = pinned(&this.to_string_lossy());
                command.args(["--floor", &port.to_string(), &database.url, &stand_in.api_url]);
                command
            }
        };
        let started = Instant::now();
        let child =
            command.current_dir(&database.folder).stdout(Stdio::null()).spawn().expect("the program starts");
        let base = format!("http://127.0.0.1:{port}");
        let http = sapa::channels::http_client();
        loop {
            let ready = http.get(format!("{base}/readyz")).send().await;
            if ready.is_ok_and(|answer| answer.status().is_success()) {
                break;
            }
            assert!(started.elapsed() < Duration::from_secs(30), "the program is not ready after 30 s");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let ready_after = started.elapsed().as_secs_f64() * 1e3;
        let cores = status_of(&child, "Cpus_allowed_list:");
        assert!(!is_pinned() || cores == "0", "the program is on the cores {cores}");
        Program { child, webhook: format!("{base}/webhooks/whatsapp"), ready_after }
    }

    /// User and system time so far. (`taskset` replaces itself by the program: the id is the program's.)
    pub fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
        let ticks = |n: usize| fields.get(n).and_then(|f| f.parse::<u64>().ok()).unwrap_or(0);
        Duration::from_millis((ticks(11) + ticks(12)) * 1000 / TICKS)
    }

    /// Resident, in MiB.
    pub fn memory(&self) -> f64 {
        let kilobytes = status_of(&self.child, "VmRSS:");
        kilobytes.trim_end_matches("kB").trim().parse::<f64>().unwrap_or(0.0) / 1024.0
    }
}

/// What /proc/<pid>/status says behind a name.
fn status_of(child: &Child, name: &str) -> String {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned()
}

impl Drop for Program {
    fn drop(&mut self) {
        // Told to stop first: the next start must not find a crash to recover from.
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let until = Instant::now() + Duration::from_secs(10);
        while told.is_ok() && Instant::now() < until {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        if let Err(error) = self.child.kill().and_then(|()| self.child.wait().map(drop)) {
            eprintln!("failed to end the program: {error}");
        }
    }
}

//! What the story needs: the program itself, started as a newcomer starts it, and a browser.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use thirtyfour::common::config::WebDriverConfig;
use thirtyfour::extensions::query::ElementPollerWithTimeout;
use thirtyfour::prelude::*;

/// A busy machine starts a browser in ten seconds and more.
const START: Duration = Duration::from_secs(90);
/// How long a wish may take to come true; a photo is fetched, judged, sealed and answered in it.
const PATIENCE: Duration = Duration::from_secs(45);
const LOOK: Duration = Duration::from_millis(60);

/// A child that dies with the test; its complaints are shown when the test fails.
struct Process {
    name: &'static str,
    child: Child,
    complaints: PathBuf,
}

impl Process {
    /// Starts it; the lines of its standard output come through the receiver.
    fn start(name: &'static str, mut command: Command, folder: &Path) -> (Process, mpsc::Receiver<String>) {
        let complaints = folder.join(format!("{name}.log"));
        let log = File::create(&complaints).expect("a log file is made");
        command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().unwrap_or_else(|error| panic!("failed to start {name}: {error}"));
        let output = child.stdout.take().expect("the output is piped");
        let (sender, receiver) = mpsc::channel();
        // Reads to the end: a full pipe would stop the program.
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                // Nobody listens any more once the start is over.
                drop(sender.send(line));
            }
        });
        (Process { name, child, complaints }, receiver)
    }

    /// Waits for a line with these words and gives what follows them, up to a space.
    fn tells(&self, lines: &mpsc::Receiver<String>, words: &str) -> String {
        loop {
            let line = lines
                .recv_timeout(START)
                .unwrap_or_else(|_| panic!("{} never said {words:?}:\n{}", self.name, self.log()));
            if let Some((_, rest)) = line.split_once(words) {
                let found = rest.split_whitespace().next().unwrap_or_default();
                return found.trim_end_matches('.').to_owned();
            }
        }
    }

    fn log(&self) -> String {
        std::fs::read_to_string(&self.complaints).unwrap_or_default()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("--- {} said:\n{}", self.name, self.log());
        }
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The program, as `cargo run` starts it: an empty folder, nothing configured, so the simulator is on.
pub(super) struct Office {
    _process: Process,
    /// `http://127.0.0.1:…`
    pub(super) base: String,
    pub(super) login: String,
    pub(super) one_time_password: String,
}

impl Office {
    pub(super) fn open(folder: &Path, settings: &[(&str, &str)]) -> Office {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sapa"));
        for key in settings_here() {
            command.env_remove(key);
        }
        command.env("SAPA_LISTEN", "127.0.0.1:0").envs(settings.iter().copied());
        let (process, lines) = Process::start("sapa", command, folder);
        let simulator = process.tells(&lines, "Simulator");
        let base = simulator.strip_suffix("/simulator").expect("the address of the simulator").to_owned();
        let login = process.tells(&lines, "Login");
        let one_time_password = process.tells(&lines, "Password");
        Office { _process: process, base, login, one_time_password }
    }
}

/// A browser nobody sees, and the driver that steers it.
pub(super) struct Browser {
    _process: Process,
    pub(super) driver: WebDriver,
}

impl Browser {
    /// `None` without Chromium on this machine.
    pub(super) async fn open(folder: &Path) -> Option<Browser> {
        let chromedriver = program("chromedriver")?;
        let chromium = program("chromium")?;
        let mut command = Command::new(chromedriver);
        // The citizens' phones go by the clocks of Bali.
        command.arg("--port=0").env("LC_ALL", "C.UTF-8").env("TZ", "Asia/Makassar");
        let (process, lines) = Process::start("chromedriver", command, folder);
        let port = process.tells(&lines, "started successfully on port");
        let mut wishes = DesiredCapabilities::chrome();
        let profile = folder.join("profile");
        let flags = [
            "--headless".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-quic".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            // Pages that slide while they are clicked on make a test depend on luck.
            "--force-prefers-reduced-motion".to_owned(),
            format!("--user-data-dir={}", profile.display()),
        ];
        for flag in flags {
            wishes.add_arg(&flag).expect("a flag is added");
        }
        wishes.set_binary(&chromium.to_string_lossy()).expect("the browser is named");
        let poller = Arc::new(ElementPollerWithTimeout::new(PATIENCE, LOOK));
        let config = WebDriverConfig::builder().poller(poller).reqwest_timeout(START).build();
        let config = config.expect("the settings of the driver hold together");
        let server = format!("http://127.0.0.1:{port}");
        let driver = WebDriver::new_with_config(server, wishes, config)
            .await
            .unwrap_or_else(|error| panic!("failed to start the browser: {error}\n{}", process.log()));
        Some(Browser { _process: process, driver })
    }

    /// Ends the browser; the driver alone would leave it running.
    pub(super) async fn close(self) {
        if let Err(error) = self.driver.quit().await {
            eprintln!("failed to end the browser: {error}");
        }
    }
}

/// A switch or a place that whoever starts the tests has set.
#[expect(clippy::disallowed_methods, reason = "what tests/run tells the tests")]
pub(super) fn told(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

/// What would configure the program.
#[expect(clippy::disallowed_methods, reason = "a newcomer has configured nothing")]
fn settings_here() -> impl Iterator<Item = String> {
    std::env::vars().map(|(key, _)| key).filter(|key| key.starts_with("SAPA_"))
}

fn program(name: &str) -> Option<PathBuf> {
    let path = told("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// A folder that goes with the test.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("sapa-browser-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a temporary folder is made");
        Folder(folder)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The browser may still be writing its last file; the system cleans up what stays.
        drop(std::fs::remove_dir_all(&self.0));
    }
}

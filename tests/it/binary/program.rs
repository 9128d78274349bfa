//! The program as a child process, with the stand-ins that it is configured for.

use std::fs::{File, OpenOptions};
use std::io::Read as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use sapa::simulator::{Channel, Phone, Platform, PlatformConfig, TelegramPerson, WhatsAppPerson};

use super::Database;

/// How long anything that must happen may take: generous, for machines that do much else.
pub(crate) const SOON: Duration = Duration::from_secs(40);
/// Between two looks at a condition that nobody announces.
const LOOK: Duration = Duration::from_millis(10);

pub(super) struct Program {
    pub(super) platform: Platform,
    pub(super) database: Database,
    pub(super) http: reqwest::Client,
    /// Holds the data, and is the working directory.
    pub(super) folder: PathBuf,
    /// Of the listener.
    pub(super) base: String,
    pub(super) telegram_mode: &'static str,
    /// The next start's `SAPA_LOG`.
    pub(super) log_filter: &'static str,
    child: Option<Child>,
}

/// A folder that no other test has.
pub(crate) fn fresh_folder() -> PathBuf {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let name = format!("sapa-binary-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A port that stays free while the program is down: below those that systems give to outgoing connections.
pub(crate) fn own_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let n = (std::process::id() * 61 + NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000;
        let port = 20_000 + u16::try_from(n).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// The binary in a folder, with none of this process's own settings.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sapa"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("SAPA_")) {
        command.env_remove(name);
    }
    command.current_dir(folder).stdin(Stdio::null());
    command
}

impl Program {
    /// Started on a fresh folder, ready, and known to WhatsApp; Telegram by webhook.
    pub(super) async fn start(database: Database) -> Self {
        Self::start_with(database, "webhook").await
    }

    pub(super) async fn start_with(database: Database, telegram_mode: &'static str) -> Self {
        let mut program = Self::prepared(database, telegram_mode, PlatformConfig::quick()).await;
        program.launch().await;
        program
    }

    /// Not started yet, so that the test can arrange its folder.
    pub(super) async fn prepared(
        database: Database,
        telegram_mode: &'static str,
        platform: PlatformConfig,
    ) -> Self {
        Self {
            platform: Platform::start(platform).await.unwrap(),
            database,
            http: reqwest::Client::builder().no_proxy().timeout(SOON).build().unwrap(),
            folder: fresh_folder(),
            base: format!("http://127.0.0.1:{}", own_port()),
            telegram_mode,
            log_filter: "info,sapa=debug",
            child: None,
        }
    }

    /// The first start: ready, and known to WhatsApp.
    pub(super) async fn launch(&mut self) {
        self.spawn();
        self.ready().await;
        self.platform.set_whatsapp_webhook(&self.url("/webhooks/whatsapp")).await.unwrap();
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(super) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Starts the process on the same data; does not wait.
    pub(super) fn spawn(&mut self) {
        assert!(self.child.is_none(), "it runs already");
        let log = OpenOptions::new().create(true).append(true).open(self.folder.join("log")).unwrap();
        let (wa, tg) = (self.platform.whatsapp(), self.platform.telegram());
        let mut command = command(&self.folder);
        command
            .env("SAPA_LISTEN", self.base.trim_start_matches("http://"))
            .env("SAPA_PUBLIC_URL", &self.base)
            .env("SAPA_DATA_DIR", self.data())
            .env("SAPA_LOG", self.log_filter)
            .env("SAPA_WHATSAPP__API_URL", self.platform.whatsapp_api_url())
            .env("SAPA_WHATSAPP__PHONE_NUMBER_ID", &wa.phone_number_id)
            .env("SAPA_WHATSAPP__ACCESS_TOKEN", &wa.access_token)
            .env("SAPA_WHATSAPP__APP_SECRET", &wa.app_secret)
            .env("SAPA_WHATSAPP__VERIFY_TOKEN", &wa.verify_token)
            .env("SAPA_WHATSAPP__SENSITIVE", "chat")
            .env("SAPA_WHATSAPP__PACE", "off")
            .env("SAPA_TELEGRAM__API_URL", self.platform.telegram_api_url())
            .env("SAPA_TELEGRAM__TOKEN", &tg.token)
            .env("SAPA_TELEGRAM__WEBHOOK_SECRET", &tg.webhook_secret)
            .env("SAPA_TELEGRAM__MODE", self.telegram_mode)
            .env("SAPA_TELEGRAM__PACE", "off")
            .stdout(log.try_clone().unwrap())
            .stderr(log);
        if let Some(url) = self.database.url() {
            command.env("SAPA_DATABASE_URL", url);
        }
        self.child = Some(command.spawn().unwrap());
    }

    /// Waits until the program says that it is ready.
    pub(super) async fn ready(&mut self) {
        let ends = Instant::now() + SOON;
        loop {
            if let Some(child) = &mut self.child
                && let Some(status) = child.try_wait().unwrap()
            {
                self.child = None;
                panic!("the program ended at its start: {status}\n{}", self.log());
            }
            let answer = self.http.get(self.url("/readyz")).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            assert!(Instant::now() < ends, "the program is not ready\n{}", self.log());
            tokio::time::sleep(LOOK).await;
        }
    }

    /// As `kill -9`, or a power cut to the process.
    pub(super) fn kill(&mut self) {
        let mut child = self.child.take().expect("it runs");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    pub(super) async fn restart(&mut self) {
        self.spawn();
        self.ready().await;
    }

    /// SIGTERM, and the exit status with the time it took.
    pub(super) async fn terminate(&mut self) -> (ExitStatus, Duration) {
        let mut child = self.child.take().expect("it runs");
        let asked = Instant::now();
        let sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        loop {
            if let Some(status) = child.try_wait().unwrap() {
                return (status, asked.elapsed());
            }
            if asked.elapsed() > SOON {
                child.kill().unwrap();
                child.wait().unwrap();
                panic!("the program does not end\n{}", self.log());
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    pub(super) fn process_id(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    /// All that it wrote so far.
    pub(super) fn log(&self) -> String {
        let mut text = String::new();
        let read = File::open(self.folder.join("log")).and_then(|mut file| file.read_to_string(&mut text));
        read.map_or_else(|error| error.to_string(), |_| text)
    }

    /// A number of the gauge `sapa_depth`, as Prometheus reads it.
    pub(super) async fn depth(&self, what: &str) -> i64 {
        let text = self.http.get(self.url("/metrics")).send().await.unwrap().text().await.unwrap();
        let prefix = format!("sapa_depth{{what=\"{what}\"}} ");
        let line = text.lines().find_map(|line| line.strip_prefix(&prefix));
        line.unwrap_or_else(|| panic!("no {what} in\n{text}")).parse().unwrap()
    }

    /// Waits until every event is served and every bubble is out.
    pub(super) async fn settled(&self) {
        let rest = async || {
            let unheard = i64::try_from(self.platform.undelivered()).unwrap();
            unheard + self.depth("arrivals_waiting").await + self.depth("outbox_queued").await
        };
        until("everything is served and sent", async || rest().await == 0).await;
    }

    /// A citizen on this platform whom no other test knows.
    pub(super) fn phone(&self, channel: Channel) -> Phone {
        static NEXT: AtomicU32 = AtomicU32::new(9_900);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        match channel {
            Channel::WhatsApp => {
                let person = WhatsAppPerson::new("Ni Luh Contoh Ayu", &format!("+6281200{n:06}"));
                self.platform.whatsapp_phone(person)
            }
            Channel::Telegram => self.platform.telegram_phone(TelegramPerson::new("Made Contoh")),
        }
    }
}

/// Waits for a condition that nobody announces.
pub(crate) async fn until(what: &str, condition: impl AsyncFn() -> bool) {
    let ends = Instant::now() + SOON;
    while !condition().await {
        assert!(Instant::now() < ends, "never came: {what}");
        tokio::time::sleep(LOOK).await;
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
        self.platform.stop();
        if std::thread::panicking() {
            let log = self.log();
            let from = log.len().saturating_sub(12_000);
            let from = (from..log.len()).find(|at| log.is_char_boundary(*at)).unwrap_or(log.len());
            eprintln!("the program's log ends:\n{}", &log[from..]);
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

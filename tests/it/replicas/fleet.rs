//! Replicas of the program: one database, one key file, one store for files, one platform, a balancer in front.

use std::fs::{File, OpenOptions};
use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use sapa::simulator::{Channel, Phone, Platform, PlatformConfig, TelegramPerson, WhatsAppPerson};
use sqlx::{Connection as _, PgConnection};

use super::balancer::Balancer;
use super::{SOON, until};
use crate::binary::database::Database;
use crate::binary::program::{command, fresh_folder, own_port};

pub(super) struct Fleet {
    pub(super) platform: Platform,
    pub(super) balancer: Balancer,
    pub(super) http: reqwest::Client,
    pub(super) folder: PathBuf,
    database_url: String,
    given: Vec<(String, String)>,
    replicas: Vec<Replica>,
    made: Option<Database>,
}

struct Replica {
    base: String,
    child: Option<Child>,
}

/// Says loudly that tests are left out; in CI that is a failure.
pub(super) fn left_out(what: &str) {
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{what}, and this is CI");
    // Not through print: this line must show although the tests pass.
    let _closed = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("LEFT OUT: {what}\n"));
}

/// So many replicas on a database of their own, started and ready, with these settings as well; none without a
/// PostgreSQL.
pub(super) async fn fleet(replicas: usize, given: &[(&str, &str)]) -> Option<Fleet> {
    let Some(admin) = std::env::var("SAPA_TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty()) else {
        left_out("tests with replicas (SAPA_TEST_POSTGRES_URL is not set; tests/run sets it)");
        return None;
    };
    let database = Database::postgres(admin).await;
    let url = database.url().unwrap();
    let mut fleet = Fleet::on(&url, replicas, given).await;
    fleet.made = Some(database);
    for n in 0..replicas {
        fleet.spawn(n);
        fleet.ready(n).await;
    }
    fleet.join().await;
    Some(fleet)
}

impl Fleet {
    /// Nothing is started yet.
    pub(super) async fn on(database_url: &str, replicas: usize, given: &[(&str, &str)]) -> Fleet {
        let replicas: Vec<Replica> = (0..replicas)
            .map(|_| Replica { base: format!("http://127.0.0.1:{}", own_port()), child: None })
            .collect();
        let folder = fresh_folder();
        for n in 0..replicas.len() {
            std::fs::create_dir_all(folder.join(format!("r{n}"))).unwrap();
        }
        Fleet {
            platform: Platform::start(PlatformConfig::quick()).await.unwrap(),
            balancer: Balancer::start(replicas.iter().map(|replica| replica.base.clone()).collect()).await,
            http: reqwest::Client::builder().no_proxy().timeout(SOON).build().unwrap(),
            folder,
            database_url: database_url.to_owned(),
            given: given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            replicas,
            made: None,
        }
    }

    /// Tells WhatsApp where the office is; Telegram is told by the replicas.
    pub(super) async fn join(&self) {
        let url = format!("{}/webhooks/whatsapp", self.balancer.base);
        self.platform.set_whatsapp_webhook(&url).await.unwrap();
    }

    pub(super) fn url(&self, n: usize, path: &str) -> String {
        format!("{}{path}", self.replicas[n].base)
    }

    /// The program as this replica runs it.
    pub(super) fn command(&self, n: usize) -> Command {
        let (wa, tg) = (self.platform.whatsapp(), self.platform.telegram());
        let mut command = command(&self.folder.join(format!("r{n}")));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("AWS_")) {
            command.env_remove(name);
        }
        command
            .env("SAPA_LISTEN", self.replicas[n].base.trim_start_matches("http://"))
            .env("SAPA_PUBLIC_URL", &self.balancer.base)
            .env("SAPA_DATABASE_URL", &self.database_url)
            .env("SAPA_KEY_FILE", self.folder.join("keys"))
            .env("SAPA_BLOBS_URL", format!("file://{}", self.folder.join("files").display()))
            .env("SAPA_LOG", "info,sapa=debug")
            .env("SAPA_WHATSAPP__API_URL", self.platform.whatsapp_api_url())
            .env("SAPA_WHATSAPP__PHONE_NUMBER_ID", &wa.phone_number_id)
            .env("SAPA_WHATSAPP__ACCESS_TOKEN", &wa.access_token)
            .env("SAPA_WHATSAPP__APP_SECRET", &wa.app_secret)
            .env("SAPA_WHATSAPP__VERIFY_TOKEN", &wa.verify_token)
            .env("SAPA_WHATSAPP__SENSITIVE", "chat")
            .env("SAPA_TELEGRAM__API_URL", self.platform.telegram_api_url())
            .env("SAPA_TELEGRAM__TOKEN", &tg.token)
            .env("SAPA_TELEGRAM__WEBHOOK_SECRET", &tg.webhook_secret)
            .env("SAPA_TELEGRAM__MODE", "webhook");
        for (name, value) in &self.given {
            command.env(name, value);
        }
        command
    }

    pub(super) fn spawn(&mut self, n: usize) {
        assert!(self.replicas[n].child.is_none(), "it runs already");
        let log = OpenOptions::new().create(true).append(true).open(self.log_file(n)).unwrap();
        let mut command = self.command(n);
        command.stdout(log.try_clone().unwrap()).stderr(log);
        self.replicas[n].child = Some(command.spawn().unwrap());
    }

    pub(super) async fn ready(&mut self, n: usize) {
        let ends = Instant::now() + SOON;
        loop {
            if let Some(status) = self.replicas[n].child.as_mut().unwrap().try_wait().unwrap() {
                panic!("replica {n} ended at its start: {status}\n{}", self.log(n));
            }
            if self.readiness(n).await.0 == 200 {
                return;
            }
            assert!(Instant::now() < ends, "replica {n} is not ready");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// Status and text of `/readyz`; 0 without an answer.
    pub(super) async fn readiness(&self, n: usize) -> (u16, String) {
        match self.http.get(self.url(n, "/readyz")).send().await {
            Ok(answer) => (answer.status().as_u16(), answer.text().await.unwrap_or_default()),
            Err(_) => (0, String::new()),
        }
    }

    pub(super) fn kill(&mut self, n: usize) {
        let mut child = self.replicas[n].child.take().expect("it runs");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Sends SIGTERM; [`Fleet::ended`] waits for the end.
    pub(super) fn ask_to_stop(&self, n: usize) {
        let id = self.replicas[n].child.as_ref().expect("it runs").id();
        assert!(Command::new("kill").args(["-TERM", &id.to_string()]).status().unwrap().success());
    }

    pub(super) async fn ended(&mut self, n: usize) -> ExitStatus {
        let ends = Instant::now() + SOON;
        loop {
            let child = self.replicas[n].child.as_mut().expect("it runs");
            if let Some(status) = child.try_wait().unwrap() {
                self.replicas[n].child = None;
                return status;
            }
            assert!(Instant::now() < ends, "replica {n} does not end\n{}", self.log(n));
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    fn log_file(&self, n: usize) -> PathBuf {
        self.folder.join(format!("r{n}/log"))
    }

    pub(super) fn log(&self, n: usize) -> String {
        let mut text = String::new();
        let read = File::open(self.log_file(n)).and_then(|mut file| file.read_to_string(&mut text));
        read.map_or_else(|error| error.to_string(), |_| text)
    }

    /// A number of the gauge `sapa_depth` of the first replica that runs.
    pub(super) async fn depth(&self, what: &str) -> Option<i64> {
        let n = self.replicas.iter().position(|replica| replica.child.is_some())?;
        let text = self.http.get(self.url(n, "/metrics")).send().await.ok()?.text().await.ok()?;
        let prefix = format!("sapa_depth{{what=\"{what}\"}} ");
        text.lines().find_map(|line| line.strip_prefix(&prefix))?.parse().ok()
    }

    /// Waits until every event is served and every bubble is out.
    pub(super) async fn settled(&self) {
        until("everything is served and sent", async || {
            self.platform.undelivered() == 0
                && self.depth("arrivals_waiting").await == Some(0)
                && self.depth("outbox_queued").await == Some(0)
        })
        .await;
        assert_eq!(self.depth("arrivals_set_aside").await, Some(0));
    }

    async fn number(&self, sql: &str) -> i64 {
        let mut connection = PgConnection::connect(&self.database_url).await.unwrap();
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
    }

    /// The replica that holds a lease in this table; processes are numbered in the order of their starts.
    async fn holder(&self, table: &str) -> usize {
        let sql = format!("SELECT COALESCE(MAX(holder), 0) FROM {table} WHERE lease_until > 0");
        let holder = self.number(&sql).await;
        let n = (0..self.replicas.len()).find(|n| {
            let log = self.log(*n);
            log.contains(&format!("number={holder} ")) || log.contains(&format!("number={holder}\n"))
        });
        n.unwrap_or_else(|| panic!("nobody is number {holder}"))
    }

    pub(super) async fn holder_of_a_bubble(&self) -> usize {
        self.holder("outbox").await
    }

    pub(super) async fn lanes_held(&self) -> i64 {
        self.number("SELECT COUNT(*) FROM lanes WHERE lease_until > 0").await
    }

    pub(super) async fn holder_of_a_lane(&self) -> usize {
        self.holder("lanes").await
    }

    /// Empties the database, as if nobody had ever been at work on it.
    pub(super) async fn wipe(&self) {
        let mut connection = PgConnection::connect(&self.database_url).await.unwrap();
        let sql = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    }

    /// A citizen on this platform whom no other test knows.
    pub(super) fn phone(&self, channel: Channel) -> Phone {
        static NEXT: AtomicU32 = AtomicU32::new(19_900);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        match channel {
            Channel::WhatsApp => {
                let person = WhatsAppPerson::new("Ni Luh Contoh Ayu", &format!("+6281200{n:06}"));
                self.platform.whatsapp_phone(person)
            }
            Channel::Telegram => self.platform.telegram_phone(TelegramPerson::new("Made Contoh")),
        }
    }

    /// Ends everything and drops the database.
    pub(super) async fn end(mut self) {
        for n in 0..self.replicas.len() {
            if self.replicas[n].child.is_some() {
                self.kill(n);
            }
        }
        if let Some(database) = self.made.take() {
            database.drop().await;
        }
    }
}

impl Drop for Fleet {
    fn drop(&mut self) {
        for replica in &mut self.replicas {
            if let Some(mut child) = replica.child.take() {
                let _ = child.kill();
                let _ = child.wait();
            }
        }
        self.platform.stop();
        if std::thread::panicking() {
            for n in 0..self.replicas.len() {
                let log = self.log(n);
                let from = log.len().saturating_sub(6_000);
                let from = (from..log.len()).find(|at| log.is_char_boundary(*at)).unwrap_or(log.len());
                eprintln!("the log of replica {n} ends:\n{}", &log[from..]);
            }
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

//! The whole road under load: webhook in, reply out at the stand-in, through the real binary.
//!
//! `cargo bench --bench road` runs it on SQLite, and on PostgreSQL too when `SAPA_TEST_POSTGRES_URL` names an
//! empty database. Prints messages a second, the reply's latency and the process's memory.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sapa::simulator::{Phone, Platform, PlatformConfig, WhatsAppPerson};

const CITIZENS: u32 = 32;
const ROUNDS: u32 = 6;
/// An eight-step conversation: opened, answered, asked in between, and dropped.
const STEPS: [&str; 8] = [
    "ktp sy ilang gmn ya kak",
    "setuju",
    "1",
    "5108064107909901",
    "Ni Luh Contoh Sari",
    "belum tahu",
    "batal",
    "ya",
];

struct Sapa {
    child: Child,
    folder: std::path::PathBuf,
}

impl Sapa {
    async fn start(platform: &Platform, database: Option<&str>) -> Sapa {
        let folder = std::env::temp_dir().join(format!("sapa-road-{}", sapa::vault::random_token()));
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        let port = {
            let probe = TcpListener::bind("127.0.0.1:0").expect("a free port");
            probe.local_addr().expect("an address").port()
        };
        let wa = platform.whatsapp();
        let mut command = Command::new(env!("CARGO_BIN_EXE_sapa"));
        command
            .current_dir(&folder)
            .env("SAPA_LISTEN", format!("127.0.0.1:{port}"))
            .env("SAPA_WHATSAPP__API_URL", platform.whatsapp_api_url())
            .env("SAPA_WHATSAPP__PHONE_NUMBER_ID", &wa.phone_number_id)
            .env("SAPA_WHATSAPP__ACCESS_TOKEN", &wa.access_token)
            .env("SAPA_WHATSAPP__APP_SECRET", &wa.app_secret)
            .env("SAPA_WHATSAPP__VERIFY_TOKEN", &wa.verify_token)
            .env("SAPA_WHATSAPP__PACE", "off")
            .env("SAPA_LOG", "warn")
            .stdout(Stdio::null());
        if let Some(url) = database {
            command.env("SAPA_DATABASE_URL", url);
        }
        let started = Instant::now();
        let child = command.spawn().expect("the program starts");
        let base = format!("http://127.0.0.1:{port}");
        let http = sapa::channels::http_client();
        loop {
            let ready = http.get(format!("{base}/readyz")).send().await;
            if ready.is_ok_and(|r| r.status().is_success()) {
                break;
            }
            assert!(started.elapsed() < Duration::from_secs(30), "the program is not ready after 30 s");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        println!("  ready after {} ms, idle {} MiB", started.elapsed().as_millis(), memory(&child));
        platform.set_whatsapp_webhook(&format!("{base}/webhooks/whatsapp")).await.expect("the handshake");
        Sapa { child, folder }
    }
}

impl Drop for Sapa {
    fn drop(&mut self) {
        if let Err(error) = self.child.kill().and_then(|()| self.child.wait().map(drop)) {
            eprintln!("failed to end the program: {error}");
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("failed to remove {}: {error}", self.folder.display());
        }
    }
}

/// Resident memory of the process in MiB, by its own figures.
fn memory(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).unwrap_or("0 kB");
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap_or(0) / 1024
}

async fn converse(phone: Phone) -> Vec<Duration> {
    let mut waits = Vec::new();
    for _ in 0..ROUNDS {
        for step in STEPS {
            let seen = phone.place();
            let sent = Instant::now();
            phone.send_text(step);
            phone.next_message(seen, Duration::from_secs(60)).await.expect("a reply within a minute");
            waits.push(sent.elapsed());
        }
    }
    waits
}

async fn run(name: &str, database: Option<&str>) {
    println!("{name}");
    let platform = Platform::start(PlatformConfig::load()).await.expect("the stand-in starts");
    let sapa = Sapa::start(&platform, database).await;
    let phones: Vec<Phone> = (0..CITIZENS)
        .map(|n| {
            let number = format!("62812000{:05}", 99_000 + n);
            platform.whatsapp_phone(WhatsAppPerson::new(&format!("Warga {n}"), &number))
        })
        .collect();
    let started = Instant::now();
    let tasks: Vec<_> = phones.into_iter().map(|phone| tokio::spawn(converse(phone))).collect();
    let mut waits = Vec::new();
    for task in tasks {
        waits.extend(task.await.expect("a citizen finishes"));
    }
    let took = started.elapsed();
    waits.sort();
    let at = |part: usize| waits[(waits.len() - 1) * part / 100].as_millis();
    println!(
        "  {} messages in {:.1} s: {:.0} a second; reply after {} ms (median), {} ms (99 %); {} MiB under load",
        waits.len(),
        took.as_secs_f64(),
        waits.len() as f64 / took.as_secs_f64(),
        at(50),
        at(99),
        memory(&sapa.child)
    );
    platform.stop();
    drop(sapa);
}

#[tokio::main]
#[expect(clippy::disallowed_methods, reason = "what tests/run tells the tests")]
async fn main() {
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        eprintln!("another TLS provider is installed already");
    }
    run("SQLite, every commit flushed to disk", None).await;
    match std::env::var("SAPA_TEST_POSTGRES_URL") {
        Ok(url) => run("PostgreSQL", Some(&url)).await,
        Err(_) => println!("PostgreSQL: left out, SAPA_TEST_POSTGRES_URL is not set"),
    }
}

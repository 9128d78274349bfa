//! One checked [`Config`]: `sapa.toml` and the environment, the environment winning. Every key with its
//! default stands in [`KEYS`]. A wrong, missing or unknown value stops the start with one message that lists
//! every fault, where it stands and what is expected.

mod blobs;
mod model;
mod provider;
mod read;

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::channels::Secret;
use crate::channels::telegram::Mode;
use crate::channels::whatsapp::Provider;
use crate::domain::outbound::Sensitive;
use crate::mail::Settings as MailSettings;
use crate::telemetry::LogFormat;

pub use blobs::{Files, S3};
pub use model::Model;
use read::Values;

/// What the program runs with.
#[derive(Debug, Clone)]
pub struct Config {
    pub listen: SocketAddr,
    /// Without a slash at the end.
    pub public_url: Option<String>,
    pub office: String,
    pub data_dir: PathBuf,
    pub database_url: String,
    /// None: this process is the only one, or the others are reached by looking.
    pub redis_url: Option<Secret>,
    pub files: Files,
    pub key_file: PathBuf,
    /// Conversations and texts in the place of those in the program.
    pub texts_dir: Option<PathBuf>,
    /// Edits of them are proven and taken without a restart.
    pub texts_watch: bool,
    pub whatsapp: Option<WhatsApp>,
    pub telegram: Option<Telegram>,
    pub whatsapp_budget: ChannelBudget,
    pub telegram_budget: ChannelBudget,
    /// None: no e-mail leaves.
    pub mail: Option<MailSettings>,
    /// Who free questions may be put to; none: nobody.
    pub model: Option<Model>,
    pub simulator: Simulator,
    /// How long requests are still taken after a stop was asked for, while `/readyz` says no.
    pub drain: Duration,
    pub log: String,
    pub log_format: LogFormat,
}

#[derive(Debug, Clone)]
pub struct WhatsApp {
    pub api_url: String,
    pub phone_number_id: String,
    pub access_token: Secret,
    pub app_secret: Secret,
    pub verify_token: Secret,
    pub business_account_id: Option<String>,
    pub provider: Provider,
}

#[derive(Debug, Clone)]
pub struct Telegram {
    pub token: Secret,
    pub api_url: String,
    pub mode: Mode,
    pub webhook_secret: Option<Secret>,
}

#[derive(Debug, Clone, Copy)]
pub struct ChannelBudget {
    pub per_second: u32,
    pub sensitive: Sensitive,
    pub paced: Paced,
}

/// Whether the platforms' documented budgets are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paced {
    Platform,
    Off,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Simulator {
    /// On when no channel is configured.
    Auto,
    On,
    Off,
}

/// One thing that is wrong with the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// `SAPA_LISTEN`, or `sapa.toml:3 listen`.
    pub place: String,
    pub what: String,
}

/// Everything that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "the configuration has {} fault(s):", self.0.len())?;
        for fault in &self.0 {
            writeln!(f, "  {}: {}", fault.place, fault.what)?;
        }
        Ok(())
    }
}

/// Every key with what it is and its default; `sapa.toml` writes sections as tables, the environment as
/// `SAPA_` + key with sections joined by two underscores.
pub const KEYS: &[(&str, &str)] = &[
    ("listen", "address and port to listen on; 127.0.0.1:8080"),
    ("public_url", "the address that citizens and platforms reach; none"),
    ("office", "folder under conversations/; buleleng"),
    ("data_dir", "database, files and keys; ./data"),
    ("database_url", "sqlite://<data_dir>/sapa.db, or postgres://…"),
    ("redis_url", "redis://… or rediss://…, for several processes on one database; none"),
    ("blobs_url", "file://<data_dir>/files, or s3://bucket/prefix with the AWS_… variables"),
    ("key_file", "<data_dir>/keys"),
    ("texts_dir", "a folder with conversations/ and locales/ in the place of those in the program; none"),
    (
        "texts_watch",
        "auto (on in a development build), on: edits are proven and taken at once, off: at the next start",
    ),
    ("whatsapp.api_url", "https://graph.facebook.com/v25.0"),
    ("whatsapp.phone_number_id", "all four of WhatsApp or none"),
    ("whatsapp.access_token", "all four of WhatsApp or none"),
    ("whatsapp.app_secret", "all four of WhatsApp or none"),
    ("whatsapp.verify_token", "all four of WhatsApp or none"),
    ("whatsapp.business_account_id", "none: how templates stand is known from webhooks only"),
    ("whatsapp.provider", "meta, or 360dialog: sets the keys below"),
    ("whatsapp.auth", "the header of our token, as Authorization: Bearer {token}"),
    ("whatsapp.number_in_path", "yes, or no"),
    ("whatsapp.media_host", "link, or api"),
    ("whatsapp.webhook_proof", "signature, header, or path"),
    ("whatsapp.webhook_header", "X-Hub-Signature-256, or X-Webhook-Secret for header"),
    ("whatsapp.sensitive", "numbers: they are asked for on a page; all: photos too; chat: nothing is"),
    ("whatsapp.per_second", "80"),
    ("whatsapp.pace", "platform, or off towards a stand-in"),
    ("telegram.token", "none: no Telegram"),
    ("telegram.api_url", "https://api.telegram.org"),
    ("telegram.mode", "polling, or webhook"),
    ("telegram.webhook_secret", "needed for webhook"),
    ("telegram.sensitive", "chat; numbers, all"),
    ("telegram.per_second", "30"),
    ("telegram.pace", "platform, or off towards a stand-in"),
    ("backoffice.kind", "builtin"),
    ("backoffice.url", "not in this version"),
    ("backoffice.signing_key", "not in this version"),
    ("backoffice.api_token", "not in this version"),
    (
        "smtp_url",
        "smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host; none: e-mail addresses stay unproven",
    ),
    ("smtp_from", "the sender, as Disdukcapil <noreply@example.go.id>; made from smtp_url when left out"),
    ("model.url", "none: no model is asked; https://host/v1 of an OpenAI-compatible interface"),
    ("model.name", "needed with model.url"),
    ("model.key", "none"),
    ("model.timeout_seconds", "8; how long a citizen waits for its answer, 1 to 30"),
    ("ocr", "auto, or off; this version reads no text from photos"),
    ("simulator", "auto (on when no channel is configured), on, off"),
    (
        "drain_seconds",
        "0; behind a load balancer as long as it takes to notice that /readyz says no, 60 at most",
    ),
    ("log", "info; as sapa=debug,sqlx=warn"),
    ("log_format", "text, or json"),
];

const WHATSAPP_HOST: &str = "graph.facebook.com";
const TELEGRAM_HOST: &str = "api.telegram.org";
/// Whose budgets are not ours to ignore: the platforms and the providers that stand before them.
const PACED_HOSTS: [&str; 3] = ["facebook.com", "360dialog.io", "telegram.org"];

impl Config {
    /// Reads `sapa.toml` in `folder` (if it is there) and the environment.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn load(
        folder: &Path,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Config, Faults> {
        let mut values = Values::read(&folder.join("sapa.toml"), environment);
        let config = build(&mut values);
        let faults = values.into_faults();
        if faults.is_empty() { Ok(config) } else { Err(Faults(faults)) }
    }

    /// Whether the stand-ins of the platforms are to be started.
    #[must_use]
    pub fn simulates(&self) -> bool {
        match self.simulator {
            Simulator::On => true,
            Simulator::Off => false,
            Simulator::Auto => self.whatsapp.is_none() && self.telegram.is_none(),
        }
    }
}

fn build(v: &mut Values) -> Config {
    let listen = v.parse("listen", "127.0.0.1:8080", "an address and port such as 127.0.0.1:8080");
    let listen = listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080)));
    let public_url = v.get("public_url").map(|url| url.trim_end_matches('/').to_owned());
    if let Some(url) = &public_url
        && !(url.starts_with("https://") || url.starts_with("http://"))
    {
        v.fault("public_url", "expected an address that begins with https://");
    }
    let office = v.get("office").unwrap_or_else(|| "buleleng".into());
    let data_dir = PathBuf::from(v.get("data_dir").unwrap_or_else(|| "./data".into()));
    let database_url = database_url(v, &data_dir);
    let redis_url = redis_url(v);
    let files = blobs::files(v, &data_dir);
    let key_file = v.get("key_file").map_or_else(|| data_dir.join("keys"), PathBuf::from);
    for (key, why) in [
        ("backoffice.url", "this version has the built-in office only; leave it out"),
        ("backoffice.signing_key", "this version has the built-in office only; leave it out"),
        ("backoffice.api_token", "this version has the built-in office only; leave it out"),
    ] {
        if v.get(key).is_some() {
            v.fault(key, why);
        }
    }
    v.one_of("backoffice.kind", &["builtin"], "builtin");
    v.one_of("ocr", &["auto", "off"], "auto");
    let texts_dir = v.get("texts_dir").map(PathBuf::from);
    if let Some(dir) = &texts_dir
        && !(dir.join("conversations").is_dir() && dir.join("locales").is_dir())
    {
        v.fault("texts_dir", "expected a folder with the folders conversations and locales");
    }
    let texts_watch = match v.one_of("texts_watch", &["auto", "on", "off"], "auto").as_str() {
        "on" => true,
        "off" => false,
        // An office that serves from a folder edits it before it releases.
        _ => cfg!(debug_assertions),
    };
    let whatsapp = whatsapp(v);
    let telegram = telegram(v, public_url.as_deref());
    let simulator = match v.one_of("simulator", &["auto", "on", "off"], "auto").as_str() {
        "on" => Simulator::On,
        "off" => Simulator::Off,
        _ => Simulator::Auto,
    };
    if simulator == Simulator::On && (whatsapp.is_some() || telegram.is_some()) {
        v.fault("simulator", "on is for trying Sapa out; with a real channel leave it at auto or off");
    }
    let mail = mail(v);
    let api_url = whatsapp.as_ref().map(|w| w.api_url.as_str());
    let whatsapp_budget = budget(v, "whatsapp", "80", api_url, "numbers");
    let api_url = telegram.as_ref().map(|t| t.api_url.as_str());
    let telegram_budget = budget(v, "telegram", "30", api_url, "chat");
    let model = model::read(v);
    let drain = v.parse("drain_seconds", "0", "a number of seconds, 0 to 60").unwrap_or(0_u8);
    if drain > 60 {
        v.fault("drain_seconds", "expected a number of seconds, 0 to 60");
    }
    let drain = Duration::from_secs(drain.into());
    let log_format = match v.one_of("log_format", &["text", "json"], "text").as_str() {
        "json" => LogFormat::Json,
        _ => LogFormat::Text,
    };
    Config {
        listen,
        public_url,
        office,
        database_url,
        redis_url,
        files,
        key_file,
        data_dir,
        texts_dir,
        texts_watch,
        whatsapp,
        telegram,
        whatsapp_budget,
        telegram_budget,
        mail,
        model,
        simulator,
        drain,
        log: v.get("log").unwrap_or_else(|| "info".into()),
        log_format,
    }
}

fn database_url(v: &mut Values, data_dir: &Path) -> String {
    match v.get("database_url") {
        None => format!("sqlite://{}", data_dir.join("sapa.db").display()),
        Some(url) => {
            if !["sqlite://", "postgres://", "postgresql://"].iter().any(|p| url.starts_with(p)) {
                v.fault("database_url", "expected sqlite://path or postgres://…");
            }
            url
        }
    }
}

/// Whether it reads as an address is told by the library that uses it, at the start.
fn redis_url(v: &mut Values) -> Option<Secret> {
    let url = v.get("redis_url")?;
    let host = url.strip_prefix("redis://").or_else(|| url.strip_prefix("rediss://"));
    if host.is_none_or(|host| host.is_empty() || host.starts_with('/')) {
        v.fault("redis_url", "expected redis://host:port or rediss://host:port");
    }
    Some(Secret::new(url))
}

fn mail(v: &mut Values) -> Option<MailSettings> {
    let from = v.get("smtp_from");
    let Some(url) = v.get("smtp_url") else {
        if from.is_some() {
            v.fault("smtp_from", "there is a sender and no smtp_url: no e-mail would leave");
        }
        return None;
    };
    match MailSettings::read(&url, from.as_deref()) {
        Ok(settings) => Some(settings),
        Err(faults) => {
            for (key, what) in faults {
                v.fault(key, &what);
            }
            None
        }
    }
}

fn whatsapp(v: &mut Values) -> Option<WhatsApp> {
    const NEEDED: [&str; 4] =
        ["whatsapp.phone_number_id", "whatsapp.access_token", "whatsapp.app_secret", "whatsapp.verify_token"];
    let (provider, base) = provider::read(v);
    let api_url = v.get("whatsapp.api_url").unwrap_or_else(|| base.to_owned());
    v.check_url("whatsapp.api_url", &api_url);
    let business_account_id = v.get("whatsapp.business_account_id");
    if business_account_id
        .as_deref()
        .is_some_and(|id| id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit()))
    {
        v.fault("whatsapp.business_account_id", "expected the digits of the WhatsApp Business Account");
    }
    let given: Vec<Option<String>> = NEEDED.iter().map(|key| v.get(key)).collect();
    if given.iter().all(Option::is_none) {
        return None;
    }
    for (key, value) in NEEDED.iter().zip(&given) {
        if value.is_none() {
            v.fault(
                key,
                "missing: WhatsApp needs all four of phone_number_id, access_token, app_secret, verify_token",
            );
        }
    }
    provider::check_secret(v, &provider, given[2].as_deref().unwrap_or_default());
    let mut given = given.into_iter().map(Option::unwrap_or_default);
    let mut next = || given.next().unwrap_or_default();
    Some(WhatsApp {
        api_url,
        phone_number_id: next(),
        access_token: Secret::new(next()),
        app_secret: Secret::new(next()),
        verify_token: Secret::new(next()),
        business_account_id,
        provider,
    })
}

fn telegram(v: &mut Values, public_url: Option<&str>) -> Option<Telegram> {
    let api_url = v.get("telegram.api_url").unwrap_or_else(|| format!("https://{TELEGRAM_HOST}"));
    v.check_url("telegram.api_url", &api_url);
    let mode = match v.one_of("telegram.mode", &["polling", "webhook"], "polling").as_str() {
        "webhook" => Mode::Webhook,
        _ => Mode::Polling,
    };
    let webhook_secret = v.get("telegram.webhook_secret");
    if let Some(secret) = &webhook_secret
        && !((1..=256).contains(&secret.len())
            && secret.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-'))
    {
        v.fault("telegram.webhook_secret", "expected 1 to 256 of A-Z a-z 0-9 _ -");
    }
    let token = v.get("telegram.token")?;
    if mode == Mode::Webhook {
        if webhook_secret.is_none() {
            v.fault("telegram.webhook_secret", "missing: a webhook without a secret would believe anyone");
        }
        if public_url.is_none() {
            v.fault("public_url", "missing: Telegram must know where to deliver");
        }
    }
    Some(Telegram {
        token: Secret::new(token),
        api_url,
        mode,
        webhook_secret: webhook_secret.map(Secret::new),
    })
}

fn budget(
    v: &mut Values,
    channel: &str,
    per_second: &str,
    api_url: Option<&str>,
    sensitive: &str,
) -> ChannelBudget {
    let key = |name: &str| format!("{channel}.{name}");
    let per_second =
        v.parse(&key("per_second"), per_second, "a number of messages a second, 1 to 1000").unwrap_or(30_u32);
    if !(1..=1000).contains(&per_second) {
        v.fault(&key("per_second"), "expected 1 to 1000");
    }
    let paced = match v.one_of(&key("pace"), &["platform", "off"], "platform").as_str() {
        "off" => Paced::Off,
        _ => Paced::Platform,
    };
    let real = |url: &str| {
        let url = url.to_ascii_lowercase();
        PACED_HOSTS.iter().any(|host| url.contains(host))
    };
    if paced == Paced::Off && api_url.is_none_or(real) {
        v.fault(
            &key("pace"),
            "off is for load tests against a stand-in; towards the platform it stays at platform",
        );
    }
    let sensitive = match v.one_of(&key("sensitive"), &["numbers", "all", "chat"], sensitive).as_str() {
        "numbers" => Sensitive::Numbers,
        "all" => Sensitive::All,
        _ => Sensitive::Chat,
    };
    // The simulator knows its own address.
    if sensitive != Sensitive::Chat && api_url.is_some() && v.get("public_url").is_none() {
        let policy =
            if channel == "whatsapp" { " (its policy forbids asking for them in the chat)" } else { "" };
        let what = format!(
            "missing: citizens open the page for their ID numbers there; or set {channel}.sensitive to chat{policy}"
        );
        v.fault("public_url", &what);
    }
    ChannelBudget { per_second, sensitive, paced }
}

#[cfg(test)]
mod tests;

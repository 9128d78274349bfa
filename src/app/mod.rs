//! Config to adapters to runtime to router: the only file that knows everyone. It joins, it decides nothing.

mod polling;
mod probes;
mod reload;
mod simulate;
mod words;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::blobs::{Blobs, S3Settings};
use crate::channels::{self, telegram, whatsapp};
use crate::config::{ChannelBudget, Config, Files, Paced};
use crate::console::accounts::{Means, ensure_first_administrator};
use crate::console::{self, ConsoleState};
use crate::domain::Millis;
use crate::domain::inbound::ChannelKind;
use crate::mail::Smtp;
use crate::model::{OpenAi, Settings as ModelSettings};
use crate::page;
use crate::pubsub::{Bus, Redis};
use crate::runtime::Runtime;
use crate::runtime::cases::Cases;
use crate::runtime::desk::Desk;
use crate::runtime::house::{Adviser, Clock, House, Judge, Minter};
use crate::runtime::library::{Flaw, Sources};
use crate::runtime::pace::{Budget, Pace};
use crate::runtime::pages::Pages;
use crate::runtime::ports::{Channel, Ingest, Mailer, Model};
use crate::runtime::release::{self, Occasion};
use crate::store::{Presence, Store, StoreError};
use crate::telemetry::Metrics;
use crate::vault::{Vault, random_token};

/// Workers and requests get this long to finish after a stop was asked for.
const DRAIN: Duration = Duration::from_secs(9);

/// Why the program does not start; written for the operator.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("failed to open the keys: {0}")]
    Keys(String),
    #[error("failed to open the database: {0}")]
    Database(String),
    #[error("{0}")]
    InUse(String),
    #[error("failed to open the file store: {0}")]
    Files(String),
    #[error("failed to use redis_url: {0}")]
    Redis(String),
    #[error("{}", list(.0))]
    Library(Vec<Flaw>),
    #[error("a part of the start broke: {0}")]
    Broken(String),
    #[error("a worker ended by itself: {0}")]
    Worker(String),
    #[error("failed to listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    #[error("failed to use smtp_url: {0}")]
    Mail(String),
    #[error("failed to start the simulator: {0}")]
    Simulator(String),
    #[error("failed to register the Telegram webhook: {0}")]
    Telegram(String),
    #[error("{0} is not an address: {1}")]
    Address(&'static str, String),
}

fn list(flaws: &[Flaw]) -> String {
    let lines: Vec<String> = flaws.iter().map(|f| format!("{}:{}: {}", f.file, f.line, f.what)).collect();
    format!("the conversations have {} flaw(s):\n{}", lines.len(), lines.join("\n"))
}

/// A started program.
pub struct App {
    pub address: SocketAddr,
    pub runtime: Runtime,
    /// A login for the first administrator, shown once.
    pub first_login: Option<(String, String)>,
    pub simulates: bool,
    listener: TcpListener,
    router: Router,
    stop: CancellationToken,
    /// Ends the program's parts, when the time that a stop was asked for ahead is over.
    closing: CancellationToken,
    drain: Duration,
    after_start: Vec<AfterStart>,
    presence: Presence,
    /// The folder whose edits are taken while the program runs.
    watched: Option<PathBuf>,
}

/// What needs the listener to be open.
enum AfterStart {
    Simulation(Box<simulate::Simulation>),
    TelegramWebhook(telegram::Settings),
    TelegramPolling(telegram::Settings),
}

/// The stores and texts, without channels and without a listener: for `doctor`, `staff` and `serve`.
///
/// # Errors
/// See [`StartError`].
pub async fn open_store(config: &Config, now: Millis) -> Result<(Store, Blobs), StartError> {
    let vault = Vault::open_or_create(&config.key_file).map_err(|e| StartError::Keys(e.to_string()))?;
    let store = Store::open(&config.database_url, vault.clone(), now)
        .await
        .map_err(|e| StartError::Database(e.to_string()))?;
    let blobs = match &config.files {
        Files::Folder(folder) => Blobs::folder(folder, vault),
        Files::S3(s3) => Blobs::s3(bucket(s3), channels::http_client(), vault),
    };
    let blobs = blobs.map_err(|e| StartError::Files(e.to_string()))?;
    Ok((store, blobs))
}

fn bucket(s3: &crate::config::S3) -> S3Settings {
    S3Settings {
        bucket: s3.bucket.clone(),
        prefix: s3.prefix.clone(),
        region: s3.region.clone(),
        endpoint: s3.endpoint.clone(),
        access_key: s3.access_key.clone(),
        secret_key: s3.secret_key.expose().to_owned().into(),
        session_token: s3.session_token.as_ref().map(|token| token.expose().to_owned().into()),
    }
}

/// The folder whose conversations and texts are proven and whose edits are taken; none: those in the program. A
/// development build that runs in its own source tree watches that: what it starts with was built from it.
fn texts_from(config: &Config) -> Option<PathBuf> {
    let own = || {
        let here = PathBuf::from(".");
        let source_tree =
            ["Cargo.toml", "conversations", "locales"].iter().all(|part| here.join(part).exists());
        (cfg!(debug_assertions) && config.texts_watch && source_tree).then_some(here)
    };
    config.texts_dir.clone().or_else(own)
}

/// The conversations and texts that `serve` would use with this configuration.
///
/// # Errors
/// Every file that cannot be read.
pub fn sources(config: &Config) -> Result<Sources, Vec<Flaw>> {
    reload::sources(texts_from(config).as_deref())
}

/// Where files are kept, for people.
#[must_use]
pub fn place_of_files(config: &Config) -> String {
    match &config.files {
        Files::Folder(folder) => folder.display().to_string(),
        Files::S3(s3) => bucket(s3).place(),
    }
}

/// The Redis of the configuration, not asked yet.
///
/// # Errors
/// [`StartError::Redis`] when the address does not read.
pub fn redis(config: &Config, store: &Store) -> Result<Option<Redis>, StartError> {
    let Some(url) = &config.redis_url else { return Ok(None) };
    Redis::new(url.expose(), store.installation(), &random_token()).map(Some).map_err(StartError::Redis)
}

impl App {
    /// Opens everything and binds the address. Nothing is served yet.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn start(config: &Config) -> Result<App, StartError> {
        let clock = Clock::System;
        // Proving the conversations and opening the stores take about the same time: side by side.
        let (office, from) = (config.office.clone(), config.texts_dir.clone());
        let library = tokio::task::spawn_blocking(move || reload::proven(from.as_deref(), &office));
        let (store, blobs) = open_store(config, clock.now()).await?;
        let bus = redis(config, &store)?.map_or_else(Bus::default, Bus::linked);
        let library = library.await.map_err(|e| StartError::Broken(e.to_string()))?;
        let library = library.map_err(StartError::Library)?;
        let listener =
            TcpListener::bind(config.listen).await.map_err(|e| StartError::Listen(config.listen, e))?;
        let address = listener.local_addr().map_err(|e| StartError::Listen(config.listen, e))?;
        let http = channels::http_client();
        let mut doors: BTreeMap<ChannelKind, Arc<dyn Channel>> = BTreeMap::new();
        let mut after_start = Vec::new();
        let mut router = Router::new();
        let simulation = if config.simulates() {
            let sensitive = (config.whatsapp_budget.sensitive, config.telegram_budget.sensitive);
            let started = simulate::start(&library, address, sensitive).await;
            Some(started.map_err(StartError::Simulator)?)
        } else {
            None
        };
        let (wa, tg) = match &simulation {
            Some(simulation) => (Some(simulation.whatsapp.clone()), Some(simulation.telegram.clone())),
            None => settings(config)?,
        };
        if let Some(settings) = &wa {
            let door = whatsapp::WhatsApp::new(settings.clone(), http.clone());
            doors.insert(ChannelKind::Whatsapp, Arc::new(door));
        }
        if let Some(settings) = &tg {
            let door = telegram::Telegram::new(settings.clone(), http.clone());
            doors.insert(ChannelKind::Telegram, Arc::new(door));
        }
        let adviser = adviser(config, &http)?;
        let public_url = match &simulation {
            Some(simulation) => Some(simulation.base.as_str()),
            None => config.public_url.as_deref(),
        };
        let mail: Option<Arc<dyn Mailer>> = match smtp(config, &library.office.name)? {
            Some(smtp) => Some(Arc::new(smtp)),
            None => simulation.as_ref().map(simulate::Simulation::mailer),
        };
        if let (None, Some(service)) = (&mail, library.asks_for_proof()) {
            tracing::warn!(
                service,
                "no smtp_url: the e-mail addresses that this service wants proven are taken as they are typed, and marked"
            );
        }
        let house = House {
            mail,
            public_url: public_url.map(Arc::from),
            store,
            files: Arc::new(blobs.clone()),
            library: library.into(),
            channels: Arc::new(doors),
            bus,
            mint: Minter::new(clock.clone()),
            clock,
            metrics: Arc::new(Metrics::new()),
            judge: Judge::default(),
            adviser,
        };
        let runtime = Runtime::new(house.clone(), pace(config));
        let presence = runtime.take_up_work().await.map_err(|error| match error {
            StoreError::InUse(_) => StartError::InUse(error.to_string()),
            other => StartError::Database(other.to_string()),
        })?;
        release::publish(&house, Occasion::Start).await.map_err(|e| StartError::Database(e.to_string()))?;
        let ingest: Arc<dyn Ingest> = Arc::new(runtime.inbox.clone());
        if let Some(settings) = wa {
            router = router.merge(whatsapp::routes(settings, ingest.clone()));
        }
        if let Some(settings) = tg {
            if settings.mode == telegram::Mode::Webhook {
                let words = words::telegram(&house.library);
                router = router.merge(telegram::routes(settings.clone(), &words, http.clone(), ingest));
                if simulation.is_none() {
                    after_start.push(AfterStart::TelegramWebhook(settings));
                }
            } else {
                after_start.push(AfterStart::TelegramPolling(settings));
            }
        }
        let (stop, closing) = (CancellationToken::new(), CancellationToken::new());
        router = router.merge(probes::routes(house.clone(), blobs, stop.clone()));
        router = router.merge(page::routes(Pages::new(house.clone())));
        router = router.merge(console::router(desk_of(&house, config, &closing)));
        let means = Means { now: house.clock.now(), mint: &house.mint };
        let first_login = ensure_first_administrator(&house.store, &means)
            .await
            .map_err(|e| StartError::Database(e.to_string()))?;
        let simulates = simulation.is_some();
        if let Some(simulation) = simulation {
            router = router.merge(simulation.router());
            after_start.push(AfterStart::Simulation(Box::new(simulation)));
        }
        let drain = config.drain;
        Ok(App {
            address,
            runtime,
            first_login,
            simulates,
            listener,
            router,
            stop,
            closing,
            drain,
            after_start,
            presence,
            watched: texts_from(config).filter(|_| config.texts_watch),
        })
    }

    /// Asks the program to stop; [`App::run`] returns when what is under way is done.
    #[must_use]
    pub fn stopper(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Serves until told to stop, then drains: `/readyz` says no at once, requests are taken for the time that was
    /// configured, what is under way is finished, and what is not is given back for others to go on with.
    ///
    /// # Errors
    /// When the server fails, or Telegram refuses the webhook.
    pub async fn run(self) -> Result<(), StartError> {
        let (stop, closing) = (self.stop, self.closing);
        let house = self.runtime.house.clone();
        // Told last: until then other processes hear of what the workers do, and know that this one lives.
        let end = CancellationToken::new();
        let link = tokio::spawn(house.bus.clone().run(end.clone()));
        let keeper = tokio::spawn(self.runtime.clone().keep(self.presence, end.clone()));
        let mut workers = self.runtime.start(&closing);
        if let Some(folder) = self.watched {
            workers.spawn(reload::watch(house.clone(), folder, closing.clone()));
        }
        let graceful = closing.clone();
        let address = self.address;
        let server = axum::serve(self.listener, self.router)
            .with_graceful_shutdown(async move { graceful.cancelled().await });
        let server = tokio::spawn(async move { server.await });
        let http = channels::http_client();
        let ingest: Arc<dyn Ingest> = Arc::new(self.runtime.inbox.clone());
        // The stand-ins live as long as they are held.
        let mut simulations = Vec::new();
        for step in self.after_start {
            match step {
                AfterStart::Simulation(simulation) => {
                    simulation.connect(&http).await.map_err(StartError::Simulator)?;
                    simulations.push(simulation);
                }
                AfterStart::TelegramWebhook(settings) => {
                    let words = words::telegram(&house.library);
                    telegram::register_commands(&settings, &http, &words).await;
                    telegram::register_webhook(&settings, &http).await.map_err(StartError::Telegram)?;
                }
                AfterStart::TelegramPolling(settings) => {
                    let poller = polling::Poller {
                        house: house.clone(),
                        settings,
                        http: http.clone(),
                        ingest: ingest.clone(),
                    };
                    workers.spawn(poller.run(stop.clone()));
                }
            }
        }
        // A worker that ended by itself leaves a program that takes and never answers: whoever keeps it running starts
        // it anew.
        let broken = until_stopped(&stop, &mut workers).await;
        stop.cancel();
        if broken.is_none() && !self.drain.is_zero() {
            tracing::info!(seconds = self.drain.as_secs(), "stopping: requests are taken a while longer");
            tokio::time::sleep(self.drain).await;
        }
        closing.cancel();
        for simulation in &simulations {
            simulation.stop();
        }
        tracing::info!("stopping: finishing what is under way");
        let drained =
            tokio::time::timeout(DRAIN, async { while workers.join_next().await.is_some() {} }).await;
        if drained.is_err() {
            tracing::warn!(
                "some work did not finish in time; another process or the next start goes on with it"
            );
            workers.shutdown().await;
        }
        end.cancel();
        let (_link, _keeper) = tokio::join!(link, keeper);
        // Open event streams of consoles would keep the server for ever.
        if let Ok(Ok(Err(error))) = tokio::time::timeout(Duration::from_secs(2), server).await {
            return Err(StartError::Listen(address, error));
        }
        house.store.close().await;
        broken.map_or(Ok(()), |what| Err(StartError::Worker(what)))
    }
}

/// Waits until the program is told to stop. Gives what became of a worker that ended before.
async fn until_stopped(stop: &CancellationToken, workers: &mut JoinSet<()>) -> Option<String> {
    let ended = tokio::select! {
        biased;
        () = stop.cancelled() => return None,
        ended = workers.join_next() => ended,
    };
    let what = match ended {
        Some(Err(error)) => error.to_string(),
        Some(Ok(())) | None => "it returned".to_owned(),
    };
    tracing::error!(what, "a worker ended by itself; the program ends");
    Some(what)
}

/// The SMTP server of the configuration, not asked yet.
fn smtp(config: &Config, office: &str) -> Result<Option<Smtp>, StartError> {
    let settings = config.mail.clone().map(|settings| settings.named(office));
    settings.map(|settings| Smtp::new(&settings).map_err(StartError::Mail)).transpose()
}

/// What the console is built from.
fn desk_of(house: &House, config: &Config, closing: &CancellationToken) -> ConsoleState {
    ConsoleState {
        house: house.clone(),
        desk: Desk::new(house.clone()),
        cases: Cases::new(house.clone()),
        secure_cookies: config.public_url.as_deref().is_some_and(|url| url.starts_with("https://")),
        closing: closing.clone(),
    }
}

/// The model of the configuration, not asked yet.
///
/// # Errors
/// [`StartError::Address`] when its address does not parse.
pub fn model(config: &Config, http: &reqwest::Client) -> Result<Option<Arc<dyn Model>>, StartError> {
    let Some(model) = &config.model else { return Ok(None) };
    let url = model.url.parse().map_err(|_| StartError::Address("model.url", model.url.clone()))?;
    let key = model.key.as_ref().map(|key| key.expose().to_owned().into());
    let settings = ModelSettings { url, name: model.name.clone(), key };
    Ok(Some(Arc::new(OpenAi::new(settings, http.clone()))))
}

fn adviser(config: &Config, http: &reqwest::Client) -> Result<Option<Adviser>, StartError> {
    let patience = config.model.as_ref().map_or(Duration::ZERO, |model| model.timeout);
    let model = model(config, http)?;
    Ok(model.map(|model| Adviser::new(model, patience)))
}

type ChannelSettings = (Option<whatsapp::Settings>, Option<telegram::Settings>);

/// The settings of the channels that are configured; `doctor` asks their platforms with them.
///
/// # Errors
/// [`StartError::Address`] when an API address does not parse.
pub fn settings(config: &Config) -> Result<ChannelSettings, StartError> {
    let wa = match &config.whatsapp {
        None => None,
        Some(w) => Some(whatsapp::Settings {
            api_url: w
                .api_url
                .parse()
                .map_err(|_| StartError::Address("whatsapp.api_url", w.api_url.clone()))?,
            phone_number_id: w.phone_number_id.clone(),
            access_token: w.access_token.clone(),
            app_secret: w.app_secret.clone(),
            verify_token: w.verify_token.clone(),
            sensitive: config.whatsapp_budget.sensitive,
            business_account_id: w.business_account_id.clone(),
            provider: w.provider.clone(),
        }),
    };
    let tg = match &config.telegram {
        None => None,
        Some(t) => Some(telegram::Settings {
            token: t.token.clone(),
            api_url: t
                .api_url
                .parse()
                .map_err(|_| StartError::Address("telegram.api_url", t.api_url.clone()))?,
            mode: t.mode,
            webhook_secret: t.webhook_secret.clone(),
            public_url: config.public_url.clone(),
            sensitive: config.telegram_budget.sensitive,
        }),
    };
    Ok((wa, tg))
}

fn pace(config: &Config) -> Pace {
    // Per person: WhatsApp takes one message in six seconds with a burst of 45 (whatsapp.md §3.3), Telegram
    // one a second with short bursts (telegram.md §2.3).
    let budget = |channel: ChannelBudget, person_interval, person_burst| match channel.paced {
        Paced::Off => Budget::OFF,
        Paced::Platform => Budget { per_second: channel.per_second, person_interval, person_burst },
    };
    Pace::new([
        (ChannelKind::Whatsapp, budget(config.whatsapp_budget, 6_000, 45)),
        (ChannelKind::Telegram, budget(config.telegram_budget, 1_000, 5)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_worker_that_ends_by_itself_ends_the_program() {
        let stop = CancellationToken::new();
        let mut workers = JoinSet::new();
        workers.spawn(std::future::pending());
        workers.spawn(async { panic!("this test breaks a worker") });
        let told = until_stopped(&stop, &mut workers).await;
        assert!(told.is_some_and(|what| what.contains("panic")));
        workers.spawn(async {});
        assert_eq!(until_stopped(&stop, &mut workers).await.as_deref(), Some("it returned"));
        stop.cancel();
        assert_eq!(until_stopped(&stop, &mut workers).await, None);
    }
}

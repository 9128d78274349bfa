//! The handle to both stand-ins: one listener on loopback, one clock, one set of phones.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use super::clock::Clock;
use super::config::{Dialect, PlatformConfig};
use super::cut::{Cut, CutListener};
use super::faults::Faults;
use super::handset::Handset;
use super::lanes::lock;
use super::people::{Person, TelegramPerson, WhatsAppPerson};
use super::phone::{Phone, TimedOut};
use super::requests::{Counters, Request, RequestLog};
use super::telegram::TelegramState;
use super::whatsapp::WhatsAppState;
use super::{Channel, ids, server, telegram, whatsapp};

/// Both platforms. Clones are the same platform; [`Platform::stop`] closes it.
#[derive(Clone)]
pub struct Platform(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) config: PlatformConfig,
    pub(super) address: SocketAddr,
    pub(super) clock: Clock,
    pub(super) http: reqwest::Client,
    pub(super) runtime: tokio::runtime::Handle,
    pub(super) stop: CancellationToken,
    pub(super) faults: Faults,
    pub(super) log: RequestLog,
    pub(super) changes: broadcast::Sender<String>,
    pub(super) handsets: Mutex<Handsets>,
    pub(super) mails: Mutex<Vec<Mail>>,
    pub(super) whatsapp_access: WhatsAppAccess,
    pub(super) telegram_access: TelegramAccess,
    pub(super) whatsapp: WhatsAppState,
    pub(super) telegram: TelegramState,
}

/// An e-mail that reached a citizen of this page.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// Older mails go.
const MAILS: usize = 20;

#[derive(Default)]
pub(super) struct Handsets {
    order: Vec<Arc<Handset>>,
    by_address: HashMap<String, Arc<Handset>>,
}

/// What Sapa must be configured with to talk to the WhatsApp stand-in.
#[derive(Clone)]
pub struct WhatsAppAccess {
    pub phone_number_id: String,
    pub access_token: String,
    pub app_secret: String,
    pub verify_token: String,
    /// The office's number, digits only.
    pub business_number: String,
    pub business_account_id: String,
}

/// What Sapa must be configured with to talk to the Telegram stand-in.
#[derive(Clone)]
pub struct TelegramAccess {
    pub token: String,
    pub webhook_secret: String,
    pub username: String,
    pub bot_id: i64,
}

/// Why a webhook address was not taken.
#[derive(Debug, thiserror::Error)]
pub enum HandshakeError {
    #[error("the webhook could not be reached")]
    Unreachable,
    #[error("the webhook answered {0} to the handshake; 200 is expected")]
    Status(u16),
    #[error("the webhook did not send the challenge back as it was")]
    Challenge,
}

impl Platform {
    /// Binds the listener and starts to serve. Must be called inside a Tokio runtime.
    #[expect(
        clippy::disallowed_methods,
        reason = "the platforms share no client with whom they stand in for"
    )]
    pub async fn start(config: PlatformConfig) -> io::Result<Self> {
        let listener = TcpListener::bind(config.listen).await?;
        let address = listener.local_addr()?;
        let http = reqwest::Client::builder()
            .no_proxy()
            .timeout(Duration::from_secs(60))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(io::Error::other)?;
        let whatsapp_access = whatsapp_access(&config);
        let telegram_access = telegram_access(&config);
        let inner = Inner {
            clock: config.clock.clone(),
            address,
            http,
            runtime: tokio::runtime::Handle::current(),
            stop: CancellationToken::new(),
            faults: Faults::default(),
            log: RequestLog::new(config.recording),
            changes: broadcast::Sender::new(256),
            mails: Mutex::default(),
            handsets: Mutex::default(),
            whatsapp: WhatsAppState::new(),
            telegram: TelegramState::new(),
            whatsapp_access,
            telegram_access,
            config,
        };
        let platform = Self(Arc::new(inner));
        let app = axum::Router::new().fallback(server::entry).with_state(platform.clone());
        let service = app.into_make_service_with_connect_info::<Cut>();
        let stop = platform.0.stop.clone();
        tokio::spawn(async move {
            let serve = axum::serve(CutListener(listener), service);
            let _ = serve.with_graceful_shutdown(stop.cancelled_owned()).await;
        });
        Ok(platform)
    }

    /// Stops listening and delivering.
    pub fn stop(&self) {
        self.0.stop.cancel();
    }

    pub fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// The base of the Graph API, with the version that Sapa uses.
    pub fn whatsapp_api_url(&self) -> String {
        match self.0.config.whatsapp.dialect {
            Dialect::Meta => format!("http://{}/v25.0", self.0.address),
            Dialect::Dialog360 => format!("http://{}", self.0.address),
        }
    }

    /// The base of the Bot API, without `/bot<token>`.
    pub fn telegram_api_url(&self) -> String {
        format!("http://{}", self.0.address)
    }

    pub fn whatsapp(&self) -> &WhatsAppAccess {
        &self.0.whatsapp_access
    }

    pub fn telegram(&self) -> &TelegramAccess {
        &self.0.telegram_access
    }

    /// Shows an e-mail on the page, whoever it is for.
    pub fn receive_mail(&self, mail: Mail) {
        let mut mails = self.0.mails.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        mails.insert(0, mail);
        mails.truncate(MAILS);
        drop(mails);
        let _nobody_looks = self.0.changes.send("mail".to_owned());
    }

    /// The e-mails that came, the newest first.
    #[must_use]
    pub fn mails(&self) -> Vec<Mail> {
        self.0.mails.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Performs Meta's handshake with this address and, if it succeeds, delivers events there. Events that
    /// happened before are delivered now.
    pub async fn set_whatsapp_webhook(&self, url: &str) -> Result<(), HandshakeError> {
        whatsapp::set_webhook(self, url).await
    }

    /// Makes a template known. Until the first one is registered every name is accepted; then only these.
    /// `body` holds `{{1}}` or `{{name}}` where parameters go.
    pub fn approve_template(&self, name: &str, language: &str, body: &str) {
        whatsapp::approve_template(self, name, language, body);
    }

    /// Submits a template as `POST /<account>/message_templates` does; it is approved in no time.
    ///
    /// # Errors
    /// What Meta would refuse it for.
    pub fn submit_template(&self, body: &serde_json::Value) -> Result<(), String> {
        whatsapp::submit_template(self, body)
    }

    /// Changes what Meta thinks of a template (`PAUSED`, `DISABLED`, `REJECTED`, `APPROVED`), and tells the webhook.
    pub fn judge_template(&self, name: &str, language: &str, status: &str) {
        whatsapp::judge_template(self, name, language, status);
    }

    pub fn whatsapp_phone(&self, person: WhatsAppPerson) -> Phone {
        self.add_phone(Person::WhatsApp(person))
    }

    pub fn telegram_phone(&self, person: TelegramPerson) -> Phone {
        self.add_phone(Person::Telegram(person))
    }

    pub fn phones(&self) -> Vec<Phone> {
        let handsets = lock(&self.0.handsets);
        handsets.order.iter().map(|handset| Phone::new(self.clone(), handset.clone())).collect()
    }

    pub fn phone(&self, id: &str) -> Option<Phone> {
        self.handset(&format!("id:{id}")).map(|handset| Phone::new(self.clone(), handset))
    }

    pub fn faults(&self) -> &Faults {
        &self.0.faults
    }

    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Every API request so far; empty with [`super::Recording::Counters`].
    pub fn requests(&self) -> Vec<Request> {
        self.0.log.all()
    }

    pub fn requests_of(&self, channel: Channel, method: &str) -> Vec<Request> {
        let wanted = |request: &Request| request.channel == channel && request.method == method;
        self.0.log.all().into_iter().filter(wanted).collect()
    }

    pub fn clear_requests(&self) {
        self.0.log.clear();
    }

    pub fn counters(&self) -> Counters {
        self.0.log.counters()
    }

    /// Waits until the counters satisfy the predicate; checked at every request and every webhook.
    pub async fn wait_for_counters(
        &self,
        predicate: impl Fn(&Counters) -> bool,
        timeout: Duration,
    ) -> Result<Counters, TimedOut> {
        let mut changed = self.0.log.subscribe();
        let search = async {
            loop {
                changed.borrow_and_update();
                let counters = self.0.log.counters();
                if predicate(&counters) || changed.changed().await.is_err() {
                    return counters;
                }
            }
        };
        tokio::time::timeout(timeout, search)
            .await
            .map_err(|_| TimedOut(format!("{:?}", self.0.log.counters())))
    }

    /// How many events wait for a webhook, or for a call of `getUpdates`.
    pub fn undelivered(&self) -> usize {
        whatsapp::undelivered(self) + telegram::undelivered(self)
    }

    /// Every media URL given out so far answers 404 from now on.
    pub fn expire_media_urls(&self) {
        whatsapp::expire_urls(self);
        telegram::expire_paths(self);
    }

    /// Every media id of a citizen's WhatsApp message is forgotten, as after 7 days.
    pub fn expire_media_ids(&self) {
        whatsapp::expire_ids(self);
    }

    /// Delivers a whole WhatsApp webhook body, signed and escaped like any other.
    pub fn deliver_whatsapp_body(&self, body: &Value) {
        whatsapp::deliver_body(self, body);
    }

    fn add_phone(&self, person: Person) -> Phone {
        let mut handsets = lock(&self.0.handsets);
        let same = |handset: &&Arc<Handset>| handset.channel() == person.channel();
        let number = handsets.order.iter().filter(same).count() + 1;
        let handset =
            Arc::new(Handset::new(number, person, self.0.config.screen_limit, self.0.changes.clone()));
        for address in handset.addresses() {
            handsets.by_address.insert(address, handset.clone());
        }
        handsets.order.push(handset.clone());
        drop(handsets);
        telegram::show_commands(self, &handset);
        handset.touch();
        Phone::new(self.clone(), handset)
    }

    /// Finds a phone by one of [`Handset::addresses`].
    pub(super) fn handset(&self, address: &str) -> Option<Arc<Handset>> {
        lock(&self.0.handsets).by_address.get(address).cloned()
    }

    pub(super) fn each_handset(&self, mut act: impl FnMut(&Arc<Handset>)) {
        let all = lock(&self.0.handsets).order.clone();
        all.iter().for_each(&mut act);
    }

    /// Gives a phone new addresses, after its number changed.
    pub(super) fn readdress(&self, handset: &Arc<Handset>) {
        let mut handsets = lock(&self.0.handsets);
        handsets.by_address.retain(|_, other| !Arc::ptr_eq(other, handset));
        for address in handset.addresses() {
            handsets.by_address.insert(address, handset.clone());
        }
    }

    /// Runs work of the platform's own until it ends or the platform stops.
    pub(super) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let stop = self.0.stop.clone();
        self.0.runtime.spawn(async move {
            stop.run_until_cancelled(work).await;
        });
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.0.clock.now_ms()
    }
}

fn whatsapp_access(config: &PlatformConfig) -> WhatsAppAccess {
    let given = config.whatsapp.clone();
    WhatsAppAccess {
        phone_number_id: given.phone_number_id.unwrap_or_else(|| ids::digits(15)),
        access_token: given.access_token.unwrap_or_else(|| format!("EAA{}", ids::hex(60))),
        app_secret: given.app_secret.unwrap_or_else(|| ids::hex(32)),
        verify_token: given.verify_token.unwrap_or_else(|| ids::hex(24)),
        business_number: given.business_number,
        business_account_id: ids::digits(15),
    }
}

fn telegram_access(config: &PlatformConfig) -> TelegramAccess {
    let given = config.telegram.clone();
    let token = given.token.unwrap_or_else(|| format!("{}:AA{}", ids::digits(10), ids::hex(33)));
    let bot_id = token.split(':').next().and_then(|id| id.parse().ok()).unwrap_or(1_000_000_001);
    TelegramAccess {
        token,
        bot_id,
        webhook_secret: given.webhook_secret.unwrap_or_else(|| ids::hex(48)),
        username: given.username,
    }
}

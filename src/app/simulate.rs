//! Joins the stand-ins of the platforms to the real channel adapters. The stand-ins know nothing of Sapa but
//! an address to deliver to, Sapa knows nothing of them but an API address and credentials.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use futures_util::future::BoxFuture;

use crate::channels::telegram::{self, Mode};
use crate::channels::{Secret, whatsapp};
use crate::domain::ids::MailId;
use crate::domain::outbound::Sensitive;
use crate::runtime::library::Library;
use crate::runtime::ports::{Letter, MailError, Mailer};
use crate::simulator::{self, Platform, PlatformConfig};

/// The running stand-ins with the settings that point at them.
pub(super) struct Simulation {
    platform: Platform,
    /// Where a browser on this machine reaches the program.
    pub base: String,
    pub whatsapp: whatsapp::Settings,
    pub telegram: telegram::Settings,
}

pub(super) async fn start(
    library: &Library,
    address: SocketAddr,
    (on_whatsapp, on_telegram): (Sensitive, Sensitive),
) -> Result<Simulation, String> {
    let mut config = PlatformConfig::default();
    config.whatsapp.business_name.clone_from(&library.office.name);
    config.telegram.name.clone_from(&library.office.name);
    let platform = Platform::start(config).await.map_err(|e| e.to_string())?;
    // As an operator would submit them; the stand-in approves at once.
    for template in library.templates.values() {
        for submission in template.languages.keys().filter_map(|lang| template.submission(lang)) {
            platform.submit_template(&submission)?;
        }
    }
    let base = format!("http://{}", reachable(address));
    let (wa, tg) = (platform.whatsapp(), platform.telegram());
    let url = |text: String| text.parse().map_err(|_| format!("{text} is not an address"));
    let whatsapp = whatsapp::Settings {
        api_url: url(platform.whatsapp_api_url())?,
        phone_number_id: wa.phone_number_id.clone(),
        access_token: Secret::new(wa.access_token.clone()),
        app_secret: Secret::new(wa.app_secret.clone()),
        verify_token: Secret::new(wa.verify_token.clone()),
        business_account_id: Some(wa.business_account_id.clone()),
        provider: whatsapp::Provider::meta(),
        sensitive: on_whatsapp,
    };
    let telegram = telegram::Settings {
        token: Secret::new(tg.token.clone()),
        api_url: url(platform.telegram_api_url())?,
        mode: Mode::Webhook,
        webhook_secret: Some(Secret::new(tg.webhook_secret.clone())),
        public_url: Some(base.clone()),
        sensitive: on_telegram,
    };
    Ok(Simulation { platform, base, whatsapp, telegram })
}

/// Citizens of the simulator have their mail on its page.
struct Mailbox(Platform);

impl Mailer for Mailbox {
    fn send<'a>(&'a self, _id: &'a MailId, letter: &'a Letter) -> BoxFuture<'a, Result<(), MailError>> {
        self.0.receive_mail(simulator::Mail {
            to: letter.to.expose().clone(),
            subject: letter.subject.clone(),
            text: letter.body.expose().clone(),
        });
        Box::pin(std::future::ready(Ok(())))
    }
}

/// A listener on all interfaces is reached by the loopback address.
fn reachable(address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() { SocketAddr::from(([127, 0, 0, 1], address.port())) } else { address }
}

impl Simulation {
    pub(super) fn mailer(&self) -> Arc<dyn Mailer> {
        Arc::new(Mailbox(self.platform.clone()))
    }

    pub(super) fn router(&self) -> Router {
        simulator::router(self.platform.clone(), "/console".into())
    }

    /// Ends the stand-ins and the event streams of their page.
    pub(super) fn stop(&self) {
        self.platform.stop();
    }

    /// Registers the webhooks as an operator would at the real platforms; the listener must be open.
    pub(super) async fn connect(&self, http: &reqwest::Client) -> Result<(), String> {
        let url = format!("{}/webhooks/whatsapp", self.base);
        self.platform.set_whatsapp_webhook(&url).await.map_err(|e| e.to_string())?;
        telegram::register_webhook(&self.telegram, http).await
    }
}

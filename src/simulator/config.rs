//! What a stand-in can be told at its start. Every default behaves like the platform.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::clock::Clock;

/// How the stand-ins behave. `Default` keeps the platforms' own pauses; [`PlatformConfig::quick`] is for tests.
#[derive(Clone)]
pub struct PlatformConfig {
    /// Where both platforms listen: loopback, a free port by default.
    pub listen: SocketAddr,
    pub clock: Clock,
    pub whatsapp: WhatsAppConfig,
    pub telegram: TelegramConfig,
    pub rates: Rates,
    pub recording: Recording,
    /// How many messages a phone keeps; older ones fall off its screen.
    pub screen_limit: usize,
}

#[derive(Clone)]
pub struct WhatsAppConfig {
    /// Each of the four is made at random unless given.
    pub phone_number_id: Option<String>,
    pub access_token: Option<String>,
    pub app_secret: Option<String>,
    pub verify_token: Option<String>,
    /// The office's number, digits only.
    pub business_number: String,
    /// The name on top of the chat.
    pub business_name: String,
    /// Pauses before each new try of an event that was not answered by 200; the last one repeats for 7 days.
    pub retry: Vec<Duration>,
    /// How long after a send its first status leaves.
    pub status_delay: Duration,
    pub window: WindowRefusal,
    pub dialect: Dialect,
}

#[derive(Clone)]
pub struct TelegramConfig {
    /// Made at random unless given.
    pub token: Option<String>,
    /// Offered to whoever calls `setWebhook`; made at random unless given.
    pub webhook_secret: Option<String>,
    pub username: String,
    pub name: String,
    /// Pauses before each new try of an update; the last one repeats until the update expires.
    pub retry: Vec<Duration>,
}

/// How a free-form message outside the 24-hour window is refused (131047).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowRefusal {
    /// Accepted with 200; a `failed` status follows. What Meta's documentation shows.
    ByStatus,
    /// Refused in the answer to the call.
    AtOnce,
}

/// Who stands in front of the Cloud API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Meta,
    /// 360dialog (docs.360dialog.com, read 2026-11-22): the token in `D360-API-KEY`, paths without version and
    /// number, templates below `/v1/configs`, links to files that name Meta's host, and webhooks without Meta's
    /// signature but with a header that was agreed on.
    Dialog360,
}

/// Whether senders are slowed as the platforms slow them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rates {
    /// WhatsApp: 80 messages a second per number (130429); one message per 6 s to the same person with a burst
    /// of 45 (131056). Telegram: 30 a second, about one a second per chat with a short burst (429).
    Documented,
    /// For load generators.
    Unlimited,
}

/// Whether every API request is kept for [`super::Platform::requests`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recording {
    Everything,
    /// Only counters: memory stays flat.
    Counters,
}

impl Default for PlatformConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            clock: Clock::system(),
            whatsapp: WhatsAppConfig::default(),
            telegram: TelegramConfig::default(),
            rates: Rates::Documented,
            recording: Recording::Everything,
            screen_limit: 2_000,
        }
    }
}

impl Default for WhatsAppConfig {
    fn default() -> Self {
        Self {
            phone_number_id: None,
            access_token: None,
            app_secret: None,
            verify_token: None,
            business_number: "623620000900".to_owned(),
            business_name: "Disdukcapil Buleleng".to_owned(),
            // "with decreasing frequency … for up to 7 days" (Meta, webhooks/overview); the steps are ours.
            retry: [1, 5, 20, 60, 300, 1_800, 3_600].map(Duration::from_secs).to_vec(),
            status_delay: Duration::from_millis(20),
            window: WindowRefusal::ByStatus,
            dialect: Dialect::Meta,
        }
    }
}

impl Default for TelegramConfig {
    fn default() -> Self {
        Self {
            token: None,
            webhook_secret: None,
            username: "DukcapilBulelengBot".to_owned(),
            name: "Disdukcapil Buleleng".to_owned(),
            // At once, then doubling, capped at a random 60 to 120 s (tdlib/telegram-bot-api, WebhookActor.cpp).
            retry: [0, 2, 4, 8, 16, 32, 64, 90].map(Duration::from_secs).to_vec(),
        }
    }
}

impl PlatformConfig {
    /// For tests: the same rules, with retries after milliseconds.
    pub fn quick() -> Self {
        let steps = |pauses: [u64; 4]| pauses.map(Duration::from_millis).to_vec();
        Self {
            whatsapp: WhatsAppConfig {
                retry: steps([10, 20, 40, 80]),
                status_delay: Duration::from_millis(2),
                ..WhatsAppConfig::default()
            },
            telegram: TelegramConfig { retry: steps([0, 10, 20, 40]), ..TelegramConfig::default() },
            ..Self::default()
        }
    }

    /// For load generators: no rate limits, nothing recorded, short screens.
    pub fn load() -> Self {
        Self { rates: Rates::Unlimited, recording: Recording::Counters, screen_limit: 40, ..Self::quick() }
    }
}

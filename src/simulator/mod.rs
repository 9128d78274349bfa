//! Stand-ins of the two platforms as they look from outside, and a page with two phones.
//!
//! [`Platform`] speaks the WhatsApp Cloud API and the Telegram Bot API over real HTTP on loopback, refuses
//! what the platforms refuse, and delivers webhooks by their documented rules. A [`Phone`] is one citizen's
//! telephone: what it sends arrives at Sapa as the platform would send it, and its [`Phone::screen`] is what
//! the citizen sees. [`Faults`] breaks things on demand. [`router`] is the page with two phones.
//!
//! This room uses nothing of the crate but itself, and shares no type with `channels`: a misreading of a
//! platform's documentation on one side must show on the other.
//!
//! Sources: Meta's WhatsApp Business Platform documentation (copies of 2026-09-11), Telegram's Bot API 10.1
//! and the public Bot API server (tdlib/telegram-bot-api 01a3679c), both read on 2026-11-21.

mod clock;
mod config;
mod cut;
mod faults;
mod handset;
mod ids;
mod images;
mod lanes;
mod page;
mod people;
mod phone;
mod platform;
mod rates;
mod requests;
mod samples;
mod screen;
mod server;
mod telegram;
mod whatsapp;

pub use clock::Clock;
pub use config::{Dialect, PlatformConfig, Rates, Recording, TelegramConfig, WhatsAppConfig, WindowRefusal};
pub use faults::{Fault, Faults};
pub use page::router;
pub use people::{Person, TelegramPerson, WhatsAppPerson};
pub use phone::{Phone, PhoneError, Tapped, TimedOut};
pub use platform::{HandshakeError, Mail, Platform, TelegramAccess, WhatsAppAccess};
pub use requests::{Counters, Request};
pub use samples::{SAMPLES, Sample};
pub use screen::{
    Act, Button, Direction, Kind, ListMenu, ListRow, ListSection, Media, Screen, Shown, State, Toast,
};

/// Which of the two platforms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    WhatsApp,
    Telegram,
}

#[cfg(test)]
mod tests;

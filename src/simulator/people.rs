//! Simulated citizens.

use super::{Channel, ids};

/// A citizen on WhatsApp.
#[derive(Clone)]
pub struct WhatsAppPerson {
    pub name: String,
    /// Digits only. `None`: the platform hides it from the office.
    pub phone: Option<String>,
    /// The business-scoped user id, `ID.` and digits.
    pub bsuid: String,
    pub username: Option<String>,
}

/// A citizen on Telegram.
#[derive(Clone)]
pub struct TelegramPerson {
    pub user_id: i64,
    pub first_name: String,
    pub last_name: Option<String>,
    pub username: Option<String>,
    pub language_code: String,
    /// Given to the office only when the citizen shares the contact. Digits only.
    pub phone: String,
}

#[derive(Clone)]
pub enum Person {
    WhatsApp(WhatsAppPerson),
    Telegram(TelegramPerson),
}

impl WhatsAppPerson {
    /// `phone` with or without `+`.
    pub fn new(name: &str, phone: &str) -> Self {
        let phone = Some(phone.trim_start_matches('+').to_owned());
        Self { name: name.to_owned(), phone, bsuid: format!("ID.{}", ids::digits(17)), username: None }
    }

    /// A user with a username whose number the office doesn't get to see.
    pub fn without_phone(name: &str, username: &str) -> Self {
        Self { phone: None, username: Some(username.to_owned()), ..Self::new(name, "") }
    }
}

impl TelegramPerson {
    pub fn new(first_name: &str) -> Self {
        Self {
            user_id: ids::digits(10).parse().unwrap_or(1_000_000_000),
            first_name: first_name.to_owned(),
            last_name: None,
            username: None,
            language_code: "id".to_owned(),
            phone: format!("62812{}", &ids::digits(9)[1..]),
        }
    }
}

impl Person {
    pub fn name(&self) -> &str {
        match self {
            Self::WhatsApp(person) => &person.name,
            Self::Telegram(person) => &person.first_name,
        }
    }

    pub fn channel(&self) -> Channel {
        match self {
            Self::WhatsApp(_) => Channel::WhatsApp,
            Self::Telegram(_) => Channel::Telegram,
        }
    }
}

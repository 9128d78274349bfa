//! One mail, one connection.

use std::time::Duration;

use futures_util::future::BoxFuture;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls as Protection, TlsParameters};
use lettre::transport::smtp::{AsyncSmtpTransport, Error};
use lettre::{AsyncTransport, Tokio1Executor};

use super::settings::{Settings, Tls};
use crate::domain::ids::MailId;
use crate::runtime::ports::{Letter, MailError, Mailer};

/// For each answer of the server; shorter than a worker's lease on a mail.
const PATIENCE: Duration = Duration::from_secs(15);
/// For the whole of it.
const WHOLE: Duration = Duration::from_secs(45);

/// What a server answers when it does not take our login, or wants one (RFC 4954), or a protected connection (RFC 3207).
const OURS: [u16; 5] = [530, 534, 535, 538, 454];

/// The office's SMTP server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Tells other programs not to answer (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Smtp {
    /// Connects to nobody yet.
    ///
    /// # Errors
    /// When the server's name cannot stand in a certificate.
    pub fn new(settings: &Settings) -> Result<Smtp, String> {
        let protected = || TlsParameters::new(settings.host.clone()).map_err(|e| e.to_string());
        let tls = match settings.tls {
            Tls::Wrapped => Protection::Wrapper(protected()?),
            Tls::Required => Protection::Required(protected()?),
            Tls::Off => Protection::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls)
            .timeout(Some(PATIENCE));
        if let Some((user, password)) = &settings.login {
            builder = builder.credentials(Credentials::new(user.clone(), password.expose().clone()));
        }
        Ok(Smtp { transport: builder.build(), from: settings.from.clone() })
    }

    /// Connects and says goodbye; for `sapa doctor`.
    ///
    /// # Errors
    /// What the server answered, or that it did not.
    pub async fn probe(&self) -> Result<(), String> {
        match tokio::time::timeout(WHOLE, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err("it answers, and says that it is not ready".into()),
            Ok(Err(error)) => Err(sorted(&error).to_string()),
            Err(_) => Err("it does not answer in time".into()),
        }
    }

    fn message(&self, id: &MailId, letter: &Letter) -> Option<Message> {
        let to = Mailbox::new(None, letter.to.expose().parse().ok()?);
        let domain = self.from.email.domain();
        Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject.clone())
            .message_id(Some(format!("<{id}@{domain}>")))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.expose().clone())
            .ok()
    }
}

impl Mailer for Smtp {
    fn send<'a>(&'a self, id: &'a MailId, letter: &'a Letter) -> BoxFuture<'a, Result<(), MailError>> {
        Box::pin(async move {
            let Some(message) = self.message(id, letter) else {
                return Err(MailError::Refused("the address is not one for e-mail".into()));
            };
            match tokio::time::timeout(WHOLE, self.transport.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(sorted(&error)),
                Err(_) => Err(MailError::Retry("no answer in time".into())),
            }
        })
    }
}

/// Whether the answer is about who sends and not about who receives: the class "security or policy" of RFC 3463, as in
/// `550 5.7.1 relaying denied`.
fn is_about_us(error: &Error) -> bool {
    let words = std::error::Error::source(error).map(ToString::to_string);
    words.is_some_and(|words| words.starts_with("5.7."))
}

/// By what to do next.
fn sorted(error: &Error) -> MailError {
    let code = error.status().map(u16::from);
    match code {
        Some(code) if OURS.contains(&code) => MailError::Held(format!("answered {code}: look at the login")),
        Some(code @ 500..) if is_about_us(error) => {
            MailError::Held(format!("answered {code}: it does not want our mails"))
        }
        // The address, or what is in the mail: RFC 5321, 4.2.3.
        Some(code @ (550..=556 | 521 | 501)) => MailError::Refused(format!("answered {code}")),
        Some(code @ 500..) => MailError::Held(format!("answered {code}")),
        Some(code) => MailError::Retry(format!("answered {code}")),
        None if error.is_timeout() => MailError::Retry("no answer in time".into()),
        None if error.is_tls() => {
            MailError::Held("the connection cannot be protected: look at the certificate".into())
        }
        None if error.is_client() => MailError::Held("it cannot do what is needed: look at smtp_url".into()),
        None => MailError::Retry("no connection".into()),
    }
}

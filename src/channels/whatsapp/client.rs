//! The calls to the Graph API.

use futures_util::future::BoxFuture;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};

use super::abilities::{ABILITIES, IMAGE_BYTES_MAX};
use super::error::Refusal;
use super::settings::NumberPath;
use super::to_wire::{self, Uploaded};
use super::{Settings, error, read, template};
use crate::channels::http;
use crate::channels::json::{self, text};
use crate::channels::verdict::surely_not_sent;
use crate::domain::ids::MessageId;
use crate::domain::inbound::{Address, Body, ChannelKind, DeliveryStatus, Inbound, MediaRef};
use crate::domain::outbound::{Abilities, Attachment, Outgoing, Sensitive, Spent};
use crate::domain::template::{Filled, TemplateNews};
use crate::runtime::ports::{Channel, FetchError, SendError, Sent};

/// A thousand templates; an account may hold 250 of each language (Meta, 2026-09), an office has a dozen.
const TEMPLATE_PAGES_MAX: usize = 10;

/// One WhatsApp number.
pub struct WhatsApp {
    pub(super) settings: Settings,
    pub(super) client: Client,
}

/// Whether a read mark shows that we write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Typing {
    Shown,
    Left,
}

/// Why a call did not succeed.
pub(super) enum Failure {
    NoAnswer(SendError),
    Refused(Refusal),
}

impl Failure {
    pub(super) fn verdict(self) -> SendError {
        match self {
            Failure::NoAnswer(error) => error,
            Failure::Refused(refusal) => refusal.verdict(),
        }
    }
}

impl WhatsApp {
    /// `client` must follow no redirects: [`crate::channels::http_client`].
    #[must_use]
    pub fn new(settings: Settings, client: Client) -> WhatsApp {
        WhatsApp { settings, client }
    }

    /// Sends a request with our token; a success without JSON is `Null`.
    pub(super) async fn call(&self, request: RequestBuilder) -> Result<Value, Failure> {
        let header = self.settings.provider.auth_header.as_str();
        let request = request.header(header, self.settings.authorisation());
        let no_answer = |error: reqwest::Error| Failure::NoAnswer(http::no_answer(&error));
        let response = request.send().await.map_err(no_answer)?;
        let status = response.status();
        let retry_after = http::retry_after(&response);
        let bytes = response.bytes().await.map_err(no_answer)?;
        let body = json::parse(&bytes).unwrap_or(Value::Null);
        if status.is_success() && body.get("error").is_none() {
            return Ok(body);
        }
        Err(Failure::Refused(Refusal { status: status.as_u16(), retry_after, body }))
    }

    async fn messages(&self, body: &Value) -> Result<Value, Failure> {
        let url = self.settings.number_url("messages");
        self.call(self.client.post(url).timeout(http::CALL_TIMEOUT).json(body)).await
    }

    async fn send_now(
        &self,
        to: &[Address],
        id: &MessageId,
        message: &Outgoing,
        file: Option<Vec<u8>>,
    ) -> Result<Sent, SendError> {
        let refused = |why: &str| SendError::Refused { why: why.to_owned() };
        let recipient = to_wire::recipient(to)
            .ok_or_else(|| SendError::Unreachable { why: "no WhatsApp address".to_owned() })?;
        let body = match (&message.attachment, file) {
            (Some(attachment), Some(bytes)) => {
                let picture = shown_as_picture(attachment, &bytes);
                let media_id = self.upload(attachment, bytes).await?;
                let file_name = attachment.file_name.expose();
                let uploaded = Uploaded { media_id: &media_id, picture, file_name };
                to_wire::request(&recipient, id, message, Some(&uploaded))
            }
            (Some(_), None) => return Err(refused("the attached file is missing")),
            (None, _) if message.text.expose().trim().is_empty() && message.choices.is_empty() => {
                return Err(refused("an empty message"));
            }
            (None, _) => to_wire::request(&recipient, id, message, None),
        };
        match self.post(&body).await {
            // Not every number and API version may ask for a contact or a place: then the words do it alone.
            Err(SendError::Refused { .. }) if message.ask_contact || message.ask_location => {
                let plain = Outgoing { ask_contact: false, ask_location: false, ..message.clone() };
                self.post(&to_wire::request(&recipient, id, &plain, None)).await
            }
            done => done,
        }
    }

    async fn send_template_now(
        &self,
        to: &[Address],
        id: &MessageId,
        template: &Filled,
    ) -> Result<Sent, SendError> {
        let recipient = to_wire::recipient(to)
            .ok_or_else(|| SendError::Unreachable { why: "no WhatsApp address".to_owned() })?;
        self.post(&to_wire::template_request(&recipient, id, template)).await
    }

    async fn post(&self, body: &Value) -> Result<Sent, SendError> {
        let answer = self.messages(body).await.map_err(Failure::verdict)?;
        match json::list(&answer, "messages").iter().find_map(|message| text(message, "id")) {
            Some(wamid) => Ok(Sent { wire_id: wamid.to_owned() }),
            None => Err(SendError::Retry {
                after: None,
                sure: false,
                why: "the platform answered without a message id".to_owned(),
            }),
        }
    }

    async fn upload(&self, attachment: &Attachment, bytes: Vec<u8>) -> Result<String, SendError> {
        let part = Part::bytes(bytes)
            .file_name(attachment.file_name.expose().clone())
            .mime_str(&attachment.mime)
            .map_err(|_| SendError::Refused { why: "the attached file has no valid type".to_owned() })?;
        let form = Form::new()
            .text("messaging_product", "whatsapp")
            .text("type", attachment.mime.clone())
            .part("file", part);
        let url = self.settings.number_url("media");
        let request = self.client.post(url).timeout(http::UPLOAD_TIMEOUT).multipart(form);
        let answer = self.call(request).await.map_err(|failure| surely_not_sent(failure.verdict()))?;
        json::scalar(&answer, "id").ok_or_else(|| SendError::Retry {
            after: None,
            sure: true,
            why: "the upload was answered without a media id".to_owned(),
        })
    }

    /// Only a citizen's own message has an id that can be marked. Typing comes with a read mark or not at all; it is
    /// shown until we answer or 25 s.
    async fn mark_read(&self, inbound: &Inbound, typing: Typing) {
        match inbound.body {
            Body::Text { .. }
            | Body::Tap { .. }
            | Body::Media { .. }
            | Body::Location { .. }
            | Body::Contact { .. }
            | Body::Form { .. }
            | Body::Reaction { .. }
            | Body::Edited { .. }
            | Body::Unsupported { .. } => {}
            Body::Status(_)
            | Body::Blocked { .. }
            | Body::AddressChange { .. }
            | Body::Account { .. }
            | Body::Ignored { .. } => return,
        }
        let mut body = json!({
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": inbound.provider_id,
        });
        if typing == Typing::Shown {
            body["typing_indicator"] = json!({"type": "text"});
        }
        if let Err(failure) = self.messages(&body).await {
            tracing::debug!(error = %failure.verdict(), "a read mark was not taken");
        }
    }

    async fn list_templates(&self) -> Result<Option<Vec<TemplateNews>>, SendError> {
        let Some(url) = self.settings.templates_url() else { return Ok(None) };
        let (mut found, mut after) = (Vec::new(), None::<String>);
        for _ in 0..TEMPLATE_PAGES_MAX {
            let mut request = self.client.get(&url).timeout(http::CALL_TIMEOUT);
            request = request.query(&[("limit", "100")]);
            if let Some(after) = &after {
                request = request.query(&[("after", after)]);
            }
            let answer = self.call(request).await.map_err(Failure::verdict)?;
            found.extend(template::items(&answer));
            after = template::next_page(&answer);
            if after.is_none() {
                break;
            }
        }
        Ok(Some(found))
    }

    async fn ask_for_number(&self) -> Result<String, String> {
        if self.settings.provider.number_path == NumberPath::Implied {
            // A Solution Provider has no look at the number itself: what it answers about templates tells as much.
            return match self.list_templates().await {
                Ok(templates) => Ok(format!("{} templates", templates.map_or(0, |all| all.len()))),
                Err(error) => Err(error.to_string()),
            };
        }
        let fields = "display_phone_number,verified_name,quality_rating";
        let url = self.settings.url(&self.settings.phone_number_id);
        let request = self.client.get(url).query(&[("fields", fields)]).timeout(http::CALL_TIMEOUT);
        let answer = self.call(request).await.map_err(|failure| failure.verdict().to_string())?;
        let told = |key: &str| text(&answer, key).unwrap_or("?").to_owned();
        let (number, name) = (told("display_phone_number"), told("verified_name"));
        Ok(format!("{number}, {name}, quality {}", told("quality_rating")))
    }
}

fn shown_as_picture(attachment: &Attachment, bytes: &[u8]) -> bool {
    matches!(attachment.mime.as_str(), "image/jpeg" | "image/png") && bytes.len() <= IMAGE_BYTES_MAX
}

impl Channel for WhatsApp {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Whatsapp
    }

    fn abilities(&self) -> &Abilities {
        &ABILITIES
    }

    fn sensitive(&self) -> Sensitive {
        self.settings.sensitive
    }

    fn read(&self, fragment: &str) -> Inbound {
        read::read(fragment)
    }

    fn send<'a>(
        &'a self,
        to: &'a [Address],
        id: &'a MessageId,
        message: &'a Outgoing,
        file: Option<Vec<u8>>,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        Box::pin(self.send_now(to, id, message, file))
    }

    fn send_template<'a>(
        &'a self,
        to: &'a [Address],
        id: &'a MessageId,
        template: &'a Filled,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        Box::pin(self.send_template_now(to, id, template))
    }

    fn line(&self) -> &str {
        &self.settings.phone_number_id
    }

    fn fate(&self, status: &DeliveryStatus) -> SendError {
        error::fate(status.error.as_deref())
    }

    fn template_news(&self, fragment: &str) -> Vec<TemplateNews> {
        json::parse(fragment.as_bytes()).map(|value| template::news(&value)).unwrap_or_default()
    }

    fn ask_templates<'a>(&'a self) -> BoxFuture<'a, Result<Option<Vec<TemplateNews>>, SendError>> {
        Box::pin(self.list_templates())
    }

    fn fetch<'a>(&'a self, media: &'a MediaRef) -> BoxFuture<'a, Result<Vec<u8>, FetchError>> {
        Box::pin(self.fetch_now(media))
    }

    fn acknowledge<'a>(&'a self, _from: &'a [Address], inbound: &'a Inbound) -> BoxFuture<'a, ()> {
        Box::pin(self.mark_read(inbound, Typing::Left))
    }

    fn working<'a>(&'a self, _from: &'a [Address], inbound: &'a Inbound) -> BoxFuture<'a, ()> {
        Box::pin(self.mark_read(inbound, Typing::Shown))
    }

    /// Sent messages cannot be edited here: the engine refuses stale taps instead.
    fn retire_choices<'a>(&'a self, _to: &'a [Address], _spent: &'a Spent) -> BoxFuture<'a, ()> {
        Box::pin(std::future::ready(()))
    }

    fn probe<'a>(&'a self) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(self.ask_for_number())
    }
}

//! Sending, in teloxide's types.

use futures_util::future::BoxFuture;
use reqwest::Client;
use reqwest::multipart::{Form, Part};
use serde::Serialize;
use serde_json::{Value, json};
use teloxide::payloads::{
    AnswerCallbackQuery, EditMessageCaption, EditMessageCaptionSetters, EditMessageReplyMarkup,
    EditMessageText, EditMessageTextSetters, SendChatAction, SendMessage, SendMessageSetters,
};
use teloxide::types::{
    CallbackQueryId, ChatAction, ChatId, LinkPreviewOptions, MessageId as WireId, ParseMode,
};

use super::abilities::{ABILITIES, PHOTO_BYTES_MAX};
use super::api::{self, Failure};
use super::error::no_good_answer;
use super::read;
use super::settings::{Mode, Settings};
use super::to_wire::{self, Wire};
use crate::channels::http;
use crate::channels::json::{integer, scalar, text};
use crate::domain::ids::MessageId;
use crate::domain::inbound::{Address, Body, ChannelKind, Inbound, MediaRef};
use crate::domain::outbound::{Abilities, Attachment, Outgoing, Sensitive, Spent};
use crate::runtime::ports::{Channel, FetchError, SendError, Sent};

/// The platform's fetch of a one-time link must not use it up, neither when it is sent nor when its bubble is edited.
const NO_PREVIEW: LinkPreviewOptions = LinkPreviewOptions {
    is_disabled: true,
    url: None,
    prefer_small_media: false,
    prefer_large_media: false,
    show_above_text: false,
};

/// One Telegram bot.
pub struct Telegram {
    pub(super) settings: Settings,
    pub(super) client: Client,
}

impl Telegram {
    /// `client`: [`crate::channels::http_client`].
    #[must_use]
    pub fn new(settings: Settings, client: Client) -> Telegram {
        Telegram { settings, client }
    }

    /// Calls a method with a typed request. `payload` is one of teloxide's.
    async fn call(&self, method: &str, payload: &impl Serialize) -> Result<Value, Failure> {
        let unusable = |_| {
            let why = "the request cannot be written as JSON".to_owned();
            Failure::NoAnswer(SendError::Refused { why })
        };
        let body = serde_json::to_value(payload).map_err(unusable)?;
        api::call(&self.client, &self.settings, method, &body, http::CALL_TIMEOUT).await
    }

    async fn send_now(
        &self,
        to: &[Address],
        id: &MessageId,
        message: &Outgoing,
        file: Option<Vec<u8>>,
    ) -> Result<Sent, SendError> {
        let refused = |why: &str| SendError::Refused { why: why.to_owned() };
        let chat = to_wire::chat(to)
            .ok_or_else(|| SendError::Unreachable { why: "no Telegram address".to_owned() })?;
        let wire = to_wire::wire(id, message);
        let answer = match (&message.attachment, file) {
            (Some(attachment), Some(bytes)) => self.send_file(chat, wire, attachment, bytes).await?,
            (Some(_), None) => return Err(refused("the attached file is missing")),
            (None, _) if wire.html.trim().is_empty() => return Err(refused("an empty message")),
            (None, _) => self.send_text(ChatId(chat), wire).await.map_err(Failure::verdict)?,
        };
        // Said, and the answer names no message: a second try could say it twice, so it is unsure.
        scalar(&answer, "message_id").map(|wire_id| Sent { wire_id }).ok_or_else(no_good_answer)
    }

    async fn send_text(&self, chat: ChatId, wire: Wire) -> Result<Value, Failure> {
        let mut message =
            SendMessage::new(chat, wire.html).parse_mode(ParseMode::Html).link_preview_options(NO_PREVIEW);
        message.reply_markup = wire.reply_markup;
        message.reply_parameters = wire.reply_parameters;
        self.call("sendMessage", &message).await
    }

    async fn send_file(
        &self,
        chat: i64,
        wire: Wire,
        attachment: &Attachment,
        bytes: Vec<u8>,
    ) -> Result<Value, SendError> {
        let picture = matches!(attachment.mime.as_str(), "image/jpeg" | "image/png");
        let (method, field) = match picture && bytes.len() <= PHOTO_BYTES_MAX {
            true => ("sendPhoto", "photo"),
            false => ("sendDocument", "document"),
        };
        let part = Part::bytes(bytes)
            .file_name(attachment.file_name.expose().clone())
            .mime_str(&attachment.mime)
            .map_err(|_| SendError::Refused { why: "the attached file has no valid type".to_owned() })?;
        let mut form = Form::new().text("chat_id", chat.to_string());
        if !wire.html.is_empty() {
            form = form.text("caption", wire.html).text("parse_mode", "HTML");
        }
        if let Some(markup) = wire.reply_markup {
            form = form.text("reply_markup", json!(markup).to_string());
        }
        if let Some(answered) = wire.reply_parameters {
            form = form.text("reply_parameters", json!(answered).to_string());
        }
        let form = form.part(field, part);
        api::upload(&self.client, &self.settings, method, form).await.map_err(Failure::verdict)
    }

    /// A pressed button spins until it is answered. A bot has no read mark for anything else (Bot API 10.3:
    /// `readBusinessMessage` is for business accounts alone).
    async fn stop_spinner(&self, inbound: &Inbound) {
        let Body::Tap { callback_id: Some(id), .. } = &inbound.body else { return };
        let answer = AnswerCallbackQuery::new(CallbackQueryId(id.clone()));
        courtesy(self.call("answerCallbackQuery", &answer).await, "a button spins on");
    }

    /// Shown until we answer or 5 s (Bot API, sendChatAction).
    async fn show_typing(&self, from: &[Address]) {
        let Some(chat) = to_wire::chat(from) else { return };
        let typing = SendChatAction::new(ChatId(chat), ChatAction::Typing);
        courtesy(self.call("sendChatAction", &typing).await, "typing was not shown");
    }

    /// What was chosen stays to be seen; where it was typed, or does not fit, the buttons just go.
    async fn take_buttons_off(&self, to: &[Address], spent: &Spent) {
        let (Some(chat), Ok(id)) = (to_wire::chat(to), spent.wire_id.parse()) else { return };
        let (chat, id) = (ChatId(chat), WireId(id));
        let done = match to_wire::spent(spent) {
            Some(html) if spent.message.attachment.is_some() => {
                let traced = EditMessageCaption::new(chat, id).caption(html).parse_mode(ParseMode::Html);
                self.call("editMessageCaption", &traced).await
            }
            Some(html) => {
                let traced = EditMessageText::new(chat, id, html)
                    .parse_mode(ParseMode::Html)
                    .link_preview_options(NO_PREVIEW);
                self.call("editMessageText", &traced).await
            }
            None => self.call("editMessageReplyMarkup", &EditMessageReplyMarkup::new(chat, id)).await,
        };
        courtesy(done, "the buttons of an answered message stay");
    }

    async fn ask_for_bot(&self) -> Result<String, String> {
        let nothing = json!({});
        let ask = |method| api::call(&self.client, &self.settings, method, &nothing, http::CALL_TIMEOUT);
        let me = ask("getMe").await.map_err(|failure| failure.verdict().to_string())?;
        let bot = format!("@{}", text(&me, "username").unwrap_or("?"));
        if self.settings.mode == Mode::Polling {
            return Ok(format!("{bot}, polling"));
        }
        let hook = ask("getWebhookInfo").await.map_err(|failure| failure.verdict().to_string())?;
        if text(&hook, "url").is_none() {
            return Err(format!("{bot} has no webhook: start `sapa serve` once with public_url set"));
        }
        let waiting = integer(&hook, "pending_update_count").unwrap_or(0);
        Ok(match text(&hook, "last_error_message") {
            None => format!("{bot}, webhook, {waiting} updates waiting"),
            Some(error) => format!("{bot}, webhook, {waiting} updates waiting, last error: {error}"),
        })
    }
}

fn courtesy(done: Result<Value, Failure>, what: &'static str) {
    if let Err(failure) = done {
        tracing::debug!(error = %failure.verdict(), what, "courtesy failed");
    }
}

impl Channel for Telegram {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Telegram
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

    /// Telegram takes no id of ours along: a message whose answer was lost may be sent twice.
    fn send<'a>(
        &'a self,
        to: &'a [Address],
        id: &'a MessageId,
        message: &'a Outgoing,
        file: Option<Vec<u8>>,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        Box::pin(self.send_now(to, id, message, file))
    }

    fn fetch<'a>(&'a self, media: &'a MediaRef) -> BoxFuture<'a, Result<Vec<u8>, FetchError>> {
        Box::pin(self.fetch_now(media))
    }

    fn acknowledge<'a>(&'a self, _from: &'a [Address], inbound: &'a Inbound) -> BoxFuture<'a, ()> {
        Box::pin(self.stop_spinner(inbound))
    }

    fn working<'a>(&'a self, from: &'a [Address], _inbound: &'a Inbound) -> BoxFuture<'a, ()> {
        Box::pin(self.show_typing(from))
    }

    fn retire_choices<'a>(&'a self, to: &'a [Address], spent: &'a Spent) -> BoxFuture<'a, ()> {
        Box::pin(self.take_buttons_off(to, spent))
    }

    fn probe<'a>(&'a self) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(self.ask_for_bot())
    }
}

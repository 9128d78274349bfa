//! Sending, through teloxide.

use std::time::Duration;

use futures_util::future::BoxFuture;
use reqwest::Client;
use serde_json::json;
use teloxide::Bot;
use teloxide::payloads::{SendDocumentSetters, SendMessageSetters, SendPhotoSetters};
use teloxide::requests::Requester;
use teloxide::types::{
    CallbackQueryId, ChatAction, ChatId, InputFile, LinkPreviewOptions, Message, MessageId as WireId,
    ParseMode,
};

use super::abilities::{ABILITIES, PHOTO_BYTES_MAX};
use super::error::{no_good_answer, sort_request};
use super::settings::{Mode, Settings};
use super::to_wire::{self, Wire};
use super::{api, read};
use crate::channels::http;
use crate::channels::json::{integer, text};
use crate::domain::ids::MessageId;
use crate::domain::inbound::{Address, Body, ChannelKind, Inbound, MediaRef};
use crate::domain::outbound::{Abilities, Attachment, Outgoing, Sensitive};
use crate::runtime::ports::{Channel, FetchError, SendError, Sent};

/// teloxide waits ten seconds by itself after a 5xx; an upload needs its time too.
const PATIENCE: Duration = Duration::from_secs(60);

/// One Telegram bot.
pub struct Telegram {
    pub(super) settings: Settings,
    pub(super) client: Client,
    bot: Bot,
}

impl Telegram {
    /// `client`: [`crate::channels::http_client`].
    #[must_use]
    pub fn new(settings: Settings, client: Client) -> Telegram {
        let mut api_url = settings.api_url.clone();
        if let Ok(mut segments) = api_url.path_segments_mut() {
            segments.pop_if_empty();
        }
        let bot = Bot::with_client(settings.token.expose(), client.clone()).set_api_url(api_url);
        Telegram { settings, client, bot }
    }

    async fn send_now(
        &self,
        to: &[Address],
        message: &Outgoing,
        file: Option<Vec<u8>>,
    ) -> Result<Sent, SendError> {
        let refused = |why: &str| SendError::Refused { why: why.to_owned() };
        let chat = to_wire::chat(to)
            .map(ChatId)
            .ok_or_else(|| SendError::Unreachable { why: "no Telegram address".to_owned() })?;
        let wire = to_wire::wire(message);
        let sending: BoxFuture<'_, _> = match (&message.attachment, file) {
            (Some(attachment), Some(bytes)) => Box::pin(self.send_file(chat, wire, attachment, bytes)),
            (Some(_), None) => return Err(refused("the attached file is missing")),
            (None, _) if wire.html.trim().is_empty() => return Err(refused("an empty message")),
            (None, _) => Box::pin(self.send_text(chat, wire)),
        };
        match tokio::time::timeout(PATIENCE, sending).await {
            Ok(Ok(message)) => Ok(Sent { wire_id: message.id.0.to_string() }),
            Ok(Err(error)) => sort_request(error),
            Err(_) => Err(no_good_answer()),
        }
    }

    async fn send_text(&self, chat: ChatId, wire: Wire) -> Result<Message, teloxide::RequestError> {
        // Without a preview: the platform's fetch of a one-time link must not use it up.
        let no_preview = LinkPreviewOptions {
            is_disabled: true,
            url: None,
            prefer_small_media: false,
            prefer_large_media: false,
            show_above_text: false,
        };
        let mut call = self.bot.send_message(chat, wire.html).parse_mode(ParseMode::Html);
        call = call.link_preview_options(no_preview);
        if let Some(markup) = wire.reply_markup {
            call = call.reply_markup(markup);
        }
        if let Some(answered) = wire.reply_parameters {
            call = call.reply_parameters(answered);
        }
        call.await
    }

    async fn send_file(
        &self,
        chat: ChatId,
        wire: Wire,
        attachment: &Attachment,
        bytes: Vec<u8>,
    ) -> Result<Message, teloxide::RequestError> {
        let picture = matches!(attachment.mime.as_str(), "image/jpeg" | "image/png");
        let as_photo = picture && bytes.len() <= PHOTO_BYTES_MAX;
        let file = InputFile::memory(bytes).file_name(attachment.file_name.expose().clone());
        if as_photo {
            let mut call = self.bot.send_photo(chat, file).caption(wire.html).parse_mode(ParseMode::Html);
            if let Some(markup) = wire.reply_markup {
                call = call.reply_markup(markup);
            }
            if let Some(answered) = wire.reply_parameters {
                call = call.reply_parameters(answered);
            }
            call.await
        } else {
            let mut call = self.bot.send_document(chat, file).caption(wire.html).parse_mode(ParseMode::Html);
            if let Some(markup) = wire.reply_markup {
                call = call.reply_markup(markup);
            }
            if let Some(answered) = wire.reply_parameters {
                call = call.reply_parameters(answered);
            }
            call.await
        }
    }

    /// A pressed button spins until it is answered; anything else gets "typing".
    async fn answer(&self, from: &[Address], inbound: &Inbound) {
        let done = match (&inbound.body, to_wire::chat(from)) {
            (Body::Tap { callback_id: Some(id), .. }, _) => {
                self.bot.answer_callback_query(CallbackQueryId(id.clone())).await.map(drop)
            }
            (Body::Blocked { .. } | Body::Ignored { .. }, _) | (_, None) => return,
            (_, Some(chat)) => self.bot.send_chat_action(ChatId(chat), ChatAction::Typing).await.map(drop),
        };
        courtesy(done, "an acknowledgement was not taken");
    }

    async fn take_buttons_off(&self, to: &[Address], wire_id: &str) {
        let (Some(chat), Ok(id)) = (to_wire::chat(to), wire_id.parse()) else { return };
        let done = self.bot.edit_message_reply_markup(ChatId(chat), WireId(id)).await.map(drop);
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

fn courtesy(done: Result<(), teloxide::RequestError>, what: &'static str) {
    if let Err(Err(error)) = done.map_err(sort_request) {
        tracing::debug!(%error, what, "courtesy failed");
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

    /// Telegram takes no id of ours: a message whose answer was lost may be sent twice.
    fn send<'a>(
        &'a self,
        to: &'a [Address],
        _id: &'a MessageId,
        message: &'a Outgoing,
        file: Option<Vec<u8>>,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        Box::pin(self.send_now(to, message, file))
    }

    fn fetch<'a>(&'a self, media: &'a MediaRef) -> BoxFuture<'a, Result<Vec<u8>, FetchError>> {
        Box::pin(self.fetch_now(media))
    }

    fn acknowledge<'a>(&'a self, from: &'a [Address], inbound: &'a Inbound) -> BoxFuture<'a, ()> {
        Box::pin(self.answer(from, inbound))
    }

    fn retire_choices<'a>(&'a self, to: &'a [Address], wire_id: &'a str) -> BoxFuture<'a, ()> {
        Box::pin(self.take_buttons_off(to, wire_id))
    }

    fn probe<'a>(&'a self) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(self.ask_for_bot())
    }
}

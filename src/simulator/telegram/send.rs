//! What the bot writes, changes and deletes.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::answers::ApiError;
use super::args::Args;
use super::entities::{self, Formatted};
use super::markup::{self, Markup};
use super::{files, messages};
use crate::simulator::config::Rates;
use crate::simulator::handset::Handset;
use crate::simulator::images;
use crate::simulator::lanes::lock;
use crate::simulator::platform::Platform;
use crate::simulator::rates::Bucket;
use crate::simulator::screen::{Direction, Kind, Media, Shown, State};

/// UTF-16 units, after the entities were parsed.
const TEXT: u64 = 4_096;
const CAPTION: u64 = 1_024;
const PHOTO_BYTES: usize = 10 << 20;
const FILE_BYTES: usize = 50 << 20;
/// A message can be deleted for so long.
const DELETABLE_MS: i64 = 48 * 3600 * 1000;

/// The phone behind `chat_id`; a chat exists once the citizen has written.
pub(super) fn chat(platform: &Platform, args: &Args) -> Result<Arc<Handset>, ApiError> {
    if !args.has("chat_id") {
        return Err(ApiError::bad("chat_id is empty"));
    }
    let handset = args.integer("chat_id").and_then(|id| platform.handset(&format!("chat:{id}")));
    let started = handset.filter(|handset| handset.look(|screen| screen.started));
    let handset = started.ok_or_else(|| ApiError::bad("chat not found"))?;
    match handset.look(|screen| screen.blocked) {
        true => Err(ApiError::forbidden("bot was blocked by the user")),
        false => Ok(handset),
    }
}

pub(super) fn message(platform: &Platform, args: &Args) -> Result<Value, ApiError> {
    let handset = chat(platform, args)?;
    let text = checked_text(args)?;
    let shown = Shown { kind: Kind::Text, text: text.text, entities: text.entities, ..Shown::default() };
    post(platform, args, &handset, shown)
}

fn checked_text(args: &Args) -> Result<Formatted, ApiError> {
    let formatted = entities::read(args, "text", "entities")?;
    if formatted.text.is_empty() {
        return Err(ApiError::bad("message text is empty"));
    }
    match entities::utf16(&formatted.text) > TEXT {
        true => Err(ApiError::bad("message is too long")),
        false => Ok(formatted),
    }
}

fn checked_caption(args: &Args) -> Result<Formatted, ApiError> {
    let formatted = entities::read(args, "caption", "caption_entities")?;
    match entities::utf16(&formatted.text) > CAPTION {
        true => Err(ApiError::bad("message caption is too long")),
        false => Ok(formatted),
    }
}

pub(super) fn photo(platform: &Platform, args: &Args) -> Result<Value, ApiError> {
    let handset = chat(platform, args)?;
    let media = media(platform, args, "photo")?;
    let (Some(width), Some(height)) = (media.width, media.height) else {
        return Err(ApiError::bad("IMAGE_PROCESS_FAILED"));
    };
    if media.size > PHOTO_BYTES {
        return Err(ApiError::bad("file is too big"));
    }
    if width + height > 10_000 || width.max(height) > 20 * width.min(height).max(1) {
        return Err(ApiError::bad("PHOTO_INVALID_DIMENSIONS"));
    }
    with_caption(platform, args, &handset, Kind::Photo, media)
}

pub(super) fn document(platform: &Platform, args: &Args) -> Result<Value, ApiError> {
    let handset = chat(platform, args)?;
    let media = media(platform, args, "document")?;
    if media.size > FILE_BYTES {
        return Err(ApiError::bad("file is too big"));
    }
    with_caption(platform, args, &handset, Kind::Document, media)
}

fn with_caption(
    platform: &Platform,
    args: &Args,
    handset: &Arc<Handset>,
    kind: Kind,
    media: Media,
) -> Result<Value, ApiError> {
    let caption = checked_caption(args)?;
    let wire = files::keep(platform, kind, &media);
    let shown = Shown {
        kind,
        text: caption.text,
        entities: caption.entities,
        media: Some(media),
        wire,
        ..Shown::default()
    };
    post(platform, args, handset, shown)
}

/// A file that was uploaded, or one that Telegram has already.
fn media(platform: &Platform, args: &Args, key: &str) -> Result<Media, ApiError> {
    if let Some(upload) = args.file(key) {
        let mime = upload.mime.unwrap_or_else(|| guessed(&upload.filename).to_owned());
        return Ok(measured(upload.bytes, mime, upload.filename));
    }
    match args.text(key) {
        None => Err(ApiError::bad(&format!("there is no {key} in the request"))),
        Some(text) if text.contains("://") => Err(ApiError::bad("failed to get HTTP URL content")),
        Some(id) => {
            let wrong = "wrong remote file identifier specified: Wrong string length";
            files::find(platform, &id).ok_or_else(|| ApiError::bad(wrong))
        }
    }
}

fn measured(bytes: Bytes, mime: String, filename: String) -> Media {
    let size = images::dimensions(&bytes);
    Media {
        mime,
        filename: Some(filename),
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
        size: bytes.len(),
        bytes,
    }
}

fn guessed(filename: &str) -> &'static str {
    match filename.rsplit('.').next().map(str::to_ascii_lowercase).as_deref() {
        Some("pdf") => "application/pdf",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

pub(super) fn location(platform: &Platform, args: &Args) -> Result<Value, ApiError> {
    let handset = chat(platform, args)?;
    let number = |key: &str| args.text(key).and_then(|text| text.parse::<f64>().ok());
    let (Some(latitude), Some(longitude)) = (number("latitude"), number("longitude")) else {
        return Err(ApiError::bad("latitude is empty"));
    };
    let place = json!({"latitude": latitude, "longitude": longitude});
    let shown = Shown {
        kind: Kind::Location,
        latitude: Some(latitude),
        longitude: Some(longitude),
        wire: Map::from_iter([("location".to_owned(), place)]),
        ..Shown::default()
    };
    post(platform, args, &handset, shown)
}

/// Puts a bubble on the phone and answers the message.
fn post(platform: &Platform, args: &Args, handset: &Arc<Handset>, shown: Shown) -> Result<Value, ApiError> {
    let markup = markup::read(args)?;
    let quoted = quoted(args, handset)?;
    slow_down(platform, handset)?;
    let mut shown = Shown {
        wire_id: platform.0.telegram.next_message().to_string(),
        direction: Direction::Received,
        at_ms: platform.now_ms(),
        reply_to: quoted,
        ..shown
    };
    shown.state = if handset.look(|screen| screen.open) { State::Read } else { State::Delivered };
    match markup {
        Markup::Inline(rows, json) => {
            shown.buttons = rows;
            shown.wire.insert("reply_markup".to_owned(), json);
        }
        Markup::Keyboard { rows, once, placeholder } => handset.edit(|screen| {
            screen.keyboard = Some(rows);
            screen.keyboard_once = once;
            screen.placeholder = placeholder;
        }),
        Markup::Remove => handset.edit(|screen| {
            screen.keyboard = None;
            screen.placeholder = None;
        }),
        Markup::ForceReply { placeholder } => handset.edit(|screen| screen.placeholder = placeholder),
        Markup::None => {}
    }
    let answer = messages::whole(platform, handset, &shown);
    handset.add(shown);
    Ok(answer)
}

fn quoted(args: &Args, handset: &Handset) -> Result<Option<String>, ApiError> {
    let parameters = args.json("reply_parameters").unwrap_or_default();
    let id = parameters["message_id"].as_i64().or_else(|| args.integer("reply_to_message_id"));
    let Some(id) = id.map(|id| id.to_string()) else { return Ok(None) };
    let known = handset.look(|screen| screen.by_wire_id(&id).is_some());
    match (known, parameters["allow_sending_without_reply"] == true) {
        (true, _) => Ok(Some(id)),
        (false, true) => Ok(None),
        (false, false) => Err(ApiError::bad("message to be replied not found")),
    }
}

pub(super) fn edit_text(platform: &Platform, args: &Args) -> Result<Value, ApiError> {
    let text = checked_text(args)?;
    edit(platform, args, |shown| match shown.kind {
        Kind::Text => {
            let same = shown.text == text.text && shown.entities == text.entities;
            shown.text = text.text;
            shown.entities = text.entities;
            Ok(!same)
        }
        _ => Err(ApiError::bad("there is no text in the message to edit")),
    })
}

pub(super) fn edit_caption(platform: &Platform, args: &Args) -> Result<Value, ApiError> {
    let caption = checked_caption(args)?;
    edit(platform, args, |shown| match super::inbound::has_caption(shown.kind) {
        true => {
            let same = shown.text == caption.text && shown.entities == caption.entities;
            shown.text = caption.text;
            shown.entities = caption.entities;
            Ok(!same)
        }
        false => Err(ApiError::bad("there is no caption in the message to edit")),
    })
}

pub(super) fn edit_markup(platform: &Platform, args: &Args) -> Result<Value, ApiError> {
    edit(platform, args, |_| Ok(false))
}

/// Changes one of the bot's own messages; `change` answers whether anything is new. The keyboard is replaced, or
/// taken away when none is given.
fn edit(
    platform: &Platform,
    args: &Args,
    change: impl FnOnce(&mut Shown) -> Result<bool, ApiError>,
) -> Result<Value, ApiError> {
    let handset = chat(platform, args)?;
    let (rows, json) = match markup::read(args)? {
        Markup::Inline(rows, json) => (rows, Some(json)),
        Markup::None => (Vec::new(), None),
        _ => return Err(ApiError::bad("inline keyboard expected")),
    };
    let id = args.text("message_id").unwrap_or_default();
    slow_down(platform, &handset)?;
    let now = platform.now_ms();
    let shown = handset.edit(|screen| {
        let shown = screen.by_wire_id_mut(&id).ok_or_else(|| ApiError::bad("message to edit not found"))?;
        if !shown.received() {
            return Err(ApiError::bad("message can't be edited"));
        }
        let mut new = shown.clone();
        let changed = change(&mut new)?;
        if !changed && rows == shown.buttons {
            return Err(ApiError::bad(
                "message is not modified: specified new message content and reply markup are exactly the same as a \
                 current content and reply markup of the message",
            ));
        }
        if changed {
            new.edited_ms = Some(now);
        }
        new.buttons = rows;
        match json {
            Some(json) => new.wire.insert("reply_markup".to_owned(), json),
            None => new.wire.remove("reply_markup"),
        };
        *shown = new;
        Ok(shown.clone())
    })?;
    Ok(messages::whole(platform, &handset, &shown))
}

pub(super) fn delete(platform: &Platform, args: &Args) -> Result<Value, ApiError> {
    let handset = chat(platform, args)?;
    let id = args.text("message_id").unwrap_or_default();
    let now = platform.now_ms();
    handset.edit(|screen| {
        let at = screen.messages.iter().rposition(|shown| shown.wire_id == id);
        let at = at.ok_or_else(|| ApiError::bad("message to delete not found"))?;
        if now - screen.messages[at].at_ms > DELETABLE_MS {
            return Err(ApiError::bad("message can't be deleted"));
        }
        screen.messages.remove(at);
        Ok(json!(true))
    })
}

pub(super) fn react(platform: &Platform, args: &Args) -> Result<Value, ApiError> {
    let handset = chat(platform, args)?;
    let id = args.text("message_id").unwrap_or_default();
    let reaction = args.json("reaction").unwrap_or_default();
    let emoji = reaction[0]["emoji"].as_str().map(str::to_owned);
    handset.edit(|screen| {
        let shown = screen.by_wire_id_mut(&id).ok_or_else(|| ApiError::bad("message to react not found"))?;
        shown.reaction = emoji;
        Ok(json!(true))
    })
}

/// Token buckets: one for the bot, one per chat.
#[derive(Default)]
pub(super) struct RateBook {
    all: Bucket,
    chats: HashMap<String, Bucket>,
}

/// About 30 messages a second for the bot and one a second per chat, "short bursts" allowed (Bots FAQ). The size of
/// a burst is not documented; 20 is ours.
fn slow_down(platform: &Platform, handset: &Handset) -> Result<(), ApiError> {
    if platform.0.config.rates == Rates::Unlimited {
        return Ok(());
    }
    let now = platform.now_ms();
    let mut rates = lock(&platform.0.telegram.rates);
    if !rates.all.take(now, 30.0, 30.0) {
        return Err(ApiError::too_many(1));
    }
    match rates.chats.entry(handset.id.clone()).or_default().take(now, 20.0, 1.0) {
        true => Ok(()),
        false => Err(ApiError::too_many(3)),
    }
}

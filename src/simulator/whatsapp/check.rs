//! Reads the body of `POST /{phone}/messages` and refuses what Meta refuses.

use serde_json::{Map, Value};

use super::errors::GraphError;
use super::{interactive, template};
use crate::simulator::screen::{Kind, Shown};

/// What a good body asks for.
pub(super) enum Wanted {
    Message(Box<Message>),
    /// An emoji on a message of the citizen; an empty one takes it back.
    Reaction {
        to: Address,
        message_id: String,
        emoji: String,
    },
    Read {
        message_id: String,
        typing: bool,
    },
}

pub(super) struct Message {
    pub(super) to: Address,
    /// The bubble, as far as the body tells it.
    pub(super) shown: Shown,
    pub(super) media: Option<MediaSource>,
    pub(super) template: Option<template::Filled>,
}

pub(super) enum MediaSource {
    Id(String),
    Link(String),
}

/// Whom a message goes to. If both are given, the phone wins.
#[derive(Clone)]
pub(super) enum Address {
    /// As given, and its digits.
    Phone {
        input: String,
        digits: String,
    },
    Bsuid(String),
    /// A user id where a phone belongs: Meta accepts it and sends nothing.
    Misplaced(String),
}

const COMMON: [&str; 7] =
    ["messaging_product", "recipient_type", "to", "recipient", "type", "context", "biz_opaque_callback_data"];

pub(super) fn read(body: &Value) -> Result<Wanted, GraphError> {
    let body = Object::whole(body)?;
    if body.optional_text("messaging_product", 20)? != Some("whatsapp") {
        return Err(GraphError::param("The parameter messaging_product is required."));
    }
    if body.map.contains_key("status") {
        return read_mark(&body);
    }
    let kind = body.optional_text("type", 40)?.unwrap_or("text");
    let allowed: Vec<&str> = COMMON.into_iter().chain([kind]).collect();
    body.only(&allowed)?;
    if let Some(recipient_type) = body.optional_text("recipient_type", 20)?
        && recipient_type != "individual"
    {
        return Err(GraphError::param("Param recipient_type must be one of {INDIVIDUAL}"));
    }
    let to = address(&body)?;
    let mut shown = Shown {
        opaque: body.optional_text("biz_opaque_callback_data", 512)?.map(str::to_owned),
        ..Shown::default()
    };
    if let Some(context) = body.optional("context")? {
        context.only(&["message_id"])?;
        shown.reply_to = Some(context.text("message_id", 1_000)?.to_owned());
    }
    let (mut media, mut filled) = (None, None);
    match kind {
        "text" => {
            let text = body.object("text")?;
            text.only(&["body", "preview_url"])?;
            text.text("body", 4_096)?.clone_into(&mut shown.text);
        }
        "interactive" => interactive::read(&body.object("interactive")?, &mut shown, &mut media)?,
        "image" | "document" | "video" | "audio" | "sticker" => {
            media = Some(read_media(&body.object(kind)?, kind, &mut shown)?);
        }
        "location" => read_location(&body.object("location")?, &mut shown)?,
        "template" => filled = Some(template::read(&body.object("template")?)?),
        "reaction" => {
            let reaction = body.object("reaction")?;
            reaction.only(&["message_id", "emoji"])?;
            let message_id = reaction.text("message_id", 1_000)?.to_owned();
            let emoji = reaction.optional_text("emoji", 40)?.unwrap_or_default().to_owned();
            return Ok(Wanted::Reaction { to, message_id, emoji });
        }
        _ => {
            return Err(GraphError::param(&format!(
                "Param type must be one of {{TEXT, IMAGE, …}} - got \"{kind}\"."
            )));
        }
    }
    Ok(Wanted::Message(Box::new(Message { to, shown, media, template: filled })))
}

fn read_mark(body: &Object<'_>) -> Result<Wanted, GraphError> {
    body.only(&["messaging_product", "status", "message_id", "typing_indicator"])?;
    if body.text("status", 20)? != "read" {
        return Err(GraphError::param("Param status must be one of {READ}"));
    }
    let typing = body.optional("typing_indicator")?;
    if let Some(typing) = &typing {
        typing.only(&["type"])?;
        if typing.text("type", 20)? != "text" {
            return Err(GraphError::param("Param typing_indicator['type'] must be one of {TEXT}"));
        }
    }
    Ok(Wanted::Read { message_id: body.text("message_id", 1_000)?.to_owned(), typing: typing.is_some() })
}

fn address(body: &Object<'_>) -> Result<Address, GraphError> {
    if let Some(to) = body.optional_text("to", 200)? {
        if is_bsuid(to) {
            return Ok(Address::Misplaced(to.to_owned()));
        }
        let digits: String = to.chars().filter(char::is_ascii_digit).collect();
        let plain = to.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c));
        if !plain || !(5..=20).contains(&digits.len()) {
            return Err(GraphError::value("Recipient is not a valid phone number"));
        }
        return Ok(Address::Phone { input: to.to_owned(), digits });
    }
    match body.optional_text("recipient", 200)? {
        Some(recipient) if is_bsuid(recipient) => Ok(Address::Bsuid(recipient.to_owned())),
        Some(_) => Err(GraphError::value("Parameter recipient is not a business-scoped user id")),
        None => Err(GraphError::param("The parameter to is required.")),
    }
}

/// `ID.` or `ID.ENT.` and up to 128 letters and digits, after a country.
fn is_bsuid(text: &str) -> bool {
    let Some((country, rest)) = text.split_once('.') else { return false };
    let rest = rest.strip_prefix("ENT.").unwrap_or(rest);
    let country_like = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
    country_like && (1..=128).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A media object of a message or a header.
pub(super) fn read_media(
    media: &Object<'_>,
    kind: &str,
    shown: &mut Shown,
) -> Result<MediaSource, GraphError> {
    let keys: &[&str] = match kind {
        "document" => &["id", "link", "caption", "filename"],
        "image" | "video" => &["id", "link", "caption"],
        "audio" => &["id", "link", "voice"],
        _ => &["id", "link"],
    };
    media.only(keys)?;
    shown.kind = match kind {
        "image" => Kind::Photo,
        "document" => Kind::Document,
        "video" => Kind::Video,
        "audio" => Kind::Audio,
        _ => Kind::Sticker,
    };
    if let Some(caption) = media.optional_text("caption", 1_024)? {
        caption.clone_into(&mut shown.text);
    }
    // The name is kept here until the file itself is found.
    shown.header = media.optional_text("filename", 240)?.map(str::to_owned);
    match (media.optional_text("id", 200)?, media.optional_text("link", 2_000)?) {
        (Some(id), None) => Ok(MediaSource::Id(id.to_owned())),
        (None, Some(link)) => Ok(MediaSource::Link(link.to_owned())),
        _ => {
            Err(GraphError::param(&format!("Param {}: exactly one of id and link is required.", media.path)))
        }
    }
}

fn read_location(location: &Object<'_>, shown: &mut Shown) -> Result<(), GraphError> {
    location.only(&["latitude", "longitude", "name", "address"])?;
    shown.kind = Kind::Location;
    shown.latitude = Some(location.number("latitude")?);
    shown.longitude = Some(location.number("longitude")?);
    let name = location.optional_text("name", 1_000)?.unwrap_or_default();
    let street = location.optional_text("address", 1_000)?.unwrap_or_default();
    shown.text = [name, street].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    Ok(())
}

/// A JSON object and the name by which a refusal calls it.
pub(super) struct Object<'a> {
    pub(super) path: String,
    pub(super) map: &'a Map<String, Value>,
}

impl<'a> Object<'a> {
    pub(super) fn whole(body: &'a Value) -> Result<Self, GraphError> {
        let map = body.as_object().ok_or_else(|| GraphError::param("The body must be a JSON object."))?;
        Ok(Self { path: String::new(), map })
    }

    pub(super) fn at(value: &'a Value, path: &str) -> Result<Self, GraphError> {
        let map = value.as_object();
        let map = map.ok_or_else(|| GraphError::param(&format!("Param {path} must be a JSON object.")))?;
        Ok(Self { path: path.to_owned(), map })
    }

    fn name(&self, key: &str) -> String {
        match self.path.is_empty() {
            true => key.to_owned(),
            false => format!("{}['{key}']", self.path),
        }
    }

    /// Refuses every other key.
    pub(super) fn only(&self, keys: &[&str]) -> Result<(), GraphError> {
        match self.map.keys().find(|key| !keys.contains(&key.as_str())) {
            None => Ok(()),
            Some(key) => {
                let place =
                    if self.path.is_empty() { String::new() } else { format!(" on param \"{}\"", self.path) };
                Err(GraphError::param(&format!("Unexpected key \"{key}\"{place}.")))
            }
        }
    }

    pub(super) fn optional(&self, key: &str) -> Result<Option<Object<'a>>, GraphError> {
        self.map.get(key).map(|value| Object::at(value, &self.name(key))).transpose()
    }

    pub(super) fn object(&self, key: &str) -> Result<Object<'a>, GraphError> {
        let missing = || GraphError::missing(&format!("Parameter {} is missing.", self.name(key)));
        self.optional(key)?.ok_or_else(missing)
    }

    pub(super) fn list(&self, key: &str) -> Result<Vec<Object<'a>>, GraphError> {
        let items = self.map.get(key).and_then(Value::as_array);
        let missing = || GraphError::param(&format!("Param {} must be a JSON array.", self.name(key)));
        let items = items.ok_or_else(missing)?.iter().enumerate();
        items.map(|(at, item)| Object::at(item, &format!("{}[{at}]", self.name(key)))).collect()
    }

    /// A text of 1 to `max` characters.
    pub(super) fn text(&self, key: &str, max: usize) -> Result<&'a str, GraphError> {
        let text = self.optional_text(key, max)?;
        let text =
            text.ok_or_else(|| GraphError::param(&format!("The parameter {} is required.", self.name(key))))?;
        match text.trim().is_empty() {
            true => Err(GraphError::param(&format!("Param {} must be a non-empty string.", self.name(key)))),
            false => Ok(text),
        }
    }

    pub(super) fn optional_text(&self, key: &str, max: usize) -> Result<Option<&'a str>, GraphError> {
        let Some(value) = self.map.get(key) else { return Ok(None) };
        let wrong = || GraphError::param(&format!("Param {} must be a string.", self.name(key)));
        let text = value.as_str().ok_or_else(wrong)?;
        if text.chars().count() > max {
            let name = self.name(key);
            return Err(GraphError::param(&format!("Param {name} must be at most {max} characters long.")));
        }
        Ok(Some(text))
    }

    fn number(&self, key: &str) -> Result<f64, GraphError> {
        let value = self.map.get(key);
        let number = value.and_then(|value| value.as_f64().or_else(|| value.as_str()?.parse().ok()));
        number.ok_or_else(|| GraphError::param(&format!("Param {} must be a number.", self.name(key))))
    }
}

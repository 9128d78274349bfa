//! What Sapa makes of a webhook body, for `sapa decode`: the same splitting and reading as in service,
//! without a database.

use serde_json::{Map, Value, json};

use super::webhook::Cut;
use super::{json, telegram, whatsapp};
use crate::domain::inbound::{Address, ArrivalClass, Body, ChannelKind, Inbound, MediaRef};
use crate::domain::redacted::{MASK, Redacted};

/// The content by its everyday name, finer than [`Body`]: a button and a list row are both taps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Image,
    Document,
    Audio,
    Video,
    Sticker,
    Location,
    Contact,
    Button,
    List,
    Flow,
    Reaction,
    System,
    Unsupported,
    Other,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Image => "image",
            Kind::Document => "document",
            Kind::Audio => "audio",
            Kind::Video => "video",
            Kind::Sticker => "sticker",
            Kind::Location => "location",
            Kind::Contact => "contact",
            Kind::Button => "button",
            Kind::List => "list",
            Kind::Flow => "flow",
            Kind::Reaction => "reaction",
            Kind::System => "system",
            Kind::Unsupported => "unsupported",
            Kind::Other => "other",
        }
    }
}

/// The input is not JSON from here on; both count from 1.
#[derive(Debug, Clone, thiserror::Error)]
#[error("failed to read as JSON at line {line}, column {column}")]
pub struct NotJson {
    pub line: usize,
    pub column: usize,
    /// What could be read up to there.
    pub before: Vec<Decoded>,
}

/// One normalised event.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// The sender, or the person it is about, as the platform writes it.
    from: Option<String>,
    addresses: Vec<Address>,
    class: ArrivalClass,
    kind: Kind,
    inbound: Inbound,
    skip: Option<&'static str>,
    /// What brought the person here: an advertisement's or a button's own words for it.
    referral: Option<Redacted<Value>>,
}

type Reader = fn(&str) -> (Inbound, Kind);

/// Every event of one or several bodies, in the order in which they name them, those that are not for us
/// too: a body without any is one event that is ignored. A part of a body without its envelope is taken where it cannot be mistaken for another.
///
/// # Errors
/// [`NotJson`]
pub fn decode(channel: ChannelKind, input: &[u8]) -> Result<Vec<Decoded>, NotJson> {
    let (bodies, fault) = json::parse_all(input);
    let read: Reader = match channel {
        ChannelKind::Whatsapp => whatsapp::read_kind,
        ChannelKind::Telegram => telegram::read_kind,
    };
    let one = |cut: Cut| {
        let fragment = cut.arrived.fragment.expose();
        let (inbound, kind) = read(fragment);
        let (addresses, class) = (cut.arrived.addresses, cut.arrived.class);
        let referral = json::parse(fragment.as_bytes())
            .and_then(|parts| parts.get("message")?.get("referral").cloned())
            .map(Redacted::new);
        Decoded { from: as_written(fragment), addresses, class, kind, inbound, skip: cut.skip, referral }
    };
    let of_body = |body: &Value| -> Vec<Decoded> {
        let cuts = match channel {
            ChannelKind::Whatsapp => whatsapp::split(&whatsapp::enveloped(body), None, 0),
            ChannelKind::Telegram => telegram::split_any(&telegram::enveloped(body), 0),
        };
        if cuts.is_empty() { vec![Decoded::nothing()] } else { cuts.into_iter().map(one).collect() }
    };
    let decoded: Vec<Decoded> = bodies.iter().flat_map(flat).flat_map(of_body).collect();
    match fault {
        None => Ok(decoded),
        Some((line, column)) => Err(NotJson { line, column, before: decoded }),
    }
}

/// What stands in the fragment where a sender stands: the phone number before the user id.
fn as_written(fragment: &str) -> Option<String> {
    let parts = json::parse(fragment.as_bytes())?;
    let objects = ["message", "status", "contact"].iter().filter_map(|key| parts.get(*key));
    let keys = ["from", "recipient_id", "wa_id", "from_user_id", "recipient_user_id", "user_id"];
    let mut whatsapp = objects.flat_map(|object| keys.iter().filter_map(|key| json::scalar(object, key)));
    whatsapp.next().or_else(|| {
        let inner = parts.get("update")?.as_object()?.values().find(|value| value.is_object())?;
        let sender = inner.get("from").or_else(|| inner.get("user")).or_else(|| inner.get("chat"));
        json::scalar(sender?, "id")
    })
}

/// A list of bodies is its bodies.
fn flat(body: &Value) -> &[Value] {
    match body {
        Value::Array(bodies) => bodies,
        body => std::slice::from_ref(body),
    }
}

impl Decoded {
    /// Of a body that holds no event.
    fn nothing() -> Decoded {
        let why = "nothing in it is an event of this channel".to_owned();
        Decoded {
            from: None,
            addresses: Vec::new(),
            class: ArrivalClass::Account,
            kind: Kind::Other,
            inbound: Inbound {
                provider_id: String::new(),
                at: 0,
                body: Body::Ignored { why },
                album: None,
                reply_to: None,
                wire_id: None,
                referral: None,
            },
            skip: None,
            referral: None,
        }
    }

    fn event(&self) -> &'static str {
        match &self.inbound.body {
            _ if self.skip.is_some() => "ignored",
            _ if self.class == ArrivalClass::Status => "status",
            Body::Text { .. }
            | Body::Tap { .. }
            | Body::Media { .. }
            | Body::Location { .. }
            | Body::Contact { .. }
            | Body::Form { .. }
            | Body::Reaction { .. }
            | Body::Unsupported { .. } => "message",
            Body::Edited { .. } => "edit",
            Body::Status(_) => "status",
            Body::Blocked { .. } => "blocked",
            Body::AddressChange { .. } => "address_change",
            Body::Account { .. } => "account",
            Body::Ignored { .. } => "ignored",
        }
    }

    /// The event as one JSON object. Without `clear`, a mask stands where personal data would.
    #[must_use]
    pub fn to_json(&self, clear: bool) -> Value {
        let personal = |text: &str| if clear { json!(text) } else { json!(MASK) };
        let file = |media: &MediaRef| {
            let name = media.file_name.as_ref().map(|name| personal(name.expose()));
            json!({
                "id": media.provider_media_id, "mime": media.mime, "size": media.size,
                "file_name": name, "same_file_key": media.same_file_key,
            })
        };
        let addresses = |list: &[Address]| -> Vec<Value> {
            let one = |a: &Address| json!({"kind": a.kind, "value": personal(a.value.expose())});
            list.iter().map(one).collect()
        };
        let mut out = Map::new();
        let mut put = |key: &str, value: Value| {
            if !value.is_null() {
                out.insert(key.to_owned(), value);
            }
        };
        put("event", json!(self.event()));
        put("kind", json!(self.kind.as_str()));
        put("id", json!(self.inbound.provider_id));
        put("from", self.from.as_deref().map_or(Value::Null, personal));
        put("addresses", json!(addresses(&self.addresses)));
        // Without a time of its own (a Telegram button press) an event has none outside of service.
        put("at", if self.inbound.at == 0 { Value::Null } else { json!(self.inbound.at) });
        put("album", json!(self.inbound.album));
        put("reply_to", json!(self.inbound.reply_to));
        put("why", json!(self.skip));
        put(
            "referral",
            match &self.referral {
                Some(referral) if clear => referral.expose().clone(),
                Some(_) => json!(MASK),
                None => Value::Null,
            },
        );
        match &self.inbound.body {
            Body::Text { text } => put("text", personal(text.expose())),
            Body::Tap { payload, title, .. } => {
                put("choice", json!(payload));
                put("text", personal(title.expose()));
            }
            Body::Media { media, caption } => {
                put("text", caption.as_ref().map_or(Value::Null, |text| personal(text.expose())));
                put("media", file(media));
            }
            Body::Location { latitude, longitude, name } => {
                let place = format!("{latitude},{longitude}");
                put("text", personal(name.as_ref().map_or(place.as_str(), |name| name.expose())));
                put("location", personal(&place));
            }
            Body::Contact { phone, own, name } => {
                let told = phone.as_ref().or(name.as_ref());
                put("text", told.map_or(Value::Null, |told| personal(told.expose())));
                put("name", name.as_ref().map_or(Value::Null, |name| personal(name.expose())));
                put("own", json!(own));
            }
            Body::Form { answers, label } => {
                // What a flow's bubble shows is its label; the data of a mini app are all that it says.
                let said = if self.kind == Kind::Flow { label.as_ref() } else { Some(answers) };
                put("text", said.map_or(Value::Null, |said| personal(said.expose())));
                let read = || serde_json::from_str(answers.expose()).unwrap_or(json!(answers.expose()));
                put("answers", if clear { read() } else { json!(MASK) });
            }
            Body::Reaction { emoji } => put("text", json!(emoji)),
            Body::Edited { original, text, media } => {
                put("original", json!(original));
                put("media", media.as_ref().map_or(Value::Null, file));
                put("text", text.as_ref().map_or(Value::Null, |text| personal(text.expose())));
            }
            Body::Unsupported { kind, caption } => {
                put("platform_kind", json!(kind));
                put("text", caption.as_ref().map_or(Value::Null, |text| personal(text.expose())));
            }
            Body::Status(status) => {
                put("status", json!(status.state));
                put("wire_id", json!(status.wire_id));
                put("message_id", json!(status.message_id));
                put("error", json!(status.error));
            }
            Body::Blocked { blocked } => put("blocked", json!(blocked)),
            Body::AddressChange { old, new } => {
                put("old", json!(addresses(old)));
                put("new", json!(addresses(new)));
            }
            Body::Account { field, event, about, summary } => {
                put("field", json!(field));
                put("news", json!(event));
                put("about", json!(about));
                put("summary", json!(summary));
            }
            Body::Ignored { why } => match why.strip_prefix("status ") {
                Some(state) => put("status", json!(state)),
                None => put("why", json!(why)),
            },
        }
        Value::Object(out)
    }
}

//! What Sapa makes of a webhook body, for `sapa decode`: the same splitting and reading as in service,
//! without a database.

use serde_json::{Map, Value, json};

use super::{json, telegram, whatsapp};
use crate::domain::inbound::{Address, Body, ChannelKind, Inbound};
use crate::domain::redacted::MASK;

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

/// The body is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("failed to read the body as JSON")]
pub struct NotJson;

/// One normalised event.
#[derive(Debug, Clone)]
pub struct Decoded {
    from: Option<Address>,
    kind: Kind,
    inbound: Inbound,
    skip: Option<&'static str>,
}

type Reader = fn(&str) -> (Inbound, Kind);

/// Every event of a body, in the order in which it names them, those that are not for us too.
///
/// # Errors
/// [`NotJson`]
pub fn decode(channel: ChannelKind, body: &[u8]) -> Result<Vec<Decoded>, NotJson> {
    let value = json::parse(body).ok_or(NotJson)?;
    let (cuts, read): (_, Reader) = match channel {
        ChannelKind::Whatsapp => (whatsapp::split(&value, None, 0), whatsapp::read_kind),
        ChannelKind::Telegram => (telegram::split_any(&value, 0), telegram::read_kind),
    };
    let decoded = cuts.into_iter().map(|cut| {
        let (inbound, kind) = read(cut.arrived.fragment.expose());
        Decoded { from: cut.arrived.addresses.into_iter().next(), kind, inbound, skip: cut.skip }
    });
    Ok(decoded.collect())
}

impl Decoded {
    fn event(&self) -> &'static str {
        match &self.inbound.body {
            _ if self.skip.is_some() => "ignored",
            Body::Text { .. }
            | Body::Tap { .. }
            | Body::Media { .. }
            | Body::Location { .. }
            | Body::Contact { .. }
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
        put("from", self.from.as_ref().map_or(Value::Null, |from| personal(from.value.expose())));
        // Without a time of its own (a Telegram button press) an event has none outside of service.
        put("at", if self.inbound.at == 0 { Value::Null } else { json!(self.inbound.at) });
        put("album", json!(self.inbound.album));
        put("reply_to", json!(self.inbound.reply_to));
        put("why", json!(self.skip));
        match &self.inbound.body {
            Body::Text { text } => put("text", personal(text.expose())),
            Body::Tap { payload, title, .. } => {
                put("choice", json!(payload));
                put("text", personal(title.expose()));
            }
            Body::Media { media, caption } => {
                put("text", caption.as_ref().map_or(Value::Null, |text| personal(text.expose())));
                let name = media.file_name.as_ref().map(|name| personal(name.expose()));
                put(
                    "media",
                    json!({
                        "id": media.provider_media_id, "mime": media.mime, "size": media.size,
                        "file_name": name, "same_file_key": media.same_file_key,
                    }),
                );
            }
            Body::Location { latitude, longitude } => {
                put("text", personal(&format!("{latitude},{longitude}")));
            }
            Body::Contact { phone, own } => {
                put("text", phone.as_ref().map_or(Value::Null, |phone| personal(phone.expose())));
                put("own", json!(own));
            }
            Body::Reaction { emoji } => put("text", json!(emoji)),
            Body::Edited { original, text } => {
                put("original", json!(original));
                put("text", text.as_ref().map_or(Value::Null, |text| personal(text.expose())));
            }
            Body::Unsupported { kind } => put("platform_kind", json!(kind)),
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
            Body::Account { field, summary } => {
                put("field", json!(field));
                put("summary", json!(summary));
            }
            Body::Ignored { why } => put("why", json!(why)),
        }
        Value::Object(out)
    }
}

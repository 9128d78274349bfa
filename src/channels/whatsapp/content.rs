//! What a message says. The named type is tried first, then every other content that lies beside it: a
//! type that we don't know must not hide a text or a photo that we do.

use serde_json::Value;

use super::address::{Found, phone};
use crate::channels::decode::Kind;
use crate::channels::json::{decimal, integer, list, scalar, text};
use crate::domain::inbound::{Address, Body, MEDIA_FAILED, MEDIA_TOO_LARGE, MediaKind, MediaRef};
use crate::domain::redacted::Redacted;

/// In the order in which they win when a message carries several.
const CONTENTS: &[&str] = &[
    "text",
    "image",
    "document",
    "audio",
    "voice",
    "video",
    "sticker",
    "interactive",
    "button",
    "location",
    "contacts",
    "reaction",
    "order",
    "edit",
    "revoke",
];

const FILES: &[(&str, MediaKind, Kind)] = &[
    ("image", MediaKind::Photo, Kind::Image),
    ("document", MediaKind::Document, Kind::Document),
    ("audio", MediaKind::Audio, Kind::Audio),
    ("voice", MediaKind::Audio, Kind::Audio),
    ("video", MediaKind::Video, Kind::Video),
    ("sticker", MediaKind::Sticker, Kind::Sticker),
];

/// Meta: the user's file did not reach the platform; with "size" in the words, because it has more than 100 MB.
const MEDIA_NOT_TAKEN: i64 = 131_052;

pub(super) fn content(message: &Value) -> (Body, Kind) {
    let named = text(message, "type").unwrap_or("");
    if is_system(message) {
        return (system(message), Kind::System);
    }
    by_key(named, message)
        .or_else(|| CONTENTS.iter().find_map(|key| by_key(key, message)))
        .unwrap_or_else(|| unsupported(named, message))
}

pub(super) fn has_file(message: &Value) -> bool {
    !is_system(message) && matches!(content(message).0, Body::Media { .. })
}

fn by_key(key: &str, message: &Value) -> Option<(Body, Kind)> {
    let part = message.get(key)?;
    if let Some((_, kind, name)) = FILES.iter().find(|(file, ..)| *file == key) {
        let found = file(part, *kind, *name)?;
        // The caption of a file that is lost would read as if nothing else had been sent.
        let lost = refusal(message).is_some() && !matches!(found.0, Body::Media { .. });
        return (!lost).then_some(found);
    }
    match key {
        // Documented as an object with a body; a bare text was seen with Solution Providers.
        "text" => {
            let said = part.as_str().filter(|said| !said.is_empty()).map(str::to_owned);
            let said = said.or_else(|| scalar(part, "body"))?;
            Some((Body::Text { text: Redacted::new(said) }, Kind::Text))
        }
        "interactive" => interactive(part),
        "button" => {
            let title = text(part, "text");
            let payload = text(part, "payload").or(title)?;
            Some((tap(payload, title.unwrap_or(payload)), Kind::Button))
        }
        "location" => {
            let name = [text(part, "name"), text(part, "address")];
            let name = joined(name.into_iter().flatten());
            let body = match (decimal(part, "latitude"), decimal(part, "longitude"), name) {
                (Some(latitude), Some(longitude), name) => Body::Location { latitude, longitude, name },
                // Without its point, a place is what it is called.
                (_, _, name) => Body::Text { text: name? },
            };
            Some((body, Kind::Location))
        }
        "contacts" => best_contact(message).map(|found| (found, Kind::Contact)),
        // A shopping cart is nothing to us, but what was written with it is.
        "order" => Some((Body::Text { text: redacted(text(part, "text")?) }, Kind::Other)),
        "reaction" => {
            part.as_object()?;
            let emoji = text(part, "emoji").map(str::to_owned);
            Some((Body::Reaction { emoji }, Kind::Reaction))
        }
        "edit" | "revoke" => Some(changed(part)),
        _ => None,
    }
}

fn file(part: &Value, kind: MediaKind, name: Kind) -> Option<(Body, Kind)> {
    let caption = text(part, "caption").map(redacted);
    let Some(id) = scalar(part, "id") else {
        return caption.map(|text| (Body::Text { text }, Kind::Text));
    };
    let media = MediaRef {
        kind,
        provider_media_id: id,
        same_file_key: text(part, "sha256").map(str::to_owned),
        mime: text(part, "mime_type").map(str::to_owned),
        size: None,
        file_name: text(part, "filename").map(redacted),
    };
    Some((Body::Media { media, caption }, name))
}

fn interactive(part: &Value) -> Option<(Body, Kind)> {
    for (key, kind) in [("button_reply", Kind::Button), ("list_reply", Kind::List)] {
        let Some(reply) = part.get(key) else { continue };
        let title = text(reply, "title");
        return match (scalar(reply, "id"), title) {
            (Some(id), title) => Some((tap(&id, title.unwrap_or(&id)), kind)),
            (None, Some(title)) => Some((Body::Text { text: redacted(title) }, Kind::Text)),
            (None, None) => None,
        };
    }
    let form = part.get("nfm_reply")?;
    // Documented as a text that holds an object; text of any kind and bare objects were seen.
    let answers = match form.get("response_json") {
        Some(Value::String(answers)) => answers.clone(),
        None | Some(Value::Null) => String::new(),
        Some(other) => other.to_string(),
    };
    let label = text(form, "body").map(redacted);
    Some((Body::Form { answers: Redacted::new(answers), label }, Kind::Flow))
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> Option<Redacted<String>> {
    let parts: Vec<&str> = parts.collect();
    if parts.is_empty() { None } else { Some(Redacted::new(parts.join(", "))) }
}

/// Meta's pages show `origin` beside the cards and in them (business-scoped-user-ids, webhooks, 2026-06 to 2026-08).
fn by_button(part: &Value) -> bool {
    text(part, "origin") == Some("contact_request")
}

/// The one that came through the button, else the first with a number, else the first; the others stay to be read.
/// A number counts as the sender's own only when it came through the button that asked for it: a card shared by hand
/// holds whatever the sender liked.
fn best_contact(message: &Value) -> Option<Body> {
    let cards = list(message, "contacts");
    let asked = cards.iter().find(|card| by_button(card));
    let numbered = || cards.iter().find(|card| number(card).is_some());
    let best = asked.or_else(numbered).or(cards.first())?;
    // Beside several cards, the word says nothing about one of them.
    let alone = cards.len() == 1 && by_button(message) && text(best, "origin").is_none();
    let phone = number(best).map(Redacted::new);
    let name = if cards.len() == 1 { card_name(best) } else { all_named(best, cards) };
    Some(Body::Contact { phone, own: by_button(best) || alone, name: name.map(Redacted::new) })
}

/// Every card in one line, the best first: `Made Contoh +6281200009902; Komang Contoh`. Who reads the chat needs all.
fn all_named(best: &Value, cards: &[Value]) -> Option<String> {
    let others = cards.iter().filter(|card| !std::ptr::eq(*card, best));
    let told = std::iter::once(best).chain(others).filter_map(|card| {
        let parts: Vec<String> = [card_name(card), number(card)].into_iter().flatten().collect();
        Some(parts.join(" ")).filter(|told| !told.is_empty())
    });
    Some(told.collect::<Vec<_>>().join("; ")).filter(|told| !told.is_empty())
}

fn tap(payload: &str, title: &str) -> Body {
    Body::Tap { payload: payload.to_owned(), title: redacted(title), callback_id: None }
}

fn card_name(card: &Value) -> Option<String> {
    let name = card.get("name")?;
    let parts = || [text(name, "first_name"), text(name, "last_name")].into_iter().flatten();
    let full = || Some(parts().collect::<Vec<_>>().join(" ")).filter(|full| !full.is_empty());
    text(name, "formatted_name").map(str::to_owned).or_else(full)
}

/// What the platform knows a card by comes before what is written on it.
fn number(card: &Value) -> Option<String> {
    let phones = list(card, "phones");
    let known = phones.iter().filter_map(|p| scalar(p, "wa_id")).find_map(|id| phone(&id));
    let written = || phones.iter().find_map(|p| text(p, "phone")).map(tidy);
    known.or_else(written).or_else(|| text(card, "vcard").and_then(in_vcard))
}

/// `TEL;type=CELL;waid=6281200009901:+62 812-0000-9901` (RFC 6350; `waid` is WhatsApp's).
fn in_vcard(vcard: &str) -> Option<String> {
    let lines = vcard.split(['\n', '\r']).filter_map(|line| line.split_once(':'));
    let of = |(parameters, value): (&str, &str)| {
        let mut parameters = parameters.rsplit('.').next()?.split(';');
        if !parameters.next()?.eq_ignore_ascii_case("tel") {
            return None;
        }
        let known = parameters.find_map(|p| p.strip_prefix("waid=")).and_then(phone);
        known.or_else(|| Some(tidy(value)).filter(|value| !value.is_empty()))
    };
    lines.filter_map(of).next()
}

/// `+62 812-0000-9901` without the ornaments; a number in another notation stays as it was written.
fn tidy(written: &str) -> String {
    let bare: String = written.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    if bare.starts_with('+') { phone(&bare).unwrap_or(bare) } else { written.trim().to_owned() }
}

/// An edit or a deletion: the content that is left, if any.
fn changed(part: &Value) -> (Body, Kind) {
    let original = text(part, "original_message_id").unwrap_or("").to_owned();
    // Meta's page shows the new content inside of a `message`; it is taken where it lies.
    let holder = part.get("message").filter(|message| message.is_object()).unwrap_or(part);
    let (body, kind) = content_without_changes(holder);
    let (text, media) = match body {
        Some(Body::Text { text }) => (Some(text), None),
        Some(Body::Media { media, caption }) => (caption, Some(media)),
        _ => (None, None),
    };
    (Body::Edited { original, text, media }, kind)
}

/// One level only: an edit within an edit is nobody's message.
fn content_without_changes(message: &Value) -> (Option<Body>, Kind) {
    let contents = CONTENTS.iter().filter(|key| !matches!(**key, "edit" | "revoke"));
    match contents.filter_map(|key| by_key(key, message)).next() {
        Some((body, kind)) => (Some(body), kind),
        None => (None, Kind::Other),
    }
}

/// What the platform says of a file that did not reach it.
fn refusal(message: &Value) -> Option<&Value> {
    list(message, "errors").iter().find(|error| integer(error, "code") == Some(MEDIA_NOT_TAKEN))
}

fn unsupported(named: &str, message: &Value) -> (Body, Kind) {
    let refused = refusal(message);
    let finer = message.get("unsupported").and_then(|part| text(part, "type"));
    let kind = match named {
        _ if refused.is_some_and(|error| error.to_string().contains("size")) => MEDIA_TOO_LARGE.to_owned(),
        _ if refused.is_some() => MEDIA_FAILED.to_owned(),
        "" => "unknown".to_owned(),
        "unsupported" | "unknown" => finer.unwrap_or(named).to_owned(),
        "interactive" => {
            message.get("interactive").and_then(|part| text(part, "type")).unwrap_or("interactive").to_owned()
        }
        other => other.to_owned(),
    };
    let name = match named {
        "order" => Kind::Other,
        "interactive" if kind == "call_permission_reply" => Kind::Other,
        _ => Kind::Unsupported,
    };
    let caption = FILES.iter().find_map(|(key, ..)| text(message.get(*key)?, "caption"));
    (Body::Unsupported { kind, caption: caption.map(redacted) }, name)
}

/// By its type; without a type that we know, by what lies in it.
pub(super) fn is_system(message: &Value) -> bool {
    match text(message, "type") {
        Some("system") => true,
        Some(kind) if CONTENTS.contains(&kind) => false,
        _ => {
            let known = CONTENTS.iter().any(|key| message.get(*key).is_some());
            !known && message.get("system").is_some_and(Value::is_object)
        }
    }
}

const NULL: &Value = &Value::Null;

fn new_addresses(message: &Value) -> Vec<Address> {
    let system = message.get("system").unwrap_or(NULL);
    Found::default()
        .user_id(system, "user_id")
        .parent_id(system, "parent_user_id")
        .phone(system, "wa_id")
        .phone(system, "new_wa_id")
        .done()
}

/// Whom a system message is about: the address under which we know them so far.
pub(super) fn old_addresses(message: &Value) -> Vec<Address> {
    let system = message.get("system").unwrap_or(NULL);
    let new = new_addresses(message);
    let old = Found::default()
        .user_id(system, "previous_user_id")
        .user_id(message, "from_user_id")
        .parent_id(system, "previous_parent_user_id")
        .parent_id(message, "from_parent_user_id")
        .phone(message, "from")
        .phone(system, "customer")
        .done();
    let known: Vec<Address> = old.iter().filter(|address| !new.contains(address)).cloned().collect();
    if known.is_empty() { old } else { known }
}

fn system(message: &Value) -> Body {
    let kind = message.get("system").and_then(|part| text(part, "type")).unwrap_or("");
    let new = new_addresses(message);
    match kind {
        // Without a new address that reads: another person may be behind the old one from now on.
        "user_changed_number" | "customer_changed_number" | "user_changed_user_id" => {
            Body::AddressChange { old: old_addresses(message), new }
        }
        // A new phone or a re-installed app: perhaps another person behind the same number.
        "customer_identity_changed" | "user_identity_changed" => {
            Body::AddressChange { old: old_addresses(message), new: Vec::new() }
        }
        "" => Body::Ignored { why: "system".to_owned() },
        other => Body::Ignored { why: format!("system {other}") },
    }
}

fn redacted(text: &str) -> Redacted<String> {
    Redacted::new(text.to_owned())
}

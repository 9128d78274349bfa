//! A bubble into the body of `POST /<number>/messages`. Pure.

use serde_json::{Value, json};

use super::abilities::{ABILITIES, CAPTION_MAX, LIST_BUTTON_MAX};
use super::template;
use crate::channels::fit::{cut, fits, numbered, page, units};
use crate::domain::ids::MessageId;
use crate::domain::inbound::{Address, AddressKind};
use crate::domain::outbound::{Choice, Link, Outgoing};
use crate::domain::template::Filled;

/// Where to. Meta: with both given the phone number wins, and a user id in `to` is dropped without a word.
#[derive(Debug, PartialEq)]
pub(super) enum Recipient<'a> {
    /// With plus and country code: without the plus the office's own country may be put before it.
    Phone(&'a str),
    UserId(&'a str),
}

/// The phone number when it is known (it keeps Meta's 30-day memory of it fresh), else the user id.
pub(super) fn recipient(to: &[Address]) -> Option<Recipient<'_>> {
    let of = |kind: AddressKind| to.iter().find(|a| a.kind == kind).map(|a| a.value.expose().as_str());
    of(AddressKind::WaPhone)
        .map(Recipient::Phone)
        .or_else(|| of(AddressKind::WaBsuid).map(Recipient::UserId))
        .or_else(|| of(AddressKind::WaParentBsuid).map(Recipient::UserId))
}

/// A file of ours that Meta has taken.
pub(super) struct Uploaded<'a> {
    pub(super) media_id: &'a str,
    /// A picture shown in the chat; otherwise a document.
    pub(super) picture: bool,
    pub(super) file_name: &'a str,
}

impl Uploaded<'_> {
    fn kind(&self) -> &'static str {
        if self.picture { "image" } else { "document" }
    }

    fn reference(&self) -> Value {
        match self.picture {
            true => json!({"id": self.media_id}),
            false => json!({"id": self.media_id, "filename": self.file_name}),
        }
    }
}

pub(super) fn request(
    to: &Recipient<'_>,
    id: &MessageId,
    message: &Outgoing,
    uploaded: Option<&Uploaded<'_>>,
) -> Value {
    let paged = Outgoing { choices: page(message, id, ABILITIES.rows_max), ..message.clone() };
    // What cannot be rows stands in the text, whole: pages would be turned by rows only.
    let shown = if uploaded.is_none() && rows_fit(&paged.choices) { &paged } else { message };
    let mut body = envelope(to, id, content(shown, uploaded));
    if let Some(wamid) = message.reply_to.as_deref() {
        body["context"] = json!({"message_id": wamid});
    }
    body
}

/// The same with a template in it.
pub(super) fn template_request(to: &Recipient<'_>, id: &MessageId, template: &Filled) -> Value {
    envelope(to, id, ("template", template::content(template)))
}

fn envelope(to: &Recipient<'_>, id: &MessageId, (kind, content): (&'static str, Value)) -> Value {
    let mut body = json!({
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "type": kind,
        // Comes back in every status, also in one that overtakes the answer to this request
        // (opengovsg/postmangovsg#2151).
        "biz_opaque_callback_data": id.as_str(),
    });
    body[kind] = content;
    match to {
        Recipient::Phone(phone) => body["to"] = json!(phone),
        Recipient::UserId(user) => body["recipient"] = json!(user),
    }
    body
}

fn content(message: &Outgoing, uploaded: Option<&Uploaded<'_>>) -> (&'static str, Value) {
    let text = message.text.expose().as_str();
    let short = fits(text, ABILITIES.text_with_choices_max);
    if let Some(file) = uploaded {
        let headed = short && !text.is_empty() && message.link.is_none() && buttons_fit(&message.choices);
        return if headed { buttons(text, &message.choices, Some(file)) } else { captioned(message, file) };
    }
    if let Some(asking) = asking(message) {
        let body = numbered(text, &message.choices, ABILITIES.text_max);
        if fits(&body, ABILITIES.text_with_choices_max) && !body.trim().is_empty() {
            return ("interactive", with_action(&body, &asking));
        }
    } else if short && !text.is_empty() {
        if buttons_fit(&message.choices) {
            return buttons(text, &message.choices, None);
        }
        if rows_fit(&message.choices) {
            return ("interactive", rows(text, message));
        }
    }
    let body = match &message.link {
        // A button that does not fit beside this text: the address itself can be tapped as well.
        Some(link) => linked(text, link, &message.choices, ABILITIES.text_max),
        None => numbered(text, &message.choices, ABILITIES.text_max),
    };
    // Without a preview: the platform's fetch of a one-time link must not use it up.
    ("text", json!({"preview_url": false, "body": body}))
}

fn captioned(message: &Outgoing, file: &Uploaded<'_>) -> (&'static str, Value) {
    let caption = match &message.link {
        Some(link) => linked(message.text.expose(), link, &message.choices, CAPTION_MAX),
        None => numbered(message.text.expose(), &message.choices, CAPTION_MAX),
    };
    let mut content = file.reference();
    if !caption.is_empty() {
        content["caption"] = json!(caption);
    }
    (file.kind(), content)
}

/// Three short and different labels at most: Meta refuses equal titles.
fn buttons_fit(choices: &[Choice]) -> bool {
    let short = |c: &Choice| !c.label.trim().is_empty() && fits(&c.label, ABILITIES.button_label_max);
    let told_apart = choices.iter().enumerate().all(|(i, c)| choices[..i].iter().all(|d| d.label != c.label));
    let plain = choices.iter().all(|c| c.description.is_none());
    !choices.is_empty()
        && choices.len() <= ABILITIES.buttons_max
        && plain
        && told_apart
        && choices.iter().all(short)
}

fn buttons(text: &str, choices: &[Choice], header: Option<&Uploaded<'_>>) -> (&'static str, Value) {
    let button = |c: &Choice| json!({"type": "reply", "reply": {"id": c.id, "title": c.label}});
    let buttons: Vec<Value> = choices.iter().map(button).collect();
    let mut content = json!({"type": "button", "body": {"text": text}, "action": {"buttons": buttons}});
    if let Some(file) = header {
        content["header"] = json!({"type": file.kind()});
        content["header"][file.kind()] = file.reference();
    }
    ("interactive", content)
}

/// A label that is too long for a row is repeated whole in the description; one that is too long even for
/// that would lose its end.
fn rows_fit(choices: &[Choice]) -> bool {
    let fits_somewhere = |c: &Choice| {
        !c.label.trim().is_empty()
            && (fits(&c.label, ABILITIES.row_label_max) || fits(&c.label, ABILITIES.row_description_max))
    };
    !choices.is_empty() && choices.len() <= ABILITIES.rows_max && choices.iter().all(fits_somewhere)
}

fn rows(text: &str, message: &Outgoing) -> Value {
    let opener = match message.choices_label.trim() {
        "" => "Pilih / Choose",
        label => label,
    };
    let rows: Vec<Value> = message.choices.iter().map(row).collect();
    json!({
        "type": "list",
        "body": {"text": text},
        "action": {"button": cut(opener, LIST_BUTTON_MAX), "sections": [{"rows": rows}]},
    })
}

fn row(choice: &Choice) -> Value {
    let described = choice.description.as_deref().filter(|text| !text.is_empty());
    let description = match (fits(&choice.label, ABILITIES.row_label_max), described) {
        (true, described) => described.map(str::to_owned),
        (false, None) => Some(choice.label.clone()),
        (false, Some(more)) => Some(format!("{}: {more}", choice.label)),
    };
    let mut row = json!({"id": choice.id, "title": cut(&choice.label, ABILITIES.row_label_max)});
    if let Some(description) = description {
        row["description"] = json!(cut(&description, ABILITIES.row_description_max));
    }
    row
}

/// What a bubble asks for besides a choice. It has one button of its own; choices beside it become lines.
enum Asking<'a> {
    Link(&'a Link),
    /// Meta, business-scoped-user-ids: the answer is a `contacts` message whose `origin` says so.
    Contact,
    Location,
}

fn asking(message: &Outgoing) -> Option<Asking<'_>> {
    match &message.link {
        Some(link) if !link.label.trim().is_empty() => Some(Asking::Link(link)),
        _ if message.ask_contact => Some(Asking::Contact),
        _ if message.ask_location => Some(Asking::Location),
        _ => None,
    }
}

fn with_action(body: &str, asking: &Asking<'_>) -> Value {
    let (kind, action) = match asking {
        Asking::Link(link) => {
            let label = cut(&link.label, ABILITIES.button_label_max);
            let parameters = json!({"display_text": label, "url": link.url.expose()});
            ("cta_url", json!({"name": "cta_url", "parameters": parameters}))
        }
        Asking::Contact => ("request_contact_info", json!({"name": "request_contact_info"})),
        Asking::Location => ("location_request_message", json!({"name": "send_location"})),
    };
    json!({"type": kind, "body": {"text": body}, "action": action})
}

/// The text gives way, never the address.
fn linked(text: &str, link: &Link, choices: &[Choice], max: usize) -> String {
    let address = link.url.expose();
    let room = max.saturating_sub(units(address) + 2);
    format!("{}\n\n{address}", numbered(text, choices, room))
}

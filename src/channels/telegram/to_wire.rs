//! A bubble into the parts of a send call. Pure.

use serde::Serialize;
use teloxide::types::{
    ButtonRequest, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, KeyboardMarkup,
    KeyboardRemove, MessageId as WireId, ReplyMarkup, ReplyParameters,
};

use super::abilities::{ABILITIES, CAPTION_MAX, HALF_ROW_MAX};
use super::markup::to_html;
use crate::channels::fit::{cut, fits, numbered, page, units};
use crate::domain::ids::MessageId;
use crate::domain::inbound::{Address, AddressKind};
use crate::domain::outbound::{Choice, Outgoing, Spent};

/// What every send method takes. Not Debug: it holds the text.
#[derive(Serialize)]
pub(super) struct Wire {
    pub(super) html: String,
    pub(super) reply_markup: Option<ReplyMarkup>,
    pub(super) reply_parameters: Option<ReplyParameters>,
}

/// In a private chat, the chat is the user.
pub(super) fn chat(to: &[Address]) -> Option<i64> {
    to.iter().find(|a| a.kind == AddressKind::TgUser)?.value.expose().parse().ok()
}

pub(super) fn wire(id: &MessageId, message: &Outgoing) -> Wire {
    let paged = Outgoing { choices: page(message, id, ABILITIES.buttons_max), ..message.clone() };
    let message = if choices_fit(&paged) { &paged } else { message };
    let keyboard = keyboard(message);
    // A reply to a message that the person deleted is still sent.
    let answered = message.reply_to.as_deref().and_then(|id| id.parse().ok()).map(WireId);
    Wire {
        html: to_html(&words(message, &keyboard)),
        reply_markup: keyboard,
        reply_parameters: answered.map(|id| ReplyParameters::new(id).allow_sending_without_reply()),
    }
}

/// A spent bubble: the same words without its keyboard, and what was chosen, which would leave no trace otherwise.
pub(super) fn spent(spent: &Spent) -> Option<String> {
    let chosen = spent.chosen.as_deref()?;
    let message = &spent.message;
    let text = words(message, &keyboard(message));
    let traced = format!("{}\n\n✓ {chosen}", text.trim_end());
    let max = if message.attachment.is_some() { CAPTION_MAX } else { ABILITIES.text_max };
    fits(&traced, max).then(|| to_html(&traced))
}

fn words(message: &Outgoing, keyboard: &Option<ReplyMarkup>) -> String {
    let max = if message.attachment.is_some() { CAPTION_MAX } else { ABILITIES.text_max };
    let address = message.link.as_ref().filter(|_| link(message).is_none());
    let address = address.map_or(String::new(), |link| format!("\n\n{}", link.url.expose()));
    let room = max.saturating_sub(units(&address));
    let text = message.text.expose();
    let tapped = matches!(keyboard, Some(ReplyMarkup::InlineKeyboard(_))) && choices_fit(message);
    let worded: fn(&str, &[Choice], usize) -> String = if tapped { described } else { numbered };
    format!("{}{address}", worded(text, &message.choices, room))
}

/// Whether every choice can be a button.
fn choices_fit(message: &Outgoing) -> bool {
    let short = |c: &Choice| !c.label.trim().is_empty() && fits(&c.label, ABILITIES.button_label_max);
    // Bot API: callback data of 1 to 64 bytes.
    let carried = |c: &Choice| (1..=64).contains(&c.id.len());
    message.choices.len() <= ABILITIES.buttons_max
        && message.choices.iter().all(|choice| short(choice) && carried(choice))
}

/// Buttons have no second line: what it would say goes into the text, as long as it fits there.
fn described(text: &str, choices: &[Choice], max: usize) -> String {
    let line = |c: &Choice| {
        let more = c.description.as_deref().filter(|more| !more.is_empty())?;
        Some(format!("{}: {more}", c.label))
    };
    let lines: Vec<String> = choices.iter().filter_map(line).collect();
    let all = format!("{}\n\n{}", text.trim_end(), lines.join("\n"));
    if lines.is_empty() || !fits(&all, max) { cut(text, max) } else { all }
}

/// A bubble has one keyboard: the one that asks for contact or location wins, choices then become lines.
fn keyboard(message: &Outgoing) -> Option<ReplyMarkup> {
    let request = match message {
        _ if message.ask_contact => Some((ButtonRequest::Contact, "Bagikan nomor saya / Share my number")),
        _ if message.ask_location => Some((ButtonRequest::Location, "Kirim lokasi saya / Send my location")),
        _ => None,
    };
    if let Some((request, default)) = request {
        let label = match message.choices_label.trim() {
            "" => default,
            label => label,
        };
        let button = KeyboardButton::new(label).request(request);
        let keyboard = KeyboardMarkup::new([[button]]).resize_keyboard().one_time_keyboard();
        return Some(ReplyMarkup::Keyboard(keyboard));
    }
    let mut rows = if choices_fit(message) { rows(&message.choices) } else { Vec::new() };
    if let Some((label, url)) = link(message) {
        rows.insert(0, vec![InlineKeyboardButton::url(label, url)]);
    }
    if rows.is_empty() {
        // A keyboard that asked for contact or location stays until it is taken away: it was answered by typing.
        return Some(ReplyMarkup::KeyboardRemove(KeyboardRemove::new()));
    }
    Some(ReplyMarkup::InlineKeyboard(InlineKeyboardMarkup::new(rows)))
}

/// The button that opens a page, when it can be one.
fn link(message: &Outgoing) -> Option<(String, reqwest::Url)> {
    let link = message.link.as_ref().filter(|link| !link.label.trim().is_empty())?;
    let url = reqwest::Url::parse(link.url.expose()).ok()?;
    // Bot API: http, https and tg addresses; a bare host of one word is refused (BUTTON_URL_INVALID).
    let known = matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|h| h.contains('.'));
    known.then(|| (cut(&link.label, ABILITIES.button_label_max), url))
}

/// Short labels in pairs, a long one alone.
fn rows(choices: &[Choice]) -> Vec<Vec<InlineKeyboardButton>> {
    let button = |c: &Choice| InlineKeyboardButton::callback(c.label.clone(), c.id.clone());
    let half = |c: &Choice| fits(&c.label, HALF_ROW_MAX);
    let mut rows = Vec::new();
    let mut rest = choices;
    while let [first, tail @ ..] = rest {
        match tail {
            [second, tail @ ..] if half(first) && half(second) => {
                rows.push(vec![button(first), button(second)]);
                rest = tail;
            }
            _ => {
                rows.push(vec![button(first)]);
                rest = tail;
            }
        }
    }
    rows
}

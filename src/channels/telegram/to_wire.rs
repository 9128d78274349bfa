//! A bubble into the parts of a send call. Pure.

use serde::Serialize;
use teloxide::types::{
    ButtonRequest, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, KeyboardMarkup, MessageId,
    ReplyMarkup, ReplyParameters,
};

use super::abilities::{ABILITIES, CAPTION_MAX, HALF_ROW_MAX};
use super::markup::to_html;
use crate::channels::fit::{cut, fits, numbered};
use crate::domain::inbound::{Address, AddressKind};
use crate::domain::outbound::{Choice, Outgoing};

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

pub(super) fn wire(message: &Outgoing) -> Wire {
    let max = if message.attachment.is_some() { CAPTION_MAX } else { ABILITIES.text_max };
    let keyboard = keyboard(message);
    let text = message.text.expose();
    let text = match keyboard {
        Some(ReplyMarkup::InlineKeyboard(_)) => described(text, &message.choices, max),
        _ => numbered(text, &message.choices, max),
    };
    // A reply to a message that the person deleted is still sent.
    let answered = message.reply_to.as_deref().and_then(|id| id.parse().ok()).map(MessageId);
    Wire {
        html: to_html(&text),
        reply_markup: keyboard,
        reply_parameters: answered.map(|id| ReplyParameters::new(id).allow_sending_without_reply()),
    }
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

/// A bubble has one keyboard: the one that asks for the contact wins, choices then become lines.
fn keyboard(message: &Outgoing) -> Option<ReplyMarkup> {
    if message.ask_contact {
        let label = match message.choices_label.trim() {
            "" => "Bagikan nomor saya / Share my number",
            label => label,
        };
        let button = KeyboardButton::new(label).request(ButtonRequest::Contact);
        let keyboard = KeyboardMarkup::new([[button]]).resize_keyboard().one_time_keyboard();
        return Some(ReplyMarkup::Keyboard(keyboard));
    }
    let short = |c: &Choice| !c.label.trim().is_empty() && fits(&c.label, ABILITIES.button_label_max);
    // Bot API: callback data of 1 to 64 bytes.
    let carried = |c: &Choice| (1..=64).contains(&c.id.len());
    let fit = message.choices.len() <= ABILITIES.buttons_max
        && message.choices.iter().all(|choice| short(choice) && carried(choice));
    if message.choices.is_empty() || !fit {
        return None;
    }
    Some(ReplyMarkup::InlineKeyboard(InlineKeyboardMarkup::new(rows(&message.choices))))
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

//! `reply_markup`: inline keyboards, reply keyboards, and their limits.

use serde_json::Value;

use super::answers::ApiError;
use super::args::Args;
use crate::simulator::screen::{Act, Button};

/// All buttons of one message together (Telegram refuses more with this error).
const BUTTONS: usize = 100;

pub(super) enum Markup {
    None,
    /// The rows, and the JSON that goes back in the message.
    Inline(Vec<Vec<Button>>, Value),
    Keyboard {
        rows: Vec<Vec<Button>>,
        once: bool,
        placeholder: Option<String>,
    },
    Remove,
    ForceReply {
        placeholder: Option<String>,
    },
}

pub(super) fn read(args: &Args) -> Result<Markup, ApiError> {
    let Some(markup) = args.json("reply_markup") else { return Ok(Markup::None) };
    if markup == "" {
        return Ok(Markup::None);
    }
    if !markup.is_object() {
        return Err(ApiError::bad("object expected as reply markup"));
    }
    let placeholder = || markup["input_field_placeholder"].as_str().map(str::to_owned);
    if placeholder().is_some_and(|text| text.is_empty() || text.chars().count() > 64) {
        return Err(ApiError::bad("input field placeholder must be 1-64 characters long"));
    }
    if let Some(rows) = markup.get("inline_keyboard") {
        return Ok(Markup::Inline(read_rows(rows, inline_button)?, markup));
    }
    if let Some(rows) = markup.get("keyboard") {
        let rows = read_rows(rows, keyboard_button)?;
        let once = markup["one_time_keyboard"] == true;
        return Ok(Markup::Keyboard { rows, once, placeholder: placeholder() });
    }
    if markup["remove_keyboard"] == true {
        return Ok(Markup::Remove);
    }
    if markup["force_reply"] == true {
        return Ok(Markup::ForceReply { placeholder: placeholder() });
    }
    Ok(Markup::None)
}

fn read_rows(
    rows: &Value,
    button: impl Fn(&Value) -> Result<Button, ApiError>,
) -> Result<Vec<Vec<Button>>, ApiError> {
    let expected = || ApiError::bad("field \"keyboard\" of the reply markup must be an Array of Arrays");
    let mut read: Vec<Vec<Button>> = Vec::new();
    for row in rows.as_array().ok_or_else(expected)? {
        let row = row.as_array().ok_or_else(expected)?;
        read.push(row.iter().map(&button).collect::<Result<_, _>>()?);
    }
    read.retain(|row| !row.is_empty());
    match read.iter().map(Vec::len).sum::<usize>() > BUTTONS {
        true => Err(ApiError::bad("REPLY_MARKUP_TOO_LONG")),
        false => Ok(read),
    }
}

fn inline_button(button: &Value) -> Result<Button, ApiError> {
    let unparsed = |why: &str| ApiError::bad(&format!("can't parse inline keyboard button: {why}"));
    let label = button["text"].as_str().unwrap_or_default().to_owned();
    if label.trim().is_empty() {
        return Err(unparsed("Field \"text\" must be non-empty"));
    }
    if let Some(data) = button.get("callback_data") {
        let data = data.as_str().ok_or_else(|| unparsed("Field \"callback_data\" must be of type String"))?;
        if !(1..=64).contains(&data.len()) {
            return Err(ApiError::bad("BUTTON_DATA_INVALID"));
        }
        return Ok(Button { id: data.to_owned(), label, act: Act::Callback });
    }
    let url = button["url"].as_str().or_else(|| button["web_app"]["url"].as_str());
    if let Some(url) = url {
        let host =
            url.split("://").nth(1).and_then(|rest| rest.split(['/', ':', '?']).next()).unwrap_or_default();
        let scheme_known = ["http://", "https://", "tg://"].iter().any(|scheme| url.starts_with(scheme));
        if !scheme_known || (!host.contains('.') && !url.starts_with("tg://")) {
            return Err(ApiError::bad(&format!(
                "inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"
            )));
        }
        return Ok(Button { id: label.clone(), label, act: Act::Link(url.to_owned()) });
    }
    if let Some(text) = button["copy_text"]["text"].as_str() {
        return Ok(Button { id: label.clone(), label, act: Act::Copy(text.to_owned()) });
    }
    Err(unparsed("Text buttons are unallowed in the inline keyboard"))
}

fn keyboard_button(button: &Value) -> Result<Button, ApiError> {
    let label = button.as_str().or_else(|| button["text"].as_str()).unwrap_or_default().to_owned();
    if label.trim().is_empty() {
        return Err(ApiError::bad("can't parse keyboard button: Field \"text\" must be non-empty"));
    }
    let act = match (button["request_contact"] == true, button["request_location"] == true) {
        (true, _) => Act::AskContact,
        (_, true) => Act::AskLocation,
        _ => Act::Reply,
    };
    Ok(Button { id: label.clone(), label, act })
}

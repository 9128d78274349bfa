//! Interactive messages: buttons, lists, links and requests, with their limits.

use super::check::{MediaSource, Object, read_media};
use super::errors::GraphError;
use crate::simulator::screen::{Act, Button, ListMenu, ListRow, ListSection, Shown};

const BODY: usize = 1_024;
const HEADER_AND_FOOTER: usize = 60;
const BUTTONS: usize = 3;
const BUTTON_TITLE: usize = 20;
const BUTTON_ID: usize = 256;
const SECTIONS: usize = 10;
/// Of all sections together.
const ROWS: usize = 10;
const ROW_TITLE: usize = 24;
const ROW_DESCRIPTION: usize = 72;
const ROW_ID: usize = 200;

pub(super) fn read(
    interactive: &Object<'_>,
    shown: &mut Shown,
    media: &mut Option<MediaSource>,
) -> Result<(), GraphError> {
    interactive.only(&["type", "header", "body", "footer", "action"])?;
    let kind = interactive.text("type", 40)?;
    let body = interactive.object("body")?;
    body.only(&["text"])?;
    let text = body.text("text", BODY)?.to_owned();
    if let Some(header) = interactive.optional("header")? {
        read_header(&header, kind, shown, media)?;
    }
    shown.text = text;
    if let Some(footer) = interactive.optional("footer")? {
        footer.only(&["text"])?;
        shown.footer = Some(footer.text("text", HEADER_AND_FOOTER)?.to_owned());
    }
    let action = interactive.object("action")?;
    match kind {
        "button" => shown.buttons = read_buttons(&action)?,
        "list" => shown.list = Some(read_list(&action)?),
        "cta_url" => shown.buttons = vec![vec![read_link(&action)?]],
        "location_request_message" => {
            shown.buttons = vec![vec![request(&action, "send_location", "Kirim lokasi", Act::AskLocation)?]];
        }
        "request_contact_info" => {
            let label = "Bagikan info kontak";
            shown.buttons = vec![vec![request(&action, "request_contact_info", label, Act::AskContact)?]];
        }
        other => {
            let message =
                format!("Param interactive['type'] must be one of {{BUTTON, LIST, …}} - got \"{other}\".");
            return Err(GraphError::param(&message));
        }
    }
    Ok(())
}

fn read_header(
    header: &Object<'_>,
    kind: &str,
    shown: &mut Shown,
    media: &mut Option<MediaSource>,
) -> Result<(), GraphError> {
    header.only(&["type", "text", "image", "document", "video"])?;
    match header.text("type", 20)? {
        "text" => shown.header = Some(header.text("text", HEADER_AND_FOOTER)?.to_owned()),
        other if kind == "list" => {
            return Err(GraphError::value(&format!("List message header must be of type text, not {other}")));
        }
        wanted @ ("image" | "document" | "video") => {
            *media = Some(read_media(&header.object(wanted)?, wanted, shown)?);
        }
        _ => return Err(GraphError::value("Header type must be one of text, image, document, video")),
    }
    Ok(())
}

fn read_buttons(action: &Object<'_>) -> Result<Vec<Vec<Button>>, GraphError> {
    action.only(&["buttons"])?;
    let given = action.list("buttons")?;
    if given.is_empty() || given.len() > BUTTONS {
        return Err(GraphError::value(&format!(
            "Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: {BUTTONS}"
        )));
    }
    let mut buttons: Vec<Button> = Vec::new();
    for item in &given {
        item.only(&["type", "reply"])?;
        if item.text("type", 20)? != "reply" {
            return Err(GraphError::value("Button type must be reply"));
        }
        let reply = item.object("reply")?;
        reply.only(&["id", "title"])?;
        let label = sized(&reply, "title", BUTTON_TITLE, "Button title")?;
        let id = sized(&reply, "id", BUTTON_ID, "Button reply id")?;
        if id.trim() != id {
            return Err(GraphError::value("Button reply id must not begin or end with a space"));
        }
        if buttons.iter().any(|other| other.label == label) {
            return Err(GraphError::value("Duplicated title provided for reply buttons"));
        }
        if buttons.iter().any(|other| other.id == id) {
            return Err(GraphError::value("Duplicated reply id provided for reply buttons"));
        }
        buttons.push(Button { id, label, act: Act::Reply });
    }
    // WhatsApp shows reply buttons one below the other.
    Ok(buttons.into_iter().map(|button| vec![button]).collect())
}

fn read_list(action: &Object<'_>) -> Result<ListMenu, GraphError> {
    action.only(&["button", "sections"])?;
    let button = sized(action, "button", BUTTON_TITLE, "Action button title")?;
    let given = action.list("sections")?;
    if given.is_empty() || given.len() > SECTIONS {
        return Err(GraphError::value(&format!(
            "Invalid sections count. Min allowed sections: 1, Max allowed sections: {SECTIONS}"
        )));
    }
    let mut sections = Vec::new();
    let mut ids: Vec<String> = Vec::new();
    for section in &given {
        section.only(&["title", "rows"])?;
        let title = section.optional_text("title", 1_000)?.unwrap_or_default();
        if title.chars().count() > ROW_TITLE || (title.is_empty() && given.len() > 1) {
            return Err(GraphError::value("Section title length invalid. Min length: 1, Max length: 24"));
        }
        let mut rows = Vec::new();
        for row in section.list("rows")? {
            row.only(&["id", "title", "description"])?;
            let id = sized(&row, "id", ROW_ID, "Row id")?;
            if ids.contains(&id) {
                return Err(GraphError::value("Duplicated row id provided for list message"));
            }
            ids.push(id.clone());
            let description = row.optional_text("description", 10_000)?.map(str::to_owned);
            if description.as_ref().is_some_and(|text| text.chars().count() > ROW_DESCRIPTION) {
                return Err(GraphError::value("Row description length invalid. Max length: 72"));
            }
            rows.push(ListRow { id, title: sized(&row, "title", ROW_TITLE, "Row title")?, description });
        }
        if rows.is_empty() {
            return Err(GraphError::value("Each section needs at least one row"));
        }
        sections.push(ListSection { title: (!title.is_empty()).then(|| title.to_owned()), rows });
    }
    if ids.len() > ROWS {
        return Err(GraphError::value(&format!("Total row count exceed max allowed count: {ROWS}")));
    }
    Ok(ListMenu { button, sections })
}

fn read_link(action: &Object<'_>) -> Result<Button, GraphError> {
    action.only(&["name", "parameters"])?;
    named(action, "cta_url")?;
    let parameters = action.object("parameters")?;
    parameters.only(&["display_text", "url"])?;
    let label = sized(&parameters, "display_text", BUTTON_TITLE, "Display text")?;
    let url = parameters.text("url", 2_000)?;
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        return Err(GraphError::value("Param url must begin with http:// or https://"));
    }
    Ok(Button { id: label.clone(), label, act: Act::Link(url.to_owned()) })
}

fn request(action: &Object<'_>, name: &str, label: &str, act: Act) -> Result<Button, GraphError> {
    action.only(&["name"])?;
    named(action, name)?;
    Ok(Button { id: name.to_owned(), label: label.to_owned(), act })
}

fn named(action: &Object<'_>, name: &str) -> Result<(), GraphError> {
    match action.text("name", 100)? == name {
        true => Ok(()),
        false => Err(GraphError::value(&format!("Param action['name'] must be {name}"))),
    }
}

/// A text whose length is refused by 131009, as Meta does for what people tap.
fn sized(object: &Object<'_>, key: &str, max: usize, what: &str) -> Result<String, GraphError> {
    let text = object.optional_text(key, 10_000)?.unwrap_or_default();
    let length = text.chars().count();
    match (1..=max).contains(&length) && !text.trim().is_empty() {
        true => Ok(text.to_owned()),
        false => Err(GraphError::value(&format!("{what} length invalid. Min length: 1, Max length: {max}"))),
    }
}

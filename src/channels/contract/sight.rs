//! What a person sees of a request to a platform.

use serde_json::Value;

/// A bubble on a phone.
#[derive(Debug, Default)]
pub(super) struct Sight {
    /// Without mark-up that the phone shows as bold.
    pub(super) text: String,
    /// What comes back from each button, and everything that is written on it.
    pub(super) buttons: Vec<(String, String)>,
}

fn told(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

pub(super) fn of_whatsapp(body: &Value) -> Sight {
    let kind = told(&body["type"]);
    let content = &body[kind.as_str()];
    let text = match kind.as_str() {
        "text" | "interactive" => told(&content["body"]["text"]) + &told(&content["body"]),
        _ => told(&content["caption"]),
    };
    let mut buttons = Vec::new();
    for button in content["action"]["buttons"].as_array().into_iter().flatten() {
        buttons.push((told(&button["reply"]["id"]), told(&button["reply"]["title"])));
    }
    let sections = content["action"]["sections"].as_array().into_iter().flatten();
    for row in sections.flat_map(|section| section["rows"].as_array().into_iter().flatten()) {
        let written = format!("{} {}", told(&row["title"]), told(&row["description"]));
        buttons.push((told(&row["id"]), written.trim_end().to_owned()));
    }
    Sight { text, buttons }
}

pub(super) fn of_telegram(body: &Value) -> Sight {
    let html = told(&body["text"]) + &told(&body["caption"]);
    let mut text = html.replace("<b>", "*").replace("</b>", "*");
    for (escaped, sign) in [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")] {
        text = text.replace(escaped, sign);
    }
    let rows = body["reply_markup"]["inline_keyboard"].as_array().into_iter().flatten();
    let buttons = rows
        .flat_map(|row| row.as_array().into_iter().flatten())
        .map(|button| (told(&button["callback_data"]), told(&button["text"])))
        .collect();
    Sight { text, buttons }
}

//! Template messages: the only ones that leave outside the 24-hour window.

use serde_json::Value;

use super::check::Object;
use super::errors::GraphError;
use crate::simulator::lanes::lock;
use crate::simulator::platform::Platform;

/// A template and what to put into it.
pub(super) struct Filled {
    name: String,
    language: String,
    /// Name (or place, counted from 1) and text.
    parameters: Vec<(String, String)>,
    quick_replies: Vec<String>,
}

/// A template's text, ready to be shown.
pub(super) struct Rendered {
    pub(super) name: String,
    pub(super) text: String,
    /// Payloads of the quick replies.
    pub(super) quick_replies: Vec<String>,
}

pub(in crate::simulator) fn approve(platform: &Platform, name: &str, language: &str, body: &str) {
    let key = (name.to_owned(), language.to_owned());
    lock(&platform.0.whatsapp.templates).insert(key, body.to_owned());
}

pub(super) fn read(template: &Object<'_>) -> Result<Filled, GraphError> {
    template.only(&["name", "language", "components"])?;
    let name = template.text("name", 512)?;
    if !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
        return Err(GraphError::value(
            "Template name may hold lower-case letters, digits and underscores only",
        ));
    }
    let language = template.object("language")?;
    language.only(&["code", "policy"])?;
    let mut filled = Filled {
        name: name.to_owned(),
        language: language.text("code", 10)?.to_owned(),
        parameters: Vec::new(),
        quick_replies: Vec::new(),
    };
    if template.map.contains_key("components") {
        for component in template.list("components")? {
            read_component(&component, &mut filled)?;
        }
    }
    Ok(filled)
}

fn read_component(component: &Object<'_>, filled: &mut Filled) -> Result<(), GraphError> {
    component.only(&["type", "sub_type", "index", "parameters"])?;
    let kind = component.text("type", 20)?;
    for (at, parameter) in component.list("parameters")?.iter().enumerate() {
        match (kind, parameter.text("type", 20)?) {
            ("body", "text") => {
                let text = parameter.text("text", 1_024)?;
                if text.contains(['\n', '\t']) || text.contains("     ") {
                    let details =
                        "Param text cannot have new-line/tab characters or more than 4 consecutive spaces";
                    return Err(GraphError::detailed(132_012, details));
                }
                let name = parameter.optional_text("parameter_name", 100)?;
                let name = name.map_or_else(|| (at + 1).to_string(), str::to_owned);
                filled.parameters.push((name, text.to_owned()));
            }
            ("button", "payload") => filled.quick_replies.push(parameter.text("payload", 256)?.to_owned()),
            ("button" | "header", _) => {}
            _ => return Err(GraphError::coded(132_012)),
        }
    }
    Ok(())
}

/// Puts the parameters into the registered text, or joins them when no template was registered at all.
pub(super) fn render(platform: &Platform, filled: &Filled) -> Result<Rendered, GraphError> {
    let templates = lock(&platform.0.whatsapp.templates);
    let key = (filled.name.clone(), filled.language.clone());
    let text = match templates.get(&key) {
        Some(body) => fill(body, filled)?,
        None if templates.is_empty() => {
            filled.parameters.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
        }
        None => {
            let (name, language) = (&filled.name, &filled.language);
            let details = format!("template name ({name}) does not exist in {language}");
            return Err(GraphError::detailed(132_001, &details));
        }
    };
    Ok(Rendered { name: filled.name.clone(), text, quick_replies: filled.quick_replies.clone() })
}

fn fill(body: &str, filled: &Filled) -> Result<String, GraphError> {
    let expected = body.matches("{{").count();
    let mut text = body.to_owned();
    for (name, value) in &filled.parameters {
        let place = format!("{{{{{name}}}}}");
        if !text.contains(&place) {
            return Err(GraphError::detailed(132_000, &format!("body: no parameter {name} in the template")));
        }
        text = text.replace(&place, value);
    }
    if filled.parameters.len() != expected {
        let given = filled.parameters.len();
        let details =
            format!("body: number of localizable_params ({given}) does not match the expected ({expected})");
        return Err(GraphError::detailed(132_000, &details));
    }
    Ok(text)
}

/// Whether a webhook item was made from a template's quick reply.
pub(super) fn quick_reply(payload: &str, text: &str) -> Value {
    serde_json::json!({"payload": payload, "text": text})
}

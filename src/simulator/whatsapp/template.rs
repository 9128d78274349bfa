//! Template messages: the only ones that leave outside the 24-hour window.

use serde_json::{Value, json};

use super::check::Object;
use super::errors::GraphError;
use super::webhook;
use crate::simulator::config::Dialect;
use crate::simulator::ids;
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
    /// Label and payload of the quick replies.
    pub(super) quick_replies: Vec<(String, String)>,
}

/// A template that somebody submitted.
pub(super) struct Submitted {
    body: String,
    /// What stands on its quick replies; empty when it was made known by its text alone.
    labels: Vec<String>,
    category: String,
    status: String,
}

pub(in crate::simulator) fn approve(platform: &Platform, name: &str, language: &str, body: &str) {
    let known = Submitted {
        body: body.to_owned(),
        labels: Vec::new(),
        category: "UTILITY".to_owned(),
        status: "APPROVED".to_owned(),
    };
    lock(&platform.0.whatsapp.templates).insert((name.to_owned(), language.to_owned()), known);
}

/// Changes what Meta thinks of a template, and tells the webhook.
pub(in crate::simulator) fn judge(platform: &Platform, name: &str, language: &str, status: &str) {
    if let Some(known) = lock(&platform.0.whatsapp.templates).get_mut(&(name.to_owned(), language.to_owned()))
    {
        status.clone_into(&mut known.status);
    }
    let value = json!({
        "event": status, "message_template_id": ids::digits(15), "message_template_name": name,
        "message_template_language": language, "reason": "NONE",
    });
    let account = &platform.whatsapp().business_account_id;
    webhook::deliver_body(
        platform,
        &json!({
            "object": "whatsapp_business_account",
            "entry": [{"id": account, "time": platform.now_ms() / 1000,
                "changes": [{"field": "message_template_status_update", "value": value}]}],
        }),
    );
}

/// `GET …/message_templates`, all on one page.
pub(super) fn list(platform: &Platform) -> Value {
    let templates = lock(&platform.0.whatsapp.templates);
    let mut known: Vec<(&(String, String), &Submitted)> = templates.iter().collect();
    known.sort_by_key(|(key, _)| *key);
    let item = |((name, language), known): (&(String, String), &Submitted)| {
        json!({"name": name, "language": language, "status": known.status, "category": known.category,
            "id": ids::digits(15), "components": [{"type": "BODY", "text": known.body}]})
    };
    let items: Vec<Value> = known.into_iter().map(item).collect();
    match platform.0.config.whatsapp.dialect {
        Dialect::Meta => json!({"data": items, "paging": {"cursors": {"before": "A", "after": "B"}}}),
        Dialect::Dialog360 => json!({"count": items.len(), "waba_templates": items}),
    }
}

/// `POST …/message_templates`: refuses what Meta refuses at once, and approves the rest in no time.
pub(super) fn submit(platform: &Platform, body: &Value) -> Result<Value, GraphError> {
    let all = Object::whole(body)?;
    all.only(&["name", "language", "category", "parameter_format", "components"])?;
    let name = all.text("name", 512)?;
    if !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
        return Err(GraphError::param("Invalid parameter: name"));
    }
    let language = all.text("language", 10)?;
    let category = all.text("category", 20)?;
    if !["UTILITY", "MARKETING", "AUTHENTICATION"].contains(&category) {
        return Err(GraphError::param("Invalid parameter: category"));
    }
    let (mut text, mut labels) = (None, Vec::new());
    for component in all.list("components")? {
        match component.text("type", 20)? {
            "BODY" => {
                component.only(&["type", "text", "example"])?;
                let body = component.text("text", 1_024)?;
                let named = component.map.get("example").and_then(|e| e.get("body_text_named_params"));
                let named = named.and_then(Value::as_array).map_or(0, Vec::len);
                if named != body.matches("{{").count() {
                    return Err(GraphError::param("Each parameter of the body needs an example"));
                }
                if body.trim_start().starts_with("{{") || body.trim_end().ends_with("}}") {
                    return Err(GraphError::param("Variables can't be at the start or end of the template"));
                }
                text = Some(body.to_owned());
            }
            "FOOTER" => {
                component.text("text", 60)?;
            }
            "BUTTONS" => {
                for button in component.list("buttons")? {
                    button.only(&["type", "text"])?;
                    labels.push(button.text("text", 25)?.to_owned());
                }
            }
            _ => return Err(GraphError::param("Unknown component")),
        }
    }
    let body = text.ok_or_else(|| GraphError::param("A template needs a body"))?;
    let known = Submitted { body, labels, category: category.to_owned(), status: "APPROVED".to_owned() };
    let key = (name.to_owned(), language.to_owned());
    let mut templates = lock(&platform.0.whatsapp.templates);
    if templates.contains_key(&key) {
        return Err(GraphError::param("Content in this language already exists"));
    }
    templates.insert(key, known);
    Ok(json!({"id": ids::digits(15), "status": "APPROVED", "category": category}))
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
        Some(known) => fill(usable(known)?, filled)?,
        None if templates.is_empty() => {
            filled.parameters.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
        }
        None => {
            let (name, language) = (&filled.name, &filled.language);
            let details = format!("template name ({name}) does not exist in {language}");
            return Err(GraphError::detailed(132_001, &details));
        }
    };
    let labels = templates.get(&key).map_or(&[][..], |known| &known.labels);
    if !labels.is_empty() && filled.quick_replies.len() > labels.len() {
        return Err(GraphError::detailed(132_000, "buttons: more payloads than quick replies"));
    }
    let label =
        |(at, payload): (usize, &String)| (labels.get(at).unwrap_or(payload).clone(), payload.clone());
    let quick_replies = filled.quick_replies.iter().enumerate().map(label).collect();
    Ok(Rendered { name: filled.name.clone(), text, quick_replies })
}

/// The body of a template that may be sent.
fn usable(known: &Submitted) -> Result<&str, GraphError> {
    match known.status.as_str() {
        "APPROVED" => Ok(&known.body),
        "PAUSED" => Err(GraphError::coded(132_015)),
        "DISABLED" => Err(GraphError::coded(132_016)),
        _ => Err(GraphError::detailed(132_001, "the template is not approved")),
    }
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
    json!({"payload": payload, "text": text})
}

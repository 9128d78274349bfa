//! Templates on the wire: sending one, and what the platform says about ours.

use serde_json::{Value, json};

use crate::channels::json::{list, text};
use crate::domain::template::{Filled, Standing, TemplateNews};

/// The `template` part of a message.
pub(super) fn content(template: &Filled) -> Value {
    let mut components = Vec::new();
    if !template.parameters.is_empty() {
        let parameter = |(name, value): &(String, crate::domain::redacted::Redacted<String>)| json!({"type": "text", "parameter_name": name, "text": value.expose()});
        let parameters: Vec<Value> = template.parameters.iter().map(parameter).collect();
        components.push(json!({"type": "body", "parameters": parameters}));
    }
    for (index, payload) in template.payloads.iter().enumerate() {
        components.push(json!({
            "type": "button",
            "sub_type": "quick_reply",
            "index": index.to_string(),
            "parameters": [{"type": "payload", "payload": payload}],
        }));
    }
    let mut content = json!({"name": template.name, "language": {"code": template.language}});
    if !components.is_empty() {
        content["components"] = json!(components);
    }
    content
}

/// Meta's word for a template's state. `FLAGGED` and `IN_APPEAL` still send; what we do not know is tried.
fn standing(word: &str) -> Standing {
    match word.to_ascii_uppercase().as_str() {
        "APPROVED" | "REINSTATED" | "FLAGGED" | "IN_APPEAL" => Standing::Approved,
        "PENDING" | "SUBMITTED" | "PENDING_REVIEW" => Standing::Pending,
        "PAUSED" | "LOCKED" => Standing::Paused,
        "DISABLED" | "PENDING_DELETION" | "ARCHIVED" | "LIMIT_EXCEEDED" => Standing::Disabled,
        "REJECTED" => Standing::Rejected,
        "DELETED" => Standing::Missing,
        _ => Standing::Unknown,
    }
}

/// One item of the list that the platform answers with.
pub(super) fn listed(item: &Value) -> Option<TemplateNews> {
    let word = text(item, "status")?;
    let mut detail = vec![word.to_ascii_lowercase()];
    detail
        .extend(text(item, "category").map(|category| format!("category {}", category.to_ascii_lowercase())));
    let reason = text(item, "rejected_reason").filter(|reason| !reason.eq_ignore_ascii_case("none"));
    detail.extend(reason.map(|reason| format!("reason {reason}")));
    Some(TemplateNews {
        name: text(item, "name")?.to_owned(),
        language: text(item, "language")?.to_owned(),
        standing: standing(word),
        detail: detail.join(", "),
    })
}

/// What an account event says about templates: `message_template_status_update`, at any depth of the fragment.
pub(super) fn news(fragment: &Value) -> Vec<TemplateNews> {
    let mut found = Vec::new();
    collect(fragment, 0, &mut found);
    found
}

fn collect(value: &Value, depth: u8, found: &mut Vec<TemplateNews>) {
    if depth > 6 {
        return;
    }
    if let (Some(name), Some(language), Some(event)) =
        (text(value, "message_template_name"), text(value, "message_template_language"), text(value, "event"))
    {
        let reason = text(value, "reason").filter(|reason| !reason.eq_ignore_ascii_case("none"));
        let detail = match reason {
            Some(reason) => format!("{}, reason {reason}", event.to_ascii_lowercase()),
            None => event.to_ascii_lowercase(),
        };
        let standing = standing(event);
        // An event without a bearing on sending (a new category, a quality score) changes no standing.
        if standing != Standing::Unknown {
            found.push(TemplateNews { name: name.into(), language: language.into(), standing, detail });
        }
        return;
    }
    match value {
        Value::Object(map) => map.values().for_each(|inner| collect(inner, depth + 1, found)),
        Value::Array(items) => items.iter().for_each(|inner| collect(inner, depth + 1, found)),
        _ => {}
    }
}

/// Where the next page of a list begins, when there is one.
pub(super) fn next_page(answer: &Value) -> Option<String> {
    let paging = answer.get("paging")?;
    text(paging, "next")?;
    paging.get("cursors").and_then(|cursors| text(cursors, "after")).map(str::to_owned)
}

/// The items of a page: Meta's `data`, a Solution Provider's `waba_templates`.
pub(super) fn items(answer: &Value) -> Vec<TemplateNews> {
    let both = list(answer, "data").iter().chain(list(answer, "waba_templates"));
    both.filter_map(listed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::redacted::Redacted;
    use crate::domain::template::Occasion;

    #[test]
    fn a_template_names_its_parameters_and_the_payloads_of_its_buttons() {
        let value = |text: &str| Redacted::new(text.to_owned());
        let filled = Filled {
            occasion: Occasion::Ready,
            name: "sapa_siap".into(),
            language: "id".into(),
            parameters: vec![("ticket".into(), value("SAPA-2611-00482-Z")), ("queue".into(), value("A-014"))],
            payloads: vec!["g|status".into()],
        };
        insta::assert_json_snapshot!("out_template", content(&filled));
        let bare = Filled { parameters: Vec::new(), payloads: Vec::new(), ..filled };
        assert_eq!(content(&bare), json!({"name": "sapa_siap", "language": {"code": "id"}}));
    }

    #[test]
    fn an_event_about_a_template_tells_how_it_stands() {
        let check = |event: &str, expected: &[Standing]| {
            let value = json!({"entry": {"changes": [{"field": "message_template_status_update", "value": {
                "event": event, "message_template_id": 1, "message_template_name": "sapa_siap",
                "message_template_language": "id", "reason": "NONE"}}]}});
            let found: Vec<Standing> = news(&value).iter().map(|news| news.standing).collect();
            assert_eq!(found, expected, "{event}");
        };
        check("APPROVED", &[Standing::Approved]);
        check("PAUSED", &[Standing::Paused]);
        check("REJECTED", &[Standing::Rejected]);
        check("DISABLED", &[Standing::Disabled]);
        check("PENDING_DELETION", &[Standing::Disabled]);
        check("FLAGGED", &[Standing::Approved]);
        check("SOMETHING_NEW", &[]);
        assert_eq!(news(&json!({"message_template_name": "x"})), []);
    }

    #[test]
    fn both_shapes_of_the_list_are_read_page_by_page() {
        let meta = json!({"data": [{"name": "a", "language": "id", "status": "APPROVED", "category": "UTILITY", "id": "1"},
            {"name": "b", "language": "en", "status": "REJECTED", "rejected_reason": "INVALID_FORMAT"}],
            "paging": {"cursors": {"before": "x", "after": "y"}, "next": "https://…"}});
        let found = items(&meta);
        assert_eq!(
            (found[0].standing, found[0].detail.as_str()),
            (Standing::Approved, "approved, category utility")
        );
        assert_eq!(
            (found[1].standing, found[1].detail.as_str()),
            (Standing::Rejected, "rejected, reason INVALID_FORMAT")
        );
        assert_eq!(next_page(&meta).as_deref(), Some("y"));
        let other =
            json!({"waba_templates": [{"name": "a", "language": "id", "status": "approved"}], "count": 1});
        assert_eq!(items(&other)[0].standing, Standing::Approved);
        assert_eq!(next_page(&other), None);
    }
}

//! News about our own account, in one line for the operator.

use serde_json::Value;

/// What a line may repeat: names of events, states, limits and templates. Everything else, whatever Meta
/// adds, stays in the sealed fragment.
const TELLING: &[&str] = &[
    "event",
    "code",
    "title",
    "decision",
    "reason",
    "alert_severity",
    "alert_status",
    "alert_type",
    "violation_type",
    "waba_ban_state",
    "waba_ban_date",
    "restriction_type",
    "expiration",
    "current_limit",
    "old_limit",
    "max_daily_conversations_per_business",
    "messaging_limit_tier",
    "message_template_name",
    "message_template_language",
    "previous_quality_score",
    "new_quality_score",
    "previous_category",
    "new_category",
    "rejection_reason",
    "flow_id",
    "error_rate",
    "availability",
    "threshold",
];

const LONGEST: usize = 400;

pub(super) fn summary(value: &Value) -> String {
    let mut parts = Vec::new();
    collect(value, 0, &mut parts);
    crate::channels::fit::cut(&parts.join(", "), LONGEST)
}

fn collect(value: &Value, depth: u8, parts: &mut Vec<String>) {
    if depth > 4 {
        return;
    }
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                let telling = TELLING.contains(&key.as_str());
                match inner {
                    Value::String(text) if telling => parts.push(format!("{key} {text}")),
                    Value::Number(number) if telling => parts.push(format!("{key} {number}")),
                    Value::Array(_) | Value::Object(_) => collect_under(key, telling, inner, depth, parts),
                    _ => {}
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, depth + 1, parts)),
        _ => {}
    }
}

/// `waba_ban_state` comes as a text and as a list of texts.
fn collect_under(key: &str, telling: bool, inner: &Value, depth: u8, parts: &mut Vec<String>) {
    match inner {
        Value::Array(items) if telling && items.iter().all(Value::is_string) => {
            parts.extend(items.iter().filter_map(Value::as_str).map(|text| format!("{key} {text}")));
        }
        _ => collect(inner, depth + 1, parts),
    }
}

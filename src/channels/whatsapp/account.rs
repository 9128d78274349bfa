//! News about our own account: what happened, to what, and all that in one line for the operator.

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
    "p50_latency",
    "p90_latency",
    "alert_state",
    "status",
    "old_status",
    "new_status",
    "correct_category",
    "disable_date",
    "max_daily_conversation_per_phone",
    "max_phone_numbers_per_business",
    "max_phone_numbers_per_waba",
    "display_phone_number",
];

/// Where a field says what happened, the plainest first.
const HAPPENED: &[&str] =
    &["event", "alert_type", "decision", "status", "new_quality_score", "new_category", "code"];

/// What it happened to, or of which kind it is: the same event about another of these is other news.
const ABOUT: &[&str] = &[
    "message_template_name",
    "message_template_language",
    "flow_id",
    "display_phone_number",
    "restriction_type",
    "violation_type",
    "waba_ban_state",
    "alert_state",
    "new_status",
];

const LONGEST: usize = 400;

/// A name of Meta's is short; what is longer is no name.
const NAME_LONGEST: usize = 80;

/// `DISABLED_UPDATE`. None: the field alone says it.
pub(super) fn event(value: &Value) -> Option<String> {
    named(value, HAPPENED).into_iter().next()
}

/// `siap_diambil/id`. None: the account as a whole.
pub(super) fn about(value: &Value) -> Option<String> {
    let names = named(value, ABOUT);
    if names.is_empty() { None } else { Some(crate::channels::fit::cut(&names.join("/"), NAME_LONGEST)) }
}

/// The values of these keys, in the order of the keys, each once.
fn named(value: &Value, keys: &[&str]) -> Vec<String> {
    let mut parts = Vec::new();
    collect(value, 0, &mut parts);
    let mut found: Vec<String> = Vec::new();
    for key in keys {
        for (_, told) in parts.iter().filter(|(name, _)| name == key) {
            let told = crate::channels::fit::cut(told, NAME_LONGEST);
            if !found.contains(&told) {
                found.push(told);
            }
        }
    }
    found
}

pub(super) fn summary(value: &Value) -> String {
    let mut parts = Vec::new();
    collect(value, 0, &mut parts);
    let told: Vec<String> = parts.iter().map(|(key, told)| format!("{key} {told}")).collect();
    match told.is_empty() {
        true => crate::channels::fit::cut(&keys(value).join(", "), LONGEST),
        false => crate::channels::fit::cut(&told.join(", "), LONGEST),
    }
}

/// What news that we cannot repeat is made of: Meta's own words for it, without the values.
fn keys(value: &Value) -> Vec<&str> {
    let plain = |key: &&str| key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    value.as_object().into_iter().flat_map(|map| map.keys()).map(String::as_str).filter(plain).collect()
}

/// Every value that may be repeated, with its key, as it stands.
fn collect(value: &Value, depth: u8, parts: &mut Vec<(String, String)>) {
    if depth > 4 {
        return;
    }
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                let telling = TELLING.contains(&key.as_str());
                match inner {
                    Value::String(text) if telling => parts.push((key.clone(), text.clone())),
                    Value::Number(number) if telling => parts.push((key.clone(), number.to_string())),
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
fn collect_under(key: &str, telling: bool, inner: &Value, depth: u8, parts: &mut Vec<(String, String)>) {
    match inner {
        Value::Array(items) if telling && items.iter().all(Value::is_string) => {
            parts
                .extend(items.iter().filter_map(Value::as_str).map(|text| (key.to_owned(), text.to_owned())));
        }
        _ => collect(inner, depth + 1, parts),
    }
}

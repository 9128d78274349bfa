//! News about the account, one body of each field (Meta, webhooks/reference, 2026-05-21 to 2026-09-11).

use serde_json::{Value, json};

use super::inbound::{check, envelope};

fn news(name: &str, field: &str, value: Value) {
    check(name, envelope(field, value));
}

/// A template of ours, with what became of it.
fn template(parts: Value) -> Value {
    let mut value = json!({"message_template_id": 806_312_974_732_579_u64,
        "message_template_name": "sapa_siap_diambil", "message_template_language": "id"});
    for (key, part) in parts.as_object().into_iter().flatten() {
        value[key] = part.clone();
    }
    value
}

#[test]
fn what_happens_to_the_account_is_told() {
    news(
        "account_disabled",
        "account_update",
        json!({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE",
            "waba_ban_date": "November 17, 2026"}}),
    );
    news(
        "account_violation",
        "account_update",
        json!({"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": "SPAM"}}),
    );
    news("account_reviewed", "account_review_update", json!({"decision": "REJECTED"}));
    news(
        "account_alert",
        "account_alerts",
        json!({"entity_type": "BUSINESS", "entity_id": "990200000000001", "alert_info": {
            "alert_severity": "WARNING", "alert_status": "ACTIVE",
            "alert_type": "INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO",
            "alert_description": "Additional verification is required for your business."}}),
    );
    news(
        "capability_changed",
        "business_capability_update",
        json!({"max_daily_conversation_per_phone": 2000, "max_daily_conversations_per_business": 2000,
            "max_phone_numbers_per_business": 2, "max_phone_numbers_per_waba": 2}),
    );
    news(
        "own_username",
        "business_username_updates",
        json!({"display_phone_number": "62811000099", "username": "disdukcapil.buleleng", "status": "approved"}),
    );
}

#[test]
fn what_happens_to_the_number_is_told() {
    news(
        "number_flagged",
        "phone_number_quality_update",
        json!({"display_phone_number": "62811000099", "event": "FLAGGED", "current_limit": "TIER_2K"}),
    );
    news(
        "number_throughput",
        "phone_number_quality_update",
        json!({"display_phone_number": "62811000099", "event": "THROUGHPUT_UPGRADE",
            "old_limit": "TIER_100K", "current_limit": "TIER_UNLIMITED",
            "max_daily_conversations_per_business": "TIER_UNLIMITED"}),
    );
    news(
        "number_name",
        "phone_number_name_update",
        json!({"display_phone_number": "62811000099", "decision": "REJECTED",
            "requested_verified_name": "Disdukcapil Buleleng", "rejection_reason": "NAME_EMPLOYEE_ISSUE"}),
    );
    news(
        "number_pin",
        "security",
        json!({"display_phone_number": "62811000099", "event": "PIN_CHANGED", "requester": "990300000000001"}),
    );
}

#[test]
fn what_happens_to_a_template_is_told() {
    news(
        "template_rejected",
        "message_template_status_update",
        template(
            json!({"event": "REJECTED", "reason": "INVALID_FORMAT", "message_template_category": "UTILITY",
            "rejection_info": {"reason": "Two parameters beside each other.", "recommendation": "Part them."}}),
        ),
    );
    news(
        "template_to_be_disabled",
        "message_template_status_update",
        template(json!({"event": "FLAGGED", "reason": "NONE", "disable_info": {"disable_date": "DATE"}})),
    );
    news(
        "template_quality",
        "message_template_quality_update",
        template(json!({"previous_quality_score": "GREEN", "new_quality_score": "YELLOW"})),
    );
    news(
        "template_components",
        "message_template_components_update",
        template(json!({"message_template_element": "KTP Anda siap diambil, nomor antrean {{1}}."})),
    );
    news(
        "template_category",
        "template_category_update",
        template(
            json!({"correct_category": "MARKETING", "previous_category": "UTILITY", "new_category": "MARKETING"}),
        ),
    );
}

#[test]
fn what_happens_to_a_flow_is_told() {
    news(
        "flow_status",
        "flows",
        json!({"event": "FLOW_STATUS_CHANGE", "message": "Flow 9901 changed", "flow_id": "9901",
            "old_status": "PUBLISHED", "new_status": "THROTTLED"}),
    );
    news(
        "flow_latency",
        "flows",
        json!({"event": "ENDPOINT_LATENCY", "message": "Endpoint of flow 9901 is slow", "flow_id": "9901",
            "p50_latency": 4_500, "p90_latency": 8_000, "requests_count": 34, "threshold": 7_000,
            "alert_state": "ACTIVATED"}),
    );
    news(
        "flow_errors",
        "flows",
        json!({"event": "ENDPOINT_ERROR_RATE", "flow_id": "9901", "error_rate": 14.28, "threshold": 10,
            "alert_state": "ACTIVATED", "errors": [{"error_type": "TIMEOUT", "error_rate": 14.28,
            "error_count": 2}]}),
    );
    news(
        "flow_availability",
        "flows",
        json!({"event": "ENDPOINT_AVAILABILITY", "flow_id": "9901", "availability": 75, "threshold": 90,
            "alert_state": "DEACTIVATED"}),
    );
}

//! The JSON Schema of `office.toml`, for editors. A test holds its keys against those that the reader knows.

use serde_json::{Map, Value, json};

/// Key, shape and what it is, in the order in which people think of them.
fn keys() -> Vec<(&'static str, Value, &'static str)> {
    let text = || json!({ "type": "string", "minLength": 1 });
    let count = || json!({ "type": "integer", "minimum": 1 });
    let table = |properties: Value, required: Value| json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": required });
    let list = |items: Value| json!({ "type": "array", "items": items });
    let place = table(
        json!({
            "id": text(), "name": { "type": "string", "maxLength": 24 },
            "area": { "type": "string", "maxLength": 24 }, "quota": { "type": "integer", "minimum": 0 }
        }),
        json!(["id", "name"]),
    );
    let calendar = table(
        json!({
            "lead_days": count(), "days": count(), "quota": count(),
            "hours": list(text()), "places": list(place)
        }),
        json!(["lead_days", "days", "hours", "quota", "places"]),
    );
    let interval = json!({ "type": "array", "minItems": 2, "maxItems": 2, "items": text() });
    vec![
        (
            "include",
            list(text()),
            "Names of files in conversations/_shared/ that this one builds on; its own keys win.",
        ),
        ("id", text(), "The name of the directory."),
        ("name", text(), "As citizens know the office."),
        ("address", text(), "Where it is."),
        ("phone", text(), "As people dial it."),
        ("whatsapp", text(), "For complaints."),
        ("email", text(), "For complaints."),
        ("website", text(), "Without https://."),
        ("facebook", text(), "The name of its page."),
        ("survey", text(), "Where the satisfaction form is."),
        (
            "region",
            json!({ "type": "string", "pattern": "^[0-9]+$" }),
            "The digits that NIKs of this office begin with.",
        ),
        ("zone", json!({ "enum": ["WIB", "WITA", "WIT"] }), "The time zone by name."),
        ("utc_offset_minutes", json!({ "type": "integer" }), "420, 480 or 540."),
        (
            "hours",
            json!({ "type": "array", "minItems": 7, "maxItems": 7, "items": list(interval) }),
            "Opening hours of each day, Monday first: [[\"07:30\", \"12:00\"]]; [] is closed.",
        ),
        (
            "hours_text",
            json!({ "type": "object", "additionalProperties": text() }),
            "The hours in words, by language.",
        ),
        ("pickup_hours", text(), "When cards are handed out, in words."),
        (
            "photo_retention_days",
            count(),
            "Days after the end of a case until its photos are deleted; quoted in the consent.",
        ),
        (
            "takeover_minutes",
            count(),
            "Minutes without a word of an officer after which a chat goes back to the queue.",
        ),
        ("answer_minutes", count(), "The usual waiting time for a person."),
        (
            "reminder_hours",
            json!({ "type": "integer", "minimum": 1, "maximum": 23 }),
            "Hours of silence before one reminder.",
        ),
        (
            "quiet_hours",
            json!({ "type": "string", "pattern": "^[0-9]{1,2}[.:][0-9]{2}-[0-9]{1,2}[.:][0-9]{2}$" }),
            "The night, in which nobody is reminded: 21.00-07.00.",
        ),
        ("draft_days", count(), "Days after which an unfinished request is dropped."),
        ("privacy_contact", text(), "The data protection officer."),
        (
            "counters",
            list(table(
                json!({ "id": { "type": "string", "pattern": "^[A-Z]{2,4}$" }, "name": text() }),
                json!(["id", "name"]),
            )),
            "Counters that draw queue numbers; the id is their prefix.",
        ),
        (
            "services",
            list(text()),
            "Directories of services, here or in conversations/_shared/, in the order of the menu.",
        ),
        (
            "appointments",
            json!({ "type": "object", "additionalProperties": calendar }),
            "Calendars in which citizens choose a place, a day and an hour; named by questions of the kind slot.",
        ),
    ]
}

/// What a file must have itself where it includes no other.
const OWN: [&str; 5] = ["id", "name", "region", "zone", "services"];

/// The whole schema.
#[must_use]
pub fn office_schema() -> Value {
    let mut properties = Map::new();
    for (key, mut shape, about) in keys() {
        if let Value::Object(map) = &mut shape {
            map.insert("description".into(), about.into());
        }
        properties.insert(key.to_owned(), shape);
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "An office",
        "type": "object",
        "additionalProperties": false,
        "required": OWN,
        "properties": properties
    })
}

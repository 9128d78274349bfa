//! The JSON Schema of `service.toml`, for editors that complete and check (`#:schema` in the first line). Made from
//! the same table that the reader holds files against.

use serde_json::{Map, Value, json};

use super::catalogue::{KEYS, KINDS, KindDoc, Shape};

/// The whole schema.
#[must_use]
pub fn service() -> Value {
    let asked: Vec<Value> = KINDS.iter().map(question).collect();
    // A repeat stands in no group, so its `each` holds all others.
    let member: Vec<Value> = KINDS.iter().filter(|k| k.word != "repeat").map(question).collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A public service as a conversation",
        "description": "Questions in order. The next one asked is the first whose condition holds and that has no answer.",
        "type": "object",
        "additionalProperties": false,
        "required": ["schema", "service", "message_budget", "question"],
        "properties": {
            "schema": { "const": super::SCHEMA, "description": "The version of this format." },
            "service": {
                "type": "string", "pattern": "^[a-z0-9-]+$",
                "description": "The name of the directory, and of the texts: locales/<lang>/<service>.ftl."
            },
            "intents": {
                "type": "array", "items": { "type": "string" },
                "description": "What citizens say that opens this service, e.g. lost_ktp."
            },
            "message_budget": {
                "type": "integer", "minimum": 1,
                "description": "Messages of the longest good way at most, the receipt included."
            },
            "question": { "type": "array", "items": { "oneOf": asked } }
        },
        "definitions": { "member": { "oneOf": member } }
    })
}

fn question(kind: &KindDoc) -> Value {
    let mut properties = Map::new();
    properties.insert(
        "id".into(),
        json!({ "type": "string", "pattern": "^[a-z0-9_]{1,24}$", "description": "Also the name of its texts." }),
    );
    properties.insert("kind".into(), json!({ "const": kind.word, "description": kind.about }));
    properties.insert(
        "when".into(),
        json!({ "type": "string", "description": "Asked only when this holds: applicant == \"other\" and children > 2." }),
    );
    properties.insert(
        "correct".into(),
        json!({ "type": "boolean", "description": "false: not offered for correction, since it follows from another." }),
    );
    properties
        .insert("optional".into(), json!({ "type": "boolean", "description": "The citizen may skip it." }));
    properties.insert(
        "whose".into(),
        json!({
            "type": "string", "pattern": "^[a-z0-9_]{1,24}$",
            "description": "The choice that says whose answer this is: where that changes, the citizen is asked whether it still holds."
        }),
    );
    for name in kind.needs.iter().chain(kind.may) {
        let value = match KEYS.iter().find(|k| k.name == *name) {
            Some(key) => described(shape(key.shape), key.about),
            None => json!({ "type": "array", "minItems": 1, "items": { "$ref": "#/definitions/member" } }),
        };
        properties.insert((*name).to_owned(), value);
    }
    let required: Vec<&str> = ["id", "kind"].iter().chain(kind.needs).copied().collect();
    json!({
        "type": "object", "description": kind.about, "additionalProperties": false,
        "required": required, "properties": properties
    })
}

fn described(mut schema: Value, about: &str) -> Value {
    if let Value::Object(map) = &mut schema {
        map.insert("description".into(), about.into());
    }
    schema
}

fn shape(shape: Shape) -> Value {
    match shape {
        Shape::Text => json!({ "type": "string", "minLength": 1 }),
        Shape::Digits => json!({ "type": "string", "pattern": "^[0-9]*$" }),
        Shape::Bool => json!({ "type": "boolean" }),
        Shape::Integer => json!({ "type": "integer" }),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::Options => json!({
            "type": "array", "minItems": 2, "maxItems": 10,
            "items": { "type": "string", "pattern": "^[a-z0-9_]{1,24}$" }
        }),
        Shape::Sources => {
            json!({ "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 } })
        }
        Shape::Table => {
            json!({ "type": "object", "minProperties": 1, "additionalProperties": { "type": "string" } })
        }
    }
}

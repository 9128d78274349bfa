//! A rich message (Bot API 10.1): blocks with texts in texts. What matters of it is its words and its first file.

use serde_json::Value;

use super::{any_file, redacted};
use crate::channels::decode::Kind;
use crate::channels::json::list;
use crate::domain::inbound::Body;

/// Deeper than this nobody writes by hand.
const DEPTH_MAX: u8 = 16;

pub(super) fn content(message: &Value) -> Option<(Body, Kind)> {
    let blocks = list(message, "blocks");
    let lines: Vec<String> =
        blocks.iter().map(|block| words(block, 0)).filter(|line| !line.is_empty()).collect();
    let said = Some(lines.join("\n")).filter(|said| !said.is_empty());
    match (blocks.iter().find_map(any_file), said) {
        (Some((Body::Media { media, .. }, kind)), said) => {
            Some((Body::Media { media, caption: said.map(|said| redacted(&said)) }, kind))
        }
        (_, said) => said.map(|said| (Body::Text { text: redacted(&said) }, Kind::Text)),
    }
}

/// A text, a row of texts, or something with a text (`text`, `caption`) or with parts of its own.
fn words(part: &Value, depth: u8) -> String {
    if depth > DEPTH_MAX {
        return String::new();
    }
    match part {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(|part| words(part, depth + 1)).collect(),
        Value::Object(map) => {
            let keys = ["summary", "text", "blocks", "items", "cells", "rows", "caption"];
            let inner = keys.iter().filter_map(|key| map.get(*key)).map(|part| words(part, depth + 1));
            inner.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => String::new(),
    }
}

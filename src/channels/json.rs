//! Lenient reading of JSON: nothing is required, a number may come as a string and the other way round.

use serde_json::Value;

use crate::domain::Millis;

/// Parses a body. What strict JSON refuses and platforms nevertheless send (half of a surrogate pair, a
/// byte that is not UTF-8) becomes U+FFFD; U+0000, which PostgreSQL cannot store, goes. `None`: not JSON.
pub(super) fn parse(bytes: &[u8]) -> Option<Value> {
    let mut value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(_) => serde_json::from_str(&repaired(bytes)).ok()?,
    };
    strip_nul(&mut value);
    Some(value)
}

/// Several bodies one after the other, with or without line breaks between, as logs hold them; and line and
/// column where it stops being JSON.
pub(super) fn parse_all(bytes: &[u8]) -> (Vec<Value>, Option<(usize, usize)>) {
    if let Some(one) = parse(bytes) {
        return (vec![one], None);
    }
    let text = repaired(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let mut bodies = Vec::new();
    for body in serde_json::Deserializer::from_str(&text).into_iter::<Value>() {
        match body {
            Ok(mut body) => {
                strip_nul(&mut body);
                bodies.push(body);
            }
            Err(error) => return (bodies, Some((error.line(), error.column()))),
        }
    }
    let nothing = bodies.is_empty();
    (bodies, nothing.then_some((1, 1)))
}

fn repaired(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut out = String::with_capacity(text.len());
    let mut rest: &str = &text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let taken = match (surrogate(escape), escape.get(6..).and_then(surrogate)) {
            (Some(Half::High), Some(Half::Low)) => {
                out.push_str(&escape[..12]);
                12
            }
            (Some(_), _) => {
                out.push('\u{FFFD}');
                6
            }
            (None, _) => {
                let two: usize = escape.chars().take(2).map(char::len_utf8).sum();
                out.push_str(&escape[..two]);
                two
            }
        };
        rest = &escape[taken..];
    }
    out.push_str(rest);
    out
}

enum Half {
    High,
    Low,
}

fn surrogate(escape: &str) -> Option<Half> {
    let hex = escape.get(..6)?.strip_prefix("\\u")?;
    match u16::from_str_radix(hex, 16).ok()? {
        0xD800..=0xDBFF => Some(Half::High),
        0xDC00..=0xDFFF => Some(Half::Low),
        _ => None,
    }
}

fn strip_nul(value: &mut Value) {
    match value {
        Value::String(text) if text.contains('\0') => *text = text.replace('\0', ""),
        Value::Array(items) => items.iter_mut().for_each(strip_nul),
        Value::Object(map) => map.values_mut().for_each(strip_nul),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A text that is there and not empty.
pub(super) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str().filter(|text| !text.is_empty())
}

/// A text or a number, as text.
pub(super) fn scalar(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

pub(super) fn integer(value: &Value, key: &str) -> Option<i64> {
    match value.get(key)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

pub(super) fn size(value: &Value, key: &str) -> Option<u64> {
    integer(value, key).and_then(|n| u64::try_from(n).ok())
}

/// A finite number.
pub(super) fn decimal(value: &Value, key: &str) -> Option<f64> {
    let number = match value.get(key)? {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// The objects under a key; a lone object counts as a list of one.
pub(super) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    match value.get(key) {
        Some(Value::Array(items)) => items,
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        _ => &[],
    }
}

/// A moment. Platforms document seconds; milliseconds were seen in production (nyaruka/courier
/// `whatsapp/api.go`, 2026-08-19): ten digits hold seconds until the year 2286.
pub(super) fn millis(value: &Value, key: &str) -> Option<Millis> {
    const LARGEST_SECONDS: i64 = 99_999_999_999;
    let number = integer(value, key).filter(|n| *n > 0)?;
    Some(if number <= LARGEST_SECONDS { number * 1000 } else { number })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use serde_json::json;

    use super::*;

    #[test]
    fn half_a_surrogate_and_a_broken_byte_do_not_cost_the_message() {
        let check = |body: &[u8], expected: &str| assert_eq!(parse(body).unwrap()["a"], expected);
        check(br#"{"a":"hai \ud83d"}"#, "hai \u{FFFD}");
        check(br#"{"a":"\ud83d\ude00 \udE00"}"#, "\u{1F600} \u{FFFD}");
        check(br#"{"a":"C:\\ud83d\\ \"x\" \ud800"}"#, "C:\\ud83d\\ \"x\" \u{FFFD}");
        check(b"{\"a\":\"x\xff\"}", "x\u{FFFD}");
        check(br#"{"a":"a\u0000b"}"#, "ab");
        assert!(parse(b"bukan json").is_none());
        assert!(parse(b"{\"a\":\"\\").is_none());
    }

    #[test]
    fn several_bodies_in_a_row_are_read_and_a_fault_has_its_place() {
        let check = |bytes: &[u8], bodies: usize, fault: Option<(usize, usize)>| {
            let (found, at) = parse_all(bytes);
            assert_eq!((found.len(), at), (bodies, fault));
        };
        check(b"{} {}\n[1]\n", 3, None);
        check(b"\xef\xbb\xbf{}", 1, None);
        check(b"{}\n{\"a\":}", 1, Some((2, 6)));
        check(b" ", 0, Some((1, 1)));
    }

    #[test]
    fn seconds_and_milliseconds_are_told_apart() {
        let check =
            |value: Value, expected: Option<Millis>| assert_eq!(millis(&json!({"t": value}), "t"), expected);
        check(json!("1795000000"), Some(1_795_000_000_000));
        check(json!(1_795_000_000), Some(1_795_000_000_000));
        check(json!("1795000000123"), Some(1_795_000_000_123));
        check(json!("kemarin"), None);
        check(json!(0), None);
    }
}

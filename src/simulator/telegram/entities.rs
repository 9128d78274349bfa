//! Formatted text: HTML and explicit entities. Markdown is next door.

use serde_json::{Value, json};

use super::answers::ApiError;
use super::args::Args;
use super::markdown;

/// A text as it is shown: what is left after parsing, and its entities in UTF-16 units.
#[derive(Debug)]
pub(super) struct Formatted {
    pub(super) text: String,
    pub(super) entities: Vec<Value>,
}

/// Reads `key` by `parse_mode`, or with the entities that came along.
pub(super) fn read(args: &Args, key: &str, entities_key: &str) -> Result<Formatted, ApiError> {
    let text = args.text(key).unwrap_or_default();
    let formatted = match args.text("parse_mode").unwrap_or_default().to_ascii_lowercase().as_str() {
        "" => {
            let given = args.json(entities_key);
            let entities = given.and_then(|given| given.as_array().cloned()).unwrap_or_default();
            Ok(Formatted { text, entities })
        }
        "html" => html(&text),
        "markdownv2" => markdown::version2(&text),
        "markdown" => markdown::legacy(&text),
        _ => return Err(ApiError::bad("unsupported parse_mode")),
    };
    let formatted = formatted.map_err(|why| ApiError::bad(&format!("can't parse entities: {why}")))?;
    Ok(trimmed(formatted))
}

/// Telegram drops white space at both ends.
fn trimmed(mut formatted: Formatted) -> Formatted {
    let start = formatted.text.len() - formatted.text.trim_start().len();
    let dropped = utf16(&formatted.text[..start]);
    formatted.text = formatted.text.trim().to_owned();
    let length = utf16(&formatted.text);
    if dropped > 0 || !formatted.entities.is_empty() {
        for entity in &mut formatted.entities {
            let offset = entity["offset"].as_u64().unwrap_or(0);
            let end = (offset + entity["length"].as_u64().unwrap_or(0)).saturating_sub(dropped).min(length);
            let offset = offset.saturating_sub(dropped).min(end);
            entity["offset"] = json!(offset);
            entity["length"] = json!(end - offset);
        }
        formatted.entities.retain(|entity| entity["length"].as_u64() > Some(0));
    }
    formatted
}

pub(super) fn utf16(text: &str) -> u64 {
    text.encode_utf16().count() as u64
}

/// Collects text and entities.
#[derive(Default)]
pub(super) struct Builder {
    pub(super) text: String,
    length: u64,
    entities: Vec<Value>,
}

impl Builder {
    pub(super) fn push(&mut self, character: char) {
        self.text.push(character);
        self.length += character.len_utf16() as u64;
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    pub(super) fn entity(&mut self, kind: &str, from: u64, url: Option<&str>) {
        if self.length == from {
            return;
        }
        let mut entity = json!({"type": kind, "offset": from, "length": self.length - from});
        match (url, kind) {
            (Some(url), "text_link") => entity["url"] = json!(url),
            (Some(language), "pre") => entity["language"] = json!(language),
            _ => {}
        }
        self.entities.push(entity);
    }

    pub(super) fn done(mut self) -> Formatted {
        self.entities.sort_by_key(|entity| entity["offset"].as_u64());
        Formatted { text: self.text, entities: self.entities }
    }
}

struct Open {
    tag: String,
    kind: &'static str,
    from: u64,
    extra: Option<String>,
}

fn html(source: &str) -> Result<Formatted, String> {
    let mut out = Builder::default();
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while let Some(character) = source[at..].chars().next() {
        match character {
            '<' => {
                let Some(end) = source[at..].find('>') else {
                    return Err(format!("Unclosed start tag at byte offset {at}"));
                };
                let inside = &source[at + 1..at + end];
                match inside.strip_prefix('/') {
                    Some(name) => close(&mut out, &mut open, name.trim(), at)?,
                    None => open.push(start(inside, out.length(), at)?),
                }
                at += end + 1;
            }
            '&' => {
                let (decoded, length) = character_reference(&source[at..]);
                out.push(decoded);
                at += length;
            }
            other => {
                out.push(other);
                at += other.len_utf8();
            }
        }
    }
    match open.last() {
        Some(open) => Err(format!("Can't find end tag corresponding to start tag \"{}\"", open.tag)),
        None => Ok(out.done()),
    }
}

fn start(inside: &str, from: u64, at: usize) -> Result<Open, String> {
    let (name, attributes) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let tag = name.to_ascii_lowercase();
    let attribute = |wanted: &str| {
        let rest = attributes.split_once(&format!("{wanted}="))?.1;
        let quote = rest.chars().next()?;
        match quote {
            '"' | '\'' => rest[1..].split(quote).next().map(str::to_owned),
            _ => rest.split_whitespace().next().map(str::to_owned),
        }
    };
    let (kind, extra) = match tag.as_str() {
        "b" | "strong" => ("bold", None),
        "i" | "em" => ("italic", None),
        "u" | "ins" => ("underline", None),
        "s" | "strike" | "del" => ("strikethrough", None),
        "code" => ("code", None),
        "pre" => ("pre", attribute("language")),
        "blockquote" => ("blockquote", None),
        "tg-spoiler" => ("spoiler", None),
        "span" if attribute("class").as_deref() == Some("tg-spoiler") => ("spoiler", None),
        "a" => ("text_link", attribute("href")),
        _ => return Err(format!("Unsupported start tag \"{tag}\" at byte offset {at}")),
    };
    Ok(Open { tag, kind, from, extra })
}

fn close(out: &mut Builder, open: &mut Vec<Open>, name: &str, at: usize) -> Result<(), String> {
    let Some(last) = open.pop() else { return Err(format!("Unexpected end tag at byte offset {at}")) };
    if !name.is_empty() && !name.eq_ignore_ascii_case(&last.tag) {
        let (expected, found) = (&last.tag, name);
        return Err(format!(
            "Unmatched end tag at byte offset {at}, expected \"</{expected}>\", found \"</{found}>\""
        ));
    }
    // A link without an address is plain text.
    if last.kind != "text_link" || last.extra.as_ref().is_some_and(|url| !url.is_empty()) {
        out.entity(last.kind, last.from, last.extra.as_deref());
    }
    Ok(())
}

/// The character that a reference stands for and the reference's length; an unknown one is a plain `&`.
fn character_reference(source: &str) -> (char, usize) {
    let end = source.find(';').filter(|end| *end <= 10);
    let Some(end) = end else { return ('&', 1) };
    let name = &source[1..end];
    let decoded = match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        _ => name.strip_prefix('#').and_then(|number| {
            let hex = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16).ok());
            char::from_u32(hex.unwrap_or_else(|| number.parse().ok())?)
        }),
    };
    decoded.map_or(('&', 1), |decoded| (decoded, end + 1))
}

/// What Telegram marks by itself in a citizen's text.
pub(super) fn found_in(text: &str) -> Vec<Value> {
    let mut entities = Vec::new();
    let mut offset = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let command = bare.strip_prefix('/').is_some_and(|name| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_@".contains(&byte))
        });
        let kind = match bare {
            _ if command => Some("bot_command"),
            _ if bare.starts_with("https://") || bare.starts_with("http://") => Some("url"),
            _ if bare.contains('@') && bare.rsplit('@').next().is_some_and(|host| host.contains('.')) => {
                Some("email")
            }
            _ => None,
        };
        if let Some(kind) = kind {
            entities.push(json!({"type": kind, "offset": offset, "length": utf16(bare)}));
        }
        offset += utf16(word);
    }
    entities
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_text_and_entities_in_utf16_units() {
        let formatted =
            html("😀 <b>Nomor</b> &lt;1&gt; <a href=\"https://a.id\">di sini</a>").expect("good HTML");
        assert_eq!(formatted.text, "😀 Nomor <1> di sini");
        assert_eq!(formatted.entities[0], json!({"type": "bold", "offset": 3, "length": 5}));
        assert_eq!(
            formatted.entities[1],
            json!({"type": "text_link", "offset": 13, "length": 7, "url": "https://a.id"})
        );
    }

    #[test]
    fn broken_html_is_refused_with_telegrams_words() {
        for (source, part) in [
            ("<b>x", "Can't find end tag corresponding to start tag \"b\""),
            ("<b>x</i>", "Unmatched end tag"),
            ("a < b", "Unclosed start tag"),
            ("<h1>x</h1>", "Unsupported start tag \"h1\""),
        ] {
            assert!(html(source).expect_err(source).contains(part), "{source}");
        }
    }
}

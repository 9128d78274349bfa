//! Telegram's two Markdowns.

use super::entities::{Builder, Formatted};

/// Must be escaped where they mean nothing (Bot API, MarkdownV2 style).
const RESERVED: &str = "_*[]()~`>#+-=|{}.!";

struct Open {
    mark: &'static str,
    kind: &'static str,
    from: u64,
    at: usize,
}

pub(super) fn version2(source: &str) -> Result<Formatted, String> {
    let mut out = Builder::default();
    let mut open: Vec<Open> = Vec::new();
    let mut quote: Option<u64> = None;
    let mut at = 0;
    while let Some(character) = source[at..].chars().next() {
        let rest = &source[at..];
        if character == '\\' {
            let next = rest[1..].chars().next();
            if let Some(escaped) = next.filter(|next| next.is_ascii() && !next.is_ascii_alphanumeric()) {
                out.push(escaped);
                at += 2;
                continue;
            }
        }
        if character == '\n' {
            if let Some(from) = quote
                && !rest[1..].starts_with('>')
            {
                out.entity("blockquote", from, None);
                quote = None;
            }
            out.push('\n');
            at += 1;
            continue;
        }
        if character == '>' && (at == 0 || source[..at].ends_with('\n')) {
            quote = quote.or(Some(out.length()));
            at += 1;
            continue;
        }
        if let Some(length) = code(rest, &mut out, at)? {
            at += length;
            continue;
        }
        if let Some((mark, kind)) = mark(rest) {
            match open.iter().rposition(|other| other.mark == mark) {
                Some(place) if place + 1 == open.len() => {
                    let closed = open.remove(place);
                    out.entity(closed.kind, closed.from, None);
                }
                Some(_) => return Err(unclosed(open.last())),
                None => open.push(Open { mark, kind, from: out.length(), at }),
            }
            at += mark.len();
            continue;
        }
        match character {
            '[' => open.push(Open { mark: "[", kind: "text_link", from: out.length(), at }),
            ']' if open.last().is_some_and(|last| last.mark == "[") => {
                let from = open.pop().map_or(0, |link| link.from);
                let url =
                    rest[1..].strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(url, _)| url);
                if let Some(url) = url {
                    out.entity("text_link", from, Some(&url.replace('\\', "")));
                    at += url.len() + 2;
                }
            }
            reserved if RESERVED.contains(reserved) => {
                return Err(format!(
                    "Character '{reserved}' is reserved and must be escaped with the preceding '\\'"
                ));
            }
            other => out.push(other),
        }
        at += character.len_utf8();
    }
    if let Some(from) = quote {
        out.entity("blockquote", from, None);
    }
    match open.last() {
        Some(_) => Err(unclosed(open.last())),
        None => Ok(out.done()),
    }
}

fn unclosed(open: Option<&Open>) -> String {
    let kind = match open.map(|open| open.kind) {
        Some("bold") => "Bold",
        Some("italic") => "Italic",
        Some("underline") => "Underline",
        Some("strikethrough") => "Strikethrough",
        Some("spoiler") => "Spoiler",
        _ => "TextUrl",
    };
    format!("Can't find end of {kind} entity at byte offset {}", open.map_or(0, |open| open.at))
}

fn mark(rest: &str) -> Option<(&'static str, &'static str)> {
    const MARKS: [(&str, &str); 5] =
        [("__", "underline"), ("||", "spoiler"), ("_", "italic"), ("*", "bold"), ("~", "strikethrough")];
    MARKS.into_iter().find(|(mark, _)| rest.starts_with(mark))
}

/// Code at the beginning of `rest`: its length in the source.
fn code(rest: &str, out: &mut Builder, at: usize) -> Result<Option<usize>, String> {
    let (fence, kind, name) = match rest {
        _ if rest.starts_with("```") => ("```", "pre", "Pre"),
        _ if rest.starts_with('`') => ("`", "code", "Code"),
        _ => return Ok(None),
    };
    let inside = &rest[fence.len()..];
    let end =
        inside.find(fence).ok_or_else(|| format!("Can't find end of {name} entity at byte offset {at}"))?;
    let (language, text) = match inside[..end].split_once('\n') {
        Some((language, text)) if kind == "pre" => (language, text),
        _ => ("", &inside[..end]),
    };
    let from = out.length();
    text.replace("\\`", "`").replace("\\\\", "\\").chars().for_each(|character| out.push(character));
    out.entity(kind, from, (!language.is_empty()).then_some(language));
    Ok(Some(fence.len() * 2 + end))
}

/// The first Markdown: no nesting, few marks.
pub(super) fn legacy(source: &str) -> Result<Formatted, String> {
    let mut out = Builder::default();
    let mut at = 0;
    while let Some(character) = source[at..].chars().next() {
        let rest = &source[at..];
        let lost = || format!("Can't find end of the entity starting at byte offset {at}");
        match character {
            '\\' if rest[1..].starts_with(['_', '*', '`', '[']) => {
                rest[1..].chars().take(1).for_each(|escaped| out.push(escaped));
                at += 2;
            }
            '*' | '_' => {
                let end = rest[1..].find(character).ok_or_else(lost)?;
                let from = out.length();
                rest[1..=end].chars().for_each(|inner| out.push(inner));
                out.entity(if character == '*' { "bold" } else { "italic" }, from, None);
                at += end + 2;
            }
            '`' => at += code(rest, &mut out, at).map_err(|_| lost())?.unwrap_or(1),
            '[' => {
                let end = rest.find(']').ok_or_else(lost)?;
                let url = rest[end + 1..]
                    .strip_prefix('(')
                    .and_then(|rest| rest.split_once(')'))
                    .map(|(url, _)| url);
                let from = out.length();
                rest[1..end].chars().for_each(|inner| out.push(inner));
                if let Some(url) = url {
                    out.entity("text_link", from, Some(url));
                    at += url.len() + 2;
                }
                at += end + 1;
            }
            other => {
                out.push(other);
                at += other.len_utf8();
            }
        }
    }
    Ok(out.done())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn markdown_nests_and_keeps_escapes() {
        let formatted =
            version2("*tebal _miring_* \\- [tautan](https://a.id) `kode`").expect("good Markdown");
        assert_eq!(formatted.text, "tebal miring - tautan kode");
        assert_eq!(formatted.entities[0], json!({"type": "bold", "offset": 0, "length": 12}));
        assert_eq!(formatted.entities[1], json!({"type": "italic", "offset": 6, "length": 6}));
        assert_eq!(formatted.entities[2]["url"], "https://a.id");
        assert_eq!(formatted.entities[3]["type"], "code");
    }

    #[test]
    fn reserved_characters_and_open_marks_are_refused() {
        assert_eq!(
            version2("Selesai.").expect_err("a bare full stop"),
            "Character '.' is reserved and must be escaped with the preceding '\\'"
        );
        assert_eq!(
            version2("ab *c").expect_err("an open mark"),
            "Can't find end of Bold entity at byte offset 3"
        );
        assert!(legacy("a_b").is_err());
    }
}

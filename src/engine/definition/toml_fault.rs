//! What a TOML reader says, in words for authors: with the key, and with numbers as people call them.

use toml::de::Error;

/// The line of a fault in the file that was read, and what is wrong.
#[must_use]
pub fn placed(source: &str, error: &Error) -> (usize, String) {
    let start = error.span().map_or(0, |span| span.start);
    let line = source.bytes().take(start).filter(|b| *b == b'\n').count() + 1;
    let written = source.lines().nth(line - 1).and_then(|line| line.split_once('='));
    let key = written.map(|(key, _)| key.trim().to_owned());
    (line, told(error, key.as_deref()))
}

/// The key that a fault is about: `appointments.pickup.days`.
#[must_use]
pub fn key(error: &Error) -> Option<String> {
    let whole = error.to_string();
    let named = whole.rsplit_once("in `").map(|(_, rest)| rest).and_then(|rest| rest.split('`').next());
    let said = || error.message().split('`').nth(1);
    named.or_else(said).map(str::to_owned)
}

/// What is wrong with the value of a key.
#[must_use]
pub fn told(error: &Error, key: Option<&str>) -> String {
    let mut what = error.message().trim().to_owned();
    for whole in ["usize", "u32", "u64", "u16", "u8"] {
        what = what.replace(&format!("expected {whole}"), "expected a whole number, 0 or more");
    }
    for whole in ["i64", "i32", "isize"] {
        what = what.replace(&format!("expected {whole}"), "expected a whole number");
    }
    let plain =
        |key: &str| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
    match key.filter(|key| plain(key) && !what.contains(&format!("`{key}`"))) {
        Some(key) => format!("{key}: {what}"),
        None => what,
    }
}

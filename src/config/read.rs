//! Values by key with the place they come from.

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;

use super::{Fault, KEYS};

struct Given {
    value: String,
    place: String,
}

/// What the file and the environment say, and what is wrong with it so far.
pub(super) struct Values {
    given: BTreeMap<String, Given>,
    /// The variables of the environment that programs for S3 share.
    aws: BTreeMap<String, String>,
    faults: Vec<Fault>,
}

/// Variables of this prefix are for the tests, never read here.
const TEST_PREFIX: &str = "SAPA_TEST_";

impl Values {
    pub(super) fn read(file: &Path, environment: impl Iterator<Item = (String, String)>) -> Values {
        let mut values = Values { given: BTreeMap::new(), aws: BTreeMap::new(), faults: Vec::new() };
        match std::fs::read_to_string(file) {
            Ok(source) => values.read_toml(&file.display().to_string(), &source),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => {
                let place = file.display().to_string();
                values.faults.push(Fault { place, what: format!("cannot be read: {error}") });
            }
        }
        for (name, value) in environment {
            if name.starts_with("AWS_") {
                values.aws.insert(name, value);
                continue;
            }
            let Some(rest) = name.strip_prefix("SAPA_") else { continue };
            if name.starts_with(TEST_PREFIX) {
                continue;
            }
            let key = rest.replace("__", ".").to_ascii_lowercase();
            values.put(key, value, name);
        }
        values
    }

    fn read_toml(&mut self, file: &str, source: &str) {
        let table: toml::Table = match toml::from_str(source) {
            Ok(table) => table,
            Err(error) => {
                let line = error.span().map_or(1, |span| line_at(source, span.start));
                self.faults.push(Fault { place: format!("{file}:{line}"), what: error.message().to_owned() });
                return;
            }
        };
        for (name, value) in table {
            match value {
                toml::Value::Table(section) => {
                    for (inner, value) in section {
                        let line = line_of(source, Some(&name), &inner);
                        let key = format!("{name}.{inner}");
                        self.put_toml(key.clone(), &value, format!("{file}:{line} {key}"));
                    }
                }
                value => {
                    let line = line_of(source, None, &name);
                    self.put_toml(name.clone(), &value, format!("{file}:{line} {name}"));
                }
            }
        }
    }

    fn put_toml(&mut self, key: String, value: &toml::Value, place: String) {
        match value {
            toml::Value::String(text) => self.put(key, text.clone(), place),
            toml::Value::Integer(number) => self.put(key, number.to_string(), place),
            _ => self.faults.push(Fault { place, what: "expected a text or a whole number".into() }),
        }
    }

    fn put(&mut self, key: String, value: String, place: String) {
        if KEYS.iter().any(|(known, _)| *known == key) {
            self.given.insert(key, Given { value, place });
        } else {
            let near = nearest(&key);
            self.faults.push(Fault { place, what: format!("unknown key; {near}") });
        }
    }

    /// The value of a key, when it is given and not empty.
    pub(super) fn get(&mut self, key: &str) -> Option<String> {
        self.given.get(key).map(|g| g.value.trim().to_owned()).filter(|v| !v.is_empty())
    }

    /// The first of these variables that is given and not empty.
    pub(super) fn aws(&self, names: &[&str]) -> Option<String> {
        let given = names.iter().filter_map(|name| self.aws.get(*name));
        given.map(|value| value.trim().to_owned()).find(|value| !value.is_empty())
    }

    /// A fault of a variable that is not one of our keys.
    pub(super) fn fault_of(&mut self, variable: &str, what: &str) {
        self.faults.push(Fault { place: variable.to_owned(), what: what.to_owned() });
    }

    pub(super) fn fault(&mut self, key: &str, what: &str) {
        let place = self.given.get(key).map_or_else(|| environment_name(key), |g| g.place.clone());
        self.faults.push(Fault { place, what: what.to_owned() });
    }

    pub(super) fn parse<T: FromStr>(&mut self, key: &str, default: &str, expected: &str) -> Option<T> {
        let value = self.get(key).unwrap_or_else(|| default.to_owned());
        let parsed = value.parse().ok();
        if parsed.is_none() {
            self.fault(key, &format!("expected {expected}"));
        }
        parsed
    }

    pub(super) fn one_of(&mut self, key: &str, allowed: &[&str], default: &str) -> String {
        let value = self.get(key).unwrap_or_else(|| default.to_owned());
        if allowed.contains(&value.as_str()) {
            return value;
        }
        self.fault(key, &format!("expected {}", allowed.join(", ")));
        default.to_owned()
    }

    pub(super) fn check_url(&mut self, key: &str, url: &str) {
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        if host.is_none_or(|h| h.is_empty() || h.starts_with('/')) {
            self.fault(key, "expected an address that begins with https://");
        }
    }

    pub(super) fn into_faults(self) -> Vec<Fault> {
        self.faults
    }
}

fn environment_name(key: &str) -> String {
    format!("SAPA_{}", key.replace('.', "__").to_ascii_uppercase())
}

fn nearest(key: &str) -> String {
    let shared = |known: &str| {
        known.split(['.', '_']).filter(|part| key.split(['.', '_']).any(|p| p == *part)).count()
    };
    let best = KEYS.iter().map(|(known, _)| *known).max_by_key(|known| shared(known));
    match best {
        Some(best) if shared(best) > 0 => format!("the nearest is {best} ({})", environment_name(best)),
        _ => "see README for the keys".into(),
    }
}

fn line_at(source: &str, byte: usize) -> usize {
    source.as_bytes().iter().take(byte).filter(|b| **b == b'\n').count() + 1
}

/// The line on which a key of a section is set.
fn line_of(source: &str, section: Option<&str>, key: &str) -> usize {
    let mut inside: Option<&str> = None;
    for (n, line) in source.lines().enumerate() {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            inside = Some(name.trim());
        } else if inside == section
            && line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
        {
            return n + 1;
        }
    }
    1
}

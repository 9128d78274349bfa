//! Fuzzing of both readers: bodies of our own are changed again and again, and those that reach new code are
//! changed further. `tests/fuzz/run` compiles this with coverage counters; without them a fixed number of
//! changes is tried, with no memory of what they reached.

use std::path::Path;
use std::time::{Duration, Instant};

use sapa_coverage::Reached;
use serde_json::Value;

use super::decode;
use crate::domain::inbound::ChannelKind;

/// Changes in an ordinary test run.
const SAMPLED: usize = 2_000;
const LARGEST: usize = 64 * 1024;

#[test]
fn no_change_of_a_whatsapp_body_makes_the_reader_stumble() {
    fuzz(ChannelKind::Whatsapp);
}

#[test]
fn no_change_of_a_telegram_body_makes_the_reader_stumble() {
    fuzz(ChannelKind::Telegram);
}

fn fuzz(channel: ChannelKind) {
    let mut corpus = corpus(channel);
    let until = seconds().map(|seconds| Instant::now() + Duration::from_secs(seconds));
    assert!(
        until.is_none() || sapa_coverage::edges() > 0,
        "these tests count no coverage: use tests/fuzz/run"
    );
    let mut chance = Chance(0x5A9A_5EED);
    let mut reached = Reached::default();
    for body in &corpus {
        run(channel, body, &mut reached);
    }
    let (seeds, first) = (corpus.len(), reached.edges());
    let mut runs = 0_usize;
    while until.map_or(runs < SAMPLED, |until| Instant::now() < until) {
        let other = chance.pick(&corpus).clone();
        let body = changed(chance.pick(&corpus).clone(), &other, &mut chance);
        if run(channel, &body, &mut reached) > 0 {
            corpus.push(body);
        }
        runs += 1;
    }
    println!(
        "{}: {runs} runs, {first} edges with {seeds} seeds, {} with {} bodies",
        channel.as_str(),
        reached.edges(),
        corpus.len()
    );
    assert!(until.is_none() || corpus.len() > seeds, "nothing new was reached");
}

/// Reads a body twice. How much new code that reached.
fn run(channel: ChannelKind, body: &[u8], reached: &mut Reached) -> usize {
    sapa_coverage::reset();
    let read = || {
        let events = decode(channel, body).unwrap_or_else(|torn| torn.before);
        events.iter().map(|event| event.to_json(true)).collect::<Vec<Value>>()
    };
    let outcome = std::panic::catch_unwind(|| (read(), read()));
    let new = reached.add();
    match outcome {
        Ok((first, again)) if first == again => new,
        Ok(_) => panic!("read differently the second time: {}", String::from_utf8_lossy(body)),
        Err(_) => panic!("the reader stumbled over: {}", String::from_utf8_lossy(body)),
    }
}

#[expect(clippy::disallowed_methods, reason = "a setting of the tests, not of the program")]
fn seconds() -> Option<u64> {
    std::env::var("SAPA_TEST_FUZZ_SECONDS").ok()?.parse().ok()
}

/// The bodies that the snapshots of the readers begin with.
fn corpus(channel: ChannelKind) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(channel.as_str());
    let entries = std::fs::read_dir(&folder).expect("a corpus");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    assert!(files.len() > 30, "the corpus is missing");
    files.iter().map(|file| std::fs::read(file).expect("a body")).collect()
}

/// xorshift64*: the same changes in every run.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// One to four changes: of the bytes, or of the JSON as such.
fn changed(mut body: Vec<u8>, other: &[u8], chance: &mut Chance) -> Vec<u8> {
    for _ in 0..=chance.below(4) {
        let grown = match chance.below(3) {
            0 => change_bytes(body, other, chance),
            _ => change_json(&body, other, chance).unwrap_or(body),
        };
        body = grown;
    }
    body.truncate(LARGEST);
    body
}

fn change_bytes(mut body: Vec<u8>, other: &[u8], chance: &mut Chance) -> Vec<u8> {
    const STRANGE: [&[u8]; 10] =
        [b"null", b"[]", b"{}", b"\"\"", b"-1", b"1e999", b"\\ud800", b"\\u0000", b"\xff", b"\xc3\xa9"];
    let at = chance.below(body.len() + 1);
    match chance.below(5) {
        0 if at < body.len() => body[at] ^= 1 << chance.below(8),
        1 => body.truncate(at),
        2 => drop(body.splice(at..at, chance.pick(&STRANGE).iter().copied())),
        3 => {
            let end = (at + chance.below(16)).min(body.len());
            body.drain(at..end);
        }
        _ => {
            let from = chance.below(other.len() + 1);
            body.truncate(at);
            body.extend_from_slice(&other[from..]);
        }
    }
    body
}

/// Puts a piece of one body into a place of another, or takes a piece out.
fn change_json(body: &[u8], other: &[u8], chance: &mut Chance) -> Option<Vec<u8>> {
    let mut value: Value = serde_json::from_slice(body).ok()?;
    let donor: Value = serde_json::from_slice(other).ok()?;
    let piece = somewhere(&donor, chance).clone();
    let target = place(&mut value, chance);
    match (target, chance.below(4)) {
        (Value::Object(map), 0) => {
            let key = map.keys().nth(chance.below(map.len())).cloned()?;
            map.remove(&key);
        }
        (Value::Object(map), 1) => {
            map.insert(a_key(&donor, chance), piece);
        }
        (Value::Array(items), 0 | 1) => items.push(piece),
        (target, 2) => {
            let words = [Value::Null, 0.into(), i64::MIN.into(), u64::MAX.into(), "".into(), true.into()];
            *target = chance.pick(&words).clone();
        }
        (target, _) => *target = piece,
    }
    Some(value.to_string().into_bytes())
}

fn children(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(map) => map.values().collect(),
        Value::Array(items) => items.iter().collect(),
        _ => Vec::new(),
    }
}

/// Deep pieces are as likely as shallow ones.
fn somewhere<'a>(mut value: &'a Value, chance: &mut Chance) -> &'a Value {
    loop {
        let inner = children(value);
        if inner.is_empty() || chance.below(6) == 0 {
            return value;
        }
        value = inner[chance.below(inner.len())];
    }
}

fn place<'a>(value: &'a mut Value, chance: &mut Chance) -> &'a mut Value {
    let count = children(value).len();
    if count == 0 || chance.below(6) == 0 {
        return value;
    }
    let wanted = chance.below(count);
    match value {
        Value::Object(map) => match map.values_mut().nth(wanted) {
            Some(inner) => place(inner, chance),
            None => unreachable!("counted before"),
        },
        Value::Array(items) => place(&mut items[wanted], chance),
        leaf => leaf,
    }
}

fn a_key(donor: &Value, chance: &mut Chance) -> String {
    match somewhere(donor, chance) {
        Value::Object(map) if !map.is_empty() => {
            map.keys().nth(chance.below(map.len())).cloned().unwrap_or_default()
        }
        _ => "novelty".to_owned(),
    }
}

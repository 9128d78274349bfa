//! Who may know whom: reads every path in `src` and holds the table of the map in `src/lib.rs`. What is absent
//! makes a room what it is, and an absence is easily lost in a hurry.

mod paths;
mod table;

use std::fmt;
use std::path::{Path, PathBuf};

use paths::{Found, Named};
use table::{BANNED, EDGES, HOMES};

/// One broken rule.
struct Breach {
    file: String,
    line: usize,
    rule: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.rule)
    }
}

/// The room of a file, by its path below `src`: `engine/check.rs` and `engine.rs` are both `engine`.
fn room_of(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

/// Whether `path` is `prefix` or lies below it, segment by segment.
fn below(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Every rule that one source file breaks. `file`: its path below `src`.
fn breaches(file: &str, source: &str) -> Vec<Breach> {
    let room = room_of(file);
    let mut out = Vec::new();
    let mut breach = |line, rule| out.push(Breach { file: format!("src/{file}"), line, rule });
    let Ok(found) = paths::read(file, source) else {
        breach(1, "does not parse".to_owned());
        return out;
    };
    let Some((_, known)) = EDGES.iter().find(|(name, _)| *name == room) else {
        breach(1, format!("the room `{room}` is not in the table of tests/it/rooms/table.rs"));
        return out;
    };
    for Found { line, what, in_tests } in found {
        match &what {
            Named::Ours(path) => {
                let own = path.split("::").next() == Some(room);
                if !own && !known.iter().any(|k| below(path, k)) {
                    let list = if known.is_empty() { "no other room".to_owned() } else { known.join(", ") };
                    breach(line, format!("`{room}` may not know `{path}`; it knows {list}"));
                }
            }
            Named::Foreign(path) => {
                for (name, homes, why) in HOMES {
                    if below(path, name) && !homes.iter().any(|home| file.starts_with(home)) {
                        breach(line, format!("`{path}` is at home in {} only: {why}", homes.join(", ")));
                    }
                }
            }
            Named::Async => {}
        }
        if in_tests {
            continue;
        }
        for (rooms, banned, why) in BANNED {
            let named = match &what {
                Named::Ours(path) | Named::Foreign(path) => {
                    below(path, banned) || path.split("::").any(|segment| segment == *banned)
                }
                Named::Async => *banned == "async",
            };
            if named && rooms.contains(&room) {
                breach(line, format!("no `{banned}` in `{room}`: {why}"));
            }
        }
    }
    out
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("src is readable") {
        let path = entry.expect("src is readable").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

#[test]
fn every_room_knows_only_whom_it_may() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    files.sort();
    assert!(files.len() > 100, "the sources were not found");
    let mut out = Vec::new();
    for path in files {
        let file = path.strip_prefix(&src).expect("below src").to_string_lossy().replace('\\', "/");
        let source = std::fs::read_to_string(&path).expect("sources are UTF-8");
        out.extend(breaches(&file, &source).iter().map(ToString::to_string));
    }
    assert!(out.is_empty(), "{} broken rule(s):\n{}", out.len(), out.join("\n"));
}

/// Why: see the macros of `store/db.rs`.
#[test]
fn no_statement_is_made_anew_for_its_limit() {
    let store = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut files = Vec::new();
    sources(&store, &mut files);
    let (mut bare, mut bound) = (Vec::new(), 0);
    for path in files {
        let source = std::fs::read_to_string(&path).expect("sources are UTF-8");
        for after in source.split("LIMIT $").skip(1).filter(|after| after.starts_with(char::is_numeric)) {
            bound += 1;
            let rest = after.trim_start_matches(char::is_numeric);
            if !rest.starts_with(" + 0") {
                bare.push(format!("{}: LIMIT ${}", path.display(), &after[..1]));
            }
        }
    }
    assert!(bound > 10, "the statements were not found");
    assert!(bare.is_empty(), "write `LIMIT $2 + 0`: {bare:#?}");
}

#[test]
fn the_table_names_every_room_of_the_map() {
    let map = include_str!("../../src/lib.rs");
    let declared: Vec<&str> =
        map.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let listed: Vec<&str> = EDGES.iter().map(|e| e.0).filter(|n| !["lib", "main"].contains(n)).collect();
    for room in &declared {
        assert!(listed.contains(room), "`{room}` is missing in tests/it/rooms/table.rs");
    }
    for room in &listed {
        assert!(declared.contains(room), "`{room}` of tests/it/rooms/table.rs is not in src/lib.rs");
    }
}

/// The rules that a made-up source breaks, as `line: rule`.
fn check(file: &str, source: &str, expected: &[&str]) {
    let found: Vec<String> =
        breaches(file, source).iter().map(|b| format!("{}: {}", b.line, b.rule)).collect();
    assert_eq!(found.len(), expected.len(), "{file}: {found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{file}: {found:?} does not begin with {expected:?}");
    }
}

#[test]
fn a_path_that_leads_upwards_is_found_however_it_is_written() {
    let upwards = ["1: `engine` may not know `store::Store`; it knows domain, nlu"];
    check("engine/x.rs", "use crate::store::Store;", &upwards);
    check("engine/x.rs", "use crate::{domain::Millis, store::{Store}};", &upwards);
    check("engine/x.rs", "use super::super::store::Store as S;", &upwards);
    check("engine/mod.rs", "use super::store::Store;", &upwards);
    check("engine/x.rs", "fn f(_: crate::store::Store) {}", &upwards);
    check("engine/x.rs", "mod inner { use super::super::super::store::Store; }", &upwards);
    check(
        "engine/x.rs",
        "fn f() { println!(\"{}\", crate::store::Store::NAME); }",
        &["1: `engine` may not know"],
    );
    check("engine/x.rs", "macro_rules! m { () => { $crate::store::Store } }", &upwards);
    check("engine/x.rs", "use crate::nlu::Meaning;\nuse super::session::Session;", &[]);
}

#[test]
fn a_door_that_is_ajar_is_not_open() {
    check("channels/x.rs", "use crate::runtime::ports::Channel;", &[]);
    check(
        "channels/x.rs",
        "\nuse crate::runtime::house::House;",
        &["2: `channels` may not know `runtime::house::House`"],
    );
    check("channels/x.rs", "use crate::runtime;", &["1: `channels` may not know `runtime`"]);
    check("simulator/x.rs", "use crate::channels::json;", &["1: `simulator` may not know `channels::json`"]);
    check("attic/mod.rs", "", &["1: the room `attic` is not in the table"]);
}

#[test]
fn a_library_away_from_home_is_found() {
    check("runtime/turn.rs", "use sqlx::Row;", &["1: `sqlx::Row` is at home in store/ only"]);
    check("store/people.rs", "use sqlx::Row;", &[]);
    check("runtime/turn.rs", "use dptree::Handler;", &["1: `dptree::Handler` is at home"]);
    check(
        "channels/whatsapp/mod.rs",
        "fn f() { teloxide::Bot::new(\"\"); }",
        &["1: `teloxide::Bot::new` is at home"],
    );
    check("runtime/turn.rs", "use sqlxtra::Row;", &[]);
}

#[test]
fn the_core_stays_pure() {
    check("engine/x.rs", "async fn f() {}", &["1: no `async` in `engine`"]);
    check("nlu/x.rs", "fn f() { let _ = async { 1 }; }", &["1: no `async` in `nlu`"]);
    check("domain/x.rs", "use std::time::Instant;", &["1: no `std::time` in `domain`"]);
    check("workflow/x.rs", "use std::collections::{BTreeMap, HashMap};", &["1: no `HashMap` in `workflow`"]);
    check("nlu/x.rs", "fn f() { std::collections::HashSet::<u8>::new(); }", &["1: no `HashSet` in `nlu`"]);
    check("nlu/x.rs", "#[cfg(test)]\nmod tests { use std::collections::HashSet; }", &[]);
    check("runtime/x.rs", "use std::collections::HashMap;\nasync fn f() {}", &[]);
}

//! The published JSON Schemas are what the code accepts: they are made from it, every shipped file and every example
//! fits them, and what one refuses the other refuses.

use std::fs;
use std::path::PathBuf;

use sapa::domain::office::Office;
use sapa::engine::catalogue::{KEYS, KINDS, Shape};
use sapa::engine::{Definition, schema};
use sapa::runtime::library::office_schema;
use serde_json::{Value, json};

fn conversations() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("conversations")
}

/// Why a value does not fit; none when it does. As much of JSON Schema as the two schemas use.
fn misfit(schema: &Value, value: &Value, root: &Value) -> Option<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.trim_start_matches("#/definitions/");
        return misfit(&root["definitions"][name], value, root);
    }
    if let Some(all) = schema["oneOf"].as_array() {
        let fits = all.iter().filter(|one| misfit(one, value, root).is_none()).count();
        return (fits != 1).then(|| format!("fits {fits} of the kinds: {value}"));
    }
    if !schema["const"].is_null() && schema["const"] != *value {
        return Some(format!("{value} is not {}", schema["const"]));
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        return Some(format!("{value} is none of {words:?}"));
    }
    let right = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64(),
        _ => true,
    };
    if !right {
        return Some(format!("{value} is no {}", schema["type"]));
    }
    if let Some(object) = value.as_object() {
        for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(key) {
                return Some(format!("{key} is missing"));
            }
        }
        for (key, inner) in object {
            let known = &schema["properties"][key];
            let rest = &schema["additionalProperties"];
            if !known.is_null() {
                if let Some(what) = misfit(known, inner, root) {
                    return Some(format!("{key}: {what}"));
                }
            } else if *rest == json!(false) {
                return Some(format!("{key} is unknown"));
            } else if let Some(what) =
                Some(rest).filter(|r| r.is_object()).and_then(|r| misfit(r, inner, root))
            {
                return Some(format!("{key}: {what}"));
            }
        }
    }
    if let Some(items) = value.as_array() {
        let count = items.len() as u64;
        if schema["minItems"].as_u64().is_some_and(|n| count < n)
            || schema["maxItems"].as_u64().is_some_and(|n| count > n)
        {
            return Some(format!("{count} items"));
        }
        return items.iter().find_map(|item| misfit(&schema["items"], item, root));
    }
    None
}

fn as_json(toml: &str) -> Value {
    let table: toml::Table = toml::from_str(toml).expect("TOML");
    serde_json::to_value(table).expect("JSON")
}

fn service(question: &str) -> String {
    let consent = "[[question]]\nid = \"consent\"\nkind = \"consent\"\ntext = \"c-1\"\n";
    let confirm = "[[question]]\nid = \"confirm\"\nkind = \"confirm\"\n";
    format!("schema = 2\nservice = \"s\"\nmessage_budget = 20\n{consent}{question}{confirm}")
}

/// Whether code and schema agree about a service; gives what they say.
fn both_take(source: &str) -> bool {
    let whole = schema::service();
    let by_schema = misfit(&whole, &as_json(source), &whole);
    let by_code = Definition::load("o", "s.toml", source);
    assert_eq!(by_schema.is_none(), by_code.is_ok(), "{by_schema:?}\n{by_code:?}\n{source}");
    by_code.is_ok()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a switch of the test itself")]
fn the_published_schemas_are_those_of_the_code() {
    for (name, made) in [("service", schema::service()), ("office", office_schema())] {
        let path = conversations().join(format!("schema/{name}.schema.json"));
        let made = serde_json::to_string_pretty(&made).expect("JSON") + "\n";
        if std::env::var_os("SAPA_TEST_WRITE").is_some() {
            fs::write(&path, &made).expect("a schema is written");
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == made, "{} is older than the code; SAPA_TEST_WRITE=1 writes it anew", path.display());
    }
}

#[test]
fn every_kind_is_read_as_documented_and_nothing_else() {
    for kind in KINDS {
        let head = |rest: &str| format!("[[question]]\nid = \"x\"\nkind = \"{}\"\n{rest}\n", kind.word);
        assert!(both_take(&service(&head(kind.sample))), "the sample of {} is refused", kind.word);
        for needed in kind.needs {
            let lines: Vec<&str> = kind.sample.lines().collect();
            let without: Vec<&str> = match *needed {
                "each" => lines.iter().take_while(|l| !l.starts_with('[')).copied().collect(),
                _ => lines.into_iter().filter(|l| !l.starts_with(&format!("{needed} ="))).collect(),
            };
            assert!(!both_take(&service(&head(&without.join("\n")))), "{} needs {needed}", kind.word);
        }
        for key in KEYS.iter().filter(|k| !kind.needs.contains(&k.name) && !kind.may.contains(&k.name)) {
            let value = match key.shape {
                Shape::Text | Shape::Digits => "\"31\"",
                Shape::Bool => "true",
                Shape::Integer => "1",
                Shape::Word(words) => &format!("\"{}\"", words[0]),
                Shape::Options => "[\"a\", \"b\"]",
                Shape::Sources => "[\"a\"]",
                Shape::Table => "{ a = \"b\" }",
            };
            let stranger = format!("{} = {value}\n{}", key.name, kind.sample);
            assert!(!both_take(&service(&head(&stranger))), "{} takes {}", kind.word, key.name);
        }
        assert!(!both_take(&service(&head(&format!("colour = \"red\"\n{}", kind.sample)))), "{}", kind.word);
    }
}

#[test]
fn every_shipped_file_fits_its_schema_and_says_where_that_is() {
    let mut seen = 0;
    let mut dirs = vec![conversations()];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(dir).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                dirs.push(path);
                continue;
            }
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let whole = match name.as_str() {
                "service.toml" => schema::service(),
                "office.toml" => office_schema(),
                _ => continue,
            };
            let source = fs::read_to_string(&path).expect("a file");
            let what = misfit(&whole, &as_json(&source), &whole);
            assert_eq!(what, None, "{}", path.display());
            let named =
                source.lines().next().and_then(|l| l.strip_prefix("#:schema ")).expect("a #:schema line");
            assert!(path.parent().expect("a folder").join(named).is_file(), "{}: no {named}", path.display());
            seen += 1;
        }
    }
    assert!(seen >= 5, "{seen} files");
}

#[test]
fn the_schema_of_an_office_knows_exactly_the_keys_of_the_code() {
    let whole = office_schema();
    let mut known: Vec<&str> =
        whole["properties"].as_object().expect("keys").keys().map(String::as_str).collect();
    known.retain(|k| *k != "include");
    known.sort_unstable();
    // The reader itself tells which keys it knows.
    let told = toml::from_str::<Office>("nonsense = 1").expect_err("an unknown key").message().to_owned();
    let mut keys: Vec<&str> = told.split('`').skip(1).step_by(2).filter(|k| *k != "nonsense").collect();
    keys.sort_unstable();
    assert_eq!(known, keys);
}

/// The blocks of `conversations/README.md` that are TOML.
fn examples() -> Vec<String> {
    let readme = fs::read_to_string(conversations().join("README.md")).expect("a README");
    readme.split("```toml\n").skip(1).filter_map(|b| b.split("```").next()).map(str::to_owned).collect()
}

#[test]
fn the_examples_of_the_readme_are_read() {
    let all = examples();
    assert!(all.len() >= 4, "{} examples", all.len());
    for example in all {
        if example.contains("service =") {
            assert!(both_take(&example), "{example}");
        } else if example.contains("[[question]]") {
            assert!(both_take(&service(&example)), "{example}");
        } else {
            let whole = office_schema();
            let value = as_json(&example);
            for (key, inner) in value.as_object().expect("a table") {
                let shape = &whole["properties"][key];
                assert!(!shape.is_null(), "an office has no {key}");
                assert_eq!(misfit(shape, inner, &whole), None, "{example}");
            }
        }
    }
}

#[test]
fn the_readme_tells_of_every_kind() {
    let readme = fs::read_to_string(conversations().join("README.md")).expect("a README");
    for kind in KINDS {
        let line = format!("| `{}` | {} |", kind.word, kind.about);
        assert!(readme.contains(&line), "conversations/README.md has no line {line}");
    }
}

#[test]
fn the_readme_tells_of_every_key_and_whose_it_is() {
    let readme = fs::read_to_string(conversations().join("README.md")).expect("a README");
    for key in KEYS {
        let kinds: Vec<&str> = KINDS
            .iter()
            .filter(|kind| kind.needs.contains(&key.name) || kind.may.contains(&key.name))
            .map(|kind| kind.word)
            .collect();
        let line = format!("| `{}` | {} | {} |", key.name, kinds.join(", "), key.about);
        assert!(readme.contains(&line), "conversations/README.md has no line {line}");
    }
}

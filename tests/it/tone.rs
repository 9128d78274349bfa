//! Every text that a citizen reads is held to the tone of the house, by the rules that `sapa check` tells authors.

use std::collections::BTreeSet;

use sapa::engine::check::service_keys;
use unicode_segmentation::UnicodeSegmentation;

struct Text {
    key: String,
    place: String,
    said: String,
}

fn texts() -> Vec<Text> {
    let mut all: Vec<Text> = Vec::new();
    for library in crate::engine_walks::offices() {
        for lang in ["id", "en", "ban"] {
            for (key, info) in library.texts.keys(lang) {
                // Word lists are read by the program, not by people.
                let list = key.ends_with("-words") || key == "sys-languages";
                if key.starts_with("console-") || list {
                    continue;
                }
                let place = format!("{}:{}", info.file, info.line);
                if !all.iter().any(|t| t.place == place) {
                    let said = without_names(&library.texts.get(lang, key, &[]), &info.variables);
                    all.push(Text { key: key.to_owned(), place, said });
                }
            }
        }
    }
    assert!(all.len() > 500, "only {} texts", all.len());
    all
}

/// A value that is not given shows by its name, which is no word of the text.
fn without_names(said: &str, variables: &BTreeSet<String>) -> String {
    variables.iter().fold(said.to_owned(), |text, name| text.replace(&format!("{{${name}}}"), "…"))
}

/// Fails with every text for which the rule gives a complaint.
fn holds(rule: impl Fn(&Text) -> Option<String>) {
    let faults: Vec<String> = texts()
        .iter()
        .filter_map(|t| rule(t).map(|what| format!("{}: {}: {what}", t.place, t.key)))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_text_has_the_tone_of_the_house() {
    for library in crate::engine_walks::offices() {
        let faults: Vec<String> = library.out_of_tone().iter().map(ToString::to_string).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

#[test]
fn labels_fit_a_button_or_the_row_of_a_list() {
    for library in crate::engine_walks::offices() {
        let labels: BTreeSet<String> = library
            .catalogue
            .services
            .values()
            .flat_map(|d| service_keys(d).into_iter().filter(|k| k.label).map(|k| k.key))
            .collect();
        holds(|t| {
            let button = t.key.starts_with("btn-");
            let most = if button { 20 } else { 24 };
            let length = t.said.graphemes(true).count();
            let is_label = button || labels.contains(&t.key);
            (is_label && length > most).then(|| format!("{length} letters, {most} at most: {:?}", t.said))
        });
    }
}

#[test]
fn counts_are_said_as_the_language_says_them() {
    let texts = &crate::engine_walks::offices()[0].texts;
    let check = |lang: &str, key: &str, name: &str, counts: [(i64, &str); 2]| {
        for (count, expected) in counts {
            let said = texts.get(lang, key, &[(name, count.into())]);
            assert!(said.contains(expected), "{key} in {lang} with {count}: {said}");
        }
    };
    check("en", "sys-not-proven", "left", [(1, "One try is left"), (3, "3 tries are left")]);
    check("en", "sys-photo-received", "count", [(1, "your photo"), (2, "2 photos")]);
    check("en", "fault-nik-len-short", "digits", [(1, "one digit*"), (15, "15 digits*")]);
    check("en", "sys-draft-expired", "days", [(1, "for a day."), (7, "for 7 days.")]);
    check("id", "sys-photo-received", "count", [(1, "Fotonya"), (2, "2 foto")]);
}

#[test]
fn a_name_that_stands_in_many_texts_is_one_term() {
    for lang in ["id", "en"] {
        let (mut own, root) = (0, std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("locales"));
        let mut dirs = vec![root.join(lang)];
        while let Some(dir) = dirs.pop() {
            for path in std::fs::read_dir(dir).expect("a folder").flatten().map(|e| e.path()) {
                if path.is_dir() {
                    dirs.push(path);
                } else if path.extension().is_some_and(|e| e == "ftl") {
                    let content = std::fs::read_to_string(&path).expect("a file");
                    own += content.matches("(F-1.07)").count() + content.matches("(lapor.go.id)").count();
                }
            }
        }
        assert_eq!(own, 2, "{lang}: the form and the complaint channel are named by their terms alone");
    }
}

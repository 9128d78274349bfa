//! Every text that a citizen reads is held to the rules of the office's language: short, one request, plain words, no
//! blame, nothing said by an emoji alone.

use std::collections::BTreeSet;

use sapa::engine::check::service_keys;
use unicode_segmentation::UnicodeSegmentation;

/// Characters of one text. Consents say what the law wants said; the complaint channels are a list of nine; an e-mail is
/// no bubble.
const LENGTH_MAX: usize = 360;
/// Lines of sentences. A line of a list or of "Tempat: …" is read at a glance and counts as none.
const LINES_MAX: usize = 3;
const LONG: [&str; 4] = ["-consent", "-consent-more", "faq-complaint", "mail-code-body"];

struct Text {
    lang: String,
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
                    all.push(Text { lang: lang.to_owned(), key: key.to_owned(), place, said });
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

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()).collect()
}

fn is_emoji(c: char) -> bool {
    matches!(u32::from(c), 0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2B00..=0x2BFF)
}

#[test]
fn texts_are_short() {
    holds(|t| {
        if LONG.iter().any(|end| t.key.ends_with(end)) {
            return None;
        }
        let length = t.said.chars().count();
        let sentences = t.said.lines().filter(|line| {
            let line = line.trim();
            let field = line.split_once(": ").is_some_and(|(name, _)| words(name).len() <= 2);
            !line.starts_with('•') && !field
        });
        let lines = sentences.count();
        if length > LENGTH_MAX {
            Some(format!("{length} characters, {LENGTH_MAX} at most"))
        } else {
            (lines > LINES_MAX).then(|| format!("{lines} lines, {LINES_MAX} at most"))
        }
    });
}

#[test]
fn a_text_asks_for_one_thing() {
    holds(|t| {
        if LONG.iter().any(|end| t.key.ends_with(end)) {
            return None;
        }
        let asks = words(&t.said).iter().filter(|w| matches!(**w, "Mohon" | "Silakan" | "Please")).count();
        (asks > 2).then(|| format!("{asks} requests"))
    });
}

#[test]
fn words_are_the_standard_ones() {
    const NOT: [(&str, &str); 9] = [
        ("Silahkan", "Silakan"),
        ("silahkan", "silakan"),
        ("antrian", "antrean"),
        ("email", "e-mail"),
        ("Email", "E-mail"),
        ("anda", "Anda"),
        ("dirubah", "diubah"),
        ("merubah", "mengubah"),
        ("ijin", "izin"),
    ];
    holds(|t| {
        let used = words(&t.said);
        let wrong = NOT.iter().find(|(not, _)| used.contains(not))?;
        (t.lang == "id" || wrong.1 == "e-mail").then(|| format!("{:?} is written {:?}", wrong.0, wrong.1))
    });
}

#[test]
fn internal_abbreviations_are_explained_or_left_out() {
    holds(|t| {
        let used = words(&t.said);
        let inside =
            ["SIAK", "TTE", "ADB", "DSR", "SLA", "BSrE", "SPBE"].into_iter().find(|a| used.contains(a))?;
        (!t.said.contains(&format!("{inside} (")) && !t.said.contains(&format!("{inside}* (")))
            .then(|| inside.to_owned())
    });
}

#[test]
fn nobody_is_blamed_and_nothing_is_threatened() {
    const NOT: [&str; 14] = [
        "anda salah",
        "anda keliru",
        "kesalahan anda",
        "tidak valid",
        "gagal",
        "ditolak",
        "error",
        "sanksi",
        "you failed",
        "your mistake",
        "you are wrong",
        "invalid",
        "illegal",
        "rejected",
    ];
    holds(|t| {
        let lower = t.said.to_lowercase();
        NOT.iter().find(|not| lower.contains(**not)).map(|not| format!("says {not:?}"))
    });
}

#[test]
fn one_hour_is_promised_only_with_its_condition() {
    holds(|t| {
        let promised = t.said.contains("1 jam") || t.said.contains("1 working hour");
        let conditional = t.said.contains("setelah berkas") || t.said.contains("after the papers");
        (promised && !conditional).then(|| "an hour from when?".to_owned())
    });
}

#[test]
fn hours_are_written_with_a_dot() {
    holds(|t| {
        let colon = t
            .said
            .as_bytes()
            .windows(5)
            .any(|w| w[2] == b':' && [0, 1, 3, 4].iter().all(|n| w[*n].is_ascii_digit()));
        colon.then(|| "08.00, not 08:00".to_owned())
    });
}

#[test]
fn nothing_is_said_by_an_emoji_alone() {
    holds(|t| {
        let emoji = t.said.chars().filter(|c| is_emoji(*c)).count();
        let lonely =
            t.said.lines().any(|line| line.chars().any(is_emoji) && !line.chars().any(char::is_alphabetic));
        if emoji > 1 {
            Some(format!("{emoji} emoji"))
        } else {
            lonely.then(|| "a screen reader has only the emoji's name to say".to_owned())
        }
    });
}

#[test]
fn a_button_is_no_sentence() {
    holds(|t| {
        (t.key.starts_with("btn-") && t.said.ends_with(['.', '!'])).then(|| "ends like a sentence".to_owned())
    });
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

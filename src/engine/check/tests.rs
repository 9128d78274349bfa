#![expect(clippy::unwrap_used, reason = "tests")]
use std::collections::BTreeMap;

use super::*;
use crate::engine::keys::{COMPUTED, SYSTEM_KEYS};

/// Texts that are exactly what a service needs, but for what a test changes.
struct Made {
    keys: BTreeMap<String, (BTreeSet<String>, String)>,
}

impl Made {
    fn of(definition: &Definition) -> Made {
        let names = |variables: &[&str]| variables.iter().map(|v| (*v).to_owned()).collect::<BTreeSet<_>>();
        let mut keys = BTreeMap::new();
        for wanted in service_keys(definition) {
            let label = wanted.key.rsplit('-').take(2).collect::<Vec<_>>().join(" ");
            keys.insert(wanted.key, (names(wanted.variables), label));
        }
        for (key, variables) in SYSTEM_KEYS {
            keys.insert((*key).to_owned(), (names(variables), (*key).to_owned().replace("btn-", "")));
        }
        Made { keys }
    }

    fn with(mut self, key: &str, text: &str) -> Made {
        self.keys.get_mut(key).unwrap().1 = text.to_owned();
        self
    }
}

impl TextSource for Made {
    fn is_partial(&self, _: &str) -> bool {
        false
    }
    fn languages(&self) -> Vec<String> {
        vec!["id".into()]
    }
    fn keys(&self, _: &str) -> Vec<String> {
        self.keys.keys().cloned().collect()
    }
    fn find(&self, _: &str, key: &str) -> Option<Found<'_>> {
        let (variables, _) = self.keys.get(key)?;
        Some(Found { file: "t.ftl", line: 7, variables })
    }
    fn render(&self, _: &str, key: &str, _: &[(&str, &str)]) -> String {
        self.keys.get(key).map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

mod limits;

const HEAD: &str = "schema = 1\nservice = \"s\"\nmessage_budget = 9\n";
const CONSENT: &str = "[[question]]\nid = \"consent\"\nkind = \"consent\"\ntext = \"c-1\"\n";
const APPLICANT: &str = "[[question]]\nid = \"who\"\nkind = \"choice\"\noptions = [\"self\", \"other\"]\n";
const NIK: &str = "[[question]]\nid = \"nik\"\nkind = \"nik\"\n";
const CONFIRM: &str = "[[question]]\nid = \"confirm\"\nkind = \"confirm\"\n";

fn load(parts: &[&str]) -> Definition {
    Definition::load("o", "s.toml", &format!("{HEAD}{}", parts.concat())).unwrap()
}

/// As a service is proven beside no other.
fn check(definition: &Definition, texts: &Made) -> Vec<DefinitionFlaw> {
    super::check(&Ways::of(definition), &Beside::of(texts), texts)
}

fn flaws(definition: &Definition) -> String {
    let found = check(definition, &Made::of(definition));
    found.iter().map(|f| format!("{}:{}: {}", f.file, f.line, f.what)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_sound_service_has_no_flaws() {
    let when = "[[question]]\nid = \"help\"\nkind = \"person\"\nwhen = 'nik.under_17 == \"yes\" and who != \"other\"'\n";
    let definition = load(&[CONSENT, APPLICANT, NIK, when, CONFIRM]);
    assert_eq!(flaws(&definition), "");
    assert_eq!(Ways::of(&definition).lengths(), Some(Lengths { shortest: 5, longest: 5 }));
    assert_eq!(check_shared(&[&definition], &[], &Made::of(&definition)), []);
}

#[test]
fn each_flaw_names_its_line_the_way_there_and_how_to_mend_it() {
    let name = |when: &str| format!("[[question]]\nid = \"name\"\nkind = \"name\"\nwhen = '{when}'\n");
    let check = |parts: &[&str], expected: &str| {
        let got = flaws(&load(parts));
        assert!(got.lines().any(|l| l.starts_with(expected)), "{expected}\n{got}");
    };
    check(&[NIK, CONFIRM], "s.toml:1: nobody asks for agreement");
    check(&[NIK, CONSENT, CONFIRM], "s.toml:4: nik asks for personal data before consent (line 7): move");
    check(
        &[CONSENT, CONSENT.replace("\"consent\"\nkind", "\"again\"\nkind").as_str(), CONFIRM],
        "s.toml:8: again asks",
    );
    check(&[CONSENT, NIK], "s.toml:8: nothing is ever sent");
    check(&[CONSENT, CONFIRM, NIK], "s.toml:8: confirm is not last");
    check(
        &[CONSENT, &name("whom == \"self\""), CONFIRM],
        "s.toml:8: the condition of name: there is no question whom; before it stand consent",
    );
    check(
        &[CONSENT, &name("who == \"self\""), APPLICANT, CONFIRM],
        "s.toml:8: the condition of name: who is asked only in line 12: move it up",
    );
    check(
        &[CONSENT, APPLICANT, &name("who == \"me\""), CONFIRM],
        "s.toml:12: the condition of name: who is never \"me\"; it may be self other",
    );
    check(
        &[CONSENT, NIK, &name("nik.age == \"17\""), CONFIRM],
        "s.toml:11: the condition of name: nik has no property age; a nik has under_17",
    );
    check(
        &[CONSENT, APPLICANT, &name("who == \"self\" and who == \"other\""), CONFIRM],
        "s.toml:12: name is never asked: `who == \"self\" and who == \"other\"` holds with no answers",
    );
    check(
        &[CONSENT, APPLICANT, &format!("{CONFIRM}when = 'who == \"self\"'\n")],
        "s.toml:8: with who = other nothing is sent and no person helps",
    );
    let many: Vec<String> =
        (0..8).map(|n| NIK.replace("\"nik\"\nkind", &format!("\"n{n}\"\nkind"))).collect();
    let many = many.concat();
    check(
        &[CONSENT, &many, CONFIRM],
        "s.toml:1: with any answers a request costs 11 messages, the budget is 9",
    );
    let twice = "[[question]]\nid = \"who_self\"\nkind = \"name\"\n";
    check(
        &[CONSENT, APPLICANT, twice, CONFIRM],
        "s.toml:12: the text s-who-self would serve two things (line 8 too)",
    );
    let title = "[[question]]\nid = \"title\"\nkind = \"name\"\n";
    check(&[CONSENT, title, CONFIRM], "s.toml:8: the text s-title would serve two things");
}

#[test]
fn a_long_label_a_double_one_and_a_long_bubble_are_flaws() {
    let definition = load(&[CONSENT, APPLICANT, NIK, CONFIRM]);
    let check = |key: &str, text: &str, expected: &str| {
        let found = check(&definition, &Made::of(&definition).with(key, text));
        let got = found.iter().map(|f| format!("{}:{}: {}", f.file, f.line, f.what)).collect::<Vec<_>>();
        assert!(got.iter().any(|f| f.starts_with(expected)), "{expected}\n{}", got.join("\n"));
    };
    check(
        "s-who-self",
        "Saya sendiri, bukan orang lain",
        "t.ftl:7: \"Saya sendiri, bukan orang lain\" has 30 characters; a button holds 20",
    );
    check("s-who-self", "OTHER who", "t.ftl:7: \"other who\" is also the label of s-who-self, beside it");
    check("s-who", &"panjang ".repeat(130), "t.ftl:7: s-who makes ");
    check(
        "s-nik-label",
        "Nomor Induk Kependudukan pemilik",
        "t.ftl:7: \"Nomor Induk Kependudukan pemilik\" has 32 characters; a button holds 20 (the list",
    );
}

#[test]
fn a_missing_text_and_a_wrong_variable_are_flaws() {
    let definition = load(&[CONSENT, NIK, CONFIRM]);
    let mut made = Made::of(&definition);
    made.keys.remove("s-nik-help");
    made.keys.get_mut("s-consent").unwrap().0 = BTreeSet::from(["hari".to_owned()]);
    made.keys.insert("s-nki".into(), (BTreeSet::new(), "x".into()));
    let all = [check(&definition, &made), check_shared(&[&definition], &[], &made)].concat();
    let got: Vec<_> = all.iter().map(|f| format!("{}:{}: {}", f.file, f.line, f.what)).collect();
    assert_eq!(
        got,
        [
            "t.ftl:7: s-consent uses $hari, which it is not given; it has $days",
            "t.ftl:7: s-consent does not use $days: the citizen would miss it",
            "s.toml:8: the text s-nik-help is missing in id: add it to t.ftl",
            "t.ftl:7: nobody says s-nki: drop it, or mend the key",
        ]
    );
}

/// Every text in quotes in a source that has the shape of a shared key.
fn keys_in(source: &str) -> impl Iterator<Item = &str> {
    const STARTS: [&str; 9] =
        ["cmd-", "sys-", "btn-", "faq-", "fault-", "case-", "mail-", "photo-advice-", "time-"];
    source
        .split('"')
        .filter(|text| STARTS.iter().any(|s| text.starts_with(s) && text.len() > s.len()))
        .filter(|text| {
            text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-{}".contains(c))
        })
}

#[test]
fn the_list_of_shared_keys_is_what_the_sources_say() {
    let src = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let prover = src.join("engine").join("check");
    let mut files = vec![src];
    let mut said: BTreeSet<String> = BTreeSet::new();
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("keys.rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            let proves = path.starts_with(&prover) || path == prover.with_extension("rs");
            for key in keys_in(&source) {
                let shown = path.display();
                match key.split_once('{') {
                    Some((family, _)) => {
                        assert!(COMPUTED.contains(&family), "{shown}: the family {family} is not in keys.rs");
                    }
                    // The start of a family, as in this very test and in the prover.
                    None if key.ends_with('-') => {}
                    None => assert!(
                        SYSTEM_KEYS.iter().any(|(k, _)| *k == key),
                        "{shown}: {key} is not in keys.rs"
                    ),
                }
                if !proves {
                    said.insert(key.to_owned());
                }
            }
        }
    }
    // This test and the prover name keys without saying them.
    let said_by_none: Vec<&str> = SYSTEM_KEYS
        .iter()
        .map(|(key, _)| *key)
        .filter(|key| !said.contains(*key) && !COMPUTED.iter().any(|family| key.starts_with(family)))
        .collect();
    assert_eq!(said_by_none, [""; 0], "in keys.rs, and nobody says it");
    assert!(SYSTEM_KEYS.is_sorted(), "the list is in the order of the alphabet");
}

#[test]
fn every_value_of_a_computed_family_has_its_text() {
    use crate::domain::case::{CancelCode, Status};
    use crate::domain::inbound::MediaKind;
    let has = |key: String| {
        let key = key.replace('_', "-");
        assert!(SYSTEM_KEYS.iter().any(|(k, _)| *k == key), "{key}");
    };
    Status::ALL.iter().for_each(|s| has(format!("status-{}", s.as_str())));
    for code in CancelCode::ALL {
        for family in ["status-cancelled-", "case-reason-", "case-step-"] {
            has(format!("{family}{}", code.as_str()));
        }
    }
    for kind in [MediaKind::Audio, MediaKind::Video, MediaKind::Sticker] {
        has(format!("fault-files-{}", kind.as_str()));
    }
    for what in ["location", "sticker", "contact", "poll", "audio", "video", "reaction", "other"] {
        has(format!("sys-odd-{what}"));
    }
    for code in ["len_short", "len_long", "non_digit", "day", "month", "date", "serial", "province"] {
        has(format!("fault-nik-{code}"));
        has(format!("fault-kk-{code}"));
    }
    has("fault-kk-looks_like_nik".into());
    for code in ["too_short", "too_long", "digits", "signs"] {
        has(format!("fault-name-{code}"));
    }
    for verdict in ["blurry", "dark", "glare", "cropped", "too_small", "not_document", "unreadable_file"] {
        has(format!("photo-advice-{verdict}"));
    }
    (1..=7).for_each(|day| has(format!("time-day-{day}")));
    (1..=12).for_each(|month| has(format!("time-month-{month}")));
}

/// What stands before a value.
const SOURCES: &str = "[[question]]\nid = \"born\"\nkind = \"date\"\n[[question]]\nid = \"wage\"\nkind = \"money\"\n\
    [[question]]\nid = \"letter\"\nkind = \"photo\"\nexpects = \"police_letter\"\n";

#[test]
fn a_value_follows_only_from_what_it_can_follow_from() {
    let check = |value: &str, expected: &str| {
        let value = format!("[[question]]\nid = \"x\"\n{value}\n");
        let told = flaws(&load(&[CONSENT, SOURCES, NIK, &value, CONFIRM]));
        assert!(
            if expected.is_empty() { told.is_empty() } else { told.contains(expected) },
            "{value}: {told}"
        );
    };
    check("kind = \"age\"\nfrom = \"born\"", "");
    check("kind = \"age\"\nfrom = \"wage\"", "x is the age since wage, which is no day");
    check("kind = \"age\"\nfrom = \"nik.sex\"", "x is the age since nik.sex, which is no day");
    check(
        "kind = \"age\"\nfrom = \"nobody\"",
        "x takes nobody from a question that does not stand before it",
    );
    check("kind = \"sum\"\nvalues = [\"wage\", \"born\"]", "x adds born, which is no number");
    check("kind = \"sum\"\nvalues = [\"nik.regency\"]", "x adds nik.regency, which is no number");
    check("kind = \"difference\"\nfrom = \"wage\"\nless = \"wage\"", "");
    check("kind = \"difference\"\nfrom = \"wage\"\nless = \"born\"", "x takes a number away from a day");
    check("kind = \"count\"\nfrom = \"wage\"", "x counts wage, which is no repeat before it");
    check("kind = \"join\"\nvalues = [\"letter\"]", "x follows from letter, which says nothing in one line");
    check("kind = \"first\"\nvalues = [\"nik.age\"]", "nik has no property age");
}

#[test]
fn what_an_age_decides_is_met_on_some_way() {
    let age = "[[question]]\nid = \"age\"\nkind = \"age\"\nfrom = \"born\"\n";
    let guardian = "[[question]]\nid = \"guardian\"\nkind = \"name\"\nwhen = 'age < 17'\n";
    let card = "[[question]]\nid = \"card\"\nkind = \"yes_no\"\nwhen = 'age >= 60'\n";
    let definition = load(&[CONSENT, SOURCES, age, guardian, card, CONFIRM]);
    let ways = Ways::of(&definition);
    let met: Vec<&str> = ways.states().iter().map(|s| s.question.id.as_str()).collect();
    assert!(met.contains(&"guardian") && met.contains(&"card"), "{met:?}");
}

#[test]
fn an_ending_sends_to_another_service_and_ends_the_way() {
    let ending =
        "[[question]]\nid = \"not_here\"\nkind = \"ending\"\nnext = \"t\"\nwhen = 'who == \"other\"'\n";
    let definition = load(&[CONSENT, APPLICANT, ending, NIK, CONFIRM]);
    assert_eq!(flaws(&definition), "");
    assert_eq!(
        Ways::of(&definition).lengths(),
        Some(Lengths { shortest: 5, longest: 5 }),
        "as if it were not"
    );
    let alone = check_shared(&[&definition], &[], &Made::of(&definition));
    let told: Vec<&str> = alone.iter().map(|flaw| flaw.what.as_str()).collect();
    assert_eq!(told, ["not_here sends to t, which is no other service of this office"]);
    let always = ending.replace("when = 'who == \"other\"'\n", "");
    let told = flaws(&load(&[CONSENT, APPLICANT, &always, NIK, CONFIRM]));
    let one = "s.toml:12: with any answers everybody ends at not_here, and these are never asked: nik confirm; give it a `when`";
    assert!(told.starts_with(one) && !told.contains("is never asked:"), "{told}");
}

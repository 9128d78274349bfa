//! What bounds a service: how often a group is gone through, what a bubble holds, which words stand for what.
use super::*;

const CHILDREN: &str = "[[question]]\nid = \"child\"\nkind = \"repeat\"\nmax = 2\n[[question.each]]\nid = \"child_name\"\nkind = \"name\"\n\
    [[question]]\nid = \"children\"\nkind = \"count\"\nfrom = \"child\"\n";

fn check(parts: &[&str], expected: &str) {
    let got = flaws(&load(parts));
    let held =
        if expected.is_empty() { got.is_empty() } else { got.lines().any(|l| l.starts_with(expected)) };
    assert!(held, "{expected}\n{got}");
}

fn said(id: &str, rest: &str) -> String {
    format!("[[question]]\nid = \"{id}\"\n{rest}\n")
}

#[test]
fn a_group_is_counted_no_further_than_it_goes() {
    let guardian = |when: &str| said("guardian", &format!("kind = \"name\"\nwhen = '{when}'"));
    check(
        &[CONSENT, CHILDREN, &guardian("children >= 5"), CONFIRM],
        "s.toml:19: guardian is never asked: `children >= 5` holds with no answers (children is 0 to 2)",
    );
    check(
        &[CONSENT, CHILDREN, &guardian("children == 3"), CONFIRM],
        "s.toml:19: the condition of guardian: children is never \"3\"; it may be 0 to 2",
    );
    check(&[CONSENT, CHILDREN, &guardian("children >= 2"), CONFIRM], "");
    let sure = CHILDREN.replace("max = 2", "min = 1\nmax = 2");
    check(
        &[CONSENT, &sure, &guardian("children < 1"), CONFIRM],
        "s.toml:20: guardian is never asked: `children < 1` holds with no answers (children is 1 to 2)",
    );
    // Counted as the rounds were gone through on the very way.
    check(
        &[CONSENT, CHILDREN, &guardian("children >= 1 and child == \"no\""), CONFIRM],
        "s.toml:19: guardian is never asked",
    );
    let wages = "[[question]]\nid = \"wage\"\nkind = \"number\"\nmax = 10\n[[question]]\nid = \"rent\"\nkind = \"number\"\nmin = 2\nmax = 4\n";
    let sum = said("all", "kind = \"sum\"\nvalues = [\"wage\", \"rent\"]");
    let left = said("left", "kind = \"difference\"\nfrom = \"wage\"\nless = \"rent\"");
    check(
        &[CONSENT, wages, &sum, &guardian("all > 14"), CONFIRM],
        "s.toml:21: guardian is never asked: `all > 14` holds with no answers (all is 0 to 14)",
    );
    check(&[CONSENT, wages, &left, &guardian("left < -4"), CONFIRM], "s.toml:22: guardian is never asked");
    check(&[CONSENT, wages, &left, &guardian("left == -4"), CONFIRM], "");
}

#[test]
fn a_signature_has_a_name_on_every_way() {
    let name = |more: &str| said("name", &format!("kind = \"name\"{more}"));
    let signature = said("signature", "kind = \"signature\"\nof = \"name\"");
    check(&[CONSENT, APPLICANT, &name(""), &signature, CONFIRM], "");
    check(
        &[CONSENT, APPLICANT, &name("\nwhen = 'who == \"other\"'"), &signature, CONFIRM],
        "s.toml:16: with who = self signature signs with name, which is not asked there: give signature the condition",
    );
    check(
        &[CONSENT, APPLICANT, &name("\noptional = true"), &signature, CONFIRM],
        "s.toml:16: signature signs with name, which may be skipped",
    );
}

#[test]
fn who_stops_everybody_is_told_with_what_stands_behind() {
    check(
        &[CONSENT, &said("help", "kind = \"person\""), NIK, CONFIRM],
        "s.toml:8: with any answers everybody waits for a person at help before these are asked: nik confirm; give it",
    );
}

#[test]
fn regions_and_tables_that_nothing_lies_in_are_flaws() {
    let home = |within: &str| said("home", &format!("kind = \"address\"\nwithin = \"{within}\""));
    check(&[CONSENT, &home("31"), CONFIRM], "");
    check(
        &[CONSENT, &home("99"), CONFIRM],
        "s.toml:8: home lies nowhere: within = \"99\" is the code of no province (2 digits)",
    );
    check(&[CONSENT, &home("311"), CONFIRM], "s.toml:8: home lies within \"311\", which has 3 digits");
    let table = |from: &str, table: &str| {
        said(
            "way",
            &format!("kind = \"lookup\"\nfrom = \"{from}\"\notherwise = \"x\"\ntable = {{ {table} }}"),
        )
    };
    check(&[CONSENT, NIK, &table("nik.regency", "5108 = \"here\""), CONFIRM], "");
    check(
        &[CONSENT, NIK, &table("nik.regency", "51 = \"here\""), CONFIRM],
        "s.toml:11: way looks up nik.regency in a table, but \"51\" is the code of no regency (4 digits)",
    );
    check(
        &[CONSENT, APPLICANT, &table("who", "self = \"a\", others = \"b\""), CONFIRM],
        "s.toml:12: way looks up who in a table, but who is never \"others\"; it may be self other",
    );
    check(
        &[CONSENT, NIK, &said("name", "kind = \"name\"\nwhen = 'nik.province == \"99\"'"), CONFIRM],
        "s.toml:11: the condition of name: nik.province is never \"99\": \"99\" is the code of no province",
    );
}

/// What is found with other texts, each with its place.
fn with(parts: &[&str], texts: &[(&str, &str)]) -> String {
    let definition = load(parts);
    let mut made = Made::of(&definition);
    for (key, text) in texts {
        let variables = made.keys.get(*key).map(|(variables, _)| variables.clone()).unwrap_or_default();
        made.keys.insert((*key).to_owned(), (variables, (*text).to_owned()));
    }
    let found = super::check(&definition, &made);
    found.iter().map(|f| format!("{}:{}: {}\n", f.file, f.line, f.what)).collect()
}

#[test]
fn every_bubble_is_proven_where_it_is_longest() {
    let note = said("hint", "kind = \"note\"\nwhen = 'who == \"other\"'");
    let sure = said("sure", "kind = \"yes_no\"");
    let parts = [CONSENT, APPLICANT, &note, &sure, NIK, CONFIRM];
    let long = |units: usize| "x".repeat(units);
    let check = |texts: &[(&str, &str)], expected: &str| {
        let got = with(&parts, texts);
        let held = if expected.is_empty() { got.is_empty() } else { got.contains(expected) };
        assert!(held, "{expected}\n{got}");
    };
    check(&[], "");
    check(&[("s-hint", &long(700)), ("s-sure", &long(400))], "t.ftl:7: s-hint makes 1");
    check(
        &[("s-hint", &long(700)), ("s-sure", &long(400))],
        "with s-sure behind it with who = other; beside buttons fit 1024",
    );
    check(
        &[("s-intro", &long(700)), ("s-consent", &long(400))],
        "t.ftl:7: s-intro makes 1102 UTF-16 units with s-consent behind it",
    );
    check(
        &[("s-requirements", &long(900)), ("s-sure", &long(200))],
        "t.ftl:7: s-requirements makes 1102 UTF-16 units with s-sure behind it, when it is asked for there",
    );
    // Without buttons more fits, and not everything.
    check(&[("s-nik", &long(3000))], "");
    check(&[("s-nik", &long(4100))], "a bubble holds 4096: shorten it");
}

#[test]
fn the_summary_is_proven_where_its_answers_are_longest() {
    let one = said("story", "kind = \"text\"\nmax = 990\nwhen = 'who == \"self\"'");
    let many: String =
        (0..3).map(|n| said(&format!("n{n}"), "kind = \"number\"\nwhen = 'who == \"other\"'")).collect();
    let got = with(&[CONSENT, APPLICANT, &one, &many, CONFIRM], &[]);
    assert!(got.contains("in the summary with who = self; beside buttons fit 1024"), "{got}");
}

#[test]
fn words_stand_for_one_button() {
    let check = |texts: &[(&str, &str)], expected: &str| {
        let got = with(&[CONSENT, APPLICANT, CONFIRM], texts);
        assert!(
            if expected.is_empty() { got.is_empty() } else { got.contains(expected) },
            "{expected}\n{got}"
        );
    };
    check(&[("s-who-self-words", "me, mine"), ("s-who-other-words", "them")], "");
    check(
        &[("s-who-self-words", "me, Them"), ("s-who-other-words", "them")],
        "t.ftl:7: \"them\" stands for s-who-other and for s-who-self, beside it: who says it is not understood",
    );
    check(
        &[("s-who-self-words", "me, not I"), ("s-who-other", "Not I")],
        "t.ftl:7: \"not i\" stands for s-who-self, but it is the label of s-who-other, beside it: drop it here",
    );
}

#[test]
fn a_service_is_not_named_like_the_houses_own_texts() {
    for name in ["btn", "sys", "faq", "page"] {
        let source =
            format!("{HEAD}{CONSENT}{CONFIRM}").replace("service = \"s\"", &format!("service = \"{name}\""));
        let got = flaws(&Definition::load("o", "s.toml", &source).unwrap());
        assert!(got.contains("would stand among those of the house"), "{name}: {got}");
    }
    assert_eq!(clashes("surat"), None);
}

#![expect(clippy::unwrap_used, reason = "tests")]
use super::catalogue::KINDS;
use super::*;

fn load(questions: &str) -> Result<Definition, Vec<DefinitionFlaw>> {
    let head = "schema = 2\nservice = \"s\"\nmessage_budget = 9\n";
    Definition::load("o", "s.toml", &format!("{head}{questions}"))
}

#[test]
fn every_kind_reads_its_sample_and_is_called_by_its_word() {
    for kind in KINDS {
        let source = format!("[[question]]\nid = \"x\"\nkind = \"{}\"\n{}\n", kind.word, kind.sample);
        let definition = load(&source).unwrap_or_else(|flaws| panic!("{}: {flaws:?}", kind.word));
        assert_eq!(definition.questions.first().unwrap().kind.word(), kind.word);
    }
}

#[test]
fn the_first_version_of_the_format_is_read_for_ever() {
    let old = include_str!("samples/version-1.toml");
    let definition = Definition::load("buleleng", "version-1.toml", old).unwrap();
    assert_eq!(definition.question("kk").unwrap().kind, Kind::KkNumber { unknown: true });
    assert_eq!(
        definition.question("email").unwrap().kind,
        Kind::Email { none: true, reach: Reach::Believed }
    );
    assert_eq!(definition.hash, hash(old), "sessions find it by what was written, not by what it became");
    let newer = old.replace("schema = 1", "schema = 9");
    let flaws = Definition::load("buleleng", "v.toml", &newer).unwrap_err();
    assert_eq!(flaws.first().unwrap().what, "schema is 9; this program reads 1 to 2");
}

#[test]
fn a_group_is_laid_out_round_by_round() {
    let group = |bounds: &str| {
        let members = "[[question.each]]\nid = \"name\"\nkind = \"name\"\n[[question.each]]\nid = \"born\"\nkind = \"date\"\nwhen = 'name == \"given\" and way == \"x\"'\n";
        let way = "[[question]]\nid = \"way\"\nkind = \"choice\"\noptions = [\"x\", \"y\"]\n";
        let source = format!(
            "{way}[[question]]\nid = \"child\"\nkind = \"repeat\"\nwhen = 'way == \"x\"'\n{bounds}\n{members}"
        );
        let definition = load(&source).unwrap();
        let told = definition.questions.iter().skip(1).map(|q| {
            let when = q.when.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} {} {when}", q.id, q.base)
        });
        told.collect::<Vec<_>>()
    };
    assert_eq!(
        group("max = 2"),
        [
            r#"child child way == "x""#,
            r#"name name child == "yes""#,
            r#"born born child == "yes" and name == "given" and way == "x""#,
            r#"child_2 child child == "yes" and way == "x""#,
            r#"name_2 name child_2 == "yes""#,
            r#"born_2 born child_2 == "yes" and name_2 == "given" and way == "x""#,
        ]
    );
    assert_eq!(
        group("min = 1\nmax = 2"),
        [
            r#"name name way == "x""#,
            r#"born born name == "given" and way == "x" and way == "x""#,
            r#"child_2 child way == "x""#,
            r#"name_2 name child_2 == "yes""#,
            r#"born_2 born child_2 == "yes" and name_2 == "given" and way == "x""#,
        ]
    );
}

#[test]
fn what_makes_no_sense_is_named_with_its_line() {
    let check = |question: &str, expected: &str| {
        let flaws = load(&format!("[[question]]\nid = \"x\"\n{question}\n")).unwrap_err();
        let got = flaws.first().map(|f| format!("{}: {}", f.line, f.what)).unwrap();
        assert!(got.starts_with(expected), "{expected}\n{got}");
    };
    check("kind = \"nick\"", "4: the kind \"nick\" is unknown; there are consent choice");
    check("kind = \"nik\"\nmax = 3", "4: a question of the kind nik has no `max`");
    check("kind = \"choice\"\noptions = [\"a\"]", "4: choice: needs two to ten");
    check("kind = \"photos\"\nmin = 4\nmax = 2", "4: photos: `max` is 4 to 10");
    check("kind = \"text\"\nmin = \"a\"", "4: min: invalid type: string \"a\", expected a whole number");
    let flaws =
        Definition::load("o", "s.toml", "schema = 2\nservice = \"s\"\nmessage_budget = -1\n").unwrap_err();
    let told = flaws.first().map(|f| format!("{}: {}", f.line, f.what)).unwrap();
    assert_eq!(told, "3: message_budget: invalid value: integer `-1`, expected a whole number, 0 or more");
    check("kind = \"address\"\nwithin = \"5108\"\nlevel = \"regency\"", "4: address: `within` is the code");
    check(
        "kind = \"consent\"\ntext = \"t\"\noptional = true",
        "4: a question of the kind consent cannot be optional",
    );
    check("kind = \"repeat\"", "4: a repeat needs `[[question.each]]`");
    check(
        "kind = \"repeat\"\n[[question.each]]\nid = \"y\"\nkind = \"confirm\"",
        "8: this kind cannot stand in a group",
    );
}

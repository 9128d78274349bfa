#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;
use crate::domain::redacted::Redacted;

const GROUP: &str = "[[question]]\nid = \"child\"\nkind = \"repeat\"\nmax = 3\n\
    [[question.each]]\nid = \"child_name\"\nkind = \"name\"\n[[question.each]]\nid = \"pocket\"\nkind = \"money\"\n";

/// Questions of these kinds, the group, and the value behind them.
fn definition(value: &str) -> Definition {
    let kinds = [
        "born date",
        "seen date",
        "wage money",
        "rent money",
        "name name",
        "phone phone",
        "nik nik",
        "home village",
    ];
    let questions: String = kinds
        .iter()
        .map(|line| line.split_once(' ').unwrap())
        .map(|(id, kind)| format!("[[question]]\nid = \"{id}\"\nkind = \"{kind}\"\n"))
        .collect();
    let head = "schema = 2\nservice = \"s\"\nmessage_budget = 9\n";
    let value = format!("[[question]]\nid = \"x\"\n{value}\n");
    Definition::load("o", "s.toml", &format!("{head}{questions}{GROUP}{value}")).unwrap()
}

fn check(value: &str, answers: &[(&str, Answer)], expected: Option<&str>) {
    let definition = definition(value);
    let session = Session {
        day: Some("2026-11-23".into()),
        answers: answers.iter().map(|(id, answer)| ((*id).to_owned(), answer.clone())).collect(),
        ..Session::new()
    };
    let got = session.computed(&definition, definition.question("x").unwrap());
    assert_eq!(got.as_deref(), expected, "{value}");
}

fn text(text: &str) -> Answer {
    Answer::Text { value: Redacted::from(text.to_owned()), flags: Vec::new() }
}

fn yes() -> Answer {
    Answer::Choice { id: "yes".into() }
}

fn no() -> Answer {
    Answer::Choice { id: "no".into() }
}

#[test]
fn an_age_is_counted_in_full_years_up_to_the_day_of_the_step() {
    let age = "kind = \"age\"\nfrom = \"born\"";
    for (born, years) in [
        ("2009-11-23", "17"),
        ("2009-11-24", "16"),
        ("2008-02-29", "18"),
        ("2026-11-23", "0"),
        ("1950-12-31", "75"),
    ] {
        check(age, &[("born", text(born))], Some(years));
    }
    check(age, &[], None);
    check(age, &[("born", Answer::Without)], None);
}

#[test]
fn a_difference_is_one_of_amounts_or_of_days() {
    let money = |value| Answer::Number { value };
    let less = "kind = \"difference\"\nfrom = \"wage\"\nless = \"rent\"";
    check(less, &[("wage", money(3_000_000)), ("rent", money(3_500_000))], Some("-500000"));
    check(less, &[("wage", money(1))], None);
    let days = "kind = \"difference\"\nfrom = \"seen\"\nless = \"born\"";
    check(days, &[("seen", text("2026-03-01")), ("born", text("2026-02-01"))], Some("28"));
}

#[test]
fn sums_and_counts_know_the_rounds_that_are_part_of_the_conversation() {
    let money = |value| Answer::Number { value };
    let sum = "kind = \"sum\"\nvalues = [\"wage\", \"pocket\"]";
    let two = [
        ("wage", money(100)),
        ("child", yes()),
        ("child_name", text("Made")),
        ("pocket", money(10)),
        ("child_2", yes()),
        ("pocket_2", money(5)),
    ];
    check(sum, &two, Some("115"));
    check("kind = \"count\"\nfrom = \"child\"", &two, Some("2"));
    // The second was taken back: what was answered about it stays and does not count.
    let mut one = two.to_vec();
    one[4] = ("child_2", no());
    check(sum, &one, Some("110"));
    check("kind = \"count\"\nfrom = \"child\"", &one, Some("1"));
    check("kind = \"count\"\nfrom = \"child\"", &[("child", no())], Some("0"));
    check("kind = \"count\"\nfrom = \"child\"", &[], None);
    check(sum, &[("wage", Answer::Without)], None);
    check(
        sum,
        &[("wage", money(i64::MAX)), ("child", yes()), ("pocket", money(9))],
        Some("9223372036854775807"),
    );
}

#[test]
fn the_first_that_was_answered_and_all_that_were() {
    let first = "kind = \"first\"\nvalues = [\"phone\", \"nik.regency\", \"name\"]";
    check(first, &[("phone", Answer::Without), ("name", text("Made"))], Some("Made"));
    let nik = Answer::Nik { value: Redacted::from("5108060107909901".to_owned()), flags: Vec::new() };
    check(first, &[("nik", nik), ("name", text("Made"))], Some("5108"));
    check(first, &[("phone", Answer::Without)], None);
    let join = "kind = \"join\"\nvalues = [\"name\", \"child_name\", \"home\"]\nbetween = \", \"";
    let home = Answer::Village { code: "5108062001".into(), name: "Contoh".into() };
    let all = [("name", text("Ayu")), ("child", yes()), ("child_name", text("Made")), ("home", home)];
    check(join, &all, Some("Ayu, Made, Contoh"));
    check(join, &[], None);
}

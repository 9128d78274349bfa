#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;
use crate::domain::redacted::Redacted;
use crate::engine::session::FileAnswer;

const HEAD: &str = "schema = 2\nservice = \"s\"\nmessage_budget = 20\n";

/// `id kind [more]`, one question each.
fn definition(lines: &[&str]) -> Definition {
    let questions = lines.iter().map(|line| {
        let (id, rest) = line.split_once(' ').unwrap();
        let (kind, more) = rest.split_once(' ').unwrap_or((rest, ""));
        format!("[[question]]\nid = \"{id}\"\nkind = \"{kind}\"\n{}\n", more.replace("; ", "\n"))
    });
    Definition::load("o", "s.toml", &format!("{HEAD}{}", questions.collect::<String>())).unwrap()
}

fn text(value: &str) -> Answer {
    Answer::Text { value: Redacted::from(value.to_owned()), flags: Vec::new() }
}

fn choice(id: &str) -> Answer {
    Answer::Choice { id: id.to_owned() }
}

fn session(definition: &Definition, answers: &[(&str, Answer)]) -> Session {
    Session {
        tag: "00000001".into(),
        definition: Some(definition.hash.clone()),
        service: Some("s".into()),
        answers: answers.iter().map(|(id, a)| ((*id).to_owned(), a.clone())).collect(),
        ..Session::new()
    }
}

fn today() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

/// kept / again / gone / new, and the question that is open now.
fn check(old: &[&str], answers: &[(&str, Answer)], new: &[&str], expected: &str) {
    let (old, new) = (definition(old), definition(new));
    let moved = move_on(session(&old, answers), Some(&old), &new, today());
    let open = moved.session.current(&new).map_or("-", |q| q.id.as_str());
    let lists = [&moved.kept, &moved.again, &moved.gone, &moved.new].map(|ids| ids.join(" "));
    assert_eq!(format!("{} @ {open}", lists.join(" / ")), expected);
    assert_eq!(moved.session.definition.as_deref(), Some(new.hash.as_str()));
    let held: Vec<_> = moved.session.answers.keys().collect();
    let kept: Vec<_> = moved.kept.iter().collect();
    assert_eq!(held.len(), kept.len(), "what is not kept is not held");
}

#[test]
fn answers_that_fit_stay_and_all_else_is_told() {
    let consent = || ("c", Answer::Consent { text: "v1".into(), at: 1 });
    let who = || ("who", choice("other"));
    let old =
        ["c consent text = \"v1\"", "who choice options = [\"self\", \"other\"]", "a name", "z confirm"];
    let with = |at: usize, line: &'static str| {
        let mut all = old;
        all[at] = line;
        all
    };
    let all = [consent(), who(), ("a", text("Ayu"))];
    check(&old, &all, &with(1, "who choice options = [\"other\", \"child\"]"), "c who a /  /  /  @ z");
    check(&old, &all, &with(1, "who choice options = [\"self\", \"child\"]"), "c a / who /  /  @ who");
    check(&old, &all, &with(1, "who yes_no"), "c a / who /  /  @ who");
    check(&old, &all, &with(2, "a email"), "c who / a /  /  @ a");
    check(&old, &all, &with(2, "a name when = 'who == \"self\"'"), "c who /  / a /  @ z");
    check(&old, &all, &with(2, "b phone"), "c who /  / a / b @ b");
    check(&old, &all, &with(0, "c consent text = \"v2\""), "who a / c /  /  @ c");
    let hangs = with(2, "a name when = 'who == \"child\"'");
    let asked_again = [hangs[0], "who choice options = [\"self\", \"child\"]", hangs[2], hangs[3]];
    check(&old, &all, &asked_again, "c a / who /  /  @ who");
}

#[test]
fn files_of_another_paper_are_dropped_and_let_go() {
    let old = definition(&["p photo expects = \"kk\"", "z confirm"]);
    let new = definition(&["p photo expects = \"ktp\"", "z confirm"]);
    let file = FileAnswer { media: crate::domain::ids::Id::from_bits(7), flags: Vec::new() };
    let answer = Answer::Files { files: vec![file.clone()], album: None, at: 1 };
    let moved = move_on(session(&old, &[("p", answer)]), Some(&old), &new, today());
    assert_eq!(moved.again, ["p"]);
    assert_eq!(moved.discard, [Effect::Discard { media: vec![file.media] }]);
    assert_eq!(moved.session.news, Some(News { again: vec!["s-p-label".into()], gone: Vec::new() }));
}

#[test]
fn a_definition_that_nobody_can_read_costs_only_what_cannot_be_checked() {
    let old = definition(&["who choice options = [\"self\", \"other\"]", "a name", "n number", "z confirm"]);
    let new = definition(&["who choice options = [\"self\", \"child\"]", "a name", "z confirm"]);
    let answers = [("who", choice("self")), ("a", text("Ayu")), ("n", Answer::Number { value: 3 })];
    let moved = move_on(session(&old, &answers), None, &new, today());
    assert_eq!(
        (moved.kept, moved.again, moved.gone),
        (vec!["who".into()], vec!["a".into()], vec!["n".into()])
    );
}

#[test]
fn half_an_answer_stays_only_where_the_question_is_the_same() {
    let old = definition(&["w choices options = [\"a\", \"b\"]", "z confirm"]);
    let before =
        Session { focus: Some(Focus::Picking { ids: vec!["a".into()] }), failures: 2, ..session(&old, &[]) };
    let check = |new: &[&str], stays: bool| {
        let moved = move_on(before.clone(), Some(&old), &definition(new), today());
        assert_eq!((moved.same_place, moved.session.focus.is_some()), (stays, stays), "{new:?}");
        assert_eq!(moved.session.failures, if stays { 2 } else { 0 });
    };
    check(&["w choices options = [\"a\", \"b\"]", "n note", "z confirm"], true);
    check(&["w choices options = [\"a\", \"c\"]", "z confirm"], false);
    check(&["x nik", "w choices options = [\"a\", \"b\"]", "z confirm"], false);
}

#[test]
fn differences_are_told_in_words() {
    let old = definition(&["who choice options = [\"self\", \"other\"]", "a name", "b nik", "z confirm"]);
    let new = definition(&[
        "who choice options = [\"self\", \"child\"]",
        "a email when = 'who == \"child\"'; optional = false",
        "d date",
        "z confirm",
    ]);
    let told: Vec<String> =
        changes(&old, &new).iter().map(|c| format!("{} {}: {}", c.what, c.question, c.told)).collect();
    assert_eq!(
        told,
        [
            "changed who: the options are self, child; they were self, other",
            "changed a: it is of the kind email, it was name; it is asked when who == \"child\", it was always asked",
            "added d: date, always asked",
            "removed b: nik",
        ]
    );
}

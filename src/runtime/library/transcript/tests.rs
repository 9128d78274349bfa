#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;

fn bubble(text: &str, labels: &[&str]) -> Bubble {
    let buttons = labels.iter().map(|label| ((*label).to_owned(), String::new())).collect();
    Bubble { text: text.to_owned(), buttons, link: None }
}

#[test]
fn what_was_said_is_held_against_what_stands_there() {
    let said = bubble("Untuk siapa?\nPilih satu.", &["Saya", "Orang lain"]);
    let check = |lines: &[&str], buttons: Option<&[&str]>, expected: Result<(), &str>| {
        let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let wanted = Expected::Bubble { lines: owned(lines), buttons: buttons.map(owned) };
        assert_eq!(wanted.met_by(std::slice::from_ref(&said)), expected.map_err(str::to_owned));
    };
    check(&["Untuk siapa?", "Pilih"], None, Ok(()));
    check(&["Pilih", "Untuk"], None, Err("expected: Untuk"));
    check(&["Untuk"], Some(&["Saya", "Orang lain"]), Ok(()));
    check(&["Untuk"], Some(&["Saya"]), Err("expected the buttons [Saya]"));
    assert_eq!(Expected::Silence.met_by(std::slice::from_ref(&said)), Err("silence was expected".into()));
    let anything = Expected::Bubble { lines: Vec::new(), buttons: None };
    assert_eq!(anything.met_by(&[]), Err("nothing was said".into()));
    assert_eq!(anything.met_by(&[said.clone(), said]), Err("2 bubbles were said".into()));
}

#[test]
fn what_makes_no_sense_is_told_with_its_line() {
    let head = "\u{feff}# Catatan\n-- Ayu on whatsapp, id, 2026-11-23 09:00 WITA\n";
    let read = |rest: &str| scenes_of("conversations/desa/surat/x.chat", "x.chat", &format!("{head}{rest}"));
    let (scenes, flaws) = read("> halo\n< Halo\n  [Ya]\n...\n");
    assert_eq!((scenes.len(), flaws.len()), (1, 0), "{flaws:?}");
    let scene = scenes.first().unwrap();
    assert_eq!((scene.office.as_str(), scene.service.as_str(), scene.line), ("desa", "surat", 2));
    for (rest, expected) in [
        ("halo\n", "x.chat:3: not understood"),
        ("  [Ya]\n", "x.chat:3: buttons stand below a bubble"),
        ("-- wait 3w\n", "x.chat:3: not understood"),
    ] {
        let told: Vec<String> = read(rest).1.iter().map(ToString::to_string).collect();
        assert!(told.len() == 1 && told.first().unwrap().starts_with(expected), "{told:?}");
    }
    let (_, flaws) = scenes_of("x.chat", "x.chat", "> halo\n");
    assert!(flaws.first().unwrap().what.starts_with("a conversation begins with who"), "{flaws:?}");
}

//! Definitions drawn at random from a pool of questions, each in several shapes; any two are neighbours in time.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sapa::engine::Definition;
use sapa::engine::check::service_keys;
use sapa::runtime::library::{Library, Sources};

use crate::engine_walks::play::Dice;

pub(super) const SERVICE: &str = "berubah";

/// Id and shapes. Those of the first table are always asked, since what is filed must have them.
const ALWAYS: &[(&str, &[&str])] = &[
    ("nik", &["kind = \"nik\""]),
    ("name", &["kind = \"name\""]),
    (
        "letter",
        &[
            "kind = \"files\"\nexpects = \"police_letter\"",
            "kind = \"files\"\nexpects = \"police_letter\"\nmax = 5",
            "kind = \"photo\"\nexpects = \"kk\"",
        ],
    ),
];
const SOMETIMES: &[(&str, &[&str])] = &[
    (
        "owner",
        &[
            "kind = \"yes_no\"",
            "kind = \"choice\"\noptions = [\"yes\", \"no\"]",
            "kind = \"choice\"\noptions = [\"yes\", \"maybe\"]",
        ],
    ),
    (
        "reason",
        &[
            "kind = \"text\"\nmin = 5",
            "kind = \"text\"\nmax = 30",
            "kind = \"choices\"\noptions = [\"torn\", \"wet\", \"old\"]",
            "kind = \"choices\"\noptions = [\"torn\", \"old\"]",
            "kind = \"number\"",
        ],
    ),
    (
        "reach",
        &[
            "kind = \"email\"",
            "kind = \"email\"\nwithout = true",
            "kind = \"phone\"",
            "kind = \"phone\"\noptional = true",
        ],
    ),
    (
        "paper",
        &[
            "kind = \"photo\"\nexpects = \"kk\"",
            "kind = \"photo\"\nexpects = \"ktp\"",
            "kind = \"document\"",
            "kind = \"photos\"\nmin = 2",
            "kind = \"files\"\nlater = true",
        ],
    ),
    ("many", &["kind = \"number\"\nmax = 20", "kind = \"number\"\nmax = 9", "kind = \"money\""]),
    ("born", &["kind = \"date\"\nlatest = 0", "kind = \"date\"\nearliest = -60\nlatest = 0"]),
    (
        "place",
        &[
            "kind = \"village\"",
            "kind = \"location\"",
            "kind = \"address\"\nwithin = \"5108\"\nlevel = \"district\"",
        ],
    ),
    (
        "truth",
        &[
            "kind = \"declaration\"\ntext = \"v1\"",
            "kind = \"declaration\"\ntext = \"v2\"",
            "kind = \"yes_no\"",
        ],
    ),
    ("told", &["kind = \"note\""]),
    (
        "card",
        &["kind = \"kk_number\"", "kind = \"kk_number\"\nwithout = true", "kind = \"nik\"\noptional = true"],
    ),
    (
        "child",
        &[
            "kind = \"repeat\"\nmax = 2\n[[question.each]]\nid = \"child_name\"\nkind = \"name\"",
            "kind = \"repeat\"\nmax = 3\n[[question.each]]\nid = \"child_name\"\nkind = \"text\"",
        ],
    ),
];
const WHO: &[&str] = &["[\"self\", \"other\"]", "[\"other\", \"self\", \"child\"]", "[\"self\", \"child\"]"];
const WHEN: &[&str] = &["", "", "", "who == \"self\"", "who != \"self\""];

/// A definition as text.
fn draw(dice: &mut Dice) -> String {
    let consent = dice.of(&["v1", "v1", "v2"]);
    let mut text = format!(
        "schema = 2\nservice = \"{SERVICE}\"\nmessage_budget = 60\n\n[[question]]\nid = \"consent\"\nkind = \"consent\"\ntext = \"{consent}\"\n\n\
         [[question]]\nid = \"who\"\nkind = \"choice\"\noptions = {}\n",
        dice.of(WHO)
    );
    let mut all: Vec<(&str, &[&str], bool)> =
        ALWAYS.iter().map(|(id, shapes)| (*id, *shapes, true)).collect();
    all.extend(SOMETIMES.iter().map(|(id, shapes)| (*id, *shapes, false)));
    while !all.is_empty() {
        let (id, shapes, always) = all.remove(dice.below(all.len().min(3)));
        if !always && dice.below(2) == 0 {
            continue;
        }
        let shape: &str = dice.of::<&str>(shapes);
        let when = if always { "" } else { *dice.of::<&str>(WHEN) };
        let (own, each) = shape.split_once("\n[[").map_or((shape, ""), |(own, each)| (own, each));
        text.push_str(&format!("\n[[question]]\nid = \"{id}\"\n{own}\n"));
        if !when.is_empty() {
            text.push_str(&format!("when = '{when}'\n"));
        }
        if !each.is_empty() {
            text.push_str(&format!("[[{each}\n"));
        }
    }
    text.push_str("\n[[question]]\nid = \"confirm\"\nkind = \"confirm\"\n");
    text
}

fn read(text: &str) -> Definition {
    Definition::load("buleleng", "drawn", text).unwrap_or_else(|flaws| panic!("{flaws:#?}\n{text}"))
}

/// Buleleng with the texts of everything that may be drawn.
pub(super) fn base() -> &'static Library {
    static BASE: LazyLock<Library> = LazyLock::new(|| {
        let mut texts = BTreeMap::new();
        let mut dice = Dice::new(1);
        for _ in 0..400 {
            for wanted in service_keys(&read(&draw(&mut dice))) {
                let values: String = wanted.variables.iter().map(|v| format!(" {{ ${v} }}")).collect();
                let words = wanted.key.trim_start_matches("berubah-").replace('-', " ");
                texts.insert(wanted.key, format!("{words}{values}"));
            }
        }
        let file: String = texts.iter().map(|(key, said)| format!("{key} = {said}\n")).collect();
        let sources = Sources::embedded()
            .with("locales/id/buleleng/berubah.ftl", file.clone())
            .with("locales/en/buleleng/berubah.ftl", file);
        Library::load(&sources, "buleleng").unwrap_or_else(|flaws| panic!("{flaws:#?}"))
    });
    &BASE
}

/// The same with a service that was drawn.
pub(super) fn library(base: &Library, dice: &mut Dice) -> Library {
    let text = draw(dice);
    let definition = read(&text);
    let mut library = base.clone();
    library.sources.insert(definition.hash.clone(), text);
    library.catalogue.services.insert(SERVICE.to_owned(), definition);
    library
}

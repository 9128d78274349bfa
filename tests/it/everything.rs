//! An office whose one service asks a question of every kind: what no shipped service needs is proven with it. Built
//! from the shipped files in a folder of its own, with texts made from what the prover says is needed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use sapa::engine::Definition;
use sapa::engine::catalogue::KINDS;
use sapa::engine::check::service_keys;
use sapa::runtime::library::Library;

const SERVICE: &str = include_str!("../data/semua.toml");

/// Buleleng with the service `semua`.
pub(crate) fn library() -> &'static Library {
    static LIBRARY: LazyLock<Library> = LazyLock::new(build);
    &LIBRARY
}

fn build() -> Library {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::temp_dir().join(format!("sapa-semua-{}", std::process::id()));
    let (conversations, locales) = (folder.join("conversations"), folder.join("locales"));
    copy(&root.join("conversations"), &conversations);
    copy(&root.join("locales"), &locales);
    let office = conversations.join("buleleng/office.toml");
    let settings = fs::read_to_string(&office).expect("an office");
    let settings = settings.replace("services = [\"ktp-hilang\"]", "services = [\"ktp-hilang\", \"semua\"]");
    let calendar = "\n[appointments.pickup]\nlead_days = 1\ndays = 4\nhours = [\"08.00-10.00\", \"10.00-11.00\"]\nquota = 1\n\
        places = [{ id = \"DKC\", name = \"Singaraja\" }, { id = \"GRK\", name = \"Gerokgak\" }]\n";
    fs::write(&office, settings + calendar).expect("an office is written");
    let service = conversations.join("buleleng/semua");
    fs::create_dir_all(&service).expect("a folder");
    fs::write(service.join("service.toml"), SERVICE).expect("a service is written");
    let definition = Definition::load("buleleng", "semua.toml", SERVICE).expect("every kind is read");
    for lang in ["id", "en"] {
        let mut texts = String::new();
        for wanted in service_keys(&definition) {
            let words = wanted.key.trim_start_matches("semua-").replace("-label", "-l").replace('-', " ");
            let words = if wanted.label {
                words.chars().rev().take(18).collect::<Vec<_>>()
            } else {
                words.chars().rev().collect()
            };
            let words: String = words.into_iter().rev().collect();
            let values: String = wanted.variables.iter().map(|v| format!(" {{ ${v} }}")).collect();
            texts.push_str(&format!("{} = {}{values}\n", wanted.key, words.trim()));
        }
        let own = locales.join(lang).join("buleleng");
        fs::create_dir_all(&own).expect("a folder");
        fs::write(own.join("semua.ftl"), texts).expect("texts are written");
    }
    let library = Library::from_dir(&conversations, &locales, "buleleng");
    let library = library.unwrap_or_else(|flaws| panic!("{flaws:#?}"));
    fs::remove_dir_all(&folder).expect("the folder goes");
    library
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a file is copied");
        }
    }
}

#[test]
fn a_service_with_every_kind_of_question_is_proven() {
    let library = library();
    let flaws: Vec<String> = library.flaws().iter().map(ToString::to_string).collect();
    assert!(flaws.is_empty(), "{}", flaws.join("\n"));
    let definition = &library.catalogue.services["semua"];
    for kind in KINDS {
        let asked = definition.questions.iter().any(|q| q.kind.word() == kind.word);
        assert!(asked, "tests/data/semua.toml has no question of the kind {}", kind.word);
    }
}

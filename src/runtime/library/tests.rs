#![expect(clippy::unwrap_used, reason = "tests")]
use std::path::PathBuf;

use super::*;

fn root(dir: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(dir)
}

fn embedded_with(path: &str, from: &str, to: &str) -> Sources {
    let mut sources = Sources::embedded();
    let source = sources.0.iter_mut().find(|s| s.path == path).unwrap();
    assert!(source.content.contains(from), "{path} has no {from:?}");
    source.content = source.content.replace(from, to);
    sources
}

fn shown(sources: &Sources) -> String {
    match Library::load(sources, "buleleng") {
        Ok(library) => library.flaws().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        Err(flaws) => flaws.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn the_embedded_files_are_those_of_the_folders() {
    let (embedded, on_disk) =
        (Sources::embedded(), Sources::from_dir(&root("conversations"), &root("locales")).unwrap());
    let paths = |sources: &Sources| sources.0.iter().map(|s| s.path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(&embedded), paths(&on_disk));
    for (embedded, file) in embedded.0.iter().zip(&on_disk.0) {
        assert!(embedded.content == file.content, "{} is older in the program", file.path);
    }
}

#[test]
fn every_shipped_office_is_proven() {
    let sources = Sources::embedded();
    assert_eq!(sources.offices(), ["buleleng", "jakarta"]);
    for office in sources.offices() {
        let library = Library::load(&sources, &office).unwrap();
        let flaws: Vec<String> = library.flaws().iter().map(ToString::to_string).collect();
        assert!(flaws.is_empty(), "{}", flaws.join("\n"));
        assert_eq!(library.sources.len(), library.catalogue.services.len());
    }
}

#[test]
fn a_service_that_offices_share_is_read_by_each_of_them() {
    let mut sources = Sources::embedded();
    for source in &mut sources.0 {
        let shared =
            source.path.replace("conversations/buleleng/ktp-hilang/", "conversations/_shared/ktp-hilang/");
        source.path = shared;
    }
    sources.0.retain(|s| {
        s.path != "conversations/jakarta/ktp-hilang/service.toml"
            && !s.path.ends_with("jakarta/ktp-hilang.ftl")
    });
    let services = ["buleleng", "jakarta"].map(|office| {
        let library = Library::load(&sources, office).unwrap();
        assert_eq!(library.flaws(), []);
        library.catalogue.services["ktp-hilang"].hash.clone()
    });
    assert_eq!(services[0], services[1]);
}

#[test]
fn the_office_keeps_its_hours() {
    let library = Library::embedded("buleleng").unwrap();
    let at = |date: &str, minute| library.calendar.at(date.parse().unwrap(), minute);
    assert!(library.calendar.is_open(at("2026-11-23", 9 * 60)));
    assert!(!library.calendar.is_open(at("2026-11-23", 12 * 60 + 30)), "the midday break");
    assert!(!library.calendar.is_open(at("2026-11-20", 14 * 60 + 1)), "Friday afternoon");
    assert!(!library.calendar.is_open(at("2026-11-22", 9 * 60)), "Sunday");
}

#[test]
fn a_flaw_names_file_line_and_remedy() {
    const OFFICE: &str = "conversations/buleleng/office.toml";
    let check = |path: &str, from: &str, to: &str, expected: &str| {
        let got = shown(&embedded_with(path, from, to));
        assert!(got.lines().any(|l| l == expected || l.starts_with(expected)), "{expected}\n{got}");
    };
    check(
        OFFICE,
        "id = \"buleleng\"",
        "id = \"bangli\"",
        "conversations/buleleng/office.toml:8: id is \"bangli\"",
    );
    check(
        "conversations/buleleng/ktp-hilang/service.toml",
        "intents = [\"lost_ktp\"]",
        "intents = [\"lost_ktpp\"]",
        "conversations/buleleng/ktp-hilang/service.toml:10: there is no intent lost_ktpp; there are: lost_ktp,",
    );
    check(OFFICE, "\"WITA\"", "\"WIB\"", "conversations/buleleng/office.toml:22: WIB is 420 minutes east");
    check(
        OFFICE,
        "[\"07:00\", \"11:00\"]",
        "[\"07:00\", \"6:00\"]",
        "conversations/buleleng/office.toml:25: \"07:00-6:00\" ends before",
    );
    check(
        OFFICE,
        "id = \"GRK\"",
        "id = \"DKC\"",
        "conversations/buleleng/office.toml:42: the id DKC stands twice",
    );
    check(
        OFFICE,
        "[\"ktp-hilang\"]",
        "[\"kia\"]",
        "conversations/buleleng/office.toml:39: services lists kia",
    );
    check(
        OFFICE,
        "[\"ktp-hilang\"]",
        "[\"ktp-hilang\", \"ktp-hilang\"]",
        "conversations/buleleng/office.toml:39: services lists ktp-hilang twice",
    );
    check(
        OFFICE,
        "\nen = ",
        "\n# en = ",
        "conversations/buleleng/office.toml:56: has no words in en: add en = \"…\" below [hours_text]",
    );
    check(
        OFFICE,
        "privacy_contact",
        "privacy",
        "conversations/buleleng/office.toml:37: unknown field `privacy`",
    );
    check(
        OFFICE,
        "[\"defaults\"]",
        "[\"none\"]",
        "conversations/buleleng/office.toml:6: includes none, but there is no",
    );
    check(
        "conversations/holidays_id.csv",
        "2026-01-16,libur_nasional",
        "2026-01-16,libur",
        "conversations/holidays_id.csv:3: line 3: the kind is not",
    );
    check(
        "locales/en/ktp-hilang.ftl",
        "ktp-hilang-nik-help =",
        "ktp-hilang-nik-hlep =",
        "conversations/buleleng/ktp-hilang/service.toml:37: the text ktp-hilang-nik-help is missing in en: add it",
    );
    assert!(Library::embedded("atlantis").is_err());
}

#[test]
fn hours_of_a_calendar_stand_once_and_in_the_order_of_the_day() {
    const OFFICE: &str = "conversations/jakarta/office.toml";
    let check = |from: &str, to: &str, expected: &str| {
        let sources = embedded_with(OFFICE, from, to);
        let got = Library::load(&sources, "jakarta").err().unwrap_or_default();
        assert!(got.iter().any(|flaw| flaw.what.starts_with(expected)), "{expected}\n{got:#?}");
    };
    let hours = "hours = [\"08.00-12.00\", \"13.00-15.00\"]";
    check(
        hours,
        "hours = [\"08.00-12.00\", \"08.00-12.00\"]",
        "pickup: the hours \"08.00-12.00\" stands twice",
    );
    check(
        hours,
        "hours = [\"13.00-15.00\", \"08.00-12.00\"]",
        "pickup: the hours \"08.00-12.00\" begins before the end of the one in front of it, \"13.00-15.00\"",
    );
    check("lead_days = 2", "lead_days = 400", "pickup: lead_days and days are 120 at most");
}

#[test]
fn previews_have_sample_values_and_a_place_in_every_language() {
    for office in ["buleleng", "jakarta"] {
        let library = Library::embedded(office).unwrap();
        for service in library.catalogue.services.keys() {
            for lang in library.texts.languages() {
                for preview in library.previews(service, lang) {
                    let told = format!("{office} {lang} {}: {}", preview.key, preview.text);
                    assert!(!preview.text.contains("{$") && preview.place.starts_with("locales/"), "{told}");
                }
            }
        }
    }
}

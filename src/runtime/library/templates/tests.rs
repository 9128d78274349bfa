use super::*;

fn flaws(change: impl Fn(&str) -> String) -> Vec<String> {
    let mut sources = Sources::embedded();
    for source in sources.0.iter_mut().filter(|s| s.path.ends_with("/templates/ready.toml")) {
        source.content = change(&source.content);
    }
    match load(&sources, "buleleng", &["en", "id"]) {
        Ok(_) => Vec::new(),
        Err(flaws) => flaws.into_iter().map(|f| f.what).collect(),
    }
}

#[test]
fn the_shipped_templates_are_proven_and_cover_every_occasion() {
    let templates = load(&Sources::embedded(), "buleleng", &["en", "id"]).expect("sound templates");
    assert_eq!(templates.keys().copied().collect::<Vec<_>>(), Occasion::ALL);
}

#[test]
fn every_rule_of_the_platform_is_proven_before_it_is_submitted() {
    let check = |from: &str, to: &str, expected: &str| {
        let found = flaws(|content| {
            assert!(content.contains(from), "{from}");
            content.replacen(from, to, 1)
        });
        assert!(found.iter().any(|what| what.contains(expected)), "{from} -> {to}: {found:?}");
    };
    assert_eq!(flaws(str::to_owned), Vec::<String>::new());
    check("sapa_siap_diambil", "Sapa-Siap", "name takes a-z");
    check("sapa_siap_diambil", "sapa_diterima", "is used by another template");
    check("\"utility\"", "\"marketing\"", "category is utility");
    check("occasion = \"ready\"", "occasion = \"resume\"", "has another template");
    check("[text.en]", "[text.fr]", "has no text in en");
    check("[text.en]", "[text.fr]", "a language without locales/fr");
    check("{{ticket}}", "{{nik}}", "{{nik}} is not known to ready");
    check("{{ticket}}", "{ticket}", "a brace stands alone");
    check("Kabar baik! Permohonan {{ticket}}", "{{ticket}}", "neither begin nor end");
    check("Tempat: {{place}}", "{{place}} {{queue}}", "side by side");
    check("siap diambil.", "siap\tdiambil.", "tabs");
    check("siap diambil.", &"siap ".repeat(200), "may grow to");
    check("buttons = [", "footer = \"Ketik {{ticket}}\"\nbuttons = [", "the footer takes");
    check("\"Cek status\"", "\"Lihat status permohonan saya\"", "button \"Lihat status permohonan saya\"");
    check("\"Cek status\"", "\"Hubungi petugas\"", "two buttons are called");
    check("act = \"status\"", "act = \"refile\"", "nothing to file again");
    check("queue = \"SKS-20261123-014\", place", "place", "samples has no queue");
    check("samples = {", "samples = { extra = \"x\",", "samples has extra");
    check("\"SKS-20261123-014\"", "\"5108064107909901\"", "an ID number stands in it");
    check("act = \"status\"", "act = \"dance\"", "unknown variant");
}

#[test]
fn a_missing_occasion_is_a_gap_and_none_at_all_is_a_choice() {
    let mut sources = Sources::embedded();
    sources.0.retain(|s| !s.path.ends_with("/templates/ready.toml"));
    let found = load(&sources, "buleleng", &["en", "id"]).expect_err("a gap");
    assert_eq!(found[0].what, "no template for the occasion ready");
    sources.0.retain(|s| !s.path.contains("/templates/"));
    assert!(load(&sources, "buleleng", &["en", "id"]).expect("none").is_empty());
}

#[test]
fn a_filled_template_is_within_every_limit_whatever_an_officer_typed() {
    let templates = load(&Sources::embedded(), "buleleng", &["en", "id"]).expect("sound templates");
    let long = "surat sudah\n\nkedaluwarsa\t5108064107909901 ".repeat(60);
    for template in templates.values() {
        for lang in ["id", "en", "ban"] {
            let values: Vec<(&str, String)> =
                template.occasion.parameters().iter().map(|name| (*name, long.clone())).collect();
            let filled =
                template.fill(lang, "id", &values, Some("r|dos_01J00000000000000000009901")).expect("filled");
            let (text, choices) = template.words(&filled).expect("words");
            assert!(text.chars().count() <= BODY_MAX && !text.contains("{{"), "{text}");
            assert!(!text.contains("5108064107909901"), "{text}");
            for (name, value) in &filled.parameters {
                let value = value.expose();
                assert!(
                    !value.contains(['\n', '\t']) && !value.contains("    ") && !value.is_empty(),
                    "{name}: {value}"
                );
            }
            assert_eq!(choices.len(), filled.payloads.len());
            assert_eq!(filled.language, if lang == "en" { "en" } else { "id" });
        }
    }
}

#[test]
fn what_is_submitted_names_every_place_with_a_sample() {
    let templates = load(&Sources::embedded(), "buleleng", &["en", "id"]).expect("sound templates");
    insta::assert_json_snapshot!("submission", templates[&Occasion::Received].submission("id"));
}

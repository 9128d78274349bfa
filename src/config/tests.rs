#![expect(clippy::unwrap_used, reason = "tests")]
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

static COUNT: AtomicU32 = AtomicU32::new(0);

fn load(toml: &str, environment: &[(&str, &str)]) -> Result<Config, Faults> {
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("sapa-config-{}-{count}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    if !toml.is_empty() {
        std::fs::write(folder.join("sapa.toml"), toml).unwrap();
    }
    let environment: Vec<(String, String)> =
        environment.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let result = Config::load(&folder, environment.into_iter());
    std::fs::remove_dir_all(&folder).unwrap();
    result
}

#[test]
fn with_nothing_configured_there_are_sane_defaults_and_the_simulator() {
    let config = load("", &[]).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.database_url, "sqlite://./data/sapa.db");
    assert!(config.simulates());
}

#[test]
fn the_environment_wins_over_the_file() {
    let config =
        load("listen = \"127.0.0.1:1\"\n[telegram]\ntoken = \"1:a\"\n", &[("SAPA_LISTEN", "127.0.0.1:2")])
            .unwrap();
    assert_eq!(config.listen.port(), 2);
    assert!(config.telegram.is_some() && !config.simulates());
}

#[test]
fn every_fault_is_listed_at_once_with_its_place() {
    let faults = load(
        "listn = \"x\"\n\n[whatsapp]\nphone_number_id = \"1\"\npace = \"of\"\n",
        &[("SAPA_LISTEN", "here"), ("SAPA_TELEGRAM__MODE", "webhook"), ("SAPA_TELEGRAM__TOKEN", "1:a")],
    )
    .unwrap_err();
    let text = faults.to_string();
    for expected in [
        "sapa.toml:1 listn: unknown key",
        "SAPA_LISTEN: expected an address",
        "SAPA_WHATSAPP__APP_SECRET: missing",
        "sapa.toml:5 whatsapp.pace: expected platform, off",
        "SAPA_TELEGRAM__WEBHOOK_SECRET: missing",
        "SAPA_PUBLIC_URL: missing",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn secrets_do_not_print() {
    let config = load("", &[("SAPA_TELEGRAM__TOKEN", "123:geheim")]).unwrap();
    assert!(!format!("{config:?}").contains("geheim"));
}

#[test]
fn pace_off_is_refused_towards_the_platform() {
    let faults = load("", &[("SAPA_TELEGRAM__TOKEN", "1:a"), ("SAPA_TELEGRAM__PACE", "off")]).unwrap_err();
    assert!(faults.to_string().contains("SAPA_TELEGRAM__PACE"));
    let standin = [
        ("SAPA_TELEGRAM__TOKEN", "1:a"),
        ("SAPA_TELEGRAM__PACE", "off"),
        ("SAPA_TELEGRAM__API_URL", "http://127.0.0.1:9"),
    ];
    assert!(load("", &standin).is_ok());
}

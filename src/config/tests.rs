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
fn a_mail_server_is_read_and_what_is_wrong_with_it_is_told() {
    assert!(load("", &[]).unwrap().mail.is_none());
    let config = load("smtp_url = \"smtps://u:geheim@mail.example.go.id\"\n", &[]).unwrap();
    assert_eq!(config.mail.as_ref().unwrap().place(), "mail.example.go.id:465");
    assert!(!format!("{config:?}").contains("geheim"));
    let check = |given: &[(&str, &str)], expected: &str| {
        let told = load("", given).unwrap_err().to_string();
        assert!(told.contains(expected) && !told.contains("geheim"), "{expected}\n{told}");
    };
    check(&[("SAPA_SMTP_URL", "mail.example.go.id")], "SAPA_SMTP_URL: expected smtp://");
    check(&[("SAPA_SMTP_URL", "smtp://u:geheim@host:mail")], "SAPA_SMTP_URL: the port");
    check(
        &[("SAPA_SMTP_URL", "smtp://host.id"), ("SAPA_SMTP_FROM", "nobody")],
        "SAPA_SMTP_FROM: expected an address",
    );
    check(&[("SAPA_SMTP_FROM", "a@example.go.id")], "SAPA_SMTP_FROM: there is a sender and no smtp_url");
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
    for real in ["https://API.Telegram.ORG", "https://api.telegram.org:443/x"] {
        let given = [standin[0], standin[1], ("SAPA_TELEGRAM__API_URL", real)];
        assert!(load("", &given).is_err(), "{real}");
    }
}

const KEYS_OF_S3: [(&str, &str); 2] =
    [("AWS_ACCESS_KEY_ID", "an-access-key"), ("AWS_SECRET_ACCESS_KEY", "a-secret-key")];

#[test]
fn files_on_s3_take_the_variables_that_every_program_for_s3_reads() {
    let mut given = KEYS_OF_S3.to_vec();
    given.extend([
        ("SAPA_BLOBS_URL", "s3://disdukcapil/sapa/berkas/"),
        ("AWS_DEFAULT_REGION", "ap-southeast-3"),
        ("AWS_ENDPOINT_URL", "https://objects.example.go.id/"),
        ("AWS_PAGER", "less"),
    ]);
    let config = load("", &given).unwrap();
    let Files::S3(s3) = &config.files else { panic!("{:?}", config.files) };
    assert_eq!((s3.bucket.as_str(), s3.prefix.as_str()), ("disdukcapil", "sapa/berkas"));
    assert_eq!(s3.region, "ap-southeast-3");
    assert_eq!(s3.endpoint.as_deref(), Some("https://objects.example.go.id"));
    assert!(!format!("{config:?}").contains("a-secret-key"));
    given.push(("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9"));
    let Files::S3(s3) = load("", &given).unwrap().files else { panic!("a bucket") };
    assert_eq!(s3.endpoint.as_deref(), Some("http://127.0.0.1:9"));
}

#[test]
fn what_is_wrong_with_files_on_s3_is_told_by_variable() {
    let text = load("", &[("SAPA_BLOBS_URL", "s3://disdukcapil")]).unwrap_err().to_string();
    for expected in ["AWS_REGION: missing", "AWS_ACCESS_KEY_ID: missing", "AWS_SECRET_ACCESS_KEY: missing"] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    for wrong in
        ["s3://", "s3://Di_s", "s3://disdukcapil/a/../b", "s3://disdukcapil/a//b", "file://", "gs://x"]
    {
        let mut given = KEYS_OF_S3.to_vec();
        given.extend([("AWS_REGION", "ap-southeast-3"), ("SAPA_BLOBS_URL", wrong)]);
        let text = load("", &given).unwrap_err().to_string();
        assert!(text.contains("SAPA_BLOBS_URL: expected"), "{wrong}\n{text}");
    }
}

#[test]
fn the_address_of_redis_is_checked_and_not_printed() {
    let config = load("", &[("SAPA_REDIS_URL", "rediss://sapa:geheim@cache.example:6380/1")]).unwrap();
    assert!(config.redis_url.is_some() && !format!("{config:?}").contains("geheim"));
    let text = load("", &[("SAPA_REDIS_URL", "http://:geheim@cache")]).unwrap_err().to_string();
    assert!(text.contains("SAPA_REDIS_URL: expected redis://") && !text.contains("geheim"), "{text}");
    let text = load("", &[("SAPA_DRAIN_SECONDS", "61")]).unwrap_err().to_string();
    assert!(text.contains("SAPA_DRAIN_SECONDS: expected"), "{text}");
}

const WHATSAPP: [(&str, &str); 4] = [
    ("SAPA_WHATSAPP__PHONE_NUMBER_ID", "1"),
    ("SAPA_WHATSAPP__ACCESS_TOKEN", "a"),
    ("SAPA_WHATSAPP__APP_SECRET", "b"),
    ("SAPA_WHATSAPP__VERIFY_TOKEN", "c"),
];

#[test]
fn numbers_are_asked_for_on_a_page_on_whatsapp_and_in_the_chat_on_telegram_unless_told_otherwise() {
    let config = load("", &[]).unwrap();
    assert_eq!(config.whatsapp_budget.sensitive, Sensitive::Numbers);
    assert_eq!(config.telegram_budget.sensitive, Sensitive::Chat);
    let told = [("SAPA_WHATSAPP__SENSITIVE", "chat"), ("SAPA_TELEGRAM__SENSITIVE", "all")];
    let config = load("", &told).unwrap();
    assert_eq!(config.whatsapp_budget.sensitive, Sensitive::Chat);
    assert_eq!(config.telegram_budget.sensitive, Sensitive::All);
    let text = load("", &[("SAPA_WHATSAPP__SENSITIVE", "photos")]).unwrap_err().to_string();
    assert!(text.contains("SAPA_WHATSAPP__SENSITIVE: expected numbers, all, chat"), "{text}");
}

#[test]
fn a_page_needs_an_address_that_citizens_can_open() {
    let text = load("", &WHATSAPP).unwrap_err().to_string();
    assert!(text.contains("SAPA_PUBLIC_URL: missing") && text.contains("whatsapp.sensitive"), "{text}");
    for mends in [("SAPA_PUBLIC_URL", "https://sapa.example.go.id"), ("SAPA_WHATSAPP__SENSITIVE", "chat")] {
        let mut given = WHATSAPP.to_vec();
        given.push(mends);
        assert!(load("", &given).is_ok(), "{mends:?}");
    }
    let telegram = [("SAPA_TELEGRAM__TOKEN", "1:a"), ("SAPA_TELEGRAM__SENSITIVE", "numbers")];
    let text = load("", &telegram).unwrap_err().to_string();
    assert!(text.contains("SAPA_PUBLIC_URL: missing") && text.contains("telegram.sensitive"), "{text}");
}

#[test]
fn a_model_is_off_unless_it_has_an_address_and_is_reached_in_secret_only() {
    assert!(load("", &[]).unwrap().model.is_none());
    let toml = "[model]\nurl = \"https://model.example/v1/\"\nname = \"m\"\nkey = \"rahasia-9901\"\n";
    let model = load(toml, &[]).unwrap().model.unwrap();
    assert_eq!(
        (model.url.as_str(), model.name.as_str(), model.timeout.as_secs()),
        ("https://model.example/v1", "m", 8)
    );
    assert!(!format!("{model:?}").contains("rahasia"));
    let address = |url: &str| load("[model]\nname = \"m\"\n", &[("SAPA_MODEL__URL", url)]);
    for here in
        ["http://127.0.0.1:8000/v1", "http://localhost/v1", "http://[::1]:8000/v1", "http://127.1.2.3/v1"]
    {
        assert!(address(here).is_ok(), "{here}");
    }
    for elsewhere in [
        "http://model.example/v1",
        "http://10.0.0.1/v1",
        "http://localhost.example/v1",
        "http://127.0.0.1.example/v1",
        "http://localhost@model.example/v1",
        "https://key@model.example/v1",
        "https://model.example/v1?key=a",
        "https:///v1",
        "model.example",
    ] {
        let faults = address(elsewhere).unwrap_err().to_string();
        assert!(faults.contains("SAPA_MODEL__URL: expected an address such as https://host/v1"), "{faults}");
    }
}

#[test]
fn a_half_configured_model_is_a_fault() {
    let faults = |environment: &[(&str, &str)]| load("", environment).unwrap_err().to_string();
    assert!(faults(&[("SAPA_MODEL__URL", "https://m.example/v1")]).contains("SAPA_MODEL__NAME: missing"));
    assert!(faults(&[("SAPA_MODEL__KEY", "k")]).contains("SAPA_MODEL__KEY: without model.url"));
    for seconds in ["0", "31", "soon", "-1"] {
        let told = faults(&[("SAPA_MODEL__TIMEOUT_SECONDS", seconds)]);
        assert!(
            told.contains("SAPA_MODEL__TIMEOUT_SECONDS: expected a number of seconds, 1 to 30"),
            "{told}"
        );
    }
}

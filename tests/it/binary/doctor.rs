//! `sapa doctor`, as an operator runs it: each thing that Sapa needs, ok or what to do.

use std::net::TcpListener;
use std::process::Output;

use super::program::{command, fresh_folder};

fn doctor(given: &[(&str, &str)]) -> (Output, String) {
    let folder = fresh_folder();
    let output = command(&folder).arg("doctor").envs(given.iter().copied()).output().unwrap();
    std::fs::remove_dir_all(folder).unwrap();
    let told = String::from_utf8(output.stdout.clone()).unwrap();
    (output, told)
}

#[test]
fn a_fresh_folder_is_well() {
    let (output, told) = doctor(&[]);
    assert!(output.status.success(), "{told}");
    for part in ["configuration: reads", "clock: ", "conversations: ", "keys: ", "database: ", "files: "] {
        assert!(told.contains(&format!("ok    {part}")), "{part:?} is missing in {told}");
    }
    assert!(!told.contains("WRONG"), "{told}");
}

#[test]
fn what_is_wrong_is_named_with_what_to_do() {
    let (output, told) = doctor(&[("SAPA_DATABASE_URL", "sqlite:///proc/none/sapa.db")]);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("WRONG keys, database, files: ") && told.contains("/proc/none"), "{told}");
}

/// A firewall that lets a connection through and nothing over it is told as that, with an end.
#[test]
fn a_platform_that_says_nothing_is_not_waited_for() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", silent.local_addr().unwrap());
    let (output, told) = doctor(&[
        ("SAPA_WHATSAPP__API_URL", &address),
        ("SAPA_WHATSAPP__PHONE_NUMBER_ID", "99000001"),
        ("SAPA_WHATSAPP__ACCESS_TOKEN", "a-token"),
        ("SAPA_WHATSAPP__APP_SECRET", "a-secret"),
        ("SAPA_WHATSAPP__VERIFY_TOKEN", "a-word"),
        ("SAPA_PUBLIC_URL", "https://sapa.example.go.id"),
    ]);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("WRONG WhatsApp: no answer within 10 s"), "{told}");
    // Nothing more is asked of one that is silent.
    assert!(!told.contains("WhatsApp template"), "{told}");
}

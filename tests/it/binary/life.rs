//! How the program starts, stops and refuses to start.

use std::process::{Command, Output};
use std::time::{Duration, Instant};

use sapa::simulator::Fault;

use super::citizen::{answered, said, ticket};
use super::program::{command, fresh_folder, until};
use super::*;

/// Runs to its end, in an empty folder.
fn run(arrange: impl FnOnce(&mut Command)) -> Output {
    let folder = fresh_folder();
    let mut command = command(&folder);
    arrange(&mut command);
    let output = command.output().unwrap();
    std::fs::remove_dir_all(folder).unwrap();
    output
}

#[test]
fn the_version_is_printed() {
    let output = run(|command| {
        command.arg("--version");
    });
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), format!("sapa {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_embedded_conversations_are_without_flaws() {
    let output = run(|command| {
        command.arg("check");
    });
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("no flaws"), "{told}");
}

#[test]
fn a_word_that_is_no_subcommand_is_wrong_usage() {
    let output = run(|command| {
        command.arg("sing");
    });
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("sing"));
}

#[test]
fn a_wrong_configuration_stops_the_start_with_one_message_that_lists_every_fault() {
    let output = run(|command| {
        command
            .env("SAPA_LISTEN", "everywhere")
            .env("SAPA_LISTN", "127.0.0.1:1")
            .env("SAPA_DATABASE_URL", "mysql://localhost/sapa")
            .env("SAPA_WHATSAPP__PHONE_NUMBER_ID", "1")
            .env("SAPA_WHATSAPP__ACCESS_TOKEN", "a-token-that-must-not-print")
            .env("SAPA_TELEGRAM__TOKEN", "1:a-token-that-must-not-print")
            .env("SAPA_TELEGRAM__MODE", "webhook")
            .env("SAPA_TELEGRAM__PER_SECOND", "0");
    });
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let told = String::from_utf8(output.stderr).unwrap();
    let expected = [
        "SAPA_LISTEN: expected an address",
        "SAPA_LISTN: unknown key",
        "SAPA_DATABASE_URL: expected",
        "SAPA_WHATSAPP__APP_SECRET: missing",
        "SAPA_WHATSAPP__VERIFY_TOKEN: missing",
        "SAPA_TELEGRAM__WEBHOOK_SECRET: missing",
        "SAPA_PUBLIC_URL: missing: Telegram must know",
        "SAPA_PUBLIC_URL: missing: citizens open the page",
        "SAPA_TELEGRAM__PER_SECOND: expected",
    ];
    for fault in expected {
        assert!(told.contains(fault), "{fault} is not in\n{told}");
    }
    assert!(told.contains(&format!("{} fault(s)", expected.len())), "{told}");
    assert!(!told.contains("must-not-print"), "{told}");
}

#[test]
fn an_address_in_use_is_told_to_the_operator() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = run(|command| {
        command.env("SAPA_LISTEN", &address);
    });
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains(&address) && told.contains("SAPA_LISTEN"), "{told}");
}

/// Starts the program as a newcomer does, without any configuration but a free port.
#[tokio::test]
async fn with_nothing_configured_it_starts_with_the_simulator() {
    let folder = fresh_folder();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut command = command(&folder);
    command.env("SAPA_LISTEN", format!("127.0.0.1:{port}")).env("SAPA_LOG", "warn");
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let mut child = command.spawn().unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let get = async |path: &str| http.get(format!("http://127.0.0.1:{port}{path}")).send().await;
    let good = async |path: &str| get(path).await.is_ok_and(|answer| answer.status().is_success());
    until("ready", async || good("/readyz").await).await;
    until("the page with two phones", async || good("/simulator").await).await;
    assert!(good("/healthz").await);
    assert!(folder.join("data/sapa.db").exists());
    child.kill().unwrap();
    child.wait().unwrap();
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_request_to_stop_is_obeyed_within_seconds_and_nothing_is_lost() {
    on_each_database(async |program| {
        let phones = CHANNELS.map(|channel| program.phone(channel));
        for (number, step) in LOST_KTP.iter().enumerate() {
            let places = [phones[0].place(), phones[1].place()];
            // At every third step the answers are on their way at that moment.
            if number % 3 == 1 {
                program.settled().await;
                for channel in CHANNELS {
                    program.platform.faults().fail_next(channel, 1, Fault::Hang(Duration::from_millis(300)));
                }
            }
            phones.iter().for_each(|phone| step.take(phone));
            if number % 3 == 1 {
                let faults = program.platform.faults().clone();
                until("a call that takes its time", async || faults.waiting() == 0).await;
                let (status, took) = program.terminate().await;
                assert_eq!(status.code(), Some(0), "{}", program.log());
                assert!(took < Duration::from_secs(10), "it took {took:?}");
                program.restart().await;
            }
            for (phone, place) in phones.iter().zip(places) {
                answered(phone, place, step.then).await;
            }
        }
        program.settled().await;
        for phone in &phones {
            ticket(phone);
            assert_eq!(said(phone).len(), LOST_KTP.len(), "{:#?}", said(phone));
        }
    })
    .await;
}

#[tokio::test]
async fn a_second_program_on_the_same_sqlite_file_is_refused_until_the_first_is_gone() {
    let mut program = Program::start(Database::Sqlite).await;
    let phone = program.phone(Channel::WhatsApp);
    LOST_KTP[0].walk(&phone).await;
    let mut second = command(&program.folder);
    second.env("SAPA_LISTEN", "127.0.0.1:0").env("SAPA_LOG", "warn");
    let output = second.output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("another Sapa is at work on") && told.contains("sapa.db"), "{told}");
    // The first has lost nothing by it, and one that died holds nothing.
    LOST_KTP[1].walk(&phone).await;
    program.kill();
    program.restart().await;
    LOST_KTP[2].walk(&phone).await;
}

#[tokio::test]
async fn long_polling_does_not_hold_up_a_request_to_stop() {
    let mut program = Program::start_with(Database::Sqlite, "polling").await;
    let phone = program.phone(Channel::Telegram);
    LOST_KTP[0].walk(&phone).await;
    program.settled().await;
    let (status, took) = program.terminate().await;
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(5), "it took {took:?}");
    let place = phone.place();
    LOST_KTP[1].take(&phone);
    program.restart().await;
    answered(&phone, place, LOST_KTP[1].then).await;
}

/// Figures of this build on this machine, printed for those who look: `--nocapture`.
#[tokio::test]
async fn the_start_takes_moments_and_the_idle_program_little_memory() {
    let mut program = Program::start(Database::Sqlite).await;
    program.terminate().await;
    let began = Instant::now();
    program.restart().await;
    let ready = began.elapsed();
    let status = format!("/proc/{}/status", program.process_id());
    let Ok(status) = std::fs::read_to_string(status) else { return };
    let kilobytes = |name: &str| -> u64 {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    let resident = kilobytes("VmRSS:");
    println!("ready after {} ms, {} MB resident", ready.as_millis(), resident / 1024);
    assert!(ready < Duration::from_secs(20), "{ready:?}");
    assert!(resident < 300 * 1024, "{resident} kB");
}

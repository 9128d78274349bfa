//! Disks that run full: a small file system of its own, made for the test.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use reqwest::StatusCode;
use sapa::simulator::{PlatformConfig, Rates};

use super::citizen::{TO_THE_LETTER, answered, walk};
use super::program::until;
use super::requests::{post, text_event};
use super::*;

/// A file system in memory that holds so much and no more.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// None where one may not mount; loudly, and not in CI.
    fn mount(at: &Path, size: &str) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let options = format!("size={size},mode=0700");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "sapa-test"]).arg(at).output();
        let why = match mount {
            Ok(output) if output.status.success() => return Some(Self(at.to_owned())),
            Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
            Err(error) => error.to_string(),
        };
        assert!(std::env::var("CI").as_deref() != Ok("true"), "no small disk, and this is CI: {why}");
        let _closed =
            writeln!(std::io::stderr(), "LEFT OUT: disks that run full (mounting needs root: {why})");
        None
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }

    /// Not a page is left.
    fn fill(&self) {
        let mut file = std::fs::File::create(self.ballast()).unwrap();
        while file.write_all(&[0; 4096]).is_ok() {}
    }

    fn free(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _gone = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

fn roomy() -> PlatformConfig {
    PlatformConfig { rates: Rates::Unlimited, ..PlatformConfig::quick() }
}

#[tokio::test]
async fn while_the_disk_of_the_database_is_full_nothing_is_acknowledged_and_then_all_is_served() {
    let mut program = Program::prepared(Database::Sqlite, "webhook", roomy()).await;
    let Some(disk) = SmallDisk::mount(&program.data(), "40m") else { return };
    program.launch().await;
    let phones = CHANNELS.map(|channel| program.phone(channel));
    for phone in &phones {
        walk(phone, 1).await;
    }
    program.settled().await;
    disk.fill();
    // Some find room in pages that are there already: those are kept.
    let strangers = CHANNELS.map(|channel| program.phone(channel));
    let mut acknowledged = 0;
    for (channel, stranger) in CHANNELS.into_iter().zip(&strangers) {
        for n in 0..20_000 {
            let event = text_event(&program, stranger, n, "petugas").to_string();
            match post(&program, channel, event).await {
                StatusCode::OK => acknowledged += 1,
                other => {
                    assert_eq!(other, StatusCode::SERVICE_UNAVAILABLE);
                    break;
                }
            }
        }
    }
    let step = &LOST_KTP[1];
    let places = phones.each_ref().map(Phone::place);
    phones.iter().for_each(|phone| step.take(phone));
    until("the log tells why", async || program.log().contains("the disk is full")).await;
    let ready = async || program.http.get(program.url("/readyz")).send().await.unwrap().status().as_u16();
    assert_eq!(ready().await, 503);
    disk.free();
    for (phone, place) in phones.iter().zip(places) {
        answered(phone, place, step.then).await;
    }
    program.settled().await;
    assert_eq!(ready().await, 200);
    let by_hand = "SELECT COUNT(*) FROM arrivals WHERE class = 'message' AND state = 'served'
        AND (provider_id LIKE 'wamid.byhand%' OR provider_id LIKE '9000%')";
    assert_eq!(program.database.number(&program.data(), by_hand).await, acknowledged);
    assert_eq!(program.depth("arrivals_set_aside").await, 0, "no event is to blame for a full disk");
    for phone in &phones {
        for step in &LOST_KTP[2..4] {
            step.walk(phone).await;
        }
    }
    drop(program);
}

#[tokio::test]
async fn while_the_disk_for_files_is_full_a_photo_waits_and_staff_are_told() {
    let mut program = Program::prepared(Database::Sqlite, "webhook", roomy()).await;
    let Some(disk) = SmallDisk::mount(&program.data().join("files"), "8m") else { return };
    program.launch().await;
    let phones = CHANNELS.map(|channel| program.phone(channel));
    for phone in &phones {
        walk(phone, TO_THE_LETTER).await;
    }
    disk.fill();
    let places = phones.each_ref().map(Phone::place);
    phones.iter().for_each(|phone| LOST_KTP[TO_THE_LETTER].take(phone));
    for (phone, place) in phones.iter().zip(places) {
        answered(phone, place, "sedang dalam perjalanan").await;
    }
    until("an alarm", async || program.depth("alarms_open").await == 1).await;
    let ready = program.http.get(program.url("/readyz")).send().await.unwrap().status().as_u16();
    assert_eq!(ready, 503);
    disk.free();
    for (phone, place) in phones.iter().zip(places) {
        answered(phone, place, LOST_KTP[TO_THE_LETTER].then).await;
    }
    until("the alarm is over", async || program.depth("alarms_open").await == 0).await;
    drop(program);
}

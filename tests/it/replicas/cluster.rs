//! A PostgreSQL of one test's own, that keeps what it committed and can be stopped in mid-sentence.

use std::path::PathBuf;
use std::process::Command;

use super::fleet::left_out;
use crate::binary::program::{fresh_folder, own_port};

pub(super) struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    runs: bool,
}

impl Cluster {
    /// Made and started; none where the programs of PostgreSQL are not installed.
    pub(super) fn start() -> Option<Cluster> {
        let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
            .map(|found| found.flatten().map(|entry| entry.path().join("bin")).collect())
            .unwrap_or_default();
        versions.retain(|bin| bin.join("initdb").exists());
        versions.sort();
        let Some(programs) = versions.pop() else {
            left_out(
                "tests that restart PostgreSQL (its programs are not installed; tests/run installs them)",
            );
            return None;
        };
        let folder = fresh_folder();
        let mut cluster = Cluster { programs, folder, port: own_port(), runs: false };
        if is_root() {
            // The server refuses to run as root.
            assert!(Command::new("chown").arg("postgres").arg(&cluster.folder).status().unwrap().success());
        }
        let data = cluster.folder.join("data");
        cluster.run(
            "initdb",
            &["-A", "trust", "-N", "-U", "sapa", "-E", "UTF8", "--locale=C", "-D"],
            &[&data],
        );
        cluster.up();
        Some(cluster)
    }

    fn run(&self, program: &str, words: &[&str], paths: &[&PathBuf]) {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir("/").args(words).args(paths).stdout(std::process::Stdio::null());
        let status = command.status().unwrap();
        assert!(status.success(), "{command:?}");
    }

    pub(super) fn up(&mut self) {
        let settings = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c fsync=on -c synchronous_commit=on",
            self.port,
            self.folder.display()
        );
        let (data, log) = (self.folder.join("data"), self.folder.join("log"));
        let log = log.display().to_string();
        self.run("pg_ctl", &["-s", "-w", "-l", &log, "-o", &settings, "start", "-D"], &[&data]);
        self.runs = true;
    }

    /// As if the machine had been switched off: nothing is finished, nobody is told.
    pub(super) fn down(&mut self) {
        let data = self.folder.join("data");
        self.run("pg_ctl", &["-s", "-m", "immediate", "stop", "-D"], &[&data]);
        self.runs = false;
    }

    pub(super) fn url(&self) -> String {
        format!("postgres://sapa@127.0.0.1:{}/postgres", self.port)
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.starts_with(b"0\n")
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.runs && !std::thread::panicking() {
            self.down();
        } else if self.runs {
            let pid = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap_or_default();
            if let Some(pid) = pid.lines().next() {
                let _ = Command::new("kill").args(["-QUIT", pid]).status();
            }
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

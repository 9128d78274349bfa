//! Redis and a store that speaks S3, each a process of its own that a test may kill.

use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::SOON;
use super::fleet::left_out;
use crate::binary::program::{fresh_folder, own_port};

/// A program that listens on a port, with a folder.
struct Server {
    port: u16,
    folder: PathBuf,
    child: Option<Child>,
}

impl Server {
    fn start(&mut self, mut command: Command) {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.child = Some(command.spawn().unwrap());
        let ends = Instant::now() + SOON;
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(Instant::now() < ends, "the server does not listen");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn kill(&mut self) {
        let mut child = self.child.take().expect("it runs");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    fn signal(&self, name: &str) {
        let id = self.child.as_ref().expect("it runs").id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// Returns when it stands still: the signal is delivered when one of its threads runs next, and until then the
    /// others go on answering.
    fn freeze(&self) {
        self.signal("-STOP");
        let ends = Instant::now() + SOON;
        while !self.stands_still() {
            assert!(Instant::now() < ends, "the server does not stop");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// By the state of each of its threads, the first letter behind the name in brackets (proc_pid_stat(5)).
    fn stands_still(&self) -> bool {
        let id = self.child.as_ref().expect("it runs").id();
        let mut threads = std::fs::read_dir(format!("/proc/{id}/task")).unwrap();
        threads.all(|thread| {
            // A thread that ended meanwhile answers nothing any more.
            let told = std::fs::read_to_string(thread.unwrap().path().join("stat")).unwrap_or_default();
            told.rsplit_once(") ").is_none_or(|(_, state)| state.starts_with('T'))
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn server() -> Server {
    Server { port: own_port(), folder: fresh_folder(), child: None }
}

pub(super) struct RedisServer {
    server: Server,
    program: String,
}

impl RedisServer {
    /// Not started yet; none where there is no `redis-server`.
    pub(super) fn new() -> Option<RedisServer> {
        let program = std::env::var("SAPA_TEST_REDIS_SERVER").unwrap_or_else(|_| "redis-server".to_owned());
        let there =
            Command::new(&program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !there.is_ok_and(|status| status.success()) {
            left_out("tests with Redis (no redis-server; tests/run installs it)");
            return None;
        }
        Some(RedisServer { server: server(), program })
    }

    pub(super) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.server.port)
    }

    pub(super) fn start(&mut self) {
        let mut command = Command::new(&self.program);
        let port = self.server.port.to_string();
        command.args(["--port", &port, "--save", "", "--appendonly", "no", "--dir"]).arg(&self.server.folder);
        self.server.start(command);
    }

    pub(super) fn kill(&mut self) {
        self.server.kill();
    }

    /// It keeps its connections and says nothing any more.
    pub(super) fn freeze(&self) {
        self.server.freeze();
    }

    pub(super) fn thaw(&self) {
        self.server.signal("-CONT");
    }

    /// Everything it knows, its scripts too.
    pub(super) async fn empty(&self) {
        let client = ::redis::Client::open(self.url()).unwrap();
        let mut connection = client.get_multiplexed_async_connection().await.unwrap();
        let _: String = ::redis::cmd("FLUSHALL").query_async(&mut connection).await.unwrap();
        let _: String = ::redis::cmd("SCRIPT").arg("FLUSH").query_async(&mut connection).await.unwrap();
    }

    /// Every name it holds at this moment, and every value.
    pub(super) async fn contents(&self) -> Vec<String> {
        let client = ::redis::Client::open(self.url()).unwrap();
        let mut connection = client.get_multiplexed_async_connection().await.unwrap();
        ::redis::cmd("KEYS").arg("*").query_async(&mut connection).await.unwrap()
    }
}

pub(super) const ACCESS_KEY: &str = "an-access-key";
pub(super) const SECRET_KEY: &str = "a-secret-key";
pub(super) const BUCKET: &str = "disdukcapil";

pub(super) struct S3Server {
    server: Server,
    program: String,
}

impl S3Server {
    /// With an empty bucket, not started yet; none where there is no s3s-fs.
    pub(super) fn new() -> Option<S3Server> {
        let program = std::env::var("SAPA_TEST_S3_SERVER").unwrap_or_else(|_| "s3s-fs".to_owned());
        let there =
            Command::new(&program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !there.is_ok_and(|status| status.success()) {
            left_out("tests with S3 (SAPA_TEST_S3_SERVER names no s3s-fs; tests/run installs it)");
            return None;
        }
        let server = server();
        std::fs::create_dir_all(server.folder.join(BUCKET)).unwrap();
        Some(S3Server { server, program })
    }

    pub(super) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.server.port)
    }

    pub(super) fn start(&mut self) {
        let mut command = Command::new(&self.program);
        let port = self.server.port.to_string();
        command.args(["--host", "127.0.0.1", "--port", &port, "--access-key", ACCESS_KEY]);
        command.args(["--secret-key", SECRET_KEY]).arg(&self.server.folder);
        self.server.start(command);
    }

    pub(super) fn kill(&mut self) {
        self.server.kill();
    }

    pub(super) fn freeze(&self) {
        self.server.freeze();
    }

    pub(super) fn thaw(&self) {
        self.server.signal("-CONT");
    }

    /// The settings that point a replica at it.
    pub(super) fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("SAPA_BLOBS_URL", format!("s3://{BUCKET}/sapa")),
            ("AWS_ENDPOINT_URL", self.endpoint()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", ACCESS_KEY.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", SECRET_KEY.to_owned()),
        ]
    }

    /// The bytes of every object.
    pub(super) fn objects(&self) -> Vec<Vec<u8>> {
        let mut found = Vec::new();
        let mut folders = vec![self.server.folder.join(BUCKET)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push(std::fs::read(path).unwrap());
                }
            }
        }
        found
    }
}

//! The link over Redis. One task holds it: connects, passes wakes on, listens, and notices at once when Redis is
//! gone or slow. From then on nobody asks Redis for anything until the task has a link again.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ::redis::aio::{MultiplexedConnection, PubSubSink, PubSubStream};
use ::redis::{AsyncConnectionConfig, Client, RedisError};
use futures_util::StreamExt as _;
use tokio::sync::{Notify, broadcast, mpsc};
use tokio_util::sync::CancellationToken;

use super::budget::Scripts;
use super::{Bucket, Wake, wire};

/// An answer that takes longer is trouble. A healthy Redis answers within a millisecond or two.
const ANSWER: Duration = Duration::from_millis(250);
const CONNECT: Duration = Duration::from_secs(2);
/// Between two questions whether Redis is still there.
const PING: Duration = Duration::from_secs(1);
/// Pauses between tries to connect: they double, with up to a quarter of jitter.
const PAUSE_FIRST: Duration = Duration::from_millis(250);
const PAUSE_LONGEST: Duration = Duration::from_secs(5);
/// A link that held this long was a good one: the next outage begins with the first pause again, and is logged.
const STEADY: Duration = Duration::from_secs(10);
/// Wakes that wait to be passed on; more are dropped, the others look by themselves.
const QUEUE: usize = 4096;
/// Wakes passed on together.
const TOGETHER: usize = 256;

/// A Redis that links the processes of one installation.
pub struct Redis {
    client: Client,
    /// Begins every name in Redis, so that installations that share one do not meet.
    prefix: String,
    /// Marks what this process says, so that it does not wake itself twice.
    origin: String,
    scripts: Scripts,
    connection: Mutex<Option<MultiplexedConnection>>,
    trouble: Notify,
    queue: mpsc::Sender<Wake>,
    waiting: tokio::sync::Mutex<mpsc::Receiver<Wake>>,
}

impl std::fmt::Debug for Redis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The address may hold a password.
        f.write_str("Redis")
    }
}

/// Two connections: one that is asked and one that listens.
struct Session {
    connection: MultiplexedConnection,
    sink: PubSubSink,
    stream: PubSubStream,
}

impl Redis {
    /// `url` as `redis://[user:password@]host[:port][/number]`, or `rediss://` for TLS; `installation` is common
    /// to all processes of one installation, `origin` is this process's own. Connects to nothing yet.
    ///
    /// # Errors
    /// When the address does not read; the message does not repeat it.
    pub fn new(url: &str, installation: &str, origin: &str) -> Result<Redis, String> {
        let client = Client::open(url).map_err(|_| "expected redis://host:port or rediss://host:port")?;
        let (queue, waiting) = mpsc::channel(QUEUE);
        Ok(Redis {
            client,
            prefix: format!("sapa:{installation}"),
            origin: origin.to_owned(),
            scripts: Scripts::new(),
            connection: Mutex::new(None),
            trouble: Notify::new(),
            queue,
            waiting: tokio::sync::Mutex::new(waiting),
        })
    }

    /// Asks whether Redis is there; for `doctor`.
    ///
    /// # Errors
    /// What is wrong.
    pub async fn probe(&self) -> Result<(), String> {
        self.connect().await.map(drop)
    }

    pub(super) fn is_up(&self) -> bool {
        self.ask().is_some()
    }

    /// Never waits; while the link is down wakes stay in this process.
    pub(super) fn pass_on(&self, wake: Wake) {
        if self.is_up() {
            let _full_or_closing = self.queue.try_send(wake);
        }
    }

    pub(super) async fn take(&self, buckets: &[Bucket]) -> Option<Result<(), i64>> {
        let mut connection = self.ask()?;
        match self.scripts.take(&mut connection, &self.prefix, buckets).await {
            Ok(0) => Some(Ok(())),
            Ok(wait) => Some(Err(wait)),
            Err(error) => {
                self.lost(&error);
                None
            }
        }
    }

    pub(super) async fn hold(&self, bucket: &Bucket, millis: i64) {
        let Some(mut connection) = self.ask() else { return };
        if let Err(error) = self.scripts.hold(&mut connection, &self.prefix, bucket, millis).await {
            self.lost(&error);
        }
    }

    fn ask(&self) -> Option<MultiplexedConnection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, connection: Option<MultiplexedConnection>) {
        *self.connection.lock().unwrap_or_else(PoisonError::into_inner) = connection;
    }

    /// From now on nobody asks; the task that holds the link is told.
    fn lost(&self, error: &RedisError) {
        tracing::debug!(%error, "Redis failed to answer");
        self.set(None);
        self.trouble.notify_one();
    }

    fn channel(&self) -> String {
        format!("{}:wakes", self.prefix)
    }

    async fn connect(&self) -> Result<Session, String> {
        let session = async {
            let config = AsyncConnectionConfig::new()
                .set_connection_timeout(Some(CONNECT))
                .set_response_timeout(Some(ANSWER));
            let mut connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
            let (mut sink, stream) = self.client.get_async_pubsub().await?.split();
            sink.subscribe(self.channel()).await?;
            // Fast enough now, or it would be lost again with the first question.
            let _pong: String = ::redis::cmd("PING").query_async(&mut connection).await?;
            Ok::<_, RedisError>(Session { connection, sink, stream })
        };
        match tokio::time::timeout(CONNECT, session).await {
            Ok(session) => session.map_err(|error| error.to_string()),
            Err(_) => Err("no answer in time".to_owned()),
        }
    }

    /// Holds the link until told to stop.
    pub(super) async fn run(&self, here: &broadcast::Sender<Wake>, stop: &CancellationToken) {
        let mut waiting = self.waiting.lock().await;
        let mut pause = PAUSE_FIRST;
        // One line when an outage begins, one when it is over.
        let mut told = false;
        loop {
            let session = tokio::select! {
                () = stop.cancelled() => return,
                session = self.connect() => session,
            };
            let why = match session {
                Err(why) => why,
                Ok(session) => {
                    if told {
                        tracing::info!("Redis answers again");
                    }
                    while waiting.try_recv().is_ok() {}
                    self.set(Some(session.connection.clone()));
                    // Wakes of others were lost while the link was down.
                    let _nobody_listens = here.send(Wake::All);
                    let began = tokio::time::Instant::now();
                    let ended = tokio::select! {
                        () = stop.cancelled() => None,
                        why = self.serve(session, here, &mut waiting) => Some(why),
                    };
                    self.set(None);
                    let Some(why) = ended else { return };
                    if began.elapsed() > STEADY {
                        (pause, told) = (PAUSE_FIRST, false);
                    }
                    why
                }
            };
            if !told {
                tracing::warn!(why, "Redis does not answer: wakes stay in this process, budgets are divided");
                told = true;
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause + self.jitter(pause)) => {}
            }
            pause = (pause * 2).min(PAUSE_LONGEST);
        }
    }

    /// Passes wakes on and listens, until Redis fails. Gives why.
    async fn serve(
        &self,
        mut session: Session,
        here: &broadcast::Sender<Wake>,
        waiting: &mut mpsc::Receiver<Wake>,
    ) -> String {
        let mut ping = tokio::time::interval(PING);
        let mut wakes = Vec::with_capacity(TOGETHER);
        loop {
            tokio::select! {
                () = self.trouble.notified() => {
                    // A word about a link before this one says nothing.
                    if !self.is_up() {
                        return "no answer in time".to_owned();
                    }
                }
                said = session.stream.next() => {
                    let Some(said) = said else { return "the connection was closed".to_owned() };
                    let text: String = said.get_payload().unwrap_or_default();
                    if let Some((origin, text)) = text.split_once('\n')
                        && origin != self.origin
                    {
                        for wake in wire::read(text) {
                            let _nobody_listens = here.send(wake);
                        }
                    }
                }
                count = waiting.recv_many(&mut wakes, TOGETHER) => {
                    if count == 0 {
                        return "the bus was closed".to_owned();
                    }
                    let text = format!("{}\n{}", self.origin, wire::write(&wakes));
                    wakes.clear();
                    let mut publish = ::redis::cmd("PUBLISH");
                    publish.arg(self.channel()).arg(text);
                    if let Err(error) = publish.query_async::<i64>(&mut session.connection).await {
                        return error.to_string();
                    }
                }
                _ = ping.tick() => {
                    let asked = ::redis::cmd("PING").query_async::<String>(&mut session.connection).await;
                    if let Err(error) = asked {
                        return error.to_string();
                    }
                    let heard = tokio::time::timeout(ANSWER, session.sink.ping::<::redis::Value>()).await;
                    match heard {
                        Ok(Ok(_)) => {}
                        Ok(Err(error)) => return error.to_string(),
                        Err(_) => return "no answer in time".to_owned(),
                    }
                }
            }
        }
    }

    /// Up to a quarter of the pause, different for every process.
    fn jitter(&self, pause: Duration) -> Duration {
        let mixed =
            self.origin.bytes().fold(17_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        pause / 4 * (mixed % 100) / 100
    }
}

//! What was asked of the stand-ins, and how often.

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch;

use super::Channel;
use super::config::Recording;
use super::lanes::lock;

/// One API request and its answer.
#[derive(Clone, Debug, Serialize)]
pub struct Request {
    pub at_ms: i64,
    pub channel: Channel,
    /// Telegram's method as documented (`sendMessage`, `file`); for WhatsApp `messages`, `read`, `media.upload`,
    /// `media.lookup`, `media.download`, `media.delete`, `number`.
    pub method: String,
    /// The JSON body, or the form's fields. Uploaded files are left out.
    pub body: Value,
    /// The HTTP status of the answer; 0 when the connection was torn instead.
    pub status: u16,
}

/// How often things happened since the start.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Counters {
    /// API requests, as `whatsapp messages 200`.
    pub requests: BTreeMap<String, u64>,
    /// Webhook requests that were sent, repeats included.
    pub webhooks_sent: u64,
    /// Webhook requests that were answered as the platform wants.
    pub webhooks_acknowledged: u64,
    /// Events given up because they expired.
    pub webhooks_expired: u64,
}

impl Counters {
    /// All requests to one method, whatever the answer.
    pub fn of(&self, channel: Channel, method: &str) -> u64 {
        let prefix = format!("{} {method} ", name(channel));
        self.requests.iter().filter(|(key, _)| key.starts_with(&prefix)).map(|(_, count)| count).sum()
    }
}

/// More than any test looks back at; a long evening with the simulator stays small.
const KEPT: usize = 20_000;

pub(super) struct RequestLog {
    recording: Recording,
    inner: Mutex<(Vec<Request>, Counters)>,
    changed: watch::Sender<u64>,
}

impl RequestLog {
    pub(super) fn new(recording: Recording) -> Self {
        Self { recording, inner: Mutex::default(), changed: watch::Sender::new(0) }
    }

    pub(super) fn add(&self, request: Request) {
        let key = format!("{} {} {}", name(request.channel), request.method, request.status);
        {
            let mut inner = lock(&self.inner);
            *inner.1.requests.entry(key).or_default() += 1;
            if self.recording == Recording::Everything {
                if inner.0.len() >= KEPT {
                    inner.0.drain(..KEPT / 2);
                }
                inner.0.push(request);
            }
        }
        self.touch();
    }

    pub(super) fn count(&self, act: impl FnOnce(&mut Counters)) {
        act(&mut lock(&self.inner).1);
        self.touch();
    }

    pub(super) fn all(&self) -> Vec<Request> {
        lock(&self.inner).0.clone()
    }

    pub(super) fn clear(&self) {
        lock(&self.inner).0.clear();
    }

    pub(super) fn counters(&self) -> Counters {
        lock(&self.inner).1.clone()
    }

    /// Changes at every request and every webhook.
    pub(super) fn subscribe(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn touch(&self) {
        self.changed.send_modify(|version| *version += 1);
    }
}

pub(super) fn name(channel: Channel) -> &'static str {
    match channel {
        Channel::WhatsApp => "whatsapp",
        Channel::Telegram => "telegram",
    }
}

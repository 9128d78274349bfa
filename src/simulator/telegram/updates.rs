//! Updates: queued once, handed out by webhook or by `getUpdates`, in the order that the public Bot API server keeps.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::answers::ApiError;
use super::args::Args;
use super::methods;
use crate::simulator::Channel;
use crate::simulator::handset::Handset;
use crate::simulator::lanes::{Lane, lock};
use crate::simulator::platform::Platform;
use crate::simulator::screen::State;

#[derive(Default)]
pub(super) struct Updates {
    last_id: i64,
    waiting: BTreeMap<i64, Waiting>,
    hook: Option<Hook>,
    /// Kept when `allowed_updates` is left out.
    allowed: Vec<String>,
    /// Which `getUpdates` is the newest.
    poller: u64,
    last_error: Option<(i64, String)>,
}

#[derive(Clone)]
struct Hook {
    url: String,
    secret: Option<String>,
    max_connections: i64,
}

#[derive(Clone)]
struct Waiting {
    body: Value,
    lane: String,
    expires_ms: i64,
    shown: Option<(Arc<Handset>, u64)>,
}

/// One update before it has an id.
pub(super) struct Update {
    /// The field that holds it: `message`, `callback_query`, …
    pub(super) kind: &'static str,
    pub(super) content: Value,
    /// Updates of one lane are delivered one after the other.
    pub(super) lane: String,
    pub(super) life: Duration,
    pub(super) shown: Option<(Arc<Handset>, u64)>,
}

/// "messages 24 h after their date … callback_query 150 s" (tdlib/telegram-bot-api, Client.cpp).
pub(super) const DAY: Duration = Duration::from_secs(24 * 3600);
pub(super) const CALLBACK_LIFE: Duration = Duration::from_secs(150);

/// Not sent unless asked for by name.
const UNASKED: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

pub(super) fn push(platform: &Platform, update: Update) {
    let now = platform.now_ms();
    let started = {
        let mut updates = lock(&platform.0.telegram.updates);
        let wanted = match updates.allowed.is_empty() {
            true => !UNASKED.contains(&update.kind),
            false => updates.allowed.iter().any(|kind| kind == update.kind),
        };
        if !wanted {
            return;
        }
        updates.last_id += 1;
        let id = updates.last_id;
        let mut body = Map::from_iter([("update_id".to_owned(), json!(id))]);
        match update.kind {
            "" => body.extend(update.content.as_object().cloned().unwrap_or_default()),
            kind => {
                body.insert(kind.to_owned(), update.content);
            }
        }
        let life = crate::simulator::clock::millis(update.life);
        let waiting = Waiting {
            body: Value::Object(body),
            lane: update.lane,
            expires_ms: now + life,
            shown: update.shown,
        };
        updates.waiting.insert(id, waiting);
        updates.hook.is_some().then_some(id)
    };
    match started {
        Some(id) => enqueue(platform, id),
        None => platform.0.telegram.arrived.notify_waiters(),
    }
}

pub(in crate::simulator) fn undelivered(platform: &Platform) -> usize {
    lock(&platform.0.telegram.updates).waiting.len()
}

fn enqueue(platform: &Platform, id: i64) {
    let lane = lock(&platform.0.telegram.updates).waiting.get(&id).map(|waiting| waiting.lane.clone());
    let Some(lane) = lane else { return };
    if platform.0.telegram.lanes.push(&lane, id) == Lane::Started {
        let drainer = platform.clone();
        platform.spawn(async move {
            while let Some(id) = drainer.0.telegram.lanes.next(&lane) {
                deliver(&drainer, id).await;
            }
        });
    }
}

/// Tries one update until it is taken, expires, or the webhook is gone.
async fn deliver(platform: &Platform, id: i64) {
    let mut tries = 0;
    loop {
        let (hook, waiting) = {
            let mut updates = lock(&platform.0.telegram.updates);
            let Some(waiting) = updates.waiting.get(&id).cloned() else { return };
            if waiting.expires_ms <= platform.now_ms() {
                updates.waiting.remove(&id);
                platform.0.log.count(|counters| counters.webhooks_expired += 1);
                return;
            }
            let Some(hook) = updates.hook.clone() else { return };
            (hook, waiting)
        };
        let asked_pause = match post(platform, &hook, &waiting.body).await {
            Ok(()) => {
                if platform.0.faults.take_duplicate(Channel::Telegram) {
                    let _ = post(platform, &hook, &waiting.body).await;
                }
                lock(&platform.0.telegram.updates).waiting.remove(&id);
                return read_by_bot(waiting.shown);
            }
            Err(pause) => pause,
        };
        let pauses = &platform.0.config.telegram.retry;
        let pause = pauses.get(tries).or(pauses.last()).copied().unwrap_or_default();
        tokio::time::sleep(asked_pause.unwrap_or(pause)).await;
        tries += 1;
    }
}

/// One POST; a failure carries the pause that `Retry-After` asked for, at most an hour.
async fn post(platform: &Platform, hook: &Hook, body: &Value) -> Result<(), Option<Duration>> {
    platform.0.log.count(|counters| counters.webhooks_sent += 1);
    let mut request = platform.0.http.post(&hook.url).json(body);
    if let Some(secret) = &hook.secret {
        request = request.header("x-telegram-bot-api-secret-token", secret);
    }
    let failed = |why: String| {
        let now = platform.now_ms();
        lock(&platform.0.telegram.updates).last_error = Some((now / 1000, why));
    };
    match request.send().await {
        Ok(answer) if answer.status().is_success() => {
            platform.0.log.count(|counters| counters.webhooks_acknowledged += 1);
            obey(platform, answer.bytes().await.unwrap_or_default().as_ref()).await;
            Ok(())
        }
        Ok(answer) => {
            let status = answer.status();
            failed(format!("Wrong response from the webhook: {status}"));
            let seconds =
                answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
            Err(seconds.map(|seconds: u64| Duration::from_secs(seconds.min(3_600))))
        }
        Err(_) => {
            failed("Connection failed".to_owned());
            Err(None)
        }
    }
}

/// A webhook may answer with one method call; its result is not reported.
async fn obey(platform: &Platform, body: &[u8]) {
    let Ok(Value::Object(mut fields)) = serde_json::from_slice(body) else { return };
    let Some(Value::String(method)) = fields.remove("method") else { return };
    if let Some(name) = methods::documented_name(&method).filter(|name| !name.starts_with("get")) {
        let _ = Box::pin(methods::invoke(platform, name, &Args::of(fields))).await;
    }
}

/// Two ticks on the citizen's own bubble.
fn read_by_bot(shown: Option<(Arc<Handset>, u64)>) {
    let Some((handset, seq)) = shown else { return };
    handset.edit(|screen| {
        if let Some(shown) = screen.messages.iter_mut().rev().find(|shown| shown.seq == seq) {
            shown.state = State::Read;
        }
    });
}

pub(super) fn set_webhook(platform: &Platform, args: &Args) -> Result<Value, ApiError> {
    let url = args.text("url").unwrap_or_default();
    if url.is_empty() {
        return delete_webhook(platform, args);
    }
    let parsed: reqwest::Url =
        url.parse().map_err(|_| ApiError::bad("bad webhook: invalid webhook URL specified"))?;
    // As the public server does with `--local`, plain HTTP is taken on loopback, where nobody listens in.
    let loopback = matches!(parsed.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    if parsed.scheme() != "https" && !loopback {
        return Err(ApiError::bad("bad webhook: An HTTPS URL must be provided for webhook"));
    }
    let port = parsed.port_or_known_default().unwrap_or(443);
    if !loopback && ![443, 80, 88, 8443].contains(&port) {
        return Err(ApiError::bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"));
    }
    let secret = args.text("secret_token").filter(|secret| !secret.is_empty());
    if let Some(secret) = &secret {
        if secret.len() > 256 {
            return Err(ApiError::bad("secret token is too long"));
        }
        if !secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)) {
            return Err(ApiError::bad("secret token contains unallowed characters"));
        }
    }
    let max_connections = args.integer("max_connections").unwrap_or(40).clamp(1, 100);
    let waiting: Vec<i64> = {
        let mut updates = lock(&platform.0.telegram.updates);
        remember_allowed(&mut updates, args);
        if args.truth("drop_pending_updates") {
            updates.waiting.clear();
        }
        updates.hook = Some(Hook { url, secret, max_connections });
        updates.last_error = None;
        updates.waiting.keys().copied().collect()
    };
    platform.0.telegram.arrived.notify_waiters();
    for id in waiting {
        enqueue(platform, id);
    }
    Ok(json!(true))
}

pub(super) fn delete_webhook(platform: &Platform, args: &Args) -> Result<Value, ApiError> {
    let mut updates = lock(&platform.0.telegram.updates);
    updates.hook = None;
    if args.truth("drop_pending_updates") {
        updates.waiting.clear();
    }
    Ok(json!(true))
}

fn remember_allowed(updates: &mut Updates, args: &Args) {
    if let Some(allowed) = args.json("allowed_updates").and_then(|allowed| allowed.as_array().cloned()) {
        updates.allowed = allowed.iter().filter_map(|kind| kind.as_str().map(str::to_owned)).collect();
    }
}

pub(super) fn webhook_info(platform: &Platform) -> Value {
    let updates = lock(&platform.0.telegram.updates);
    let mut info = json!({
        "url": updates.hook.as_ref().map_or("", |hook| hook.url.as_str()),
        "has_custom_certificate": false,
        "pending_update_count": updates.waiting.len(),
    });
    if let Some(hook) = &updates.hook {
        info["max_connections"] = json!(hook.max_connections);
        info["ip_address"] = json!("127.0.0.1");
    }
    if !updates.allowed.is_empty() {
        info["allowed_updates"] = json!(updates.allowed);
    }
    if let Some((at, why)) = &updates.last_error {
        info["last_error_date"] = json!(at);
        info["last_error_message"] = json!(why);
    }
    info
}

/// `getUpdates`: everything before `offset` is confirmed and forgotten; waits up to `timeout` seconds, at most 50.
pub(super) async fn poll(platform: &Platform, args: &Args) -> Result<Value, ApiError> {
    let limit = usize::try_from(args.integer("limit").unwrap_or(100).clamp(1, 100)).unwrap_or(100);
    let seconds = args.integer("timeout").unwrap_or(0).clamp(0, 50);
    let ends = tokio::time::Instant::now() + Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
    let mine = {
        let mut updates = lock(&platform.0.telegram.updates);
        remember_allowed(&mut updates, args);
        updates.poller += 1;
        updates.poller
    };
    // The poller before this one is told to go.
    platform.0.telegram.arrived.notify_waiters();
    let mut confirmed = false;
    loop {
        let arrived = platform.0.telegram.arrived.notified();
        tokio::pin!(arrived);
        arrived.as_mut().enable();
        {
            let mut updates = lock(&platform.0.telegram.updates);
            if updates.hook.is_some() {
                let why = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
                return Err(ApiError::conflict(why));
            }
            if updates.poller != mine {
                let why =
                    "terminated by other getUpdates request; make sure that only one bot instance is running";
                return Err(ApiError::conflict(why));
            }
            if !confirmed {
                confirm(&mut updates, args.integer("offset").unwrap_or(0));
                confirmed = true;
            }
            let now = platform.now_ms();
            updates.waiting.retain(|_, waiting| waiting.expires_ms > now);
            let found: Vec<Value> =
                updates.waiting.values().take(limit).map(|waiting| waiting.body.clone()).collect();
            if !found.is_empty() || tokio::time::Instant::now() >= ends {
                return Ok(json!(found));
            }
        }
        let _ = tokio::time::timeout_at(ends, arrived).await;
    }
}

/// A negative offset keeps that many of the newest.
fn confirm(updates: &mut Updates, offset: i64) {
    let first = match offset {
        0.. => offset,
        back => {
            let keep = usize::try_from(back.unsigned_abs()).unwrap_or(usize::MAX);
            let from = updates.waiting.len().saturating_sub(keep);
            updates.waiting.keys().nth(from).copied().unwrap_or(0)
        }
    };
    let kept = updates.waiting.split_off(&first);
    for waiting in std::mem::replace(&mut updates.waiting, kept).into_values() {
        read_by_bot(waiting.shown);
    }
}

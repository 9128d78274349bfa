//! Logs and metrics. Neither ever carries personal data: labels are words of ours, ids are ours.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicI64;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

/// The target of the lines that follow one arrival from the webhook to the platform's last status, each with the
/// field `arrival`: with `SAPA_LOG=info,sapa::story=debug` one grep by that id tells the whole story. Wire ids
/// are not in it: those of WhatsApp hold the citizen's number.
pub const STORY: &str = "sapa::story";

type Labels = Vec<(&'static str, String)>;

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// Starts logging to standard error. `filter` as `info` or `sapa=debug,sqlx=warn`.
///
/// # Errors
/// When the filter does not read.
pub fn start_logging(filter: &str, format: LogFormat) -> Result<(), String> {
    use std::io::IsTerminal;
    let filter = tracing_subscriber::EnvFilter::try_new(filter).map_err(|e| e.to_string())?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let started = match format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    started.map_err(|e| e.to_string())
}

/// What happened so far in this process; depths are read from the database when they are asked for.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    arrivals: Family<Labels, Counter>,
    turns: Histogram,
    replies: Histogram,
    files: Family<Labels, Counter>,
    sends: Family<Labels, Counter>,
    send_seconds: Histogram,
    deliveries: Family<Labels, Counter>,
    photos: Family<Labels, Counter>,
    fetches: Family<Labels, Counter>,
    retries: Family<Labels, Counter>,
    promises: Family<Labels, Counter>,
    moves: Family<Labels, Counter>,
    model_questions: Family<Labels, Counter>,
    account_news: Family<Labels, Counter>,
    account_words: Mutex<BTreeSet<(String, String)>>,
    set_aside: Counter,
    rounds: Family<Labels, Histogram, fn() -> Histogram>,
    depths: Family<Labels, Gauge<i64, AtomicI64>>,
}

impl Default for Metrics {
    fn default() -> Self {
        Metrics::new()
    }
}

impl Metrics {
    #[must_use]
    pub fn new() -> Metrics {
        let mut registry = Registry::with_prefix("sapa");
        let arrivals = Family::default();
        registry.register("arrivals", "Events stored, by channel, class and whether new", arrivals.clone());
        let turns = Histogram::new(exponential_buckets(0.001, 2.0, 14));
        registry.register("turn_seconds", "Time to serve one turn, to the end of its commit", turns.clone());
        let replies = Histogram::new(exponential_buckets(0.005, 2.0, 16));
        let told = "Time from storing an event to the platform's yes to what answers it";
        registry.register("reply_seconds", told, replies.clone());
        let files = Family::default();
        registry.register("files", "Files that settled, by state", files.clone());
        let sends = Family::default();
        registry.register("sends", "Attempts to send, by channel and verdict", sends.clone());
        let send_seconds = Histogram::new(exponential_buckets(0.005, 2.0, 12));
        registry.register("send_seconds", "Time a platform took to answer a send", send_seconds.clone());
        let deliveries = Family::default();
        registry.register("deliveries", "Delivery statuses, by channel and state", deliveries.clone());
        let photos = Family::default();
        registry.register("photos", "Files judged, by verdict", photos.clone());
        let fetches = Family::default();
        registry.register("fetches", "Attempts to fetch a file, by channel and verdict", fetches.clone());
        let retries = Family::default();
        registry.register("retries", "Bubbles and files put off, by what and verdict", retries.clone());
        let promises = Family::default();
        registry.register("promises", "Promises of time (SLA) that ended, by whether kept", promises.clone());
        let moves = Family::default();
        registry.register("case_moves", "Moves of cases, by act", moves.clone());
        let model_questions = Family::default();
        let told = "Questions to the model outside, by what became of them";
        registry.register("model_questions", told, model_questions.clone());
        let account_news = Family::default();
        let told = "News about our own account, by channel, field and event";
        registry.register("account_news", told, account_news.clone());
        let set_aside = Counter::default();
        registry.register("arrivals_set_aside", "Events set aside after bounded tries", set_aside.clone());
        let rounds: Family<Labels, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(exponential_buckets(1.0, 2.0, 8)));
        registry.register("round_rows", "What shared one transaction, by what", rounds.clone());
        let depths = Family::default();
        registry.register("depth", "Rows waiting and ages in milliseconds, by what", depths.clone());
        Metrics {
            registry,
            arrivals,
            turns,
            replies,
            files,
            sends,
            send_seconds,
            deliveries,
            photos,
            fetches,
            retries,
            promises,
            moves,
            model_questions,
            account_news,
            account_words: Mutex::default(),
            set_aside,
            rounds,
            depths,
        }
    }

    pub fn arrival(&self, channel: &str, class: &str, fresh: bool) {
        let new = if fresh { "yes" } else { "no" };
        let labels = vec![("channel", channel.into()), ("class", class.into()), ("new", new.into())];
        self.arrivals.get_or_create(&labels).inc();
    }

    pub fn turn(&self, took: Duration) {
        self.turns.observe(took.as_secs_f64());
    }

    /// From the storing of an event to the platform's yes to a bubble that answers it.
    pub fn reply(&self, took: Duration) {
        self.replies.observe(took.as_secs_f64());
    }

    /// A file will not change any more: `stored` or `failed`.
    pub fn file(&self, state: &str) {
        self.files.get_or_create(&vec![("state", state.into())]).inc();
    }

    pub fn send(&self, channel: &str, verdict: &str, took: Duration) {
        self.sends.get_or_create(&vec![("channel", channel.into()), ("verdict", verdict.into())]).inc();
        self.send_seconds.observe(took.as_secs_f64());
    }

    pub fn delivery(&self, channel: &str, state: &str) {
        self.deliveries.get_or_create(&vec![("channel", channel.into()), ("state", state.into())]).inc();
    }

    pub fn photo(&self, verdict: &str) {
        self.photos.get_or_create(&vec![("verdict", verdict.into())]).inc();
    }

    pub fn fetch(&self, channel: &str, verdict: &str) {
        self.fetches.get_or_create(&vec![("channel", channel.into()), ("verdict", verdict.into())]).inc();
    }

    /// Something is tried again later.
    pub fn retry(&self, what: &str, verdict: &str) {
        self.retries.get_or_create(&vec![("what", what.into()), ("verdict", verdict.into())]).inc();
    }

    /// A promise of time ended.
    pub fn promise(&self, kept: bool) {
        let kept = if kept { "yes" } else { "no" };
        self.promises.get_or_create(&vec![("kept", kept.into())]).inc();
    }

    pub fn case_moved(&self, act: &str) {
        self.moves.get_or_create(&vec![("act", act.into())]).inc();
    }

    /// A call to the model (`asked`), or what became of a question: `answered`, `refused` (its answer was), `failed`.
    pub fn model_question(&self, outcome: &str) {
        self.model_questions.get_or_create(&vec![("outcome", outcome.into())]).inc();
    }

    /// `field` and `event` are the platform's words for what changed. Of those, so many kinds are told apart as a
    /// platform has, and not more: each label is a series for good.
    pub fn account_news(&self, channel: &str, field: &str, event: &str) {
        const WORDS_MAX: usize = 200;
        let words = (field.to_owned(), event.to_owned());
        let mut known = self.account_words.lock().unwrap_or_else(PoisonError::into_inner);
        let room = known.len() < WORDS_MAX || known.contains(&words);
        let (field, event) = if room { (field, event) } else { ("other", "other") };
        if room {
            known.insert(words);
        }
        drop(known);
        let labels = vec![("channel", channel.into()), ("field", field.into()), ("event", event.into())];
        self.account_news.get_or_create(&labels).inc();
    }

    pub fn set_aside(&self) {
        self.set_aside.inc();
    }

    /// How much was written in one transaction: deliveries and sent bubbles.
    pub fn round(&self, deliveries: usize, sent: usize) {
        for (what, count) in [("deliveries", deliveries), ("sent", sent)] {
            if count > 0 {
                self.rounds.get_or_create(&vec![("what", what.into())]).observe(count as f64);
            }
        }
    }

    /// Something that waits: how much, or how old the oldest is in milliseconds.
    pub fn depth(&self, what: &str, value: i64) {
        self.depths.get_or_create(&vec![("what", what.into())]).set(value);
    }

    /// The text that Prometheus reads.
    #[must_use]
    pub fn render(&self) -> String {
        let mut out = String::new();
        // Writing into a String cannot fail.
        let _ok = encode(&mut out, &self.registry);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_news_is_counted_by_event_and_its_words_have_an_end() {
        let metrics = Metrics::new();
        metrics.account_news("whatsapp", "account_update", "PARTNER_ADDED");
        for n in 0..300 {
            metrics.account_news("whatsapp", "moon_phase", &format!("PHASE_{n}"));
        }
        metrics.account_news("whatsapp", "account_update", "PARTNER_ADDED");
        let told = metrics.render();
        let lines: Vec<&str> = told.lines().filter(|line| line.contains("account_news_total{")).collect();
        let count =
            |part: &str| lines.iter().find(|line| line.contains(part)).map(|line| line.rsplit(' ').next());
        assert_eq!(count("event=\"PARTNER_ADDED\""), Some(Some("2")));
        assert_eq!(count("event=\"other\""), Some(Some("101")));
        assert_eq!(lines.len(), 201);
    }
}

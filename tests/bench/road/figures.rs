//! What a run gives.

use std::time::Duration;

/// The figures of one run.
#[derive(Default)]
pub struct Figures {
    pub replies: usize,
    pub took: Duration,
    /// Microseconds of the program under test per reply.
    pub cpu_micros: f64,
    /// MiB.
    pub memory: f64,
    pub idle: f64,
    /// Milliseconds.
    pub ready: f64,
    pub reply_waits: Vec<Duration>,
    pub acknowledge_waits: Vec<Duration>,
}

impl Figures {
    pub fn rate(&self) -> f64 {
        self.replies as f64 / self.took.as_secs_f64()
    }

    /// Milliseconds until the reply, of the given hundredth.
    pub fn reply(&self, hundredth: usize) -> f64 {
        at(&self.reply_waits, hundredth)
    }

    pub fn acknowledged(&self, hundredth: usize) -> f64 {
        at(&self.acknowledge_waits, hundredth)
    }
}

fn at(waits: &[Duration], hundredth: usize) -> f64 {
    let mut waits = waits.to_vec();
    waits.sort();
    let wait = waits.get(waits.len().saturating_sub(1) * hundredth / 100);
    wait.map_or(0.0, |wait| wait.as_secs_f64() * 1e3)
}

pub fn median(runs: &[Figures], get: impl Fn(&Figures) -> f64) -> f64 {
    let mut values: Vec<f64> = runs.iter().map(get).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

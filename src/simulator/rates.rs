//! A token bucket.

/// How much was taken and has not yet flowed back.
#[derive(Default)]
pub(super) struct Bucket {
    used: f64,
    at_ms: i64,
}

impl Bucket {
    /// Takes one if there is room in a bucket of this size.
    pub(super) fn take(&mut self, now_ms: i64, size: f64, back_per_second: f64) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "spans of seconds")]
        let passed = (now_ms - self.at_ms).max(0) as f64 / 1000.0;
        self.at_ms = now_ms;
        self.used = (self.used - passed * back_per_second).max(0.0);
        let free = self.used + 1.0 <= size;
        if free {
            self.used += 1.0;
        }
        free
    }
}

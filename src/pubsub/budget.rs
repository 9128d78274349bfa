//! Rates that all processes keep together: a bucket is one number in Redis, the theoretical arrival time of the
//! generic cell rate algorithm in microseconds of Redis's own clock, so the clocks of the processes need not agree.
//! Keys go by themselves when they say nothing any more. An emptied Redis means full buckets: one burst too many.

use std::time::Duration;

use ::redis::{RedisResult, Script, aio::MultiplexedConnection};

/// So often, and so many at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// A word of ours and ids of ours.
    pub name: String,
    /// What one place costs.
    pub interval: Duration,
    /// How far ahead of its rate it may be.
    pub slack: Duration,
}

/// All places or none, in one step. KEYS: the buckets. ARGV: interval and slack of each, microseconds.
/// Gives 0, or the milliseconds until all of them have a place.
const TAKE: &str = r"
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local wait = 0
local tats = {}
for i, key in ipairs(KEYS) do
  local tat = tonumber(redis.call('GET', key) or 0) or 0
  if tat < now then tat = now end
  local free = tat - tonumber(ARGV[2 * i])
  if free > now then wait = math.max(wait, free - now) end
  tats[i] = tat + tonumber(ARGV[2 * i - 1])
end
if wait > 0 then return math.ceil(wait / 1000) end
for i, key in ipairs(KEYS) do
  redis.call('SET', key, string.format('%.0f', tats[i]), 'PX', math.ceil((tats[i] - now) / 1000) + 1)
end
return 0
";

/// KEYS: the bucket. ARGV: how long, slack, microseconds. Never shortens a hold.
const HOLD: &str = r"
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local until_then = now + tonumber(ARGV[1]) + tonumber(ARGV[2])
if until_then > (tonumber(redis.call('GET', KEYS[1]) or 0) or 0) then
  redis.call('SET', KEYS[1], string.format('%.0f', until_then), 'PX', math.ceil((until_then - now) / 1000) + 1)
end
return 0
";

/// The scripts, which Redis is handed again when it has forgotten them.
pub(super) struct Scripts {
    take: Script,
    hold: Script,
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

impl Scripts {
    pub(super) fn new() -> Scripts {
        Scripts { take: Script::new(TAKE), hold: Script::new(HOLD) }
    }

    /// 0, or the milliseconds to wait.
    pub(super) async fn take(
        &self,
        connection: &mut MultiplexedConnection,
        prefix: &str,
        buckets: &[Bucket],
    ) -> RedisResult<i64> {
        let mut call = self.take.prepare_invoke();
        for bucket in buckets {
            call.key(format!("{prefix}:pace:{}", bucket.name));
            call.arg(micros(bucket.interval)).arg(micros(bucket.slack));
        }
        call.invoke_async(connection).await
    }

    pub(super) async fn hold(
        &self,
        connection: &mut MultiplexedConnection,
        prefix: &str,
        bucket: &Bucket,
        millis: i64,
    ) -> RedisResult<i64> {
        let mut call = self.hold.prepare_invoke();
        call.key(format!("{prefix}:pace:{}", bucket.name));
        call.arg(millis.saturating_mul(1000)).arg(micros(bucket.slack));
        call.invoke_async(connection).await
    }
}

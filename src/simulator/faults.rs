//! Faults on demand: what a platform, or the network before it, does wrong.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::Channel;
use super::lanes::lock;

/// What happens to a request instead of a good answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Telegram: 429 with `retry_after`. WhatsApp: 429 with code 130429.
    TooManyRequests { retry_after: u64 },
    /// Telegram: 403, the bot was blocked. WhatsApp: accepted, then a `failed` status with 131026.
    Blocked,
    /// This HTTP status with a body that is no JSON, as a proxy answers.
    ServerError(u16),
    /// Nothing happens for that long, then the request is served.
    Hang(Duration),
    /// The connection is torn before anything was done.
    DropConnection,
    /// The request is served, but the connection is torn before the answer.
    AcceptThenDrop,
    /// WhatsApp: refused with this code. Telegram: refused with this `error_code`.
    Code(u32),
    /// WhatsApp: accepted, then a `failed` status with this code. Telegram: the same as [`Fault::Code`].
    FailLater(u32),
}

/// The switchboard of faults; clones share it.
#[derive(Clone, Default)]
pub struct Faults(Arc<Mutex<Board>>);

#[derive(Default)]
struct Board {
    requests: Vec<Planned>,
    duplicates: [u32; 2],
    reorder: u32,
    early_statuses: u32,
    dropped_statuses: Vec<(String, u32)>,
    late_statuses: Option<(Duration, u32)>,
}

struct Planned {
    channel: Channel,
    method: Option<String>,
    phone: Option<String>,
    left: u32,
    fault: Fault,
}

impl Faults {
    /// The next `n` requests of any method but `getUpdates`, which would swallow what is meant for others.
    pub fn fail_next(&self, channel: Channel, n: u32, fault: Fault) {
        self.plan(Planned { channel, method: None, phone: None, left: n, fault });
    }

    /// The next `n` requests of one method, named as in [`super::Request::method`]; upper and lower case are the same.
    pub fn fail_next_method(&self, channel: Channel, method: &str, n: u32, fault: Fault) {
        self.plan(Planned { channel, method: Some(method.to_owned()), phone: None, left: n, fault });
    }

    /// The next `n` requests that go to one phone, by [`super::Phone::id`].
    pub fn fail_next_to(&self, phone: &super::Phone, n: u32, fault: Fault) {
        let id = Some(phone.id().to_owned());
        self.plan(Planned { channel: phone.channel(), method: None, phone: id, left: n, fault });
    }

    /// The next `n` webhook events are delivered twice.
    pub fn duplicate_webhooks(&self, channel: Channel, n: u32) {
        lock(&self.0).duplicates[index(channel)] += n;
    }

    /// The next `n` WhatsApp events are each overtaken by the one after them. Telegram keeps its order per chat.
    pub fn reorder_webhooks(&self, n: u32) {
        lock(&self.0).reorder += n;
    }

    /// The statuses of the next `n` WhatsApp messages arrive before the send call is answered.
    pub fn status_before_response(&self, n: u32) {
        lock(&self.0).early_statuses += n;
    }

    /// The next `n` statuses of this name (`sent`, `delivered`, `read`) are never sent.
    pub fn drop_statuses(&self, status: &str, n: u32) {
        lock(&self.0).dropped_statuses.push((status.to_owned(), n));
    }

    /// The statuses of the next `n` WhatsApp messages leave this much later.
    pub fn delay_statuses(&self, n: u32, by: Duration) {
        lock(&self.0).late_statuses = Some((by, n));
    }

    /// Everything works again.
    pub fn clear(&self) {
        *lock(&self.0) = Board::default();
    }

    /// How many planned request faults are still waiting.
    pub fn waiting(&self) -> u32 {
        lock(&self.0).requests.iter().map(|planned| planned.left).sum()
    }

    fn plan(&self, planned: Planned) {
        lock(&self.0).requests.push(planned);
    }

    pub(super) fn take(&self, channel: Channel, method: &str, phone: Option<&str>) -> Option<Fault> {
        let mut board = lock(&self.0);
        let at = board.requests.iter().position(|planned| {
            planned.channel == channel
                && match &planned.method {
                    Some(wanted) => wanted.eq_ignore_ascii_case(method),
                    None => method != "getUpdates",
                }
                && planned.phone.as_deref().is_none_or(|wanted| Some(wanted) == phone)
        })?;
        let planned = &mut board.requests[at];
        let fault = planned.fault;
        planned.left = planned.left.saturating_sub(1);
        if planned.left == 0 {
            board.requests.remove(at);
        }
        Some(fault)
    }

    pub(super) fn take_duplicate(&self, channel: Channel) -> bool {
        count_down(&mut lock(&self.0).duplicates[index(channel)])
    }

    pub(super) fn take_reorder(&self) -> bool {
        count_down(&mut lock(&self.0).reorder)
    }

    pub(super) fn take_early_statuses(&self) -> bool {
        count_down(&mut lock(&self.0).early_statuses)
    }

    pub(super) fn take_dropped_status(&self, status: &str) -> bool {
        let mut board = lock(&self.0);
        board.dropped_statuses.iter_mut().any(|(name, left)| name == status && count_down(left))
    }

    pub(super) fn take_late_statuses(&self) -> Option<Duration> {
        let mut board = lock(&self.0);
        let (by, left) = board.late_statuses.as_mut()?;
        count_down(left).then_some(*by)
    }
}

fn count_down(left: &mut u32) -> bool {
    let some = *left > 0;
    *left = left.saturating_sub(1);
    some
}

fn index(channel: Channel) -> usize {
    match channel {
        Channel::WhatsApp => 0,
        Channel::Telegram => 1,
    }
}

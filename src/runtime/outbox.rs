//! The one way out: sends outbox rows, oldest first per person, and sorts what the platform answers by what
//! to do next.

pub(super) mod fates;
mod verdicts;
pub(super) mod window;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use super::common::CommonPace;
use super::house::House;
use super::pace::Pace;
use super::ports::{FileError, SendError, Sent};
use super::watch;
use super::wires::{Born, SentNote, Wires};
use crate::domain::Millis;
use crate::domain::ids::{self, MessageId, PersonId};
use crate::domain::inbound::{Address, ChannelKind};
use crate::domain::template::Filled;
use crate::pubsub::Wake;
use crate::store::{OutboxRow, Priority, SentRow, StoreError, Work};
use crate::telemetry::STORY;
use verdicts::Window;
use window::Way;

/// Bubbles under way side by side, of different persons.
const SENDING: usize = 64;
/// The alarm of a platform that takes nothing of ours for now; by channel.
const CHANNEL_HELD: &str = "channel_held";
/// A worker that died gives its bubble back after this long; longer than any channel's time-out.
pub(super) const LEASE: Millis = 90_000;
/// The platform is not asked when less than this is left of the lease: it would end meanwhile, and another would say
/// the bubble too, perhaps behind a later one. As long as the slowest channel may take.
const CALL: Millis = 60_000;
const LOOK: Duration = Duration::from_millis(500);
/// Between two tries to note that a bubble was sent; shorter than what a lease has left after an outage.
const NOTE_AGAIN: Duration = Duration::from_millis(250);
/// After this long without success a bubble is given up and shown as failed.
const GIVE_UP: Millis = 24 * 60 * 60 * 1000;
/// A bubble that breaks whoever sends it is given up after this many tries; those behind it go on.
const TRIES: i64 = 5;
/// While an operator must act, look again this often.
const HELD: Millis = 30_000;

/// Sends what is in the outbox.
#[derive(Clone)]
pub struct Outbox {
    house: House,
    pace: Arc<Mutex<Pace>>,
    common: Arc<CommonPace>,
    wires: Wires,
    under_way: UnderWay,
}

/// What this process is sending, each with the end of its lease. When the clock jumps ahead such a lease is over, and yet
/// nobody may take the bubble: it would be said twice.
#[derive(Debug, Clone, Default)]
struct UnderWay(Arc<Mutex<BTreeMap<MessageId, Millis>>>);

/// Counts until it is noted that the bubble was sent, or that it was not.
#[derive(Debug)]
pub(super) struct Sending {
    all: UnderWay,
    id: MessageId,
}

impl UnderWay {
    fn begin(&self, id: &MessageId, lease_until: Millis) -> Arc<Sending> {
        self.lock().insert(id.clone(), lease_until);
        Arc::new(Sending { all: self.clone(), id: id.clone() })
    }

    fn overdue(&self, now: Millis) -> Vec<MessageId> {
        self.lock().iter().filter(|(_, until)| **until < now).map(|(id, _)| id.clone()).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<MessageId, Millis>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.all.lock().remove(&self.id);
    }
}

impl Outbox {
    #[must_use]
    pub(super) fn new(house: House, pace: Pace, wires: Wires) -> Outbox {
        let common = Arc::new(CommonPace::new(house.bus.clone(), pace.budgets()));
        Outbox { house, pace: Arc::new(Mutex::new(pace)), common, wires, under_way: UnderWay::default() }
    }

    /// The budgets that this process shares with others.
    pub(super) fn common(&self) -> Arc<CommonPace> {
        self.common.clone()
    }

    /// Sends until told to stop; finishes what is under way.
    pub async fn run(self, stop: CancellationToken) {
        let mut births = self.wires.attach_sender();
        let mut wakes = self.house.bus.listen();
        let mut tasks = tokio::task::JoinSet::new();
        // What a process that died left behind is due already.
        let mut look = true;
        let mut next_look = tokio::time::Instant::now();
        loop {
            while tasks.try_join_next().is_some() {}
            let free = SENDING.saturating_sub(tasks.len());
            if look && free > 0 {
                let rows = self.claim(free).await;
                // As many as there was room for: there may be more.
                look = rows.len() == free;
                next_look = tokio::time::Instant::now() + LOOK;
                for row in rows {
                    let outbox = self.clone();
                    tasks.spawn(async move { outbox.deliver(row, None).await });
                }
            }
            tokio::select! {
                () = stop.cancelled() => break,
                Some(born) = births.recv() => self.send_born(born, &mut tasks),
                Some(_) = tasks.join_next(), if !tasks.is_empty() => {}
                () = outbox_wake(&mut wakes) => look = true,
                () = tokio::time::sleep_until(next_look) => {
                    look = true;
                    next_look = tokio::time::Instant::now() + LOOK;
                }
            }
        }
        self.wires.detach_sender();
        births.close();
        while let Ok(born) = births.try_recv() {
            self.send_born(born, &mut tasks);
        }
        while tasks.join_next().await.is_some() {}
    }

    fn send_born(&self, born: Born, tasks: &mut tokio::task::JoinSet<()>) {
        tasks.spawn(self.clone().deliver_born(born));
    }

    pub(super) async fn deliver_born(self, born: Born) {
        self.deliver(born.row.clone(), born.to.as_deref()).await;
    }

    /// Sends all that is due, in one go; for tests and tools that move the clock by hand.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn settle(&self) -> Result<usize, StoreError> {
        let mut sent = 0;
        loop {
            let rows = self.try_claim(SENDING).await?;
            if rows.is_empty() {
                return Ok(sent);
            }
            for row in rows {
                self.deliver(row, None).await;
                sent += 1;
            }
        }
    }

    async fn claim(&self, most: usize) -> Vec<OutboxRow> {
        self.try_claim(most).await.unwrap_or_else(|error| {
            tracing::error!(%error, "failed to claim outbox rows");
            Vec::new()
        })
    }

    pub(super) async fn try_claim(&self, most: usize) -> Result<Vec<OutboxRow>, StoreError> {
        let now = self.house.clock.now();
        let channels: Vec<ChannelKind> = self.house.channels.keys().copied().collect();
        let most = i64::try_from(most).unwrap_or(1);
        let mut work = self.house.store.begin().await?;
        work.leave_out(self.under_way.overdue(now));
        let mut rows = work.claim_outbox(&channels, most, now, now + LEASE).await?;
        for id in work.unreadable() {
            work.outbox_unreadable(&id, now).await?;
            watch::raise(&self.house, &mut work, "message_failed", &id, "it does not read").await?;
        }
        work.commit().await?;
        // When the number is slow, reminders come after all that somebody waits for; and whoever was served longest ago
        // comes first, answer or news: thirty answers to one citizen keep nobody else waiting. Among equals the order
        // of the claim stays.
        let pace = self.lock_pace();
        rows.sort_by_key(|row| (row.priority == Priority::Reminder, pace.last_turn(&row.person)));
        drop(pace);
        Ok(rows)
    }

    /// `to`: where to, of a bubble that was written this moment as the answer to what its person sent. What an
    /// older one must be asked (is it out already, may we still write, is anyone there) is known of it.
    pub(super) async fn deliver(&self, row: OutboxRow, to: Option<&[Address]>) {
        // A panic would leave its person without any answer until the lease ends, and then again.
        let sending = self.under_way.begin(&row.id, row.lease_until);
        let tried = AssertUnwindSafe(self.try_deliver(&row, to, &sending)).catch_unwind().await;
        let tried = tried.unwrap_or(Err(StoreError::Damaged("message (sending it panicked)")));
        if let Err(error) = tried {
            tracing::error!(%error, bubble = %row.id, "failed to note what became of a message");
            Box::pin(self.give_back(&row, &error)).await;
        }
    }

    /// Without this its person would wait for the end of the lease. Whether it went out is asked before the next try.
    /// After trouble with the database that is at once; what is at fault itself has bounded tries.
    async fn give_back(&self, row: &OutboxRow, error: &StoreError) {
        let ends = self.house.clock.now() + LEASE;
        let why = error.to_string();
        loop {
            let now = self.house.clock.now();
            let given = match is_trouble(error) {
                true => self.later(row, now, "the database failed", true).await,
                false if row.attempts >= TRIES => self.fail(row, &why).await,
                false => self.later(row, now + backoff(row.attempts, &row.id), &why, true).await,
            };
            if now >= ends || !given.is_err_and(|error| is_trouble(&error)) {
                return;
            }
            self.house.clock.sleep(NOTE_AGAIN).await;
        }
    }

    /// What seldom happens is boxed: a task for each bubble has room for all that may happen on its way.
    async fn try_deliver(
        &self,
        row: &OutboxRow,
        to: Option<&[Address]>,
        sending: &Arc<Sending>,
    ) -> Result<(), StoreError> {
        let house = &self.house;
        let now = house.clock.now();
        if row.attempts > 1 && Box::pin(self.settled_meanwhile(row)).await? {
            return Ok(());
        }
        let Some(door) = house.channel(row.channel) else { return Ok(()) };
        // Who has just written can be written to, plainly.
        let way = if to.is_some() { Way::Plain } else { Box::pin(self.way(row)).await? };
        let template = match way {
            Way::Plain => None,
            Way::Template(filled) => Some(filled),
            Way::Hold => return Box::pin(self.hold_for_reply(row, Window::Shut)).await,
            way => return Box::pin(self.go(row, way, "outside the reply window")).await,
        };
        let paced = {
            let mut pace = self.lock_pace();
            pace.divide(self.common.sharers());
            pace.take(row.channel, &row.person, now)
        };
        let paced = match paced {
            Ok(()) => self.common.take(row.channel, &row.person, now).await,
            wait => wait,
        };
        if let Err(free_at) = paced {
            return Box::pin(self.later(row, free_at.max(now + 1), "paced", false)).await;
        }
        let to = match to {
            Some(to) => to.to_vec(),
            None => Box::pin(house.store.addresses(&row.person, row.channel)).await?,
        };
        let file = match (&template, &row.message.attachment) {
            (None, Some(attachment)) => match Box::pin(self.file(row, &attachment.blob_key)).await {
                Ok(bytes) => Some(bytes),
                Err(error) => return Box::pin(self.without_file(row, &error)).await,
            },
            _ => None,
        };
        // Whoever came late (a process that stood still) leaves it to the next claim, which asks all of the
        // above again: a reply window may have closed meanwhile.
        let now = house.clock.now();
        if row.lease_until - now < CALL {
            return Box::pin(self.later(row, now, "its turn came late", false)).await;
        }
        let started = std::time::Instant::now();
        let answer = match &template {
            None => door.send(&to, &row.id, &row.message, file).await,
            Some(filled) => door.send_template(&to, &row.id, filled).await,
        };
        let (took, became) = (started.elapsed(), verdict(&answer));
        house.metrics.send(row.channel.as_str(), became, took);
        let (arrival, attempt) = (row.cause.as_deref(), row.attempts);
        tracing::debug!(target: STORY, arrival, bubble = %row.id, attempt, became, took_ms = took.as_millis(), "tried");
        match answer {
            Ok(sent) => self.sent(row, &sent, template.as_ref(), sending).await,
            Err(error) => Box::pin(self.failed(row, &error, template.as_ref())).await,
        }
    }

    /// What is attached, while enough of the lease is left to send it: a store that takes longer would never see it sent,
    /// and counts as one that fails.
    async fn file(&self, row: &OutboxRow, key: &str) -> Result<Vec<u8>, FileError> {
        let left = row.lease_until - CALL - self.house.clock.now();
        let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
        let got = self.house.clock.within(left, self.house.files.get(key)).await;
        got.unwrap_or_else(|| Err(FileError::Unavailable("it does not answer in time".to_owned())))
    }

    fn lock_pace(&self) -> std::sync::MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A try whose outcome was unknown may have arrived: then a status has come with our own id.
    async fn settled_meanwhile(&self, row: &OutboxRow) -> Result<bool, StoreError> {
        let mut work = self.house.store.begin().await?;
        let settled = work.outbox_settled_by_status(row).await?;
        work.commit().await?;
        Ok(settled)
    }

    async fn sent(
        &self,
        row: &OutboxRow,
        sent: &Sent,
        template: Option<&Filled>,
        sending: &Arc<Sending>,
    ) -> Result<(), StoreError> {
        if let Some(came_at) = row.cause.as_deref().and_then(ids::made_at) {
            let took = self.house.clock.now() - came_at;
            self.house.metrics.reply(Duration::from_millis(u64::try_from(took).unwrap_or(0)));
        }
        // The mill notes it with whatever else is written at this moment.
        let (wire_id, template) = (sent.wire_id.clone(), template.cloned());
        let note = SentNote { row: row.clone(), wire_id, template, _sending: sending.clone() };
        match self.wires.note(note) {
            None => Ok(()),
            Some(note) => Box::pin(keep_sent(&self.house, &note)).await,
        }
    }

    async fn later(&self, row: &OutboxRow, at: Millis, why: &str, counts: bool) -> Result<(), StoreError> {
        let mut work = self.house.store.begin().await?;
        work.outbox_later(row, at, why, counts).await?;
        work.commit().await
    }

    async fn alarm(&self, kind: &str, subject: &str, detail: &str) -> Result<(), StoreError> {
        let mut work = self.house.store.begin().await?;
        watch::raise(&self.house, &mut work, kind, subject, detail).await?;
        work.commit().await
    }
}

/// Until someone has written a bubble that nobody sends yet.
async fn outbox_wake(wakes: &mut tokio::sync::broadcast::Receiver<Wake>) {
    loop {
        match wakes.recv().await {
            Ok(Wake::Outbox(_) | Wake::All) | Err(RecvError::Lagged(_)) => return,
            Ok(Wake::Inbox(_) | Wake::Media | Wake::Chat(_) | Wake::Case) => {}
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// Notes in a transaction that the platform took these bubbles. Gives whose next bubble is free now.
pub(super) async fn note_sent(
    house: &House,
    work: &mut Work,
    sent: &[SentNote],
) -> Result<Vec<PersonId>, StoreError> {
    let now = house.clock.now();
    let rows: Vec<SentRow<'_>> =
        sent.iter().map(|note| SentRow { row: &note.row, wire_id: &note.wire_id }).collect();
    let noted = work.all_sent(&rows, CHANNEL_HELD, now).await?;
    for SentNote { row, template, .. } in sent {
        if !noted.done.contains(&row.id) {
            tracing::warn!(bubble = %row.id, "a message was sent by a worker that had lost it meanwhile");
        } else if let Some(filled) = template {
            work.note_sent_as(&row.id, &filled.name).await?;
            let subject = window::subject(row.channel, &filled.name, &filled.language);
            work.clear_alarm("template_unusable", &subject, now).await?;
        }
    }
    for channel in noted.alarmed {
        work.clear_alarm(CHANNEL_HELD, channel.as_str(), now).await?;
    }
    Ok(noted.more)
}

/// The same in a transaction of its own. The platform has it: while the database does not answer, what must not
/// be said twice is remembered here.
pub(super) async fn keep_sent(house: &House, note: &SentNote) -> Result<(), StoreError> {
    let ends = house.clock.now() + LEASE;
    loop {
        match try_keep_sent(house, note).await {
            Err(error) if is_trouble(&error) && house.clock.now() < ends => {
                house.clock.sleep(NOTE_AGAIN).await;
            }
            kept => return kept,
        }
    }
}

/// Whether the same may work at another time.
fn is_trouble(error: &StoreError) -> bool {
    matches!(error, StoreError::Unavailable(_))
}

async fn try_keep_sent(house: &House, note: &SentNote) -> Result<(), StoreError> {
    let mut work = house.store.begin().await?;
    let free = note_sent(house, &mut work, std::slice::from_ref(note)).await?;
    work.commit().await?;
    house.bus.wake(Wake::Chat(note.row.person.clone()));
    for person in free {
        house.bus.wake(Wake::Outbox(person));
    }
    Ok(())
}

/// 1, 2, 4 … 300 seconds, each with up to a fifth of jitter from the row's own id, so that what failed together
/// does not come back together.
fn backoff(attempts: i64, id: &MessageId) -> Millis {
    let base = (1_000_i64 << attempts.clamp(1, 9).saturating_sub(1)).min(300_000);
    let mixed = id
        .as_str()
        .bytes()
        .fold(attempts as u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    base + i64::try_from(mixed % u64::try_from(base / 5).unwrap_or(1).max(1)).unwrap_or(0)
}

/// WhatsApp asks for 4^X seconds on its pair limit (error 131056), X from 0.
fn pair_backoff(attempts: i64) -> Millis {
    1_000 * 4_i64.pow(u32::try_from(attempts.clamp(1, 5)).unwrap_or(1) - 1)
}

fn verdict(answer: &Result<Sent, SendError>) -> &'static str {
    answer.as_ref().map_or_else(word, |_| "sent")
}

fn word(error: &SendError) -> &'static str {
    match error {
        SendError::Retry { .. } | SendError::RetryTimes { .. } => "retry",
        SendError::WaitPerson { .. } => "wait_person",
        SendError::SlowNumber { .. } => "slow_number",
        SendError::HoldQueue { .. } => "hold_queue",
        SendError::StopUnasked { .. } => "stop_unasked",
        SendError::WindowClosed { .. } => "window_closed",
        SendError::Template { .. } => "template",
        SendError::KeptBack { .. } => "kept_back",
        SendError::Unreachable { .. } => "unreachable",
        SendError::Refused { .. } => "refused",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{Id, id_bits};

    #[test]
    fn the_pause_grows_and_two_that_failed_together_part() {
        let (one, other) = (MessageId::from_bits(id_bits(1, 7)), MessageId::from_bits(id_bits(1, 8)));
        for (attempts, base) in [(1, 1_000), (2, 2_000), (3, 4_000), (9, 256_000), (40, 256_000)] {
            for id in [&one, &other] {
                let pause = backoff(attempts, id);
                assert!((base..base + base / 5).contains(&pause), "{attempts}: {pause}");
            }
        }
        assert_ne!(backoff(5, &one), backoff(5, &other));
    }

    #[test]
    fn the_pair_limit_waits_four_to_the_power_of_the_refusals_before() {
        let pauses: Vec<Millis> = (1..=6).map(pair_backoff).collect();
        assert_eq!(pauses, [1_000, 4_000, 16_000, 64_000, 256_000, 256_000]);
    }
}

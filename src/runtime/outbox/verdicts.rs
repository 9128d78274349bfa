//! What becomes of a bubble that the platform did not take.

use std::time::Duration;

use super::window::{self, Way, template_unusable};
use super::{CHANNEL_HELD, GIVE_UP, HELD, Outbox, TRIES, backoff, pair_backoff, word};
use crate::domain::Millis;
use crate::domain::ids::RowId;
use crate::domain::template::{Filled, Standing};
use crate::pubsub::Wake;
use crate::runtime::ports::{FileError, SendError};
use crate::store::{OutboxRow, StoreError, TemplateLine};

/// The platform's window lags behind the citizen's message by seconds (chatwoot#10143): one more try.
pub(super) const WINDOW_AGAIN: Millis = 5_000;

/// A plain message that is caught by a stop of everything unasked.
const STOPPED: Millis = 60 * 60 * 1000;

/// What was known of the reply window when it was decided that a bubble waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Window {
    Shut,
    /// Whatever it is, the platform did not take the bubble.
    Tried,
}

impl Outbox {
    /// `template`: what was sent in the bubble's place, if anything was.
    pub(super) async fn failed(
        &self,
        row: &OutboxRow,
        error: &SendError,
        template: Option<&Filled>,
    ) -> Result<(), StoreError> {
        let now = self.house.clock.now();
        let wait = |after: &Option<Duration>, otherwise: Millis| {
            now + after.map_or(otherwise, |d| i64::try_from(d.as_millis()).unwrap_or(otherwise))
        };
        if !matches!(error, SendError::Unreachable { .. } | SendError::Refused { .. }) {
            self.house.metrics.retry("bubble", word(error));
        }
        match error {
            SendError::Retry { .. } if now - row.created_at > GIVE_UP => self.give_up(row, error).await,
            SendError::Retry { after, why, .. } => {
                self.later(row, wait(after, backoff(row.attempts, &row.id)), why, true).await
            }
            SendError::RetryTimes { most, .. } if row.attempts >= *most => self.give_up(row, error).await,
            SendError::RetryTimes { after, why, .. } => {
                self.later(row, wait(after, backoff(row.attempts, &row.id)), why, true).await
            }
            SendError::WaitPerson { after, why } => {
                self.later(row, wait(after, pair_backoff(row.attempts)), why, true).await
            }
            SendError::SlowNumber { after, why } => {
                let until = wait(after, backoff(row.attempts, &row.id));
                self.lock_pace().hold(row.channel, until);
                self.common.hold(row.channel, until - now).await;
                self.later(row, until, why, false).await
            }
            SendError::StopUnasked { after, why } => {
                let until = wait(&Some(*after), STOPPED);
                let mut work = self.house.store.begin().await?;
                work.stop_unasked(row.channel, until, why, now).await?;
                work.commit().await?;
                self.alarm("unasked_stopped", row.channel.as_str(), why).await?;
                let again = if template.is_some() { until } else { now + STOPPED };
                self.later(row, again, why, false).await
            }
            SendError::HoldQueue { why } => {
                self.lock_pace().hold(row.channel, now + HELD);
                self.alarm(CHANNEL_HELD, row.channel.as_str(), why).await?;
                self.later(row, now + HELD, why, false).await
            }
            SendError::WindowClosed { why } => self.window_closed(row, why).await,
            SendError::Template { standing, why } => {
                if let Some(filled) = template {
                    self.template_refused(row, filled, *standing, why).await?;
                }
                let way = self.without_template(row).await?;
                self.go(row, way, why).await
            }
            SendError::KeptBack { why } => {
                let way = self.without_template(row).await?;
                self.go(row, way, why).await
            }
            SendError::Unreachable { why } => {
                let mut work = self.house.store.begin().await?;
                work.set_unreachable(&row.person, row.channel, Some(now)).await?;
                work.commit().await?;
                let way = self.way(row).await?;
                if matches!(way, Way::Never(_)) {
                    // As when the same comes later, as a status: somebody waits for words that will not reach them.
                    self.alarm("message_failed", row.id.as_str(), &error.to_string()).await?;
                }
                self.go(row, way, why).await
            }
            SendError::Refused { .. } => self.give_up(row, error).await,
        }
    }

    /// What is attached was not to be had. A file that is gone or damaged will not come back by itself, and has a few
    /// tries; a store that is out has as long as a platform.
    pub(super) async fn without_file(&self, row: &OutboxRow, error: &FileError) -> Result<(), StoreError> {
        let now = self.house.clock.now();
        self.house.metrics.retry("bubble", "file");
        let over = match error {
            FileError::Missing | FileError::Damaged => row.attempts >= TRIES,
            FileError::Unavailable(_) => now - row.created_at > GIVE_UP,
        };
        let why = error.to_string();
        match over {
            true => self.fail(row, &why).await,
            false => self.later(row, now + backoff(row.attempts, &row.id), &why, true).await,
        }
    }

    /// Our clock may say open: once more in a moment; then the platform is right.
    async fn window_closed(&self, row: &OutboxRow, why: &str) -> Result<(), StoreError> {
        let Some(door) = self.house.channel(row.channel) else { return Ok(()) };
        let now = self.house.clock.now();
        let mut work = self.house.store.begin().await?;
        let first = work.count_setback(&row.id).await? == 1;
        if !first {
            work.shut_window(&row.person, row.channel, door.line()).await?;
        }
        // Shut now: the next try finds the way around by itself.
        let again = if first { now + WINDOW_AGAIN } else { now };
        work.outbox_later(row, again, why, false).await?;
        work.commit().await
    }

    async fn template_refused(
        &self,
        row: &OutboxRow,
        filled: &Filled,
        standing: Option<Standing>,
        why: &str,
    ) -> Result<(), StoreError> {
        if let Some(standing) = standing {
            let mut work = self.house.store.begin().await?;
            work.note_template(&TemplateLine {
                channel: row.channel,
                name: filled.name.clone(),
                language: filled.language.clone(),
                standing,
                detail: why.to_owned(),
                at: self.house.clock.now(),
            })
            .await?;
            work.commit().await?;
        }
        template_unusable(&self.house, row.channel, filled, why).await
    }

    /// Sends a bubble on its way, when that way is not to be sent here and now.
    pub(super) async fn go(&self, row: &OutboxRow, way: Way, why: &str) -> Result<(), StoreError> {
        let now = self.house.clock.now();
        match way {
            // A template or plain words here were tried just now.
            Way::Plain | Way::Template(_) | Way::Hold => self.hold_for_reply(row, Window::Tried).await,
            Way::Later(until) => self.later(row, until, why, false).await,
            Way::Elsewhere(channel) => {
                let mut work = self.house.store.begin().await?;
                work.reroute(row, channel, now).await?;
                work.commit().await?;
                tracing::info!(message = %row.id, from = row.channel.as_str(), to = channel.as_str(), "rerouted");
                self.house.bus.wake(Wake::Outbox(row.person.clone()));
                Ok(())
            }
            Way::Never(reason) => {
                let mut work = self.house.store.begin().await?;
                let reason =
                    if reason == "unreachable" { format!("unreachable: {why}") } else { reason.into() };
                work.outbox_failed(row, &reason, now).await?;
                work.commit().await?;
                self.house.bus.wake(Wake::Chat(row.person.clone()));
                self.house.bus.wake(Wake::Outbox(row.person.clone()));
                Ok(())
            }
        }
    }

    /// Waits until the citizen writes again; the transcript shows it as waiting.
    pub(super) async fn hold_for_reply(&self, row: &OutboxRow, seen: Window) -> Result<(), StoreError> {
        let now = self.house.clock.now();
        let mut work = self.house.store.begin().await?;
        // The citizen may be writing at this moment: that turn would release what is held, and not find it yet.
        work.lock_lane(&row.person).await?;
        if seen == Window::Shut && window::is_open(&self.house, &mut work, &row.person, row.channel).await? {
            work.outbox_later(row, now, "the window opened", false).await?;
            return work.commit().await;
        }
        work.hold_message(row, now).await?;
        let id: RowId = self.house.mint.id();
        let detail = "a message waits for the citizen to write";
        work.raise_alarm(&id, "window_closed", row.person.as_str(), detail, now).await?;
        work.commit().await?;
        self.house.bus.wake(Wake::Chat(row.person.clone()));
        self.house.bus.wake(Wake::Outbox(row.person.clone()));
        Ok(())
    }

    async fn give_up(&self, row: &OutboxRow, error: &SendError) -> Result<(), StoreError> {
        self.fail(row, &error.to_string()).await
    }

    /// It will never arrive: staff see it.
    pub(super) async fn fail(&self, row: &OutboxRow, why: &str) -> Result<(), StoreError> {
        let now = self.house.clock.now();
        tracing::error!(why, message = %row.id, "a message was given up");
        let mut work = self.house.store.begin().await?;
        work.outbox_failed(row, why, now).await?;
        let alarm: RowId = self.house.mint.id();
        work.raise_alarm(&alarm, "message_failed", row.id.as_str(), why, now).await?;
        work.commit().await?;
        self.house.bus.wake(Wake::Chat(row.person.clone()));
        self.house.bus.wake(Wake::Outbox(row.person.clone()));
        Ok(())
    }
}

//! Long polling by one process at a time: Telegram answers 409 to the first of two that ask. The duty is a lease in
//! the database; who stops gives it back, and another goes on within a second.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::words;
use crate::channels::telegram;
use crate::domain::Millis;
use crate::runtime::house::House;
use crate::runtime::ports::Ingest;
use crate::store::{Duty, StoreError};

const NAME: &str = "telegram.polling";
/// Renewed three times before it ends; its end is how long updates wait when a machine loses its power.
const LEASE: Millis = 15_000;
const RENEW: Duration = Duration::from_secs(4);
/// Between two looks whether the duty is free.
const LOOK: Duration = Duration::from_secs(1);

pub(super) struct Poller {
    pub(super) house: House,
    pub(super) settings: telegram::Settings,
    pub(super) http: reqwest::Client,
    pub(super) ingest: Arc<dyn Ingest>,
}

impl Poller {
    /// Asks for updates whenever it is this process's duty, until told to stop.
    pub(super) async fn run(self, stop: CancellationToken) {
        loop {
            match self.take().await {
                Ok(Some(duty)) => self.on_duty(duty, &stop).await,
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "failed to ask whose duty polling is"),
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    async fn take(&self) -> Result<Option<Duty>, StoreError> {
        let now = self.house.clock.now();
        let mut work = self.house.store.begin().await?;
        let duty = work.take_duty(NAME, now, now + LEASE).await?;
        work.commit().await?;
        Ok(duty)
    }

    /// Polls until told to stop or until the duty is lost. What was not committed by then is not acknowledged, and
    /// the next poller gets it again.
    async fn on_duty(&self, duty: Duty, stop: &CancellationToken) {
        tracing::info!(fence = duty.fence, "asking Telegram for updates");
        let (settings, http) = (self.settings.clone(), self.http.clone());
        let words = words::telegram(&self.house.library);
        let polling = async {
            telegram::register_commands(&settings, &http, &words).await;
            telegram::poll(settings.clone(), words.clone(), http.clone(), self.ingest.clone(), stop.clone())
                .await;
        };
        tokio::select! {
            () = polling => {}
            () = self.renew(&duty) => tracing::warn!("polling is another process's duty now"),
        }
        let given_back = async {
            let mut work = self.house.store.begin().await?;
            work.leave_duty(&duty).await?;
            work.commit().await
        };
        if let Err(error) = given_back.await {
            tracing::warn!(%error, "failed to give a duty back; its lease will end by itself");
        }
    }

    /// Ends when the duty is lost.
    async fn renew(&self, duty: &Duty) {
        let mut ends = self.house.clock.now() + LEASE;
        loop {
            tokio::time::sleep(RENEW).await;
            let now = self.house.clock.now();
            let renewed = async {
                let mut work = self.house.store.begin().await?;
                work.keep_duty(duty, now + LEASE).await?;
                work.commit().await
            };
            match renewed.await {
                Ok(()) => ends = now + LEASE,
                Err(StoreError::Conflict) => return,
                Err(error) => {
                    tracing::warn!(%error, "failed to renew a duty");
                    if self.house.clock.now() >= ends {
                        return;
                    }
                }
            }
        }
    }
}

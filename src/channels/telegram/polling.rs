//! Long polling: for offices without a public address, and for developers.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::api::{self, Failure};
use super::groups::Groups;
use super::menu::Words;
use super::settings::Settings;
use super::split::split_any;
use super::webhook::UPDATES;
use crate::channels::json::integer;
use crate::channels::{http, webhook};
use crate::domain::inbound::ChannelKind;
use crate::runtime::ports::Ingest;

/// Bot API: at most 50.
const WAIT_SECONDS: u64 = 50;

const PAUSE_FIRST: Duration = Duration::from_secs(1);
const PAUSE_LONGEST: Duration = Duration::from_secs(60);

/// Asks for updates until `shutdown`. Asking with the next offset is Telegram's acknowledgement: it is
/// done only after the batch was committed, so that what we fail to store is delivered again.
pub async fn poll(
    settings: Settings,
    words: Words,
    client: Client,
    ingest: Arc<dyn Ingest>,
    shutdown: CancellationToken,
) {
    let groups = Groups::new(client.clone(), settings.clone(), &words.farewell);
    let poller = Poller { settings, groups, client, ingest, first_pause: PAUSE_FIRST };
    tokio::select! {
        () = shutdown.cancelled() => {}
        () = poller.run() => {}
    }
}

pub(super) struct Poller {
    pub(super) settings: Settings,
    pub(super) groups: Groups,
    pub(super) client: Client,
    pub(super) ingest: Arc<dyn Ingest>,
    pub(super) first_pause: Duration,
}

impl Poller {
    pub(super) async fn run(&self) {
        let mut offset = None;
        let mut pause = self.first_pause;
        loop {
            match self.round(offset).await {
                Ok(next) => {
                    offset = next.or(offset);
                    pause = self.first_pause;
                }
                Err(told) => {
                    tokio::time::sleep(told.unwrap_or(pause).min(PAUSE_LONGEST)).await;
                    pause = (pause * 2).min(PAUSE_LONGEST);
                }
            }
        }
    }

    /// One batch: the next offset, or the pause that Telegram asked for.
    async fn round(&self, offset: Option<i64>) -> Result<Option<i64>, Option<Duration>> {
        let mut body = json!({"timeout": WAIT_SECONDS, "limit": 100, "allowed_updates": UPDATES});
        if let Some(offset) = offset {
            body["offset"] = json!(offset);
        }
        let patience = Duration::from_secs(WAIT_SECONDS) + http::CALL_TIMEOUT;
        let updates = match api::call(&self.client, &self.settings, "getUpdates", &body, patience).await {
            Ok(updates) => updates,
            Err(failure) => return Err(self.explain(failure).await),
        };
        let next = next_offset(&updates);
        let cuts = split_any(&updates, webhook::now());
        webhook::store(ChannelKind::Telegram, self.ingest.as_ref(), cuts).await.map_err(|()| None)?;
        self.groups.leave(&updates);
        Ok(next)
    }

    async fn explain(&self, failure: Failure) -> Option<Duration> {
        match failure {
            // The operator's word is the configuration: polling was asked for, so the webhook goes.
            Failure::Refused { status: 409, description, .. } if description.contains("webhook") => {
                tracing::warn!("a webhook is set for this bot while telegram.mode is polling: removing it");
                let body = json!({"drop_pending_updates": false});
                let gone =
                    api::call(&self.client, &self.settings, "deleteWebhook", &body, http::CALL_TIMEOUT);
                if let Err(failure) = gone.await {
                    tracing::error!(error = %failure.verdict(), "failed to remove the webhook");
                }
                None
            }
            Failure::Refused { status: 409, .. } => {
                tracing::error!(
                    "another program asks for this bot's updates: stop it, or give each its own token"
                );
                None
            }
            Failure::Refused { retry_after: Some(pause), .. } => Some(pause),
            failure => {
                tracing::warn!(error = %failure.verdict(), "failed to ask Telegram for updates");
                None
            }
        }
    }
}

fn next_offset(updates: &Value) -> Option<i64> {
    let ids = updates.as_array()?.iter().filter_map(|update| integer(update, "update_id"));
    ids.max().map(|id| id + 1)
}

//! Files citizens send: fetched at once, judged, encrypted, kept; and fetched again on a schedule of their
//! own when the platform is slow, whatever became of the event that announced them.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::house::House;
use super::inbox::Internal;
use super::ports::{FetchError, FileError};
use super::turn::{TurnError, unfetched};
use crate::domain::Millis;
use crate::domain::ids::{MediaId, RowId};
use crate::domain::inbound::{Body, ChannelKind, Inbound, MediaKind};
use crate::engine::{MediaSeen, Seen};
use crate::media::Verdict;
use crate::pubsub::Wake;
use crate::store::{ArrivalRow, Lane, MediaRow, MediaState, Settled, StoreError, Work};

/// The turn waits this long for the platform to give a file; then the citizen is told that it takes longer. Shorter than what a service
/// manager leaves between SIGTERM and SIGKILL (10 s with containers).
const PATIENCE: Duration = Duration::from_secs(7);
/// Files of a platform live at least this long (WhatsApp media ids: 7 days); then it is given up.
const LIFETIME: Millis = 7 * 24 * 60 * 60 * 1000;
/// A file not here after this long is an alarm.
const ALARM_AFTER: Millis = 60 * 60 * 1000;
/// While a worker fetches, no other takes the same file.
const CLAIM: Millis = 60_000;

/// Notes the files of a batch and waits for them. One entry per event of the batch, in order.
pub(super) async fn receive(
    house: &House,
    lane: &Lane,
    channel: ChannelKind,
    events: &[(&ArrivalRow, &Inbound)],
) -> Result<Vec<Option<MediaSeen>>, TurnError> {
    let mut noted: Vec<Option<MediaSeen>> = Vec::with_capacity(events.len());
    let mut work = None;
    for (row, inbound) in events {
        let Body::Media { media, .. } = &inbound.body else {
            noted.push(None);
            continue;
        };
        let fresh: MediaId = house.mint.id();
        if !is_fetched(media.kind) {
            noted.push(Some(unfetched(fresh, media.kind)));
            continue;
        }
        let now = house.clock.now();
        if work.is_none() {
            let mut begun = house.store.begin().await?;
            begun.hold_lane(lane, now + CLAIM).await?;
            work = Some(begun);
        }
        if let Some(work) = &mut work {
            let id = work.add_media(&fresh, &lane.person, channel, &row.id, media, now).await?;
            work.media_later(&id, now + CLAIM, "first try").await?;
            noted.push(Some(MediaSeen { id, kind: media.kind, seen: Seen::Waiting }));
        }
    }
    if let Some(work) = work {
        work.commit().await?;
    }
    let waits = noted.iter().flatten().filter(|m| m.seen == Seen::Waiting).map(|m| m.id.clone());
    let fetching: Vec<_> = waits.map(|id| settle_within(house, id)).collect();
    for (id, seen) in futures_util::future::join_all(fetching).await {
        if let Some(item) = noted.iter_mut().flatten().find(|m| m.id == id) {
            item.seen = seen;
        }
    }
    Ok(noted)
}

/// The kinds that a question can take; others are not fetched: the least is collected.
pub(super) fn is_fetched(kind: MediaKind) -> bool {
    matches!(kind, MediaKind::Photo | MediaKind::Document)
}

async fn settle_within(house: &House, id: MediaId) -> (MediaId, Seen) {
    let seen = match settle(house, &id, Some(PATIENCE)).await {
        Ok(row) => seen(&row).seen,
        Err(error) => {
            tracing::warn!(%error, media = %id, "a file could not be settled at once");
            Seen::Waiting
        }
    };
    if seen == Seen::Waiting {
        let late = async {
            let mut work = house.store.begin().await?;
            work.media_is_late(&id).await?;
            work.commit().await
        };
        if let Err(error) = late.await {
            tracing::error!(%error, media = %id, "failed to mark a file as late");
        }
    }
    (id, seen)
}

/// What a file row means to the conversation.
pub(super) fn seen(row: &MediaRow) -> MediaSeen {
    let seen = match row.state {
        MediaState::Received => Seen::Waiting,
        MediaState::Failed | MediaState::Dropped => {
            Seen::Gone { advice: row.advice.clone().unwrap_or_else(|| "photo-advice-gone".into()) }
        }
        MediaState::Stored => match row.verdict.as_deref() {
            Some("accept") => Seen::Good,
            verdict => Seen::Poor {
                verdict: verdict.unwrap_or("unreadable_file").to_owned(),
                advice: row.advice.clone().unwrap_or_default(),
                usable: row.blob_key.is_some(),
            },
        },
    };
    MediaSeen { id: row.id.clone(), kind: row.reference.kind, seen }
}

/// Fetches, judges, encrypts and stores one file, unless that was done. `patience` bounds the platform's part
/// alone: a busy triage is ours, and is waited for.
async fn settle(house: &House, id: &MediaId, patience: Option<Duration>) -> Result<MediaRow, StoreError> {
    let row = house.store.media(id).await?;
    if row.state != MediaState::Received {
        return Ok(row);
    }
    let Some(door) = house.channel(row.channel) else { return Ok(row) };
    let fetched = match patience {
        None => door.fetch(&row.reference).await,
        Some(patience) => tokio::time::timeout(patience, door.fetch(&row.reference))
            .await
            .unwrap_or_else(|_| Err(FetchError::Retry("slow".into()))),
    };
    match fetched {
        Ok(bytes) => keep(house, &row, bytes).await?,
        Err(error) => put_off(house, &row, &error).await?,
    }
    house.store.media(id).await
}

async fn keep(house: &House, row: &MediaRow, bytes: Vec<u8>) -> Result<(), StoreError> {
    let judged = house.judge.judge(bytes, row.reference.mime.clone()).await;
    let mime = judged.clean_mime();
    let key = format!("media/{}", row.id.as_str().to_ascii_lowercase());
    // A picture that a person could not use either (a scan of nothing) is kept all the same: the citizen may
    // insist. What cannot be opened is not kept.
    let blob = match judged.clean {
        Some(clean) if judged.verdict != Verdict::UnreadableFile => {
            match house.files.put(&key, clean).await {
                Ok(()) => Some(key.as_str()),
                Err(error) => return store_full(house, row, &error).await,
            }
        }
        _ => None,
    };
    house.metrics.photo(judged.verdict.as_str());
    let settled = Settled {
        mime: mime.unwrap_or("application/octet-stream"),
        bytes: row.reference.size.and_then(|s| i64::try_from(s).ok()).unwrap_or(0),
        width: (judged.width > 0).then_some(i64::from(judged.width)),
        height: (judged.height > 0).then_some(i64::from(judged.height)),
        sha256: &judged.sha256,
        phash: (judged.phash != 0).then(|| format!("{:016x}", judged.phash)),
        verdict: judged.verdict.as_str(),
        advice: judged.advice.map_or("", |a| a.key()),
        blob_key: blob,
    };
    let mut work = house.store.begin().await?;
    let now = house.clock.now();
    work.media_settled(&row.id, &settled, now).await?;
    announce(house, &mut work, &row.id).await?;
    work.commit().await
}

/// Tells the conversation of a file that it went on without.
async fn announce(house: &House, work: &mut Work, id: &MediaId) -> Result<(), StoreError> {
    let row = work.media_row(id).await?;
    if row.late {
        let key = format!("media:{id}");
        Internal::MediaSettled { media: id.clone() }.place(work, house, &row.person, &key).await?;
        house.bus.wake(Wake::Inbox(row.person));
    }
    Ok(())
}

async fn store_full(house: &House, row: &MediaRow, error: &FileError) -> Result<(), StoreError> {
    let mut work = house.store.begin().await?;
    let now = house.clock.now();
    work.media_later(&row.id, now + backoff(row.attempts), &error.to_string()).await?;
    let alarm: RowId = house.mint.id();
    work.raise_alarm(&alarm, "file_store", "files", &error.to_string(), now).await?;
    work.commit().await
}

async fn put_off(house: &House, row: &MediaRow, error: &FetchError) -> Result<(), StoreError> {
    let now = house.clock.now();
    let age = now - row.created_at;
    let mut work = house.store.begin().await?;
    match error {
        FetchError::Gone(why) => work.media_failed(&row.id, why, "photo-advice-gone", now).await?,
        FetchError::TooLarge(why) => work.media_failed(&row.id, why, "photo-advice-too-large", now).await?,
        FetchError::Retry(_) | FetchError::Held(_) if age > LIFETIME => {
            work.media_failed(&row.id, "expired", "photo-advice-gone", now).await?;
        }
        FetchError::Retry(why) | FetchError::Held(why) => {
            work.media_later(&row.id, now + backoff(row.attempts), why).await?;
            if age > ALARM_AFTER || matches!(error, FetchError::Held(_)) {
                let alarm: RowId = house.mint.id();
                work.raise_alarm(&alarm, "media_waiting", row.channel.as_str(), why, now).await?;
            }
        }
    }
    if matches!(error, FetchError::Gone(_) | FetchError::TooLarge(_)) || age > LIFETIME {
        announce(house, &mut work, &row.id).await?;
    }
    work.commit().await
}

/// 2 s, 4 s, … 10 minutes.
fn backoff(attempts: i64) -> Millis {
    (1_000_i64 << attempts.clamp(1, 10)).min(10 * 60_000)
}

/// Photos sent while a person holds the chat: fetched by the schedule, seen in the console.
pub(super) async fn keep_for_staff(work: &mut Work, items: &[MediaSeen]) -> Result<(), StoreError> {
    for item in items.iter().filter(|i| i.seen == Seen::Waiting) {
        work.media_later(&item.id, 0, "held by staff").await?;
    }
    Ok(())
}

/// Fetches what is due, until told to stop.
pub(super) async fn run(house: House, stop: CancellationToken) {
    loop {
        let found = sweep(&house).await.unwrap_or_else(|error| {
            tracing::error!(%error, "failed to look for files to fetch");
            0
        });
        let pause = if found > 0 { Duration::from_millis(50) } else { Duration::from_secs(1) };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// One round over the files that are due. Gives how many there were.
pub(super) async fn sweep(house: &House) -> Result<usize, StoreError> {
    let now = house.clock.now();
    let mut work = house.store.begin().await?;
    let rows = work.claim_media(4, now, now + CLAIM).await?;
    work.commit().await?;
    let found = rows.len();
    let fetching: Vec<_> = rows.iter().map(|row| settle(house, &row.id, None)).collect();
    for result in futures_util::future::join_all(fetching).await {
        if let Err(error) = result {
            tracing::error!(%error, "failed to settle a file");
        }
    }
    Ok(found)
}

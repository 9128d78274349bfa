//! Files citizens send: fetched at once, judged, encrypted, kept; and fetched again on a schedule of their
//! own when the platform is slow, whatever became of the event that announced them.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use super::house::House;
use super::inbox::Internal;
use super::ports::{FetchError, FileError};
use super::turn::{TurnError, unfetched};
use super::watch;
use crate::domain::Millis;
use crate::domain::ids::{ArrivalId, MediaId, PersonId};
use crate::domain::inbound::{Body, ChannelKind, Inbound, MediaKind};
use crate::engine::{MediaSeen, Seen};
use crate::media::Verdict;
use crate::pubsub::Wake;
use crate::store::{ArrivalRow, Lane, MediaRow, MediaState, Settled, StoreError, Work};
use crate::telemetry::STORY;

/// The turn waits this long for the platform to give a file; then the citizen is told that it takes longer. Shorter than what a service
/// manager leaves between SIGTERM and SIGKILL (10 s with containers).
const PATIENCE: Duration = Duration::from_secs(7);
/// After this long the citizen is shown that somebody is at work.
const SLOW: Duration = Duration::from_secs(1);
/// Files of a platform live at least this long (WhatsApp media ids: 7 days); then it is given up.
const LIFETIME: Millis = 7 * 24 * 60 * 60 * 1000;
/// While a worker fetches, no other takes the same file.
const CLAIM: Millis = 60_000;
/// A file is looked at so often without an end.
const LOOKS: i64 = 3;
/// A turn looks so soon whether the worker that has its file is done, then less and less often: what took long may
/// be seen a little later, and a worker that hangs does not keep the database busy.
const LOOK: Duration = Duration::from_millis(25);
const LOOK_AT_LEAST: Duration = Duration::from_millis(400);
/// Files fetched side by side.
const FETCHING: usize = 8;

/// Notes the file of an event that is being stored, in its transaction, so that it is fetched on a schedule of its
/// own whatever becomes of the event. True: there is one.
pub(super) async fn note(
    work: &mut Work,
    house: &House,
    channel: ChannelKind,
    person: &PersonId,
    arrival: &ArrivalId,
    fragment: &str,
) -> Result<bool, StoreError> {
    let Some(door) = house.channel(channel) else { return Ok(false) };
    // What breaks the reader is stored all the same; the turn counts its tries.
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| door.read(fragment).body));
    match read.unwrap_or(Body::Ignored { why: "it breaks the reader".into() }) {
        Body::Media { media, .. } if is_fetched(media.kind) => {
            let fresh: MediaId = house.mint.id();
            work.add_media(&fresh, person, channel, arrival, &media, house.clock.now()).await?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// Waits for the files of a batch. One entry per event of the batch, in order.
pub(super) async fn receive(
    house: &House,
    lane: &Lane,
    channel: ChannelKind,
    events: &[(&ArrivalRow, &Inbound)],
) -> Result<Vec<Option<MediaSeen>>, TurnError> {
    let mut noted: Vec<Option<MediaSeen>> = Vec::with_capacity(events.len());
    for (row, inbound) in events {
        let Body::Media { media, .. } = &inbound.body else {
            noted.push(None);
            continue;
        };
        if !is_fetched(media.kind) {
            noted.push(Some(unfetched(house.mint.id(), media.kind)));
            continue;
        }
        let id = match house.store.media_of(&row.id).await? {
            Some(id) => id,
            // Stored when its channel was switched off, or by a version that noted files here.
            None => {
                let (fresh, now): (MediaId, _) = (house.mint.id(), house.clock.now());
                let mut work = house.store.begin().await?;
                work.hold_lane(lane, now + CLAIM).await?;
                let id = work.add_media(&fresh, &lane.person, channel, &row.id, media, now).await?;
                work.commit().await?;
                id
            }
        };
        noted.push(Some(MediaSeen { id, kind: media.kind, seen: Seen::Waiting }));
    }
    let waits = noted.iter().flatten().filter(|m| m.seen == Seen::Waiting).map(|m| m.id.clone());
    let fetching: Vec<_> = waits.map(|id| settle_within(house, id)).collect();
    let settled = futures_util::future::join_all(fetching);
    let settled = match events.last() {
        Some((_, last)) if noted.iter().flatten().any(|m| m.seen == Seen::Waiting) => {
            showing(house, &lane.person, channel, last, settled).await
        }
        _ => settled.await,
    };
    for (id, seen) in settled {
        if let Some(item) = noted.iter_mut().flatten().find(|m| m.id == id) {
            item.seen = seen;
        }
    }
    Ok(noted)
}

/// Shows that somebody is at work on it when the work takes long.
async fn showing<F: Future>(
    house: &House,
    person: &PersonId,
    channel: ChannelKind,
    last: &Inbound,
    work: F,
) -> F::Output {
    let mut work = pin!(work);
    if let Either::Left((done, _)) = select(work.as_mut(), pin!(house.clock.sleep(SLOW))).await {
        return done;
    }
    let shown = async {
        if let Err(error) = show_working(house, person, channel, last).await {
            tracing::debug!(%error, "nobody was shown that it takes long");
        }
    };
    // Dropped once the work is done: what is shown after the answer promises another.
    match select(work.as_mut(), pin!(shown)).await {
        Either::Left((done, _)) => return done,
        Either::Right(_) => {}
    }
    work.await
}

/// Only where the bot is the one who answers.
async fn show_working(
    house: &House,
    person: &PersonId,
    channel: ChannelKind,
    last: &Inbound,
) -> Result<(), StoreError> {
    if let Some(door) = house.channel(channel)
        && house.store.is_with_bot(person).await?
    {
        let from = house.store.addresses(person, channel).await?;
        door.working(&from, last).await;
    }
    Ok(())
}

/// The kinds that a question can take; others are not fetched: the least is collected.
pub(super) fn is_fetched(kind: MediaKind) -> bool {
    matches!(kind, MediaKind::Photo | MediaKind::Document)
}

async fn settle_within(house: &House, id: MediaId) -> (MediaId, Seen) {
    let found = match wait_for(house, &id).await {
        Ok(row) => seen(&row).seen,
        Err(error) => {
            tracing::warn!(%error, media = %id, "a file could not be settled at once");
            Seen::Waiting
        }
    };
    if found != Seen::Waiting {
        return (id, found);
    }
    let late = async {
        let mut work = house.store.begin().await?;
        let late = work.media_is_late(&id).await?;
        work.commit().await?;
        // It settled at this very moment: nobody will tell of it later, so this turn takes it.
        if late { Ok(found) } else { house.store.media(&id).await.map(|row| seen(&row).seen) }
    };
    match late.await {
        Ok(found) => (id, found),
        Err(error) => {
            tracing::error!(%error, media = %id, "failed to mark a file as late");
            (id, Seen::Waiting)
        }
    }
}

/// Waits for the worker that has the file, or fetches it when nobody has.
async fn wait_for(house: &House, id: &MediaId) -> Result<MediaRow, StoreError> {
    let ends = house.clock.deadline(PATIENCE);
    let mut look = LOOK;
    loop {
        let row = house.store.media(id).await?;
        let left = ends.left();
        // What the platform gave is ours, and is waited for however long the look takes.
        if row.state != MediaState::Received || (left.is_zero() && !row.judged) {
            return Ok(row);
        }
        let now = house.clock.now();
        let mut work = house.store.begin().await?;
        let ours = work.claim_file(id, now, now + CLAIM).await?;
        work.commit().await?;
        if ours {
            return settle(house, id, Some(left)).await;
        }
        house.clock.sleep(look).await;
        look = (look * 3 / 2).min(LOOK_AT_LEAST);
    }
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
        Some(patience) => {
            let fetched = house.clock.within(patience, door.fetch(&row.reference)).await;
            fetched.unwrap_or_else(|| Err(FetchError::Retry("slow".into())))
        }
    };
    let became = match &fetched {
        Ok(_) => "fetched",
        Err(FetchError::Retry(_)) => "retry",
        Err(FetchError::Gone(_)) => "gone",
        Err(FetchError::TooLarge(_)) => "too_large",
        Err(FetchError::Held(_)) => "held",
    };
    house.metrics.fetch(row.channel.as_str(), became);
    tracing::debug!(target: STORY, arrival = row.arrival, media = %id, attempt = row.attempts + 1, became, "file");
    match fetched {
        Ok(bytes) => {
            let mut work = house.store.begin().await?;
            let now = house.clock.now();
            let looks = work.file_is_judged(id, now + CLAIM).await?;
            if looks > LOOKS {
                // It kills the process, or the process dies for another reason whenever it is here: not once more.
                work.media_failed(id, "every look at it ended with the process", "photo-advice-gone", now)
                    .await?;
                watch::raise(
                    house,
                    &mut work,
                    "media_failed",
                    id.as_str(),
                    "every look ended with the process",
                )
                .await?;
                announce(house, &mut work, id).await?;
            }
            work.commit().await?;
            if looks <= LOOKS {
                keep(house, &row, bytes).await?;
            }
        }
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
    house.metrics.file("stored");
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
    if row.attempts > 0 {
        work.clear_alarm("file_store", "files", now).await?;
        work.clear_alarm("media_held", row.channel.as_str(), now).await?;
    }
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
    house.metrics.retry("file", "file_store");
    watch::raise(house, &mut work, "file_store", "files", &error.to_string()).await?;
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
            let held = matches!(error, FetchError::Held(_));
            house.metrics.retry("file", if held { "held" } else { "retry" });
            if held {
                watch::raise(house, &mut work, "media_held", row.channel.as_str(), why).await?;
            }
        }
    }
    if matches!(error, FetchError::Gone(_) | FetchError::TooLarge(_)) || age > LIFETIME {
        house.metrics.file("failed");
        announce(house, &mut work, &row.id).await?;
    }
    work.commit().await
}

/// 2 s, 4 s, … 10 minutes.
fn backoff(attempts: i64) -> Millis {
    (1_000_i64 << attempts.clamp(1, 10)).min(10 * 60_000)
}

/// Fetches what is due, until told to stop: at once when an event announced it, else by the schedule.
pub(super) async fn run(house: House, stop: CancellationToken) {
    let mut wakes = house.bus.listen();
    let mut tasks = tokio::task::JoinSet::new();
    loop {
        let free = FETCHING.saturating_sub(tasks.len());
        let rows = if free > 0 { claim(&house, free).await } else { Ok(Vec::new()) };
        for row in rows.unwrap_or_else(|error| {
            tracing::error!(%error, "failed to look for files to fetch");
            Vec::new()
        }) {
            let house = house.clone();
            tasks.spawn(async move { fetch(&house, &row.id).await });
        }
        let look = tokio::time::sleep(Duration::from_secs(1));
        tokio::pin!(look);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = &mut look => break,
                Some(_) = tasks.join_next(), if !tasks.is_empty() => break,
                wake = wakes.recv() => match wake {
                    Ok(Wake::Media) | Err(RecvError::Lagged(_)) => break,
                    Ok(_) => {}
                    Err(RecvError::Closed) => return,
                },
            }
        }
    }
}

async fn claim(house: &House, most: usize) -> Result<Vec<MediaRow>, StoreError> {
    let now = house.clock.now();
    let mut work = house.store.begin().await?;
    let rows = work.claim_media(i64::try_from(most).unwrap_or(1), now, now + CLAIM).await?;
    for id in work.unreadable() {
        work.media_unreadable(&id, "photo-advice-gone", now).await?;
        house.metrics.file("failed");
        watch::raise(house, &mut work, "media_failed", &id, "it does not read").await?;
        let Ok(id) = MediaId::parse(&id) else { continue };
        match announce(house, &mut work, &id).await {
            // More than the place of the file is damaged: nobody can be told.
            Err(StoreError::Damaged(_)) => {}
            told => told?,
        }
    }
    work.commit().await?;
    Ok(rows)
}

async fn fetch(house: &House, id: &MediaId) {
    if let Err(error) = settle(house, id, None).await {
        tracing::error!(%error, media = %id, "failed to settle a file");
    }
}

/// One round over the files that are due. Gives how many there were.
pub(super) async fn sweep(house: &House) -> Result<usize, StoreError> {
    let rows = claim(house, FETCHING).await?;
    futures_util::future::join_all(rows.iter().map(|row| fetch(house, &row.id))).await;
    Ok(rows.len())
}

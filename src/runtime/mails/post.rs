//! Hands mails over, and sorts what becomes of them: another try, an operator's matter, or never.

use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::{GIVE_UP, LIFE};
use crate::domain::Millis;
use crate::domain::ids::{MailId, PersonId};
use crate::pubsub::Wake;
use crate::runtime::house::House;
use crate::runtime::inbox::{Fate, Internal};
use crate::runtime::ports::{Letter, MailError, Mailer};
use crate::runtime::watch;
use crate::store::{MailRow, StoreError, Work};

/// How often the worker looks; a citizen who waits for a mail does not notice.
const LOOK: Duration = Duration::from_secs(1);
/// Mails under way side by side.
const SENDING: i64 = 8;
/// A worker that died gives its mail back after this long; longer than the time-out of a mailer.
const LEASE: Millis = 60_000;
/// From this try on an operator is told: the first ones may fail by chance.
const TOLD_FROM: i64 = 3;
/// The alarm while mails do not leave, and what it is about.
const DOWN: (&str, &str) = ("mail_down", "smtp");

/// Sends what is due until told to stop.
pub(in crate::runtime) async fn run(house: House, stop: CancellationToken) {
    loop {
        if let Err(error) = sweep(&house).await {
            tracing::error!(%error, "failed to send mails");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Sends what is due now. Gives how many were tried.
pub(in crate::runtime) async fn sweep(house: &House) -> Result<usize, StoreError> {
    let Some(mailer) = &house.mail else { return Ok(0) };
    let now = house.clock.now();
    // A look costs no writer anything.
    if !house.store.is_mail_due(now).await? {
        return Ok(0);
    }
    let mut work = house.store.begin().await?;
    let due = work.claim_mails(SENDING, now, now + LEASE).await?;
    let mut told = Vec::new();
    // One that does not read must not keep back the others.
    for id in work.unreadable() {
        if let Some((mail, person, tag)) = work.mail_unreadable(&id, Fate::GaveUp.as_str(), now).await? {
            tell(house, &mut work, (mail, tag), &person, (Fate::GaveUp, "it does not read")).await?;
            told.push(person);
        }
    }
    work.commit().await?;
    for person in told {
        house.bus.wake(Wake::Inbox(person));
    }
    let count = due.len();
    let sent = due.iter().map(|row| deliver(house, mailer.as_ref(), row));
    futures_util::future::try_join_all(sent).await?;
    Ok(count)
}

async fn deliver(house: &House, mailer: &dyn Mailer, row: &MailRow) -> Result<(), StoreError> {
    // A mail that ends whoever sends it is not tried for ever; one that waited for a start is tried once.
    if row.attempts > 1 && house.clock.now() - row.created_at >= GIVE_UP {
        return never(house, row, Fate::GaveUp, "no try came to an end").await;
    }
    let Ok(letter) = serde_json::from_str::<Letter>(row.letter.expose()) else {
        return never(house, row, Fate::GaveUp, "the letter does not read").await;
    };
    let started = Instant::now();
    let answer = mailer.send(&row.id, &letter).await;
    let became = match &answer {
        Ok(()) => "sent",
        Err(MailError::Retry(_)) => "retry",
        Err(MailError::Held(_)) => "held",
        Err(MailError::Refused(_)) => "refused",
    };
    house.metrics.send("mail", became, started.elapsed());
    tracing::debug!(mail = %row.id, attempt = row.attempts, became, "tried");
    match answer {
        Ok(()) => {
            let now = house.clock.now();
            let mut work = house.store.begin().await?;
            work.mail_sent(&row.id, now, now + LIFE).await?;
            work.clear_alarm(DOWN.0, DOWN.1, now).await?;
            work.commit().await?;
            house.bus.wake(Wake::Chat(row.person.clone()));
            Ok(())
        }
        Err(MailError::Refused(why)) => never(house, row, Fate::Refused, &why).await,
        Err(MailError::Retry(why)) => again(house, row, &why, row.attempts >= TOLD_FROM).await,
        Err(MailError::Held(why)) => again(house, row, &why, true).await,
    }
}

/// Another try, unless it is too late for one.
async fn again(house: &House, row: &MailRow, why: &str, is_told: bool) -> Result<(), StoreError> {
    let now = house.clock.now();
    let next = now + backoff(row.attempts);
    if next - row.created_at >= GIVE_UP {
        return never(house, row, Fate::GaveUp, why).await;
    }
    let mut work = house.store.begin().await?;
    work.mail_later(&row.id, next, why).await?;
    if is_told {
        watch::raise(house, &mut work, DOWN.0, DOWN.1, why).await?;
    }
    work.commit().await?;
    house.bus.wake(Wake::Chat(row.person.clone()));
    Ok(())
}

/// It never leaves: whoever waits for it is told in the chat, and staff see it.
async fn never(house: &House, row: &MailRow, fate: Fate, why: &str) -> Result<(), StoreError> {
    let mut work = house.store.begin().await?;
    if work.mail_failed(&row.id, fate.as_str(), why, house.clock.now()).await? {
        tell(house, &mut work, (row.id.clone(), row.tag.clone()), &row.person, (fate, why)).await?;
    }
    work.commit().await?;
    house.bus.wake(Wake::Inbox(row.person.clone()));
    Ok(())
}

/// Staff and, in their lane, the citizen.
async fn tell(
    house: &House,
    work: &mut Work,
    (mail, tag): (MailId, String),
    person: &PersonId,
    (fate, why): (Fate, &str),
) -> Result<(), StoreError> {
    watch::raise(house, work, "mail_failed", person.as_str(), why).await?;
    let key = format!("mail:{mail}");
    Internal::MailFailed { mail, tag, fate }.place(work, house, person, &key).await
}

/// 2, 4, 8 … 300 seconds.
fn backoff(attempts: i64) -> Millis {
    (1_000_i64 << attempts.clamp(1, 9)).min(300_000)
}

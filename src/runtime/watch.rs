//! Looks at what waits and says so: alarms as rows for what an operator or an officer must know, raised once and
//! cleared when it is over. Also heals rows that a clock which ran ahead left behind.

use super::house::House;
use crate::domain::Millis;
use crate::domain::ids::RowId;
use crate::store::{StoreError, Work};

const MINUTE: Millis = 60_000;

/// What waits longer than this is an alarm. A turn takes milliseconds, so a lane that is a few minutes old means
/// that the workers stand still; messages wait when a platform is down; files live 7 days at the platforms.
const LIMITS: [(&str, &str, Millis); 3] = [
    ("inbox_waiting", "inbox", 5 * MINUTE),
    ("outbox_waiting", "outbox", 10 * MINUTE),
    ("media_waiting", "files", 60 * MINUTE),
];
/// A service wants e-mail addresses proven, and nothing sends e-mails.
const MAIL_OFF: &str = "mail_off";
/// Promises looked at in one round.
const AT_ONCE: i64 = 50;
/// No row of ours waits for a moment that is further away, but for those that wait for a citizen.
const HORIZON: Millis = 15 * MINUTE;

/// One round. Gives how many promises ran out since the last.
pub(super) async fn sweep(house: &House) -> Result<usize, StoreError> {
    let now = house.clock.now();
    let oldest = [
        house.store.inbox_depth().await?.1,
        house.store.outbox_oldest(now).await?,
        house.store.media_oldest().await?,
    ];
    let open = house.store.open_alarms().await?;
    let mut work = house.store.begin().await?;
    for ((kind, subject, limit), since) in LIMITS.into_iter().zip(oldest) {
        let is_open = open.iter().any(|alarm| alarm.kind == kind && alarm.subject == subject);
        match since.map(|at| now - at).filter(|age| *age > limit) {
            Some(age) if !is_open => {
                let detail = format!("the oldest for {} min", age / MINUTE);
                raise(house, &mut work, kind, subject, &detail).await?;
            }
            None if is_open => work.clear_alarm(kind, subject, now).await?,
            Some(_) | None => {}
        }
    }
    let off = house.library.newest().asks_for_proof().is_some() && house.mail.is_none();
    let is_open = open.iter().any(|alarm| alarm.kind == MAIL_OFF);
    match off {
        true if !is_open => {
            raise(house, &mut work, MAIL_OFF, "smtp_url", "e-mail addresses are taken unproven").await?;
        }
        false if is_open => work.clear_alarm(MAIL_OFF, "smtp_url", now).await?,
        true | false => {}
    }
    let broken = work.broken_promises(now, AT_ONCE).await?;
    for (dossier, ticket) in &broken {
        raise(house, &mut work, "sla_overdue", dossier.as_str(), ticket).await?;
    }
    work.commit().await?;
    if !broken.is_empty() {
        house.bus.wake(crate::pubsub::Wake::Case);
    }
    Ok(broken.len())
}

/// Raises an alarm as a row, and in the log.
pub(super) async fn raise(
    house: &House,
    work: &mut Work,
    kind: &str,
    subject: &str,
    detail: &str,
) -> Result<(), StoreError> {
    tracing::warn!(kind, subject, detail, "alarm");
    let id: RowId = house.mint.id();
    work.raise_alarm(&id, kind, subject, detail, house.clock.now()).await
}

/// Rows that a clock which was ahead made wait for a time that is far away are due now. Gives how many.
pub(super) async fn heal_clock(house: &House) -> Result<u64, StoreError> {
    let mut work = house.store.begin().await?;
    let healed = work.pull_back(house.clock.now(), HORIZON).await?;
    work.commit().await?;
    if healed > 0 {
        tracing::warn!(healed, "the clock was ahead; what waited for that time is due now");
    }
    Ok(healed)
}

//! Forgetting on time: the consent promises that photos go so many days after the end of a request, and the
//! chat's history after a year.

use super::adviser;
use super::house::House;
use super::templates;
use crate::domain::Millis;
use crate::store::{StoreError, Work};

const DAY: Millis = 24 * 60 * 60 * 1000;
/// Files let go in one round.
const AT_ONCE: i64 = 50;
/// The ids of what arrived are kept for the platforms' redeliveries (WhatsApp: seven days); what it brought goes when it is
/// served.
const RAW_DAYS: Millis = 30;
/// The chat's history, as the consent says: one year.
const HISTORY_DAYS: Millis = 365;
/// Mails are remembered as long as they are counted: a day.
const MAIL_DAYS: Millis = 1;
/// Rows let go in one round.
const ROWS_AT_ONCE: i64 = 500;

/// Deletes the files, arrivals, bubbles and mails whose time is over. Gives how many files.
pub(super) async fn sweep(house: &House) -> Result<usize, StoreError> {
    templates::forget(house).await?;
    adviser::forget(house).await?;
    let days = Millis::from(house.library.office.photo_retention_days);
    let before = house.clock.now() - days * DAY;
    let mut work = house.store.begin().await?;
    let dead = work.forget_media(before, AT_ONCE).await?;
    let now = house.clock.now();
    let mut more = forget_rows(&mut work, now).await?;
    work.commit().await?;
    while more {
        // In transactions of their own: whoever wants to write gets in between.
        let mut work = house.store.begin().await?;
        more = forget_rows(&mut work, now).await?;
        work.commit().await?;
    }
    for key in &dead {
        // The rows are gone first: a file that a crash leaves behind is sealed and named by nobody.
        if let Err(error) = house.files.delete(key).await {
            tracing::warn!(%error, "failed to delete a file whose time is over");
        }
    }
    Ok(dead.len())
}

/// Lets go of arrivals, bubbles and mails, some of each. Gives whether there may be more.
async fn forget_rows(work: &mut Work, now: Millis) -> Result<bool, StoreError> {
    let words = work.forget_words(now - RAW_DAYS * DAY, now - HISTORY_DAYS * DAY, ROWS_AT_ONCE).await?;
    let mails = work.forget_mails(now - MAIL_DAYS * DAY, ROWS_AT_ONCE).await?;
    Ok(words || mails)
}

//! News about our own account on a platform: a ban, a paused template, a changed limit. Each becomes an
//! alarm that staff see; none has a citizen or a lane.

use super::house::House;
use crate::domain::ids::RowId;
use crate::domain::inbound::Body;
use crate::store::StoreError;

/// Turns what waits into alarms. Gives how many there were.
pub(super) async fn sweep(house: &House) -> Result<usize, StoreError> {
    let now = house.clock.now();
    let mut work = house.store.begin().await?;
    let news = work.waiting_account_news(50).await?;
    for row in &news {
        if let Some((kind, door)) = row.channel.and_then(|kind| house.channel(kind).map(|door| (kind, door)))
            && let Body::Account { field, summary } = door.read(row.body.expose()).body
        {
            let alarm: RowId = house.mint.id();
            let subject = format!("{}:{field}", kind.as_str());
            work.raise_alarm(&alarm, "account_news", &subject, &summary, now).await?;
            tracing::warn!(channel = kind.as_str(), %field, %summary, "news about our account");
        }
        work.serve_arrival(&row.id, now).await?;
    }
    work.commit().await?;
    Ok(news.len())
}

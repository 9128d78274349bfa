//! What of a lane is served together, and when.

use crate::domain::Millis;
use crate::domain::inbound::ArrivalClass;
use crate::runtime::turn;
use crate::store::ArrivalRow;

/// Photos of one album arrive one by one; this long is waited for the rest (practice: 0.6 to 1.5 s).
pub(super) const SETTLE: Millis = 900;

/// The first event, or all files of the album or burst that it begins. What failed before is served by itself: the
/// others of its burst need not be to blame.
pub(super) fn together(waiting: &[ArrivalRow]) -> &[ArrivalRow] {
    let Some(first) = waiting.first() else { return waiting };
    if first.class != ArrivalClass::Media || first.attempts > 0 {
        return &waiting[..1];
    }
    let burst = waiting
        .iter()
        .take_while(|a| {
            a.class == ArrivalClass::Media
                && a.attempts == 0
                && a.channel == first.channel
                && (a.occurred_at - first.occurred_at).abs() <= turn::BURST
        })
        .count();
    &waiting[..burst.max(1)]
}

/// When an album is there as a whole, if that is not now: its lane may be woken before by something else, such
/// as the status of an older bubble. Photos without end are not waited for.
pub(super) fn still_arriving(batch: &[ArrivalRow], now: Millis) -> Option<Millis> {
    let (first, last) = (batch.first()?, batch.last()?);
    let whole_at = (last.received_at + SETTLE).min(first.received_at + turn::BURST);
    // A clock that was ahead when they came would make this a day.
    let waits = now < whole_at && whole_at - now <= turn::BURST;
    (first.class == ArrivalClass::Media && waits).then_some(whole_at)
}

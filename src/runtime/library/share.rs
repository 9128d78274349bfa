//! Work that is many alike pieces, shared out among the cores: a proof is waited for at each start.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What `of` makes of each piece, in their order. A panic in a piece is one here.
pub fn share<'p, T: Sync, R: Send>(pieces: &'p [T], of: impl Fn(&'p T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    // Pieces differ in size: whoever is done takes the next.
    let next = AtomicUsize::new(0);
    let work = || {
        let mut made = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(piece) = pieces.get(at) else { return made };
            made.push((at, of(piece)));
        }
    };
    let mut made = thread::scope(|scope| {
        // Where the system gives no thread, the work is done here.
        let help = |_| thread::Builder::new().spawn_scoped(scope, work).ok();
        let others: Vec<_> = (1..cores.min(pieces.len())).filter_map(help).collect();
        let mut made = work();
        for other in others {
            match other.join() {
                Ok(more) => made.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        made
    });
    made.sort_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_back_in_their_order_and_each_once() {
        let pieces: Vec<u32> = (0..1000).collect();
        let made = share(&pieces, |n| {
            // The first ones take longest.
            (0..(1000 - n) * 10).fold(*n, |a, _| std::hint::black_box(a))
        });
        assert_eq!(made, pieces);
        assert!(share(&[] as &[u32], |n| *n).is_empty());
    }

    #[test]
    #[should_panic(expected = "piece 7")]
    fn a_panic_is_not_swallowed() {
        share(&[1, 7, 3], |n| assert!(*n != 7, "piece {n}"));
    }
}

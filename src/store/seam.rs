//! The seams between effects: before a transaction begins, before it commits, after it did. In the program
//! nobody stands there and nothing is waited for; a simulation does, decides at each who goes on next, and
//! lets processes die there.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use super::Planted;

/// A place between two effects at which others may go first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seam {
    /// Nothing of a transaction has happened.
    Begin,
    /// It is in the database for good.
    Committed,
}

/// What becomes of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtCommit {
    Goes,
    /// The process dies here; its transaction is rolled back.
    Falls,
    /// The database is in trouble, and nothing was written.
    IsRefused,
    /// Everything was written, and the connection broke before the answer came.
    IsUnheard,
}

/// Whoever stands at the seams of one process.
pub trait Watch: Send + Sync {
    /// Returns when it is this one's turn; never in a process that died.
    fn pass(&self, seam: Seam) -> BoxFuture<'static, ()>;

    /// Asked before a commit.
    fn at_commit(&self) -> AtCommit;

    /// The database works for this process, until as many calls of [`Watch::free`].
    fn busy(&self);
    fn free(&self);

    /// The weakness that this process has on purpose.
    fn planted(&self) -> Option<Planted>;

    /// Work that a planted fault does later than it should.
    #[cfg(any(debug_assertions, feature = "planted-faults"))]
    fn put_off(&self, work: BoxFuture<'static, ()>);
}

/// The seams of a store: unwatched in the program.
#[derive(Clone, Default)]
pub(super) struct Seams(Option<Arc<dyn Watch>>);

impl std::fmt::Debug for Seams {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Seams(watched)" } else { "Seams" })
    }
}

/// The database works as long as this is held.
pub(super) struct Busy(Option<Arc<dyn Watch>>);

impl Seams {
    pub(super) fn watched(by: Arc<dyn Watch>) -> Seams {
        Seams(Some(by))
    }

    pub(super) async fn pass(&self, seam: Seam) {
        if let Some(watch) = &self.0 {
            watch.pass(seam).await;
        }
    }

    pub(super) fn at_commit(&self) -> AtCommit {
        self.0.as_ref().map_or(AtCommit::Goes, |watch| watch.at_commit())
    }

    #[cfg(any(debug_assertions, feature = "planted-faults"))]
    pub(super) fn has(&self, weakness: Planted) -> bool {
        self.0.as_ref().is_some_and(|watch| watch.planted() == Some(weakness))
    }

    #[cfg(any(debug_assertions, feature = "planted-faults"))]
    pub(super) fn put_off(&self, work: BoxFuture<'static, ()>) {
        if let Some(watch) = &self.0 {
            watch.put_off(work);
        }
    }

    pub(super) fn busy(&self) -> Busy {
        if let Some(watch) = &self.0 {
            watch.busy();
        }
        Busy(self.0.clone())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        if let Some(watch) = &self.0 {
            watch.free();
        }
    }
}

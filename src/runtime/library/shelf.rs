//! The library in use, and how a newer one takes its place while the program runs.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::Library;

/// Reads as the newest library. Whoever has borrowed from an older one goes on with that: they are kept as long as the
/// shelf, which is fine for the few that an author makes in a day. Cheap to clone; clones share.
#[derive(Clone)]
pub struct Shelf(Arc<Place>);

struct Place {
    library: Arc<Library>,
    next: OnceLock<Box<Place>>,
}

impl Shelf {
    /// From now on this one is in use.
    pub fn put(&self, library: Arc<Library>) {
        let mut last: &Place = &self.0;
        let mut fresh = Box::new(Place { library, next: OnceLock::new() });
        loop {
            last = last.newest();
            match last.next.set(fresh) {
                Ok(()) => return,
                // Someone was faster: behind theirs.
                Err(back) => fresh = back,
            }
        }
    }

    /// The one in use, to hold on to while something is done.
    #[must_use]
    pub fn newest(&self) -> Arc<Library> {
        self.0.newest().library.clone()
    }
}

impl Place {
    fn newest(&self) -> &Place {
        let mut place = self;
        while let Some(next) = place.next.get() {
            place = next;
        }
        place
    }
}

impl Deref for Shelf {
    type Target = Library;

    fn deref(&self) -> &Library {
        &self.0.newest().library
    }
}

impl From<Arc<Library>> for Shelf {
    fn from(library: Arc<Library>) -> Shelf {
        Shelf(Arc::new(Place { library, next: OnceLock::new() }))
    }
}

impl From<Library> for Shelf {
    fn from(library: Library) -> Shelf {
        Arc::new(library).into()
    }
}

//! Where stories are played: a database and what every story shares. One thread plays one story after the other.

use std::sync::Arc;

use super::faults::Faults;
use super::stage::{self, Outcome};
use super::story::Story;
use crate::runtime::library::{Flaw, Library, Sources};
use crate::store::{Planted, Store, StoreError};
use crate::telemetry::Metrics;
use crate::vault::Vault;

const SERVICE: &str = "conversations/buleleng/ktp-hilang/service.toml";

/// Two versions of the shipped conversation: as it is, and without the question for an e-mail address.
pub struct Libraries {
    pub(super) first: Arc<Library>,
    pub(super) second: Arc<Library>,
}

impl Libraries {
    pub(super) fn version(&self, second: bool) -> Arc<Library> {
        if second { self.second.clone() } else { self.first.clone() }
    }

    /// # Errors
    /// Every flaw of the shipped files.
    pub fn load() -> Result<Libraries, Vec<Flaw>> {
        let second = Sources::embedded().edited(SERVICE, &without_email);
        Ok(Libraries {
            first: Arc::new(Library::embedded("buleleng")?),
            second: Arc::new(Library::load(&second, "buleleng")?),
        })
    }
}

/// The definition without the table of that question.
fn without_email(definition: &str) -> String {
    let tables: Vec<&str> = definition.split("[[question]]\n").collect();
    let kept: Vec<&str> = tables.into_iter().filter(|table| !table.starts_with("id = \"email\"\n")).collect();
    kept.join("[[question]]\n")
}

/// A database that is empty before every story.
pub struct Theatre {
    pub(super) store: Store,
    pub(super) libraries: Arc<Libraries>,
    pub(super) metrics: Arc<Metrics>,
    /// A weakness on purpose.
    pub planted: Option<Planted>,
}

impl Theatre {
    /// Plays on the database at this address, which must be empty and is empty only for the first story, unless it
    /// is in memory.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn at(url: &str, libraries: Arc<Libraries>) -> Result<Theatre, StoreError> {
        Ok(Theatre {
            store: Store::open(url, Vault::from_seed(99), 0).await?,
            libraries,
            metrics: Arc::new(Metrics::new()),
            planted: None,
        })
    }

    /// Plays in memory.
    ///
    /// # Errors
    /// When the database cannot be made.
    pub async fn in_memory(libraries: Arc<Libraries>) -> Result<Theatre, StoreError> {
        Theatre::at("sqlite::memory:", libraries).await
    }

    /// Plays the story of a seed.
    ///
    /// # Errors
    /// When the store itself fails, which no story is about.
    pub async fn play(&self, seed: u64, faults: &Faults) -> Result<Outcome, StoreError> {
        self.play_story(&Story::draw(seed, faults), false).await
    }

    pub(super) async fn play_story(&self, story: &Story, traced: bool) -> Result<Outcome, StoreError> {
        match self.store.wipe_memory().await {
            // A database of its own for every story.
            Ok(()) | Err(StoreError::Conflict) => {}
            Err(error) => return Err(error),
        }
        stage::play(self, story, traced).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_versions_differ() {
        let libraries = Libraries::load().expect("both versions are well");
        let hash = |library: &Library| library.catalogue.services.values().next().map(|d| d.hash.clone());
        assert_ne!(hash(&libraries.first), hash(&libraries.second));
    }
}

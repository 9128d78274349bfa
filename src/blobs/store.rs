//! The door of the file store: seals and opens around whatever store is configured.

use std::io;
use std::path::Path;

use thiserror::Error;

use super::folder::Folder;
use super::key::BlobKey;
use super::s3::{S3, S3Settings};
use crate::vault::{Vault, VaultError, random_bytes};

/// Why a file could not be kept or had, sorted by what the caller does next.
#[derive(Debug, Error)]
pub enum BlobError {
    /// There is no such file: ask the citizen again, or show that it is gone.
    #[error("the file {key} is not in the store")]
    Missing { key: BlobKey },
    /// The file is there and cannot be trusted: treat it as lost and alarm the operator.
    #[error("the file {key} is damaged: {source}")]
    Damaged { key: BlobKey, source: VaultError },
    /// The file is whole and its key is not in the key file: only the operator can help, nothing is lost.
    #[error("the file {key} needs the key {id}, which the key file does not hold")]
    Locked { key: BlobKey, id: String },
    /// No room left: try again later and alarm the operator now.
    #[error("the file store is full: {source}")]
    Full { source: io::Error },
    /// The store does not answer as it should: try again later.
    #[error("the file store at {place} is unavailable: {source}")]
    Unavailable { place: String, source: io::Error },
}

/// Encrypted files. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Blobs {
    vault: Vault,
    store: Store,
}

/// Where sealed bytes lie. A store is handed ciphertext only; its three acts are idempotent, and a write
/// or a removal is durable when it returns.
#[derive(Clone, Debug)]
enum Store {
    Folder(Folder),
    S3(S3),
}

impl Blobs {
    /// Files in a folder of this machine, which is made when missing. For the start of the program: it
    /// touches the disk on the calling thread.
    ///
    /// # Errors
    /// [`BlobError::Unavailable`] or [`BlobError::Full`] when the folder cannot be made or used.
    pub fn folder(path: &Path, vault: Vault) -> Result<Blobs, BlobError> {
        Ok(Blobs { vault, store: Store::Folder(Folder::open(path)?) })
    }

    /// Files in a bucket; `client` carries the requests. Nothing is asked yet.
    ///
    /// # Errors
    /// [`BlobError::Unavailable`] when bucket and endpoint do not make an address.
    pub fn s3(settings: S3Settings, client: reqwest::Client, vault: Vault) -> Result<Blobs, BlobError> {
        Ok(Blobs { vault, store: Store::S3(S3::new(settings, client)?) })
    }

    /// Keeps the bytes under the key, in place of what was there. Durable when it returns; a crash before
    /// leaves the old content or none, never a part.
    ///
    /// # Errors
    /// [`BlobError::Full`] or [`BlobError::Unavailable`]; putting again is safe.
    pub async fn put(&self, key: &BlobKey, bytes: Vec<u8>) -> Result<(), BlobError> {
        let (vault, context) = (self.vault.clone(), context(key));
        // Sealing 20 MB takes tens of milliseconds: not on a thread that serves others.
        let sealed = blocking(move || vault.seal_bytes(&context, &bytes)).await;
        match &self.store {
            Store::Folder(folder) => folder.write(key, sealed).await,
            Store::S3(s3) => s3.write(key, sealed).await,
        }
    }

    /// The bytes that were put under the key.
    ///
    /// # Errors
    /// Any [`BlobError`] but [`BlobError::Full`].
    pub async fn get(&self, key: &BlobKey) -> Result<Vec<u8>, BlobError> {
        let sealed = match &self.store {
            Store::Folder(folder) => folder.read(key).await?,
            Store::S3(s3) => s3.read(key).await?,
        };
        let (vault, context) = (self.vault.clone(), context(key));
        blocking(move || vault.open_bytes(&context, &sealed)).await.map_err(|source| match source {
            VaultError::UnknownKey { id } => BlobError::Locked { key: key.clone(), id },
            source => BlobError::Damaged { key: key.clone(), source },
        })
    }

    /// Removes the file and what an interrupted [`Blobs::put`] left of it. Well, too, when there is none.
    ///
    /// # Errors
    /// [`BlobError::Unavailable`]; deleting again is safe.
    pub async fn delete(&self, key: &BlobKey) -> Result<(), BlobError> {
        match &self.store {
            Store::Folder(folder) => folder.remove(key).await,
            Store::S3(s3) => s3.remove(key).await,
        }
    }

    /// Whether the store is there. For readiness, which is asked often: a folder of this machine is tried as
    /// [`Blobs::probe`] does, a bucket is asked one small question.
    ///
    /// # Errors
    /// What the store said.
    pub async fn look(&self) -> Result<(), BlobError> {
        match &self.store {
            Store::Folder(_) => self.probe().await,
            Store::S3(s3) => s3.look().await,
        }
    }

    /// Whether the store works now: writes, reads and deletes a small file. For `doctor`.
    ///
    /// # Errors
    /// What the first failing act said.
    pub async fn probe(&self) -> Result<(), BlobError> {
        if let Store::S3(s3) = &self.store {
            // Some stores make a bucket that is written to.
            s3.look().await?;
        }
        // A name of its own, as several replicas may probe one store at the same time.
        let name = format!("probe/{:032x}", u128::from_le_bytes(random_bytes()));
        let key = BlobKey::parse(&name).expect("hexadecimal digits make a key");
        self.put(&key, b"probe".to_vec()).await?;
        let read = self.get(&key).await;
        self.delete(&key).await?;
        read.map(drop)
    }
}

/// Binds a file to its key: swapped files do not open.
fn context(key: &BlobKey) -> String {
    format!("blob/{key}")
}

/// Runs work off the threads that serve everyone.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Blocking work is never aborted by us; the runtime drops it only while it shuts down, and
            // then nobody waits for this answer.
            Err(_) => std::future::pending().await,
        },
    }
}

#[cfg(test)]
mod tests;

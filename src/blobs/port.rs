//! The face that the runtime knows.

use futures_util::future::BoxFuture;

use super::{BlobError, BlobKey, Blobs};
use crate::runtime::ports::{FileError, FileStore};

impl FileStore for Blobs {
    fn put<'a>(&'a self, key: &'a str, bytes: Vec<u8>) -> BoxFuture<'a, Result<(), FileError>> {
        Box::pin(async move { Blobs::put(self, &checked(key)?, bytes).await.map_err(sorted) })
    }

    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Vec<u8>, FileError>> {
        Box::pin(async move { Blobs::get(self, &checked(key)?).await.map_err(sorted) })
    }

    fn delete<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), FileError>> {
        Box::pin(async move { Blobs::delete(self, &checked(key)?).await.map_err(sorted) })
    }
}

fn checked(key: &str) -> Result<BlobKey, FileError> {
    BlobKey::parse(key).map_err(|_| FileError::Missing)
}

fn sorted(error: BlobError) -> FileError {
    match error {
        BlobError::Missing { .. } => FileError::Missing,
        BlobError::Damaged { .. } => FileError::Damaged,
        other => FileError::Unavailable(other.to_string()),
    }
}

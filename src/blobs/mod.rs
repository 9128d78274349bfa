//! Encrypted files: citizens' photos and documents, by key.
//!
//! Bytes are sealed by the vault before they reach a store and opened after they leave it, so a store
//! (a folder, or a bucket of an S3-compatible service) never sees a plain byte, and a file copied under another key does not open. What was
//! put is durable when [`Blobs::put`] returns: a row that names it may be committed.
//!
//! What may not happen here: plain bytes at rest, knowing what a file shows, deciding how long it stays.

mod folder;
mod key;
mod port;
mod s3;
mod store;

pub use key::{BadBlobKey, BlobKey};
pub use s3::S3Settings;
pub use store::{BlobError, Blobs};

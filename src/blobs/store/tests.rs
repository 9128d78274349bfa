#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::*;
use crate::vault::random_token;

/// A store in a folder that goes when the test ends.
struct Site {
    root: PathBuf,
    blobs: Blobs,
}

impl Site {
    fn new() -> Site {
        let root = std::env::temp_dir().join(format!("sapa-blobs-{}", random_token()));
        let blobs = Blobs::folder(&root, Vault::from_seed(1)).unwrap();
        Site { root, blobs }
    }

    /// Every whole file, drafts left out.
    fn files(&self) -> Vec<PathBuf> {
        let shards = fs::read_dir(&self.root).unwrap().map(|e| e.unwrap().path());
        let shards = shards.filter(|p| !p.ends_with("drafts"));
        shards.flat_map(|s| fs::read_dir(s).unwrap()).map(|e| e.unwrap().path()).collect()
    }

    fn drafts(&self) -> Vec<PathBuf> {
        fs::read_dir(self.root.join("drafts")).unwrap().map(|e| e.unwrap().path()).collect()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn key(text: &str) -> BlobKey {
    BlobKey::parse(text).unwrap()
}

#[tokio::test]
async fn what_is_put_is_had_again_and_lies_sealed() {
    let site = Site::new();
    site.blobs.put(&key("media/med_1/clean"), b"a letter".to_vec()).await.unwrap();
    assert_eq!(site.blobs.get(&key("media/med_1/clean")).await.unwrap(), b"a letter");
    let files = site.files();
    assert_eq!(files.len(), 1);
    let lying = fs::read(&files[0]).unwrap();
    assert!(!lying.windows(6).any(|w| w == b"letter"));
    assert!(site.drafts().is_empty());
}

#[tokio::test]
async fn putting_again_replaces_and_deleting_again_is_well() {
    let site = Site::new();
    for text in ["first", "second", "second"] {
        site.blobs.put(&key("a"), text.into()).await.unwrap();
    }
    assert_eq!(site.blobs.get(&key("a")).await.unwrap(), b"second");
    site.blobs.delete(&key("a")).await.unwrap();
    site.blobs.delete(&key("a")).await.unwrap();
    assert!(matches!(site.blobs.get(&key("a")).await, Err(BlobError::Missing { .. })));
    assert!(site.files().is_empty());
}

#[tokio::test]
async fn a_key_may_be_the_beginning_of_another() {
    let site = Site::new();
    for name in ["a", "a/b", "a/b/c", "a_b"] {
        site.blobs.put(&key(name), name.into()).await.unwrap();
    }
    for name in ["a", "a/b", "a/b/c", "a_b"] {
        assert_eq!(site.blobs.get(&key(name)).await.unwrap(), name.as_bytes());
    }
}

#[tokio::test]
async fn many_writers_of_one_key_leave_one_whole_file() {
    let site = Site::new();
    let writers = (0..8u8).map(|n| {
        let blobs = site.blobs.clone();
        tokio::spawn(async move { blobs.put(&key("shared"), vec![n; 4096]).await })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap().unwrap();
    }
    let had = site.blobs.get(&key("shared")).await.unwrap();
    assert!(had.len() == 4096 && had.iter().all(|b| *b == had[0]));
    assert!(site.drafts().is_empty());
}

#[tokio::test]
async fn a_damaged_or_exchanged_file_is_not_trusted() {
    let site = Site::new();
    site.blobs.put(&key("a"), b"of a".to_vec()).await.unwrap();
    let file = site.files().remove(0);
    let whole = fs::read(&file).unwrap();

    for broken in [&whole[..whole.len() - 1], &whole[..3], b"", b"plain text that nobody sealed"] {
        fs::write(&file, broken).unwrap();
        assert!(matches!(site.blobs.get(&key("a")).await, Err(BlobError::Damaged { .. })));
    }

    site.blobs.put(&key("b"), b"of b".to_vec()).await.unwrap();
    let other = site.files().into_iter().find(|f| *f != file).unwrap();
    fs::copy(other, &file).unwrap();
    assert!(matches!(site.blobs.get(&key("a")).await, Err(BlobError::Damaged { .. })));
}

#[tokio::test]
async fn a_file_of_a_missing_key_is_locked_and_not_lost() {
    let site = Site::new();
    site.blobs.put(&key("a"), b"of a".to_vec()).await.unwrap();
    let file = site.files().remove(0);
    let mut sealed = fs::read(&file).unwrap();
    let id = sealed.windows(2).position(|w| w == b"k1").unwrap();
    sealed[id + 1] = b'9';
    fs::write(&file, sealed).unwrap();
    assert!(matches!(site.blobs.get(&key("a")).await, Err(BlobError::Locked { id, .. }) if id == "k9"));
}

#[tokio::test]
async fn a_probe_leaves_nothing_behind_and_tells_a_store_that_is_gone() {
    let site = Site::new();
    site.blobs.probe().await.unwrap();
    assert!(site.files().is_empty() && site.drafts().is_empty());

    fs::remove_dir_all(&site.root).unwrap();
    assert!(matches!(site.blobs.probe().await, Err(BlobError::Unavailable { .. })));
    assert!(!site.root.exists(), "nothing is written to what lies below a missing disk");
    // An unmounted disk must not look as if the citizen's file had never been there.
    assert!(matches!(site.blobs.get(&key("a")).await, Err(BlobError::Unavailable { .. })));
}

#[tokio::test]
async fn drafts_of_dead_processes_go_at_the_next_start_or_with_their_file() {
    let site = Site::new();
    let old = site.root.join("drafts/media.med_1~old");
    let fresh = site.root.join("drafts/media.med_1~fresh");
    let other = site.root.join("drafts/media.med_12~fresh");
    for draft in [&old, &fresh, &other] {
        fs::write(draft, b"half").unwrap();
    }
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    fs::File::options().write(true).open(&old).unwrap().set_modified(long_ago).unwrap();

    Blobs::folder(&site.root, Vault::from_seed(1)).unwrap();
    assert!(!old.exists() && fresh.exists());

    site.blobs.delete(&key("media/med_1")).await.unwrap();
    assert!(!fresh.exists() && other.exists());
}

#[test]
fn a_folder_that_cannot_be_made_is_unavailable() {
    let refused = Blobs::folder(Path::new("/dev/null/files"), Vault::from_seed(1));
    assert!(matches!(refused, Err(BlobError::Unavailable { .. })));
}

//! Sealed files in a folder: `<root>/<two hex digits>/<key with dots for slashes>`.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::key::BlobKey;
use super::store::{BlobError, blocking};
use crate::vault::random_token;

/// Files that are being written. Outside the shards, so that a shard holds whole files only.
const DRAFTS: &str = "drafts";
/// No write takes this long, so an older draft belongs to a process that died.
const DRAFT_LIFE: Duration = Duration::from_secs(60 * 60);
/// Separates the key from what is random in a draft's name; not in a key's alphabet.
const DRAFT_MARK: char = '~';
/// Sealed or not, for nobody else on the machine.
const FOLDER_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;

#[derive(Clone, Debug)]
pub(super) struct Folder {
    root: Arc<Path>,
}

impl Folder {
    /// Makes the folder and clears what dead processes left half written.
    pub(super) fn open(root: &Path) -> Result<Folder, BlobError> {
        let folder = Folder { root: root.into() };
        let sorted = |e| folder.sort(e);
        make_folder(root).map_err(sorted)?;
        make_folder(&root.join(DRAFTS)).map_err(sorted)?;
        folder.clear_old_drafts().map_err(sorted)?;
        Ok(folder)
    }

    pub(super) async fn write(&self, key: &BlobKey, sealed: Vec<u8>) -> Result<(), BlobError> {
        let (this, key) = (self.clone(), key.clone());
        blocking(move || this.write_now(&key, &sealed).map_err(|e| this.sort(e))).await
    }

    pub(super) async fn read(&self, key: &BlobKey) -> Result<Vec<u8>, BlobError> {
        let (this, key) = (self.clone(), key.clone());
        blocking(move || match fs::read(this.shard(&key).join(file_name(&key))) {
            // A store that is gone as a whole (a disk not mounted) has lost no file.
            Err(e) if e.kind() == ErrorKind::NotFound && this.root.join(DRAFTS).is_dir() => {
                Err(BlobError::Missing { key })
            }
            other => other.map_err(|e| this.sort(e)),
        })
        .await
    }

    pub(super) async fn remove(&self, key: &BlobKey) -> Result<(), BlobError> {
        let (this, key) = (self.clone(), key.clone());
        blocking(move || this.remove_now(&key).map_err(|e| this.sort(e))).await
    }

    /// Whole under another name, durable, then renamed; then the name itself is made durable.
    fn write_now(&self, key: &BlobKey, sealed: &[u8]) -> io::Result<()> {
        let shard = self.shard(key);
        if !shard.is_dir() {
            // Not with its parents: when the disk is not mounted, files must not go to the one below.
            match DirBuilder::new().mode(FOLDER_MODE).create(&shard) {
                Err(e) if e.kind() != ErrorKind::AlreadyExists => return Err(e),
                _ => sync_folder(&self.root)?,
            }
        }
        let draft = self.root.join(DRAFTS).join(format!("{}{DRAFT_MARK}{}", file_name(key), random_token()));
        let written = write_synced(&draft, sealed)
            .and_then(|()| fs::rename(&draft, shard.join(file_name(key))))
            .and_then(|()| sync_folder(&shard));
        if written.is_err() {
            // Frees the room when the disk is full. Failing that, the next start clears it.
            let _ = fs::remove_file(&draft);
        }
        written
    }

    fn remove_now(&self, key: &BlobKey) -> io::Result<()> {
        let shard = self.shard(key);
        if remove_if_there(&shard.join(file_name(key)))? {
            sync_folder(&shard)?;
        }
        let prefix = format!("{}{DRAFT_MARK}", file_name(key));
        for draft in fs::read_dir(self.root.join(DRAFTS))? {
            let draft = draft?;
            if draft.file_name().to_str().is_some_and(|name| name.starts_with(&prefix)) {
                remove_if_there(&draft.path())?;
            }
        }
        Ok(())
    }

    /// "Now" is when a fresh file was written, by the clock of the disk that stamped the others as well.
    fn clear_old_drafts(&self) -> io::Result<()> {
        let drafts = self.root.join(DRAFTS);
        let stamp = drafts.join(format!("{DRAFT_MARK}{}", random_token()));
        write_synced(&stamp, b"")?;
        let now = fs::metadata(&stamp)?.modified()?;
        fs::remove_file(&stamp)?;
        for draft in fs::read_dir(&drafts)? {
            let draft = draft?;
            let Ok(written) = draft.metadata().and_then(|m| m.modified()) else { continue };
            if now.duration_since(written).is_ok_and(|age| age > DRAFT_LIFE) {
                remove_if_there(&draft.path())?;
            }
        }
        Ok(())
    }

    /// 256 shards keep a folder listable with a million files. By hash, because ids of one day share
    /// their beginning.
    fn shard(&self, key: &BlobKey) -> PathBuf {
        self.root.join(format!("{:02x}", Sha256::digest(key.as_str())[0]))
    }

    fn sort(&self, source: io::Error) -> BlobError {
        match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => BlobError::Full { source },
            _ => BlobError::Unavailable { place: self.root.display().to_string(), source },
        }
    }
}

/// One flat name: a key that is the beginning of another is then no folder in its way.
fn file_name(key: &BlobKey) -> String {
    key.as_str().replace('/', ".")
}

fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(path)
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(FILE_MODE).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Whether there was something to remove.
fn remove_if_there(path: &Path) -> io::Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(false),
        Err(e) => Err(e),
    }
}

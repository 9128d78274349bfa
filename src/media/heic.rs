//! Photos of iPhones, sent as documents. No decoder for them is written in Rust (2026-11), and one written in C that
//! strangers feed has no place in this process: Debian's `heif-convert` opens them in one of its own, with bounded
//! memory and time, where it is installed (package libheif-examples). Elsewhere the citizen is told what to do.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

/// Files in memory: what a citizen sent is on no disk before it is sealed.
const MEMORY: &str = "/dev/shm";
/// 12 megapixels take 0.2 GB there (measured with libheif 1.15).
const ADDRESS_SPACE: &str = "--as=1073741824";
const SECONDS: &str = "--cpu=20";
const OUTPUT: &str = "--fsize=67108864";

/// The picture as JPEG, upright. None: it cannot be opened here.
pub(super) fn as_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let room = Room::open()?;
    let (from, to) = (room.0.join("in.heic"), room.0.join("out.jpg"));
    fs::write(&from, bytes).ok()?;
    let done = Command::new("prlimit")
        .args([ADDRESS_SPACE, SECONDS, OUTPUT, "--", "heif-convert", "-q", "92"])
        .args([&from, &to])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    // A file with several pictures becomes out-1.jpg and so on: the first is the one that was taken.
    let read = |name: &str| fs::read(room.0.join(name)).ok();
    done.ok()?.success().then(|| read("out.jpg").or_else(|| read("out-1.jpg")))?
}

/// A folder that nobody else reads, gone with its end.
struct Room(PathBuf);

impl Room {
    fn open() -> Option<Room> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = Path::new(MEMORY).join(format!("sapa-photo-{}-{number}", std::process::id()));
        DirBuilder::new().mode(0o700).create(&path).ok()?;
        Some(Room(path))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _gone_already = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::{Expect, FileKind, Verdict, judge};

    /// A picture as an iPhone would send it; none where nothing here makes one.
    fn photo() -> Option<Vec<u8>> {
        let letter = include_bytes!("../simulator/samples/letter.jpg");
        let room = Room::open()?;
        let (from, to) = (room.0.join("letter.jpg"), room.0.join("letter.heic"));
        fs::write(&from, letter).ok()?;
        let made = Command::new("heif-enc").args(["-q", "60", "-o"]).args([&to, &from]).output().ok()?;
        made.status.success().then(|| fs::read(&to).ok())?
    }

    #[test]
    fn a_photo_of_an_iphone_fills_the_same_slot() {
        let Some(photo) = photo() else {
            println!("heif-enc is not installed (package libheif-examples): nothing was tried");
            return;
        };
        assert_eq!(FileKind::of(&photo), FileKind::Heic);
        let judged = judge(&photo, Some("image/heic"), Expect::PoliceLetter);
        assert_eq!((judged.verdict, judged.advice), (Verdict::Accept, None));
        let clean = judged.clean.expect("a picture");
        assert_eq!(FileKind::of(&clean), FileKind::Jpeg);
        for end in [16, photo.len() / 2] {
            let torn = judge(&photo[..end], None, Expect::PoliceLetter);
            assert_eq!(torn.verdict, Verdict::UnreadableFile);
        }
    }

    #[test]
    fn nothing_is_left_behind() {
        let room = Room::open().expect("a folder in memory");
        fs::write(room.0.join("in.heic"), b"x").expect("written");
        let path = room.0.clone();
        drop(room);
        assert!(!path.exists());
    }
}

//! The key file: text, so that an operator can copy it into a safe by hand.
//!
//! ```text
//! sapa-keys-1
//! k1 seal <base64 of 32 bytes>
//! k1 index <base64 of 32 bytes>
//! k1 token <base64 of 32 bytes>
//! ```
//!
//! To rotate, append a line such as `k2 seal ...` (or `k2 token ...`) and restart: the last key of a kind
//! makes new values, the older ones go on reading. Empty lines and lines that start with `#` are skipped.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::keys::{KEY_LEN, Key, KeyRing, Purpose};
use super::{VaultError, random_token};

const HEADER: &str = "sapa-keys-1";
const HEADER_FAMILY: &str = "sapa-keys-";
/// Readable and writable by its owner alone.
const FILE_MODE: u32 = 0o600;
const FOLDER_MODE: u32 = 0o700;
/// Everything that is not the owner's.
const OTHERS: u32 = 0o077;
/// Hundreds of keys fit; a larger file is not ours.
const MAX_LEN: u64 = 64 * 1024;

pub(super) fn open_or_create(path: &Path) -> Result<KeyRing, VaultError> {
    match read(path) {
        Err(VaultError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            create(path)?;
            // What counts is what lies there now: another process may have been faster.
            read(path)
        }
        other => other,
    }
}

fn read(path: &Path) -> Result<KeyRing, VaultError> {
    let io = |source| VaultError::Io { path: path.to_owned(), source };
    let meta = fs::metadata(path).map_err(io)?;
    if !meta.is_file() {
        return Err(malformed(path, "is not a plain file"));
    }
    let mode = meta.permissions().mode() & 0o777;
    if mode & OTHERS != 0 {
        return Err(VaultError::Loose { path: path.to_owned(), mode });
    }
    if meta.len() > MAX_LEN {
        return Err(malformed(path, "is far too long"));
    }
    let text = Zeroizing::new(fs::read_to_string(path).map_err(io)?);
    parse(&text).map_err(|fault| malformed(path, fault))
}

fn malformed(path: &Path, fault: impl Into<String>) -> VaultError {
    VaultError::KeyFile { path: path.to_owned(), fault: fault.into() }
}

/// The error completes "the key file ..." and never repeats what a line holds.
fn parse(text: &str) -> Result<KeyRing, String> {
    let mut lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
    match lines.next() {
        Some((_, line)) if line.trim() == HEADER => {}
        Some((_, line)) if line.starts_with(HEADER_FAMILY) => {
            return Err(format!("was written by another version of this program (expected `{HEADER}`)"));
        }
        _ => return Err(format!("does not begin with `{HEADER}`")),
    }
    let keys = lines.map(|(n, line)| parse_line(line).map_err(|fault| format!("line {}: {fault}", n + 1)));
    KeyRing::new(keys.collect::<Result<_, _>>()?)
}

fn parse_line(line: &str) -> Result<Key, &'static str> {
    let mut words = line.split_whitespace();
    let (Some(id), Some(purpose), Some(secret), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err("expected three words: key name, purpose, key");
    };
    if id.len() > 16 || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Err("a key name has 1 to 16 small letters and digits");
    }
    let Some(purpose) = Purpose::ALL.into_iter().find(|p| p.word() == purpose) else {
        return Err("the purpose is `seal`, `index` or `token`");
    };
    let decoded = Zeroizing::new(STANDARD.decode(secret).map_err(|_| "the key is not base64")?);
    let bytes = <[u8; KEY_LEN]>::try_from(decoded.as_slice()).map_err(|_| "the key is not 32 bytes long")?;
    Ok(Key { id: id.to_owned(), purpose, bytes: Zeroizing::new(bytes) })
}

/// Writes new keys under another name, makes them durable, then gives them their name only if it is
/// still free: a crash leaves no half file, and of two processes that start together one wins.
fn create(path: &Path) -> Result<(), VaultError> {
    let folder = match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p.to_owned(),
        _ => PathBuf::from("."),
    };
    let io = |at: &Path| {
        let at = at.to_owned();
        move |source| VaultError::Io { path: at, source }
    };
    DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(&folder).map_err(io(&folder))?;
    let draft = folder.join(format!(".keys-{}", random_token()));
    let made = write_draft(&draft).and_then(|()| publish(&draft, path));
    // The draft holds real keys, so it goes in every case; it is already gone when it was renamed.
    let cleared = match fs::remove_file(&draft) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    };
    made.and(cleared).map_err(io(path))?;
    File::open(&folder).and_then(|f| f.sync_all()).map_err(io(&folder))
}

fn write_draft(draft: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(FILE_MODE).open(draft)?;
    writeln!(file, "{HEADER}")?;
    for purpose in Purpose::ALL {
        writeln!(file, "{}", Key::random("k1", purpose).line().as_str())?;
    }
    file.sync_all()
}

fn publish(draft: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(draft, path) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        // Some file systems (exFAT, a few network shares) have no hard links.
        Err(_) if !path.exists() => fs::rename(draft, path),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn lines(body: &str) -> Result<(), String> {
        parse(&format!("{HEADER}\n{body}")).map(|_| ())
    }

    fn key(byte: u8) -> String {
        STANDARD.encode([byte; KEY_LEN])
    }

    fn one_of_each() -> String {
        format!("k1 seal {}\nk1 index {}\nk1 token {}\n", key(1), key(2), key(3))
    }

    #[test]
    fn a_file_with_one_key_of_each_purpose_is_taken() {
        lines(&one_of_each()).unwrap();
        lines(&format!("# in the safe since 2027\n\n{}\n", one_of_each())).unwrap();
    }

    #[test]
    fn a_second_seal_key_is_newest_and_the_first_is_still_found() {
        let ring = parse(&format!("{HEADER}\n{}k2 seal {}\n", one_of_each(), key(9))).unwrap();
        assert_eq!(ring.newest(Purpose::Seal).id, "k2");
        assert!(ring.find(Purpose::Seal, "k1").is_some());
        assert_eq!(ring.newest(Purpose::Token).id, "k1");
    }

    #[test]
    fn a_wrong_file_is_refused_with_its_line_and_without_its_secrets() {
        let secret = key(7);
        let check = |body: String, expected: &str| {
            let fault = lines(&body).unwrap_err();
            assert!(fault.contains(expected), "{fault}");
            assert!(!fault.contains(&secret));
        };
        check(format!("k1 seal {secret}\n"), "no `index` key");
        check(format!("{}k1 seal {secret}\n", one_of_each()), "two `seal` keys named k1");
        check(format!("{}k2 index {secret}\n", one_of_each()), "more than one `index` key");
        check(format!("{}k2 door {secret}\n", one_of_each()), "line 5: the purpose");
        check(format!("K1 seal {secret}\n"), "line 2: a key name");
        check("k1 seal AAAA\n".to_owned(), "line 2: the key is not 32 bytes");
        check("k1 seal !!!!\n".to_owned(), "line 2: the key is not base64");
        check(format!("k1 {secret}\n"), "line 2: expected three words");
    }

    #[test]
    fn a_file_of_another_version_says_so() {
        assert!(parse("sapa-keys-2\n").err().unwrap().contains("another version"));
        assert!(parse("").err().unwrap().contains("does not begin"));
    }
}

//! The name of a file: safe as a path and as an object name.

use std::fmt;

use thiserror::Error;

/// File systems take 255 bytes for a name; the rest is room for what a store adds.
const MAX_LEN: usize = 200;

/// A checked name such as `media/med_01j9/clean`: small letters, digits, `_` and `/` between parts that
/// are never empty. It comes from ids that we made and holds nothing personal, so it may be printed.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct BlobKey(String);

/// The text is no blob key. A fault of the program or of a changed database row, never of a citizen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("a blob key has 1 to 200 of the characters a-z 0-9 _ / and no empty part")]
pub struct BadBlobKey;

impl BlobKey {
    /// # Errors
    /// [`BadBlobKey`] for anything else than the form described at the type.
    pub fn parse(text: &str) -> Result<BlobKey, BadBlobKey> {
        let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        let parts_hold = text.split('/').all(|part| !part.is_empty() && part.bytes().all(good));
        if text.len() <= MAX_LEN && parts_hold { Ok(BlobKey(text.to_owned())) } else { Err(BadBlobKey) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BlobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_letters_digits_and_single_slashes() {
        let long = "a".repeat(MAX_LEN);
        for good in ["a", "media/med_01j9/clean", "0/1/2", long.as_str()] {
            assert_eq!(BlobKey::parse(good).as_ref().map(BlobKey::as_str), Ok(good));
        }
        let longer = "a".repeat(MAX_LEN + 1);
        for bad in
            ["", "/", "/a", "a/", "a//b", "..", "a/../b", "A", "a.b", "a b", "a\\b", "é", "a\0", &longer]
        {
            assert_eq!(BlobKey::parse(bad), Err(BadBlobKey), "{bad:?}");
        }
    }
}

//! A credential of a platform.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A token or key: prints nothing, is wiped when dropped, is compared in constant time.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    #[must_use]
    pub fn new(value: impl Into<String>) -> Secret {
        Secret(Zeroizing::new(value.into()))
    }

    /// The secret itself: for the request that needs it, never for a message.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `given` is this secret. Hashes are compared, so that neither content nor length can be
    /// timed; an empty secret matches nothing.
    pub(super) fn matches(&self, given: &[u8]) -> bool {
        let same: bool = Sha256::digest(self.0.as_bytes()).ct_eq(&Sha256::digest(given)).into();
        same && !self.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_secret_does_not_print_and_an_empty_one_opens_nothing() {
        let secret = Secret::new("rahasia");
        assert_eq!(format!("{secret:?}"), "[secret]");
        assert!(secret.matches(b"rahasia"));
        assert!(!secret.matches(b"rahasia "));
        assert!(!Secret::new("").matches(b""));
    }
}

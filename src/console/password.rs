//! Passwords: argon2id hashes, one-time passwords, what a new one must be.

use std::sync::{Arc, OnceLock};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::store::Hash;
use crate::vault::random_bytes;

/// Shortest password of staff.
pub const MIN_CHARS: usize = 12;
/// Longest: hashing takes time by the byte, and nobody types more.
pub const MAX_CHARS: usize = 200;
/// Hashes computed side by side. Each takes 19 MiB and some 20 ms; a flood of sign-ins must not take the
/// machine from the citizens.
const SIDE_BY_SIDE: usize = 2;

/// Verifies passwords off the async threads, a few at a time.
pub struct Passwords {
    room: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Passwords { room: Arc::new(Semaphore::new(SIDE_BY_SIDE)) }
    }
}

impl Passwords {
    /// Whether the password is the one of the hash. Without a hash (unknown login) it takes as long and
    /// says no.
    pub async fn verify(&self, password: String, hash: Option<Hash>) -> bool {
        self.blocking(move || {
            let real = hash.is_some();
            let hash = hash.unwrap_or_else(nobody);
            verify(&password, &hash) && real
        })
        .await
        .unwrap_or(false)
    }

    /// None only when the program is closing.
    pub async fn hash(&self, password: String) -> Option<Hash> {
        self.blocking(move || hash(&password)).await
    }

    async fn blocking<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let permit = self.room.clone().acquire_owned().await.ok()?;
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await
        .ok()
    }
}

/// Argon2id with the parameters of OWASP's cheat sheet (19 MiB, 2 passes, 1 lane; read 2026-11).
#[must_use]
pub fn hash(password: &str) -> Hash {
    let made = Argon2::default().hash_password(password.as_bytes());
    Hash(made.expect("the default parameters and any password are valid input").to_string())
}

fn verify(password: &str, hash: &Hash) -> bool {
    PasswordHash::new(&hash.0)
        .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
}

/// The hash of a password nobody has.
fn nobody() -> Hash {
    static NOBODY: OnceLock<Hash> = OnceLock::new();
    NOBODY.get_or_init(|| hash(&one_time())).clone()
}

/// A password to be read aloud once: five groups of two syllables, 60 bits.
#[must_use]
pub fn one_time() -> String {
    // 16 and 4 divide 256: no syllable is likelier than another. Without l, c, q, x, y: they sound or
    // look like others in Indonesian.
    const CONSONANTS: &[u8; 16] = b"bdfghjkmnprstvwz";
    const VOWELS: &[u8; 4] = b"aiou";
    let random: [u8; 20] = random_bytes();
    let mut out = String::with_capacity(24);
    for (at, pair) in random.chunks_exact(2).enumerate() {
        if at > 0 && at % 2 == 0 {
            out.push('-');
        }
        out.push(char::from(CONSONANTS[usize::from(pair[0] % 16)]));
        out.push(char::from(VOWELS[usize::from(pair[1] % 4)]));
    }
    out
}

/// What is wrong with a new password, as the key of the sentence that says so.
#[must_use]
pub fn fault(new: &str, again: &str, old: &str, login: &str) -> Option<&'static str> {
    let length = new.chars().count();
    if length < MIN_CHARS {
        Some("console-password-short")
    } else if length > MAX_CHARS {
        Some("console-password-long")
    } else if new != again {
        Some("console-password-differs")
    } else if new == old {
        Some("console-password-same")
    } else if new.to_lowercase().contains(login) || new.chars().all(|c| new.starts_with(c)) {
        Some("console-password-guessable")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_knows_its_password_and_no_other() {
        let made = hash("tiga ekor kambing");
        assert!(made.0.starts_with("$argon2id$"));
        assert!(verify("tiga ekor kambing", &made));
        assert!(!verify("tiga ekor Kambing", &made));
        assert!(!verify("tiga ekor kambing", &Hash("rusak".into())));
    }

    #[test]
    fn a_one_time_password_is_long_readable_and_never_the_same() {
        let (a, b) = (one_time(), one_time());
        assert_ne!(a, b);
        assert_eq!((a.len(), a.split('-').count()), (24, 5), "{a}");
        assert!(a.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
    }

    #[test]
    fn a_new_password_is_long_typed_twice_and_new() {
        let check = |new: &str, again: &str, expected| {
            assert_eq!(fault(new, again, "lama lama lama", "ketut"), expected, "{new}");
        };
        check("pendek", "pendek", Some("console-password-short"));
        check("dua belas huruf", "dua belas hurup", Some("console-password-differs"));
        check("lama lama lama", "lama lama lama", Some("console-password-same"));
        check("rahasia Ketut 1", "rahasia Ketut 1", Some("console-password-guessable"));
        check("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", Some("console-password-guessable"));
        check("dua belas huruf", "dua belas huruf", None);
    }
}

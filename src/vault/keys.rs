//! The keys in memory: sorted by purpose, wiped when dropped, never printed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

/// 256 bits, for the cipher and for HMAC-SHA256 alike.
pub(super) const KEY_LEN: usize = 32;

/// What a key is for. One key never serves two purposes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Purpose {
    Seal,
    Index,
    Token,
}

impl Purpose {
    pub(super) const ALL: [Purpose; 3] = [Purpose::Seal, Purpose::Index, Purpose::Token];

    pub(super) fn word(self) -> &'static str {
        match self {
            Purpose::Seal => "seal",
            Purpose::Index => "index",
            Purpose::Token => "token",
        }
    }
}

pub(super) struct Key {
    pub(super) id: String,
    pub(super) purpose: Purpose,
    pub(super) bytes: Zeroizing<[u8; KEY_LEN]>,
}

impl Key {
    pub(super) fn random(id: &str, purpose: Purpose) -> Key {
        Key { id: id.to_owned(), purpose, bytes: Zeroizing::new(super::random_bytes()) }
    }

    /// One line of the key file, without its line end.
    pub(super) fn line(&self) -> Zeroizing<String> {
        let secret = Zeroizing::new(STANDARD.encode(self.bytes.as_slice()));
        Zeroizing::new(format!("{} {} {}", self.id, self.purpose.word(), secret.as_str()))
    }
}

/// All keys of one installation. At least one of each purpose; of several seal or token keys the last is
/// the newest and makes new values, while all of them read old ones. Exactly one index key: values that
/// were indexed with another would silently no longer be found.
pub(super) struct KeyRing {
    keys: Vec<Key>,
}

impl KeyRing {
    /// Checks the rules above; the error completes "the key file ...".
    pub(super) fn new(keys: Vec<Key>) -> Result<KeyRing, String> {
        for purpose in Purpose::ALL {
            let of_purpose: Vec<&Key> = keys.iter().filter(|k| k.purpose == purpose).collect();
            if of_purpose.is_empty() {
                return Err(format!("has no `{}` key", purpose.word()));
            }
            if purpose == Purpose::Index && of_purpose.len() > 1 {
                return Err(
                    "has more than one `index` key; only seal and token keys can be rotated".to_owned()
                );
            }
            for (n, key) in of_purpose.iter().enumerate() {
                if of_purpose.iter().take(n).any(|k| k.id == key.id) {
                    return Err(format!("has two `{}` keys named {}", purpose.word(), key.id));
                }
            }
        }
        Ok(KeyRing { keys })
    }

    pub(super) fn random() -> KeyRing {
        KeyRing { keys: Purpose::ALL.map(|p| Key::random("k1", p)).into() }
    }

    /// The same seed gives the same keys: for tests that compare runs.
    pub(super) fn from_seed(seed: u64) -> KeyRing {
        let keys = Purpose::ALL.map(|purpose| Key {
            id: "k1".to_owned(),
            purpose,
            bytes: Zeroizing::new(hmac(&seed.to_le_bytes(), "vault/seed", purpose.word().as_bytes())),
        });
        KeyRing { keys: keys.into() }
    }

    pub(super) fn newest(&self, purpose: Purpose) -> &Key {
        self.all(purpose).last().expect("a key ring has a key of every purpose")
    }

    pub(super) fn find(&self, purpose: Purpose, id: &str) -> Option<&Key> {
        self.all(purpose).find(|k| k.id == id)
    }

    pub(super) fn all(&self, purpose: Purpose) -> impl DoubleEndedIterator<Item = &Key> {
        self.keys.iter().filter(move |k| k.purpose == purpose)
    }
}

/// HMAC-SHA256 over the context and the message. The context's length goes first, so that no two pairs
/// of context and message give the same input.
pub(super) fn hmac(key: &[u8], context: &str, message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(&(context.len() as u64).to_le_bytes());
    mac.update(context.as_bytes());
    mac.update(message);
    mac.finalize().into_bytes().into()
}

//! The vault itself.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom as _, SystemRandom};
use subtle::ConstantTimeEq as _;
use thiserror::Error;
use zeroize::Zeroizing;

use super::cipher::{self, NONCE_LEN, TAG_LEN};
use super::keyfile;
use super::keys::{KeyRing, Purpose, hmac};

/// 128 bits: a token's signature is checked online, so nobody tries offline; short enough for a link.
const MAC_LEN: usize = 16;
/// Begins every sealed file, so that a plain or foreign file is told from a damaged one.
const MAGIC: &[u8; 4] = b"SPV1";

/// Why the vault did not do it. No variant carries anything that was sealed or any key.
#[derive(Debug, Error)]
pub enum VaultError {
    /// The key file could not be read or made.
    #[error("failed to use the key file {}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    /// Others than the owner may read the keys.
    #[error(
        "the key file {} is open to others (mode {mode:03o}); run `chmod 600 {}` as its owner and start again",
        path.display(), path.display()
    )]
    Loose { path: PathBuf, mode: u32 },
    /// The key file is there and is not what it should be.
    #[error("the key file {} {fault}", path.display())]
    KeyFile { path: PathBuf, fault: String },
    /// The value has not the form of a sealed one: it was cut, or never sealed.
    #[error("the value is not a sealed one")]
    NotSealed,
    /// Sealed with a key that the key file does not hold: an older or another installation's file.
    #[error("the value was sealed with the key {id}, which the key file does not hold")]
    UnknownKey { id: String },
    /// The seal is broken: damaged, moved from another place, or other keys of the same name.
    #[error("the sealed value is damaged or belongs somewhere else")]
    Broken,
}

/// The keys of one installation. Cheap to clone; prints nothing.
#[derive(Clone)]
pub struct Vault {
    inner: Arc<Inner>,
}

struct Inner {
    ring: KeyRing,
    nonces: Nonces,
}

/// Where nonces come from.
enum Nonces {
    Random,
    /// Derived from key, context and content, so that two runs of one test write the same bytes. Equal
    /// values look equal then, which is why real vaults do not do it.
    Derived,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault")
    }
}

impl Vault {
    /// Reads the key file, or makes one (mode 0600, its folder 0700) when there is none.
    ///
    /// # Errors
    /// The file cannot be read or made, is open to others, or is malformed. All three are for the
    /// operator: the start stops with the message.
    pub fn open_or_create(path: &Path) -> Result<Vault, VaultError> {
        Ok(Vault::with(keyfile::open_or_create(path)?, Nonces::Random))
    }

    /// Random keys that die with the process: for tests and for dry runs that keep nothing.
    pub fn ephemeral() -> Vault {
        Vault::with(KeyRing::random(), Nonces::Random)
    }

    /// Keys and nonces that follow from the seed: two runs write the same bytes. Protects nothing.
    pub fn from_seed(seed: u64) -> Vault {
        Vault::with(KeyRing::from_seed(seed), Nonces::Derived)
    }

    fn with(ring: KeyRing, nonces: Nonces) -> Vault {
        Vault { inner: Arc::new(Inner { ring, nonces }) }
    }

    /// Seals a value as text: `<key id>:<base64url of nonce and ciphertext>`.
    pub fn seal(&self, context: &str, plain: &[u8]) -> String {
        let (id, body) = self.encrypt(context, plain);
        format!("{id}:{}", URL_SAFE_NO_PAD.encode(body))
    }

    /// Opens what [`Vault::seal`] made under the same context.
    ///
    /// # Errors
    /// [`VaultError::NotSealed`], [`VaultError::UnknownKey`] or [`VaultError::Broken`].
    pub fn open(&self, context: &str, sealed: &str) -> Result<Vec<u8>, VaultError> {
        let (id, body) = sealed.split_once(':').ok_or(VaultError::NotSealed)?;
        let body = URL_SAFE_NO_PAD.decode(body).map_err(|_| VaultError::NotSealed)?;
        self.decrypt(context, id, &body)
    }

    /// [`Vault::seal`] for text.
    pub fn seal_str(&self, context: &str, plain: &str) -> String {
        self.seal(context, plain.as_bytes())
    }

    /// [`Vault::open`] for text.
    ///
    /// # Errors
    /// Those of [`Vault::open`]; [`VaultError::NotSealed`] too when what was sealed is not text.
    pub fn open_str(&self, context: &str, sealed: &str) -> Result<String, VaultError> {
        String::from_utf8(self.open(context, sealed)?).map_err(|_| VaultError::NotSealed)
    }

    /// Seals a file: `SPV1`, the length of the key id, the key id, nonce, ciphertext.
    pub fn seal_bytes(&self, context: &str, plain: &[u8]) -> Vec<u8> {
        let (id, body) = self.encrypt(context, plain);
        let mut out = Vec::with_capacity(MAGIC.len() + 1 + id.len() + body.len());
        out.extend_from_slice(MAGIC);
        out.push(u8::try_from(id.len()).expect("a key id has at most 16 bytes"));
        out.extend_from_slice(id.as_bytes());
        out.extend_from_slice(&body);
        out
    }

    /// Opens what [`Vault::seal_bytes`] made under the same context.
    ///
    /// # Errors
    /// Those of [`Vault::open`].
    pub fn open_bytes(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let rest = sealed.strip_prefix(MAGIC.as_slice()).ok_or(VaultError::NotSealed)?;
        let (&id_len, rest) = rest.split_first().ok_or(VaultError::NotSealed)?;
        let (id, body) = rest.split_at_checked(usize::from(id_len)).ok_or(VaultError::NotSealed)?;
        let id = std::str::from_utf8(id).map_err(|_| VaultError::NotSealed)?;
        self.decrypt(context, id, body)
    }

    /// The blind index of a value: equal values under one context give equal text, and nothing else can
    /// be learnt from it without the key. The caller brings the value into one form first (digits of a
    /// phone number, trimmed and folded text).
    pub fn index(&self, context: &str, value: &str) -> String {
        let key = self.inner.ring.newest(Purpose::Index);
        URL_SAFE_NO_PAD.encode(hmac(key.bytes.as_slice(), context, value.as_bytes()))
    }

    /// Signs a short token (a link, a cookie): 22 characters that are safe in a URL.
    pub fn mac(&self, context: &str, message: &[u8]) -> String {
        let key = self.inner.ring.newest(Purpose::Token);
        URL_SAFE_NO_PAD.encode(&hmac(key.bytes.as_slice(), context, message)[..MAC_LEN])
    }

    /// Whether [`Vault::mac`] made this signature, with the newest or an older token key.
    pub fn verify(&self, context: &str, message: &[u8], mac: &str) -> bool {
        let Ok(given) = URL_SAFE_NO_PAD.decode(mac) else { return false };
        self.inner.ring.all(Purpose::Token).rev().any(|key| {
            let ours = hmac(key.bytes.as_slice(), context, message);
            bool::from(ours[..MAC_LEN].ct_eq(&given))
        })
    }

    /// Names these keys without telling them: kept beside the data, it shows at start that a database
    /// met another key file than its own.
    pub fn fingerprint(&self) -> String {
        self.index("vault/fingerprint", "")[..16].to_owned()
    }

    fn encrypt(&self, context: &str, plain: &[u8]) -> (&str, Vec<u8>) {
        let key = self.inner.ring.newest(Purpose::Seal);
        let nonce: [u8; NONCE_LEN] = match self.inner.nonces {
            Nonces::Random => random_bytes(),
            Nonces::Derived => {
                let long = hmac(key.bytes.as_slice(), context, plain);
                std::array::from_fn(|i| long[i])
            }
        };
        (&key.id, cipher::seal(&key.bytes, &nonce, context, plain))
    }

    fn decrypt(&self, context: &str, id: &str, body: &[u8]) -> Result<Vec<u8>, VaultError> {
        let plausible = (1..=16).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric());
        let (nonce, sealed) = match body.split_first_chunk::<NONCE_LEN>() {
            Some(parts) if plausible && parts.1.len() >= TAG_LEN => parts,
            _ => return Err(VaultError::NotSealed),
        };
        let key = self
            .inner
            .ring
            .find(Purpose::Seal, id)
            .ok_or_else(|| VaultError::UnknownKey { id: id.to_owned() })?;
        cipher::open(&key.bytes, nonce, context, sealed).ok_or(VaultError::Broken)
    }
}

/// Bytes that nobody can guess, from the operating system.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // There nothing here may run.
    SystemRandom::new().fill(&mut bytes).expect("the system has a source of randomness");
    bytes
}

/// A token of 256 bits nobody can guess: 43 characters that are safe in a URL and in a file name.
pub fn random_token() -> String {
    URL_SAFE_NO_PAD.encode(Zeroizing::new(random_bytes::<32>()).as_slice())
}

#[cfg(test)]
mod tests;

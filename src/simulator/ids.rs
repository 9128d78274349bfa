//! Random names: credentials, wire ids, digests.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

/// 74 random bits (RFC 9562, section 5.7).
#[expect(clippy::disallowed_methods, reason = "the platforms make ids of their own")]
fn fresh() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}

/// `length` hexadecimal digits that nobody can guess (at most 64).
pub(super) fn hex(length: usize) -> String {
    let mut digest = Sha256::new();
    for _ in 0..4 {
        digest.update(fresh().as_bytes());
    }
    let mut text = lower_hex(&digest.finalize());
    text.truncate(length);
    text
}

/// `length` decimal digits, the first of them not zero.
pub(super) fn digits(length: usize) -> String {
    let text: String = hex(64)
        .bytes()
        .map(|byte| char::from(b'0' + byte % 10))
        .cycle()
        .take(length.saturating_sub(1))
        .collect();
    format!("1{text}")
}

pub(super) fn lower_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A WhatsApp message id. Like Meta's it holds whose chat it belongs to, here the phone's id.
pub(super) fn wamid(phone: &str) -> String {
    format!("wamid.{}", STANDARD.encode([b"HBgN".as_slice(), fresh().as_bytes(), phone.as_bytes()].concat()))
}

/// The phone that a message id belongs to.
pub(super) fn phone_of(wamid: &str) -> Option<String> {
    let bytes = STANDARD.decode(wamid.strip_prefix("wamid.")?).ok()?;
    String::from_utf8(bytes.get(20..)?.to_vec()).ok()
}

/// A Telegram file id: opaque, URL-safe.
pub(super) fn file_id() -> String {
    format!("AgACAgUAAx{}", URL_SAFE_NO_PAD.encode(fresh().as_bytes()))
}

/// SHA-256 in Base64, as the media fields of Meta's webhooks carry it.
pub(super) fn sha256_base64(bytes: &[u8]) -> String {
    STANDARD.encode(Sha256::digest(bytes))
}

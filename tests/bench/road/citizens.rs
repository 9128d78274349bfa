//! What citizens send: the conversation of eight steps, again and again, as Meta's webhook tells it.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;

pub const SECRET: &str = "road-app-secret";
pub const NUMBER: &str = "100200300400500";

/// Written for a photo where a text would stand.
pub const PHOTO: &str = "[photo]";

/// Whatever was open is dropped, then the road to the first photo; only the photo is measured.
pub const TO_A_PHOTO: [&str; 9] = [
    "batal",
    "ya",
    "ktp sy ilang gmn ya kak",
    "setuju",
    "1",
    "5108064107909901",
    "Ni Luh Contoh Sari",
    "belum tahu",
    PHOTO,
];

/// Digits with country code, without plus.
pub fn phone(citizen: usize) -> String {
    format!("62812000{:05}", 99_000 + citizen)
}

/// The body of a webhook with one text or photo.
pub fn webhook(citizen: usize, text: &str, number: u64, at: u64) -> Vec<u8> {
    let phone = phone(citizen);
    let mut message = json!({"from": phone, "id": format!("wamid.ROAD{citizen:04}{number:010}{at}"), "timestamp": at.to_string()});
    if text == PHOTO {
        message["type"] = json!("image");
        message["image"] = json!({"id": format!("{citizen}{number}{at}"), "mime_type": "image/jpeg"});
    } else {
        message["type"] = json!("text");
        message["text"] = json!({"body": text});
    }
    let body = json!({
        "object": "whatsapp_business_account",
        "entry": [{"id": "200300400500600", "changes": [{"field": "messages", "value": {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "623621234567", "phone_number_id": NUMBER},
            "contacts": [{"profile": {"name": format!("Warga {citizen}")}, "wa_id": phone}],
            "messages": [message],
        }}]}],
    });
    body.to_string().into_bytes()
}

pub fn signature(body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length");
    mac.update(body);
    let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={hex}")
}

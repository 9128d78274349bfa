//! Requests to the webhooks by hand: what no platform would send, or would send in just this way.

use hmac::{Hmac, KeyInit, Mac};
use reqwest::StatusCode;
use sapa::simulator::{Channel, Person, Phone};
use serde_json::{Value, json};
use sha2::Sha256;

use super::Program;

/// `sha256=…` over these bytes.
pub(super) fn signature(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body);
    let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={hex}")
}

/// Posts a body with this header in the place of the signature or secret.
pub(super) async fn post_as(
    program: &Program,
    channel: Channel,
    body: Vec<u8>,
    proof: Option<&str>,
) -> reqwest::Response {
    let (path, header) = match channel {
        Channel::WhatsApp => ("/webhooks/whatsapp", "x-hub-signature-256"),
        Channel::Telegram => ("/webhooks/telegram", "x-telegram-bot-api-secret-token"),
    };
    let mut request =
        program.http.post(program.url(path)).header("content-type", "application/json").body(body);
    if let Some(proof) = proof {
        request = request.header(header, proof);
    }
    request.send().await.unwrap()
}

/// Posts a body that is authentic.
pub(super) async fn post(program: &Program, channel: Channel, body: impl Into<Vec<u8>>) -> StatusCode {
    let body = body.into();
    let proof = match channel {
        Channel::WhatsApp => signature(&program.platform.whatsapp().app_secret, &body),
        Channel::Telegram => program.platform.telegram().webhook_secret.clone(),
    };
    post_as(program, channel, body, Some(&proof)).await.status()
}

/// A text of this phone's citizen, as its platform delivers it; `id` tells one event from another.
pub(super) fn text_event(program: &Program, phone: &Phone, id: u32, text: &str) -> Value {
    let now = chrono::Utc::now().timestamp();
    match phone.person() {
        Person::WhatsApp(person) => {
            let access = program.platform.whatsapp();
            let from = person.phone.unwrap();
            json!({"object": "whatsapp_business_account", "entry": [{"id": access.business_account_id, "changes": [{
                "field": "messages",
                "value": {
                    "messaging_product": "whatsapp",
                    "metadata": {
                        "display_phone_number": access.business_number, "phone_number_id": access.phone_number_id,
                    },
                    "contacts": [{"profile": {"name": person.name}, "wa_id": from, "user_id": person.bsuid}],
                    "messages": [{
                        "from": from, "from_user_id": person.bsuid, "id": format!("wamid.byhand{id}"),
                        "timestamp": now.to_string(), "type": "text", "text": {"body": text},
                    }],
                },
            }]}]})
        }
        Person::Telegram(person) => {
            let user = json!({"id": person.user_id, "is_bot": false, "first_name": person.first_name});
            json!({"update_id": 900_000_000 + id, "message": {
                "message_id": 900_000 + id, "date": now, "from": user, "text": text,
                "chat": {"id": person.user_id, "type": "private", "first_name": person.first_name},
            }})
        }
    }
}

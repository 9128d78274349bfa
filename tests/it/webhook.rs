//! WhatsApp's side of the webhook: signed bodies over HTTP.

use std::fmt::Write as _;
use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sapa::channels::{Secret, whatsapp};
use sapa::domain::outbound::Sensitive;
use serde_json::json;
use sha2::Sha256;

use crate::harness::Harness;

const SECRET: &str = "app-secret";

/// A webhook with an office behind it.
pub(crate) struct Webhook {
    url: String,
    http: reqwest::Client,
}

impl Webhook {
    #[expect(clippy::disallowed_methods, reason = "the platform that calls us is not the program")]
    pub(crate) async fn open(office: &Harness) -> Webhook {
        let settings = whatsapp::Settings {
            api_url: "http://127.0.0.1:9/v25.0".parse().expect("an address"),
            phone_number_id: "1".to_owned(),
            access_token: Secret::new("token"),
            app_secret: Secret::new(SECRET),
            verify_token: Secret::new("verify"),
            sensitive: Sensitive::Chat,
            business_account_id: None,
            provider: whatsapp::Provider::meta(),
        };
        let routes = whatsapp::routes(settings, Arc::new(office.runtime.inbox.clone()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it has an address");
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Webhook { url: format!("http://{address}/webhooks/whatsapp"), http: reqwest::Client::new() }
    }

    /// A message of a citizen in Meta's words.
    pub(crate) fn message(id: &str, from: &str, name: &str, text: &str) -> String {
        let value = json!({
            "messaging_product": "whatsapp",
            "metadata": {"phone_number_id": "1"},
            "contacts": [{"wa_id": from, "profile": {"name": name}}],
            "messages": [
                {"id": id, "from": from, "timestamp": "1795395600", "type": "text", "text": {"body": text}}
            ],
        });
        let changes = json!([{"field": "messages", "value": value}]);
        json!({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}).to_string()
    }

    /// Gives the status, and headers and body as text.
    pub(crate) async fn post(&self, body: &str, signed: bool) -> (u16, String) {
        let signature = if signed { signature(body) } else { "sha256=00".to_owned() };
        let request =
            self.http.post(&self.url).body(body.to_owned()).header("x-hub-signature-256", signature);
        let answer = request.send().await.expect("the webhook answers");
        let status = answer.status().as_u16();
        let headers = format!("{:?}", answer.headers());
        (status, headers + answer.text().await.expect("the answer reads").as_str())
    }
}

fn signature(body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any key will do");
    mac.update(body.as_bytes());
    mac.finalize().into_bytes().iter().fold("sha256=".to_owned(), |mut hex, byte| {
        let _infallible = write!(hex, "{byte:02x}");
        hex
    })
}

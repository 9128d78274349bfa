use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::*;
use crate::simulator::{Clock, State, Tapped, WhatsAppConfig, WindowRefusal};

fn text(to: &str, body: &str) -> Value {
    json!({"messaging_product": "whatsapp", "to": to, "type": "text", "text": {"body": body}})
}

fn interactive(content: Value) -> Value {
    json!({"messaging_product": "whatsapp", "to": "+6281200009901", "type": "interactive", "interactive": content})
}

fn buttons(buttons: Value) -> Value {
    interactive(json!({"type": "button", "body": {"text": "Setuju?"}, "action": {"buttons": buttons}}))
}

fn button(id: &str, title: &str) -> Value {
    json!({"type": "reply", "reply": {"id": id, "title": title}})
}

#[tokio::test]
async fn a_text_reaches_the_webhook_signed_over_its_escaped_bytes() {
    let platform = platform().await;
    let mut hook = Hook::start().await;
    platform.set_whatsapp_webhook(&hook.url).await.unwrap();
    let phone = ayu(&platform);
    let wamid = phone.send_text("halo 😀 a@b.id 1/2");
    let (headers, body) = hook.next_raw().await;
    let raw = std::str::from_utf8(&body).unwrap();
    assert!(raw.contains("halo \\ud83d\\ude00 a\\u0040b.id 1\\/2"), "{raw}");
    let mut mac = Hmac::<Sha256>::new_from_slice(platform.whatsapp().app_secret.as_bytes()).unwrap();
    mac.update(&body);
    let expected: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(headers["x-hub-signature-256"], format!("sha256={expected}"));
    let event: Value = serde_json::from_slice(&body).unwrap();
    let value = &event["entry"][0]["changes"][0]["value"];
    assert_eq!(value["messages"][0]["id"], wamid);
    assert_eq!(value["messages"][0]["from"], "6281200009901");
    assert_eq!(value["messages"][0]["text"]["body"], "halo 😀 a@b.id 1/2");
    assert_eq!(value["contacts"][0]["user_id"], value["messages"][0]["from_user_id"]);
    assert_eq!(value["metadata"]["phone_number_id"], platform.whatsapp().phone_number_id.as_str());
    phone.wait_for(|screen| screen.messages[0].state == State::Delivered, SOON).await.unwrap();
}

#[tokio::test]
async fn a_handshake_without_the_challenge_is_refused() {
    let platform = platform().await;
    let answer = platform.set_whatsapp_webhook(&platform.whatsapp_api_url()).await;
    assert!(answer.is_err());
}

#[tokio::test]
async fn a_message_passes_sent_delivered_and_read_with_the_senders_mark() {
    let platform = platform().await;
    let mut hook = Hook::start().await;
    platform.set_whatsapp_webhook(&hook.url).await.unwrap();
    let phone = ayu(&platform);
    phone.send_text("halo");
    let mut body = text("+6281200009901", "Selamat pagi");
    body["biz_opaque_callback_data"] = json!("out_1");
    let (status, answer) = whatsapp_send(&platform, body).await;
    assert_eq!(status, 200);
    assert_eq!(answer["contacts"][0]["wa_id"], "6281200009901");
    for expected in ["sent", "delivered"] {
        let status = hook.next_status().await;
        assert_eq!(status["status"], expected);
        assert_eq!(status["id"], answer["messages"][0]["id"]);
        assert_eq!(status["biz_opaque_callback_data"], "out_1");
    }
    assert_eq!(phone.wait_for_text("pagi", SOON).await.unwrap().state, State::Delivered);
    phone.open();
    assert_eq!(hook.next_status().await["status"], "read");
    // With the chat on the screen there is no `delivered`.
    whatsapp_send(&platform, text("+6281200009901", "Apa kabar?")).await;
    assert_eq!(hook.next_status().await["status"], "sent");
    assert_eq!(hook.next_status().await["status"], "read");
}

#[tokio::test]
async fn bodies_past_a_limit_are_refused() {
    let platform = platform().await;
    ayu(&platform).send_text("halo");
    let row = |id: usize| json!({"id": format!("row{id}"), "title": format!("Baris {id}")});
    let list = |rows: Vec<Value>| {
        let action = json!({"button": "Pilih", "sections": [{"rows": rows}]});
        interactive(json!({"type": "list", "body": {"text": "Pilih"}, "action": action}))
    };
    let mut long_mark = text("+6281200009901", "x");
    long_mark["biz_opaque_callback_data"] = json!("x".repeat(513));
    let mut unknown = text("+6281200009901", "x");
    unknown["colour"] = json!("red");
    let cases = [
        (text("+6281200009901", &"x".repeat(4097)), 100),
        (text("+6281200009901", ""), 100),
        (long_mark, 100),
        (unknown, 100),
        (json!({"messaging_product": "whatsapp", "type": "text", "text": {"body": "x"}}), 100),
        (json!({"to": "+6281200009901", "type": "text", "text": {"body": "x"}}), 100),
        (json!({"messaging_product": "whatsapp", "to": "+6281200009901", "type": "text"}), 131_008),
        (buttons(json!([])), 131_009),
        (buttons(json!([button("1", "a"), button("2", "b"), button("3", "c"), button("4", "d")])), 131_009),
        (buttons(json!([button("1", "Kartu Keluarga Hilang"), button("2", "b")])), 131_009),
        (buttons(json!([button("1", "a"), button("2", "a")])), 131_009),
        (buttons(json!([button("1", "a"), button("1", "b")])), 131_009),
        (buttons(json!([button(" 1", "a")])), 131_009),
        (buttons(json!([button(&"x".repeat(257), "a")])), 131_009),
        (buttons(json!([button("1", " ")])), 131_009),
        (list((1..=11).map(row).collect()), 131_009),
        (list(vec![row(1), row(1)]), 131_009),
        (list(vec![json!({"id": "1", "title": "x".repeat(25)})]), 131_009),
        (list(vec![json!({"id": "1", "title": "x", "description": "x".repeat(73)})]), 131_009),
        (list(vec![json!({"id": "x".repeat(201), "title": "x"})]), 131_009),
    ];
    for (body, code) in cases {
        let (status, answer) = whatsapp_send(&platform, body.clone()).await;
        assert_eq!((status, &answer["error"]["code"]), (400, &json!(code)), "{body} {answer}");
    }
    let long = interactive(json!({
        "type": "button", "body": {"text": "x".repeat(1025)}, "action": {"buttons": [button("1", "a")]},
    }));
    assert_eq!(whatsapp_send(&platform, long).await.0, 400);
    assert_eq!(whatsapp_send(&platform, list((1..=10).map(row).collect())).await.0, 200);
    assert_eq!(whatsapp_send(&platform, text("+6281200009901", &"é".repeat(4096))).await.0, 200);
}

#[tokio::test]
async fn a_wrong_token_is_refused_with_190() {
    let platform = platform().await;
    let url = format!("{}/{}/messages", platform.whatsapp_api_url(), platform.whatsapp().phone_number_id);
    let answer =
        reqwest::Client::new().post(url).bearer_auth("x").json(&text("+62812", "x")).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    assert_eq!(answer.json::<Value>().await.unwrap()["error"]["code"], 190);
}

#[tokio::test]
async fn tapped_buttons_and_rows_come_back_with_their_ids() {
    let platform = platform().await;
    let mut hook = Hook::start().await;
    platform.set_whatsapp_webhook(&hook.url).await.unwrap();
    let phone = ayu(&platform);
    phone.send_text("halo");
    let (_, answer) =
        whatsapp_send(&platform, buttons(json!([button("yes", "Setuju"), button("no", "Tidak")]))).await;
    phone.wait_for_text("Setuju?", SOON).await.unwrap();
    assert!(matches!(phone.tap("Setuju").unwrap(), Tapped::Message(_)));
    hook.next_message().await;
    let reply = hook.next_message().await;
    assert_eq!(reply["interactive"]["button_reply"], json!({"id": "yes", "title": "Setuju"}));
    assert_eq!(reply["context"]["id"], answer["messages"][0]["id"]);
    assert!(phone.tap("Lainnya").is_err());
    let rows = json!([{"id": "r1", "title": "KTP hilang", "description": "Ganti KTP-el"}]);
    let action = json!({"button": "Pilih", "sections": [{"title": "Layanan", "rows": rows}]});
    whatsapp_send(
        &platform,
        interactive(json!({"type": "list", "body": {"text": "Apa?"}, "action": action})),
    )
    .await;
    phone.wait_for_text("Apa?", SOON).await.unwrap();
    phone.tap_list_row("KTP hilang").unwrap();
    assert_eq!(hook.next_message().await["interactive"]["list_reply"]["id"], "r1");
}

#[tokio::test]
async fn a_photo_is_fetched_by_id_and_link_until_they_expire() {
    let platform = platform().await;
    let mut hook = Hook::start().await;
    platform.set_whatsapp_webhook(&hook.url).await.unwrap();
    let phone = ayu(&platform);
    let photo = picture(64, 48);
    phone.send_photo(photo.clone(), "image/jpeg", "ini suratnya");
    let message = hook.next_message().await;
    assert_eq!(message["image"]["caption"], "ini suratnya");
    let client = reqwest::Client::new();
    let lookup = async || {
        let id = message["image"]["id"].as_str().unwrap();
        let url = format!("{}/{id}", platform.whatsapp_api_url());
        client.get(url).bearer_auth(&platform.whatsapp().access_token).send().await.unwrap()
    };
    let found: Value = lookup().await.json().await.unwrap();
    let link = found["url"].as_str().unwrap().to_owned();
    assert_eq!(client.get(&link).send().await.unwrap().status(), 401);
    let fetch =
        async || client.get(&link).bearer_auth(&platform.whatsapp().access_token).send().await.unwrap();
    assert_eq!(fetch().await.bytes().await.unwrap(), photo);
    platform.clock().advance(Duration::from_secs(301));
    assert_eq!(fetch().await.status(), 404);
    assert_eq!(lookup().await.status(), 200);
    platform.clock().advance(Duration::from_secs(7 * 24 * 3600));
    assert_eq!(lookup().await.status(), 400);
}

#[tokio::test]
async fn an_uploaded_document_reaches_the_phone() {
    let platform = platform().await;
    let phone = ayu(&platform);
    phone.send_text("halo");
    let client = reqwest::Client::new();
    let url = format!("{}/{}/media", platform.whatsapp_api_url(), platform.whatsapp().phone_number_id);
    let upload = async |mime: &str| {
        let part = reqwest::multipart::Part::bytes(b"%PDF-1.7".to_vec())
            .file_name("bukti.pdf")
            .mime_str(mime)
            .unwrap();
        let form = reqwest::multipart::Form::new();
        let form =
            form.text("messaging_product", "whatsapp").text("type", mime.to_owned()).part("file", part);
        client.post(&url).bearer_auth(&platform.whatsapp().access_token).multipart(form).send().await.unwrap()
    };
    assert_eq!(upload("application/zip").await.status(), 400);
    let id: Value = upload("application/pdf").await.json().await.unwrap();
    let body = json!({
        "messaging_product": "whatsapp", "to": "+6281200009901", "type": "document",
        "document": {"id": id["id"], "filename": "tanda-terima.pdf", "caption": "Bukti"},
    });
    assert_eq!(whatsapp_send(&platform, body).await.0, 200);
    let shown = phone.wait_for_text("Bukti", SOON).await.unwrap();
    let media = shown.media.unwrap();
    assert_eq!(
        (media.filename.as_deref(), media.bytes.as_ref()),
        (Some("tanda-terima.pdf"), b"%PDF-1.7".as_slice())
    );
}

#[tokio::test]
async fn a_citizen_without_a_phone_is_answered_by_user_id() {
    let platform = platform().await;
    let mut hook = Hook::start().await;
    platform.set_whatsapp_webhook(&hook.url).await.unwrap();
    let phone = platform.whatsapp_phone(WhatsAppPerson::without_phone("Komang Contoh", "komang.contoh"));
    phone.send_text("halo");
    let value = hook.next_value().await;
    let message = &value["messages"][0];
    assert!(message.get("from").is_none() && value["contacts"][0].get("wa_id").is_none());
    let recipient = message["from_user_id"].as_str().unwrap();
    let body =
        json!({"messaging_product": "whatsapp", "recipient": recipient, "text": {"body": "Halo juga"}});
    let (status, answer) = whatsapp_send(&platform, body).await;
    assert_eq!((status, &answer["contacts"][0]["user_id"]), (200, &json!(recipient)));
    phone.wait_for_text("juga", SOON).await.unwrap();
    // A user id in `to` is accepted and goes nowhere.
    let before = phone.place();
    assert_eq!(whatsapp_send(&platform, text(recipient, "hilang")).await.0, 200);
    assert_eq!(phone.place(), before);
}

#[tokio::test]
async fn outside_the_window_only_templates_arrive() {
    let mut config = PlatformConfig::quick();
    config.clock = Clock::from_fn(|| 1_800_000_000_000);
    let platform = Platform::start(config).await.unwrap();
    let mut hook = Hook::start().await;
    platform.set_whatsapp_webhook(&hook.url).await.unwrap();
    platform.approve_template("siap_diambil", "id", "KTP-el {{nomor}} siap diambil.");
    let phone = ayu(&platform);
    phone.send_text("halo");
    platform.clock().advance(Duration::from_secs(24 * 3600 + 1));
    assert_eq!(whatsapp_send(&platform, text("+6281200009901", "Halo?")).await.0, 200);
    let status = hook.next_status().await;
    assert_eq!((&status["status"], &status["errors"][0]["code"]), (&json!("failed"), &json!(131_047)));
    let template = |name: &str, parameter: &str| {
        json!({
            "messaging_product": "whatsapp", "to": "+6281200009901", "type": "template",
            "template": {"name": name, "language": {"code": "id"}, "components": [
                {"type": "body", "parameters": [{"type": "text", "parameter_name": parameter, "text": "A-17"}]},
            ]},
        })
    };
    assert_eq!(whatsapp_send(&platform, template("lain", "nomor")).await.1["error"]["code"], 132_001);
    assert_eq!(whatsapp_send(&platform, template("siap_diambil", "lain")).await.1["error"]["code"], 132_000);
    assert_eq!(whatsapp_send(&platform, template("siap_diambil", "nomor")).await.0, 200);
    phone.wait_for_text("KTP-el A-17 siap diambil.", SOON).await.unwrap();
}

#[tokio::test]
async fn the_window_can_be_refused_at_once() {
    let config = PlatformConfig {
        whatsapp: WhatsAppConfig { window: WindowRefusal::AtOnce, ..WhatsAppConfig::default() },
        ..PlatformConfig::quick()
    };
    let platform = Platform::start(config).await.unwrap();
    ayu(&platform);
    assert_eq!(whatsapp_send(&platform, text("+6281200009901", "x")).await.1["error"]["code"], 131_047);
}

#[tokio::test]
async fn too_much_to_one_person_is_refused_with_131056() {
    let platform = platform().await;
    ayu(&platform).send_text("halo");
    let mut codes = Vec::new();
    for _ in 0..46 {
        codes.push(whatsapp_send(&platform, text("6281200009901", "x")).await.0);
    }
    assert_eq!((codes[44], codes[45]), (200, 429));
    platform.clock().advance(Duration::from_secs(6));
    assert_eq!(whatsapp_send(&platform, text("6281200009901", "x")).await.0, 200);
}

#[tokio::test]
async fn a_read_mark_with_typing_shows_on_the_phone() {
    let platform = platform().await;
    let phone = ayu(&platform);
    let wamid = phone.send_text("halo");
    let body = json!({
        "messaging_product": "whatsapp", "status": "read", "message_id": wamid, "typing_indicator": {"type": "text"},
    });
    assert_eq!(whatsapp_send(&platform, body.clone()).await.0, 200);
    let screen = phone.screen();
    assert_eq!(screen.messages[0].state, State::Read);
    assert!(screen.typing_until_ms > platform.clock().now_ms());
    let mut wrong = body;
    wrong["message_id"] = json!("wamid.none");
    assert_eq!(whatsapp_send(&platform, wrong).await.0, 400);
}

#[tokio::test]
async fn a_new_number_brings_a_new_user_id_and_a_system_message() {
    let platform = platform().await;
    let mut hook = Hook::start().await;
    platform.set_whatsapp_webhook(&hook.url).await.unwrap();
    let phone = ayu(&platform);
    phone.change_number("6281200009902").unwrap();
    let value = hook.next_value().await;
    assert!(value.get("contacts").is_none());
    let system = &value["messages"][0]["system"];
    assert_eq!((&system["type"], &system["wa_id"]), (&json!("user_changed_number"), &json!("6281200009902")));
    assert_ne!(system["user_id"], system["previous_user_id"]);
}

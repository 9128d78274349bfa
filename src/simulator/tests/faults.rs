use serde_json::json;

use super::*;
use crate::simulator::{Channel, Fault};

fn text() -> Value {
    json!({"messaging_product": "whatsapp", "to": "+6281200009901", "type": "text", "text": {"body": "Baik"}})
}

#[tokio::test]
async fn a_webhook_that_fails_is_tried_again_and_others_are_not_held_up() {
    let platform = platform().await;
    let mut hook = Hook::start().await;
    platform.set_whatsapp_webhook(&hook.url).await.unwrap();
    hook.answer_next_with(&[503, 201]);
    let phone = ayu(&platform);
    let wamid = phone.send_text("halo");
    for _ in 0..3 {
        assert_eq!(hook.next_message().await["id"], wamid);
    }
    platform.wait_for_counters(|counters| counters.webhooks_acknowledged == 1, SOON).await.unwrap();
    assert_eq!(platform.undelivered(), 0);
}

#[tokio::test]
async fn events_can_be_doubled_and_overtaken() {
    let platform = platform().await;
    let mut hook = Hook::start().await;
    platform.set_whatsapp_webhook(&hook.url).await.unwrap();
    let phone = ayu(&platform);
    platform.faults().duplicate_webhooks(Channel::WhatsApp, 1);
    let twice = phone.send_text("dua kali");
    assert_eq!(hook.next_message().await["id"], twice);
    assert_eq!(hook.next_message().await["id"], twice);
    platform.faults().reorder_webhooks(1);
    let first = phone.send_text("satu");
    let second = phone.send_text("dua");
    assert_eq!(hook.next_message().await["id"], second);
    assert_eq!(hook.next_message().await["id"], first);
}

#[tokio::test]
async fn a_torn_connection_may_or_may_not_have_sent() {
    let platform = platform().await;
    let phone = ayu(&platform);
    phone.send_text("halo");
    let url = format!("{}/{}/messages", platform.whatsapp_api_url(), platform.whatsapp().phone_number_id);
    let client = reqwest::Client::new();
    let send =
        async || client.post(&url).bearer_auth(&platform.whatsapp().access_token).json(&text()).send().await;
    platform.faults().fail_next(Channel::WhatsApp, 1, Fault::DropConnection);
    assert!(send().await.is_err());
    assert_eq!(phone.screen().replies().len(), 0);
    platform.faults().fail_next_method(Channel::WhatsApp, "messages", 1, Fault::AcceptThenDrop);
    assert!(send().await.is_err());
    assert_eq!(phone.screen().replies().len(), 1);
    assert!(send().await.is_ok());
    assert_eq!(platform.faults().waiting(), 0);
}

#[tokio::test]
async fn planned_answers_come_in_the_platforms_own_words() {
    let platform = platform().await;
    let phone = ayu(&platform);
    phone.send_text("halo");
    let faults = platform.faults();
    faults.fail_next(Channel::WhatsApp, 1, Fault::TooManyRequests { retry_after: 1 });
    assert_eq!(whatsapp_send(&platform, text()).await.1["error"]["code"], 130_429);
    faults.fail_next(Channel::WhatsApp, 1, Fault::Code(190));
    assert_eq!(whatsapp_send(&platform, text()).await.0, 401);
    faults.fail_next_to(&phone, 1, Fault::Code(131_056));
    assert_eq!(whatsapp_send(&platform, text()).await.1["error"]["code"], 131_056);
    let chat = made(&platform);
    chat.start();
    let crate::simulator::Person::Telegram(person) = chat.person() else { panic!("a Telegram phone") };
    let body = json!({"chat_id": person.user_id, "text": "Baik"});
    faults.fail_next(Channel::Telegram, 1, Fault::TooManyRequests { retry_after: 7 });
    let (status, answer) = telegram_call(&platform, "sendMessage", body.clone()).await;
    assert_eq!((status, &answer["parameters"]["retry_after"]), (429, &json!(7)));
    faults.fail_next(Channel::Telegram, 1, Fault::Blocked);
    let (status, answer) = telegram_call(&platform, "sendMessage", body.clone()).await;
    assert_eq!((status, &answer["description"]), (403, &json!("Forbidden: bot was blocked by the user")));
    assert_eq!(telegram_call(&platform, "sendMessage", body).await.0, 200);
}

#[tokio::test]
async fn statuses_can_come_before_the_answer_or_not_at_all() {
    let platform = platform().await;
    let mut hook = Hook::start().await;
    platform.set_whatsapp_webhook(&hook.url).await.unwrap();
    ayu(&platform).send_text("halo");
    platform.faults().status_before_response(1);
    platform.faults().drop_statuses("sent", 1);
    let (_, answer) = whatsapp_send(&platform, text()).await;
    // It was answered only after the webhook had taken the status, which is therefore here already.
    let mut last = None;
    while let Ok((_, body)) = hook.events.try_recv() {
        last = Some(serde_json::from_slice::<Value>(&body).unwrap());
    }
    let status = &last.unwrap()["entry"][0]["changes"][0]["value"]["statuses"][0];
    assert_eq!((&status["status"], &status["id"]), (&json!("delivered"), &answer["messages"][0]["id"]));
}

#[tokio::test]
async fn a_blocked_whatsapp_number_fails_later_with_131026() {
    let platform = platform().await;
    let mut hook = Hook::start().await;
    platform.set_whatsapp_webhook(&hook.url).await.unwrap();
    let phone = ayu(&platform);
    phone.send_text("halo");
    phone.block();
    assert_eq!(whatsapp_send(&platform, text()).await.0, 200);
    let status = hook.next_status().await;
    assert_eq!((&status["status"], &status["errors"][0]["code"]), (&json!("failed"), &json!(131_026)));
    assert!(status.get("recipient_user_id").is_none());
}

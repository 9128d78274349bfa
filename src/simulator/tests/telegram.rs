use serde_json::json;

use super::*;
use crate::simulator::{Person, State, Tapped};

fn id(phone: &Phone) -> i64 {
    match phone.person() {
        Person::Telegram(person) => person.user_id,
        Person::WhatsApp(_) => panic!("a Telegram phone"),
    }
}

async fn say(platform: &Platform, phone: &Phone, mut body: Value) -> (u16, Value) {
    body["chat_id"] = json!(id(phone));
    telegram_call(platform, "sendMessage", body).await
}

#[tokio::test]
async fn get_me_is_complete_and_method_names_ignore_case() {
    let platform = platform().await;
    for method in ["getMe", "GetMe", "GETME"] {
        let (status, answer) = telegram_call(&platform, method, json!({})).await;
        assert_eq!(status, 200);
        for field in [
            "id",
            "is_bot",
            "first_name",
            "username",
            "can_join_groups",
            "can_read_all_group_messages",
            "supports_inline_queries",
            "can_connect_to_business",
            "has_main_web_app",
        ] {
            assert!(answer["result"].get(field).is_some(), "{field}");
        }
    }
    assert_eq!(telegram_call(&platform, "sendMoney", json!({})).await.0, 404);
    let url = format!("{}/bot1:wrong/getMe", platform.telegram_api_url());
    assert_eq!(reqwest::get(url).await.unwrap().status(), 401);
}

#[tokio::test]
async fn bodies_past_a_limit_are_refused() {
    let platform = platform().await;
    let phone = made(&platform);
    assert_eq!(
        say(&platform, &phone, json!({"text": "x"})).await.1["description"],
        "Bad Request: chat not found"
    );
    phone.start();
    let data = |data: &str| json!({"inline_keyboard": [[{"text": "a", "callback_data": data}]]});
    for (body, part) in [
        (json!({"text": "  "}), "message text is empty"),
        (json!({"text": "x".repeat(4097)}), "message is too long"),
        // Two UTF-16 units each.
        (json!({"text": "😀".repeat(2049)}), "message is too long"),
        (json!({"text": "<b>x", "parse_mode": "HTML"}), "can't parse entities"),
        (json!({"text": "a.b", "parse_mode": "MarkdownV2"}), "can't parse entities"),
        (json!({"text": "x", "parse_mode": "BBCode"}), "unsupported parse_mode"),
        (json!({"text": "x", "reply_markup": data(&"é".repeat(33))}), "BUTTON_DATA_INVALID"),
        (json!({"text": "x", "reply_markup": data("")}), "BUTTON_DATA_INVALID"),
        (
            json!({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}}),
            "Text buttons are unallowed",
        ),
        (json!({"text": "x", "reply_parameters": {"message_id": 999}}), "message to be replied not found"),
    ] {
        let (status, answer) = say(&platform, &phone, body).await;
        assert_eq!(status, 400);
        let description = answer["description"].as_str().unwrap();
        assert!(description.starts_with("Bad Request: ") && description.contains(part), "{description}");
    }
    let bold = json!({"text": format!("<b>{}</b>", "x".repeat(4096)), "parse_mode": "HTML"});
    assert_eq!(say(&platform, &phone, bold).await.0, 200);
}

#[tokio::test]
async fn long_polling_confirms_by_offset_and_waits() {
    let platform = platform().await;
    let phone = made(&platform);
    phone.start();
    let (_, answer) = telegram_call(&platform, "getUpdates", json!({"timeout": 5})).await;
    let update = &answer["result"][0];
    assert_eq!(update["message"]["text"], "/start");
    assert_eq!(update["message"]["entities"][0]["type"], "bot_command");
    // Not confirmed: it comes again.
    let (_, again) = telegram_call(&platform, "getUpdates", json!({})).await;
    assert_eq!(again, answer);
    let next = update["update_id"].as_i64().unwrap() + 1;
    let waiting = {
        let platform = platform.clone();
        tokio::spawn(async move {
            telegram_call(&platform, "getUpdates", json!({"offset": next, "timeout": 10})).await
        })
    };
    phone.wait_for(|screen| screen.messages[0].state == State::Read, SOON).await.unwrap();
    phone.send_text("halo");
    let (_, answer) = waiting.await.unwrap();
    assert_eq!(answer["result"][0]["message"]["text"], "halo");
    assert_eq!(answer["result"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn two_pollers_or_a_webhook_make_a_conflict() {
    let platform = platform().await;
    let first = {
        let platform = platform.clone();
        tokio::spawn(async move { telegram_call(&platform, "getUpdates", json!({"timeout": 20})).await })
    };
    platform.wait_for_counters(|_| true, SOON).await.unwrap();
    // The second call pushes the first away, whichever of them the stand-in saw first.
    let second = {
        let platform = platform.clone();
        tokio::spawn(async move { telegram_call(&platform, "getUpdates", json!({"timeout": 20})).await })
    };
    let hook = Hook::start().await;
    platform
        .wait_for_counters(|counters| counters.requests.contains_key("telegram getUpdates 409"), SOON)
        .await
        .unwrap();
    telegram_call(&platform, "setWebhook", json!({"url": hook.url})).await;
    assert_eq!((first.await.unwrap().0, second.await.unwrap().0), (409, 409));
    assert_eq!(telegram_call(&platform, "getUpdates", json!({})).await.0, 409);
    assert_eq!(telegram_call(&platform, "deleteWebhook", json!({})).await.0, 200);
    assert_eq!(telegram_call(&platform, "getUpdates", json!({})).await.0, 200);
    let insecure = json!({"url": "http://example.org/hook"});
    assert_eq!(telegram_call(&platform, "setWebhook", insecure).await.0, 400);
}

#[tokio::test]
async fn a_chat_waits_for_its_first_update_while_taps_go_ahead() {
    let platform = platform().await;
    let mut hook = Hook::start().await;
    telegram_call(&platform, "setWebhook", json!({"url": hook.url, "secret_token": "rahasia"})).await;
    let phone = made(&platform);
    phone.start();
    assert_eq!(hook.next_raw().await.0["x-telegram-bot-api-secret-token"], "rahasia");
    let markup = json!({"inline_keyboard": [[{"text": "Setuju", "callback_data": "yes"}]]});
    let (_, sent) = say(&platform, &phone, json!({"text": "Setuju?", "reply_markup": markup})).await;
    // The chat's queue is stuck until the fourth try; the tap has a queue of its own.
    hook.answer_next_with(&[500]);
    phone.send_text("satu");
    phone.send_text("dua");
    assert_eq!(hook.next().await["message"]["text"], "satu");
    assert_eq!(hook.next().await["message"]["text"], "satu");
    assert_eq!(hook.next().await["message"]["text"], "dua");
    let Tapped::Callback(query) = phone.tap("Setuju").unwrap() else { panic!("a callback") };
    let update = hook.next().await;
    assert_eq!(update["callback_query"]["data"], "yes");
    assert_eq!(update["callback_query"]["message"]["message_id"], sent["result"]["message_id"]);
    assert_eq!(phone.screen().waiting, ["yes"]);
    let body = json!({"callback_query_id": query, "text": "Terima kasih"});
    assert_eq!(telegram_call(&platform, "answerCallbackQuery", body).await.0, 200);
    let screen = phone.screen();
    assert_eq!((screen.waiting.len(), screen.toast.unwrap().text), (0, "Terima kasih".to_owned()));
    phone.tap("Setuju").unwrap();
    let late = hook.next().await["callback_query"]["id"].clone();
    platform.clock().advance(Duration::from_secs(61));
    let (status, answer) =
        telegram_call(&platform, "answerCallbackQuery", json!({"callback_query_id": late})).await;
    assert_eq!(status, 400);
    assert!(answer["description"].as_str().unwrap().contains("query is too old"));
}

#[tokio::test]
async fn a_photo_is_downloaded_by_its_path_in_either_spelling() {
    let platform = platform().await;
    let phone = made(&platform);
    let photo = picture(800, 600);
    phone.send_photo(photo.clone(), "image/jpeg", "surat");
    let (_, answer) = telegram_call(&platform, "getUpdates", json!({})).await;
    let sizes = answer["result"][0]["message"]["photo"].as_array().unwrap();
    assert_eq!((&sizes[0]["width"], &sizes[1]["width"]), (&json!(320), &json!(800)));
    let path = async |size: &Value| {
        let (_, answer) = telegram_call(&platform, "getFile", json!({"file_id": size["file_id"]})).await;
        answer["result"]["file_path"].as_str().unwrap().to_owned()
    };
    let full = path(&sizes[1]).await;
    let base = format!("{}/file/bot{}", platform.telegram_api_url(), platform.telegram().token);
    for spelling in [full.clone(), full.replace('/', "%2F")] {
        let bytes = reqwest::get(format!("{base}/{spelling}")).await.unwrap().bytes().await.unwrap();
        assert_eq!(bytes, photo);
    }
    let small =
        reqwest::get(format!("{base}/{}", path(&sizes[0]).await)).await.unwrap().bytes().await.unwrap();
    assert_eq!(crate::simulator::images::dimensions(&small), Some((320, 240)));
    platform.expire_media_urls();
    assert_eq!(reqwest::get(format!("{base}/{full}")).await.unwrap().status(), 404);
}

#[tokio::test]
async fn an_album_is_as_many_messages_with_one_group() {
    let platform = platform().await;
    let phone = made(&platform);
    phone.send_album(vec![picture(40, 30), picture(40, 30)], "dua halaman");
    let (_, answer) = telegram_call(&platform, "getUpdates", json!({})).await;
    let (first, second) = (&answer["result"][0]["message"], &answer["result"][1]["message"]);
    assert_eq!(first["media_group_id"], second["media_group_id"]);
    assert_eq!((&first["caption"], second.get("caption")), (&json!("dua halaman"), None));
}

#[tokio::test]
async fn uploads_by_multipart_reach_the_phone_and_bad_ones_are_refused() {
    let platform = platform().await;
    let phone = made(&platform);
    phone.start();
    let upload = async |method: &str, field: &'static str, bytes: Vec<u8>, name: &'static str| {
        let url = format!("{}/bot{}/{method}", platform.telegram_api_url(), platform.telegram().token);
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name);
        let form = reqwest::multipart::Form::new().text("chat_id", id(&phone).to_string());
        let form = form.text("caption", "Bukti").text(field, "attach://a").part("a", part);
        reqwest::Client::new().post(url).multipart(form).send().await.unwrap().status().as_u16()
    };
    assert_eq!(upload("SendDocument", "document", b"%PDF-1.7".to_vec(), "bukti.pdf").await, 200);
    let shown = phone.wait_for_text("Bukti", SOON).await.unwrap();
    assert_eq!(shown.media.unwrap().mime, "application/pdf");
    assert_eq!(upload("sendPhoto", "photo", b"no picture".to_vec(), "x.jpg").await, 400);
    assert_eq!(upload("sendPhoto", "photo", picture(2100, 100).to_vec(), "x.jpg").await, 400);
    assert_eq!(upload("sendPhoto", "photo", picture(300, 200).to_vec(), "x.jpg").await, 200);
}

#[tokio::test]
async fn messages_are_edited_and_deleted_with_the_documented_refusals() {
    let platform = platform().await;
    let phone = made(&platform);
    phone.start();
    let (_, sent) = say(&platform, &phone, json!({"text": "Satu"})).await;
    let number = &sent["result"]["message_id"];
    let edit = |text: &str| json!({"chat_id": id(&phone), "message_id": number, "text": text});
    let (status, answer) = telegram_call(&platform, "editMessageText", edit("Satu")).await;
    assert_eq!(status, 400);
    assert!(answer["description"].as_str().unwrap().contains("message is not modified"));
    let (_, answer) = telegram_call(&platform, "editMessageText", edit("Dua")).await;
    assert!(answer["result"]["edit_date"].is_i64());
    phone.wait_for_text("Dua", SOON).await.unwrap();
    let gone = json!({"chat_id": id(&phone), "message_id": 999, "text": "x"});
    let (_, answer) = telegram_call(&platform, "editMessageText", gone).await;
    assert_eq!(answer["description"], "Bad Request: message to edit not found");
    assert_eq!(telegram_call(&platform, "deleteMessage", edit("")).await.0, 200);
    assert_eq!(phone.screen().replies().len(), 0);
}

#[tokio::test]
async fn blocking_is_told_and_makes_sends_fail() {
    let platform = platform().await;
    let phone = made(&platform);
    phone.start();
    phone.block();
    assert_eq!(say(&platform, &phone, json!({"text": "x"})).await.0, 403);
    let (_, answer) = telegram_call(&platform, "getUpdates", json!({})).await;
    assert_eq!(answer["result"][1]["my_chat_member"]["new_chat_member"]["status"], "kicked");
    phone.start();
    assert_eq!(say(&platform, &phone, json!({"text": "x"})).await.0, 200);
}

#[tokio::test]
async fn a_reply_keyboard_shares_the_citizens_own_contact() {
    let platform = platform().await;
    let phone = made(&platform);
    phone.start();
    let keyboard =
        json!({"keyboard": [[{"text": "Bagikan nomor", "request_contact": true}]], "resize_keyboard": true});
    say(&platform, &phone, json!({"text": "Nomor?", "reply_markup": keyboard})).await;
    phone.tap("Bagikan nomor").unwrap();
    let (_, answer) = telegram_call(&platform, "getUpdates", json!({"offset": -1})).await;
    let message = &answer["result"][0]["message"];
    assert_eq!(message["contact"]["user_id"], message["from"]["id"]);
    say(&platform, &phone, json!({"text": "Terima kasih", "reply_markup": {"remove_keyboard": true}})).await;
    assert!(phone.screen().keyboard.is_none());
}

#[tokio::test]
async fn too_much_to_one_chat_is_slowed_down() {
    let platform = platform().await;
    let phone = made(&platform);
    phone.start();
    let mut last = (0, Value::Null);
    for _ in 0..21 {
        last = say(&platform, &phone, json!({"text": "x"})).await;
    }
    assert_eq!((last.0, last.1["parameters"]["retry_after"].is_u64()), (429, true));
}

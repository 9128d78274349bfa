//! Updates as the Bot API documents them, with invented people, and what becomes of them.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::channels::kit::{RECEIVED, cases, decoded, picture, seed};
use crate::channels::telegram::{read::read, split::split_any};
use crate::domain::inbound::{Body, ChannelKind};

pub(super) fn person() -> Value {
    json!({"id": 990_100_000_009_901_i64, "is_bot": false, "first_name": "Ni Luh", "last_name": "Ayu",
        "language_code": "id"})
}

pub(super) fn chat() -> Value {
    json!({"id": 990_100_000_009_901_i64, "type": "private", "first_name": "Ni Luh"})
}

pub(super) fn update(kind: &str, part: Value) -> Value {
    json!({"update_id": 99_010_001, kind: part})
}

pub(super) fn with(parts: Value) -> Value {
    let mut message = json!({"message_id": 41, "from": person(), "chat": chat(), "date": 1_795_000_000});
    for (key, value) in parts.as_object().into_iter().flatten() {
        message[key] = value.clone();
    }
    message
}

/// A message of Ayu's with these parts.
pub(super) fn message(parts: Value) -> Value {
    update("message", with(parts))
}

fn everything(body: &Value) -> Value {
    let cuts = split_any(body, RECEIVED);
    let pictures: Vec<Value> =
        cuts.iter().map(|cut| picture(cut, &read(cut.arrived.fragment.expose()))).collect();
    json!({"events": pictures, "decoded": decoded(ChannelKind::Telegram, body)})
}

pub(super) fn check(name: &str, body: Value) {
    seed(ChannelKind::Telegram, name, &body);
    insta::assert_json_snapshot!(name, everything(&body));
}

#[test]
fn texts_and_taps_are_read() {
    check("text", message(json!({"text": "ktp sy ilang"})));
    check("start_with_a_payload", message(json!({"text": "/start SAPA-K7Q2"})));
    check(
        "text_in_reply",
        message(json!({"text": "ini", "reply_to_message": {"message_id": 40, "text": "?"}})),
    );
    check(
        "text_with_an_unknown_entity",
        message(
            json!({"text": "besok 10:00", "entities": [{"type": "date_time", "offset": 0, "length": 11}],
            "sender_tag": "x", "forward_origin": {"type": "from_the_moon"}}),
        ),
    );
    let question = json!({"message_id": 40, "chat": chat(), "date": 1_794_999_000, "text": "Setuju?",
        "reply_markup": {"inline_keyboard": [[{"text": "Ya", "callback_data": "q1.ya"}]]}});
    let tap = json!({"id": "4382bfdwdsb323b2d9", "from": person(), "message": question, "data": "q1.ya",
        "chat_instance": "1"});
    check("tap", update("callback_query", tap));
    let old = json!({"id": "438", "from": person(), "data": "q1.ya",
        "message": {"message_id": 3, "chat": chat(), "date": 0}});
    check("tap_on_a_message_too_old_to_see", update("callback_query", old));
}

#[test]
fn files_are_read() {
    check(
        "photo_in_an_album",
        message(json!({"caption": "surat hilang", "media_group_id": "13901", "photo": [
            {"file_id": "kecil", "file_unique_id": "u1", "width": 90, "height": 67, "file_size": 1200},
            {"file_id": "besar", "file_unique_id": "u3", "width": 1280, "height": 960, "file_size": 91000},
            {"file_id": "sedang", "file_unique_id": "u2", "width": 320, "height": 240, "file_size": 9000}]})),
    );
    check(
        "document",
        message(json!({"document": {"file_id": "d1", "file_unique_id": "ud1", "mime_type": "",
            "file_name": "KK Ayu.heic", "file_size": 3_000_000_000_u64}})),
    );
    let file = json!({"file_id": "f1", "file_unique_id": "uf1"});
    check("video_without_a_type", message(json!({"video": file})));
    check("video_note", message(json!({"video_note": file})));
    check("voice", message(json!({"voice": {"file_id": "f1", "mime_type": "audio/ogg"}})));
    check("audio", message(json!({"audio": file})));
    check("sticker", message(json!({"sticker": {"file_id": "f1", "type": "novelty"}})));
    check("animation", message(json!({"animation": file, "document": file})));
    check(
        "live_photo",
        message(json!({"live_photo": {"x": 1}, "photo": [{"file_id": "p", "width": 1, "height": 1}]})),
    );
    let sizes = json!([{"file_id": "p", "file_unique_id": "up", "width": 1280, "height": 960}]);
    let live = json!({"photo": sizes, "file_id": "v", "file_unique_id": "uv", "width": 1, "height": 1, "duration": 3});
    check("live_photo_without_the_plain_one", message(json!({"live_photo": live, "caption": "KTP saya"})));
    check("live_photo_without_a_still", message(json!({"live_photo": {"file_id": "v", "duration": 3}})));
    let paid = json!({"star_count": 1, "paid_media": [{"type": "preview", "width": 1}, {"type": "photo", "photo": sizes}]});
    check("paid_photo", message(json!({"paid_media": paid, "caption": "KTP saya"})));
    check("paid_media_with_a_caption", message(json!({"paid_media": {"stars": 1}, "caption": "KTP saya"})));
}

#[test]
fn places_and_people_are_read() {
    let place = json!({"latitude": -8.112, "longitude": 115.09});
    check("location", message(json!({"location": place})));
    check(
        "venue",
        message(json!({"venue": {"location": place, "title": "Kantor Camat"}, "location": place})),
    );
    check(
        "venue_without_its_point",
        message(json!({"venue": {"title": "Kantor Camat", "address": "Jl. Udayana"}})),
    );
    check(
        "own_contact",
        message(json!({"contact": {"phone_number": "6281200009901", "first_name": "Ni Luh",
            "user_id": 990_100_000_009_901_i64}})),
    );
    check(
        "contact_of_another",
        message(json!({"contact": {"phone_number": "081200009902", "first_name": "Made", "user_id": 9902}})),
    );
    check("contact_without_an_id", message(json!({"contact": {"phone_number": "+62 812-0000-9902"}})));
}

#[test]
fn changes_blocks_and_unknown_things_are_kept() {
    check(
        "edited_text",
        update("edited_message", with(json!({"text": "maksud saya KK", "edit_date": 1_795_000_050}))),
    );
    let photo = json!({"caption": "baru", "photo": [{"file_id": "p", "width": 1, "height": 1}]});
    check("edited_caption", update("edited_message", with(photo)));
    let place = json!({"location": {"latitude": -8.112, "longitude": 115.09}});
    check("moving_location", update("edited_message", with(place)));
    let member = |status: &str| {
        json!({"chat": chat(), "from": person(), "date": 1_795_000_000,
            "old_chat_member": {"status": "member"}, "new_chat_member": {"status": status}})
    };
    check("blocked", update("my_chat_member", member("kicked")));
    check("let_in_again", update("my_chat_member", member("member")));
    let form = json!({"data": "{\"nama\":\"Ayu\"}", "button_text": "Isi data"});
    check("web_app_data", message(json!({"web_app_data": form})));
    check("poll", message(json!({"poll": {"id": "1", "question": "?"}})));
    check("rich_message", message(json!({"rich_message": {"blocks": []}})));
    check("pinned", message(json!({"pinned_message": {"message_id": 3}})));
    check("empty", message(json!({})));
    check("an_unknown_kind_of_update", update("telepathy", with(json!({"text": "halo"}))));
    let reaction = json!({"chat": chat(), "user": person(), "message_id": 40, "date": 1_795_000_000,
        "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}]});
    check("reaction", update("message_reaction", reaction));
    let mut beside = message(json!({"text": "halo"}));
    beside["aaa_novelty"] = json!({"x": 1});
    check("a_message_beside_an_unknown_kind", beside);
}

#[test]
fn what_is_not_for_us_is_skipped() {
    let group = json!({"id": -1_001, "type": "supergroup", "title": "RT 01"});
    check("group", message(json!({"text": "halo", "chat": group})));
    let tap = json!({"id": "1", "from": person(), "data": "x", "message": {"message_id": 1, "chat": group}});
    check("tap_in_a_group", update("callback_query", tap));
    check(
        "tap_on_an_inline_result",
        update("callback_query", json!({"id": "1", "from": person(), "data": "x"})),
    );
    check("another_bot", message(json!({"text": "halo", "from": {"id": 5, "is_bot": true}})));
    check("channel_post", update("channel_post", with(json!({"text": "halo"}))));
    check("business_message", update("business_message", with(json!({"text": "halo"}))));
    check("no_update", json!({"halo": 1}));
}

#[test]
fn an_answer_of_get_updates_can_be_decoded_too() {
    let body = json!({"ok": true, "result": [message(json!({"text": "a"})), message(json!({"text": "b"}))]});
    assert_eq!(decoded(ChannelKind::Telegram, &body).len(), 2);
    let whole = message(json!({"text": "halo"}));
    for part in [&whole, &json!([whole]), &json!({"message": whole["message"]}), &whole["message"]] {
        assert_eq!(decoded(ChannelKind::Telegram, part)[0]["text"], "halo", "{part}");
    }
}

#[test]
fn a_chat_without_its_type_is_told_by_the_sign_of_its_id() {
    let event = |id: i64| {
        let chat = json!({"id": id, "first_name": "Ni Luh"});
        decoded(ChannelKind::Telegram, &message(json!({"text": "halo", "chat": chat})))[0]["event"].clone()
    };
    assert_eq!(event(990_100_000_009_901), "message");
    assert_eq!(event(-1_001), "ignored");
}

#[test]
fn without_clear_no_personal_data_is_printed() {
    let body = message(json!({"text": "NIK 5108064107909901"})).to_string();
    let events = crate::channels::decode(ChannelKind::Telegram, body.as_bytes()).expect("JSON");
    let shown = events[0].to_json(false).to_string();
    assert!(!shown.contains("9901\"") && !shown.contains("5108"), "{shown}");
    assert!(shown.contains("[redacted]"));
}

#[test]
fn a_broken_fragment_is_unsupported_and_no_error() {
    for fragment in ["", "{", "null", "[]", r#"{"update":7}"#, r#"{"update":{"message":3}}"#] {
        let body = read(fragment).body;
        assert!(matches!(body, Body::Unsupported { .. }), "{fragment}: {body:?}");
    }
}

/// JSON whose keys are those of real updates, in places where they don't belong.
fn strange() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        Just(json!("private")),
        "\\PC{0,6}".prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "update_id",
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "message_reaction",
        "chat",
        "from",
        "user",
        "id",
        "type",
        "is_bot",
        "date",
        "edit_date",
        "message_id",
        "text",
        "caption",
        "photo",
        "file_id",
        "width",
        "height",
        "file_size",
        "document",
        "contact",
        "phone_number",
        "user_id",
        "location",
        "latitude",
        "longitude",
        "data",
        "reply_markup",
        "inline_keyboard",
        "callback_data",
        "new_chat_member",
        "status",
        "new_reaction",
        "emoji",
        "reply_to_message",
        "media_group_id",
        "result",
    ]);
    leaf.prop_recursive(6, 80, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..6).prop_map(|pairs| {
                Value::Object(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            }),
        ]
    })
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_update_makes_the_reader_stumble(part in strange(), cut_at in 0_usize..400) {
        let kinds = ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"];
        let mut bodies: Vec<Value> = kinds.iter().map(|kind| update(kind, part.clone())).collect();
        if part.is_object() {
            bodies.push(message(part.clone()));
        }
        bodies.push(part);
        for body in bodies {
            for cut in split_any(&body, RECEIVED) {
                read(cut.arrived.fragment.expose());
            }
            let torn: String = body.to_string().chars().take(cut_at).collect();
            read(&torn);
            let _ = crate::channels::decode(ChannelKind::Telegram, torn.as_bytes());
        }
    }
}

/// Every kind of content, as it comes.
fn known() -> impl Strategy<Value = Value> {
    let file = json!({"file_id": "f1", "file_unique_id": "uf1"});
    prop::sample::select(vec![
        json!({"text": "ktp hilang"}),
        json!({"photo": [{"file_id": "p", "width": 9, "height": 9}], "caption": "surat", "media_group_id": "1"}),
        json!({"document": file}),
        json!({"video": file}),
        json!({"voice": file}),
        json!({"audio": file}),
        json!({"sticker": file}),
        json!({"contact": {"phone_number": "6281200009901", "user_id": 990_100_000_009_901_i64}}),
        json!({"location": {"latitude": -8.1, "longitude": 115.1}}),
    ])
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn known_content_survives_strange_neighbours(content in known(), beside in strange(), around in strange()) {
        // What is content itself wins or loses by its rank; everything else must not matter.
        let never = ["text", "caption", "photo", "document", "contact", "location", "media_group_id", "edit_date"];
        let plain = message(content);
        let mut crowded = plain.clone();
        put_beside(&mut crowded["message"], &beside, &never);
        put_beside(&mut crowded, &around, &[]);
        let body = |whole: &Value| {
            let cuts = split_any(whole, RECEIVED);
            let first = cuts.first().expect("a message");
            (first.arrived.addresses.clone(), first.skip, read(first.arrived.fragment.expose()).body)
        };
        prop_assert_eq!(body(&crowded), body(&plain));
    }
}

/// Strange things under keys that are free.
fn put_beside(object: &mut Value, strange: &Value, never: &[&str]) {
    for (key, value) in strange.as_object().into_iter().flatten() {
        if object.get(key).is_none() && !never.contains(&key.as_str()) {
            object[key] = value.clone();
        }
    }
}

//! Bodies as Meta documents them, with invented people, and what becomes of them.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::OURS;
use crate::channels::kit::{RECEIVED, cases, decoded, picture, seed};
use crate::channels::whatsapp::{read::read, split};
use crate::domain::inbound::{Body, ChannelKind};

pub(super) fn envelope(field: &str, value: Value) -> Value {
    json!({"object": "whatsapp_business_account", "entry": [
        {"id": "990200000000001", "time": 1_795_000_100, "changes": [{"field": field, "value": value}]}
    ]})
}

pub(super) fn metadata() -> Value {
    json!({"display_phone_number": "62811000099", "phone_number_id": OURS})
}

pub(super) fn messages(contacts: Value, messages: Value) -> Value {
    let value = json!({"messaging_product": "whatsapp", "metadata": metadata(),
        "contacts": contacts, "messages": messages});
    envelope("messages", value)
}

pub(super) fn ayu() -> Value {
    json!({"profile": {"name": "Ni Luh Ayu"}, "wa_id": "6281200009901", "user_id": "ID.9901"})
}

/// A message of Ayu's with these parts.
pub(super) fn from_ayu(parts: Value) -> Value {
    let mut message = json!({"from": "6281200009901", "from_user_id": "ID.9901", "id": "wamid.A1",
        "timestamp": "1795000000"});
    for (key, value) in parts.as_object().into_iter().flatten() {
        message[key] = value.clone();
    }
    messages(json!([ayu()]), json!([message]))
}

pub(super) fn statuses(statuses: Value) -> Value {
    let value = json!({"messaging_product": "whatsapp", "metadata": metadata(), "statuses": statuses});
    envelope("messages", value)
}

fn everything(body: &Value) -> Value {
    let cuts = split(body, Some(OURS), RECEIVED);
    let pictures: Vec<Value> =
        cuts.iter().map(|cut| picture(cut, &read(cut.arrived.fragment.expose()))).collect();
    json!({"events": pictures, "decoded": decoded(ChannelKind::Whatsapp, body)})
}

pub(super) fn check(name: &str, body: Value) {
    seed(ChannelKind::Whatsapp, name, &body);
    insta::assert_json_snapshot!(name, everything(&body));
}

#[test]
fn texts_and_taps_are_read() {
    check("text", from_ayu(json!({"type": "text", "text": {"body": "ktp sy ilang"}})));
    check(
        "text_in_reply",
        from_ayu(json!({"type": "text", "text": {"body": "ini"}, "timestamp": "1795000000123",
            "context": {"from": "62811000099", "id": "wamid.B7"}})),
    );
    check(
        "button_reply",
        from_ayu(json!({"type": "interactive", "context": {"id": "wamid.B7"},
            "interactive": {"type": "button_reply", "button_reply": {"id": "q1.ya", "title": "Ya"}}})),
    );
    check(
        "list_reply",
        from_ayu(json!({"type": "interactive", "interactive": {"type": "list_reply",
            "list_reply": {"id": "svc.ktp", "title": "KTP hilang", "description": "Cetak ulang"}}})),
    );
    check(
        "template_button_without_context",
        from_ayu(json!({"type": "button", "button": {"payload": "lanjut", "text": "Lanjutkan"}})),
    );
    check(
        "flow_reply_that_is_no_object",
        from_ayu(json!({"type": "interactive", "interactive": {"type": "nfm_reply",
            "nfm_reply": {"name": "flow", "body": "Sent", "response_json": "[1]"}}})),
    );
    check(
        "flow_reply",
        from_ayu(json!({"type": "interactive", "interactive": {"type": "nfm_reply",
            "nfm_reply": {"name": "flow", "body": "Sent", "response_json": "{\"nama\":\"Ayu\"}"}}})),
    );
    check(
        "flow_reply_that_is_no_text",
        from_ayu(json!({"type": "interactive", "interactive": {"nfm_reply": {"response_json": {"a": 1}}}})),
    );
}

#[test]
fn files_are_read() {
    check(
        "image",
        from_ayu(json!({"type": "image", "image": {"id": "7709901", "mime_type": "image/jpeg",
            "sha256": "aGFzaA==", "caption": "surat hilang", "url": "https://lookaside.example/x"}})),
    );
    check(
        "document",
        from_ayu(json!({"type": "document", "document": {"id": "7709902", "mime_type": "image/jpeg",
            "sha256": "aGFzaA==", "filename": "KK Ayu.jpg"}})),
    );
    check(
        "voice_note",
        from_ayu(json!({"type": "audio", "audio": {"id": "7709903", "mime_type": "audio/ogg; codecs=opus",
            "voice": true}})),
    );
    check(
        "audio_that_is_no_voice_note",
        from_ayu(
            json!({"type": "audio", "audio": {"id": "7709913", "mime_type": "audio/mpeg", "voice": false}}),
        ),
    );
    check(
        "voice_in_the_older_spelling",
        from_ayu(json!({"type": "voice", "voice": {"id": "7709914", "mime_type": "audio/ogg; codecs=opus",
            "sha256": "aGFzaA=="}})),
    );
    check(
        "animated_sticker",
        from_ayu(json!({"type": "sticker", "sticker": {"id": "7709915", "mime_type": "image/webp",
            "animated": true}})),
    );
    check("video", from_ayu(json!({"type": "video", "video": {"id": "7709904", "mime_type": "video/mp4"}})));
    check(
        "sticker",
        from_ayu(json!({"type": "sticker", "sticker": {"id": "7709905", "mime_type": "image/webp",
            "animated": false}})),
    );
    check("image_without_an_id", from_ayu(json!({"type": "image", "image": {"caption": "KTP saya"}})));
    check(
        "file_too_large_for_the_platform",
        from_ayu(
            json!({"type": "unsupported", "errors": [{"code": 131_052, "title": "Media file size too big"}]}),
        ),
    );
    check(
        "file_that_the_platform_could_not_get",
        from_ayu(json!({"type": "image", "errors": [{"code": 131_052, "title": "Media download error"}]})),
    );
    check(
        "file_that_did_not_come_with_its_caption",
        from_ayu(json!({"type": "image", "image": {"caption": "surat hilang", "mime_type": "image/jpeg"},
            "errors": [{"code": 131_052, "title": "Media download error"}]})),
    );
}

#[test]
fn places_people_and_reactions_are_read() {
    check(
        "location",
        from_ayu(json!({"type": "location", "location": {"latitude": -8.112, "longitude": "115.09",
            "name": "Kantor Camat"}})),
    );
    check(
        "contact_by_the_button_without_a_name",
        from_ayu(json!({"type": "contacts", "contacts": [{"origin": "contact_request",
            "phones": [{"phone": "+62 812-0000-9901", "wa_id": "6281200009901", "type": "CELL"}]}]})),
    );
    check(
        "contact_shared_by_hand",
        from_ayu(json!({"type": "contacts", "contacts": [{"origin": "other", "vcard": "BEGIN:VCARD",
            "name": {"formatted_name": "Made"}, "phones": [{"phone": "+62 812-0000-9902"}]}]})),
    );
    check(
        "several_contacts",
        from_ayu(json!({"type": "contacts", "contacts": [{"name": {"formatted_name": "Kosong"}},
            {"phones": [{"type": "HOME"}, {"phone": "0362-22222"}]}]})),
    );
    check(
        "reaction",
        from_ayu(json!({"type": "reaction", "reaction": {"message_id": "wamid.B7", "emoji": "👍"}})),
    );
    check(
        "reaction_taken_back",
        from_ayu(json!({"type": "reaction", "reaction": {"message_id": "wamid.B7"}})),
    );
}

#[test]
fn changes_and_unknown_things_are_kept() {
    check(
        "edit",
        from_ayu(json!({"type": "edit", "edit": {"original_message_id": "wamid.A0",
            "message": {"type": "text", "text": {"body": "maksud saya KK"}}}})),
    );
    check("revoke", from_ayu(json!({"type": "revoke", "revoke": {"original_message_id": "wamid.A0"}})));
    check("order", from_ayu(json!({"type": "order", "order": {"catalog_id": "1", "product_items": []}})));
    let order = json!({"catalog_id": "1", "text": "untuk KTP", "product_items": []});
    check("order_with_a_text", from_ayu(json!({"type": "order", "order": order})));
    check(
        "poll",
        from_ayu(json!({"type": "unsupported", "unsupported": {"type": "poll_creation"},
            "errors": [{"code": 131_051, "title": "Unsupported message type"}]})),
    );
    check("interactive_without_content", from_ayu(json!({"type": "interactive", "interactive": {}})));
    check(
        "known_text_in_an_unknown_type",
        from_ayu(json!({"type": "hologram", "hologram": {"depth": 3}, "text": {"body": "halo"}})),
    );
    check("no_type_at_all", from_ayu(json!({"timestamp": "kemarin"})));
}

#[test]
fn people_are_known_by_whatever_address_they_come_with() {
    let text = json!({"body": "halo"});
    check(
        "user_id_without_a_phone",
        messages(
            json!([{"profile": {"name": "Made", "username": "made.b"}, "user_id": "ID.9902",
                "parent_user_id": "ID.ENT.77"}]),
            json!([{"from_user_id": "ID.9902", "id": "wamid.C1", "timestamp": "1795000001", "type": "text",
                "text": text}]),
        ),
    );
    check(
        "user_id_where_the_phone_should_be",
        messages(
            json!([{"wa_id": "ID.9903"}]),
            json!([{"from": "ID.9903", "id": "wamid.C2", "timestamp": "1795000001", "type": "text",
                "text": text}]),
        ),
    );
    check(
        "several_people_in_one_post",
        messages(
            json!([{"profile": {"name": "Made"}, "wa_id": "6281200009902"}, ayu()]),
            json!([
                {"from": "6281200009901", "id": "wamid.D1", "timestamp": "1795000001", "type": "text", "text": text},
                {"from": "6281200009902", "id": "wamid.D2", "timestamp": "1795000002", "type": "text", "text": text},
                {"from": "6281200009904", "id": "wamid.D3", "timestamp": "1795000003", "type": "text", "text": text},
            ]),
        ),
    );
    check(
        "a_changed_number",
        messages(
            json!([]),
            json!([{"from": "6281200009901", "id": "wamid.E1", "timestamp": "1795000001", "type": "system",
                "system": {"type": "user_changed_number", "body": "User changed", "wa_id": "6281200009911",
                    "previous_user_id": "ID.9901", "user_id": "ID.9911"}}]),
        ),
    );
    check(
        "a_changed_user_id",
        messages(
            json!([]),
            json!([{"id": "wamid.E2", "timestamp": "1795000001", "type": "system",
                "system": {"type": "user_changed_user_id", "previous_user_id": "ID.9901", "user_id": "ID.9911"}}]),
        ),
    );
    check(
        "a_changed_security_code",
        from_ayu(json!({"type": "system", "system": {"type": "customer_identity_changed", "hash": "x"}})),
    );
}

#[test]
fn whoever_writes_is_kept_even_if_nobody_can_be_made_out() {
    let text = json!({"body": "halo"});
    check("nobody", messages(json!([]), json!([{"id": "wamid.F1", "type": "text", "text": text}])));
    check(
        "a_name_where_the_phone_should_be",
        messages(json!([]), json!([{"from": "bla", "id": "wamid.F2", "type": "text", "text": text}])),
    );
    check(
        "a_number_that_is_no_phone_number",
        messages(json!([]), json!([{"from": "5678", "id": "wamid.F3", "type": "text", "text": text}])),
    );
}

#[test]
fn parts_of_a_body_and_several_bodies_can_be_decoded() {
    let whole = from_ayu(json!({"type": "text", "text": {"body": "halo"}}));
    let entry = &whole["entry"][0];
    let change = &entry["changes"][0];
    let value = &change["value"];
    let said = |body: &Value| decoded(ChannelKind::Whatsapp, body)[0]["text"].clone();
    for part in
        [&whole, entry, change, value, &value["messages"][0], &json!([whole]), &json!({"entry": [entry]})]
    {
        assert_eq!(said(part), "halo", "{part}");
    }
    let foreign = decoded(ChannelKind::Whatsapp, &json!({"foo": 1}));
    assert_eq!((foreign.len(), &foreign[0]["event"]), (1, &json!("ignored")));
    let two = format!("{whole}\n{whole}\n{{");
    let fault = crate::channels::decode(ChannelKind::Whatsapp, two.as_bytes()).expect_err("it is torn");
    assert_eq!((fault.before.len(), fault.line), (2, 3));
}

#[test]
fn what_is_not_for_us_is_skipped() {
    check("group", from_ayu(json!({"type": "text", "text": {"body": "halo"}, "group_id": "g1"})));
    let mut other = from_ayu(json!({"type": "text", "text": {"body": "halo"}}));
    other["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = json!("1");
    check("another_number", other);
    check("echo", envelope("smb_message_echoes", json!({"message_echoes": [{"id": "wamid.G1"}]})));
    check("another_object", json!({"object": "page", "entry": [{"changes": []}]}));
    check("no_object", json!([1, "dua", null]));
}

#[test]
fn statuses_are_read() {
    check(
        "statuses",
        statuses(json!([
            {"id": "wamid.B1", "status": "sent", "timestamp": "1795000001", "recipient_id": "6281200009901",
                "recipient_user_id": "ID.9901", "biz_opaque_callback_data": "msg_01J00000000000000000009901",
                "pricing": {"pricing_model": "PMP", "type": "regular", "category": "service"}},
            {"id": "wamid.B1", "status": "read", "timestamp": "1795000002", "recipient_user_id": "ID.9901"},
            {"id": "wamid.B2", "status": "failed", "timestamp": "1795000003", "recipient_id": "6281200009901",
                "errors": [{"code": 131_047, "title": "Re-engagement message", "message": "rahasia"}]},
            {"id": "wamid.B3", "status": "played", "timestamp": "1795000004", "recipient_user_id": "ID.9901"},
            {"id": "wamid.B4", "status": "teleported", "timestamp": "1795000005"},
            {"id": "wamid.B5", "status": "sent", "recipient_type": "group", "recipient_id": "g1"},
        ])),
    );
}

#[test]
fn account_news_is_told_in_one_line() {
    check(
        "account_restricted",
        envelope(
            "account_update",
            json!({"event": "ACCOUNT_RESTRICTION", "phone_number": "62811000099",
                "restriction_info": [{"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": 1_795_100_000}],
                "ban_info": {"waba_ban_state": ["SCHEDULE_FOR_DISABLE"]}}),
        ),
    );
    check(
        "template_paused",
        envelope(
            "message_template_status_update",
            json!({"event": "PAUSED", "message_template_name": "siap_diambil",
                "message_template_language": "id", "reason": "NONE"}),
        ),
    );
    check(
        "errors_without_messages",
        envelope(
            "messages",
            json!({"metadata": metadata(), "errors": [{"code": 131_000, "title": "Something went wrong"}]}),
        ),
    );
    check("a_field_that_we_do_not_know", envelope("moon_phase", json!({"event": "FULL"})));
    let mut statuses =
        statuses(json!([{"id": "wamid.B9", "status": "delivered", "recipient_id": "6281200009901"}]));
    statuses["entry"][0]["changes"][0]["field"] = json!("status");
    check("statuses_in_a_field_that_we_do_not_know", statuses);
}

#[test]
fn the_same_account_news_has_the_same_id_and_other_news_another() {
    let id = |event: &str| {
        let body = envelope("account_update", json!({"event": event}));
        split(&body, Some(OURS), RECEIVED)[0].arrived.provider_id.clone()
    };
    assert_eq!(id("VERIFIED_ACCOUNT"), id("VERIFIED_ACCOUNT"));
    assert_ne!(id("VERIFIED_ACCOUNT"), id("DISABLED_UPDATE"));
}

#[test]
fn a_broken_fragment_is_unsupported_and_no_error() {
    for fragment in ["", "{", "null", "[]", r#"{"message":7}"#, r#"{"status":[]}"#, r#"{"v":1}"#] {
        let body = read(fragment).body;
        assert!(matches!(body, Body::Unsupported { .. } | Body::Ignored { .. }), "{fragment}: {body:?}");
    }
}

/// JSON whose keys are those of real bodies, in places where they don't belong.
fn strange() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-zA-Z0-9+.*]{0,12}".prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "entry",
        "changes",
        "field",
        "value",
        "messages",
        "statuses",
        "errors",
        "contacts",
        "metadata",
        "phone_number_id",
        "from",
        "from_user_id",
        "id",
        "timestamp",
        "type",
        "text",
        "body",
        "image",
        "caption",
        "interactive",
        "button_reply",
        "list_reply",
        "title",
        "contacts",
        "phones",
        "wa_id",
        "system",
        "edit",
        "message",
        "reaction",
        "location",
        "latitude",
        "unsupported",
        "code",
        "status",
        "context",
        "group_id",
        "button",
        "payload",
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
    fn no_body_makes_the_reader_stumble(entry in strange(), message in strange(), cut_at in 0_usize..400) {
        let whole = json!({"object": "whatsapp_business_account", "entry": entry});
        let inner = messages(json!([ayu(), message]), json!([message, message]));
        let status = statuses(json!([message]));
        for body in [whole, inner, status, message] {
            for cut in split(&body, Some(OURS), RECEIVED) {
                read(cut.arrived.fragment.expose());
            }
            let text = body.to_string();
            let torn: String = text.chars().take(cut_at).collect();
            read(&text);
            read(&torn);
            let _ = crate::channels::decode(ChannelKind::Whatsapp, torn.as_bytes());
        }
    }
}

/// Every kind of content, as it comes.
fn known() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!({"type": "text", "text": {"body": "ktp hilang"}}),
        json!({"type": "image", "image": {"id": "7709901", "mime_type": "image/jpeg", "caption": "surat"}}),
        json!({"type": "document", "document": {"id": "7709902", "filename": "kk.pdf"}}),
        json!({"type": "audio", "audio": {"id": "7709903", "voice": true}}),
        json!({"type": "video", "video": {"id": "7709904"}}),
        json!({"type": "sticker", "sticker": {"id": "7709905"}}),
        json!({"type": "location", "location": {"latitude": -8.1, "longitude": 115.1, "name": "Camat"}}),
        json!({"type": "contacts", "contacts": [{"phones": [{"phone": "+62 812-0000-9902"}]}]}),
        json!({"type": "interactive", "interactive": {"button_reply": {"id": "q1.ya", "title": "Ya"}}}),
        json!({"type": "interactive", "interactive": {"list_reply": {"id": "s|ktp", "title": "KTP"}}}),
        json!({"type": "interactive", "interactive": {"nfm_reply": {"response_json": "{}"}}}),
        json!({"type": "button", "button": {"payload": "lanjut", "text": "Lanjutkan"}}),
        json!({"type": "reaction", "reaction": {"message_id": "wamid.B7", "emoji": "👍"}}),
        json!({"type": "order", "order": {"text": "untuk KTP"}}),
        json!({"type": "edit", "edit": {"original_message_id": "w", "message": {"text": {"body": "KK"}}}}),
        json!({"type": "system", "system": {"type": "user_changed_number", "wa_id": "6281200009911"}}),
    ])
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn known_content_survives_strange_neighbours(content in known(), beside in strange(), around in strange()) {
        let plain = from_ayu(content.clone());
        let mut crowded = plain.clone();
        let value = &mut crowded["entry"][0]["changes"][0]["value"];
        put_beside(&mut value["messages"][0], &beside, &["group_id"]);
        put_beside(value, &around, &["messages", "contacts", "metadata"]);
        put_beside(&mut crowded["entry"][0], &around, &["changes"]);
        put_beside(&mut crowded, &around, &["entry", "object"]);
        let body = |whole: &Value| {
            let cuts = split(whole, Some(OURS), RECEIVED);
            let first = cuts.first().expect("a message");
            (first.arrived.addresses.clone(), first.skip, read(first.arrived.fragment.expose()).body)
        };
        prop_assert_eq!(body(&crowded), body(&plain));
    }
}

/// Strange things under keys that are free; some keys mean that the message is not for us.
fn put_beside(object: &mut Value, strange: &Value, never: &[&str]) {
    for (key, value) in strange.as_object().into_iter().flatten() {
        if object.get(key).is_none() && !never.contains(&key.as_str()) {
            object[key] = value.clone();
        }
    }
}

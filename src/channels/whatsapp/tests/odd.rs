//! Bodies that are rare, incomplete, of another year or of another hand, and lose nothing.

use serde_json::{Value, json};

use super::inbound::{ayu, check, envelope, from_ayu, messages, metadata, statuses};
use crate::channels::kit::decoded;
use crate::domain::inbound::ChannelKind;

/// What `sapa decode --clear` says of one message of Ayu's.
fn said(parts: Value) -> Value {
    let body = from_ayu(parts);
    let events = decoded(ChannelKind::Whatsapp, &body);
    assert_eq!(events.len(), 1, "{body}");
    events[0].clone()
}

#[test]
fn a_number_is_the_senders_own_by_the_word_beside_the_card_or_in_it() {
    let card = json!({"phones": [{"phone": "+62 812-0000-9901"}], "vcard": "BEGIN:VCARD"});
    let event = |parts: Value| {
        let event = said(parts);
        (event["own"].clone(), event["text"].clone())
    };
    let beside = json!({"type": "contacts", "origin": "contact_request", "contacts": [card]});
    assert_eq!(event(beside.clone()), (json!(true), json!("+6281200009901")));
    check("contact_with_the_word_beside_the_card", from_ayu(beside));
    let other = json!({"type": "contacts", "origin": "other", "contacts": [card]});
    assert_eq!(event(other).0, json!(false));
    let two = json!({"type": "contacts", "origin": "contact_request", "contacts": [card, card]});
    assert_eq!(event(two).0, json!(false), "of two cards none is known to be the sender's");
    let mut foreign = card.clone();
    foreign["origin"] = json!("other");
    let both = json!({"type": "contacts", "origin": "contact_request", "contacts": [foreign]});
    assert_eq!(event(both).0, json!(false));
}

#[test]
fn a_card_without_a_list_of_numbers_is_read_by_its_vcard() {
    let number = |vcard: &str| {
        said(json!({"type": "contacts", "contacts": [{"vcard": vcard, "name": {"first_name": "Made"}}]}))
    };
    let whole =
        "BEGIN:VCARD\nVERSION:3.0\nFN:Made\nTEL;type=CELL;waid=6281200009902:+62 812-0000-9902\nEND:VCARD";
    assert_eq!(number(whole)["text"], "+6281200009902");
    assert_eq!(number("BEGIN:VCARD\r\nitem1.TEL:+62 812-0000-9903\r\nEND:VCARD")["text"], "+6281200009903");
    assert_eq!(number("BEGIN:VCARD\nFN:Made\nEND:VCARD")["text"], "Made");
    check("contact_by_vcard", from_ayu(json!({"type": "contacts", "contacts": [{"vcard": whole}]})));
}

#[test]
fn what_is_known_is_kept_where_the_rest_is_missing() {
    check(
        "location_without_its_point",
        from_ayu(json!({"type": "location",
        "location": {"latitude": "<LATITUDE>", "longitude": null, "name": "Kantor Camat", "address": "Singaraja"}})),
    );
    check("text_without_its_object", from_ayu(json!({"type": "text", "text": "ktp sy ilang"})));
    check(
        "list_reply_without_a_title",
        from_ayu(json!({"type": "interactive",
        "interactive": {"type": "list_reply", "list_reply": {"id": "g|menu", "description": "x"}}})),
    );
    check(
        "button_reply_without_an_id",
        from_ayu(json!({"type": "interactive",
        "interactive": {"type": "button_reply", "button_reply": {"title": "Setuju"}}})),
    );
    check(
        "template_button_without_a_payload",
        from_ayu(json!({"type": "button", "button": {"text": "Lihat"}})),
    );
    check(
        "image_with_an_address",
        from_ayu(json!({"type": "image", "image": {"id": 5509901, "mime_type": "image/jpeg",
        "url": "https://lookaside.fbsbx.com/x", "sha256": "aGFzaA=="}})),
    );
    let empty = json!({"type": "text", "text": {"body": ""}});
    assert_eq!(said(empty)["kind"], "unsupported");
    for nothing in [json!(null), json!([]), json!(7), json!({"body": null})] {
        let event = said(json!({"type": "text", "text": nothing, "image": {"id": "1"}}));
        assert_eq!(event["kind"], "image", "what lies beside is found: {nothing}");
    }
}

#[test]
fn a_referral_comes_with_what_was_said() {
    check(
        "referral",
        from_ayu(json!({"type": "text", "text": {"body": "halo"}, "referral": {
        "source_url": "https://fb.me/x", "source_id": "990100", "source_type": "ad", "headline": "KTP hilang?",
        "ctwa_clid": "A", "welcome_message": {"text": "Halo"}}})),
    );
}

#[test]
fn what_we_cannot_use_has_the_platforms_word_for_it() {
    let unsupported = |parts: Value| {
        let event = said(parts);
        assert_eq!(event["event"], "message");
        (event["kind"].as_str().map(str::to_owned), event["platform_kind"].as_str().map(str::to_owned))
    };
    let kind = |kind: &str, word: &str| (Some(kind.to_owned()), Some(word.to_owned()));
    let errors = json!([{"code": 131_051, "title": "Message type unknown", "error_data": {"details": "x"}}]);
    for finer in [
        "gif",
        "group_invite",
        "hsm",
        "keep_in_chat",
        "link_preview",
        "media_placeholder",
        "pin",
        "poll_update",
        "product",
        "edit",
        "view_once",
    ] {
        let parts = json!({"type": "unsupported", "unsupported": {"type": finer}, "errors": errors});
        assert_eq!(unsupported(parts), kind("unsupported", finer));
    }
    assert_eq!(unsupported(json!({"type": "unknown", "errors": errors})), kind("unsupported", "unknown"));
    assert_eq!(unsupported(json!({"type": "request_welcome"})), kind("unsupported", "request_welcome"));
    assert_eq!(unsupported(json!({"type": "ephemeral"})), kind("unsupported", "ephemeral"));
    let permission = json!({"type": "interactive", "interactive": {"type": "call_permission_reply",
        "call_permission_reply": {"response": "accept"}}});
    assert_eq!(unsupported(permission), kind("other", "call_permission_reply"));
    let refused = json!({"type": "interactive", "interactive": {"type": "hologram"},
        "errors": [{"code": 131_000, "title": "Unsupported webhook payload"}]});
    assert_eq!(unsupported(refused), kind("unsupported", "hologram"));
}

#[test]
fn changes_of_address_in_every_spelling() {
    let system = |system: Value| {
        messages(
            json!([]),
            json!([{"from": "6281200009901", "id": "wamid.S1",
        "timestamp": "1795000000", "type": "system", "system": system}]),
        )
    };
    check(
        "a_changed_number_in_the_older_spelling",
        system(json!({"type": "customer_changed_number",
        "customer": "6281200009901", "new_wa_id": "6281200009911", "body": "User changed"})),
    );
    check(
        "a_changed_number_that_is_not_told",
        system(json!({"type": "user_changed_number", "body": "User changed"})),
    );
    check(
        "a_changed_parent_id",
        system(json!({"type": "user_changed_user_id", "user_id": "ID.9911",
        "parent_user_id": "ID.77", "previous_user_id": "ID.9901", "previous_parent_user_id": "ID.66"})),
    );
    let next = system(json!({"type": "user_grew_wings", "body": "?"}));
    assert_eq!(decoded(ChannelKind::Whatsapp, &next)[0]["event"], "ignored");
}

#[test]
fn a_parent_id_is_one_by_its_field_too() {
    let contact = json!({"profile": {"username": "@made"}, "user_id": "uID.9902", "parent_user_id": "ID.77"});
    check(
        "a_parent_id_without_its_mark",
        messages(
            json!([contact]),
            json!([{"from_user_id": "ID.9902",
        "from_parent_user_id": "ID.77", "id": "wamid.P1", "timestamp": "1795000001", "type": "text",
        "text": {"body": "halo"}}]),
        ),
    );
    let mut told = statuses(json!([
        {"id": "wamid.B1", "status": "delivered", "timestamp": "1795000001", "recipient_user_id": "ID.9902",
            "parent_recipient_user_id": "ID.77", "pricing": {"billable": true, "pricing_model": "PMP"}},
        {"id": "wamid.B1", "status": "read", "timestamp": "1795000002", "parent_user_id": "ID.77"},
        {"id": "wamid.B1", "status": "deleted", "timestamp": "1795000003", "recipient_id": "6281200009902"},
        {"id": "wamid.B1", "status": "sent", "timestamp": "1795000000123", "recipient_id": "6281200009902",
            "conversation": {"id": "c", "expiration_timestamp": "1795086400", "origin": {"type": "utility"}},
            "errors": [{"code": 470, "title": "x"}]},
    ]));
    told["entry"][0]["changes"][0]["value"]["contacts"] = json!([contact]);
    check("statuses_to_a_user_id", told);
}

#[test]
fn what_is_not_for_us_is_known_by_its_field() {
    for field in [
        "calls",
        "history",
        "smb_app_state_sync",
        "smb_message_echoes",
        "message_echoes",
        "messaging_handovers",
        "standby",
        "user_preferences",
        "group_lifecycle_update",
        "group_participants_update",
        "group_settings_update",
        "group_status_update",
    ] {
        let value = json!({"messaging_product": "whatsapp", "metadata": metadata(), "messages": [{"id": "x",
            "from": "6281200009901", "type": "text", "text": {"body": "halo"}}]});
        let events = decoded(ChannelKind::Whatsapp, &envelope(field, value));
        assert_eq!((events.len(), &events[0]["event"]), (1, &json!("ignored")), "{field}");
    }
    for field in [
        "account_alerts",
        "account_review_update",
        "account_settings_update",
        "account_update",
        "business_capability_update",
        "business_username_update",
        "flows",
        "message_template_components_update",
        "message_template_quality_update",
        "message_template_status_update",
        "payment_configuration_update",
        "phone_number_name_update",
        "phone_number_quality_update",
        "security",
        "template_category_update",
        "tracking_events",
    ] {
        let events =
            decoded(ChannelKind::Whatsapp, &envelope(field, json!({"moon_phase": "full", "Ni Luh": "Ayu"})));
        assert_eq!((events.len(), &events[0]["event"]), (1, &json!("account")), "{field}");
        // What cannot be repeated is told by its keys, as far as they are the platform's.
        assert_eq!(events[0]["summary"], "moon_phase", "{field}");
    }
}

#[test]
fn words_are_kept_where_they_lie() {
    let said = |parts: Value| decoded(ChannelKind::Whatsapp, &from_ayu(parts))[0].clone();
    for edit in [
        json!({"original_message_id": "wamid.A0", "text": {"body": "maksud saya KK"}}),
        json!({"original_message_id": "wamid.A0", "message": "?", "text": {"body": "maksud saya KK"}}),
        json!({"original_message_id": "wamid.A0", "message": {"type": "text", "text": {"body": "maksud saya KK"}}}),
    ] {
        let event = said(json!({"type": "edit", "edit": edit}));
        assert_eq!(
            (&event["event"], &event["text"], &event["original"]),
            (&json!("edit"), &json!("maksud saya KK"), &json!("wamid.A0"))
        );
    }
    for text in [json!({"body": 42}), json!("42"), json!({"body": "42"})] {
        let event = said(json!({"type": "text", "text": text}));
        assert_eq!((&event["kind"], &event["text"]), (&json!("text"), &json!("42")), "{text}");
    }
}

#[test]
fn of_several_errors_of_a_status_the_known_one_counts() {
    let error = |codes: &[i64]| {
        let errors: Vec<Value> = codes.iter().map(|code| json!({"code": code, "title": "x"})).collect();
        let told = statuses(json!([{"id": "wamid.B1", "status": "failed", "recipient_id": "6281200009901",
            "errors": errors}]));
        decoded(ChannelKind::Whatsapp, &told)[0]["error"].clone()
    };
    assert_eq!(error(&[470, 131_047, 100]), "131047 more than 24 hours since the user wrote");
    assert_eq!(error(&[470, 471]), "470");
}

#[test]
fn errors_of_the_number_are_told_beside_messages_too() {
    let mut body = from_ayu(json!({"type": "text", "text": {"body": "halo"}}));
    body["entry"][0]["changes"][0]["value"]["errors"] =
        json!([{"code": 130_429, "title": "Rate limit hit"}, {"code": 131_042, "title": "Payment"}]);
    let told: Vec<Value> = decoded(ChannelKind::Whatsapp, &body)
        .iter()
        .map(|event| json!([event["event"], event["news"]]))
        .collect();
    assert_eq!(told, [json!(["message", null]), json!(["account", "130429"]), json!(["account", "131042"])]);
}

#[test]
fn one_post_with_everything_is_taken_apart() {
    let text = |id: &str| {
        json!({"from": "6281200009901", "id": id, "timestamp": "1795000000", "type": "text",
        "text": {"body": "halo"}})
    };
    let mut first = messages(json!([ayu()]), json!([text("wamid.1"), text("wamid.2")]));
    let second = statuses(json!([{"id": "wamid.B", "status": "read", "recipient_id": "6281200009901"}]));
    let third = envelope("account_update", json!({"event": "VERIFIED_ACCOUNT"}));
    let changes = first["entry"][0]["changes"].as_array_mut().expect("changes");
    changes.push(second["entry"][0]["changes"][0].clone());
    first["entry"].as_array_mut().expect("entries").push(third["entry"][0].clone());
    let events: Vec<Value> =
        decoded(ChannelKind::Whatsapp, &first).iter().map(|event| event["event"].clone()).collect();
    assert_eq!(events, ["message", "message", "status", "account"]);
}

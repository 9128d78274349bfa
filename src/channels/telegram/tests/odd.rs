//! Updates that are rare, of another version or of another hand, and lose nothing.

use serde_json::{Value, json};

use super::inbound::{chat, check, message, person, update, with};
use crate::channels::kit::decoded;
use crate::domain::inbound::ChannelKind;

fn said(update: &Value) -> Value {
    let events = decoded(ChannelKind::Telegram, update);
    assert_eq!(events.len(), 1, "{update}");
    events[0].clone()
}

#[test]
fn what_stands_around_a_text_does_not_hide_it() {
    let around = [
        json!({"entities": [{"type": "date_time", "offset": 0, "length": 4}, {"type": "tomorrow"}]}),
        json!({"forward_origin": {"type": "star_gate", "date": 1}}),
        json!({"quote": {"text": "x", "entities": [{"type": "new"}]}, "external_reply": {"origin": {}}}),
        json!({"reply_to_story": {"id": 1}, "sender_tag": "x", "paid_star_count": 5}),
        json!({"via_bot": {"id": 5, "is_bot": true}, "effect_id": "5", "business_connection_id": "b"}),
        json!({"link_preview_options": {"is_disabled": true}, "suggested_post_info": {"state": "?"}}),
        json!({"a_field_of_next_year": {"text": "bukan ini"}, "message_thread_id": 7, "is_topic_message": true}),
        json!({"reply_markup": {"inline_keyboard": [[{"text": "a", "hologram": 1}]]}}),
    ];
    for parts in around {
        let mut update = message(json!({"text": "ktp sy ilang"}));
        for (key, value) in parts.as_object().into_iter().flatten() {
            update["message"][key] = value.clone();
        }
        assert_eq!(
            (&said(&update)["text"], &said(&update)["kind"]),
            (&json!("ktp sy ilang"), &json!("text")),
            "{parts}"
        );
    }
}

#[test]
fn a_caption_survives_a_medium_that_we_do_not_know() {
    for medium in ["hologram", "paid_media", "story", "live_photo"] {
        let update = message(json!({medium: {"x": 1}, "caption": "surat polisi"}));
        assert_eq!(said(&update)["text"], "surat polisi", "{medium}");
    }
    let photo = json!([{"file_id": "s", "width": 90, "height": 60}, {"file_id": "l", "width": 1280, "height": 853},
        {"file_id": "broken"}]);
    let update =
        message(json!({"live_photo": {"file_id": "v"}, "photo": photo, "media_group_id": 7, "caption": "a"}));
    let event = said(&update);
    assert_eq!(
        (&event["kind"], &event["media"]["id"], &event["album"]),
        (&json!("image"), &json!("l"), &json!("7"))
    );
}

#[test]
fn a_rich_message_is_its_words_and_its_picture() {
    let bold = json!({"type": "bold", "text": ["ktp ", {"type": "italic", "text": "sy"}]});
    let blocks = json!([{"type": "paragraph", "text": [bold, " ilang"]},
        {"type": "list", "items": [{"text": "satu"}, {"blocks": [{"type": "paragraph", "text": "dua"}]}]}]);
    check("rich_message_with_words", message(json!({"rich_message": {"blocks": blocks}})));
    let photo =
        json!([{"type": "photo", "photo": [{"file_id": "l", "width": 9, "height": 9}], "caption": "surat"}]);
    check("rich_message_with_a_photo", message(json!({"rich_message": {"blocks": photo}})));
}

#[test]
fn what_we_cannot_use_has_the_platforms_word_for_it() {
    for kind in [
        "checklist",
        "dice",
        "game",
        "gift",
        "giveaway",
        "invoice",
        "paid_media",
        "passport_data",
        "poll",
        "story",
        "successful_payment",
        "unique_gift",
        "users_shared",
        "chat_shared",
        "a_kind_of_next_year",
    ] {
        let event = said(&message(json!({kind: {"x": 1}})));
        assert_eq!((&event["event"], &event["kind"]), (&json!("message"), &json!("unsupported")), "{kind}");
        assert_eq!(event["platform_kind"], kind);
    }
}

#[test]
fn a_remark_of_the_platform_is_nobodys_message() {
    for kind in [
        "boost_added",
        "chat_background_set",
        "chat_owner_changed",
        "checklist_tasks_done",
        "forum_topic_created",
        "general_forum_topic_hidden",
        "giveaway_created",
        "message_auto_delete_timer_changed",
        "pinned_message",
        "poll_option_added",
        "proximity_alert_triggered",
        "suggested_post_declined",
        "video_chat_started",
        "write_access_allowed",
    ] {
        let event = said(&message(json!({kind: {"x": 1}})));
        assert_eq!((&event["event"], &event["kind"]), (&json!("ignored"), &json!("system")), "{kind}");
    }
}

#[test]
fn updates_of_other_kinds_are_known_and_not_for_us() {
    for kind in [
        "business_connection",
        "business_message",
        "channel_post",
        "chat_boost",
        "chat_join_request",
        "chat_member",
        "chosen_inline_result",
        "deleted_business_messages",
        "edited_business_message",
        "edited_channel_post",
        "guest_message",
        "inline_query",
        "managed_bot",
        "message_reaction_count",
        "poll",
        "poll_answer",
        "pre_checkout_query",
        "purchased_paid_media",
        "removed_chat_boost",
        "shipping_query",
        "subscription",
    ] {
        assert_eq!(said(&update(kind, with(json!({"text": "halo"}))))["event"], "ignored", "{kind}");
    }
}

#[test]
fn taps_reactions_and_departures_in_every_shape() {
    let tap = |parts: Value| {
        let mut tap = json!({"id": "4409901", "from": person(), "chat_instance": "1"});
        for (key, value) in parts.as_object().into_iter().flatten() {
            tap[key] = value.clone();
        }
        update("callback_query", tap)
    };
    let gone = json!({"message_id": 40, "chat": chat(), "date": 0});
    assert_eq!(said(&tap(json!({"data": "g|menu", "message": gone})))["choice"], "g|menu");
    check("game_tap", tap(json!({"game_short_name": "x", "message": gone})));
    let keyboard = json!({"inline_keyboard": [[{"text": "A", "url": "https://x.example"}], [{"text": "Menu",
        "callback_data": "g|menu", "style": "primary"}]]});
    let shown = json!({"message_id": 40, "chat": chat(), "date": 1, "text": "?", "reply_markup": keyboard});
    assert_eq!(said(&tap(json!({"data": "g|menu", "message": shown})))["text"], "Menu");
    let reaction = |new: Value| {
        update(
            "message_reaction",
            json!({"chat": chat(), "user": person(), "message_id": 40,
        "date": 1, "old_reaction": [{"type": "emoji", "emoji": "👍"}], "new_reaction": new}),
        )
    };
    check("reaction_taken_back", reaction(json!([])));
    check(
        "reaction_of_a_custom_kind",
        reaction(json!([{"type": "custom_emoji", "custom_emoji_id": "1"},
        {"type": "paid"}])),
    );
    for (status, blocked) in [("kicked", true), ("left", true), ("member", false), ("restricted", false)] {
        let member = json!({"chat": chat(), "from": person(), "date": 1, "old_chat_member": {"status": "member"},
            "new_chat_member": {"status": status}});
        let event = said(&update("my_chat_member", member));
        assert_eq!((&event["event"], &event["blocked"]), (&json!("blocked"), &json!(blocked)), "{status}");
    }
}

#[test]
fn a_contact_is_the_senders_own_by_its_id_alone() {
    let own = |contact: Value| {
        let event = said(&message(json!({"contact": contact})));
        (event["own"].clone(), event["text"].clone())
    };
    let id = 990_100_000_009_901_i64;
    let card =
        |id: Value| json!({"phone_number": "6281200009901", "first_name": "Ni Luh Ayu", "user_id": id});
    assert_eq!(own(card(json!(id))), (json!(true), json!("+6281200009901")));
    assert_eq!(own(card(json!(7))), (json!(false), json!("6281200009901")));
    assert_eq!(
        own(json!({"phone_number": "0812", "first_name": "Ni Luh Ayu", "vcard": "BEGIN:VCARD"})).0,
        json!(false)
    );
    assert_eq!(own(json!({"first_name": "Ni Luh Ayu"})).1, json!("Ni Luh Ayu"));
}

#[test]
fn ids_of_any_size_and_type_are_taken() {
    let mut update = message(json!({"text": "halo"}));
    update["update_id"] = json!(9_007_199_254_740_993_u64);
    assert_eq!(said(&update)["id"], "9007199254740993");
    update["update_id"] = json!("99010001");
    assert_eq!(said(&update)["id"], "99010001");
    update["message"]["from"]["id"] = json!("990100000009901");
    assert_eq!(said(&update)["from"], "990100000009901");
}

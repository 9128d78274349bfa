//! Bad input over HTTP.

use reqwest::StatusCode;
use serde_json::json;

use super::citizen::{answered, said, walk};
use super::program::until;
use super::requests::{post, post_as, signature, text_event};
use super::*;

const LIMIT: usize = 3 * 1024 * 1024;

#[tokio::test]
async fn who_cannot_prove_to_be_the_platform_is_turned_away() {
    let program = Program::start(Database::Sqlite).await;
    let body = b"{}".to_vec();
    let good = signature(&program.platform.whatsapp().app_secret, &body);
    let foreign = signature("another secret", &body);
    let (_, hex) = good.split_once('=').unwrap();
    let sha1 = format!("sha1={hex}");
    let short = good[..good.len() - 2].to_owned();
    for proof in [None, Some(""), Some("sha256="), Some(hex), Some(&sha1), Some(&short), Some(&foreign)] {
        let status = post_as(&program, Channel::WhatsApp, body.clone(), proof).await.status();
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{proof:?}");
    }
    // Over these very bytes, and no others.
    let status = post_as(&program, Channel::WhatsApp, b"{ }".to_vec(), Some(&good)).await.status();
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let secret = program.platform.telegram().webhook_secret.clone();
    let (longer, shorter) = (format!("{secret}0"), secret[1..].to_owned());
    for proof in [None, Some(""), Some("secret"), Some(&longer), Some(&shorter)] {
        let status = post_as(&program, Channel::Telegram, body.clone(), proof).await.status();
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{proof:?}");
    }
    let query = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=guess";
    let url = program.url(&format!("/webhooks/whatsapp?{query}"));
    assert_eq!(program.http.get(url).send().await.unwrap().status(), StatusCode::FORBIDDEN);
    for channel in CHANNELS {
        assert_eq!(post(&program, channel, body.clone()).await, StatusCode::OK);
    }
}

#[tokio::test]
async fn what_is_not_json_or_too_large_is_refused_and_odd_json_is_taken() {
    let program = Program::start(Database::Sqlite).await;
    let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    let too_large = vec![b' '; LIMIT + 1];
    let mut largest = vec![b' '; LIMIT];
    largest[..2].copy_from_slice(b"{}");
    let number = format!("{{\"update_id\": {}}}", "9".repeat(10_000)).into_bytes();
    let whatsapp = json!({"object": "whatsapp_business_account", "entry": {"changes": 5}});
    let nothing_in_it =
        json!({"object": "whatsapp_business_account", "entry": [{"changes": [null, 7, {"value": []}]}]});
    let nobody = json!({"update_id": [], "message": {"chat": "x"}});
    for channel in CHANNELS {
        let check = async |body: &[u8], expected: StatusCode| {
            let head = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
            assert_eq!(post(&program, channel, body).await, expected, "{channel:?} {head}");
        };
        for body in [b"".as_slice(), b"halo", b"{", b"{\"a\":}", b"\xff\xfe", b"a=1&b=2", &deep] {
            check(body, StatusCode::BAD_REQUEST).await;
        }
        check(&too_large, StatusCode::PAYLOAD_TOO_LARGE).await;
        for body in [b"[]".as_slice(), b"null", b"7", b"\"halo\"", b"{}", &largest] {
            check(body, StatusCode::OK).await;
        }
        for body in [&whatsapp, &nothing_in_it, &nobody] {
            check(body.to_string().as_bytes(), StatusCode::OK).await;
        }
        let status = post(&program, channel, number.clone()).await;
        assert!(status == StatusCode::OK || status == StatusCode::BAD_REQUEST, "{status}");
    }
    // News about our account are looked at every few seconds.
    until("nothing waits", async || program.depth("arrivals_waiting").await == 0).await;
    LOST_KTP[0].walk(&program.phone(Channel::WhatsApp)).await;
}

#[tokio::test]
async fn kinds_of_message_that_nobody_knew_get_one_friendly_answer() {
    on_each_database(async |program| {
        let sorry = "belum bisa dipakai di sini";
        for raw in [
            json!({"type": "hologram", "hologram": {"depth": 3}}),
            json!({"type": "order", "order": {"catalog_id": "1", "product_items": []}}),
            json!({"type": "unsupported", "errors": [{"code": 131_051, "title": "Message type unknown"}]}),
            json!({"type": "text"}),
            json!({"type": 7, "text": [1, 2]}),
            json!({}),
        ] {
            let phone = program.phone(Channel::WhatsApp);
            phone.send_raw(raw.clone());
            answered(&phone, 0, sorry).await;
            program.settled().await;
            assert_eq!(said(&phone).len(), 1, "{raw}");
        }
        for raw in [
            json!({"message": {"hologram": {"depth": 3}}}),
            json!({"message": {"dice": {"emoji": "🎲", "value": 4}}}),
            json!({"message": {"poll": {"id": "1", "question": "?", "options": []}}}),
            json!({"message": {"text": 7}}),
            json!({"message": {}}),
        ] {
            let phone = program.phone(Channel::Telegram);
            phone.send_raw(raw.clone());
            answered(&phone, 0, sorry).await;
            program.settled().await;
            assert_eq!(said(&phone).len(), 1, "{raw}");
        }
        assert_eq!(program.depth("arrivals_set_aside").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_button_from_an_older_question_is_not_an_answer_to_this_one() {
    let program = Program::start(Database::Sqlite).await;
    on_both(async |channel| {
        let phone = program.phone(channel);
        let asked = LOST_KTP[0].walk(&phone).await;
        let old = asked.button("Setuju").unwrap().clone();
        for step in &LOST_KTP[1..3] {
            step.walk(&phone).await;
        }
        let tap = |payload: &str| match channel {
            Channel::WhatsApp => phone.send_raw(json!({
                "type": "interactive", "context": {"id": asked.wire_id},
                "interactive": {"type": "button_reply", "button_reply": {"id": payload, "title": "Setuju"}},
            })),
            Channel::Telegram => {
                let sapa::simulator::Person::Telegram(person) = phone.person() else { panic!() };
                let id: i64 = asked.wire_id.parse().unwrap();
                phone.send_raw(json!({"callback_query": {
                    "id": format!("{payload}1"), "data": payload, "chat_instance": "1",
                    "from": {"id": person.user_id, "is_bot": false, "first_name": person.first_name},
                    "message": {"message_id": id, "date": 0, "chat": {"id": person.user_id, "type": "private"}},
                }}));
            }
        };
        // Of this request, of another one, and of nobody's.
        for payload in [old.id.as_str(), "q|00000000|consent|yes", "q|", "DROP TABLE"] {
            let place = phone.place();
            tap(payload);
            let bubble = answered(&phone, place, LOST_KTP[2].then).await;
            assert!(bubble.text.contains("Tombol itu berasal dari pesan lama"), "{payload}: {}", bubble.text);
        }
        LOST_KTP[3].walk(&phone).await;
    })
    .await;
}

#[tokio::test]
async fn a_text_of_60000_characters_is_read_and_answered() {
    on_each_database(async |program| {
        on_both(async |channel| {
            let phone = program.phone(channel);
            phone.send_text(&"ktp hilang ".repeat(60_000 / 11));
            let first = phone.wait_for(|screen| !screen.replies().is_empty(), SOON).await.unwrap();
            assert_eq!(first.replies().len(), 1);
            phone.send_text("batal");
            walk(&program.phone(channel), 3).await;
            let phone = program.phone(channel);
            walk(&phone, 4).await;
            let place = phone.place();
            phone.send_text(&"Ayu ".repeat(15_000));
            answered(&phone, place, "melebihi 60 huruf").await;
            LOST_KTP[4].walk(&phone).await;
            assert_eq!(program.depth("arrivals_set_aside").await, 0);
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn characters_that_are_not_seen_do_not_reach_the_papers() {
    on_each_database(async |program| {
        on_both(async |channel| {
            let phone = program.phone(channel);
            walk(&phone, 4).await;
            let place = phone.place();
            phone.send_text("\u{202e}Ni\u{200b} Luh\u{0} Con\u{ad}toh\u{2066} A\u{feff}yu\u{200f}\u{0}");
            answered(&phone, place, LOST_KTP[4].then).await;
            for step in &LOST_KTP[5..9] {
                step.walk(&phone).await;
            }
            let summary = said(&phone).pop().unwrap();
            assert!(summary.contains("Nama: Ni Luh Contoh Ayu\n"), "{summary:?}");
            for text in ["\u{0}", "\u{200b}\u{2060}", "مرحبا", "שלום עולם", "\u{202e}", "🏴‍☠️🇮🇩", "Z̸̡̧̛a̵̛l̷g̸o̵"]
            {
                let place = phone.place();
                phone.send_text(text);
                phone.next_message(place, SOON).await.unwrap();
            }
            program.settled().await;
            assert_eq!(program.depth("arrivals_set_aside").await, 0);
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn the_same_event_five_times_gets_one_reply() {
    on_each_database(async |program| {
        on_both(async |channel| {
            let phone = program.phone(channel);
            LOST_KTP[0].walk(&phone).await;
            let body = text_event(program, &phone, 1, "setuju").to_string();
            let five = (0..5).map(|_| post(program, channel, body.clone()));
            let statuses = futures_util::future::join_all(five).await;
            assert_eq!(statuses, [StatusCode::OK; 5]);
            answered(&phone, 0, LOST_KTP[1].then).await;
            assert_eq!(post(program, channel, body).await, StatusCode::OK);
            program.settled().await;
            assert_eq!(said(&phone).len(), 2, "{:#?}", said(&phone));
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn two_answers_at_once_are_both_taken_in_their_order() {
    on_each_database(async |program| {
        on_both(async |channel| {
            let phone = program.phone(channel);
            walk(&phone, 3).await;
            LOST_KTP[3].take(&phone);
            LOST_KTP[4].take(&phone);
            LOST_KTP[5].take(&phone);
            answered(&phone, 0, LOST_KTP[5].then).await;
            program.settled().await;
            let bubbles = said(&phone);
            assert_eq!(bubbles.len(), 6, "{bubbles:#?}");
            for (bubble, step) in bubbles.iter().zip(&LOST_KTP) {
                assert!(bubble.contains(&citizen::plain(step.then, channel)), "{bubbles:#?}");
            }
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn while_the_database_takes_nothing_the_platform_is_told_to_come_again_and_then_all_is_served() {
    on_each_database(async |program| {
        let phones = CHANNELS.map(|channel| program.phone(channel));
        for phone in &phones {
            walk(phone, 1).await;
        }
        program.settled().await;
        // Another program keeps the file to itself, or the server lets nobody in.
        let mut other = None;
        if program.database.is_sqlite() {
            let connection = rusqlite::Connection::open(program.data().join("sapa.db")).unwrap();
            connection.execute_batch("BEGIN IMMEDIATE").unwrap();
            other = Some(connection);
        } else {
            program.database.set_open(false).await;
        }
        let bodies = [0, 1].map(|n| text_event(program, &phones[n], 7, "bayar berapa?").to_string());
        let refused = futures_util::future::join(
            post(program, CHANNELS[0], bodies[0].clone()),
            post(program, CHANNELS[1], bodies[1].clone()),
        );
        assert_eq!(refused.await, (StatusCode::SERVICE_UNAVAILABLE, StatusCode::SERVICE_UNAVAILABLE));
        let step = &LOST_KTP[1];
        let places = phones.each_ref().map(Phone::place);
        phones.iter().for_each(|phone| step.take(phone));
        match other {
            Some(connection) => connection.close().unwrap(),
            None => {
                let ready = program.http.get(program.url("/readyz")).send().await.unwrap();
                assert_eq!(ready.status(), StatusCode::SERVICE_UNAVAILABLE);
                program.database.set_open(true).await;
            }
        }
        // The platforms come again with what was refused; whether it got in meanwhile or not, it is answered once.
        for (channel, body) in CHANNELS.into_iter().zip(bodies) {
            assert_eq!(post(program, channel, body).await, StatusCode::OK);
        }
        for (phone, place) in phones.iter().zip(places) {
            answered(phone, place, step.then).await;
        }
        program.settled().await;
        for phone in &phones {
            let all = said(phone);
            let free = all.iter().filter(|text| text.contains("gratis")).count();
            assert_eq!(all.len(), 3, "{all:#?}");
            assert!(free >= 1, "{all:#?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_crowd_of_strangers_does_not_hold_up_a_citizen() {
    let program = Program::start(Database::Sqlite).await;
    let unsigned = (0..200).map(|n| {
        let body = format!("{{\"n\":{n}}}").into_bytes();
        post_as(&program, Channel::WhatsApp, body, Some("sha256=00"))
    });
    let crowd = futures_util::future::join_all(unsigned);
    let phone = program.phone(Channel::WhatsApp);
    let walking = walk(&phone, 3);
    let (answers, ()) = futures_util::future::join(crowd, walking).await;
    assert!(answers.iter().all(|answer| answer.status() == StatusCode::UNAUTHORIZED));
    let none = async || program.depth("arrivals_waiting").await == 0;
    until("nothing waits", none).await;
}

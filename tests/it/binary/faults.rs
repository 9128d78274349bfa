//! The platforms, the network before them, or the place for files misbehave.

use std::collections::BTreeSet;
use std::time::Duration;

use sapa::simulator::{Fault, Request};

use super::citizen::{TO_THE_LETTER, answered, said, sends, ticket, walk};
use super::program::until;
use super::*;

fn sending(channel: Channel) -> &'static str {
    match channel {
        Channel::WhatsApp => "messages",
        Channel::Telegram => "sendMessage",
    }
}

/// Takes the first step with these faults in the way of its answer. The answer must come all the same; gives the
/// calls that tried to send it and how often it arrived.
async fn answered_through(program: &Program, channel: Channel, faults: &[Fault]) -> (Vec<Request>, usize) {
    let phone = program.phone(channel);
    let before = sends(program, channel).len();
    for fault in faults {
        program.platform.faults().fail_next_method(channel, sending(channel), 1, *fault);
    }
    LOST_KTP[0].walk(&phone).await;
    program.settled().await;
    (sends(program, channel).split_off(before), said(&phone).len())
}

fn statuses(calls: &[Request]) -> Vec<u16> {
    calls.iter().map(|call| call.status).collect()
}

#[tokio::test]
async fn the_pause_that_a_platform_asks_for_is_kept() {
    let program = Program::start(Database::Sqlite).await;
    on_both(async |channel| {
        let asked = [Fault::TooManyRequests { retry_after: 2 }];
        let (calls, times) = answered_through(&program, channel, &asked).await;
        assert_eq!((statuses(&calls), times), (vec![429, 200], 1));
        // WhatsApp names no pause; a second is the least.
        let pause = if channel == Channel::Telegram { 2_000 } else { 1_000 };
        assert!(calls[1].at_ms - calls[0].at_ms >= pause, "{} ms", calls[1].at_ms - calls[0].at_ms);
    })
    .await;
}

#[tokio::test]
async fn a_platform_in_trouble_is_tried_again_and_the_bubble_comes_once() {
    let program = Program::start(Database::Sqlite).await;
    let slow = Fault::Hang(Duration::from_secs(1));
    let whatsapp: [(&[Fault], Vec<u16>); 5] = [
        (&[Fault::ServerError(502)], vec![502, 200]),
        (&[Fault::ServerError(500), Fault::ServerError(500)], vec![500, 500, 200]),
        (&[Fault::Code(131_016)], vec![503, 200]),
        (&[Fault::DropConnection], vec![0, 200]),
        (&[slow], vec![200]),
    ];
    let telegram: [(&[Fault], Vec<u16>); 3] = [
        (&[Fault::ServerError(502)], vec![502, 200]),
        (&[Fault::DropConnection], vec![0, 200]),
        (&[slow], vec![200]),
    ];
    on_both(async |channel| {
        let cases = if channel == Channel::WhatsApp { whatsapp.as_slice() } else { &telegram };
        for (faults, expected) in cases {
            let (calls, times) = answered_through(&program, channel, faults).await;
            assert_eq!((&statuses(&calls), times), (expected, 1), "{channel:?} {faults:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_connection_that_breaks_after_whatsapp_took_the_bubble_does_not_double_it() {
    on_each_database(async |program| {
        let (calls, times) = answered_through(program, Channel::WhatsApp, &[Fault::AcceptThenDrop]).await;
        assert_eq!((statuses(&calls), times), (vec![0], 1));
    })
    .await;
}

/// Telegram has neither statuses nor a mark of ours: that one bubble may come twice, and no more.
#[tokio::test]
async fn a_connection_that_breaks_after_telegram_took_the_bubble_doubles_that_one_at_most() {
    let program = Program::start(Database::Sqlite).await;
    let (calls, times) = answered_through(&program, Channel::Telegram, &[Fault::AcceptThenDrop]).await;
    assert_eq!((statuses(&calls), times), (vec![0, 200], 2));
}

#[tokio::test]
async fn who_blocks_the_bot_is_left_alone_and_goes_on_after_unblocking() {
    on_each_database(async |program| {
        let phone = program.phone(Channel::Telegram);
        walk(&phone, 2).await;
        program.settled().await;
        program.platform.clear_requests();
        let pause = Fault::Hang(Duration::from_millis(400));
        program.platform.faults().fail_next_method(Channel::Telegram, "sendMessage", 1, pause);
        let step = &LOST_KTP[2];
        step.take(&phone);
        let faults = program.platform.faults().clone();
        until("the answer on its way", async || faults.waiting() == 0).await;
        phone.block();
        program.settled().await;
        assert_eq!(statuses(&sends(program, Channel::Telegram)), [403]);
        tokio::time::sleep(QUIET).await;
        assert_eq!(sends(program, Channel::Telegram).len(), 1, "nothing more is sent");
        phone.unblock();
        let place = phone.place();
        phone.start();
        answered(&phone, place, step.then).await;
        for step in &LOST_KTP[3..] {
            step.walk(&phone).await;
        }
        ticket(&phone);
    })
    .await;
}

#[tokio::test]
async fn who_blocks_the_number_on_whatsapp_is_served_again_after_unblocking() {
    let program = Program::start(Database::Sqlite).await;
    let phone = program.phone(Channel::WhatsApp);
    walk(&phone, 2).await;
    program.settled().await;
    program.platform.clear_requests();
    phone.block();
    let step = &LOST_KTP[2];
    step.take(&phone);
    let platform = program.platform.clone();
    let sent = async || platform.requests_of(Channel::WhatsApp, "messages").len() == 1;
    until("the answer is sent", sent).await;
    program.settled().await;
    tokio::time::sleep(QUIET).await;
    assert_eq!(sends(&program, Channel::WhatsApp).len(), 1, "it failed for good: nothing is sent again");
    assert_eq!(said(&phone).len(), 2);
    phone.unblock();
    let place = phone.place();
    phone.send_text("halo");
    answered(&phone, place, step.then).await;
}

#[tokio::test]
async fn who_could_not_be_reached_can_be_once_they_write() {
    on_each_database(async |program| {
        let phone = program.phone(Channel::WhatsApp);
        let unreachable = async || {
            let sql = "SELECT COUNT(*) FROM addresses WHERE unreachable_at IS NOT NULL";
            program.database.number(&program.data(), sql).await > 0
        };
        program.platform.faults().fail_next_method(Channel::WhatsApp, "messages", 1, Fault::Code(131_026));
        LOST_KTP[0].take(&phone);
        until("the number is known as unreachable", unreachable).await;
        program.settled().await;
        assert!(said(&phone).is_empty());
        phone.send_text("halo");
        answered(&phone, 0, LOST_KTP[0].then).await;
        assert!(!unreachable().await);
    })
    .await;
}

async fn whole_conversation(program: &Program, channel: Channel) {
    let phone = program.phone(channel);
    walk(&phone, LOST_KTP.len()).await;
    program.settled().await;
    let bubbles = said(&phone);
    assert_eq!(bubbles.len(), LOST_KTP.len(), "{bubbles:#?}");
    assert_eq!(bubbles.iter().collect::<BTreeSet<_>>().len(), bubbles.len(), "{bubbles:#?}");
    ticket(&phone);
    assert_eq!(program.depth("arrivals_set_aside").await, 0);
}

#[tokio::test]
async fn events_that_come_twice_are_answered_once() {
    on_each_database(async |program| {
        on_both(async |channel| {
            program.platform.faults().duplicate_webhooks(channel, 1_000);
            whole_conversation(program, channel).await;
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn events_that_overtake_each_other_do_no_harm() {
    let program = Program::start(Database::Sqlite).await;
    program.platform.faults().reorder_webhooks(1_000);
    whole_conversation(&program, Channel::WhatsApp).await;
}

#[tokio::test]
async fn statuses_may_come_early_late_or_never() {
    on_each_database(async |program| {
        let faults = program.platform.faults();
        faults.status_before_response(4);
        faults.delay_statuses(1_000, Duration::from_millis(300));
        faults.drop_statuses("sent", 3);
        faults.drop_statuses("delivered", 3);
        whole_conversation(program, Channel::WhatsApp).await;
        let phone = &program.platform.phones()[0];
        phone.open();
        let unread = "SELECT COUNT(*) FROM messages WHERE author <> 'citizen' AND status <> 'read'";
        let all_read = async || program.database.number(&program.data(), unread).await == 0;
        until("all is noted as read", all_read).await;
    })
    .await;
}

/// The calls that fetch a file: the one that asks for an address, and the one that follows it.
fn fetching(channel: Channel) -> (&'static str, &'static str) {
    match channel {
        Channel::WhatsApp => ("media.lookup", "media.download"),
        Channel::Telegram => ("getFile", "file"),
    }
}

/// Sends the letter while the next call of this method takes its time, and does something meanwhile.
async fn meanwhile(program: &Program, phone: &Phone, method: &str, act: impl FnOnce()) {
    let pause = Fault::Hang(Duration::from_millis(400));
    program.platform.faults().fail_next_method(phone.channel(), method, 1, pause);
    LOST_KTP[TO_THE_LETTER].take(phone);
    let faults = program.platform.faults().clone();
    until("the fetching", async || faults.waiting() == 0).await;
    act();
}

#[tokio::test]
async fn an_address_of_a_photo_that_is_over_is_asked_for_anew() {
    let program = Program::start(Database::Sqlite).await;
    on_both(async |channel| {
        let phone = program.phone(channel);
        walk(&phone, TO_THE_LETTER).await;
        let place = phone.place();
        let (lookup, download) = fetching(channel);
        meanwhile(&program, &phone, download, || program.platform.expire_media_urls()).await;
        answered(&phone, place, LOST_KTP[TO_THE_LETTER].then).await;
        assert_eq!(program.platform.requests_of(channel, lookup).len(), 2);
        assert_eq!(statuses(&program.platform.requests_of(channel, download)), [404, 200]);
    })
    .await;
}

#[tokio::test]
async fn a_photo_that_is_gone_is_asked_for_again() {
    let program = Program::start(Database::Sqlite).await;
    on_both(async |channel| {
        let phone = program.phone(channel);
        walk(&phone, TO_THE_LETTER).await;
        let place = phone.place();
        let (lookup, _) = fetching(channel);
        if channel == Channel::WhatsApp {
            meanwhile(&program, &phone, lookup, || program.platform.expire_media_ids()).await;
        } else {
            program.platform.faults().fail_next_method(channel, lookup, 1, Fault::Code(400));
            LOST_KTP[TO_THE_LETTER].take(&phone);
        }
        answered(&phone, place, "tidak dapat diunduh lagi").await;
        LOST_KTP[TO_THE_LETTER].walk(&phone).await;
    })
    .await;
}

#[tokio::test]
async fn a_photo_that_takes_long_is_mentioned_once_and_taken_when_it_comes() {
    on_each_database(async |program| {
        on_both(async |channel| {
            let phone = program.phone(channel);
            walk(&phone, TO_THE_LETTER).await;
            let place = phone.place();
            let (lookup, download) = fetching(channel);
            program.platform.faults().fail_next_method(channel, download, 1, Fault::ServerError(503));
            program.platform.faults().fail_next_method(channel, lookup, 1, Fault::DropConnection);
            LOST_KTP[TO_THE_LETTER].take(&phone);
            answered(&phone, place, LOST_KTP[TO_THE_LETTER].then).await;
            program.settled().await;
            let told = said(&phone).iter().filter(|text| text.contains("sedang dalam perjalanan")).count();
            assert_eq!((told, said(&phone).len()), (1, TO_THE_LETTER + 2), "{:#?}", said(&phone));
            assert_eq!(program.platform.faults().waiting(), 0);
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn while_files_cannot_be_kept_the_program_is_not_ready_and_the_photo_waits() {
    let program = Program::start(Database::Sqlite).await;
    let phone = program.phone(Channel::WhatsApp);
    walk(&phone, TO_THE_LETTER).await;
    let (files, aside) = (program.data().join("files"), program.data().join("aside"));
    std::fs::rename(&files, &aside).unwrap();
    std::fs::write(&files, "not a folder").unwrap();
    let ready = async || program.http.get(program.url("/readyz")).send().await.unwrap().status().as_u16();
    assert_eq!(ready().await, 503);
    let place = phone.place();
    LOST_KTP[TO_THE_LETTER].take(&phone);
    answered(&phone, place, "sedang dalam perjalanan").await;
    std::fs::remove_file(&files).unwrap();
    std::fs::rename(&aside, &files).unwrap();
    answered(&phone, place, LOST_KTP[TO_THE_LETTER].then).await;
    assert_eq!(ready().await, 200);
}

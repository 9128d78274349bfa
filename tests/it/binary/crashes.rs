//! The program is killed without warning, and started again on the same data.

use std::collections::BTreeMap;
use std::time::Duration;

use sapa::simulator::Fault;

use super::citizen::{TO_THE_LETTER, answered, said, ticket, walk};
use super::program::until;
use super::*;

/// Long after the test.
const FOR_EVER: Duration = Duration::from_secs(3_600);

/// When the program dies, in the life of one message of the citizen's.
#[derive(Clone, Copy)]
enum Moment {
    /// The platform had its 200: from here on the message is ours to keep.
    Acknowledged,
    /// The answer is on its way, and the platform never got it.
    Sending,
    /// The citizen reads the answer already; that it was sent is perhaps not noted yet.
    Read,
    /// It was down when the message came, and the platform delivers later.
    Down,
}

const MOMENTS: [Moment; 4] = [Moment::Acknowledged, Moment::Sending, Moment::Read, Moment::Down];

fn sending(channel: Channel) -> &'static str {
    match channel {
        Channel::WhatsApp => "messages",
        Channel::Telegram => "sendMessage",
    }
}

/// The calls that fetch a file, in their order.
fn fetching(channel: Channel) -> [&'static str; 2] {
    match channel {
        Channel::WhatsApp => ["media.lookup", "media.download"],
        Channel::Telegram => ["getFile", "file"],
    }
}

/// The next call of this method hangs, and the program is killed once it does.
async fn kill_while(program: &mut Program, phone: &Phone, method: &str, act: impl FnOnce()) {
    program.platform.faults().fail_next_method(phone.channel(), method, 1, Fault::Hang(FOR_EVER));
    act();
    let faults = program.platform.faults().clone();
    until("the call that hangs", async || faults.waiting() == 0).await;
    program.kill();
}

/// Takes the step with a crash in it, and waits until it is answered all the same.
async fn stumble(program: &mut Program, phone: &Phone, step: &Step, moment: Moment) {
    program.settled().await;
    let place = phone.place();
    match moment {
        Moment::Acknowledged => {
            let before = program.platform.counters().webhooks_acknowledged;
            step.take(phone);
            let counted = program.platform.wait_for_counters(|now| now.webhooks_acknowledged > before, SOON);
            counted.await.unwrap();
            program.kill();
        }
        Moment::Sending => kill_while(program, phone, sending(phone.channel()), || step.take(phone)).await,
        Moment::Read => {
            step.walk(phone).await;
            program.kill();
        }
        Moment::Down => {
            program.kill();
            step.take(phone);
        }
    }
    program.restart().await;
    answered(phone, place, step.then).await;
    program.settled().await;
}

/// Conversations in which the program dies at every `stride`th question.
async fn conversations_with_crashes(channel: Channel, conversations: usize, stride: usize) {
    on_each_database(async |program| {
        let mut moments = MOMENTS.iter().cycle();
        for round in 0..conversations {
            let phone = program.phone(channel);
            let mut crashed_at = Vec::new();
            for (number, step) in LOST_KTP.iter().enumerate() {
                if (number + round + usize::from(channel == Channel::Telegram)) % stride == 0 {
                    crashed_at.push(step.then);
                    stumble(program, &phone, step, *moments.next().unwrap()).await;
                } else {
                    step.walk(&phone).await;
                }
            }
            // So that no question meets the same moment in every conversation.
            moments.next();
            program.settled().await;
            ticket(&phone);
            nothing_is_lost_or_repeated(&phone, &crashed_at);
        }
        assert_eq!(program.depth("arrivals_set_aside").await, 0);
    })
    .await;
}

fn nothing_is_lost_or_repeated(phone: &Phone, crashed_at: &[&str]) {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for bubble in said(phone) {
        // The one whose button was tapped bears a trace of it, the other of two does not.
        let words = bubble.split("\n\n✓").next().unwrap_or_default();
        *times.entry(words.to_owned()).or_default() += 1;
    }
    assert_eq!(times.len(), LOST_KTP.len(), "every question once: {times:#?}");
    for (bubble, times) in times {
        let in_flight = crashed_at.iter().any(|part| bubble.contains(&citizen::plain(part, phone.channel())));
        // WhatsApp sends statuses with our own id, by which a sentence in flight is settled.
        let at_most = if in_flight && phone.channel() == Channel::Telegram { 2 } else { 1 };
        assert!(times <= at_most, "{times} times: {bubble}");
    }
}

#[tokio::test]
async fn on_whatsapp_a_conversation_survives_kills_and_nothing_is_said_twice() {
    conversations_with_crashes(Channel::WhatsApp, count(1, 1, 4), count(4, 2, 1)).await;
}

#[tokio::test]
async fn on_telegram_a_conversation_survives_kills_and_only_the_sentence_in_flight_may_come_twice() {
    conversations_with_crashes(Channel::Telegram, count(1, 1, 4), count(4, 2, 1)).await;
}

#[tokio::test]
async fn a_photo_that_was_being_fetched_when_the_program_died_is_fetched_after_the_restart() {
    on_each_database(async |program| {
        for channel in CHANNELS {
            let methods = fetching(channel);
            for method in if count(0, 0, 1) == 1 { methods.as_slice() } else { &methods[1..] } {
                let phone = program.phone(channel);
                walk(&phone, TO_THE_LETTER).await;
                let place = phone.place();
                let step = &LOST_KTP[TO_THE_LETTER];
                kill_while(program, &phone, method, || step.take(&phone)).await;
                program.restart().await;
                answered(&phone, place, step.then).await;
                program.settled().await;
                assert_eq!(said(&phone).len(), TO_THE_LETTER + 1, "{:#?}", said(&phone));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn many_citizens_are_served_across_a_crash() {
    on_each_database(async |program| {
        let phones: Vec<Phone> = (0..count(6, 12, 60)).map(|n| program.phone(CHANNELS[n % 2])).collect();
        let [first, second, ..] = &LOST_KTP;
        phones.iter().for_each(|phone| first.take(phone));
        answered(&phones[0], 0, first.then).await;
        program.kill();
        program.restart().await;
        for phone in &phones {
            answered(phone, 0, first.then).await;
        }
        program.settled().await;
        for phone in &phones {
            second.walk(phone).await;
        }
        program.settled().await;
        for phone in &phones {
            let at_most = if phone.channel() == Channel::Telegram { 3 } else { 2 };
            assert!((2..=at_most).contains(&said(phone).len()), "{:#?}", said(phone));
        }
    })
    .await;
}

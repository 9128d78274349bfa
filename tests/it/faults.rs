//! What goes wrong around the runtime, by hand-driven clock: days pass in moments.

use std::sync::Arc;
use std::time::Duration;

use sapa::domain::Millis;
use sapa::domain::inbound::{Arrived, Body, ChannelKind, MediaKind};
use sapa::domain::redacted::Redacted;
use sapa::runtime::cases::Cases;
use sapa::runtime::ports::{FetchError, SendError};
use sapa::runtime::steps::Steps;
use sapa::workflow::{Act, Given};
use tokio::sync::Notify;

use crate::databases::{NOW, on_both_databases};
use crate::harness::{Harness, officer};

const WA: ChannelKind = ChannelKind::Whatsapp;
const TG: ChannelKind = ChannelKind::Telegram;
const AYU: &str = "+6281200009901";
const MADE: &str = "7001990042";
const SECOND: Millis = 1_000;
const MINUTE: Millis = 60 * SECOND;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// From the first word to the question for the police letter.
const TO_THE_LETTER: [&str; 6] =
    ["ktp hilang", "setuju", "1", "5108064107909901", "Ni Luh Contoh Sari", "belum tahu"];

fn text(text: &str) -> Body {
    Body::Text { text: Redacted::from(text.to_owned()) }
}

async fn alarms(office: &Harness) -> Vec<String> {
    let open = office.runtime.house.store.open_alarms().await.expect("alarms");
    open.into_iter().map(|alarm| alarm.kind).collect()
}

fn heard(office: &Harness, channel: ChannelKind) -> Vec<String> {
    office.shown(channel).iter().map(|shown| shown.message.text.expose().clone()).collect()
}

fn letter(office: &Harness) -> Body {
    let letter = sapa::simulator::Sample::find("letter").expect("a sample").data().to_vec();
    office.channel(WA).file(MediaKind::Photo, "image/jpeg", letter)
}

async fn at_the_letter(office: &Harness) {
    for answer in TO_THE_LETTER {
        office.ask(AYU, WA, answer).await;
    }
}

on_both_databases! {
    async fn a_platform_that_is_down_for_an_hour_gets_every_answer_once_and_in_order(db) {
        let mut office = Harness::new(NOW, db).await;
        // Greeted once.
        for answer in ["ktp hilang", "batal", "ya"] {
            office.ask(AYU, WA, answer).await;
        }
        let moods = [
            SendError::Retry { after: None, sure: true, why: "503".into() },
            SendError::Retry { after: None, sure: false, why: "time-out".into() },
            SendError::SlowNumber { after: Some(Duration::from_secs(40)), why: "429".into() },
        ];
        for bad in moods {
            // The same conversation as on a platform that is well.
            let mut expected = Vec::new();
            for answer in ["ktp hilang", "setuju", "1", "batal", "ya"] {
                expected.push(office.ask(AYU, WA, answer).await);
            }
            office.mood().sending = Some(bad.clone());
            office.mood().sends = 0;
            for answer in ["ktp hilang", "setuju", "1", "batal", "ya"] {
                office.say(AYU, WA, text(answer)).await;
                for _ in 0..12 {
                    office.wait(MINUTE).await;
                }
            }
            assert!(heard(&office, WA).is_empty());
            assert_eq!(alarms(&office).await, ["outbox_waiting"], "{bad:?}");
            let tries = office.mood().sends;
            assert!((10..=120).contains(&tries), "{tries} tries in an hour: {bad:?}");
            // In the middle of it the program is restarted.
            office = office.restart().await;
            office.mood().sending = None;
            for _ in 0..12 {
                office.wait(MINUTE).await;
            }
            assert_eq!(heard(&office, WA), expected, "{bad:?}");
            assert!(alarms(&office).await.is_empty());
            assert_eq!(office.db.count("outbox").await, 0);
        }
    }

    async fn what_is_delivered_again_for_seven_days_is_applied_once(db) {
        let mut office = Harness::new(NOW, db).await;
        let mut all: Vec<Arrived> = Vec::new();
        for answer in TO_THE_LETTER {
            let now = office.runtime.house.clock.now();
            let arrived = office.channel(WA).arrival(AYU, now, text(answer), None);
            all.push(arrived.clone());
            office.ingest(WA, vec![arrived]).await;
            office.settle().await;
        }
        let photo = letter(&office);
        let now = office.runtime.house.clock.now();
        let photo = office.channel(WA).arrival(AYU, now, photo, None);
        all.push(photo.clone());
        office.ingest(WA, vec![photo]).await;
        office.wait(2 * SECOND).await;
        assert_eq!(heard(&office, WA).len(), all.len());
        let citizen = "SELECT CAST(COUNT(*) AS TEXT) FROM messages WHERE author = 'citizen'";
        let written = office.db.value(citizen).await;
        for day in 1..=8 {
            office.wait(DAY).await;
            let _reminders = heard(&office, WA);
            office = office.restart().await;
            // Meta delivers a batch again as it was, and late ones in any order.
            office.ingest(WA, all.clone()).await;
            for arrived in all.iter().rev() {
                office.ingest(WA, vec![arrived.clone()]).await;
            }
            office.settle().await;
            assert!(heard(&office, WA).is_empty(), "day {day}");
            assert_eq!(office.db.value(citizen).await, written, "day {day}");
            assert_eq!(office.db.count("media").await, 1, "day {day}");
        }
    }

    async fn a_poison_message_is_set_aside_after_bounded_tries_and_the_lane_goes_on(db) {
        let office = Harness::new(NOW, db).await;
        office.ask(AYU, WA, "ktp hilang").await;
        office.mood().poison = Some("racun");
        office.say(AYU, WA, text("racun")).await;
        office.say(AYU, WA, text("setuju")).await;
        for _ in 0..40 {
            office.wait(SECOND).await;
        }
        let answers = heard(&office, WA);
        assert!(answers.len() == 1 && answers[0].contains("KTP siapa"), "{answers:?}");
        let aside = "SELECT id FROM arrivals WHERE state = 'set_aside'";
        let aside = office.db.value(aside).await.expect("an id");
        let open = office.runtime.house.store.open_alarms().await.expect("alarms");
        assert_eq!(open.len(), 1);
        assert_eq!((open[0].kind.as_str(), &open[0].subject), ("arrival_set_aside", &aside));
        assert!(!open[0].detail.contains("racun"));
        let tries = "SELECT CAST(attempts AS TEXT) FROM arrivals WHERE state = 'set_aside'";
        assert_eq!(office.db.value(tries).await.as_deref(), Some("5"));
        // Once the fault is mended, it is served after all.
        office.mood().poison = None;
        let who = officer();
        let desk = sapa::runtime::desk::Desk::new(office.runtime.house.clone());
        let aside = sapa::domain::ids::ArrivalId::parse(&aside).expect("an id");
        desk.serve_again(&who, &aside).await.expect("it is aside");
        office.settle().await;
        assert_eq!(heard(&office, WA).len(), 1);
        assert!(alarms(&office).await.is_empty());
        assert!(desk.serve_again(&who, &aside).await.is_err(), "it is served");
    }

    async fn a_row_that_does_not_read_is_set_aside_like_any_poison(db) {
        let office = Harness::new(NOW, db).await;
        office.ask(AYU, WA, "ktp hilang").await;
        for answer in ["setuju", "rusak", "1"] {
            office.say(AYU, WA, text(answer)).await;
        }
        let damage = "UPDATE arrivals SET body_sealed = 'x' WHERE id = \
                      (SELECT id FROM arrivals WHERE state = 'waiting' ORDER BY id LIMIT 1 OFFSET 1)";
        office.db.column(damage).await;
        office.settle().await;
        assert_eq!(heard(&office, WA).len(), 1, "what came before it is answered at once");
        for _ in 0..40 {
            office.wait(SECOND).await;
        }
        let answers = heard(&office, WA);
        assert!(answers.len() == 1 && answers[0].contains("NIK"), "{answers:?}");
        assert_eq!(alarms(&office).await, ["arrival_set_aside"]);
    }

    async fn a_bubble_a_file_and_a_timer_that_do_not_read_stop_nobody_else(db) {
        let office = Harness::new(NOW, db).await;
        at_the_letter(&office).await;
        office.ask(MADE, TG, "ktp hilang").await;
        // The oldest of each kind is damaged.
        office.mood().sending = Some(SendError::Retry { after: None, sure: true, why: "503".into() });
        office.mood().fetching = Some(FetchError::Retry("503".into()));
        office.say(AYU, WA, text("bantuan")).await;
        let photo = letter(&office);
        office.say(AYU, WA, photo).await;
        office.wait(2 * SECOND).await;
        office.say(MADE, TG, text("setuju")).await;
        office.settle().await;
        let oldest = "(SELECT id FROM outbox ORDER BY id LIMIT 1)";
        office.db.column(&format!("UPDATE outbox SET payload_sealed = 'x' WHERE id = {oldest}")).await;
        office.db.column("UPDATE media SET ref_sealed = 'x'").await;
        office.db.column("UPDATE timers SET kind = 'unknown' WHERE kind = 'draft_expiry'").await;
        office.mood().sending = None;
        office.mood().fetching = None;
        office.wait(MINUTE).await;
        let answers = heard(&office, TG);
        assert!(answers.len() == 1 && answers[0].contains("KTP siapa"), "{answers:?}");
        let told = heard(&office, WA);
        assert!(told.last().is_some_and(|text| text.contains("tidak dapat diunduh lagi")), "{told:?}");
        let mut raised = alarms(&office).await;
        raised.sort();
        assert_eq!(raised, ["media_failed", "message_failed"]);
        let failed = "SELECT fault FROM messages WHERE status = 'failed'";
        assert_eq!(office.db.column(failed).await, [Some("it does not read".to_owned())]);
        assert_ne!(office.db.value("SELECT state FROM media").await.as_deref(), Some("received"));
        // A timer that nobody understands is the oldest of all that are due.
        office.db.column("UPDATE timers SET due_at = 0 WHERE kind = 'unknown'").await;
        for _ in 0..12 {
            office.wait(HOUR).await;
        }
        assert_eq!(heard(&office, TG).len(), 1, "the reminder");
    }

    async fn news_of_the_account_that_do_not_read_are_set_aside(db) {
        let office = Harness::new(NOW, db).await;
        office.ask(AYU, WA, "ktp hilang").await;
        for (id, channel) in [("arr_", "telegram"), ("arr_00000000000000000000000000", "whatsapp")] {
            office.db.column(&format!(
                "INSERT INTO arrivals (id, channel, provider_id, class, occurred_at, received_at, body_sealed, state, attempts)
                 VALUES ('{id}', '{channel}', 'news', 'account', {NOW}, {NOW}, 'x', 'waiting', 0)"
            )).await;
        }
        office.settle().await;
        assert_eq!(alarms(&office).await, ["arrival_set_aside", "arrival_set_aside"]);
        assert_eq!(office.db.count("arrivals WHERE state = 'waiting'").await, 0);
        // Nor do those that break the reader stop anybody.
        office.mood().poison = Some("racun");
        let now = office.runtime.house.clock.now();
        let mut news = office.channel(WA).arrival(AYU, now, text("racun"), None);
        news.addresses.clear();
        office.ingest(WA, vec![news]).await;
        office.settle().await;
        assert_eq!(alarms(&office).await.len(), 3);
        assert_eq!(office.db.count("arrivals WHERE state = 'waiting'").await, 0);
    }

    async fn a_bubble_that_breaks_its_sender_is_given_up_after_bounded_tries(db) {
        let office = Harness::new(NOW, db).await;
        office.ask(AYU, WA, "ktp hilang").await;
        office.mood().breaks = Some("KTP siapa");
        office.mood().sends = 0;
        for answer in ["setuju", "1"] {
            office.say(AYU, WA, text(answer)).await;
        }
        for _ in 0..40 {
            office.wait(SECOND).await;
        }
        let answers = heard(&office, WA);
        assert!(answers.len() == 1 && answers[0].contains("NIK"), "{answers:?}");
        assert_eq!(alarms(&office).await, ["message_failed"]);
        assert_eq!(office.mood().sends, 6);
    }

    async fn who_said_stop_gets_no_reminder(db) {
        let office = Harness::new(NOW, db).await;
        for answer in ["ktp hilang", "setuju", "stop"] {
            office.ask(AYU, TG, answer).await;
        }
        for _ in 0..72 {
            office.wait(HOUR).await;
            assert!(heard(&office, TG).is_empty());
        }
    }

    async fn a_reminder_that_waits_for_a_platform_is_overtaken_by_whoever_writes(db) {
        let office = Harness::new(NOW, db).await;
        office.ask(AYU, TG, "ktp hilang").await;
        office.ask(MADE, WA, "ktp hilang").await;
        office.mood().sending = Some(SendError::Retry { after: None, sure: true, why: "503".into() });
        for _ in 0..12 {
            office.wait(HOUR).await;
        }
        assert_eq!(office.db.count("outbox WHERE priority = 2").await, 2, "the reminders");
        office.say(AYU, TG, text("stop")).await;
        office.say(MADE, WA, text("setuju")).await;
        office.settle().await;
        office.mood().sending = None;
        office.wait(MINUTE).await;
        for channel in [TG, WA] {
            let told = heard(&office, channel);
            assert!(told.len() == 1 && !told[0].contains("masih menunggu"), "{told:?}");
        }
        assert_eq!(office.db.count("messages WHERE fault = 'overtaken'").await, 2);
    }

    async fn a_reminder_that_waits_for_a_platform_is_held_in_the_night_and_nothing_waits_behind_it(db) {
        let office = Harness::new(NOW, db).await;
        office.ask(AYU, TG, "ktp hilang").await;
        office.ask(MADE, WA, "ktp hilang").await;
        office.wait(9 * HOUR).await;
        office.mood().sending = Some(SendError::Retry { after: None, sure: true, why: "503".into() });
        let due = "UPDATE timers SET due_at = 0 WHERE kind = 'reminder'";
        office.db.column(due).await;
        // It is written at 18 o'clock; then comes the night.
        office.settle().await;
        assert_eq!(office.db.count("outbox WHERE priority = 2").await, 2);
        office.wait(5 * HOUR).await;
        office.mood().sending = None;
        office.wait(HOUR).await;
        assert!(heard(&office, TG).is_empty() && heard(&office, WA).is_empty(), "midnight");
        // An officer speaks in the night: that is sent, and the reminder is not.
        let who = officer();
        let desk = sapa::runtime::desk::Desk::new(office.runtime.house.clone());
        let person = office.db.value("SELECT person_id FROM chats WHERE channel = 'telegram'").await.expect("an id");
        let person = sapa::domain::ids::PersonId::parse(&person).expect("an id");
        desk.take(&who, &person).await.expect("it is free");
        office.settle().await;
        assert_eq!(heard(&office, TG).len(), 1);
        office.wait(7 * HOUR + MINUTE).await;
        let morning = heard(&office, WA);
        assert!(morning.len() == 1 && morning[0].contains("masih menunggu"), "{morning:?}");
        assert!(heard(&office, TG).is_empty(), "overtaken");
    }

    async fn a_message_and_a_reminder_in_one_lane_are_one_answer(db) {
        let office = Harness::new(NOW, db).await;
        office.ask(AYU, TG, "ktp hilang").await;
        office.runtime.house.clock.advance(11 * HOUR + 55 * MINUTE);
        // The timer fires after the message came, and before it is served.
        office.say(AYU, TG, text("setuju")).await;
        office.settle().await;
        let told = heard(&office, TG);
        assert!(told.len() == 1 && told[0].contains("KTP siapa"), "{told:?}");
    }

    async fn a_file_that_kills_whoever_looks_at_it_is_given_up(db) {
        let office = Harness::new(NOW, db).await;
        at_the_letter(&office).await;
        let photo = letter(&office);
        office.say(AYU, WA, photo).await;
        // So often a process died over it.
        office.db.column("UPDATE media SET looks = 3").await;
        office.wait(2 * SECOND).await;
        let told = heard(&office, WA);
        assert!(told.len() == 1 && told[0].contains("tidak dapat diunduh lagi"), "{told:?}");
        assert_eq!(alarms(&office).await, ["media_failed"]);
        // One that comes to its end is counted no further, however often its place is full.
        let photo = letter(&office);
        office.say(AYU, WA, photo).await;
        office.wait(2 * SECOND).await;
        let looks = "SELECT CAST(looks AS TEXT) FROM media ORDER BY id DESC LIMIT 1";
        assert_eq!(office.db.value(looks).await.as_deref(), Some("1"));
    }

    async fn a_bubble_under_way_is_not_sent_again_when_the_clock_jumps_ahead(db) {
        let office = Harness::new(NOW, db).await;
        let end: Arc<Notify> = Arc::default();
        office.mood().hanging = Some(end.clone());
        office.say(AYU, WA, text("ktp hilang")).await;
        office.runtime.inbox.settle().await.expect("it is served");
        let steps = Steps::new(office.runtime.clone());
        let mut rows = steps.claim_bubbles(8).await.expect("bubbles are claimed");
        let sending = steps.deliver(rows.remove(0));
        let jump = async {
            while office.mood().sends == 0 {
                tokio::task::yield_now().await;
            }
            office.runtime.house.clock.advance(2 * MINUTE);
            assert!(steps.claim_bubbles(8).await.expect("bubbles are claimed").is_empty());
            office.mood().hanging = None;
            end.notify_one();
        };
        futures_util::future::join(sending, jump).await;
        office.settle().await;
        assert_eq!(office.mood().sends, 1);
        assert_eq!(heard(&office, WA).len(), 1);
        assert_eq!(office.db.count("outbox").await, 0);
    }

    async fn a_clock_that_jumps_a_day_ahead_and_back_loses_and_repeats_nothing(db) {
        let office = Harness::new(NOW, db).await;
        office.ask(AYU, TG, "ktp hilang").await;
        // Ahead by a day: the reminder comes, once, and the conversation goes on.
        office.wait(DAY + 2 * HOUR).await;
        let reminded = heard(&office, TG);
        assert!(reminded.len() == 1 && reminded[0].contains("masih menunggu"), "{reminded:?}");
        assert!(office.ask(AYU, TG, "setuju").await.contains("KTP siapa"));
        // What waits when the clock is set right waits for a day that is far away.
        office.mood().sending = Some(SendError::Retry { after: None, sure: true, why: "503".into() });
        office.say(AYU, TG, text("1")).await;
        office.settle().await;
        office.say(AYU, TG, text("5108064107909901")).await;
        let office = office.restart().await;
        office.runtime.house.clock.advance(-DAY);
        office.mood().sending = None;
        office.runtime.take_up_work().await.expect("the store answers");
        // It came last, and must be served last, though its time is the earliest.
        office.say(AYU, TG, text("Ni Luh Contoh Sari")).await;
        office.settle().await;
        let answers = heard(&office, TG);
        assert_eq!(answers.len(), 3, "{answers:?}");
        for (answer, part) in answers.iter().zip(["NIK", "nama lengkap", "Kartu Keluarga"]) {
            assert!(answer.contains(part), "{answers:?}");
        }
        // So does a photo that came while the clock was ahead.
        office.runtime.house.clock.advance(DAY);
        let photo = office.channel(TG).file(MediaKind::Photo, "image/jpeg", vec![0; 64]);
        office.say(AYU, TG, photo).await;
        let office = office.restart().await;
        office.runtime.house.clock.advance(-DAY);
        office.runtime.take_up_work().await.expect("the store answers");
        office.wait(2 * SECOND).await;
        assert_eq!(heard(&office, TG).len(), 1, "the photo is answered");
        office.wait(2 * DAY).await;
        let reminded = heard(&office, TG);
        assert!(reminded.len() == 1 && reminded[0].contains("masih menunggu"), "{reminded:?}");
        office.wait(2 * DAY).await;
        assert!(heard(&office, TG).is_empty(), "one reminder to one silence");
    }

    async fn a_file_is_fetched_although_its_event_is_poison(db) {
        let office = Harness::new(NOW, db).await;
        at_the_letter(&office).await;
        let photo = letter(&office);
        office.say(AYU, WA, photo).await;
        office.mood().poison = Some("file-");
        for _ in 0..40 {
            office.wait(SECOND).await;
        }
        let state = "SELECT state FROM media";
        assert_eq!(office.db.value(state).await.as_deref(), Some("stored"));
        assert_eq!(office.db.value("SELECT state FROM arrivals WHERE class = 'media'").await.as_deref(), Some("set_aside"));
        assert_eq!(office.mood().fetches, 1);
    }

    async fn a_file_that_does_not_come_is_mentioned_once_alarmed_after_an_hour_and_taken_when_it_comes(db) {
        let office = Harness::new(NOW, db).await;
        at_the_letter(&office).await;
        office.mood().fetching = Some(FetchError::Retry("503".into()));
        let photo = letter(&office);
        office.say(AYU, WA, photo).await;
        office.wait(2 * SECOND).await;
        let told = heard(&office, WA);
        assert!(told.len() == 1 && told[0].contains("sedang dalam perjalanan"), "{told:?}");
        for _ in 0..58 {
            office.wait(MINUTE).await;
        }
        assert!(alarms(&office).await.is_empty());
        let tries = office.mood().fetches;
        assert!((5..=40).contains(&tries), "{tries} tries in an hour");
        for _ in 0..3 {
            office.wait(MINUTE).await;
        }
        assert_eq!(alarms(&office).await, ["media_waiting"]);
        assert!(heard(&office, WA).is_empty(), "told once");
        office.mood().fetching = None;
        for _ in 0..11 {
            office.wait(MINUTE).await;
        }
        let taken = heard(&office, WA);
        assert!(taken.len() == 1 && taken[0].contains("e-mail"), "{taken:?}");
        assert!(alarms(&office).await.is_empty());
    }

    async fn a_file_that_never_comes_is_asked_for_again_when_the_platform_has_forgotten_it(db) {
        let office = Harness::new(NOW, db).await;
        for answer in TO_THE_LETTER {
            office.ask(MADE, TG, answer).await;
        }
        office.mood().fetching = Some(FetchError::Retry("503".into()));
        let photo = letter(&office);
        office.say(MADE, TG, photo).await;
        office.wait(2 * SECOND).await;
        assert_eq!(heard(&office, TG).len(), 1);
        let mut asked = Vec::new();
        // The citizen is heard of now and then: the draft lives on.
        for _ in 0..8 {
            for _ in 0..24 {
                office.wait(HOUR).await;
            }
            asked.extend(heard(&office, TG).into_iter().filter(|text| text.contains("tidak dapat diunduh lagi")));
            office.ask(MADE, TG, "lanjut").await;
        }
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert_ne!(office.db.value("SELECT state FROM media").await.as_deref(), Some("received"));
    }

    async fn the_rest_of_an_album_is_waited_for_across_a_restart(db) {
        let office = Harness::new(NOW, db).await;
        at_the_letter(&office).await;
        let of_album = |office: &Harness| {
            let (photo, now) = (letter(office), office.runtime.house.clock.now());
            office.channel(WA).arrival(AYU, now, photo, Some("album-1".to_owned()))
        };
        let first = of_album(&office);
        office.ingest(WA, vec![first]).await;
        office.settle().await;
        assert!(heard(&office, WA).is_empty(), "more may come");
        let office = office.restart().await;
        let second = of_album(&office);
        office.ingest(WA, vec![second]).await;
        office.settle().await;
        assert!(heard(&office, WA).is_empty(), "the window is kept in the database");
        office.wait(2 * SECOND).await;
        let told = heard(&office, WA);
        assert!(told.len() == 1 && told[0].contains("2 foto sudah kami terima"), "{told:?}");
        office.wait(MINUTE).await;
        assert!(heard(&office, WA).is_empty(), "once");
    }

    async fn a_reminder_waits_for_the_morning_and_an_answer_does_not(db) {
        let office = Harness::new(NOW, db).await;
        office.ask(AYU, TG, "ktp hilang").await;
        // It was due in the evening, but the program stood still until the night.
        office.wait(14 * HOUR).await;
        assert!(heard(&office, TG).is_empty(), "23 o'clock");
        assert!(office.ask(AYU, TG, "setuju").await.contains("KTP siapa"), "who asks is answered");
        office.wait(20 * HOUR + MINUTE).await;
        let evening = heard(&office, TG);
        assert_eq!(evening.len(), 1, "reminded before the night: {evening:?}");
    }

    async fn a_reminder_that_is_due_in_the_night_is_sent_in_the_morning_once(db) {
        let office = Harness::new(NOW, db).await;
        office.ask(AYU, TG, "ktp hilang").await;
        let due = "UPDATE timers SET due_at = due_at - 14400000 WHERE kind = 'reminder'";
        office.db.column(due).await;
        office.runtime.house.clock.advance(14 * HOUR);
        let office = office.restart().await;
        office.settle().await;
        assert!(heard(&office, TG).is_empty(), "23 o'clock");
        office.wait(7 * HOUR).await;
        assert!(heard(&office, TG).is_empty(), "6 o'clock");
        let office = office.restart().await;
        office.wait(HOUR + MINUTE).await;
        assert_eq!(heard(&office, TG).len(), 1, "7 o'clock");
        office.wait(3 * DAY).await;
        assert!(heard(&office, TG).is_empty(), "once");
    }

    async fn nobody_is_reminded_on_nyepi(db) {
        // Sunday, 2027-03-07, 15:00 in Buleleng; Nyepi is the day after.
        let office = Harness::new(NOW + 104 * DAY + 6 * HOUR, db).await;
        let calendar = &office.runtime.house.library.calendar;
        assert_eq!(calendar.local(office.runtime.house.clock.now()).to_string(), "2027-03-07 15:00:00");
        office.ask(AYU, TG, "ktp hilang").await;
        for _ in 0..41 {
            office.wait(HOUR).await;
            assert!(heard(&office, TG).is_empty());
        }
        office.wait(HOUR).await;
        assert_eq!(heard(&office, TG).len(), 1, "9 o'clock on the day after");
    }

    async fn a_promise_that_runs_out_is_an_alarm_once_and_ends_with_the_act(db) {
        let office = Harness::new(NOW, db).await;
        at_the_letter(&office).await;
        let photo = letter(&office);
        office.say(AYU, WA, photo).await;
        office.wait(SECOND).await;
        for answer in ["tidak punya", "kantor", "ya"] {
            office.ask(AYU, WA, answer).await;
        }
        let who = officer();
        let cases = Cases::new(office.runtime.house.clone());
        let dossier = office.db.value("SELECT id FROM dossiers").await.expect("an id");
        let dossier = sapa::domain::ids::DossierId::parse(&dossier).expect("an id");
        let act = async |version, act| {
            cases.act(&who, &dossier, version, act, &Given::default()).await.expect("it may");
        };
        act(1, Act::AcceptComplete).await;
        act(2, Act::EnterSiak).await;
        act(3, Act::PrintDraft).await;
        let promises = async || office.runtime.house.store.promises(office.runtime.house.clock.now()).await.expect("counts");
        office.wait(59 * MINUTE).await;
        assert!(alarms(&office).await.is_empty());
        assert_eq!(promises().await, (1, 0, None));
        office.wait(2 * MINUTE).await;
        assert_eq!(alarms(&office).await, ["sla_overdue"]);
        let (running, overdue, since) = promises().await;
        assert_eq!((running, overdue, since.is_some()), (1, 1, true));
        // Looked after, it is not raised again; and the clock may be set back and forth.
        let mut work = office.runtime.house.store.begin().await.expect("the store answers");
        work.clear_alarm("sla_overdue", dossier.as_str(), NOW).await.expect("cleared");
        work.commit().await.expect("committed");
        office.runtime.house.clock.advance(-HOUR);
        office.settle().await;
        office.wait(DAY).await;
        assert!(alarms(&office).await.is_empty());
        act(4, Act::RequestSignature).await;
        act(5, Act::ForwardToHead).await;
        act(6, Act::Approve).await;
        assert_eq!(promises().await, (0, 0, None));
        let metrics = office.runtime.house.metrics.render();
        assert!(metrics.contains("sapa_promises_total{kept=\"no\"} 1"), "{metrics}");
    }
}

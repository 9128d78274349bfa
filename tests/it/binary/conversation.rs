//! Whole conversations when nothing goes wrong.

use std::collections::BTreeSet;

use super::citizen::{said, sends, ticket, walk};
use super::*;

#[tokio::test]
async fn who_lost_a_ktp_gets_a_ticket_on_either_platform_and_each_bubble_once() {
    on_each_database(async |program| {
        on_both(async |channel| {
            let phone = program.phone(channel);
            walk(&phone, LOST_KTP.len()).await;
            program.settled().await;
            let bubbles = said(&phone);
            assert_eq!(bubbles.len(), LOST_KTP.len(), "{bubbles:#?}");
            assert_eq!(bubbles.iter().collect::<BTreeSet<_>>().len(), bubbles.len(), "{bubbles:#?}");
            // What breaks a limit of the platform is refused by its stand-in.
            let statuses: Vec<u16> = sends(program, channel).iter().map(|request| request.status).collect();
            assert_eq!(statuses, [200; LOST_KTP.len()]);
            let ticket = ticket(&phone);
            phone.send_text("status");
            citizen::answered(&phone, 0, &format!("*{ticket}* (masuk")).await;
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn by_long_polling_the_conversation_is_the_same() {
    let program = Program::start_with(Database::Sqlite, "polling").await;
    let phone = program.phone(Channel::Telegram);
    walk(&phone, LOST_KTP.len()).await;
    program.settled().await;
    assert_eq!(said(&phone).len(), LOST_KTP.len());
    assert!(program.platform.requests_of(Channel::Telegram, "setWebhook").is_empty());
    ticket(&phone);
}

/// Tables that stay small: what waits to leave, what the office has set up, what the program notes of itself.
const SMALL: [&str; 9] = [
    "alarms",
    "duties",
    "held_messages",
    "installation",
    "model_questions",
    "outbox",
    "replicas",
    "schema_migrations",
    "staff",
];

#[tokio::test]
async fn on_postgresql_nothing_reads_a_table_that_grows_from_end_to_end() {
    let Some(admin) = std::env::var("SAPA_TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty()) else {
        return;
    };
    let mut program = Program::start(Database::postgres(admin).await).await;
    // The indexes of new tables are made by reading them.
    program.terminate().await;
    let before = program.database.read_whole().await;
    program.spawn();
    program.ready().await;
    for channel in CHANNELS {
        let phone = program.phone(channel);
        walk(&phone, LOST_KTP.len()).await;
    }
    program.settled().await;
    program.terminate().await;
    let mut after = program.database.read_whole().await;
    after.retain(|table, times| !SMALL.contains(&table.as_str()) && *times > before[table]);
    assert!(after.is_empty(), "read as a whole, so often: {after:?}");
    let database = program.database.clone();
    drop(program);
    database.drop().await;
}

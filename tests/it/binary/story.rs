//! What the logs tell of one message.

use super::program::until;
use super::*;

/// The lines that name this id.
fn lines(program: &Program, id: &str) -> Vec<String> {
    program.log().lines().filter(|line| line.contains(id)).map(str::to_owned).collect()
}

/// The id of the first arrival of this class in the log.
fn arrival(program: &Program, class: &str) -> String {
    let log = program.log();
    let class = format!("class=\"{class}\"");
    let line = log.lines().find(|line| line.contains("stored") && line.contains(&class)).unwrap();
    let (_, rest) = line.split_once("arrival=").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn one_grep_by_the_id_of_an_arrival_tells_its_whole_story() {
    on_each_database(async |program| {
        let phone = program.phone(Channel::WhatsApp);
        phone.open();
        LOST_KTP[0].walk(&phone).await;
        program.settled().await;
        let id = arrival(program, "message");
        let told = |part: &str| lines(program, &id).iter().filter(|line| line.contains(part)).count();
        until("the last status", async || told("status=\"read\"") == 1).await;
        let story = ["stored", "queued", "served", "became=\"sent\"", "status=\"sent\""];
        for part in story {
            assert_eq!(told(part), 1, "{part}: {:#?}", lines(program, &id));
        }
        let number = phone.id().split_once('-').map(|(_, number)| number.to_owned());
        let told = lines(program, &id).concat();
        assert!(!told.contains("wamid") && !told.contains("6281200"), "{number:?}: {told}");
    })
    .await;
}

#[tokio::test]
async fn a_retry_and_a_photo_are_part_of_the_story_and_of_the_metrics() {
    let program = Program::start(Database::Sqlite).await;
    let phone = program.phone(Channel::Telegram);
    let trouble = sapa::simulator::Fault::ServerError(502);
    program.platform.faults().fail_next_method(Channel::Telegram, "sendMessage", 1, trouble);
    citizen::walk(&phone, citizen::TO_THE_LETTER + 1).await;
    program.settled().await;
    let first = lines(&program, &arrival(&program, "message"));
    assert!(first.iter().any(|line| line.contains("became=\"retry\"")), "{first:#?}");
    let photo = lines(&program, &arrival(&program, "media"));
    assert!(photo.iter().any(|line| line.contains("became=\"fetched\"")), "{photo:#?}");
    let metrics = program.http.get(program.url("/metrics")).send().await.unwrap().text().await.unwrap();
    for part in [
        "sapa_retries_total{what=\"bubble\",verdict=\"retry\"} 1",
        "sapa_fetches_total{channel=\"telegram\",verdict=\"fetched\"} 1",
        "sapa_sends_total{channel=\"telegram\",verdict=\"retry\"} 1",
        "sapa_depth{what=\"arrivals_oldest_ms\"} 0",
        "sapa_depth{what=\"outbox_oldest_ms\"} 0",
        "sapa_depth{what=\"media_received\"} 0",
        "sapa_files_total{state=\"stored\"} 1",
        "sapa_depth{what=\"timers_due\"} 0",
        "sapa_depth{what=\"sla_running\"} 0",
        "sapa_depth{what=\"sla_overdue\"} 0",
        "sapa_depth{what=\"alarms_open\"} 0",
    ] {
        assert!(metrics.contains(part), "{part} is not in\n{metrics}");
    }
    assert!(metrics.contains("sapa_turn_seconds_count"), "{metrics}");
}

//! The inbox and the chat.

use std::time::Duration;

use reqwest::StatusCode;

use super::browser::Browser;
use super::stage::{NAME, PHONE, Stage};
use crate::domain::staff::Role;
use crate::pubsub::Wake;
use crate::runtime::desk::DeskError;

#[tokio::test]
async fn the_inbox_shows_who_waits_with_masked_addresses() {
    let stage = Stage::new().await;
    let me = stage.staff("ketut", "Ketut Arya", &[Role::Agent]).await;
    stage.story(&me).await;
    let browser = Browser::of(&stage, "ketut").await;
    let page = browser.get("/console/").await;
    let order: Vec<_> = [NAME, "I Made Wirawan"].iter().map(|n| page.text.find(n).unwrap()).collect();
    assert!(order.is_sorted(), "the queue first");
    assert!(page.has("Menunggu 42 mnt") && page.has("halo, apakah ada orang?") && page.has("(2) Menunggu"));
    assert!(page.has("+62812*****901") && !page.has(PHONE));
    assert!(!page.has("Ada pesan gagal"), "the citizen wrote again after it");
    let all = browser.get("/console/?tab=all").await;
    assert!(all.has("•••0042") && all.has("TG"));
    assert_eq!(browser.get("/console/?tab=lain").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_chat_shows_every_bubble_escaped_with_its_author_and_fate() {
    let stage = Stage::new().await;
    let me = stage.staff("ketut", "Ketut Arya", &[Role::Agent]).await;
    let story = stage.story(&me).await;
    let browser = Browser::of(&stage, "ketut").await;
    let page = browser.get(&format!("/console/chats/{}", story.held)).await;
    assert!(page.has("&lt;script&gt;alert(1)") && !page.has("<script>alert"));
    assert!(
        page.has("GAGAL") && page.has("131026 Message undeliverable") && page.has("data-testid=\"retry\"")
    );
    assert!(
        page.has("data-testid=\"give-back\"")
            && !page.has("id=\"reply-field\" data-live=\"disabled\" disabled")
    );
    let page = browser.get(&format!("/console/chats/{}", story.queued)).await;
    for part in
        ["Kantor (pemberitahuan)", "terkirim ke platform", "<b>Sapa</b>", "Urus KTP", "SAPA-2611-00482-Z"]
    {
        assert!(page.has(part), "{part}");
    }
    assert!(
        page.has("data-testid=\"take\"") && page.has("id=\"reply-field\" data-live=\"disabled\" disabled")
    );
}

#[tokio::test]
async fn taking_replying_retrying_and_giving_back_go_through_the_desk() {
    let stage = Stage::new().await;
    let me = stage.staff("ketut", "Ketut Arya", &[Role::Agent]).await;
    let story = stage.story(&me).await;
    let browser = Browser::of(&stage, "ketut").await;
    let chat = format!("/console/chats/{}", story.held);
    for (act, fields) in [
        ("take".to_owned(), vec![]),
        ("reply".to_owned(), vec![("text", "baris satu\r\nbaris dua")]),
        (format!("retry/{}", story.failed), vec![]),
        ("give-back".to_owned(), vec![]),
    ] {
        let page = browser.post(&format!("{chat}/{act}"), &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{act}: {}", page.text);
    }
    let asked = stage.stand.asked.lock().unwrap().clone();
    assert_eq!(asked[1], "reply ketut baris satu\nbaris dua");
    assert_eq!(
        asked.iter().map(|a| a.split(' ').next().unwrap()).collect::<Vec<_>>(),
        ["take", "reply", "retry", "give"]
    );
}

#[tokio::test]
async fn a_reply_that_cannot_be_sent_stays_in_the_box_with_the_reason() {
    let stage = Stage::new().await;
    let me = stage.staff("ketut", "Ketut Arya", &[Role::Agent]).await;
    let story = stage.story(&me).await;
    let browser = Browser::of(&stage, "ketut").await;
    let chat = format!("/console/chats/{}", story.held);
    for (error, status, words) in [
        (DeskError::Unreachable, StatusCode::CONFLICT, "tidak terjangkau"),
        (DeskError::HeldBy("Made Sari".into()), StatusCode::CONFLICT, "sedang dipegang Made Sari"),
        (DeskError::TooLong { max: 4096 }, StatusCode::UNPROCESSABLE_ENTITY, "paling banyak 4096 huruf"),
        (DeskError::NotAllowed, StatusCode::FORBIDDEN, "Bukan untuk peran Anda"),
    ] {
        let kept = !matches!(error, DeskError::NotAllowed);
        *stage.stand.refuse.lock().unwrap() = Some(error);
        let page = browser.post(&format!("{chat}/reply"), &[("text", "Mohon tunggu <sebentar>")]).await;
        assert_eq!(page.status, status);
        assert!(page.has(words), "{words}");
        assert_eq!(page.has("Mohon tunggu &lt;sebentar&gt;</textarea>"), kept);
    }
    *stage.stand.refuse.lock().unwrap() = Some(DeskError::HeldBy("Made Sari".into()));
    assert_eq!(browser.post(&format!("{chat}/take"), &[]).await.to, chat);
    assert!(browser.get(&chat).await.has("sedang dipegang Made Sari"), "a flash");
    assert!(!browser.get(&chat).await.has("sedang dipegang Made Sari"), "once");
}

#[tokio::test]
async fn the_live_line_carries_ids_and_kinds_only_to_those_who_may_know() {
    let stage = Stage::new().await;
    let me = stage.staff("ketut", "Ketut Arya", &[Role::Agent]).await;
    stage.staff("loket", "Loket", &[Role::Counter]).await;
    let story = stage.story(&me).await;
    let agent = Browser::of(&stage, "ketut").await.listen("/console/events").await;
    let counter = Browser::of(&stage, "loket").await.listen("/console/events").await;
    stage.bus.wake(Wake::Outbox(story.queued.clone()));
    stage.bus.wake(Wake::Chat(story.queued.clone()));
    stage.bus.wake(Wake::Case);
    let first = async |mut line: reqwest::Response| {
        let chunk =
            tokio::time::timeout(Duration::from_secs(5), line.chunk()).await.unwrap().unwrap().unwrap();
        String::from_utf8(chunk.to_vec()).unwrap()
    };
    assert!(first(agent).await.starts_with(&format!("event: chat\ndata: {}\n\n", story.queued)));
    assert!(first(counter).await.starts_with("event: case\n"));
}

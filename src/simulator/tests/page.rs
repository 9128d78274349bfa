use serde_json::json;

use super::*;
use crate::simulator::{Kind, router};

/// The page on a port of its own.
async fn page(platform: &Platform) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/simulator", listener.local_addr().unwrap());
    let app = router(platform.clone(), "/console".to_owned());
    tokio::spawn(async move { axum::serve(listener, app).await });
    base
}

async fn act(base: &str, phone: &str, deed: Value) -> reqwest::Response {
    let request =
        reqwest::Client::new().post(format!("{base}/api/phones/{phone}")).header("x-simulator", "1");
    request.json(&deed).send().await.unwrap()
}

#[tokio::test]
async fn the_page_and_its_files_are_served_without_other_hosts() {
    let platform = platform().await;
    let base = page(&platform).await;
    let answer = reqwest::get(&base).await.unwrap();
    assert!(answer.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'self'"));
    let html = answer.text().await.unwrap();
    let files: Vec<&str> = html.split('"').filter(|part| part.starts_with("/simulator/page/")).collect();
    assert_eq!(files.len(), 4);
    for file in files {
        let answer = reqwest::get(format!("{}{}", base.trim_end_matches("/simulator"), file)).await.unwrap();
        assert_eq!(answer.status(), 200, "{file}");
    }
    let state: Value = reqwest::get(format!("{base}/api/state")).await.unwrap().json().await.unwrap();
    assert_eq!(state["console"], "/console");
    assert!(state["phones"].as_array().unwrap().len() >= 4);
    for sample in state["samples"].as_array().unwrap() {
        let url = format!("{base}/api/samples/{}", sample["name"].as_str().unwrap());
        let answer = reqwest::get(url).await.unwrap();
        assert_eq!(answer.headers()["content-type"], sample["mime"].as_str().unwrap());
        assert!(answer.bytes().await.unwrap().len() > 5_000, "{sample}");
    }
}

#[tokio::test]
async fn another_sites_page_cannot_act() {
    let platform = platform().await;
    let base = page(&platform).await;
    let url = format!("{base}/api/phones/wa-1");
    let answer = reqwest::Client::new().post(url).json(&json!({"act": "start"})).send().await.unwrap();
    assert_eq!(answer.status(), 403);
    assert_eq!(act(&base, "wa-99", json!({"act": "start"})).await.status(), 404);
    assert_eq!(act(&base, "wa-1", json!({"act": "tap", "message": "x", "button": "y"})).await.status(), 409);
}

#[tokio::test]
async fn what_is_done_on_the_page_leaves_the_phone() {
    let platform = platform().await;
    let base = page(&platform).await;
    let mut changes = reqwest::get(format!("{base}/api/events")).await.unwrap();
    assert_eq!(act(&base, "wa-1", json!({"act": "text", "text": "Halo"})).await.status(), 200);
    let event = tokio::time::timeout(SOON, changes.chunk()).await.unwrap().unwrap().unwrap();
    assert_eq!(event.as_ref(), b"data: wa-1\n\n");
    act(&base, "wa-1", json!({"act": "sample", "name": "letter-small", "as_document": false})).await;
    act(&base, "wa-1", json!({"act": "sample", "name": "letter-pdf", "as_document": false})).await;
    let upload = reqwest::Client::new().post(format!("{base}/api/phones/wa-1/file?as=photo&name=a.jpg"));
    let upload = upload.header("x-simulator", "1").header("content-type", "image/jpeg").body(picture(30, 20));
    assert_eq!(upload.send().await.unwrap().status(), 200);
    let screen = platform.phone("wa-1").unwrap().screen();
    let kinds: Vec<Kind> = screen.messages.iter().map(|shown| shown.kind).collect();
    assert_eq!(kinds, [Kind::Text, Kind::Photo, Kind::Document, Kind::Photo]);
    let media = screen.messages[1].media.as_ref().unwrap();
    assert_eq!((media.width, media.height), (Some(300), Some(190)));
    let shown: Value = reqwest::get(format!("{base}/api/phones/wa-1")).await.unwrap().json().await.unwrap();
    assert_eq!(shown["screen"]["messages"][0]["text"], "Halo");
    let bytes = reqwest::get(format!("{base}/api/phones/wa-1/media/2")).await.unwrap().bytes().await.unwrap();
    assert_eq!(bytes, media.bytes);
}

#[tokio::test]
async fn an_email_is_shown_on_the_page_the_newest_first() {
    let platform = platform().await;
    let base = page(&platform).await;
    for subject in ["one", "two"] {
        platform.receive_mail(crate::simulator::Mail {
            to: "ayu@example.com".into(),
            subject: subject.into(),
            text: "123456".into(),
        });
    }
    let state: Value = reqwest::get(format!("{base}/api/state")).await.unwrap().json().await.unwrap();
    let subjects: Vec<&str> =
        state["mails"].as_array().unwrap().iter().filter_map(|m| m["subject"].as_str()).collect();
    assert_eq!(subjects, ["two", "one"]);
}

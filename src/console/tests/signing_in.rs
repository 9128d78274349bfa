//! Who gets in.

use reqwest::StatusCode;

use super::browser::Browser;
use super::stage::{MINUTE, PASSWORD, Stage};
use crate::domain::staff::Role;

#[tokio::test]
async fn the_right_password_opens_the_console_with_a_careful_cookie() {
    let stage = Stage::new().await;
    stage.staff("ketut", "Ketut Arya", &[Role::Agent]).await;
    let browser = Browser::new(&stage);
    assert_eq!(browser.get("/console/").await.to, "/console/login");
    let page = browser.sign_in("Ketut ", PASSWORD).await;
    assert_eq!((page.status, page.to.as_str()), (StatusCode::SEE_OTHER, "/console/"));
    let cookies: Vec<&str> = page.headers.get_all("set-cookie").iter().map(|c| c.to_str().unwrap()).collect();
    let session = cookies.iter().find(|c| c.starts_with("sapa_console=")).unwrap();
    assert!(session.ends_with("; Path=/console; HttpOnly; SameSite=Strict"), "{session}");
    assert!(browser.get("/console/").await.has("Ketut Arya"));
}

#[tokio::test]
async fn a_wrong_password_and_a_wrong_login_look_the_same() {
    let stage = Stage::new().await;
    stage.staff("ketut", "Ketut Arya", &[Role::Agent]).await;
    let browser = Browser::new(&stage);
    let wrong = browser.sign_in("ketut", "bukan kata sandinya").await;
    let unknown = browser.sign_in("siapa", "bukan kata sandinya").await;
    assert_eq!((wrong.status, unknown.status), (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED));
    let plain =
        |page: &super::browser::Page, login: &str| page.text.replace(&page.token(), "").replace(login, "");
    assert_eq!(plain(&wrong, "ketut"), plain(&unknown, "siapa"));
}

#[tokio::test]
async fn after_five_mistakes_everything_is_refused_for_a_while_known_or_not() {
    let stage = Stage::new().await;
    stage.staff("ketut", "Ketut Arya", &[Role::Agent]).await;
    let browser = Browser::new(&stage);
    for login in ["ketut", "siapa"] {
        for _ in 0..5 {
            assert_eq!(browser.sign_in(login, "salah").await.status, StatusCode::UNAUTHORIZED);
        }
        let page = browser.sign_in(login, PASSWORD).await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "{login}");
        assert!(page.has("30 detik"));
    }
    stage.wait(31_000);
    assert_eq!(browser.sign_in("ketut", "salah").await.status, StatusCode::UNAUTHORIZED);
    stage.wait(31_000);
    assert_eq!(
        browser.sign_in("ketut", PASSWORD).await.status,
        StatusCode::TOO_MANY_REQUESTS,
        "the pause grows"
    );
    stage.wait(30_000);
    assert_eq!(browser.sign_in("ketut", PASSWORD).await.status, StatusCode::SEE_OTHER);
    let account = stage.store.staff_by_login("ketut").await.unwrap().unwrap();
    assert_eq!((account.failed_logins, account.locked_until), (0, 0));
}

#[tokio::test]
async fn a_session_ends_by_idleness_by_age_and_by_signing_out() {
    let stage = Stage::new().await;
    stage.staff("ketut", "Ketut Arya", &[Role::Agent]).await;
    let browser = Browser::of(&stage, "ketut").await;
    stage.wait(7 * 60 * MINUTE);
    assert_eq!(browser.get("/console/").await.status, StatusCode::OK);
    stage.wait(4 * 60 * MINUTE);
    assert_eq!(browser.get("/console/").await.status, StatusCode::OK, "a click keeps it");
    stage.wait(60 * MINUTE);
    assert_eq!(browser.get("/console/").await.to, "/console/login", "twelve hours are the end");

    let browser = Browser::of(&stage, "ketut").await;
    stage.wait(8 * 60 * MINUTE);
    assert_eq!(browser.get("/console/").await.to, "/console/login", "idle");

    let browser = Browser::of(&stage, "ketut").await;
    let stolen = browser.cookies.lock().unwrap().clone();
    assert_eq!(browser.post("/console/logout", &[]).await.to, "/console/login");
    *browser.cookies.lock().unwrap() = stolen;
    assert_eq!(browser.get("/console/").await.to, "/console/login", "the token is dead");
}

#[tokio::test]
async fn a_form_without_the_sessions_token_or_from_another_site_is_refused() {
    let stage = Stage::new().await;
    let me = stage.staff("ketut", "Ketut Arya", &[Role::Agent]).await;
    let story = stage.story(&me).await;
    let browser = Browser::of(&stage, "ketut").await;
    let path = format!("/console/chats/{}/take", story.queued);
    let token = browser.get("/console/password").await.token();
    for fields in [vec![], vec![("csrf", "")], vec![("csrf", "salah")]] {
        let page = browser.post_raw(&path, &fields).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(page.has("kedaluwarsa"), "says to try again");
    }
    let foreign = browser.post_from("cross-site", &path, &[("csrf", &token)]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    assert!(stage.stand.asked.lock().unwrap().is_empty());
    let own = browser.post_from("same-origin", &path, &[("csrf", &token)]).await;
    assert_eq!(own.status, StatusCode::SEE_OTHER);
    let page = browser.post_raw("/console/login", &[("login", "ketut"), ("password", PASSWORD)]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "the login form has a token too");
}

#[tokio::test]
async fn a_one_time_password_must_be_replaced_before_anything_else() {
    let stage = Stage::new().await;
    stage.staff("admin", "Administrator", &Role::ALL).await;
    let admin = Browser::of(&stage, "admin").await;
    let page = admin
        .post(
            "/console/staff",
            &[("login", "made"), ("name", "Made Sari"), ("roles", "agent"), ("roles", "counter")],
        )
        .await;
    assert_eq!(page.status, StatusCode::OK);
    let one_time = page.between("data-testid=\"one-time-password\">", "<").to_owned();
    assert!(!admin.get("/console/staff").await.has(&one_time), "shown once");

    let made = Browser::new(&stage);
    assert_eq!(made.sign_in("made", &one_time).await.status, StatusCode::SEE_OTHER);
    assert_eq!(made.get("/console/").await.to, "/console/password");
    let change = async |old: &str, new: &str, again: &str| {
        made.post("/console/password", &[("old", old), ("new", new), ("again", again)]).await
    };
    assert!(change(&one_time, "pendek", "pendek").await.has("terlalu pendek"));
    assert!(change("salah", "tujuh gunung", "tujuh gunung").await.has("sekarang tidak cocok"));
    let old_cookie = made.cookies.lock().unwrap()["sapa_console"].clone();
    assert_eq!(change(&one_time, "tujuh gunung", "tujuh gunung").await.to, "/console/");
    assert_ne!(made.cookies.lock().unwrap()["sapa_console"], old_cookie, "a new token");
    assert_eq!(made.get("/console/").await.status, StatusCode::OK);
    assert_eq!(Browser::new(&stage).sign_in("made", &one_time).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_disabled_officer_is_out_at_once() {
    let stage = Stage::new().await;
    stage.staff("admin", "Administrator", &[Role::Administrator]).await;
    let id = stage.staff("ketut", "Ketut Arya", &[Role::Agent]).await;
    let (admin, ketut) = (Browser::of(&stage, "admin").await, Browser::of(&stage, "ketut").await);
    let page = admin.post(&format!("/console/staff/{id}/disable"), &[]).await;
    assert_eq!(page.to, "/console/staff");
    assert_eq!(ketut.get("/console/").await.to, "/console/login");
    assert_eq!(ketut.sign_in("ketut", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    let actions: Vec<String> =
        stage.store.audit_of(id.as_str()).await.unwrap().into_iter().map(|a| a.action).collect();
    assert_eq!(actions, ["staff.login", "staff.disable", "staff.login-failed"]);
}

//! As much of a browser as the tests need: cookies by hand, forms with their token.

use std::collections::BTreeMap;
use std::sync::Mutex;

use reqwest::{Client, Response, StatusCode, redirect};

use super::stage::{PASSWORD, Stage};

pub(super) struct Browser {
    client: Client,
    base: String,
    pub cookies: Mutex<BTreeMap<String, String>>,
}

/// An answer, read.
pub(super) struct Page {
    pub status: StatusCode,
    pub to: String,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Page {
    /// What stands between the first `before` and the next `after`.
    pub(super) fn between(&self, before: &str, after: &str) -> &str {
        let rest = self.text.split_once(before).unwrap_or_else(|| panic!("no {before} in:\n{}", self.text)).1;
        rest.split_once(after).unwrap().0
    }

    pub(super) fn token(&self) -> String {
        self.between("name=\"csrf\" value=\"", "\"").to_owned()
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.text.contains(part)
    }
}

impl Browser {
    #[expect(clippy::disallowed_methods, reason = "a browser is not the program")]
    pub(super) fn new(stage: &Stage) -> Browser {
        let client = Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap();
        Browser { client, base: stage.base.clone(), cookies: Mutex::default() }
    }

    /// Signed in.
    pub(super) async fn of(stage: &Stage, login: &str) -> Browser {
        let browser = Browser::new(stage);
        let page = browser.sign_in(login, PASSWORD).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
        browser
    }

    pub(super) async fn sign_in(&self, login: &str, password: &str) -> Page {
        let token = self.get("/console/login").await.token();
        self.post_raw("/console/login", &[("csrf", &token), ("login", login), ("password", password)]).await
    }

    pub(super) async fn get(&self, path: &str) -> Page {
        self.read(self.client.get(format!("{}{path}", self.base))).await
    }

    /// With the token of the session, taken from a page that everyone has.
    pub(super) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.get("/console/password").await.token();
        let mut all = vec![("csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.post_raw(path, &all).await
    }

    pub(super) async fn post_raw(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.read(self.client.post(format!("{}{path}", self.base)).form(fields)).await
    }

    pub(super) async fn post_from(&self, site: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = self.client.post(format!("{}{path}", self.base)).form(fields);
        self.read(request.header("sec-fetch-site", site)).await
    }

    /// Open-ended: the live line.
    pub(super) async fn listen(&self, path: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.base));
        request.header("cookie", self.cookie_line()).send().await.unwrap()
    }

    fn cookie_line(&self) -> String {
        let cookies = self.cookies.lock().unwrap();
        cookies.iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join("; ")
    }

    async fn read(&self, request: reqwest::RequestBuilder) -> Page {
        let answer = request.header("cookie", self.cookie_line()).send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        for cookie in headers.get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let mut cookies = self.cookies.lock().unwrap();
            if value.is_empty() {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let to = headers.get("location").map(|l| l.to_str().unwrap().to_owned()).unwrap_or_default();
        Page {
            status,
            to,
            headers,
            text: String::from_utf8_lossy(&answer.bytes().await.unwrap()).into_owned(),
        }
    }
}

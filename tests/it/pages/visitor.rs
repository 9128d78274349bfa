//! A browser without a script, as far as these tests need one.

use serde_json::Value;

use crate::harness::Harness;
use sapa::page;
use sapa::runtime::pages::Pages;

pub(crate) struct Visitor {
    base: String,
    http: reqwest::Client,
}

/// What was answered, after redirections.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) html: String,
}

impl Page {
    pub(crate) fn has(&self, part: &str) -> bool {
        self.html.contains(part)
    }
}

impl Visitor {
    #[expect(clippy::disallowed_methods, reason = "a citizen's browser is not the program")]
    pub(crate) async fn to(office: &Harness) -> Visitor {
        let routes = page::routes(Pages::new(office.runtime.house.clone()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it has an address");
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let http = reqwest::Client::builder().no_proxy().build().expect("a browser");
        Visitor { base: format!("http://{address}"), http }
    }

    async fn reads(&self, request: reqwest::RequestBuilder) -> Page {
        let answer = request.send().await.expect("the page answers");
        let status = answer.status().as_u16();
        Page { status, html: answer.text().await.expect("a page") }
    }

    pub(crate) async fn opens(&self, path: &str) -> Page {
        self.reads(self.http.get(format!("{}{path}", self.base))).await
    }

    pub(crate) async fn posts(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.posts_from("same-origin", path, fields).await
    }

    pub(crate) async fn posts_from(&self, site: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = self.http.post(format!("{}{path}", self.base)).form(fields);
        self.reads(request.header("sec-fetch-site", site)).await
    }

    /// The form for files, with one of the two fields left empty as browsers do.
    pub(crate) async fn sends_form(&self, path: &str, file: &[u8]) -> Page {
        let part = reqwest::multipart::Part::bytes(file.to_vec()).file_name("surat.jpg");
        let empty = reqwest::multipart::Part::bytes(Vec::new()).file_name("");
        let form = reqwest::multipart::Form::new().part("file", empty).part("file", part);
        self.reads(self.http.post(format!("{}{path}/files", self.base)).multipart(form)).await
    }

    /// Status, and how much is there.
    pub(crate) async fn sends_piece(
        &self,
        path: &str,
        name: &str,
        file: &[u8],
        from: usize,
        to: usize,
    ) -> (u16, usize) {
        let url = format!("{}{path}/files/{name}?at={from}&size={}", self.base, file.len());
        let answer = self.http.put(url).body(file[from..to].to_vec()).send().await.expect("an answer");
        (answer.status().as_u16(), received(answer).await)
    }

    pub(crate) async fn asks_for(&self, path: &str, name: &str) -> usize {
        let url = format!("{}{path}/files/{name}", self.base);
        received(self.http.get(url).send().await.expect("an answer")).await
    }
}

async fn received(answer: reqwest::Response) -> usize {
    let told: Value = answer.json().await.expect("a number of bytes");
    told["received"].as_u64().and_then(|n| usize::try_from(n).ok()).expect("a number of bytes")
}

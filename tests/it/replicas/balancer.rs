//! A load balancer as an office would have one: requests go to the replicas in turn, whoever they come from; one that
//! does not take a connection is passed over.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

#[derive(Clone)]
pub(super) struct Balancer {
    pub(super) base: String,
    inner: Arc<Inner>,
}

struct Inner {
    http: reqwest::Client,
    behind: Vec<String>,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    turn: usize,
    /// Which replica answered what.
    answers: Vec<(usize, u16)>,
}

impl Balancer {
    pub(super) async fn start(behind: Vec<String>) -> Balancer {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
        let inner = Arc::new(Inner { http, behind, seen: Mutex::default() });
        let balancer = Balancer { base, inner };
        let app = Router::new().fallback(pass_on).with_state(balancer.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        balancer
    }

    /// Which replica answered what, oldest first.
    pub(super) fn answers(&self) -> Vec<(usize, u16)> {
        self.inner.seen.lock().unwrap().answers.clone()
    }
}

async fn pass_on(State(balancer): State<Balancer>, request: Request<Body>) -> Response {
    let inner = &balancer.inner;
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 8 << 20).await.unwrap();
    for _ in 0..inner.behind.len() {
        let turn = {
            let mut seen = inner.seen.lock().unwrap();
            seen.turn += 1;
            seen.turn % inner.behind.len()
        };
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let url = format!("{}{path}", inner.behind[turn]);
        let mut headers = parts.headers.clone();
        headers.remove("host");
        let sent =
            inner.http.request(parts.method.clone(), url).headers(headers).body(body.clone()).send().await;
        match sent {
            Ok(answer) => {
                let status = answer.status();
                inner.seen.lock().unwrap().answers.push((turn, status.as_u16()));
                return (status, answer.bytes().await.unwrap_or_default()).into_response();
            }
            Err(error) if error.is_connect() => {}
            // It may have been taken: whoever sent it decides whether to send it again.
            Err(_) => return StatusCode::BAD_GATEWAY.into_response(),
        }
    }
    StatusCode::BAD_GATEWAY.into_response()
}

//! The floor: the least that does such work and keeps law 1. It verifies the signature, commits one row (with all
//! that come at the same moment, as Sapa does), answers 200 and posts one reply. No person, no order, no
//! conversation, no seal, no second look: what Sapa takes above this is what its promises cost.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};
use tokio::sync::{mpsc, oneshot};

use crate::citizens::signature;

enum Db {
    Lite(rusqlite::Connection),
    Pg(PgConnection),
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS floor (id TEXT PRIMARY KEY, body TEXT NOT NULL)";

impl Db {
    async fn open(url: &str) -> Result<Db, sqlx::Error> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            let db = rusqlite::Connection::open(path).expect("the database opens");
            db.pragma_update(None, "journal_mode", "wal").expect("it takes its settings");
            db.pragma_update(None, "synchronous", "full").expect("it takes its settings");
            db.execute_batch(TABLE).expect("a table is made");
            return Ok(Db::Lite(db));
        }
        let mut db = PgConnection::connect(url).await?;
        sqlx::query(TABLE).execute(&mut db).await?;
        Ok(Db::Pg(db))
    }

    async fn keep(&mut self, rows: &[(String, String)]) -> Result<(), sqlx::Error> {
        let rows = serde_json::to_string(rows).expect("texts become JSON");
        match self {
            Db::Lite(db) => {
                let sql =
                    "INSERT INTO floor (id, body) SELECT e.value ->> 0, e.value ->> 1 FROM json_each($1) AS e
                           WHERE 1 = 1 ON CONFLICT (id) DO NOTHING";
                // As in Sapa: the other tasks go on elsewhere while the disk is waited for.
                let kept = tokio::task::block_in_place(|| db.prepare_cached(sql)?.execute([rows]));
                kept.expect("the row is kept");
            }
            Db::Pg(db) => {
                let sql = "INSERT INTO floor (id, body) SELECT e.value ->> 0, e.value ->> 1
                           FROM jsonb_array_elements(CAST($1 AS JSONB)) AS e (value) ON CONFLICT (id) DO NOTHING";
                sqlx::query(sql).bind(rows).execute(db).await?;
            }
        }
        Ok(())
    }
}

struct Row {
    id: String,
    body: String,
    kept: oneshot::Sender<bool>,
}

struct Floor {
    rows: mpsc::Sender<Row>,
    http: reqwest::Client,
    api: String,
}

async fn webhook(State(floor): State<Arc<Floor>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let given = headers.get("x-hub-signature-256").and_then(|value| value.to_str().ok()).unwrap_or("");
    if given != signature(&body) {
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(value) = serde_json::from_slice::<Value>(&body) else { return StatusCode::BAD_REQUEST };
    let message = &value["entry"][0]["changes"][0]["value"]["messages"][0];
    let text = |key: &str| message[key].as_str().unwrap_or("").to_owned();
    let (kept, heard) = oneshot::channel();
    let row = Row { id: text("id"), body: String::from_utf8_lossy(&body).into_owned(), kept };
    if floor.rows.send(row).await.is_err() || !heard.await.unwrap_or(false) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let reply = json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "to": text("from"),
        "type": "text", "text": {"body": "Mohon kirim foto KTP Anda."},
    });
    tokio::spawn(async move {
        let url = format!("{}/messages", floor.api);
        let answer = floor.http.post(url).bearer_auth("road").json(&reply).send().await;
        if let Ok(answer) = answer {
            let _read_to_its_end = answer.bytes().await;
        }
    });
    StatusCode::OK
}

/// `[port, database, api]`
pub fn serve(arguments: &[String]) {
    let [port, database, api] = arguments else { panic!("--floor takes port, database and API") };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut db = Db::open(database).await.expect("the database opens");
        let (rows, mut waiting) = mpsc::channel::<Row>(1024);
        tokio::spawn(async move {
            let mut batch = Vec::new();
            while waiting.recv_many(&mut batch, 64).await > 0 {
                let (mut rows, mut bells) = (Vec::new(), Vec::new());
                for row in batch.drain(..) {
                    rows.push((row.id, row.body));
                    bells.push(row.kept);
                }
                let kept = db.keep(&rows).await.is_ok();
                for bell in bells {
                    let _gone = bell.send(kept);
                }
            }
        });
        let floor = Floor { rows, http: sapa::channels::http_client(), api: api.clone() };
        let router = Router::new()
            .route("/readyz", get(async || StatusCode::OK))
            .route("/webhooks/whatsapp", post(webhook))
            .with_state(Arc::new(floor));
        let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.expect("a free port");
        axum::serve(listener, router).await.expect("the floor serves");
    });
}

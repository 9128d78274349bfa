//! Liveness, readiness and metrics. Nothing here tells more than the question asked for.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Router, routing::get};

use tokio_util::sync::CancellationToken;

use crate::blobs::Blobs;
use crate::pubsub::Link;
use crate::runtime::house::House;

#[derive(Clone)]
struct Probes {
    house: House,
    blobs: Blobs,
    stopping: CancellationToken,
}

pub(super) fn routes(house: House, blobs: Blobs, stopping: CancellationToken) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .route("/", get(|| async { Redirect::temporary("/console") }))
        .with_state(Probes { house, blobs, stopping })
}

/// Database and file store answer; migrations were done before the listener opened. Redis is told and does not
/// count: without it everything goes on. Who is about to stop says no, so that nothing new is sent here.
async fn ready(State(probes): State<Probes>) -> Response {
    if probes.stopping.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    }
    let database = probes.house.store.ping().await;
    let files = probes.blobs.look().await;
    let word = |ok: bool| if ok { "ok" } else { "does not answer" };
    if let Err(error) = &database {
        tracing::error!(%error, "the database does not answer");
    }
    if let Err(error) = &files {
        tracing::error!(%error, "the file store does not answer");
    }
    let ready = database.is_ok() && files.is_ok();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let redis = match probes.house.bus.link() {
        Link::None => "",
        Link::Up => "redis ok\n",
        Link::Down => "redis does not answer (degraded)\n",
    };
    let text = format!("database {}\nfiles {}\n{redis}", word(database.is_ok()), word(files.is_ok()));
    (status, text).into_response()
}

async fn metrics(State(probes): State<Probes>) -> Response {
    if let Err(error) = depths(&probes.house).await {
        tracing::error!(%error, "failed to read depths for metrics");
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], probes.house.metrics.render()).into_response()
}

async fn depths(house: &House) -> Result<(), crate::store::StoreError> {
    let now = house.clock.now();
    let metrics = &house.metrics;
    let age = |since: Option<i64>| since.map_or(0, |at| (now - at).max(0));
    let (waiting, oldest, aside) = house.store.inbox_depth().await?;
    metrics.depth("arrivals_waiting", waiting);
    metrics.depth("arrivals_oldest_ms", age(oldest));
    metrics.depth("arrivals_set_aside", aside);
    let (queued, oldest) = house.store.outbox_depth().await?;
    metrics.depth("outbox_queued", queued);
    metrics.depth("outbox_oldest_ms", age(oldest));
    metrics.depth("outbox_due_oldest_ms", age(house.store.outbox_oldest(now).await?));
    let (waiting, oldest) = house.store.media_depth().await?;
    metrics.depth("media_received", waiting);
    metrics.depth("media_oldest_ms", age(oldest));
    metrics.depth("timers_due", house.store.timers_due(now).await?);
    let (queue, held, oldest) = house.store.desk_depth().await?;
    metrics.depth("chats_waiting_for_staff", queue);
    metrics.depth("chats_held_by_staff", held);
    metrics.depth("chats_oldest_waiting_ms", age(oldest));
    let (promises, broken, oldest) = house.store.promises(now).await?;
    metrics.depth("sla_running", promises);
    metrics.depth("sla_overdue", broken);
    metrics.depth("sla_oldest_overdue_ms", age(oldest));
    metrics.depth("alarms_open", house.store.alarm_count().await?);
    Ok(())
}

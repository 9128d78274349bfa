//! The page with two phones: its files, and the API behind it.
//!
//! The page needs no other host: no fonts, scripts or pictures from elsewhere. Everything that changes something
//! asks for a header that other sites cannot send.

mod api;
mod citizens;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use tower_http::set_header::SetResponseHeaderLayer;

use super::Channel;
use super::platform::Platform;

const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; \
                      object-src 'none'; frame-ancestors 'self'";

const FILES: [(&str, &str, &str); 9] = [
    ("frame.css", "text/css", include_str!("frame.css")),
    ("whatsapp.css", "text/css", include_str!("whatsapp.css")),
    ("telegram.css", "text/css", include_str!("telegram.css")),
    ("simulator.js", "text/javascript", include_str!("simulator.js")),
    ("phone.js", "text/javascript", include_str!("phone.js")),
    ("bubbles.js", "text/javascript", include_str!("bubbles.js")),
    ("sheets.js", "text/javascript", include_str!("sheets.js")),
    ("format.js", "text/javascript", include_str!("format.js")),
    ("texts.js", "text/javascript", include_str!("texts.js")),
];

/// Serves `/simulator`, its files and its API. `link_console` is where the link to the staff console leads. A
/// platform without phones gets a few citizens, so that there is somebody to start with.
pub fn router(platform: Platform, link_console: String) -> Router {
    for channel in [Channel::WhatsApp, Channel::Telegram] {
        if !platform.phones().iter().any(|phone| phone.channel() == channel) {
            citizens::first(&platform, channel);
        }
    }
    let strict = |name: &'static str, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    Router::new()
        .route("/simulator", get(page))
        .route("/simulator/page/{file}", get(file))
        .nest("/simulator/api", api::router(platform, link_console))
        .layer(strict("content-security-policy", POLICY))
        .layer(strict("x-content-type-options", "nosniff"))
        .layer(strict("referrer-policy", "no-referrer"))
        .layer(strict("cache-control", "no-cache"))
}

async fn page() -> Html<&'static str> {
    Html(include_str!("simulator.html"))
}

async fn file(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(known, _, _)| *known == name) {
        Some((_, kind, text)) => {
            ([(header::CONTENT_TYPE, format!("{kind}; charset=utf-8"))], *text).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

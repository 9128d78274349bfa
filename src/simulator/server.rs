//! The one listener of both platforms: who is called, and what a planned fault makes of the call.

use axum::extract::{ConnectInfo, Request as HttpRequest, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::cut::Cut;
use super::faults::Fault;
use super::platform::Platform;
use super::requests::Request;
use super::{Channel, telegram, whatsapp};

/// The largest upload that either platform takes is 100 MB (WhatsApp, documents).
pub(super) const BODY_LIMIT: usize = 110 * 1024 * 1024;

pub(super) async fn entry(
    State(platform): State<Platform>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: HttpRequest,
) -> Response {
    let path = request.uri().path().to_owned();
    let call = Call { platform, cut };
    if let Some(rest) = path.strip_prefix("/file/bot") {
        telegram::download(call, rest).await
    } else if let Some((token, method)) = path.strip_prefix("/bot").and_then(|rest| rest.split_once('/')) {
        telegram::call(call, token.to_owned(), method.to_owned(), request).await
    } else {
        whatsapp::call(call, &path, request).await
    }
}

/// One request on its way through.
#[derive(Clone)]
pub(super) struct Call {
    pub(super) platform: Platform,
    pub(super) cut: Cut,
}

/// A request as faults and the log see it.
pub(super) struct Asked {
    pub(super) channel: Channel,
    pub(super) method: String,
    pub(super) body: Value,
    /// The id of the phone that it goes to, where known.
    pub(super) phone: Option<String>,
}

impl Call {
    /// Serves a request, or does to it what the faults say. `act` does the work; with a code it accepts the request
    /// and lets it fail later.
    pub(super) async fn serve<F, W>(&self, asked: Asked, act: F) -> Response
    where
        F: FnOnce(Option<u32>) -> W + Send,
        W: Future<Output = Response> + Send,
    {
        let fault = self.platform.0.faults.take(asked.channel, &asked.method, asked.phone.as_deref());
        let answer = match (fault, asked.channel) {
            (None, _) => act(None).await,
            (Some(Fault::Hang(pause)), _) => {
                tokio::time::sleep(pause).await;
                act(None).await
            }
            (Some(Fault::DropConnection), _) => {
                self.record(asked, 0);
                return self.cut.tear().await;
            }
            (Some(Fault::AcceptThenDrop), _) => {
                act(None).await;
                self.record(asked, 0);
                return self.cut.tear().await;
            }
            (Some(Fault::ServerError(status)), _) => server_error(status),
            (Some(Fault::TooManyRequests { .. }), Channel::WhatsApp) => whatsapp::refusal(130_429),
            (Some(Fault::Blocked), Channel::WhatsApp) => act(Some(131_026)).await,
            (Some(Fault::Code(code)), Channel::WhatsApp) => whatsapp::refusal(code),
            (Some(Fault::FailLater(code)), Channel::WhatsApp) => act(Some(code)).await,
            (Some(Fault::TooManyRequests { retry_after }), Channel::Telegram) => {
                telegram::too_many(retry_after)
            }
            (Some(Fault::Blocked), Channel::Telegram) => telegram::refusal(403),
            (Some(Fault::Code(code) | Fault::FailLater(code)), Channel::Telegram) => telegram::refusal(code),
        };
        self.record(asked, answer.status().as_u16());
        answer
    }

    fn record(&self, asked: Asked, status: u16) {
        let at_ms = self.platform.now_ms();
        let Asked { channel, method, body, .. } = asked;
        self.platform.0.log.add(Request { at_ms, channel, method, body, status });
    }
}

fn server_error(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "text/html")], "<html><body>upstream error</body></html>")
        .into_response()
}

//! Who is let in: the holder of a link, from the page itself.

use std::sync::{Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::Shared;
use super::answer::closed;
use crate::domain::Millis;
use crate::runtime::pages::Shut;

const MINUTE: Millis = 60_000;
/// Guessed tokens that are looked at in a minute, from wherever they come: behind a proxy every guess has one address,
/// and no honest link ever counts as one.
const GUESSES: u32 = 60;

/// How many wrong tokens came in this minute.
#[derive(Default)]
pub(super) struct Guesses(Mutex<(Millis, u32)>);

impl Guesses {
    /// Counts a wrong one. False: too many.
    fn count(&self, now: Millis) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.div_euclid(MINUTE);
        if seen.0 != minute {
            *seen = (minute, 0);
        }
        seen.1 = seen.1.saturating_add(1);
        seen.1 <= GUESSES
    }
}

/// Turns away what guesses, and forms that another site sends.
pub(super) async fn keep(State(site): State<Shared>, request: Request, next: Next) -> Response {
    let token = request.uri().path().trim_start_matches("/f/").split('/').next().unwrap_or_default();
    if !site.pages.is_ours(token) {
        // Nothing of what a stranger sends is read.
        return match site.guesses.count(site.pages.house().clock.now()) {
            true => closed(&site, token, &Shut::Unknown).await,
            false => (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "60")]).into_response(),
        };
    }
    if request.method() != Method::GET && comes_from_elsewhere(request.headers()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    next.run(request).await
}

/// The token in the address is the right to answer, and no other site knows it. A browser that tells where a form
/// comes from is believed all the same; one that is too old to tell is let in.
fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
}

#[cfg(test)]
mod tests {
    use super::{GUESSES, Guesses, MINUTE};

    #[test]
    fn guesses_are_counted_by_the_minute() {
        let guesses = Guesses::default();
        assert!((0..GUESSES).all(|_| guesses.count(5)));
        assert!(!guesses.count(MINUTE - 1));
        assert!(guesses.count(MINUTE));
    }
}

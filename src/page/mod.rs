//! The one-time page under `/f/<token>`: one question of one request, answered outside of the chat.
//!
//! Made for a cheap phone: one page, its style and script inside it, below 30 kB; everything works without the script,
//! which adds sending in pieces, progress, and going on after a break. The token in the address is the whole right to
//! answer, so the page is never cached, names no referrer, loads nothing and is framed by nobody.
//!
//! What may not happen here: deciding whether an answer holds (the conversation does, through
//! [`crate::runtime::pages`]); showing in full anything that was answered before; personal data or a token in a log.

mod answer;
mod door;
mod files;
mod render;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

use crate::runtime::pages::{PIECE_MAX, Pages, SIZE_MAX};
use door::Guesses;
use render::Render;

/// What the handlers share.
struct Site {
    pages: Pages,
    render: Render,
    guesses: Guesses,
}

type Shared = Arc<Site>;

/// A form's answer: a number, or the name of a file.
const ANSWER_MAX: usize = 4 * 1024;

/// A file sent whole, with the form around it; most browsers' forms send several in one body, so a few fit.
const FORM_MAX: usize = 2 * SIZE_MAX;

/// The pages under `/f/`, to be merged into the program's router.
///
/// # Panics
/// When the embedded template is malformed; every test of this room loads it.
pub fn routes(pages: Pages) -> Router {
    let render = Render::new(&pages.house().library.newest());
    let site: Shared = Arc::new(Site { pages, render, guesses: Guesses::default() });
    let answers = Router::new()
        .route("/f/{token}", get(answer::page).post(answer::take))
        .route("/f/{token}/remove", get(answer::to_page).post(files::remove))
        .layer(DefaultBodyLimit::max(ANSWER_MAX));
    let whole = Router::new()
        .route("/f/{token}/files", get(answer::to_page).post(files::whole))
        .layer(DefaultBodyLimit::max(FORM_MAX));
    let pieces = Router::new()
        .route("/f/{token}/files/{name}", get(files::progress).put(files::piece))
        .layer(DefaultBodyLimit::max(PIECE_MAX));
    answers.merge(whole).merge(pieces).layer(from_fn_with_state(site.clone(), door::keep)).with_state(site)
}

#[cfg(test)]
mod tests;

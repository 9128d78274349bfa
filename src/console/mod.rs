//! The staff's web pages: who waits, what was said, which cases are whose turn. Plain pages that work
//! without scripts; a small script keeps them live.
//!
//! - `signin` and `session`: argon2id, opaque tokens, a form token on every POST: `session::Posted` is the
//!   only way a handler of someone signed in gets a form, so none can forget to check it.
//! - `hands`: everything that touches a citizen or a case goes through the runtime, behind one trait.
//! - `render`: templates, always escaped; `fault`: error pages that say nothing.
//!
//! What may not happen here: writing to a citizen except through `runtime`; SQL; a page that loads
//! anything from elsewhere; personal data in addresses, logs, events or error pages.

pub mod accounts;
mod alarms;
mod assets;
mod case;
mod cases;
mod chat;
mod events;
mod fault;
mod files;
mod flash;
mod hands;
mod inbox;
mod password;
mod preview;
mod render;
mod session;
mod signin;
mod staff;
mod state;
mod time;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};

use hands::{Hands, Runtime};
pub use state::ConsoleState;
use state::{Means, Shared, Site};

/// No form of ours is larger: the longest text is a reply.
const BODY_LIMIT: usize = 64 * 1024;

/// The pages under `/console`, to be merged into the program's router.
///
/// # Panics
/// When an embedded template is malformed; a test loads them all.
pub fn router(state: ConsoleState) -> Router {
    let ConsoleState { house, desk, cases, secure_cookies, closing } = state;
    let means = Means {
        store: house.store,
        abilities: house.channels.values().map(|door| (door.kind(), door.abilities().clone())).collect(),
        library: house.library,
        bus: house.bus,
        clock: house.clock,
        mint: house.mint,
        secure_cookies,
        closing,
    };
    build(means, Arc::new(Runtime { desk, cases }))
}

fn build(means: Means, hands: Arc<dyn Hands>) -> Router {
    let site: Site = Arc::new(Shared::new(means, hands));
    Router::new()
        .route("/console", get(inbox::to_inbox))
        .route("/console/", get(inbox::page))
        .route("/console/login", get(signin::page).post(signin::sign_in))
        .route("/console/logout", post(signin::sign_out))
        .route("/console/password", get(signin::password_page).post(signin::change_password))
        .route("/console/lang", post(signin::switch_language))
        .route("/console/events", get(events::stream))
        .route("/console/chats/{person}", get(chat::page))
        .route("/console/chats/{person}/take", post(chat::take))
        .route("/console/chats/{person}/give-back", post(chat::give_back))
        .route("/console/chats/{person}/reply", get(chat::to_chat).post(chat::reply))
        .route("/console/chats/{person}/retry/{message}", post(chat::retry))
        .route("/console/cases", get(cases::page))
        .route("/console/cases/search", get(cases::to_cases).post(cases::search))
        .route("/console/cases/{dossier}", get(case::page))
        .route("/console/cases/{dossier}/act", get(case::to_case).post(case::act))
        .route("/console/cases/{dossier}/reveal/{question}", get(case::to_case_of).post(case::reveal))
        .route("/console/files/{media}", get(files::file))
        .route("/console/preview", get(preview::page))
        .route("/console/staff", get(staff::page).post(staff::add))
        .route("/console/staff/{id}/disable", post(staff::disable))
        .route("/console/staff/{id}/enable", post(staff::enable))
        .route("/console/staff/{id}/reset", get(staff::to_staff).post(staff::reset))
        .route("/console/staff/{id}/roles", post(staff::roles))
        .route("/console/alarms", get(alarms::page))
        .route("/console/alarms/{id}/clear", post(alarms::clear))
        .route("/console/alarms/retry/{arrival}", post(alarms::retry))
        .route("/console/assets/{hash}/{name}", get(assets::asset))
        .route("/console/{*rest}", get(fault::not_found))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(site.clone(), fault::guard))
        .with_state(site)
}

#[cfg(test)]
mod tests;

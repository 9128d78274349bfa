//! Who answers? The only home of dptree: a tree of questions, asked from the top, each with its reason.

use std::ops::ControlFlow;
use std::sync::Arc;

use dptree::prelude::{DependencyMap, Handler};

use crate::domain::chat::Owner;
use crate::domain::inbound::Body;
use crate::nlu::Command;

/// What is to be done with an event of a citizen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// The fate of a message of ours.
    Status,
    /// The citizen blocked us or let us in again.
    Block,
    /// The citizen's address changed.
    AddressChange,
    /// Nothing to say to it: a reaction, a group, an echo.
    Nothing,
    /// A person holds the chat: keep it for them, say nothing.
    Desk,
    /// Nobody has come yet: kept for whoever will, and the citizen told once where things stand.
    Waits,
    /// "stop" holds whoever owns the chat.
    OptOut,
    /// The citizen leaves the queue and goes back to the bot.
    BackToBot,
    /// The bot answers.
    Conversation,
}

/// The facts that the tree looks at.
#[derive(Debug, Clone)]
pub struct Facts {
    pub body: Body,
    pub owner: Owner,
    /// The word that works anywhere, if the text or the button is one.
    pub command: Option<Command>,
}

/// The tree, built once. Each of its questions takes the facts along: shared, for a message may be long.
pub struct Router {
    tree: Handler<'static, Route>,
}

impl Router {
    #[must_use]
    pub fn new() -> Router {
        let to = |route: Route| dptree::endpoint(move || async move { route });
        let tree = dptree::entry()
            .branch(
                dptree::filter(|f: Arc<Facts>| matches!(f.body, Body::Status(_))).chain(to(Route::Status)),
            )
            .branch(
                dptree::filter(|f: Arc<Facts>| matches!(f.body, Body::Blocked { .. }))
                    .chain(to(Route::Block)),
            )
            .branch(
                dptree::filter(|f: Arc<Facts>| matches!(f.body, Body::AddressChange { .. }))
                    .chain(to(Route::AddressChange)),
            )
            .branch(
                dptree::filter(|f: Arc<Facts>| {
                    matches!(f.body, Body::Reaction { .. } | Body::Ignored { .. } | Body::Account { .. })
                })
                .chain(to(Route::Nothing)),
            )
            // Law: opting out works always, also while an officer writes.
            .branch(
                dptree::filter(|f: Arc<Facts>| matches!(f.command, Some(Command::Stop)))
                    .chain(to(Route::OptOut)),
            )
            // Who waits may change their mind; who is being helped by an officer leaves that to the officer.
            .branch(
                dptree::filter(|f: Arc<Facts>| {
                    f.owner == Owner::Queue
                        && matches!(f.command, Some(Command::Menu | Command::Resume | Command::Cancel))
                })
                .chain(to(Route::BackToBot)),
            )
            .branch(dptree::filter(|f: Arc<Facts>| f.owner == Owner::Queue).chain(to(Route::Waits)))
            .branch(dptree::filter(|f: Arc<Facts>| f.owner != Owner::Bot).chain(to(Route::Desk)))
            .endpoint(|| async { Route::Conversation });
        // A dependency that the tree needs and nobody gives is found here, not at a citizen's message.
        dptree::type_check(tree.sig(), &DependencyMap::new(), &[dptree::Type::of::<Arc<Facts>>()]);
        Router { tree }
    }

    pub async fn route(&self, facts: Facts) -> Route {
        match self.tree.dispatch(dptree::deps![Arc::new(facts)]).await {
            ControlFlow::Break(route) => route,
            ControlFlow::Continue(_) => Route::Conversation,
        }
    }
}

impl Default for Router {
    fn default() -> Self {
        Router::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{Id, StaffId, id_bits};
    use crate::domain::redacted::Redacted;

    async fn check(body: Body, owner: Owner, command: Option<Command>, expected: Route) {
        let got = Router::new().route(Facts { body, owner, command }).await;
        assert_eq!(got, expected);
    }

    fn text() -> Body {
        Body::Text { text: Redacted::from("halo".to_owned()) }
    }

    #[tokio::test]
    async fn while_a_person_holds_the_chat_the_bot_is_silent_but_for_stop() {
        let staff = Owner::Staff(StaffId::from_bits(id_bits(1, 1)));
        check(text(), Owner::Bot, None, Route::Conversation).await;
        check(text(), staff.clone(), None, Route::Desk).await;
        check(text(), staff.clone(), Some(Command::Menu), Route::Desk).await;
        check(text(), staff, Some(Command::Stop), Route::OptOut).await;
        check(text(), Owner::Queue, None, Route::Waits).await;
        check(text(), Owner::Queue, Some(Command::Cancel), Route::BackToBot).await;
        check(text(), Owner::Queue, Some(Command::Menu), Route::BackToBot).await;
        check(Body::Reaction { emoji: None }, Owner::Bot, None, Route::Nothing).await;
    }
}

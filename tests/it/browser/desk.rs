//! The staff console, used as an officer uses it.

use thirtyfour::prelude::*;

use super::hands::{Hands, named};

pub(super) const PASSWORD: &str = "kopi pagi di dermaga buleleng";

pub(super) struct Desk {
    pub(super) hands: Hands,
}

impl Desk {
    /// Signs in with the printed one-time password and chooses an own one, as the console demands.
    pub(super) async fn signs_in(&self, login: &str, one_time_password: &str) {
        self.hands.types(&named("login-name"), login).await;
        self.hands.types(&named("login-password"), one_time_password).await;
        self.hands.clicks(&named("login-button")).await;
        self.hands.types(&named("password-old"), one_time_password).await;
        self.hands.types(&named("password-new"), PASSWORD).await;
        self.hands.types(&named("password-again"), PASSWORD).await;
        self.hands.clicks(&named("password-button")).await;
        self.hands.sees(&named("nav-cases")).await;
    }

    /// Opens the chat of this channel from the list of those with the bot.
    pub(super) async fn opens_chat(&self, channel: &str) {
        self.hands.clicks(&named("nav-chats")).await;
        self.hands.clicks(&named("tab-bot")).await;
        let row = format!("{}//a[.//*[contains(@class, \"{channel}\")]]", named("inbox-row"));
        self.hands.clicks(&row).await;
        self.hands.sees(&named("transcript")).await;
    }

    pub(super) async fn replies(&self, text: &str) {
        self.hands.types(&named("reply-box"), text).await;
        self.hands.clicks(&named("reply-send")).await;
    }

    /// The transcript shows it without a hand on the page.
    pub(super) async fn sees_said(&self, author: &str, words: &str) {
        let bubble = named("bubble");
        let said = format!("{bubble}[@data-author=\"{author}\"][contains(normalize-space(.), \"{words}\")]");
        self.hands.sees(&said).await;
    }

    pub(super) async fn opens_case(&self, ticket: &str) {
        self.hands.clicks(&named("nav-cases")).await;
        self.hands.clicks(&format!("{}[@data-ticket=\"{ticket}\"]//a", named("case-row"))).await;
        self.hands.sees(&format!("{}[normalize-space(.)=\"{ticket}\"]", named("ticket"))).await;
    }

    /// Every photo of the case is really drawn.
    pub(super) async fn sees_photos(&self, count: usize) {
        let pictures = format!("{}//img", named("photo"));
        for number in 1..=count {
            let picture = format!("({pictures})[{number}]");
            self.hands.waits_for(&picture, "(it.scrollIntoView(), it.complete && it.naturalWidth > 0)").await;
        }
        let all = self.hands.driver.find_all(By::XPath(pictures)).await.expect("the page is there");
        assert_eq!(all.len(), count, "photos of the case");
    }

    /// An act without a form.
    pub(super) async fn acts(&self, act: &str, status: &str) {
        self.hands.clicks(&named(&format!("act-{act}"))).await;
        self.stands_at(status).await;
    }

    pub(super) async fn stands_at(&self, status: &str) {
        self.hands.sees(&format!("{}[@data-status=\"{status}\"]", named("case-status"))).await;
    }

    /// Calls the citizen to this counter on the day that the office proposes, and gives the queue number drawn.
    pub(super) async fn calls_for_pickup(&self, counter: &str) -> String {
        self.hands.clicks(&named("act-call_for_pickup")).await;
        let counters = named("act-call_for_pickup-counter");
        self.hands.sees(&counters).await;
        self.hands.clicks(&format!("{counters}/option[@value=\"{counter}\"]")).await;
        self.hands.waits_for(&named("act-call_for_pickup-pickup_date"), "it.value !== ''").await;
        self.hands.picture("call").await;
        self.hands.clicks(&named("act-call_for_pickup-confirm")).await;
        self.stands_at("ready").await;
        self.hands.reads(&named("queue-number")).await
    }

    /// Cancels for papers that are missing; the first of the case's parts is marked as missing.
    pub(super) async fn cancels_as_incomplete(&self, reason: &str) {
        self.hands.clicks(&named("act-cancel_incomplete")).await;
        self.hands.clicks(&format!("({})[1]", named("act-cancel_incomplete-missing"))).await;
        self.hands.types(&named("act-cancel_incomplete-reason"), reason).await;
        self.hands.clicks(&named("act-cancel_incomplete-confirm")).await;
        self.stands_at("cancelled").await;
    }
}

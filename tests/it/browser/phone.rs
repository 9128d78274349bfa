//! One of the two phones, used as its owner uses it.

use thirtyfour::prelude::*;

use super::hands::{Hands, labelled, named};

pub(super) struct Phone {
    hands: Hands,
    /// Path of the phone in the page.
    place: String,
    /// The newest message that was waited for; what comes next must be newer.
    read: u64,
}

impl Phone {
    pub(super) fn new(hands: &Hands, channel: &str) -> Phone {
        Phone { hands: hands.clone(), place: named(&format!("phone-{channel}")), read: 0 }
    }

    fn part(&self, id: &str) -> String {
        format!("{}{}", self.place, named(id))
    }

    /// Messages of the office from number `from` on.
    fn received(&self, from: u64) -> String {
        format!("{}[@data-direction=\"received\"][number(@data-seq)>={from}]", self.part("message"))
    }

    /// Writes and presses Enter.
    pub(super) async fn writes(&self, text: &str) {
        self.hands.types(&self.part("input"), text + Key::Enter).await;
    }

    /// Writes and clicks on the paper plane.
    pub(super) async fn sends(&self, text: &str) {
        self.hands.types(&self.part("input"), text).await;
        self.hands.clicks(&self.part("send")).await;
    }

    /// Waits for a message with these words that is newer than the last one waited for.
    pub(super) async fn hears(&mut self, words: &str) {
        let path = format!("{}[contains(normalize-space(.), \"{words}\")]", self.received(self.read + 1));
        let message = self.hands.finds(&format!("({path})[1]")).await;
        let number = message.attr("data-seq").await.expect("a message has a number").unwrap_or_default();
        self.read = number.parse().expect("the number of a message");
    }

    /// The whole text of the message heard last.
    pub(super) async fn heard(&self) -> String {
        self.hands
            .reads(&format!("{}[@data-seq=\"{}\"]{}", self.part("message"), self.read, named("text")))
            .await
    }

    /// Waits for the very next message, which has these words: nothing came between.
    pub(super) async fn hears_next(&mut self, words: &str) {
        self.hears("").await;
        let heard = self.heard().await;
        assert!(heard.contains(words), "expected {words:?}, heard:\n{heard}");
    }

    /// Taps a button of the message heard last, or of one after it.
    pub(super) async fn taps(&self, label: &str) {
        self.hands.clicks(&format!("{}{}", self.received(self.read), labelled("button", label))).await;
    }

    pub(super) async fn is_offered(&self, label: &str) {
        self.hands.sees(&format!("{}{}", self.received(self.read), labelled("button", label))).await;
    }

    /// Opens the list under the message heard last and picks the row with this title.
    pub(super) async fn picks(&self, title: &str) {
        self.hands.clicks(&format!("{}{}", self.received(self.read), named("list-open"))).await;
        self.hands.sees(&self.part("sheet")).await;
        let row = format!("{}[.//*[normalize-space(.)=\"{title}\"]]", self.part("list-row"));
        self.hands.clicks(&row).await;
    }

    /// Sends one of the ready-made pictures.
    pub(super) async fn sends_sample(&self, name: &str) {
        self.hands.clicks(&self.part("attach")).await;
        self.hands.clicks(&self.part("as-photo")).await;
        self.hands.clicks(&self.part(&format!("sample-{name}"))).await;
    }

    /// Sends a picture from the disk. A test cannot click in the system's own dialogue: it hands over the path.
    pub(super) async fn sends_photo(&self, file: &str) {
        self.hands.clicks(&self.part("attach")).await;
        self.hands.sees(&self.part("attach-photo")).await;
        let field = self.hands.finds(&self.part("file-photo")).await;
        field.send_keys(file).await.expect("a file is chosen");
        self.hands.clicks(&self.part("sheet-close")).await;
    }

    pub(super) async fn presses_start(&self) {
        self.hands.clicks(&self.part("start")).await;
    }

    /// The phone rings: a mark around the whole of it.
    pub(super) async fn lights_up(&self) {
        self.hands.finds(&format!("{}[contains(@class, \"flash\")]", self.place)).await;
    }

    /// Takes the mark away, to see the next ring.
    pub(super) async fn is_laid_down(&self) {
        self.hands.waits_for(&self.place, "(it.classList.remove('flash'), true)").await;
    }

    pub(super) async fn shows_sent(&self, kind: &str) {
        let path = format!("{}[@data-direction=\"sent\"][@data-kind=\"{kind}\"]", self.part("message"));
        self.hands.waits_for(&format!("{path}//img"), "it.complete && it.naturalWidth > 0").await;
    }
}

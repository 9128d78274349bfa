//! The one-time page, opened from the chat and used on a small phone.

use serde_json::json;
use thirtyfour::WindowHandle;
use thirtyfour::extensions::cdp::ChromeDevTools;

use super::hands::{Hands, named};
use super::phone::Phone;

/// What a cheap phone shows.
const SCREEN: (u32, u32) = (360, 640);

/// A page in a window of its own; the chat waits in the other.
pub(super) struct Page {
    hands: Hands,
    chat: WindowHandle,
}

/// Whether the browser runs scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scripts {
    Run,
    Off,
}

impl Page {
    /// Taps the button in the chat.
    pub(super) async fn opened(hands: &Hands, phone: &Phone, label: &str, scripts: Scripts) -> Page {
        let chat = hands.driver.window().await.expect("the chat has a window");
        let before = hands.driver.windows().await.expect("windows");
        phone.taps(label).await;
        let window = loop {
            let now = hands.driver.windows().await.expect("windows");
            if let Some(fresh) = now.into_iter().find(|window| !before.contains(window)) {
                break fresh;
            }
        };
        hands.turns_to(&window).await;
        let page = Page { hands: hands.clone(), chat };
        let screen = json!({"width": SCREEN.0, "height": SCREEN.1, "deviceScaleFactor": 2, "mobile": true});
        page.tells("Emulation.setDeviceMetricsOverride", screen).await;
        if scripts == Scripts::Off {
            page.tells("Emulation.setScriptExecutionDisabled", json!({"value": true})).await;
        }
        page.hands.driver.refresh().await.expect("the page opens again");
        page.fits_the_screen().await;
        page
    }

    async fn tells(&self, command: &str, with: serde_json::Value) {
        let tools = ChromeDevTools::new(self.hands.driver.handle.clone());
        tools.execute_cdp_with_params(command, with).await.expect("the browser obeys");
    }

    /// Nothing is to be pushed sideways to be read.
    async fn fits_the_screen(&self) {
        self.hands.waits_for("//html", "it.scrollWidth <= it.clientWidth").await;
    }

    pub(super) async fn has_no_script(&self) {
        self.hands.waits_for("//html", "!it.classList.contains('js')").await;
    }

    pub(super) async fn fills_in(&self, number: &str) {
        let field = self.hands.sees(&named("page-number")).await;
        field.clear().await.expect("the field is emptied");
        field.send_keys(number).await.expect("the number is typed");
    }

    pub(super) async fn sends(&self) {
        self.hands.clicks(&named("page-send")).await;
    }

    pub(super) async fn passes_by(&self) {
        self.hands.clicks(&named("page-past")).await;
    }

    pub(super) async fn says_at_the_field(&self, words: &str) {
        self.hands.sees(&format!("{}[contains(., \"{words}\")]", named("page-fault"))).await;
        self.fits_the_screen().await;
    }

    pub(super) async fn says(&self, words: &str) {
        self.hands.sees(&format!("//main//*[contains(normalize-space(.), \"{words}\")]")).await;
    }

    pub(super) async fn thanks(&self, masked: Option<&str>) {
        self.hands.sees(&named("page-closed")).await;
        if let Some(masked) = masked {
            assert_eq!(self.hands.reads(&named("page-masked")).await, masked);
        }
    }

    pub(super) async fn chooses(&self, file: &str) {
        let field = self.hands.finds(&named("page-choose")).await;
        field.send_keys(file).await.expect("a file is chosen");
    }

    pub(super) async fn uploads(&self) {
        self.hands.clicks("//button[@class='upload']").await;
    }

    /// As slow as this many bytes a second; without a network when there are none.
    pub(super) async fn is_on_a_network(&self, bytes_a_second: u32) {
        let with = json!({
            "offline": bytes_a_second == 0, "latency": 20,
            "downloadThroughput": -1, "uploadThroughput": bytes_a_second,
        });
        self.tells("Network.enable", json!({})).await;
        self.tells("Network.emulateNetworkConditions", with).await;
    }

    pub(super) async fn shows_progress(&self, words: &str) {
        self.hands.sees(&format!("{}[contains(., \"{words}\")]", named("page-progress"))).await;
    }

    pub(super) async fn picture(&self, name: &str) {
        self.hands.picture(name).await;
    }

    /// Back to the chat.
    pub(super) async fn closes(self) {
        self.hands.driver.close_window().await.expect("the window closes");
        self.hands.turns_to(&self.chat).await;
    }
}

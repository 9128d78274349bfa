//! Mouse, keyboard and eyes. Every look waits until what is wished for is there.

use std::path::PathBuf;

use thirtyfour::WindowHandle;
use thirtyfour::extensions::cdp::ChromeDevTools;
use thirtyfour::prelude::*;

use super::stage::told;

/// The element with this test id, as a path to be extended.
pub(super) fn named(id: &str) -> String {
    format!("//*[@data-testid=\"{id}\"]")
}

/// The same, where the text of the element is exactly this.
pub(super) fn labelled(id: &str, label: &str) -> String {
    format!("//*[@data-testid=\"{id}\"][normalize-space(.)=\"{label}\"]")
}

/// A person before the screen.
#[derive(Clone)]
pub(super) struct Hands {
    pub(super) driver: WebDriver,
    pictures: Option<PathBuf>,
}

impl Hands {
    /// Pictures are taken when `SAPA_TEST_PICTURES` names a folder.
    pub(super) fn new(driver: WebDriver) -> Hands {
        let pictures = told("SAPA_TEST_PICTURES").map(PathBuf::from);
        if let Some(folder) = &pictures {
            std::fs::create_dir_all(folder).expect("the folder for pictures is made");
        }
        Hands { driver, pictures }
    }

    pub(super) async fn goes_to(&self, address: &str) {
        self.driver.goto(address).await.unwrap_or_else(|error| panic!("failed to open {address}: {error}"));
    }

    /// Brings a window to the front, where pages are awake.
    pub(super) async fn turns_to(&self, window: &WindowHandle) {
        self.driver.switch_to_window(window.clone()).await.expect("the window is there");
        let tools = ChromeDevTools::new(self.driver.handle.clone());
        tools.execute_cdp("Page.bringToFront").await.expect("the window comes to the front");
    }

    /// Looks until the last element of this path is on the screen: one that a live page exchanged meanwhile is not.
    pub(super) async fn sees(&self, path: &str) -> WebElement {
        let shown =
            |element: WebElement| async move { Ok(element.is_displayed().await.is_ok_and(|shown| shown)) };
        match self.driver.query(one(path)).with_filter(shown).first().await {
            Ok(element) => element,
            Err(error) => self.fails(&format!("saw no {path}: {error}")).await,
        }
    }

    /// Looks until the last element of this path is in the page, hidden or not.
    pub(super) async fn finds(&self, path: &str) -> WebElement {
        match self.driver.query(one(path)).first().await {
            Ok(element) => element,
            Err(error) => self.fails(&format!("found no {path}: {error}")).await,
        }
    }

    pub(super) async fn reads(&self, path: &str) -> String {
        self.sees(path).await.text().await.expect("an element has a text")
    }

    /// Clicks as soon as it can be clicked: a live page may exchange an element under the mouse.
    pub(super) async fn clicks(&self, path: &str) {
        let clicked = |element: WebElement| async move { Ok(element.click().await.is_ok()) };
        if let Err(error) = self.driver.query(one(path)).with_filter(clicked).first().await {
            self.fails(&format!("could not click {path}: {error}")).await;
        }
    }

    /// Writes into a field, key by key.
    pub(super) async fn types(&self, path: &str, keys: impl Into<TypingData>) {
        let field = self.sees(path).await;
        if let Err(error) = field.send_keys(keys).await {
            self.fails(&format!("could not write into {path}: {error}")).await;
        }
    }

    /// True as soon as the script's condition on this element holds.
    pub(super) async fn waits_for(&self, path: &str, condition: &'static str) {
        let driver = self.driver.clone();
        let holds = move |element: WebElement| {
            let driver = driver.clone();
            async move {
                let script = format!("const it = arguments[0]; return {condition};");
                let Ok(element) = element.to_json() else { return Ok(false) };
                let answer = driver.execute(script, vec![element]).await;
                Ok(answer.is_ok_and(|value| value.json().as_bool() == Some(true)))
            }
        };
        if let Err(error) = self.driver.query(one(path)).with_filter(holds).first().await {
            self.fails(&format!("{condition} never held for {path}: {error}")).await;
        }
    }

    pub(super) async fn picture(&self, name: &str) {
        let Some(folder) = &self.pictures else { return };
        let file = folder.join(format!("{name}.png"));
        self.driver.screenshot(&file).await.unwrap_or_else(|error| panic!("failed to take {name}: {error}"));
    }

    /// Says what went wrong together with what the page shows.
    async fn fails(&self, what: &str) -> ! {
        self.picture("failed").await;
        let shown = match self.driver.find(By::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        };
        panic!("{what}\n--- the page shows:\n{shown}");
    }
}

/// The last of all that match: clicking is a look too, and must meet one element.
fn one(path: &str) -> By {
    By::XPath(format!("({path})[last()]"))
}

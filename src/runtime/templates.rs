//! Which template says what the office has to say outside the reply window, and how ours stand at the platform:
//! heard in account news, and asked for every few minutes.

use super::house::House;
use super::library::Library;
use super::outbox::window;
use crate::domain::Millis;
use crate::domain::ids::RowId;
use crate::domain::inbound::ChannelKind;
use crate::domain::template::{Filled, Occasion, Standing, TemplateNews};
use crate::store::{StoreError, TemplateLine, Work};

const DAY: Millis = 24 * 60 * 60 * 1000;

/// What nobody came for in this time is given up; the transcript says so.
const HELD_DAYS: Millis = 90;

/// The template of an occasion, filled; none when the office has none.
#[must_use]
pub(super) fn fill(
    library: &Library,
    occasion: Occasion,
    lang: &str,
    values: &[(&str, String)],
    refile: Option<&str>,
) -> Option<Filled> {
    library.templates.get(&occasion)?.fill(lang, &library.default_lang, values, refile)
}

/// Asks every platform that can be asked. A template of ours that it does not know is missing.
pub(super) async fn ask(house: &House) -> Result<(), StoreError> {
    for (channel, door) in house.channels.iter() {
        let told = match door.ask_templates().await {
            Ok(Some(told)) => told,
            Ok(None) => continue,
            Err(error) => {
                tracing::warn!(channel = channel.as_str(), %error, "failed to ask how templates stand");
                continue;
            }
        };
        let mut work = house.store.begin().await?;
        for template in house.library.templates.values() {
            for language in template.languages.keys() {
                let known = told.iter().find(|t| t.name == template.name && t.language == *language);
                let missing = || TemplateNews {
                    name: template.name.clone(),
                    language: language.clone(),
                    standing: Standing::Missing,
                    detail: "not submitted".to_owned(),
                };
                note(house, &mut work, *channel, &known.cloned().unwrap_or_else(missing)).await?;
            }
        }
        work.commit().await?;
    }
    Ok(())
}

/// Writes down what a platform told about a template of ours. One that may not be used is an alarm; one that may
/// again frees what waited for it.
pub(super) async fn note(
    house: &House,
    work: &mut Work,
    channel: ChannelKind,
    news: &TemplateNews,
) -> Result<(), StoreError> {
    let now = house.clock.now();
    let ours = house.library.templates.values().any(|t| t.name == news.name);
    if !ours {
        return Ok(());
    }
    let before = work.template_standing(channel, &news.name, &news.language).await?;
    work.note_template(&TemplateLine {
        channel,
        name: news.name.clone(),
        language: news.language.clone(),
        standing: news.standing,
        detail: news.detail.clone(),
        at: now,
    })
    .await?;
    let subject = window::subject(channel, &news.name, &news.language);
    if news.standing.usable() {
        work.clear_alarm("template_unusable", &subject, now).await?;
        if before.is_some_and(|before| !before.usable()) {
            work.release_all_held(channel, now).await?;
        }
    } else {
        let id: RowId = house.mint.id();
        let detail = format!("{}: {}", news.standing.as_str(), news.detail);
        work.raise_alarm(&id, "template_unusable", &subject, &detail, now).await?;
        tracing::warn!(channel = channel.as_str(), template = %news.name, %detail, "a template cannot be used");
    }
    Ok(())
}

/// Gives up what nobody came for.
pub(super) async fn forget(house: &House) -> Result<(), StoreError> {
    let now = house.clock.now();
    let mut work = house.store.begin().await?;
    work.forget_held(now - HELD_DAYS * DAY, now).await?;
    work.commit().await
}

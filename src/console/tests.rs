#![expect(clippy::unwrap_used, reason = "tests")]
//! The pages over loopback, with a stand-in for the runtime.

mod browser;
mod chats;
mod pages;
mod signing_in;
mod stage;

use std::sync::Arc;

use crate::i18n::Texts;

/// The console's own sentences.
pub(super) fn texts() -> Arc<Texts> {
    let files = [
        ("id", "console.ftl", include_str!("../../locales/id/console.ftl")),
        ("en", "console.ftl", include_str!("../../locales/en/console.ftl")),
    ];
    Arc::new(Texts::load(files).expect("the console's texts are well-formed"))
}

#[test]
fn every_sentence_exists_in_both_languages_with_the_same_variables() {
    let texts = texts();
    let keys = |lang: &str| -> Vec<_> {
        texts.keys(lang).map(|(key, info)| (key.to_owned(), info.variables.clone())).collect()
    };
    assert_eq!(keys("id"), keys("en"));
}

#[test]
fn every_word_of_the_tables_has_a_sentence() {
    use crate::domain::case::{CancelCode, Status};
    use crate::domain::inbound::{ChannelKind, Delivery};
    use crate::domain::staff::Role;
    use crate::workflow::{ACTS, RULES};
    let words = Status::ALL
        .iter()
        .map(|s| ("status", s.as_str()))
        .chain(CancelCode::ALL.iter().map(|c| ("cancel-code", c.as_str())))
        .chain(Role::ALL.iter().map(|r| ("role", r.as_str())))
        .chain(Delivery::ALL.iter().map(|d| ("delivery", d.as_str())))
        .chain([("delivery", super::chat::HELD), ("reason", "other")])
        .chain(super::chat::REASONS.iter().map(|(_, word)| ("reason", *word)))
        .chain(super::chat::MAILS.iter().map(|(state, _)| ("mail", *state)))
        .chain([("flag", "proven"), ("flag", "unproven")])
        .chain(ChannelKind::ALL.iter().map(|c| ("channel", c.as_str())))
        .chain(ACTS.iter().map(|a| ("act", a.as_str())));
    let texts = texts();
    for (prefix, word) in words {
        let key = format!("console-{prefix}-{}", word.replace('_', "-"));
        assert!(texts.has("id", &key), "{key}");
    }
    let faults = RULES.iter().flat_map(|rule| {
        let given = crate::workflow::Given::default();
        let actor = crate::workflow::Actor::Staff(rule.roles.to_vec());
        match crate::workflow::apply(rule.from[0], rule.act, &given, &actor) {
            Err(crate::workflow::Refusal::Faults(faults)) => faults,
            _ => Vec::new(),
        }
    });
    for (_, key) in faults {
        assert!(texts.has("id", key), "{key}");
    }
}

#[test]
fn every_key_that_a_template_names_exists() {
    let texts = texts();
    let pages = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/console/pages")).unwrap();
    for page in pages.flatten().filter(|p| p.path().extension().is_some_and(|e| e == "html")) {
        let source = std::fs::read_to_string(page.path()).unwrap();
        for rest in source.split("t(\"console-").skip(1).chain(source.split("t('console-").skip(1)) {
            let key: String = rest.chars().take_while(|c| *c != '"' && *c != '\'').collect();
            let built = key.ends_with('-');
            assert!(built || texts.has("id", &format!("console-{key}")), "{key} in {:?}", page.path());
        }
    }
}

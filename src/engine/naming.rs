//! Which service a text names before one is open: by an office's examples, by its title. Called by the lobby.

use super::heard;
use super::lobby;
use super::questions;
use super::repair;
use super::reply::{Reply, Say};
use super::step::Turn;
use crate::nlu::{Intent, Meaning};

/// Where a question about a service is heard, or another wish, that goes first: "berapa biaya buat akta kelahiran?"
pub(super) fn may_open(intent: Intent) -> bool {
    match intent {
        Intent::LostKtp
        | Intent::DamagedKtp
        | Intent::MovedKtp
        | Intent::AfterRecordingKtp
        | Intent::RepresentOther
        | Intent::Greeting
        | Intent::OutOfScope
        | Intent::Unsure => true,
        Intent::Status
        | Intent::Cancel
        | Intent::Human
        | Intent::Complaint
        | Intent::Requirements
        | Intent::Cost
        | Intent::HoursLocation
        | Intent::Duration
        | Intent::PickupSchedule
        | Intent::ChangeLanguage
        | Intent::Thanks
        | Intent::DeleteData => false,
    }
}

/// An answer to who asks about a service that its examples name. To the house's own ear such a text is about a service of
/// another office, so what is asked comes second.
pub(super) fn asked_about(
    turn: &mut Turn<'_>,
    service: &str,
    meaning: &Meaning,
    text: &str,
) -> Option<Reply> {
    let asks = matches!(
        meaning.runner_up,
        Intent::Cost
            | Intent::Requirements
            | Intent::HoursLocation
            | Intent::Duration
            | Intent::PickupSchedule
    );
    if !asks || !repair::sounds_like_a_question(turn, text) {
        return None;
    }
    match meaning.runner_up {
        Intent::Requirements => Some(lobby::menu(turn).after(Say::new(format!("{service}-requirements")))),
        asked => repair::intent(turn, &Meaning { intent: asked, ..meaning.clone() }),
    }
}

/// The service whose examples a text says, with more telling words than any other's.
pub(super) fn by_example(turn: &Turn<'_>, text: &str) -> Option<String> {
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let services = turn.ctx.catalogue.services.keys();
    let listed: Vec<(&String, String)> =
        services.filter_map(|s| Some((s, (turn.ctx.words)(&format!("{s}-examples"))?))).collect();
    if listed.is_empty() {
        return None;
    }
    let said = nlu.said(text, lang);
    let heard = listed.iter().filter_map(|(service, examples)| {
        let most = examples.lines().filter_map(|example| nlu.says(&said, example.trim(), lang)).max()?;
        Some((most, *service))
    });
    let heard: Vec<(usize, &String)> = heard.collect();
    let (most, service) = heard.iter().max_by_key(|(most, _)| *most)?;
    let alone = heard.iter().filter(|(n, _)| n == most).count() == 1;
    alone.then(|| (*service).clone())
}

/// Whose card it is comes first to the ear in "my wife's id is damaged", and what is the matter with it second.
pub(super) fn for_another(turn: &Turn<'_>, text: &str) -> Option<String> {
    if let Some(service) = by_title(turn, text).or_else(|| by_words_of_title(turn, text)) {
        return Some(service);
    }
    let second = heard::meaning(turn, text).runner_up;
    let service = turn.ctx.catalogue.by_intent(second.as_str())?.service.clone();
    let said = heard::plain(turn, text);
    let things = heard::listed(turn, "sys-own-words");
    let title = questions::offered(turn, &service, &Say::new(format!("{service}-title")));
    let named = heard::names(turn, &title)
        .any(|name| name.telling.iter().any(|word| said.contains(word) && !things.contains(word)));
    named.then_some(service)
}

/// The one service all of whose title's telling words stand in a text, in whatever order: "ktp ibu saya hilang".
fn by_words_of_title(turn: &Turn<'_>, text: &str) -> Option<String> {
    let said = heard::plain(turn, text);
    let names = |service: &&String| {
        let title = questions::offered(turn, service, &Say::new(format!("{service}-title")));
        heard::names(turn, &title)
            .any(|name| name.telling.len() > 1 && name.telling.iter().all(|word| said.contains(word)))
    };
    only(turn, names)
}

/// The one service whose title, or another word for it, stands in a text.
fn by_title(turn: &Turn<'_>, text: &str) -> Option<String> {
    let said = heard::plain(turn, text);
    let names = |service: &&String| {
        let title = questions::offered(turn, service, &Say::new(format!("{service}-title")));
        heard::names(turn, &title).any(|name| heard::contains(&said, &name.plain))
    };
    only(turn, names)
}

fn only(turn: &Turn<'_>, names: impl Fn(&&String) -> bool) -> Option<String> {
    let offered = turn.ctx.office.services.iter();
    let mut named = offered.filter(|s| turn.ctx.catalogue.services.contains_key(*s)).filter(names);
    let only = named.next()?;
    named.next().is_none().then(|| only.clone())
}

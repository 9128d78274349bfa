//! `/state` and `/why`: what the engine knows, for who writes conversations.

use crate::engine::{Answer, Definition, Kind, Session};
use crate::runtime::library::Library;

fn definition<'l>(library: &'l Library, session: &Session) -> Option<&'l Definition> {
    let hash = session.definition.as_ref()?;
    library.catalogue.services.values().find(|d| d.hash == *hash)
}

const LOBBY: &str = "  No service is open.\n";

/// The open question, what is asked beside it, and the answers.
pub(super) fn state(library: &Library, session: &Session) -> String {
    let Some(definition) = definition(library, session) else { return LOBBY.to_owned() };
    let mut out = format!("  {} {}\n", definition.service, definition.hash.get(..12).unwrap_or_default());
    let open = session.current(definition);
    out.push_str(&format!("  open: {}\n", open.map_or("nothing", |q| q.id.as_str())));
    if let Some(focus) = &session.focus {
        out.push_str(&format!("  before it: {}\n", focus.word()));
    }
    if session.failures + session.retakes > 0 {
        out.push_str(&format!("  not understood {}, photos again {}\n", session.failures, session.retakes));
    }
    for question in &definition.questions {
        let value = match session.answers.get(&question.id) {
            Some(answer) => told(answer),
            None => match session.computed(definition, question) {
                Some(value) => value,
                None => continue,
            },
        };
        let unseen = if session.is_visible(definition, question) { "" } else { "   (not part of it now)" };
        out.push_str(&format!("  {} = {value}{unseen}\n", question.id));
    }
    out
}

/// The author's own words: shown in clear in the author's own terminal.
fn told(answer: &Answer) -> String {
    match answer {
        Answer::Consent { text, .. } => format!("agreed to {text}"),
        Answer::Choice { id } => id.clone(),
        Answer::Choices { ids } => ids.join(" "),
        Answer::Number { value } => value.to_string(),
        Answer::Text { value, flags } | Answer::Nik { value, flags } => {
            let flags = if flags.is_empty() { String::new() } else { format!("   ({})", flags.join(" ")) };
            format!("{}{flags}", value.expose())
        }
        Answer::Without => "none".into(),
        Answer::Files { files, .. } => format!("{} file(s)", files.len()),
        Answer::Village { code, name } => format!("{name} ({code})"),
        Answer::Address { code, street } => {
            format!("{code} {}", street.as_ref().map_or("", |s| s.expose().as_str()))
        }
        Answer::Slot { place, day, hours } => format!("{place} {day} {hours}"),
        Answer::Declared { .. } | Answer::Handled { .. } | Answer::Confirmed { .. } => "yes".into(),
    }
}

/// Each question with the reason why it was, is, will or will not be asked.
pub(super) fn why(library: &Library, session: &Session) -> String {
    let Some(definition) = definition(library, session) else { return LOBBY.to_owned() };
    let open = session.current(definition).map(|q| q.id.as_str());
    let mut out = String::new();
    for question in &definition.questions {
        let visible = session.is_visible(definition, question);
        let mark = match (visible, session.answers.contains_key(&question.id)) {
            _ if open == Some(question.id.as_str()) => "> asked now",
            (true, true) => "  answered",
            (true, false) if question.kind == Kind::Note => "  said on the way",
            (true, false) if !question.kind.is_asked() => "  computed",
            (true, false) => "  to come",
            (false, true) => "  answered, but not part of it now",
            (false, false) => "  left out",
        };
        let reason = match &question.when {
            None => "always".to_owned(),
            Some(when) if visible => format!("since {when}"),
            Some(when) => format!("as it is not so that {when}"),
        };
        out.push_str(&format!("  {mark:<18} {:<16} {reason}\n", question.id));
    }
    out
}

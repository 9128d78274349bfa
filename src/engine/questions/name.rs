//! A person's name as the papers have it.

use crate::domain::person_name::PersonName;
use crate::domain::redacted::Redacted;
use crate::engine::context::Taken;
use crate::engine::reply::Say;
use crate::engine::session::Answer;
use crate::engine::step::Turn;

pub(super) fn text(turn: &Turn<'_>, text: &str) -> Taken {
    // "nama saya Made Sari" says more than the name.
    let bare = ["nama saya", "nama:", "nama sy", "my name is", "name:", "nama"]
        .iter()
        .find_map(|lead| strip_lead(text, lead))
        .unwrap_or(text);
    let bare = without_address(bare);
    // "maaf saya lupa", "halo": letters, and no name. As typed: a name may be a slip of one of these.
    let listed = (turn.ctx.words)("sys-no-name-words").unwrap_or_default();
    let no_name = |word: &str| listed.split(',').any(|listed| listed.trim() == word);
    if turn.ctx.nlu.normalise(bare, turn.ctx.lang).iter().any(|token| no_name(&token.raw)) {
        return Taken::NotMine;
    }
    match PersonName::parse(bare) {
        Ok(name) => answer(&name),
        Err(fault) => {
            Taken::Fault(Say::new(format!("fault-name-{}", fault.code().to_lowercase().replace('_', "-"))))
        }
    }
}

/// "Made Sari ya kak" is Made Sari.
fn without_address(text: &str) -> &str {
    let mut bare = text.trim_end();
    while let Some((name, last)) = bare.rsplit_once(char::is_whitespace)
        && ["ya", "kak", "kakak"].contains(&last.to_lowercase().trim_end_matches(['.', '!', ',']))
    {
        bare = name.trim_end();
    }
    bare
}

fn strip_lead<'a>(text: &'a str, lead: &str) -> Option<&'a str> {
    let head = text.get(..lead.len())?;
    let rest = text.get(lead.len()..)?;
    let parted = lead.ends_with(':') || rest.starts_with([' ', ':']);
    (head.eq_ignore_ascii_case(lead) && parted).then(|| rest.trim_start_matches([' ', ':']))
}

fn answer(name: &PersonName) -> Taken {
    let value = Redacted::from(name.expose().to_owned());
    Taken::Answer(Answer::Text { value, flags: Vec::new() }, None)
}

pub(super) fn restore(value: &str) -> Option<Answer> {
    let name = PersonName::parse(value).ok()?;
    Some(Answer::Text { value: Redacted::from(name.expose().to_owned()), flags: Vec::new() })
}

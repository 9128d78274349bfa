//! A person's name as the papers have it.

use crate::domain::person_name::PersonName;
use crate::domain::redacted::Redacted;
use crate::engine::context::Taken;
use crate::engine::heard;
use crate::engine::reply::Say;
use crate::engine::rethinking;
use crate::engine::session::{Answer, Focus};
use crate::engine::step::Turn;

pub(super) fn text(turn: &Turn<'_>, text: &str) -> Taken {
    let bare = without_address(without_rest(turn, without_lead(turn, text)));
    // "maaf saya lupa", "halo": letters, and no name. As typed: a name may be a slip of one of these.
    let listed = heard::listed(turn, "sys-no-name-words");
    let no_name = |word: &str| listed.iter().any(|listed| listed == word);
    if heard::tokens(turn, bare).iter().any(|token| no_name(&token.raw)) {
        // "Bisa Ayu", "maaf nama saya Ni Luh Sekar": a name all the same, or hardly one. Asked back.
        let given = || bare.split_whitespace().any(|word| turn.ctx.nlu.is_given(&word.to_lowercase()));
        let told = turn.ctx.nlu.name(text).map(|name| name.expose().to_owned());
        let value = told.or_else(|| given().then(|| bare.to_owned()));
        let name = value.and_then(|value| PersonName::parse(&value).ok());
        return name.filter(|_| !text.contains('?')).map_or(Taken::NotMine, |name| {
            Taken::Ask(Focus::Suggest { value: Redacted::from(name.expose().to_owned()) })
        });
    }
    match PersonName::parse(bare) {
        // "capek deh" has the form of a name: asked back, since nobody is called by everyday words alone, or hardly.
        Ok(name) if is_everyday(turn, name.expose()) => {
            Taken::Ask(Focus::Suggest { value: Redacted::from(name.expose().to_owned()) })
        }
        Ok(name) => answer(&name),
        Err(fault) => {
            Taken::Fault(Say::new(format!("fault-name-{}", fault.code().to_lowercase().replace('_', "-"))))
        }
    }
}

/// The very words, which were asked back.
pub(super) fn agreed(value: &str) -> Taken {
    PersonName::parse(value).map_or(Taken::NotMine, |name| answer(&name))
}

fn is_everyday(turn: &Turn<'_>, name: &str) -> bool {
    name.to_lowercase()
        .split_whitespace()
        .all(|word| turn.ctx.nlu.is_ordinary(word.trim_matches(|c: char| !c.is_alphanumeric())))
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

/// "nama saya ibu Made Sari" says more than the name. What leads there is listed, the longest phrase of it counts; a form
/// of address goes where two words at least come after it.
fn without_lead<'t>(turn: &Turn<'_>, text: &'t str) -> &'t str {
    let mut leads = heard::listed(turn, "sys-name-lead-words").to_vec();
    leads.sort_by_key(|lead| std::cmp::Reverse(lead.len()));
    let bare = leads.iter().find_map(|lead| strip_lead(text, lead)).unwrap_or(text);
    let addresses = heard::listed(turn, "sys-address-words");
    let addressed = addresses.iter().find_map(|word| strip_lead(bare, word));
    addressed.filter(|rest| rest.split_whitespace().count() > 1).unwrap_or(bare)
}

/// "Made Sari, rumah di Penglatan", "Made Sari panggil aja Made": up to what begins another remark.
fn without_rest<'t>(turn: &Turn<'_>, text: &'t str) -> &'t str {
    let ends = heard::listed(turn, "sys-name-end-words");
    match rethinking::cut(text, &ends, false) {
        Some((name, _)) if name.chars().any(char::is_alphabetic) => {
            name.trim_end_matches(|c: char| c.is_whitespace() || c == ',')
        }
        _ => text,
    }
}

fn strip_lead<'a>(text: &'a str, lead: &str) -> Option<&'a str> {
    let head = text.get(..lead.len()).filter(|_| !lead.is_empty())?;
    let rest = text.get(lead.len()..)?;
    let parted = rest.starts_with([' ', ':', '.']);
    (head.eq_ignore_ascii_case(lead) && parted).then(|| rest.trim_start_matches([' ', ':', '.']))
}

fn answer(name: &PersonName) -> Taken {
    let value = Redacted::from(name.expose().to_owned());
    Taken::Answer(Answer::Text { value, flags: Vec::new() }, None)
}

pub(super) fn restore(value: &str) -> Option<Answer> {
    let name = PersonName::parse(value).ok()?;
    Some(Answer::Text { value: Redacted::from(name.expose().to_owned()), flags: Vec::new() })
}

//! Whether an answer of the model may be said in the office's name. Anything that the office did not say itself (an
//! amount, an address, a link) is refused, and so is what does not read as a plain sentence or two; nothing is mended.

use std::collections::BTreeSet;

use crate::domain::text::{clean, utf16_len};
use crate::engine::keys::ADVICE_MAX;
use crate::nlu::Veil;

/// What the model says when the facts do not answer.
pub(super) const NOTHING: &str = "NONE";

/// More lines are a list.
const LINES_MAX: usize = 3;
/// Beside letters and figures.
const SIGNS: &str = " \n.,;:!?()\"'’“”–—-/%&+@±×";
/// What stands before an amount of money.
const CURRENCIES: [&str; 4] = ["rp", "idr", "usd", "$"];

/// The answer as it may be said.
///
/// # Errors
/// Why not, in a word of ours.
pub(super) fn accepted(said: &str, facts: &[String], veil: &Veil) -> Result<String, &'static str> {
    let text = clean(said);
    let facts = facts.join("\n");
    if text.is_empty() {
        return Err("empty");
    }
    if text.split(|c: char| !c.is_alphanumeric()).any(|word| word == NOTHING) {
        return Err("not in the facts");
    }
    let is_line_of_a_list = |line: &str| line.starts_with(['-', '–', '—', '+']);
    if !text.chars().all(|c| c.is_alphabetic() || c.is_ascii_digit() || SIGNS.contains(c))
        || text.lines().any(|line| is_line_of_a_list(line.trim()))
    {
        return Err("not plain");
    }
    if utf16_len(&text) > ADVICE_MAX
        || text.lines().filter(|line| !line.trim().is_empty()).count() > LINES_MAX
    {
        return Err("too long");
    }
    if !text.ends_with(['.', '!', '?', ')', '"', '”']) {
        return Err("cut off");
    }
    let (here, there) = (amounts(&text, veil), amounts(&facts, veil));
    let numbers: BTreeSet<&str> = there.iter().map(|amount| amount.number.as_str()).collect();
    let known = |amount: &Amount| {
        numbers.contains(amount.number.as_str()) && (amount.of.is_empty() || there.contains(amount))
    };
    if !here.iter().all(known) {
        return Err("a number of its own");
    }
    let counted = veil.counts(&facts);
    if !veil.counts(&text).iter().all(|word| counted.contains(word)) {
        return Err("a count of its own");
    }
    let published = links(&facts);
    if !links(&text).is_subset(&published) {
        return Err("a link of its own");
    }
    Ok(text)
}

/// A number, and of what: money, or a unit of time or measure; empty where nothing of that kind stands beside it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Amount {
    number: String,
    of: String,
}

fn amounts(text: &str, veil: &Veil) -> BTreeSet<Amount> {
    let text = text.to_lowercase();
    let mut found = BTreeSet::new();
    let mut at = 0;
    while let Some(from) = text[at..].find(|c: char| c.is_ascii_digit()).map(|i| at + i) {
        let joined = |(i, c): (usize, char)| {
            let next = text[from + i + c.len_utf8()..].chars().next();
            c.is_ascii_digit() || (matches!(c, '.' | ',' | ':') && next.is_some_and(|n| n.is_ascii_digit()))
        };
        let end =
            text[from..].char_indices().find(|both| !joined(*both)).map_or(text.len(), |(i, _)| from + i);
        // "07:30" is "07.30", and "10,000" is "10.000" in another language's way.
        let number = text[from..end].replace([',', ':'], ".");
        let before = text[..from].trim_end_matches([' ', '.']);
        let money = CURRENCIES.iter().any(|currency| before.ends_with(currency));
        let next: String = text[end..].trim_start().chars().take_while(|c| c.is_alphabetic()).collect();
        let of = if money {
            "money".to_owned()
        } else if veil.is_unit(&next) {
            next
        } else {
            String::new()
        };
        found.insert(Amount { number, of });
        at = end;
    }
    found
}

/// Addresses of pages and mail boxes, however they are written.
fn links(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';' | '"'));
    let bare = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    let is_link = |word: &String| {
        let host = word.rsplit('@').next().unwrap_or_default().split('/').next().unwrap_or_default();
        let ending = host.rsplit_once('.').map_or("", |(_, ending)| ending);
        word.contains('@')
            || word.contains("://")
            || word.starts_with("www")
            || (ending.len() > 1 && ending.chars().all(char::is_alphabetic))
    };
    bare.filter(is_link).collect()
}

#[cfg(test)]
mod tests;

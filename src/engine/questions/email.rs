//! An e-mail address, or none: then the card is collected without an e-mail notice. Where the office wants it proven,
//! a code is mailed there first; see `engine/code.rs`.

use crate::domain::email::{Email, EmailFault, EmailRead};
use crate::domain::redacted::Redacted;
use crate::engine::context::{Mail, Taken};
use crate::engine::definition::Reach;
use crate::engine::heard;
use crate::engine::reply::Say;
use crate::engine::session::{Answer, Focus, PROVEN, UNPROVEN};
use crate::engine::step::Turn;

pub(super) fn text(turn: &Turn<'_>, text: &str, reach: Reach) -> Taken {
    if !text.contains('@') {
        // "made at gmail dot com": as it was heard, so it is asked back.
        let told = heard::entities(turn, text);
        return match &told.email {
            Some(email) => Taken::Ask(Focus::Suggest { value: Redacted::from(email.expose().to_owned()) }),
            None => Taken::NotMine,
        };
    }
    match read(turn, text) {
        Ok(read) => match read.suggestion {
            Some(better) => Taken::Ask(Focus::Suggest { value: Redacted::from(better.expose().to_owned()) }),
            None => match (reach, turn.ctx.mail) {
                (Reach::Believed, _) => Taken::Answer(answer(&read.email, &[]), None),
                (Reach::Code, Mail::Off) => Taken::Answer(answer(&read.email, &[UNPROVEN]), None),
                (Reach::Code, Mail::On) => {
                    Taken::Ask(Focus::EmailCode { address: Redacted::from(read.email.expose().to_owned()) })
                }
            },
        },
        Err(_) => Taken::Fault(Say::new("fault-email-syntax")),
    }
}

/// "pakai ayu@example.com ya" holds an address, and words around it. Where the word in front, or what stands between
/// spaces, may be a part of it, the address is asked back.
fn read(turn: &Turn<'_>, text: &str) -> Result<EmailRead, EmailFault> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let whole = |word: &str| word.contains('@') && Email::parse(word).is_ok();
    let Some(place) = words.iter().position(|word| whole(word)) else {
        let read = Email::parse(text)?;
        let suggestion = if words.iter().filter(|word| **word != "@").count() > 2 {
            Some(read.email.clone())
        } else {
            read.suggestion
        };
        return Ok(EmailRead { suggestion, ..read });
    };
    let read = Email::parse(words[place])?;
    let apart = |word: &str| {
        let word = word.to_lowercase();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let named = turn.ctx.nlu.normalise(bare, turn.ctx.lang).iter().any(|t| t.plain == ["email"]);
        bare.is_empty() || word.ends_with(':') || named || turn.ctx.nlu.says_little(bare, turn.ctx.lang)
    };
    if words[..place].iter().all(|word| apart(word)) {
        return Ok(read);
    }
    // "putu ayu@gmail.com": more likely an address with a space in it than one with a stranger before it.
    let strangers: Vec<&str> = words[..place].iter().copied().filter(|word| !apart(word)).collect();
    let joined = match strangers.as_slice() {
        [one] if turn.ctx.nlu.is_given(&one.to_lowercase()) => {
            Email::parse(&format!("{one}{}", words[place])).ok().map(|read| read.email)
        }
        _ => None,
    };
    let asked = joined.or_else(|| Some(read.email.clone()));
    Ok(EmailRead { suggestion: read.suggestion.or(asked), ..read })
}

fn answer(email: &Email, flags: &[&str]) -> Answer {
    let flags = flags.iter().map(|flag| (*flag).to_owned()).collect();
    Answer::Text { value: Redacted::from(email.expose().to_owned()), flags }
}

/// An address that was proven for one request is proven for the next; one that was not is asked for again where it can
/// be proven now.
pub(super) fn restore(value: &str, flags: &[String], reach: Reach, mail: Mail) -> Option<Answer> {
    let email = Email::parse(value).ok()?.email;
    let was_proven = flags.iter().any(|flag| flag == PROVEN);
    match (reach, mail) {
        (Reach::Believed, _) => Some(answer(&email, &[])),
        (Reach::Code, _) if was_proven => Some(answer(&email, &[PROVEN])),
        (Reach::Code, Mail::Off) => Some(answer(&email, &[UNPROVEN])),
        (Reach::Code, Mail::On) => None,
    }
}

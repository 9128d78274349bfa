//! What binds: the yes to an agreement, to a statement, to the summary. It has to be plain; with a "but" in it, a question
//! or mere thanks it is none.

use super::picking;
use crate::engine::context::At;
use crate::engine::definition::Kind;
use crate::engine::heard;
use crate::engine::repair;
use crate::engine::rethinking;
use crate::engine::step::Turn;
use crate::nlu::Token;

/// Kinds whose yes binds: nothing but a plain yes is one.
pub(in crate::engine) fn binds(kind: &Kind) -> bool {
    matches!(kind, Kind::Consent { .. } | Kind::Confirm | Kind::Declaration { .. } | Kind::Signature { .. })
}

/// Whether a text says to the summary that all of it is right.
pub(in crate::engine) fn sends(turn: &Turn<'_>, at: At<'_>, text: &str) -> bool {
    // "ok is everything correct"
    let asks = rethinking::cut(text, &heard::listed(turn, "sys-question-lead-words"), false).is_some();
    matches!(at.question.kind, Kind::Confirm)
        && !asks
        && !is_hedged(turn, text)
        && picking::says_right(turn, text)
}

/// "yes but keep my photos", "is it ok", "oke makasih": no plain yes.
pub(in crate::engine) fn is_hedged(turn: &Turn<'_>, text: &str) -> bool {
    let but = rethinking::cut(text, &heard::listed(turn, "sys-but-words"), false);
    but.is_some_and(|(before, _)| before.chars().any(char::is_alphanumeric))
        || repair::sounds_like_a_question(turn, text)
        || thanks_lightly(turn, text)
}

/// "yes, thank you": what stands before the thanks, where nothing is said behind them.
pub(super) fn before_thanks<'t>(turn: &Turn<'_>, text: &'t str) -> Option<&'t str> {
    let thanks = heard::listed(turn, "sys-thanks-words");
    let tokens = heard::tokens(turn, text);
    let is_thanks = |token: &Token| token.plain.iter().any(|word| thanks.contains(word));
    let first = tokens.iter().position(is_thanks)?;
    let thank = tokens.get(first)?;
    let says_nothing = |token: &Token| {
        is_thanks(token)
            || !token.raw.chars().any(char::is_alphanumeric)
            || token.plain.iter().all(|word| turn.ctx.nlu.fills(word))
    };
    if !tokens.iter().skip(first).all(says_nothing) {
        return None;
    }
    // Tokens point into the folded text, which is as long where it is ASCII.
    let before = text.get(..thank.at.start).filter(|_| text.is_ascii())?;
    let before = before.trim_matches(|c: char| !c.is_alphanumeric());
    (!before.is_empty()).then_some(before)
}

/// "oke makasih" ends a talk and binds nobody; "ya kirim, makasih" does. By the words as they are typed: in plain ones
/// "oke" is "ya".
pub(super) fn thanks_lightly(turn: &Turn<'_>, text: &str) -> bool {
    let (light, thanks) = (heard::listed(turn, "sys-light-words"), heard::listed(turn, "sys-thanks-words"));
    let tokens = heard::tokens(turn, text);
    let thanked = |plain: &[String]| plain.iter().any(|word| thanks.contains(word));
    tokens.iter().any(|token| thanked(&token.plain))
        && tokens.iter().filter(|token| token.raw.chars().any(char::is_alphanumeric)).all(|token| {
            thanked(&token.plain)
                || light.contains(&token.raw)
                || token.plain.iter().all(|word| word != "ya" && turn.ctx.nlu.fills(word))
        })
}

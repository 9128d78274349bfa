//! The number of the family card. Form F-1.02 asks for it, so it is asked for; who does not know it says so.

use crate::domain::kk_number::{KkFault, KkNumber, KkRead};
use crate::domain::nik::Nik;
use crate::domain::redacted::Redacted;
use crate::engine::context::Taken;
use crate::engine::heard;
use crate::engine::reply::Say;
use crate::engine::session::Answer;
use crate::engine::step::Turn;

fn read(turn: &Turn<'_>, text: &str) -> Result<KkRead, KkFault> {
    let (today, regions, home) = (turn.ctx.today(), turn.ctx.regions, &turn.ctx.office.region);
    let given = turn.session.answers.values().find_map(|a| match a {
        Answer::Nik { value, .. } => Nik::parse(value.expose(), today, regions, home).ok().map(|r| r.nik),
        _ => None,
    });
    KkNumber::parse(text, given.as_ref(), today, regions, home)
}

pub(super) fn text(turn: &Turn<'_>, text: &str) -> Taken {
    if !text.chars().any(char::is_numeric) {
        return Taken::NotMine;
    }
    // "nomornya 5108… ya, nanti mau ganti KK" tells one number, whatever else it tells.
    let told = heard::entities(turn, text);
    let only = match (&told.nik, &told.kk_number) {
        (Some(only), None) | (None, Some(only)) => only.expose().clone(),
        _ => text.to_owned(),
    };
    match read(turn, &only) {
        Ok(read) => Taken::Answer(answer(&read), None),
        Err(fault) => {
            let say = Say::new(format!("fault-kk-{}", fault.code().to_lowercase().replace('_', "-")));
            Taken::Fault(match fault {
                KkFault::LenShort { digits } | KkFault::LenLong { digits } => {
                    say.number("digits", i64::try_from(digits).unwrap_or(i64::MAX))
                }
                _ => say,
            })
        }
    }
}

fn answer(read: &KkRead) -> Answer {
    let flags = read.warnings.iter().map(|w| w.code().to_owned()).collect();
    Answer::Text { value: Redacted::from(read.kk_number.expose().to_owned()), flags }
}

pub(super) fn restore(turn: &Turn<'_>, value: &str) -> Option<Answer> {
    read(turn, value).ok().map(|read| answer(&read))
}

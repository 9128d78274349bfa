//! The NIK, with structural checks that explain what is wrong (domain.md §2). A NIK has no check digit: what
//! passes here is plausible, never proven.

use crate::domain::nik::{Nik, NikFault, NikRead};
use crate::domain::redacted::Redacted;
use crate::engine::context::Taken;
use crate::engine::reply::Say;
use crate::engine::session::{Answer, Focus};
use crate::engine::step::Turn;

fn read(turn: &Turn<'_>, text: &str) -> Result<NikRead, NikFault> {
    Nik::parse(text, turn.ctx.today(), turn.ctx.regions, &turn.ctx.office.region)
}

pub(super) fn text(turn: &Turn<'_>, text: &str) -> Taken {
    // "nik saya 5108…": the number is what counts.
    let bare = text.find(|c: char| c.is_numeric()).map_or(text, |at| &text[at..]);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    if digits == 0 {
        return Taken::NotMine;
    }
    let result = read(turn, if letters > 4 { bare } else { text });
    match result {
        Ok(read) => {
            let answer = answer(&read);
            Taken::Answer(answer, None)
        }
        Err(NikFault::NonDigit { suggestion: Some(suggestion) }) => {
            Taken::Ask(Focus::Suggest { value: suggestion.clone() })
        }
        Err(fault) => Taken::Fault(explain(&fault)),
    }
}

fn explain(fault: &NikFault) -> Say {
    let say = Say::new(format!("fault-nik-{}", fault.code().to_lowercase().replace('_', "-")));
    match fault {
        NikFault::LenShort { digits } | NikFault::LenLong { digits } => {
            say.number("digits", i64::try_from(*digits).unwrap_or(i64::MAX))
        }
        NikFault::Day { dd } => say.text("day", format!("{dd:02}")),
        NikFault::Month { mm } => say.text("month", format!("{mm:02}")),
        NikFault::Province { pp } => say.text("province", format!("{pp:02}")),
        NikFault::NonDigit { .. } | NikFault::Date { .. } | NikFault::Serial => say,
    }
}

fn answer(read: &NikRead) -> Answer {
    let flags = read.warnings.iter().map(|w| w.code().to_owned()).collect();
    Answer::Nik { value: Redacted::from(read.nik.expose().to_owned()), flags }
}

pub(super) fn restore(turn: &Turn<'_>, value: &str) -> Option<Answer> {
    read(turn, value).ok().map(|read| answer(&read))
}

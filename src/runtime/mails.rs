//! E-mails with codes. A turn that asks for one writes it as a row in its own transaction; a worker hands it over, again
//! and again while that fails for a while. A code that was typed is compared here. The code is drawn here and
//! nowhere kept: the row has a keyed hash of it, and the sealed mail until that has left.

mod post;

pub(super) use post::{run, sweep};

use super::ports::Letter;
use super::turn::Turn;
use crate::domain::Millis;
use crate::domain::ids::MailId;
use crate::domain::redacted::Redacted;
use crate::engine::{CODE_LENGTH, Event, Mailing};
use crate::store::{NewMail, StoreError, Work};

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// A code is good for this long after its mail has left.
const LIFE_MINUTES: i64 = 15;
const LIFE: Millis = LIFE_MINUTES * MINUTE;
/// A mail that could not be handed over for this long is given up, and the citizen, who waits for it at the chat, is told.
const GIVE_UP: Millis = 10 * MINUTE;
/// Between two mails to one address.
const PAUSE: Millis = MINUTE;
/// Mails for one question in an hour.
const HOURLY: usize = 3;
/// Mails to one person's addresses in a day, whatever the question, and to one address, whoever asks: nobody's mailbox
/// is filled from our chats.
const DAILY: usize = 10;
/// Wrong codes after which a code is no good.
pub(super) const TRIES: i64 = 5;

/// A mail that a step wants.
pub(super) struct Wanted<'a> {
    pub tag: &'a str,
    pub question: &'a str,
    pub address: &'a Redacted<String>,
    pub mailing: Mailing,
}

/// Queues a mail with a fresh code, in the turn's transaction. Some: it is too early for one.
pub(super) async fn order(
    turn: &Turn<'_>,
    work: &mut Work,
    wanted: &Wanted<'_>,
) -> Result<Option<Event>, StoreError> {
    let (house, now, person) = (turn.house, turn.now, &turn.person.id);
    let before = work.mails_since(person, now - DAY).await?;
    let to_it = work.mails_to(wanted.address, now - DAY).await?;
    if let Some(wait) = wait(&before, &to_it, wanted, now) {
        return Ok(Some(Event::CodeNotMailed { wait }));
    }
    let code = house.mint.digits(CODE_LENGTH);
    let library = &house.library;
    let (lang, office) = (&turn.person.lang, library.office.name.as_str());
    let letter = Letter {
        to: wanted.address.clone(),
        subject: library.texts.get(lang, "mail-code-subject", &[("office", office.into())]),
        body: Redacted::from(library.texts.get(
            lang,
            "mail-code-body",
            &[("code", code.as_str().into()), ("office", office.into()), ("minutes", LIFE_MINUTES.into())],
        )),
    };
    let letter = serde_json::to_string(&letter).map_err(|_| StoreError::Damaged("letter"))?;
    let id: MailId = house.mint.id();
    let mail = NewMail {
        id: &id,
        person,
        tag: wanted.tag,
        question: wanted.question,
        letter: &Redacted::from(letter),
        address: wanted.address,
        code: &Redacted::from(code),
        expires_at: now + GIVE_UP + LIFE,
    };
    work.add_mail(&mail, now).await?;
    Ok(None)
}

/// How long until another mail may leave; none: now. `before` are the person's mails of a day, `to_it` those to the
/// address, the oldest first.
fn wait(before: &[(String, Millis)], to_it: &[Millis], wanted: &Wanted<'_>, now: Millis) -> Option<Millis> {
    let own = || before.iter().filter(|(question, _)| question == wanted.question).map(|(_, at)| *at);
    let free_at = |all: &[Millis], most: usize, span: Millis| {
        let first = all.len().checked_sub(most)?;
        all.get(first).map(|at| at + span)
    };
    let hourly: Vec<Millis> = own().filter(|at| *at > now - HOUR).collect();
    let daily: Vec<Millis> = before.iter().map(|(_, at)| *at).collect();
    // Who mended a typing slip has not waited for the first mail.
    let pause = match wanted.mailing {
        Mailing::First => None,
        Mailing::Again => own().next_back().map(|at| at + PAUSE),
    };
    let free =
        [pause, free_at(&hourly, HOURLY, HOUR), free_at(&daily, DAILY, DAY), free_at(to_it, DAILY, DAY)];
    free.into_iter().flatten().max().filter(|at| *at > now).map(|at| at - now)
}

/// Compares a typed code with the newest that was mailed for the question.
pub(super) async fn check(
    turn: &Turn<'_>,
    work: &mut Work,
    (tag, question): (&str, &str),
    address: &Redacted<String>,
    code: &Redacted<String>,
) -> Result<Event, StoreError> {
    let Some(row) = work.newest_code(&turn.person.id, tag, question).await? else {
        return Ok(Event::CodeOver);
    };
    if row.wrong >= TRIES {
        return Ok(Event::CodeWrong { left: 0 });
    }
    if row.expires_at <= turn.now {
        return Ok(Event::CodeOver);
    }
    if work.is_code_of(&row, address, code) {
        work.note_right_code(&row.id).await?;
        return Ok(Event::CodeRight { address: address.clone() });
    }
    work.note_wrong_code(&row.id).await?;
    Ok(Event::CodeWrong { left: TRIES - row.wrong - 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_keep_their_distance() {
        let check = |mailing: Mailing, before: &[(&str, Millis)], expected: Option<Millis>| {
            let before: Vec<_> = before.iter().map(|(q, ago)| ((*q).to_owned(), DAY - ago)).collect();
            let address = Redacted::from("ayu@example.com".to_owned());
            let wanted = Wanted { tag: "t", question: "email", address: &address, mailing };
            assert_eq!(wait(&before, &[], &wanted, DAY), expected, "{before:?}");
        };
        check(Mailing::First, &[], None);
        check(Mailing::Again, &[("email", 40_000)], Some(20_000));
        check(Mailing::First, &[("email", 40_000)], None);
        check(Mailing::Again, &[("other", 40_000)], None);
        let three = [("email", 50 * MINUTE), ("email", 20 * MINUTE), ("email", 2 * MINUTE)];
        check(Mailing::Again, &three, Some(10 * MINUTE));
        check(Mailing::First, &[("email", 2 * HOUR), three[1], three[2]], None);
        let ten: Vec<(&str, Millis)> = (0..10).map(|n| ("other", 20 * HOUR - n * HOUR)).collect();
        check(Mailing::First, &ten, Some(4 * HOUR));
        let address = Redacted::from("ayu@example.com".to_owned());
        let wanted = Wanted { tag: "t", question: "email", address: &address, mailing: Mailing::First };
        let of_others: Vec<Millis> = (0..10).map(|n| 4 * HOUR + n * HOUR).collect();
        assert_eq!(wait(&[], &of_others[1..], &wanted, DAY), None);
        assert_eq!(wait(&[], &of_others, &wanted, DAY), Some(4 * HOUR), "a stranger's mailbox is not filled");
    }
}

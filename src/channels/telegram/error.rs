//! Telegram's errors, sorted by what to do next.
//!
//! Telegram's code is the HTTP status and says too little (403 is a block, a departure or a rule): descriptions
//! are matched by what they contain. What we show are our own names: a description may repeat a piece of the message
//! (`can't parse entities: Unsupported start tag "…"`).

use std::time::Duration;

use crate::channels::verdict::Verdict;
use crate::runtime::ports::SendError;

use Verdict::{Hold, Refused, Retry, RetryTimes, RetryUnsure, SlowNumber, Unreachable, WaitPerson};

/// A part of the description in lower case, what to do, what it means, and a description as Telegram writes it.
/// The first that fits counts. Sources: teloxide-core 0.13 `errors.rs`, tdlib/telegram-bot-api (2026-05-07).
const TABLE: &[(&str, Verdict, &str, &str)] = &[
    (
        "bot was blocked by the user",
        Unreachable,
        "the person blocked the bot",
        "Forbidden: bot was blocked by the user",
    ),
    ("user is deactivated", Unreachable, "the account is gone", "Forbidden: user is deactivated"),
    ("chat not found", Unreachable, "no such chat", "Bad Request: chat not found"),
    ("user not found", Unreachable, "no such user", "Bad Request: user not found"),
    ("peer_id_invalid", Unreachable, "no such chat", "Bad Request: PEER_ID_INVALID"),
    ("input_user_deactivated", Unreachable, "the account is gone", "Bad Request: INPUT_USER_DEACTIVATED"),
    ("user_is_blocked", Unreachable, "the person blocked the bot", "Bad Request: USER_IS_BLOCKED"),
    (
        "bot can't initiate conversation",
        Unreachable,
        "the person has not started the bot",
        "Forbidden: bot can't initiate conversation with a user",
    ),
    (
        "bot can't send messages to bots",
        Unreachable,
        "a bot cannot be written to",
        "Forbidden: bot can't send messages to bots",
    ),
    (
        "bot was kicked",
        Unreachable,
        "the bot was removed from the chat",
        "Forbidden: bot was kicked from the supergroup chat",
    ),
    (
        "bot is not a member",
        Unreachable,
        "the bot is not in the chat",
        "Forbidden: bot is not a member of the supergroup chat",
    ),
    ("group is deactivated", Unreachable, "the group is gone", "Bad Request: group is deactivated"),
    (
        "upgraded to a supergroup",
        Refused,
        "the group became a supergroup",
        "Bad Request: group chat was upgraded to a supergroup chat",
    ),
    // One message a second and chat; the budget of the whole bot is kept before we send. The answer names the
    // pause in `parameters.retry_after`, which wins.
    ("too many requests", WaitPerson(Some(1)), "too many requests", "Too Many Requests: retry after 7"),
    ("flood", WaitPerson(Some(1)), "too many requests", "Bad Request: FLOOD_WAIT_3"),
    (
        "can't use getupdates",
        Hold,
        "a webhook is set",
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    ),
    (
        "terminated by other getupdates",
        Hold,
        "another program polls this bot",
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    ),
    ("conflict", Hold, "conflict with another use of this bot", "Conflict: terminated by setWebhook request"),
    ("invalid bot token", Hold, "the token is not valid", "Unauthorized: invalid bot token specified"),
    ("unauthorized", Hold, "the token is not valid", "Unauthorized"),
    ("logged out", Hold, "the bot is logged out of this server", "Logged out"),
    (
        "message is not modified",
        Refused,
        "the message is already so",
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
    ),
    (
        "message to edit not found",
        Refused,
        "the message to edit is gone",
        "Bad Request: message to edit not found",
    ),
    (
        "message can't be edited",
        Refused,
        "the message cannot be edited",
        "Bad Request: message can't be edited",
    ),
    (
        "query is too old",
        Refused,
        "the button press is too old",
        "Bad Request: query is too old and response timeout expired or query id is invalid",
    ),
    (
        "message to be replied not found",
        Refused,
        "the message to answer is gone",
        "Bad Request: message to be replied not found",
    ),
    (
        "replied message not found",
        Refused,
        "the message to answer is gone",
        "Bad Request: replied message not found",
    ),
    ("message text is empty", Refused, "an empty message", "Bad Request: message text is empty"),
    ("message is too long", Refused, "the text is too long", "Bad Request: message is too long"),
    ("message_too_long", Refused, "the text is too long", "Bad Request: MESSAGE_TOO_LONG"),
    ("caption is too long", Refused, "the caption is too long", "Bad Request: message caption is too long"),
    (
        "can't parse entities",
        Refused,
        "the mark-up is wrong",
        "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 3",
    ),
    ("button_data_invalid", Refused, "a button's data is wrong", "Bad Request: BUTTON_DATA_INVALID"),
    ("button_url_invalid", Refused, "a button's address is wrong", "Bad Request: BUTTON_URL_INVALID"),
    ("reply markup is too long", Refused, "too many buttons", "Bad Request: reply markup is too long"),
    ("file is too big", Refused, "the file is too large", "Bad Request: file is too big"),
    ("request entity too large", Refused, "the file is too large", "Request Entity Too Large"),
    (
        "temporarily unavailable",
        Retry(Some(5)),
        "the file is not there yet",
        "Bad Request: wrong file_id or the file is temporarily unavailable",
    ),
    ("wrong file", Refused, "no such file", "Bad Request: wrong file identifier/HTTP URL specified"),
    ("invalid file", Refused, "no such file", "Bad Request: invalid file_id"),
    (
        "file reference",
        Refused,
        "no such file",
        "Bad Request: wrong remote file reference specified: can't unserialize it",
    ),
    (
        "image_process_failed",
        RetryTimes(2),
        "the picture cannot be processed",
        "Bad Request: IMAGE_PROCESS_FAILED",
    ),
    (
        "photo_invalid_dimensions",
        Refused,
        "the picture has impossible dimensions",
        "Bad Request: PHOTO_INVALID_DIMENSIONS",
    ),
    ("internal server error", RetryUnsure, "trouble at the platform", "Internal Server Error"),
    ("bad gateway", RetryUnsure, "trouble at the platform", "Bad Gateway"),
    ("gateway time", RetryUnsure, "trouble at the platform", "Gateway Timeout"),
    ("service unavailable", RetryUnsure, "trouble at the platform", "Service Unavailable"),
    ("restart", RetryUnsure, "the platform restarts", "Internal: restart"),
    (
        "forbidden",
        Unreachable,
        "forbidden, for a reason that is not in our table",
        "Forbidden: something new",
    ),
    ("bad request", Refused, "refused, for a reason that is not in our table", "Bad Request: something new"),
];

/// An answer that is not a success. Without a description it comes from something between us and Telegram (a proxy,
/// a firewall, a wrong address): then the status is all there is, and it says nothing about the message.
pub(super) fn sort_answer(status: u16, description: &str, retry_after: Option<Duration>) -> SendError {
    let verdict = match status {
        500.. => RetryUnsure,
        _ if !description.is_empty() => return sort(description, retry_after),
        429 => SlowNumber(None),
        // A redirect is never followed: with the token in its path it would go to whoever is named there.
        300..=399 | 401 | 403 | 404 | 407 => Hold,
        // A page in place of an answer: the message may have been taken.
        408 | 200..=299 => RetryUnsure,
        _ => Refused,
    };
    let why = match status {
        500.. => "trouble at the platform".to_owned(),
        status => format!("an answer that is not Telegram's (HTTP {status})"),
    };
    verdict.into_error(retry_after, why)
}

/// By Telegram's description; a pause that it names wins.
fn sort(description: &str, retry_after: Option<Duration>) -> SendError {
    let lower = description.to_lowercase();
    // "Not Found" alone is the server not knowing the token; in a longer text it is anything.
    if lower == "not found" {
        return Hold.into_error(None, "the token is not valid".to_owned());
    }
    let row = TABLE.iter().find(|(part, ..)| lower.contains(part));
    let (verdict, meaning) = match row {
        Some((_, verdict, meaning, _)) => (*verdict, *meaning),
        None => (Refused, "refused in words that are not in our table"),
    };
    verdict.into_error(retry_after.or_else(|| flood_wait(&lower)), meaning.to_owned())
}

/// `FLOOD_WAIT_7`: the pause of the layer below, which comes through in words at times.
fn flood_wait(lower: &str) -> Option<Duration> {
    let (_, rest) = lower.split_once("flood_wait_")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().map(Duration::from_secs)
}

pub(super) fn no_good_answer() -> SendError {
    RetryUnsure.into_error(None, "trouble at the platform".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Telegram writes and what is to be done, written by hand a second time (telegram.md 2.4, teloxide-core 0.13
    /// `errors.rs`, tdlib/telegram-bot-api): a slip in one of the two shows.
    const DOCUMENTED: &[(&str, Verdict)] = &[
        ("Forbidden: bot was blocked by the user", Unreachable),
        ("Forbidden: user is deactivated", Unreachable),
        ("Forbidden: bot was kicked from the supergroup chat", Unreachable),
        ("Forbidden: bot was kicked from the group chat", Unreachable),
        ("Forbidden: bot is not a member of the channel chat", Unreachable),
        ("Forbidden: bot can't initiate conversation with a user", Unreachable),
        ("Forbidden: bot can't send messages to bots", Unreachable),
        ("Forbidden: anything else", Unreachable),
        ("Bad Request: chat not found", Unreachable),
        ("Bad Request: user not found", Unreachable),
        ("Bad Request: PEER_ID_INVALID", Unreachable),
        ("Bad Request: INPUT_USER_DEACTIVATED", Unreachable),
        ("Bad Request: USER_IS_BLOCKED", Unreachable),
        ("Bad Request: group is deactivated", Unreachable),
        ("Bad Request: group chat was upgraded to a supergroup chat", Refused),
        ("Too Many Requests: retry after 7", WaitPerson(Some(1))),
        ("Bad Request: FLOOD", WaitPerson(Some(1))),
        ("Unauthorized", Hold),
        ("Unauthorized: invalid token specified", Hold),
        ("Unauthorized: invalid bot token specified", Hold),
        ("Not Found", Hold),
        ("Logged out", Hold),
        ("Conflict: can't use getUpdates method while webhook is active", Hold),
        (
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            Hold,
        ),
        ("Conflict: terminated by setWebhook request", Hold),
        ("Bad Request: message is not modified: the same", Refused),
        ("Bad Request: message to edit not found", Refused),
        ("Bad Request: message can't be edited", Refused),
        ("Bad Request: query is too old and response timeout expired or query id is invalid", Refused),
        ("Bad Request: message to be replied not found", Refused),
        ("Bad Request: replied message not found", Refused),
        ("Bad Request: message text is empty", Refused),
        ("Bad Request: message is too long", Refused),
        ("Bad Request: MESSAGE_TOO_LONG", Refused),
        ("Bad Request: message caption is too long", Refused),
        ("Bad Request: can't parse entities: can't find end of the entity", Refused),
        ("Bad Request: BUTTON_DATA_INVALID", Refused),
        ("Bad Request: BUTTON_URL_INVALID", Refused),
        ("Bad Request: reply markup is too long", Refused),
        ("Bad Request: file is too big", Refused),
        ("Request Entity Too Large", Refused),
        ("Bad Request: wrong file_id or the file is temporarily unavailable", Retry(Some(5))),
        ("Bad Request: wrong file identifier/HTTP URL specified", Refused),
        ("Bad Request: invalid file_id", Refused),
        ("Bad Request: wrong remote file reference specified: can't unserialize it", Refused),
        ("Bad Request: IMAGE_PROCESS_FAILED", RetryTimes(2)),
        ("Bad Request: PHOTO_INVALID_DIMENSIONS", Refused),
        ("Bad Request: anything else", Refused),
        ("Internal Server Error", RetryUnsure),
        ("Bad Gateway", RetryUnsure),
        ("Gateway Timeout", RetryUnsure),
        ("Service Unavailable", RetryUnsure),
        ("Internal: restart", RetryUnsure),
    ];

    fn row(lower: &str) -> Option<&'static str> {
        TABLE.iter().find(|(part, ..)| lower.contains(part)).map(|(part, ..)| *part)
    }

    #[test]
    fn every_documented_answer_has_its_verdict() {
        for (words, expected) in DOCUMENTED {
            let found = sort(words, None);
            let why = match &found {
                SendError::HoldQueue { why }
                | SendError::Unreachable { why }
                | SendError::Refused { why }
                | SendError::Retry { why, .. }
                | SendError::RetryTimes { why, .. }
                | SendError::WaitPerson { why, .. } => why.clone(),
                other => panic!("{words}: {other:?}"),
            };
            assert_eq!(found, expected.into_error(None, why), "{words}");
        }
    }

    #[test]
    fn every_row_of_the_table_is_documented_and_reached() {
        for (part, _, _, example) in TABLE {
            assert_eq!(row(&example.to_lowercase()), Some(*part), "an earlier row takes {example:?}");
            let documented = DOCUMENTED.iter().any(|(words, _)| row(&words.to_lowercase()) == Some(*part));
            assert!(documented, "{part}");
        }
    }

    #[test]
    fn a_pause_in_the_words_is_obeyed() {
        let after = |words: &str, told: Option<u64>| match sort(words, told.map(Duration::from_secs)) {
            SendError::WaitPerson { after, .. } => after.map(|pause| pause.as_secs()),
            other => panic!("{words}: {other:?}"),
        };
        assert_eq!(after("Bad Request: FLOOD_WAIT_17", None), Some(17));
        assert_eq!(after("Bad Request: FLOOD_WAIT_17", Some(30)), Some(30));
        assert_eq!(after("Bad Request: FLOOD_WAIT_X", None), Some(1));
        assert_eq!(after("Too Many Requests: retry after 7", Some(7)), Some(7));
    }

    #[test]
    fn an_answer_without_telegrams_words_is_sorted_by_its_status() {
        let check = |status: u16, expected: Verdict| {
            let why = format!("an answer that is not Telegram's (HTTP {status})");
            assert_eq!(sort_answer(status, "", None), expected.into_error(None, why));
        };
        for status in [301, 302, 307, 401, 403, 404, 407] {
            check(status, Hold);
        }
        check(200, RetryUnsure);
        check(204, RetryUnsure);
        check(408, RetryUnsure);
        check(429, SlowNumber(None));
        check(400, Refused);
        check(413, Refused);
        let after = Some(Duration::from_secs(9));
        assert!(
            matches!(sort_answer(429, "", after), SendError::SlowNumber { after: found, .. } if found == after)
        );
        let trouble = sort_answer(503, "Service Unavailable", after);
        assert_eq!(
            trouble,
            SendError::Retry { after, sure: false, why: "trouble at the platform".to_owned() }
        );
    }

    #[test]
    fn what_is_not_in_the_table_is_a_fault_of_ours() {
        assert!(matches!(sort("Not Found", None), SendError::HoldQueue { .. }));
        let new = "refused in words that are not in our table".to_owned();
        assert_eq!(sort("Kabar baru", None), SendError::Refused { why: new });
    }

    #[test]
    fn no_word_of_the_message_reaches_the_error() {
        let error =
            sort("Bad Request: can't parse entities: Unsupported start tag \"Ayu\" at byte offset 3", None);
        assert!(!format!("{error:?}").contains("Ayu"));
    }

    #[test]
    fn the_pause_that_telegram_names_wins() {
        let after = Some(Duration::from_secs(31));
        let error = sort("Too Many Requests: retry after 31", after);
        assert_eq!(error, SendError::WaitPerson { after, why: "too many requests".to_owned() });
    }
}

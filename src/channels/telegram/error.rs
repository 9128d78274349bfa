//! Telegram's errors, sorted by what to do next.
//!
//! Telegram has no codes, only descriptions, and teloxide keeps nothing else: they are matched by what
//! they contain. What we show are our own names: a description may repeat a piece of the message
//! (`can't parse entities: Unsupported start tag "…"`).

use std::time::Duration;

use serde_json::Value;
use teloxide::{ApiError, RequestError};

use crate::channels::http;
use crate::channels::json::{self, scalar};
use crate::channels::verdict::Verdict;
use crate::runtime::ports::{SendError, Sent};

use Verdict::{Hold, Refused, Retry, RetryUnsure, Unreachable, WaitPerson};

/// A part of the description in lower case, what to do, what it means. The first that fits counts.
/// Sources: teloxide-core 0.13 `errors.rs`, tdlib/telegram-bot-api (2026-05-07).
const TABLE: &[(&str, Verdict, &str)] = &[
    ("bot was blocked by the user", Unreachable, "the person blocked the bot"),
    ("user is deactivated", Unreachable, "the account is gone"),
    ("chat not found", Unreachable, "no such chat"),
    ("user not found", Unreachable, "no such user"),
    ("peer_id_invalid", Unreachable, "no such chat"),
    ("input_user_deactivated", Unreachable, "the account is gone"),
    ("user_is_blocked", Unreachable, "the person blocked the bot"),
    ("bot can't initiate conversation", Unreachable, "the person has not started the bot"),
    ("bot can't send messages to bots", Unreachable, "a bot cannot be written to"),
    ("bot was kicked", Unreachable, "the bot was removed from the chat"),
    ("group is deactivated", Unreachable, "the group is gone"),
    ("upgraded to a supergroup", Refused, "the group became a supergroup"),
    // One message a second and chat; the budget of the whole bot is kept before we send.
    ("too many requests", WaitPerson(Some(1)), "too many requests"),
    ("flood", WaitPerson(Some(1)), "too many requests"),
    ("can't use getupdates", Hold, "a webhook is set"),
    ("terminated by other getupdates", Hold, "another program polls this bot"),
    ("conflict", Hold, "conflict with another use of this bot"),
    ("invalid bot token", Hold, "the token is not valid"),
    ("logged out", Hold, "the bot is logged out of this server"),
    ("message is not modified", Refused, "the message is already so"),
    ("message to edit not found", Refused, "the message to edit is gone"),
    ("message can't be edited", Refused, "the message cannot be edited"),
    ("query is too old", Refused, "the button press is too old"),
    ("message to be replied not found", Refused, "the message to answer is gone"),
    ("replied message not found", Refused, "the message to answer is gone"),
    ("message text is empty", Refused, "an empty message"),
    ("message is too long", Refused, "the text is too long"),
    ("message_too_long", Refused, "the text is too long"),
    ("caption is too long", Refused, "the caption is too long"),
    ("can't parse entities", Refused, "the mark-up is wrong"),
    ("button_data_invalid", Refused, "a button's data is wrong"),
    ("button_url_invalid", Refused, "a button's address is wrong"),
    ("reply markup is too long", Refused, "too many buttons"),
    ("file is too big", Refused, "the file is too large"),
    ("request entity too large", Refused, "the file is too large"),
    ("temporarily unavailable", Retry(Some(5)), "the file is not there yet"),
    ("wrong file", Refused, "no such file"),
    ("invalid file", Refused, "no such file"),
    ("file reference", Refused, "no such file"),
    ("image_process_failed", Refused, "the picture cannot be processed"),
    ("photo_invalid_dimensions", Refused, "the picture has impossible dimensions"),
    ("internal server error", RetryUnsure, "trouble at the platform"),
    ("bad gateway", RetryUnsure, "trouble at the platform"),
    ("gateway time", RetryUnsure, "trouble at the platform"),
    ("service unavailable", RetryUnsure, "trouble at the platform"),
    ("restart", RetryUnsure, "the platform restarts"),
    ("forbidden", Unreachable, "forbidden, for a reason that is not in our table"),
    ("bad request", Refused, "refused, for a reason that is not in our table"),
];

/// By Telegram's description; a pause that it names wins.
pub(super) fn sort(description: &str, retry_after: Option<Duration>) -> SendError {
    let lower = description.to_lowercase();
    // "Not Found" alone is the server not knowing the token; in a longer text it is anything.
    if matches!(lower.as_str(), "unauthorized" | "not found") {
        return Hold.into_error(None, "the token is not valid".to_owned());
    }
    let row = TABLE.iter().find(|(part, ..)| lower.contains(part));
    let (verdict, meaning) = match row {
        Some((_, verdict, meaning)) => (*verdict, *meaning),
        None if lower.starts_with("unauthorized") => (Hold, "the token is not valid"),
        None => (Refused, "refused in words that are not in our table"),
    };
    verdict.into_error(retry_after, meaning.to_owned())
}

pub(super) fn no_good_answer() -> SendError {
    RetryUnsure.into_error(None, "trouble at the platform".to_owned())
}

fn description(error: ApiError) -> String {
    match error {
        ApiError::Unknown(text) => text,
        known => known.to_string(),
    }
}

/// What a failed call of teloxide means. A message that was sent and whose echo teloxide could not read
/// was sent: its id is taken from the answer itself.
pub(super) fn sort_request(error: RequestError) -> Result<Sent, SendError> {
    match error {
        RequestError::Api(error) => Err(sort(&description(error), None)),
        RequestError::RetryAfter(seconds) => {
            Err(sort("Too Many Requests", Some(Duration::from_secs(u64::from(seconds.seconds())))))
        }
        RequestError::MigrateToChatId(_) => Err(sort("upgraded to a supergroup", None)),
        RequestError::Network(error) => Err(http::no_answer(&error)),
        RequestError::InvalidJson { raw, .. } => match sent_anyway(&raw) {
            Some(wire_id) => Ok(Sent { wire_id }),
            None => Err(no_good_answer()),
        },
        RequestError::Io(_) => Err(Refused.into_error(None, "the attached file cannot be read".to_owned())),
    }
}

fn sent_anyway(raw: &str) -> Option<String> {
    let answer = json::parse(raw.as_bytes())?;
    let ok = answer.get("ok").and_then(Value::as_bool) == Some(true);
    if ok { scalar(answer.get("result")?, "message_id") } else { None }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use std::sync::Arc;

    use serde_json::json;
    use teloxide::types::{ChatId, Seconds};

    use super::*;

    fn api(description: &str) -> Result<Sent, SendError> {
        sort_request(RequestError::Api(serde_json::from_value(json!(description)).unwrap()))
    }

    #[test]
    fn every_documented_description_has_its_verdict() {
        let check = |description: &str, verdict: Verdict, why: &str| {
            let expected = Err(verdict.into_error(None, why.to_owned()));
            assert_eq!(api(description), expected, "{description}");
        };
        let blocked = "the person blocked the bot";
        check("Forbidden: bot was blocked by the user", Unreachable, blocked);
        check("Bad Request: USER_IS_BLOCKED", Unreachable, blocked);
        check("Forbidden: user is deactivated", Unreachable, "the account is gone");
        check("Bad Request: INPUT_USER_DEACTIVATED", Unreachable, "the account is gone");
        check("Bad Request: chat not found", Unreachable, "no such chat");
        check("Bad Request: PEER_ID_INVALID", Unreachable, "no such chat");
        check("Bad Request: user not found", Unreachable, "no such user");
        check(
            "Forbidden: bot can't initiate conversation with a user",
            Unreachable,
            "the person has not started the bot",
        );
        check("Forbidden: bot can't send messages to bots", Unreachable, "a bot cannot be written to");
        let kicked = "the bot was removed from the chat";
        check("Forbidden: bot was kicked from the supergroup chat", Unreachable, kicked);
        check("Bad Request: group is deactivated", Unreachable, "the group is gone");
        check("Forbidden: something new", Unreachable, "forbidden, for a reason that is not in our table");
        check("Unauthorized", Hold, "the token is not valid");
        check("Not Found", Hold, "the token is not valid");
        check("Unauthorized: something new", Hold, "the token is not valid");
        check("Logged out", Hold, "the bot is logged out of this server");
        check(
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            Hold,
            "another program polls this bot",
        );
        check(
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook",
            Hold,
            "a webhook is set",
        );
        check("Too Many Requests: retry later", WaitPerson(Some(1)), "too many requests");
        let same = "Bad Request: message is not modified: specified new message content and reply markup are \
                    exactly the same as a current content and reply markup of the message";
        check(same, Refused, "the message is already so");
        check("Bad Request: message to edit not found", Refused, "the message to edit is gone");
        check("Bad Request: message can't be edited", Refused, "the message cannot be edited");
        let old = "Bad Request: query is too old and response timeout expired or query id is invalid";
        check(old, Refused, "the button press is too old");
        check("Bad Request: message to be replied not found", Refused, "the message to answer is gone");
        check("Bad Request: message text is empty", Refused, "an empty message");
        check("Bad Request: message is too long", Refused, "the text is too long");
        check("Bad Request: BUTTON_DATA_INVALID", Refused, "a button's data is wrong");
        check("Bad Request: reply markup is too long", Refused, "too many buttons");
        check("Bad Request: wrong file id", Refused, "no such file");
        check("Request Entity Too Large", Refused, "the file is too large");
        check("Internal Server Error", RetryUnsure, "trouble at the platform");
        check("Bad Gateway", RetryUnsure, "trouble at the platform");
        check("Gateway Timeout", RetryUnsure, "trouble at the platform");
        check("Bad Request: something new", Refused, "refused, for a reason that is not in our table");
        check("Kabar baru", Refused, "refused in words that are not in our table");
    }

    #[test]
    fn no_word_of_the_message_reaches_the_error() {
        let error = api("Bad Request: can't parse entities: Unsupported start tag \"Ayu\" at byte offset 3");
        assert!(!format!("{error:?}").contains("Ayu"));
    }

    #[test]
    fn the_named_pause_is_obeyed() {
        let error = sort_request(RequestError::RetryAfter(Seconds::from_seconds(31)));
        let after = Some(Duration::from_secs(31));
        assert_eq!(error, Err(SendError::WaitPerson { after, why: "too many requests".to_owned() }));
        let moved = sort_request(RequestError::MigrateToChatId(ChatId(-1)));
        assert!(matches!(moved, Err(SendError::Refused { .. })));
    }

    #[test]
    fn an_echo_that_cannot_be_read_does_not_mean_a_second_message() {
        let unreadable = |raw: &str| {
            let source = Arc::new(serde_json::from_str::<u8>("x").unwrap_err());
            sort_request(RequestError::InvalidJson { source, raw: raw.into() })
        };
        let sent = unreadable(r#"{"ok":true,"result":{"message_id":99,"novelty":{}}}"#);
        assert_eq!(sent, Ok(Sent { wire_id: "99".to_owned() }));
        assert_eq!(unreadable("<html>502 Bad Gateway</html>"), Err(no_good_answer()));
    }
}

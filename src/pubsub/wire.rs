//! Wakes as text: one a line, a word of ours and, where it is for one person, their id.

use super::Wake;
use crate::domain::ids::PersonId;

pub(super) fn write(wakes: &[Wake]) -> String {
    let mut text = String::new();
    for (n, wake) in wakes.iter().enumerate() {
        // Workers look at everything that is due, whatever woke them: the same line once is enough.
        if wakes[..n].contains(wake) {
            continue;
        }
        let (word, person) = match wake {
            Wake::Inbox(person) => ("inbox", person.as_str()),
            Wake::Outbox(person) => ("outbox", person.as_str()),
            Wake::Chat(person) => ("chat", person.as_str()),
            Wake::Media => ("media", ""),
            Wake::Case => ("case", ""),
            Wake::All => ("all", ""),
        };
        text.push_str(word);
        if !person.is_empty() {
            text.push(' ');
            text.push_str(person);
        }
        text.push('\n');
    }
    text
}

/// What a newer version says and this one does not know becomes a look at everything.
pub(super) fn read(text: &str) -> Vec<Wake> {
    text.lines().map(|line| read_line(line).unwrap_or(Wake::All)).collect()
}

fn read_line(line: &str) -> Option<Wake> {
    let (word, id) = line.split_once(' ').unwrap_or((line, ""));
    let person = || PersonId::parse(id).ok();
    Some(match word {
        "inbox" => Wake::Inbox(person()?),
        "outbox" => Wake::Outbox(person()?),
        "chat" => Wake::Chat(person()?),
        "media" => Wake::Media,
        "case" => Wake::Case,
        _ => Wake::All,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{Id, id_bits};

    #[test]
    fn wakes_are_read_as_they_were_written_and_each_once() {
        let person = PersonId::from_bits(id_bits(1, 2));
        let wakes = [
            Wake::Inbox(person.clone()),
            Wake::Outbox(person.clone()),
            Wake::Chat(person),
            Wake::Media,
            Wake::Case,
            Wake::All,
        ];
        assert_eq!(read(&write(&wakes)), wakes);
        assert_eq!(read(&write(&[Wake::Case, Wake::Media, Wake::Case])), [Wake::Case, Wake::Media]);
    }

    #[test]
    fn what_is_not_known_is_a_look_at_everything() {
        assert_eq!(read("weather\n"), [Wake::All]);
        assert_eq!(read("inbox nobody\n"), [Wake::All]);
        assert_eq!(read(""), []);
    }
}

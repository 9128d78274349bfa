//! What a channel says outside of a conversation, from the office's texts.

use crate::channels::telegram::{CommandList, Words};
use crate::runtime::library::Library;

/// `word: what it does`, in the order in which Telegram lists them.
const COMMANDS: [&str; 7] =
    ["cmd-menu", "cmd-status", "cmd-resume", "cmd-human", "cmd-help", "cmd-cancel", "cmd-language"];

/// The default language is shown to everybody whose language has no texts.
pub(super) fn telegram(library: &Library) -> Words {
    let list = |lang: &str, language: Option<String>| {
        let line = |key: &&str| {
            let line = library.texts.find(lang, key, &[])?;
            let (word, what) = line.split_once(':')?;
            Some((word.trim().to_owned(), what.trim().to_owned()))
        };
        CommandList { language, commands: COMMANDS.iter().filter_map(line).collect() }
    };
    // Telegram knows languages by two letters; those with some texts only have none.
    let languages = library.texts.complete_languages();
    let by_language = languages.iter().map(|lang| list(lang, Some((*lang).to_owned())));
    Words {
        farewell: library.texts.get(&library.default_lang, "sys-no-groups", &[]),
        commands: std::iter::once(list(&library.default_lang, None)).chain(by_language).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlu::Strictness;

    #[test]
    fn every_listed_command_is_understood_and_fits_telegram() {
        let library = Library::embedded("buleleng").expect("the shipped library is sound");
        let words = telegram(&library);
        assert_eq!(words.commands.len(), 1 + library.texts.complete_languages().len());
        for list in &words.commands {
            let lang = list.language.as_deref().unwrap_or(&library.default_lang);
            assert_eq!(list.commands.len(), COMMANDS.len(), "{lang}");
            for (word, what) in &list.commands {
                let plain = word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
                assert!(plain && (1..=32).contains(&word.len()) && (3..=256).contains(&what.len()), "{word}");
                let typed = format!("/{word}");
                assert!(library.nlu.command(&typed, lang, Strictness::Exact).is_some(), "{typed} in {lang}");
            }
        }
        assert!(words.farewell.len() > 20);
    }
}

//! Words that work anywhere in a conversation.

use crate::domain::edit::distance_within;

use super::load::Nlu;
use super::tokens::{TokenKind, fold, is_mark, plain_words};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Help,
    Back,
    Cancel,
    StartOver,
    Status,
    Human,
    /// To this language, or None: offer the choice.
    Language(Option<String>),
    /// Also Telegram's `/start`.
    Menu,
    /// Send nothing any more.
    Stop,
    Resume,
    MyData,
    DeleteData,
    Repeat,
    Summary,
    /// The empty forms.
    Form,
    /// "bentar": the answer comes later.
    Wait,
}

/// How much a message may differ from the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// While the open question takes free text, a name or an address: the bare command and nothing else.
    Exact,
    /// Polite words around it, slang and slips are forgiven.
    Lenient,
}

/// The command with this name in `words.toml`.
pub(super) fn named(name: &str) -> Option<Command> {
    match name {
        "help" => Some(Command::Help),
        "back" => Some(Command::Back),
        "cancel" => Some(Command::Cancel),
        "start_over" => Some(Command::StartOver),
        "status" => Some(Command::Status),
        "human" => Some(Command::Human),
        "language" => Some(Command::Language(None)),
        "menu" => Some(Command::Menu),
        "stop" => Some(Command::Stop),
        "resume" => Some(Command::Resume),
        "my_data" => Some(Command::MyData),
        "delete_data" => Some(Command::DeleteData),
        "repeat" => Some(Command::Repeat),
        "summary" => Some(Command::Summary),
        "form" => Some(Command::Form),
        "wait" => Some(Command::Wait),
        _ => None,
    }
}

impl Nlu {
    /// The command that the whole message is, if it is one. A slash form (`/batal`, `/start@SapaBot`) counts
    /// in both strictnesses.
    pub fn command(&self, text: &str, lang: &str, strictness: Strictness) -> Option<Command> {
        let folded = fold(text);
        let slash = folded.strip_prefix('/');
        let bare = slash
            .map(|rest| {
                let (command, more) = rest.split_once(' ').unwrap_or((rest, ""));
                let name = command.split_once('@').map_or(command, |(name, _)| name);
                format!("{name} {more}").trim_end().replace('_', " ")
            })
            .unwrap_or_else(|| folded.clone());
        let bare = bare.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        // Longer than any command with its politeness.
        if bare.is_empty() || bare.len() > 60 {
            return None;
        }
        if let Some(command) = self.exact_command(&bare, lang) {
            return Some(command);
        }
        if strictness == Strictness::Exact && slash.is_none() {
            return None;
        }
        let tokens = self.normalise(&bare, lang);
        if tokens.iter().any(|t| t.kind == TokenKind::Thing) {
            return None;
        }
        let said = plain_words(&tokens);
        let without = self.vocabulary.without_fillers(&said);
        let said: Vec<String> = said.into_iter().filter(|w| !is_mark(w)).collect();
        self.language_named(&without).or_else(|| {
            let commands = &self.commands;
            let core = if without.is_empty() { &[] } else { commands.core(&without) };
            let slips = match without.as_slice() {
                [word] => commands.fitting(|p| p.plain.len() == 1 && is_slip(word, &p.plain[0])),
                _ => Vec::new(),
            };
            let meant = commands.plain(&said).iter().chain(core).chain(&slips).copied();
            let meant = commands.first(meant, lang).map(|phrase| phrase.means.clone());
            meant.or_else(|| self.strung(&said, &without))
        })
    }

    /// Of who waits for a person: the bare command, and the way back in more words, "eh ga jadi".
    pub fn command_while_waiting(&self, text: &str, lang: &str) -> Option<Command> {
        let leads_back = |c: &Command| matches!(c, Command::Menu | Command::Resume | Command::Cancel);
        self.command(text, lang, Strictness::Exact)
            .or_else(|| self.command(text, lang, Strictness::Lenient).filter(leads_back))
    }

    /// "sebentar saya cari dulu": nothing but phrases of one command, one after the other, or what is done "dulu".
    fn strung(&self, said: &[String], without: &[String]) -> Option<Command> {
        let waits = self.commands.iter().filter(|phrase| phrase.means == Command::Wait);
        let waits: Vec<&Vec<String>> = waits.map(|phrase| &phrase.plain).collect();
        let mut at = 0;
        while at < said.len() {
            let begins = |phrase: &&Vec<String>| said[at..].starts_with(phrase);
            match waits.iter().copied().filter(|phrase| !phrase.is_empty()).filter(begins).map(Vec::len).max()
            {
                Some(length) => at += length,
                None if self.vocabulary.fillers.contains(&said[at]) => at += 1,
                None => break,
            }
        }
        let whole = at == said.len() && !without.is_empty();
        let first = self.languages.values().any(|words| words.meanwhile.does(said));
        (whole || first).then_some(Command::Wait)
    }

    fn exact_command(&self, bare: &str, lang: &str) -> Option<Command> {
        let typed = self.commands.typed(bare).iter().copied();
        let phrase = self.commands.first(typed, lang);
        let words = || bare.split(' ').map(str::to_owned).collect::<Vec<_>>();
        phrase.map(|phrase| phrase.means.clone()).or_else(|| self.language_named(&words()))
    }

    /// "english", "bahasa indonesia", "ganti ke bahasa inggris": only a language and words that go with it.
    fn language_named(&self, said: &[String]) -> Option<Command> {
        let mut language = None;
        for word in said {
            let code =
                self.languages.values().flat_map(|w| &w.languages).find(|(_, names)| names.contains(word));
            match code {
                Some((code, _)) => language = Some(code.clone()),
                None if self.beside(word) => {}
                None => return None,
            }
        }
        language.map(|code| Command::Language(Some(code)))
    }

    /// Whether a language's name beside this word means the language.
    pub(super) fn beside(&self, word: &str) -> bool {
        self.languages.values().any(|w| w.language_neighbours.contains(word))
    }
}

/// One letter off in a word long enough that it can hardly be another.
fn is_slip(word: &str, meant: &str) -> bool {
    word.chars().next() == meant.chars().next()
        && meant.chars().count() >= 5
        && distance_within(word, meant, 1) == Some(1)
}

#[cfg(test)]
mod tests {
    use super::super::measure::nlu;
    use super::*;

    fn check(strictness: Strictness, cases: &[(&str, Option<Command>)]) {
        for (text, expected) in cases {
            assert_eq!(nlu().command(text, "id", strictness), *expected, "{text}");
        }
    }

    #[test]
    fn a_command_may_be_polite_and_misspelled() {
        let language = |code: &str| Some(Command::Language(Some(code.to_owned())));
        check(
            Strictness::Lenient,
            &[
                ("menu", Some(Command::Menu)),
                ("Menu dong kak", Some(Command::Menu)),
                ("/start", Some(Command::Menu)),
                ("/start@SapaBot", Some(Command::Menu)),
                ("/start@SapaBot ktp-hilang", None),
                ("/start ktp-hilang", None),
                ("batal", Some(Command::Cancel)),
                ("BATAL!!", Some(Command::Cancel)),
                ("batalin aja deh", Some(Command::Cancel)),
                ("gak jadi", Some(Command::Cancel)),
                ("ga jadi kak", Some(Command::Cancel)),
                ("petugas", Some(Command::Human)),
                ("tolong petugas ya", Some(Command::Human)),
                ("petugs", Some(Command::Human)),
                ("cs", Some(Command::Human)),
                ("mau bicara dgn petugas", Some(Command::Human)),
                ("kembali", Some(Command::Back)),
                ("balik", Some(Command::Back)),
                ("mulai lagi", Some(Command::StartOver)),
                ("ulang dari awal ya", Some(Command::StartOver)),
                ("cek status", Some(Command::Status)),
                ("english", language("en")),
                ("English please", language("en")),
                ("bahasa indonesia", language("id")),
                ("ganti ke bahasa inggris dong", language("en")),
                ("basa bali", language("ban")),
                ("ganti bahasa", Some(Command::Language(None))),
                ("stop", Some(Command::Stop)),
                ("berhenti langganan", Some(Command::Stop)),
                ("unsubscribe", Some(Command::Stop)),
                ("lanjut", Some(Command::Resume)),
                ("data saya", Some(Command::MyData)),
                ("hapus data sy", Some(Command::DeleteData)),
                ("/hapus_data", Some(Command::DeleteData)),
                ("bantuan", Some(Command::Help)),
                ("tolong", Some(Command::Help)),
                ("ulangi", Some(Command::Repeat)),
                ("formulir", Some(Command::Form)),
                ("ga jadi deh", Some(Command::Cancel)),
                ("ora sido", Some(Command::Cancel)),
                ("buung", Some(Command::Cancel)),
                ("urung", Some(Command::Cancel)),
                ("forget it", Some(Command::Cancel)),
                ("balik lagi dong", Some(Command::Back)),
                ("balik ke pertanyaan sebelumnya", Some(Command::Back)),
                ("mewali", Some(Command::Back)),
                ("salah ketik", Some(Command::Back)),
                ("yang tadi salah", Some(Command::Back)),
                ("go back please", Some(Command::Back)),
                ("ga ngerti kak", Some(Command::Help)),
                ("gak paham maksudnya", Some(Command::Help)),
                ("maksudnya apa ya?", Some(Command::Help)),
                ("contohnya?", Some(Command::Help)),
                ("ora mudeng", Some(Command::Help)),
                ("tiang ten ngerti", Some(Command::Help)),
                ("i don't understand", Some(Command::Help)),
                ("bentar ya kak", Some(Command::Wait)),
                ("tunggu dulu", Some(Command::Wait)),
                ("sik yo", Some(Command::Wait)),
                ("mangkin dumun", Some(Command::Wait)),
                ("hold on", Some(Command::Wait)),
                ("ngomong sama orang dong", Some(Command::Human)),
                ("mau ngomong sama petugas", Some(Command::Human)),
                ("tiang dot ngomong ajak petugas", Some(Command::Human)),
                ("sambungin petugas", Some(Command::Human)),
                ("talk to a person please", Some(Command::Human)),
            ],
        );
    }

    #[test]
    fn an_answer_that_holds_a_commands_word_stays_an_answer() {
        let answers = [
            "Budi Batal",
            "Made Status",
            "Jl. Kembali No. 3",
            "ktp saya hilang",
            "orang tua saya",
            "petugasnya judes",
            "",
            "👍",
            "1",
            "ya",
            "tidak",
            "desa bali",
            "stop kontak rusak",
            "saya di bali",
            "batalkan tanggal 12 mei, ganti besok",
        ];
        for text in answers {
            check(Strictness::Lenient, &[(text, None)]);
            check(Strictness::Exact, &[(text, None)]);
        }
    }

    #[test]
    fn while_a_name_is_asked_only_the_bare_command_counts() {
        check(
            Strictness::Exact,
            &[
                ("batal", Some(Command::Cancel)),
                ("Menu.", Some(Command::Menu)),
                ("/petugas", Some(Command::Human)),
                ("english", Some(Command::Language(Some("en".to_owned())))),
                ("petugs", None),
                ("tolong petugas ya", None),
                ("batalin dong", None),
                ("Batalin", Some(Command::Cancel)),
                ("gak jadi", Some(Command::Cancel)),
                ("balik lagi", Some(Command::Back)),
                ("ga ngerti", Some(Command::Help)),
                ("bentar", Some(Command::Wait)),
                ("ngomong sama orang", Some(Command::Human)),
            ],
        );
    }
}

//! `sapa chat`: the bot in the terminal, through the whole runtime: inbox, turn, outbox. What is said stays in
//! a database of its own in a temporary folder and goes with it. Its clock stands still but for a second per message, so
//! that what was said can be undone, and replays as a transcript.

mod inside;
mod notes;
mod talk;

use std::io::{IsTerminal, Write};
use std::path::Path;

use tokio::io::{AsyncBufReadExt, BufReader};

use crate::domain::outbound::Outgoing;
use crate::runtime::house::Clock;

use notes::Notes;
use talk::{Said, Talk};

#[derive(clap::Args)]
pub(super) struct Options {
    /// Folder under conversations/
    #[arg(long, default_value = "buleleng")]
    office: String,
    /// Open this service at once
    #[arg(long)]
    service: Option<String>,
    /// Language to begin in: id or en
    #[arg(long, default_value = "id")]
    lang: String,
    /// Folder with conversations/ and locales/; those that `serve` would use when left out
    #[arg(long)]
    dir: Option<std::path::PathBuf>,
}

const HELP: &str = "\
  Tulis pesan; angka atau label memilih tombol. Write a message; a number or a label taps a button.
  /foto [BERKAS]  sends a file; without one a good photo of a letter
  /code           types the code of the newest e-mail
  /wait 20h       lets time pass (m, h, d)
  /state          what is remembered: the open question and the answers
  /why            why each question is asked, or is not
  /undo           takes the last message back
  /save FILE      writes all of it as a transcript (.chat), which plays as a test
  /help           this; Ctrl+D ends
";

pub(super) async fn run(options: Options) -> i32 {
    let folder = std::env::temp_dir().join(format!("sapa-chat-{}", crate::vault::random_token()));
    let status = match talk(&options, &folder).await {
        Ok(()) => 0,
        Err(message) => {
            eprintln!("sapa chat: {message}");
            2
        }
    };
    if let Err(error) = std::fs::remove_dir_all(&folder)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        eprintln!("sapa chat: failed to remove {}: {error}", folder.display());
    }
    status
}

async fn talk(options: &Options, folder: &Path) -> Result<(), String> {
    const MINUTE: i64 = 60_000;
    let library = talk::library(options)?;
    let start = Clock::System.now() / MINUTE * MINUTE;
    let mut chat = Chat {
        talk: Talk::open(&library, folder, start).await?,
        notes: Notes::new(&library, &options.lang, start),
        library,
        start,
    };
    if let Some(service) = &options.service {
        let title = chat.title(service)?;
        // As a citizen would: the menu, then its button.
        for said in [if options.lang == "en" { "hello" } else { "halo" }.to_owned(), title] {
            chat.hear(&said, folder).await?;
        }
    }
    let terminal = std::io::stdin().is_terminal();
    if terminal {
        println!("{HELP}");
    }
    chat.print();
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    loop {
        if terminal {
            print!("> ");
            let _closed = std::io::stdout().flush();
        }
        let Some(line) = lines.next_line().await.map_err(|e| e.to_string())? else { return Ok(()) };
        match chat.hear(&line, folder).await {
            Ok(true) => chat.print(),
            Ok(false) => {}
            Err(message) => println!("  ({message})"),
        }
    }
}

struct Chat {
    talk: Talk,
    notes: Notes,
    library: std::sync::Arc<crate::runtime::library::Library>,
    start: i64,
}

impl Chat {
    /// What a service is called on its button.
    fn title(&self, service: &str) -> Result<String, String> {
        if !self.library.catalogue.services.contains_key(service) {
            let known: Vec<_> = self.library.catalogue.services.keys().cloned().collect();
            return Err(format!("there is no service {service:?}; there are: {}", known.join(", ")));
        }
        Ok(self.library.texts.get(&self.library.default_lang, &format!("{service}-title"), &[]))
    }

    /// Does what a line says. True: the bot was written to.
    async fn hear(&mut self, line: &str, folder: &Path) -> Result<bool, String> {
        let line = line.trim_end();
        if line.trim().is_empty() {
            return Ok(false);
        }
        match line.split_once(' ').map_or((line, ""), |(word, rest)| (word, rest.trim())) {
            ("/help", _) => print!("{HELP}"),
            ("/state", _) => print!("{}", inside::state(&self.library, &self.talk.session().await?)),
            ("/why", _) => print!("{}", inside::why(&self.library, &self.talk.session().await?)),
            ("/save", "") => return Err("/save FILE: where to?".into()),
            ("/save", file) => {
                std::fs::write(file, self.notes.transcript()).map_err(|e| format!("{file}: {e}"))?;
                println!("  ({file}: {} messages)", self.notes.count());
            }
            ("/undo", _) => self.undo(folder).await?,
            _ => {
                let said = self.talk.read(line)?;
                self.say(said).await?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn say(&mut self, said: Said) -> Result<(), String> {
        let told = self.talk.say(&said).await?;
        self.notes.add(said.again, said.as_written, told);
        Ok(())
    }

    /// Begins anew and says everything again but the last.
    async fn undo(&mut self, folder: &Path) -> Result<(), String> {
        let Some(lines) = self.notes.without_last() else { return Err("nothing was said".into()) };
        let again = folder.join(format!("again-{}", crate::vault::random_token()));
        self.talk.close().await;
        self.talk = Talk::open(&self.library, &again, self.start).await?;
        for line in lines {
            let said = self.talk.read(&line)?;
            self.say(said).await?;
        }
        println!("  (taken back)");
        self.print();
        Ok(())
    }

    /// Shows what the bot said last.
    fn print(&mut self) {
        for message in self.notes.last_told() {
            print!("{}", shown(message));
        }
        for letter in self.talk.mails() {
            println!("  ✉ {} · {}", letter.to.expose(), letter.subject);
            for line in letter.body.expose().lines() {
                println!("  | {line}");
            }
            println!();
        }
    }
}

fn shown(message: &Outgoing) -> String {
    let mut out = String::new();
    for line in message.text.expose().lines() {
        out.push_str(&format!("  {line}\n"));
    }
    for (n, choice) in message.choices.iter().enumerate() {
        out.push_str(&format!("    {}. [{}]\n", n + 1, choice.label));
    }
    out.push('\n');
    out
}

//! One file per subcommand. They open what they need through `app` and print for people.
//!
//! Exit status: 0 well, 1 the thing asked for did not hold, 2 wrong usage or configuration.

mod accounts;
mod chat;
mod check;
mod decode;
mod diagram;
mod doctor;
mod live;
mod scaffold;
mod serve;
mod simulate;
mod templates;
mod understand;

use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::runtime::library::{Library, Sources};

/// The chat front desk of a public office.
#[derive(Parser)]
#[command(name = "sapa", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Start Sapa (the default)
    Serve,
    /// Talk to the bot in the terminal, through the whole runtime
    Chat(chat::Options),
    /// Prove the conversations and texts: exit 1 and every flaw with file and line
    Check(check::Options),
    /// Make this program's conversations the released ones; a start does so for what is new
    Publish,
    /// Write the skeleton of a service or an office, which passes the check at once
    New {
        #[command(subcommand)]
        act: scaffold::Act,
    },
    /// Play seeded stories in which everything goes wrong: exit 1 and the story of a broken promise
    Simulate(simulate::Options),
    /// Draw the questions of a service
    Diagram(diagram::Options),
    /// Manage the accounts of the console
    Staff {
        #[command(subcommand)]
        act: accounts::Act,
    },
    /// Check database, storage, keys, clock, tokens and webhooks
    Doctor,
    /// Show what a webhook body holds: one JSON object per line and event, personal data masked
    Decode(decode::Options),
    /// Print the message templates and what to submit to Meta to have them approved
    Templates(templates::Options),
    /// Show what Sapa makes of messages: one a line on standard input, one JSON object each
    Understand(understand::Options),
}

/// Runs the program. Gives the exit status.
#[must_use]
pub fn main() -> i32 {
    // One TLS provider for every library; with several in the tree rustls would panic at first use.
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        eprintln!("sapa: another TLS provider is installed already");
        return 2;
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let status = if error.use_stderr() { 2 } else { 0 };
            let _closed_pipe = error.print();
            return status;
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("sapa: failed to start: {error}");
            return 2;
        }
    };
    runtime.block_on(async {
        match cli.command.unwrap_or(Command::Serve) {
            Command::Serve => serve::run().await,
            Command::Chat(options) => chat::run(options).await,
            Command::Simulate(options) => simulate::run(&options),
            Command::Check(options) => check::run(&options).await,
            Command::Publish => live::publish().await,
            Command::New { act } => scaffold::run(&act),
            Command::Diagram(options) => diagram::run(&options),
            Command::Staff { act } => accounts::run(act).await,
            Command::Doctor => doctor::run().await,
            Command::Templates(options) => templates::run(&options),
            Command::Decode(options) => decode::run(&options),
            Command::Understand(options) => understand::run(&options),
        }
    })
}

/// The configuration, for what works without one too.
#[expect(clippy::disallowed_methods, reason = "handed to config, which reads and checks it")]
fn quiet_config() -> Option<Config> {
    Config::load(std::path::Path::new("."), std::env::vars()).ok()
}

/// An office's library from this folder, or else from where `serve` would take it. Fails with one line per flaw.
fn library(dir: Option<&std::path::Path>, office: &str, lang: &str) -> Result<Library, String> {
    let sources = match dir {
        Some(dir) => Sources::from_dir(&dir.join("conversations"), &dir.join("locales")),
        None => quiet_config().map_or_else(|| Ok(Sources::embedded()), |config| crate::app::sources(&config)),
    };
    let library = sources.and_then(|sources| Library::load(&sources, office));
    let library =
        library.map_err(|flaws| flaws.iter().map(|flaw| format!("{flaw}\n")).collect::<String>())?;
    let known = library.texts.languages();
    if known.contains(&lang) {
        return Ok(library);
    }
    Err(format!("there is no language {lang:?}; there are: {}", known.join(", ")))
}

/// The configuration of this folder and environment, or the message that lists every fault.
#[expect(clippy::disallowed_methods, reason = "handed to config, which reads and checks it")]
fn config() -> Result<Config, i32> {
    Config::load(std::path::Path::new("."), std::env::vars()).map_err(|faults| {
        eprint!("sapa: {faults}");
        2
    })
}

//! `sapa chat`: the bot in the terminal, through the whole runtime: inbox, turn, outbox. What is said stays in
//! a database of its own in a temporary folder and goes with it.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, BufReader};

use crate::blobs::Blobs;
use crate::channels::local::Local;
use crate::domain::inbound::{Body, ChannelKind, MediaKind};
use crate::domain::outbound::Choice;
use crate::domain::redacted::Redacted;
use crate::pubsub::Bus;
use crate::runtime::Runtime;
use crate::runtime::house::{Clock, House, Judge, Minter};
use crate::runtime::library::Library;
use crate::runtime::pace::Pace;
use crate::runtime::ports::{Channel, Ingest};
use crate::store::Store;
use crate::telemetry::Metrics;
use crate::vault::Vault;

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
}

const WHO: &str = "+6281200009901";

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
    let (runtime, local) = open(options, folder).await?;
    if let Some(service) = &options.service {
        if !runtime.house.library.catalogue.services.contains_key(service) {
            let known: Vec<_> = runtime.house.library.catalogue.services.keys().cloned().collect();
            return Err(format!("there is no service {service:?}; there are: {}", known.join(", ")));
        }
        let tap = Body::Tap {
            payload: format!("s|{service}"),
            title: Redacted::from(service.clone()),
            callback_id: None,
        };
        say(&runtime, &local, tap).await?;
    }
    let terminal = std::io::stdin().is_terminal();
    if terminal {
        println!(
            "Tulis pesan; angka atau label memilih tombol; /foto BERKAS mengirim berkas; Ctrl+D selesai.\n"
        );
    }
    let mut choices = print(&local);
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    loop {
        if terminal {
            print!("> ");
            let _closed = std::io::stdout().flush();
        }
        let Some(line) = lines.next_line().await.map_err(|e| e.to_string())? else { return Ok(()) };
        let body = match read(&line, &choices, &local) {
            Ok(body) => body,
            Err(message) => {
                println!("  ({message})");
                continue;
            }
        };
        say(&runtime, &local, body).await?;
        let shown = print(&local);
        if !shown.is_empty() {
            choices = shown;
        }
    }
}

async fn open(options: &Options, folder: &Path) -> Result<(Runtime, Arc<Local>), String> {
    let mut library = Library::embedded(&options.office).map_err(|flaws| {
        flaws.iter().map(|f| format!("{}:{}: {}\n", f.file, f.line, f.what)).collect::<String>()
    })?;
    if !library.texts.languages().contains(&options.lang.as_str()) {
        return Err(format!(
            "there is no language {:?}; there are: {}",
            options.lang,
            library.texts.languages().join(", ")
        ));
    }
    library.default_lang.clone_from(&options.lang);
    let vault = Vault::ephemeral();
    let clock = Clock::System;
    let url = format!("sqlite://{}", folder.join("chat.db").display());
    let store = Store::open(&url, vault.clone(), clock.now()).await.map_err(|e| e.to_string())?;
    let blobs = Blobs::folder(&folder.join("files"), vault).map_err(|e| e.to_string())?;
    let local = Arc::new(Local::new(ChannelKind::Whatsapp));
    let mut doors: BTreeMap<ChannelKind, Arc<dyn Channel>> = BTreeMap::new();
    doors.insert(ChannelKind::Whatsapp, local.clone());
    let house = House {
        store,
        files: Arc::new(blobs),
        library: Arc::new(library),
        channels: Arc::new(doors),
        bus: Bus::default(),
        mint: Minter::new(clock.clone()),
        clock,
        metrics: Arc::new(Metrics::new()),
        judge: Judge::default(),
        public_url: None,
    };
    Ok((Runtime::new(house, Pace::default()), local))
}

async fn say(runtime: &Runtime, local: &Local, body: Body) -> Result<(), String> {
    let arrival = local.arrival(WHO, runtime.house.clock.now(), body, None);
    let media = arrival.class == crate::domain::inbound::ArrivalClass::Media;
    runtime.inbox.ingest(local.kind(), vec![arrival]).await.map_err(|e| e.to_string())?;
    loop {
        runtime.settle().await.map_err(|e| e.to_string())?;
        // A file waits a moment for the rest of its album, as everywhere.
        let (waiting, _, _) = runtime.house.store.inbox_depth().await.map_err(|e| e.to_string())?;
        if !media || waiting == 0 {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

/// What a line means: a number taps the button, `/foto` sends a file, anything else is said.
fn read(line: &str, choices: &[Choice], local: &Local) -> Result<Body, String> {
    if let Some(path) = line.strip_prefix("/foto ") {
        let bytes = std::fs::read(path.trim()).map_err(|e| format!("{}: {e}", path.trim()))?;
        let pdf = path.trim().to_ascii_lowercase().ends_with(".pdf");
        let (kind, mime) =
            if pdf { (MediaKind::Document, "application/pdf") } else { (MediaKind::Photo, "image/jpeg") };
        return Ok(local.file(kind, mime, bytes));
    }
    let picked = line.trim().parse::<usize>().ok().and_then(|n| choices.get(n.checked_sub(1)?));
    Ok(match picked {
        Some(choice) => Body::Tap {
            payload: choice.id.clone(),
            title: Redacted::from(choice.label.clone()),
            callback_id: None,
        },
        None => Body::Text { text: Redacted::from(line.to_owned()) },
    })
}

/// Prints what the bot said. Gives the buttons of the last bubble.
fn print(local: &Local) -> Vec<Choice> {
    let mut choices = Vec::new();
    for shown in local.take() {
        for line in shown.message.text.expose().lines() {
            println!("  {line}");
        }
        choices = shown.message.choices;
        for (n, choice) in choices.iter().enumerate() {
            println!("    {}. [{}]", n + 1, choice.label);
        }
        println!();
    }
    choices
}

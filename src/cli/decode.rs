//! `sapa decode whatsapp|telegram [FILE…]`: what a webhook body holds, one JSON object per line and event.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::channels;
use crate::domain::inbound::ChannelKind;

#[derive(Args)]
pub(super) struct Options {
    /// Whose body it is
    #[arg(value_enum)]
    channel: Platform,
    /// Files with one or several bodies each; standard input when left out
    files: Vec<PathBuf>,
    /// Show personal data as it came; a mask stands in its place otherwise
    #[arg(long)]
    clear: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Platform {
    Whatsapp,
    Telegram,
}

/// How standard input is called in what is printed.
const STANDARD_INPUT: &str = "-";

/// Prints every event of every body. A file that cannot be read is named on standard error; the others go on.
///
/// Exit status: 0 all read, 1 one or more were not.
pub(super) fn run(options: &Options) -> i32 {
    let channel = match options.channel {
        Platform::Whatsapp => ChannelKind::Whatsapp,
        Platform::Telegram => ChannelKind::Telegram,
    };
    let standard_input = [PathBuf::from(STANDARD_INPUT)];
    let files = if options.files.is_empty() { &standard_input[..] } else { &options.files };
    let mut out = std::io::stdout().lock();
    let mut status = 0;
    for file in files {
        let (events, fault) = events(channel, file);
        let name = file.display().to_string();
        for event in events {
            let mut object = event.to_json(options.clear);
            object["file"] = name.as_str().into();
            if writeln!(out, "{object}").is_err() {
                // Who reads us has seen enough: that is no failure.
                return status;
            }
        }
        if let Some(why) = fault {
            eprintln!("sapa: {name}: {why}");
            status = 1;
        }
    }
    status
}

/// What a file holds, as far as it can be read.
fn events(channel: ChannelKind, file: &Path) -> (Vec<channels::Decoded>, Option<String>) {
    let decoded = match read(file) {
        Ok(bytes) => channels::decode(channel, &bytes),
        Err(error) => return (Vec::new(), Some(format!("failed to read: {error}"))),
    };
    match decoded {
        Ok(events) => (events, None),
        Err(not_json) => (not_json.before.clone(), Some(not_json.to_string())),
    }
}

fn read(file: &Path) -> std::io::Result<Vec<u8>> {
    if file == Path::new(STANDARD_INPUT) {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(file)
}

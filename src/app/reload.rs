//! Conversations and texts from a folder: read at the start, and again after each edit. What is not proven is not taken:
//! the faults are told and the program goes on with what it has.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio_util::sync::CancellationToken;

use crate::runtime::house::House;
use crate::runtime::library::{Flaw, Library, Sources};
use crate::runtime::release::{self, Occasion};

/// How often the folder is looked at: an author has not yet changed windows by then.
const EVERY: Duration = Duration::from_millis(500);

/// The files of a folder, or those in the program.
pub(super) fn sources(folder: Option<&Path>) -> Result<Sources, Vec<Flaw>> {
    match folder {
        Some(folder) => Sources::from_dir(&folder.join("conversations"), &folder.join("locales")),
        None => Ok(Sources::embedded()),
    }
}

/// The office's library with every definition proven: nothing else is started with, and no other edit is taken. That
/// transcripts come to every question is for `sapa check` alone: a test that is missing keeps no office closed.
pub(super) fn proven(folder: Option<&Path>, office: &str) -> Result<Library, Vec<Flaw>> {
    let library = Library::load(&sources(folder)?, office)?;
    let flaws = library.flaws();
    if flaws.is_empty() { Ok(library) } else { Err(flaws) }
}

/// Takes edits until told to stop.
pub(super) async fn watch(house: House, folder: PathBuf, stop: CancellationToken) {
    tracing::info!(folder = %folder.display(), "edits of conversations and texts are taken while this runs");
    let mut seen = stamp(folder.clone()).await;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        let now = stamp(folder.clone()).await;
        if now != seen {
            seen = now;
            take(&house, folder.clone()).await;
        }
    }
}

async fn take(house: &House, folder: PathBuf) {
    let office = house.library.office.id.clone();
    let read = tokio::task::spawn_blocking(move || proven(Some(&folder), &office));
    match read.await {
        Ok(Ok(library)) => {
            house.library.put(Arc::new(library));
            match release::publish(house, Occasion::Edit).await {
                Ok(_) => tracing::info!("the edited conversations and texts are in use"),
                Err(error) => tracing::warn!(%error, "the edit is in use, but was not noted as released"),
            }
        }
        Ok(Err(flaws)) => {
            for flaw in &flaws {
                tracing::error!("{flaw}");
            }
            tracing::error!(
                flaws = flaws.len(),
                "the edit is not taken; the program goes on with what it had"
            );
        }
        Err(error) => tracing::error!(%error, "the edit could not be read"),
    }
}

/// Changes whenever a file does: names, sizes and times of change.
async fn stamp(folder: PathBuf) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    let walk = tokio::task::spawn_blocking(move || {
        let mut all = Vec::new();
        let mut open = vec![folder.join("conversations"), folder.join("locales")];
        while let Some(dir) = open.pop() {
            for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
                match entry.metadata() {
                    Ok(about) if about.is_dir() => open.push(entry.path()),
                    Ok(about) => all.push((entry.path(), about.len(), about.modified().ok())),
                    Err(_) => {}
                }
            }
        }
        all.sort();
        all
    });
    walk.await.unwrap_or_default()
}

//! The transcripts of a folder, read as `sapa check` reads them.

use std::path::{Path, PathBuf};

use sapa::runtime::library::transcript::{self, Scene};

/// One conversation, and the file that it stands in.
pub(crate) struct Script {
    pub path: PathBuf,
    pub scene: Scene,
}

/// Every transcript below a directory, in the order of their names.
pub(crate) fn find(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut dirs = vec![dir.to_owned()];
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(&dir).expect("a directory of conversations").flatten() {
            let path = entry.path();
            if path.is_dir() {
                dirs.push(path);
            } else if path.extension().is_some_and(|e| e == "chat") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Reads a file. Panics with file and line where it makes no sense: transcripts are tests.
pub(crate) fn read(path: &Path) -> Vec<Script> {
    let content = std::fs::read_to_string(path).expect("a readable transcript");
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let (scenes, flaws) = transcript::scenes_of(&path.to_string_lossy(), &name, &content);
    assert!(flaws.is_empty(), "{}", flaws.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    scenes.into_iter().map(|scene| Script { path: path.to_owned(), scene }).collect()
}

//! Puts every conversation and text into the program, so that who adds one touches no Rust: a table of paths below
//! the project and their contents, for `src/runtime/library/embedded.rs`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The endings of what the library reads.
const READ: [&str; 4] = ["toml", "ftl", "tsv", "csv"];

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo names the project's folder"));
    let mut files = Vec::new();
    for folder in ["conversations", "locales"] {
        // A folder stands for everything below it.
        println!("cargo::rerun-if-changed={folder}");
        find(&root.join(folder), &mut files);
    }
    files.sort();
    let mut table = String::from("&[\n");
    for path in files {
        let place = path.strip_prefix(&root).expect("it lies in the project's folder");
        let place = place.to_string_lossy().replace('\\', "/");
        writeln!(table, "    ({place:?}, include_str!({:?})),", path.display().to_string())
            .expect("a text takes a line");
    }
    table.push_str("]\n");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo names a folder for what is made"));
    fs::write(out.join("library.rs"), table).expect("the table is written");
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    for path in entries.map(|entry| entry.expect("the folder can be read").path()) {
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|e| READ.iter().any(|read| e == *read)) {
            files.push(path);
        }
    }
}

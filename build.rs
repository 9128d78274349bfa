//! What is made of the texts while the program is built: all of them go into it, so that who adds one touches no Rust,
//! and what citizens say (`locales/*/intents.toml`) is learnt, so that no start has to.
//!
//! `library.rs` in the output folder is a table of paths below the project and their contents, for
//! `src/runtime/library/embedded.rs`; `learnt` is what `src/nlu/lessons.rs` makes, with the few files that it needs.
//! What is wrong with the lessons stops the build, with file and line.

#![expect(clippy::disallowed_methods, reason = "cargo tells a build script in its environment")]

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use nlu::lessons::Sources;

#[path = "src/domain"]
mod domain {
    #![expect(dead_code, reason = "the program needs more of these files than the lessons do")]
    pub(crate) mod edit;
    pub(crate) mod text;
}

#[path = "src/nlu"]
mod nlu {
    #![expect(dead_code, reason = "the program needs more of these files than the lessons do")]
    mod classifier;
    mod flaw;
    mod intent;
    pub(crate) mod lessons;
    mod lexicon;
    mod lookup;
    mod slip;
    mod tokens;
    mod trainer;
    mod vocabulary;
    mod words;

    /// What the texts teach, or everything that is wrong with them.
    pub(crate) fn learn(sources: &[lessons::Sources]) -> Result<Vec<u8>, String> {
        let mut flaws = Vec::new();
        let (mut vocabulary, _) = vocabulary::Vocabulary::read(sources, &mut flaws);
        let examples = lessons::examples(sources, &mut flaws);
        if !flaws.is_empty() {
            let lines: Vec<String> = flaws.iter().map(|flaw| format!("locales/{flaw}")).collect();
            return Err(lines.join("\n"));
        }
        let learnt = lessons::learn(&mut vocabulary, &examples);
        Ok([fingerprint(sources).as_slice(), &words(&learnt.spelled), &weights(&learnt.classifier)].concat())
    }

    fn fingerprint(sources: &[lessons::Sources]) -> [u8; 8] {
        lessons::fingerprint(sources).to_le_bytes()
    }

    /// As `Learnt::from_bytes` reads them.
    fn words(spelled: &str) -> Vec<u8> {
        [(spelled.len() as u64).to_le_bytes().as_slice(), spelled.as_bytes()].concat()
    }

    /// As `Classifier::from_bytes` reads them.
    fn weights(classifier: &classifier::Classifier) -> Vec<u8> {
        let classifier::Classifier { rows, idf, bias, unit, weights } = classifier;
        let counts = [idf.len() as u32, bias.len() as u32].map(u32::to_le_bytes);
        let (rows, idf, bias) = (rows.as_flattened(), idf.as_flattened(), bias.as_flattened());
        [counts.as_flattened(), &unit.to_le_bytes(), rows, idf, bias, weights].concat()
    }
}

/// A language that is understood has these; others have texts alone.
const FILES: [&str; 4] = ["lexicon.tsv", "intents.toml", "rules.toml", "words.toml"];

/// The endings of what the library reads.
const READ: [&str; 5] = ["toml", "ftl", "tsv", "csv", "chat"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("library.rs"), library(&root)?)?;
    let languages = languages(&root.join("locales"))?;
    let sources: Vec<Sources> = languages
        .iter()
        .map(|(lang, lexicon, intents, rules, words)| Sources { lang, lexicon, intents, rules, words })
        .collect();
    Ok(fs::write(out.join("learnt"), nlu::learn(&sources)?)?)
}

/// The table of everything that the library reads.
fn library(root: &Path) -> Result<String, Box<dyn Error>> {
    let mut files = Vec::new();
    for folder in ["conversations", "locales"] {
        // A folder stands for everything below it.
        println!("cargo::rerun-if-changed={folder}");
        find(&root.join(folder), &mut files)?;
    }
    files.sort();
    let mut table = String::from("&[\n");
    for path in files {
        let place = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
        writeln!(table, "    ({place:?}, include_str!({:?})),", path.display().to_string())?;
    }
    table.push_str("]\n");
    Ok(table)
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else if path.extension().is_some_and(|e| READ.iter().any(|read| e == *read)) {
            files.push(path);
        }
    }
    Ok(())
}

type Lessons = (String, String, String, String, String);

/// The languages that are understood, with what is to be learnt of each.
fn languages(locales: &Path) -> Result<Vec<Lessons>, Box<dyn Error>> {
    let mut languages = Vec::new();
    for entry in fs::read_dir(locales)? {
        let folder = entry?.path();
        let lang = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if FILES.iter().all(|file| folder.join(file).is_file()) {
            let [lexicon, intents, rules, words] = FILES.map(|file| fs::read_to_string(folder.join(file)));
            languages.push((lang, lexicon?, intents?, rules?, words?));
        }
    }
    languages.sort();
    Ok(languages)
}

//! Learns from what citizens say (`locales/*/intents.toml`) while the program is built, so that no start has to:
//! `src/nlu/lessons.rs` with the few files that it needs, and `learnt` in the output folder.
//!
//! What is wrong with the texts stops the build, with file and line.

use std::error::Error;
use std::path::Path;
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

fn main() -> Result<(), Box<dyn Error>> {
    let locales = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    let mut languages = Vec::new();
    for entry in fs::read_dir(&locales)? {
        let folder = entry?.path();
        let lang = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if FILES.iter().all(|file| folder.join(file).is_file()) {
            let [lexicon, intents, rules, words] = FILES.map(|file| fs::read_to_string(folder.join(file)));
            languages.push((lang, lexicon?, intents?, rules?, words?));
        }
    }
    languages.sort();
    let sources: Vec<Sources> = languages
        .iter()
        .map(|(lang, lexicon, intents, rules, words)| Sources { lang, lexicon, intents, rules, words })
        .collect();
    let learnt = nlu::learn(&sources)?;
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join("learnt"), learnt)?)
}

//! Every transcript beside the conversations, played through the whole runtime: the session is sealed, stored and
//! read back between all lines.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use futures_util::StreamExt as _;
use sapa::engine::refusals;
use sapa::i18n::Texts;
use sapa::runtime::library::transcript::{Bubble, Expected, Step};
use sapa::runtime::library::{Library, Sources};

use crate::script::{self, Script};
use crate::world::World;

/// What a scene showed: the questions that were asked, and everything that was said.
struct Shown {
    asked: BTreeSet<String>,
    said: Vec<String>,
}

async fn play(library: Arc<Library>, script: Script) -> Result<Shown, String> {
    let scene = &script.scene;
    let mut world = World::new(library, scene).await;
    for (n, (line, step)) in scene.steps.iter().enumerate() {
        let before = world.said.len();
        let result = match step {
            Step::Does(act) => match world.fresh.first() {
                Some(bubble) => Err(format!("nobody expected: {}", bubble.text)),
                None => world.act(act).await,
            },
            Step::Expects(expected) => world.expect(expected),
        };
        result.map_err(|what| {
            let at = if matches!(step, Step::Expects(_)) { before.saturating_sub(1) } else { before };
            let said = world.said.iter().skip(at).map(shown).collect::<Vec<_>>().join("\n");
            format!(
                "{}:{line}: ({} on {}, step {n}) {what}\n{said}",
                scene.file,
                scene.who,
                scene.channel.as_str()
            )
        })?;
    }
    match world.fresh.first() {
        Some(bubble) => Err(format!("{}:{}: nobody expected: {}", scene.file, scene.line, shown(bubble))),
        None => {
            fill(&script, &world.blanks)?;
            let said = world.said.iter().map(|b| b.text.clone()).collect();
            Ok(Shown { asked: world.asked.into_inner().expect("nobody panicked"), said })
        }
    }
}

/// Writes what was said where a transcript left a blank, when asked to.
#[expect(clippy::disallowed_methods, reason = "a switch of the test itself")]
fn fill(script: &Script, blanks: &[Vec<Bubble>]) -> Result<(), String> {
    let scene = &script.scene;
    let lines =
        scene.steps.iter().filter(|(_, s)| *s == Step::Expects(Expected::Blank)).map(|(line, _)| *line);
    let mut blanks: BTreeMap<usize, &Vec<Bubble>> = lines.zip(blanks).collect();
    if blanks.is_empty() {
        return Ok(());
    }
    if std::env::var_os("SAPA_TEST_WRITE").is_none() {
        return Err(format!("{}:{}: blanks are left; SAPA_TEST_WRITE=1 fills them", scene.file, scene.line));
    }
    let content = std::fs::read_to_string(&script.path).expect("a transcript");
    let mut written = String::new();
    for (n, line) in content.lines().enumerate() {
        match blanks.remove(&(n + 1)) {
            Some(said) if said.is_empty() => written.push_str("<silence>\n"),
            Some(said) => said.iter().for_each(|bubble| written.push_str(&noted(bubble))),
            None => written.push_str(&format!("{line}\n")),
        }
    }
    std::fs::write(&script.path, written).map_err(|e| e.to_string())
}

/// The beginning of each paragraph, every line of a list, and the buttons.
fn noted(bubble: &Bubble) -> String {
    let mut noted = String::new();
    for paragraph in bubble.text.split("\n\n") {
        for (n, line) in paragraph.lines().enumerate() {
            if n == 0 || line.starts_with('•') {
                let end = line.match_indices(". ").map(|(at, _)| at + 1).find(|at| *at > 40);
                noted.push_str(&format!("< {}\n", line.get(..end.unwrap_or(line.len())).unwrap_or(line)));
            }
        }
    }
    let labels: Vec<String> = bubble.buttons.iter().map(|(label, _)| format!("[{label}]")).collect();
    if (1..=4).contains(&labels.len()) {
        noted.push_str(&format!("  {}\n", labels.join(" ")));
    }
    noted
}

/// The longest stretch of a text between its values.
fn literal(texts: &Texts, key: &str) -> String {
    let text = texts.get("id", key, &[]);
    let mut rest = text.as_str();
    let mut longest = "";
    loop {
        let (before, after) = rest.split_once("{$").unwrap_or((rest, ""));
        longest = if before.len() > longest.len() { before } else { longest };
        match after.split_once('}') {
            Some((_, after)) => rest = after,
            None => return longest.trim().to_owned(),
        }
    }
}

/// Plays the scenes of one file of Buleleng.
pub(crate) fn plays(path: &std::path::Path) {
    plays_in(Arc::new(Library::embedded("buleleng").expect("the shipped library is sound")), path);
}

/// The same with other conversations.
pub(crate) fn plays_in(library: Arc<Library>, path: &std::path::Path) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let scenes = script::read(path);
    assert!(!scenes.is_empty());
    for scene in scenes {
        runtime.block_on(play(library.clone(), scene)).unwrap_or_else(|failure| panic!("{failure}"));
    }
}

fn shown(bubble: &Bubble) -> String {
    let text = bubble.text.lines().map(|l| format!("    < {l}\n")).collect::<String>();
    let buttons: String = bubble.buttons.iter().map(|(label, _)| format!("[{label}] ")).collect();
    format!("{text}      {}", buttons.trim_end())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_transcript_is_played_as_written_and_every_question_and_refusal_is_met_in_one() {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("conversations");
    let offices = Sources::embedded().offices();
    let libraries: BTreeMap<String, Arc<Library>> = offices
        .into_iter()
        .map(|office| {
            let library = Library::embedded(&office).expect("the shipped library is sound");
            (office, Arc::new(library))
        })
        .collect();
    let scenes: Vec<Script> = script::find(&dir).iter().flat_map(|path| script::read(path)).collect();
    let count = scenes.len();
    // Two at a time, as many as photos are judged at once: a scene must not find the triage busy with others'.
    let playing = scenes.into_iter().map(|scene| {
        let library = libraries[&scene.scene.office].clone();
        async move {
            let place = (scene.scene.office.clone(), scene.scene.service.clone());
            (place, tokio::spawn(play(library, scene)).await.expect("a scene does not panic"))
        }
    });
    let played: Vec<_> = futures_util::stream::iter(playing).buffer_unordered(2).collect().await;
    let (mut failures, mut asked) = (Vec::new(), BTreeSet::new());
    let mut said: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (place, scene) in played {
        match scene {
            Ok(shown) => {
                asked.extend(shown.asked.into_iter().map(|q| format!("{}/{q}", place.0)));
                said.entry(place).or_default().extend(shown.said);
            }
            Err(failure) => failures.push(failure),
        }
    }
    assert!(failures.is_empty(), "{} of {count} scenes failed\n{}", failures.len(), failures.join("\n\n"));
    for (office, library) in &libraries {
        for definition in library.catalogue.services.values() {
            for question in definition.questions.iter().filter(|q| q.kind.is_asked()) {
                let name = format!("{office}/{}/{}", definition.service, question.id);
                assert!(asked.contains(&name), "no transcript asks {name}");
            }
        }
    }
    let mut unheard = Vec::new();
    for (office, library) in &libraries {
        for definition in library.catalogue.services.values() {
            let said = said.get(&(office.clone(), definition.service.clone())).cloned().unwrap_or_default();
            for question in &definition.questions {
                for key in refusals(definition, question) {
                    let words = literal(&library.texts, &key);
                    if !said.iter().any(|bubble| bubble.contains(&words)) {
                        unheard.push(format!("{office}/{}/{}: {key}", definition.service, question.id));
                    }
                }
            }
        }
    }
    assert!(unheard.is_empty(), "refusals that no transcript shows:\n{}", unheard.join("\n"));
}

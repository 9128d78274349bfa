//! Every transcript beside the conversations, played through the whole runtime: the session is sealed, stored and
//! read back between all lines.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use futures_util::StreamExt as _;
use sapa::runtime::library::{Library, Sources};

use crate::script::{self, Scene, Step};
use crate::world::{Bubble, World};

/// Plays a scene; gives the questions that were asked.
async fn play(library: Arc<Library>, scene: Scene) -> Result<BTreeSet<String>, String> {
    let mut world = World::new(library, &scene).await;
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
            format!("{}:{line}: ({} on {}, step {n}) {what}\n{said}", scene.file, scene.who, scene.channel)
        })?;
    }
    match world.fresh.first() {
        Some(bubble) => Err(format!("{}:{}: nobody expected: {}", scene.file, scene.line, shown(bubble))),
        None => Ok(world.asked.into_inner().expect("nobody panicked")),
    }
}

/// Plays the scenes of one file of Buleleng.
pub(crate) fn plays(path: &std::path::Path) {
    let library = Arc::new(Library::embedded("buleleng").expect("the shipped library is sound"));
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
async fn every_transcript_is_played_as_written_and_every_question_is_asked_in_one() {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("conversations");
    let offices = Sources::embedded().offices();
    let libraries: BTreeMap<String, Arc<Library>> = offices
        .into_iter()
        .map(|office| {
            let library = Library::embedded(&office).expect("the shipped library is sound");
            (office, Arc::new(library))
        })
        .collect();
    let scenes: Vec<Scene> = script::find(&dir).iter().flat_map(|path| script::read(path)).collect();
    let count = scenes.len();
    // Two at a time, as many as photos are judged at once: a scene must not find the triage busy with others'.
    let playing = scenes.into_iter().map(|scene| {
        let library = libraries[&scene.office].clone();
        async move {
            let office = scene.office.clone();
            (office, tokio::spawn(play(library, scene)).await.expect("a scene does not panic"))
        }
    });
    let played: Vec<_> = futures_util::stream::iter(playing).buffer_unordered(2).collect().await;
    let (mut failures, mut asked) = (Vec::new(), BTreeSet::new());
    for (office, scene) in played {
        match scene {
            Ok(questions) => asked.extend(questions.into_iter().map(|q| format!("{office}/{q}"))),
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
}

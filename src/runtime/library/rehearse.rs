//! Plays transcripts with the engine alone: which questions and refusals they come to, and whether what is said is what
//! they expect. What only the whole program knows (what the office tells, pages, proofs of who writes) is played on as far
//! as the engine hears of it and compared with nothing; `cargo test` plays all of it.

mod stage;

use std::collections::BTreeSet;

use super::transcript::{Act, Bubble, Expected, Scene, Step};
use super::{Flaw, Library};
use stage::Stage;

/// What was come to: (service, question).
#[derive(Default)]
pub(super) struct Visits {
    pub asked: BTreeSet<(String, String)>,
    pub refused: BTreeSet<(String, String)>,
}

impl Visits {
    pub(super) fn extend(&mut self, other: Visits) {
        self.asked.extend(other.asked);
        self.refused.extend(other.refused);
    }
}

/// What was said to an act.
enum Told {
    Said(Vec<Bubble>),
    /// Only the whole program knows.
    Unknown,
    /// It cannot be done, or what it looks at is not so.
    Wrong(String),
}

/// How the answers that a scene writes down compare with what is said.
#[derive(Default)]
pub(super) struct Report {
    /// Answers that are written down, and those of them that were compared.
    pub written: usize,
    pub compared: usize,
    /// The first that differs: what follows would differ with it.
    pub flaw: Option<Flaw>,
}

/// Plays a scene and notes what it comes to.
pub(super) fn play(library: &Library, scene: &Scene) -> (Report, Visits) {
    let mut visits = Visits::default();
    let mut stage = Stage::new(library, scene);
    let mut report = Report::default();
    let mut told = Told::Said(Vec::new());
    let mut at = scene.line;
    for (line, step) in &scene.steps {
        let wrong = match step {
            Step::Does(act) => {
                let missed = match &told {
                    Told::Said(said) => said.first().map(|bubble| (at, unexpected(bubble))),
                    Told::Unknown | Told::Wrong(_) => None,
                };
                told = stage.act(act, &mut visits);
                at = *line;
                match &told {
                    Told::Wrong(what) => missed.or_else(|| Some((at, what.clone()))),
                    Told::Said(_) | Told::Unknown => missed,
                }
            }
            Step::Expects(expected) => {
                report.written += usize::from(*expected != Expected::Anything);
                let Told::Said(said) = &told else { continue };
                report.compared += usize::from(*expected != Expected::Anything);
                let differs = differs(expected, said, &stage.told(at));
                told = Told::Said(Vec::new());
                differs.map(|what| (*line, what))
            }
        };
        if let (Some((line, what)), None) = (wrong, &report.flaw) {
            report.flaw = Some(Flaw::new(&scene.file, line, what));
        }
    }
    if let (Told::Said(said), None) = (&told, &report.flaw) {
        report.flaw = said.first().map(|bubble| Flaw::new(&scene.file, at, unexpected(bubble)));
    }
    (report, visits)
}

fn unexpected(bubble: &Bubble) -> String {
    format!(
        "nothing says what is said to this: write `< …` below it, or `...` for anything; it is {:?}",
        bubble.in_a_line()
    )
}

/// What is wrong with what was said at this place, and what was said.
fn differs(expected: &Expected, said: &[Bubble], place: &str) -> Option<String> {
    let heard = || match said {
        [] => "nothing is said".to_owned(),
        said => {
            let all: Vec<String> = said.iter().map(|bubble| format!("{:?}", bubble.in_a_line())).collect();
            format!("this is said: {}", all.join(" and "))
        }
    };
    match expected.met_by(said) {
        Ok(()) if *expected == Expected::Blank => {
            Some(format!("a blank is left{place}: write here what is said; {}", heard()))
        }
        Ok(()) => None,
        Err(what) => {
            Some(format!("{what}{place}; {}; write here what is said, or mend what says it", heard()))
        }
    }
}

/// Whether an act is the citizen's own.
fn is_citizens(act: &Act) -> bool {
    matches!(act, Act::Writes(_) | Act::Taps(_) | Act::Sends(_) | Act::TypesCode)
}

//! From a failing story to a short one.

use super::stage::Outcome;
use super::story::Story;
use super::theatre::Theatre;
use crate::store::StoreError;

/// Leaves out items as long as the same promise is still broken, in `most` tries. Gives what is left, played with every line.
///
/// # Errors
/// When the store itself fails.
pub(super) async fn shrink(
    theatre: &Theatre,
    story: Story,
    most: usize,
) -> Result<(Story, Outcome), StoreError> {
    let mut story = story;
    let mut outcome = theatre.play_story(&story, true).await?;
    let Some(breach) = outcome.breach.clone() else { return Ok((story, outcome)) };
    let mut tries = 0;
    let mut shorter = true;
    while shorter && tries < most {
        shorter = false;
        let mut at = story.items.len();
        while at > 0 && tries < most {
            at -= 1;
            if at >= story.items.len() {
                continue;
            }
            tries += 1;
            let candidate = story.without(at);
            let tried = theatre.play_story(&candidate, true).await?;
            if tried.breach.as_ref().is_some_and(|b| b.invariant == breach.invariant) {
                (story, outcome) = (candidate, tried);
                shorter = true;
            }
        }
    }
    Ok((story, outcome))
}

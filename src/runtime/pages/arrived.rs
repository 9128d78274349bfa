//! What was filled in on a page, served in the person's lane like anything else that arrives.

use super::past_label;
use crate::domain::ids::{MediaId, MessageId};
use crate::domain::redacted::mask_id_numbers;
use crate::engine::{self, Event};
use crate::runtime::effects;
use crate::runtime::files;
use crate::runtime::inbox::PageAnswer;
use crate::runtime::turn::Turn;
use crate::store::{ArrivalRow, IncomingBubble, StoreError, Work};

/// What it means to the conversation, if that still stands at the question: it is written into the transcript, masked,
/// and tells that the citizen is there, but does not open the platform's reply window.
pub(in crate::runtime) async fn arrived(
    turn: &mut Turn<'_>,
    work: &mut Work,
    row: &ArrivalRow,
    (tag, question): (&str, &str),
    answer: &PageAnswer,
) -> Result<Option<Event>, StoreError> {
    let library = turn.house.library.newest();
    let definition = effects::pinned(&library, work, turn.session.definition.as_deref()).await?;
    let Some(definition) = definition else { return Ok(None) };
    let current = turn.session.current(&definition);
    if turn.session.tag != tag || current.is_none_or(|q| q.id != question) {
        return Ok(None);
    }
    let (said, event) = match answer {
        PageAnswer::Text(text) => (mask_id_numbers(text.expose()), Event::PageText(text.expose().clone())),
        PageAnswer::Past(option) => {
            let label = past_label(&definition.key(question, ""), option);
            let said = library.texts.get(&turn.person.lang, &label, &[]);
            (said, engine::way_past_event(tag, question, option))
        }
        PageAnswer::Files(media) => {
            let mut items = Vec::with_capacity(media.len());
            for id in media {
                items.push(files::seen(&work.media_row(id).await?));
            }
            (String::new(), Event::PageFiles(items))
        }
    };
    let files: &[MediaId] = if let PageAnswer::Files(media) = answer { media } else { &[] };
    // One line of the transcript for each file, or one for the answer.
    for n in 0..files.len().max(1) {
        let id: MessageId = turn.house.mint.id();
        work.add_incoming(&IncomingBubble {
            id: &id,
            person: &turn.person.id,
            channel: turn.channel,
            kind: "page",
            text: &said,
            media: files.get(n),
            arrival: &row.id,
            wire_id: row.provider_id.as_str(),
            at: turn.now,
        })
        .await?;
    }
    Ok(Some(event))
}

/// An officer took the chat after the page was sent off: the answer is kept, and nothing is said. What would do more
/// than that waits until the bot has the chat again, and is asked for then.
pub(in crate::runtime) async fn keep_quietly(
    turn: &mut Turn<'_>,
    work: &mut Work,
    event: &Event,
) -> Result<(), StoreError> {
    let before = turn.session.clone();
    let step = turn.step_from(work, before, event).await?;
    if step.effects.is_empty() {
        turn.session = step.session;
        effects::keep_session(turn, work).await?;
    }
    Ok(())
}

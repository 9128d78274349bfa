//! What the staff console reads: chats, transcripts, cases. Reads only; nothing here changes a row.

mod cases;
mod chats;

pub use cases::{CaseCursor, CaseDetail, CaseEvent, CaseFile, CaseRow};
pub use chats::{ChatRow, InboxCursor, InboxTab, LastLine, TranscriptLine, Waiting};

use super::Store;
use crate::domain::redacted::Redacted;

impl Store {
    /// Opens a column for showing. A value that does not open (damaged, erased, sealed with a lost key) is
    /// none: one bad row must not take the whole list away from staff.
    fn show(&self, context: &str, sealed: Option<&str>) -> Option<Redacted<String>> {
        sealed.and_then(|s| self.vault.open_str(context, s).ok()).map(Redacted::from)
    }
}

#[cfg(test)]
pub(crate) mod tests;

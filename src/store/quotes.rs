//! By which a message of the citizen's can be quoted in an answer.

use super::db::all;
use super::{StoreError, Work};
use crate::domain::ids::{MediaId, PersonId};
use crate::domain::inbound::ChannelKind;

impl Work {
    /// The message that brought a file, if it came by this channel.
    pub async fn wire_of_file(
        &mut self,
        person: &PersonId,
        channel: ChannelKind,
        media: &MediaId,
    ) -> Result<Option<String>, StoreError> {
        let rows: Vec<Option<String>> = all!(
            &mut self.tx,
            "SELECT wire_id FROM messages WHERE person_id = $1 AND channel = $2 AND media_id = $3
               AND author = 'citizen'",
            [person.as_str(), channel.as_str(), media.as_str()],
            |row| row.try_get(0)?
        );
        Ok(rows.into_iter().flatten().next())
    }

    /// The last thing that the citizen said by this channel.
    pub async fn last_wire_from(
        &mut self,
        person: &PersonId,
        channel: ChannelKind,
    ) -> Result<Option<String>, StoreError> {
        let rows: Vec<Option<String>> = all!(
            &mut self.tx,
            "SELECT wire_id FROM messages WHERE person_id = $1 AND channel = $2 AND author = 'citizen'
               AND kind <> 'reaction' ORDER BY created_at DESC, id DESC LIMIT 1",
            [person.as_str(), channel.as_str()],
            |row| row.try_get(0)?
        );
        Ok(rows.into_iter().flatten().next())
    }
}

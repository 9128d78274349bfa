use crate::domain::outbound::Abilities;

/// What a WhatsApp bubble can show.
pub const ABILITIES: Abilities = Abilities {
    // nyaruka/courier `maxMsgLengthWAC`, david-lev/pywa client.py (2026-08).
    text_max: 4096,
    // facebook/openapi `BodyObject`. Meta's list page is said to allow 4096 for lists; not verified.
    text_with_choices_max: 1024,
    // facebook/openapi `ActionObject`: 3 buttons, titles of 20.
    buttons_max: 3,
    button_label_max: 20,
    // Meta, messages/interactive-list-messages: 10 rows over all sections; openapi `SectionObject`.
    rows_max: 10,
    row_label_max: 24,
    row_description_max: 72,
    // Sent messages cannot be edited; old buttons stay tappable for ever.
    edits: false,
    // The customer service window; outside of it 131047.
    window_hours: Some(24),
};

/// openapi: captions. The same number as beside choices, by accident.
pub(super) const CAPTION_MAX: usize = 1024;

/// pywa: the button that opens a list.
pub(super) const LIST_BUTTON_MAX: usize = 20;

/// Meta, business-phone-numbers/media (2026-09-11): larger pictures go out as documents.
pub(super) const IMAGE_BYTES_MAX: usize = 5 * 1024 * 1024;

/// The same page: the largest file a user can send us.
pub(super) const DOWNLOAD_MAX: u64 = 100 * 1024 * 1024;

use crate::domain::outbound::Abilities;

/// What a Telegram bubble can show.
pub const ABILITIES: Abilities = Abilities {
    // Bot API 10.1, sendMessage: 4096 characters after the parsing of entities.
    text_max: 4096,
    text_with_choices_max: 4096,
    // Ours: the platform takes about a hundred, a person reads no more than a screen of them.
    buttons_max: 30,
    // Ours: clients cut a label at the width of the screen without a word.
    button_label_max: 40,
    // There are no lists.
    rows_max: 0,
    row_label_max: 0,
    row_description_max: 0,
    // editMessageReplyMarkup.
    edits: true,
    // A person who wrote to the bot may be written to until they block it.
    window_hours: None,
};

/// Bot API 10.1: captions.
pub(super) const CAPTION_MAX: usize = 1024;

/// Two labels of this length stand side by side on a narrow phone; ours.
pub(super) const HALF_ROW_MAX: usize = 16;

/// Bot API 10.1, sendPhoto: larger pictures go out as documents.
pub(super) const PHOTO_BYTES_MAX: usize = 10 * 1024 * 1024;

/// `MAX_DOWNLOAD_FILE_SIZE` of tdlib/telegram-bot-api (2026-05-07).
pub(super) const DOWNLOAD_MAX: u64 = 20 << 20;

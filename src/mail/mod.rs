//! E-mail: hands plain-text mails to the office's SMTP server. The only home of lettre. What a server answers is
//! sorted by what to do next and kept as its code alone, since its words may hold the citizen's address.

mod kept;
mod settings;
mod smtp;

pub use kept::Kept;
pub use settings::Settings;
pub use smtp::Smtp;

//! The invented people on the page.

use crate::simulator::people::{TelegramPerson, WhatsAppPerson};
use crate::simulator::phone::Phone;
use crate::simulator::platform::Platform;
use crate::simulator::{Channel, ids};

const NAMES: [&str; 8] = [
    "Ni Luh Contoh Sari",
    "I Made Contoh Artana",
    "Komang Contoh Dewi",
    "I Gede Contoh Putra",
    "Ni Kadek Contoh Lestari",
    "I Wayan Contoh Suarta",
    "Ni Putu Contoh Ayu",
    "I Ketut Contoh Wijaya",
];

/// Two people to start with; on WhatsApp a third one whose number the platform hides.
pub(super) fn first(platform: &Platform, channel: Channel) {
    match channel {
        Channel::WhatsApp => {
            platform.whatsapp_phone(WhatsAppPerson::new(NAMES[0], "6281200009901"));
            platform.whatsapp_phone(WhatsAppPerson::new(NAMES[1], "6281200009902"));
            platform.whatsapp_phone(WhatsAppPerson::without_phone(NAMES[2], "komang.contoh"));
        }
        Channel::Telegram => {
            platform.telegram_phone(TelegramPerson::new(NAMES[3]));
            platform.telegram_phone(TelegramPerson::new(NAMES[4]));
        }
    }
}

/// One more, with a name that nobody has yet while there are any.
pub(super) fn another(platform: &Platform, channel: Channel) -> Phone {
    let phones = platform.phones();
    let count = phones.iter().filter(|phone| phone.channel() == channel).count();
    let free = NAMES.iter().find(|name| !phones.iter().any(|phone| phone.person().name() == **name));
    let name = free.map_or_else(|| format!("Warga Contoh {}", count + 1), |name| (*name).to_owned());
    match channel {
        Channel::WhatsApp => {
            let number = format!("62812{}", &ids::digits(9)[1..]);
            platform.whatsapp_phone(WhatsAppPerson::new(&name, &number))
        }
        Channel::Telegram => platform.telegram_phone(TelegramPerson::new(&name)),
    }
}

//! A citizen who lost a KTP, step by step.

use sapa::simulator::{Channel, Phone, Request, Sample, Shown};

use super::{Program, SOON};

/// What the citizen does at one question, and what the answer to it says.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    pub(crate) act: Act,
    pub(crate) then: &'static str,
}

#[derive(Clone, Copy)]
pub(crate) enum Act {
    Text(&'static str),
    Tap(&'static str),
    /// A NIK that only this phone's citizen has: one person has one open request.
    Nik,
    /// A sample of the simulator, by name, sent as a photo.
    Photo(&'static str),
}

/// From the first word to the ticket; every answer is another sentence.
pub(crate) const LOST_KTP: [Step; 10] = [
    Step { act: Act::Text("ktp saya hilang"), then: "mohon persetujuan Anda" },
    Step { act: Act::Tap("Setuju"), then: "KTP siapa yang hilang?" },
    Step { act: Act::Tap("Milik saya"), then: "Mohon ketik *NIK* pemilik KTP" },
    Step { act: Act::Nik, then: "Mohon ketik *nama lengkap* pemilik KTP" },
    Step { act: Act::Text("Ni Luh Contoh Ayu"), then: "Mohon ketik *nomor Kartu Keluarga*" },
    Step { act: Act::Text("5108060101159902"), then: "Mohon kirim foto *Surat Keterangan Hilang" },
    Step { act: Act::Photo("letter"), then: "alamat *e-mail* yang aktif" },
    Step { act: Act::Text("ayu@contoh.example"), then: "Di mana KTP-el akan diambil?" },
    Step { act: Act::Tap("Kantor Disdukcapil"), then: "Apakah semuanya *benar*" },
    Step { act: Act::Tap("Ya, kirim"), then: "Permohonan Anda *kami terima*" },
];

/// The place of the question for the police letter: so many steps lead to it.
pub(crate) const TO_THE_LETTER: usize = 6;

impl Step {
    pub(crate) fn take(&self, phone: &Phone) {
        self.act.on(phone);
    }

    /// Takes the step and waits for its answer.
    pub(crate) async fn walk(&self, phone: &Phone) -> Shown {
        let place = phone.place();
        self.take(phone);
        answered(phone, place, self.then).await
    }
}

impl Act {
    pub(super) fn on(&self, phone: &Phone) {
        match self {
            Act::Text(text) => {
                phone.send_text(text);
            }
            Act::Nik => {
                phone.send_text(&nik(phone));
            }
            Act::Tap(label) => {
                phone.tap(label).unwrap();
            }
            Act::Photo(name) => {
                let sample = Sample::find(name).unwrap();
                phone.send_photo(sample.data(), sample.mime, "");
            }
        }
    }
}

/// A woman born on 1 July 1990 in Buleleng; the serial is above all that are given out.
fn nik(phone: &Phone) -> String {
    let (platform, number) = phone.id().split_once('-').unwrap();
    let serial = 9_900 + number.parse::<u32>().unwrap() + if platform == "wa" { 0 } else { 50 };
    format!("510806410790{serial}")
}

/// As texts of Telegram come: the stars became entities.
pub(crate) fn plain(text: &str, channel: Channel) -> String {
    match channel {
        Channel::WhatsApp => text.to_owned(),
        Channel::Telegram => text.replace('*', ""),
    }
}

/// Waits for a bubble newer than `place` that says this.
pub(crate) async fn answered(phone: &Phone, place: u64, part: &str) -> Shown {
    let part = plain(part, phone.channel());
    let says = |shown: &&Shown| shown.received() && shown.seq > place && shown.text.contains(&part);
    let screen = phone.wait_for(|screen| screen.messages.iter().any(|shown| says(&shown)), SOON).await;
    let screen = screen.unwrap_or_else(|error| panic!("no {part:?} on {}: {error}", phone.id()));
    screen.messages.iter().find(says).unwrap().clone()
}

/// Walks the first `steps` steps.
pub(crate) async fn walk(phone: &Phone, steps: usize) {
    for step in &LOST_KTP[..steps] {
        step.walk(phone).await;
    }
}

/// Everything that the office said, oldest first.
pub(crate) fn said(phone: &Phone) -> Vec<String> {
    let screen = phone.screen();
    screen.messages.iter().filter(|shown| shown.received()).map(|shown| shown.text.clone()).collect()
}

/// The ticket on the receipt.
pub(crate) fn ticket(phone: &Phone) -> String {
    let receipt = said(phone).into_iter().rev().find(|text| text.contains("Nomor: "));
    let receipt = receipt.unwrap_or_else(|| panic!("no receipt among {:#?}", said(phone)));
    let line = receipt.lines().find_map(|line| line.strip_prefix("Nomor: ")).unwrap();
    line.trim_matches('*').to_owned()
}

/// The calls that sent, or tried to send, a bubble.
pub(super) fn sends(program: &Program, channel: Channel) -> Vec<Request> {
    let method = match channel {
        Channel::WhatsApp => "messages",
        Channel::Telegram => "sendMessage",
    };
    program.platform.requests_of(channel, method)
}

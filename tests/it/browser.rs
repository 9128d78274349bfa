//! The whole story in a real browser against the real program: two phones and the staff console, by mouse
//! and keyboard alone. Chromium and its driver are Debian's (packages `chromium`, `chromium-driver`).
#![expect(clippy::unwrap_used, reason = "tests")]

mod desk;
mod hands;
mod phone;
mod stage;

use desk::Desk;
use hands::{Hands, named};
use phone::Phone;
use stage::{Browser, Folder, Office, told};

const LETTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/simulator/samples/letter.jpg");
/// Invented people: serials of 9900 and above are given to nobody.
const AYU: &str = "5108064107909901";
const GEDE: &str = "5108011203859902";

#[tokio::test(flavor = "multi_thread")]
async fn citizens_and_officers_live_the_whole_story_in_a_browser() {
    if told("SAPA_TEST_FAST").is_some_and(|fast| fast == "1") {
        eprintln!("left out: the browser test (SAPA_TEST_FAST=1)");
        return;
    }
    let folder = Folder::new();
    let Some(browser) = Browser::open(folder.path()).await else {
        let missing =
            "the browser test needs chromium and chromedriver: apt-get install chromium chromium-driver";
        assert!(told("CI").is_none_or(|ci| ci != "true"), "{missing}");
        eprintln!("SKIPPED: {missing}");
        return;
    };
    let office = Office::open(folder.path());
    let hands = Hands::new(browser.driver.clone());
    // A task of its own, so that the browser is ended whatever happens in it.
    let lived = tokio::spawn(async move { live(&office, hands).await }).await;
    browser.close().await;
    if let Err(failed) = lived {
        std::panic::resume_unwind(failed.into_panic());
    }
}

async fn live(office: &Office, hands: Hands) {
    hands.driver.set_window_rect(0, 0, 1280, 1040).await.unwrap();
    hands.goes_to(&format!("{}/simulator", office.base)).await;
    hands.finds("//html[@data-ready]").await;
    let phones = hands.driver.window().await.unwrap();
    let mut whatsapp = Phone::new(&hands, "whatsapp");
    let mut telegram = Phone::new(&hands, "telegram");

    comes_to_the_nik_on_telegram(&mut telegram).await;
    let ayus_ticket = files_on_whatsapp(&hands, &mut whatsapp).await;

    // The link to the console opens beside the phones.
    hands.clicks(&named("console-link")).await;
    let desk_window =
        hands.driver.windows().await.unwrap().into_iter().find(|window| *window != phones).unwrap();
    hands.turns_to(&desk_window).await;
    let desk = Desk { hands: hands.clone() };
    desk.signs_in(&office.login, &office.one_time_password).await;

    // An officer takes the chat over, and gives it back at the very question where it was.
    hands.picture("inbox").await;
    desk.opens_chat("telegram").await;
    hands.clicks(&named("take")).await;
    desk.replies("Selamat pagi, saya Made dari Disdukcapil. NIK ada di Kartu Keluarga.").await;
    hands.turns_to(&phones).await;
    telegram.hears_next("Anda terhubung dengan petugas").await;
    telegram.hears_next("saya Made dari Disdukcapil").await;
    telegram.writes("Baik, saya cari dulu").await;
    hands.turns_to(&desk_window).await;
    desk.sees_said("citizen", "Baik, saya cari dulu").await;
    hands.picture("console").await;
    hands.clicks(&named("give-back")).await;
    hands.turns_to(&phones).await;
    // The very next: while the officer held the chat, the bot said nothing.
    telegram.hears_next("Mohon ketik NIK pemilik KTP").await;

    // The case of the first citizen goes through the office, until the phone lights up.
    whatsapp.is_laid_down().await;
    hands.turns_to(&desk_window).await;
    desk.opens_case(&ayus_ticket).await;
    desk.sees_photos(1).await;
    hands.picture("case").await;
    desk.acts("accept_complete", "complete").await;
    desk.acts("enter_siak", "in_siak").await;
    desk.acts("print_draft", "draft_printed").await;
    desk.acts("request_signature", "tte_review").await;
    desk.acts("forward_to_head", "head_review").await;
    desk.acts("approve", "approved").await;
    desk.acts("produce", "produced").await;
    desk.acts("print", "printed").await;
    let queue_number = desk.calls_for_pickup("DKC").await;
    hands.picture("ready").await;
    hands.turns_to(&phones).await;
    whatsapp.hears("dinyatakan lengkap").await;
    whatsapp.hears("siap diambil").await;
    whatsapp.lights_up().await;
    let told = whatsapp.heard().await;
    assert!(told.contains(&queue_number) && told.contains(&ayus_ticket), "{told}");
    hands.picture("phones").await;

    // The second citizen goes on; the office cancels, and the phone tells why and what to do.
    let gedes_ticket = files_on_telegram(&mut telegram).await;
    hands.turns_to(&desk_window).await;
    desk.opens_case(&gedes_ticket).await;
    desk.sees_photos(1).await;
    let reason = "Surat kehilangan belum distempel. Mohon minta stempel di Polsek.";
    desk.cancels_as_incomplete(reason).await;
    hands.picture("cancelled").await;
    hands.turns_to(&phones).await;
    telegram.hears(reason).await;
    telegram.is_offered("Ajukan lagi").await;
    telegram.is_offered("Hubungi petugas").await;
    hands.picture("phones-after").await;
    // A new request needs a new agreement; after it only what was missing is asked for.
    telegram.taps("Ajukan lagi").await;
    telegram.hears_next("mohon persetujuan Anda").await;
    telegram.taps("Setuju").await;
    telegram.hears_next("Surat Keterangan Hilang").await;
}

/// From the first word to the ticket, with a bad photo and a corrected answer on the way.
async fn files_on_whatsapp(hands: &Hands, phone: &mut Phone) -> String {
    phone.writes("ktp sy ilang").await;
    phone.hears("mohon persetujuan Anda").await;
    hands.picture("consent").await;
    phone.taps("Setuju").await;
    phone.hears("KTP siapa yang hilang").await;
    phone.taps("Milik saya").await;
    phone.hears("ketik NIK").await;
    phone.sends(AYU).await;
    phone.hears("nama lengkap").await;
    phone.writes("Ni Luh Ayu Lestari").await;
    phone.hears("nomor Kartu Keluarga").await;
    phone.writes("belum tahu").await;
    phone.hears("Surat Keterangan Hilang").await;
    phone.sends_sample("letter-blurred").await;
    phone.hears("agak buram").await;
    hands.picture("simulator").await;
    phone.taps("Foto ulang").await;
    phone.hears("Surat Keterangan Hilang").await;
    phone.sends_sample("letter").await;
    phone.shows_sent("photo").await;
    phone.hears("e-mail").await;
    phone.taps("Tidak punya e-mail").await;
    phone.hears("akan diambil").await;
    phone.taps("Kantor Disdukcapil").await;
    phone.hears("Mohon periksa").await;
    phone.taps("Ubah").await;
    phone.hears("Bagian mana yang ingin Anda ubah").await;
    hands.picture("correct").await;
    phone.picks("Nama").await;
    phone.hears("nama lengkap").await;
    phone.writes("Ni Luh Ayu Lestari Dewi").await;
    phone.hears("Ni Luh Ayu Lestari Dewi").await;
    hands.picture("summary").await;
    phone.taps("Ya, kirim").await;
    ticket(phone).await
}

async fn comes_to_the_nik_on_telegram(phone: &mut Phone) {
    phone.presses_start().await;
    phone.hears("Saya Sapa").await;
    phone.writes("mau urus ktp hilang").await;
    phone.hears("mohon persetujuan Anda").await;
    phone.taps("Setuju").await;
    phone.hears("KTP siapa yang hilang").await;
    phone.taps("Milik saya").await;
    phone.hears("ketik NIK").await;
}

/// From the NIK to the ticket, with a photo from the disk.
async fn files_on_telegram(phone: &mut Phone) -> String {
    phone.writes(GEDE).await;
    phone.hears("nama lengkap").await;
    phone.writes("I Gede Arya Wiguna").await;
    phone.hears("nomor Kartu Keluarga").await;
    phone.taps("Belum tahu").await;
    phone.hears("Surat Keterangan Hilang").await;
    phone.sends_photo(LETTER).await;
    phone.shows_sent("photo").await;
    phone.hears("e-mail").await;
    phone.writes("gede@example.com").await;
    phone.hears("akan diambil").await;
    phone.taps("Kantor Disdukcapil").await;
    phone.hears("Mohon periksa").await;
    phone.taps("Ya, kirim").await;
    ticket(phone).await
}

/// The number on the receipt.
async fn ticket(phone: &mut Phone) -> String {
    phone.hears("kami terima").await;
    let receipt = phone.heard().await;
    let line = receipt.lines().find_map(|line| line.strip_prefix("Nomor: "));
    line.unwrap_or_else(|| panic!("no number on the receipt:\n{receipt}")).trim().to_owned()
}

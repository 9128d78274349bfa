//! The whole story in a real browser against the real program: two phones and the staff console, by mouse
//! and keyboard alone. Chromium and its driver are Debian's (packages `chromium`, `chromium-driver`).
#![expect(clippy::unwrap_used, reason = "tests")]

mod desk;
mod hands;
mod page;
mod phone;
mod stage;

use desk::Desk;
use hands::{Hands, named};
use page::{Page, Scripts};
use phone::Phone;
use stage::{Browser, Folder, Office, told};

const LETTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/simulator/samples/letter.jpg");
const BLURRED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/simulator/samples/letter-blurred.jpg");
/// Invented people: serials of 9900 and above are given to nobody.
const AYU: &str = "5108064107909901";
const GEDE: &str = "5108011203859902";

#[tokio::test(flavor = "multi_thread")]
async fn citizens_and_officers_live_the_whole_story_in_a_browser() {
    in_a_browser(&[], |office, hands| async move { live(&office, hands).await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_and_photos_are_given_on_a_page_on_a_small_phone_with_and_without_scripts() {
    let all = [("SAPA_WHATSAPP__SENSITIVE", "all")];
    in_a_browser(&all, |office, hands| async move { on_the_page(&office, hands).await }).await;
}

/// Opens an office with these settings and a browser, and tells the story there.
async fn in_a_browser<F, Told>(settings: &[(&str, &str)], story: F)
where
    F: FnOnce(Office, Hands) -> Told,
    Told: Future<Output = ()> + Send + 'static,
{
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
    let office = Office::open(folder.path(), settings);
    let hands = Hands::new(browser.driver.clone());
    // A task of its own, so that the browser is ended whatever happens in it.
    let lived = tokio::spawn(story(office, hands)).await;
    browser.close().await;
    if let Err(failed) = lived {
        std::panic::resume_unwind(failed.into_panic());
    }
}

/// The question, a mistake, the correction, and the chat that goes on by itself; then photos over a bad network.
async fn on_the_page(office: &Office, hands: Hands) {
    hands.goes_to(&format!("{}/simulator", office.base)).await;
    hands.finds("//html[@data-ready]").await;
    let mut phone = Phone::new(&hands, "whatsapp");
    comes_to_the_page(&mut phone).await;
    let page = Page::opened(&hands, &phone, "Buka halaman aman", Scripts::Run).await;
    page.picture("page-number").await;
    page.fills_in("510806410790990").await;
    page.says("15 dari 16 angka").await;
    page.picture("page-counted").await;
    page.sends().await;
    page.says_at_the_field("15 angka").await;
    page.picture("page-fault").await;
    page.is_on_a_network(0).await;
    page.says("tidak tersambung ke internet").await;
    page.picture("page-offline").await;
    page.is_on_a_network(1_000_000).await;
    page.fills_in(AYU).await;
    page.sends().await;
    page.thanks(Some("510806******9901")).await;
    page.picture("page-done").await;
    page.closes().await;
    phone.hears_next("nama lengkap").await;
    phone.writes("Ni Luh Ayu Lestari").await;
    phone.hears_next("Nomor KK").await;
    let page = Page::opened(&hands, &phone, "Buka halaman aman", Scripts::Off).await;
    page.picture("page-family-card").await;
    page.fills_in("5108061203").await;
    page.sends().await;
    page.says_at_the_field("10 angka").await;
    page.picture("page-family-card-fault").await;
    page.passes_by().await;
    page.thanks(None).await;
    page.closes().await;
    phone.hears_next("Surat polisi").await;

    let page = Page::opened(&hands, &phone, "Buka halaman aman", Scripts::Off).await;
    page.has_no_script().await;
    page.picture("page-photos-without-script").await;
    page.chooses(BLURRED).await;
    page.uploads().await;
    page.says("buram").await;
    page.picture("page-photo-doubtful").await;
    page.closes().await;
    let page = Page::opened(&hands, &phone, "Buka halaman aman", Scripts::Run).await;
    page.picture("page-photos").await;
    page.is_on_a_network(150_000).await;
    page.chooses(&large_letter()).await;
    page.shows_progress("%").await;
    page.picture("page-progress").await;
    page.is_on_a_network(0).await;
    page.shows_progress("Sambungan terputus").await;
    page.picture("page-broken").await;
    page.is_on_a_network(5_000_000).await;
    page.says("Jelas terbaca").await;
    page.picture("page-photo-good").await;
    page.sends().await;
    page.thanks(None).await;
    page.closes().await;
    phone.hears_next("e-mail").await;

    // The other language, and a link that is over.
    let mut phone = Phone::new(&hands, "whatsapp");
    phone.writes("english").await;
    phone.hears("e-mail").await;
    phone.writes("NIK is wrong").await;
    phone.hears("secure page").await;
    let page = Page::opened(&hands, &phone, "Open secure page", Scripts::Run).await;
    page.fills_in("99").await;
    page.sends().await;
    page.says_at_the_field("2 digits").await;
    page.picture("page-english").await;
    hands.driver.goto(format!("{}/f/nobody", office.base)).await.unwrap();
    page.says("tidak berlaku").await;
    page.picture("page-over").await;
    page.closes().await;
}

async fn comes_to_the_page(phone: &mut Phone) {
    phone.writes("ktp sy ilang").await;
    phone.hears("mohon persetujuan Anda").await;
    phone.taps("Setuju").await;
    phone.hears("KTP siapa yang hilang").await;
    phone.taps("Milik saya").await;
    phone.hears("Silakan isi NIK di halaman aman kantor").await;
}

/// A photo as a good phone takes it: several pieces. Gives where it lies.
fn large_letter() -> String {
    let letter = image::open(LETTER).expect("the sample opens");
    let (width, height) = (letter.width() * 2, letter.height() * 2);
    let large = letter.resize_exact(width, height, image::imageops::FilterType::Triangle).to_rgb8();
    let path = std::env::temp_dir().join(format!("sapa-letter-{}.jpg", std::process::id()));
    let mut out = std::fs::File::create(&path).expect("a file is made");
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 97);
    large.write_with_encoder(encoder).expect("a JPEG is written");
    let size = std::fs::metadata(&path).expect("a file").len();
    assert!((600_000..20_000_000).contains(&size), "{size} bytes are not a few pieces");
    path.to_string_lossy().into_owned()
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
    // On WhatsApp numbers are asked for on a page.
    phone.hears("Silakan isi NIK di halaman aman kantor").await;
    let page = Page::opened(hands, phone, "Buka halaman aman", Scripts::Run).await;
    page.fills_in(AYU).await;
    page.sends().await;
    page.thanks(Some("510806******9901")).await;
    page.closes().await;
    phone.hears("nama lengkap").await;
    phone.writes("Ni Luh Ayu Lestari").await;
    phone.hears("Silakan isi Nomor KK").await;
    phone.sends("5108061203079901").await;
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

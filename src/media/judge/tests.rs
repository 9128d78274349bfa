#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Cursor;
use std::sync::OnceLock;

use image::codecs::webp::WebPEncoder;
use image::{ImageFormat, Rgb, RgbImage};
use proptest::prelude::*;

use super::super::draw::{self, FLAT, Scene, Sheet};
use super::super::{ALIKE_AT_MOST, MAX_CLEAN_SIDE, distance};
use super::*;

fn look_at(bytes: &[u8]) -> Judged {
    judge(bytes, None, Expect::Any)
}

#[track_caller]
fn refused(bytes: &[u8], advice: Advice) {
    let judged = look_at(bytes);
    assert_eq!((judged.verdict, judged.advice), (Verdict::UnreadableFile, Some(advice)));
    assert_eq!(judged.clean, None);
    assert_eq!(judged.sha256.len(), 64);
}

fn letter() -> &'static [u8] {
    static LETTER: OnceLock<Vec<u8>> = OnceLock::new();
    LETTER.get_or_init(|| Scene::photo(900, 1200, Sheet::Letter(34), FLAT).jpeg(85))
}

/// Red on the left, blue on the right.
fn flag(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| Rgb(if x < width / 2 { [220, 30, 30] } else { [30, 30, 220] }))
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn webp(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(WebPEncoder::new_lossless(&mut bytes)).unwrap();
    bytes
}

/// Puts a segment behind the start of a JPEG.
fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, body, &jpeg[2..]].concat()
}

/// Exif of one entry, the orientation, with a place written behind it.
fn exif(orientation: u8) -> Vec<u8> {
    let entry = [0x12, 0x01, 0x03, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
    [b"Exif\0\0II*\0\x08\0\0\0\x01\0".as_slice(), &entry, b"\0\0\0\0GPS 8.1120 S 115.0880 E"].concat()
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|w| w == what)
}

/// Writes width and height into the first start of frame, as two bytes each.
fn resized_jpeg(jpeg: &[u8], side: u16) -> Vec<u8> {
    let mut bytes = jpeg.to_vec();
    let at = bytes.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
    bytes[at + 5..at + 7].copy_from_slice(&side.to_be_bytes());
    bytes[at + 7..at + 9].copy_from_slice(&side.to_be_bytes());
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| crc >> 1 ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

/// Writes width and height into a PNG's header and makes its checksum right again.
fn resized_png(png: &[u8], side: u32) -> Vec<u8> {
    let mut bytes = png.to_vec();
    bytes[16..20].copy_from_slice(&side.to_be_bytes());
    bytes[20..24].copy_from_slice(&side.to_be_bytes());
    let sum = crc(&bytes[12..29]).to_be_bytes();
    bytes[29..33].copy_from_slice(&sum);
    bytes
}

#[test]
fn a_good_letter_is_accepted_and_comes_out_clean() {
    let judged = judge(letter(), Some("image/jpeg"), Expect::PoliceLetter);
    assert_eq!((judged.verdict, judged.advice, judged.kind), (Verdict::Accept, None, FileKind::Jpeg));
    assert_eq!((judged.width, judged.height, judged.mislabelled), (900, 1200, false));
    let clean = judged.clean.as_deref().unwrap();
    assert_eq!(judged.sha256, hex(&Sha256::digest(clean)));
    assert_eq!(judged.clean_mime(), Some("image/jpeg"));
    assert_eq!(judge(clean, None, Expect::PoliceLetter).verdict, Verdict::Accept);
}

#[test]
fn the_same_file_gives_the_same_answer() {
    assert!(look_at(letter()) == look_at(letter()));
}

#[test]
fn a_photo_comes_out_upright_and_without_its_place() {
    let lying = with_segment(&draw::jpeg(&flag(320, 200), 90), 0xe1, &exif(6));
    let lying = with_segment(&lying, 0xfe, b"a comment with a name");
    let judged = look_at(&lying);
    assert_eq!((judged.width, judged.height), (200, 320));
    let clean = judged.clean.unwrap();
    for trace in [b"Exif".as_slice(), b"GPS", b"115.0880", b"comment"] {
        assert!(contains(&lying, trace) && !contains(&clean, trace));
    }
    let upright = image::load_from_memory(&clean).unwrap().into_rgb8();
    assert!(upright.get_pixel(100, 20)[0] > 150, "left has become up");
    assert!(upright.get_pixel(100, 300)[2] > 150, "right has become down");
}

#[test]
fn png_and_webp_become_jpeg_and_transparency_becomes_paper() {
    let mut glass = DynamicImage::from(flag(600, 400)).into_rgba8();
    glass.pixels_mut().take(600 * 100).for_each(|p| p.0 = [0, 0, 0, 0]);
    for (bytes, kind) in [
        (encoded(&DynamicImage::from(glass), ImageFormat::Png), FileKind::Png),
        (webp(&flag(600, 400)), FileKind::Webp),
    ] {
        let judged = look_at(&bytes);
        assert_eq!((judged.kind, judged.width, judged.height), (kind, 600, 400));
        let clean = judged.clean.unwrap();
        assert_eq!(FileKind::of(&clean), FileKind::Jpeg);
        if kind == FileKind::Png {
            assert!(image::load_from_memory(&clean).unwrap().into_luma8().get_pixel(5, 5)[0] > 250);
        }
    }
}

#[test]
fn deep_and_gray_pictures_are_opened_too() {
    let flag = DynamicImage::from(flag(600, 400));
    for picture in [flag.to_rgb16().into(), flag.to_luma8().into(), flag.to_luma_alpha16().into()] {
        let judged = look_at(&encoded(&picture, ImageFormat::Png));
        assert_eq!((judged.width, judged.height), (600, 400));
    }
}

#[test]
fn a_large_photo_is_brought_down() {
    let judged = look_at(&draw::jpeg(&flag(5120, 1000), 50));
    assert_eq!((judged.width, judged.height), (MAX_CLEAN_SIDE, 500));
}

#[test]
fn what_is_no_photo_gets_an_advice_of_its_own() {
    refused(b"", Advice::Damaged);
    refused(b"\x00\x00\x00\x18ftypheic....", Advice::Heic);
    refused(b"\x00\x00\x00\x18ftypisom....", Advice::Video);
    refused(b"OggS....", Advice::Audio);
    refused(b"PK\x03\x04 a letter in Word", Advice::OtherKind);
    refused(&vec![0; MAX_FILE_BYTES + 1], Advice::TooLarge);
}

#[test]
fn a_claimed_type_changes_no_verdict() {
    let judged = judge(letter(), Some("application/pdf"), Expect::PoliceLetter);
    assert_eq!((judged.kind, judged.verdict), (FileKind::Jpeg, Verdict::Accept));
    assert!(judged.mislabelled);
}

#[test]
fn a_file_cut_short_is_damaged() {
    refused(&letter()[..letter().len() / 2], Advice::Damaged);
    refused(&letter()[..letter().len() - 2], Advice::Damaged);
    refused(&letter()[..3], Advice::Damaged);
    let picture = flag(600, 400);
    for whole in [encoded(&picture.clone().into(), ImageFormat::Png), webp(&picture)] {
        refused(&whole[..whole.len() / 2], Advice::Damaged);
        refused(&whole[..20], Advice::Damaged);
    }
}

#[test]
fn a_photo_with_a_film_behind_it_is_a_photo() {
    let moving = [letter(), b"\x00\x00\x00\x18ftypmp42 a film"].concat();
    let judged = judge(&moving, None, Expect::PoliceLetter);
    assert_eq!(judged.verdict, Verdict::Accept);
    assert!(!contains(&judged.clean.unwrap(), b"film"));
}

#[test]
fn a_picture_of_thirty_thousand_squared_in_a_small_file_is_not_decoded() {
    let mut png = resized_png(&encoded(&flag(16, 16).into(), ImageFormat::Png), 30_000);
    png.resize(120_000, 0);
    refused(&png, Advice::TooLarge);
    // A side that is allowed, with more pixels than memory.
    refused(&resized_png(&encoded(&flag(16, 16).into(), ImageFormat::Png), 7_900), Advice::TooLarge);
    refused(&resized_jpeg(&draw::jpeg(&flag(16, 16), 85), 30_000), Advice::TooLarge);
    refused(&resized_jpeg(&draw::jpeg(&flag(16, 16), 85), 0), Advice::Damaged);

    let mut bomb = webp(&flag(16, 16));
    assert_eq!(bomb[20], 0x2f, "the picture's header begins here");
    // Fourteen bits each of width and height, less one.
    bomb[21..25].copy_from_slice(&[0xfe, 0xbf, 0xff, 0x0f]);
    refused(&bomb, Advice::TooLarge);
}

#[test]
fn a_picture_of_endless_passes_is_not_decoded() {
    let jpeg = draw::jpeg(&flag(16, 16), 85);
    let end = jpeg.len() - 2;
    let passes = b"\xff\xda\x00\x02".repeat(100);
    refused(&[&jpeg[..end], &passes, b"\xff\xd9"].concat(), Advice::TooLarge);
    let at = jpeg.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
    refused(&[&jpeg[..end], &jpeg[at..at + 19], b"\xff\xd9"].concat(), Advice::Damaged);
}

#[test]
fn a_pdf_passes_as_it_is_unless_it_acts() {
    let plain = b"%PDF-1.4\n1 0 obj\n<</Type/Page>>\nendobj\n%%EOF\n".as_slice();
    let judged = judge(plain, Some("application/pdf"), Expect::Kk);
    assert_eq!((judged.verdict, judged.kind, judged.pages), (Verdict::Accept, FileKind::Pdf, Some(1)));
    assert_eq!(judged.clean.as_deref(), Some(plain));
    assert_eq!(judged.clean_mime(), Some("application/pdf"));
    refused(b"%PDF-1.4\n<</S/JavaScript/JS(x)>>\n%%EOF\n", Advice::ActivePdf);
    refused(b"%PDF-1.4\n<</Type/Page>>", Advice::Damaged);
}

#[test]
fn the_same_letter_sent_again_is_noticed_and_another_is_not() {
    let first = look_at(letter());
    let scene = Scene::photo(900, 1200, Sheet::Letter(34), FLAT);
    let smaller = scene.picture().thumbnail(675, 900).into_rgb8();
    for again in [first.clean.clone().unwrap(), scene.brightness(0.8).jpeg(50), draw::jpeg(&smaller, 60)] {
        assert!(distance(first.phash, look_at(&again).phash) <= ALIKE_AT_MOST);
    }
    let other = look_at(&Scene::photo(1200, 900, Sheet::Card, FLAT).jpeg(85));
    assert!(distance(first.phash, other.phash) > ALIKE_AT_MOST);
}

#[test]
fn a_refused_photo_is_clean_too_as_the_citizen_may_insist() {
    let judged = judge(&draw::jpeg(&flag(300, 190), 85), None, Expect::PoliceLetter);
    assert_eq!((judged.verdict, judged.advice), (Verdict::TooSmall, Some(Advice::TooSmall)));
    assert!(judged.clean.is_some());
}

#[test]
fn a_judgement_prints_no_picture() {
    let printed = format!("{:?}", look_at(letter()));
    assert!(printed.contains("clean_bytes") && printed.len() < 600, "{printed}");
}

#[tokio::test]
async fn many_photos_at_once_wait_their_turn_and_all_come_back() {
    let bytes = draw::jpeg(&flag(300, 190), 85);
    let all = (0..8).map(|_| judge_blocking(bytes.clone(), Some("image/jpeg".to_owned()), Expect::Any));
    for judged in futures_util::future::join_all(all).await {
        assert_eq!(judged.verdict, Verdict::TooSmall);
    }
    assert_eq!(TURNS.available_permits(), AT_ONCE);
}

/// One small file of every kind that is opened.
fn seeds() -> &'static [Vec<u8>] {
    static SEEDS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    SEEDS.get_or_init(|| {
        let picture = flag(64, 48);
        vec![
            with_segment(&draw::jpeg(&picture, 85), 0xe1, &exif(6)),
            encoded(&picture.clone().into(), ImageFormat::Png),
            webp(&picture),
            b"%PDF-1.4\n<</Type/Page/J#61 (x)>>\n%%EOF\n".to_vec(),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_damage_makes_it_panic(
        seed in 0..4usize,
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let mut bytes = seeds()[seed].clone();
        for (at, value) in hits {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        let judged = super::judge(&bytes, None, Expect::PoliceLetter);
        prop_assert_eq!(judged.advice.map_or(Verdict::Accept, Advice::verdict), judged.verdict);
        if let Some(clean) = judged.clean.filter(|_| judged.kind != FileKind::Pdf) {
            prop_assert_eq!(FileKind::of(&clean), FileKind::Jpeg);
        }
    }

    #[test]
    fn any_bytes_at_all_get_a_verdict(bytes: Vec<u8>, head in 0..4usize) {
        let keep = seeds()[head].len().min(24);
        let judged = super::judge(&[&seeds()[head][..keep], &bytes].concat(), None, Expect::Any);
        prop_assert_ne!(judged.verdict, Verdict::Blurry);
    }
}

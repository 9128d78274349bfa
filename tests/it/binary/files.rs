//! Files that are not what they should be, where a photo of a letter is asked for.

use super::citizen::{TO_THE_LETTER, answered, said, walk};
use super::*;

/// A compressed stream of so many zero bytes, as small as the format allows: two bits for 258 of them
/// (RFC 1950 and 1951: one block with codes of its own).
fn zeros_compressed(count: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    // The last block, dynamic codes; 286 lengths for literals, 1 for distances, 18 for the lengths themselves.
    bits.put(0b1, 1);
    bits.put(0b10, 2);
    bits.put(286 - 257, 5);
    bits.put(0, 5);
    bits.put(18 - 4, 4);
    // In the order 16, 17, 18, 0, … 1: a bit for "repeat zero" (18), two for the lengths 2 and 1.
    for length in [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2] {
        bits.put(length, 3);
    }
    let repeat_zero = |bits: &mut Bits, times: u32| {
        bits.put(0, 1);
        bits.put(times - 11, 7);
    };
    let (one, two) = (0b01, 0b11);
    // The literal 0 takes two bits; 255 others are not used; the end takes two; "258 bytes" takes one.
    bits.put(two, 2);
    repeat_zero(&mut bits, 138);
    repeat_zero(&mut bits, 117);
    bits.put(two, 2);
    repeat_zero(&mut bits, 28);
    bits.put(one, 2);
    // The only distance, 1, takes one bit.
    bits.put(one, 2);
    let (literal, end) = (0b01, 0b11);
    bits.put(literal, 2);
    for _ in 0..(count - 1) / 258 {
        bits.put(0, 2);
    }
    for _ in 0..(count - 1) % 258 {
        bits.put(literal, 2);
    }
    bits.put(end, 2);
    // Adler-32 of zeros: the sum stays 1, the sum of sums counts.
    let check = u32::try_from(count % 65_521).unwrap() << 16 | 1;
    [&[0x78, 0x01], bits.bytes.as_slice(), &check.to_be_bytes()].concat()
}

/// Bits packed from the lowest on.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: u32,
}

impl Bits {
    fn put(&mut self, value: u32, count: u32) {
        for n in 0..count {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let bit = u8::try_from(value >> n & 1).unwrap();
            *self.bytes.last_mut().unwrap() |= bit << (self.used % 8);
            self.used += 1;
        }
    }
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ if sum & 1 == 1 { 0xEDB8_8320 } else { 0 })
    };
    !bytes.iter().fold(!0, step)
}

/// A PNG of one bit a pixel, all of them black.
fn black_png(side: u32) -> Vec<u8> {
    let rows = usize::try_from(side).unwrap();
    let header = [&side.to_be_bytes(), &side.to_be_bytes(), [1, 0, 0, 0].as_slice(), &[0]].concat();
    let pixels = zeros_compressed(rows * (1 + rows.div_ceil(8)));
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, body) in [(b"IHDR", header), (b"IDAT", pixels), (b"IEND", Vec::new())] {
        let named = [kind.as_slice(), &body].concat();
        png.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
        png.extend(&named);
        png.extend(crc(&named).to_be_bytes());
    }
    png
}

#[test]
fn the_picture_made_here_is_a_picture() {
    let picture = image::load_from_memory(&black_png(1_000)).unwrap();
    assert_eq!((picture.width(), picture.height()), (1_000, 1_000));
    assert!(picture.to_luma8().pixels().all(|pixel| pixel.0 == [0]));
}

fn letter() -> &'static [u8] {
    sapa::simulator::Sample::find("letter").unwrap().bytes
}

/// The most memory that the program ever held; known on Linux.
fn peak_kilobytes(program: &Program) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", program.process_id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?.to_owned();
    line.split_whitespace().nth(1)?.parse().ok()
}

#[tokio::test]
async fn a_file_that_is_no_readable_letter_is_answered_with_what_to_do_and_the_letter_is_taken_after_it() {
    on_each_database(async |program| {
        let bomb = black_png(30_000);
        assert!(bomb.len() < 120_000, "{}", bomb.len());
        let page = b"<html><script>alert(1)</script></html>".to_vec();
        let zip = b"PK\x03\x04\x14\0\0\0\x08\0".to_vec();
        let video = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2".to_vec();
        let pdf = sapa::simulator::Sample::find("letter-pdf").unwrap().bytes;
        let bad: [(&str, Vec<u8>, &str); 8] = [
            ("image/jpeg", Vec::new(), "tidak sampai dengan utuh"),
            ("image/jpeg", letter()[..letter().len() / 3].to_vec(), "tidak sampai dengan utuh"),
            ("image/png", bomb, "terlalu besar"),
            ("image/jpeg", page, "belum dapat kami terima"),
            ("image/jpeg", video, "Video belum dapat diperiksa"),
            ("application/pdf", zip, "belum dapat kami terima"),
            ("application/pdf", pdf[..pdf.len() / 2].to_vec(), "tidak sampai dengan utuh"),
            ("image/jpeg", b"\xff\xd8\xff\xe0".repeat(9), "tidak sampai dengan utuh"),
        ];
        on_both(async |channel| {
            // All at once, each from a citizen of their own.
            let answers = bad.iter().enumerate().map(async |(n, (mime, bytes, advice))| {
                let phone = program.phone(channel);
                walk(&phone, TO_THE_LETTER).await;
                let place = phone.place();
                // Telegram makes photos anew, so that only documents arrive as they are.
                if channel == Channel::WhatsApp && mime.starts_with("image/") {
                    phone.send_photo(bytes.clone(), mime, "");
                } else {
                    phone.send_document(bytes.clone(), mime, "surat");
                }
                answered(&phone, place, advice).await;
                assert_eq!(said(&phone).len(), TO_THE_LETTER + 1, "{:#?}", said(&phone));
                if n == 0 {
                    LOST_KTP[TO_THE_LETTER].walk(&phone).await;
                }
            });
            futures_util::future::join_all(answers).await;
            program.settled().await;
        })
        .await;
        // Opened, the largest would take 900 MB.
        let peak = peak_kilobytes(program).unwrap_or(0);
        assert!(peak < 400 * 1024, "{peak} kB");
    })
    .await;
}

#[tokio::test]
async fn a_letter_with_a_wrong_label_is_taken_for_what_it_is() {
    let program = Program::start(Database::Sqlite).await;
    on_both(async |channel| {
        let phone = program.phone(channel);
        walk(&phone, TO_THE_LETTER).await;
        let place = phone.place();
        phone.send_document(letter(), "application/pdf", "surat.pdf");
        answered(&phone, place, LOST_KTP[TO_THE_LETTER].then).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_no_photo_is_turned_down_kindly_where_a_photo_is_asked_for() {
    let program = Program::start(Database::Sqlite).await;
    on_both(async |channel| {
        type Act = fn(&Phone);
        let acts: [(Act, &str); 5] = [
            (|phone| drop(phone.send_video(b"not really".as_slice())), "Video belum dapat diperiksa"),
            (|phone| drop(phone.send_voice(b"not really".as_slice())), "Pesan suara belum dapat dipakai"),
            (|phone| drop(phone.send_sticker(b"not really".as_slice())), "stiker belum bisa dipakai"),
            (|phone| drop(phone.send_location(-8.11, 115.08)), "lokasi belum bisa dipakai"),
            (|phone| drop(phone.send_text("fotonya di rumah")), "kami memerlukan *foto atau PDF*"),
        ];
        for (send, answer) in acts {
            let phone = program.phone(channel);
            walk(&phone, TO_THE_LETTER).await;
            let place = phone.place();
            send(&phone);
            answered(&phone, place, answer).await;
        }
        let lookup = if channel == Channel::WhatsApp { "media.lookup" } else { "getFile" };
        assert!(program.platform.requests_of(channel, lookup).is_empty(), "nothing of it is fetched");
    })
    .await;
}

#[tokio::test]
async fn photos_of_one_letter_sent_together_are_one_answer_with_one_reply() {
    on_each_database(async |program| {
        on_both(async |channel| {
            let phone = program.phone(channel);
            walk(&phone, TO_THE_LETTER).await;
            let place = phone.place();
            phone.send_album(vec![letter().into(); 3], "surat saya");
            answered(&phone, place, "3 foto sudah kami terima").await;
            program.settled().await;
            assert_eq!(said(&phone).len(), TO_THE_LETTER + 1, "{:#?}", said(&phone));
        })
        .await;
    })
    .await;
}

//! What a file is, by its first bytes. Names and claimed types are not looked at.

use serde::Serialize;

/// The kinds of file that are told apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    Jpeg,
    Png,
    Webp,
    Pdf,
    /// HEIF in any dress (HEIC of iPhones, AVIF): a photo that is opened where the means for it are installed.
    Heic,
    Video,
    Audio,
    Other,
}

/// Readers of PDF look for its header in the first kilobyte: mail gateways put lines before it.
pub(super) const PDF_HEADER_WITHIN: usize = 1024;

impl FileKind {
    pub fn of(bytes: &[u8]) -> FileKind {
        let begins = |magic: &[u8]| bytes.starts_with(magic);
        if begins(b"\xff\xd8\xff") {
            FileKind::Jpeg
        } else if begins(b"\x89PNG\r\n\x1a\n") {
            FileKind::Png
        } else if is_riff(bytes, b"WEBP") {
            FileKind::Webp
        } else if bytes.get(4..8) == Some(b"ftyp") {
            of_boxes(bytes)
        } else if is_film(bytes) {
            FileKind::Video
        } else if is_sound(bytes) {
            FileKind::Audio
        } else if bytes[..bytes.len().min(PDF_HEADER_WITHIN)].windows(5).any(|w| w == b"%PDF-") {
            FileKind::Pdf
        } else {
            FileKind::Other
        }
    }

    /// Whether a claimed MIME type names this kind. Nothing hangs on it; it shows senders that lie.
    pub(super) fn is_called(self, mime: &str) -> bool {
        let mime = mime.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match self {
            FileKind::Jpeg => mime == "image/jpeg" || mime == "image/jpg",
            FileKind::Png => mime == "image/png",
            FileKind::Webp => mime == "image/webp",
            FileKind::Pdf => mime == "application/pdf",
            FileKind::Heic => matches!(mime.as_str(), "image/heic" | "image/heif" | "image/avif"),
            FileKind::Video => mime.starts_with("video/"),
            FileKind::Audio => mime.starts_with("audio/"),
            FileKind::Other => true,
        }
    }
}

/// ISO base media files (ISO/IEC 14496-12): photo, sound and film differ in the brand after `ftyp` only.
fn of_boxes(bytes: &[u8]) -> FileKind {
    match bytes.get(8..12) {
        Some(
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" | b"avif" | b"avis",
        ) => FileKind::Heic,
        Some(b"M4A " | b"M4B ") => FileKind::Audio,
        _ => FileKind::Video,
    }
}

fn is_riff(bytes: &[u8], kind: &[u8; 4]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(kind)
}

/// Matroska and WebM, MPEG, Flash, AVI.
fn is_film(bytes: &[u8]) -> bool {
    let magics: [&[u8]; 3] = [b"\x1a\x45\xdf\xa3", b"\x00\x00\x01\xba", b"FLV\x01"];
    magics.iter().any(|magic| bytes.starts_with(magic)) || is_riff(bytes, b"AVI ")
}

/// Ogg (voice messages), MP3, AMR, FLAC, WAV, AAC.
fn is_sound(bytes: &[u8]) -> bool {
    let magics: [&[u8]; 4] = [b"OggS", b"ID3", b"#!AMR", b"fLaC"];
    magics.iter().any(|magic| bytes.starts_with(magic)) || is_riff(bytes, b"WAVE") || is_audio_frame(bytes)
}

/// A bare MPEG audio frame: eleven set bits, then no reserved version, layer, bit rate or sample rate.
/// ADTS (AAC) has the same start and layer 0.
fn is_audio_frame(bytes: &[u8]) -> bool {
    let &[a, b, c, ..] = bytes else { return false };
    let mpeg = b & 0x18 != 0x08 && b & 0x06 != 0 && c & 0xf0 != 0xf0 && c & 0xf0 != 0 && c & 0x0c != 0x0c;
    let adts = b & 0xf6 == 0xf0 && c & 0x3c <= 0x30;
    a == 0xff && b & 0xe0 == 0xe0 && (mpeg || adts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let check = |bytes: &[u8], expected| assert_eq!(FileKind::of(bytes), expected, "{bytes:?}");
        check(b"\xff\xd8\xff\xe0", FileKind::Jpeg);
        check(b"\x89PNG\r\n\x1a\n....", FileKind::Png);
        check(b"RIFF....WEBPVP8 ", FileKind::Webp);
        check(b"%PDF-1.7", FileKind::Pdf);
        check(b"\r\nmail gateway\r\n%PDF-1.4", FileKind::Pdf);
        check(b"\x00\x00\x00\x18ftypheic", FileKind::Heic);
        check(b"\x00\x00\x00\x18ftypmif1", FileKind::Heic);
        check(b"\x00\x00\x00\x18ftypisom", FileKind::Video);
        check(b"\x00\x00\x00\x18ftypM4A ", FileKind::Audio);
        check(b"\x1a\x45\xdf\xa3", FileKind::Video);
        check(b"OggS\x00", FileKind::Audio);
        check(b"\xff\xfb\x90\x00", FileKind::Audio);
        check(b"\xff\xf1\x50\x80", FileKind::Audio);
        check(b"RIFF....WAVEfmt ", FileKind::Audio);
        check(b"PK\x03\x04 a letter in Word", FileKind::Other);
        check(b"GIF89a", FileKind::Other);
        check(b"\xff\xd8", FileKind::Other);
        check(b"", FileKind::Other);
    }

    #[test]
    fn a_claimed_type_is_compared_and_nothing_more() {
        assert!(FileKind::Jpeg.is_called("image/JPEG; q=1"));
        assert!(!FileKind::Pdf.is_called("image/jpeg"));
        assert!(FileKind::Video.is_called("video/mp4"));
    }
}

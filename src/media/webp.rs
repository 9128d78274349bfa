//! A walk over the chunks of a WebP (RFC 9649) before a decoder is let at it. The decoder believes the
//! lengths that chunks claim, and decodes a picture inside before it compares it with the canvas
//! (image-webp 0.2.4), so both are compared here.

/// What the walk found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Outline {
    /// No chunk claims more than there is.
    pub(super) whole: bool,
    /// A film or a moving sticker.
    pub(super) animated: bool,
    /// Of the canvas or of the largest picture inside.
    pub(super) pixels: u64,
}

const ANIMATION_FLAG: u8 = 0x02;

/// Expects a file that begins as a WebP does.
pub(super) fn outline(bytes: &[u8]) -> Outline {
    let mut found = Outline { whole: false, animated: false, pixels: 0 };
    let Some((head, mut rest)) = bytes.split_first_chunk::<12>() else { return found };
    let claimed = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
    // The claim counts "WEBP" too; what follows the file proper is not looked at.
    let Some(body) = claimed.checked_sub(4).and_then(|length| rest.get(..length)) else { return found };
    rest = body;
    while let Some((name, chunk, after)) = next_chunk(rest) {
        found.animated |= matches!(name, b"ANIM" | b"ANMF");
        found.animated |= name == b"VP8X" && chunk.first().is_some_and(|flags| flags & ANIMATION_FLAG != 0);
        found.pixels = found.pixels.max(pixels(name, chunk));
        rest = after;
    }
    // One byte may be left: padding that some writers forget to count.
    found.whole = rest.len() <= 1;
    found
}

/// Name and content of the first chunk, and what follows it.
fn next_chunk(bytes: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let (name, rest) = bytes.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (chunk, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    // Chunks are padded to an even length; the last one's padding may be missing.
    Some((name, chunk, rest.get(chunk.len() % 2..).unwrap_or_default()))
}

fn pixels(name: &[u8; 4], chunk: &[u8]) -> u64 {
    let number = |at: usize, bytes: usize| {
        let part = chunk.get(at..at + bytes).unwrap_or_default();
        part.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
    };
    match name {
        b"VP8 " => (number(6, 2) & 0x3fff) * (number(8, 2) & 0x3fff),
        b"VP8L" => ((number(1, 4) & 0x3fff) + 1) * ((number(1, 4) >> 14 & 0x3fff) + 1),
        b"VP8X" => (number(4, 3) + 1) * (number(7, 3) + 1),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let padding = vec![0; content.len() % 2];
        [name.as_slice(), &(content.len() as u32).to_le_bytes(), content, &padding].concat()
    }

    fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
        let body = chunks.concat();
        [b"RIFF".as_slice(), &(body.len() as u32 + 4).to_le_bytes(), b"WEBP", &body].concat()
    }

    #[test]
    fn a_large_picture_on_a_small_canvas_counts() {
        let canvas = chunk(b"VP8X", &[0, 0, 0, 0, 15, 0, 0, 15, 0, 0]);
        let lossy = chunk(b"VP8 ", &[0, 0, 0, 0x9d, 0x01, 0x2a, 0xff, 0x3f, 0xff, 0x3f]);
        let found = outline(&file(&[canvas.clone(), lossy]));
        assert_eq!(found, Outline { whole: true, animated: false, pixels: 16_383 * 16_383 });
        let lossless = chunk(b"VP8L", &[0x2f, 0xff, 0xff, 0xff, 0x0f]);
        assert_eq!(outline(&file(&[canvas, lossless])).pixels, 16_384 * 16_384);
    }

    #[test]
    fn a_chunk_that_claims_more_than_there_is_is_not_whole() {
        let mut bytes = file(&[chunk(b"VP8L", &[0x2f, 1, 0, 0, 0]), chunk(b"EXIF", b"....")]);
        assert!(outline(&bytes).whole);
        let at = bytes.len() - 8;
        bytes[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(!outline(&bytes).whole);
    }

    #[test]
    fn a_moving_sticker_is_told_by_its_flag_or_its_frames() {
        assert!(outline(&file(&[chunk(b"VP8X", &[2, 0, 0, 0, 15, 0, 0, 15, 0, 0])])).animated);
        assert!(outline(&file(&[chunk(b"ANMF", &[0; 16])])).animated);
        assert!(!outline(&file(&[chunk(b"VP8L", &[0x2f, 0, 0, 0, 0])])).animated);
    }
}

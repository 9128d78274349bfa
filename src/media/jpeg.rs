//! A walk over the markers of a JPEG (ITU-T T.81, annex B) before a decoder is let at it: is it whole,
//! how many passes does it want, how much memory would they take.

/// What the walk found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Outline {
    /// The end marker is there: nothing was cut off.
    pub(super) whole: bool,
    /// Descriptions of the picture's size: a second one could belie what was checked in the first.
    pub(super) frames: u32,
    pub(super) scans: u32,
    /// Bytes of coefficients that a decoder keeps for the whole picture when they come in several scans.
    pub(super) coefficient_bytes: u64,
}

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const TEM: u8 = 0x01;
/// Progressive, Huffman-coded.
const SOF2: u8 = 0xc2;

/// Walks to the end of the picture. What follows it (the film of a "motion photo") is not looked at.
pub(super) fn outline(bytes: &[u8]) -> Outline {
    let mut found = Outline { whole: false, frames: 0, scans: 0, coefficient_bytes: 0 };
    let (mut progressive, mut coefficients) = (false, 0);
    let mut at = 2;
    while let Some(marker) = next_marker(bytes, &mut at) {
        match marker {
            EOI => {
                found.whole = true;
                break;
            }
            // Restart markers and their like stand alone.
            0xd0..=SOI | TEM => continue,
            // Every start of frame but DHT (c4), JPG (c8) and DAC (cc).
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                found.frames += 1;
                progressive |= marker == SOF2;
                coefficients = bytes.get(at..).map_or(0, coefficients_of_frame);
            }
            SOS => found.scans += 1,
            _ => {}
        }
        let Some(length) = bytes.get(at..at + 2) else { break };
        at += usize::from(u16::from_be_bytes([length[0], length[1]])).max(2);
    }
    if progressive || found.scans > 1 {
        found.coefficient_bytes = coefficients;
    }
    found
}

/// The next marker, wherever it is; `at` then stands behind it. Inside coded data `ff 00` is a byte.
fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        *at += bytes.get(*at..)?.iter().position(|b| *b == 0xff)? + 1;
        // Any number of fill bytes may stand before a marker.
        match *bytes.get(*at)? {
            0x00 => *at += 1,
            0xff => {}
            marker => {
                *at += 1;
                return Some(marker);
            }
        }
    }
}

/// Two bytes a coefficient, as many as samples, which differ by component: 1.5 a pixel with the usual
/// halved colours. `frame` begins with the segment's length.
fn coefficients_of_frame(frame: &[u8]) -> u64 {
    let Some(&[_, _, _, h1, h0, w1, w0, count]) = frame.first_chunk::<8>() else { return 0 };
    let pixels = u64::from(u16::from_be_bytes([h1, h0])) * u64::from(u16::from_be_bytes([w1, w0]));
    let factors = frame[8..].chunks_exact(3).take(usize::from(count)).map(|c| (c[1] >> 4, c[1] & 0x0f));
    let (mut sum, mut across, mut down) = (0, 1, 1);
    for (h, v) in factors {
        sum += u64::from(h) * u64::from(v);
        across = across.max(u64::from(h));
        down = down.max(u64::from(v));
    }
    (2 * pixels * sum).div_ceil(across * down)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(sof: u8, width: u16, height: u16, factors: [u8; 3]) -> Vec<u8> {
        let (h, w) = (height.to_be_bytes(), width.to_be_bytes());
        let mut bytes = vec![0xff, 0xd8, 0xff, sof, 0, 17, 8, h[0], h[1], w[0], w[1], 3];
        for (n, factor) in factors.into_iter().enumerate() {
            bytes.extend([n as u8 + 1, factor, 0]);
        }
        bytes
    }

    #[test]
    fn a_whole_picture_ends_with_its_marker_and_a_cut_one_does_not() {
        let mut bytes = frame(0xc0, 16, 16, [0x22, 0x11, 0x11]);
        bytes.extend(b"\xff\xda\x00\x02coded\xff\x00data\xff\xd0more");
        assert_eq!(outline(&bytes), Outline { whole: false, frames: 1, scans: 1, coefficient_bytes: 0 });
        bytes.extend(b"\xff\xd9 and a film behind it");
        assert!(outline(&bytes).whole);
    }

    #[test]
    fn an_end_marker_inside_a_preview_does_not_count() {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1, 0, 6, 0xff, 0xd8, 0xff, 0xd9];
        bytes.extend(b"\xff\xda\x00\x02coded");
        assert!(!outline(&bytes).whole);
    }

    #[test]
    fn coefficients_count_for_progressive_and_split_pictures_only() {
        let scan = b"\xff\xda\x00\x02coded";
        let bytes = |sof, factors, scans| [frame(sof, 4000, 3000, factors), scan.repeat(scans)].concat();
        let cost = |sof, factors, scans| outline(&bytes(sof, factors, scans)).coefficient_bytes;
        assert_eq!(cost(0xc0, [0x22, 0x11, 0x11], 1), 0);
        assert_eq!(cost(0xc0, [0x22, 0x11, 0x11], 3), 36_000_000);
        assert_eq!(cost(0xc2, [0x22, 0x11, 0x11], 1), 36_000_000);
        assert_eq!(cost(0xc2, [0x11, 0x11, 0x11], 1), 72_000_000);
    }
}

//! What the stand-ins need to know of a picture: its size, and a small version of it.

use std::io::Cursor;

use image::ImageReader;

/// Width and height, or `None` when the bytes are no picture we can read.
pub(super) fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?.into_dimensions().ok()
}

/// A JPEG that fits `side` by `side`: what Telegram lists beside the full photo.
pub(super) fn thumbnail(bytes: &[u8], side: u32) -> Option<Vec<u8>> {
    let picture = image::load_from_memory(bytes).ok()?.thumbnail(side, side).into_rgb8();
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, image::ImageFormat::Jpeg).ok()?;
    Some(out.into_inner())
}

/// The size that fits `side` by `side` with the same proportions.
pub(super) fn fitted((width, height): (u32, u32), side: u32) -> (u32, u32) {
    let longest = width.max(height).max(1);
    if longest <= side {
        return (width, height);
    }
    let scale = |length: u32| {
        u32::try_from(u64::from(length) * u64::from(side) / u64::from(longest)).unwrap_or(side).max(1)
    };
    (scale(width), scale(height))
}

//! From a stranger's picture file to our own: bounded before it is decoded, upright, without metadata.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, Limits, RgbImage};

use super::sniff::FileKind;
use super::verdict::Advice;
use super::{jpeg, webp};

/// The longest side of what is stored: 8 pixels a millimetre on an A4 page, enough for small print, and
/// what the platforms themselves keep of a photo in high quality.
pub const MAX_CLEAN_SIDE: u32 = 2560;
/// The usual setting for photos: text keeps its edges, a page takes about half a megabyte.
const CLEAN_QUALITY: u8 = 85;
/// More than any phone makes (64 megapixels: 9248 x 6944); keeps sums of sizes far from overflow.
const MAX_SIDE: u32 = 20_000;
/// What decoding may hold at once: the picture (24 megapixels in RGB take 72 MB) and the decoder's own
/// planes. With the file itself (20 MB, and the decoder's copy) it stays near 120 MB.
const MAX_DECODE_BYTES: u64 = 88 * 1024 * 1024;
/// Profiles and texts beside a PNG's picture.
const MAX_PNG_EXTRAS: u64 = 8 * 1024 * 1024;
/// Cameras use 1 scan and progressive encoders 10; every scan is one more pass over the whole picture,
/// by which a small file could keep a processor busy for minutes.
const MAX_SCANS: u32 = 40;

/// Opens the picture upright, opaque and at most [`MAX_CLEAN_SIDE`] long.
pub(super) fn open(bytes: &[u8], kind: FileKind) -> Result<DynamicImage, Advice> {
    guarded(|| {
        let orientation = survey(bytes, kind)?;
        // By way of a function that is not generic: it is compiled, optimised, inside its own crate.
        let mut picture = image::load_from_memory(bytes).map_err(|_| Advice::Damaged)?;
        if picture.width().max(picture.height()) > MAX_CLEAN_SIDE {
            picture = picture.thumbnail(MAX_CLEAN_SIDE, MAX_CLEAN_SIDE);
        }
        let mut picture = DynamicImage::from(opaque(picture));
        picture.apply_orientation(orientation);
        Ok(picture)
    })
}

/// As JPEG, with nothing in it but the picture.
pub(super) fn encode(picture: &DynamicImage) -> Result<Vec<u8>, Advice> {
    guarded(|| {
        let mut clean = Vec::new();
        picture
            .write_with_encoder(JpegEncoder::new_with_quality(&mut clean, CLEAN_QUALITY))
            .map_err(|_| Advice::Damaged)?;
        Ok(clean)
    })
}

/// Decoders are large and fed by strangers: a panic in one is a damaged file, not the end of a worker.
fn guarded<T>(work: impl FnOnce() -> Result<T, Advice>) -> Result<T, Advice> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Advice::Damaged))
}

/// Reads headers only and refuses what would cost too much, before a byte of the picture is decoded.
fn survey(bytes: &[u8], kind: FileKind) -> Result<Orientation, Advice> {
    let damaged = |_| Advice::Damaged;
    let source = Cursor::new(bytes);
    match kind {
        FileKind::Jpeg => {
            let outline = jpeg::outline(bytes);
            if !outline.whole || outline.frames != 1 {
                return Err(Advice::Damaged);
            }
            if outline.scans > MAX_SCANS {
                return Err(Advice::TooLarge);
            }
            let decoder = JpegDecoder::new(source).map_err(damaged)?;
            bounded(decoder, outline.coefficient_bytes)
        }
        FileKind::Png => {
            let mut limits = Limits::no_limits();
            limits.max_alloc = Some(MAX_PNG_EXTRAS);
            bounded(PngDecoder::with_limits(source, limits).map_err(damaged)?, 0)
        }
        FileKind::Webp => {
            let outline = webp::outline(bytes);
            if outline.animated {
                return Err(Advice::OtherKind);
            }
            if !outline.whole {
                return Err(Advice::Damaged);
            }
            // Decodes into planes or a frame of its own, at most four bytes a pixel, and copies.
            bounded(WebPDecoder::new(source).map_err(damaged)?, 4 * outline.pixels)
        }
        FileKind::Pdf | FileKind::Heic | FileKind::Video | FileKind::Audio | FileKind::Other => {
            Err(Advice::OtherKind)
        }
    }
}

/// `max_alloc` of the decoders is not held on every road (measured with image 0.25: a PNG of 0.24 MB
/// took 249 MB under a limit of 128), so the sum is made here. `own_bytes` is what the decoder takes
/// beside the picture.
fn bounded(mut decoder: impl ImageDecoder, own_bytes: u64) -> Result<Orientation, Advice> {
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(Advice::Damaged);
    }
    if width.max(height) > MAX_SIDE || decoder.total_bytes().saturating_add(own_bytes) > MAX_DECODE_BYTES {
        return Err(Advice::TooLarge);
    }
    // A damaged note about the camera's pose must not cost the photo.
    Ok(decoder.orientation().unwrap_or(Orientation::NoTransforms))
}

/// Transparent parts become paper; left alone they would become black.
fn opaque(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let seen = picture.into_rgba8();
    let mut flat = RgbImage::new(seen.width(), seen.height());
    for (to, from) in flat.pixels_mut().zip(seen.pixels()) {
        let [r, g, b, a] = from.0.map(u32::from);
        to.0 = [r, g, b].map(|c| u8::try_from((c * a + 255 * (255 - a)) / 255).unwrap_or(u8::MAX));
    }
    flat
}

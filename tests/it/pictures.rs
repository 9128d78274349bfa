//! Pictures of a paper, each with the flaw that its name says: the simulator's samples, and what can be made of them.

use std::io::Cursor;
use std::sync::OnceLock;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use sapa::runtime::library::transcript::Verdict;
use sapa::simulator::Sample;

fn sample(name: &str) -> Vec<u8> {
    Sample::find(name).expect("a sample of this name").data().to_vec()
}

fn letter() -> &'static DynamicImage {
    static LETTER: OnceLock<DynamicImage> = OnceLock::new();
    LETTER.get_or_init(|| image::load_from_memory(&sample("letter")).expect("a readable sample"))
}

fn jpeg(picture: &DynamicImage) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.to_rgb8().write_to(&mut out, ImageFormat::Jpeg).expect("a JPEG is written");
    out.into_inner()
}

/// A photo that the triage judges so.
pub(crate) fn photo(verdict: Verdict) -> Vec<u8> {
    match verdict {
        Verdict::Good | Verdict::Slow => sample("letter"),
        Verdict::Poor("blurry") => sample("letter-blurred"),
        Verdict::Poor("dark") => sample("letter-dark"),
        Verdict::Poor("too_small") => sample("letter-small"),
        Verdict::Poor("glare") => glare(),
        Verdict::Poor("not_document") => {
            jpeg(&DynamicImage::ImageRgb8(RgbImage::from_fn(1200, 900, |x, y| {
                Rgb([(90 + x / 20) as u8, (120 + y / 20) as u8, 140])
            })))
        }
        Verdict::Gone("photo-advice-heic") => b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(),
        Verdict::Gone("photo-advice-too-large") => vec![0xFF; 21 * 1024 * 1024],
        Verdict::Gone("photo-advice-damaged") => {
            let mut cut = sample("letter");
            cut.truncate(3_000);
            cut
        }
        Verdict::Poor(other) | Verdict::Gone(other) => panic!("no picture is {other}"),
    }
}

/// A lamp mirrored in the middle of the paper.
fn glare() -> Vec<u8> {
    let mut picture = letter().to_rgb8();
    let (width, height) = picture.dimensions();
    let (cx, cy) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    let radius = f64::from(width.min(height)) * 0.22;
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        for channel in &mut pixel.0 {
            *channel = (u32::from(*channel) * 62 / 100) as u8;
        }
        let away = ((f64::from(x) - cx).powi(2) + (f64::from(y) - cy).powi(2)).sqrt();
        if away < radius {
            *pixel = Rgb([255, 255, 255]);
        }
    }
    jpeg(&DynamicImage::ImageRgb8(picture))
}

pub(crate) fn pdf() -> Vec<u8> {
    sample("letter-pdf")
}

/// A PDF that would run a script.
pub(crate) fn active_pdf() -> Vec<u8> {
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n".to_vec()
}

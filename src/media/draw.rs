//! Draws photos of documents for the tests: a page of stroke-like letters on a table, seen by a camera.
//! The same arguments always give the same picture.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage, RgbImage};

/// A picture of brightness in floating point, so that light and blur can be laid over one another.
#[derive(Clone)]
pub(super) struct Scene {
    pub(super) width: usize,
    pub(super) height: usize,
    light: Vec<f32>,
}

/// How the sheet lies in the photo.
#[derive(Clone, Copy)]
pub(super) struct Pose {
    /// Sheet widths that fit into the photo's width.
    pub(super) room: f32,
    /// Clockwise, in degrees.
    pub(super) turn: f32,
    /// The sheet's middle from the photo's middle, in photo widths.
    pub(super) aside: f32,
    /// How much smaller the far end looks.
    pub(super) lean: f32,
}

pub(super) const FLAT: Pose = Pose { room: 1.15, turn: 0.0, aside: 0.0, lean: 0.0 };

/// What is on the sheet.
#[derive(Clone, Copy)]
pub(super) enum Sheet {
    /// A4: letterhead, a rule, text, a signature. The number is how many lines of text there are.
    Letter(u32),
    /// A card of 86 x 54 mm: tinted, a portrait, ten lines.
    Card,
}

impl Sheet {
    /// Width and height in millimetres.
    fn size(self) -> (f32, f32) {
        match self {
            Sheet::Letter(_) => (210.0, 297.0),
            Sheet::Card => (86.0, 54.0),
        }
    }

    /// Brightness at a point in millimetres from the upper left corner.
    fn light(self, x: f32, y: f32) -> f32 {
        match self {
            Sheet::Letter(lines) => {
                let rule = (45.0..46.0).contains(&y) && (20.0..190.0).contains(&x);
                let title = ink(x - 60.0, y - 20.0, 3.2, 9.0, 90.0, 2, 7);
                let text = ink(x - 25.0, y - 55.0, 2.0, 6.0, 160.0, lines, 1);
                let name = ink(x - 130.0, y - 270.0, 2.0, 6.0, 40.0, 2, 3);
                if rule || title || text || name { 45.0 } else { 232.0 }
            }
            Sheet::Card => {
                let pattern = 6.0 * ((x * 1.3 + y).sin() + (y * 2.1 - x * 0.4).sin());
                let portrait = (62.0..82.0).contains(&x) && (12.0..40.0).contains(&y);
                let face = (x - 72.0).powi(2) / 36.0 + (y - 25.0).powi(2) / 64.0 < 1.0;
                let text = ink(x - 4.0, y - 10.0, 1.5, 3.6, 54.0, 11, 5);
                match (text, portrait, face) {
                    (true, _, _) => 50.0,
                    (_, true, true) => 165.0,
                    (_, true, false) => 90.0,
                    _ => 195.0 + pattern,
                }
            }
        }
    }
}

/// Lines of letters, each a grid of 3 x 5 dots that are inked or not, in words of uneven length.
fn ink(x: f32, y: f32, letter: f32, pitch: f32, width: f32, lines: u32, seed: u32) -> bool {
    if x < 0.0 || y < 0.0 || x >= width {
        return false;
    }
    let line = (y / pitch) as u32;
    let column = (x / letter) as u32;
    let (within_x, within_y) = (x / letter - column as f32, (y - line as f32 * pitch) / (letter * 1.4));
    if line >= lines || within_y >= 1.0 || within_x >= 0.78 {
        return false;
    }
    let sign = mix(seed, line * 1000 + column);
    let (dot_x, dot_y) = ((within_x / 0.26) as u32, (within_y * 5.0) as u32);
    // Every letter has a stem, as in print; the other dots are drawn from its number.
    !sign.is_multiple_of(6) && (dot_x == 0 || sign >> (4 + dot_x * 5 + dot_y) & 1 == 1)
}

/// Scatters two numbers into one.
fn mix(a: u32, b: u32) -> u32 {
    let mut n = a.wrapping_mul(0x9e37_79b9) ^ b.wrapping_mul(0x85eb_ca6b);
    for shift in [16, 13, 16] {
        n = (n ^ n >> shift).wrapping_mul(0xc2b2_ae35);
    }
    n ^ n >> 15
}

enum Axis {
    Across,
    Down,
}

impl Scene {
    /// A sheet on a wooden table under a lamp to the left. A lens is never perfect: it blurs by 0.6.
    pub(super) fn photo(width: usize, height: usize, sheet: Sheet, pose: Pose) -> Scene {
        let (sheet_width, sheet_height) = sheet.size();
        let scale = sheet_width * pose.room / width as f32;
        let (sin, cos) = pose.turn.to_radians().sin_cos();
        let scene = Scene::draw(width, height, |x, y| {
            let (from_x, from_y) = (x - width as f32 * (0.5 + pose.aside), y - height as f32 * 0.5);
            let depth = 1.0 + pose.lean * from_y / height as f32;
            let on_x = (from_x * cos + from_y * sin) * scale / depth + sheet_width / 2.0;
            let on_y = (from_y * cos - from_x * sin) * scale / depth + sheet_height / 2.0;
            let inside = (0.0..sheet_width).contains(&on_x) && (0.0..sheet_height).contains(&on_y);
            let wood = 105.0 + 8.0 * (y * 0.05 + (x * 0.011).sin() * 3.0).sin();
            let lamp = 1.0 - 0.15 * x / width as f32;
            lamp * if inside { sheet.light(on_x, on_y) } else { wood }
        });
        scene.blurred(0.6)
    }

    pub(super) fn draw(width: usize, height: usize, light: impl Fn(f32, f32) -> f32) -> Scene {
        let points = (0..height).flat_map(|y| (0..width).map(move |x| (x as f32, y as f32)));
        Scene { width, height, light: points.map(|(x, y)| light(x, y)).collect() }
    }

    /// Changes every point by its place and brightness.
    pub(super) fn lit(mut self, light: impl Fn(f32, f32, f32) -> f32) -> Scene {
        let width = self.width;
        for (n, value) in self.light.iter_mut().enumerate() {
            *value = light((n % width) as f32, (n / width) as f32, *value);
        }
        self
    }

    pub(super) fn brightness(self, factor: f32) -> Scene {
        self.lit(|_, _, light| light * factor)
    }

    /// As good as Gaussian, by its standard deviation in pixels.
    pub(super) fn blurred(self, sigma: f32) -> Scene {
        if sigma < 1.0 {
            let side = (-0.5 / (sigma * sigma)).exp();
            return self.smeared(|l, c, r| (c + side * (l + r)) / (1.0 + 2.0 * side));
        }
        // Three running means in a row come close to a bell, and cost the same for every width.
        let width = ((4.0 * sigma * sigma + 1.0).sqrt() as usize) | 1;
        (0..3).fold(self, |scene, _| scene.averaged(width, Axis::Across).averaged(width, Axis::Down))
    }

    /// The camera moved sideways by so many pixels.
    pub(super) fn shaken(self, length: usize) -> Scene {
        self.averaged(length, Axis::Across)
    }

    /// Grain of a sensor, by its standard deviation.
    pub(super) fn grainy(mut self, sigma: f32) -> Scene {
        for (n, value) in self.light.iter_mut().enumerate() {
            // The sum of four even numbers is close to a bell.
            let sum: f32 = (0..4).map(|k| mix(k, n as u32) as f32 / u32::MAX as f32 - 0.5).sum();
            *value += sum * sigma * 1.732;
        }
        self
    }

    /// Mixes each point with its neighbours, first beside it, then above and below.
    fn smeared(mut self, mix: impl Fn(f32, f32, f32) -> f32) -> Scene {
        for step in [1, self.width] {
            let old = self.light.clone();
            let points = old.iter().zip(&old[step..]).zip(&old[2 * step..]);
            for (new, ((before, here), after)) in self.light[step..].iter_mut().zip(points) {
                *new = mix(*before, *here, *after);
            }
        }
        self
    }

    /// The running mean over an odd number of points; the outermost ones go on beyond the edge.
    fn averaged(mut self, length: usize, axis: Axis) -> Scene {
        let (lines, count, stride, step) = match axis {
            Axis::Across => (self.height, self.width, self.width, 1),
            Axis::Down => (self.width, self.height, 1, self.width),
        };
        let reach = length / 2;
        let mut old = vec![0.0; count];
        for line in 0..lines {
            let start = line * stride;
            for (n, value) in old.iter_mut().enumerate() {
                *value = self.light[start + n * step];
            }
            let mut sum: f32 = old[0] * reach as f32 + old[..reach.min(count)].iter().sum::<f32>();
            for n in 0..count {
                sum += old[(n + reach).min(count - 1)];
                self.light[start + n * step] = sum / (2 * reach + 1) as f32;
                sum -= old[n.saturating_sub(reach)];
            }
        }
        self
    }

    /// What a camera makes of it: too bright is white.
    pub(super) fn picture(&self) -> DynamicImage {
        let levels = self.light.iter().map(|l| l.clamp(0.0, 255.0).round() as u8).collect();
        let gray = GrayImage::from_raw(self.width as u32, self.height as u32, levels);
        DynamicImage::from(gray.expect("as many levels as pixels"))
    }

    /// A colour JPEG of the given quality.
    pub(super) fn jpeg(&self, quality: u8) -> Vec<u8> {
        jpeg(&self.picture().into_rgb8(), quality)
    }
}

pub(super) fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    picture.write_with_encoder(encoder).expect("a picture in memory encodes");
    bytes
}

//! A picture as brightness only, small enough to be looked at several times.

use image::DynamicImage;

/// Brightness from 0 to 255, row by row.
pub(super) struct Plane {
    pub(super) width: usize,
    pub(super) height: usize,
    pixels: Vec<u8>,
}

impl Plane {
    /// The picture with its longest side brought down to `longest`; never enlarged.
    pub(super) fn of(picture: &DynamicImage, longest: u32) -> Plane {
        let small;
        let source = if picture.width().max(picture.height()) > longest {
            small = picture.thumbnail(longest, longest);
            &small
        } else {
            picture
        };
        let luma = source.to_luma8();
        Plane { width: luma.width() as usize, height: luma.height() as usize, pixels: luma.into_raw() }
    }

    pub(super) fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..(y + 1) * self.width]
    }

    pub(super) fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The mean of a rectangle that lies inside and is not empty.
    pub(super) fn mean(&self, x: std::ops::Range<usize>, y: std::ops::Range<usize>) -> u64 {
        let count = (x.len() * y.len()) as u64;
        let sum: u64 = y.map(|y| self.row(y)[x.clone()].iter().map(|p| u64::from(*p)).sum::<u64>()).sum();
        sum / count.max(1)
    }
}

/// Counts of the 256 levels of brightness or of difference.
#[derive(Clone)]
pub(super) struct Histogram {
    counts: [u32; 256],
    total: u32,
}

impl Histogram {
    pub(super) fn new() -> Histogram {
        Histogram { counts: [0; 256], total: 0 }
    }

    pub(super) fn add(&mut self, level: u8) {
        self.counts[usize::from(level)] += 1;
        self.total += 1;
    }

    pub(super) fn of(levels: &[u8]) -> Histogram {
        let mut histogram = Histogram::new();
        levels.iter().for_each(|l| histogram.add(*l));
        histogram
    }

    /// The level that `share` (0 to 1) of all lie at or below; 0 when there is nothing.
    pub(super) fn level(&self, share: f32) -> u8 {
        let wanted = (share * self.total as f32).max(1.0);
        let mut seen = 0;
        let reached = self.counts.iter().position(|count| {
            seen += count;
            seen as f32 >= wanted
        });
        reached.and_then(|level| u8::try_from(level).ok()).unwrap_or(0)
    }

    pub(super) fn mean(&self) -> f32 {
        let sum: u64 = self.counts.iter().zip(0u64..).map(|(count, level)| u64::from(*count) * level).sum();
        sum as f32 / self.total.max(1) as f32
    }
}

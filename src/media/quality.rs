//! Could an officer read this? Measured on brightness alone, in tiles, so that a page with two lines of
//! text counts as much as a full one.

use serde::Serialize;

use super::plane::{Histogram, Plane};
use super::verdict::{Advice, Expect};
use super::{edges, glare};

/// The size at which pictures are measured, so that one threshold serves all: four pixels a millimetre on
/// a page that fills the photo, about what reading small print takes.
pub(super) const MEASURED_SIDE: u32 = 1200;
/// A tile holds a word or two of a letter that fills the photo.
const TILE: usize = 40;

/// What was measured. Brightness and differences run from 0 to 255, shares from 0 to 1.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Metrics {
    /// How steep the edges are for their height: 1 is a step from one pixel to the next. Taken from the
    /// better quarter of the tiles that have edges, across and down, the worse of the two.
    pub sharpness: f32,
    /// The classic measure, for comparison: variance of the Laplacian in the busiest tiles.
    pub laplacian: f32,
    /// Grain of the sensor, as a standard deviation between neighbours.
    pub noise: f32,
    /// Brightness of the brightest fiftieth: the paper, if there is any.
    pub paper: u8,
    pub mean: f32,
    /// Between the darkest and the brightest hundredth.
    pub contrast: u8,
    /// Share of the tiles that have edges at all.
    pub detail: f32,
    /// Share of the tiles that look like strokes on paper.
    pub text: f32,
    /// Share of the picture in the largest burnt-out spot that fades into its surroundings.
    pub glare: f32,
    /// Lines of text that run into an edge of the picture, at the worst edge.
    pub cut_lines: u32,
}

/// One square of the picture.
struct Tile {
    contrast: f32,
    /// Sharpness across and down.
    across: f32,
    down: f32,
    laplacian: f32,
    text: bool,
}

pub(super) fn measure(plane: &Plane) -> Metrics {
    let all = Histogram::of(plane.pixels());
    let paper = all.level(0.98);
    let noise = noise(plane);
    // Edges weaker than this are shadows and grain. In a dark photo the paper's edges are weaker, too.
    let enough = (f32::from(paper) * 0.15).max(20.0);
    let tiles: Vec<Tile> = squares(plane).map(|(x, y)| tile(plane, x, y, noise)).collect();
    let detailed: Vec<&Tile> = tiles.iter().filter(|t| t.contrast >= enough).collect();
    let share = |count: usize| count as f32 / tiles.len().max(1) as f32;
    let upper_quarter = |of: fn(&Tile) -> f32| quantile(detailed.iter().map(|t| of(t)).collect(), 0.75);
    Metrics {
        sharpness: upper_quarter(|t| t.across).min(upper_quarter(|t| t.down)),
        laplacian: quantile(tiles.iter().map(|t| t.laplacian).collect(), 0.95),
        noise,
        paper,
        mean: all.mean(),
        contrast: all.level(0.99) - all.level(0.01),
        detail: share(detailed.len()),
        text: share(detailed.iter().filter(|t| t.text).count()),
        glare: glare::share(plane),
        cut_lines: edges::cut_lines(plane, paper),
    }
}

/// Corners of the whole tiles; the rest at the right and at the bottom is margin.
fn squares(plane: &Plane) -> impl Iterator<Item = (usize, usize)> {
    let (columns, rows) = (plane.width / TILE, plane.height / TILE);
    (0..rows).flat_map(move |row| (0..columns).map(move |column| (column * TILE, row * TILE)))
}

/// The calmest tiles hold nothing but grain. The median difference of neighbours, as one standard
/// deviation of a normal distribution.
fn noise(plane: &Plane) -> f32 {
    let medians = squares(plane).map(|(x, y)| {
        let mut differences = Histogram::new();
        for row in (y..y + TILE).map(|y| &plane.row(y)[x..x + TILE]) {
            row.windows(2).for_each(|pair| differences.add(pair[0].abs_diff(pair[1])));
        }
        f32::from(differences.level(0.5)) / 0.6745
    });
    quantile(medians.collect(), 0.2)
}

fn tile(plane: &Plane, x: usize, y: usize, noise: f32) -> Tile {
    let row = |y: usize| &plane.row(y)[x..x + TILE];
    let (mut levels, mut across, mut down) = (Histogram::new(), Histogram::new(), Histogram::new());
    let (mut sum, mut squares) = (0.0, 0.0);
    for y in y..y + TILE {
        let this = row(y);
        this.iter().for_each(|p| levels.add(*p));
        this.windows(2).for_each(|pair| across.add(pair[0].abs_diff(pair[1])));
        if y + 1 < plane.height {
            this.iter().zip(row(y + 1)).for_each(|(a, b)| down.add(a.abs_diff(*b)));
        }
    }
    for y in y + 1..y + TILE - 1 {
        let (above, this, below) = (row(y - 1), row(y), row(y + 1));
        for x in 1..TILE - 1 {
            let around = [above[x], below[x], this[x - 1], this[x + 1]].map(f32::from).iter().sum::<f32>();
            let bend = around - 4.0 * f32::from(this[x]);
            sum += bend;
            squares += bend * bend;
        }
    }
    let inner = ((TILE - 2) * (TILE - 2)) as f32;
    // Extremes are taken a little inside, against single hot pixels; grain widens them by as much as
    // normal distributions do, and that is taken off again.
    let (low, high) = (levels.level(0.005), levels.level(0.995));
    let contrast = (f32::from(high - low) - 2.0 * noise).max(0.0);
    let steep = |differences: &Histogram| {
        let steepest = (f32::from(differences.level(0.995)) - 2.0 * noise).max(0.0);
        if contrast > 0.0 { (steepest / contrast).min(1.0) } else { 0.0 }
    };
    Tile {
        contrast,
        across: steep(&across),
        down: steep(&down),
        laplacian: squares / inner - (sum / inner).powi(2),
        text: looks_like_text((0..TILE).map(|dy| row(y + dy)), low, high),
    }
}

/// Strokes on paper: mostly bright, a little dark, and often changing between the two along the rows.
fn looks_like_text<'a>(rows: impl Iterator<Item = &'a [u8]>, low: u8, high: u8) -> bool {
    let range = f32::from(high - low);
    let (dark_below, bright_above) = (f32::from(low) + 0.4 * range, f32::from(low) + 0.6 * range);
    let page_above = f32::from(low) + 0.75 * range;
    let (mut dark, mut page, mut changes) = (0, 0, 0);
    for row in rows {
        let mut inked = false;
        for level in row.iter().map(|p| f32::from(*p)) {
            dark += usize::from(level < dark_below);
            page += usize::from(level > page_above);
            // Two thresholds, so that grain in between does not count as strokes.
            if inked && level > bright_above || !inked && level < dark_below {
                inked = !inked;
                changes += 1;
            }
        }
    }
    let share = |count: usize| count as f32 / (TILE * TILE) as f32;
    (0.02..=0.45).contains(&share(dark)) && share(page) >= 0.3 && changes >= 2 * TILE
}

/// The value that `share` of all lie at or below; 0 of nothing.
fn quantile(mut values: Vec<f32>, share: f32) -> f32 {
    values.sort_by(f32::total_cmp);
    let at = (share * values.len() as f32) as usize;
    values.get(at.min(values.len().saturating_sub(1))).copied().unwrap_or(0.0)
}

/// Whatever speaks against the photo, the gravest first.
pub(super) fn fault(metrics: &Metrics, width: u32, height: u32, expect: Expect) -> Option<Advice> {
    let m = metrics;
    let document = expect != Expect::Any;
    let page = matches!(expect, Expect::PoliceLetter | Expect::Kk | Expect::Attorney);
    let (least_side, least_pixels) = if page { LEAST_PAGE } else { LEAST_CARD };
    if width.min(height) < least_side || u64::from(width) * u64::from(height) < least_pixels {
        return Some(Advice::TooSmall);
    }
    if m.paper < DARK_PAPER {
        return Some(Advice::Dark);
    }
    if m.detail < ANY_DETAIL {
        return Some(Advice::NotDocument);
    }
    let few_strokes = m.text < STROKES_OF_DETAIL * m.detail;
    if m.sharpness < SOFT || m.sharpness < SOFTISH && few_strokes {
        return Some(Advice::Blurry);
    }
    if document && m.text < ANY_TEXT {
        return Some(Advice::NotDocument);
    }
    if document && m.glare >= MUCH_GLARE {
        return Some(Advice::Glare);
    }
    if page && m.cut_lines >= CUT_LINES && m.text >= PAGE_OF_TEXT {
        return Some(Advice::Cropped);
    }
    None
}

/// Shortest side and pixels of a photo of a page. 560 pixels across A4 are 2.7 a millimetre, 5 for the
/// height of a small letter in 11 point: the least that people read. Messengers send photos 1280 or 1600
/// long; the narrowest of those, from a phone of 20:9, is 576 across and passes.
const LEAST_PAGE: (u32, u64) = (560, 500_000);
/// A card is a quarter as wide as a page: 320 pixels down its 54 millimetres are 6 a millimetre.
const LEAST_CARD: (u32, u64) = (320, 200_000);
/// Paper is 200 to 255 in a good photo. At a third of that an officer still reads it with some effort;
/// below, grain and JPEG take the thin strokes.
const DARK_PAPER: u8 = 72;
/// Less is a wall, a pocket, the sky.
const ANY_DETAIL: f32 = 0.01;
/// Letters drawn or set in common typefaces have 0.6 to 0.9 in focus, 0.28 at a blur of 2 pixels (read
/// with effort), 0.2 at 3 (guessed) and 0.15 at 4 (lost). Blur is the standard deviation in pixels of the
/// measured size; tried in November 2026 on drawn pages, not yet on citizens' photos.
const SOFT: f32 = 0.18;
/// Between soft and this, the strokes decide: blur that closes the letters leaves bands of grey.
const SOFTISH: f32 = 0.28;
/// Tiles with strokes in a thousand tiles with edges: 650 in focus, 170 at a blur of 2, 60 at 3.
const STROKES_OF_DETAIL: f32 = 0.08;
/// A page with three lines that fills a third of the photo has more.
const ANY_TEXT: f32 = 0.01;
/// A fortieth of the photo burnt out hides a number or a name; smaller spots mostly miss both.
const MUCH_GLARE: f32 = 0.025;
/// So many lines that touch one edge are the text of the page itself and not of something beside it.
const CUT_LINES: u32 = 10;
/// Only a photo that is full of text is said to be cropped.
const PAGE_OF_TEXT: f32 = 0.2;

#[cfg(test)]
mod tests;

//! Does the text run out of the picture?

use super::plane::{Histogram, Plane};

/// A stroke this close to the edge is cut by it or touches it; half a percent of the measured size.
const DEPTH: usize = 6;
/// Heights of a line of text, in pixels of the measured size.
const LINE: std::ops::RangeInclusive<usize> = 3..=40;
/// Ink is darker than this share of the paper beside it, paper brighter than that share of the photo's.
const INK: f32 = 0.6;
const PAPER: f32 = 0.7;

/// The lines that touch an edge of the picture, at the edge with the most of them. An edge that does
/// not lie on paper along most of its length has none.
pub(super) fn cut_lines(plane: &Plane, paper: u8) -> u32 {
    if plane.width < 2 * DEPTH || plane.height < 2 * DEPTH {
        return 0;
    }
    let row = |y: usize, from: usize| &plane.row(y)[from..from + DEPTH];
    let column =
        |x: usize, from: usize| -> Vec<u8> { (from..from + DEPTH).map(|y| plane.row(y)[x]).collect() };
    let left = (0..plane.height).map(|y| row(y, 0).to_vec());
    let right = (0..plane.height).map(|y| row(y, plane.width - DEPTH).to_vec());
    let top = (0..plane.width).map(|x| column(x, 0));
    let bottom = (0..plane.width).map(|x| column(x, plane.height - DEPTH));
    [strip(left, paper), strip(right, paper), strip(top, paper), strip(bottom, paper)]
        .into_iter()
        .max()
        .unwrap_or(0)
}

/// Counts runs of ink along one edge. Each item is what lies between the edge and [`DEPTH`].
fn strip(across: impl Iterator<Item = Vec<u8>>, paper: u8) -> u32 {
    let across: Vec<Vec<u8>> = across.collect();
    let levels = Histogram::of(&across.concat());
    let here = f32::from(levels.level(0.75));
    if here < PAPER * f32::from(paper) {
        return 0;
    }
    let inked: Vec<bool> =
        across.iter().map(|levels| levels.iter().any(|l| f32::from(*l) < INK * here)).collect();
    let clear = inked.iter().filter(|inked| !**inked).count();
    if clear * 4 < inked.len() {
        return 0;
    }
    let lines = inked.chunk_by(|a, b| a == b).filter(|run| run[0] && LINE.contains(&run.len())).count();
    u32::try_from(lines).unwrap_or(u32::MAX)
}

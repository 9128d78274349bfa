//! Burnt-out spots: a lamp or a flash mirrored in a plastic cover or a card.

use super::plane::{Histogram, Plane};

/// The picture is looked at in cells, this many along its longest side.
const CELLS: usize = 60;
/// A pixel at or above this is burnt out; JPEG moves pure white a little.
const BURNT: u8 = 246;
/// Share of a cell's pixels that makes it a part of a spot. Strokes inside may have survived.
const MOSTLY: f32 = 0.6;
/// Surroundings as bright as this belong to a sheet that is white because it is lit well.
const WHITE: u8 = 232;
/// Glare fades through half-tones over some cells; white paper ends on its table in one step.
const HALF_TONE: u8 = 12;
/// Cells from the spot: where half-tones are looked for, and where the surroundings begin.
const FADING: std::ops::RangeInclusive<usize> = 2..=3;
const BEYOND: usize = 5;

struct Cell {
    burnt: bool,
    /// Burnt out to the last pixel: whatever stood there is gone.
    lost: bool,
    /// Its paper, if it has any: strokes are darker.
    bright: u8,
}

/// Share of the picture that is lost in the largest burnt-out spot which fades into something darker and
/// touches no edge of the picture.
pub(super) fn share(plane: &Plane) -> f32 {
    let side = plane.width.max(plane.height).div_ceil(CELLS).max(1);
    let grid = Grid { columns: plane.width / side, rows: plane.height / side };
    let cells: Vec<Cell> = grid.all().map(|(x, y)| cell(plane, x * side, y * side, side)).collect();
    let mut seen = vec![false; cells.len()];
    let mut largest = 0;
    for start in 0..cells.len() {
        if seen[start] || !cells[start].burnt {
            continue;
        }
        let spot = flood(&cells, grid, start, &mut seen);
        let lost = spot.iter().filter(|at| cells[**at].lost).count();
        if lost > largest && is_glare(&cells, grid, &spot) {
            largest = lost;
        }
    }
    largest as f32 / cells.len().max(1) as f32
}

fn cell(plane: &Plane, x: usize, y: usize, side: usize) -> Cell {
    let mut levels = Histogram::new();
    (y..y + side).for_each(|y| plane.row(y)[x..x + side].iter().for_each(|level| levels.add(*level)));
    Cell {
        burnt: levels.level(1.0 - MOSTLY) >= BURNT,
        lost: levels.level(0.02) >= BURNT,
        bright: levels.level(0.9),
    }
}

/// Cells are numbered row by row.
#[derive(Clone, Copy)]
struct Grid {
    columns: usize,
    rows: usize,
}

impl Grid {
    fn all(self) -> impl Iterator<Item = (usize, usize)> {
        (0..self.rows).flat_map(move |y| (0..self.columns).map(move |x| (x, y)))
    }

    fn is_border(self, at: usize) -> bool {
        let (x, y) = (at % self.columns, at / self.columns);
        x == 0 || y == 0 || x + 1 == self.columns || y + 1 == self.rows
    }

    /// The cells above, below and beside.
    fn beside(self, at: usize) -> impl Iterator<Item = usize> {
        let (x, y) = (at % self.columns, at / self.columns);
        let sides = [(x > 0, at.wrapping_sub(1)), (x + 1 < self.columns, at + 1)];
        let ends = [(y > 0, at.wrapping_sub(self.columns)), (y + 1 < self.rows, at + self.columns)];
        sides.into_iter().chain(ends).filter(|(inside, _)| *inside).map(|(_, at)| at)
    }
}

/// The cells of one burnt-out spot.
fn flood(cells: &[Cell], grid: Grid, start: usize, seen: &mut [bool]) -> Vec<usize> {
    let mut spot = vec![start];
    seen[start] = true;
    let mut next = 0;
    while let Some(&at) = spot.get(next) {
        next += 1;
        for neighbour in grid.beside(at) {
            if cells[neighbour].burnt && !std::mem::replace(&mut seen[neighbour], true) {
                spot.push(neighbour);
            }
        }
    }
    spot
}

fn is_glare(cells: &[Cell], grid: Grid, spot: &[usize]) -> bool {
    if spot.iter().any(|at| grid.is_border(*at)) {
        return false;
    }
    let (mut fading, mut beyond) = (Vec::new(), Vec::new());
    let mut reached = vec![false; cells.len()];
    spot.iter().for_each(|at| reached[*at] = true);
    let mut ring: Vec<usize> = spot.to_vec();
    for distance in 1..=BEYOND {
        let next: Vec<usize> = ring.iter().flat_map(|at| grid.beside(*at)).collect();
        ring = next.into_iter().filter(|at| !std::mem::replace(&mut reached[*at], true)).collect();
        let levels = ring.iter().map(|at| cells[*at].bright);
        if FADING.contains(&distance) {
            fading.extend(levels);
        } else if distance == BEYOND {
            beyond.extend(levels);
        }
    }
    let around = Histogram::of(&beyond).level(0.5);
    let half_tone = around.saturating_add(HALF_TONE)..BURNT;
    let fades = fading.iter().filter(|level| half_tone.contains(level)).count();
    !beyond.is_empty() && around < WHITE && fades * 2 > fading.len()
}

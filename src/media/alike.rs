//! A fingerprint of what a picture shows, so that the same letter sent twice is noticed.
//!
//! A difference hash: 8 rows of 9 fields, one bit for each pair of neighbours. It outlives scaling,
//! re-encoding and changed brightness; it is no proof and takes two photos of one letter for different
//! ones when the camera moved much.

use super::plane::Plane;

/// Up to this distance two pictures are most likely the same one, sent or encoded again.
pub const ALIKE_AT_MOST: u32 = 8;

/// How many of 64 bits differ.
pub fn distance(a: u64, b: u64) -> u32 {
    (a ^ b).count_ones()
}

pub(super) fn phash(plane: &Plane) -> u64 {
    // A picture narrower than its fields has nothing to tell.
    if plane.width < 9 || plane.height < 8 {
        return 0;
    }
    let field = |column: usize, row: usize| {
        let x = column * plane.width / 9..(column + 1) * plane.width / 9;
        let y = row * plane.height / 8..(row + 1) * plane.height / 8;
        plane.mean(x, y)
    };
    let mut hash = 0;
    for row in 0..8 {
        let fields: [u64; 9] = std::array::from_fn(|column| field(column, row));
        for pair in fields.windows(2) {
            hash = hash << 1 | u64::from(pair[0] < pair[1]);
        }
    }
    hash
}

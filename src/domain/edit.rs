//! How far two words are apart.

/// The number of insertions, deletions, substitutions and swaps of neighbours that lead from one to the
/// other (optimal string alignment).
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b) = where_they_differ(a, b);
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let substituted = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = substituted.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

/// Whether [`distance`] is one. Asked of hundreds of words for each that is not known.
pub fn is_one_apart(a: &str, b: &str) -> bool {
    let (a, b) = where_they_differ(a, b);
    let (mut a, mut b) = (a.chars(), b.chars());
    match ((a.next(), a.next(), a.next()), (b.next(), b.next(), b.next())) {
        ((Some(_), None, _), (None, ..)) | ((None, ..), (Some(_), None, _)) => true,
        ((Some(_), None, _), (Some(_), None, _)) => true,
        ((Some(x), Some(y), None), (Some(other_x), Some(other_y), None)) => x == other_y && y == other_x,
        _ => false,
    }
}

/// Both without the beginning and then the end that they share, which cost nothing.
fn where_they_differ<'w>(a: &'w str, b: &'w str) -> (&'w str, &'w str) {
    let shared = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let begin = shared(&mut a.chars(), &mut b.chars());
    let (a, b) = (&a[begin..], &b[begin..]);
    let end = shared(&mut a.chars().rev(), &mut b.chars().rev());
    (&a[..a.len() - end], &b[..b.len() - end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_mistakes_count_one_each() {
        let check = |a: &str, b: &str, expected| assert_eq!(distance(a, b), expected, "{a} {b}");
        check("hilang", "hilang", 0);
        check("hilang", "ilang", 1);
        check("hilang", "hialng", 1);
        check("rusak", "rudak", 1);
        check("", "ktp", 3);
        check("petugas", "petgsa", 2);
    }

    #[test]
    fn one_apart_is_a_distance_of_one() {
        let words = [
            "", "k", "kt", "ktp", "kpt", "aa", "aaa", "aba", "abab", "baba", "hilang", "hialng", "ilang",
            "hilangg", "hilamg", "hilnga", "étage", "etage", "étaeg", "rusak", "rudak", "sarku",
        ];
        let mut near = 0;
        for a in words {
            for b in words {
                assert_eq!(is_one_apart(a, b), distance(a, b) == 1, "{a} {b}");
                near += usize::from(is_one_apart(a, b));
            }
        }
        assert!(near > 20, "{near}");
    }
}

//! How far two words are apart.

/// The number of insertions, deletions, substitutions and swaps of neighbours that lead from one to the
/// other (optimal string alignment).
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b) = middles(a, b);
    aligned(a, b)
}

/// The same as far as `most`; None: they are further apart. Most words are, and cost nearly nothing.
pub fn distance_within(a: &str, b: &str, most: usize) -> Option<usize> {
    if length(a).abs_diff(length(b)) > most {
        return None;
    }
    let (a, b) = middles(a, b);
    let (length, other) = (length(a), length(b));
    let (shorter, longer) = (length.min(other), length.max(other));
    let apart = match (shorter, longer) {
        (0, _) => longer,
        (1, 1) => 1,
        // Both ends differ, so one mistake can only be a swap.
        _ if most <= 1 => usize::from(longer != 2 || !a.chars().rev().eq(b.chars())) + 1,
        _ => aligned(a, b),
    };
    (apart <= most).then_some(apart)
}

/// How many characters a word has.
pub fn length(word: &str) -> usize {
    if word.is_ascii() { word.len() } else { word.chars().count() }
}

/// What is left of both without the beginning and the end that they share.
fn middles<'w>(a: &'w str, b: &'w str) -> (&'w str, &'w str) {
    // Byte by byte, then back to where a character begins, which is the same place in both: what is before it, or after
    // it, is the same.
    let mut begin = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    while !a.is_char_boundary(begin) {
        begin -= 1;
    }
    let (a, b) = (&a[begin..], &b[begin..]);
    let mut end = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    while !a.is_char_boundary(a.len() - end) {
        end -= 1;
    }
    (&a[..a.len() - end], &b[..b.len() - end])
}

fn aligned(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut row = before.clone();
    for i in 1..=a.len() {
        row[0] = i;
        for j in 1..=b.len() {
            let substituted = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = substituted.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        // The oldest row is written over next.
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut row);
    }
    above[b.len()]
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
    fn what_words_share_and_where_counting_ends_change_no_distance() {
        let mut words = vec![String::new()];
        for n in 0..4 {
            let longer: Vec<_> = words.iter().filter(|w| w.chars().count() == n).cloned().collect();
            // Two that begin with the same byte, and two that end with the same.
            words.extend(longer.iter().flat_map(|w| ["a", "è", "é", "©"].map(|c| format!("{w}{c}"))));
        }
        for (a, b) in words.iter().flat_map(|a| words.iter().map(move |b| (a, b))) {
            let expected = aligned(a, b);
            assert_eq!(distance(a, b), expected, "{a} {b}");
            for most in 0..4 {
                let near = Some(expected).filter(|n| *n <= most);
                assert_eq!(distance_within(a, b, most), near, "{a} {b} within {most}");
            }
        }
    }
}

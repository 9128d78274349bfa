//! A linear classifier (multinomial logistic regression) over words and character n-grams.
//!
//! Character n-grams carry what the lexicon has never seen: slips, affixes, the next village's slang.
//! Trained at start from a few thousand utterances in a fixed order, so the same texts always give the
//! same weights.

/// Hash buckets: several times the distinct features, so that few share one.
const BUCKETS: usize = 1 << 17;
const EPOCHS: usize = 5;
const RATE: f32 = 5.0;
const DECAY: f32 = 0.6;
/// Smaller errors are not worth a pass over the weights.
const NEGLIGIBLE: f32 = 0.02;
/// An utterance known better than this may rest for two epochs.
const SETTLED: f32 = 0.97;
/// A bucket without a row.
const NONE: u16 = u16::MAX;
/// The row of words that nobody said twice: what is unheard of is mostly another office's business.
const UNKNOWN: u16 = 0;
const UNKNOWN_IDF: f32 = 4.0;

/// Kinds of features, the two lowest bits of a bucket. Words and their neighbours are brought to length one
/// together, n-grams by themselves.
const WORD: u32 = 0;
const PAIR: u32 = 1;
const GRAM: u32 = 2;

pub(super) struct Classifier {
    classes: usize,
    /// Bucket to row.
    rows: Vec<u16>,
    idf: Vec<f32>,
    /// One row per word, and per other feature that was seen at least twice: seen once it tells nothing about
    /// others.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

/// An utterance in plain words and its class, classes counted from 0.
pub(super) type Lesson = (Vec<String>, usize);
/// Rows and values.
type Features = Vec<(u16, f32)>;

impl Classifier {
    pub(super) fn train(lessons: &[Lesson], classes: usize) -> Classifier {
        let mut lines = vec![0_u16; BUCKETS];
        let mut hashes = Vec::new();
        for (words, _) in lessons {
            collect(words, &mut hashes);
            hashes.dedup();
            hashes.iter().for_each(|h| lines[*h as usize] = lines[*h as usize].saturating_add(1));
        }
        let total = lessons.len() as f32;
        let (mut rows, mut idf) = (vec![NONE; BUCKETS], vec![UNKNOWN_IDF]);
        for (bucket, n) in lines.iter().enumerate() {
            let least = if bucket as u32 & 3 == WORD { 1 } else { 2 };
            if *n >= least && idf.len() < usize::from(NONE) {
                rows[bucket] = idf.len() as u16;
                idf.push((total / f32::from(*n)).ln() + 1.0);
            }
        }
        let weights = vec![0.0; idf.len() * classes];
        let mut model = Classifier { classes, rows, idf, weights, bias: vec![0.0; classes] };
        model.fit(lessons);
        model
    }

    fn fit(&mut self, lessons: &[Lesson]) {
        // The idf of a word that one line alone has.
        let rare = (lessons.len() as f32).ln() + 1.0;
        let (mut all, mut ends, mut hashes) = (Vec::new(), Vec::with_capacity(lessons.len()), Vec::new());
        for (words, _) in lessons {
            collect(words, &mut hashes);
            self.weigh(&hashes, rare, &mut all);
            ends.push(all.len());
        }
        let count = lessons.len();
        // A stride that shares no factor with the length visits each utterance once, classes mixed.
        let stride = (count * 5 / 8..).find(|s| gcd(*s, count) == 1).unwrap_or(1);
        let mut rests = vec![0_u8; count];
        let mut rate = RATE;
        let mut scores = vec![0.0; self.classes];
        for _ in 0..EPOCHS {
            for at in (0..count).map(|i| i * stride % count) {
                if rests[at] > 0 {
                    rests[at] -= 1;
                    continue;
                }
                let start = if at == 0 { 0 } else { ends[at - 1] };
                if self.learn(&all[start..ends[at]], lessons[at].1, rate, &mut scores) > SETTLED {
                    rests[at] = 2;
                }
            }
            rate *= DECAY;
        }
    }

    /// The log-odds of each class, not normalised.
    pub(super) fn scores(&self, words: &[String]) -> Vec<f32> {
        let (mut hashes, mut x) = (Vec::new(), Vec::new());
        collect(words, &mut hashes);
        self.weigh(&hashes, f32::MAX, &mut x);
        let mut scores = vec![0.0; self.classes];
        self.raw_scores(&x, &mut scores);
        scores
    }

    fn raw_scores(&self, x: &[(u16, f32)], scores: &mut [f32]) {
        scores.copy_from_slice(&self.bias);
        for (row, value) in x {
            let row = &self.weights[usize::from(*row) * self.classes..][..self.classes];
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += weight * value;
            }
        }
    }

    /// One step; gives the probability that the right class had before it.
    fn learn(&mut self, x: &[(u16, f32)], class: usize, rate: f32, scores: &mut [f32]) -> f32 {
        self.raw_scores(x, scores);
        soften(scores);
        let known = scores[class];
        if 1.0 - known < NEGLIGIBLE {
            return known;
        }
        for (c, score) in scores.iter_mut().enumerate() {
            let error = if c == class { 1.0 - *score } else { -*score };
            *score = if error.abs() < NEGLIGIBLE { 0.0 } else { rate * error };
            self.bias[c] += *score * 0.02;
        }
        for (row, value) in x {
            let row = &mut self.weights[usize::from(*row) * self.classes..][..self.classes];
            for (weight, step) in row.iter_mut().zip(scores.iter()) {
                *weight += step * value;
            }
        }
        known
    }

    /// tf-idf; what has no row is left out, but for a word, which counts as unknown. So does one of at least the
    /// idf `rare`, as those do in training that one line alone has.
    fn weigh(&self, hashes: &[u32], rare: f32, into: &mut Features) {
        let start = into.len();
        let mut squares = [0.0_f32; 2];
        let mut grams = Vec::with_capacity(hashes.len());
        let mut unknown = 0;
        let mut rest = hashes;
        while let [bucket, ..] = rest {
            let n = rest.iter().take_while(|other| *other == bucket).count();
            rest = &rest[n..];
            let row = self.rows[*bucket as usize];
            let idf = if row == NONE { f32::MAX } else { self.idf[usize::from(row)] };
            unknown += usize::from(bucket & 3 == WORD && idf >= rare);
            if row != NONE {
                let value = ((n as f32).ln() + 1.0) * idf;
                let gram = usize::from(bucket & 3 == GRAM);
                squares[gram] += value * value;
                grams.push(gram);
                into.push((row, value));
            }
        }
        if unknown > 0 {
            let value = ((unknown as f32).ln() + 1.0) * UNKNOWN_IDF;
            squares[0] += value * value;
            grams.push(0);
            into.push((UNKNOWN, value));
        }
        for ((_, value), gram) in into[start..].iter_mut().zip(grams) {
            *value /= squares[gram].sqrt();
        }
    }

    /// What the learnt weights hold, in bytes.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        (self.weights.len() + self.idf.len()) * 4 + self.rows.len() * 2
    }
}

pub(super) fn softmax(scores: &[f32]) -> Vec<f32> {
    let mut scores = scores.to_vec();
    soften(&mut scores);
    scores
}

fn soften(scores: &mut [f32]) {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - top).exp();
        sum += *score;
    }
    scores.iter_mut().for_each(|score| *score /= sum);
}

/// The buckets of a message's features, sorted, as often as each occurs: words, pairs of words (side by side
/// and one apart), n-grams of 2 to 5 characters within a word.
fn collect(words: &[String], hashes: &mut Vec<u32>) {
    hashes.clear();
    let place = |i: usize| match i {
        0 => "^",
        i if i <= words.len() => words[i - 1].as_str(),
        _ => "$",
    };
    for i in 0..=words.len() {
        let here = place(i).as_bytes();
        if i > 0 {
            hashes.push(hash(WORD, &[here]));
        }
        hashes.push(hash(PAIR, &[here, b" ", place(i + 1).as_bytes()]));
        if i < words.len() {
            hashes.push(hash(PAIR, &[here, b" * ", place(i + 2).as_bytes()]));
        }
    }
    let mut padded = Vec::new();
    for word in words.iter().filter(|word| !word.starts_with('<')) {
        padded.clear();
        padded.push(b' ');
        padded.extend_from_slice(word.as_bytes());
        padded.push(b' ');
        for n in 2..=5 {
            hashes.extend(padded.windows(n).map(|gram| hash(GRAM, &[gram])));
        }
    }
    hashes.sort_unstable();
}

/// FNV-1a, folded to a bucket whose two lowest bits tell the kind.
fn hash(kind: u32, parts: &[&[u8]]) -> u32 {
    let mut h: u32 = 0x811c_9dc5;
    for part in parts {
        for byte in *part {
            h = (h ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        }
    }
    ((h ^ (h >> 15)) & (BUCKETS as u32 - 1) & !3) | kind
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn it_learns_and_generalises_over_slips() {
        let texts = [
            ("ktp hilang", 0),
            ("ktp saya hilang", 0),
            ("hilang dompet", 0),
            ("ktp rusak", 1),
            ("kartu rusak", 1),
            ("rusak parah", 1),
        ];
        let examples: Vec<_> = texts.iter().map(|(t, c)| (words(t), *c)).collect();
        let model = Classifier::train(&examples, 2);
        let best = |text: &str| {
            let scores = model.scores(&words(text));
            usize::from(scores[1] > scores[0])
        };
        assert_eq!((best("kehilangan"), best("rusaknya"), best("rsak rusk")), (0, 1, 1));
        assert_eq!(model.scores(&words("ktp")), Classifier::train(&examples, 2).scores(&words("ktp")));
    }

    #[test]
    fn nothing_known_gives_no_opinion() {
        let model = Classifier::train(&[(words("a b"), 0), (words("a c"), 1)], 2);
        let p = softmax(&model.scores(&words("zzz")));
        assert!((p[0] - 0.5).abs() < 0.25, "{p:?}");
    }
}

//! A linear classifier (multinomial logistic regression) over words and character n-grams.
//!
//! Character n-grams carry what the lexicon has never seen: slips, affixes, the next village's slang. What was
//! learnt (`trainer`) is a byte a weight, read in place from the program: nothing of it is copied at start.

use std::borrow::Cow;

/// Hash buckets: several times the distinct features, so that few share one.
pub(super) const BUCKETS: usize = 1 << 17;
/// A bucket without a row.
pub(super) const NONE: u16 = u16::MAX;
/// The row of words that nobody said twice: what is unheard of is mostly another office's business.
const UNKNOWN: u16 = 0;
pub(super) const UNKNOWN_IDF: f32 = 4.0;

/// Kinds of features, the two lowest bits of a bucket. Words and their neighbours are brought to length one
/// together, n-grams by themselves.
pub(super) const WORD: u32 = 0;
const PAIR: u32 = 1;
const GRAM: u32 = 2;

/// Little-endian throughout.
pub(super) struct Classifier {
    /// Bucket to row.
    pub(super) rows: Cow<'static, [[u8; 2]]>,
    pub(super) idf: Cow<'static, [[u8; 4]]>,
    pub(super) bias: Cow<'static, [[u8; 4]]>,
    /// What one unit of a weight is worth.
    pub(super) unit: f32,
    /// A row of one `i8` per class for each feature that has one.
    pub(super) weights: Cow<'static, [u8]>,
}

/// Rows and values.
pub(super) type Features = Vec<(u16, f32)>;

impl Classifier {
    /// The log-odds of each class, not normalised.
    pub(super) fn scores(&self, words: &[String]) -> Vec<f32> {
        let (mut buckets, mut features) = (Vec::new(), Vec::new());
        collect(words, &mut buckets);
        let row = |bucket: u32| {
            let row = u16::from_le_bytes(self.rows[bucket as usize]);
            (row != NONE).then(|| (row, f32::from_le_bytes(self.idf[usize::from(row)])))
        };
        weigh(&buckets, row, f32::MAX, &mut features);
        let mut scores: Vec<f32> = self.bias.iter().map(|bias| f32::from_le_bytes(*bias)).collect();
        for (row, value) in features {
            let weights = self.weights[usize::from(row) * scores.len()..].iter();
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += f32::from(weight.cast_signed()) * self.unit * value;
            }
        }
        scores
    }

    /// Borrows what `build.rs` wrote: the number of rows and of classes, the unit, then the rest as it stands above.
    pub(super) fn from_bytes(bytes: &'static [u8]) -> Option<Classifier> {
        let (rows, rest) = bytes.split_first_chunk()?;
        let (classes, rest) = rest.split_first_chunk()?;
        let (unit, rest) = rest.split_first_chunk()?;
        let [rows, classes] = [rows, classes].map(|count| u32::from_le_bytes(*count) as usize);
        let (buckets, rest) = rest.split_at_checked(BUCKETS * 2)?;
        let (idf, rest) = rest.split_at_checked(rows * 4)?;
        let (bias, weights) = rest.split_at_checked(classes * 4)?;
        (weights.len() == rows * classes).then(|| Classifier {
            rows: Cow::Borrowed(buckets.as_chunks().0),
            idf: Cow::Borrowed(idf.as_chunks().0),
            bias: Cow::Borrowed(bias.as_chunks().0),
            unit: f32::from_le_bytes(*unit),
            weights: Cow::Borrowed(weights),
        })
    }
}

/// tf-idf into `features`, which is added to. What `row` does not know is left out, but for a word, which counts as
/// unknown; so does one of at least the idf `rare`, as those do in training that one line alone has.
pub(super) fn weigh(
    buckets: &[u32],
    row: impl Fn(u32) -> Option<(u16, f32)>,
    rare: f32,
    features: &mut Features,
) {
    let start = features.len();
    let mut squares = [0.0_f32; 2];
    let mut unknown = 0;
    let mut grams = Vec::with_capacity(buckets.len());
    for same in buckets.chunk_by(|a, b| a == b) {
        let kind = same[0] & 3;
        let found = row(same[0]);
        unknown += usize::from(kind == WORD && found.is_none_or(|(_, idf)| idf >= rare));
        if let Some((row, idf)) = found {
            let value = ((same.len() as f32).ln() + 1.0) * idf;
            let gram = usize::from(kind == GRAM);
            squares[gram] += value * value;
            grams.push(gram);
            features.push((row, value));
        }
    }
    if unknown > 0 {
        let value = ((unknown as f32).ln() + 1.0) * UNKNOWN_IDF;
        squares[0] += value * value;
        grams.push(0);
        features.push((UNKNOWN, value));
    }
    for ((_, value), gram) in features[start..].iter_mut().zip(grams) {
        *value /= squares[gram].sqrt();
    }
}

pub(super) fn softmax(scores: &[f32]) -> Vec<f32> {
    let mut scores = scores.to_vec();
    soften(&mut scores);
    scores
}

pub(super) fn soften(scores: &mut [f32]) {
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
pub(super) fn collect(words: &[String], buckets: &mut Vec<u32>) {
    buckets.clear();
    let place = |i: usize| match i {
        0 => "^",
        i if i <= words.len() => words[i - 1].as_str(),
        _ => "$",
    };
    for i in 0..=words.len() {
        let here = place(i).as_bytes();
        if i > 0 {
            buckets.push(hash(WORD, &[here]));
        }
        buckets.push(hash(PAIR, &[here, b" ", place(i + 1).as_bytes()]));
        if i < words.len() {
            buckets.push(hash(PAIR, &[here, b" * ", place(i + 2).as_bytes()]));
        }
    }
    let mut padded = Vec::new();
    for word in words.iter().filter(|word| !word.starts_with('<')) {
        padded.clear();
        padded.push(b' ');
        padded.extend_from_slice(word.as_bytes());
        padded.push(b' ');
        for n in 2..=5 {
            buckets.extend(padded.windows(n).map(|gram| hash(GRAM, &[gram])));
        }
    }
    buckets.sort_unstable();
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

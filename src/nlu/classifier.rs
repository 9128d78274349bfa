//! A linear classifier (multinomial logistic regression) over words and character n-grams.
//!
//! Character n-grams carry what the lexicon has never seen: slips, affixes, the next village's slang.
//! Trained at start from a few thousand utterances in a fixed order, so the same texts always give the
//! same weights.

/// The number of hash buckets: about twice the distinct features, so that few share one.
const BUCKETS: usize = 1 << 16;
const EPOCHS: usize = 8;
const RATE: f32 = 6.0;
const DECAY: f32 = 0.75;
const SHRINK: f32 = 2e-5;
/// Smaller errors are not worth a pass over the weights.
const NEGLIGIBLE: f32 = 0.02;

/// An utterance known better than this may rest for two epochs.
const SETTLED: f32 = 0.97;

/// Bucket and value, in order of bucket.
pub(super) type Features = Vec<(u32, f32)>;

pub(super) struct Classifier {
    classes: usize,
    idf: Vec<f32>,
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Classifier {
    /// `examples`: plain words and the class of each utterance, classes counted from 0.
    pub(super) fn train(examples: &[(Vec<String>, usize)], classes: usize) -> Classifier {
        let counted: Vec<_> = examples.iter().map(|(words, class)| (counts(words), *class)).collect();
        let mut documents = vec![0_u32; BUCKETS];
        counted.iter().flat_map(|(c, _)| c).for_each(|(bucket, _)| documents[*bucket as usize] += 1);
        let total = examples.len() as f32;
        // A feature seen once tells nothing about others.
        let idf =
            documents.iter().map(|n| if *n < 2 { 0.0 } else { (total / *n as f32).ln() + 1.0 }).collect();
        let mut model =
            Classifier { classes, idf, weights: vec![0.0; BUCKETS * classes], bias: vec![0.0; classes] };
        let features: Vec<_> = counted.into_iter().map(|(c, class)| (model.weigh(c), class)).collect();
        let mut rate = RATE;
        // A stride that shares no factor with the length visits each utterance once, classes mixed.
        let stride = (features.len() * 5 / 8..).find(|s| gcd(*s, features.len()) == 1).unwrap_or(1);
        let mut rests = vec![0_u8; features.len()];
        for _ in 0..EPOCHS {
            for at in (0..features.len()).map(|i| i * stride % features.len()) {
                if rests[at] > 0 {
                    rests[at] -= 1;
                    continue;
                }
                let (x, class) = &features[at];
                if model.learn(x, *class, rate) > SETTLED {
                    rests[at] = 2;
                }
            }
            rate *= DECAY;
        }
        model
    }

    /// The log-odds of each class, not normalised.
    pub(super) fn scores(&self, words: &[String]) -> Vec<f32> {
        self.raw_scores(&self.weigh(counts(words)))
    }

    fn raw_scores(&self, x: &Features) -> Vec<f32> {
        let k = self.classes;
        let mut scores = self.bias.clone();
        for (bucket, value) in x {
            let row = &self.weights[*bucket as usize * k..][..k];
            let mut c = 0;
            while c < k {
                scores[c] += row[c] * value;
                c += 1;
            }
        }
        scores
    }

    /// One step; gives the probability that the right class had before it.
    fn learn(&mut self, x: &Features, class: usize, rate: f32) -> f32 {
        let k = self.classes;
        let probabilities = softmax(&self.raw_scores(x));
        for (c, probability) in probabilities.iter().enumerate() {
            let error = if c == class { 1.0 - probability } else { -probability };
            if error.abs() < NEGLIGIBLE {
                continue;
            }
            let step = rate * error;
            self.bias[c] += step * 0.02;
            for (bucket, value) in x {
                let weight = &mut self.weights[*bucket as usize * k + c];
                *weight += step * value - *weight * SHRINK * rate;
            }
        }
        probabilities[class]
    }

    /// tf-idf, words and n-grams each of length one.
    fn weigh(&self, counts: Vec<(u32, f32)>) -> Features {
        let mut squares = [0.0_f32; 2];
        let mut x: Features = counts
            .into_iter()
            .map(|(bucket, n)| (bucket, (n.ln() + 1.0) * self.idf[bucket as usize]))
            .filter(|(_, value)| *value > 0.0)
            .collect();
        x.iter().for_each(|(bucket, value)| squares[block(*bucket)] += value * value);
        x.iter_mut().for_each(|(bucket, value)| *value /= squares[block(*bucket)].sqrt());
        x
    }
}

pub(super) fn softmax(scores: &[f32]) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|p| p / sum).collect()
}

/// Odd buckets hold words and pairs of words, even ones character n-grams.
fn block(bucket: u32) -> usize {
    (bucket & 1) as usize
}

/// How often each feature occurs: words, pairs of words, n-grams of 2 to 5 characters within a word.
fn counts(words: &[String]) -> Vec<(u32, f32)> {
    let mut hashes: Vec<u32> = Vec::with_capacity(words.len() * 20);
    let edged = || std::iter::once("^").chain(words.iter().map(String::as_str)).chain(std::iter::once("$"));
    for (word, next) in edged().zip(edged().skip(1)) {
        hashes.push(hash(&[word.as_bytes()]) | 1);
        hashes.push(hash(&[word.as_bytes(), b" ", next.as_bytes()]) | 1);
    }
    for word in words {
        if word.starts_with('<') {
            continue;
        }
        let padded = format!(" {word} ");
        let bytes = padded.as_bytes();
        for n in 2..=5 {
            hashes.extend(bytes.windows(n).map(|gram| hash(&[gram]) & !1));
        }
    }
    hashes.sort_unstable();
    let mut counted: Vec<(u32, f32)> = Vec::with_capacity(hashes.len());
    for bucket in hashes {
        match counted.last_mut() {
            Some((last, n)) if *last == bucket => *n += 1.0,
            _ => counted.push((bucket, 1.0)),
        }
    }
    counted
}

/// FNV-1a, folded to a bucket.
fn hash(parts: &[&[u8]]) -> u32 {
    let mut h: u32 = 0x811c_9dc5;
    for part in parts {
        for byte in *part {
            h = (h ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        }
    }
    (h ^ (h >> 16)) & (BUCKETS as u32 - 1)
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

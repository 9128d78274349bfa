//! How the classifier learns.
//!
//! From some ten thousand utterances in fixed orders, so that the same texts always give the same weights. What is learnt
//! hangs on the order: several pupils each take another one, and the mean of what they know is better than any.

use std::borrow::Cow;

use super::classifier::{BUCKETS, Classifier, Features, NONE, UNKNOWN_IDF, WORD, collect, soften, weigh};

const PUPILS: usize = 5;
const EPOCHS: usize = 3;
const RATE: f32 = 5.0;
const DECAY: f32 = 0.4;
/// Smaller errors are not worth a pass over the weights.
const NEGLIGIBLE: f32 = 0.02;
/// An utterance known better than this may rest for two epochs.
const SETTLED: f32 = 0.97;

/// An utterance in plain words and its class, classes counted from 0.
pub(super) type Lesson = (Vec<String>, usize);

pub(super) fn train(lessons: &[Lesson], classes: usize) -> Classifier {
    let mut lines = vec![0_u16; BUCKETS];
    let mut buckets = Vec::new();
    for (words, _) in lessons {
        collect(words, &mut buckets);
        buckets.dedup();
        buckets.iter().for_each(|b| lines[*b as usize] = lines[*b as usize].saturating_add(1));
    }
    let total = lessons.len() as f32;
    let (mut rows, mut idf) = (vec![NONE; BUCKETS], vec![UNKNOWN_IDF]);
    for (bucket, n) in lines.iter().enumerate() {
        // A word has a row, any other feature when seen twice: seen once it tells nothing about others.
        let least = if bucket as u32 & 3 == WORD { 1 } else { 2 };
        if *n >= least && idf.len() < usize::from(NONE) {
            rows[bucket] = idf.len() as u16;
            idf.push((total / f32::from(*n)).ln() + 1.0);
        }
    }
    let weights = vec![0.0; idf.len() * classes];
    let mut school = School { rows, idf, weights, bias: vec![0.0; classes] };
    school.teach(lessons);
    school.graduate()
}

/// A classifier while it learns.
struct School {
    rows: Vec<u16>,
    idf: Vec<f32>,
    /// Of all pupils so far together, at last their mean.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

struct Pupil {
    weights: Vec<f32>,
    bias: Vec<f32>,
}

/// All lessons' features one after the other, and where each ends.
struct Book {
    features: Features,
    ends: Vec<usize>,
}

impl School {
    fn teach(&mut self, lessons: &[Lesson]) {
        let book = self.book(lessons);
        for place in 0..PUPILS {
            let mut pupil =
                Pupil { weights: vec![0.0; self.weights.len()], bias: vec![0.0; self.bias.len()] };
            pupil.study(&book, lessons, place);
            let share = 1.0 / PUPILS as f32;
            self.weights.iter_mut().zip(&pupil.weights).for_each(|(mean, own)| *mean += own * share);
            self.bias.iter_mut().zip(&pupil.bias).for_each(|(mean, own)| *mean += own * share);
        }
    }

    fn book(&self, lessons: &[Lesson]) -> Book {
        // The idf of a word that one line alone has.
        let rare = (lessons.len() as f32).ln() + 1.0;
        let mut buckets = Vec::new();
        let mut book = Book { features: Vec::new(), ends: Vec::new() };
        for (words, _) in lessons {
            collect(words, &mut buckets);
            let row = |bucket: u32| {
                let row = self.rows[bucket as usize];
                (row != NONE).then(|| (row, self.idf[usize::from(row)]))
            };
            weigh(&buckets, row, rare, &mut book.features);
            book.ends.push(book.features.len());
        }
        book
    }

    /// Rounds the weights to a byte each, in units of a 127th of the largest.
    fn graduate(self) -> Classifier {
        let largest = self.weights.iter().fold(f32::MIN_POSITIVE, |most, weight| weight.abs().max(most));
        let unit = largest / f32::from(i8::MAX);
        let rounded = |weight: &f32| ((weight / unit).round() as i8).cast_unsigned();
        let floats = |all: &[f32]| Cow::Owned(all.iter().map(|value| value.to_le_bytes()).collect());
        Classifier {
            rows: Cow::Owned(self.rows.iter().map(|row| row.to_le_bytes()).collect()),
            idf: floats(&self.idf),
            bias: floats(&self.bias),
            unit,
            weights: Cow::Owned(self.weights.iter().map(rounded).collect()),
        }
    }
}

impl Pupil {
    fn study(&mut self, book: &Book, lessons: &[Lesson], place: usize) {
        let count = lessons.len();
        // A stride that shares no factor with the length visits each utterance once, classes mixed.
        let wide = count * (5 + 2 * place) / (8 + 3 * place);
        let stride = (wide..).find(|s| gcd(*s, count) == 1).unwrap_or(1);
        let mut rests = vec![0_u8; count];
        let mut rate = RATE;
        let mut scores = vec![0.0; self.bias.len()];
        for _ in 0..EPOCHS {
            for at in (0..count).map(|i| i * stride % count) {
                if rests[at] > 0 {
                    rests[at] -= 1;
                    continue;
                }
                let start = if at == 0 { 0 } else { book.ends[at - 1] };
                let features = &book.features[start..book.ends[at]];
                if self.step(features, lessons[at].1, rate, &mut scores) > SETTLED {
                    rests[at] = 2;
                }
            }
            rate *= DECAY;
        }
    }

    /// One step; gives the probability that the right class had before it.
    fn step(&mut self, x: &[(u16, f32)], class: usize, rate: f32, scores: &mut [f32]) -> f32 {
        let classes = scores.len();
        scores.copy_from_slice(&self.bias);
        for (row, value) in x {
            let row = &self.weights[usize::from(*row) * classes..][..classes];
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += weight * value;
            }
        }
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
            let row = &mut self.weights[usize::from(*row) * classes..][..classes];
            for (weight, step) in row.iter_mut().zip(scores.iter()) {
                *weight += step * value;
            }
        }
        known
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::super::classifier::softmax;
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
        let model = train(&examples, 2);
        let best = |text: &str| {
            let scores = model.scores(&words(text));
            usize::from(scores[1] > scores[0])
        };
        assert_eq!((best("kehilangan"), best("rusaknya"), best("rsak rusk")), (0, 1, 1));
        assert_eq!(model.scores(&words("ktp")), train(&examples, 2).scores(&words("ktp")));
    }

    #[test]
    fn nothing_known_gives_no_opinion() {
        let model = train(&[(words("a b"), 0), (words("a c"), 1)], 2);
        let p = softmax(&model.scores(&words("zzz")));
        assert!((p[0] - 0.5).abs() < 0.25, "{p:?}");
    }
}

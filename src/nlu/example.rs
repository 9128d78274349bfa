//! Sentences of an office's own that ask for a service: "mau buat akta kelahiran". What they teach is not learnt but
//! looked for, word by word, so that who adds one changes nothing else that is understood.

use super::load::Nlu;
use super::tokens::plain_words;

/// What a citizen wrote, read once for many examples.
pub struct Said {
    words: Vec<String>,
    core: Vec<String>,
}

impl Nlu {
    /// A text in plain words, to be held against examples.
    pub fn said(&self, text: &str, lang: &str) -> Said {
        let words = plain_words(&self.normalise(text, lang));
        Said { core: self.vocabulary.without_fillers(&words), words }
    }

    fn denies(&self, words: &[String]) -> bool {
        self.has_no(words) || self.languages.values().any(|l| words.iter().any(|w| l.negators.contains(w)))
    }

    /// How many telling words of an example stand in a text, if all of them do: the more, the surer. A single one has to
    /// be all that is said.
    pub fn says(&self, said: &Said, example: &str, lang: &str) -> Option<usize> {
        let example = self.label(example, lang);
        let core = &example.core;
        let opposite = self.denies(&said.words) && !self.denies(&example.words);
        if core.is_empty() || opposite {
            return None;
        }
        let stands = match core.as_slice() {
            [_] => said.core == *core,
            several => several.iter().all(|word| said.core.contains(word)),
        };
        stands.then_some(core.len())
    }
}

#[cfg(test)]
mod tests {
    use super::super::measure::nlu;

    #[test]
    fn an_example_is_heard_where_all_its_telling_words_stand() {
        let check = |example: &str, text: &str, expected: bool| {
            let heard = nlu().says(&nlu().said(text, "id"), example, "id").is_some();
            assert_eq!(heard, expected, "{example:?} in {text:?}");
        };
        let birth = "mau buat akta kelahiran";
        check(birth, "halo kak, sy mau buat akta kelahiran anak saya", true);
        check(birth, "akta kelahiran mau buat gmn ya", true);
        check(birth, "akta kelahiran", false);
        check(birth, "mau buat akta kematian", false);
        check(birth, "tidak jadi buat akta kelahiran", false);
        check(birth, "jangan buat akta kelahiran dulu", false);
        check(birth, "belum mau buat akta kelahiran", false);
        check("paspor", "paspor", true);
        check("paspor", "ktp saya terselip di paspor", false);
    }
}

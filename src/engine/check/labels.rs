//! Labels of buttons and the words that stand for them: short enough, few enough, none alike.

use unicode_segmentation::UnicodeSegmentation;

use super::super::definition::DefinitionFlaw;
use super::bubbles::shown;
use super::{BUTTON_LABEL_MAX, BUTTONS_MAX, ROW_LABEL_MAX, TextSource};

pub(super) struct Labels<'t> {
    pub texts: &'t dyn TextSource,
    pub flaws: Vec<DefinitionFlaw>,
}

impl Labels<'_> {
    /// Buttons that stand together: short enough, few enough, no two alike. `told` is the way that leads there.
    pub(super) fn together(&mut self, lang: &str, keys: &[String], told: &str) {
        let (most, word) = if keys.len() > BUTTONS_MAX {
            (ROW_LABEL_MAX, "row of a list")
        } else {
            (BUTTON_LABEL_MAX, "button")
        };
        let mut before: Vec<(String, &String)> = Vec::new();
        for key in keys {
            let label = shown(self.texts, lang, key);
            let length = label.graphemes(true).count();
            if length > most {
                self.flaw(
                    lang,
                    key,
                    format!("{label:?} has {length} characters; a {word} holds {most}{told}"),
                );
            }
            let folded = fold(&label);
            match before.iter().find(|(l, _)| *l == folded) {
                Some((_, other)) => {
                    let what =
                        format!("{label:?} is also the label of {other}, beside it{told}: word one anew");
                    self.flaw(lang, key, what);
                }
                None => before.push((folded, key)),
            }
        }
        self.synonyms(lang, keys, &before, told);
    }

    /// Words that stand for two of the buttons, or for one and are the label of another.
    fn synonyms(&mut self, lang: &str, keys: &[String], labels: &[(String, &String)], told: &str) {
        let mut heard: Vec<(String, &String)> = Vec::new();
        for key in keys {
            let list = format!("{key}-words");
            let Some(found) = self.texts.find(lang, &list) else { continue };
            let place = (found.file.to_owned(), found.line);
            for word in self.texts.render(lang, &list, &[]).split(',').map(fold).filter(|w| !w.is_empty()) {
                let label = labels.iter().find(|(label, of)| *label == word && *of != key).map(|(_, of)| *of);
                let both = heard.iter().find(|(w, of)| *w == word && *of != key).map(|(_, of)| *of);
                let what = match (label, both) {
                    // The house's words are everybody's: the office's label gives way.
                    (Some(other), _) if key.starts_with("btn-") && !other.starts_with("btn-") => {
                        let what = format!(
                            "{word:?}, the label of {other}, stands for {key}, beside it{told}: word the label anew"
                        );
                        self.flaw(lang, other, what);
                        continue;
                    }
                    (Some(other), _) => format!(
                        "{word:?} stands for {key}, but it is the label of {other}, beside it{told}: drop it here"
                    ),
                    (None, Some(other)) => format!(
                        "{word:?} stands for {key} and for {other}, beside it{told}: who says it is not understood; keep it for one"
                    ),
                    (None, None) => {
                        heard.push((word, key));
                        continue;
                    }
                };
                self.flaws.push(DefinitionFlaw { file: place.0.clone(), line: place.1, what });
            }
        }
    }

    pub(super) fn flaw(&mut self, lang: &str, key: &str, what: String) {
        // What a language does not say itself is said in another: it is told once, where it stands.
        let elsewhere = || self.texts.languages().iter().find_map(|other| self.texts.find(other, key));
        let found = self.texts.find(lang, key).or_else(elsewhere);
        let (file, line) =
            found.map_or_else(|| (format!("locales/{lang}"), 1), |found| (found.file.to_owned(), found.line));
        self.flaws.push(DefinitionFlaw { file, line, what });
    }
}

/// As labels and words are compared when a citizen types them.
fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast;
use rustc_hash::FxBuildHasher;
use unic_langid::LanguageIdentifier;

/// The language that every text exists in.
pub const FALLBACK: &str = "id";

/// A term of this name in a file of texts: the language is complete without the rest.
const PARTIAL: &str = "partial";

/// How the keys of lists end.
const LIST: &str = "-words";

/// A value put into a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    Text(std::borrow::Cow<'a, str>),
    Number(i64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(text.into())
    }
}
impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(text.into())
    }
}
impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Value::Number(number)
    }
}

/// Something wrong with a file of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFlaw {
    pub file: String,
    pub line: usize,
    pub what: String,
}

/// Where a key stands and which variables its sentence uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyInfo {
    pub file: String,
    pub line: usize,
    pub variables: BTreeSet<String>,
    /// Other messages and terms (`-office`) that are said within it.
    pub references: BTreeSet<String>,
}

/// All sentences in all languages.
pub struct Texts {
    bundles: BTreeMap<String, FluentBundle<FluentResource>>,
    keys: BTreeMap<String, BTreeMap<String, KeyInfo>>,
    partial: BTreeSet<String>,
    lists: BTreeMap<String, ByKey>,
}

/// Lists by their keys.
type ByKey = HashMap<String, Arc<[String]>, FxBuildHasher>;

/// The lists of a language; see [`Texts::listed`].
#[derive(Clone, Copy)]
pub struct Lists<'a> {
    own: Option<&'a ByKey>,
    fallback: Option<&'a ByKey>,
}

impl Lists<'_> {
    #[must_use]
    pub fn of(&self, key: &str) -> Arc<[String]> {
        let within = |lists: Option<&ByKey>| lists?.get(key).cloned();
        within(self.own).or_else(|| within(self.fallback)).unwrap_or_default()
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Texts({:?})", self.bundles.keys().collect::<Vec<_>>())
    }
}

impl Texts {
    /// Reads `(language, file name, content)` of every `.ftl` file. A key may stand again in another directory:
    /// the later one wins.
    ///
    /// # Errors
    /// Every line that is not Fluent and every key that stands twice in one language.
    pub fn load<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>,
    ) -> Result<Texts, Vec<TextFlaw>> {
        let (mut flaws, mut partial) = (Vec::new(), BTreeSet::new());
        let mut bundles: BTreeMap<String, FluentBundle<FluentResource>> = BTreeMap::new();
        let mut keys: BTreeMap<String, BTreeMap<String, KeyInfo>> = BTreeMap::new();
        let mut terms: BTreeSet<(String, String)> = BTreeSet::new();
        for (lang, file, content) in files {
            let flaw = |line: usize, what: String| TextFlaw { file: file.to_owned(), line, what };
            let resource = match FluentResource::try_new(content.to_owned()) {
                Ok(resource) => resource,
                Err((_, errors)) => {
                    for error in errors {
                        flaws.push(flaw(line_of(content, error.pos.start), error.kind.to_string()));
                    }
                    continue;
                }
            };
            for entry in resource.entries() {
                if let ast::Entry::Term(term) = entry {
                    if term.id.name == PARTIAL {
                        partial.insert(lang.to_owned());
                    }
                    terms.insert((lang.to_owned(), term.id.name.to_owned()));
                }
            }
            let known = keys.entry(lang.to_owned()).or_default();
            for (key, info) in read_keys(content, file, &resource) {
                // A text of one office wins over the one of all; beside each other they are a slip.
                let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
                if let Some(first) = known.get(&key).filter(|first| folder(&first.file) == folder(file)) {
                    flaws.push(flaw(
                        info.line,
                        format!("the key {key} stands already in {}:{}", first.file, first.line),
                    ));
                } else {
                    known.insert(key, info);
                }
            }
            let bundle = bundles.entry(lang.to_owned()).or_insert_with(|| {
                let id: LanguageIdentifier = lang.parse().unwrap_or_default();
                let mut bundle = FluentBundle::new_concurrent(vec![id]);
                // The isolation marks (U+2068/9) that Fluent puts around values show up in chats.
                bundle.set_use_isolating(false);
                bundle
            });
            // Doubles were reported above.
            bundle.add_resource_overriding(resource);
        }
        flaws.extend(dangling(&keys, &terms));
        if !bundles.contains_key(FALLBACK) {
            flaws.push(TextFlaw {
                file: format!("locales/{FALLBACK}"),
                line: 1,
                what: "no texts in the fallback language".into(),
            });
        }
        if !flaws.is_empty() {
            return Err(flaws);
        }
        let mut texts = Texts { bundles, keys, partial, lists: BTreeMap::new() };
        texts.lists = texts.bundles.keys().map(|lang| (lang.clone(), texts.lists_of(lang))).collect();
        Ok(texts)
    }

    /// Lists are asked for by many rules with each message: they are read once.
    fn lists_of(&self, lang: &str) -> ByKey {
        let lists = self.keys(lang).map(|(key, _)| key).filter(|key| key.ends_with(LIST));
        let read = |key: &str| -> Option<Arc<[String]>> {
            let listed = self.format(lang, key, &[])?;
            let words = listed.split(',').map(str::trim).filter(|word| !word.is_empty());
            Some(words.map(str::to_owned).collect())
        };
        lists.filter_map(|key| Some((key.to_owned(), read(key)?))).collect()
    }

    /// The words or phrases between commas of a key that ends in `-words`; of the fallback where the language has none,
    /// empty where there is no such key.
    #[must_use]
    pub fn listed(&self, lang: &str, key: &str) -> Arc<[String]> {
        self.lists(lang).of(key)
    }

    /// For whoever asks for many of them in one language.
    #[must_use]
    pub fn lists(&self, lang: &str) -> Lists<'_> {
        Lists { own: self.lists.get(lang), fallback: self.lists.get(FALLBACK) }
    }

    /// Whether the language says by the term `-partial` that it has some texts only: the others are the fallback's.
    #[must_use]
    pub fn is_partial(&self, lang: &str) -> bool {
        self.partial.contains(lang)
    }

    /// The languages that have every text.
    #[must_use]
    pub fn complete_languages(&self) -> Vec<&str> {
        self.languages().into_iter().filter(|lang| !self.is_partial(lang)).collect()
    }

    #[must_use]
    pub fn languages(&self) -> Vec<&str> {
        self.bundles.keys().map(String::as_str).collect()
    }

    /// Whether the key exists in this very language.
    #[must_use]
    pub fn has(&self, lang: &str, key: &str) -> bool {
        self.keys.get(lang).is_some_and(|k| k.contains_key(key))
    }

    /// Where a key stands in this very language, and what its sentence uses.
    #[must_use]
    pub fn info(&self, lang: &str, key: &str) -> Option<&KeyInfo> {
        self.keys.get(lang)?.get(key)
    }

    /// Every key of a language with its place and variables, for `sapa check`.
    pub fn keys(&self, lang: &str) -> impl Iterator<Item = (&str, &KeyInfo)> {
        self.keys.get(lang).into_iter().flatten().map(|(k, i)| (k.as_str(), i))
    }

    /// The sentence of a key. Line breaks inside a Fluent text are line breaks in the chat.
    #[must_use]
    pub fn get(&self, lang: &str, key: &str, args: &[(&str, Value<'_>)]) -> String {
        self.format(lang, key, args)
            .or_else(|| self.format(FALLBACK, key, args))
            .unwrap_or_else(|| key.to_owned())
    }

    /// The sentence of a key, if it exists in the language or in the fallback.
    #[must_use]
    pub fn find(&self, lang: &str, key: &str, args: &[(&str, Value<'_>)]) -> Option<String> {
        self.format(lang, key, args).or_else(|| self.format(FALLBACK, key, args))
    }

    fn format(&self, lang: &str, key: &str, args: &[(&str, Value<'_>)]) -> Option<String> {
        let bundle = self.bundles.get(lang)?;
        let pattern = bundle.get_message(key)?.value()?;
        let mut fluent_args = FluentArgs::new();
        for (name, value) in args {
            match value {
                Value::Text(text) => fluent_args.set(*name, FluentValue::from(text.as_ref())),
                Value::Number(number) => fluent_args.set(*name, FluentValue::from(*number)),
            }
        }
        let mut errors = Vec::new();
        let out = bundle.format_pattern(pattern, Some(&fluent_args), &mut errors).into_owned();
        if !errors.is_empty() {
            // `sapa check` finds missing variables; the count alone carries no personal data.
            tracing::warn!(key, lang, faults = errors.len(), "a text was rendered with faults");
        }
        Some(out)
    }
}

fn line_of(content: &str, byte: usize) -> usize {
    content.as_bytes().iter().take(byte).filter(|b| **b == b'\n').count() + 1
}

fn read_keys(content: &str, file: &str, resource: &FluentResource) -> Vec<(String, KeyInfo)> {
    // Messages come in the order of their lines: each is looked for behind the one before.
    let mut lines = content.lines().enumerate();
    resource
        .entries()
        .filter_map(|entry| match entry {
            ast::Entry::Message(message) => {
                let mut used = Used::default();
                if let Some(pattern) = &message.value {
                    collect(pattern, &mut used);
                }
                let name = message.id.name;
                let begins =
                    |l: &str| l.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='));
                let line = lines.find(|(_, l)| begins(l)).map_or(1, |(at, _)| at + 1);
                Some((
                    name.to_owned(),
                    KeyInfo {
                        file: file.to_owned(),
                        line,
                        variables: used.variables,
                        references: used.references,
                    },
                ))
            }
            _ => None,
        })
        .collect()
}

/// What a sentence says that stands elsewhere.
#[derive(Default)]
struct Used {
    variables: BTreeSet<String>,
    references: BTreeSet<String>,
}

/// References to what no file of the language has: the citizen would read the braces.
fn dangling(
    keys: &BTreeMap<String, BTreeMap<String, KeyInfo>>,
    terms: &BTreeSet<(String, String)>,
) -> Vec<TextFlaw> {
    let mut flaws = Vec::new();
    for (lang, known) in keys {
        for (key, info) in known {
            let lost = |name: &&String| match name.strip_prefix('-') {
                Some(term) => !terms.contains(&(lang.clone(), term.to_owned())),
                None => !known.contains_key(*name),
            };
            for name in info.references.iter().filter(lost) {
                let what = format!(
                    "{key} says {{ {name} }}, which is not there in {lang}: add it, or mend the name"
                );
                flaws.push(TextFlaw { file: info.file.clone(), line: info.line, what });
            }
        }
    }
    flaws
}

fn collect(pattern: &ast::Pattern<&str>, used: &mut Used) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            collect_expression(expression, used);
        }
    }
}

fn collect_expression(expression: &ast::Expression<&str>, used: &mut Used) {
    match expression {
        ast::Expression::Inline(inline) => collect_inline(inline, used),
        ast::Expression::Select { selector, variants } => {
            collect_inline(selector, used);
            for variant in variants {
                collect(&variant.value, used);
            }
        }
    }
}

fn collect_inline(inline: &ast::InlineExpression<&str>, used: &mut Used) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            used.variables.insert(id.name.to_owned());
        }
        ast::InlineExpression::MessageReference { id, .. } => {
            used.references.insert(id.name.to_owned());
        }
        ast::InlineExpression::TermReference { id, .. } => {
            used.references.insert(format!("-{}", id.name));
        }
        ast::InlineExpression::Placeable { expression } => collect_expression(expression, used),
        ast::InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                collect_inline(argument, used);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        Texts::load([
            (
                "id",
                "a.ftl",
                "salam = Halo { $name }\nbanyak = { $n ->\n    [one] satu\n   *[other] { $n } foto\n  }\n",
            ),
            ("en", "a.ftl", "salam = Hello { $name }\n"),
        ])
        .expect("well-formed")
    }

    #[test]
    fn a_missing_text_falls_back_to_indonesian_and_then_to_its_key() {
        let t = texts();
        assert_eq!(t.get("en", "salam", &[("name", "Ayu".into())]), "Hello Ayu");
        assert_eq!(t.get("en", "banyak", &[("n", 3.into())]), "3 foto");
        assert_eq!(t.get("en", "tidak-ada", &[]), "tidak-ada");
    }

    #[test]
    fn a_language_may_say_that_it_has_some_texts_only() {
        let files =
            [("id", "a.ftl", "salam = Halo\nya = Ya\n"), ("ban", "a.ftl", "-partial = sami\nsalam = Om\n")];
        let t = Texts::load(files).expect("well-formed");
        assert!(t.is_partial("ban") && !t.is_partial("id"));
        assert_eq!(t.complete_languages(), ["id"]);
        assert_eq!((t.get("ban", "salam", &[]), t.get("ban", "ya", &[])), ("Om".to_owned(), "Ya".to_owned()));
    }

    #[test]
    fn variables_of_a_text_are_known_with_its_line() {
        let t = texts();
        let (_, info) = t.keys("id").find(|(k, _)| *k == "banyak").expect("there");
        assert_eq!((info.line, info.variables.contains("n")), (2, true));
    }

    #[test]
    fn a_broken_file_names_its_line_and_a_double_key_both_places() {
        let flaws = Texts::load([("id", "b.ftl", "ok = ya\nrusak = { $\n")]).expect_err("broken");
        assert_eq!((flaws[0].file.as_str(), flaws[0].line), ("b.ftl", 2));
        let flaws = Texts::load([("id", "b.ftl", "x = 1\nx = 2\n")]).expect_err("double");
        assert!(flaws[0].what.contains("b.ftl:1"), "{flaws:?}");
    }
}

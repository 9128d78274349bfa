//! From the text of a `service.toml` to its questions: earlier formats are brought up to this one, groups are laid
//! out round by round.

use serde::Deserialize;
use toml::{Spanned, Table, Value};

use super::catalogue::kind_doc;
use super::kind::RawKind;
use super::{Definition, DefinitionFlaw, Kind, Question, SCHEMA, hash, is_id, is_key, line_at, toml_fault};
use crate::engine::condition::{Comparison, Condition, Op};

/// Rounds of a group that are laid out at most; each is a branch for the prover.
const ROUNDS_MAX: i64 = 10;

/// What each version of the format changed: the place in the list is the version that it starts from, less one.
/// A definition that a session pins stays as it was written, so every version must be read for ever.
const MIGRATIONS: &[fn(&mut Table)] = &[one_word_for_having_none];

/// 1 to 2: `unknown` of a family card's number and `none` of an e-mail address said the same.
fn one_word_for_having_none(question: &mut Table) {
    for old in ["unknown", "none"] {
        if let Some(value) = question.remove(old) {
            question.insert("without".into(), value);
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawService {
    schema: i64,
    service: Spanned<String>,
    #[serde(default)]
    intents: Vec<String>,
    message_budget: usize,
    question: Vec<Spanned<Table>>,
}

/// The keys that every kind has.
#[derive(Deserialize)]
struct Common {
    id: String,
    kind: String,
    when: Option<String>,
    correct: Option<bool>,
    optional: Option<bool>,
    whose: Option<String>,
}

const COMMON: [&str; 6] = ["id", "kind", "when", "correct", "optional", "whose"];

pub(super) fn definition(office: &str, file: &str, source: &str) -> Result<Definition, Vec<DefinitionFlaw>> {
    let flaw = |line: usize, what: String| DefinitionFlaw { file: file.to_owned(), line, what };
    let raw: RawService = toml::from_str(source).map_err(|e| {
        let (line, what) = toml_fault::placed(source, &e);
        vec![flaw(line, what)]
    })?;
    let Some(behind) = usize::try_from(SCHEMA - raw.schema).ok().filter(|n| *n <= MIGRATIONS.len()) else {
        let what = format!("schema is {}; this program reads 1 to {SCHEMA}", raw.schema);
        return Err(vec![flaw(1, what)]);
    };
    let mut reader = Reader { source, questions: Vec::new(), flaws: Vec::new() };
    let service_line = line_at(source, raw.service.span().start);
    if !is_key(raw.service.get_ref()) {
        reader.flaws.push((service_line, "service is made of a-z, 0-9 and -".into()));
    }
    for spanned in raw.question {
        let line = line_at(source, spanned.span().start);
        let mut table = spanned.into_inner();
        for migrate in MIGRATIONS.iter().skip(MIGRATIONS.len() - behind) {
            migrate(&mut table);
        }
        reader.question(table, line);
    }
    if reader.flaws.is_empty() {
        Ok(Definition {
            hash: hash(source),
            office: office.to_owned(),
            service: raw.service.into_inner(),
            intents: raw.intents,
            message_budget: raw.message_budget,
            questions: reader.questions,
            file: file.to_owned(),
        })
    } else {
        Err(reader.flaws.into_iter().map(|(line, what)| flaw(line, what)).collect())
    }
}

struct Reader<'s> {
    source: &'s str,
    questions: Vec<Question>,
    flaws: Vec<(usize, String)>,
}

impl Reader<'_> {
    fn question(&mut self, mut table: Table, line: usize) {
        let each = table.remove("each");
        if table.get("kind").and_then(Value::as_str) == Some("repeat") {
            return self.group(table, each, line);
        }
        if each.is_some() {
            self.flaws.push((line, "only a question of the kind repeat has `each`".into()));
        }
        if let Some(question) = self.read(table, line) {
            self.keep(question);
        }
    }

    fn keep(&mut self, question: Question) {
        if let Some(first) = self.questions.iter().find(|q| q.id == question.id) {
            let what = format!("the id {} stands already in line {}", question.id, first.line);
            self.flaws.push((question.line, what));
        } else {
            self.questions.push(question);
        }
    }

    /// One question as it is written.
    fn read(&mut self, mut table: Table, line: usize) -> Option<Question> {
        let mut wrong = |what: String| self.flaws.push((line, what));
        let common: Common = match Value::Table(table.clone()).try_into() {
            Ok(common) => common,
            Err(error) => {
                wrong(toml_fault::told(&error, toml_fault::key(&error).as_deref()));
                return None;
            }
        };
        table.retain(|key, _| !COMMON.contains(&key));
        if !is_id(&common.id) {
            wrong(format!("the id {:?} is not made of a-z, 0-9 and _ (24 at most)", common.id));
        }
        let when = common.when.as_deref().map(Condition::parse).transpose();
        let when = when.unwrap_or_else(|fault| {
            wrong(fault.to_string());
            None
        });
        let kind = match kind(&common.kind, table) {
            Ok(kind) => kind,
            Err(what) => {
                wrong(what);
                return None;
            }
        };
        let optional = common.optional.unwrap_or(false);
        if optional && !kind.can_be_optional() {
            wrong(format!("a question of the kind {} cannot be optional", common.kind));
        }
        let correct = common.correct.unwrap_or(true);
        Some(Question {
            base: common.id.clone(),
            id: common.id,
            kind,
            when,
            correct,
            optional,
            whose: common.whose,
            round: 1,
            line,
        })
    }

    /// Lays out a group: "is there one?", its questions, "is there another?", its questions again, …
    fn group(&mut self, mut opener: Table, each: Option<Value>, line: usize) {
        let bound = |key: &str, usual: i64| {
            let given = opener.get(key).map_or(Some(usual), Value::as_integer);
            given.filter(|n| (0..=ROUNDS_MAX).contains(n))
        };
        let (Some(min), Some(max)) = (bound("min", 0), bound("max", 5)) else {
            return self.flaws.push((line, format!("`min` and `max` rounds are 0 to {ROUNDS_MAX}")));
        };
        opener.remove("min");
        opener.remove("max");
        let Some(Value::Array(each)) = each.filter(|_| max >= 1 && min <= max) else {
            return self
                .flaws
                .push((line, "a repeat needs `[[question.each]]` and a `max` of 1 or more".into()));
        };
        let Some(opener) = self.read(opener, line) else { return };
        let mut members = Vec::new();
        for member in each {
            let Value::Table(table) = member else { continue };
            let at = table.get("id").and_then(Value::as_str).map_or(line, |id| self.line_of(id, line));
            if table.get("kind").and_then(Value::as_str).is_some_and(|k| !may_repeat(k)) {
                self.flaws.push((at, "this kind cannot stand in a group".into()));
                continue;
            }
            members.extend(self.read(table, at));
        }
        let ids: Vec<String> = members.iter().map(|m| m.id.clone()).collect();
        for round in 1..=max {
            let number = usize::try_from(round).unwrap_or(1);
            let mut first = opener.clone();
            // The rounds that must be there have no question in front of them.
            if round - 1 > min {
                first.when = Some(is_yes(&in_round(&opener.id, number - 1)).and(first.when));
            }
            first.id = in_round(&opener.id, number);
            first.round = number;
            if round > min {
                self.keep(first.clone());
            }
            for member in &members {
                let mut question = member.clone();
                let own = question.when.take().map(|when| {
                    when.renamed(&|id| {
                        if ids.iter().any(|known| known == id) { in_round(id, number) } else { id.to_owned() }
                    })
                });
                question.when = match (round > min, own) {
                    (true, own) => Some(is_yes(&first.id).and(own)),
                    (false, Some(own)) => Some(own.and(opener.when.clone())),
                    (false, None) => opener.when.clone(),
                };
                if let Kind::Computed { formula } = &mut question.kind {
                    formula.renamed(&|id| {
                        if ids.iter().any(|known| known == id) { in_round(id, number) } else { id.to_owned() }
                    });
                }
                question.id = in_round(&member.id, number);
                question.round = number;
                if question.id.len() > 24 {
                    self.flaws.push((question.line, format!("the id {} is too long for a group", member.id)));
                }
                self.keep(question);
            }
        }
    }

    /// The line with `id = "…"` at or below another.
    fn line_of(&self, id: &str, below: usize) -> usize {
        let wanted = format!("\"{id}\"");
        let is_it = |line: &str| line.trim_start().starts_with("id") && line.contains(&wanted);
        let found = self.source.lines().skip(below - 1).position(is_it);
        found.map_or(below, |n| below + n)
    }
}

/// "child_name" in the second round is "child_name_2".
fn in_round(id: &str, round: usize) -> String {
    if round <= 1 { id.to_owned() } else { format!("{id}_{round}") }
}

fn is_yes(question: &str) -> Condition {
    let comparison =
        Comparison { question: question.to_owned(), property: None, op: Op::Is, value: "yes".into() };
    Condition { any: vec![vec![comparison]] }
}

fn may_repeat(kind: &str) -> bool {
    !matches!(kind, "consent" | "slot" | "signature" | "repeat" | "person" | "ending" | "confirm")
}

fn kind(word: &str, table: Table) -> Result<Kind, String> {
    let Some(doc) = kind_doc(word) else {
        let known: Vec<&str> = super::catalogue::KINDS.iter().map(|k| k.word).collect();
        return Err(format!("the kind {word:?} is unknown; there are {}", known.join(" ")));
    };
    if let Some(wrong) = table.keys().find(|k| !doc.needs.iter().chain(doc.may).any(|known| known == k)) {
        return Err(format!("a question of the kind {word} has no `{wrong}`"));
    }
    let raw: RawKind = Value::Table(table)
        .try_into()
        .map_err(|error| toml_fault::told(&error, toml_fault::key(&error).as_deref()))?;
    raw.read(word).map_err(|what| format!("{word}: {what}"))
}

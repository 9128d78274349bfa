//! The same for pages that draw Mermaid: each question with an arrow to every one that may come next.

use std::fmt::Write as _;

use super::{Chart, Look, Node};

pub(super) fn draw(chart: &Chart) -> String {
    let mut out = format!("---\ntitle: {}\n---\nflowchart TD\n", quoted(&chart.title));
    let mut line = |text: String| {
        // Writing to a String cannot fail.
        let _always = writeln!(out, "  {text}");
    };
    for one in &chart.boxes {
        let words = format!("{}<br/><small>{}</small>", quoted(&one.name), quoted(&one.detail));
        let (open, close) = match one.look {
            Look::Confirm | Look::Person => ("([", "])"),
            Look::Quiet => ("[/", "/]"),
            Look::Asked | Look::Consent | Look::File => ("[", "]"),
        };
        line(format!("{}{open}\"{words}\"{close}", node(one)));
    }
    for (at, one) in chart.boxes.iter().enumerate() {
        if one.look == Look::Person {
            continue;
        }
        let mut otherwise = false;
        let mut left_for: Vec<&str> = Vec::new();
        for next in chart.boxes.iter().skip(at + 1) {
            // What hangs on the same condition comes without a question.
            let same = next.when.is_some() && next.when == one.when && !otherwise;
            match &next.when {
                // The one that hangs there comes first.
                Some(when) if left_for.iter().any(|first| needs(when, first)) => {}
                Some(when) if !same => {
                    line(format!("{} -->|\"{}\"| {}", node(one), quoted(when), node(next)));
                    left_for.push(when);
                    otherwise = true;
                }
                _ => {
                    let label = if otherwise { "|otherwise|" } else { "" };
                    line(format!("{} -->{label} {}", node(one), node(next)));
                    break;
                }
            }
        }
    }
    out
}

/// Whether one condition holds only where another does.
fn needs(when: &str, other: &str) -> bool {
    let more = when.strip_prefix(other).unwrap_or_default();
    when == other || (more.starts_with(" and ") && !when.contains(" or "))
}

/// `end` and the like are words of the language.
fn node(one: &Node) -> String {
    format!("q_{}", one.id)
}

fn quoted(text: &str) -> String {
    text.replace('"', "'")
}

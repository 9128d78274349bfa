//! A layout of our own: what is always asked stands on a spine from top to bottom; what hangs on a condition stands
//! beside it, where the condition leaves the spine and comes back to it.

use std::fmt::Write as _;

use super::{Chart, Look, Node};

const LEFT: i32 = 40;
const ASIDE: i32 = 470;
const WIDTH: i32 = 290;
const HEIGHT: i32 = 52;
const STEP: i32 = 84;
const TOP: i32 = 104;
/// Letters of a condition on one line between the spine and what hangs on it.
const LINE: usize = 42;

pub(super) fn draw(chart: &Chart) -> String {
    let rows = i32::try_from(chart.boxes.len()).unwrap_or(0);
    let (width, height) = (ASIDE + WIDTH + 40, TOP + rows * STEP + 40);
    let mut out = String::new();
    let mut line = |text: String| {
        // Writing to a String cannot fail.
        let _always = writeln!(out, "{text}");
    };
    line(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\" role=\"img\">"
    ));
    line(format!("<title>{}</title>", escaped(&chart.title)));
    line("<defs><marker id=\"end\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto-start-reverse\"><path d=\"M0 0 8 4 0 8z\" fill=\"#51606f\"/></marker></defs>".into());
    line(format!("<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>"));
    line(format!(
        "<text x=\"{LEFT}\" y=\"38\" font-size=\"20\" font-weight=\"600\" fill=\"#16202b\">{}</text>",
        escaped(&chart.title)
    ));
    line(format!("<text x=\"{LEFT}\" y=\"62\" fill=\"#51606f\">{}</text>", escaped(&chart.about)));
    let spine = LEFT + WIDTH / 2;
    let mut spine_from: Option<i32> = None;
    for (row, one) in chart.boxes.iter().enumerate() {
        let y = TOP + i32::try_from(row).unwrap_or(0) * STEP;
        match &one.when {
            None => {
                if let Some(from) = spine_from {
                    line(arrow(&format!("M{spine} {from}V{y}")));
                }
                spine_from = Some(y + HEIGHT);
                boxed(one, LEFT, y, &mut line);
            }
            Some(when) => {
                let before = row.checked_sub(1).and_then(|at| chart.boxes.get(at));
                let goes_on = before.is_some_and(|b| b.when.as_ref() == Some(when));
                let after = chart.boxes.get(row + 1);
                let middle = y + HEIGHT / 2;
                if goes_on {
                    let x = ASIDE + WIDTH / 2;
                    line(arrow(&format!("M{x} {}V{y}", y - STEP + HEIGHT)));
                } else {
                    line(arrow(&format!("M{spine} {middle}H{ASIDE}")));
                    condition(when, spine + 10, middle, &mut line);
                }
                let comes_back = after.is_some_and(|a| a.when.as_ref() != Some(when));
                if comes_back && one.look != Look::Person {
                    let (x, low) = (ASIDE + WIDTH / 2, y + HEIGHT + 16);
                    line(arrow(&format!("M{x} {}V{low}H{spine}", y + HEIGHT)));
                }
                boxed(one, ASIDE, y, &mut line);
            }
        }
    }
    line("</svg>".into());
    out
}

fn arrow(path: &str) -> String {
    format!(
        "<path d=\"{path}\" fill=\"none\" stroke=\"#51606f\" stroke-width=\"1.4\" marker-end=\"url(#end)\"/>"
    )
}

/// Above its line, or on two lines about it where it is long.
fn condition(when: &str, x: i32, y: i32, line: &mut impl FnMut(String)) {
    let lines = wrapped(when, LINE);
    for (n, text) in lines.iter().enumerate() {
        let y = if n == 0 { y - 7 } else { y + 4 + 13 * i32::try_from(n).unwrap_or(1) };
        line(format!("<text x=\"{x}\" y=\"{y}\" font-size=\"11\" fill=\"#7a4b00\">{}</text>", escaped(text)));
    }
}

fn boxed(one: &Node, x: i32, y: i32, line: &mut impl FnMut(String)) {
    let (fill, edge, ink) = match one.look {
        Look::Asked => ("#f3f6f9", "#8296a9", "#4f6275"),
        Look::Consent => ("#e7f0ff", "#3c6cc4", "#2c57a8"),
        Look::File => ("#fff5df", "#c58a10", "#7d5600"),
        Look::Person => ("#ffe9e6", "#c2402d", "#a5331f"),
        Look::Confirm => ("#e4f6e8", "#2f8a47", "#226b36"),
        Look::Quiet => ("#ffffff", "#a9b5c0", "#5a6875"),
    };
    let dash = if one.look == Look::Quiet { " stroke-dasharray=\"4 3\"" } else { "" };
    let inner = x + 14;
    line(format!("<g><title>{}: {}</title>", escaped(&one.id), escaped(&one.detail)));
    line(format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"8\" fill=\"{fill}\" stroke=\"{edge}\" stroke-width=\"1.4\"{dash}/>"
    ));
    line(format!(
        "<text x=\"{inner}\" y=\"{}\" font-weight=\"600\" fill=\"#16202b\">{}</text>",
        y + 22,
        escaped(&cut(&one.name, room(one.aside)))
    ));
    line(format!(
        "<text x=\"{inner}\" y=\"{}\" font-size=\"11.5\" fill=\"#51606f\">{}</text>",
        y + 40,
        escaped(&cut(&one.detail, 43))
    ));
    line("</g>".into());
    if let Some(aside) = one.aside {
        line(format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"11\" text-anchor=\"end\" fill=\"{ink}\">{}</text>",
            x + WIDTH - 12,
            y + 21,
            escaped(aside)
        ));
    }
}

/// Letters of a name that fit beside what may happen there.
fn room(aside: Option<&str>) -> usize {
    let taken = aside.map_or(0, |words| 12 + words.chars().count() * 6);
    (usize::try_from(WIDTH).unwrap_or(0) - 26).saturating_sub(taken) / 9
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// In lines of so many letters, at spaces.
fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(last) if last.chars().count() + 1 + word.chars().count() <= most => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

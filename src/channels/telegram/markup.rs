//! Our marked-up text (`*bold*`, line breaks) as Telegram's HTML.

/// Escapes what HTML reserves and turns `*bold*` into `<b>`. A star that opens nothing (`2*3`, `* item`)
/// stays a star: citizens' own words are echoed too.
pub(super) fn to_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        line_to_html(line, &mut out);
    }
    out
}

fn line_to_html(line: &str, out: &mut String) {
    let chars: Vec<char> = line.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let end = if opens(&chars, at) { (at + 2..chars.len()).find(|&i| closes(&chars, i)) } else { None };
        match end {
            Some(end) => {
                out.push_str("<b>");
                chars[at + 1..end].iter().for_each(|c| escape(*c, out));
                out.push_str("</b>");
                at = end + 1;
            }
            None => {
                escape(chars[at], out);
                at += 1;
            }
        }
    }
}

fn opens(chars: &[char], at: usize) -> bool {
    let free_before = at.checked_sub(1).is_none_or(|i| !chars[i].is_alphanumeric() && chars[i] != '*');
    let word_behind = chars.get(at + 1).is_some_and(|c| !c.is_whitespace() && *c != '*');
    chars[at] == '*' && free_before && word_behind
}

fn closes(chars: &[char], at: usize) -> bool {
    let free_behind = chars.get(at + 1).is_none_or(|c| !c.is_alphanumeric() && *c != '*');
    chars[at] == '*' && free_behind && !chars[at - 1].is_whitespace()
}

fn escape(c: char, out: &mut String) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        other => out.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::to_html;

    #[test]
    fn bold_is_bold_and_everything_else_is_itself() {
        let check = |text: &str, expected: &str| assert_eq!(to_html(text), expected);
        check("Tiket *SAPA-1*: siap", "Tiket <b>SAPA-1</b>: siap");
        check("*a* dan *b c*", "<b>a</b> dan <b>b c</b>");
        check("*<script>* & co", "<b>&lt;script&gt;</b> &amp; co");
        check("2*3*4", "2*3*4");
        check("* butir\n* butir", "* butir\n* butir");
        check("*buka\ntutup*", "*buka\ntutup*");
        check("**", "**");
        check("*", "*");
        check("*a", "*a");
        check("", "");
    }
}

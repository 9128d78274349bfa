//! How the house speaks to citizens: short, one request, plain words, no blame, no shouting, nothing said by an emoji
//! alone. The house's own texts are held to it by a test; an office that writes its own is told by `sapa check`.

use super::super::definition::DefinitionFlaw;
use super::TextSource;

/// Characters of one text. Consents say what the law wants said; the complaint channels are a list of nine; an e-mail is
/// no bubble.
const LENGTH_MAX: usize = 360;
/// Lines of sentences. A line of a list or of "Tempat: …" is read at a glance and counts as none.
const LINES_MAX: usize = 3;
const LONG: [&str; 4] = ["-consent", "-consent-more", "faq-complaint", "mail-code-body"];

/// A text as a citizen reads it, with `…` for values.
#[derive(Debug, Clone, Copy)]
pub struct Said<'t> {
    pub lang: &'t str,
    pub key: &'t str,
    pub text: &'t str,
}

impl Said<'_> {
    fn may_be_long(&self) -> bool {
        LONG.iter().any(|end| self.key.ends_with(end))
    }
}

/// What is wrong with a text, and what would mend it; none where nothing is.
type Rule = fn(&Said<'_>) -> Option<String>;

const RULES: [Rule; 10] =
    [long, many_lines, many_requests, unusual_word, internal_word, blame, promise, clock, emoji, shouting];

/// Everything that is wrong with the tone of one text.
#[must_use]
pub fn faults(said: &Said<'_>) -> Vec<String> {
    let mut all: Vec<String> = RULES.iter().filter_map(|rule| rule(said)).collect();
    all.extend(sentence_on_a_button(said));
    all
}

/// The same of every text that citizens read, each with its place.
#[must_use]
pub fn tone(texts: &dyn TextSource) -> Vec<DefinitionFlaw> {
    let mut all = Vec::new();
    for lang in texts.languages() {
        for key in texts.keys(&lang) {
            // Lists of words are read by the program, not by people; the console is the staff's.
            if key.starts_with("console-")
                || key.ends_with("-words")
                || key.ends_with("-examples")
                || key == "sys-languages"
            {
                continue;
            }
            let Some(found) = texts.find(&lang, &key) else { continue };
            let args: Vec<(&str, &str)> = found.variables.iter().map(|name| (name.as_str(), "…")).collect();
            let text = texts.render(&lang, &key, &args);
            let said = Said { lang: &lang, key: &key, text: &text };
            all.extend(faults(&said).into_iter().map(|what| DefinitionFlaw {
                file: found.file.to_owned(),
                line: found.line,
                what: format!("{key}: {what}"),
            }));
        }
    }
    all
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()).collect()
}

fn long(said: &Said<'_>) -> Option<String> {
    let length = said.text.chars().count();
    (!said.may_be_long() && length > LENGTH_MAX)
        .then(|| format!("{length} characters, {LENGTH_MAX} at most: leave out what can be asked for"))
}

fn many_lines(said: &Said<'_>) -> Option<String> {
    let sentences = said.text.lines().filter(|line| {
        let line = line.trim();
        let field = line.split_once(": ").is_some_and(|(name, _)| words(name).len() <= 2);
        !line.starts_with('•') && !field
    });
    let lines = sentences.count();
    (!said.may_be_long() && lines > LINES_MAX)
        .then(|| format!("{lines} lines, {LINES_MAX} at most: put sentences together, or begin lists with •"))
}

fn many_requests(said: &Said<'_>) -> Option<String> {
    let asks = words(said.text).iter().filter(|w| matches!(**w, "Mohon" | "Silakan" | "Please")).count();
    (!said.may_be_long() && asks > 2)
        .then(|| format!("{asks} requests in one text: ask for one thing at a time"))
}

fn unusual_word(said: &Said<'_>) -> Option<String> {
    const NOT: [(&str, &str); 9] = [
        ("Silahkan", "Silakan"),
        ("silahkan", "silakan"),
        ("antrian", "antrean"),
        ("email", "e-mail"),
        ("Email", "E-mail"),
        ("anda", "Anda"),
        ("dirubah", "diubah"),
        ("merubah", "mengubah"),
        ("ijin", "izin"),
    ];
    let used = words(said.text);
    let (not, standard) = NOT.iter().find(|(not, _)| used.contains(not))?;
    (said.lang == "id" || *standard == "e-mail").then(|| format!("{not:?} is written {standard:?}"))
}

fn internal_word(said: &Said<'_>) -> Option<String> {
    let used = words(said.text);
    let inside =
        ["SIAK", "TTE", "ADB", "DSR", "SLA", "BSrE", "SPBE"].into_iter().find(|a| used.contains(a))?;
    (!said.text.contains(&format!("{inside} (")) && !said.text.contains(&format!("{inside}* ("))).then(|| {
        format!("{inside} is a word of the office: leave it out, or explain it in brackets behind it")
    })
}

fn blame(said: &Said<'_>) -> Option<String> {
    const NOT: [&str; 14] = [
        "anda salah",
        "anda keliru",
        "kesalahan anda",
        "tidak valid",
        "gagal",
        "ditolak",
        "error",
        "sanksi",
        "you failed",
        "your mistake",
        "you are wrong",
        "invalid",
        "illegal",
        "rejected",
    ];
    let lower = said.text.to_lowercase();
    let not = NOT.iter().find(|not| lower.contains(**not))?;
    Some(format!("says {not:?}: nobody is blamed or threatened; say what to do instead"))
}

fn promise(said: &Said<'_>) -> Option<String> {
    let promised = said.text.contains("1 jam") || said.text.contains("1 working hour");
    let conditional = said.text.contains("setelah berkas") || said.text.contains("after the papers");
    (promised && !conditional)
        .then(|| "an hour from when? It counts from when the papers are complete: say so".to_owned())
}

fn clock(said: &Said<'_>) -> Option<String> {
    let colon = said.text.as_bytes().windows(5).any(|w| match w {
        [a, b, b':', c, d] => [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()),
        _ => false,
    });
    colon.then(|| "hours are written with a dot: 08.00, not 08:00".to_owned())
}

fn is_emoji(c: char) -> bool {
    matches!(u32::from(c), 0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2B00..=0x2BFF)
}

fn emoji(said: &Said<'_>) -> Option<String> {
    let count = said.text.chars().filter(|c| is_emoji(*c)).count();
    let alone = |line: &str| line.chars().any(is_emoji) && !line.chars().any(char::is_alphabetic);
    if count > 1 {
        Some(format!("{count} emoji, one at most"))
    } else {
        said.text.lines().any(alone).then(|| {
            "an emoji alone in a line: a screen reader has only its name to say; add words".to_owned()
        })
    }
}

/// Names as they are printed, abbreviations and codes stand alone or in pairs; three words in capitals are shouted.
fn shouting(said: &Said<'_>) -> Option<String> {
    const IN_A_ROW: usize = 3;
    if said.text.contains("!!") {
        return Some("shouts with several !: one is enough, none is better".to_owned());
    }
    let loud = |word: &&str| word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    let all = words(said.text);
    let row = all.windows(IN_A_ROW).find(|row| row.iter().all(loud))?;
    Some(format!("shouts {:?}: write it in small letters, *bold* if it matters", row.join(" ")))
}

fn sentence_on_a_button(said: &Said<'_>) -> Option<String> {
    (said.key.starts_with("btn-") && said.text.ends_with(['.', '!']))
        .then(|| "a button is no sentence: drop the mark at its end".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_of_the_tone_is_broken_by_something() {
        let check = |key: &str, text: &str, expected: &str| {
            let found = faults(&Said { lang: "id", key, text }).join("; ");
            assert!(
                if expected.is_empty() { found.is_empty() } else { found.contains(expected) },
                "{text}: {found}"
            );
        };
        check("s-nik", "Mohon ketik *NIK* (16 angka).", "");
        check("s-nik", &"kata ".repeat(80), "400 characters, 360 at most");
        check("s-consent", &"kata ".repeat(80), "");
        check("s-nik", "Satu.\nDua.\nTiga.\nEmpat.", "4 lines, 3 at most");
        check("s-nik", "Satu.\n• dua\n• tiga\nTempat: Desa\nEmpat.", "");
        check("s-nik", "Mohon tulis. Mohon kirim. Silakan tunggu.", "3 requests");
        check("s-nik", "Silahkan tunggu.", "\"Silahkan\" is written \"Silakan\"");
        check("s-nik", "Data masuk SIAK dahulu.", "SIAK is a word of the office");
        check("s-nik", "Data masuk SIAK (sistem kependudukan) dahulu.", "");
        check("s-nik", "NIK tidak valid.", "says \"tidak valid\"");
        check("s-nik", "Selesai dalam 1 jam.", "an hour from when?");
        check("s-nik", "Buka 08:00.", "08.00, not 08:00");
        check("s-nik", "Baik 🙂🙂.", "2 emoji");
        check("s-nik", "Baik.\n🙂", "an emoji alone");
        check("s-nik", "NIK SALAH!!!", "shouts with several !");
        check("s-nik", "PERIKSA NIK ANDA lagi.", "shouts \"PERIKSA NIK ANDA\"");
        check("s-nik", "Tulisan *KARTU KELUARGA* ada di atas.", "");
        check("btn-yes", "Ya.", "a button is no sentence");
        assert!(faults(&Said { lang: "en", key: "s-nik", text: "The antrian." }).is_empty());
    }
}
